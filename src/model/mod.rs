//! The code as resolved: packages, crates, modules, items and every reference between them.
//!
//! Immutable once built. It knows nothing of services, of the canvas or of files on disk.
//! Built by [`ModelBuilder`]: from Rust by `model::resolve`, from two CSV files by `model::given`.

mod build;
mod data;
mod doors;
mod gaps;
mod given;
mod hold;
mod ids;
mod packed;
mod resolve;
mod shapes;
mod successor;
mod tested;
mod tiers;
mod transactions;

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

pub use crate::facts::Complexity;
pub use crate::kinds::{
    BlindSpot, Confidence, DependencyKind, DoorKind, FieldSerde, ItemKind, ObjectKind, Origin,
    OutboundKind, Receiver, RowAccess, SettingKind, StaticForm, TargetKind, Tier, TierSign,
    TransactionForm, Visibility,
};
pub use build::ModelBuilder;
pub use data::{
    Data, DataObject, DataRelation, DataTouch, TransactionStep, UnknownTable, UnusedFile,
};
pub use doors::{Door, Doors, Outbound, Setting};
pub use gaps::{Coverage, Gap};
pub use given::given;
pub use ids::{CfgId, CrateId, ExternId, ItemId, ModuleId, Node, ObjectId, RefId, TextId, TypeId};
pub use resolve::resolve;
pub use shapes::{
    Bound, Field, Function, Generic, Parameter, SerdeTraits, Shapes, ShapesBuilder, Type, TypeList,
};
pub use successor::Successor;
pub use tested::{ModuleTests, TestUse, Tests, Times};
pub use tiers::{TierOf, TierReason};
pub use transactions::{Lent, MappedType, Range, ReachedTouch, Transaction};

use crate::source::{FileId, Span};

/// A compiled unit: the library of a package, one of its binaries, tests, examples, benches.
#[derive(Clone, Debug)]
pub struct Crate {
    /// Id with the prefix of its target: `my_crate`, `bin:rg`, `test:smoke`.
    pub path: Arc<str>,
    /// The package it belongs to, as named in `Cargo.toml`.
    pub package: Arc<str>,
    /// What is built from it.
    pub target: TargetKind,
    /// Its root module.
    pub root: ModuleId,
}

/// A Rust module, the unit that is placed on the canvas. Also a table, view or routine of a database,
/// and a class or file of a given graph.
#[derive(Clone, Debug)]
pub struct Module {
    /// Full id: `my_crate::shop::cart`, `bin:rg::flags`.
    pub path: Arc<str>,
    /// Last segment of the path; the crate's name for its root.
    pub name: Arc<str>,
    /// The enclosing module; `None` for a crate's root.
    pub parent: Option<ModuleId>,
    /// The crate it is compiled into.
    pub krate: CrateId,
    /// Where it is written: the file, and the line it begins on. `None` for given graphs.
    pub span: Option<Span>,
    /// Lines of code it holds itself, without inner modules.
    pub n_lines: u32,
    /// The condition it is compiled under, if that is not always true.
    pub cfg: Option<CfgId>,
    /// Only compiled for tests (or in a test, bench or example target).
    pub test: bool,
    /// Declared by a macro for its own use: it counts, but nobody wrote it, and it is not drawn.
    pub detail: bool,
    /// `module` for Rust, `table`, `view` or `routine` for what databases hold; for given graphs whatever
    /// their `kind` column says.
    pub kind: Arc<str>,
    /// Modules directly inside, in order of id.
    pub children: Vec<ModuleId>,
    /// Items declared directly inside, in order of id.
    pub items: Vec<ItemId>,
}

impl Module {
    /// What a database holds that it stands for; `None` for code.
    pub fn object_kind(&self) -> Option<ObjectKind> {
        ObjectKind::from_word(&self.kind)
    }
}

