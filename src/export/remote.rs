//! What stands in the way of network calls, in the reader's words.

use std::sync::Arc;

use super::report::{ObstacleRow, Remote, ServiceIdx, StateRow, TouchRow};
use crate::graph::Filter;
use crate::insight::CutEdge;
use crate::insight::obstacles::{
    Cause, Crossings, Homes, Memo, Obstacle, Part, Severity, SharedState, Touch, shared_states,
    steps,
};
use crate::model::{CodeModel, ModuleId, Type};
use crate::plan::Plan;

/// Turns obstacles into rows; types are judged once for a whole report.
pub(super) struct Remotes<'a> {
    model: &'a CodeModel,
    homes: Homes<'a>,
    memo: Memo,
}

impl<'a> Remotes<'a> {
    pub(super) fn new(model: &'a CodeModel, plan: &'a Plan) -> Self {
        Self {
            model,
            homes: Homes::of(model, plan),
            memo: Memo::default(),
        }
    }

    /// What the items used across a boundary would meet.
    pub(super) fn of_cut(&mut self, edge: &CutEdge) -> Remote {
        let (model, homes) = (self.model, Some(&self.homes));
        let found = Crossings::of_references(model, &mut self.memo, &edge.references, homes);
        Remote {
            counts: Severity::ALL.map(|it| (it, found.count(it) as u32)),
            obstacles: found.obstacles().map(|it| row(model, it)).collect(),
        }
    }

    /// Every impl that would belong to nobody.
    pub(super) fn orphans(&self) -> Vec<ObstacleRow> {
        let found = self.homes.orphans();
        found.iter().map(|it| row(self.model, it)).collect()
    }

    /// State in memory that several modules can reach.
    pub(super) fn states(&mut self) -> Vec<SharedState> {
        shared_states(self.model, &mut self.memo, Filter::default())
    }

    /// The same in the reader's words.
    pub(super) fn state_rows(
        &self,
        states: &[SharedState],
        service_of: impl Fn(ModuleId) -> ServiceIdx,
    ) -> Vec<StateRow> {
        let model = self.model;
        let touch = |it: &Touch| TouchRow {
            module: model.module(it.module).path.clone(),
            service: service_of(it.module),
            n_mentions: it.n_mentions,
            place: it.first.map(|it| model.place(it)).unwrap_or_default(),
            through: it.through.map(|it| model.item(it).path.clone()),
        };
        let state = |it: &SharedState| StateRow {
            item: model.item(it.item).path.clone(),
            name: it.name.as_str().into(),
            ty: model.shapes().words(model, it.ty).into(),
            place: it.span.map(|it| model.place(it)).unwrap_or_default(),
            touched_by: it.touched_by.iter().map(touch).collect(),
        };
        states.iter().map(state).collect()
    }
}

fn row(model: &CodeModel, it: &Obstacle) -> ObstacleRow {
    let place = |it| model.place(it);
    let why = steps(model, it).into_iter();
    ObstacleRow {
        item: model.item(it.item).path.clone(),
        part: part(model, it).into(),
        cause: it.cause,
        text: sentence(model, it).into(),
        place: it.span.map(place).unwrap_or_default(),
        why: why
            .map(|(words, span)| (words.into(), place(span)))
            .collect(),
    }
}

/// `parameter cart`, `what it returns`; empty for the item itself.
fn part(model: &CodeModel, it: &Obstacle) -> String {
    let shapes = model.shapes();
    match it.part {
        Part::Whole => String::new(),
        Part::Receiver => "self".into(),
        Part::Output => "what it returns".into(),
        Part::Error => "its error".into(),
        Part::Parameter(_) | Part::Field(_) => {
            let name = it.name(model).map_or("_", |it| shapes.text(it));
            let what = if matches!(it.part, Part::Field(_)) {
                "field"
            } else {
                "parameter"
            };
            format!("{what} {name}")
        }
    }
}

/// What is in the way and what would have to become of it.
fn sentence(model: &CodeModel, it: &Obstacle) -> String {
    let subject = it.words(model);
    match it.cause {
        Cause::Lock => format!("{subject} is a lock: two processes cannot share it"),
        Cause::Channel => format!("{subject} is a channel inside one process"),
        Cause::Handle => {
            format!("{subject} belongs to this process: a connection, file, socket or task")
        }
        Cause::Closure => format!("{subject} is code, and code cannot be sent"),
        Cause::DynTrait => {
            format!("anything may stand behind {subject}: it would need one concrete type")
        }
        Cause::Pointer => format!("{subject} means nothing in another process"),
        Cause::State => format!("holds {subject} in memory: each service would have its own"),
        Cause::BorrowedMutably => {
            format!("borrows {subject} to change it: it would have to be sent back")
        }
        Cause::Borrowed => format!("borrows {subject}: a copy would be sent"),
        Cause::Generic => format!("is generic, {subject}: it would need one concrete type"),
        Cause::ImplTrait => format!("takes any {subject}: it would need one concrete type"),
        Cause::Stream => {
            format!("{subject} comes piece by piece: collect it, or stream it over the network")
        }
        Cause::Shared => format!("{subject} shares memory: each side would have a copy"),
        Cause::Cell => {
            format!("{subject} changes behind shared references: a copy would not follow")
        }
        Cause::Clock => format!("{subject} counts on the clock of this process"),
        Cause::Foreign => {
            format!("{subject} is not data that serde knows: it would need a type of your own")
        }
        Cause::StaysBehind => {
            format!("is called on {subject}, which cannot be sent: it would stay behind")
        }
        Cause::Schema => {
            "belongs to the schema of the database: who shares the database shares it".into()
        }
        Cause::Macro => "is a macro: it belongs into a library, not behind a network".into(),
        Cause::Orphan => {
            let of_trait = model.shapes().trait_of(it.item);
            let of_trait = of_trait.map_or(String::new(), |it| model.shapes().words(model, it));
            format!("implements {of_trait} for {subject}: after the cut neither would be its own")
        }
        Cause::Unknown => format!("nothing is known of {}", unknown(model, it, &subject)),
        Cause::NotSerde => format!("{subject} lacks {}, and could have it", it.missing(model)),
        Cause::Feature => format!("{subject} needs the serde feature of its crate"),
        Cause::Private => "is not public: it would have to become so".into(),
        Cause::Hidden => format!(
            "stands in {subject}, which is not public: make it so, or pass the item on with pub use"
        ),
    }
}

/// An unknown type by its whole path, where it has one.
fn unknown(model: &CodeModel, it: &Obstacle, subject: &str) -> String {
    let shapes = model.shapes();
    match it.subject {
        crate::insight::obstacles::Subject::Type(ty) => match shapes.ty(ty) {
            Type::Outside { path, .. } => Arc::clone(shapes.text(path)).to_string(),
            Type::Unknown => "its type".to_owned(),
            _ => subject.to_owned(),
        },
        _ => subject.to_owned(),
    }
}
