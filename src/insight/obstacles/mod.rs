//! What stands in the way of a network call: of everything that one part of the code uses of
//! another, what would have to change before it could be asked for over a wire.
//!
//! Nothing here is derived while modules are dragged: whoever wants to know asks about an item or
//! about the references of an edge. A [`Memo`] keeps what was found out about types.
//!
//! - `known`: what types from outside are, one table.
//! - `judge`: a type, seen through fields, arguments and aliases.
//! - `items`: functions, types, traits, statics: part by part.
//! - `hidden`: private modules round what others use.
//! - `orphans`: impls that would belong to nobody.
//! - `state`: what lives in memory, and who touches it.

mod hidden;
mod items;
mod judge;
mod known;
mod orphans;
mod state;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::model::{CodeModel, DependencyKind, ItemId, ModuleId, Node, RefId, TextId, TypeId};
use crate::source::Span;

pub use judge::{Judge, Memo};
pub use orphans::Homes;
pub use state::{SharedState, Touch, shared_states};

/// How much an obstacle asks for; the last is the worst.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Severity {
    /// Nothing: it can be called over a network as it is.
    #[default]
    Fine,
    /// A word in its declaration: a derive, a feature, `pub`.
    Declare,
    /// Not known: nothing is said about a type that stands in it.
    Unknown,
    /// Another shape: a copy, a concrete type, a value sent back.
    Reshape,
    /// It cannot cross a process.
    Blocks,
}

impl Severity {
    /// All of them, the worst first.
    pub const ALL: [Self; 5] = [
        Self::Blocks,
        Self::Reshape,
        Self::Unknown,
        Self::Declare,
        Self::Fine,
    ];

    /// The word that files use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Declare => "declare",
            Self::Unknown => "unknown",
            Self::Reshape => "reshape",
            Self::Blocks => "blocks",
        }
    }
}

macro_rules! causes {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $severity:ident;)*) => {
        /// What stands in the way.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Cause { $($(#[$doc])* $name,)* }

        impl Cause {
            /// All of them, in their fixed order.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word that files use.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// How much it asks for.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),* }
            }
        }
    };
}

causes! {
    /// A lock: two processes cannot share it.
    Lock = "lock", Blocks;
    /// One end of a channel inside the process.
    Channel = "channel", Blocks;
    /// A file, socket, connection, pool, process, thread or task.
    Handle = "handle", Blocks;
    /// Code.
    Closure = "closure", Blocks;
    /// `dyn Trait`: whatever stands behind it.
    DynTrait = "dyn-trait", Blocks;
    /// A raw pointer.
    Pointer = "raw-pointer", Blocks;
    /// State in memory that everybody in the process shares.
    State = "shared-state", Blocks;
    /// `&mut`: the change would have to be sent back.
    BorrowedMutably = "mutable-borrow", Reshape;
    /// `&`: a copy would be sent.
    Borrowed = "borrowed", Reshape;
    /// A generic parameter.
    Generic = "generic", Reshape;
    /// `impl Trait`.
    ImplTrait = "impl-trait", Reshape;
    /// Comes piece by piece.
    Stream = "stream", Reshape;
    /// `Arc` or `Rc`: each side would have a copy.
    Shared = "shared-pointer", Reshape;
    /// Changes behind shared references.
    Cell = "cell", Reshape;
    /// A moment on the clock of this process.
    Clock = "clock", Reshape;
    /// A type from outside that serde does not know.
    Foreign = "not-data", Reshape;
    /// A method of something that cannot be sent: it would stay behind.
    StaysBehind = "stays-behind", Reshape;
    /// A table, column or function of the database that a macro declares.
    Schema = "schema", Reshape;
    /// A macro: it is gone before anything runs.
    Macro = "macro", Reshape;
    /// An impl of a trait and for a type that would both be somebody else's.
    Orphan = "orphan-rule", Reshape;
    /// A type of which nothing is known.
    Unknown = "unknown", Unknown;
    /// A type without serde's traits that could have them.
    NotSerde = "not-serde", Declare;
    /// A type from outside that serde knows with a feature of its crate.
    Feature = "serde-feature", Declare;
    /// Not public.
    Private = "private", Declare;
    /// Public, but in a module that is not.
    Hidden = "hidden", Declare;
}

