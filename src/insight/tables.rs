//! Which services use which table, view or routine, and how.

use std::collections::BTreeMap;

use super::Assessment;
use crate::graph::{Dependency, Graph};
use crate::model::{CodeModel, DependencyKind, ModuleId, ObjectKind};
use crate::plan::{CodePath, Owner, Plan, PlanEdit};
use crate::source::Span;

/// A table, view or routine with everybody who uses it.
#[derive(Clone, PartialEq, Debug)]
pub struct TableUse {
    /// The module that stands for it.
    pub table: ModuleId,
    /// What it is.
    pub kind: ObjectKind,
    /// Who owns it.
    pub owner: Owner,
    /// Who uses it, in the order of the plan, the remaining monolith last.
    pub users: Vec<TableUser>,
}

/// How one service uses a table. Code counts, and routines and views that the service owns.
#[derive(Clone, PartialEq, Debug)]
pub struct TableUser {
    /// The service.
    pub owner: Owner,
    /// Places that read rows; calls, for a routine.
    pub reads: f64,
    /// Places that write rows.
    pub writes: f64,
    /// The first place that reads.
    pub first_read: Option<Span>,
    /// The first place that writes.
    pub first_write: Option<Span>,
    /// Its modules that read, by id.
    pub readers: Vec<ModuleId>,
    /// Its modules that write, by id.
    pub writers: Vec<ModuleId>,
}

impl TableUse {
    /// Those that write rows, the one that does so most first; among equals the owner.
    pub fn writers(&self) -> Vec<&TableUser> {
        let mut writers: Vec<_> = self.users.iter().filter(|it| it.writes > 0.0).collect();
        let rank = |it: &&TableUser| it.owner != self.owner;
        writers.sort_by(|a, b| {
            let heavier = b.writes.total_cmp(&a.writes);
            heavier.then_with(|| rank(a).cmp(&rank(b)))
        });
        writers
    }

    /// What a service does with it.
    pub fn user(&self, owner: Owner) -> Option<&TableUser> {
        self.users.iter().find(|it| it.owner == owner)
    }
}

/// All tables, views and routines in the order of the model, also those that nobody uses.
pub fn table_uses(model: &CodeModel, graph: &Graph, assessment: &Assessment) -> Vec<TableUse> {
    let uses = model.module_ids();
    uses.filter_map(|it| table_use(model, graph, assessment, it))
        .collect()
}

/// Who uses one table, view or routine; `None` for a module of code.
pub fn table_use(
    model: &CodeModel,
    graph: &Graph,
    assessment: &Assessment,
    table: ModuleId,
) -> Option<TableUse> {
    Some(TableUse {
        table,
        kind: model.module(table).object_kind()?,
        owner: assessment.owner_of(table),
        users: users_of(graph, assessment, table),
    })
}

/// Everybody who uses a table and how often, the likeliest owner first: who writes most, then who
/// reads most, then the order of the plan.
pub fn likeliest_owners(table: &TableUse) -> Vec<(Owner, f64)> {
    let mut users: Vec<_> = table.users.iter().collect();
    users.sort_by(|a, b| {
        let heavier = b.writes.total_cmp(&a.writes);
        heavier.then_with(|| b.reads.total_cmp(&a.reads))
    });
    let amount = |it: &TableUser| (it.owner, it.reads + it.writes);
    users.into_iter().map(amount).collect()
}

fn users_of(graph: &Graph, assessment: &Assessment, table: ModuleId) -> Vec<TableUser> {
    let mut users: BTreeMap<usize, TableUser> = BTreeMap::new();
    for link in graph.links_to(table) {
        let owner = assessment.owner_of(link.from);
        let Some(slot) = assessment.services.iter().position(|it| it.0 == owner) else {
            continue;
        };
        for dependency in graph.dependencies_of(link) {
            let Some(writes) = writes(dependency) else {
                continue;
            };
            let user = users.entry(slot).or_insert_with(|| TableUser::new(owner));
            user.add(link.from, dependency, writes);
        }
    }
    users.into_values().collect()
}

/// Whether a dependency on a table writes rows; `None` if it does not touch them.
fn writes(dependency: &Dependency) -> Option<bool> {
    match dependency.kind {
        DependencyKind::Writes => Some(true),
        // Of routines: they are called or fired, which is the least one does with them.
        DependencyKind::Reads | DependencyKind::Call | DependencyKind::Fires => Some(false),
        _ => None,
    }
}

impl TableUser {
    fn new(owner: Owner) -> Self {
        Self {
            owner,
            reads: 0.0,
            writes: 0.0,
            first_read: None,
            first_write: None,
            readers: Vec::new(),
            writers: Vec::new(),
        }
    }

    fn add(&mut self, from: ModuleId, dependency: &Dependency, writes: bool) {
        let (sum, first, modules) = if writes {
            (&mut self.writes, &mut self.first_write, &mut self.writers)
        } else {
            (&mut self.reads, &mut self.first_read, &mut self.readers)
        };
        *sum += dependency.weight;
        *first = first.or(dependency.first);
        if modules.last() != Some(&from) {
            modules.push(from);
        }
    }
}

