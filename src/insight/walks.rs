//! A walk for every door: from who answers along the calls, to the tables touched, transactions,
//! and calls to the outside, with what the plan would make remote on the way.
//!
//! Each function is followed once in a walk, so that it comes to an end. A hop is a place at which
//! code of one owner calls code of another, or touches a table that the plan gives to another: counted
//! in the text, not at run time.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{
    CodeModel, Confidence, DependencyKind, DoorKind, ItemId, ItemKind, Node, ObjectId, Reference,
    RowAccess,
};
use crate::plan::{Owner, Ownership, Plan};
use crate::source::Span;

/// Longer walks are cut, and say so.
const MAX_STEPS: usize = 2_000;
/// Calls inside calls are followed this deep.
const MAX_DEPTH: u32 = 64;

/// What one door leads to.
#[derive(Clone, PartialEq, Debug)]
pub struct Walk {
    /// Position among the doors of the model.
    pub door: usize,
    /// Who owns who answers.
    pub owner: Owner,
    /// Callers before what they call, in order of the places. The first is who answers.
    pub steps: Vec<WalkStep>,
    /// Steps that would go from one owner to another.
    pub n_hops: u32,
    /// Functions that were reached and not followed, because the walk is too long or too deep, or the
    /// door is answered by a closure that cannot be told from the function round it.
    pub n_left_out: u32,
}

/// One thing that a walk comes to.
#[derive(Clone, PartialEq, Debug)]
pub struct WalkStep {
    /// The step before: who calls or touches. `None` for who answers the door.
    pub from: Option<usize>,
    /// How many calls below who answers.
    pub depth: u32,
    /// What is reached.
    pub to: Stop,
    /// Who owns it; a transaction and a call to the outside belong to who has them.
    pub owner: Owner,
    /// Whether one owner would need another for it: its code, or its table.
    pub is_hop: bool,
    /// Whether the walk has been here before: what comes after it stands there.
    pub is_again: bool,
    /// Where.
    pub span: Option<Span>,
    /// How sure it is. Where a trait is called, each of its implementors is guessed.
    pub confidence: Confidence,
}

/// What a step comes to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stop {
    /// A function.
    Code(Node),
    /// A table, view or routine.
    Object(ObjectId, RowAccess),
    /// A step of a transaction, by its position in the layer of data.
    Transaction(usize),
    /// A call to the outside, by its position in the layer of doors.
    Outside(usize),
}

/// The walks of all doors under a plan, in the order of the doors.
pub fn walks(model: &CodeModel, plan: &Plan) -> Vec<Walk> {
    let ways = Ways::new(model, plan);
    let doors = 0..model.doors().inbound.len();
    doors.map(|it| ways.walk(it)).collect()
}

/// What walks go along.
struct Ways<'a> {
    model: &'a CodeModel,
    ownership: Ownership,
    /// The owner of every module, in order of id.
    owners: Vec<Owner>,
    /// Whether the plan takes single items out of their modules.
    has_singles: bool,
    /// Functions of an impl or trait, by name.
    members: FxHashMap<(ItemId, &'a str), ItemId>,
}

/// A walk under way.
struct Path {
    steps: Vec<WalkStep>,
    seen: FxHashSet<Node>,
    n_left_out: u32,
}

impl<'a> Ways<'a> {
    fn new(model: &'a CodeModel, plan: &Plan) -> Self {
        let functions = (0u32..).map(ItemId).zip(model.items());
        let functions = functions.filter(|it| it.1.kind == ItemKind::Fn);
        let members = functions.filter_map(|(id, it)| Some(((it.parent?, &*it.name), id)));
        let ownership = plan.ownership();
        let modules = model.modules().iter();
        Self {
            model,
            owners: modules.map(|it| ownership.owner_of(&it.path)).collect(),
            has_singles: plan.services.iter().any(|it| !it.items.is_empty()),
            ownership,
            members: members.collect(),
        }
    }

    fn owner_of(&self, node: Node) -> Owner {
        match self.model.module_of(node) {
            Some(module) if !self.has_singles => self.owners[module.index()],
            _ => self.ownership.owner_of(self.model.path_of(node)),
        }
    }

    fn walk(&self, door: usize) -> Walk {
        let known = &self.model.doors().inbound[door];
        let owner = self.owner_of(known.handler);
        let mut path = Path {
            steps: vec![WalkStep {
                from: None,
                depth: 0,
                to: Stop::Code(known.handler),
                owner,
                is_hop: false,
                is_again: false,
                span: Some(known.span),
                confidence: known.confidence,
            }],
            seen: FxHashSet::default(),
            n_left_out: 0,
        };
        if self.answers_itself(door) {
            path.n_left_out = 1;
        } else {
            self.follow(&mut path);
        }
        Walk {
            door,
            owner,
            n_hops: path.steps.iter().filter(|it| it.is_hop).count() as u32,
            steps: path.steps,
            n_left_out: path.n_left_out,
        }
    }

