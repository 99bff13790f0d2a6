//! What one file declares, imports and mentions: syntax only, nothing resolved.
//!
//! Facts are independent of every other file and of where the file hangs in the module tree, so
//! they are made in parallel and may be kept by content. They own all their text: no syntax tree
//! and no span of the parser outlives [`facts_of`].

mod attributes;
mod bindings;
mod bodies;
mod captures;
mod cfg;
mod cfg_macros;
mod collect;
mod complexity;
mod connections;
mod definitions;
mod doors;
mod expand;
mod fit;
mod forms;
mod gaps;
mod guard;
mod imports;
mod items;
mod known_macros;
mod macros;
mod mapper;
mod members;
mod old_editions;
mod pack;
mod packed;
mod parse;
mod rules;
mod scan;
mod shapes;
mod symbols;
mod terms;
#[cfg(test)]
mod tests;
mod texts;
mod transactions;
mod types;

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

pub use cfg::Cfg;
pub use complexity::Complexity;
pub use definitions::STANDARD_MACROS;
pub use doors::{DoorAttribute, Operands, Words};
pub use gaps::{GapFact, STANDARD_DERIVES};
pub use mapper::{
    ColumnFact, ColumnStep, DefinitionFact, DefinitionVerb, Iden, IdenFact, MappedFact,
    MappedTable, RowsFact,
};
pub use pack::{Kept, Pack, Piece, facts_of_all_with};
pub use symbols::Symbols;
pub use terms::{MethodCall, Term, TermIdx};
pub use texts::TextFact;
pub use transactions::{TransactionFact, TransactionStart};
pub use types::{
    BoundFact, FieldFact, GenericsFact, ParameterFact, SignatureFact, TypeFact, TypeIdx, TypeList,
};

use definitions::{Definitions, KnownRules};

use crate::kinds::{BlindSpot, ItemKind, RowAccess, StaticForm, Visibility};
use crate::notice::{Notice, Place};
use crate::progress::{Progress, Step};
use crate::source::SourceFile;

/// A name of one [`FileFacts`]: position in its [`FileFacts::symbols`].
pub type Symbol = u32;
/// A scope of one file: position in its [`FileFacts::scopes`].
pub type ScopeIdx = u32;
/// An item of one file: position in its [`FileFacts::items`].
pub type ItemIdx = u32;
/// A condition of one file: position in its [`FileFacts::conditions`]; 0 is "always".
pub type ConditionIdx = u32;

/// Where a path stands in [`FileFacts::path_pool`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PathRef {
    start: u32,
    len: u32,
}

impl PathRef {
    /// The positions of its segments.
    pub fn range(self) -> Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }
}

/// Line and column, both counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct At {
    /// First line is 1.
    pub line: u32,
    /// First column is 1, counted in characters.
    pub column: u32,
}

impl At {
    /// The beginning of a file.
    pub(crate) const FIRST: Self = Self { line: 1, column: 1 };
}

