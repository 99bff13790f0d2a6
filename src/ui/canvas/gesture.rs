//! What the pointer is doing on the canvas: one thing at a time.

use egui::{
    DragAndDrop, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Response, Ui, Vec2, vec2,
};
use rustc_hash::FxHashSet;

use super::camera::View;
use super::controls::Tool;
use super::hit::Hit;
use super::{CanvasState, CanvasView};
use crate::arrange::{Arrangement, Chip, ContainerKey, HEADER_HEIGHT, Point, Rect};
use crate::model::ModuleId;
use crate::plan::PlanEdit;
use crate::session::{Command, Destination, PlanCommand, SelectCommand, Selection, ViewCommand};
use crate::ui::Carried;

/// Carrying closer than this to the edge of the canvas moves the canvas.
const EDGE: f32 = 26.0;

/// What the pointer is doing.
#[derive(Clone, Debug, Default)]
pub(super) enum Gesture {
    /// Nothing but pointing.
    #[default]
    Idle,
    /// Dragging the canvas.
    Panning,
    /// Dragging modules to a new owner.
    Carrying(Carry),
    /// Dragging a container by its header.
    Placing {
        /// Which.
        key: ContainerKey,
    },
    /// Drawing a box around modules.
    Lasso {
        /// Where it began.
        start: Point,
        /// Where the pointer is.
        now: Pos2,
        /// Whether what is selected already stays so.
        adds: bool,
    },
}

/// Modules on their way to a new owner.
#[derive(Clone, Debug)]
pub(super) struct Carry {
    /// What moves.
    pub(super) modules: Vec<ModuleId>,
    /// Where in the first chip it was taken.
    pub(super) grip: Vec2,
    /// Where the pointer is.
    pub(super) pointer: Pos2,
    /// The container under the pointer.
    pub(super) over: Option<ContainerKey>,
    /// Where a drop would bring them; `None` where it would change nothing.
    pub(super) target: Option<Destination>,
    /// Only the module itself moves, without what is inside it.
    pub(super) alone: bool,
    /// Whether it comes from another panel, which holds the pointer.
    foreign: bool,
}

/// So many carried chips are drawn; the number says the rest.
const MAX_GHOSTS: usize = 4;

impl Carry {
    /// Where carried chips are drawn, in the scene.
    pub(super) fn ghosts<'a>(
        &'a self,
        arrangement: &'a Arrangement,
        view: &'a View,
    ) -> impl Iterator<Item = (&'a Chip, Rect)> {
        let corner = view.scene(self.pointer - self.grip);
        let chips = self.modules.iter().filter_map(|it| arrangement.chip(*it));
        chips.take(MAX_GHOSTS).enumerate().map(move |(nth, chip)| {
            let nth = nth as f32;
            let corner = corner.shifted(6.0 * nth, (chip.rect.height() + 4.0) * nth);
            (chip, chip.rect.moved_to(corner))
        })
    }
}

/// One frame of pointing.
pub(super) struct Pointing<'a, 'b> {
    pub(super) ui: &'a Ui,
    pub(super) response: &'a Response,
    pub(super) canvas: &'a CanvasView<'b>,
    pub(super) view: View,
    pub(super) commands: &'a mut Vec<Command>,
}

impl Pointing<'_, '_> {
    /// Everything the pointer does in this frame.
    pub(super) fn handle(&mut self, state: &mut CanvasState) {
        self.scroll(state);
        self.take_over(state);
        if self.response.drag_started()
            && let Some(origin) = self.ui.input(|it| it.pointer.press_origin())
        {
            self.response.request_focus();
            state.gesture = self.begin(state, origin);
        }
        if self.escaped(state) {
            self.cancel(state);
        }
        if let Some(pointer) = self.response.interact_pointer_pos() {
            self.go_on(state, pointer);
        }
        if self.response.drag_stopped() {
            let gesture = std::mem::take(&mut state.gesture);
            self.finish(state, gesture);
        }
        if self.response.clicked() {
            self.response.request_focus();
            self.click(state);
        }
        if self.response.double_clicked() {
            self.double_click(state);
        }
    }

