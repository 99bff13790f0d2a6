//! Proposals for small pieces of code.

use expect_test::{Expect, expect};

use super::*;
use crate::insight::tests::code;
use crate::plan::tests::plan;

/// Three families of modules, each closely knit, with a few ties between them.
fn shop() -> String {
    let mut source = String::new();
    for family in ["orders", "stock", "mail"] {
        for a in ["api", "rules", "store", "types"] {
            for b in ["api", "rules", "store", "types"] {
                if a != b {
                    source += &format!("s::{family}::{a} -> s::{family}::{b} 2\n");
                }
            }
        }
    }
    source + "s::orders::rules -> s::stock::api\ns::orders::rules -> s::mail::api\n"
}

fn shown(model: &CodeModel, plan: &Plan, proposal: &Proposal) -> String {
    let mut after = plan.clone();
    after.apply(proposal.edit()).unwrap();
    let mut text = String::new();
    for it in &proposal.suggestions {
        text += &format!("{}: {}\n", it.name, it.because);
    }
    for service in &after.services {
        let owns: Vec<_> = service.owns.iter().map(|it| &**it).collect();
        text += &format!("  {} owns {}\n", service.name, owns.join(" "));
    }
    for it in &proposal.suggestions {
        for module in &it.modules {
            assert_eq!(
                after.owner_of(&model.module(*module).path),
                Some(it.service)
            );
        }
    }
    text + &proposal
        .notices
        .iter()
        .map(|it| format!("notice: {it}\n"))
        .collect::<String>()
}

fn check(source: &str, plan: &Plan, n_services: Option<u32>, expected: Expect) {
    let (model, graph) = code(source);
    let wish = Wish {
        n_services,
        seed: 1,
    };
    let proposal = suggest(&model, &graph, plan, wish);
    assert_eq!(
        proposal,
        suggest(&model, &graph, plan, wish),
        "the same seed, the same proposal"
    );
    expected.assert_eq(&shown(&model, plan, &proposal));
}

