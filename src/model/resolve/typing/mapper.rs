//! What sea-orm's queries and values give: rows of an entity, and what is written back of them.

use crate::facts::Namespace;
use crate::model::ItemId;

use super::super::names::{Def, Name};
use super::{Kind, Ty, Typer};

/// Methods that narrow or order a query and give it back.
const STEPS: [&str; 18] = [
    "apply_if",
    "belongs_to",
    "distinct",
    "filter",
    "from_raw_sql",
    "group_by",
    "having",
    "inner_join",
    "join",
    "join_rev",
    "left_join",
    "limit",
    "lock",
    "lock_exclusive",
    "offset",
    "order_by",
    "order_by_asc",
    "order_by_desc",
];

impl Typer<'_> {
    /// What `Entity::find()` and its like give.
    pub(super) fn found_by(&mut self, entity: ItemId, function: Name) -> Option<Ty> {
        if !self.text(function).starts_with("find") {
            return None;
        }
        let row = self.sibling(entity, self.world.known.model)?;
        self.sibling(entity, self.world.known.active_model)?;
        let row = self.item(row, &[]);
        let query = self.foreign(self.world.known.select, &[row]);
        Some(self.arena.add(Kind::Callable(query)))
    }

    /// What a method of a query, of a row, or of what is written gives.
    pub(super) fn mapper_method(&mut self, ty: Ty, method: Name) -> Option<Ty> {
        let method = self.text(method);
        let known = self.world.known;
        match self.kind(ty) {
            Kind::Foreign(name, arguments) if name == known.select => {
                let row = arguments.first().copied().unwrap_or(Ty::UNKNOWN);
                let gives = match method {
                    "one" => self.option(row),
                    "all" => self.foreign(known.vec, &[row]),
                    _ => return STEPS.contains(&method).then_some(ty),
                };
                Some(self.foreign(known.result, &[gives, Ty::UNKNOWN]))
            }
            Kind::Item(item, _) => match method {
                "into_active_model" => {
                    let written = self.sibling(item, known.active_model)?;
                    Some(self.item(written, &[]))
                }
                "insert" | "update" | "try_into_model" => {
                    let written = self.sibling(item, known.active_model)?;
                    let row = self.sibling(item, known.model)?;
                    let row = self.item(row, &[]);
                    let is_written = written == item;
                    is_written.then(|| self.foreign(known.result, &[row, Ty::UNKNOWN]))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The type of this name beside another one.
    fn sibling(&self, of: ItemId, name: Name) -> Option<ItemId> {
        let world = self.world;
        let module = world.items[of.index()].module;
        let scope = &world.scopes[world.scope_of[module.index()].index()];
        match scope.get(name, Namespace::Type)?.def {
            Def::Item(item) => Some(item),
            _ => None,
        }
    }
}