/// The facts of one file.
#[derive(Clone, Debug, Default)]
pub struct FileFacts {
    /// Every name that occurs, each once.
    pub symbols: Symbols,
    /// Lexical scopes; the first is the file itself.
    pub scopes: Vec<Scope>,
    /// Items in order of appearance; parents come first.
    pub items: Vec<ItemFact>,
    /// `mod x;` and `mod x { .. }`.
    pub modules: Vec<ModuleFact>,
    /// `use` and `extern crate`, one entry for each leaf.
    pub imports: Vec<Import>,
    /// Every path in code.
    pub mentions: Vec<Mention>,
    /// Variants of enums.
    pub variants: Vec<(ItemIdx, Symbol)>,
    /// Every type as written that something depends on, each once; the first is unknown.
    pub types: Vec<TypeFact>,
    /// Arguments and bounds of all types, and operands of terms that have several.
    pub lists: Vec<u32>,
    /// What goes into a function and what comes out.
    pub signatures: Vec<SignatureFact>,
    /// The parameters of functions, function by function.
    pub parameters: Vec<ParameterFact>,
    /// How complex the functions are that have a body.
    pub complexities: Vec<(ItemIdx, Complexity)>,
    /// The fields of structs and variants.
    pub fields: Vec<FieldFact>,
    /// What generic parameters must implement; of traits, their supertraits, as bounds of `Self`.
    pub bounds: Vec<BoundFact>,
    /// The generic parameters of items that have some.
    pub generics: Vec<GenericsFact>,
    /// The type an alias, constant, static, associated type or impl stands for or is of.
    pub typed: Vec<(ItemIdx, TypeIdx)>,
    /// The trait of an impl with its arguments, as a type.
    pub traits: Vec<(ItemIdx, TypeIdx)>,
    /// Statics that are more than a value.
    pub statics: Vec<(ItemIdx, StaticForm)>,
    /// What values are made of, as far as a method call depends on it; the first is unknown.
    pub terms: Vec<Term>,
    /// Which item terms belong to: from this term on, up to the next entry.
    pub term_owners: Vec<(TermIdx, Option<ItemIdx>)>,
    /// Every method call.
    pub method_calls: Vec<MethodCall>,
    /// Texts that begin like SQL.
    pub texts: Vec<TextFact>,
    /// Types that object mappers take for rows of tables.
    pub mapped: Vec<MappedFact>,
    /// Names that sea-query is told for types and, where the name is not empty, their variants.
    pub idens: Vec<IdenFact>,
    /// Tables that sea-query defines by calls, in the order of the text.
    pub definitions: Vec<DefinitionFact>,
    /// Calls that write the row a value stands for, if it stands for one.
    pub rows: Vec<RowsFact>,
    /// What may be a transaction, in the order in which it begins.
    pub transactions: Vec<TransactionFact>,
    /// Short texts without blanks, by their terms.
    pub words: Words,
    /// What calls are given where a term does not say it, in the order of the terms.
    pub operands: Vec<Operands>,
    /// Attributes that may make doors.
    pub door_attributes: Vec<DoorAttribute>,
    /// Conditions that it tells Cargo to set, if it is a build script: `sqlite`, `has = "this"`.
    pub build_flags: Vec<(Box<str>, ConditionIdx)>,
    /// Conjunctions of `cfg` conditions; the first is empty.
    pub conditions: Vec<Vec<Cfg>>,
    /// Segments of all paths.
    pub path_pool: Vec<Symbol>,
    /// Names of macros whose definition mattered, wherever in the tree it stands; sorted.
    pub macros_asked: Vec<Box<str>>,
    /// Whether it has `#[macro_use] extern crate`: any macro may come from there.
    pub takes_foreign_macros: bool,
    /// `include!("beside.rs")`.
    pub includes: Vec<IncludeFact>,
    /// Whether it is an expression, for others to include.
    pub is_expr: bool,
    /// What was not looked into, and every condition.
    pub gaps: Vec<GapFact>,
    /// Calls of macros that were not expanded, since they nest too deeply or grow too large.
    pub n_cut_macros: u32,
    /// Lines of text.
    pub n_lines: u32,
    /// What could not be read.
    pub notices: Vec<Notice>,
}

/// A module or a block that declares something.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// The scope round it; `None` for the file.
    pub parent: Option<ScopeIdx>,
    /// Whether it is a module (or the file), not a block.
    pub is_module: bool,
    /// The function a block is in.
    pub owner: Option<ItemIdx>,
}

/// Who may name it, as written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VisibilityFact {
    /// `pub`
    Public,
    /// `pub(crate)`
    Crate,
    /// `pub(super)`
    Super,
    /// Nothing, or `pub(self)`.
    Private,
    /// `pub(in path)`
    In(PathRef),
}

impl VisibilityFact {
    /// Who may name it, as far as that does not depend on where it stands.
    pub fn coarse(self) -> Visibility {
        match self {
            Self::Public => Visibility::Public,
            Self::Private => Visibility::Private,
            _ => Visibility::Restricted,
        }
    }
}

/// Something declared.
#[derive(Clone, Copy, Debug)]
pub struct ItemFact {
    /// Its name; for impls the type it is for, as `<Type>` or `<Type as Trait>`.
    pub name: Symbol,
    /// What it is.
    pub kind: ItemKind,
    /// The finer form, where names resolve differently.
    pub form: Form,
    /// The scope that declares it.
    pub scope: ScopeIdx,
    /// The function, impl or trait it is written in.
    pub parent: Option<ItemIdx>,
    /// Who may name it.
    pub visibility: VisibilityFact,
    /// Where its name stands.
    pub at: At,
    /// Lines from its first to its last.
    pub n_lines: u32,
    /// When it is compiled.
    pub condition: ConditionIdx,
    /// Of an impl: the type it is for, where that is a path.
    pub self_type: Option<PathRef>,
    /// Of an impl: the trait.
    pub of_trait: Option<PathRef>,
}

