//! What became of the ids of one model in another model of the same code, read again later.

use super::{CodeModel, CrateId, ItemId, ModuleId, Node};

/// Where the modules and crates of one model are in another, told by their paths; `None` for those
/// that are gone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Successor {
    modules: Vec<Option<ModuleId>>,
    crates: Vec<Option<CrateId>>,
}

impl Successor {
    /// Finds everything of `old` in `new`.
    pub fn between(old: &CodeModel, new: &CodeModel) -> Self {
        let modules = old.modules().iter().map(|it| new.module_at(&it.path));
        let krate = |path: &str| new.crates().iter().position(|it| &*it.path == path);
        let crates = old.crates().iter().map(|it| krate(&it.path));
        Self {
            modules: modules.collect(),
            crates: crates.map(|it| it.map(|it| CrateId(it as u32))).collect(),
        }
    }

    /// The module that this one is now.
    pub fn module(&self, old: ModuleId) -> Option<ModuleId> {
        self.modules.get(old.index()).copied().flatten()
    }

    /// The crate that this one is now.
    pub fn krate(&self, old: CrateId) -> Option<CrateId> {
        self.crates.get(old.index()).copied().flatten()
    }
}

impl CodeModel {
    /// The item here that has the path of an item of another model.
    pub fn successor_of(&self, old: &CodeModel, item: ItemId) -> Option<ItemId> {
        match self.node_at(&old.item(item).path) {
            Some(Node::Item(item)) => Some(item),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Successor;
    use crate::pipeline::fixture;

    #[test]
    fn what_is_still_there_is_found_under_its_new_id() {
        let old = fixture("\n//- /src/lib.rs\nmod b { pub fn f() {} }\nmod c {}\n").model;
        let new = fixture("\n//- /src/lib.rs\nmod a {}\nmod b { pub fn e() {} pub fn f() {} }\n");
        let new = new.model;
        let successor = Successor::between(&old, &new);
        let b = old.module_at("fixture::b").unwrap();
        assert_ne!(new.module_at("fixture::b"), Some(b), "its id has changed");
        assert_eq!(successor.module(b), new.module_at("fixture::b"));
        let c = old.module_at("fixture::c").unwrap();
        assert_eq!(successor.module(c), None);
        let f = old.module(b).items[0];
        let f_now = new.successor_of(&old, f).unwrap();
        assert_eq!(&*new.item(f_now).path, "fixture::b::f");
    }
}
