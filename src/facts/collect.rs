//! The visitor's state: where it is, and how it writes down what it sees.

use std::fmt::Write as _;
use std::hash::{Hash, Hasher as _};
use std::rc::Rc;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use proc_macro2::{Ident, Span};
use rustc_hash::{FxHashMap, FxHasher};
use smallvec::SmallVec;
use syn::parse::{ParseStream, Parser as _};
use syn::visit::Visit as _;

use super::complexity::Measure;
use super::definitions::{Definitions, KnownRules, STANDARD_MACROS};
use super::rules::Rule;
use super::transactions::Watch;
use super::{
    At, Cfg, ConditionIdx, FileFacts, Form, ItemFact, ItemIdx, Mention, Namespace, PathRef, Role,
    Scope, ScopeIdx, Symbol, Symbols, Term, TermIdx, TypeFact, TypeIdx, TypeList, VisibilityFact,
    Written,
};
use crate::kinds::{ItemKind, StaticForm};

/// Facts of a file that declares nothing.
pub(super) fn empty() -> FileFacts {
    FileFacts {
        scopes: vec![Scope {
            parent: None,
            is_module: true,
            owner: None,
        }],
        conditions: vec![Vec::new()],
        types: vec![TypeFact::Unknown],
        terms: vec![Term::Unknown],
        ..FileFacts::default()
    }
}

/// Walks a file and writes down its facts.
pub(super) fn collect<'d>(
    syntax: &syn::File,
    (path, n_bytes): (&str, usize),
    (definitions, known_rules): (&Definitions<'d>, &mut KnownRules<'d>),
) -> FileFacts {
    let mut collector = Collector::new(path, definitions, known_rules);
    collector.facts.make_room(n_bytes);
    collector.head(&syntax.attrs);
    for item in &syntax.items {
        collector.visit_item(item);
    }
    finished(collector)
}

/// Parses and walks a file item by item: each is dropped while it is still near, which is much
/// faster than walking a whole tree after it has been built. An error costs the whole file.
pub(super) fn collect_text<'d>(
    text: &str,
    path: &str,
    (definitions, known_rules): (&Definitions<'d>, &mut KnownRules<'d>),
) -> syn::Result<FileFacts> {
    let mut collector = Collector::new(path, definitions, known_rules);
    collector.facts.make_room(text.len());
    let items = |input: ParseStream<'_>| {
        collector.head(&input.call(syn::Attribute::parse_inner)?);
        while !input.is_empty() {
            collector.visit_item(&input.parse()?);
        }
        Ok(())
    };
    items.parse_str(text)?;
    Ok(finished(collector))
}

/// Walks a file that is an expression, for others to include.
pub(super) fn collect_expr<'d>(
    expr: &syn::Expr,
    path: &str,
    (definitions, known_rules): (&Definitions<'d>, &mut KnownRules<'d>),
) -> FileFacts {
    let mut collector = Collector::new(path, definitions, known_rules);
    collector.facts.is_expr = true;
    collector.visit_expr(expr);
    finished(collector)
}

fn finished(collector: Collector<'_, '_>) -> FileFacts {
    let asked = collector.rules.keys().map(|it| collector.facts.text(*it));
    let mut asked: Vec<Box<str>> = asked.map(Box::from).collect();
    asked.retain(|it| !STANDARD_MACROS.contains(&&**it));
    asked.sort_unstable();
    let mut facts = collector.facts;
    facts.macros_asked = asked;
    facts.give_back_room();
    facts
}

impl FileFacts {
    /// Room in the long lists for what a text of so many bytes usually has, so that they are not
    /// moved again and again while they grow.
    fn make_room(&mut self, n_bytes: usize) {
        self.mentions.reserve(n_bytes / 80);
        self.terms.reserve(n_bytes / 40);
        self.path_pool.reserve(n_bytes / 40);
        self.method_calls.reserve(n_bytes / 160);
    }

