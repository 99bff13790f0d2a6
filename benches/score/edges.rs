//! Dependencies between modules: found, missed, wrong.

use seamline::model::CodeModel;

use crate::causes;
use crate::ours::Ours;
use crate::truth::{Edge, Truth};

/// What a comparison of edges gives.
pub(crate) struct Edges {
    pub(crate) n_modules: usize,
    pub(crate) unseen_modules: Vec<String>,
    pub(crate) n_right: usize,
    pub(crate) missed: Vec<Fault>,
    pub(crate) wrong: Vec<Fault>,
}

/// A miss or a mistake: why, most likely, and what exactly.
pub(crate) struct Fault {
    pub(crate) cause: String,
    pub(crate) text: String,
}

pub(crate) fn compare(truth: &Truth, ours: &Ours, model: &CodeModel) -> Edges {
    let unseen = truth.modules.difference(&ours.modules);
    let mut edges = Edges {
        n_modules: truth.modules.len(),
        unseen_modules: unseen.cloned().collect(),
        n_right: 0,
        missed: Vec::new(),
        wrong: Vec::new(),
    };
    for (edge, evidence) in &truth.edges {
        // Calls alone are neither right nor missing: the source names the module nowhere.
        let is_named = evidence.iter().any(|it| it != "call");
        match ours.edges.contains_key(edge) {
            true => edges.n_right += usize::from(is_named),
            false if is_named => edges.missed.push(Fault {
                cause: causes::missed_edge(truth, ours, edge),
                text: format!(
                    "{} -> {}  {}",
                    edge.0,
                    edge.1,
                    causes::example(truth, model, edge)
                ),
            }),
            false => {}
        }
    }
    let on_both = |edge: &Edge| truth.modules.contains(&edge.0) && truth.modules.contains(&edge.1);
    for (edge, (place, is_derive)) in &ours.edges {
        if on_both(edge) && !is_derive && !truth.edges.contains_key(edge) {
            edges.wrong.push(Fault {
                cause: place.split_once(' ').map_or("", |it| it.1).to_owned(),
                text: format!("{} -> {}  {place}", edge.0, edge.1),
            });
        }
    }
    edges
}
