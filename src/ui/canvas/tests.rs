//! The canvas without a window: events in, commands out.

use egui::{Context, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2};
use expect_test::{Expect, expect};

use super::*;
use crate::arrange::{ContainerKey, Request, arrange};
use crate::pipeline::{Analysis, fixture};
use crate::plan::{PlanEdit, ServiceId};
use crate::session::SelectCommand;
use crate::ui::texts::canvas::ENGLISH;
use crate::ui::theme::{self, Theme};

const SCREEN: Rect = Rect {
    min: Pos2::ZERO,
    max: pos2(1000.0, 700.0),
};

/// A canvas that remembers what it asked for.
struct Stage {
    ctx: Context,
    analysis: Analysis,
    plan: Plan,
    arrangement: Arc<Arrangement>,
    selection: Selection,
    state: CanvasState,
    frame: u32,
    modifiers: Modifiers,
    said: Vec<String>,
}

impl Stage {
    /// A shop in which `orders` and `stock` are services.
    fn new() -> Self {
        let analysis = fixture(
            "
//- /src/lib.rs
mod orders; mod stock; mod money;
//- /src/orders.rs
use crate::stock::reserve; use crate::money::Cents;
//- /src/stock.rs
use crate::money::Cents; pub fn reserve() {}
//- /src/money.rs
pub struct Cents;
",
        );
        let mut plan = Plan::default();
        for (id, name) in [(1, "orders"), (2, "stock")] {
            let id = ServiceId(id);
            let paths = vec![format!("fixture::{name}").into()];
            plan.apply(PlanEdit::AddService {
                id,
                name: name.into(),
            })
            .unwrap();
            plan.apply(PlanEdit::Assign {
                paths,
                to: Some(id),
            })
            .unwrap();
        }
        let ctx = Context::default();
        theme::install(&ctx);
        ctx.enable_accesskit();
        let mut stage = Self {
            arrangement: Arc::default(),
            selection: Selection::Nothing,
            state: CanvasState::default(),
            frame: 0,
            modifiers: Modifiers::NONE,
            said: Vec::new(),
            ctx,
            analysis,
            plan,
        };
        stage.rearrange();
        stage.frames(3);
        stage
    }

    fn owners(&self) -> Vec<Owner> {
        self.plan.owners(&self.analysis.model)
    }

    fn rearrange(&mut self) {
        let request = Request {
            model: &self.analysis.model,
            links: self.analysis.graph.links(),
            unfiltered: self.analysis.graph.links(),
            plan: &self.plan,
            owners: &self.owners(),
            tests: false,
        };
        let made = arrange(&request, Some(&self.arrangement));
        self.arrangement = Arc::new(made);
    }

    /// One frame with these events.
    fn say(&mut self, events: Vec<Event>) -> egui::FullOutput {
        self.frame += 1;
        let time = Some(f64::from(self.frame) / 30.0);
        let input = RawInput {
            screen_rect: Some(SCREEN),
            time,
            events,
            ..RawInput::default()
        };
        let mut commands = Vec::new();
        let owners = self.owners();
        let mut output = self.ctx.clone().run_ui(input, |ui| {
            let view = CanvasView {
                model: &self.analysis.model,
                graph: &self.analysis.graph,
                plan: &self.plan,
                owners: &owners,
                arrangement: &self.arrangement,
                selection: &self.selection,
                theme: Theme::of(ui.ctx()),
                texts: &ENGLISH,
                reduced_motion: false,
            };
            canvas_ui(ui, &view, &mut self.state, &mut commands);
        });
        output.textures_delta.clear();
        for command in commands {
            self.hear(command);
        }
        output
    }

    fn hear(&mut self, command: Command) {
        let said = format!("{command:?}");
        if self.said.last() != Some(&said) {
            self.said.push(said);
        }
        match command {
            Command::Select(SelectCommand::Set(selection)) => self.selection = selection,
            Command::Select(SelectCommand::Clear) => self.selection = Selection::Nothing,
            _ => {}
        }
    }

    fn frames(&mut self, n: u32) {
        for _ in 0..n {
            self.say(Vec::new());
        }
    }

    fn button(&mut self, pos: Pos2, button: PointerButton, pressed: bool) {
        let modifiers = self.modifiers;
        self.say(vec![
            Event::PointerMoved(pos),
            Event::PointerButton {
                pos,
                button,
                pressed,
                modifiers,
            },
        ]);
    }

    fn click(&mut self, pos: Pos2) {
        self.button(pos, PointerButton::Primary, true);
        self.button(pos, PointerButton::Primary, false);
    }

