//! Dependencies between modules: found, missed, wrong.

use seamline::model::CodeModel;

use crate::causes::{self, Sides};
use crate::truth::Edge;

/// What a comparison of edges gives.
pub(crate) struct Edges {
    pub(crate) n_modules: usize,
    pub(crate) unseen_modules: Vec<String>,
    pub(crate) n_unseen_expanded: usize,
    pub(crate) n_right: usize,
    /// Right and missed ones between modules that are written in the source.
    pub(crate) written: (usize, usize),
    pub(crate) missed: Vec<Fault>,
    pub(crate) wrong: Vec<Fault>,
}

impl Edges {
    /// The lower one of recall and precision; 1 where there is nothing to find.
    pub(crate) fn lowest(&self) -> f64 {
        let n_faults = self.missed.len().max(self.wrong.len());
        if n_faults == 0 {
            return 1.0;
        }
        self.n_right as f64 / (self.n_right + n_faults) as f64
    }
}

/// A miss or a mistake: why, most likely, and what exactly.
pub(crate) struct Fault {
    pub(crate) cause: String,
    pub(crate) text: String,
}

pub(crate) fn compare(sides: &Sides<'_>, model: &CodeModel) -> Edges {
    let (truth, ours) = (sides.truth, sides.ours);
    let unseen: Vec<_> = truth.modules.difference(&ours.modules).cloned().collect();
    let mut edges = Edges {
        n_modules: truth.modules.len(),
        n_unseen_expanded: unseen
            .iter()
            .filter(|it| truth.expanded.contains(*it))
            .count(),
        unseen_modules: unseen,
        n_right: 0,
        written: (0, 0),
        missed: Vec::new(),
        wrong: Vec::new(),
    };
    for (edge, evidence) in &truth.edges {
        // Calls alone are neither right nor missing: the source names the module nowhere.
        let is_named = evidence.iter().any(|it| it != "call");
        let is_found = ours.edges.contains_key(edge);
        let of_macro = truth.expanded.contains(&edge.0) || truth.expanded.contains(&edge.1);
        if is_named && !of_macro {
            edges.written.0 += usize::from(is_found);
            edges.written.1 += usize::from(!is_found);
        }
        match is_found {
            true => edges.n_right += usize::from(is_named),
            false if is_named => {
                let (cause, place) = causes::missed_edge(sides, model, edge);
                let text = format!("{} -> {}  {place}", edge.0, edge.1);
                edges.missed.push(Fault { cause, text });
            }
            false => {}
        }
    }
    let on_both = |edge: &Edge| truth.modules.contains(&edge.0) && truth.modules.contains(&edge.1);
    for (edge, (place, is_derive)) in &ours.edges {
        if on_both(edge) && !is_derive && !truth.edges.contains_key(edge) {
            edges.wrong.push(Fault {
                cause: causes::wrong_edge(sides, place),
                text: format!("{} -> {}  {place}", edge.0, edge.1),
            });
        }
    }
    edges
}
