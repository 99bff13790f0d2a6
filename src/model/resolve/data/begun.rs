//! Where code begins and ends transactions.
//!
//! A package that needs no database begins none. A call that resolves to a function of the tree is one
//! if that function begins one itself: for the closure that it is given, or to hand it out.

use rustc_hash::FxHashSet;

use super::{Builder, span};
use crate::facts::{TransactionFact, TransactionStart};
use crate::model::{
    Confidence, DependencyKind, ItemId, ItemKind, Lent, Node, Range, Transaction, TransactionForm,
    TransactionStep,
};
use crate::source::Span;

/// Functions that call functions that begin transactions are followed this far.
const MAX_ROUNDS: usize = 4;

/// A call that may begin a transaction.
struct Candidate<'a> {
    fact: &'a TransactionFact,
    from: Node,
    begins: Span,
    /// The function of the tree that it calls, if it does.
    calls: Option<ItemId>,
    /// Whether its package needs a database.
    speaks: bool,
    test: bool,
    cfg: Option<crate::model::CfgId>,
}

impl Builder<'_> {
    /// Finds every transaction, by calls and by SQL.
    pub(super) fn transactions(&mut self) {
        let candidates = self.candidates();
        let begin: FxHashSet<ItemId> = self.beginners(&candidates);
        // What a function begins for others is theirs.
        let is_lent = |it: &Candidate<'_>| match it.from {
            Node::Item(owner) => it.fact.form == TransactionStart::Body && begin.contains(&owner),
            _ => false,
        };
        let counts = |it: &&Candidate<'_>| {
            !it.fact.uses.is_empty() && self.begins(it, &begin) && !is_lent(it)
        };
        let found: Vec<_> = candidates.iter().filter(counts).map(transaction).collect();
        self.data.transactions = found;
        self.by_sql();
    }

    /// Whether a call begins a transaction, given the functions of the tree that do.
    fn begins(&self, it: &Candidate<'_>, begin: &FxHashSet<ItemId>) -> bool {
        match it.calls {
            Some(function) => begin.contains(&function),
            None => it.speaks && is_told(it.fact, self.word(it)),
        }
    }

    fn word(&self, it: &Candidate<'_>) -> &str {
        let facts = &self.facts[it.begins.file.index()];
        facts.text(it.fact.name)
    }

    fn candidates(&self) -> Vec<Candidate<'_>> {
        let mut found = Vec::new();
        for (idx, mount, facts) in self.mounts() {
            let begun = facts.transactions.iter();
            for fact in begun.filter(|it| it.form != TransactionStart::Lent) {
                let Some(from) = self.origin(idx, fact.owner) else {
                    continue;
                };
                let begins = span(mount.file, fact.at);
                found.push(Candidate {
                    fact,
                    from,
                    begins,
                    calls: self.called_at(from, begins),
                    speaks: self.remembered.dialects[idx].is_some(),
                    test: self.is_test(mount, fact.condition, from),
                    cfg: mount.when[fact.condition as usize].cfg,
                });
            }
        }
        found
    }

    /// What functions hand on of the connections that they take.
    pub(super) fn lent(&self) -> Lent {
        let mut lent = Lent::default();
        for (idx, _, facts) in self.mounts() {
            let of_parameters = facts.transactions.iter();
            for fact in of_parameters.filter(|it| it.form == TransactionStart::Lent) {
                if let Some(owner) = fact.owner {
                    let item = ItemId(self.remembered.first_items[idx] + owner);
                    lent.insert(item, ranges(fact));
                }
            }
        }
        lent
    }

    /// The function of the tree that is called at a place.
    fn called_at(&self, from: Node, place: Span) -> Option<ItemId> {
        self.named_at(from, place)
            .filter(|it| self.model.item(*it).kind == ItemKind::Fn)
    }

    /// Functions of the tree that begin a transaction for who calls them. What implements a method of a
    /// trait counts for the method.
    fn beginners(&self, candidates: &[Candidate<'_>]) -> FxHashSet<ItemId> {
        let mut begin = FxHashSet::default();
        for _ in 0..MAX_ROUNDS {
            let before = begin.len();
            for it in candidates {
                let Node::Item(owner) = it.from else { continue };
                let counts = self.begins(it, &begin);
                // Handed out, or for a closure that it is given.
                if counts
                    && (it.fact.uses.is_empty() || it.fact.form == TransactionStart::Body)
                    && self.hands_on(owner)
                {
                    begin.insert(owner);
                    begin.extend(self.method_of_trait(owner));
                }
            }
            if begin.len() == before {
                break;
            }
        }
        begin
    }

    /// Whether a function is named after what it hands on.
    fn hands_on(&self, function: ItemId) -> bool {
        let name = &*self.model.item(function).name;
        ["begin", "transaction", "tx", "atomic", "unit_of_work"]
            .iter()
            .any(|it| name.contains(it))
    }

    /// The method of a trait that a function implements.
    fn method_of_trait(&self, function: ItemId) -> Option<ItemId> {
        let of_impl = self.model.item(function).parent?;
        let implements = self.references_of(Node::Item(of_impl)).iter();
        let mut traits = implements.filter(|it| it.kind == DependencyKind::Implement);
        let Node::Item(of_trait) = traits.next()?.to else {
            return None;
        };
        let name = &self.model.item(function).name;
        let module = self.model.item(of_trait).module;
        let members = self.model.module(module).items.iter().copied();
        let mut members = members.filter(|it| self.model.item(*it).parent == Some(of_trait));
        members.find(|it| self.model.item(*it).name == *name)
    }

    /// Transactions that SQL begins: up to the last statement that ends one before the next begins.
    fn by_sql(&mut self) {
        let mut steps = self.data.steps.clone();
        steps.sort_by_key(|it| (it.from, it.span));
        let mut rest = steps.iter().peekable();
        while let Some(begin) = rest.next() {
            if &*begin.step != "begin" {
                continue;
            }
            let mut end: Option<&TransactionStep> = None;
            while let Some(next) = rest.next_if(|it| it.from == begin.from && &*it.step != "begin")
            {
                let ends = matches!(&*next.step, "commit" | "rollback");
                let is_better =
                    end.is_none_or(|it| &*it.step != "commit" || &*next.step == "commit");
                if ends && is_better {
                    end = Some(next);
                }
            }
            let until = end.map_or_else(|| self.end_of(begin), |it| it.span);
            let last = (until.line, u32::MAX);
            self.data.transactions.push(Transaction {
                from: begin.from,
                form: TransactionForm::Sql,
                begins: begin.span,
                ends: until,
                commits: end.is_some_and(|it| &*it.step == "commit"),
                uses: vec![((begin.span.line, begin.span.column), last)],
                confidence: Confidence::Resolved,
                test: begin.test,
                cfg: None,
                touches: Vec::new(),
                is_cut: false,
            });
        }
    }

    /// The last line of the function that begins.
    fn end_of(&self, begin: &TransactionStep) -> Span {
        let Node::Item(item) = begin.from else {
            return begin.span;
        };
        let item = self.model.item(item);
        let first = item.span.map_or(begin.span.line, |it| it.line);
        Span {
            line: begin.span.line.max(first + item.n_lines.saturating_sub(1)),
            ..begin.span
        }
    }
}