    /// Modules that come dragged from another panel are carried on from here.
    fn take_over(&mut self, state: &mut CanvasState) {
        let ctx = self.ui.ctx();
        let carried = DragAndDrop::payload::<Carried>(ctx);
        let pointer = self.ui.input(|it| it.pointer.interact_pos());
        let here = |it: &Pos2| self.view.screen.contains(*it) && state.is_free(*it);
        let (Some(carried), Some(pointer)) = (carried, pointer.filter(here)) else {
            if matches!(&state.gesture, Gesture::Carrying(carry) if carry.foreign) {
                state.gesture = Gesture::Idle;
            }
            return;
        };
        let mut carry = Carry {
            modules: carried.0.clone(),
            grip: vec2(16.0, 12.0),
            pointer,
            over: None,
            target: None,
            alone: false,
            foreign: true,
        };
        self.carry(state, &mut carry, pointer);
        if self.ui.input(|it| it.pointer.any_released()) {
            DragAndDrop::clear_payload(ctx);
            state.gesture = Gesture::Idle;
            self.drop(carry);
        } else {
            state.gesture = Gesture::Carrying(carry);
        }
    }

    /// The wheel and two fingers apart zoom, two fingers together move.
    fn scroll(&self, state: &mut CanvasState) {
        let Some(pointer) = self
            .response
            .hover_pos()
            .filter(|_| self.response.contains_pointer())
        else {
            return;
        };
        let (by_line, scrolled, pinched) = self.ui.input(|it| {
            let mut units = it.events.iter().filter_map(|event| match event {
                egui::Event::MouseWheel { unit, .. } => Some(*unit),
                _ => None,
            });
            let by_line = units.next_back().map(|unit| unit != MouseWheelUnit::Point);
            (by_line, it.smooth_scroll_delta(), it.zoom_delta())
        });
        state.wheel_zooms = by_line.unwrap_or(state.wheel_zooms);
        if (pinched - 1.0).abs() > 1.0e-4 {
            state.camera.zoom_at(pointer, pinched, self.view.screen);
        } else if scrolled != Vec2::ZERO {
            if state.wheel_zooms && scrolled.x == 0.0 {
                state
                    .camera
                    .zoom_at(pointer, (scrolled.y / 260.0).exp(), self.view.screen);
            } else {
                state.camera.drag(scrolled);
            }
        }
    }

    /// What a drag that began here means.
    fn begin(&mut self, state: &CanvasState, origin: Pos2) -> Gesture {
        let (primary, modifiers, space) = self.ui.input(|it| {
            (
                it.pointer.button_down(PointerButton::Primary),
                it.modifiers,
                it.key_down(Key::Space),
            )
        });
        if !primary || space {
            return Gesture::Panning;
        }
        let start = self.view.scene(origin);
        let adds = modifiers.command;
        let lasso = Gesture::Lasso {
            start,
            now: origin,
            adds,
        };
        if modifiers.shift {
            return lasso;
        }
        match state.hit_at(&self.view, origin) {
            Hit::Chip(module) => self.take(state, module, origin, modifiers.alt),
            Hit::Group(group) => self.take_group(state, group, origin),
            Hit::Header(key) => Gesture::Placing { key },
            Hit::Inside(_) | Hit::Nothing | Hit::Ribbon(..) | Hit::Edge(..) => {
                if state.tool == Tool::Lasso {
                    lasso
                } else {
                    Gesture::Panning
                }
            }
        }
    }

