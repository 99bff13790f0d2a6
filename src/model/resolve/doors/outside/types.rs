//! What crate a value comes from, as its declaration says: parameters, fields, results, calls.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::super::super::names::{Def, Name, World};
use super::super::super::origins::Origins;
use super::super::super::paths::Site;
use super::known::kind_of_crate;
use crate::facts::{Namespace, Term, TermIdx, TypeFact, TypeIdx};
use crate::model::{ItemId, ItemKind};

/// Values are followed this far back.
const MAX_STEPS: u32 = 64;
/// Types inside types.
const MAX_DEPTH: u32 = 6;

/// Where types of fields, results and aliases are written, by mount.
pub(super) struct Types<'a> {
    world: &'a World<'a>,
    origins: Origins<'a>,
    fields: FxHashMap<(ItemId, Name), (usize, TypeIdx)>,
    results: FxHashMap<ItemId, (usize, TypeIdx)>,
    typed: FxHashMap<ItemId, (usize, TypeIdx)>,
    texts: FxHashMap<ItemId, &'a str>,
}

/// What a type is, as far as it leads somewhere.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of<'a> {
    /// A type of a crate that leads out.
    Outside(&'a str, &'a str),
    /// A type of the tree.
    Item(ItemId),
}

impl<'a> Types<'a> {
    pub(super) fn new(world: &'a World<'a>) -> Self {
        let mut types = Self {
            world,
            origins: Origins::new(world),
            fields: FxHashMap::default(),
            results: FxHashMap::default(),
            typed: FxHashMap::default(),
            texts: FxHashMap::default(),
        };
        for (mount, it) in world.mounts.iter().enumerate() {
            let facts = &world.facts[it.file.index()];
            let item = |idx: u32| ItemId(world.bases[mount].1 + idx);
            for field in &facts.fields {
                let name = world.name(mount, field.name);
                types
                    .fields
                    .insert((item(field.item), name), (mount, field.ty));
            }
            for signature in &facts.signatures {
                let output = (mount, signature.output);
                types.results.insert(item(signature.item), output);
            }
            for (of, ty) in &facts.typed {
                types.typed.insert(item(*of), (mount, *ty));
            }
            for (term, _) in &facts.words.ends {
                let owners = &facts.term_owners;
                let at = owners.partition_point(|it| it.0 <= *term).checked_sub(1);
                let Some(owner) = at.and_then(|it| owners[it].1).map(item) else {
                    continue;
                };
                let kind = world.items[owner.index()].kind;
                if matches!(kind, ItemKind::Const | ItemKind::Static)
                    && let Some(text) = facts.words.get(*term)
                {
                    types.texts.insert(owner, text);
                }
            }
        }
        types
    }

    /// The text of a constant.
    pub(super) fn text_of(&self, item: ItemId) -> Option<Arc<str>> {
        self.texts.get(&item).copied().map(Arc::from)
    }

    /// The crate that leads out and the type of it that a value is of.
    pub(super) fn crate_of(&self, mount: usize, term: TermIdx) -> Option<(&'a str, &'a str)> {
        match self.value(mount, term, 0)? {
            Of::Outside(krate, ty) => Some((krate, ty)),
            Of::Item(_) => None,
        }
    }

