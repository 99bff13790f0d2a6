//! Every import and mention as a reference.

use std::ops::Range;
use std::sync::Arc;

use rayon::iter::{IndexedParallelIterator as _, IntoParallelIterator as _, ParallelIterator as _};
use rayon::slice::ParallelSliceMut as _;
use rustc_hash::FxHashSet;

use crate::facts::{
    At, FileFacts, Form, Import, ImportForm, Mention, Namespace, Role, VisibilityFact, Written,
};
use crate::model::{
    BlindSpot, Confidence, DependencyKind, Gap, ItemId, ItemKind, ModelBuilder, ModuleId, Node,
    Reference, RowAccess, Unresolved,
};
use crate::source::Span;

use super::blind::Sight;
use super::conditions::When;
use super::names::{Def, Name, World};
use super::paths::{Found, Site};
use super::typing;

/// Macros inside macros are followed this deep.
const MAX_MACRO_DEPTH: u32 = 8;

/// What was bound in one mount.
pub(super) struct Bound {
    /// Those of the mount's own items, in the order of the model.
    of_own_items: Vec<Reference>,
    /// Those of modules, and those that lead from a trait to an implementor elsewhere.
    strays: Vec<Reference>,
    unresolved: Vec<Unresolved>,
    sight: Sight,
    /// What stands in statements of object mappers that write: who, where, and where the table is
    /// named that is written.
    pub(super) written: Vec<(Node, Span, Span)>,
    /// What happens to the rows of what may be an entity: who and where.
    pub(super) entities: Vec<(Node, Span, RowAccess)>,
    /// Rows that are written through values: who, where, of which type, and in which way.
    pub(super) rows: Vec<RowWritten>,
}

/// A row that is written through a value.
#[derive(Clone, Copy)]
pub(super) struct RowWritten {
    pub(super) from: Node,
    pub(super) span: Span,
    pub(super) ty: ItemId,
    pub(super) access: RowAccess,
    pub(super) when: When,
}

impl Bound {
    /// The method that an item calls at a place.
    pub(super) fn method_at(&self, from: ItemId, span: Span) -> Option<ItemId> {
        let from = Node::Item(from);
        let start = self.of_own_items.partition_point(|it| it.from < from);
        let own = self.of_own_items[start..].iter();
        let mut own = own.take_while(|it| it.from == from);
        let found = own.find(|it| it.kind == DependencyKind::Call && it.span == Some(span))?;
        match found.to {
            Node::Item(item) => Some(item),
            _ => None,
        }
    }
}

/// Binds everything, file by file in parallel; in the order of the files.
pub(super) fn bind_mentions(world: &World<'_>) -> Vec<Bound> {
    let (bodies, index) = rayon::join(|| Bodies::new(world), || typing::Index::new(world));
    let binders = (0..world.mounts.len()).into_par_iter().map(|mount_idx| {
        let mut binder = Binder {
            world,
            bodies: &bodies,
            index: &index,
            mount_idx,
            references: Vec::with_capacity(expected(world, mount_idx)),
            unresolved: Vec::new(),
            sight: Sight::default(),
            written: Vec::new(),
            entities: Vec::new(),
            rows: Vec::new(),
        };
        binder.bind_all();
        let items = world.own_items(mount_idx);
        let (of_own_items, strays) = divided(binder.references, &items);
        Bound {
            of_own_items,
            strays,
            unresolved: binder.unresolved,
            sight: binder.sight,
            written: binder.written,
            entities: binder.entities,
            rows: binder.rows,
        }
    });
    binders.collect()
}