/// How an item takes part in name lookup.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// As its kind says.
    Plain,
    /// A unit or tuple struct: also a value.
    Constructor,
    /// An enum: a scope of its variants.
    Enum,
    /// `macro_rules!`: found by text order and, with `#[macro_export]`, at the crate's root.
    MacroRules {
        /// Whether it has `#[macro_export]`.
        exported: bool,
    },
    /// A function that defines a macro of a proc-macro crate, under the item's name.
    ProcMacro,
    /// A macro from the function `name` or the derive it declares: not an item of its own.
    Associated,
}

/// A module declared in this file.
#[derive(Clone, Debug)]
pub struct ModuleFact {
    /// Its name.
    pub name: Symbol,
    /// The scope that declares it.
    pub scope: ScopeIdx,
    /// Its own scope, if it is written here.
    pub inner: Option<ScopeIdx>,
    /// `#[path = ".."]`, also under `cfg_attr`.
    pub file: Option<Box<str>>,
    /// Whether a macro declares it for its own use: nothing that somebody wrote.
    pub detail: bool,
    /// If it stands for a table of a database: the name of that, as the database knows it.
    pub table: Option<Box<str>>,
    /// Whether its `macro_rules!` reach the text after it: `#[macro_use]`.
    pub shares_macros: bool,
    /// Who may name it.
    pub visibility: VisibilityFact,
    /// Where its name stands.
    pub at: At,
    /// Lines from its first to its last, if it is written here.
    pub n_lines: u32,
    /// When it is compiled.
    pub condition: ConditionIdx,
}

/// Another file whose text is put here.
#[derive(Clone, Copy, Debug)]
pub struct IncludeFact {
    /// The file as written, relative to the folder of this one.
    pub path: Symbol,
    /// The scope it is put into.
    pub scope: ScopeIdx,
    /// Where the call stands.
    pub at: At,
    /// When it is compiled.
    pub condition: ConditionIdx,
}

/// One leaf of a `use` declaration.
#[derive(Clone, Copy, Debug)]
pub struct Import {
    /// The scope it brings names into.
    pub scope: ScopeIdx,
    /// The function it stands in, if it does.
    pub owner: Option<ItemIdx>,
    /// What is imported. For globs the path before `*`.
    pub path: PathRef,
    /// How.
    pub form: ImportForm,
    /// Who may use the name.
    pub visibility: VisibilityFact,
    /// Where the leaf stands.
    pub at: At,
    /// When it is compiled.
    pub condition: ConditionIdx,
}

/// What an import binds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ImportForm {
    /// This name, in every namespace that has it.
    Name(Symbol),
    /// This name, types and modules only: `a::{self}`.
    Module(Symbol),
    /// Everything visible.
    Glob,
    /// `extern crate name as this`.
    Crate(Symbol),
}

/// Where a path looks its last segment up first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Namespace {
    /// Modules, types, traits.
    Type,
    /// Functions, constants, constructors.
    Value,
    /// Macros.
    Macro,
}

/// What a path is there for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Named as a type or bound.
    Type,
    /// Called.
    Call,
    /// Named as a value.
    Value,
    /// Built, or taken apart by a pattern.
    Construct,
    /// A pattern that may as well bind a new name.
    MaybeBinding,
    /// The trait of an impl.
    Implement,
    /// A macro that is called.
    Macro,
    /// A macro that is called, and whose expansion has been walked.
    Expanded,
    /// A derive.
    Derive,
    /// An attribute macro.
    Attribute,
    /// Found by scanning tokens: any namespace, and it may be no path at all.
    Scanned,
    /// In the body of `macro_rules!`: counts for whoever calls it.
    MacroBody,
    /// A lone name among the arguments of a macro: a value, or a word of the macro's own.
    Word,
}

/// One path in code.
#[derive(Clone, Copy, Debug)]
pub struct Mention {
    /// The innermost item it stands in.
    pub owner: Option<ItemIdx>,
    /// The scope it stands in.
    pub scope: ScopeIdx,
    /// As written; `::` alone as first segment for a leading `::`.
    pub path: PathRef,
    /// Where the last segment is looked up.
    pub namespace: Namespace,
    /// What it is there for.
    pub role: Role,
    /// Where.
    pub at: At,
    /// When it is compiled.
    pub condition: ConditionIdx,
    /// What a call of an object mapper writes, if this stands in such a statement.
    pub written: Written,
}

/// What a mention has to do with a statement that writes rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Written {
    /// Nothing.
    No,
    /// It is the table that is written: `insert_into(users::table)`.
    Table,
    /// It stands in the statement, so many mentions after the table: `.values(users::id.eq(1))`. A
    /// column of that very table is not read here.
    Beside(u32),
    /// It is an entity of sea-orm, if it is one at all, with whose rows this happens.
    Rows(RowAccess),
}

