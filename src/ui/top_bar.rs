//! The bar at the top: what is open, search, undo, and the three things people come for.

use egui::{
    Align, Align2, CornerRadius, Layout, Panel, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::theme::{Font, height, radius, space};
use super::widgets::{self, Icon, Look};
use super::window::Window;
use super::{commands, menu};
use crate::session::{Dialog, ExportCommand, FileCommand, PlanCommand, ViewCommand};

/// Draws the bar.
pub(super) fn top_bar_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let frame = egui::Frame::new().fill(window.theme.panel);
    let panel = Panel::top("top-bar")
        .exact_size(height::TOP_BAR)
        .resizable(false)
        .frame(frame);
    panel.show(ui, |ui| {
        let rect = ui.max_rect();
        let field = search_rect(rect);
        search_ui(ui, window, field);
        let left = Rect::from_min_max(rect.min, pos2(field.left() - space::L, rect.bottom()));
        let right = Rect::from_min_max(pos2(field.right() + space::L, rect.top()), rect.max);
        let inset = vec2(space::L, 0.0);
        part(
            ui,
            left.shrink2(inset),
            Layout::left_to_right(Align::Center),
            |ui| {
                name_ui(ui, window);
            },
        );
        part(
            ui,
            right.shrink2(inset),
            Layout::right_to_left(Align::Center),
            |ui| {
                actions_ui(ui, window);
            },
        );
    });
}

fn part(ui: &mut Ui, rect: Rect, layout: Layout, content: impl FnOnce(&mut Ui)) {
    let mut part = ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(layout));
    part.set_clip_rect(rect.expand(4.0));
    content(&mut part);
}

/// The search field stands in the middle, a third of the window wide.
fn search_rect(bar: Rect) -> Rect {
    let width = (bar.width() * 0.30).clamp(220.0, 480.0);
    Rect::from_center_size(bar.center(), vec2(width.round(), 32.0))
}

fn name_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let theme = window.theme;
    let (rect, response) = ui.allocate_exact_size(vec2(24.0, 28.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, window.texts.menu));
    let mark = Rect::from_center_size(rect.center(), vec2(16.0, 20.0));
    widgets::icons::logo(ui.painter(), mark, theme.accent);
    menu::main_menu(&response.on_hover_text(window.texts.menu), window);
    let Some(project) = window.session.project() else {
        widgets::label(ui, window.texts.product, Font::Heading, theme.text);
        return;
    };
    ui.add_space(space::XS);
    widgets::label(ui, &project.analysis.tree.name, Font::Heading, theme.text)
        .on_hover_text(project.root.display().to_string());
    ui.add_space(space::XS);
    let file = project.file_of(&project.scenario().name);
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    widgets::label(ui, &name, Font::Small, theme.muted).on_hover_text(file.display().to_string());
    if window.session.is_dirty() {
        let (rect, response) = ui.allocate_exact_size(vec2(10.0, 16.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, window.texts.unsaved));
        widgets::dot(ui, rect.center(), theme.warn);
        response.on_hover_text(window.texts.unsaved);
    }
}

fn search_ui(ui: &mut Ui, window: &mut Window<'_>, rect: Rect) {
    let theme = window.theme;
    let response = ui.interact(rect, ui.scope_id().with("search"), Sense::click());
    response
        .widget_info(|| WidgetInfo::labeled(Role::Button, true, window.texts.search_everything));
    let line = if response.hovered() || response.has_focus() {
        theme.accent
    } else {
        theme.line
    };
    let corner = CornerRadius::same(radius::CHIP);
    ui.painter().rect(
        rect,
        corner,
        theme.raised,
        egui::Stroke::new(1.0, line),
        egui::StrokeKind::Inside,
    );
    let inner = rect.shrink2(vec2(space::M, 0.0));
    Icon::Search.paint(
        ui.painter(),
        Rect::from_min_size(inner.min, vec2(16.0, 32.0)),
        theme.muted,
    );
    let keys = commands::shortcut_text(ui.ctx(), "palette");
    let keys = widgets::paint(
        ui,
        inner,
        Align2::RIGHT_CENTER,
        &keys,
        (Font::Code, theme.muted),
    );
    let hint = Rect::from_min_max(
        inner.min + vec2(24.0, 0.0),
        pos2(keys.left() - space::S, inner.bottom()),
    );
    let text = window.texts.search_hint;
    widgets::paint(
        ui,
        hint,
        Align2::LEFT_CENTER,
        text,
        (Font::Body, theme.muted),
    );
    if response.clicked() {
        window.push(ViewCommand::Dialog(Some(Dialog::Palette)));
    }
}

/// From right to left.
fn actions_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let (theme, texts) = (window.theme, window.texts);
    let Some(project) = window.session.project() else {
        if widgets::button(ui, theme, texts.open_folder, Look::Primary).clicked() {
            window.push(FileCommand::AskForFolder);
        }
        return;
    };
    let history = &project.scenario().history;
    let (can_undo, can_redo) = (history.can_undo(), history.can_redo());
    ui.spacing_mut().item_spacing.x = space::S;
    if widgets::button(ui, theme, texts.export, Look::Primary).clicked() {
        window.push(ViewCommand::Dialog(Some(Dialog::Export)));
    }
    if widgets::button(ui, theme, texts.check, Look::Plain).clicked() {
        window.push(ExportCommand::Check);
    }
    let idle = window.session.work().is_none();
    let suggest = ui
        .add_enabled_ui(idle, |ui| {
            widgets::button(ui, theme, texts.suggest, Look::Plain)
        })
        .inner
        .on_hover_text(texts.suggest_about);
    if suggest.clicked() {
        window.push(PlanCommand::Suggest);
    }
    ui.add_space(space::M);
    let mut turn = |ui: &mut Ui, enabled: bool, icon, id: &str, name, command: PlanCommand| {
        let name = format!("{name} ({})", commands::shortcut_text(ui.ctx(), id));
        let button = |ui: &mut Ui| widgets::icon_button(ui, theme, icon, &name);
        if ui.add_enabled_ui(enabled, button).inner.clicked() {
            window.push(command);
        }
    };
    turn(
        ui,
        can_redo,
        Icon::Redo,
        "redo",
        texts.redo,
        PlanCommand::Redo,
    );
    turn(
        ui,
        can_undo,
        Icon::Undo,
        "undo",
        texts.undo,
        PlanCommand::Undo,
    );
    ui.add_space(space::XS);
    let icon = if theme.dark { Icon::Sun } else { Icon::Moon };
    if widgets::icon_button(ui, theme, icon, texts.flip_theme).clicked() {
        window.push(ViewCommand::FlipTheme);
    }
}
