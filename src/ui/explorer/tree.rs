//! The rows of the explorer: the module tree as far as it is unfolded, or what the filter finds.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::{CodeModel, Module, ModuleId, Successor};
use crate::pipeline::Analysis;

/// A row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Row {
    pub(super) module: ModuleId,
    /// 0 for a crate's root.
    pub(super) depth: u32,
    /// `None`: nothing inside.
    pub(super) unfolded: Option<bool>,
}

/// What the rows depend on.
#[derive(Clone, PartialEq, Debug)]
struct Key {
    analysis: usize,
    filter: String,
    tests: bool,
    version: u64,
}

/// Which modules are unfolded, and the rows that follow from it.
#[derive(Debug, Default)]
pub(super) struct Tree {
    unfolded: BTreeSet<ModuleId>,
    version: u64,
    key: Option<Key>,
    rows: Vec<Row>,
    n_lines: Vec<u64>,
}

impl Tree {
    /// The rows, made anew only when something has changed.
    pub(super) fn rows(&mut self, analysis: &Arc<Analysis>, filter: &str, tests: bool) -> &[Row] {
        let address = Arc::as_ptr(analysis) as usize;
        if self.key.as_ref().is_none_or(|it| it.analysis != address) {
            self.begin(&analysis.model);
        }
        let filter = filter.trim().to_lowercase();
        let key = Key {
            analysis: address,
            filter,
            tests,
            version: self.version,
        };
        if self.key.as_ref() != Some(&key) {
            self.rows = self.rows_of(&analysis.model, &key.filter, tests);
            self.n_lines = lines_with_inner(&analysis.model, tests);
            self.key = Some(key);
        }
        &self.rows
    }

    /// Lines of a module with everything inside it.
    pub(super) fn n_lines(&self, module: ModuleId) -> u64 {
        self.n_lines.get(module.index()).copied().unwrap_or(0)
    }

    /// Folds or unfolds a module.
    pub(super) fn toggle(&mut self, module: ModuleId) {
        if !self.unfolded.remove(&module) {
            self.unfolded.insert(module);
        }
        self.version += 1;
    }

    /// Unfolds everything round a module, so that it has a row.
    pub(super) fn reveal(&mut self, model: &CodeModel, module: ModuleId) {
        let before = self.unfolded.len();
        self.unfolded.extend(model.ancestors(module).skip(1));
        self.version += u64::from(self.unfolded.len() != before);
    }

    /// The same folds in code that was read again.
    pub(super) fn succeed(&mut self, after: &Arc<Analysis>, by: &Successor) {
        let unfolded = self.unfolded.iter().filter_map(|it| by.module(*it));
        self.unfolded = unfolded.collect();
        self.version += 1;
        if let Some(key) = &mut self.key {
            key.analysis = Arc::as_ptr(after) as usize;
        }
    }

    fn begin(&mut self, model: &CodeModel) {
        self.unfolded = first_unfolded(model);
        self.version += 1;
    }

    fn rows_of(&self, model: &CodeModel, filter: &str, tests: bool) -> Vec<Row> {
        let shown = if filter.is_empty() {
            None
        } else {
            Some(found(model, filter))
        };
        let mut rows = Vec::new();
        let tops = model.module_ids().rev();
        let tops = tops.filter(|it| model.module(*it).parent.is_none());
        let mut open: Vec<(ModuleId, u32)> = tops.map(|it| (it, 0)).collect();
        while let Some((id, depth)) = open.pop() {
            let module = model.module(id);
            let hidden = shown.as_ref().is_some_and(|it| !it[id.index()]);
            if hidden || module.detail || (module.test && !tests) {
                continue;
            }
            let unfolded = shown.is_some() || self.unfolded.contains(&id);
            let inside = module
                .children
                .iter()
                .map(|it| model.module(*it))
                .any(|it| !it.detail && (tests || !it.test));
            rows.push(Row {
                module: id,
                depth,
                unfolded: inside.then_some(unfolded),
            });
            if unfolded {
                open.extend(module.children.iter().rev().map(|it| (*it, depth + 1)));
            }
        }
        rows
    }
}

/// Few crates are unfolded at once, so that one sees what is inside.
fn first_unfolded(model: &CodeModel) -> BTreeSet<ModuleId> {
    let roots = model
        .crates()
        .iter()
        .filter(|it| !model.module(it.root).test)
        .map(|it| it.root);
    let roots: Vec<_> = roots.collect();
    if roots.len() > 6 {
        BTreeSet::new()
    } else {
        roots.into_iter().collect()
    }
}

/// Per module: whether its path holds every word of the filter, or something inside it does.
fn found(model: &CodeModel, filter: &str) -> Vec<bool> {
    let mut found = vec![false; model.modules().len()];
    for (at, module) in model.modules().iter().enumerate().rev() {
        let path = module.path.to_lowercase();
        found[at] |= filter.split_whitespace().all(|word| path.contains(word));
        if let (true, Some(parent)) = (found[at], module.parent) {
            found[parent.index()] = true;
        }
    }
    found
}

/// The lines of each module together with those inside it; test code only where it is shown.
fn lines_with_inner(model: &CodeModel, tests: bool) -> Vec<u64> {
    let own = |it: &Module| {
        if it.test && !tests {
            0
        } else {
            u64::from(it.n_lines)
        }
    };
    let mut n_lines: Vec<u64> = model.modules().iter().map(own).collect();
    // Parents come before their children.
    for (at, module) in model.modules().iter().enumerate().rev() {
        if let Some(parent) = module.parent {
            n_lines[parent.index()] += n_lines[at];
        }
    }
    n_lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::fixture;

    fn shown(tree: &mut Tree, analysis: &Arc<Analysis>, filter: &str) -> String {
        let rows = tree.rows(analysis, filter, false).to_vec();
        let text = |row: &Row| {
            let indent = "  ".repeat(row.depth as usize);
            let mark = row.unfolded.map_or("·", |it| if it { "▾" } else { "▸" });
            format!("{indent}{mark} {}", analysis.model.module(row.module).name)
        };
        rows.iter().map(text).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn rows_follow_folding_and_filter() {
        let analysis = Arc::new(fixture(
            "
//- /src/lib.rs
mod shop { mod cart {} mod price { mod tax {} } }
mod mail {}
#[cfg(test)] mod tests {}
",
        ));
        let mut tree = Tree::default();
        let folded = shown(&mut tree, &analysis, "");
        expect_test::expect![[r"
            ▾ fixture
              ▸ shop
              · mail"]]
        .assert_eq(&folded);
        let shop = analysis.model.module_at("fixture::shop").unwrap();
        tree.toggle(shop);
        expect_test::expect![[r"
            ▾ fixture
              ▾ shop
                · cart
                ▸ price
              · mail"]]
        .assert_eq(&shown(&mut tree, &analysis, ""));
        expect_test::expect![[r"
            ▾ fixture
              ▾ shop
                ▾ price
                  · tax"]]
        .assert_eq(&shown(&mut tree, &analysis, "price TAX"));
        assert_eq!(shown(&mut tree, &analysis, "nothing like it"), "");
        tree.toggle(shop);
        let tax = analysis
            .model
            .module_at("fixture::shop::price::tax")
            .unwrap();
        tree.reveal(&analysis.model, tax);
        assert!(shown(&mut tree, &analysis, "").contains("tax"));
    }
}