    fn drag(&mut self, from: Pos2, to: Pos2) {
        self.button(from, PointerButton::Primary, true);
        for step in 1..=4u8 {
            self.say(vec![Event::PointerMoved(
                from + (to - from) * f32::from(step) / 4.0,
            )]);
        }
    }

    fn release(&mut self, pos: Pos2) {
        self.button(pos, PointerButton::Primary, false);
    }

    fn key(&mut self, key: egui::Key) {
        let modifiers = self.modifiers;
        let event = |pressed| Event::Key {
            key,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers,
        };
        self.say(vec![event(true)]);
        self.say(vec![event(false)]);
    }

    fn hold(&mut self, modifiers: Modifiers) {
        self.modifiers = modifiers;
        self.say(vec![Event::ModifiersChanged(modifiers)]);
    }

    fn chip(&self, path: &str) -> Pos2 {
        let module = self.analysis.model.module_at(path).unwrap();
        let rect = self.state.shown.now.chip(module).unwrap().rect;
        self.state.camera.view(SCREEN).rect(&rect).center()
    }

    fn header(&self, service: u32) -> Pos2 {
        let key = ContainerKey::Service(ServiceId(service));
        let rect = self.state.shown.now.container(key).unwrap().1.header();
        self.state.camera.view(SCREEN).rect(&rect).left_center() + vec2(20.0, 0.0)
    }

    /// What was asked for since the last time.
    fn check(&mut self, expected: &Expect) {
        expected.assert_eq(&std::mem::take(&mut self.said).join("\n"));
    }
}

