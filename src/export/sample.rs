//! Reports for tests: a small believable one, and one whose every name is hostile.

use std::sync::Arc;

use super::aggregates::{AggregateRow, PartRow};
use super::doors::{OutboundRow, SettingRow};
use super::nature::{Nature, ReasonRow};
use super::transactions::{CallRow, ReachedRow, TransactionRow};
use super::{
    BreakReport, CircleReport, Common, Cut, Door, DoorStep, DoorsReport, EdgeRow, Evidence,
    FindingRow, GraphTable, MeasuredCutRow, MeasuredReport, MeasuredRow, MeasuredServiceRow,
    MendRow, ModuleRow, NodeRow, NotBoundRow, ObstacleRow, PastReport, PastRow, PersonRow, Remote,
    Report, ServiceLink, ServiceReport, ServicesTogether, SharedModule, StateRow, SurfaceItem,
    TableRow, TableUserRow, TogetherRow, Totals, TouchRow, Unresolved,
};
use crate::history::Day;
use crate::insight::measured::TableSums;
use crate::insight::obstacles::{Cause, Severity};
use crate::insight::{
    Assessment, BlindGroup, BlindPlace, BlindRow, BlindSpots, ServiceFigures, Shape,
};
use crate::measured::Sum;
use crate::model::{BlindSpot, Complexity, Confidence, Coverage, DependencyKind, DoorKind};
use crate::notice::{Notice, Place};
use crate::pipeline::analyze;
use crate::plan::{Decision, Owner, Plan, Service, ServiceId};
use crate::progress::Silent;
use crate::source::{GivenGraph, SourceFile, SourceTree};

/// Names nobody should give, and somebody does.
pub(super) fn hostile_names() -> Vec<String> {
    let mut names: Vec<String> = [
        "quote\"and'tick`",
        "line\nbreak\r\nreturn\ttab",
        "<script>alert(1)</script>",
        "שלום\u{202e}gpj.exe",
        "=HYPERLINK(\"http://x\")",
        "back\\slash\\",
        "]]> --> */ {{ }} ${HOME} $$ %s",
        "| pipe | `code` | [link](javascript:x) | ![i](x) | **b**",
        "&amp;&#10;&lt;b&gt;",
        "주문서비스 \u{0}\u{7}\u{7f}\u{2028}",
        "# heading",
        "no",
        "\\N \\G \\l",
        "~~~",
        "- item: {a: 1}",
    ]
    .map(str::to_owned)
    .into();
    names.push("x".repeat(300));
    names.push("긴".repeat(300));
    names
}

/// A shop with two services and what remains.
pub(super) fn shop() -> Report {
    report_of(&["orders", "stock"].map(str::to_owned), "shop")
}

/// A system in which every name is hostile.
pub(super) fn hostile() -> Report {
    let names = hostile_names();
    report_of(&names, &names.concat())
}

/// Calls to the outside and settings with these names.
fn world(names: &[String]) -> DoorsReport {
    let outbound = |name: &String| OutboundRow {
        from: name.as_str().into(),
        kind: "http",
        library: "reqwest".into(),
        target: Some(name.as_str().into()),
        place: (name.as_str().into(), 4),
        confidence: "inferred",
        test: false,
    };
    let setting = |name: &String| SettingRow {
        kind: "variable",
        name: name.as_str().into(),
        from: name.as_str().into(),
        place: (name.as_str().into(), 5),
        confidence: "resolved",
        test: false,
    };
    DoorsReport {
        inbound: Vec::new(),
        outbound: names.iter().map(outbound).collect(),
        config: names.iter().map(setting).collect(),
    }
}

/// A door that leads over to the remaining monolith, to a table and out of the system.
fn door(name: &str, service: usize) -> Door {
    let step = |what, id: String, is_code: bool| DoorStep {
        from: Some(0),
        depth: 1,
        what,
        id: id.into(),
        is_code,
        service,
        is_hop: false,
        is_again: false,
        place: format!("{name}.rs:2:1"),
        confidence: Confidence::Resolved,
    };
    let first = DoorStep {
        from: None,
        depth: 0,
        ..step("call", format!("{name}::answer"), true)
    };
    let hop = DoorStep {
        service: service + 1,
        is_hop: true,
        ..step("call", format!("{name}::other"), true)
    };
    Door {
        id: format!("door:GET /{name}").into(),
        kind: DoorKind::Http,
        method: Some("GET".into()),
        path: format!("/{name}").into(),
        framework: "axum".into(),
        handler: format!("{name}::answer").into(),
        service,
        place: format!("{name}.rs:1:1"),
        confidence: Confidence::Resolved,
        n_hops: 1,
        n_left_out: 1,
        steps: vec![
            first,
            hop,
            step("insert", format!("table:{name}"), false),
            step("transaction", "begin".into(), false),
            step("http", format!("reqwest {name}"), false),
        ],
    }
}