    /// Whether a door is opened inside of who is said to answer it: then a closure does.
    fn answers_itself(&self, door: usize) -> bool {
        let door = &self.model.doors().inbound[door];
        let Node::Item(item) = door.handler else {
            return false;
        };
        if door.kind != DoorKind::Http {
            return false;
        }
        let item = self.model.item(item);
        item.span.is_some_and(|it| {
            let lines = it.line..it.line + item.n_lines.max(1);
            it.file == door.span.file
                && lines.contains(&door.span.line)
                && door.confidence != Confidence::Resolved
        })
    }

    /// Goes on from the last step, deeper first.
    fn follow(&self, path: &mut Path) {
        let mut open = vec![0];
        while let Some(at) = open.pop() {
            let Stop::Code(node) = path.steps[at].to else {
                continue;
            };
            if !path.seen.insert(node) {
                path.steps[at].is_again = true;
                continue;
            }
            if path.steps[at].depth >= MAX_DEPTH {
                path.n_left_out += 1;
                continue;
            }
            let first = path.steps.len();
            for step in self.steps_from(node, at, &path.steps[at]) {
                if path.steps.len() >= MAX_STEPS {
                    path.n_left_out += u32::from(matches!(step.to, Stop::Code(_)));
                    continue;
                }
                path.steps.push(step);
            }
            let new = first..path.steps.len();
            open.extend(new.rev());
        }
        deeper_first(&mut path.steps);
    }

    /// What a function calls and touches, in order of the places.
    fn steps_from(&self, node: Node, at: usize, before: &WalkStep) -> Vec<WalkStep> {
        let mut steps = Vec::new();
        let mut push = |to: Stop, owner: Owner, span: Option<Span>, confidence: Confidence| {
            steps.push(WalkStep {
                from: Some(at),
                depth: before.depth + 1,
                to,
                owner,
                // Data that nobody has been assigned is shared, as long as there is one database.
                is_hop: owner != before.owner && (owner.is_some() || matches!(to, Stop::Code(_))),
                is_again: false,
                span,
                confidence,
            });
        };
        for it in self.references_of(node) {
            let is_call = it.kind == DependencyKind::Call && matches!(it.to, Node::Item(_));
            if is_call && !it.test {
                push(
                    Stop::Code(it.to),
                    self.owner_of(it.to),
                    it.span,
                    it.confidence,
                );
            }
        }
        for to in self.implementors_of(node) {
            push(Stop::Code(to), self.owner_of(to), None, Confidence::Guessed);
        }
        let data = self.model.data();
        for it in run_of(&data.touches, node, |it| it.from) {
            if !it.test {
                let to = Stop::Object(it.to, it.access);
                let owner = self.owners[self.model.module_of_object(it.to).index()];
                push(to, owner, Some(it.span), it.confidence);
            }
        }
        let first = data.steps.partition_point(|it| it.from < node);
        for (idx, it) in run_of(&data.steps, node, |it| it.from).iter().enumerate() {
            if !it.test {
                let to = Stop::Transaction(first + idx);
                push(to, before.owner, Some(it.span), Confidence::Resolved);
            }
        }
        let outbound = &self.model.doors().outbound;
        let first = outbound.partition_point(|it| it.from < node);
        for (idx, it) in run_of(outbound, node, |it| it.from).iter().enumerate() {
            if !it.test {
                let to = Stop::Outside(first + idx);
                push(to, before.owner, Some(it.span), it.confidence);
            }
        }
        steps.sort_by_key(|it| (it.span, it.to));
        steps.dedup_by(|a, b| (a.span, a.to) == (b.span, b.to));
        steps
    }

    fn references_of(&self, node: Node) -> &'a [Reference] {
        run_of(self.model.references(), node, |it| it.from)
    }

    /// Where a call of a function of a trait may end up.
    fn implementors_of(&self, node: Node) -> Vec<Node> {
        let Node::Item(function) = node else {
            return Vec::new();
        };
        let item = self.model.item(function);
        let parent = item
            .parent
            .filter(|it| self.model.item(*it).kind == ItemKind::Trait);
        let Some(of_trait) = parent else {
            return Vec::new();
        };
        let references = self.references_of(Node::Item(of_trait)).iter();
        let impls = references.filter(|it| it.kind == DependencyKind::Dispatch && !it.test);
        let found = impls.filter_map(|it| match it.to {
            Node::Item(of) => self.members.get(&(of, &*item.name)).copied(),
            _ => None,
        });
        found.map(Node::Item).collect()
    }
}

/// Everything of one node in a list that is sorted by nodes.
fn run_of<T>(list: &[T], node: Node, of: impl Fn(&T) -> Node) -> &[T] {
    let start = list.partition_point(|it| of(it) < node);
    let len = list[start..].partition_point(|it| of(it) == node);
    &list[start..start + len]
}

