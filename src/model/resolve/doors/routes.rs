//! Routes as they are put together: leaves, joined and put under prefixes.
//!
//! Parts are shared, not copied: a chain of a thousand calls makes a thousand nodes. Prefixes are
//! written out once, at the end.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::frameworks::Framework;
use crate::model::{Confidence, Node};
use crate::source::Span;

/// A part of a router: position among [`Routes`].
pub(super) type RouteId = u32;

/// Who answers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Handler {
    pub(super) node: Node,
    pub(super) sure: Confidence,
}

/// A text of which the beginning may be unknown.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Text {
    pub(super) text: Rc<str>,
    /// Whether something of it is filled in when the program runs.
    pub(super) open: bool,
}

/// One door, before it is put under any prefix.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    pub(super) framework: Framework,
    /// `GET`, or `ANY`.
    pub(super) method: Rc<str>,
    pub(super) path: Text,
    pub(super) handler: Option<Handler>,
    /// Where it is made.
    pub(super) site: Span,
    /// Where it is certain that the leaf is a door at all.
    pub(super) sure: Confidence,
}

#[derive(Clone, Debug)]
enum Part {
    Leaf(Leaf),
    Join(Vec<RouteId>),
    Under(Text, RouteId),
    /// Answered by this, where nobody else does.
    To(Handler, RouteId),
    /// Asked by this method, where any would do.
    By(Rc<str>, RouteId),
}

/// Parts of routers.
#[derive(Debug, Default)]
pub(super) struct Routes {
    parts: Vec<Part>,
}

/// A door with everything that is put round it.
#[derive(Clone, Debug)]
pub(super) struct Flat {
    pub(super) framework: Framework,
    pub(super) method: Rc<str>,
    pub(super) path: Text,
    pub(super) handler: Option<Handler>,
    pub(super) site: Span,
    pub(super) sure: Confidence,
}

/// More doors than this come from no code that people wrote.
const MAX_DOORS: usize = 50_000;
/// So many parts are looked at for one root.
const MAX_STEPS: usize = 500_000;

impl Routes {
    fn add(&mut self, part: Part) -> RouteId {
        self.parts.push(part);
        self.parts.len() as RouteId - 1
    }

    pub(super) fn leaf(&mut self, leaf: Leaf) -> RouteId {
        self.add(Part::Leaf(leaf))
    }

    pub(super) fn join(&mut self, parts: impl IntoIterator<Item = RouteId>) -> Option<RouteId> {
        let mut parts: Vec<_> = parts.into_iter().collect();
        parts.dedup();
        match *parts {
            [] => None,
            [only] => Some(only),
            _ => Some(self.add(Part::Join(parts))),
        }
    }

    pub(super) fn under(&mut self, prefix: Text, of: RouteId) -> RouteId {
        self.add(Part::Under(prefix, of))
    }

    pub(super) fn to(&mut self, handler: Handler, of: RouteId) -> RouteId {
        self.add(Part::To(handler, of))
    }

    pub(super) fn by(&mut self, method: Rc<str>, of: RouteId) -> RouteId {
        self.add(Part::By(method, of))
    }

    /// Whether one part is made of another, as far as a short look tells.
    pub(super) fn holds(&self, whole: RouteId, part: RouteId) -> bool {
        let mut open = vec![whole];
        for _ in 0..64 {
            match open.pop() {
                Some(it) if it == part => return true,
                Some(it) => match &self.parts[it as usize] {
                    Part::Leaf(_) => {}
                    // What there was before comes first.
                    Part::Join(parts) => open.extend(parts.iter().rev()),
                    Part::Under(_, of) | Part::To(_, of) | Part::By(_, of) => open.push(*of),
                },
                None => return false,
            }
        }
        false
    }