    /// Takes a chip, or everything selected if it is part of that.
    fn take(&mut self, state: &CanvasState, module: ModuleId, origin: Pos2, alt: bool) -> Gesture {
        let selected = self.canvas.selection.has_module(module);
        let mut modules = if selected {
            self.canvas.selection.selected_modules()
        } else {
            vec![]
        };
        modules.retain(|it| *it != module);
        modules.insert(0, module);
        if !selected {
            self.commands.push(Selection::module(module).into());
        }
        // A crate's root encloses the whole crate: who drags it means the root alone.
        let one = modules.len() == 1;
        let root = self.canvas.model.module(module).parent.is_none();
        let grip = state
            .shown
            .now
            .chip(module)
            .map_or(Vec2::ZERO, |it| origin - self.view.pos(it.rect.min));
        Gesture::Carrying(Carry {
            modules,
            grip,
            pointer: origin,
            over: None,
            target: None,
            alone: one && (alt || root),
            foreign: false,
        })
    }

    fn take_group(&mut self, state: &CanvasState, group: u32, origin: Pos2) -> Gesture {
        let Some(modules) = state.modules_of_group(group) else {
            return Gesture::Panning;
        };
        self.commands
            .push(Selection::modules(modules.iter().copied()).into());
        Gesture::Carrying(Carry {
            modules,
            grip: vec2(16.0, 12.0),
            pointer: origin,
            over: None,
            target: None,
            alone: false,
            foreign: false,
        })
    }

    fn escaped(&self, state: &CanvasState) -> bool {
        !matches!(state.gesture, Gesture::Idle | Gesture::Panning)
            && self
                .ui
                .input_mut(|it| it.consume_key(Modifiers::NONE, Key::Escape))
    }

    fn cancel(&self, state: &mut CanvasState) {
        if matches!(state.gesture, Gesture::Placing { .. }) {
            state.shown.put_back();
        }
        state.gesture = Gesture::Idle;
        state.picked.clear();
        self.ui.ctx().request_repaint();
    }

    fn go_on(&mut self, state: &mut CanvasState, pointer: Pos2) {
        let delta = self.response.drag_delta();
        let mut gesture = std::mem::take(&mut state.gesture);
        match &mut gesture {
            Gesture::Idle => {}
            Gesture::Panning => state.camera.drag(delta),
            Gesture::Carrying(carry) => {
                self.pan_at_edge(state, pointer);
                self.carry(state, carry, pointer);
            }
            Gesture::Placing { key } => {
                if let Some((at, _)) = state.shown.now.container(*key) {
                    let zoom = self.view.zoom;
                    state
                        .shown
                        .shift_container(at, delta.x / zoom, delta.y / zoom);
                }
            }
            Gesture::Lasso { start, now, adds } => {
                *now = pointer;
                self.pan_at_edge(state, pointer);
                let end = self.view.scene(pointer);
                state.picked = picked(state, *start, end);
                if *adds {
                    state
                        .picked
                        .extend(self.canvas.selection.selected_modules());
                }
            }
        }
        state.gesture = gesture;
    }

    /// Tells what a drop would do, anew in every frame.
    fn carry(&mut self, state: &CanvasState, carry: &mut Carry, pointer: Pos2) {
        carry.pointer = pointer;
        let inside = self.view.screen.contains(pointer);
        let place = self.view.scene(pointer);
        let arrangement = &state.shown.now;
        let over = arrangement.container_at(place).filter(|_| inside);
        let over = over.map(|it| &arrangement.containers[it as usize]);
        carry.over = over.map(|it| it.key);
        let target = match over {
            Some(container) => Some(Destination::Owner(container.owner())),
            None if inside => {
                let corner = self.view.scene(pointer - carry.grip);
                let corner = corner.shifted(-14.0, -HEADER_HEIGHT);
                Some(Destination::NewService(Some((
                    corner.x.round(),
                    corner.y.round(),
                ))))
            }
            None => None,
        };
        carry.target = target.filter(|it| self.changes(carry, *it));
        if let Some(to) = carry.target {
            // Wherever a new service would stand, it would cost the same.
            let to = match to {
                Destination::NewService(_) => Destination::NewService(None),
                Destination::Owner(_) => to,
            };
            let modules = carry.modules.clone();
            self.commands
                .push(ViewCommand::WhatIf { modules, to }.into());
        }
    }