/// The references of these items, in the order of the model, and all others as they come.
///
/// Items are numbered mount by mount, so that the lists of all mounts are in order one after the
/// other. Those of one item are few: counting items first spares most comparisons.
fn divided(references: Vec<Reference>, items: &Range<u32>) -> (Vec<Reference>, Vec<Reference>) {
    let own = |it: &Reference| match it.from {
        Node::Item(item) if items.contains(&item.0) => Some((item.0 - items.start) as usize),
        _ => None,
    };
    let mut starts = vec![0usize; items.len() + 1];
    for it in references.iter().filter_map(own) {
        starts[it + 1] += 1;
    }
    for idx in 0..items.len() {
        starts[idx + 1] += starts[idx];
    }
    let n_own = starts[items.len()];
    let mut strays = Vec::with_capacity(references.len() - n_own);
    let mut sorted = references.first().map_or(Vec::new(), |it| vec![*it; n_own]);
    let mut next = starts.clone();
    for it in references {
        match own(&it) {
            Some(item) => {
                sorted[next[item]] = it;
                next[item] += 1;
            }
            None => strays.push(it),
        }
    }
    for run in starts.windows(2) {
        sorted[run[0]..run[1]].sort_unstable_by(Reference::order);
    }
    (sorted, strays)
}

/// Adds what was bound to a model, in the order of the model.
pub(super) fn add_bound(bound: Vec<Bound>, builder: &mut ModelBuilder) {
    let mut strays: Vec<Reference> = Vec::new();
    for it in &bound {
        strays.extend_from_slice(&it.strays);
    }
    strays.par_sort_unstable_by(Reference::order);
    let (mut parts, mut rest) = (Vec::new(), strays.as_slice());
    for it in &bound {
        rest = merge(&it.of_own_items, rest, &mut parts);
    }
    parts.push(rest);
    builder.set_references(concatenated(&parts));
    for it in bound {
        builder.add_gaps(it.sight.gaps);
        builder.add_coverage(it.sight.coverage);
        for it in it.unresolved {
            builder.add_unresolved(it);
        }
    }
}

/// Adds parts of the references of one mount, and of the strays that come before the last of them;
/// both are sorted. Returns the other strays.
fn merge<'a>(
    mut own: &'a [Reference],
    mut strays: &'a [Reference],
    parts: &mut Vec<&'a [Reference]>,
) -> &'a [Reference] {
    while let [first, ..] = own {
        let n_before = strays.partition_point(|it| Reference::order(it, first).is_lt());
        let n_own = match strays.get(n_before) {
            Some(stray) => own.partition_point(|it| Reference::order(it, stray).is_le()),
            None => own.len(),
        };
        parts.extend([&strays[..n_before], &own[..n_own]]);
        (strays, own) = (&strays[n_before..], &own[n_own..]);
    }
    strays
}

/// One part after the other: copied in parallel, since half of the work is to get hold of the memory.
fn concatenated(parts: &[&[Reference]]) -> Vec<Reference> {
    let mut ends = Vec::with_capacity(parts.len());
    let mut n = 0;
    for part in parts {
        n += part.len();
        ends.push(n);
    }
    let at = |open: &mut usize, idx: usize| {
        let is_in = |it: usize| idx < ends[it] && ends[it] - parts[it].len() <= idx;
        if !is_in(*open) {
            *open = ends.partition_point(|end| *end <= idx);
        }
        parts[*open][idx + parts[*open].len() - ends[*open]]
    };
    let all = (0..n).into_par_iter().with_min_len(COPIED_AT_ONCE);
    all.map_init(|| 0, at).collect()
}

/// So many references are copied in a row.
const COPIED_AT_ONCE: usize = 16_384;

/// About how many references a mount has: what it mentions, and what macros mention for it.
fn expected(world: &World<'_>, mount_idx: usize) -> usize {
    let facts = &world.facts[world.mounts[mount_idx].file.index()];
    let n_mentions = facts.mentions.len();
    facts.imports.len() + n_mentions + n_mentions / 2 + facts.method_calls.len()
}

/// What the bodies of `macro_rules!` mention: by macro, with the mount it is written in.
struct Bodies<'a> {
    mentions: rustc_hash::FxHashMap<ItemId, Vec<(usize, &'a Mention)>>,
}

