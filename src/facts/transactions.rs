//! Where code may begin transactions, and which of its calls are handed one.
//!
//! Syntax only: whether `begin` belongs to a database is for the model to say, which knows what a
//! package depends on and what a call resolves to.
//!
//! A transaction is followed by the local name it is bound to, or that a closure takes it by, and by
//! names that are only another word for it. A call that has the name among its arguments, or that is
//! called on it, is handed the transaction; its text from the first token to the last is kept.

use syn::spanned::Spanned as _;
use syn::{Expr, Pat};

use super::collect::{Collector, at};
use super::connections::{
    another_name_of, is_connection, name_in, names_connection, root_name, wraps,
};
use super::{At, ConditionIdx, ItemIdx, Symbol};

/// Something that may be a transaction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TransactionFact {
    /// The innermost item it stands in.
    pub owner: Option<ItemIdx>,
    /// What begins it: `begin`, `transaction`, ...
    pub name: Symbol,
    /// How it comes about.
    pub form: TransactionStart,
    /// Where the name of what begins it stands.
    pub at: At,
    /// Where it ends: the last `commit` or `rollback`, the end of the call, the end of its block.
    pub ends: At,
    /// Whether a `commit` was seen.
    pub commits: bool,
    /// The calls that are handed it, from the first token to the end of the last, in the order in
    /// which they end. Empty if it is handed out.
    pub uses: Vec<(At, At)>,
    /// When it is compiled.
    pub condition: ConditionIdx,
}

/// How something that may be a transaction comes about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TransactionStart {
    /// A call gives it; it lasts until it is ended or dropped.
    Value,
    /// A closure that a call is given is its body.
    Body,
    /// A function takes it, or any other connection, as a parameter: what it hands on of it is part of
    /// whatever its caller began.
    Lent,
}

/// What begins a transaction that is bound to a name. Sorted.
const BEGINNINGS: &[&str] = &[
    "begin",
    "begin_immediate",
    "begin_nested",
    "begin_transaction",
    "begin_tx",
    "begin_with",
    "begin_with_config",
    "savepoint",
    "start_transaction",
    "transaction",
    "transaction_with_behavior",
    "try_begin",
    "unchecked_transaction",
];

/// A transaction is followed through no more calls than this.
const MAX_USES: usize = 4096;

/// Transactions that the walk is in.
#[derive(Default)]
pub(super) struct Watch {
    open: Vec<Open>,
    frames: Vec<Frame>,
    /// The transaction that the expression walked last has begun.
    begun: Option<usize>,
    /// The transaction whose body the next closure is.
    opening: Option<usize>,
    /// What the function takes.
    lent: Option<usize>,
}

/// A local name that stands for a transaction.
#[derive(Clone, Copy)]
struct Open {
    /// Its position among the local names.
    local: usize,
    /// The transaction's position among the facts.
    fact: usize,
}

/// What is left behind after a call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// Nothing was followed in it.
    Nothing,
    /// A call that may have been handed something.
    Call,
    /// A call that only gives another view of what it is handed.
    View,
}

/// A call that is under way.
struct Frame {
    from: At,
    to: At,
    /// Transactions that it is handed.
    handed: Vec<usize>,
}

impl Collector<'_, '_> {
    /// Walks what a method is called on; the call is one that may be handed a transaction.
    pub(super) fn in_method(&mut self, call: &syn::ExprMethodCall) -> bool {
        let close = call.paren_token.span.close();
        self.in_call(|| (begin_of(&call.receiver), end_at(close)))
    }

    /// The same for the call of a function.
    pub(super) fn in_function(&mut self, call: &syn::ExprCall) -> bool {
        let close = call.paren_token.span.close();
        self.in_call(|| (begin_of(&call.func), end_at(close)))
    }

    fn in_call(&mut self, range: impl FnOnce() -> (At, At)) -> bool {
        if self.watch.open.is_empty() {
            return false;
        }
        let (from, to) = range();
        self.watch.frames.push(Frame {
            from,
            to,
            handed: Vec::new(),
        });
        true
    }

    /// A parameter has been bound: if it is a connection, it is followed.
    pub(super) fn takes(&mut self, parameter: &syn::PatType, first: usize) {
        let Some(name) = name_in(&parameter.pat) else {
            return;
        };
        if !(names_connection(&name) || is_connection(&parameter.ty, 0)) {
            return;
        }
        let name = self.ident(&name);
        let place = (at(parameter.pat.span()), parameter.pat.span());
        let lent = match self.watch.lent {
            Some(lent) => lent,
            None => self.add_transaction(name, TransactionStart::Lent, place),
        };
        self.watch.lent = Some(lent);
        let new = first..self.locals.len();
        let new = new.map(|local| Open { local, fact: lent });
        self.watch.open.extend(new);
    }

