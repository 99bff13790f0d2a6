//! Texts about what is shown and counted, and how sure it is.

use super::Texts;
use super::sentences::fill;
use crate::graph::{Census, Filter};
use crate::model::{CodeModel, Confidence, DependencyKind, RefId};

impl Texts {
    /// What a kind of reference is.
    pub fn kind_about(&self, kind: DependencyKind) -> &'static str {
        match kind {
            DependencyKind::Use => self.kind_use,
            DependencyKind::Call => self.kind_call,
            DependencyKind::Construct => self.kind_construct,
            DependencyKind::Type => self.kind_type,
            DependencyKind::Implement => self.kind_implement,
            DependencyKind::Static => self.kind_static,
            DependencyKind::Macro => self.kind_macro,
            DependencyKind::Derive => self.kind_derive,
            DependencyKind::Reexport => self.kind_reexport,
            DependencyKind::Dispatch => self.kind_dispatch,
            DependencyKind::Reads => self.kind_reads,
            DependencyKind::Writes => self.kind_writes,
            DependencyKind::Joins => self.kind_joins,
            DependencyKind::ForeignKey => self.kind_foreign_key,
            DependencyKind::Fires => self.kind_fires,
            _ => self.kind_other,
        }
    }

    /// By what a reference was bound.
    pub fn confidence_about(&self, confidence: Confidence) -> &'static str {
        match confidence {
            Confidence::Resolved => self.sure_resolved,
            Confidence::Inferred => self.sure_inferred,
            Confidence::Guessed => self.sure_guessed,
        }
    }

    /// What a filter hides, and how much that is.
    pub fn filter_hides(&self, filter: Filter, census: &Census) -> String {
        let hidden = |it: &&(DependencyKind, usize)| !filter.kinds.contains(it.0);
        let n_kinds = census.kinds.iter().filter(hidden).count();
        let mut parts = Vec::new();
        if n_kinds > 0 {
            parts.push(self.counted(self.kinds_hidden, n_kinds as u64));
        }
        match filter.confidence {
            Confidence::Guessed => {}
            Confidence::Inferred => parts.push(self.guesses_hidden.to_owned()),
            Confidence::Resolved => parts.push(self.unsure_hidden.to_owned()),
        }
        if !filter.inactive {
            parts.push(self.inactive_hidden.to_owned());
        }
        let n = self.grouped(census.n_hidden as u64);
        let all = self.grouped((census.n_hidden + census.n_shown) as u64);
        fill(self.filter_hides, &[&parts.join(", "), &n, &all])
    }

    /// How much of what is looked at the filter hides.
    pub fn hidden_here(&self, weight: f64) -> String {
        self.counted(self.hidden_here, weight.round().max(1.0) as u64)
    }

    /// How much is shown.
    pub fn n_shown(&self, n: usize) -> String {
        self.counted(self.n_shown, n as u64)
    }

    /// The condition under which something is compiled.
    pub fn only_under(&self, cfg: &str) -> String {
        fill(self.only_under, &[&cfg])
    }

    /// `2 resolved, 7 guessed`; the word alone where they all are of one kind.
    pub fn how_sure(&self, all: impl Iterator<Item = Confidence>) -> String {
        let mut counts = vec![0usize; Confidence::ALL.len()];
        all.for_each(|it| counts[it as usize] += 1);
        let there = Confidence::ALL.iter().zip(counts).filter(|it| it.1 > 0);
        let there: Vec<_> = there.collect();
        if let [(only, _)] = there.as_slice() {
            return only.word().to_owned();
        }
        let words = there
            .iter()
            .map(|(it, n)| format!("{} {it}", self.grouped(*n as u64)));
        words.collect::<Vec<_>>().join(", ")
    }

    /// A tag and a sentence about the references on one line; an empty tag if all of them are plain.
    pub fn evidence_tag(&self, model: &CodeModel, references: &[RefId]) -> (String, String) {
        let all = || references.iter().map(|it| model.reference(*it));
        let (mut tags, mut about) = (Vec::new(), Vec::new());
        let sure = all().map(|it| it.confidence).min();
        if let Some(sure) = sure.filter(|it| *it != Confidence::Resolved) {
            tags.push(sure.word());
            about.push(format!("{sure}: {}", self.confidence_about(sure)));
        }
        if all().all(|it| it.cfg.is_some())
            && let Some(cfg) = all().find_map(|it| it.cfg)
        {
            tags.push(self.tag_under);
            about.push(self.only_under(model.cfg(cfg)));
        }
        if !references.is_empty() && all().all(|it| it.test) {
            tags.push(self.tag_test);
            about.push(self.filter_tests_about.to_owned());
        }
        (tags.join(" · "), about.join("; "))
    }
}