    /// The doors of a part, with prefixes; each once.
    pub(super) fn flat(&self, root: RouteId) -> Vec<Flat> {
        let mut found = Vec::new();
        let mut seen = FxHashSet::default();
        let nothing = Text {
            text: "".into(),
            open: false,
        };
        let mut open = vec![(root, nothing, None, None)];
        for _ in 0..MAX_STEPS {
            let Some((id, prefix, handler, method)) = open.pop() else {
                break;
            };
            if !seen.insert((id, prefix.clone(), handler, method.clone())) {
                continue;
            }
            match &self.parts[id as usize] {
                Part::Leaf(leaf) => {
                    found.push(flat(leaf, &prefix, handler, method));
                    if found.len() >= MAX_DOORS {
                        break;
                    }
                }
                Part::Join(parts) => {
                    let parts = parts.iter().rev();
                    open.extend(parts.map(|it| (*it, prefix.clone(), handler, method.clone())));
                }
                Part::Under(inner, of) => {
                    open.push((*of, joined(&prefix, inner), handler, method));
                }
                Part::To(to, of) => open.push((*of, prefix, handler.or(Some(*to)), method)),
                Part::By(by, of) => {
                    open.push((*of, prefix, handler, method.or_else(|| Some(by.clone()))));
                }
            }
        }
        found
    }
}

fn flat(leaf: &Leaf, prefix: &Text, handler: Option<Handler>, method: Option<Rc<str>>) -> Flat {
    let method = match (&*leaf.method, method) {
        ("ANY", Some(method)) => method,
        _ => leaf.method.clone(),
    };
    Flat {
        framework: leaf.framework,
        method,
        path: whole(leaf.framework, prefix, &leaf.path),
        handler: leaf.handler.or(handler),
        site: leaf.site,
        sure: leaf.sure,
    }
}

/// One text after the other, as paths.
pub(super) fn joined(prefix: &Text, rest: &Text) -> Text {
    let open = prefix.open || rest.open;
    let text = match (&*prefix.text, &*rest.text) {
        ("", _) => rest.text.clone(),
        (_, "") => prefix.text.clone(),
        (before, after) => {
            let (before, after) = (before.trim_end_matches('/'), after.trim_start_matches('/'));
            format!("{before}/{after}").into()
        }
    };
    Text { text, open }
}

/// A path from the root on, as the framework understands it.
fn whole(framework: Framework, prefix: &Text, path: &Text) -> Text {
    let mut whole = joined(prefix, path);
    let (route, query) = match whole.text.split_once('?') {
        Some((route, query)) if framework == Framework::Rocket => (route, Some(query)),
        _ => (&*whole.text, None),
    };
    let mut text = route.to_owned();
    if !text.starts_with('/') {
        text.insert(0, '/');
    }
    // What is nested at `/` is asked for without the slash.
    let keeps_slash = matches!(framework, Framework::Actix);
    if text.len() > 1 && text.ends_with('/') && !keeps_slash {
        text.pop();
    }
    if query.is_some() || text != *whole.text {
        whole.text = text.into();
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ModuleId;
    use crate::source::FileId;

    fn text(text: &str) -> Text {
        let text = text.into();
        Text { text, open: false }
    }

    fn leaf(routes: &mut Routes, path: &str) -> RouteId {
        let site = Span {
            file: FileId(0),
            line: 1,
            column: 1,
        };
        routes.leaf(Leaf {
            framework: Framework::Rocket,
            method: "GET".into(),
            path: text(path),
            handler: Some(Handler {
                node: Node::Module(ModuleId(0)),
                sure: Confidence::Resolved,
            }),
            site,
            sure: Confidence::Resolved,
        })
    }

    fn paths(routes: &Routes, root: RouteId) -> Vec<String> {
        let flat = routes.flat(root).into_iter();
        flat.map(|it| it.path.text.to_string()).collect()
    }

    #[test]
    fn prefixes_are_put_before_what_is_nested() {
        let mut routes = Routes::default();
        let one = leaf(&mut routes, "/");
        let two = leaf(&mut routes, "carts/{id}?<page>");
        let both = routes.join([one, two]).unwrap();
        let api = routes.under(text("/api/"), both);
        assert_eq!(paths(&routes, api), ["/api", "/api/carts/{id}"]);
        assert_eq!(paths(&routes, one), ["/"]);
    }

    #[test]
    fn what_doubles_itself_again_and_again_is_looked_at_once() {
        let mut routes = Routes::default();
        let mut all = leaf(&mut routes, "/a");
        for _ in 0..64 {
            let other = routes.under(text(""), all);
            all = routes.join([all, other]).unwrap();
        }
        assert_eq!(paths(&routes, all), ["/a"]);
    }
}