    fn give_back_room(&mut self) {
        self.mentions.shrink_to_fit();
        self.terms.shrink_to_fit();
        self.path_pool.shrink_to_fit();
        self.method_calls.shrink_to_fit();
    }
}

/// The names in a path; nearly all are short.
pub(super) type Segments = SmallVec<[Symbol; 6]>;

/// Where the walk is. Everything but `facts` and `symbol_ids` is restored when it leaves.
pub(super) struct Collector<'c, 'd> {
    /// The file that is walked.
    pub(super) file: &'c str,
    /// The macros of the whole tree.
    pub(super) definitions: &'c Definitions<'d>,
    /// Rules that have been read in this or another file.
    pub(super) known_rules: &'c mut KnownRules<'d>,
    pub(super) facts: FileFacts,
    /// By hash, which is kept: comparing it spares looking at the texts.
    symbol_ids: HashTable<(u64, Symbol)>,
    pub(super) path_ids: HashTable<PathRef>,
    pub(super) type_ids: FxHashMap<TypeFact, TypeIdx>,
    pub(super) list_ids: HashTable<TypeList>,
    pub(super) scope: ScopeIdx,
    pub(super) owner: Option<ItemIdx>,
    pub(super) condition: ConditionIdx,
    /// Names bound by `let`, parameters and patterns, innermost last, and what they stand for.
    pub(super) locals: Vec<(Symbol, TermIdx)>,
    /// What the expression that was walked last gives.
    pub(super) term: TermIdx,
    /// Names of generic parameters, innermost last.
    pub(super) generics: Vec<Symbol>,
    /// The rules of macros that have been called, by name; `None` for those that are not known.
    pub(super) rules: FxHashMap<Symbol, Option<Rc<[Rule]>>>,
    /// How many more tokens macro calls of this file may become.
    pub(super) n_expandable: usize,
    /// How many branches deep the walk is.
    pub(super) branch_depth: u32,
    /// How many macro calls deep the walk is: each is parsed anew.
    pub(super) macro_depth: u32,
    /// What the macro round them makes of statics.
    pub(super) static_form: StaticForm,
    /// Tables that the statement under way writes, by their mentions.
    pub(super) writes: Vec<usize>,
    /// The definition that the chain of calls under way builds, by its position.
    pub(super) built: Option<usize>,
    /// Transactions that the walk is in.
    pub(super) watch: Watch,
    /// How complex the function is, as far as it has been walked.
    pub(super) measure: Measure,
}

impl<'c, 'd> Collector<'c, 'd> {
    fn new(
        file: &'c str,
        definitions: &'c Definitions<'d>,
        known_rules: &'c mut KnownRules<'d>,
    ) -> Self {
        Self {
            file,
            definitions,
            known_rules,
            facts: empty(),
            symbol_ids: HashTable::new(),
            path_ids: HashTable::new(),
            type_ids: FxHashMap::from_iter([(TypeFact::Unknown, 0)]),
            list_ids: HashTable::new(),
            term: 0,
            scope: 0,
            owner: None,
            condition: 0,
            locals: Vec::new(),
            generics: Vec::new(),
            rules: FxHashMap::default(),
            n_expandable: super::expand::MAX_TOKENS,
            branch_depth: 0,
            macro_depth: 0,
            static_form: StaticForm::Plain,
            measure: Measure::default(),
            writes: Vec::new(),
            built: None,
            watch: Watch::default(),
        }
    }

    /// Takes the attributes that stand at the head of a file.
    fn head(&mut self, attributes: &[syn::Attribute]) {
        self.condition = self.condition_of(attributes);
        self.attributes(attributes);
    }

    pub(super) fn symbol(&mut self, text: &str) -> Symbol {
        let text = text.strip_prefix("r#").unwrap_or(text);
        known_or_new(text, &mut self.facts.symbols, &mut self.symbol_ids)
    }

    pub(super) fn ident(&mut self, ident: &Ident) -> Symbol {
        let mut reader = IdentReader {
            symbols: &mut self.facts.symbols,
            ids: &mut self.symbol_ids,
            read: None,
        };
        // Reading cannot fail.
        let _written = write!(reader, "{ident}");
        reader.read.unwrap_or_default()
    }