    fn value(&self, mount: usize, term: TermIdx, n_steps: u32) -> Option<Of<'a>> {
        if n_steps > MAX_STEPS {
            return None;
        }
        let facts = &self.world.facts[self.world.mounts[mount].file.index()];
        let again = |term| self.value(mount, term, n_steps + 1);
        match facts.terms[term as usize] {
            Term::Typed(ty) => self.written(mount, ty, self.owner(mount, term), 0),
            Term::Value { path, scope, .. } => self.path(mount, (path, scope), term),
            Term::Call { callee, argument } => {
                let found = again(callee)?;
                // `Some(client)`, `Arc::new(client)`.
                Some(found).or_else(|| again(argument))
            }
            Term::Method(call) => again(facts.method_calls[call as usize].receiver),
            Term::Field { of, name } => {
                let name = self.world.name(mount, name);
                match again(of)? {
                    Of::Item(item) => {
                        let (mount, ty) = *self.fields.get(&(item, name))?;
                        self.written(mount, ty, Some(item), 0)
                    }
                    found @ Of::Outside(..) => Some(found),
                }
            }
            Term::Indexed(of)
            | Term::Each(of)
            | Term::Try(of)
            | Term::Awaited(of)
            | Term::Array(of)
            | Term::Closure(of)
            | Term::Part { of, .. } => again(of),
            Term::Ascribed { ty, of } => again(ty).or_else(|| again(of)),
            Term::Either(one, other) => again(one).or_else(|| again(other)),
            Term::Unknown | Term::Tuple(_) | Term::Parameter { .. } | Term::Text => None,
        }
    }

    fn owner(&self, mount: usize, term: TermIdx) -> Option<ItemId> {
        let facts = &self.world.facts[self.world.mounts[mount].file.index()];
        let at = facts.term_owners.partition_point(|it| it.0 <= term);
        let owner = facts.term_owners[at.checked_sub(1)?].1?;
        Some(ItemId(self.world.bases[mount].1 + owner))
    }

    /// A path that is called or named: what it gives.
    fn path(
        &self,
        mount: usize,
        (path, scope): (crate::facts::PathRef, u32),
        term: TermIdx,
    ) -> Option<Of<'a>> {
        let written = self.world.path(mount, path);
        let site = Site {
            owner: self.owner(mount, term),
            ..Site::of(self.world.scope_id(mount, scope))
        };
        let found = self.world.resolve(written, Namespace::Value, site)?;
        match found.def {
            Def::Item(item) => match self.world.items[item.index()].kind {
                ItemKind::Fn => {
                    let (mount, ty) = *self.results.get(&item)?;
                    self.written(mount, ty, Some(item), 0)
                }
                ItemKind::Const | ItemKind::Static => {
                    let (mount, ty) = *self.typed.get(&item)?;
                    self.written(mount, ty, Some(item), 0)
                }
                ItemKind::Type => Some(Of::Item(item)),
                _ => None,
            },
            Def::Extern(krate) => {
                let scope = self.world.scope_id(mount, scope);
                let whole = self
                    .origins
                    .path(written, Some(krate), Namespace::Value, scope);
                self.leads_out(&whole, 1)
            }
            _ => None,
        }
    }

    /// A type as written; wrappers from elsewhere stand for what they hold.
    fn written(
        &self,
        mount: usize,
        ty: TypeIdx,
        owner: Option<ItemId>,
        depth: u32,
    ) -> Option<Of<'a>> {
        let facts = &self.world.facts[self.world.mounts[mount].file.index()];
        if depth > MAX_DEPTH {
            return None;
        }
        let again = |ty| self.written(mount, ty, owner, depth + 1);
        match facts.types[ty as usize] {
            TypeFact::Reference { to, .. } => again(to),
            TypeFact::Slice(of) => again(of),
            TypeFact::Traits { bounds, .. } => facts.list(bounds).iter().find_map(|it| again(*it)),
            TypeFact::Path {
                path,
                scope,
                arguments,
            } => {
                let written = self.world.path(mount, path);
                let scope = self.world.scope_id(mount, scope);
                let site = Site {
                    owner,
                    ..Site::of(scope)
                };
                let found = self.world.resolve(written, Namespace::Type, site)?;
                let inner = || facts.list(arguments).iter().find_map(|it| again(*it));
                match found.def {
                    Def::Extern(krate) => {
                        let whole = self
                            .origins
                            .path(written, Some(krate), Namespace::Type, scope);
                        self.leads_out(&whole, 0).or_else(inner)
                    }
                    Def::BuiltIn => inner(),
                    Def::Item(item) => match self.typed.get(&item) {
                        Some(&(mount, ty)) if !self.world.alias_of.contains_key(&item) => self
                            .written(mount, ty, Some(item), depth + 1)
                            .or(Some(Of::Item(item))),
                        _ => Some(Of::Item(self.world.behind_alias(item))),
                    },
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A path into a crate that leads out, with the type in it: so many names before the last.
    fn leads_out(&self, whole: &[Name], back: usize) -> Option<Of<'a>> {
        let text = |it: &Name| self.world.texts[*it as usize];
        let krate = text(whole.first()?);
        kind_of_crate(krate)?;
        let at = whole.len().checked_sub(back + 1)?;
        Some(Of::Outside(krate, text(&whole[at])))
    }
}