/// A function, type, trait, constant, macro or impl of a module.
#[derive(Clone, Debug)]
pub struct Item {
    /// Full id: `my_crate::shop::Cart::add`; `#kind` is appended where two would be the same.
    pub path: Arc<str>,
    /// Last segment.
    pub name: Arc<str>,
    /// What it is.
    pub kind: ItemKind,
    /// The module it is written in.
    pub module: ModuleId,
    /// The type, trait or impl it belongs to.
    pub parent: Option<ItemId>,
    /// Who may name it.
    pub visibility: Visibility,
    /// Where its name stands; `None` in given graphs.
    pub span: Option<Span>,
    /// Lines from its first to its last.
    pub n_lines: u32,
    /// How complex it is, if it is a function with a body.
    pub complexity: Option<Complexity>,
    /// The condition it is compiled under, if that is not always true.
    pub cfg: Option<CfgId>,
    /// Only compiled for tests.
    pub test: bool,
}

/// One mention of an item or module, at a place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Reference {
    /// The item (or module, for `use` declarations) that mentions.
    pub from: Node,
    /// What is mentioned: always the definition, never a re-export on the way.
    pub to: Node,
    /// How it is mentioned.
    pub kind: DependencyKind,
    /// How sure the resolution is.
    pub confidence: Confidence,
    /// Only compiled for tests.
    pub test: bool,
    /// The condition it is compiled under, if not always true.
    pub cfg: Option<CfgId>,
    /// How much it counts: 1 for a mention in code, the given number in given graphs.
    pub weight: f32,
    /// Where; `None` in given graphs.
    pub span: Option<Span>,
}

/// A mention that could not be bound to anything.
#[derive(Clone, PartialEq, Debug)]
pub struct Unresolved {
    /// The item or module that mentions.
    pub from: Node,
    /// As written: `shop::Cart::new`.
    pub path: Arc<str>,
    /// Where.
    pub span: Span,
}

/// The resolved code. Every list is in a fixed order that depends on the input alone.
#[derive(Debug, Default)]
pub struct CodeModel {
    crates: Vec<Crate>,
    modules: Vec<Module>,
    items: Vec<Item>,
    externs: Vec<Arc<str>>,
    cfgs: Vec<Arc<str>>,
    references: Vec<Reference>,
    unresolved: Vec<Unresolved>,
    gaps: Vec<Gap>,
    coverage: Coverage,
    files: Vec<Arc<str>>,
    shapes: Shapes,
    open_names: Vec<(Node, ModuleId)>,
    data: Data,
    doors: Doors,
    by_path: FxHashMap<Arc<str>, Node>,
    tests: OnceLock<Tests>,
    tiers: OnceLock<Vec<Option<TierOf>>>,
}

impl CodeModel {
    /// All crates.
    pub fn crates(&self) -> &[Crate] {
        &self.crates
    }

    /// All modules; parents come before their children.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// All ids of modules, in order.
    pub fn module_ids(
        &self,
    ) -> impl DoubleEndedIterator<Item = ModuleId> + ExactSizeIterator + use<> {
        (0..self.modules.len() as u32).map(ModuleId)
    }

    /// All items.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// All references, sorted by origin, target, kind and place.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// Mentions that could not be bound, sorted by place.
    pub fn unresolved(&self) -> &[Unresolved] {
        &self.unresolved
    }

    /// What functions take and give, and what types hold.
    pub fn shapes(&self) -> &Shapes {
        &self.shapes
    }

    /// The modules that give everybody a name for a module or item, its own module left out for an
    /// item: by `pub mod` and `pub use`. Whether somebody can reach these modules is another question.
    pub fn named_in(&self, node: Node) -> impl Iterator<Item = ModuleId> {
        let start = self.open_names.partition_point(|it| it.0 < node);
        let of_node = self.open_names[start..].iter();
        of_node.take_while(move |it| it.0 == node).map(|it| it.1)
    }

    /// What the databases hold, and which code touches it.
    pub fn data(&self) -> &Data {
        &self.data
    }

    /// Where the world comes in, and where the system goes out.
    pub fn doors(&self) -> &Doors {
        &self.doors
    }

    /// Which modules are tested, and by which tests; found when somebody asks for the first time.
    pub fn tests(&self) -> &Tests {
        self.tests.get_or_init(|| Tests::of(self))
    }

    /// The tier of a module; `None` for tables, tests, and what declares nothing.
    pub fn tier_of(&self, module: ModuleId) -> Option<&TierOf> {
        let tiers = self.tiers.get_or_init(|| tiers::tiers(self));
        tiers.get(module.index())?.as_ref()
    }

