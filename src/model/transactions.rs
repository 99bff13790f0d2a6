//! What transactions do, through the calls inside them.
//!
//! A call that is handed the transaction is followed. A function that takes a connection counts with what
//! it hands that to; one that takes none with all it does. Other calls between the beginning and the
//! end, and in functions that take a connection, are followed too, but count as guessed. Each function is
//! visited once, the surest way first and then the shortest, so that calls in circles come to an end.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    CfgId, CodeModel, Confidence, Data, DataTouch, DependencyKind, ItemId, ItemKind, ModuleId,
    Node, ObjectId, RefId, Reference, RowAccess, TransactionForm,
};
use crate::source::Span;

/// No more functions are visited from one transaction.
const MAX_FUNCTIONS: usize = 4096;
/// Calls are followed so deep.
const MAX_DEPTH: u32 = 32;
/// So many touches are kept of one transaction.
const MAX_TOUCHES: usize = 512;

/// From the first line and column of a call that is handed a transaction to its last.
pub type Range = ((u32, u32), (u32, u32));

/// By functions that take a connection: the calls that they hand it on to, sorted.
pub type Lent = FxHashMap<ItemId, Vec<Range>>;

/// A transaction of a database.
#[derive(Clone, PartialEq, Debug)]
pub struct Transaction {
    /// Who begins it.
    pub from: Node,
    /// By what.
    pub form: TransactionForm,
    /// Where.
    pub begins: Span,
    /// Where it ends at the latest, in the same file.
    pub ends: Span,
    /// Whether a commit was seen, or comes with its form.
    pub commits: bool,
    /// The calls that are handed it, sorted.
    pub uses: Vec<Range>,
    /// How sure it is that this is a transaction.
    pub confidence: Confidence,
    /// Only compiled for tests.
    pub test: bool,
    /// The condition it is compiled under.
    pub cfg: Option<CfgId>,
    /// What is read and written in it, by object, access and place.
    pub touches: Vec<ReachedTouch>,
    /// Whether there was more than is followed.
    pub is_cut: bool,
}

/// Something that a transaction reads or writes.
#[derive(Clone, PartialEq, Debug)]
pub struct ReachedTouch {
    /// What.
    pub to: ObjectId,
    /// How.
    pub access: RowAccess,
    /// Who does it.
    pub from: Node,
    /// Where.
    pub span: Span,
    /// The calls that lead there, in order; none if it stands in the transaction itself.
    pub calls: Vec<RefId>,
    /// How sure it is that this is part of the transaction.
    pub confidence: Confidence,
}

/// A type whose values are rows of a table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct MappedType {
    /// The type.
    pub item: ItemId,
    /// The table.
    pub object: ObjectId,
}

impl Transaction {
    /// What is surely or most likely read and written in it.
    pub fn likely(&self) -> impl Iterator<Item = &ReachedTouch> {
        let touches = self.touches.iter();
        touches.filter(|it| it.confidence != Confidence::Guessed)
    }

    /// The modules that take part: the one that begins it, and those that read or write in it, with
    /// the place of the first touch. Guesses are left out.
    pub fn modules(&self, model: &CodeModel) -> Vec<ModuleId> {
        let own = model.module_of(self.from);
        let others = self.likely().filter_map(|it| model.module_of(it.from));
        let mut modules: Vec<_> = own.into_iter().chain(others).collect();
        modules.sort_unstable();
        modules.dedup();
        modules
    }

    /// The objects that are written in it. Guesses are left out.
    pub fn written(&self) -> Vec<ObjectId> {
        let written = self.likely().filter(|it| it.access != RowAccess::Read);
        let mut written: Vec<_> = written.map(|it| it.to).collect();
        written.sort_unstable();
        written.dedup();
        written
    }

    /// Whether a place of its function lies between its beginning and its end.
    fn holds(&self, span: Span) -> bool {
        span.file == self.begins.file
            && span.line >= self.begins.line
            && (span.line, span.column) <= (self.ends.line, self.ends.column.max(1))
    }

    /// Whether a place is in a call that is handed it. Lines of a text begin in the first column.
    fn is_handed(&self, span: Span) -> bool {
        span.file == self.begins.file && is_in(&self.uses, span)
    }
}

/// Whether a place is in one of these calls.
fn is_in(ranges: &[Range], span: Span) -> bool {
    let place = (span.line, span.column);
    ranges.iter().any(|(from, to)| {
        let begins = place >= *from || (span.line >= from.0 && span.column == 1);
        begins && place <= *to
    })
}