/// One module a service, named like it; each needs the next one and the remaining monolith.
fn report_of(names: &[String], system: &str) -> Report {
    let ids = (0..).map(|it| Some(ServiceId(it)));
    let mut services: Vec<_> = names
        .iter()
        .zip(ids)
        .map(|(it, id)| service(it, id))
        .collect();
    services.push(service("remaining monolith", None));
    let remaining = services.len() - 1;
    let path = |idx: usize| services[idx].modules[0].path.clone();
    let cuts: Vec<_> = (0..remaining).map(|idx| cut(idx, idx + 1, &path)).collect();
    let links = cuts.iter().map(|it| ServiceLink {
        from: it.from_service,
        to: it.to_service,
        weight: it.weight,
        n_cuts: 1,
    });
    let shared = SharedModule {
        path: path(remaining),
        owner: remaining,
        decision: Decision::Library,
        used_by: (0..remaining).collect(),
        weight: 7.0,
    };
    let door = |(idx, name): (usize, &String)| door(name, idx);
    let drawn = drawn(names);
    let notice = |name: &String| {
        Notice::warning(format!("{name} was not read"))
            .at(Place::line(&**name, 3))
            .hint(&**name)
    };
    let unresolved = |name: &String| Unresolved {
        path: format!("lost::{name}").into(),
        places: vec![format!("{name}.rs:7:1"); 2],
    };
    Report {
        system: system.into(),
        program: "seamline test".into(),
        graph: graph_of(&services, &cuts),
        links: links.collect(),
        cycles: vec![(0..remaining).collect()],
        circles: vec![circle(names)],
        shared: vec![shared],
        tables: names.iter().enumerate().map(table).collect(),
        findings: names.iter().enumerate().map(finding).collect(),
        transactions: names.iter().enumerate().map(transaction).collect(),
        aggregates: names.iter().map(aggregate).collect(),
        doors: names.iter().enumerate().map(door).collect(),
        world: world(names),
        totals: Totals {
            n_modules: services.len() as u32,
            n_objects: 0,
            n_lines: 1200,
            weight: 50.0,
            cut_weight: 8.0,
            n_unresolved: 2 * names.len() as u32,
        },
        not_analyzed: names.iter().map(notice).collect(),
        unresolved: names.iter().map(unresolved).collect(),
        blind: blind(names),
        past: Some(past(names, &cuts)),
        measured: Some(measured(names)),
        canvas: drawn.canvas,
        layout: drawn.layout,
        states: cuts.iter().map(|it| state(&it.to)).collect(),
        orphans: cuts.iter().map(|it| obstacle(&it.to)).collect(),
        cuts,
        services,
    }
}

/// A table of a service, which it writes.
fn table((idx, name): (usize, &String)) -> TableRow {
    let place = Some(format!("{name}.rs:2:1"));
    let user = TableUserRow {
        service: idx,
        reads: 1.0,
        writes: 2.0,
        first_read: None,
        first_write: place,
        readers: Vec::new(),
        writers: vec![name.as_str().into()],
    };
    TableRow {
        id: format!("table:{name}").into(),
        kind: "table",
        owner: idx,
        users: vec![user],
    }
}

/// A transaction of two services.
fn transaction((idx, name): (usize, &String)) -> TransactionRow {
    let (path, place): (Arc<str>, _) = (name.as_str().into(), (name.as_str().into(), 3));
    let table: Arc<str> = format!("table:{name}").into();
    let call = CallRow {
        to: path.clone(),
        place: place.clone(),
    };
    let touch = ReachedRow {
        to: table.clone(),
        access: "insert",
        from: path.clone(),
        place,
        confidence: "inferred",
        calls: vec![call],
    };
    TransactionRow {
        from: path.clone(),
        form: "begin",
        place: (path.clone(), 2, 9),
        commits: true,
        confidence: "inferred",
        test: false,
        modules: vec![path],
        services: vec![idx, idx + 1],
        writes: vec![table],
        touches: vec![touch],
        is_cut: false,
    }
}

