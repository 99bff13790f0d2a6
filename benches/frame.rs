//! What a frame of the canvas costs: logic, painting and tessellation, without a window.
//!
//! `cargo bench --bench frame` prints milliseconds of CPU time, the mean of many frames (of the
//! clock, where the system does not tell CPU time). Each picture is taken as a whole and from near;
//! standing still, panning, and with the pointer moving over modules.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use egui::{Context, Event, Pos2, RawInput, Rect, pos2, vec2};
use seamline::arrange::{Request, arrange};
use seamline::graph::{Filter, Graph};
use seamline::model::{
    CodeModel, Confidence, CrateId, DependencyKind, ModelBuilder, Module, ModuleId, Node,
    Reference, TargetKind,
};
use seamline::plan::{Plan, Service, ServiceId};
use seamline::session::{CameraMove, Selection};
use seamline::ui::canvas::{CanvasState, CanvasView, canvas_ui};
use seamline::ui::texts::canvas::ENGLISH;
use seamline::ui::theme::{self, Theme};

const FRAMES: u32 = 60;
/// The first frames lay out every name for the first time.
const WARM_UP: u32 = 20;
const SCREEN: Rect = Rect {
    min: Pos2::ZERO,
    max: pos2(1600.0, 1000.0),
};

fn main() {
    println!(
        "modules/edges    arrange  edit | whole: still   pan  pointed | near: still   pan  pointed"
    );
    for (n_modules, n_edges) in [(1_000, 5_000), (5_000, 25_000), (10_000, 50_000)] {
        let world = World::new(n_modules, n_edges);
        let request = world.request();
        let (first, arrange_ms) = timed(|| arrange(&request, None));
        let (again, edit_ms) = timed(|| arrange(&request, Some(&first)));
        drop(first);
        let again = Arc::new(again);
        let [whole, near] = [None, Some(ModuleId(n_modules as u32 / 2))].map(|near| {
            [Pointer::Away, Pointer::Panning, Pointer::Moving]
                .map(|pointer| world.frame_ms(&again, near, pointer))
        });
        println!(
            "{:>7}/{:<7} {:>7.1} {:>6.1} | {:>12.2} {:>5.2} {:>8.2} | {:>11.2} {:>5.2} {:>8.2}",
            n_modules,
            n_edges,
            arrange_ms,
            edit_ms,
            whole[0],
            whole[1],
            whole[2],
            near[0],
            near[1],
            near[2],
        );
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let started = Watch::start();
    let made = work();
    (made, started.elapsed_ms())
}

/// CPU time of this thread: other programs on the machine do not count.
struct Watch {
    clock: Instant,
    cpu_ns: Option<u64>,
}

impl Watch {
    fn start() -> Self {
        Self {
            cpu_ns: cpu_ns(),
            clock: Instant::now(),
        }
    }

    fn elapsed_ms(&self) -> f64 {
        let cpu_ns = cpu_ns().zip(self.cpu_ns).map(|(now, then)| now - then);
        cpu_ns.map_or_else(
            || self.clock.elapsed().as_secs_f64() * 1000.0,
            |it| it as f64 / 1.0e6,
        )
    }
}

fn cpu_ns() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok()
}

/// What the pointer does while frames are counted.
#[derive(Clone, Copy, PartialEq)]
enum Pointer {
    Away,
    Panning,
    Moving,
}

/// A made-up monolith: crates of nested modules, some of them already given to services.
struct World {
    model: CodeModel,
    graph: Graph,
    plan: Plan,
    owners: Vec<Option<ServiceId>>,
}

impl World {
    fn new(n_modules: usize, n_edges: usize) -> Self {
        let model = model(n_modules, n_edges);
        let graph = Graph::fold(&model, Filter::default());
        let plan = Plan {
            services: (0..12).map(service).collect(),
            ..Plan::default()
        };
        // Two thirds belong to services, part by part.
        let owners = (0..model.modules().len())
            .map(|it| Some(ServiceId((it / 40 % 18) as u32)).filter(|it| it.0 < 12))
            .collect();
        Self {
            model,
            graph,
            plan,
            owners,
        }
    }