/// The edits that give every table nobody owns to its likeliest owner. What is locked stays, and so
/// does what the remaining monolith uses most.
pub fn give_tables(model: &CodeModel, plan: &Plan, uses: &[TableUse]) -> Vec<PlanEdit> {
    let mut paths: BTreeMap<Owner, Vec<CodePath>> = BTreeMap::new();
    for it in uses.iter().filter(|it| it.owner.is_none()) {
        let path = &model.module(it.table).path;
        let likeliest = likeliest_owners(it).first().and_then(|it| it.0);
        if likeliest.is_some() && !plan.is_locked(path) {
            paths.entry(likeliest).or_default().push(path.clone());
        }
    }
    let assign = |(to, paths)| PlanEdit::Assign { paths, to };
    paths.into_iter().map(assign).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::insight::{findings, mends, places};
    use crate::pipeline::fixture;
    use crate::plan::ServiceId;

    const SHOP: &str = r#"
//- /migrations/1.sql
CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER);
CREATE TABLE lines (order_id INTEGER REFERENCES orders (id));
CREATE TABLE letters (id INTEGER);
CREATE TABLE nobodys (id INTEGER);
CREATE VIEW totals AS SELECT total FROM orders;
//- /src/lib.rs
pub mod orders {
    pub fn sell(db: &Db) {
        db.execute("INSERT INTO orders (total) VALUES (1)");
        db.execute("INSERT INTO lines (order_id) VALUES (1)");
    }
    pub fn all(db: &Db) { db.query("SELECT total FROM orders"); }
}
pub mod mail {
    pub fn send(db: &Db) {
        db.execute("UPDATE orders SET total = 0");
        db.execute("DELETE FROM letters");
    }
    pub fn sums(db: &Db) { db.query("SELECT total FROM totals"); }
}
"#;

    /// `owns`: pairs of a service and what it owns, in the order of the plan.
    fn check(owns: &[(&str, &str)], expected: &Expect) {
        let analysis = fixture(SHOP);
        let (model, graph) = (&analysis.model, &analysis.graph);
        let mut plan = Plan::default();
        for (id, (name, paths)) in (0u32..).zip(owns) {
            let id = ServiceId(id);
            let name = (*name).into();
            plan.apply(PlanEdit::AddService { id, name }).unwrap();
            let paths = paths.split(' ').map(Into::into).collect();
            let to = Some(id);
            plan.apply(PlanEdit::Assign { paths, to }).unwrap();
        }
        let assessment = Assessment::of(model, graph, &plan);
        let uses = table_uses(model, graph, &assessment);
        let mut shown = String::new();
        for it in &uses {
            let path = &model.module(it.table).path;
            shown += &format!("{path} of {}:", plan.owner_name(it.owner));
            for user in &it.users {
                let name = plan.owner_name(user.owner);
                shown += &format!(" {name} {} w {} r", user.writes, user.reads);
            }
            shown.push('\n');
        }
        for it in findings(model, graph, &plan, &assessment, &[]) {
            let edits = mends(model, &it);
            let places = places(model, graph, &assessment, &it);
            let places = places.iter().map(|it| model.place(*it));
            let places: Vec<_> = places.collect();
            shown += &format!("{it:?} {edits:?} {places:?}\n");
        }
        shown += &format!("{:?}\n", give_tables(model, &plan, &uses));
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_table_that_two_services_write_is_found() {
        check(
            &[
                ("orders", "fixture::orders table:orders table:lines"),
                ("mail", "fixture::mail"),
            ],
            &expect![[r#"
                table:letters of remaining monolith: mail 1 w 0 r
                table:lines of orders: orders 1 w 0 r
                table:nobodys of remaining monolith:
                table:orders of orders: orders 1 w 1 r mail 1 w 0 r remaining monolith 0 w 1 r
                view:totals of remaining monolith: mail 0 w 1 r
                WrittenBySeveral { table: ModuleId(6), owner: Some(ServiceId(0)), writers: [(Some(ServiceId(0)), 1.0), (Some(ServiceId(1)), 1.0)] } [] ["src/lib.rs:3:20", "src/lib.rs:10:20"]
                Unowned { table: ModuleId(3), users: [(Some(ServiceId(1)), 1.0)] } [Assign { paths: ["table:letters"], to: Some(ServiceId(1)) }] ["src/lib.rs:11:20"]
                Unowned { table: ModuleId(7), users: [(Some(ServiceId(1)), 1.0)] } [Assign { paths: ["view:totals"], to: Some(ServiceId(1)) }] ["src/lib.rs:13:37"]
                Wide { from: Some(ServiceId(1)), to: None, weight: 2.0, share: 0.5 } [] ["src/lib.rs:11:20"]
                Wide { from: Some(ServiceId(1)), to: Some(ServiceId(0)), weight: 1.0, share: 0.25 } [] ["src/lib.rs:10:20"]
                Wide { from: None, to: Some(ServiceId(0)), weight: 1.0, share: 0.25 } [] ["migrations/1.sql:5:1"]
                [Assign { paths: ["table:letters", "view:totals"], to: Some(ServiceId(1)) }]
            "#]],
        );
    }

    #[test]
    fn tables_that_nobody_owns_go_to_who_writes_them() {
        check(
            &[("mail", "fixture::mail")],
            &expect![[r#"
            table:letters of remaining monolith: mail 1 w 0 r
            table:lines of remaining monolith: remaining monolith 1 w 0 r
            table:nobodys of remaining monolith:
            table:orders of remaining monolith: mail 1 w 0 r remaining monolith 1 w 2 r
            view:totals of remaining monolith: mail 0 w 1 r
            WrittenBySeveral { table: ModuleId(6), owner: None, writers: [(None, 1.0), (Some(ServiceId(0)), 1.0)] } [] ["src/lib.rs:3:20", "src/lib.rs:10:20"]
            Unowned { table: ModuleId(3), users: [(Some(ServiceId(0)), 1.0)] } [Assign { paths: ["table:letters"], to: Some(ServiceId(0)) }] ["src/lib.rs:11:20"]
            Unowned { table: ModuleId(7), users: [(Some(ServiceId(0)), 1.0)] } [Assign { paths: ["view:totals"], to: Some(ServiceId(0)) }] ["src/lib.rs:13:37"]
            [Assign { paths: ["table:letters", "view:totals"], to: Some(ServiceId(0)) }]
        "#]],
        );
    }
}
