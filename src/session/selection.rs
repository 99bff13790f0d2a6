//! What the architect is looking at.

use std::collections::BTreeSet;

use crate::arrange::ContainerKey;
use crate::model::{CodeModel, ItemId, ModuleId, Successor};

/// What is selected: one kind of thing at a time.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum Selection {
    /// Nothing: the whole system.
    #[default]
    Nothing,
    /// One module or several.
    Modules(BTreeSet<ModuleId>),
    /// An item of a module.
    Item(ItemId),
    /// A service, or a part of the remaining monolith.
    Container(ContainerKey),
    /// Everything one container needs of another.
    Ribbon {
        /// The container that needs.
        from: ContainerKey,
        /// The container needed.
        to: ContainerKey,
    },
    /// Everything one module needs of another.
    Edge {
        /// The module that needs.
        from: ModuleId,
        /// The module needed.
        to: ModuleId,
    },
}

impl Selection {
    /// One module.
    pub fn module(module: ModuleId) -> Self {
        Self::Modules(BTreeSet::from([module]))
    }

    /// Several modules; nothing if there are none.
    pub fn modules(modules: impl IntoIterator<Item = ModuleId>) -> Self {
        let modules: BTreeSet<_> = modules.into_iter().collect();
        if modules.is_empty() {
            Self::Nothing
        } else {
            Self::Modules(modules)
        }
    }

    /// Whether this module is among the selected ones.
    pub fn has_module(&self, module: ModuleId) -> bool {
        matches!(self, Self::Modules(modules) if modules.contains(&module))
    }

    /// The selected modules, in order.
    pub fn selected_modules(&self) -> Vec<ModuleId> {
        match self {
            Self::Modules(modules) => modules.iter().copied().collect(),
            _ => Vec::new(),
        }
    }

    /// The one selected module.
    pub fn single_module(&self) -> Option<ModuleId> {
        match self {
            Self::Modules(modules) if modules.len() == 1 => modules.first().copied(),
            _ => None,
        }
    }

    /// The same selection in a model of the code read later; without what is gone.
    #[must_use]
    pub fn succeeded(&self, old: &CodeModel, new: &CodeModel, by: &Successor) -> Self {
        let ends = |from: Option<ModuleId>, to: Option<ModuleId>| {
            let (from, to) = (from?, to?);
            Some(Self::Edge { from, to })
        };
        let found = match self {
            Self::Nothing => None,
            Self::Modules(modules) => Some(Self::modules(
                modules.iter().filter_map(|it| by.module(*it)),
            )),
            // A function that is being renamed still leads to its module.
            Self::Item(item) => match new.successor_of(old, *item) {
                Some(item) => Some(Self::Item(item)),
                None => by.module(old.item(*item).module).map(Self::module),
            },
            Self::Container(key) => key.succeeded(by).map(Self::Container),
            Self::Ribbon { from, to } => {
                let ends = from.succeeded(by).zip(to.succeeded(by));
                ends.map(|(from, to)| Self::Ribbon { from, to })
            }
            Self::Edge { from, to } => ends(by.module(*from), by.module(*to)),
        };
        found.unwrap_or_default()
    }

    /// The same selection with this module too, or without it.
    #[must_use]
    pub fn toggled(&self, module: ModuleId) -> Self {
        let mut modules: BTreeSet<_> = self.selected_modules().into_iter().collect();
        if !modules.remove(&module) {
            modules.insert(module);
        }
        Self::modules(modules)
    }
}