    fn request(&self) -> Request<'_> {
        Request {
            model: &self.model,
            links: self.graph.links(),
            unfiltered: self.graph.links(),
            plan: &self.plan,
            owners: &self.owners,
            tests: false,
        }
    }

    /// The mean cost of a frame in milliseconds.
    fn frame_ms(
        &self,
        arrangement: &Arc<seamline::arrange::Arrangement>,
        near: Option<ModuleId>,
        pointer: Pointer,
    ) -> f64 {
        let ctx = Context::default();
        theme::install(&ctx);
        let mut state = CanvasState::default();
        let selection = Selection::Nothing;
        let mut watch = Watch::start();
        for frame in 0..FRAMES + WARM_UP {
            if frame == WARM_UP {
                watch = Watch::start();
            }
            if let Some(module) = near.filter(|_| frame == 2) {
                state.go(CameraMove::Show(module));
            }
            let input = input(frame, pointer);
            let mut output = ctx.run_ui(input, |ui| {
                let view = CanvasView {
                    model: &self.model,
                    graph: &self.graph,
                    plan: &self.plan,
                    owners: &self.owners,
                    arrangement,
                    selection: &selection,
                    theme: Theme::of(ui.ctx()),
                    texts: &ENGLISH,
                    reduced_motion: true,
                };
                canvas_ui(ui, &view, &mut state, &mut Vec::new());
            });
            let pixels_per_point = output.pixels_per_point;
            std::hint::black_box(ctx.tessellate(output.shapes, pixels_per_point));
            output.textures_delta.clear();
        }
        watch.elapsed_ms() / f64::from(FRAMES)
    }
}

fn input(frame: u32, pointer: Pointer) -> RawInput {
    let start = pos2(700.0, 420.0);
    let at = start + vec2(frame as f32 * 1.7, frame as f32 * 0.9);
    let button = Event::PointerButton {
        pos: start,
        button: egui::PointerButton::Middle,
        pressed: true,
        modifiers: egui::Modifiers::NONE,
    };
    let events = match (pointer, frame) {
        (Pointer::Away, _) => Vec::new(),
        (Pointer::Panning, 3) => vec![Event::PointerMoved(start), button],
        _ => vec![Event::PointerMoved(at)],
    };
    let time = Some(f64::from(frame) / 60.0);
    RawInput {
        screen_rect: Some(SCREEN),
        time,
        events,
        ..RawInput::default()
    }
}

fn service(id: u32) -> Service {
    Service {
        id: ServiceId(id),
        name: format!("service {id}").into(),
        owns: BTreeSet::new(),
        items: BTreeSet::new(),
        prefixes: Vec::new(),
        package: None,
        note: None,
    }
}

fn model(n_modules: usize, n_edges: usize) -> CodeModel {
    let mut builder = ModelBuilder::new([]);
    let mut parents: Vec<ModuleId> = Vec::new();
    let mut krate = CrateId(0);
    for at in 0..n_modules {
        // Crates of 400, with parts of 40 modules in each.
        let parent = match at {
            _ if at % 400 == 0 => None,
            _ if at % 40 == 0 => Some(parents[at / 400 * 400]),
            _ => Some(parents[at / 40 * 40]),
        };
        let name = ["checkout", "stock", "ledger_entries", "mail", "reservation"][at % 5];
        let name = format!("{name}_{at}");
        let path = match parent {
            Some(parent) => format!("{}::{name}", builder.so_far().module(parent).path),
            None => name.clone(),
        };
        if parent.is_none() {
            krate = builder.add_crate(name.as_str().into(), "package".into(), TargetKind::Lib);
        }
        parents.push(builder.add_module(Module {
            path: path.into(),
            name: name.into(),
            parent,
            krate,
            span: None,
            n_lines: 100,
            cfg: None,
            test: false,
            detail: false,
            kind: "module".into(),
            children: Vec::new(),
            items: Vec::new(),
        }));
    }
    let node = |at: usize| Node::Module(ModuleId((at % n_modules) as u32));
    for it in 0..n_edges {
        // Mostly to neighbors, now and then far away, as code does.
        let from = it * 7919;
        let to = if it % 5 == 0 {
            it * 104_729
        } else {
            from + 1 + it % 37
        };
        builder.add_reference(Reference {
            from: node(from),
            to: node(to),
            kind: DependencyKind::Call,
            confidence: Confidence::Resolved,
            test: false,
            cfg: None,
            weight: 1.0,
            span: None,
        });
    }
    builder.finish()
}
