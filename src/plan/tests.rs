//! Edits and what they leave behind, as text.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

/// A plan with one service a line: `orders: shop::orders shop::cart`; `-` is the remaining
/// monolith, `*` marks single items, `lock` begins a line of locks.
pub(crate) fn plan(text: &str) -> Plan {
    let mut plan = Plan::default();
    for line in text.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let (name, paths) = line.split_once(':').unwrap();
        let paths = paths
            .strip_prefix(' ')
            .unwrap_or_default()
            .split_whitespace();
        match name {
            "-" => plan.remaining.extend(paths.map(CodePath::from)),
            "lock" => plan.locks.extend(paths.map(CodePath::from)),
            name => {
                let id = plan.fresh_service_id();
                plan.apply(PlanEdit::AddService {
                    id,
                    name: name.into(),
                })
                .unwrap();
                let service = plan.services.last_mut().unwrap();
                for path in paths {
                    match path.strip_prefix('*') {
                        Some(item) => service.items.insert(item.into()),
                        None => service.owns.insert(path.into()),
                    };
                }
            }
        }
    }
    plan
}

fn shown(plan: &Plan) -> String {
    let mut text = String::new();
    for service in &plan.services {
        let owns = service.owns.iter().map(|it| format!(" {it}"));
        let items = service.items.iter().map(|it| format!(" *{it}"));
        writeln!(
            text,
            "{}:{}",
            service.name,
            owns.chain(items).collect::<String>()
        )
        .unwrap();
    }
    if !plan.remaining.is_empty() {
        writeln!(
            text,
            "-:{}",
            plan.remaining
                .iter()
                .map(|it| format!(" {it}"))
                .collect::<String>()
        )
        .unwrap();
    }
    text
}

/// Applies an edit, shows the outcome, and checks that its inverse restores the plan.
fn check(before: &str, edit: impl FnOnce(&Plan) -> PlanEdit, after: Expect) {
    let mut subject = plan(before);
    let edit = edit(&subject);
    match subject.apply(edit) {
        Ok(inverse) => {
            after.assert_eq(&shown(&subject));
            let left = subject.clone();
            let redo = subject.apply(inverse).unwrap();
            assert_eq!(subject, plan(before));
            subject.apply(redo).unwrap();
            assert_eq!(subject, left);
        }
        Err(error) => {
            assert_eq!(subject, plan(before), "a refused edit changes nothing");
            after.assert_eq(&format!("{error}; {}\n", error.hint()));
        }
    }
}

fn id(plan: &Plan, name: &str) -> ServiceId {
    plan.service_named(name).unwrap().id
}

fn assign(path: &'static str, to: &'static str) -> impl FnOnce(&Plan) -> PlanEdit {
    move |plan| {
        let to = plan.service_named(to).map(|it| it.id);
        PlanEdit::Assign {
            paths: path.split(' ').map(CodePath::from).collect(),
            to,
        }
    }
}

#[test]
fn the_longest_prefix_owns() {
    let plan = plan(
        "orders: shop::orders\nweb: shop::orders::web *shop::orders::web::helper\n-: shop::orders::old",
    );
    let owner = |path| plan.owner_name(plan.owner_of(path)).to_owned();
    assert_eq!(owner("shop::orders::line"), "orders");
    assert_eq!(owner("shop::orders::web::page"), "web");
    assert_eq!(owner("shop::orders::web::helper"), "web");
    assert_eq!(owner("shop::orders::old::table"), REMAINING);
    assert_eq!(owner("shop::orders2"), REMAINING);
    assert_eq!(owner("shop"), REMAINING);
}

