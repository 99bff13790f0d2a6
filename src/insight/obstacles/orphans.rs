//! The orphan rule after the cut: an impl needs its trait or one of its types to be of its own crate.
//!
//! Services stand for the crates-to-be. What is copied for each service is local everywhere; what
//! becomes a library is local only there.

use std::sync::Arc;

use super::{Cause, Obstacle, Part, Subject};
use crate::model::{CodeModel, ItemId, ItemKind, Node, Shapes, Type, TypeId};
use crate::plan::{Decision, Owner, Plan, enclosing};

/// Types inside types are followed this deep.
const MAX_DEPTH: u32 = 8;

/// Where things are at home once a plan is carried out.
#[derive(Debug)]
pub struct Homes<'a> {
    pub(super) model: &'a CodeModel,
    plan: &'a Plan,
}

/// Where something is at home.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Home {
    /// In this service, or in the remaining monolith.
    Service(Owner),
    /// In a library of its own: the path that was decided on.
    Library(Arc<str>),
    /// Wherever it is needed.
    Everywhere,
}

/// Whether a type is at home somewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Local {
    Yes,
    No,
    /// A generic parameter that nothing covers: nothing after it counts.
    Open,
}

impl<'a> Homes<'a> {
    /// The homes of a plan.
    pub fn of(model: &'a CodeModel, plan: &'a Plan) -> Self {
        Self { model, plan }
    }

    pub(super) fn home(&self, node: Node) -> Home {
        let path = self.model.path_of(node);
        let decided = enclosing(path).find_map(|it| self.plan.shared.get_key_value(it));
        match decided {
            Some((path, Decision::Library)) => Home::Library(path.clone()),
            Some((_, Decision::Copy)) => Home::Everywhere,
            _ => Home::Service(self.plan.owner_of_node(self.model, node)),
        }
    }

    /// Every impl that would belong to nobody, in order of place. Test code is left out.
    pub fn orphans(&self) -> Vec<Obstacle> {
        if self.plan.services.is_empty() && self.plan.shared.is_empty() {
            return Vec::new();
        }
        let impls = self.model.shapes().impls().iter().map(|it| it.0);
        let impls = impls.filter(|it| !self.model.item(*it).test);
        let mut found: Vec<_> = impls.filter_map(|it| self.orphan(it)).collect();
        found.sort_by_key(|it| (it.span, it.item));
        found
    }

    /// The obstacle that an impl of a trait becomes, if it would belong to nobody.
    pub fn orphan(&self, item: ItemId) -> Option<Obstacle> {
        let shapes = self.model.shapes();
        let of_trait = shapes.trait_of(item)?;
        let this = shapes.stands_for(item)?;
        let here = self.home(Node::Item(item));
        if here == Home::Everywhere || self.local(of_trait, &here, 0) == Local::Yes {
            return None;
        }
        // First the type, then what the trait is given: `impl From<Mine> for Foreign` may stand.
        let (Type::Item { arguments, .. } | Type::Outside { arguments, .. }) = shapes.ty(of_trait)
        else {
            // Of a trait that is not known nothing can be said.
            return None;
        };
        for ty in std::iter::once(&this).chain(shapes.list(arguments)) {
            match self.local(*ty, &here, 0) {
                Local::Yes => return None,
                Local::Open => break,
                Local::No if is_unknown(shapes, *ty) => return None,
                Local::No => {}
            }
        }
        Some(Obstacle {
            item,
            part: Part::Whole,
            cause: Cause::Orphan,
            subject: Subject::Type(this),
            span: self.model.item(item).span,
            chain: Vec::new(),
        })
    }

    fn local(&self, ty: TypeId, here: &Home, depth: u32) -> Local {
        let shapes = self.model.shapes();
        let at_home = |item: ItemId| {
            let home = self.home(Node::Item(item));
            home == Home::Everywhere || home == *here
        };
        if depth > MAX_DEPTH {
            return Local::No;
        }
        match shapes.ty(ty) {
            Type::Item { item, .. } => match shapes.stands_for(item) {
                Some(alias) if self.model.item(item).kind == ItemKind::Type => {
                    self.local(alias, here, depth + 1)
                }
                _ if at_home(item) => Local::Yes,
                _ => Local::No,
            },
            Type::Reference { to, .. } => self.local(to, here, depth + 1),
            // These count as what they hold.
            Type::Outside { path, arguments } if is_fundamental(shapes.text(path)) => {
                match shapes.list(arguments).first() {
                    Some(inner) => self.local(*inner, here, depth + 1),
                    None => Local::No,
                }
            }
            Type::Traits { bounds, .. } => match shapes.list(bounds).first() {
                Some(first) => self.local(*first, here, depth + 1),
                None => Local::No,
            },
            Type::Generic(_) => Local::Open,
            _ => Local::No,
        }
    }
}

fn is_fundamental(path: &str) -> bool {
    matches!(path.rsplit("::").next(), Some("Box" | "Pin"))
}

fn is_unknown(shapes: &Shapes, ty: TypeId) -> bool {
    match shapes.ty(ty) {
        Type::Unknown | Type::Unbound(_) | Type::This | Type::Associated { .. } => true,
        Type::Reference { to, .. } => is_unknown(shapes, to),
        _ => false,
    }
}

/// The impl of a trait that a node stands in.
pub(super) fn impl_of(model: &CodeModel, node: Node) -> Option<ItemId> {
    let Node::Item(item) = node else { return None };
    let is_impl = |it: &ItemId| model.shapes().trait_of(*it).is_some();
    model.item_and_parents(item).find(is_impl)
}
