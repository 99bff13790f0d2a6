//! Text at a place: cut with an ellipsis where it does not fit, never over its neighbor.

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align2, Color32, Label, Rect, Response, RichText, Ui};

use crate::ui::theme::Font;

/// A piece of text in one font and color.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui) struct Span<'a> {
    pub(in crate::ui) text: &'a str,
    pub(in crate::ui) font: Font,
    pub(in crate::ui) color: Color32,
}

/// Paints one line of text into a rectangle and returns the room it took.
pub(in crate::ui) fn paint(
    ui: &Ui,
    rect: Rect,
    align: Align2,
    text: &str,
    (font, color): (Font, Color32),
) -> Rect {
    paint_spans(ui, rect, align, &[Span { text, font, color }])
}

/// Paints one line of differently dressed pieces into a rectangle.
pub(in crate::ui) fn paint_spans(ui: &Ui, rect: Rect, align: Align2, spans: &[Span<'_>]) -> Rect {
    let mut job = LayoutJob {
        wrap: TextWrapping::truncate_at_width(rect.width().max(1.0)),
        break_on_newline: false,
        ..LayoutJob::default()
    };
    for span in spans {
        let format = TextFormat {
            valign: egui::Align::Center,
            ..TextFormat::simple(span.font.id(), span.color)
        };
        job.append(&one_line(span.text), 0.0, format);
    }
    let galley = ui.painter().layout_job(job);
    let place = align.align_size_within_rect(galley.size(), rect);
    ui.painter().galley(place.min, galley, Color32::PLACEHOLDER);
    place
}

/// Paints a caption with a little air between its letters.
pub(in crate::ui) fn paint_spaced(ui: &Ui, rect: Rect, text: &str, (font, color): (Font, Color32)) {
    let mut job = LayoutJob {
        wrap: TextWrapping::truncate_at_width(rect.width().max(1.0)),
        ..LayoutJob::default()
    };
    let format = TextFormat::simple(font.id(), color);
    job.append(
        text,
        0.0,
        TextFormat {
            extra_letter_spacing: 0.6,
            ..format
        },
    );
    let galley = ui.painter().layout_job(job);
    let place = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), rect);
    ui.painter().galley(place.min, galley, color);
}

/// Paints text of several lines, as many as fit.
pub(in crate::ui) fn paint_wrapped(
    ui: &Ui,
    rect: Rect,
    text: &str,
    (font, color): (Font, Color32),
) {
    let mut job = LayoutJob::simple(one_line(text).into_owned(), font.id(), color, rect.width());
    let row_height = ui.fonts_mut(|it| it.row_height(&font.id()));
    job.wrap.max_rows = (rect.height() / row_height).floor().max(1.0) as usize;
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(rect.min, galley, color);
}

/// The text without what would break the line.
fn one_line(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(char::is_control) {
        text.chars()
            .map(|it| if it.is_control() { '·' } else { it })
            .collect::<String>()
            .into()
    } else {
        text.into()
    }
}

/// How wide a line of text is.
pub(in crate::ui) fn width_of(ui: &Ui, text: &str, font: Font) -> f32 {
    let galley =
        ui.painter()
            .layout_no_wrap(one_line(text).into_owned(), font.id(), Color32::PLACEHOLDER);
    galley.size().x
}

/// One line of text that takes part in the layout; what is cut is shown on hover.
pub(in crate::ui) fn label(ui: &mut Ui, text: &str, font: Font, color: Color32) -> Response {
    ui.add(Label::new(RichText::new(one_line(text)).font(font.id()).color(color)).truncate())
}

/// Text of several lines.
pub(in crate::ui) fn paragraph(ui: &mut Ui, text: &str, font: Font, color: Color32) -> Response {
    ui.add(Label::new(RichText::new(text).font(font.id()).color(color)).wrap())
}

/// Text of several lines; what stands between backticks is shown in the font of code, without them.
pub(in crate::ui) fn prose(ui: &mut Ui, text: &str, font: Font, color: Color32) -> Response {
    let mut job = LayoutJob::default();
    for (at, piece) in text.split('`').enumerate() {
        let font = if at % 2 == 1 { Font::Code } else { font };
        job.append(piece, 0.0, TextFormat::simple(font.id(), color));
    }
    ui.add(Label::new(job).wrap())
}
