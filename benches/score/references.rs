//! References at places: found with the right target, missed, wrong, or where rustc has nothing.

use std::collections::BTreeMap;

use seamline::model::{CodeModel, Confidence};

use crate::causes;
use crate::edges::Fault;
use crate::ours::{Found, Ours};
use crate::truth::{Manner, Place, Truth};

/// Figures of paths or of methods.
#[derive(Default)]
pub(crate) struct Side {
    pub(crate) n_demanded: usize,
    pub(crate) n_found: usize,
    /// Right and wrong ones of ours.
    pub(crate) by_confidence: BTreeMap<Confidence, (usize, usize)>,
    pub(crate) missed: Vec<Fault>,
    pub(crate) wrong: Vec<Fault>,
}

/// What a comparison of references gives.
#[derive(Default)]
pub(crate) struct References {
    pub(crate) paths: Side,
    pub(crate) methods: Side,
    /// Ours where rustc says nothing: macro names, attributes, unexpanded text.
    pub(crate) apart: Vec<Fault>,
}

pub(crate) fn compare(truth: &Truth, ours: &Ours, model: &CodeModel) -> References {
    let (judge, mut result) = (Judge::new(model), References::default());
    for (place, targets) in &truth.references {
        let found = ours.references.get(place);
        for (manner, target) in targets.iter().filter(|it| it.0.is_demanded()) {
            let side = result.side(*manner == Manner::Method);
            side.n_demanded += 1;
            // Behind an alias, the alias and what it stands for are both right.
            let also = |it: &Found| {
                let mut through = targets.iter().filter(|it| it.0 == Manner::Through);
                *manner == Manner::Type
                    && through.any(|other| judge.accepts(other.0, &other.1, &it.to))
            };
            let fits = |it: &Found| judge.accepts(*manner, target, &it.to) || also(it);
            if found.is_some_and(|it| it.iter().any(fits)) {
                side.n_found += 1;
                continue;
            }
            let (cause, instead) = causes::missed_reference(truth, ours, place, target);
            side.missed.push(Fault {
                cause,
                text: format!("{} {target}{instead}", text_of(place)),
            });
        }
    }
    for (place, found) in &ours.references {
        for it in found {
            result.judge(&judge, truth, place, it);
        }
    }
    result
}

impl References {
    fn side(&mut self, is_method: bool) -> &mut Side {
        if is_method {
            &mut self.methods
        } else {
            &mut self.paths
        }
    }

    fn judge(&mut self, judge: &Judge, truth: &Truth, place: &Place, found: &Found) {
        let text = format!(
            "{} {} ({} {})",
            text_of(place),
            found.to,
            found.kind,
            found.confidence
        );
        if let Some(targets) = truth.demanded_at(place) {
            let is_method = targets.iter().any(|it| it.0 == Manner::Method);
            let side = self.side(is_method);
            let counts = side.by_confidence.entry(found.confidence).or_default();
            if targets
                .iter()
                .any(|it| judge.accepts(it.0, &it.1, &found.to))
            {
                counts.0 += 1;
                return;
            }
            counts.1 += 1;
            let instead: Vec<_> = targets.iter().map(|it| &*it.1).collect();
            side.wrong.push(Fault {
                cause: causes::wrong_reference(targets, &found.to),
                text: format!("{text}, rustc: {}", instead.join(", ")),
            });
        } else if let Some(&is_method) = truth.outside.get(place) {
            let side = self.side(is_method);
            side.by_confidence.entry(found.confidence).or_default().1 += 1;
            side.wrong.push(Fault {
                cause: "to rustc nothing of the workspace".into(),
                text,
            });
        } else if !truth.is_through(place, &found.to) {
            let cause = causes::apart(truth, place, found);
            self.apart.push(Fault { cause, text });
        }
    }
}

/// Says whether our target is the one rustc means, or says the same more or less exactly.
struct Judge {
    /// How many members of impls end alike: `<Notice as From>::from`.
    n_alike: BTreeMap<String, usize>,
}

impl Judge {
    fn new(model: &CodeModel) -> Self {
        let mut n_alike = BTreeMap::new();
        for item in model.items() {
            let path = plain(&item.path);
            if let Some(at) = path.find("::<") {
                *n_alike.entry(path[at..].to_owned()).or_default() += 1;
                *n_alike.entry(path).or_default() += 1;
            }
        }
        Self { n_alike }
    }

    fn accepts(&self, manner: Manner, truth: &str, ours: &str) -> bool {
        let plain = plain(ours);
        if truth == ours || truth == plain {
            return true;
        }
        let (of_truth, last) = split(truth);
        let (of_ours, last_of_ours) = split(&plain);
        match manner {
            // Only the type is known to rustc's tree; a member of it is more exact.
            Manner::Type => of_ours == truth || self.is_the_impl(&plain, of_truth, last),
            // A method of a trait: of the trait or of an impl of it.
            Manner::Method | Manner::Path => {
                let name = split(of_truth).1;
                last == last_of_ours && of_ours.ends_with(&format!(" as {name}>"))
            }
            Manner::Through => false,
        }
    }

    /// Whether it belongs to the only impl of a trait for this type.
    fn is_the_impl(&self, ours: &str, module: &str, ty: &str) -> bool {
        let Some(at) = ours.find(&format!("::<{ty} as ")) else {
            return false;
        };
        let key = if ours[..at] == *module {
            ours
        } else {
            &ours[at..]
        };
        self.n_alike.get(key) == Some(&1)
    }
}

/// An id without the kinds that tell items of one path apart.
pub(crate) fn plain(path: &str) -> String {
    let mut parts = path.split('#');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, it| match it.find("::") {
        Some(end) => all + &it[end..],
        None => all,
    })
}

/// Everything before the last segment, and that segment.
pub(crate) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once("::").unwrap_or(("", path))
}

fn text_of((file, line, column): &Place) -> String {
    format!("{file}:{line}:{column}")
}