impl Mention {
    /// Whether it names a type without making a value of it, as far as can be told.
    pub fn is_type(&self) -> bool {
        let is_scanned = matches!(self.role, Role::Scanned | Role::MacroBody);
        self.role == Role::Type || (is_scanned && self.namespace == Namespace::Type)
    }
}

impl FileFacts {
    /// The segments of a path.
    pub fn segments(&self, path: PathRef) -> &[Symbol] {
        &self.path_pool[path.range()]
    }

    /// The types of a list.
    pub fn list(&self, list: TypeList) -> &[u32] {
        &self.lists[list.start as usize..(list.start + list.len) as usize]
    }

    /// The text of a name.
    pub fn text(&self, symbol: Symbol) -> &str {
        self.symbols.get(symbol)
    }

    /// A path as written.
    pub fn path_text(&self, path: PathRef) -> String {
        let parts: Vec<_> = self
            .segments(path)
            .iter()
            .map(|it| self.text(*it))
            .collect();
        parts.join("::").replace("::::", "::")
    }
}

/// The macros of a tree, and what has been read of them.
type Macros<'c, 'd> = (&'c Definitions<'d>, &'c mut KnownRules<'d>);

/// Room for deep syntax: recursion of parser, visitor and drop is bounded by `guard` to fit.
const STACK_BYTES: usize = 256 << 20;

/// The facts of every file, in the order of the files. `None` if cancelled.
pub fn facts_of_all(files: &[SourceFile], progress: &dyn Progress) -> Option<Vec<FileFacts>> {
    let definitions = Definitions::new(files);
    for_all(files, progress, |known: &mut KnownRules<'_>, file| {
        facts_with(file, (&definitions, known))
    })
}

/// Makes something of every file, in parallel, with room on the stack; what is learned from one file
/// may serve those after it. `None` if cancelled.
fn for_all<K: Default, T: Default + Send>(
    files: &[SourceFile],
    progress: &dyn Progress,
    each: impl Fn(&mut K, &SourceFile) -> T + Sync,
) -> Option<Vec<T>> {
    let done = AtomicUsize::new(0);
    let one = |known: &mut K, file: &SourceFile| {
        if progress.cancelled() {
            return T::default();
        }
        let made = each(known, file);
        let n_done = done.fetch_add(1, Ordering::Relaxed) + 1;
        if n_done.is_multiple_of(16) || n_done == files.len() {
            progress.report(Step::Parse, n_done, files.len());
        }
        made
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(STACK_BYTES)
        .build();
    let made = match pool {
        Ok(pool) => pool.install(|| files.par_iter().map_init(K::default, one).collect()),
        Err(_) => {
            let mut known = K::default();
            files.iter().map(|it| one(&mut known, it)).collect()
        }
    };
    (!progress.cancelled()).then_some(made)
}

/// Reads the facts of one file alone; what cannot be read becomes a notice.
pub fn facts_of(file: &SourceFile) -> FileFacts {
    let files = std::slice::from_ref(file);
    facts_with(file, (&Definitions::new(files), &mut KnownRules::default()))
}

/// Why a file cannot be parsed, or not all of it; `None` if it can.
pub fn fault_of(file: &SourceFile) -> Option<Notice> {
    parse::fault_of(file)
}

fn facts_with(file: &SourceFile, macros: Macros<'_, '_>) -> FileFacts {
    let n_lines = n_lines(&file.text);
    let mut facts = parse::facts(file, macros).unwrap_or_else(|notice| {
        let mut facts = collect::empty();
        let at = notice.place.as_ref().and_then(Place::at);
        let at = at.map_or(At::FIRST, |(line, column)| At { line, column });
        facts.add_gap(BlindSpot::NotParsed, &notice.text, at);
        facts.notices.push(notice);
        facts
    });
    facts.n_lines = n_lines;
    if facts.n_cut_macros > 0 {
        let notice = Notice::warning("macros nest too deeply or grow too large to be expanded");
        let hint = "what the calls that were left out declare is not seen";
        let notice = notice.at(Place::file(file.path.clone())).hint(hint);
        facts.notices.push(notice);
    }
    facts
}

/// Lines of a text; the last need not end.
fn n_lines(text: &str) -> u32 {
    let n_ends = text.bytes().filter(|it| *it == b'\n').count();
    (n_ends + usize::from(!text.is_empty() && !text.ends_with('\n'))) as u32
}