    /// Whether the owner of any carried module would be another.
    fn changes(&self, carry: &Carry, target: Destination) -> bool {
        let Destination::Owner(to) = target else {
            return true;
        };
        let owner = |it: &ModuleId| self.canvas.owners.get(it.index()).copied().flatten();
        carry.modules.iter().any(|it| owner(it) != to)
    }

    fn pan_at_edge(&self, state: &mut CanvasState, pointer: Pos2) {
        let inner = self.view.screen.shrink(EDGE);
        let beyond = inner.clamp(pointer) - pointer;
        if beyond != Vec2::ZERO && self.view.screen.expand(EDGE).contains(pointer) {
            state.camera.drag(beyond * 0.35);
            self.ui.ctx().request_repaint();
        }
    }

    fn finish(&mut self, state: &mut CanvasState, gesture: Gesture) {
        match gesture {
            Gesture::Idle | Gesture::Panning => {}
            Gesture::Carrying(carry) => self.drop(carry),
            Gesture::Placing { key } => {
                if let Some((_, container)) = state.shown.now.container(key) {
                    let at = container.rect.min;
                    let place = (
                        container.place_key().into(),
                        Some((at.x.round(), at.y.round())),
                    );
                    self.commands.push(PlanCommand::Place(vec![place]).into());
                }
            }
            Gesture::Lasso { .. } => {
                let picked = std::mem::take(&mut state.picked);
                self.commands.push(Selection::modules(picked).into());
            }
        }
    }

    fn drop(&mut self, carry: Carry) {
        let Some(to) = carry.target else { return };
        let model = self.canvas.model;
        let command = match (to, carry.modules.as_slice()) {
            (Destination::Owner(owner), [module]) if carry.alone => {
                PlanCommand::Edit(PlanEdit::alone(model, *module, owner))
            }
            _ => PlanCommand::Assign {
                modules: carry.modules,
                to,
            },
        };
        self.commands.push(command.into());
    }

    fn click(&mut self, state: &CanvasState) {
        let Some(pointer) = self.response.interact_pointer_pos() else {
            return;
        };
        let modifiers = self.ui.input(|it| it.modifiers);
        let several = modifiers.command || modifiers.shift;
        let command = match state.hit_at(&self.view, pointer) {
            Hit::Chip(module) if several => SelectCommand::Toggle(module).into(),
            Hit::Chip(module) => Selection::module(module).into(),
            Hit::Group(group) => match state.modules_of_group(group) {
                Some(modules) => Selection::modules(modules).into(),
                None => return,
            },
            Hit::Header(key) | Hit::Inside(key) => Selection::Container(key).into(),
            Hit::Ribbon(from, to) => Selection::Ribbon { from, to }.into(),
            Hit::Edge(from, to) => Selection::Edge { from, to }.into(),
            Hit::Nothing => SelectCommand::Clear.into(),
        };
        self.commands.push(command);
    }

    fn double_click(&mut self, state: &mut CanvasState) {
        let Some(pointer) = self.response.interact_pointer_pos() else {
            return;
        };
        match state.hit_at(&self.view, pointer) {
            Hit::Header(ContainerKey::Service(service)) => {
                self.commands.push(super::menu::rename(service));
            }
            Hit::Header(key) | Hit::Inside(key) => {
                let container = state.shown.now.container(key).map(|it| it.1.rect);
                state.fly_to(container, &self.view, self.ui);
            }
            _ => {}
        }
    }
}

/// The modules whose chips a box touches.
fn picked(state: &CanvasState, start: Point, end: Point) -> FxHashSet<ModuleId> {
    let box_ = Rect {
        min: Point::new(start.x.min(end.x), start.y.min(end.y)),
        max: Point::new(start.x.max(end.x), start.y.max(end.y)),
    };
    let chips = state
        .shown
        .now
        .chips
        .iter()
        .filter(|it| it.rect.overlaps(&box_));
    chips.map(|it| it.module).collect()
}