/// A table with one part.
fn aggregate(name: &String) -> AggregateRow {
    let table: Arc<str> = format!("table:{name}").into();
    let place: (Arc<str>, u32) = (name.as_str().into(), 4);
    AggregateRow {
        root: table.clone(),
        types: vec![name.as_str().into()],
        parts: vec![PartRow {
            table: table.clone(),
            of: table,
            units: (2, 1),
            key: place.clone(),
            together: Some(place),
        }],
    }
}

/// Everything was called.
fn measured(names: &[String]) -> MeasuredReport {
    let sum = |calls| Sum {
        calls,
        total_ms: 1.5,
        errors: Some(1),
    };
    let sums = TableSums {
        reads: sum(1),
        writes: sum(2),
        other: sum(3),
    };
    let row = |(idx, name): (usize, &String)| MeasuredRow {
        name: name.as_str().into(),
        service: Some(idx),
        sums,
    };
    let rows = || names.iter().enumerate().map(row).collect::<Vec<_>>();
    let service = |(service, _): (usize, &String)| MeasuredServiceRow {
        service,
        functions: sum(4),
        tables: sums,
    };
    let cut = |(idx, name): (usize, &String)| MeasuredCutRow {
        from_service: idx,
        to_service: names.len(),
        from: name.as_str().into(),
        to: name.as_str().into(),
        sums,
    };
    let not_bound = |name: &String| NotBoundRow {
        what: "statement",
        name: name.clone(),
        sum: sum(5),
        place: format!("{name}.csv:2"),
        reason: format!("no table {name:?} is known").into(),
    };
    MeasuredReport {
        files: names.iter().map(|it| it.as_str().into()).collect(),
        tables: rows(),
        functions: rows(),
        modules: rows(),
        doors: rows(),
        services: names.iter().enumerate().map(service).collect(),
        cuts: names.iter().enumerate().map(cut).collect(),
        not_bound: names.iter().map(not_bound).collect(),
        n_guessed: 1,
    }
}

/// A table that nobody owns.
fn finding((idx, name): (usize, &String)) -> FindingRow {
    FindingRow {
        kind: "unowned-table",
        grave: false,
        sentence: format!("table:{name} belongs to no service"),
        services: vec![idx],
        paths: vec![format!("table:{name}").into()],
        places: vec![format!("{name}.rs:2:1")],
        mends: vec![MendRow {
            path: format!("table:{name}").into(),
            edit: "assign",
            to: name.as_str().into(),
        }],
    }
}

/// All services in one circle.
fn circle(names: &[String]) -> CircleReport {
    let edge = |name: &String| BreakReport {
        from: name.as_str().into(),
        to: name.as_str().into(),
        weight: 2.0,
        kinds: vec![(DependencyKind::Call, 2.0)],
        places: vec![format!("{name}.rs:3:1")],
    };
    CircleReport {
        of_services: true,
        n_members: names.len(),
        members: names.iter().map(|it| it.as_str().into()).collect(),
        exact: true,
        weight: 2.0 * names.len() as f64,
        n_breaks: names.len(),
        breaks: names.iter().map(edge).collect(),
    }
}