impl<'a> Bodies<'a> {
    fn new(world: &World<'a>) -> Self {
        let mut mentions: rustc_hash::FxHashMap<ItemId, Vec<(usize, &'a Mention)>> =
            rustc_hash::FxHashMap::default();
        for (mount_idx, mount) in world.mounts.iter().enumerate() {
            let facts = &world.facts[mount.file.index()];
            for mention in facts
                .mentions
                .iter()
                .filter(|it| it.role == Role::MacroBody)
            {
                let Some(owner) = mention.owner else { continue };
                let owner = ItemId(world.bases[mount_idx].1 + owner);
                mentions
                    .entry(owner)
                    .or_default()
                    .push((mount_idx, mention));
            }
        }
        Self { mentions }
    }
}

struct Binder<'a> {
    world: &'a World<'a>,
    bodies: &'a Bodies<'a>,
    index: &'a typing::Index,
    mount_idx: usize,
    references: Vec<Reference>,
    unresolved: Vec<Unresolved>,
    sight: Sight,
    written: Vec<(Node, Span, Span)>,
    entities: Vec<(Node, Span, RowAccess)>,
    rows: Vec<RowWritten>,
}

/// Where a reference stands and what stands there.
#[derive(Clone, Copy)]
struct Origin {
    from: Node,
    site: Site,
    when: When,
    span: Span,
}