#[test]
fn assigning_takes_the_subtree_along() {
    check(
        "a: s::x s::y::deep\nb: s::y::deep::deeper",
        assign("s::y", "b"),
        expect![[r#"
        a: s::x
        b: s::y
    "#]],
    );
}

#[test]
fn assigning_to_the_owner_round_it_leaves_no_entry() {
    check(
        "a: s\nb: s::x s::x::y",
        assign("s::x", "a"),
        expect![[r#"
        a: s
        b:
    "#]],
    );
}

#[test]
fn taking_out_of_a_service_pins() {
    check(
        "a: s",
        assign("s::x", "-"),
        expect![[r#"
        a: s
        -: s::x
    "#]],
    );
}

#[test]
fn single_items_stay_unless_they_would_say_nothing() {
    check(
        "a: *s::x::f\nb: *s::x::g",
        assign("s::x", "b"),
        expect![[r#"
        a: *s::x::f
        b: s::x
    "#]],
    );
}

#[test]
fn an_item_is_taken_out_and_put_back() {
    let take = |plan: &Plan| PlanEdit::AssignItems {
        paths: vec!["s::x::f".into()],
        to: Some(id(plan, "b")),
    };
    check(
        "a: s::x\nb:",
        take,
        expect![[r#"
        a: s::x
        b: *s::x::f
    "#]],
    );
    let back = |plan: &Plan| PlanEdit::AssignItems {
        paths: vec!["s::x::f".into()],
        to: Some(id(plan, "a")),
    };
    check(
        "a: s::x\nb: *s::x::f",
        back,
        expect![[r#"
        a: s::x
        b:
    "#]],
    );
}

#[test]
fn alone_leaves_the_children() {
    let alone = |plan: &Plan| PlanEdit::AssignAlone {
        path: "s::x".into(),
        children: ["s::x::m", "s::x::n", "s::x::o"].map(CodePath::from).into(),
        to: Some(id(plan, "b")),
    };
    check(
        "a: s::x s::x::m::in\nb: s::x::n\nc: s::x::o",
        alone,
        expect![[r#"
        a: s::x::m s::x::m::in
        b: s::x
        c: s::x::o
    "#]],
    );
}

#[test]
fn a_removed_service_returns_its_modules_to_the_monolith() {
    let remove = |plan: &Plan| PlanEdit::RemoveService(id(plan, "b"));
    check(
        "a: s\nb: s::x t *s::y::f\n-: s::x::old",
        remove,
        expect![[r#"
        a: s
        -: s::x s::y::f
    "#]],
    );
}

#[test]
fn merging_leaves_third_parties_alone() {
    let merge = |plan: &Plan| PlanEdit::MergeServices {
        from: id(plan, "a"),
        into: id(plan, "b"),
    };
    check(
        "a: s::x *t::f\nb: s::x::y u\nc: s::x::z",
        merge,
        expect![[r#"
        b: s::x u *t::f
        c: s::x::z
    "#]],
    );
}

#[test]
fn locks_refuse() {
    let locked = "a: s::x\nb: t\nlock: s::x::y";
    check(
        locked,
        assign("s::x::y", "b"),
        expect![[r#"
        "s::x::y" is locked; unlock it first
    "#]],
    );
    check(
        locked,
        assign("s", "b"),
        expect![[r#"
        "s::x::y" is locked; unlock it first
    "#]],
    );
    check(
        locked,
        assign("s::x::y::z", "b"),
        expect![[r#"
        "s::x::y::z" is locked; unlock "s::x::y" first
    "#]],
    );
    check(
        locked,
        |plan| PlanEdit::RemoveService(id(plan, "a")),
        expect![[r#"
        "s::x::y" is locked; unlock it first
    "#]],
    );
    check(
        locked,
        assign("s::w", "b"),
        expect![[r#"
        a: s::x
        b: s::w t
    "#]],
    );
}

#[test]
fn names_are_unique_and_never_empty() {
    let named = |name: &'static str| {
        move |plan: &Plan| PlanEdit::AddService {
            id: plan.fresh_service_id(),
            name: name.into(),
        }
    };
    check(
        "a: s",
        named("a"),
        expect![[r#"
        there already is a service called "a"; pick another name
    "#]],
    );
    check(
        "a: s",
        named(" "),
        expect![[r#"
        a service needs a name; type at least one letter
    "#]],
    );
}

#[test]
fn a_batch_is_all_or_nothing() {
    let batch = |plan: &Plan| {
        let id = plan.fresh_service_id();
        PlanEdit::Batch(vec![
            PlanEdit::AddService {
                id,
                name: "new".into(),
            },
            PlanEdit::Assign {
                paths: vec!["s::x".into()],
                to: Some(id),
            },
            PlanEdit::RemoveService(ServiceId(99)),
        ])
    };
    check(
        "a: s",
        batch,
        expect![[r#"
        the plan has no service with number 99; it may have been removed; pick another service
    "#]],
    );
}

#[test]
fn ids_are_not_used_twice() {
    let mut plan = plan("a:\nb:");
    let b = id(&plan, "b");
    plan.apply(PlanEdit::RemoveService(b)).unwrap();
    assert_ne!(plan.fresh_service_id(), b);
}

#[test]
fn a_renamed_service_keeps_its_place() {
    let mut subject = plan("a: s");
    subject.positions.insert("a".into(), (1.0, 2.0));
    let before = subject.clone();
    let rename = PlanEdit::RenameService {
        service: id(&subject, "a"),
        name: "b".into(),
    };
    let undo = subject.apply(rename).unwrap();
    assert_eq!(subject.positions.get("b"), Some(&(1.0, 2.0)));
    subject.apply(undo).unwrap();
    assert_eq!(subject, before);
}

/// Any edit over a small world of paths and services, sensible or not.
#[test]
fn what_is_said_of_a_path_is_said_of_another() {
    let mut plan = plan("a: s::old *s::item s::rest\nlock: s::old");
    let rule = |paths: &[&str]| {
        paths
            .iter()
            .map(|it| CodePath::from(*it))
            .collect::<Vec<_>>()
    };
    plan.together.push(rule(&["s::old", "s::rest"]));
    plan.apart.push(rule(&["s::old", "s::other"]));
    plan.shared.insert("s::old".into(), Decision::Keep);
    let accepted = |from: &str| Accepted {
        from: from.into(),
        to: "s::far".into(),
        reason: "known".into(),
    };
    plan.accepted.push(accepted("s::old"));
    plan.accepted.push(accepted("s::old::*"));
    plan.accepted.push(accepted("s::older::*"));
    let before = plan.clone();
    let from = CodePath::from("s::old");
    let moved = PlanEdit::Repath {
        from: from.clone(),
        to: Some("s::new".into()),
    };
    let undo = plan.apply(moved).unwrap();
    assert_eq!(shown(&plan), "a: s::new s::rest *s::item\n");
    assert_eq!(plan.locks, BTreeSet::from(["s::new".into()]));
    assert_eq!(plan.together, [rule(&["s::new", "s::rest"])]);
    assert_eq!(plan.apart, [rule(&["s::new", "s::other"])]);
    assert_eq!(plan.shared.get("s::new"), Some(&Decision::Keep));
    let kept = ["s::new", "s::new::*", "s::older::*"].map(accepted);
    assert_eq!(plan.accepted, kept);
    plan.apply(undo).unwrap();
    assert_eq!(plan, before);
    let undo = plan.apply(PlanEdit::Repath { from, to: None }).unwrap();
    let mut nothing = super::tests::plan("a: *s::item s::rest");
    nothing.next_service = plan.next_service;
    nothing.accepted = vec![accepted("s::older::*")];
    assert_eq!(plan, nothing);
    plan.apply(undo).unwrap();
    assert_eq!(plan, before);
}

#[test]
fn a_lock_holds_what_something_moved_onto() {
    check(
        "a: s::old\nb: s::new\nlock: s::new",
        |_| PlanEdit::Repath {
            from: "s::old".into(),
            to: Some("s::new".into()),
        },
        expect![[r#"
            "s::new" is locked; unlock it first
        "#]],
    );
}

pub(crate) fn any_edit() -> impl Strategy<Value = PlanEdit> {
    let path = || {
        prop::sample::select(vec![
            "a", "a::b", "a::b::c", "a::b::d", "a::e", "f", "f::g", "f::g::h",
        ])
        .prop_map(CodePath::from)
    };
    let paths = move || prop::collection::vec(path(), 0..4);
    let service = || (0u32..5).prop_map(ServiceId);
    let owner = move || prop::option::of(service());
    let name =
        || prop::sample::select(vec!["one", "two", "thr\"ee", "four\n", ""]).prop_map(Arc::from);
    let text = || prop::option::of(name());
    let decision = prop::option::of(prop::sample::select(vec![
        Decision::Library,
        Decision::Keep,
    ]));
    let place = (name(), prop::option::of((-9i8..9, -9i8..9)))
        .prop_map(|(key, it)| (key, it.map(|(x, y)| (f32::from(x), f32::from(y)))));
    let constraint = prop::sample::select(vec![Constraint::Together, Constraint::Apart]);
    prop_oneof![
        4 => (service(), name()).prop_map(|(id, name)| PlanEdit::AddService { id, name }),
        1 => service().prop_map(PlanEdit::RemoveService),
        1 => (service(), name()).prop_map(|(service, name)| PlanEdit::RenameService { service, name }),
        1 => (service(), service()).prop_map(|(from, into)| PlanEdit::MergeServices { from, into }),
        1 => (service(), 0usize..4).prop_map(|(service, at)| PlanEdit::MoveService { service, at }),
        6 => (paths(), owner()).prop_map(|(paths, to)| PlanEdit::Assign { paths, to }),
        3 => (path(), paths(), owner())
            .prop_map(|(path, children, to)| PlanEdit::AssignAlone { path, children, to }),
        3 => (paths(), owner()).prop_map(|(paths, to)| PlanEdit::AssignItems { paths, to }),
        1 => (path(), decision).prop_map(|(path, decision)| PlanEdit::Decide { path, decision }),
        1 => path().prop_map(PlanEdit::Lock),
        2 => path().prop_map(PlanEdit::Unlock),
        1 => paths().prop_map(PlanEdit::Together),
        1 => paths().prop_map(PlanEdit::Apart),
        1 => (constraint, 0usize..3).prop_map(|(constraint, at)| PlanEdit::Release { constraint, at }),
        1 => (path(), path(), name())
            .prop_map(|(from, to, reason)| PlanEdit::Accept(Accepted { from, to, reason })),
        1 => (path(), path()).prop_map(|(from, to)| PlanEdit::Unaccept { from, to }),
        2 => (path(), prop::option::of(path())).prop_map(|(from, to)| PlanEdit::Repath { from, to }),
        1 => place.prop_map(|it| PlanEdit::Place(vec![it])),
        1 => (service(), text()).prop_map(|(service, note)| PlanEdit::SetNote { service, note }),
        1 => (service(), text()).prop_map(|(service, package)| PlanEdit::SetPackage { service, package }),
        1 => name().prop_map(PlanEdit::SetName),
    ]
}

fn any_edits() -> impl Strategy<Value = Vec<PlanEdit>> {
    let single = any_edit();
    let batch = prop::collection::vec(any_edit(), 1..4).prop_map(PlanEdit::Batch);
    prop::collection::vec(prop_oneof![5 => single, 1 => batch], 0..30)
}

/// A path has one owner, owners exist, names are unique, nothing is said twice.
fn assert_sound(plan: &Plan) {
    let mut seen = BTreeSet::new();
    let owned = plan
        .services
        .iter()
        .flat_map(|it| it.owns.iter().chain(&it.items));
    for path in owned.chain(&plan.remaining) {
        assert!(seen.insert(path.clone()), "{path} is owned twice");
    }
    let names: BTreeSet<_> = plan.services.iter().map(|it| &it.name).collect();
    let ids: BTreeSet<_> = plan.services.iter().map(|it| it.id).collect();
    assert_eq!(
        (names.len(), ids.len()),
        (plan.services.len(), plan.services.len())
    );
}

proptest! {
    #[test]
    fn undone_edits_leave_an_equal_plan(edits in any_edits()) {
        let mut plan = plan("zero: a::b f\n-: a::b::c");
        let mut history = Vec::new();
        for edit in edits {
            let before = plan.clone();
            match plan.apply(edit) {
                Ok(undo) => history.push((before, undo)),
                Err(_) => prop_assert_eq!(&before, &plan),
            }
            assert_sound(&plan);
        }
        let mut redone = Vec::new();
        while let Some((before, undo)) = history.pop() {
            let after = plan.clone();
            redone.push((after, plan.apply(undo).unwrap()));
            prop_assert_eq!(&before, &plan);
        }
        while let Some((after, redo)) = redone.pop() {
            plan.apply(redo).unwrap();
            prop_assert_eq!(&after, &plan);
        }
    }

    #[test]
    fn an_assigned_module_and_all_inside_it_have_the_new_owner(edits in any_edits(), at in 0usize..3) {
        let mut plan = plan("zero: a::b f");
        for edit in edits {
            drop(plan.apply(edit));
        }
        let to = plan.services.get(at).map(|it| it.id);
        let before = plan.clone();
        if plan.apply(PlanEdit::Assign { paths: vec!["a".into()], to }).is_ok() {
            for path in ["a", "a::b", "a::b::c", "a::b::d", "a::e", "a::new"] {
                let single = |it: &str| it != "a" && before.entry(it).is_some_and(|it| it.single);
                prop_assert!(plan.owner_of(path) == to || enclosing(path).any(single));
            }
        }
    }
}
