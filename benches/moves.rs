//! What one move between services costs at 10,000 modules and 50,000 dependencies.
//!
//! `cargo bench --bench moves` prints the figures; DESIGN.md section 7 asks for under 1 ms.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use seamline::graph::{Filter, Graph};
use seamline::insight::{Assessment, Live, Target};
use seamline::model::{
    CodeModel, Confidence, DependencyKind, ModelBuilder, Module, ModuleId, Node, Reference,
    TargetKind,
};
use seamline::plan::{Plan, PlanEdit};

const N_MODULES: u32 = 10_000;
const N_LINKS: u32 = 50_000;
const N_SERVICES: u32 = 40;
const N_MOVES: u32 = 2_000;

fn main() {
    let model = model();
    let graph = Graph::fold(&model, Filter::default());
    let plan = plan(&model);
    println!(
        "{} modules, {} links, {} services",
        model.modules().len(),
        graph.links().len(),
        plan.services.len()
    );

    report(
        "prepare a drag",
        &timed(20, |_| drop(black_box(Live::new(&model, &graph, &plan)))),
    );
    report(
        "assess the plan",
        &timed(20, |_| {
            drop(black_box(Assessment::of(&model, &graph, &plan)));
        }),
    );

    let live = Live::new(&model, &graph, &plan);
    let mut random = Random(7);
    let moves = timed(N_MOVES, |_| {
        let module = ModuleId(random.below(N_MODULES));
        let to = plan
            .services
            .get(random.below(N_SERVICES + 1) as usize)
            .map(|it| it.id);
        drop(black_box(live.preview(
            &model,
            &graph,
            &[module],
            Target::Owner(to),
        )));
    });
    report("preview one move", &moves);

    let busiest = model
        .module_ids()
        .max_by_key(|it| graph.links_to(*it).len())
        .unwrap_or(ModuleId(0));
    println!(
        "  busiest module: {} links in",
        graph.links_to(busiest).len()
    );
    let moves = timed(200, |_| {
        drop(black_box(live.preview(
            &model,
            &graph,
            &[busiest],
            Target::New,
        )));
    });
    report("preview the busiest", &moves);

    let mut edited = plan.clone();
    let edits = timed(N_MOVES, |_| {
        let path = model.module(ModuleId(random.below(N_MODULES))).path.clone();
        let to = plan
            .services
            .get(random.below(N_SERVICES + 1) as usize)
            .map(|it| it.id);
        drop(black_box(edited.apply(PlanEdit::Assign {
            paths: vec![path],
            to,
        })));
    });
    report("apply one move", &edits);
}

/// A numeric sequence that looks random and is the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(n)) as u32
    }
}

/// Ten modules a folder, a hundred folders a crate; most links stay near, some go to hubs.
fn model() -> CodeModel {
    let mut builder = ModelBuilder::new([]);
    let mut round = None;
    for number in 0..N_MODULES {
        let path: std::sync::Arc<str> = match number % 10 {
            0 => format!("c{}", number / 10).into(),
            inner => format!("c{}::m{inner}", number / 10).into(),
        };
        if number % 10 == 0 {
            builder.add_crate(path.clone(), path.clone(), TargetKind::Lib);
            round = None;
        }
        let krate = builder.so_far().crates().len() as u32 - 1;
        let id = builder.add_module(Module {
            name: path.rsplit("::").next().unwrap_or_default().into(),
            path,
            parent: round,
            krate: seamline::model::CrateId(krate),
            span: None,
            n_lines: 100,
            cfg: None,
            test: false,
            detail: false,
            kind: "module".into(),
            children: Vec::new(),
            items: Vec::new(),
        });
        round = round.or(Some(id));
    }
    let mut random = Random(42);
    for _ in 0..N_LINKS * 21 / 20 {
        let from = random.below(N_MODULES);
        let to = match random.below(10) {
            0 => random.below(20),
            1..3 => random.below(N_MODULES),
            _ => (from + random.below(60)) % N_MODULES,
        };
        builder.add_reference(Reference {
            from: Node::Module(ModuleId(from)),
            to: Node::Module(ModuleId(to)),
            kind: DependencyKind::Use,
            confidence: Confidence::Resolved,
            test: false,
            cfg: None,
            weight: (1 + random.below(9)) as f32,
            span: None,
        });
    }
    builder.finish()
}

fn plan(model: &CodeModel) -> Plan {
    let mut plan = Plan::default();
    for number in 0..N_SERVICES {
        let id = plan.fresh_service_id();
        let crates = model
            .crates()
            .iter()
            .skip(number as usize)
            .step_by(N_SERVICES as usize + 5);
        let edits = vec![
            PlanEdit::AddService {
                id,
                name: format!("service {number}").into(),
            },
            PlanEdit::Assign {
                paths: crates.map(|it| it.path.clone()).collect(),
                to: Some(id),
            },
        ];
        drop(plan.apply(PlanEdit::Batch(edits)));
    }
    plan
}

fn timed(n_times: u32, mut work: impl FnMut(u32)) -> Vec<Duration> {
    let mut times: Vec<_> = (0..n_times)
        .map(|it| {
            let start = Instant::now();
            work(it);
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times
}

fn report(what: &str, sorted: &[Duration]) {
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "{what:<20} median {:.3} ms, 99 % {:.3} ms, worst {:.3} ms",
        at(0.5),
        at(0.99),
        at(1.0)
    );
}