impl Binder<'_> {
    fn bind_all(&mut self) {
        let world = self.world;
        let facts = &world.facts[world.mounts[self.mount_idx].file.index()];
        for import in &facts.imports {
            self.import(import);
        }
        for (idx, mention) in facts.mentions.iter().enumerate() {
            if mention.role != Role::MacroBody {
                self.mention(mention, idx, facts);
            }
        }
        self.method_calls();
        self.sight.take_facts(world, self.mount_idx);
    }

    fn method_calls(&mut self) {
        let world = self.world;
        let facts = &world.facts[world.mounts[self.mount_idx].file.index()];
        let typing::Methods {
            found: methods,
            untyped,
            rows,
        } = typing::methods_of(world, self.index, self.mount_idx);
        self.sight.methods(world, self.mount_idx, &untyped);
        self.rows_written(facts, &rows);
        let known = self.known_modules();
        for (call, found) in facts.method_calls.iter().zip(methods) {
            let Some((method, confidence)) = found else {
                continue;
            };
            let origin = self.origin(call.owner, call.scope, call.at, call.condition);
            let here = world.scopes[origin.site.scope.index()].module;
            let there = world.items[method.index()].module;
            // A name alone may add to a dependency, but never makes one.
            let is_bold = confidence == Confidence::Guessed;
            if !is_bold || here == there || known.contains(&(here, there)) {
                self.add(origin, Node::Item(method), DependencyKind::Call, confidence);
            }
        }
    }

    /// Keeps what is written through values, by the types of the values.
    fn rows_written(&mut self, facts: &FileFacts, rows: &[(u32, ItemId)]) {
        for &(idx, ty) in rows {
            let fact = &facts.rows[idx as usize];
            let origin = self.origin(fact.owner, 0, fact.at, fact.condition);
            self.rows.push(RowWritten {
                from: origin.from,
                span: origin.span,
                ty,
                access: fact.access,
                when: origin.when,
            });
        }
    }

    /// Which module of this file has named something of which other one.
    fn known_modules(&self) -> FxHashSet<(ModuleId, ModuleId)> {
        let module = |node: Node| match node {
            Node::Module(module) => Some(module),
            Node::Item(item) => Some(self.world.items[item.index()].module),
            Node::Extern(_) => None,
        };
        let own = self.references.iter();
        own.filter(|it| it.kind != DependencyKind::Dispatch)
            .filter_map(|it| Some((module(it.from)?, module(it.to)?)))
            .collect()
    }

    fn origin(&self, owner: Option<u32>, scope: u32, at: At, condition: u32) -> Origin {
        let world = self.world;
        let mount = &world.mounts[self.mount_idx];
        let scope = world.scope_id(self.mount_idx, scope);
        let owner = owner.map(|it| ItemId(world.bases[self.mount_idx].1 + it));
        let from = owner.map_or(Node::Module(world.scopes[scope.index()].module), Node::Item);
        Origin {
            from,
            site: Site {
                scope,
                owner,
                import: None,
                dollar_crate: None,
            },
            when: mount.when[condition as usize],
            span: Span {
                file: mount.file,
                line: at.line,
                column: at.column,
            },
        }
    }

    fn import(&mut self, import: &Import) {
        let world = self.world;
        let origin = self.origin(import.owner, import.scope, import.at, import.condition);
        let path = world.path(self.mount_idx, import.path);
        let kind = match import.visibility {
            VisibilityFact::Private => DependencyKind::Use,
            _ => DependencyKind::Reexport,
        };
        let namespaces: &[Namespace] = match import.form {
            ImportForm::Name(_) => &[Namespace::Type, Namespace::Value, Namespace::Macro],
            _ => &[Namespace::Type],
        };
        let mut targets: Vec<Node> = Vec::new();
        for &namespace in namespaces {
            let found = self.import_found(import, path, namespace, origin.site);
            targets.extend(found.filter(|it| it.whole).and_then(|it| target(it.def)));
        }
        targets.sort_unstable();
        targets.dedup();
        let known = !targets.is_empty() || self.is_known(path, origin.site);
        self.sight.path(known);
        for to in targets {
            self.add(origin, to, kind, Confidence::Resolved);
        }
        if !known {
            self.add_unresolved(origin, path);
        }
    }

    fn import_found(
        &self,
        import: &Import,
        path: &[Name],
        namespace: Namespace,
        site: Site,
    ) -> Option<Found> {
        let world = self.world;
        let module = world.scopes[site.scope.index()].module;
        if let ImportForm::Crate(_) = import.form {
            let def = world.crate_named(*path.first()?, module)?;
            return Some(Found {
                def,
                through: None,
                whole: true,
            });
        }
        let first = *path.first()?;
        let is_relative = [world.known.this, world.known.above, world.known.krate].contains(&first);
        if world.package(module).1.edition == 2015 && !is_relative {
            let root = world.scope_of[world.root_of[module.index()].index()];
            if let Some(found) = world.resolve(
                path,
                namespace,
                Site {
                    scope: root,
                    ..site
                },
            ) {
                return Some(found);
            }
        }
        // An import does not lead to itself: `use log::log` means the crate.
        world.resolve_beside_imports(path, namespace, site)
    }

    fn mention(&mut self, mention: &Mention, idx: usize, facts: &FileFacts) {
        let origin = self.origin(mention.owner, mention.scope, mention.at, mention.condition);
        let path = self.world.path(self.mount_idx, mention.path);
        let table = match mention.written {
            Written::No => None,
            Written::Rows(access) => {
                self.entities.push((origin.from, origin.span, access));
                None
            }
            Written::Table => Some(mention),
            Written::Beside(after) => idx
                .checked_sub(after as usize)
                .and_then(|it| facts.mentions.get(it)),
        };
        self.written.extend(table.map(|table| {
            let place = |it: &Mention| self.origin(it.owner, it.scope, it.at, it.condition);
            (origin.from, origin.span, place(table).span)
        }));
        self.bind(mention, path, origin, 0);
    }

    fn bind(&mut self, mention: &Mention, path: &[Name], origin: Origin, depth: u32) {
        let found = self.find(mention, path, origin.site);
        let found = found.map(|it| self.default_method(it, path));
        let is_counted = depth == 0 && must_resolve(mention.role);
        let is_lacking = found.is_some_and(|it| self.is_lacking(it));
        // `Self` is known to the compiler wherever it stands, if not always here.
        let is_self = path.first() == Some(&self.world.known.self_type);
        if is_counted {
            let bound = found.map_or(is_self, |_| !is_lacking);
            self.sight.path(bound);
        }
        let Some(found) = found else {
            if must_resolve(mention.role) && !is_self {
                self.add_to_module(origin, mention, path);
                self.add_unresolved(origin, path);
            }
            return;
        };
        if is_counted && is_lacking {
            let text = self.written(path);
            self.add_gap(origin, BlindSpot::NotInType, text);
        }
        let sure = match mention.role {
            Role::Scanned | Role::MacroBody => Confidence::Inferred,
            _ => Confidence::Resolved,
        };
        if let Some(through) = found.through {
            let owner = self.world.items[through.index()].module;
            let elsewhere = matches!(
                found.def,
                Def::Item(it) | Def::Variant(it) if self.world.items[it.index()].module != owner
            );
            if elsewhere {
                self.add(origin, Node::Item(through), DependencyKind::Type, sure);
            }
        }
        let Some(to) = target(found.def) else { return };
        let kind = self.kind(mention, found.def);
        self.add(origin, to, kind, sure);
        if mention.role == Role::Implement && matches!(to, Node::Item(_)) {
            let from = Origin { from: to, ..origin };
            self.add(from, origin.from, DependencyKind::Dispatch, sure);
        }
        if let Def::Item(item) = found.def
            && mention.role != Role::Expanded
            && matches!(self.world.items[item.index()].form, Form::MacroRules { .. })
        {
            self.sight.follow(mention.at);
            self.expand(item, origin, depth);
        }
    }

    /// What is not known in a module that is known: macros may declare it, and the module is needed
    /// all the same.
    fn add_to_module(&mut self, origin: Origin, mention: &Mention, path: &[Name]) {
        let Some((_, before)) = path.split_last().filter(|it| !it.1.is_empty()) else {
            return;
        };
        let found = self.world.resolve(before, Namespace::Type, origin.site);
        if let Some(Def::Module(module)) = found.filter(|it| it.whole).map(|it| it.def) {
            let kind = match mention.role {
                Role::Call => DependencyKind::Call,
                Role::Macro | Role::Expanded => DependencyKind::Macro,
                _ => DependencyKind::Type,
            };
            self.add(origin, Node::Module(module), kind, Confidence::Inferred);
        }
    }

    /// `Type::method` where only a trait that the type implements has it.
    fn default_method(&self, found: Found, path: &[Name]) -> Found {
        let (Def::Item(item), Some(&name), false) = (found.def, path.last(), found.whole) else {
            return found;
        };
        match self.index.provided(self.world, item, name) {
            Some(method) => Found {
                def: Def::Item(method),
                through: Some(item),
                whole: true,
            },
            None => found,
        }
    }

    /// Whether a path goes on after a type that has no such member, nor may get it from elsewhere.
    fn is_lacking(&self, found: Found) -> bool {
        matches!(found.def, Def::Item(item) if !found.whole && !self.index.may_have_more(self.world, item))
    }

    fn find(&self, mention: &Mention, path: &[Name], site: Site) -> Option<Found> {
        let world = self.world;
        let first = world.resolve(path, mention.namespace, site);
        // What a macro takes for a value may be a type: `query_as!(User, ..)`.
        let loose = matches!(
            mention.role,
            Role::Scanned | Role::MacroBody | Role::Value | Role::Word
        ) || (mention.role == Role::Type && path.len() == 1);
        // A lone name that a glob from outside may hold is found there if nothing else has it.
        let is_vague = |it: &Found| path.len() == 1 && matches!(it.def, Def::Extern(_));
        if first.is_some_and(|it| !is_vague(&it)) || !loose {
            return first;
        }
        // A lone name in angle brackets may be a constant; a scanned one may be anything.
        [Namespace::Value, Namespace::Type]
            .into_iter()
            .find_map(|it| world.resolve(path, it, site).filter(|it| !is_vague(it)))
            .or(first)
    }

    /// What a macro's body mentions counts for whoever calls it.
    fn expand(&mut self, item: ItemId, origin: Origin, depth: u32) {
        if depth >= MAX_MACRO_DEPTH {
            return;
        }
        let (world, bodies) = (self.world, self.bodies);
        let home = world.root_of[world.items[item.index()].module.index()];
        for &(mount_idx, mention) in bodies.mentions.get(&item).into_iter().flatten() {
            let path = world.path(mount_idx, mention.path);
            let site = Site {
                dollar_crate: Some(home),
                ..origin.site
            };
            let calls_itself = mention.namespace == Namespace::Macro
                && matches!(self.find(mention, path, site).map(|it| it.def), Some(Def::Item(it)) if it == item);
            if !calls_itself {
                self.bind(mention, path, Origin { site, ..origin }, depth + 1);
            }
        }
    }

    fn kind(&self, mention: &Mention, def: Def) -> DependencyKind {
        match mention.role {
            Role::Implement => return DependencyKind::Implement,
            Role::Derive | Role::Attribute => return DependencyKind::Derive,
            Role::Macro | Role::Expanded => return DependencyKind::Macro,
            _ => {}
        }
        match def {
            Def::Variant(_) => DependencyKind::Construct,
            Def::Item(item) => match self.world.items[item.index()].kind {
                ItemKind::Fn => DependencyKind::Call,
                ItemKind::Const | ItemKind::Static => DependencyKind::Static,
                ItemKind::Macro => DependencyKind::Macro,
                // What is scanned says no more than that it is no call.
                ItemKind::Type if mention.is_type() => DependencyKind::Type,
                ItemKind::Type => DependencyKind::Construct,
                ItemKind::Trait | ItemKind::Impl => DependencyKind::Type,
            },
            _ => match mention.role {
                Role::Call => DependencyKind::Call,
                Role::Construct | Role::MaybeBinding => DependencyKind::Construct,
                Role::Value | Role::Word => DependencyKind::Static,
                _ => DependencyKind::Type,
            },
        }
    }

    fn add(&mut self, origin: Origin, to: Node, kind: DependencyKind, confidence: Confidence) {
        if origin.from == to {
            return;
        }
        let module = self.world.scopes[origin.site.scope.index()].module;
        let outer = self.world.module_when[module.index()];
        let when = origin.when.within(outer);
        self.references.push(Reference {
            from: origin.from,
            to,
            kind,
            confidence,
            test: when.test,
            cfg: when.cfg,
            weight: 1.0,
            span: Some(origin.span),
        });
    }

    /// A path as written.
    fn written(&self, path: &[Name]) -> Arc<str> {
        let words = path.iter().map(|it| self.world.texts[*it as usize]);
        let words: Vec<_> = words.collect();
        words.join("::").replace("::::", "::").into()
    }

    fn add_gap(&mut self, origin: Origin, kind: BlindSpot, what: Arc<str>) {
        // An expression that is included sees what is bound round it.
        let file = self.world.mounts[self.mount_idx].file;
        if kind == BlindSpot::NoName && self.world.facts[file.index()].is_expr {
            return;
        }
        let module = self.world.scopes[origin.site.scope.index()].module;
        let outer = self.world.module_when[module.index()];
        self.sight.gaps.push(Gap {
            kind,
            what,
            file: self.world.tree.file(origin.span.file).path.clone(),
            line: origin.span.line,
            column: origin.span.column,
            n: 1,
            test: origin.when.within(outer).test,
        });
    }

    /// Whether the beginning of a path is known, so that only its end is not.
    fn is_known(&self, path: &[Name], site: Site) -> bool {
        let found = self.world.resolve(path, Namespace::Type, site);
        matches!(found.map(|it| it.def), Some(Def::BuiltIn | Def::Extern(_)))
    }

    fn add_unresolved(&mut self, origin: Origin, path: &[Name]) {
        let text = self.written(path);
        let kind = self.world.why_lost(path, origin.site);
        self.add_gap(origin, kind, text.clone());
        self.unresolved.push(Unresolved {
            from: origin.from,
            path: text,
            span: origin.span,
        });
    }
}

/// The node a definition is, if the model has one.
fn target(def: Def) -> Option<Node> {
    match def {
        Def::Module(it) => Some(Node::Module(it)),
        Def::Item(it) | Def::Variant(it) => Some(Node::Item(it)),
        Def::Extern(it) => Some(Node::Extern(it)),
        Def::BuiltIn => None,
    }
}

/// Whether a path that means nothing is worth telling.
fn must_resolve(role: Role) -> bool {
    !matches!(
        role,
        Role::MaybeBinding
            | Role::Scanned
            | Role::MacroBody
            | Role::Word
            | Role::Attribute
            | Role::Derive
    )
}