/// Everybody is called like a service, and changed it with the next one.
fn past(names: &[String], cuts: &[Cut]) -> PastReport {
    let row = |name: &str| PastRow {
        n_files: 2,
        n_commits: 9,
        n_recent: 4,
        n_bot_commits: 1,
        n_authors: 2,
        authors: vec![(name.into(), 6), ("Ana".into(), 3)],
        top_share: Some(0.6667),
        truck_factor: 1,
        first: Some(Day::of_secs(86_400)),
        last: Some(Day::of_secs(1_709_164_800)),
        teams: vec![(format!("@{name}").into(), 2)],
    };
    let commits = |name: &str| Common {
        n: 5,
        weight: 0.25,
        newest: name.into(),
        day: Some(Day::of_secs(1_709_164_800)),
    };
    let both = |it: &Cut| TogetherRow {
        a: it.from.clone(),
        b: it.to.clone(),
        commits: commits(&it.from),
    };
    let undirected = |it: &Cut| EdgeRow {
        source: it.from.clone(),
        target: it.to.clone(),
        kind: DependencyKind::Commits,
        weight: 0.25,
        confidence: Confidence::Resolved,
        cfg: "".into(),
        test: false,
        first: None,
    };
    let person = |name: &String| PersonRow {
        name: name.as_str().into(),
        n_commits: 9,
        bot: name.is_empty(),
    };
    let between = |it: &Cut| ServicesTogether {
        a: it.from_service,
        b: it.to_service,
        commits: commits(&it.from),
    };
    let all = || names.iter().map(String::as_str).chain(["remaining"]);
    PastReport {
        tip: names.concat().into(),
        cut: Some("shallow"),
        whole: row("whole"),
        people: names.iter().map(person).collect(),
        n_people: names.len(),
        teams_from: Some("docs/CODEOWNERS".into()),
        parts: all()
            .map(|it| (format!("shop::{it}").into(), row(it)))
            .collect(),
        together: cuts.iter().map(both).collect(),
        edges: cuts.iter().map(undirected).collect(),
        services: all().map(row).collect(),
        services_together: cuts.iter().map(between).collect(),
        cuts: cuts.iter().map(|it| Some(both(it))).collect(),
    }
}

/// One blind spot of each kind for each name.
fn blind(names: &[String]) -> BlindSpots {
    let row = |name: &String| BlindRow {
        what: name.as_str().into(),
        n: 5,
        n_places: 4,
        places: vec![BlindPlace {
            file: format!("{name}.rs").into(),
            line: Some(7),
            column: Some(3),
            n: 2,
        }],
    };
    let group = |kind: &BlindSpot| BlindGroup {
        kind: *kind,
        n: 5 * names.len() as u64,
        n_in_tests: 1,
        n_rows: names.len(),
        rows: names.iter().map(row).collect(),
    };
    BlindSpots {
        coverage: Coverage {
            n_paths: 100,
            n_paths_bound: 97,
            ..Coverage::default()
        },
        groups: BlindSpot::ALL.iter().map(group).collect(),
    }
}

/// Canvas and layout of a given graph with the same modules and services.
fn drawn(names: &[String]) -> Report {
    let mut nodes = ::csv::Writer::from_writer(Vec::new());
    let mut edges = ::csv::Writer::from_writer(Vec::new());
    nodes.write_record(["id", "parent", "kind"]).unwrap();
    edges
        .write_record(["source", "target", "kind", "weight"])
        .unwrap();
    let id_of = |name: &str| format!("shop::{name}");
    let last = "remaining monolith".to_owned();
    for pair in names.iter().chain([&last]).collect::<Vec<_>>().windows(2) {
        nodes
            .write_record([&*id_of(pair[0]), "shop", pair[0]])
            .unwrap();
        edges
            .write_record([&*id_of(pair[0]), &*id_of(pair[1]), "call", "3"])
            .unwrap();
    }
    let file = |path: &str, table: ::csv::Writer<Vec<u8>>| SourceFile {
        path: path.into(),
        text: String::from_utf8(table.into_inner().unwrap())
            .unwrap()
            .into(),
    };
    let given = GivenGraph {
        nodes_csv: file("nodes.csv", nodes),
        edges_csv: file("edges.csv", edges),
    };
    let tree = SourceTree {
        given: Some(given),
        name: names.concat(),
        ..SourceTree::default()
    };
    let service = |(idx, name): (u32, &String)| Service {
        id: ServiceId(idx),
        name: name.as_str().into(),
        owns: [id_of(name).into()].into(),
        prefixes: vec![format!("/{name}").into()],
        package: Some(name.as_str().into()),
        ..Service::default()
    };
    let plan = Plan {
        services: (0..).zip(names).map(service).collect(),
        ..Plan::default()
    };
    let analysis = analyze(tree, &Silent).unwrap();
    let assessment = Assessment::of(&analysis.model, &analysis.graph, &plan);
    Report::new(&analysis, &plan, &assessment)
}