#[test]
fn families_become_services() {
    check(
        &shop(),
        &Plan::default(),
        None,
        expect![[r#"
        orders: 92 % of the references from or to its modules stay inside it; all have `orders` in their path
        stock: 96 % of the references from or to its modules stay inside it; all have `stock` in their path
        mail: 96 % of the references from or to its modules stay inside it; all have `mail` in their path
          orders owns s::orders
          stock owns s::stock
          mail owns s::mail
    "#]],
    );
}

#[test]
fn as_many_as_asked_for() {
    check(
        &shop(),
        &Plan::default(),
        Some(2),
        expect![[r#"
        stock: 98 % of the references from or to its modules stay inside it; 5 of 10 have `stock` in their path
        mail: 96 % of the references from or to its modules stay inside it; all have `mail` in their path
          stock owns s::orders s::stock
          mail owns s::mail
    "#]],
    );
    check(
        "s::a -> s::b",
        &Plan::default(),
        Some(3),
        expect![[r#"
            a: 100 % of the references from or to its modules stay inside it; 1 of 2 have `a` in their path
              a owns s::a s::b
            notice: found only 1 of 3 services (too little hangs together: ask for fewer)
        "#]],
    );
}

#[test]
fn locks_and_rules_are_kept() {
    let mut plan = plan("warehouse: s::mail::types\nlock: s::mail::types");
    plan.together
        .push(vec!["s::orders".into(), "s::stock::api".into()]);
    plan.apart
        .push(vec!["s::mail::api".into(), "s::mail::types".into()]);
    check(
        &shop(),
        &plan,
        None,
        expect![[r#"
        stock: 81 % of the references from or to its modules stay inside it; 5 of 11 have `stock` in their path
        warehouse: 50 % of the references from or to its modules stay inside it
          warehouse owns s::mail
          stock owns s::mail::api s::orders s::stock
    "#]],
    );
}

#[test]
fn what_locks_forbid_is_told() {
    let mut plan = plan("a: s::mail::types\nb: s::mail::api\nlock: s::mail");
    plan.together
        .push(vec!["s::mail::api".into(), "s::mail::types".into()]);
    check(
        &shop(),
        &plan,
        None,
        expect![[r#"
            orders: 92 % of the references from or to its modules stay inside it; all have `orders` in their path
            stock: 96 % of the references from or to its modules stay inside it; all have `stock` in their path
              a owns s::mail::types
              b owns s::mail::api
              orders owns s::orders
              stock owns s::stock
            notice: s::mail::api, s::mail::types should stay together but are locked in several services (unlock one of them)
        "#]],
    );
}

#[test]
fn a_module_inside_another_family_is_given_alone() {
    let source = shop()
        + "s::orders -> s::orders::api 3\ns::orders::ship -> s::stock::api 5\ns::stock::rules -> s::orders::ship 5\ns::stock::store -> s::orders::ship 5\n";
    check(
        &source,
        &Plan::default(),
        None,
        expect![[r#"
        stock: 98 % of the references from or to its modules stay inside it; 5 of 6 have `stock` in their path
        orders: 93 % of the references from or to its modules stay inside it; all have `orders` in their path
        mail: 96 % of the references from or to its modules stay inside it; all have `mail` in their path
          stock owns s::orders::ship s::stock
          orders owns s::orders
          mail owns s::mail
    "#]],
    );
}

#[test]
fn hubs_are_set_aside() {
    let users: String = (0..14)
        .map(|it| format!("s::m{it} -> s::errors\ns::m{it} -> s::m{}\n", it / 2))
        .collect();
    let (model, graph) = code(&users);
    let proposal = suggest(&model, &graph, &Plan::default(), Wish::default());
    let hubs: Vec<_> = proposal
        .hubs
        .iter()
        .map(|it| &*model.module(*it).path)
        .collect();
    assert_eq!(hubs, ["s::errors"]);
    assert!(
        proposal
            .suggestions
            .iter()
            .all(|it| !it.modules.contains(&proposal.hubs[0]))
    );
}

#[test]
fn nothing_is_proposed_for_nothing() {
    check(
        "",
        &Plan::default(),
        None,
        expect![[r#"
            notice: no group of modules stands out (draw the first service by hand and ask again)
        "#]],
    );
}

#[test]
fn services_of_the_plan_do_not_come_on_top() {
    check(
        &shop(),
        &plan("a: s::orders::api\nb: s::orders::rules\nc: s::stock::api\nd: s::mail"),
        Some(2),
        expect![[r#"
            stock: 98 % of the references from or to its modules stay inside it; 5 of 10 have `stock` in their path
            d: 96 % of the references from or to its modules stay inside it
              d owns s::mail
              stock owns s::orders s::stock
            notice: dissolved: a, b, c (lock what a service has to keep, or ask for more services)
        "#]],
    );
}

#[test]
fn locked_services_count_and_what_keeps_them_apart_is_told() {
    let mut plan =
        plan("a: s::orders::api\nb: s::stock::api\nc: s::mail\nlock: s::orders::api s::stock::api");
    check(
        &shop(),
        &plan,
        Some(2),
        expect![[r#"
            a: 98 % of the references from or to its modules stay inside it
            b: 96 % of the references from or to its modules stay inside it
              a owns s::mail s::orders
              b owns s::stock
            notice: dissolved: c (lock what a service has to keep, or ask for more services)
        "#]],
    );
    plan.apart.push(vec![
        "s::mail".into(),
        "s::orders".into(),
        "s::stock".into(),
    ]);
    check(
        &shop(),
        &plan,
        Some(1),
        expect![[r#"
            a: 92 % of the references from or to its modules stay inside it
            b: 96 % of the references from or to its modules stay inside it
            c: 96 % of the references from or to its modules stay inside it
              a owns s::orders
              b owns s::stock
              c owns s::mail
            notice: found 3 services instead of 1 (locks and `apart` rules forbid to join more of them)
        "#]],
    );
}

#[test]
fn families_without_any_tie_are_joined_if_so_few_are_wanted() {
    let apart = shop()
        .replace("s::orders::rules -> s::stock::api\n", "")
        .replace("s::orders::rules -> s::mail::api\n", "");
    let unnested = apart
        .replace("s::", "")
        .replace("orders::", "o::")
        .replace("stock::", "k::")
        .replace("mail::", "m::");
    let (model, graph) = code(&unnested);
    for n_services in 1..=3 {
        let wish = Wish {
            n_services: Some(n_services),
            seed: 1,
        };
        let proposal = suggest(&model, &graph, &Plan::default(), wish);
        assert_eq!(proposal.suggestions.len() as u32, n_services);
    }
}
