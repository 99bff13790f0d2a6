//! The canvas: services as containers, modules as chips, ribbons between them.
//!
//! It looks at the session through a [`CanvasView`], keeps what only it needs (camera, gesture,
//! movement) in a [`CanvasState`], and asks for everything else with commands. Everything is
//! painted from the arrangement; how much of it depends on how near one is.

mod access;
mod camera;
mod controls;
mod focus;
mod gesture;
mod hit;
mod keyboard;
mod menu;
mod minimap;
mod motion;
mod paint;
mod tips;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::sync::Arc;

use egui::{CursorIcon, FontFamily, Rect, Role, Sense, Ui, WidgetInfo, vec2};
use rustc_hash::FxHashSet;

pub use controls::CONTROLS_ROW;
pub(super) use paint::line_of;

use camera::{Camera, View};
use controls::{Lens, Tool};
use focus::Focus;
use gesture::{Gesture, Pointing};
use hit::Hit;
use motion::Shown;
use paint::{Names, Sheet};

use super::texts::canvas::CanvasTexts;
use super::theme::Theme;
use crate::arrange::{Arrangement, Container};
use crate::graph::Graph;
use crate::model::{CodeModel, ModuleId, Successor};
use crate::plan::{Owner, Plan};
use crate::session::{CameraMove, Command, Selection};

/// How long dimming takes.
const DIM_SECS: f32 = 0.15;

/// What the canvas draws.
#[derive(Clone, Copy, Debug)]
pub struct CanvasView<'a> {
    /// The code.
    pub model: &'a CodeModel,
    /// What its modules need of each other.
    pub graph: &'a Graph,
    /// The plan that is shown.
    pub plan: &'a Plan,
    /// The owner of each module, in order of id.
    pub owners: &'a [Owner],
    /// Where everything sits.
    pub arrangement: &'a Arc<Arrangement>,
    /// What is selected.
    pub selection: &'a Selection,
    /// The look.
    pub theme: &'a Theme,
    /// The words.
    pub texts: &'a CanvasTexts,
    /// Whether things stand still.
    pub reduced_motion: bool,
}

/// What only the canvas needs to remember from frame to frame.
#[derive(Debug)]
pub struct CanvasState {
    camera: Camera,
    shown: Shown,
    gesture: Gesture,
    focus: Focus,
    lens: Lens,
    tool: Tool,
    /// What a lasso holds while it is drawn.
    picked: FxHashSet<ModuleId>,
    ribbons: Vec<u32>,
    names: RefCell<Names>,
    pointed: Hit,
    menu_for: Hit,
    wish: Option<CameraMove>,
    /// Whether the picture was fitted into view since the project was opened.
    fitted: bool,
    wheel_zooms: bool,
    reduced_motion: bool,
    /// Where controls lie over the canvas.
    busy_areas: Vec<Rect>,
    followed: Option<Selection>,
    /// The first module of the model that the ids in here belong to.
    root: Option<Arc<str>>,
}

impl Default for CanvasState {
    fn default() -> Self {
        Self {
            camera: Camera::default(),
            shown: Shown::default(),
            gesture: Gesture::Idle,
            focus: Focus::default(),
            lens: Lens::Service,
            tool: Tool::Hand,
            picked: FxHashSet::default(),
            ribbons: Vec::new(),
            names: RefCell::default(),
            pointed: Hit::Nothing,
            menu_for: Hit::Nothing,
            wish: None,
            fitted: false,
            wheel_zooms: true,
            reduced_motion: false,
            busy_areas: Vec::new(),
            followed: None,
            root: None,
        }
    }
}

impl CanvasState {
    /// Moves the camera in the next frame.
    pub fn go(&mut self, wish: CameraMove) {
        self.wish = Some(wish);
    }

    /// Whether a gesture is under way that Escape would cancel.
    pub fn is_busy(&self) -> bool {
        !matches!(self.gesture, Gesture::Idle | Gesture::Panning)
    }

