//! Boundaries that hold and boundaries that do not.

use expect_test::{Expect, expect};

use super::*;
use crate::insight::tests::code;
use crate::plan::tests::plan;

const SHOP: &str = "\
s::orders::place() -> s::stock::take() 2
s::orders::list() -> s::stock::look()
s::mail -> s::orders
s::stock -> s::mail
s::orders -> s::money
";

fn shown(plan: &Plan, verdict: &Verdict) -> String {
    let line = |it: &Crossing| {
        let Crossing {
            from,
            to,
            from_service,
            to_service,
            weight,
            places,
            ..
        } = it;
        format!(
            "{from} ({from_service}) -> {to} ({to_service}) x{weight} at {}",
            places.join(" ")
        )
    };
    let violations = verdict
        .violations
        .iter()
        .map(|it| format!("violation: {}\n", line(it)));
    let accepted = verdict
        .accepted
        .iter()
        .map(|(it, at)| format!("accepted by {at}: {}\n", line(it)));
    let stale = verdict
        .stale
        .iter()
        .map(|it| format!("stale: {}\n", plan.accepted[*it].to));
    violations.chain(accepted).chain(stale).collect()
}

/// Entries are written `from -> to`.
fn shop_plan(accepted: &[&str]) -> Plan {
    let mut plan = plan("orders: s::orders\nstock: s::stock");
    plan.shared
        .insert("s::money".into(), crate::plan::Decision::Library);
    for it in accepted {
        let (from, to) = it.split_once(" -> ").unwrap();
        plan.accepted.push(Accepted {
            from: from.into(),
            to: to.into(),
            reason: "so".into(),
        });
    }
    plan
}

fn check_plan(accepted: &[&str], expected: Expect) {
    let (model, graph) = code(SHOP);
    let plan = shop_plan(accepted);
    expected.assert_eq(&shown(&plan, &check(&model, &graph, &plan)));
}

#[test]
fn a_violation_names_file_and_line() {
    check_plan(
        &[],
        expect![[r#"
        violation: s::mail (remaining monolith) -> s::orders (orders) x1 at src/lib.rs:3:1
        violation: s::orders (orders) -> s::stock (stock) x3 at src/lib.rs:1:1 src/lib.rs:2:1
        violation: s::stock (stock) -> s::mail (remaining monolith) x1 at src/lib.rs:4:1
    "#]],
    );
}

#[test]
fn entries_mean_pairs_subtrees_and_single_items() {
    check_plan(
        &[
            "s::orders -> s::stock",
            "s::* -> s::mail",
            "s::mail -> s::*",
        ],
        expect![[r#"
        accepted by 2: s::mail (remaining monolith) -> s::orders (orders) x1 at src/lib.rs:3:1
        accepted by 0: s::orders (orders) -> s::stock (stock) x3 at src/lib.rs:1:1 src/lib.rs:2:1
        accepted by 1: s::stock (stock) -> s::mail (remaining monolith) x1 at src/lib.rs:4:1
    "#]],
    );
    check_plan(
        &["s::orders -> s::stock::take()"],
        expect![[r#"
        violation: s::mail (remaining monolith) -> s::orders (orders) x1 at src/lib.rs:3:1
        violation: s::orders (orders) -> s::stock (stock) x1 at src/lib.rs:2:1
        violation: s::stock (stock) -> s::mail (remaining monolith) x1 at src/lib.rs:4:1
        accepted by 0: s::orders (orders) -> s::stock (stock) x2 at src/lib.rs:1:1
    "#]],
    );
}

#[test]
fn what_is_gone_from_the_code_is_stale() {
    check_plan(
        &["s::orders -> s::gone", "s::orders -> s::money"],
        expect![[r#"
        violation: s::mail (remaining monolith) -> s::orders (orders) x1 at src/lib.rs:3:1
        violation: s::orders (orders) -> s::stock (stock) x3 at src/lib.rs:1:1 src/lib.rs:2:1
        violation: s::stock (stock) -> s::mail (remaining monolith) x1 at src/lib.rs:4:1
        stale: s::gone
        stale: s::money
    "#]],
    );
}

#[test]
fn a_baseline_is_everything_there_is_and_nothing_else() {
    let (model, graph) = code(SHOP);
    let mut plan = shop_plan(&["s::mail -> s::orders", "s::orders -> s::gone"]);
    for edit in accept(&model, &graph, &plan, BASELINE_REASON) {
        plan.apply(edit).unwrap();
    }
    let verdict = check(&model, &graph, &plan);
    assert!(verdict.holds() && verdict.stale.is_empty());
    let entries = plan
        .accepted
        .iter()
        .map(|it| format!("{} -> {}: {}\n", it.from, it.to, it.reason));
    expect![[r#"
        s::mail -> s::orders: so
        s::orders -> s::stock: there when the boundary was drawn
        s::stock -> s::mail: there when the boundary was drawn
    "#]]
    .assert_eq(&entries.collect::<String>());
    assert_eq!(accept(&model, &graph, &plan, BASELINE_REASON), []);
}

#[test]
fn an_empty_plan_holds() {
    let (model, graph) = code(SHOP);
    assert!(check(&model, &graph, &Plan::default()).holds());
}

/// `orders` and `catalog` with more modules below them.
const DEEP: &str = "\
s::orders -> s::catalog
s::orders::state -> s::catalog::price
s::orders -> s::catalog::price
s::orders::Cart::add -> s::catalog::Price
s::orders::<Cart_as_Show>::show() -> s::catalog
";

fn deep_plan() -> Plan {
    let mut plan = plan("orders: s::orders\ncatalog: s::catalog");
    plan.services[0].items.insert("s::orders::Cart".into());
    plan
}

fn accept_all(plan: &mut Plan, code_text: &str) -> usize {
    let (model, graph) = code(code_text);
    let edits = accept(&model, &graph, plan, BASELINE_REASON);
    let n = edits.len();
    edits.into_iter().for_each(|it| {
        plan.apply(it).unwrap();
    });
    n
}

#[test]
fn a_baseline_holds_at_once_and_is_not_written_twice() {
    let entries = [
        "s::orders::* -> s::catalog",
        "s::* -> s::catalog::Price",
        "s::orders -> s::catalog",
        "s::orders -> s::gone",
    ];
    for n in 0..=entries.len() {
        let mut plan = deep_plan();
        for it in &entries[..n] {
            let (from, to) = it.split_once(" -> ").unwrap();
            let (from, to, reason) = (from.into(), to.into(), "so".into());
            plan.accepted.push(Accepted { from, to, reason });
        }
        assert_ne!(accept_all(&mut plan, DEEP), 0);
        let (model, graph) = code(DEEP);
        let verdict = check(&model, &graph, &plan);
        assert!(verdict.holds() && verdict.stale.is_empty(), "{verdict:#?}");
        assert_eq!(accept_all(&mut plan, DEEP), 0);
    }
}

#[test]
fn a_baseline_lets_nothing_new_through() {
    let mut plan = deep_plan();
    accept_all(&mut plan, DEEP);
    let later = [
        "s::orders -> s::catalog::media",
        "s::orders::state -> s::catalog",
        "s::orders::history -> s::catalog",
        "s::catalog -> s::orders",
    ];
    for new in later {
        let (model, graph) = code(&format!("{DEEP}{new}\n"));
        let verdict = check(&model, &graph, &plan);
        let found = verdict.violations.iter();
        let found: Vec<_> = found
            .map(|it| format!("{} -> {}", it.from, it.to))
            .collect();
        assert_eq!(found, [new]);
    }
}
