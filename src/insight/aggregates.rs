//! Aggregates: a root table with the tables that are only ever written together with it.
//!
//! A heuristic, and always the same one. A table is a part of another if
//! 1. a foreign key leads from it to that one, and
//! 2. every unit of work that writes it writes the other as well, or all its writers stand in modules
//!    that write the other, and
//! 3. at least one unit of work writes it.
//!
//! A unit of work is a transaction, and for what is written outside of any transaction the function. Of
//! several such others the one that it shares most units with counts, then the first by id. Parts of
//! parts belong to the root; what leads in a circle to itself is no part.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{
    CodeModel, Confidence, DataRelation, DependencyKind, ItemId, ModuleId, Node, ObjectId,
    RowAccess,
};
use crate::source::Span;

/// A root with its parts.
#[derive(Clone, PartialEq, Debug)]
pub struct Aggregate {
    /// The table that stands for the whole.
    pub root: ObjectId,
    /// The types that stand for rows of the root.
    pub types: Vec<ItemId>,
    /// Its parts, by id.
    pub parts: Vec<Part>,
}

/// A table that is only written together with another one.
#[derive(Clone, PartialEq, Debug)]
pub struct Part {
    /// The table.
    pub object: ObjectId,
    /// The one it is a part of: the root, or another part.
    pub of: ObjectId,
    /// How many units of work write it.
    pub n_units: usize,
    /// How many of them write the other as well; fewer than all if only the modules are the same.
    pub n_shared: usize,
    /// File and line of the foreign key.
    pub key: (Arc<str>, u32),
    /// The first line that writes it in a unit that writes both.
    pub together: Option<Span>,
}

/// What writes, as a whole.
#[derive(Default)]
struct Unit {
    written: BTreeMap<ObjectId, Span>,
    /// The modules that write each table.
    modules: BTreeMap<ObjectId, BTreeSet<ModuleId>>,
}

impl Unit {
    fn add(&mut self, model: &CodeModel, object: ObjectId, from: Node, span: Span) {
        self.written.entry(object).or_insert(span);
        let modules = self.modules.entry(object).or_default();
        modules.extend(model.module_of(from));
    }
}

/// The aggregates of a model, by root. Test code does not count, nor what is a guess.
pub fn aggregates(model: &CodeModel) -> Vec<Aggregate> {
    let units = units(model);
    let mut of: BTreeMap<ObjectId, Part> = BTreeMap::new();
    for key in &model.data().relations {
        if key.kind != DependencyKind::ForeignKey || key.from == key.to {
            continue;
        }
        let Some(part) = part(&units, key) else {
            continue;
        };
        let is_better = of
            .get(&key.from)
            .is_none_or(|it| part.n_shared > it.n_shared);
        if is_better {
            of.insert(key.from, part);
        }
    }
    grouped(model, &of)
}

fn units(model: &CodeModel) -> Vec<Unit> {
    let data = model.data();
    let (mut units, mut inside) = (Vec::new(), BTreeSet::new());
    for it in data.transactions.iter().filter(|it| !it.test) {
        let mut unit = Unit::default();
        for touch in it.likely().filter(|it| it.access != RowAccess::Read) {
            unit.add(model, touch.to, touch.from, touch.span);
            inside.insert((touch.from, touch.span));
        }
        units.push(unit);
    }
    let mut of_functions: BTreeMap<Node, Unit> = BTreeMap::new();
    for it in &data.touches {
        let counts = !it.test
            && it.access != RowAccess::Read
            && it.confidence != Confidence::Guessed
            && !inside.contains(&(it.from, it.span));
        if counts {
            let unit = of_functions.entry(it.from).or_default();
            unit.add(model, it.to, it.from, it.span);
        }
    }
    units.extend(of_functions.into_values());
    units
}

