//! Plans over small pieces of code, and what their boundaries cut.

use std::fmt::Write as _;
use std::sync::Arc;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::graph::{Filter, Graph};
use crate::model::{
    CodeModel, Confidence, DependencyKind, Item, ItemId, ItemKind, ModelBuilder, Module, ModuleId,
    Node, Reference, TargetKind, Visibility,
};
use crate::plan::tests::{any_edit, plan};
use crate::plan::{Decision, Plan, PlanEdit};
use crate::source::{FileId, Span};

/// Code as text, a dependency a line: `s::a -> s::b 3`. Modules come to be as they are named, with
/// all modules round them; a segment with a capital letter or `()` names an item. Each module has
/// ten lines of code, each item four.
pub(crate) fn code(text: &str) -> (CodeModel, Graph) {
    let mut builder = ModelBuilder::new([Arc::from("src/lib.rs")]);
    for (line, text) in (1u32..).zip(text.lines().map(str::trim)) {
        let mut words = text.split_whitespace();
        let from = words.next().map(|it| node(&mut builder, it));
        let to = words.nth(1).map(|it| node(&mut builder, it));
        let weight: f32 = words.next().map_or(1.0, |it| it.parse().unwrap());
        if let (Some(from), Some(to)) = (from, to) {
            builder.add_reference(Reference {
                from,
                to,
                kind: DependencyKind::Call,
                confidence: Confidence::Resolved,
                test: false,
                cfg: None,
                weight,
                span: Some(Span {
                    file: FileId(0),
                    line,
                    column: 1,
                }),
            });
        }
    }
    let model = builder.finish();
    let graph = Graph::fold(&model, Filter::default());
    (model, graph)
}

fn node(builder: &mut ModelBuilder, path: &str) -> Node {
    if let Some(node) = builder.so_far().node_at(path) {
        return node;
    }
    let (round, name) = path.rsplit_once("::").unwrap_or(("", path));
    let parent = (!round.is_empty()).then(|| node(builder, round));
    let is_item = name.ends_with("()") || name.starts_with(char::is_uppercase);
    match parent {
        Some(parent) if is_item => item(builder, path, name, parent).into(),
        parent => module(builder, path, name, parent).into(),
    }
}

fn item(builder: &mut ModelBuilder, path: &str, name: &str, parent: Node) -> ItemId {
    let (module, parent) = match parent {
        Node::Module(module) => (module, None),
        Node::Item(item) => (builder.so_far().item(item).module, Some(item)),
        Node::Extern(_) => unreachable!("crates outside have no items here"),
    };
    builder.add_item(Item {
        path: path.into(),
        name: name.into(),
        kind: if name.ends_with("()") {
            ItemKind::Fn
        } else {
            ItemKind::Type
        },
        module,
        parent,
        visibility: Visibility::Public,
        span: None,
        complexity: None,
        n_lines: 4,
        cfg: None,
        test: false,
    })
}

fn module(builder: &mut ModelBuilder, path: &str, name: &str, parent: Option<Node>) -> ModuleId {
    let parent = parent.and_then(|it| builder.so_far().module_of(it));
    let krate = match parent {
        Some(parent) => builder.so_far().module(parent).krate,
        None => builder.add_crate(path.into(), path.into(), TargetKind::Lib),
    };
    builder.add_module(Module {
        path: path.into(),
        name: name.into(),
        parent,
        krate,
        span: None,
        n_lines: 10,
        cfg: None,
        test: false,
        detail: false,
        kind: "module".into(),
        children: Vec::new(),
        items: Vec::new(),
    })
}