/// Whether a name from outside the tree, or of something unknown, is told enough to be believed: what
/// only contains the word could be anything.
fn is_told(fact: &TransactionFact, name: &str) -> bool {
    if fact.form == TransactionStart::Value {
        return true;
    }
    matches!(
        name,
        "transaction"
            | "immediate_transaction"
            | "exclusive_transaction"
            | "transaction_with_config"
            | "run"
            | "run_transaction"
            | "with_transaction"
            | "in_transaction"
    )
}

/// The calls that are handed something, sorted.
fn ranges(fact: &TransactionFact) -> Vec<Range> {
    let uses = fact.uses.iter();
    let mut uses: Vec<_> = uses
        .map(|(from, to)| ((from.line, from.column), (to.line, to.column)))
        .collect();
    uses.sort_unstable();
    uses.dedup();
    uses
}

fn transaction(it: &Candidate<'_>) -> Transaction {
    let uses = ranges(it.fact);
    let ends = span(it.begins.file, it.fact.ends);
    let confidence = match it.calls {
        Some(_) => Confidence::Resolved,
        None if it.fact.commits || it.fact.form == TransactionStart::Body => Confidence::Inferred,
        None => Confidence::Guessed,
    };
    Transaction {
        from: it.from,
        form: if it.fact.form == TransactionStart::Body {
            TransactionForm::Closure
        } else {
            TransactionForm::Begin
        },
        begins: it.begins,
        ends,
        commits: it.fact.commits || it.fact.form == TransactionStart::Body,
        uses,
        confidence,
        test: it.test,
        cfg: it.cfg,
        touches: Vec::new(),
        is_cut: false,
    }
}