fn part(units: &[Unit], key: &DataRelation) -> Option<Part> {
    let (object, of) = (key.from, key.to);
    let modules = |object: ObjectId| {
        let sets = units.iter().filter_map(move |it| it.modules.get(&object));
        sets.flatten().copied().collect::<BTreeSet<_>>()
    };
    let writes = units.iter().filter(|it| it.written.contains_key(&object));
    let both = writes.clone().filter(|it| it.written.contains_key(&of));
    let (n_units, n_shared) = (writes.count(), both.clone().count());
    if n_units == 0 {
        return None;
    }
    let (own, others) = (modules(object), modules(of));
    let same_modules = !others.is_empty() && own.is_subset(&others);
    if n_shared < n_units && !same_modules {
        return None;
    }
    let together = both.filter_map(|it| it.written.get(&object)).min();
    Some(Part {
        object,
        of,
        n_units,
        n_shared,
        key: (key.place.path.clone(), key.place.line.unwrap_or(0)),
        together: together.copied(),
    })
}

fn grouped(model: &CodeModel, of: &BTreeMap<ObjectId, Part>) -> Vec<Aggregate> {
    let mut aggregates: BTreeMap<ObjectId, Vec<Part>> = BTreeMap::new();
    for part in of.values() {
        let mut seen = BTreeSet::from([part.object]);
        let mut root = part.of;
        while let Some(next) = of.get(&root) {
            if !seen.insert(root) {
                break;
            }
            root = next.of;
        }
        if !seen.contains(&root) {
            aggregates.entry(root).or_default().push(part.clone());
        }
    }
    let types = |root: ObjectId| {
        let mapped = model.data().mapped.iter();
        let own = mapped.filter(move |it| it.object == root);
        own.map(|it| it.item).collect()
    };
    let all = aggregates.into_iter();
    all.map(|(root, parts)| Aggregate {
        root,
        types: types(root),
        parts,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline;
    use expect_test::{Expect, expect};

    #[expect(clippy::needless_pass_by_value, reason = "as everywhere in tests")]
    fn check(code: &str, expected: Expect) {
        let fixture = format!(
            "
//- /Cargo.toml
[package]
name = \"shop\"
[dependencies]
sqlx = \"0.8\"
//- /migrations/1.sql
CREATE TABLE customers (id int PRIMARY KEY);
CREATE TABLE orders (id int PRIMARY KEY, customer int REFERENCES customers (id));
CREATE TABLE lines (id int PRIMARY KEY, orders int REFERENCES orders (id));
CREATE TABLE discounts (id int, line int REFERENCES lines (id));
CREATE TABLE unused (id int REFERENCES orders (id));
{code}"
        );
        let model = pipeline::fixture(&fixture).model;
        let name = |it: ObjectId| model.data().object(it).id.to_string();
        let lines = aggregates(&model).into_iter().map(|it| {
            let parts = it.parts.iter().map(|it| {
                let place = it.together.map_or(String::new(), |it| model.place(it));
                let (of, n, all) = (name(it.of), it.n_shared, it.n_units);
                let (part, (file, line)) = (name(it.object), &it.key);
                format!("  {part} of {of} {n}/{all} {file}:{line} {place}\n")
            });
            format!("{}\n{}", name(it.root), parts.collect::<String>())
        });
        expected.assert_eq(&lines.collect::<String>());
    }

    #[test]
    fn what_is_only_written_together_is_one_whole() {
        check(
            "
//- /src/lib.rs
mod orders; mod customers; mod pricing;
//- /src/orders.rs
pub async fn place(pool: &PgPool) {
    let mut tx = pool.begin().await?;
    sqlx::query(\"INSERT INTO orders VALUES (1)\").execute(&mut *tx).await?;
    line(&mut tx).await?;
    tx.commit().await;
}
async fn line(tx: &mut Tx) { sqlx::query(\"INSERT INTO lines VALUES (1)\").execute(tx).await; }
async fn close(pool: &PgPool) { sqlx::query(\"UPDATE orders SET id = 1\").execute(pool).await; }
//- /src/customers.rs
async fn add(pool: &PgPool) { sqlx::query(\"INSERT INTO customers VALUES (1)\").execute(pool).await; }
//- /src/pricing.rs
async fn set(pool: &PgPool) { sqlx::query(\"INSERT INTO discounts VALUES (1)\").execute(pool).await; }
",
            expect![[r#"
                table:orders
                  table:lines of table:orders 1/1 migrations/1.sql:3 src/orders.rs:7:42
            "#]],
        );
    }
}
