//! The export: formats, folder, the files that will be written, and what they will say.

use std::collections::BTreeSet;
use std::path::PathBuf;

use egui::{
    Align2, CornerRadius, Id, Rect, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2,
};

use super::{buttons_ui, title_ui};
use crate::export::{Artifact, FORMATS};
use crate::session::{ExportCommand, ViewCommand};
use crate::ui::theme::{Font, height, radius, space};
use crate::ui::widgets::{self, Icon, Look};
use crate::ui::window::Window;

/// Formats that are chosen at first: what an architect takes along.
const FIRST: [&str; 3] = ["compose", "markdown", "csv"];
/// So much of a file is previewed.
const PREVIEW_BYTES: usize = 24_000;

/// What is chosen.
#[derive(Debug, Default)]
pub(super) struct ExportState {
    formats: Option<BTreeSet<&'static str>>,
    asked: Option<(u64, BTreeSet<&'static str>)>,
    folder: String,
    taken: Option<PathBuf>,
    force: bool,
    file: usize,
}

impl ExportState {
    fn begin(&mut self, window: &Window<'_>) {
        self.asked = None;
        self.force = false;
        let formats = || {
            FORMATS
                .iter()
                .map(|it| it.name)
                .filter(|it| FIRST.contains(it))
                .collect()
        };
        self.formats.get_or_insert_with(formats);
        if self.folder.is_empty()
            && let Some(project) = window.session.project()
        {
            self.folder = project.root.join("seamline-export").display().to_string();
        }
    }

    fn formats(&self) -> BTreeSet<&'static str> {
        self.formats.clone().unwrap_or_default()
    }

    /// Makes the files anew whenever formats or plan have changed.
    fn ask(&mut self, window: &mut Window<'_>) {
        let wanted = (window.session.revision(), self.formats());
        if self.asked.as_ref() != Some(&wanted) && window.session.work().is_none() {
            window.push(ExportCommand::Prepare(wanted.1.iter().copied().collect()));
            self.asked = Some(wanted);
        }
        if let Some(folder) = window.session.export_folder()
            && self.taken.as_ref() != Some(folder)
        {
            self.folder = folder.display().to_string();
            self.taken = Some(folder.clone());
        }
    }
}

/// Draws the dialog.
pub(super) fn export_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    state: &mut ExportState,
    fresh: bool,
) {
    if fresh {
        state.begin(window);
    }
    state.ask(window);
    let (theme, texts) = (window.theme, window.texts);
    title_ui(ui, window, texts.export_title);
    widgets::label(ui, texts.export_text, Font::Body, theme.muted);
    ui.add_space(space::M);
    let room = (ui.ctx().content_rect().height() - 380.0).clamp(200.0, 420.0);
    let width = ui.available_width();
    let left = (width * 0.42).round();
    let size = vec2(width, room);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let columns = rect.split_left_right_at_x(rect.left() + left);
    part(
        ui,
        columns.0.with_max_x(columns.0.right() - space::L),
        |ui| {
            formats_ui(ui, window, state);
        },
    );
    part(ui, columns.1, |ui| files_ui(ui, window, state));
    ui.add_space(space::M);
    folder_ui(ui, window, state);
    said_ui(ui, window, state);
    foot_ui(ui, window, state);
}

fn part(ui: &mut Ui, rect: Rect, content: impl FnOnce(&mut Ui)) {
    let layout = egui::Layout::top_down(egui::Align::Min);
    let mut part = ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(layout));
    part.set_clip_rect(rect.intersect(ui.clip_rect()));
    content(&mut part);
}

fn formats_ui(ui: &mut Ui, window: &Window<'_>, state: &mut ExportState) {
    widgets::section(ui, window.theme, window.texts.export_formats, "");
    let mut chosen = state.formats();
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .id_salt("formats")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            for format in FORMATS {
                let mut on = chosen.contains(format.name);
                if format_ui(ui, window, (format.name, format.about), &mut on) {
                    if on {
                        chosen.insert(format.name);
                    } else {
                        chosen.remove(format.name);
                    }
                }
            }
        });
    state.formats = Some(chosen);
}

/// A format with a box to tick and a line about it; returns whether it was switched.
fn format_ui(ui: &mut Ui, window: &Window<'_>, (name, about): (&str, &str), on: &mut bool) -> bool {
    let theme = window.theme;
    let (rect, response) = widgets::row(ui, theme, (46.0, Sense::click()), false, about);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, *on, name));
    widgets::tick(ui, theme, rect.min + vec2(16.0, 14.0), *on);
    let text = Rect::from_min_max(rect.min + vec2(34.0, 4.0), rect.max - vec2(4.0, 4.0));
    let (upper, lower) = text.split_top_bottom_at_fraction(0.5);
    widgets::paint(
        ui,
        upper,
        Align2::LEFT_CENTER,
        name,
        (Font::Strong, theme.text),
    );
    widgets::paint(
        ui,
        lower,
        Align2::LEFT_CENTER,
        about,
        (Font::Caption, theme.muted),
    );
    if response.clicked() {
        *on = !*on;
    }
    response.on_hover_text(about).clicked()
}