/// Which part of an item is in the way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Part {
    /// The item itself.
    Whole,
    /// `self`.
    Receiver,
    /// A parameter, by its position without `self`.
    Parameter(u32),
    /// What it returns.
    Output,
    /// The error it may return.
    Error,
    /// A field, by its position among the fields of the item.
    Field(u32),
}

/// The type that is in the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// No type is.
    None,
    /// This one, as it is written.
    Type(TypeId),
    /// This one of the tree, whatever its arguments.
    Item(ItemId),
    /// No type is, but this module.
    Module(ModuleId),
}

impl From<TypeId> for Subject {
    fn from(ty: TypeId) -> Self {
        Self::Type(ty)
    }
}

/// Something that stands in the way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Obstacle {
    /// The item that could not be called; of a trait its method, of the orphan rule the impl.
    pub item: ItemId,
    /// The part of it that is in the way.
    pub part: Part,
    /// What stands in the way.
    pub cause: Cause,
    /// The type that is the cause.
    pub subject: Subject,
    /// Where the part is written; `None` in given graphs.
    pub span: Option<Span>,
    /// From the part to the cause: positions among all fields of the shapes.
    pub chain: Vec<u32>,
}

impl Obstacle {
    /// The type that is in the way, as code would say it; empty if none is. What others made and
    /// serde does not know is told with its path: many types are called `Error`.
    pub fn words(&self, model: &CodeModel) -> String {
        match self.subject {
            Subject::None => String::new(),
            Subject::Type(ty) if matches!(self.cause, Cause::Foreign | Cause::Unknown) => {
                model.shapes().words_with_path(model, ty)
            }
            Subject::Type(ty) => model.shapes().words(model, ty),
            Subject::Item(item) => model.item(item).name.to_string(),
            Subject::Module(module) => model.module(module).name.to_string(),
        }
    }

    /// The name of the parameter or field that is in the way.
    pub fn name(&self, model: &CodeModel) -> Option<TextId> {
        let shapes = model.shapes();
        match self.part {
            Part::Parameter(at) => {
                let function = shapes.function(self.item)?;
                shapes
                    .parameters(function)
                    .get(at as usize)
                    .map(|it| it.name)
            }
            Part::Field(at) => shapes.fields(self.item).get(at as usize).map(|it| it.name),
            _ => None,
        }
    }

    /// The traits of serde that the type lacks, by their names.
    pub fn missing(&self, model: &CodeModel) -> &'static str {
        let Subject::Item(item) = self.subject else {
            return "Serialize and Deserialize";
        };
        let has = model.shapes().serde(item);
        match (has.serialize, has.deserialize) {
            (true, _) => "Deserialize",
            (_, true) => "Serialize",
            _ => "Serialize and Deserialize",
        }
    }
}

/// An item used across a boundary, and what is in its way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Crossing {
    /// The item.
    pub item: ItemId,
    /// The worst first; none if it can be called as it is.
    pub obstacles: Vec<Obstacle>,
}

impl Crossing {
    /// The worst that is in the way.
    pub fn severity(&self) -> Severity {
        let all = self.obstacles.iter().map(|it| it.cause.severity());
        all.max().unwrap_or(Severity::Fine)
    }
}

/// Everything used across a boundary.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Crossings {
    /// The worst first, ties by path.
    pub items: Vec<Crossing>,
    /// Impls that would belong to nobody, in order of place.
    pub orphans: Vec<Obstacle>,
}

impl Crossings {
    /// How many items come to this.
    pub fn count(&self, severity: Severity) -> usize {
        let all = self.items.iter();
        all.filter(|it| it.severity() == severity).count()
    }

    /// The worst of all.
    pub fn severity(&self) -> Severity {
        let worst = self.items.first().map(Crossing::severity);
        let orphans = self.orphans.first().map(|it| it.cause.severity());
        worst.max(orphans).unwrap_or(Severity::Fine)
    }

    /// Every obstacle, the worst items first, then the impls.
    pub fn obstacles(&self) -> impl Iterator<Item = &Obstacle> {
        let of_items = self.items.iter().flat_map(|it| &it.obstacles);
        of_items.chain(&self.orphans)
    }

