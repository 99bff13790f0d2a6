//! The panel at the bottom: findings, cut list, services, data, doors, notices, history.

mod blind;
mod cut_list;
mod data;
mod doors;
mod finding_lines;
mod findings;
mod history;
mod notices;
mod services;

pub(super) use self::blind::n_blind;
pub(super) use self::notices::look;

use egui::{Margin, Panel as EguiPanel, Ui};

use self::blind::Blind;
use self::cut_list::CutList;
use self::data::Data;
use self::doors::Doors;
use super::theme::{height, space};
use super::widgets::{self, Icon, Sort};
use super::window::Window;
use crate::session::{Panel, ViewCommand};

/// What the panel remembers from frame to frame.
#[derive(Debug)]
pub(super) struct Bottom {
    cut_list: CutList,
    blind: Blind,
    services: Sort,
    data: Data,
    doors: Doors,
}

impl Default for Bottom {
    fn default() -> Self {
        Self {
            cut_list: CutList::default(),
            blind: Blind::default(),
            services: Sort {
                column: 0,
                descending: false,
            },
            data: Data::default(),
            doors: Doors::default(),
        }
    }
}

/// Draws the panel.
pub(super) fn bottom_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Bottom) {
    let frame = egui::Frame::new().fill(window.theme.panel);
    let panel = EguiPanel::bottom("bottom")
        .default_size(164.0)
        .size_range(96.0..=520.0)
        .frame(frame);
    panel.show(ui, |ui| {
        tabs_ui(ui, window, state);
        let margin = Margin {
            left: 12,
            right: 12,
            top: 4,
            bottom: 8,
        };
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            match window.session.view().panel {
                Panel::Findings => findings::findings_ui(ui, window),
                Panel::CutList => cut_list::cut_list_ui(ui, window, &mut state.cut_list),
                Panel::Services => services::services_ui(ui, window, &mut state.services),
                Panel::Data => data::data_ui(ui, window, &mut state.data),
                Panel::Doors => doors::doors_ui(ui, window, &mut state.doors),
                Panel::Notices => notices::notices_ui(ui, window),
                Panel::BlindSpots => blind::blind_ui(ui, window, &mut state.blind),
                Panel::History => history::history_ui(ui, window),
            }
        });
    });
}

fn tabs_ui(ui: &mut Ui, window: &mut Window<'_>, state: &mut Bottom) {
    let counts = counts(window);
    let shown = window.session.view().panel;
    let margin = Margin {
        left: 12,
        right: 12,
        top: 0,
        bottom: 0,
    };
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_height(height::TABS);
            ui.spacing_mut().item_spacing.x = space::S;
            for (panel, count) in Panel::ALL.into_iter().zip(counts) {
                let text = window.texts.panel(panel);
                let response = widgets::tab(ui, window.theme, text, count, panel == shown);
                if response.clicked() {
                    window.push(ViewCommand::Show(panel));
                }
            }
            let right = egui::Layout::right_to_left(egui::Align::Center);
            ui.with_layout(right, |ui| {
                let name = window.texts.toggle_bottom;
                let closed = widgets::icon_button(ui, window.theme, Icon::Close, name).clicked();
                if closed {
                    window.push(ViewCommand::ToggleBottom);
                }
                match shown {
                    Panel::CutList => {
                        cut_list::filter_ui(ui, window, &mut state.cut_list);
                        crate::ui::filter::chip_ui(ui, window);
                    }
                    Panel::Data => data::give_ui(ui, window, &state.data),
                    Panel::Doors => doors::filter_ui(ui, window, &mut state.doors),
                    Panel::BlindSpots => blind::filter_ui(ui, window, &mut state.blind),
                    _ => {}
                }
            });
        });
    });
}

/// How much there is on each page.
fn counts(window: &Window<'_>) -> [Option<usize>; 8] {
    let session = window.session;
    let Some(project) = session.project() else {
        return [None; 8];
    };
    let derived = &project.derived;
    [
        Some(derived.vanished.len() + derived.findings.len()),
        Some(derived.assessment.cut_edges.len()),
        Some(project.scenario().plan.services.len()),
        Some(data::n_objects(&project.analysis.model)),
        Some(project.analysis.model.doors().inbound.len()),
        Some(project.analysis.notices.len() + notices::said(window).count()),
        Some(blind::n_blind(&project.analysis.model) as usize),
        Some(project.scenario().history.n_done()),
    ]
}