fn files_ui(ui: &mut Ui, window: &Window<'_>, state: &mut ExportState) {
    let (theme, texts) = (window.theme, window.texts);
    let Some(artifacts) = window.session.prepared().cloned() else {
        widgets::section(ui, theme, texts.export_files, "");
        let text = if state.formats().is_empty() {
            texts.export_none
        } else {
            texts.preparing
        };
        widgets::label(ui, text, Font::Body, theme.muted);
        return;
    };
    widgets::section(
        ui,
        theme,
        texts.export_files,
        &texts.n_files(artifacts.len()),
    );
    state.file = state.file.min(artifacts.len().saturating_sub(1));
    let list = (artifacts.len() as f32 * 24.0).min(ui.available_height() * 0.38);
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical()
        .id_salt("files")
        .max_height(list)
        .auto_shrink([false, true]);
    area.show_rows(ui, 24.0, artifacts.len(), |ui, rows| {
        for at in rows {
            if file_ui(ui, window, &artifacts[at], at == state.file) {
                state.file = at;
            }
        }
    });
    ui.add_space(space::S);
    if let Some(artifact) = artifacts.get(state.file) {
        preview_ui(ui, window, artifact);
    }
}

fn file_ui(ui: &mut Ui, window: &Window<'_>, artifact: &Artifact, shown: bool) -> bool {
    let theme = window.theme;
    let (rect, response) = widgets::row(ui, theme, (24.0, Sense::click()), shown, &artifact.path);
    let inner = rect.shrink2(vec2(space::S, 0.0));
    let size = format!("{} B", window.texts.grouped(artifact.bytes.len() as u64));
    let size = widgets::paint(
        ui,
        inner,
        Align2::RIGHT_CENTER,
        &size,
        (Font::Code, theme.muted),
    );
    let name = inner.with_max_x(size.left() - space::S);
    widgets::paint(
        ui,
        name,
        Align2::LEFT_CENTER,
        &artifact.path,
        (Font::Code, theme.text),
    );
    response.clicked()
}

/// The beginning of a file, if it is text.
fn preview_ui(ui: &mut Ui, window: &Window<'_>, artifact: &Artifact) {
    let theme = window.theme;
    let bytes = &artifact.bytes[..artifact.bytes.len().min(PREVIEW_BYTES)];
    let text = String::from_utf8_lossy(bytes);
    let is_text = std::str::from_utf8(&artifact.bytes).is_ok();
    let frame = egui::Frame::new()
        .fill(theme.canvas)
        .stroke(theme.hairline())
        .corner_radius(CornerRadius::same(radius::CHIP))
        .inner_margin(egui::Margin::same(8));
    frame.show(ui, |ui| {
        ui.set_min_size(ui.available_size());
        let lines: Vec<&str> = if is_text {
            text.lines().collect()
        } else {
            Vec::new()
        };
        let area = ScrollArea::both()
            .id_salt(("preview", &artifact.path))
            .auto_shrink([false, false]);
        area.show_rows(ui, 18.0, lines.len(), |ui, rows| {
            for line in &lines[rows] {
                let text = RichText::new(*line)
                    .font(Font::Code.id())
                    .color(theme.muted);
                ui.add(egui::Label::new(text).extend());
            }
        });
    });
}

fn folder_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut ExportState) {
    let (theme, texts) = (window.theme, window.texts);
    widgets::section(ui, theme, texts.export_folder, "");
    ui.allocate_ui(vec2(ui.available_width(), height::BUTTON), |ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if widgets::button(ui, theme, texts.export_choose, Look::Plain).clicked() {
                window.push(ExportCommand::AskForFolder);
            }
            let id = Id::unique("export-folder");
            let field = (&mut state.folder, texts.export_folder);
            widgets::field(ui, theme, field, Some(Icon::Folder), id);
        });
    });
}

/// What the last try led to.
fn said_ui(ui: &mut Ui, window: &Window<'_>, state: &mut ExportState) {
    let (theme, texts) = (window.theme, window.texts);
    if let Some(refusal) = window.session.refusal() {
        ui.add_space(space::S);
        widgets::paragraph(ui, &refusal.text, Font::Body, theme.bad);
        if let Some(hint) = &refusal.hint {
            widgets::paragraph(ui, hint, Font::Small, theme.muted);
        }
        widgets::checkbox(ui, theme, texts.export_force, &mut state.force);
    } else if let Some((folder, n_files)) = window.session.written() {
        ui.add_space(space::S);
        let text = texts.export_done(*n_files, &folder.display().to_string());
        widgets::paragraph(ui, &text, Font::Body, theme.good);
    }
}

fn foot_ui(ui: &mut Ui, window: &mut Window<'_>, state: &ExportState) {
    let (theme, texts) = (window.theme, window.texts);
    let ready = window.session.prepared().is_some_and(|it| !it.is_empty())
        && !state.folder.trim().is_empty();
    buttons_ui(ui, |ui| {
        let write = |ui: &mut Ui| widgets::button(ui, theme, texts.export_write, Look::Primary);
        if ui.add_enabled_ui(ready, write).inner.clicked() {
            let folder = PathBuf::from(state.folder.trim());
            window.push(ExportCommand::Write {
                folder,
                force: state.force,
            });
        }
        if widgets::button(ui, theme, texts.close, Look::Plain).clicked() {
            window.push(ViewCommand::Dialog(None));
        }
    });
}