    /// The time from which a movement counts; `None` if nothing is to move.
    fn start_secs(&self, ui: &Ui) -> Option<f64> {
        (!self.reduced_motion).then(|| ui.input(|it| it.time))
    }

    fn hit_at(&self, view: &View, pointer: egui::Pos2) -> Hit {
        hit::hit(
            &self.shown.now,
            &self.ribbons,
            &self.focus.edges,
            view,
            pointer,
        )
    }

    fn modules_of_group(&self, group: u32) -> Option<Vec<ModuleId>> {
        let chips = self.shown.now.groups.get(group as usize)?.chips.clone();
        let chips = &self.shown.now.chips[chips.start as usize..chips.end as usize];
        Some(chips.iter().map(|it| it.module).collect())
    }

    fn fly_to(&mut self, part: Option<crate::arrange::Rect>, view: &View, ui: &Ui) {
        if let Some(part) = part {
            self.camera.fit(part, view.screen, self.start_secs(ui));
        }
    }

    /// Grants the wish for a camera move.
    fn grant(&mut self, canvas: &CanvasView<'_>, screen: Rect, ui: &Ui) {
        let goal = canvas.arrangement;
        if !self.fitted && !goal.containers.is_empty() {
            self.fitted = true;
            self.camera.fit_all(goal, screen, None);
        }
        let start_secs = self.start_secs(ui);
        match self.wish.take() {
            None => {}
            Some(CameraMove::Fit) => self.camera.fit_all(goal, screen, start_secs),
            Some(CameraMove::FitSelection) => {
                let part = part_selected(canvas).unwrap_or(goal.bounds);
                self.camera.fit(part, screen, start_secs);
            }
            Some(CameraMove::ZoomIn) => self.camera.zoom_by(1.4, start_secs),
            Some(CameraMove::ZoomOut) => self.camera.zoom_by(1.0 / 1.4, start_secs),
            Some(CameraMove::Actual) => {
                self.camera.zoom_by(1.0 / self.camera.zoom(), start_secs);
            }
            Some(CameraMove::Show(module)) => {
                if let Some(chip) = goal.chip(module) {
                    let zoom = self.camera.zoom().max(0.85);
                    self.camera.fly(chip.rect.center(), zoom, start_secs);
                }
            }
        }
    }

    /// Speaks of code that was read again from now on; nothing that is still there moves.
    pub(super) fn succeed(&mut self, model: &CodeModel, by: &Successor, selection: &Selection) {
        self.shown.succeed(by, model.modules().len());
        self.gesture = Gesture::Idle;
        self.picked.clear();
        self.ribbons.clear();
        self.focus = Focus::default();
        (self.pointed, self.menu_for) = (Hit::Nothing, Hit::Nothing);
        self.followed = Some(selection.clone());
        self.root = model.modules().first().map(|it| it.path.clone());
    }

    /// Forgets what spoke of other code: ids mean nothing in another model.
    fn meet(&mut self, canvas: &CanvasView<'_>) {
        let root = canvas.model.modules().first().map(|it| it.path.clone());
        // Each model has texts of its own; as long as this one is held, none can take its place.
        let same = match (&root, &self.root) {
            (Some(new), Some(old)) => Arc::ptr_eq(new, old),
            (new, old) => new.is_none() && old.is_none(),
        };
        if same {
            return;
        }
        self.gesture = Gesture::Idle;
        self.picked.clear();
        self.focus = Focus::default();
        (self.pointed, self.menu_for, self.followed) = (Hit::Nothing, Hit::Nothing, None);
        self.shown = Shown::default();
        // The same project read again keeps the camera where it is.
        self.fitted &= root == self.root;
        self.root = root;
    }

    /// Whether this is the canvas itself and not a control on it.
    fn is_free(&self, pos: egui::Pos2) -> bool {
        !self.busy_areas.iter().any(|it| it.contains(pos))
    }
}

