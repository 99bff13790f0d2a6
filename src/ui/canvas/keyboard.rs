//! The canvas without a mouse.

use egui::{EventFilter, Key, Modifiers, Response, Ui};

use super::camera::View;
use super::{CanvasState, CanvasView};
use crate::arrange::{Arrangement, ContainerKey, Point, Rect};
use crate::model::ModuleId;
use crate::session::{CameraMove, Command, SelectCommand, Selection};

const ARROWS: [(Key, (f32, f32)); 4] = [
    (Key::ArrowLeft, (-1.0, 0.0)),
    (Key::ArrowRight, (1.0, 0.0)),
    (Key::ArrowUp, (0.0, -1.0)),
    (Key::ArrowDown, (0.0, 1.0)),
];

/// Keys that mean something while nothing else listens to the keyboard.
pub(super) fn handle(
    ui: &Ui,
    response: &Response,
    canvas: &CanvasView<'_>,
    state: &mut CanvasState,
    commands: &mut Vec<Command>,
) {
    let focused = ui.memory(egui::Memory::focused);
    if response.has_focus() {
        let filter = EventFilter {
            tab: true,
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: false,
        };
        ui.memory_mut(|it| it.set_focus_lock_filter(response.id, filter));
    }
    if focused.is_none() || response.has_focus() {
        look_around(ui, state);
    }
    if response.has_focus() {
        for (key, direction) in ARROWS {
            if pressed(ui, Modifiers::NONE, key) {
                commands.extend(step(canvas, &state.shown.now, direction));
            }
        }
        tab(ui, response, canvas, &state.shown.now, commands);
        enter(ui, canvas, &state.shown.now, commands);
    }
}

fn pressed(ui: &Ui, modifiers: Modifiers, key: Key) -> bool {
    ui.input_mut(|it| it.consume_key(modifiers, key))
}

fn look_around(ui: &Ui, state: &mut CanvasState) {
    let keys = [
        (Modifiers::SHIFT, Key::F, CameraMove::FitSelection),
        (Modifiers::NONE, Key::F, CameraMove::Fit),
        (Modifiers::NONE, Key::Plus, CameraMove::ZoomIn),
        (Modifiers::NONE, Key::Equals, CameraMove::ZoomIn),
        (Modifiers::NONE, Key::Minus, CameraMove::ZoomOut),
    ];
    for (modifiers, key, camera) in keys {
        if pressed(ui, modifiers, key) {
            state.go(camera);
        }
    }
}

/// The next module or container in this direction.
fn step(
    canvas: &CanvasView<'_>,
    arrangement: &Arrangement,
    direction: (f32, f32),
) -> Option<Command> {
    match canvas.selection {
        Selection::Container(key) => {
            let from = arrangement.container(*key)?.1.rect;
            let all = arrangement.containers.iter().map(|it| (it.key, it.rect));
            Some(Selection::Container(nearest(from, all, direction)?).into())
        }
        selection => {
            let from = selection
                .selected_modules()
                .last()
                .and_then(|it| arrangement.chip(*it));
            let Some(from) = from else {
                return arrangement
                    .chips
                    .first()
                    .map(|it| Selection::module(it.module).into());
            };
            let all = arrangement.chips.iter().map(|it| (it.module, it.rect));
            Some(Selection::module(nearest(from.rect, all, direction)?).into())
        }
    }
}

/// What lies in a direction: near, and rather straight ahead than to the side.
fn nearest<T>(from: Rect, all: impl Iterator<Item = (T, Rect)>, (dx, dy): (f32, f32)) -> Option<T> {
    let start = from.center();
    let cost = |to: Point| {
        let (x, y) = (to.x - start.x, to.y - start.y);
        let ahead = x * dx + y * dy;
        let aside = (x * dy).abs() + (y * dx).abs();
        (ahead > 1.0).then_some(ahead + 2.5 * aside)
    };
    let ahead = all.filter_map(|(it, rect)| Some((it, cost(rect.center())?)));
    ahead.min_by(|a, b| a.1.total_cmp(&b.1)).map(|it| it.0)
}