    /// Leaves a call that has been entered. What begins a longer chain belongs to the whole of it; what
    /// only gives another view of a connection belongs to the call that is given it.
    pub(super) fn after_call(&mut self, left: Left) {
        if left == Left::Nothing {
            return;
        }
        let Some(mut frame) = self.watch.frames.pop() else {
            return;
        };
        frame.handed.sort_unstable();
        frame.handed.dedup();
        match self.watch.frames.last_mut() {
            Some(outer) if left == Left::View || outer.from == frame.from => {
                outer.handed.append(&mut frame.handed);
            }
            _ => {
                for fact in frame.handed {
                    let uses = &mut self.facts.transactions[fact].uses;
                    if uses.len() < MAX_USES {
                        uses.push((frame.from, frame.to));
                    }
                }
            }
        }
    }

    /// A local name is used.
    pub(super) fn uses_local(&mut self, name: Symbol) {
        if self.watch.open.is_empty() {
            return;
        }
        let Some(local) = self.locals.iter().rposition(|it| it.0 == name) else {
            return;
        };
        let facts = self.watch.open.iter().filter(|it| it.local == local);
        if let Some(frame) = self.watch.frames.last_mut() {
            frame.handed.extend(facts.map(|it| it.fact));
        }
    }

    /// After the receiver of a method has been walked: whether the method begins a transaction, or
    /// ends one. Returns the transaction whose body the arguments are.
    pub(super) fn begins_or_ends(
        &mut self,
        call: &syn::ExprMethodCall,
        name: Symbol,
    ) -> Option<usize> {
        let word = self.facts.text(name);
        let ends = matches!(word, "commit" | "finish");
        let is_known = BEGINNINGS.binary_search(&word).is_ok();
        let may_run = word.contains("transaction");
        let may_run = may_run || (word == "run" && begins_building(&call.receiver));
        if ends {
            self.ends(&call.receiver, at(call.method.span()));
        }
        if !is_known && !may_run {
            return None;
        }
        let takes_body = call.args.iter().any(is_body);
        if !takes_body && !is_known {
            return None;
        }
        let place = (at(call.method.span()), call.paren_token.span.close());
        let fact = self.add_transaction(name, start(takes_body), place);
        if takes_body {
            let local = self.local_of(&call.receiver);
            self.watch
                .open
                .extend(local.map(|local| Open { local, fact }));
            return Some(fact);
        }
        self.watch.begun = Some(fact);
        None
    }

    /// `in_transaction(pool, |tx| ..)`, `Transaction::begin(&pool)`: what a function begins.
    pub(super) fn begins_by_function(&mut self, call: &syn::ExprCall) -> Option<usize> {
        let Expr::Path(path) = &*call.func else {
            return None;
        };
        let last = &path.path.segments.last()?.ident;
        let name = last.to_string();
        let takes_body = name.contains("transaction") && call.args.iter().any(is_body);
        let is_begin = path.path.segments.len() > 1 && name == "begin";
        if !takes_body && !is_begin {
            return None;
        }
        let place = (at(last.span()), call.paren_token.span.close());
        let name = self.ident(last);
        let fact = self.add_transaction(name, start(takes_body), place);
        if takes_body {
            return Some(fact);
        }
        self.watch.begun = Some(fact);
        None
    }

    fn add_transaction(
        &mut self,
        name: Symbol,
        form: TransactionStart,
        (at, end): (At, proc_macro2::Span),
    ) -> usize {
        let fact = TransactionFact {
            owner: self.owner,
            name,
            form,
            at,
            ends: end_at(end),
            commits: false,
            uses: Vec::new(),
            condition: self.condition,
        };
        self.facts.transactions.push(fact);
        self.facts.transactions.len() - 1
    }

    /// Before an argument is walked that is the body of a transaction.
    pub(super) fn opens_body(&mut self, fact: Option<usize>, argument: &Expr) {
        let (Some(fact), Expr::Closure(closure)) = (fact, argument) else {
            return;
        };
        let is_named = closure.inputs.iter().any(|it| name_in(it).is_some());
        if is_named {
            self.watch.opening = Some(fact);
        } else {
            // It is not handed on, so that all of the body has it.
            let range = (begin_of(&closure.body), end_at(closure.body.span()));
            self.facts.transactions[fact].uses.push(range);
        }
    }

    /// After the arguments of a call have been walked. A transaction that began in one of them is
    /// handed to this call.
    pub(super) fn after_arguments(&mut self, fact: Option<usize>, begun: Option<usize>) {
        if let Some(fact) = fact {
            self.watch.open.retain(|it| it.fact != fact);
        }
        self.watch.begun = begun;
    }

    /// The transaction that has begun in what was walked, if it has.
    pub(super) fn begun(&self) -> Option<usize> {
        self.watch.begun
    }

    /// A transaction that began in an argument is handed to the call; `Ok(..)` hands it on.
    pub(super) fn hands_over(&mut self, before: Option<usize>, call: &syn::ExprCall) {
        let Some(fact) = self.watch.begun.filter(|it| before != Some(*it)) else {
            return;
        };
        if !wraps(&call.func) {
            let range = (begin_of(&call.func), end_at(call.paren_token.span.close()));
            self.facts.transactions[fact].uses.push(range);
            self.watch.begun = before;
        }
    }