/// The part of the scene that holds what is selected.
fn part_selected(canvas: &CanvasView<'_>) -> Option<crate::arrange::Rect> {
    let arrangement = canvas.arrangement;
    let container = |key| {
        arrangement
            .container(key)
            .map(|it: (u32, &Container)| it.1.rect)
    };
    let chip = |module| arrangement.chip(module).map(|it| it.rect);
    let parts: Vec<_> = match canvas.selection {
        Selection::Nothing => Vec::new(),
        Selection::Modules(modules) => modules.iter().filter_map(|it| chip(*it)).collect(),
        Selection::Item(item) => chip(canvas.model.item(*item).module).into_iter().collect(),
        Selection::Container(key) => container(*key).into_iter().collect(),
        Selection::Ribbon { from, to } => [*from, *to].into_iter().filter_map(container).collect(),
        Selection::Edge { from, to } => [*from, *to].into_iter().filter_map(chip).collect(),
    };
    crate::arrange::Rect::around(parts)
}

/// The whole canvas, in all the room there is.
pub fn canvas_ui(
    ui: &mut Ui,
    canvas: &CanvasView<'_>,
    state: &mut CanvasState,
    commands: &mut Vec<Command>,
) {
    let (id, screen) = ui.allocate_space(ui.available_size().max(vec2(1.0, 1.0)));
    let response = ui.interact(screen, id, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, canvas.texts.canvas));
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(screen).id_salt("canvas"));
    let ui = &mut ui;
    ui.set_clip_rect(screen.intersect(ui.clip_rect()));
    ui.painter().rect_filled(screen, 0.0, canvas.theme.canvas);

    state.reduced_motion = canvas.reduced_motion;
    state.meet(canvas);
    advance(ui, canvas, state, screen);
    let view = state.camera.view(screen);
    Pointing {
        ui,
        response: &response,
        canvas,
        view,
        commands,
    }
    .handle(state);
    keyboard::handle(ui, &response, canvas, state, commands);
    keyboard::follow(canvas, state, &view, ui);

    let view = state.camera.view(screen);
    point(&response, canvas, state, &view);
    let secs = if state.reduced_motion { 0.0 } else { DIM_SECS };
    let dimmed = ui
        .ctx()
        .animate_bool_with_time(id.with("dims"), state.focus.dims, secs);
    let minimap = minimap::area(&view, &state.shown.now);
    {
        let sheet = sheet(ui.painter(), canvas, state, view, dimmed);
        paint::paint(&sheet);
        access::tell(ui, &sheet, commands);
        if let Some(area) = minimap {
            minimap::paint(ui, &sheet, area);
        }
    }
    controls_ui(ui, canvas, state, &view, minimap);
    cursor(ui, &response, state);
    if matches!(state.gesture, Gesture::Idle) && !response.context_menu_opened() {
        tips::tip(&response, canvas, state.pointed);
    }
    menu(&response, canvas, state, &view, commands);
}

/// Lets everything that moves go on.
fn advance(ui: &Ui, canvas: &CanvasView<'_>, state: &mut CanvasState, screen: Rect) {
    let start_secs = state.start_secs(ui);
    state.shown.head_for(canvas.arrangement, start_secs);
    state.grant(canvas, screen, ui);
    let now_secs = ui.input(|it| it.time);
    let travelling = state.shown.advance(now_secs);
    let flying = state.camera.advance(now_secs);
    state.names.get_mut().refresh(ui.ctx(), canvas.arrangement);
    if travelling || flying {
        ui.ctx().request_repaint();
    }
}