fn shown(model: &CodeModel, plan: &Plan, assessment: &Assessment) -> String {
    let mut text = String::new();
    let name = |owner| plan.owner_name(owner);
    for (owner, it) in &assessment.services {
        let ServiceFigures {
            n_modules,
            n_objects: _,
            n_lines,
            inside,
            incoming,
            outgoing,
        } = it;
        let name = name(*owner);
        writeln!(text, "{name}: {n_modules} modules, {n_lines} lines, {inside} inside, {incoming} in, {outgoing} out").unwrap();
    }
    writeln!(
        text,
        "cut: {} of {}",
        assessment.cut_weight, assessment.total_weight
    )
    .unwrap();
    for it in &assessment.cut_edges {
        let (from, to) = (model.path_of(it.from), model.path_of(it.to));
        writeln!(
            text,
            "  {from} -> {to} x{} ({} places)",
            it.weight,
            it.references.len()
        )
        .unwrap();
    }
    for it in &assessment.links {
        writeln!(
            text,
            "{} => {} x{} ({} edges)",
            name(it.from),
            name(it.to),
            it.weight,
            it.n_edges
        )
        .unwrap();
    }
    for cycle in &assessment.cycles {
        writeln!(
            text,
            "cycle: {}",
            cycle
                .iter()
                .map(|it| name(*it))
                .collect::<Vec<_>>()
                .join(", ")
        )
        .unwrap();
    }
    text
}

fn check(source: &str, plan: &Plan, expected: Expect) {
    let (model, graph) = code(source);
    expected.assert_eq(&shown(&model, plan, &Assessment::of(&model, &graph, plan)));
}

const SHOP: &str = "
    s::cart -> s::price 2
    s::cart -> s::price::tax
    s::orders -> s::cart 3
    s::orders -> s::mail
    s::mail -> s::orders
    s::web -> s::orders 5
    s::web -> s::money
    s::cart -> s::money 4
";

