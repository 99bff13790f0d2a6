//! Why something was probably missed or mistaken, to group by.

use seamline::model::{CodeModel, DependencyKind};

use crate::judge::{plain, split};
use crate::ours::{Found, Ours};
use crate::site::Sites;
use crate::truth::{Edge, Manner, Place, Truth};

/// What is compared.
pub(crate) struct Sides<'a> {
    pub(crate) truth: &'a Truth,
    pub(crate) ours: &'a Ours,
    pub(crate) sites: Sites<'a>,
}

/// The cause, and a place where the edge could have been seen.
pub(crate) fn missed_edge(sides: &Sides<'_>, model: &CodeModel, edge: &Edge) -> (String, String) {
    let (truth, ours) = (sides.truth, sides.ours);
    let example = example(truth, model, edge);
    let unknown = [&edge.0, &edge.1];
    let unknown = unknown.into_iter().find(|it| !ours.modules.contains(*it));
    if let Some(module) = unknown {
        let cause = if truth.expanded.contains(module) {
            "a module that a macro declares is not known here"
        } else {
            "a module is not known here"
        };
        let place = example.map(|it| it.0).or_else(|| above(model, module));
        return (cause.into(), place.map_or(String::new(), |it| text_of(&it)));
    }
    let evidence: Vec<_> = truth.edges[edge].iter().map(|it| &**it).collect();
    let Some((place, demand)) = example else {
        let place = above(model, &edge.0).map_or(String::new(), |it| text_of(&it));
        let cause = format!("rustc saw it by {} alone", evidence.join("+"));
        return (cause, place);
    };
    let (cause, _) = missed_reference(sides, model, &place, demand);
    (cause, text_of(&place))
}

/// Where a module is written, or the next one round it that is known.
fn above(model: &CodeModel, path: &str) -> Option<Place> {
    let mut path = path;
    loop {
        let known = model.module_at(path).map(|it| model.module(it));
        if let Some(span) = known.and_then(|it| it.span) {
            let file = model.file_path(span.file).to_string();
            return Some((file, span.line, span.column));
        }
        path = path.rsplit_once("::")?.0;
    }
}

/// A reference in the file of the module that the edge begins at.
fn example<'t>(
    truth: &'t Truth,
    model: &CodeModel,
    edge: &Edge,
) -> Option<(Place, &'t (Manner, String))> {
    let span = model.module(model.module_at(&edge.0)?).span?;
    let file = &**model.file_path(span.file);
    let leads_there = |target: &str| target == edge.1 || split(target).0 == edge.1;
    let inside = truth.references.range((file.to_owned(), 0, 0)..);
    let mut inside = inside.take_while(|it| it.0.0 == file);
    inside.find_map(|(place, targets)| {
        let target = targets.iter().find(|it| leads_there(&it.1))?;
        Some((place.clone(), target))
    })
}

/// The cause, and what was found instead.
pub(crate) fn missed_reference(
    sides: &Sides<'_>,
    model: &CodeModel,
    place: &Place,
    (manner, target): &(Manner, String),
) -> (String, String) {
    let (truth, ours) = (sides.truth, sides.ours);
    let site = if *manner == Manner::Method {
        format!("method call {}", sides.sites.of_method(place))
    } else {
        sides.sites.of_path(place).to_owned()
    };
    let within = match sides.sites.macro_around(place) {
        Some(name) => format!(", in {name}!"),
        None => String::new(),
    };
    let cause = if ours.inactive.contains_key(place) {
        "seen, but taken for inactive (cfg) or test code".to_owned()
    } else if truth.is_expanded(target) {
        format!("in a module that a macro declares{within}")
    } else if !ours.known.contains(&plain(target)) {
        format!(
            "the target is not known here: {}",
            origin(sides, model, target)
        )
    } else if let Some(found) = ours.references.get(place) {
        let targets: Vec<_> = found.iter().map(|it| &*it.to).collect();
        let instead = format!(", here: {}", targets.join(", "));
        return (format!("another target found: {site}{within}"), instead);
    } else if ours.unresolved.contains(place) {
        format!("seen, but not resolved: {site}{within}")
    } else {
        format!("nothing found: {site}{within}")
    };
    (cause, String::new())
}

/// Who declares what is not seen, as far as the text of its module tells.
fn origin(sides: &Sides<'_>, model: &CodeModel, target: &str) -> &'static str {
    let mut path = target;
    let module = loop {
        match (model.module_at(path), path.rsplit_once("::")) {
            (Some(module), _) => break Some(module),
            (None, Some((before, _))) => path = before,
            (None, None) => break None,
        }
    };
    let span = module.and_then(|it| model.module(it).span);
    let text = span.and_then(|it| sides.sites.text(model.file_path(it.file)));
    match text {
        Some(text) if text.contains("include!(") => {
            "its module includes what a build script writes"
        }
        Some(_) => "a macro or derive declares it",
        None => "its module is not known",
    }
}

pub(crate) fn wrong_edge(sides: &Sides<'_>, found: &str) -> String {
    let (place, how) = found.split_once(' ').unwrap_or((found, ""));
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next().and_then(|it| it.parse().ok());
    let line = parts.next().and_then(|it| it.parse().ok());
    let (Some(file), Some(line), Some(column)) = (parts.next(), line, column) else {
        return how.to_owned();
    };
    let place = (file.to_owned(), line, column);
    format!("{how}, {}", around(sides, &place))
}

pub(crate) fn wrong_reference(
    sides: &Sides<'_>,
    place: &Place,
    targets: &[(Manner, String)],
    ours: &str,
) -> String {
    let ours = plain(ours);
    let same_name = targets.iter().any(|it| split(&it.1).1 == split(&ours).1);
    let member = targets.iter().any(|it| split(&it.1).0 == ours);
    let cause = if member {
        "the type or module instead of its member"
    } else if same_name {
        "another item of that name"
    } else {
        "an item of another name"
    };
    format!("{cause}, {}", around(sides, place))
}

pub(crate) fn of_outside(sides: &Sides<'_>, place: &Place, is_method: bool) -> String {
    let site = if is_method {
        sides.sites.of_method(place)
    } else {
        sides.sites.of_path(place)
    };
    format!("to rustc nothing of the workspace: {site}")
}

/// What kind of text a place stands in.
fn around(sides: &Sides<'_>, place: &Place) -> String {
    match sides.sites.macro_around(place) {
        Some(name) => format!("in {name}!"),
        None if sides.sites.in_attribute(place) => "in an attribute".into(),
        None => "in plain code".into(),
    }
}

fn text_of((file, line, column): &Place) -> String {
    format!("{file}:{line}:{column}")
}

pub(crate) fn apart(truth: &Truth, place: &Place, found: &Found) -> String {
    let begin = (place.0.clone(), 0, 0);
    let mut inside = truth.references.range(begin..).map(|it| &it.0.0);
    let is_known = inside.next().is_some_and(|it| *it == place.0);
    match found.kind {
        DependencyKind::Macro => "name of a macro".into(),
        DependencyKind::Derive => "derive or attribute".into(),
        _ if !is_known => "rustc saw nothing of the file".into(),
        _ => format!("{} {}", found.kind, found.confidence),
    }
}