/// Finds what is pointed at and what belongs to it.
fn point(response: &egui::Response, canvas: &CanvasView<'_>, state: &mut CanvasState, view: &View) {
    let pointer = response.hover_pos().filter(|_| response.contains_pointer());
    let pointer = pointer.filter(|it| state.is_free(*it) && !response.context_menu_opened());
    let looked_at = match (state.pointed, canvas.selection) {
        (Hit::Header(key), _) => Some(key),
        (_, Selection::Container(key)) => Some(*key),
        _ => None,
    };
    state.ribbons = paint::ribbons_shown(&state.shown.now, looked_at);
    state.pointed = match (&state.gesture, pointer) {
        (Gesture::Idle, Some(pointer)) => state.hit_at(view, pointer),
        (Gesture::Placing { key }, _) => Hit::Header(*key),
        _ => Hit::Nothing,
    };
    let idle = matches!(state.gesture, Gesture::Idle);
    state
        .focus
        .follow(canvas, if idle { state.pointed } else { Hit::Nothing });
}

fn sheet<'a>(
    painter: &'a egui::Painter,
    canvas: &'a CanvasView<'a>,
    state: &'a CanvasState,
    view: View,
    dimmed: f32,
) -> Sheet<'a> {
    Sheet {
        painter,
        view,
        canvas,
        arrangement: &state.shown.now,
        ribbons: &state.ribbons,
        focus: &state.focus,
        pointed: state.pointed,
        gesture: &state.gesture,
        picked: &state.picked,
        lens: state.lens,
        names: &state.names,
        dimmed,
    }
}

/// What floats over the scene.
fn controls_ui(
    ui: &Ui,
    canvas: &CanvasView<'_>,
    state: &mut CanvasState,
    view: &View,
    minimap: Option<Rect>,
) {
    state.busy_areas.clear();
    let end_of_row = controls::row(ui, canvas, state, view.screen);
    if let Some(area) = minimap {
        minimap::handle(ui, state, view, area, canvas.texts.minimap);
        state.busy_areas.push(area);
    }
    let (n, all) = (state.ribbons.len(), state.shown.now.ribbons.len());
    if n < all {
        let text = (canvas.texts.heaviest_shown)(n, all);
        let galley =
            paint::line_of_text(ui.painter(), &text, 11.0, FontFamily::Proportional, 300.0);
        let at = end_of_row + vec2(14.0, -galley.size().y / 2.0);
        let veil = Rect::from_min_size(at, galley.size()).expand2(vec2(6.0, 3.0));
        let fill = canvas.theme.canvas.gamma_multiply(0.85);
        ui.painter().rect_filled(veil, 6.0, fill);
        ui.painter().galley(at, galley, canvas.theme.muted);
    }
}

fn cursor(ui: &Ui, response: &egui::Response, state: &CanvasState) {
    let icon = match (&state.gesture, state.pointed) {
        (Gesture::Carrying(carry), _) if carry.target.is_none() => CursorIcon::NotAllowed,
        (Gesture::Panning | Gesture::Carrying(_) | Gesture::Placing { .. }, _) => {
            CursorIcon::Grabbing
        }
        (Gesture::Lasso { .. }, _) => CursorIcon::Crosshair,
        (Gesture::Idle, Hit::Chip(_) | Hit::Group(_) | Hit::Header(_)) => CursorIcon::Grab,
        (Gesture::Idle, Hit::Ribbon(..) | Hit::Edge(..)) => CursorIcon::PointingHand,
        (Gesture::Idle, Hit::Inside(_) | Hit::Nothing) => return,
    };
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(icon);
    }
}

fn menu(
    response: &egui::Response,
    canvas: &CanvasView<'_>,
    state: &mut CanvasState,
    view: &View,
    commands: &mut Vec<Command>,
) {
    if response.secondary_clicked()
        && let Some(pointer) = response.interact_pointer_pos()
    {
        state.menu_for = state.hit_at(view, pointer);
        let module = state.menu_for.module();
        let new = module.filter(|it| !canvas.selection.has_module(*it));
        commands.extend(new.map(|it| Command::from(Selection::module(it))));
        let container = state.menu_for.container().map(Selection::Container);
        commands.extend(container.map(Command::from));
    }
    response.context_menu(|ui| menu::menu_ui(ui, canvas, state, view, commands));
}