    pub(super) fn pool(&mut self, segments: &[Symbol]) -> PathRef {
        let start = self.facts.path_pool.len() as u32;
        self.facts.path_pool.extend_from_slice(segments);
        PathRef {
            start,
            len: segments.len() as u32,
        }
    }

    /// A path as segments; a leading `::` is a segment of its own.
    pub(super) fn path(&mut self, path: &syn::Path) -> PathRef {
        let segments = self.segments_of(path);
        self.pool(&segments)
    }

    /// The segments of a path, each name looked up once.
    pub(super) fn segments_of(&mut self, path: &syn::Path) -> Segments {
        let root = path.leading_colon.map(|_| self.symbol("::"));
        let mut segments: Segments = root.into_iter().collect();
        for segment in &path.segments {
            segments.push(self.ident(&segment.ident));
        }
        segments
    }

    /// Whether a path begins with a generic parameter: it names nothing of this file's world.
    pub(super) fn is_generic(&self, segments: &[Symbol]) -> bool {
        segments
            .first()
            .is_some_and(|it| self.generics.contains(it))
    }

    /// Writes down a path in code, and what stands in its angle brackets.
    pub(super) fn mention(&mut self, path: &syn::Path, namespace: Namespace, role: Role) {
        let segments = self.segments_of(path);
        if !self.is_generic(&segments) {
            self.mention_segments(path, &segments, namespace, role);
        }
        for segment in &path.segments {
            self.visit_path_arguments(&segment.arguments);
        }
    }

    pub(super) fn mention_bare(&mut self, path: &syn::Path, namespace: Namespace, role: Role) {
        let segments = self.segments_of(path);
        self.mention_segments(path, &segments, namespace, role);
    }

    /// Writes down a path whose segments are known already.
    pub(super) fn mention_segments(
        &mut self,
        path: &syn::Path,
        segments: &[Symbol],
        namespace: Namespace,
        role: Role,
    ) {
        let Some(last) = path.segments.last() else {
            return;
        };
        let at = at(last.ident.span());
        let path = self.pool(segments);
        self.mention_path(path, namespace, role, at);
    }

    pub(super) fn mention_path(&mut self, path: PathRef, namespace: Namespace, role: Role, at: At) {
        let (owner, scope, condition) = (self.owner, self.scope, self.condition);
        self.facts.mentions.push(Mention {
            owner,
            scope,
            path,
            namespace,
            role,
            at,
            condition,
            written: Written::No,
        });
    }

    /// The present condition together with further ones.
    pub(super) fn and_condition(&mut self, further: Vec<Cfg>) -> ConditionIdx {
        if further.is_empty() {
            return self.condition;
        }
        let mut all = self.facts.conditions[self.condition as usize].clone();
        all.extend(
            further
                .into_iter()
                .filter(|it| !self.facts.conditions[self.condition as usize].contains(it)),
        );
        let known = self.facts.conditions.iter().position(|it| *it == all);
        known.unwrap_or_else(|| {
            self.facts.conditions.push(all);
            self.facts.conditions.len() - 1
        }) as ConditionIdx
    }

    pub(super) fn add_scope(&mut self, is_module: bool) -> ScopeIdx {
        let (parent, owner) = (Some(self.scope), self.owner);
        self.facts.scopes.push(Scope {
            parent,
            is_module,
            owner,
        });
        self.facts.scopes.len() as ScopeIdx - 1
    }

    pub(super) fn add_item(&mut self, new: &NewItem) -> ItemIdx {
        self.facts.items.push(ItemFact {
            name: new.name,
            kind: new.kind,
            form: new.form,
            scope: self.scope,
            parent: self.owner,
            visibility: new.visibility,
            at: at(new.name_span),
            // Of what a macro makes, the name may stand after all that is made.
            n_lines: n_lines(new.whole).max(n_lines((new.whole.0, new.name_span))),
            condition: new.condition,
            self_type: None,
            of_trait: None,
        });
        self.facts.items.len() as ItemIdx - 1
    }