    /// What these references use, and what is in its way.
    pub fn of_references(
        model: &CodeModel,
        memo: &mut Memo,
        references: &[RefId],
        homes: Option<&Homes<'_>>,
    ) -> Self {
        let origins = references.iter().map(|it| model.reference(*it).from);
        let mut impls: Vec<_> = origins
            .filter_map(|it| orphans::impl_of(model, it))
            .collect();
        impls.sort_unstable();
        impls.dedup();
        let mut judge = Judge::new(model, memo);
        let items = used(model, references)
            .into_iter()
            .filter_map(|(item, built)| {
                let mut obstacles = judge.of_item(item, built)?;
                obstacles.extend(homes.and_then(|it| it.hidden(item)));
                Some(Crossing { item, obstacles })
            });
        let mut found = Self {
            items: items.collect(),
            orphans: impls
                .into_iter()
                .filter_map(|it| homes?.orphan(it))
                .collect(),
        };
        found.sort(model);
        found
    }

    /// What these items would meet if they were called over a network.
    pub fn of_items(
        model: &CodeModel,
        memo: &mut Memo,
        items: impl IntoIterator<Item = ItemId>,
    ) -> Self {
        let mut judge = Judge::new(model, memo);
        let items = items.into_iter().filter_map(|item| {
            let obstacles = judge.of_item(item, false)?;
            Some(Crossing { item, obstacles })
        });
        let mut found = Self {
            items: items.collect(),
            orphans: Vec::new(),
        };
        found.sort(model);
        found
    }

    fn sort(&mut self, model: &CodeModel) {
        self.items.sort_by(|a, b| {
            let path = |it: &Crossing| &model.item(it.item).path;
            let worst = b.severity().cmp(&a.severity());
            worst.then_with(|| path(a).cmp(path(b)))
        });
        self.orphans.sort_by_key(|it| (it.span, it.item));
    }
}

/// How many items an edge uses, and how many of them can be called as they are: what a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Items used.
    pub n_items: usize,
    /// Those that can be called over a network as they are.
    pub n_fine: usize,
    /// The worst of them.
    pub worst: Severity,
}

impl Tally {
    /// Counts what these references use.
    pub fn of(
        model: &CodeModel,
        memo: &mut Memo,
        references: &[RefId],
        homes: Option<&Homes<'_>>,
    ) -> Self {
        let mut tally = Self::default();
        let mut judge = Judge::new(model, memo);
        for (item, built) in used(model, references) {
            let Some(severity) = judge.severity_of(item, built) else {
                continue;
            };
            let hidden = homes.and_then(|it| it.hidden(item));
            let severity = severity.max(hidden.map_or(Severity::Fine, |it| it.cause.severity()));
            tally.n_items += 1;
            tally.n_fine += usize::from(severity == Severity::Fine);
            tally.worst = tally.worst.max(severity);
        }
        tally
    }
}

/// The items that references name, and whether they build them.
fn used(model: &CodeModel, references: &[RefId]) -> BTreeMap<ItemId, bool> {
    let mut used: BTreeMap<ItemId, bool> = BTreeMap::new();
    for id in references {
        let reference = model.reference(*id);
        if let Node::Item(item) = reference.to {
            *used.entry(item).or_default() |= reference.kind == DependencyKind::Construct;
        }
    }
    used
}

/// A step of the way from a part to the cause: `Order.lines: Vec<Line>`, and where it stands.
pub fn steps(model: &CodeModel, obstacle: &Obstacle) -> Vec<(String, Span)> {
    let shapes = model.shapes();
    let fields = obstacle
        .chain
        .iter()
        .filter_map(|it| shapes.all_fields().get(*it as usize));
    let step = |it: &crate::model::Field| {
        let of = &model.item(it.item).name;
        let (name, ty) = (shapes.text(it.name), shapes.words(model, it.ty));
        let words = match it.variant {
            Some(variant) => format!("{of}::{}.{name}: {ty}", shapes.text(variant)),
            None => format!("{of}.{name}: {ty}"),
        };
        (words, it.span)
    };
    fields.map(step).collect()
}