    /// The parameters of a closure have been bound: those that are transactions are followed.
    pub(super) fn opens_parameters(&mut self, first: usize) {
        if let Some(fact) = self.watch.opening.take() {
            let new = first..self.locals.len();
            self.watch
                .open
                .extend(new.map(|local| Open { local, fact }));
        }
    }

    /// Before the value of a `let` is walked.
    pub(super) fn before_value(&mut self) {
        self.watch.begun = None;
    }

    /// A pattern has been bound to a value: to a transaction, or to another name of one.
    pub(super) fn binds(&mut self, pat: &Pat, value: Option<&Expr>, first: usize) {
        let begun = self.watch.begun.take();
        if begun.is_none() && self.watch.open.is_empty() {
            return;
        }
        let Some(name) = name_in(pat) else { return };
        let name = self.ident(&name);
        let Some(local) = self.locals[first..].iter().rposition(|it| it.0 == name) else {
            return;
        };
        let local = first + local;
        let others = self.watch.open.iter().filter(|it| it.local < first);
        let known: Vec<_> = others.copied().collect();
        self.watch
            .open
            .extend(begun.map(|fact| Open { local, fact }));
        let root = value.and_then(|it| another_name_of(it, begun.is_some()));
        let Some(root) = root else { return };
        let root = self.ident(&root);
        let before = self.locals[..first].iter().rposition(|it| it.0 == root);
        let same = known.iter().filter(|it| Some(it.local) == before);
        let same: Vec<_> = same.map(|it| Open { local, ..*it }).collect();
        self.watch.open.extend(same);
    }

    /// Local names beyond these are forgotten, at the end of a block.
    pub(super) fn forgets_locals(&mut self, end: proc_macro2::Span) {
        if self.watch.open.is_empty() {
            return;
        }
        let n_locals = self.locals.len();
        let end = end_at(end);
        let closed = self.watch.open.iter().filter(|it| it.local >= n_locals);
        for it in closed {
            let fact = &mut self.facts.transactions[it.fact];
            if fact.form == TransactionStart::Value && !fact.commits {
                fact.ends = fact.ends.max(end);
            }
        }
        self.watch.open.retain(|it| it.local < n_locals);
    }

    /// Walks another item: it knows nothing of the transactions round it.
    pub(super) fn apart_from_transactions<T>(&mut self, walk: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::take(&mut self.watch);
        let result = walk(self);
        self.watch = before;
        result
    }

    fn ends(&mut self, receiver: &Expr, place: At) {
        let Some(local) = self.local_of(receiver) else {
            return;
        };
        let facts = self.watch.open.iter().filter(|it| it.local == local);
        // The innermost: a savepoint is another name of the transaction round it.
        if let Some(it) = facts.max_by_key(|it| it.fact) {
            let fact = &mut self.facts.transactions[it.fact];
            if !fact.commits || place > fact.ends {
                fact.ends = place;
            }
            fact.commits = true;
        }
    }

    /// The position of the local name that an expression is.
    fn local_of(&self, expr: &Expr) -> Option<usize> {
        let name = root_name(expr)?.to_string();
        let mut locals = self.locals.iter();
        locals.rposition(|it| self.facts.text(it.0) == name)
    }
}

fn start(takes_body: bool) -> TransactionStart {
    if takes_body {
        TransactionStart::Body
    } else {
        TransactionStart::Value
    }
}

/// Whether an argument may be the body of a transaction.
fn is_body(argument: &Expr) -> bool {
    matches!(argument, Expr::Closure(_))
}

/// `conn.build_transaction().serializable()`
fn begins_building(receiver: &Expr) -> bool {
    let mut next = receiver;
    while let Expr::MethodCall(it) = next {
        if it.method == "build_transaction" {
            return true;
        }
        next = &it.receiver;
    }
    false
}

/// Where the first token of an expression stands.
fn begin_of(expr: &Expr) -> At {
    let mut next = expr;
    loop {
        next = match next {
            Expr::MethodCall(it) => &it.receiver,
            Expr::Field(it) => &it.base,
            Expr::Try(it) => &it.expr,
            Expr::Await(it) => &it.base,
            Expr::Index(it) => &it.expr,
            Expr::Call(it) => &it.func,
            Expr::Path(it) if it.qself.is_none() => {
                let first = it.path.segments.first();
                return first.map_or_else(|| at(it.span()), |it| at(it.ident.span()));
            }
            Expr::Macro(it) => {
                let first = it.mac.path.segments.first();
                return first.map_or_else(|| at(it.span()), |it| at(it.ident.span()));
            }
            Expr::Lit(it) => return at(it.lit.span()),
            other => return at(other.span()),
        };
    }
}

/// The place after the last character of a span.
fn end_at(span: proc_macro2::Span) -> At {
    let end = span.end();
    At {
        line: end.line as u32,
        column: end.column as u32 + 1,
    }
}