/// Puts what comes after a step directly behind it.
fn deeper_first(steps: &mut Vec<WalkStep>) {
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); steps.len()];
    for (idx, step) in steps.iter().enumerate() {
        if let Some(from) = step.from {
            after[from].push(idx);
        }
    }
    let mut order = Vec::with_capacity(steps.len());
    let mut open = vec![0];
    while let Some(at) = open.pop() {
        order.push(at);
        open.extend(after[at].iter().rev());
    }
    let mut places = vec![0; steps.len()];
    for (new, old) in order.iter().enumerate() {
        places[*old] = new;
    }
    let sorted = order.iter().map(|old| {
        let mut step = steps[*old].clone();
        step.from = step.from.map(|it| places[it]);
        step
    });
    *steps = sorted.collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::fixture;
    use crate::plan::tests::plan;
    use expect_test::{Expect, expect};

    const SHOP: &str = r#"
//- /Cargo.toml
[package]
name = "shop"
[dependencies]
axum = "0.8"
sqlx = "0.8"
//- /schema.sql
CREATE TABLE orders (id int); CREATE TABLE stock (id int);
//- /src/main.rs
mod orders; mod stock; mod pay;
use axum::{Router, routing::{get, post}};
fn main() {
    let app = Router::new().route("/orders", post(orders::place)).route("/health", get(|| async { stock::reserve(1) }));
}
//- /src/orders.rs
use crate::{stock, pay::{Card, Payment}};
pub async fn place(db: Db) {
    sqlx::query("BEGIN").execute(db);
    sqlx::query("INSERT INTO orders VALUES (1)").execute(db);
    stock::reserve(1);
    stock::reserve(2);
    settle(Card);
    sqlx::query("COMMIT").execute(db);
}
fn settle(with: impl Payment) { with.pay(); place(db); }
//- /src/stock.rs
pub fn reserve(n: u8) { if n > 1 { reserve(n - 1) } sqlx::query("UPDATE stock SET id = 1").execute(db); crate::pay::log(); }
//- /src/pay.rs
pub trait Payment { fn pay(&self); }
pub struct Card;
impl Payment for Card { fn pay(&self) { log() } }
pub fn log() {}
"#;

    #[expect(clippy::needless_pass_by_value, reason = "as everywhere in tests")]
    fn check(plan: Plan, expected: Expect) {
        let model = fixture(SHOP).model;
        let mut text = String::new();
        for walk in walks(&model, &plan) {
            let door = &model.doors().inbound[walk.door];
            let (hops, left_out) = (walk.n_hops, walk.n_left_out);
            text.push_str(&format!(
                "{} hops {hops} left out {left_out}\n",
                door.name()
            ));
            for step in &walk.steps {
                let to = match step.to {
                    Stop::Code(it) => model.path_of(it).to_string(),
                    Stop::Object(it, access) => format!("{access} {}", model.data().object(it).id),
                    Stop::Transaction(it) => model.data().steps[it].step.to_string(),
                    Stop::Outside(it) => model.doors().outbound[it].library.to_string(),
                };
                let hop = if step.is_hop { " HOP" } else { "" };
                let again = if step.is_again { " again" } else { "" };
                let indent = "  ".repeat(step.depth as usize + 1);
                let line = step.span.map_or(0, |it| it.line);
                let sure = step.confidence;
                text.push_str(&format!("{indent}{to} :{line} {sure}{hop}{again}\n"));
            }
        }
        expected.assert_eq(&text);
    }

    #[test]
    fn calls_are_followed_to_tables_and_over_boundaries() {
        check(
            plan("stock: bin:shop::stock\npay: bin:shop::pay"),
            expect![[r#"
                GET /health hops 1 left out 0
                  bin:shop::stock::reserve :4 inferred
                    update table:stock :1 resolved
                    bin:shop::pay::log :1 resolved HOP
                POST /orders hops 4 left out 0
                  bin:shop::orders::place :4 resolved
                    begin :3 resolved
                    insert table:orders :4 resolved
                    bin:shop::stock::reserve :5 resolved HOP
                      update table:stock :1 resolved
                      bin:shop::pay::log :1 resolved HOP
                    bin:shop::stock::reserve :6 resolved HOP again
                    bin:shop::orders::settle :7 resolved
                      bin:shop::pay::Payment::pay :10 inferred HOP
                        bin:shop::pay::<Card as Payment>::pay :0 guessed
                          bin:shop::pay::log :3 resolved again
                      bin:shop::orders::place :10 resolved again
                    commit :8 resolved
                RUN shop hops 5 left out 0
                  bin:shop::main :3 resolved
                    bin:shop::orders::place :4 resolved
                      begin :3 resolved
                      insert table:orders :4 resolved
                      bin:shop::stock::reserve :5 resolved HOP
                        update table:stock :1 resolved
                        bin:shop::pay::log :1 resolved HOP
                      bin:shop::stock::reserve :6 resolved HOP again
                      bin:shop::orders::settle :7 resolved
                        bin:shop::pay::Payment::pay :10 inferred HOP
                          bin:shop::pay::<Card as Payment>::pay :0 guessed
                            bin:shop::pay::log :3 resolved again
                        bin:shop::orders::place :10 resolved again
                      commit :8 resolved
                    bin:shop::stock::reserve :4 resolved HOP again
            "#]],
        );
    }
}
