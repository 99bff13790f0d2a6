//! Items, part by part: what goes in, what comes out, what is held.

use std::cmp::Reverse;

use super::judge::{Env, Found, Judge};
use super::{Cause, Obstacle, Part, Severity, Subject};
use crate::model::{ItemId, ItemKind, Receiver, StaticForm, TypeId, Visibility};
use crate::source::Span;

/// So much is said about one part.
const MAX_OF_A_PART: usize = 2;

impl Judge<'_> {
    /// What is in the way of an item, the worst first; `None` for impls and
    /// associated types, which nobody calls.
    /// `built` says that others build it field by field.
    pub fn of_item(&mut self, item: ItemId, built: bool) -> Option<Vec<Obstacle>> {
        let found = self.model.item(item);
        let mut out = Vec::new();
        if found.kind != ItemKind::Impl && self.is_of_schema(item) {
            return Some(vec![self.whole(item, Cause::Schema, Subject::None)]);
        }
        match found.kind {
            ItemKind::Impl => return None,
            ItemKind::Type if found.parent.is_some_and(|it| self.has_members(it)) => return None,
            ItemKind::Fn => self.function(item, &mut out),
            ItemKind::Type => self.held(item, built, &mut out),
            ItemKind::Trait => self.methods(item, &mut out),
            ItemKind::Static => self.state(item, &mut out),
            ItemKind::Macro => out.push(self.whole(item, Cause::Macro, Subject::None)),
            // Whoever needs a constant has its own copy.
            ItemKind::Const => {}
        }
        if found.visibility != Visibility::Public && found.kind != ItemKind::Macro {
            out.push(self.whole(item, Cause::Private, Subject::None));
        }
        out.sort_by_key(|it| (Reverse(it.cause.severity()), it.part, it.cause, it.item));
        Some(out)
    }

    /// The worst that is in the way of an item; `None` for what nobody calls.
    pub fn severity_of(&mut self, item: ItemId, built: bool) -> Option<Severity> {
        if let Some(known) = self.memo.items.get(&(item, built)) {
            return *known;
        }
        let obstacles = self.of_item(item, built);
        let worst = |all: Vec<Obstacle>| all.iter().map(|it| it.cause.severity()).max();
        let severity = obstacles.map(|it| worst(it).unwrap_or_default());
        self.memo.items.insert((item, built), severity);
        severity
    }

    /// Whether a macro of diesel declares it: a table, a column, a function of the database.
    pub(super) fn is_of_schema(&self, item: ItemId) -> bool {
        let found = self.model.item(item);
        let module = self.model.module(found.module);
        let has = |name: &str| {
            let mut inner = module.children.iter().map(|it| self.model.module(*it));
            inner.any(|it| it.detail && *it.name == *name)
        };
        let is_table = matches!(&*found.name, "table" | "all_columns") && has("columns");
        module.detail || is_table || has(&format!("{}_utils", found.name))
    }

    /// Whether what stands in an item is associated with it.
    fn has_members(&self, item: ItemId) -> bool {
        matches!(self.model.item(item).kind, ItemKind::Impl | ItemKind::Trait)
    }

    fn whole(&self, item: ItemId, cause: Cause, subject: Subject) -> Obstacle {
        Obstacle {
            item,
            part: Part::Whole,
            cause,
            subject,
            span: self.model.item(item).span,
            chain: Vec::new(),
        }
    }

    fn function(&mut self, item: ItemId, out: &mut Vec<Obstacle>) {
        let Some(function) = self.shapes.function(item).copied() else {
            return;
        };
        if function.receiver != Receiver::None {
            self.receiver(item, function.receiver, out);
        }
        let env = Env::of(item);
        for (position, parameter) in (0u32..).zip(self.shapes.parameters(&function)) {
            let found = self.ty(parameter.ty, &env);
            let part = Part::Parameter(position);
            add_all(out, item, part, Some(parameter.span), found);
        }
        let found = self.ty(function.output, &env);
        let (errors, values) = found.into_iter().partition(|it| it.in_error);
        let span = Some(function.output_span);
        add_all(out, item, Part::Output, span, values);
        add_all(out, item, Part::Error, span, errors);
    }

    /// A method is called on something: that is sent along, or it stays behind.
    fn receiver(&mut self, item: ItemId, receiver: Receiver, out: &mut Vec<Obstacle>) {
        // What stands behind a trait stays behind it.
        let Some((around, Some(this))) = self.self_of(item) else {
            return;
        };
        let mut found = self.ty(this, &Env::of(around));
        let span = self.model.item(item).span;
        let stays = found
            .iter()
            .position(|it| it.cause.severity() > Severity::Unknown);
        if let Some(at) = stays {
            let mut why = found.swap_remove(at);
            why.cause = Cause::StaysBehind;
            why.subject = this.into();
            return add_all(out, item, Part::Receiver, span, vec![why]);
        }
        let cause = match receiver {
            Receiver::Shared => Some(Cause::Borrowed),
            Receiver::Mutable => Some(Cause::BorrowedMutably),
            Receiver::Wrapped => Some(Cause::Shared),
            Receiver::Owned | Receiver::None => None,
        };
        if let Some(cause) = cause {
            found.insert(0, said(cause, this));
        }
        add_all(out, item, Part::Receiver, span, found);
    }

    fn held(&mut self, item: ItemId, built: bool, out: &mut Vec<Obstacle>) {
        if let Some(alias) = self.shapes.stands_for(item) {
            let span = self.model.item(item).span;
            let mut found = self.ty(alias, &Env::of(item));
            // What an alias is given is up to whoever names it.
            found.retain(|it| it.cause != Cause::Generic);
            return add_all(out, item, Part::Whole, span, found);
        }
        let start = self.positions(item).next().map_or(0, |it| it.0);
        let serde = self.shapes.serde(item);
        for (position, field) in self.positions(item) {
            let part = Part::Field(position - start);
            if built && field.visibility != Visibility::Public {
                let private = vec![said(Cause::Private, field.ty)];
                add_all(out, item, part, Some(field.span), private);
            }
            if serde.both() || Self::is_skipped(field, serde) {
                continue;
            }
            let mut found = self.ty(field.ty, &Env::of(item));
            // What the whole lacks is said once.
            found.retain(|it| it.cause != Cause::NotSerde);
            add_all(out, item, part, Some(field.span), found);
        }
        // A derive is no use where a field would refuse it.
        let blocks = |it: &Obstacle| it.cause.severity() == Severity::Blocks;
        if !serde.both() && !out.iter().any(blocks) {
            out.push(self.whole(item, Cause::NotSerde, Subject::Item(item)));
        }
    }

    /// The methods that a trait declares.
    fn methods(&mut self, item: ItemId, out: &mut Vec<Obstacle>) {
        let members = &self.model.module(self.model.item(item).module).items;
        for member in members {
            let found = self.model.item(*member);
            if found.parent == Some(item) && found.kind == ItemKind::Fn {
                self.function(*member, out);
            }
        }
    }

    fn state(&mut self, item: ItemId, out: &mut Vec<Obstacle>) {
        if let Some((subject, chain)) = self.state_of(item) {
            let mut state = self.whole(item, Cause::State, subject);
            state.chain = chain;
            out.push(state);
        }
    }

    /// The type in a static that changes while the program runs, and the fields that lead there.
    pub(super) fn state_of(&mut self, item: ItemId) -> Option<(Subject, Vec<u32>)> {
        let form = self.shapes.static_form(item);
        let ty = self.shapes.stands_for(item)?;
        // A cell counts even where what is in it blocks.
        let found = self.all_of(ty, &Env::of(item));
        let changes = |it: &&Found| matches!(it.cause, Cause::Lock | Cause::Cell | Cause::Channel);
        match found.iter().find(changes) {
            Some(it) => Some((it.subject, it.chain.clone())),
            None if form == StaticForm::Mutable => Some((ty.into(), Vec::new())),
            None => None,
        }
    }
}

fn said(cause: Cause, ty: TypeId) -> Found {
    Found {
        cause,
        subject: ty.into(),
        chain: Vec::new(),
        in_error: false,
    }
}

fn add_all(
    out: &mut Vec<Obstacle>,
    item: ItemId,
    part: Part,
    span: Option<Span>,
    found: Vec<Found>,
) {
    let obstacle = |it: Found| Obstacle {
        item,
        part,
        cause: it.cause,
        subject: it.subject,
        span,
        chain: it.chain,
    };
    out.extend(found.into_iter().take(MAX_OF_A_PART).map(obstacle));
}
