//! How requests that were measured lead to doors of the code.
//!
//! What a server tells is the route as it was written, or the path as it was asked for: `/patients/7`
//! comes in by `/patients/{id}`. Parameters are written otherwise by every framework, and mean the same.

use crate::model::{CodeModel, Door, DoorKind};

/// A part of a path between slashes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part<'a> {
    /// As it is.
    Fixed(&'a str),
    /// Anything: `{id}`, `:id`, `<id>`.
    Any,
    /// Anything, and whatever comes after it: `{*rest}`, `*rest`, `<rest..>`.
    Rest,
}

/// The doors that answer HTTP, each with the parts of its path.
pub(super) struct Routes<'m> {
    all: Vec<(Vec<Part<'m>>, &'m Door)>,
}

impl<'m> Routes<'m> {
    pub(super) fn of(model: &'m CodeModel) -> Self {
        let doors = model.doors().inbound.iter();
        let http = doors.filter(|it| it.kind == DoorKind::Http);
        Self {
            all: http.map(|it| (parts(&it.path), it)).collect(),
        }
    }

    /// The door that a request comes in by: the one with the most parts that are as they are; `None`
    /// if no door fits, or several fit equally well.
    pub(super) fn door(&self, method: Option<&str>, path: &str) -> Option<&'m Door> {
        let asked = parts(path.split(['?', '#']).next().unwrap_or_default());
        let fitting = self.all.iter().filter(|(route, door)| {
            let same = |it: &str| *door.method == *it || &*door.method == "ANY";
            method.is_none_or(same) && fits(route, &asked)
        });
        let mut best: Option<(usize, &'m Door)> = None;
        let mut several = false;
        for (route, door) in fitting {
            let door = *door;
            let n_fixed = route.iter().filter(|it| matches!(it, Part::Fixed(_)));
            let n_fixed = n_fixed.count();
            match best {
                Some((n, _)) if n > n_fixed => {}
                Some((n, _)) if n == n_fixed => several = true,
                _ => (best, several) = (Some((n_fixed, door)), false),
            }
        }
        best.filter(|_| !several).map(|it| it.1)
    }
}

fn parts(path: &str) -> Vec<Part<'_>> {
    let parts = path.split('/').filter(|it| !it.is_empty());
    parts.map(part).collect()
}

fn part(text: &str) -> Part<'_> {
    let inner = |open: char, close: char| text.strip_prefix(open)?.strip_suffix(close);
    if text.starts_with('*') {
        return Part::Rest;
    }
    match inner('{', '}').or_else(|| inner('<', '>')) {
        Some(it) if it.starts_with('*') || it.ends_with("..") => Part::Rest,
        Some(_) => Part::Any,
        None if text.starts_with(':') => Part::Any,
        None => Part::Fixed(text),
    }
}

fn fits(route: &[Part<'_>], asked: &[Part<'_>]) -> bool {
    match (route, asked) {
        ([], []) | ([Part::Rest, ..], _) => true,
        ([Part::Any, route @ ..], [_, asked @ ..]) => fits(route, asked),
        ([one, route @ ..], [other, asked @ ..]) => one == other && fits(route, asked),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(route: &str, asked: &str) -> bool {
        fits(&parts(route), &parts(asked))
    }

    #[test]
    fn parameters_of_all_frameworks_are_parameters() {
        for route in [
            "/patients/{id}/merge",
            "/patients/:id/merge",
            "/patients/<id>/merge/",
        ] {
            assert!(fit(route, "/patients/7/merge"), "{route}");
            assert!(fit(route, "/patients/{patient}/merge"), "{route}");
            assert!(!fit(route, "/patients/7"), "{route}");
            assert!(!fit(route, "/patients/7/close"), "{route}");
        }
        for route in ["/files/{*rest}", "/files/*rest", "/files/<rest..>"] {
            assert!(fit(route, "/files/a/b/c"), "{route}");
            assert!(!fit(route, "/file/a"), "{route}");
        }
        assert!(fit("/", ""));
        assert!(!fit("/patients/7", "/patients/{id}"), "a route is no guess");
    }
}