/// Follows every transaction.
pub(super) fn follow(
    model: &CodeModel,
    data: &Data,
    lent: &Lent,
) -> Vec<(Vec<ReachedTouch>, bool)> {
    let reach = Reach { model, data, lent };
    data.transactions
        .iter()
        .map(|it| {
            let mut walk = Walk {
                reach: &reach,
                of: it,
                ways: FxHashMap::default(),
                found: Vec::new(),
                seen: FxHashSet::default(),
                is_cut: false,
            };
            walk.all();
            let mut found = walk.found;
            found.sort_by(|a, b| {
                let key = |it: &ReachedTouch| (it.to, it.access, it.span, it.from);
                key(a).cmp(&key(b))
            });
            (found, walk.is_cut)
        })
        .collect()
}

struct Reach<'a> {
    model: &'a CodeModel,
    data: &'a Data,
    lent: &'a Lent,
}

impl<'a> Reach<'a> {
    /// The calls that something makes.
    fn calls(&self, from: Node) -> impl Iterator<Item = (RefId, &'a Reference, ItemId)> + use<'a> {
        let model = self.model;
        let all = model.references();
        let start = all.partition_point(|it| it.from.order() < from.order());
        let own = all[start..].iter().take_while(move |it| it.from == from);
        let calls = (start as u32..).zip(own);
        calls.filter_map(move |(idx, it)| match it.to {
            Node::Item(to)
                if it.kind == DependencyKind::Call && model.item(to).kind == ItemKind::Fn =>
            {
                Some((RefId(idx), it, to))
            }
            _ => None,
        })
    }

    fn touches(&self, from: Node) -> &'a [DataTouch] {
        let all = &self.data.touches;
        let start = all.partition_point(|it| it.from < from);
        let len = all[start..].partition_point(|it| it.from == from);
        &all[start..start + len]
    }

    /// What implements a method of a trait.
    fn implementations(&self, method: ItemId) -> Vec<ItemId> {
        let model = self.model;
        let of_trait = model.item(method).parent;
        let Some(of_trait) = of_trait.filter(|it| model.item(*it).kind == ItemKind::Trait) else {
            return Vec::new();
        };
        let from = Node::Item(of_trait);
        let all = model.references();
        let start = all.partition_point(|it| it.from.order() < from.order());
        let own = all[start..].iter().take_while(|it| it.from == from);
        let impls = own.filter(|it| it.kind == DependencyKind::Dispatch);
        let name = &model.item(method).name;
        let methods = impls.filter_map(|it| match it.to {
            Node::Item(of_impl) => {
                let module = model.module(model.item(of_impl).module);
                let mut items = module.items.iter().copied();
                items.find(|it| {
                    let item = model.item(*it);
                    item.parent == Some(of_impl) && item.name == *name
                })
            }
            _ => None,
        });
        let mut methods: Vec<_> = methods.collect();
        methods.sort_unstable();
        methods.dedup();
        methods
    }
}

/// How a function was reached.
#[derive(Clone, Copy)]
struct Way {
    call: RefId,
    /// The function that calls; `None` if it is the one that begins.
    caller: Option<ItemId>,
    confidence: Confidence,
    depth: u32,
}

struct Walk<'r, 'a> {
    reach: &'r Reach<'a>,
    of: &'r Transaction,
    ways: FxHashMap<ItemId, Way>,
    found: Vec<ReachedTouch>,
    seen: FxHashSet<(ObjectId, RowAccess, Node, u32)>,
    is_cut: bool,
}

impl Walk<'_, '_> {
    fn all(&mut self) {
        self.touch_here();
        for weakest in [Confidence::Inferred, Confidence::Guessed] {
            let mut queue = VecDeque::new();
            self.calls_here(weakest, &mut queue);
            if weakest == Confidence::Guessed {
                // What only guesses lead to from functions that are known by now.
                let mut known: Vec<_> = self.ways.keys().copied().collect();
                known.sort_unstable();
                for it in known {
                    self.calls_of(it, weakest, &mut queue);
                }
            }
            while let Some(function) = queue.pop_front() {
                self.visit(function);
                self.calls_of(function, weakest, &mut queue);
            }
        }
    }