    /// Walks something that a new item owns: names of the outside that end at its border are hidden.
    pub(super) fn inside(
        &mut self,
        item: ItemIdx,
        condition: ConditionIdx,
        walk: impl FnOnce(&mut Self),
    ) {
        let owner = self.owner.replace(item);
        let before = std::mem::replace(&mut self.condition, condition);
        let (locals, n_generics) = (std::mem::take(&mut self.locals), self.generics.len());
        self.apart_from_transactions(walk);
        self.locals = locals;
        self.generics.truncate(n_generics);
        (self.owner, self.condition) = (owner, before);
    }

    /// Walks something with attributes of its own, under their condition.
    pub(super) fn under(&mut self, attributes: &[syn::Attribute], walk: impl FnOnce(&mut Self)) {
        let condition = self.condition_of(attributes);
        let before = std::mem::replace(&mut self.condition, condition);
        walk(self);
        self.condition = before;
    }

    /// Walks with further names bound; they are forgotten afterward.
    pub(super) fn block_of_names(&mut self, walk: impl FnOnce(&mut Self)) {
        let n_locals = self.locals.len();
        walk(self);
        self.locals.truncate(n_locals);
    }

    pub(super) fn visibility(&mut self, visibility: &syn::Visibility) -> VisibilityFact {
        match visibility {
            syn::Visibility::Public(_) => VisibilityFact::Public,
            syn::Visibility::Inherited => VisibilityFact::Private,
            syn::Visibility::Restricted(it) if it.path.is_ident("crate") => VisibilityFact::Crate,
            syn::Visibility::Restricted(it) if it.path.is_ident("super") => VisibilityFact::Super,
            syn::Visibility::Restricted(it) if it.path.is_ident("self") => VisibilityFact::Private,
            syn::Visibility::Restricted(it) => VisibilityFact::In(self.path(&it.path)),
        }
    }
}

/// The number of a name.
fn known_or_new(text: &str, symbols: &mut Symbols, ids: &mut HashTable<(u64, Symbol)>) -> Symbol {
    let hash = hash_of(text);
    let same = |it: &(u64, Symbol)| it.0 == hash && symbols.get(it.1) == text;
    match ids.entry(hash, same, |it| it.0) {
        Entry::Occupied(known) => known.get().1,
        Entry::Vacant(free) => {
            let symbol = symbols.push(text);
            free.insert((hash, symbol));
            symbol
        }
    }
}

/// Looks a name up while it is written: copying it first would cost more. An identifier writes `r#`
/// if it is a raw one, then its name as a whole.
struct IdentReader<'a> {
    symbols: &'a mut Symbols,
    ids: &'a mut HashTable<(u64, Symbol)>,
    read: Option<Symbol>,
}

impl std::fmt::Write for IdentReader<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        if text != "r#" {
            self.read = Some(known_or_new(text, self.symbols, self.ids));
        }
        Ok(())
    }
}

/// What [`Collector::add_item`] needs to know.
pub(super) struct NewItem {
    pub(super) name: Symbol,
    pub(super) kind: ItemKind,
    pub(super) form: Form,
    pub(super) visibility: VisibilityFact,
    pub(super) name_span: Span,
    /// First and last token.
    pub(super) whole: (Span, Span),
    pub(super) condition: ConditionIdx,
}

/// What the tables of the walk find things by: they hold positions, the facts hold the things.
pub(super) fn hash_of<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Where a span begins.
pub(super) fn at(span: Span) -> At {
    let start = span.start();
    At {
        line: start.line as u32,
        column: start.column as u32 + 1,
    }
}

/// Lines from the first to the last token; 1 if a macro took them from different files.
pub(super) fn n_lines((first, last): (Span, Span)) -> u32 {
    if first.join(last).is_none() {
        return 1;
    }
    (last.end().line as u32 + 1)
        .saturating_sub(first.start().line as u32)
        .max(1)
}