fn service(name: &str, id: Owner) -> ServiceReport {
    let path: Arc<str> = format!("shop::{name}").into();
    ServiceReport {
        id,
        name: name.into(),
        remaining: id.is_none(),
        note: Some(format!("note on\n{name}").into()),
        package: None,
        figures: ServiceFigures {
            n_modules: 1,
            n_objects: 0,
            n_lines: 400,
            inside: 14.0,
            incoming: 4.0,
            outgoing: 4.0,
        },
        shape: Shape::default(),
        modules: vec![ModuleRow {
            path: path.clone(),
            file: format!("src/{name}.rs").into(),
            n_lines: 400,
        }],
        items: vec![format!("shop::util::{name}").into()],
        surface: vec![SurfaceItem {
            path,
            kind: "module".into(),
            place: format!("src/{name}.rs:1:1"),
            used_by: vec![0],
            weight: 4.0,
        }],
    }
}

fn cut(from: usize, to: usize, path: &dyn Fn(usize) -> Arc<str>) -> Cut {
    let evidence = |line: u32| Evidence {
        place: format!("{}.rs:{line}:5", path(from)),
        from: path(from),
        to: path(to),
        kind: DependencyKind::Call,
        confidence: Confidence::Resolved,
    };
    Cut {
        from: path(from),
        to: path(to),
        from_service: from,
        to_service: to,
        weight: 7.5,
        kinds: vec![(DependencyKind::Call, 6.0), (DependencyKind::Type, 1.5)],
        accepted: (from == 0).then(|| path(from)),
        evidence: (1..=7).map(evidence).collect(),
        remote: Remote {
            counts: Severity::ALL.map(|it| (it, 1)),
            obstacles: vec![obstacle(&path(to))],
        },
    }
}

fn obstacle(name: &Arc<str>) -> ObstacleRow {
    ObstacleRow {
        item: name.clone(),
        part: format!("parameter {name}").into(),
        cause: Cause::Lock,
        text: format!("Mutex<{name}> is a lock: two processes cannot share it").into(),
        place: format!("{name}.rs:7:5"),
        why: vec![(
            format!("{name}.lock: Mutex").into(),
            format!("{name}.rs:3:5"),
        )],
    }
}

fn state(name: &Arc<str>) -> StateRow {
    StateRow {
        item: name.clone(),
        name: name.clone(),
        ty: format!("Arc<Mutex<{name}>>").into(),
        place: format!("{name}.rs:2:5"),
        touched_by: vec![TouchRow {
            through: None,
            module: name.clone(),
            service: 0,
            n_mentions: 2,
            place: format!("{name}.rs:9:5"),
        }],
    }
}

fn nature(name: &str) -> Nature {
    let place = format!("{name}.rs:1:1");
    let reason = ReasonRow {
        sign: "framework",
        what: name.to_owned(),
        n: 2,
        place: place.clone(),
    };
    Nature {
        tier: Some(("interface", "resolved", vec![reason])),
        tested: "unit",
        tests: [
            (1, place),
            (0, String::new()),
            (0, String::new()),
            (0, String::new()),
        ],
    }
}

fn graph_of(services: &[ServiceReport], cuts: &[Cut]) -> GraphTable {
    let root = NodeRow {
        id: "shop".into(),
        kind: "crate".into(),
        ..NodeRow::default()
    };
    let node = |(idx, service): (usize, &ServiceReport)| NodeRow {
        id: service.modules[0].path.clone(),
        parent: "shop".into(),
        kind: "module".into(),
        file: service.modules[0].file.clone(),
        line: Some(1),
        n_lines: 400,
        complexity: Some(Complexity {
            cyclomatic: 3,
            cognitive: 2,
            nesting: 1,
            parameters: 4,
        }),
        cfg: service.name.clone(),
        test: false,
        owner: Some(idx),
        nature: Some(nature(&service.name)),
    };
    let edge = |cut: &Cut| EdgeRow {
        source: cut.from.clone(),
        target: cut.to.clone(),
        kind: DependencyKind::Call,
        weight: cut.weight,
        confidence: Confidence::Inferred,
        cfg: cut.from.clone(),
        test: false,
        first: Some((cut.from.clone(), 1)),
    };
    GraphTable {
        nodes: std::iter::once(root)
            .chain(services.iter().enumerate().map(node))
            .collect(),
        edges: cuts.iter().map(edge).collect(),
        n_lines: 12,
    }
}
