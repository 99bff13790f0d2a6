//! The palette: find any module, item or service, do anything, without leaving the keyboard.

use std::sync::Arc;

use egui::{
    Align2, Area, Context, Id, Key, Modifiers, Order, Rect, ScrollArea, Sense, Ui, pos2, vec2,
};

use super::commands::{self, ENTRIES};
use super::theme::{Font, space};
use super::widgets::{self, Icon};
use super::window::Window;
use crate::arrange::ContainerKey;
use crate::model::{CodeModel, ItemId, ModuleId};
use crate::session::{CameraMove, Command, Selection, ViewCommand};

const WIDTH: f32 = 620.0;
const ROW: f32 = 34.0;
/// So many are listed at most.
const N_LISTED: usize = 60;

/// Something that can be found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Find {
    Module(ModuleId),
    Item(ItemId),
    Service(usize),
    Command(usize),
}

/// What the palette remembers while it is open.
#[derive(Debug, Default)]
pub(super) struct Palette {
    query: String,
    cursor: usize,
    open: bool,
    asked: Option<(String, u64)>,
    found: Vec<Find>,
}

/// Draws the palette.
pub(super) fn palette_ui(ctx: &Context, window: &mut Window<'_>, state: &mut Palette) {
    let fresh = !state.open;
    if fresh {
        *state = Palette {
            open: true,
            ..Palette::default()
        };
    }
    state.refresh(window);
    let (moved, chosen, escaped) = keys(ctx, state);
    let screen = ctx.content_rect();
    let width = WIDTH.min(screen.width() - 48.0);
    let corner = pos2(
        (screen.center().x - width / 2.0).round(),
        screen.top() + 56.0,
    );
    let area = Area::new(Id::unique("palette"))
        .order(Order::Foreground)
        .fixed_pos(corner);
    let shown = area.show(ctx, |ui| {
        let frame = egui::Frame::popup(ui.style()).inner_margin(egui::Margin::same(8));
        frame.show(ui, |ui| {
            ui.set_width(width);
            let id = Id::unique("palette-field");
            let field = (&mut state.query, window.texts.palette_hint);
            let response = widgets::field(ui, window.theme, field, Some(Icon::Search), id);
            if fresh || !response.has_focus() {
                response.request_focus();
            }
            if response.changed() {
                state.cursor = 0;
            }
            ui.add_space(space::XS);
            list_ui(ui, window, state, (moved, screen.height() * 0.5))
        })
    });
    let clicked = shown.inner.inner;
    let outside = shown.response.clicked_elsewhere() && !fresh;
    if let Some(find) =
        clicked.or_else(|| state.found.get(state.cursor).copied().filter(|_| chosen))
    {
        state.open = false;
        window.push(ViewCommand::Dialog(None));
        go(window, find);
    } else if escaped || outside {
        state.open = false;
        window.push(ViewCommand::Dialog(None));
    }
}

impl Palette {
    /// The palette was closed by something else.
    pub(super) fn forget(&mut self) {
        self.open = false;
    }

    fn refresh(&mut self, window: &Window<'_>) {
        let asked = (self.query.trim().to_lowercase(), window.session.revision());
        if self.asked.as_ref() != Some(&asked) {
            self.found = search(window, &asked.0);
            self.cursor = self.cursor.min(self.found.len().saturating_sub(1));
            self.asked = Some(asked);
        }
    }
}

/// Whether the cursor moved, whether something was chosen, whether it is to be closed.
fn keys(ctx: &Context, state: &mut Palette) -> (bool, bool, bool) {
    let pressed = |key| ctx.input_mut(|it| it.consume_key(Modifiers::NONE, key));
    let last = state.found.len().saturating_sub(1);
    let before = state.cursor;
    if pressed(Key::ArrowDown) {
        state.cursor = if state.cursor == last {
            0
        } else {
            state.cursor + 1
        };
    }
    if pressed(Key::ArrowUp) {
        state.cursor = if state.cursor == 0 {
            last
        } else {
            state.cursor - 1
        };
    }
    if pressed(Key::PageDown) {
        state.cursor = (state.cursor + 10).min(last);
    }
    if pressed(Key::PageUp) {
        state.cursor = state.cursor.saturating_sub(10);
    }
    (
        state.cursor != before,
        pressed(Key::Enter),
        pressed(Key::Escape),
    )
}

fn list_ui(
    ui: &mut Ui,
    window: &Window<'_>,
    state: &mut Palette,
    (moved, most): (bool, f32),
) -> Option<Find> {
    if state.found.is_empty() {
        ui.add_space(space::S);
        widgets::label(
            ui,
            window.texts.palette_nothing,
            Font::Body,
            window.theme.muted,
        );
        ui.add_space(space::S);
        return None;
    }
    let mut clicked = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().max_height(most).show(ui, |ui| {
        for (at, find) in state.found.iter().enumerate() {
            let line = line_of(window, *find);
            let (rect, response) = widgets::row(
                ui,
                window.theme,
                (ROW, Sense::click()),
                at == state.cursor,
                &line.name,
            );
            line_ui(ui, window, rect, &line);
            if moved && at == state.cursor {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                clicked = Some(*find);
            }
        }
    });
    clicked
}

/// A line of the palette.
#[derive(Debug)]
struct Line {
    icon: Icon,
    color: egui::Color32,
    name: String,
    kind: &'static str,
    keys: String,
}

