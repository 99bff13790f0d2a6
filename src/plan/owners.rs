//! Who owns a path: the longest entry that encloses it says so.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::path::{enclosing, outside_of};
use super::{CodePath, Owner, Plan, Service};
use crate::model::{CodeModel, Node};

/// What the plan says about exactly one path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Entry {
    /// Who owns it; `None` pins it to the remaining monolith.
    pub owner: Owner,
    /// Whether it is a single item taken out of its module. Pins are never marked.
    pub single: bool,
}

/// Every entry of a plan by path: a snapshot for many questions.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Ownership {
    entries: BTreeMap<CodePath, Entry>,
}

impl Ownership {
    /// Who owns the path.
    pub fn owner_of(&self, path: &str) -> Owner {
        enclosing(path)
            .find_map(|it| self.entries.get(it))
            .and_then(|it| it.owner)
    }

    /// What the plan says about exactly this path.
    pub fn entry(&self, path: &str) -> Option<Entry> {
        self.entries.get(path).copied()
    }

    /// All entries in order of path.
    pub fn entries(&self) -> impl Iterator<Item = (&CodePath, Entry)> {
        self.entries.iter().map(|(path, entry)| (path, *entry))
    }

    /// Entries strictly inside a path, in order.
    pub fn inside(&self, path: &str) -> impl Iterator<Item = (&CodePath, Entry)> {
        let first: CodePath = format!("{path}::").into();
        let within = self.entries.range(first.clone()..);
        within
            .take_while(move |(it, _)| it.starts_with(&*first))
            .map(|(it, entry)| (it, *entry))
    }
}

impl Plan {
    /// A snapshot of who owns what.
    pub fn ownership(&self) -> Ownership {
        let mut entries = BTreeMap::new();
        for path in &self.remaining {
            entries.insert(
                path.clone(),
                Entry {
                    owner: None,
                    single: false,
                },
            );
        }
        for service in &self.services {
            let owner = Some(service.id);
            for path in &service.owns {
                entries.insert(
                    path.clone(),
                    Entry {
                        owner,
                        single: false,
                    },
                );
            }
            for path in &service.items {
                entries.insert(
                    path.clone(),
                    Entry {
                        owner,
                        single: true,
                    },
                );
            }
        }
        Ownership { entries }
    }

    /// Who owns a path: the longest prefix says it. For many questions take [`Plan::ownership`].
    pub fn owner_of(&self, path: &str) -> Owner {
        enclosing(path)
            .find_map(|it| self.entry(it))
            .and_then(|it| it.owner)
    }

    /// What the plan says about exactly this path.
    pub fn entry(&self, path: &str) -> Option<Entry> {
        let of = |service: &Service| {
            let single = service.items.contains(path);
            let owner = Some(service.id);
            (single || service.owns.contains(path)).then_some(Entry { owner, single })
        };
        let pinned = self.remaining.contains(path).then_some(Entry {
            owner: None,
            single: false,
        });
        self.services.iter().find_map(of).or(pinned)
    }

    /// Who would own a path that has no entry of its own.
    pub(super) fn inherited(&self, path: &str) -> Owner {
        outside_of(path)
            .find_map(|it| self.entry(it))
            .and_then(|it| it.owner)
    }

    /// The owner of every module, in order of id.
    ///
    /// What the plan does not name goes with the module round it, which in a given graph need not
    /// be part of its path.
    pub fn owners(&self, model: &CodeModel) -> Vec<Owner> {
        let ownership = self.ownership();
        let entries: FxHashMap<&str, Owner> = ownership
            .entries
            .iter()
            .map(|(path, it)| (&**path, it.owner))
            .collect();
        let mut owners: Vec<Owner> = Vec::with_capacity(model.modules().len());
        for module in model.modules() {
            let own = entries.get(&*module.path).copied();
            let round = || module.parent.and_then(|it| owners.get(it.index()).copied());
            let owner = own.or_else(round);
            owners.push(owner.unwrap_or_else(|| ownership.owner_of(&module.path)));
        }
        owners
    }

    /// The owner of a module or item; the remaining monolith for crates outside.
    pub fn owner_of_node(&self, model: &CodeModel, node: Node) -> Owner {
        let taken_out = match node {
            Node::Item(item) => model
                .item_and_parents(item)
                .find_map(|it| self.entry(&model.item(it).path)),
            Node::Module(_) | Node::Extern(_) => None,
        };
        let module = model.module_of(node);
        let round = || {
            model
                .ancestors(module?)
                .find_map(|it| self.entry(&model.module(it).path))
        };
        taken_out.or_else(round).and_then(|it| it.owner)
    }
}