    /// What is touched in the function that begins.
    fn touch_here(&mut self) {
        for it in self.reach.touches(self.of.from) {
            let sure = if self.of.is_handed(it.span) {
                it.confidence
            } else if !self.of.holds(it.span) {
                continue;
            } else if self.of.form == TransactionForm::Begin {
                Confidence::Guessed
            } else {
                it.confidence.max(Confidence::Inferred)
            };
            self.add(it, Vec::new(), sure);
        }
    }

    fn calls_here(&mut self, weakest: Confidence, queue: &mut VecDeque<ItemId>) {
        for (call, it, to) in self.reach.calls(self.of.from) {
            let Some(place) = it.span else { continue };
            let sure = if self.of.is_handed(place) {
                // That it is handed a transaction tells as much as a type.
                it.confidence.min(Confidence::Inferred)
            } else if self.of.holds(place) {
                Confidence::Guessed
            } else {
                continue;
            };
            // What begins it is not called in it.
            if place != self.of.begins {
                let way = Way {
                    call,
                    caller: None,
                    confidence: sure,
                    depth: 1,
                };
                self.go(to, way, (it, weakest), queue);
            }
        }
    }

    fn calls_of(&mut self, function: ItemId, weakest: Confidence, queue: &mut VecDeque<ItemId>) {
        let Some(own) = self.ways.get(&function).copied() else {
            return;
        };
        for (call, it, to) in self.reach.calls(Node::Item(function)) {
            let sure = match (self.reach.lent.get(&function), it.span) {
                (Some(ranges), Some(span)) if is_in(ranges, span) => {
                    it.confidence.min(Confidence::Inferred)
                }
                (Some(_), _) => Confidence::Guessed,
                (None, _) => it.confidence,
            };
            let way = Way {
                call,
                caller: Some(function),
                confidence: own.confidence.max(sure),
                depth: own.depth + 1,
            };
            self.go(to, way, (it, weakest), queue);
        }
    }

    /// Notes how a function is reached, and what implements it if it is the method of a trait.
    fn go(
        &mut self,
        to: ItemId,
        way: Way,
        (reference, weakest): (&Reference, Confidence),
        queue: &mut VecDeque<ItemId>,
    ) {
        if way.confidence > weakest || (reference.test && !self.of.test) {
            return;
        }
        let implementations = self.reach.implementations(to);
        let of_trait = match implementations.len() {
            0 | 1 => way.confidence.max(Confidence::Inferred),
            _ => Confidence::Guessed,
        };
        let others = implementations.into_iter().map(|it| (it, of_trait));
        for (to, confidence) in std::iter::once((to, way.confidence)).chain(others) {
            let is_own = Node::Item(to) == self.of.from;
            if confidence > weakest || is_own || self.ways.contains_key(&to) {
                continue;
            }
            if way.depth > MAX_DEPTH || self.ways.len() >= MAX_FUNCTIONS {
                self.is_cut = true;
                return;
            }
            self.ways.insert(to, Way { confidence, ..way });
            queue.push_back(to);
        }
    }

    fn visit(&mut self, function: ItemId) {
        let Some(way) = self.ways.get(&function).copied() else {
            return;
        };
        let touches = self.reach.touches(Node::Item(function));
        let counts = |it: &&DataTouch| !it.test || self.of.test;
        let touches: Vec<_> = touches.iter().filter(counts).collect();
        if touches.is_empty() {
            return;
        }
        let calls = self.calls_to(function);
        for it in touches {
            let sure = it.confidence.max(way.confidence);
            self.add(it, calls.clone(), sure.max(Confidence::Inferred));
        }
    }

    /// The calls that lead to a function, in order.
    fn calls_to(&self, function: ItemId) -> Vec<RefId> {
        let mut calls = Vec::new();
        let mut next = Some(function);
        while let Some(way) = next.and_then(|it| self.ways.get(&it)) {
            calls.push(way.call);
            next = way.caller;
        }
        calls.reverse();
        calls
    }

    fn add(&mut self, it: &DataTouch, calls: Vec<RefId>, confidence: Confidence) {
        if !self.seen.insert((it.to, it.access, it.from, it.span.line)) {
            return;
        }
        if self.found.len() >= MAX_TOUCHES {
            self.is_cut = true;
            return;
        }
        self.found.push(ReachedTouch {
            to: it.to,
            access: it.access,
            from: it.from,
            span: it.span,
            calls,
            confidence,
        });
    }
}