fn line_of(window: &Window<'_>, find: Find) -> Line {
    let (theme, texts) = (window.theme, window.texts);
    let plain = |icon, name: String, kind| Line {
        icon,
        color: theme.muted,
        name,
        kind,
        keys: String::new(),
    };
    let model = window.session.model();
    match find {
        Find::Module(id) => {
            let name = model.map_or_else(String::new, |it| it.module(id).path.to_string());
            let color = window.color_of(window.session.owner_of(id));
            Line {
                color,
                ..plain(Icon::Module, name, texts.palette_modules)
            }
        }
        Find::Item(id) => {
            let name = model.map_or_else(String::new, |it| it.item(id).path.to_string());
            plain(Icon::Item, name, texts.palette_items)
        }
        Find::Service(at) => {
            let service = window.session.plan().and_then(|it| it.services.get(at));
            let name = service.map_or_else(String::new, |it| it.name.to_string());
            let color = theme.service(Some(at));
            Line {
                color,
                ..plain(Icon::Service, name, texts.palette_services)
            }
        }
        Find::Command(at) => {
            let entry = &ENTRIES[at];
            let name = (entry.text)(texts).to_owned();
            let keys = entry.id;
            Line {
                keys: keys.to_owned(),
                ..plain(entry.icon, name, texts.palette_commands)
            }
        }
    }
}

fn line_ui(ui: &Ui, window: &Window<'_>, rect: Rect, line: &Line) {
    let theme = window.theme;
    let mark = Rect::from_min_size(rect.min, vec2(36.0, ROW));
    line.icon.paint(ui.painter(), mark, line.color);
    let right = if line.keys.is_empty() {
        line.kind.to_owned()
    } else {
        commands::shortcut_text(ui.ctx(), &line.keys)
    };
    let inner = rect.shrink2(vec2(space::M, 0.0));
    let place = widgets::paint(
        ui,
        inner,
        Align2::RIGHT_CENTER,
        &right,
        (Font::Caption, theme.muted),
    );
    let name = Rect::from_min_max(
        pos2(rect.left() + 40.0, rect.top()),
        pos2(place.left() - space::M, rect.bottom()),
    );
    widgets::paint(
        ui,
        name,
        Align2::LEFT_CENTER,
        &line.name,
        (Font::Body, theme.text),
    );
}

fn go(window: &mut Window<'_>, find: Find) {
    let selection = match find {
        Find::Module(id) => {
            window.push(Selection::module(id));
            return window.push(ViewCommand::Camera(CameraMove::Show(id)));
        }
        Find::Item(id) => Some(Selection::Item(id)),
        Find::Service(at) => {
            let service = window.session.plan().and_then(|it| it.services.get(at));
            service.map(|it| Selection::Container(ContainerKey::Service(it.id)))
        }
        Find::Command(at) => {
            let command: Option<Command> = (ENTRIES[at].command)(window.session);
            window.commands.extend(command);
            None
        }
    };
    if let Some(selection) = selection {
        window.push(selection);
        window.push(ViewCommand::Camera(CameraMove::FitSelection));
    }
}

/// Everything that fits, the best first; commands alone while nothing is typed.
fn search(window: &Window<'_>, query: &str) -> Vec<Find> {
    let mut found: Vec<(i32, Find)> = Vec::new();
    for (at, entry) in ENTRIES.iter().enumerate() {
        let possible = entry.id != "palette" && (entry.command)(window.session).is_some();
        if possible && let Some(score) = fit(&(entry.text)(window.texts).to_lowercase(), query) {
            found.push((score, Find::Command(at)));
        }
    }
    if !query.is_empty() {
        let services = window
            .session
            .plan()
            .into_iter()
            .flat_map(|it| &it.services);
        for (at, service) in services.enumerate() {
            if let Some(score) = fit(&service.name.to_lowercase(), query) {
                found.push((score + 30, Find::Service(at)));
            }
        }
        if let Some(model) = window.session.model() {
            search_code(model, query, window.session.view().filter.tests, &mut found);
        }
        found.sort_by_key(|it| std::cmp::Reverse(it.0));
    }
    found.truncate(N_LISTED);
    found.into_iter().map(|it| it.1).collect()
}

fn search_code(model: &CodeModel, query: &str, tests: bool, found: &mut Vec<(i32, Find)>) {
    let score = |path: &Arc<str>| fit(&path.to_lowercase(), query);
    for id in model.module_ids() {
        let module = model.module(id);
        if (tests || !module.test)
            && let Some(score) = score(&module.path)
        {
            found.push((score + 20, Find::Module(id)));
        }
    }
    for (at, item) in (0..).zip(model.items()) {
        if (tests || !item.test)
            && let Some(score) = score(&item.path)
        {
            found.push((score, Find::Item(ItemId(at))));
        }
    }
}

/// A length as a score, up to a limit.
fn capped(n: usize, most: i32) -> i32 {
    i32::try_from(n).map_or(most, |it| it.min(most))
}

/// How well a text fits: every letter in order; better at the end of a path, better together.
fn fit(text: &str, query: &str) -> Option<i32> {
    if query.is_empty() {
        return Some(0);
    }
    let last = text.rsplit("::").next().unwrap_or(text);
    if let Some(at) = last.find(query) {
        let whole = i32::from(last.len() == query.len()) * 50;
        let start = i32::from(at == 0) * 40;
        return Some(200 + whole + start - capped(last.len(), 100));
    }
    if let Some(at) = text.find(query) {
        return Some(100 - capped(at, 80));
    }
    let mut letters = text.chars();
    let in_order = query
        .chars()
        .filter(|it| !it.is_whitespace())
        .all(|it| letters.any(|c| c == it));
    in_order.then(|| -capped(text.len(), 200))
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn the_end_of_a_path_counts_most() {
        let score = |text| fit(text, "cart").unwrap();
        assert!(score("shop::cart") > score("shop::cart_items"));
        assert!(score("shop::cart_items") > score("cart::shop"));
        assert!(score("cart::shop") > score("shop::catalog::art"));
        assert_eq!(fit("shop::mail", "cart"), None);
        assert_eq!(fit("anything", ""), Some(0));
    }
}