#[test]
fn boundaries_cut_what_crosses_them() {
    check(
        SHOP,
        &plan("orders: s::orders\ncart: s::cart s::price"),
        expect![[r#"
        orders: 1 modules, 10 lines, 0 inside, 6 in, 4 out
        cart: 3 modules, 30 lines, 3 inside, 3 in, 4 out
        remaining monolith: 4 modules, 40 lines, 1 inside, 5 in, 6 out
        cut: 14 of 18
          s::web -> s::orders x5 (1 places)
          s::cart -> s::money x4 (1 places)
          s::orders -> s::cart x3 (1 places)
          s::orders -> s::mail x1 (1 places)
          s::mail -> s::orders x1 (1 places)
        remaining monolith => orders x6 (2 edges)
        cart => remaining monolith x4 (1 edges)
        orders => cart x3 (1 edges)
        orders => remaining monolith x1 (1 edges)
        cycle: orders, cart, remaining monolith
    "#]],
    );
}

#[test]
fn a_library_is_carried_along_instead_of_called() {
    let mut plan = plan("orders: s::orders\ncart: s::cart s::price");
    plan.shared.insert("s::money".into(), Decision::Library);
    check(
        SHOP,
        &plan,
        expect![[r#"
        orders: 1 modules, 10 lines, 0 inside, 6 in, 4 out
        cart: 3 modules, 30 lines, 7 inside, 3 in, 0 out
        remaining monolith: 4 modules, 40 lines, 1 inside, 1 in, 6 out
        cut: 10 of 18
          s::web -> s::orders x5 (1 places)
          s::orders -> s::cart x3 (1 places)
          s::orders -> s::mail x1 (1 places)
          s::mail -> s::orders x1 (1 places)
        remaining monolith => orders x6 (2 edges)
        orders => cart x3 (1 edges)
        orders => remaining monolith x1 (1 edges)
        cycle: orders, remaining monolith
    "#]],
    );
}

#[test]
fn a_single_item_is_a_unit_of_its_own() {
    let source = "
        s::util::totals() -> s::util::round()
        s::util::Rate::of() -> s::util::totals()
        s::orders::place() -> s::util::totals() 2
        s::orders::place() -> s::util::Rate::of()
        s::web -> s::util
    ";
    check(
        source,
        &plan("orders: s::orders *s::util::totals()"),
        expect![[r#"
        orders: 1 modules, 14 lines, 2 inside, 1 in, 2 out
        remaining monolith: 3 modules, 26 lines, 1 inside, 2 in, 1 out
        cut: 3 of 6
          s::util -> s::util::totals() x1 (1 places)
          s::orders -> s::util x1 (1 places)
          s::util::totals() -> s::util x1 (1 places)
        orders => remaining monolith x2 (2 edges)
        remaining monolith => orders x1 (1 edges)
        cycle: orders, remaining monolith
    "#]],
    );
    check(
        source,
        &plan("orders: s::orders *s::util::Rate"),
        expect![[r#"
        orders: 1 modules, 14 lines, 1 inside, 0 in, 3 out
        remaining monolith: 3 modules, 26 lines, 1 inside, 3 in, 0 out
        cut: 3 of 5
          s::orders -> s::util x2 (1 places)
          s::util::Rate -> s::util x1 (1 places)
        orders => remaining monolith x3 (2 edges)
    "#]],
    );
}

#[test]
fn a_service_that_needs_all_others_is_told_with_what_it_needs() {
    let source = "s::a -> s::b 3\ns::a -> s::c 2\ns::a -> s::d\ns::b -> s::c\ns::d -> s::b";
    let plan = plan("a: s::a\nb: s::b\nc: s::c\nd: s::d\ne: s::e");
    let told = |source: &str| {
        let (model, graph) = code(source);
        let assessment = Assessment::of(&model, &graph, &plan);
        let found = findings(&model, &graph, &plan, &assessment, &[]);
        let told = found.into_iter().filter_map(|it| match it {
            Finding::NeedsEverything {
                service,
                needed,
                n_others,
                weight,
            } => {
                let needed: Vec<_> = needed.iter().map(|it| plan.owner_name(*it)).collect();
                let name = plan.owner_name(service);
                Some(format!("{name} needs {needed:?} of {n_others}, {weight}"))
            }
            _ => None,
        });
        told.collect::<Vec<_>>()
    };
    assert_eq!(told(source), [r#"a needs ["b", "c", "d"] of 4, 6"#]);
    assert_eq!(
        told(&format!("{source}\ns::a -> s::e 9")),
        [r#"a needs ["e", "b", "c", "d"] of 4, 15"#]
    );
    assert_eq!(
        told(&source.replace("s::a -> s::d", "s::a -> s::far")),
        [""; 0]
    );
}

#[test]
fn ties_say_where_a_module_belongs() {
    let (model, graph) = code(
        "s::x -> s::a1 2\ns::x -> s::a2 3\ns::b1 -> s::x 4\ns::x -> s::money 7\ns::x -> s::rest",
    );
    let mut plan = plan("a: s::a1 s::a2 s::x\nb: s::b1");
    plan.shared.insert("s::money".into(), Decision::Library);
    let assessment = Assessment::of(&model, &graph, &plan);
    let module = model.module_at("s::x").unwrap();
    let ties = Ties::of(&model, &graph, &plan, &assessment, module);
    let told: Vec<_> = ties
        .with
        .iter()
        .map(|it| (plan.owner_name(it.owner), it.weight, it.links.len()))
        .collect();
    assert_eq!(
        told,
        [("a", 5.0, 2), ("b", 4.0, 1), ("remaining monolith", 1.0, 1)]
    );
    assert!((ties.undecisive - 7.0).abs() < 1e-9);
    let own = assessment.owner_of(module);
    assert_eq!(ties.best_beside(own).map(|it| it.weight), Some(4.0));
}

#[test]
fn a_plan_without_services_cuts_nothing() {
    check(
        SHOP,
        &plan(""),
        expect![[r#"
        remaining monolith: 8 modules, 80 lines, 18 inside, 0 in, 0 out
        cut: 0 of 18
    "#]],
    );
    check(
        "",
        &plan("orders: s::orders"),
        expect![[r#"
        orders: 0 modules, 0 lines, 0 inside, 0 in, 0 out
        remaining monolith: 0 modules, 0 lines, 0 inside, 0 in, 0 out
        cut: 0 of 0
    "#]],
    );
}

fn preview_shown(model: &CodeModel, plan: &Plan, preview: &Preview) -> String {
    let mut text = String::new();
    let name = |target: &Target| match target {
        Target::Owner(owner) => plan.owner_name(*owner).to_owned(),
        Target::New => "new".to_owned(),
    };
    for RowChange { of, before, after } in &preview.rows {
        let cohesion =
            |it: &ServiceFigures| it.cohesion().map_or("-".into(), |it| format!("{it:.2}"));
        writeln!(
            text,
            "{}: {} -> {} modules, cohesion {} -> {}, coupling {} -> {}",
            name(of),
            before.n_modules,
            after.n_modules,
            cohesion(before),
            cohesion(after),
            before.coupling(),
            after.coupling()
        )
        .unwrap();
    }
    writeln!(
        text,
        "cut: {:?} -> {:?}",
        (preview.n_cut.0, preview.cut_weight.0),
        (preview.n_cut.1, preview.cut_weight.1)
    )
    .unwrap();
    for (sign, edges) in [("+", &preview.responsible), ("-", &preview.healed)] {
        for it in edges {
            writeln!(
                text,
                "{sign} {} -> {} x{}",
                model.path_of(it.from),
                model.path_of(it.to),
                it.weight
            )
            .unwrap();
        }
    }
    for cycle in &preview.cycles_after {
        writeln!(
            text,
            "cycle: {}",
            cycle.iter().map(name).collect::<Vec<_>>().join(", ")
        )
        .unwrap();
    }
    if let Some(error) = &preview.refused {
        writeln!(text, "refused: {error}").unwrap();
    }
    text
}

fn check_preview(plan: &Plan, moved: &str, to: &str, expected: Expect) {
    let (model, graph) = code(SHOP);
    let live = Live::new(&model, &graph, plan);
    let to = match to {
        "new" => Target::New,
        name => Target::Owner(plan.service_named(name).map(|it| it.id)),
    };
    let preview = live.preview(&model, &graph, &[model.module_at(moved).unwrap()], to);
    expected.assert_eq(&preview_shown(&model, plan, &preview));
}

#[test]
fn a_preview_names_the_edges_responsible() {
    let plan = plan("orders: s::orders\ncart: s::cart s::price\nlock: s::mail");
    check_preview(
        &plan,
        "s::cart",
        "orders",
        expect![[r#"
        orders: 1 -> 2 modules, cohesion 0.00 -> 0.18, coupling 10 -> 14
        cart: 3 -> 2 modules, cohesion 0.30 -> 0.00, coupling 7 -> 3
        cut: (5, 14.0) -> (6, 14.0)
        + s::cart -> s::price x2
        + s::cart -> s::price::tax x1
        - s::orders -> s::cart x3
        cycle: orders, remaining monolith
    "#]],
    );
    check_preview(
        &plan,
        "s::price",
        "new",
        expect![[r#"
        new: 0 -> 2 modules, cohesion - -> 0.00, coupling 0 -> 3
        cart: 3 -> 1 modules, cohesion 0.30 -> 0.00, coupling 7 -> 10
        cut: (5, 14.0) -> (7, 17.0)
        + s::cart -> s::price x2
        + s::cart -> s::price::tax x1
        cycle: orders, cart, remaining monolith
    "#]],
    );
    check_preview(
        &plan,
        "s::mail",
        "orders",
        expect![[r#"
        orders: 1 -> 2 modules, cohesion 0.00 -> 0.20, coupling 10 -> 8
        remaining monolith: 4 -> 3 modules, cohesion 0.08 -> 0.10, coupling 11 -> 9
        cut: (5, 14.0) -> (3, 12.0)
        - s::orders -> s::mail x1
        - s::mail -> s::orders x1
        cycle: orders, cart, remaining monolith
        refused: "s::mail" is locked
    "#]],
    );
    check_preview(
        &plan,
        "s::cart",
        "cart",
        expect![[r#"
        cart: 3 -> 3 modules, cohesion 0.30 -> 0.30, coupling 7 -> 7
        cut: (5, 14.0) -> (5, 14.0)
        cycle: orders, cart, remaining monolith
    "#]],
    );
}

/// References between random members of a small world, the same as `any_edit` speaks of.
fn any_code() -> impl Strategy<Value = String> {
    let end = || {
        prop::sample::select(vec![
            "a",
            "a::b",
            "a::b::c",
            "a::b::d",
            "a::e",
            "a::e::Type",
            "a::e::Type::of()",
            "f",
            "f::g",
            "f::g::h",
            "f::g::call()",
        ])
    };
    prop::collection::vec((end(), end(), 1u8..5), 1..40).prop_map(|edges| {
        edges
            .iter()
            .map(|(from, to, weight)| format!("{from} -> {to} {weight}\n"))
            .collect()
    })
}

fn n_single_items(model: &CodeModel, plan: &Plan) -> usize {
    let ownership = plan.ownership();
    let is_item = |path: &str| matches!(model.node_at(path), Some(Node::Item(_)));
    ownership.entries().filter(|it| is_item(it.0)).count()
}

proptest! {
    /// What the preview of a drag says is what the plan says after the drop.
    #[test]
    fn a_preview_keeps_its_word(
        source in any_code(),
        edits in prop::collection::vec(any_edit(), 0..12),
        moved in prop::sample::select(vec!["a", "a::b", "f", "f::g", "a::e"]),
        to in 0usize..4,
    ) {
        let (model, graph) = code(&source);
        let mut plan = plan("zero: a::b *a::e::Type\none: f *f::g::call()");
        for edit in edits {
            drop(plan.apply(edit));
        }
        let Some(module) = model.module_at(moved) else { return Ok(()) };
        let owner = plan.services.get(to).map(|it| it.id);
        let live = Live::new(&model, &graph, &plan);
        let preview = live.preview(&model, &graph, &[module], Target::Owner(owner));
        let before = Assessment::of(&model, &graph, &plan);
        let edit = PlanEdit::Assign { paths: vec![moved.into()], to: owner };
        let n_single = n_single_items(&model, &plan);
        let outcome = plan.apply(edit);
        prop_assert_eq!(outcome.is_err(), preview.refused.is_some());
        if outcome.is_err() {
            return Ok(());
        }
        let after = Assessment::of(&model, &graph, &plan);
        prop_assert_eq!((before.cut_weight, after.cut_weight), preview.cut_weight);
        let n_cut = (preview.n_cut.0 as usize, preview.n_cut.1 as usize);
        prop_assert_eq!(before.cut_edges.len(), n_cut.0);
        // An item that goes back into its module is no unit any more, and its edges are the module's.
        prop_assert!(after.cut_edges.len() <= n_cut.1);
        if n_single == n_single_items(&model, &plan) {
            prop_assert_eq!(after.cut_edges.len(), n_cut.1);
        }
        let cycles: Vec<Vec<Target>> = after.cycles.iter().map(|it| it.iter().map(|it| Target::Owner(*it)).collect()).collect();
        prop_assert_eq!(cycles, preview.cycles_after.clone());
        for (owner, figures) in &after.services {
            let row = preview.rows.iter().find(|it| it.of == Target::Owner(*owner));
            let said = row.map_or(before.figures(*owner), |it| Some(&it.after));
            prop_assert_eq!(said, Some(figures));
        }
    }

    #[test]
    fn every_weight_is_booked_once(source in any_code(), edits in prop::collection::vec(any_edit(), 0..12)) {
        let (model, graph) = code(&source);
        let mut plan = plan("zero: a::b *a::e::Type\none: f");
        for edit in edits {
            drop(plan.apply(edit));
        }
        let it = Assessment::of(&model, &graph, &plan);
        let sum = |of: fn(&ServiceFigures) -> f64| it.services.iter().map(|it| of(&it.1)).sum::<f64>();
        prop_assert_eq!(sum(|it| it.inside) + it.cut_weight, it.total_weight);
        prop_assert_eq!(sum(|it| it.incoming), it.cut_weight);
        prop_assert_eq!(sum(|it| it.outgoing), it.cut_weight);
        let modules: u32 = it.services.iter().map(|it| it.1.n_modules).sum();
        prop_assert_eq!(modules as usize, model.modules().len());
    }
}
