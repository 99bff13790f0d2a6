//! Puts a [`CodeModel`] together; the only way to make one.

use std::cmp::Ordering;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use rayon::iter::ParallelIterator as _;
use rayon::slice::{ParallelSlice as _, ParallelSliceMut as _};
use rustc_hash::FxHashMap;

use crate::source::Span;

use super::{
    CfgId, CodeModel, Coverage, Crate, CrateId, ExternId, Gap, Item, ItemId, Module, ModuleId,
    Node, Reference, Shapes, TargetKind, Unresolved,
};

/// A model under construction. Add crates, then modules (parents first), items, references.
#[derive(Debug, Default)]
pub struct ModelBuilder {
    model: CodeModel,
    cfg_ids: FxHashMap<Arc<str>, CfgId>,
    extern_ids: FxHashMap<Arc<str>, ExternId>,
    /// The first number that a path which is taken may get.
    next_numbers: FxHashMap<Box<str>, u32>,
}

impl ModelBuilder {
    /// A model over these files.
    pub fn new(files: impl IntoIterator<Item = Arc<str>>) -> Self {
        let mut builder = Self::default();
        builder.model.files.extend(files);
        builder
    }

    /// Adds a crate; its root is the next module that is added.
    pub fn add_crate(&mut self, path: Arc<str>, package: Arc<str>, target: TargetKind) -> CrateId {
        let root = ModuleId(self.model.modules.len() as u32);
        self.model.crates.push(Crate {
            path,
            package,
            target,
            root,
        });
        CrateId(self.model.crates.len() as u32 - 1)
    }

    /// Adds a module and tells its parent. A path that is already taken gets `#2`, `#3`, ...
    pub fn add_module(&mut self, mut module: Module) -> ModuleId {
        let id = ModuleId(self.model.modules.len() as u32);
        module.path = self.free_path(&module.path, "");
        self.model
            .by_path
            .insert(module.path.clone(), Node::Module(id));
        if let Some(parent) = module.parent {
            self.model.modules[parent.index()].children.push(id);
        }
        self.model.modules.push(module);
        id
    }

    /// Adds a module whose plain path another one will have: it gets `#2`, `#3`, ...
    pub fn add_module_aside(&mut self, mut module: Module) -> ModuleId {
        module.path = self.numbered(&module.path);
        self.add_module(module)
    }

    /// Adds an item and tells its module. A path that is already taken gets `#kind`.
    pub fn add_item(&mut self, mut item: Item) -> ItemId {
        let id = ItemId(self.model.items.len() as u32);
        match self.model.by_path.entry(item.path.clone()) {
            Entry::Vacant(free) => {
                free.insert(Node::Item(id));
            }
            Entry::Occupied(_) => {
                item.path = self.free_path(&item.path, item.kind.word());
                self.model.by_path.insert(item.path.clone(), Node::Item(id));
            }
        }
        self.model.modules[item.module.index()].items.push(id);
        self.model.items.push(item);
        id
    }

    /// Sets how many lines a module holds itself.
    pub fn set_lines(&mut self, module: ModuleId, n_lines: u32) {
        self.model.modules[module.index()].n_lines = n_lines;
    }

    /// Adds lines to those that a module holds itself.
    pub fn add_lines(&mut self, module: ModuleId, n_lines: u32) {
        let lines = &mut self.model.modules[module.index()].n_lines;
        *lines = lines.saturating_add(n_lines);
    }

    /// The id of a condition.
    pub fn cfg(&mut self, condition: &str) -> CfgId {
        if let Some(id) = self.cfg_ids.get(condition) {
            return *id;
        }
        let id = CfgId(self.model.cfgs.len() as u32);
        let condition: Arc<str> = condition.into();
        self.model.cfgs.push(condition.clone());
        self.cfg_ids.insert(condition, id);
        id
    }

    /// The id of a crate outside the tree.
    pub fn foreign(&mut self, name: &str) -> ExternId {
        if let Some(id) = self.extern_ids.get(name) {
            return *id;
        }
        let id = ExternId(self.model.externs.len() as u32);
        self.extern_ids.insert(name.into(), id);
        self.model.externs.push(format!("extern:{name}").into());
        id
    }

    /// Adds a reference.
    pub fn add_reference(&mut self, reference: Reference) {
        self.model.references.push(reference);
    }