/// Through the containers in their order; beyond the last one, on to the next widget.
fn tab(
    ui: &Ui,
    response: &Response,
    canvas: &CanvasView<'_>,
    arrangement: &Arrangement,
    commands: &mut Vec<Command>,
) {
    let forward = pressed(ui, Modifiers::NONE, Key::Tab);
    let backward = !forward && pressed(ui, Modifiers::SHIFT, Key::Tab);
    if !forward && !backward {
        return;
    }
    let n = arrangement.containers.len();
    let at = current(canvas, arrangement).and_then(|key| arrangement.container(key));
    let next = match at.map(|it| it.0 as usize) {
        None => Some(if forward { 0 } else { n.wrapping_sub(1) }),
        Some(at) if forward => Some(at + 1),
        Some(at) => at.checked_sub(1),
    };
    match next.and_then(|it| arrangement.containers.get(it)) {
        Some(container) => commands.push(Selection::Container(container.key).into()),
        None => {
            let on = if forward {
                egui::FocusDirection::Next
            } else {
                egui::FocusDirection::Previous
            };
            ui.memory_mut(|it| it.set_focus_lock_filter(response.id, EventFilter::default()));
            ui.memory_mut(|it| it.move_focus(on));
        }
    }
}

/// The container that is selected, or that holds what is selected.
fn current(canvas: &CanvasView<'_>, arrangement: &Arrangement) -> Option<ContainerKey> {
    match canvas.selection {
        Selection::Container(key) => Some(*key),
        selection => {
            let module: ModuleId = *selection.selected_modules().first()?;
            let chip = arrangement.chip(module)?;
            Some(arrangement.containers[chip.container as usize].key)
        }
    }
}

/// Into a container: its first module.
fn enter(ui: &Ui, canvas: &CanvasView<'_>, arrangement: &Arrangement, commands: &mut Vec<Command>) {
    let Selection::Container(key) = canvas.selection else {
        return;
    };
    if !pressed(ui, Modifiers::NONE, Key::Enter) {
        return;
    }
    let container = arrangement.container(*key).map(|it| it.1);
    let first = container.and_then(|it| arrangement.chips_in(it).first());
    commands.extend(first.map(|it| Command::from(Selection::module(it.module))));
}

/// Every module of a container selected, as by the menu.
pub(super) fn select_all(key: ContainerKey) -> Command {
    SelectCommand::All(key).into()
}

/// Keeps what the keyboard selected in view.
pub(super) fn follow(canvas: &CanvasView<'_>, state: &mut CanvasState, view: &View, ui: &Ui) {
    if state.followed.as_ref() == Some(canvas.selection) {
        return;
    }
    state.followed = Some(canvas.selection.clone());
    let arrangement = &state.shown.now;
    let rect = match canvas.selection {
        Selection::Modules(modules) if modules.len() == 1 => modules
            .first()
            .and_then(|it| arrangement.chip(*it))
            .map(|it| it.rect),
        Selection::Container(key) => arrangement.container(*key).map(|it| it.1.header()),
        _ => None,
    };
    let seen = view.visible();
    if let Some(rect) = rect.filter(|it| !seen.contains(it.center())) {
        state
            .camera
            .fly(rect.center(), view.zoom, state.start_secs(ui));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_to_what_lies_straight_ahead() {
        let at = |x: f32, y: f32| Rect::at(Point::new(x, y), 10.0, 10.0);
        let all = [
            ("far", at(300.0, 0.0)),
            ("near", at(100.0, 5.0)),
            ("aside", at(60.0, 90.0)),
            ("left", at(-50.0, 0.0)),
        ];
        let go = |direction| nearest(at(0.0, 0.0), all.into_iter(), direction);
        assert_eq!(go((1.0, 0.0)), Some("near"));
        assert_eq!(go((-1.0, 0.0)), Some("left"));
        assert_eq!(go((0.0, 1.0)), Some("aside"));
        assert_eq!(go((0.0, -1.0)), None);
    }
}
