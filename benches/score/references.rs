//! References at places: found with the right target, missed, wrong, or where rustc has nothing.

use std::collections::BTreeMap;

use seamline::model::{CodeModel, Confidence};

use crate::causes::{self, Sides};
use crate::edges::Fault;
use crate::judge::{Judge, plain};
use crate::ours::Found;
use crate::truth::{Manner, Place};

/// Figures of paths or of methods.
#[derive(Default)]
pub(crate) struct Side {
    pub(crate) n_demanded: usize,
    pub(crate) n_found: usize,
    /// Demanded and found ones in modules that macros declare.
    pub(crate) of_macros: (usize, usize),
    /// Right and wrong ones of ours.
    pub(crate) by_confidence: BTreeMap<Confidence, (usize, usize)>,
    pub(crate) missed: Vec<Fault>,
    pub(crate) wrong: Vec<Fault>,
}

impl Side {
    /// How many of ours are right and wrong.
    pub(crate) fn judged(&self) -> (usize, usize) {
        let counts = self.by_confidence.values();
        counts.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
    }
}

/// What a comparison of references gives.
#[derive(Default)]
pub(crate) struct References {
    pub(crate) paths: Side,
    pub(crate) methods: Side,
    /// Ours where rustc says nothing: macro names, attributes, unexpanded text.
    pub(crate) apart: Vec<Fault>,
}

pub(crate) fn compare(sides: &Sides<'_>, model: &CodeModel) -> References {
    let (truth, ours) = (sides.truth, sides.ours);
    let (judge, mut result) = (Judge::new(model), References::default());
    for (place, targets) in &truth.references {
        let found = ours.references.get(place);
        for demand in targets.iter().filter(|it| it.0.is_demanded()) {
            let (manner, target) = demand;
            let side = result.side(*manner == Manner::Method);
            side.n_demanded += 1;
            let of_macro = usize::from(truth.is_expanded(target));
            side.of_macros.0 += of_macro;
            let fits = |it: &Found| judge.meets(targets, *manner, target, &it.to);
            if found.is_some_and(|it| it.iter().any(fits)) {
                side.n_found += 1;
                side.of_macros.1 += of_macro;
                continue;
            }
            let (cause, instead) = causes::missed_reference(sides, model, place, demand);
            side.missed.push(Fault {
                cause,
                text: format!("{} {target}{instead}", text_of(place)),
            });
        }
    }
    for (place, found) in &ours.references {
        for it in found {
            result.judge(&judge, sides, place, it);
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

    fn judge(&mut self, judge: &Judge, sides: &Sides<'_>, place: &Place, found: &Found) {
        let truth = sides.truth;
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
            if judge.is_right(targets, &found.to) {
                counts.0 += 1;
                return;
            }
            counts.1 += 1;
            let instead: Vec<_> = targets.iter().map(|it| &*it.1).collect();
            side.wrong.push(Fault {
                cause: causes::wrong_reference(sides, place, targets, &found.to),
                text: format!("{text}, rustc: {}", instead.join(", ")),
            });
        } else if truth.is_through(place, &plain(&found.to)) {
            // Right, but rustc does not name it itself.
        } else if let Some(&is_method) = truth.outside.get(place) {
            let side = self.side(is_method);
            side.by_confidence.entry(found.confidence).or_default().1 += 1;
            side.wrong.push(Fault {
                cause: causes::of_outside(sides, place, is_method),
                text,
            });
        } else {
            let cause = causes::apart(truth, place, found);
            self.apart.push(Fault { cause, text });
        }
    }
}

fn text_of((file, line, column): &Place) -> String {
    format!("{file}:{line}:{column}")
}
