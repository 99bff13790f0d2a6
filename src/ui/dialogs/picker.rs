//! A path picker of our own, for systems without one: type, complete, or walk through folders.

use std::path::{Path, PathBuf};

use egui::{Align2, Id, Key, Modifiers, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::{buttons_ui, title_ui};
use crate::session::{Command, FileCommand, Purpose, ViewCommand};
use crate::shell::folders;
use crate::ui::theme::{Font, height, space};
use crate::ui::widgets::{self, Icon, Look};
use crate::ui::window::Window;

/// What is typed, and what is in the folder that it names.
#[derive(Debug, Default)]
pub(super) struct Picker {
    typed: String,
    listed: Option<PathBuf>,
    /// Every file is one to choose, not only those that open a project.
    any_file: bool,
    entries: Vec<folders::Entry>,
}

/// Draws the picker.
pub(super) fn picker_ui(
    ui: &mut Ui,
    window: &mut Window<'_>,
    state: &mut Picker,
    (purpose, fresh): (Purpose, bool),
) {
    let (theme, texts) = (window.theme, window.texts);
    if fresh {
        state.begin(window, purpose);
    }
    let (title, go) = match purpose {
        Purpose::Open => (texts.picker_title, texts.picker_open),
        Purpose::Export => (texts.picker_export_title, texts.picker_export),
        Purpose::Measured => (texts.picker_measured_title, texts.picker_measured),
    };
    title_ui(ui, window, title);
    let id = Id::unique("picker");
    // Tab completes; it must not leave the field.
    let keeps_tab = egui::EventFilter {
        tab: true,
        ..Default::default()
    };
    ui.memory_mut(|it| it.set_focus_lock_filter(id, keeps_tab));
    let response = widgets::field(
        ui,
        theme,
        (&mut state.typed, texts.picker_hint),
        Some(Icon::Folder),
        id,
    );
    if fresh {
        response.request_focus();
        cursor_to_end(ui, id, state.typed.chars().count());
    }
    if response.has_focus() && ui.input_mut(|it| it.consume_key(Modifiers::NONE, Key::Tab)) {
        state.complete();
        cursor_to_end(ui, id, state.typed.chars().count());
    }
    state.list();
    ui.add_space(space::S);
    if let Some(typed) = list_ui(ui, window, state) {
        state.typed = typed;
        response.request_focus();
        cursor_to_end(ui, id, state.typed.chars().count());
    }
    let path = PathBuf::from(state.typed.trim());
    let usable = path.is_absolute() && (purpose == Purpose::Export || state.exists(&path));
    let enter = ui.input_mut(|it| it.consume_key(Modifiers::NONE, Key::Enter));
    buttons_ui(ui, |ui| {
        let button = |ui: &mut Ui| widgets::button(ui, theme, go, Look::Primary).clicked();
        let clicked = ui.add_enabled_ui(usable, button).inner;
        if usable && (clicked || enter) {
            window.push(ViewCommand::Dialog(None));
            window.push(chosen(purpose, path));
        }
        if widgets::button(ui, theme, texts.cancel, Look::Plain).clicked() {
            window.push(ViewCommand::Dialog(None));
        }
    });
}

fn chosen(purpose: Purpose, path: PathBuf) -> Command {
    match purpose {
        Purpose::Open => FileCommand::Open(path).into(),
        Purpose::Export => crate::session::ExportCommand::Into(path).into(),
        Purpose::Measured => FileCommand::ReadMeasured(path).into(),
    }
}

impl Picker {
    fn begin(&mut self, window: &Window<'_>, purpose: Purpose) {
        let chosen = match purpose {
            Purpose::Export => window.session.export_folder().cloned(),
            Purpose::Open | Purpose::Measured => None,
        };
        let root = window.session.project().map(|it| it.root.clone());
        let start = chosen
            .or(root)
            .or_else(folders::home)
            .unwrap_or_else(|| "/".into());
        self.typed = with_slash(&start);
        self.listed = None;
        self.any_file = purpose == Purpose::Measured;
    }

    /// The folder that is named so far, and the beginning of the next name.
    fn parts(&self) -> (PathBuf, String) {
        match self.typed.rsplit_once(std::path::MAIN_SEPARATOR) {
            Some((folder, rest)) => {
                let folder = if folder.is_empty() { "/" } else { folder };
                (folder.into(), rest.to_owned())
            }
            None => (PathBuf::new(), self.typed.clone()),
        }
    }

    /// Reads the folder, once for each that is named.
    fn list(&mut self) {
        let (folder, _) = self.parts();
        if self.listed.as_ref() != Some(&folder) {
            self.entries = folders::list(&folder, self.any_file);
            self.listed = Some(folder);
        }
    }

    fn fitting(&self) -> impl Iterator<Item = &folders::Entry> {
        let begun = self.parts().1.to_lowercase();
        let hidden = begun.starts_with('.');
        self.entries.iter().filter(move |it| {
            let name = it.name.to_lowercase();
            name.starts_with(&begun) && (hidden || !name.starts_with('.'))
        })
    }

    /// Adds what all fitting names have in common.
    fn complete(&mut self) {
        self.list();
        let names: Vec<&str> = self.fitting().map(|it| it.name.as_str()).collect();
        let Some((first, others)) = names.split_first() else {
            return;
        };
        let same = |n: usize| {
            let head: String = first.chars().take(n).collect();
            others.iter().all(|it| it.starts_with(&head))
        };
        let n = (0..=first.chars().count())
            .rev()
            .find(|n| same(*n))
            .unwrap_or(0);
        let common: String = first.chars().take(n).collect();
        let (folder, begun) = self.parts();
        if common.len() >= begun.len() {
            let path = folder.join(common);
            self.typed = if others.is_empty() && self.fitting().all(|it| it.is_folder) {
                with_slash(&path)
            } else {
                path.display().to_string()
            };
        }
    }

    fn exists(&self, path: &Path) -> bool {
        let (_, begun) = self.parts();
        if begun.is_empty() {
            return !self.entries.is_empty() || folders::is_there(path);
        }
        self.entries.iter().any(|it| it.name == begun)
    }
}

/// The folders that fit what is typed; returns the one that was clicked, as it is typed.
fn list_ui(ui: &mut Ui, window: &Window<'_>, state: &Picker) -> Option<String> {
    let theme = window.theme;
    let (folder, _) = state.parts();
    let mut clicked = None;
    let entries: Vec<_> = state.fitting().collect();
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical()
        .max_height(280.0)
        .min_scrolled_height(280.0);
    area.auto_shrink([false, false]).show(ui, |ui| {
        if let Some(parent) = folder.parent()
            && entry_ui(ui, window, (Icon::ArrowUp, window.texts.picker_up, true))
        {
            clicked = Some(with_slash(parent));
        }
        for entry in &entries {
            let icon = if entry.is_folder {
                Icon::Folder
            } else {
                Icon::File
            };
            if entry_ui(ui, window, (icon, &entry.name, entry.has_code)) {
                let path = folder.join(&entry.name);
                clicked = Some(if entry.is_folder {
                    with_slash(&path)
                } else {
                    path.display().to_string()
                });
            }
        }
        if entries.is_empty() {
            ui.add_space(space::S);
            widgets::label(ui, window.texts.picker_missing, Font::Body, theme.muted);
        }
    });
    clicked
}

fn entry_ui(ui: &mut Ui, window: &Window<'_>, (icon, name, strong): (Icon, &str, bool)) -> bool {
    let theme = window.theme;
    let (rect, response) = widgets::row(ui, theme, (height::ROW, Sense::click()), false, name);
    let mark = Rect::from_min_size(rect.min, vec2(32.0, height::ROW));
    icon.paint(
        ui.painter(),
        mark,
        if strong { theme.accent } else { theme.muted },
    );
    let text = Rect::from_min_max(pos2(rect.left() + 36.0, rect.top()), rect.max);
    let ink = if strong { theme.text } else { theme.muted };
    widgets::paint(ui, text, Align2::LEFT_CENTER, name, (Font::Body, ink));
    response.clicked()
}

fn with_slash(path: &Path) -> String {
    let text = path.display().to_string();
    let is_file = path.extension().is_some_and(|it| it == "toml");
    if is_file || text.ends_with(std::path::MAIN_SEPARATOR) {
        text
    } else {
        format!("{text}{}", std::path::MAIN_SEPARATOR)
    }
}

fn cursor_to_end(ui: &Ui, id: Id, n_chars: usize) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    state
        .cursor
        .set_char_range(Some(CCursorRange::one(CCursor::new(n_chars))));
    egui::TextEdit::store_state(ui.ctx(), id, state);
}
