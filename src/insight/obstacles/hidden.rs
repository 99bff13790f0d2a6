//! Private modules round what others use: once the parts of the code are crates, only what has a public
//! name in its own crate can be named from another.

use std::collections::BTreeSet;

use super::orphans::{Home, Homes};
use super::{Cause, Obstacle, Part, Subject};
use crate::model::{ItemId, ItemKind, ModuleId, Node, TargetKind, Type, Visibility};

/// So many modules are asked for a name that leads further out.
const MAX_MODULES: usize = 256;

impl Homes<'_> {
    /// The obstacle that an item meets whose module nobody outside of its home can name.
    ///
    /// The outermost module that is of the same home as the item is taken for what everybody can name: it
    /// is the root of the crate to be. The root of a program is none: what would become of it is not known.
    pub(super) fn hidden(&self, item: ItemId) -> Option<Obstacle> {
        let model = self.model;
        let bearer = self.bearer(item);
        let found = model.item(bearer);
        // What is not public itself has been told.
        if found.visibility != Visibility::Public || found.kind == ItemKind::Macro {
            return None;
        }
        let home = self.home(Node::Item(bearer));
        let is_here = |it: &ModuleId| self.home(Node::Module(*it)) == home;
        if home == Home::Everywhere {
            return None;
        }
        let top = model.ancestors(found.module).take_while(is_here).last()?;
        let krate = model.module(top);
        if krate.parent.is_none() && model.krate(krate.krate).target != TargetKind::Lib {
            return None;
        }
        let outermost = self.outermost(bearer);
        let depth = |it: ModuleId| model.ancestors(it).count();
        (depth(outermost) > depth(top)).then(|| Obstacle {
            item,
            part: Part::Whole,
            cause: Cause::Hidden,
            subject: Subject::Module(outermost),
            span: model.item(item).span,
            chain: Vec::new(),
        })
    }

    /// The item by whose name a member is reached: its trait, or the type of its impl.
    fn bearer(&self, item: ItemId) -> ItemId {
        let parent = self.model.item(item).parent;
        let Some(parent) = parent else { return item };
        if self.model.item(parent).kind != ItemKind::Impl {
            return parent;
        }
        let shapes = self.model.shapes();
        match shapes.stands_for(parent).map(|it| shapes.ty(it)) {
            Some(Type::Item { item, .. }) => item,
            _ => item,
        }
    }

    /// The outermost of the modules round an item that has a public name for it.
    fn outermost(&self, item: ItemId) -> ModuleId {
        let model = self.model;
        let own = model.item(item).module;
        let mut reached: BTreeSet<ModuleId> = model.named_in(item.into()).collect();
        reached.insert(own);
        let mut next: Vec<ModuleId> = reached.iter().copied().collect();
        while let Some(module) = next.pop() {
            if reached.len() > MAX_MODULES {
                break;
            }
            next.extend(
                model
                    .named_in(module.into())
                    .filter(|it| reached.insert(*it)),
            );
        }
        let round = model.ancestors(own).filter(|it| reached.contains(it));
        round.last().unwrap_or(own)
    }
}
