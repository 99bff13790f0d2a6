//! Things just said to the user; they go away by themselves, and stay among the notices.

use egui::{Align2, Area, Context, Id, Margin, Order, pos2, vec2};

use super::theme::{Font, space};
use super::widgets::{self, Icon};
use super::window::Window;
use super::{bottom, canvas};
use crate::notice::Severity;
use crate::session::Posted;

/// How long a toast stays.
const SHORT_SECS: f64 = 3.0;
const LONG_SECS: f64 = 9.0;
const WIDTH: f32 = 380.0;
/// So much of a text is shown.
const MAX_CHARS: usize = 160;

/// Which toasts are in the air.
#[derive(Debug, Default)]
pub(super) struct Toasts {
    /// When each was first seen.
    seen: Vec<(u64, f64)>,
    newest: u64,
    /// Clicked away before its time.
    hidden: Vec<u64>,
}

impl Toasts {
    /// Whether nothing is in the air.
    pub(super) fn is_quiet(&self) -> bool {
        self.seen.is_empty()
    }
}

/// Draws the toasts at the lower edge of the canvas.
pub(super) fn toasts_ui(ctx: &Context, window: &Window<'_>, state: &mut Toasts, over: egui::Rect) {
    let now_secs = ctx.input(|it| it.time);
    let posted = window.session.posted();
    for it in posted.iter().filter(|it| it.id > state.newest) {
        state.seen.push((it.id, now_secs));
    }
    state.newest = posted
        .iter()
        .map(|it| it.id)
        .max()
        .unwrap_or(state.newest)
        .max(state.newest);
    let find = |id: u64| posted.iter().find(|it| it.id == id);
    let hidden = std::mem::take(&mut state.hidden);
    state.seen.retain(|(id, since)| {
        find(*id).is_some_and(|it| now_secs - since < stays_secs(it)) && !hidden.contains(id)
    });
    // Above the controls of the canvas, not over them.
    let mut y = over.bottom() - canvas::CONTROLS_ROW;
    for (id, since) in state.seen.iter().rev() {
        let Some(toast) = find(*id) else { continue };
        let (height, clicked) = toast_ui(ctx, window, toast, pos2(over.left() + space::M, y));
        if clicked {
            state.hidden.push(*id);
        }
        y -= height + space::S;
        let left_secs = stays_secs(toast) - (now_secs - since);
        ctx.request_repaint_after_secs(left_secs.max(0.05) as f32);
    }
}

fn stays_secs(posted: &Posted) -> f64 {
    if posted.notice.severity == Severity::Info {
        SHORT_SECS
    } else {
        LONG_SECS
    }
}

/// The beginning of a long text; all of it is among the notices.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn toast_ui(ctx: &Context, window: &Window<'_>, toast: &Posted, place: egui::Pos2) -> (f32, bool) {
    let theme = window.theme;
    let area = Area::new(Id::unique(("toast", toast.id)))
        .order(Order::Foreground)
        .pivot(Align2::LEFT_BOTTOM)
        .fixed_pos(place);
    let shown = area.show(ctx, |ui| {
        let frame = egui::Frame::popup(ui.style()).inner_margin(Margin::symmetric(12, 8));
        let inner = frame.show(ui, |ui| {
            ui.set_width(WIDTH);
            ui.horizontal_top(|ui| {
                let (icon, color) = bottom::look(window, toast.notice.severity);
                let (rect, _) = ui.allocate_exact_size(vec2(20.0, 20.0), egui::Sense::hover());
                icon.paint(ui.painter(), rect, color);
                ui.vertical(|ui| {
                    ui.set_width(WIDTH - 64.0);
                    let text = shortened(&toast.notice.text);
                    widgets::paragraph(ui, &text, Font::Body, theme.text);
                    if let Some(hint) = &toast.notice.hint {
                        widgets::paragraph(ui, hint, Font::Small, theme.muted);
                    }
                });
                widgets::icon_button(ui, theme, Icon::Close, window.texts.close).clicked()
            })
            .inner
        });
        inner.inner
    });
    (shown.response.rect.height(), shown.inner)
}
