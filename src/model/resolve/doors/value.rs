//! What an expression stands for, as far as doors depend on it.

use std::rc::Rc;

use super::frameworks::Framework;
use super::routes::{Handler, RouteId, Text};

/// What a value of a framework does with what it is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Shape {
    /// Nothing is known.
    #[default]
    Plain,
    /// Takes routes with their paths.
    Router,
    /// Methods with who answers each: `get(show).post(add)`.
    Verbs,
    /// A condition on requests that nobody answers yet, as in warp.
    Filter,
}

/// A value.
#[derive(Clone, Debug, Default)]
pub(super) struct Value<'a> {
    pub(super) framework: Option<Framework>,
    pub(super) shape: Shape,
    /// The doors in it.
    pub(super) routes: Option<RouteId>,
    /// What is put before the paths of everything that will be added.
    pub(super) prefix: Option<Text>,
    /// The text it is.
    pub(super) text: Option<Text>,
    /// The method it asks for.
    pub(super) method: Option<Rc<str>>,
    /// Last name of the path that it is, if that leads out of the tree.
    pub(super) name: Option<&'a str>,
    /// The function that it is, or that it calls.
    pub(super) handler: Option<Handler>,
}

impl Value<'_> {
    pub(super) fn of_text(text: &str, open: bool) -> Self {
        let text = Some(Text {
            text: text.into(),
            open,
        });
        Self {
            text,
            ..Self::default()
        }
    }

    /// Whether nothing is known of it.
    pub(super) fn is_nothing(&self) -> bool {
        self.framework.is_none()
            && self.routes.is_none()
            && self.text.is_none()
            && self.name.is_none()
            && self.handler.is_none()
    }
}

/// A text with holes as a path: what is filled in at the front is left out.
pub(super) fn filled(text: &str) -> Text {
    let mut rest = text;
    let mut open = false;
    while let Some(after) = rest.strip_prefix('{').filter(|it| !it.starts_with('{')) {
        let Some((_, after)) = after.split_once('}') else {
            break;
        };
        (rest, open) = (after, true);
    }
    let has_more = rest.replace("{{", "").contains('{');
    Text {
        text: rest.replace("{{", "{").replace("}}", "}").into(),
        open: open || has_more,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_at_the_front_is_left_open() {
        let show = |it: &str| {
            let text = filled(it);
            format!("{} {}", text.text, text.open)
        };
        assert_eq!(show("/a/b"), "/a/b false");
        assert_eq!(show("{base}/b/{{id}}"), "/b/{id} true");
        assert_eq!(show("{}{}/b"), "/b true");
        assert_eq!(show("/a/{}"), "/a/{} true");
        assert_eq!(show("{"), "{ true");
    }
}