    /// Sets all references at once.
    pub fn set_references(&mut self, references: Vec<Reference>) {
        self.model.references = references;
    }

    /// Makes room for so many items.
    pub fn reserve_items(&mut self, n: usize) {
        self.model.items.reserve(n);
        self.model.by_path.reserve(n);
    }

    /// Adds a mention that could not be bound.
    pub fn add_unresolved(&mut self, unresolved: Unresolved) {
        self.model.unresolved.push(unresolved);
    }

    /// Sets what functions take and give, and what types hold.
    pub fn set_shapes(&mut self, shapes: Shapes) {
        self.model.shapes = shapes;
    }

    /// Sets which modules name what for everybody.
    pub fn set_open_names(&mut self, mut names: Vec<(Node, ModuleId)>) {
        names.sort_unstable();
        names.dedup();
        self.model.open_names = names;
    }

    /// Adds things that may have been missed, each for itself or several times together.
    pub fn add_gaps(&mut self, gaps: impl IntoIterator<Item = Gap>) {
        self.model.gaps.extend(gaps);
    }

    /// Adds to what is known of how much is bound.
    pub fn add_coverage(&mut self, coverage: Coverage) {
        self.model.coverage = self.model.coverage.and(coverage);
    }

    /// What has been added so far.
    pub fn so_far(&self) -> &CodeModel {
        &self.model
    }

    /// The finished model, with every list in its fixed order.
    pub fn finish(mut self) -> CodeModel {
        let CodeModel {
            references,
            gaps,
            unresolved,
            ..
        } = &mut self.model;
        let sort_references = || {
            let in_order = |it: &[Reference]| Reference::order(&it[0], &it[1]).is_le();
            if !references.par_windows(2).all(in_order) {
                references.par_sort_unstable_by(Reference::order);
            }
        };
        let sort_rest = || {
            super::gaps::fold(gaps);
            unresolved.sort_by(|a, b| (a.span, &a.path).cmp(&(b.span, &b.path)));
        };
        rayon::join(sort_rest, sort_references);
        self.model
    }

    fn free_path(&mut self, path: &Arc<str>, kind: &str) -> Arc<str> {
        let taken = |path: &str| self.model.by_path.contains_key(path);
        if !taken(path) {
            return path.clone();
        }
        let stem = if kind.is_empty() {
            path.to_string()
        } else {
            format!("{path}#{kind}")
        };
        if !kind.is_empty() && !taken(&stem) {
            return stem.into();
        }
        self.numbered(&stem)
    }

    fn numbered(&mut self, stem: &str) -> Arc<str> {
        // Paths are never given back: what was taken once need not be tried again.
        let next = self.next_numbers.entry(stem.into()).or_insert(2);
        loop {
            let path = format!("{stem}#{next}");
            *next = next.saturating_add(1);
            if *next == u32::MAX || !self.model.by_path.contains_key(path.as_str()) {
                return path.into();
            }
        }
    }
}

impl Reference {
    /// The order in which a model lists its references: by origin, target, kind and place.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        // Asked some twenty times for each reference, and mostly told by the first two.
        let ends = |it: &Self| (it.from.order(), it.to.order());
        let place = |it: &Self| (it.kind, it.span.map_or(0, Span::order));
        let rest = |it: &Self| (it.confidence, it.test);
        ends(self)
            .cmp(&ends(other))
            .then_with(|| place(self).cmp(&place(other)))
            .then_with(|| rest(self).cmp(&rest(other)))
            .then_with(|| self.weight.total_cmp(&other.weight))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_modules_of_one_path_are_numbered_without_searching() {
        let mut builder = ModelBuilder::default();
        let module = Module {
            path: "cart".into(),
            name: "cart".into(),
            parent: None,
            krate: CrateId(0),
            span: None,
            n_lines: 0,
            cfg: None,
            test: false,
            detail: false,
            kind: "module".into(),
            children: Vec::new(),
            items: Vec::new(),
        };
        // Trying every number again for each would take minutes.
        for _ in 0..50_000 {
            builder.add_module(module.clone());
        }
        let model = builder.finish();
        let paths: Vec<_> = model.modules().iter().map(|it| &*it.path).collect();
        assert_eq!(paths[..3], ["cart", "cart#2", "cart#3"]);
        assert_eq!(paths.last(), Some(&"cart#50000"));
    }
}
