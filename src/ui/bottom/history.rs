//! Every edit, first to last; a click goes back to it.

use egui::{Align2, Rect, ScrollArea, Sense, Ui, pos2};

use crate::session::PlanCommand;
use crate::ui::theme::{Font, height, space};
use crate::ui::widgets::{self, Icon};
use crate::ui::window::Window;

/// Draws the page.
pub(super) fn history_ui(ui: &mut Ui, window: &mut Window<'_>) {
    let Some(project) = window.session.project() else {
        return;
    };
    let history = &project.scenario().history;
    let deeds: Vec<String> = history.deeds().map(|it| window.texts.deed(it)).collect();
    let n_done = history.n_done();
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical()
        .auto_shrink([false, false])
        .stick_to_bottom(true);
    area.show_rows(ui, height::TABLE_ROW, deeds.len() + 1, |ui, rows| {
        for at in rows {
            let text = at
                .checked_sub(1)
                .map_or(window.texts.as_opened, |it| &deeds[it]);
            row_ui(ui, window, (at, text), n_done);
        }
    });
}

fn row_ui(ui: &mut Ui, window: &mut Window<'_>, (at, text): (usize, &str), n_done: usize) {
    let theme = window.theme;
    let sense = (height::TABLE_ROW, Sense::click());
    let (rect, response) = widgets::row(ui, theme, sense, at == n_done, text);
    let number = Rect::from_min_max(rect.min, pos2(rect.left() + 40.0, rect.bottom()));
    let ink = if at > n_done { theme.muted } else { theme.text };
    let align = Align2::RIGHT_CENTER;
    widgets::paint(
        ui,
        number,
        align,
        &at.to_string(),
        (Font::Code, theme.muted),
    );
    let name = Rect::from_min_max(
        pos2(number.right() + space::M, rect.top()),
        pos2(rect.right() - 40.0, rect.bottom()),
    );
    widgets::paint(ui, name, Align2::LEFT_CENTER, text, (Font::Body, ink));
    if at > n_done {
        let mark = Rect::from_min_max(pos2(rect.right() - 32.0, rect.top()), rect.max);
        Icon::Redo.paint(ui.painter(), mark, theme.faint);
    }
    if response.clicked() {
        window.push(PlanCommand::GoTo(at));
    }
}