    /// Tells what every transaction does.
    fn follow_transactions(&mut self, lent: &Lent) {
        let followed = transactions::follow(self, &self.data, lent);
        for (of, (touches, is_cut)) in self.data.transactions.iter_mut().zip(followed) {
            (of.touches, of.is_cut) = (touches, is_cut);
        }
        // What only has such a name, and does nothing, is none.
        let is_told = |it: &Transaction| {
            it.confidence != Confidence::Guessed || it.commits || !it.touches.is_empty()
        };
        self.data.transactions.retain(is_told);
    }

    /// What the analysis may have missed, by kind, name and place.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// How much of the code is bound.
    pub fn coverage(&self) -> Coverage {
        self.coverage
    }

    /// Names of crates that are used but not part of the tree.
    pub fn externs(&self) -> &[Arc<str>] {
        &self.externs
    }

    /// The crate with this id.
    pub fn krate(&self, id: CrateId) -> &Crate {
        &self.crates[id.index()]
    }

    /// The module with this id.
    pub fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.index()]
    }

    /// The item with this id.
    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id.index()]
    }

    /// The reference with this id.
    pub fn reference(&self, id: RefId) -> &Reference {
        &self.references[id.index()]
    }

    /// The condition with this id, as written: `feature = "sqlite"`.
    pub fn cfg(&self, id: CfgId) -> &str {
        &self.cfgs[id.index()]
    }

    /// How many conditions there are.
    pub fn n_cfgs(&self) -> usize {
        self.cfgs.len()
    }

    /// How many files there are.
    pub fn n_files(&self) -> usize {
        self.files.len()
    }

    /// Path of a file, relative to the root.
    pub fn file_path(&self, id: FileId) -> &Arc<str> {
        &self.files[id.index()]
    }

    /// How complex the functions directly in a module are, all together; `None` without any.
    pub fn complexity_of(&self, module: ModuleId) -> Option<Complexity> {
        let items = self.module(module).items.iter();
        let measured = items.filter_map(|it| self.item(*it).complexity);
        measured.reduce(Complexity::and)
    }

    /// What stands at this full id (without the `extern:` prefix for foreign crates).
    pub fn node_at(&self, path: &str) -> Option<Node> {
        self.by_path.get(path).copied()
    }

    /// The module at this full id.
    pub fn module_at(&self, path: &str) -> Option<ModuleId> {
        match self.node_at(path) {
            Some(Node::Module(module)) => Some(module),
            _ => None,
        }
    }

    /// The full id of a node; foreign crates carry the prefix `extern:`.
    pub fn path_of(&self, node: Node) -> &Arc<str> {
        match node {
            Node::Module(id) => &self.module(id).path,
            Node::Item(id) => &self.item(id).path,
            Node::Extern(id) => &self.externs[id.index()],
        }
    }

    /// The module a node is in; itself for a module, `None` for foreign crates.
    pub fn module_of(&self, node: Node) -> Option<ModuleId> {
        match node {
            Node::Module(id) => Some(id),
            Node::Item(id) => Some(self.item(id).module),
            Node::Extern(_) => None,
        }
    }

    /// A module, its parent, and so on up to the crate's root.
    pub fn ancestors(&self, module: ModuleId) -> impl Iterator<Item = ModuleId> {
        std::iter::successors(Some(module), |it| self.module(*it).parent)
    }

    /// An item, the type, trait or impl it belongs to, and so on, as far as its module reaches.
    pub fn item_and_parents(&self, item: ItemId) -> impl Iterator<Item = ItemId> {
        let module = self.item(item).module;
        let parent = move |it: &ItemId| self.item(*it).parent;
        std::iter::successors(Some(item), move |it| {
            parent(it).filter(|parent| self.item(*parent).module == module)
        })
    }

    /// The file of a place, relative to the root, and its line.
    pub fn file_and_line(&self, span: Span) -> (Arc<str>, u32) {
        (self.file_path(span.file).clone(), span.line)
    }

    /// `src/cart.rs:12:5`, for people and for exports.
    pub fn place(&self, span: Span) -> String {
        format!(
            "{}:{}:{}",
            self.file_path(span.file),
            span.line,
            span.column
        )
    }
}
