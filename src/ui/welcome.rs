//! What is shown while nothing is open: recent projects, samples, a line for the command line.

use egui::{Align2, Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

use super::jobs::Memory;
use super::theme::{Font, space};
use super::widgets::{self, Icon, Look};
use super::window::Window;
use crate::session::{Dialog, FileCommand, Purpose, ViewCommand};

/// The width of the page.
const WIDTH: f32 = 720.0;
const ROW: f32 = 68.0;

/// Draws the page.
pub(super) fn welcome_ui(ui: &mut Ui, window: &mut Window<'_>, memory: &Memory) {
    let room = ui.available_rect_before_wrap();
    ui.painter().rect_filled(room, 0.0, window.theme.canvas);
    ScrollArea::vertical()
        .auto_shrink([false, false])
        .show(ui, |ui| {
            let width = WIDTH.min(room.width() - 2.0 * space::XL);
            let top = ((room.height() - 760.0) / 2.0).clamp(space::XL, 160.0);
            let rect = Rect::from_min_size(
                pos2(
                    (room.center().x - width / 2.0).round(),
                    ui.cursor().top() + top,
                ),
                vec2(width, room.height()),
            );
            let builder = UiBuilder::new().max_rect(rect);
            ui.scope_builder(builder, |ui| page_ui(ui, window, memory));
        });
}

fn page_ui(ui: &mut Ui, window: &mut Window<'_>, memory: &Memory) {
    let (theme, texts) = (window.theme, window.texts);
    let (mark, _) = ui.allocate_exact_size(vec2(32.0, 40.0), Sense::hover());
    widgets::icons::logo(ui.painter(), mark, theme.accent);
    ui.add_space(space::M);
    ui.label(
        egui::RichText::new(texts.product).font(egui::FontId::new(28.0, Font::Title.id().family)),
    );
    let tagline = egui::RichText::new(texts.tagline).font(egui::FontId::proportional(15.0));
    ui.label(tagline.color(theme.muted));
    ui.add_space(space::XL);
    ui.horizontal(|ui| {
        if widgets::button(ui, theme, texts.welcome_open, Look::Primary).clicked() {
            window.push(FileCommand::AskForFolder);
        }
        if widgets::button(ui, theme, texts.open_path, Look::Plain).clicked() {
            window.push(ViewCommand::Dialog(Some(Dialog::PathPicker(Purpose::Open))));
        }
        ui.add_space(space::S);
        widgets::label(ui, texts.welcome_drop, Font::Body, theme.muted);
    });
    ui.add_space(space::XL);
    ui.columns(2, |columns| {
        columns[0].set_max_width(WIDTH / 2.0 - space::L);
        recent_ui(&mut columns[0], window, memory);
        samples_ui(&mut columns[1], window, memory);
    });
    ui.add_space(space::L);
    publics_ui(ui, window);
    ui.add_space(space::XL);
    command_line_ui(ui, window);
    ui.add_space(space::XL);
}

fn recent_ui(ui: &mut Ui, window: &mut Window<'_>, memory: &Memory) {
    let (theme, texts) = (window.theme, window.texts);
    widgets::section(ui, theme, texts.welcome_recent, "");
    if memory.recent.is_empty() {
        widgets::paragraph(ui, texts.welcome_no_recent, Font::Body, theme.muted);
    }
    for path in memory.recent.iter().take(6) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let place = path.parent().unwrap_or(path).display().to_string();
        if entry_ui(ui, window, Icon::Folder, (&name, &place), &place) {
            window.push(FileCommand::Open(path.clone()));
        }
    }
}

fn samples_ui(ui: &mut Ui, window: &mut Window<'_>, memory: &Memory) {
    let (theme, texts) = (window.theme, window.texts);
    widgets::section(ui, theme, texts.welcome_samples, "");
    for (name, about) in &memory.samples {
        if entry_ui(ui, window, Icon::Module, (name, about), about) {
            window.push(FileCommand::OpenSample(name.as_str().into()));
        }
    }
}

/// Real code that anybody may read, in two columns.
fn publics_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let (theme, texts) = (window.theme, window.texts);
    widgets::section(ui, theme, texts.welcome_public, "");
    widgets::label(ui, texts.welcome_public_about, Font::Small, theme.muted);
    for pair in texts.publics.chunks(2) {
        ui.columns(2, |columns| {
            for (column, [name, about, command]) in columns.iter_mut().zip(pair) {
                column.set_max_width(WIDTH / 2.0 - space::L);
                if entry_ui(column, window, Icon::Copy, (name, about), command) {
                    window.push(ViewCommand::Copy((*command).to_owned()));
                }
            }
        });
    }
}

/// A name over a line about it, with more to say when hovered; returns whether it was clicked.
fn entry_ui(
    ui: &mut Ui,
    window: &Window<'_>,
    icon: Icon,
    (name, about): (&str, &str),
    hover: &str,
) -> bool {
    let theme = window.theme;
    let sense = (ROW, Sense::click());
    let drawn = ui.push_id((name, about), |ui| {
        widgets::row(ui, theme, sense, false, name)
    });
    let (rect, response) = drawn.inner;
    let mark = Rect::from_min_size(rect.min, vec2(36.0, 32.0));
    icon.paint(ui.painter(), mark, theme.muted);
    let text = Rect::from_min_max(rect.min + vec2(40.0, 6.0), rect.max - vec2(space::S, 6.0));
    let upper = text.with_max_y(text.top() + 20.0);
    widgets::paint(
        ui,
        upper,
        Align2::LEFT_CENTER,
        name,
        (Font::Strong, theme.text),
    );
    let lower = text.with_min_y(upper.bottom());
    widgets::paint_wrapped(ui, lower, about, (Font::Small, theme.muted));
    response.on_hover_text(hover).clicked()
}

fn command_line_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let (theme, texts) = (window.theme, window.texts);
    widgets::label(ui, texts.welcome_command_line, Font::Small, theme.muted);
    ui.horizontal(|ui| {
        let frame = egui::Frame::new()
            .fill(theme.raised)
            .corner_radius(egui::CornerRadius::same(super::theme::radius::CHIP))
            .inner_margin(egui::Margin::symmetric(12, 6));
        frame.show(ui, |ui| {
            widgets::label(ui, texts.welcome_command, Font::Code, theme.text)
        });
        if widgets::icon_button(ui, theme, Icon::Copy, texts.copy_path).clicked() {
            window.push(ViewCommand::Copy(texts.welcome_command.to_owned()));
        }
    });
}
