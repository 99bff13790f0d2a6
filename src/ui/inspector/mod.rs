//! The inspector: what is it, what if, why - and then the lines of code that prove it.

mod edge;
mod evidence;
mod lists;
mod measured;
mod module;
mod nature;
mod overview;
mod past;
mod remote;
mod service;
mod shape;
mod table;
mod what_if;
mod why;

use std::collections::BTreeSet;

use egui::{Margin, Panel, ScrollArea, Ui};

pub(super) use self::evidence::Evidence;
pub(super) use self::measured::measured_cell;
use self::remote::Remote;
use self::shape::Folded;
use self::why::Why;
use super::explorer::share;
use super::theme::{Font, space};
use super::widgets;
use super::window::Window;
use crate::pipeline::Analysis;
use crate::session::Selection;

/// What the inspector remembers from frame to frame.
#[derive(Debug, Default)]
pub(super) struct Inspector {
    shown: Selection,
    evidence: Evidence,
    why: Why,
    remote: Remote,
    shape: Folded,
    services: past::Services,
    /// Lists that are shown whole.
    whole: BTreeSet<&'static str>,
    note: String,
    prefixes: String,
}

impl Inspector {
    /// Speaks of code that was read again from now on.
    pub(super) fn succeed(&mut self, before: &Analysis, after: &Analysis, selection: &Selection) {
        self.shown = selection.clone();
        self.evidence.succeed(before, after);
        self.why.succeed(before, after);
    }

    /// Forgets what belonged to another selection; answers whether there was another.
    fn follow(&mut self, window: &Window<'_>) -> bool {
        let selection = window.session.selection();
        if self.shown == *selection {
            return false;
        }
        let (note, prefixes) = service::texts_of(window);
        *self = Self {
            shown: selection.clone(),
            note,
            prefixes,
            // What was found out about the code stays known.
            remote: std::mem::take(&mut self.remote),
            services: std::mem::take(&mut self.services),
            ..Self::default()
        };
        true
    }
}

/// Draws the inspector.
pub(super) fn inspector_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Inspector) {
    let is_new = state.follow(window);
    let frame = egui::Frame::new().fill(window.theme.panel);
    let panel = Panel::right("inspector")
        .default_size(share(ui, 0.24, 384.0))
        .size_range(280.0..=640.0)
        .frame(frame);
    panel.show(ui, |ui| {
        let mut area = ScrollArea::vertical()
            .id_salt("inspector")
            .auto_shrink([false, false]);
        if is_new {
            area = area.vertical_scroll_offset(0.0);
        }
        area.show(ui, |ui| {
            let margin = Margin {
                left: 20,
                right: 16,
                top: 16,
                bottom: 24,
            };
            egui::Frame::new().inner_margin(margin).show(ui, |ui| {
                ui.set_width(ui.available_width());
                content_ui(ui, window, state);
            });
        });
    });
}

/// Whether modules are held over a target that are not the selected ones.
fn held_elsewhere(window: &Window<'_>) -> bool {
    let selected = window.session.selection().selected_modules();
    window
        .session
        .what_if()
        .is_some_and(|it| it.modules != selected)
}

fn content_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Inspector) {
    if held_elsewhere(window) {
        what_if::what_if_ui(ui, window);
        return;
    }
    match window.session.selection().clone() {
        Selection::Nothing => overview::overview_ui(ui, window),
        Selection::Item(item) => module::item_ui(ui, window, state, item),
        Selection::Container(key) => service::container_ui(ui, window, state, key),
        Selection::Ribbon { from, to } => edge::ribbon_ui(ui, window, state, (from, to)),
        Selection::Edge { from, to } => edge::edge_ui(ui, window, state, (from, to)),
        Selection::Modules(modules) => match modules.first() {
            Some(module) if modules.len() == 1 => module::module_ui(ui, window, state, *module),
            _ => {
                let modules: Vec<_> = modules.into_iter().collect();
                module::modules_ui(ui, window, &modules);
            }
        },
    }
}

/// The name of what is shown, and a line about it.
fn title_ui(ui: &mut Ui, window: &Window<'_>, title: &str, about: &str) {
    widgets::label(ui, title, Font::Title, window.theme.text);
    widgets::label(ui, about, Font::Small, window.theme.muted);
}

/// A number with its name, right-aligned like the numbers above and below it.
fn figure_ui(ui: &mut Ui, window: &Window<'_>, name: &str, number: &str) {
    use egui::{Align2, Sense, vec2};
    let size = vec2(ui.available_width(), 24.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let said = || egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{name}: {number}"));
    response.widget_info(said);
    let theme = window.theme;
    let number = widgets::paint(
        ui,
        rect,
        Align2::RIGHT_CENTER,
        number,
        (Font::Strong, theme.text),
    );
    // Names of one list end alike, unless a number needs more room.
    let mut left = rect;
    left.max.x = (rect.right() - space::XL * 3.0).min(number.left() - space::S);
    widgets::paint(
        ui,
        left,
        Align2::LEFT_CENTER,
        name,
        (Font::Body, theme.text),
    );
}

/// A sentence of a list.
fn bullet_ui(ui: &mut Ui, window: &Window<'_>, text: &str) {
    ui.horizontal_top(|ui| {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(12.0, 18.0), egui::Sense::hover());
        ui.painter()
            .circle_filled(rect.center(), 3.0, window.theme.muted);
        widgets::paragraph(ui, text, Font::Small, window.theme.text);
    });
}