#[test]
fn a_click_selects_what_is_under_the_pointer() {
    let mut stage = Stage::new();
    stage.click(stage.chip("fixture::orders"));
    stage.hold(Modifiers::COMMAND);
    stage.click(stage.chip("fixture::stock"));
    stage.hold(Modifiers::NONE);
    stage.click(stage.header(2));
    stage.click(pos2(5.0, 5.0));
    stage.check(&expect![[r#"
        Select(Set(Modules({ModuleId(1)})))
        Select(Toggle(ModuleId(2)))
        Select(Set(Container(Service(ServiceId(2)))))
        Select(Clear)"#]]);
}

#[test]
fn a_drag_tells_what_it_would_do_and_then_does_it() {
    let mut stage = Stage::new();
    let (from, to) = (stage.chip("fixture::money"), stage.header(2));
    stage.drag(from, stage.header(1));
    stage.say(vec![Event::PointerMoved(pos2(40.0, 650.0))]);
    stage.say(vec![Event::PointerMoved(to)]);
    stage.release(to);
    stage.check(&expect![[r#"
        Select(Set(Modules({ModuleId(3)})))
        View(WhatIf { modules: [ModuleId(3)], to: NewService(None) })
        View(WhatIf { modules: [ModuleId(3)], to: Owner(Some(ServiceId(1))) })
        View(WhatIf { modules: [ModuleId(3)], to: NewService(None) })
        View(WhatIf { modules: [ModuleId(3)], to: Owner(Some(ServiceId(2))) })
        Plan(Assign { modules: [ModuleId(3)], to: Owner(Some(ServiceId(2))) })"#]]);
}

#[test]
fn a_drop_onto_free_ground_makes_a_service_there() {
    let mut stage = Stage::new();
    let to = pos2(40.0, 650.0);
    stage.drag(stage.chip("fixture::money"), to);
    stage.said.clear();
    stage.release(to);
    stage.check(&expect![[r#"
        View(WhatIf { modules: [ModuleId(3)], to: NewService(None) })
        Plan(Assign { modules: [ModuleId(3)], to: NewService(Some((-200.0, 341.0))) })"#]]);
}

#[test]
fn escape_puts_back_what_is_carried() {
    let mut stage = Stage::new();
    let to = stage.header(2);
    stage.drag(stage.chip("fixture::money"), to);
    assert!(stage.state.is_busy());
    stage.key(egui::Key::Escape);
    assert!(!stage.state.is_busy());
    stage.said.clear();
    stage.release(to);
    stage.check(&expect![[""]]);
}

#[test]
fn a_container_is_dragged_by_its_header() {
    let mut stage = Stage::new();
    let from = stage.header(1);
    let to = from + vec2(60.0, 200.0);
    stage.drag(from, to);
    stage.release(to);
    stage.check(&expect![[
        r#"Plan(Place([("orders", Some((52.0, 174.0)))]))"#
    ]]);
}

#[test]
fn two_clicks_on_a_header_rename() {
    let mut stage = Stage::new();
    let at = stage.header(1);
    stage.click(at);
    stage.click(at);
    stage.check(&expect![[r#"
        Select(Set(Container(Service(ServiceId(1)))))
        View(Dialog(Some(Rename(Service(ServiceId(1))))))"#]]);
}

#[test]
fn a_box_drawn_with_shift_selects_all_it_touches() {
    let mut stage = Stage::new();
    stage.hold(Modifiers::SHIFT);
    stage.drag(pos2(2.0, 2.0), pos2(995.0, 640.0));
    stage.release(pos2(995.0, 640.0));
    stage.check(&expect![
        "Select(Set(Modules({ModuleId(0), ModuleId(1), ModuleId(2), ModuleId(3)})))"
    ]);
}

#[test]
fn keys_walk_over_the_canvas() {
    let mut stage = Stage::new();
    stage.click(stage.chip("fixture::orders"));
    stage.frames(1);
    stage.key(egui::Key::Tab);
    stage.key(egui::Key::Enter);
    stage.key(egui::Key::ArrowDown);
    stage.key(egui::Key::ArrowLeft);
    stage.check(&expect![[r#"
        Select(Set(Modules({ModuleId(1)})))
        Select(Set(Container(Service(ServiceId(2)))))
        Select(Set(Modules({ModuleId(2)})))"#]]);
}

#[test]
fn what_is_painted_has_a_name_for_those_who_cannot_see_it() {
    let mut stage = Stage::new();
    let output = stage.say(Vec::new());
    let nodes = output.platform_output.accesskit_update.unwrap().nodes;
    let mut names: Vec<_> = nodes.iter().filter_map(|it| it.1.label()).collect();
    names.sort_unstable();
    expect![[r#"
        Canvas
        Crate
        Drag moves the canvas
        Drag selects
        Overview
        Remaining monolith fixture
        Service
        Service orders
        Service stock
        Show everything
        Zoom in
        Zoom out
        fixture
        fixture::money
        fixture::orders
        fixture::stock"#]]
    .assert_eq(&names.join("\n"));
}

#[test]
fn things_travel_to_their_new_places_and_arrive() {
    let mut stage = Stage::new();
    let paths = vec!["fixture::money".into()];
    stage
        .plan
        .apply(PlanEdit::Assign {
            paths,
            to: Some(ServiceId(1)),
        })
        .unwrap();
    stage.rearrange();
    let money = stage.analysis.model.module_at("fixture::money").unwrap();
    let goal = stage.arrangement.chip(money).unwrap().rect;
    stage.frames(1);
    assert_ne!(stage.state.shown.now.chip(money).unwrap().rect, goal);
    stage.frames(20);
    assert_eq!(stage.state.shown.now.chip(money).unwrap().rect, goal);
}

#[test]
fn pointing_at_a_module_brings_out_its_neighbors() {
    let mut stage = Stage::new();
    stage.say(vec![Event::PointerMoved(stage.chip("fixture::orders"))]);
    stage.frames(2);
    let path = |it: ModuleId| stage.analysis.model.module(it).name.to_string();
    let edges = stage.state.focus.edges.iter();
    let mut told: Vec<_> = edges
        .map(|it| format!("{} -> {}", path(it.from), path(it.to)))
        .collect();
    told.sort();
    expect![[r#"
        orders -> money
        orders -> stock"#]]
    .assert_eq(&told.join("\n"));
    assert!(stage.state.focus.dims);
}

#[test]
fn pointing_at_a_service_shows_what_it_needs_of_the_shelf() {
    let mut stage = Stage::new();
    let decide = PlanEdit::Decide {
        path: "fixture::money".into(),
        decision: Some(crate::plan::Decision::Library),
    };
    stage.plan.apply(decide).unwrap();
    stage.rearrange();
    stage.frames(20);
    stage.say(vec![Event::PointerMoved(stage.header(1))]);
    stage.frames(2);
    let told = |stage: &Stage| -> Vec<(String, Option<u32>)> {
        let path = |it: ModuleId| stage.analysis.model.module(it).name.to_string();
        let edges = stage.state.focus.edges.iter();
        edges.map(|it| (path(it.to), it.bundle)).collect()
    };
    assert_eq!(told(&stage), [("money".to_owned(), Some(0))]);
    let shelf = ContainerKey::Shelf;
    stage.selection = Selection::Container(shelf);
    stage.say(vec![Event::PointerGone]);
    stage.frames(2);
    let users: Vec<_> = told(&stage).into_iter().map(|it| it.1).collect();
    assert_eq!(users, [Some(0), Some(1)], "both services need it");
}
