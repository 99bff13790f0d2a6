//! The very lines of code, with those that prove something marked; a click shows more round them.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Align2, CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::model::RefId;
use crate::pipeline::Analysis;
use crate::source::{FileId, Span};
use crate::ui::theme::{Font, Theme, height, radius, space};
use crate::ui::widgets;
use crate::ui::window::Window;

/// So many places are shown until more are asked for.
const N_FIRST: usize = 5;
const N_MORE: usize = 20;
/// Lines of code round a marked one: at first, and after a click.
const N_AROUND: u32 = 2;
const N_AROUND_EXPANDED: u32 = 12;

/// Which places are shown, and which of them with more around.
#[derive(Debug, Default)]
pub(in crate::ui) struct Evidence {
    n_more: usize,
    expanded: BTreeSet<(FileId, u32)>,
}

/// Lines of one file that are shown together.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Excerpt {
    file: FileId,
    first: u32,
    last: u32,
    /// The first marked line names the excerpt; each with what is to be known of it.
    marked: Vec<Marked>,
}

/// A line that proves something.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
struct Marked {
    line: u32,
    /// A word or two where it is no plain reference: how unsure it is, under which condition.
    tag: String,
    /// The same in a sentence.
    about: String,
}

impl Evidence {
    /// Speaks of code that was read again from now on.
    pub(super) fn succeed(&mut self, before: &Analysis, after: &Analysis) {
        let files: Vec<_> = (0..after.model.n_files() as u32).map(FileId).collect();
        let now = |file: FileId| {
            let path = before.model.file_path(file);
            files
                .iter()
                .copied()
                .find(|it| after.model.file_path(*it) == path)
        };
        let expanded = self.expanded.iter();
        let expanded = expanded.filter_map(|(file, line)| Some((now(*file)?, *line)));
        self.expanded = expanded.collect();
    }

    /// A caption, how many references there are, and the places of the first of them.
    pub(super) fn references_ui(
        &mut self,
        ui: &mut Ui,
        window: &mut Window<'_>,
        caption: &str,
        references: &[RefId],
    ) {
        let Some(model) = window.session.model() else {
            return;
        };
        let (theme, texts) = (window.theme, window.texts);
        widgets::section(ui, theme, caption, &texts.n_references(references.len()));
        let mut by_line: BTreeMap<(FileId, u32), (Span, Vec<RefId>)> = BTreeMap::new();
        for reference in references {
            if let Some(span) = model.reference(*reference).span {
                let place = by_line.entry((span.file, span.line));
                let (_, found) = place.or_insert_with(|| (span, Vec::new()));
                found.push(*reference);
            }
        }
        let spans: Vec<(Span, Vec<RefId>)> = by_line.into_values().collect();
        if spans.is_empty() {
            widgets::label(ui, texts.no_places, Font::Small, theme.muted);
            return;
        }
        let n_shown = spans.len().min(N_FIRST + self.n_more);
        let marked = |(span, references): &(Span, Vec<RefId>)| {
            let (tag, about) = texts.evidence_tag(model, references);
            let line = span.line;
            (*span, Marked { line, tag, about })
        };
        let marked: Vec<_> = spans[..n_shown].iter().map(marked).collect();
        let excerpts = self.excerpts(&marked);
        self.code_ui(ui, window, &excerpts);
        if n_shown < spans.len() {
            ui.add_space(space::S);
            let text = texts.show_more_places(spans.len() - n_shown);
            if widgets::link(ui, theme, &text, Font::Small).clicked() {
                self.n_more += N_MORE;
            }
        }
    }

    /// One place with so many lines after it.
    pub(in crate::ui) fn place_ui(
        &mut self,
        ui: &mut Ui,
        window: &mut Window<'_>,
        span: Span,
        n_lines: u32,
    ) {
        let marked = Marked {
            line: span.line,
            ..Marked::default()
        };
        let mut excerpts = self.excerpts(&[(span, marked)]);
        for excerpt in &mut excerpts {
            excerpt.last = excerpt.last.max(span.line + n_lines);
        }
        self.code_ui(ui, window, &excerpts);
    }

    /// Neighboring lines become one excerpt.
    fn excerpts(&self, spans: &[(Span, Marked)]) -> Vec<Excerpt> {
        let mut excerpts: Vec<Excerpt> = Vec::new();
        for (span, marked) in spans {
            let expanded = self.expanded.contains(&(span.file, span.line));
            let around = if expanded {
                N_AROUND_EXPANDED
            } else {
                N_AROUND
            };
            let (first, last) = (span.line.saturating_sub(around).max(1), span.line + around);
            match excerpts.last_mut() {
                Some(it) if it.file == span.file && first <= it.last + 1 => {
                    it.last = it.last.max(last);
                    it.marked.push(marked.clone());
                }
                _ => excerpts.push(Excerpt {
                    file: span.file,
                    first,
                    last,
                    marked: vec![marked.clone()],
                }),
            }
        }
        excerpts
    }

    fn code_ui(&mut self, ui: &mut Ui, window: &mut Window<'_>, excerpts: &[Excerpt]) {
        let theme = window.theme;
        let frame = egui::Frame::new()
            .fill(theme.canvas)
            .stroke(theme.hairline())
            .corner_radius(CornerRadius::same(radius::CHIP))
            .inner_margin(egui::Margin::symmetric(0, 8));
        frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_width(ui.available_width());
            for (at, excerpt) in excerpts.iter().enumerate() {
                if at > 0 {
                    ui.add_space(space::M);
                }
                self.excerpt_ui(ui, window, excerpt);
            }
        });
    }

    fn excerpt_ui(&mut self, ui: &mut Ui, window: &mut Window<'_>, excerpt: &Excerpt) {
        let Some(analysis) = window.session.analysis().cloned() else {
            return;
        };
        let Some(file) = analysis.file(excerpt.file) else {
            return;
        };
        let line = excerpt.marked.first().map_or(1, |it| it.line);
        let name = format!("{}:{line}", file.path);
        if head_ui(ui, window, &name) {
            self.toggle(excerpt);
        }
        let digits = excerpt.last.to_string().len().max(2) as f32;
        let gutter = 16.0 + digits * 7.0;
        for (number, text) in file.lines(excerpt.first, excerpt.last) {
            let marked = excerpt.marked.iter().find(|it| it.line == number);
            if line_ui(ui, window, (number, text, marked), gutter) {
                self.toggle(excerpt);
            }
        }
    }

    fn toggle(&mut self, excerpt: &Excerpt) {
        for marked in &excerpt.marked {
            let key = (excerpt.file, marked.line);
            if !self.expanded.remove(&key) {
                self.expanded.insert(key);
            }
        }
    }
}

/// The place, cut at its beginning if it is long; returns whether it was clicked.
fn head_ui(ui: &mut Ui, window: &Window<'_>, name: &str) -> bool {
    let size = vec2(ui.available_width(), height::CODE);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, name));
    let inner = rect.shrink2(vec2(space::M, 0.0));
    let short = cut_front(ui, name, inner.width());
    let place = widgets::paint(
        ui,
        inner,
        Align2::LEFT_CENTER,
        &short,
        (Font::Code, window.theme.accent),
    );
    if response.hovered() {
        let line = egui::Stroke::new(1.0, window.theme.accent);
        ui.painter().hline(place.x_range(), place.bottom(), line);
    }
    response.on_hover_text(window.texts.show_around).clicked()
}

/// A line of code with its number; returns whether it was clicked.
fn line_ui(
    ui: &mut Ui,
    window: &Window<'_>,
    (number, text, proof): (u32, &str, Option<&Marked>),
    gutter: f32,
) -> bool {
    let (theme, marked) = (window.theme, proof.is_some());
    let size = vec2(ui.available_width(), height::CODE);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    if marked {
        ui.painter().rect_filled(rect, 0.0, theme.marked);
    }
    let text = text.replace('\t', "    ");
    let digits = Rect::from_min_max(rect.min, pos2(rect.left() + gutter, rect.bottom()));
    let align = Align2::RIGHT_CENTER;
    widgets::paint(
        ui,
        digits,
        align,
        &number.to_string(),
        (Font::Code, theme.muted),
    );
    let code = Rect::from_min_max(
        pos2(digits.right() + space::M, rect.top()),
        rect.max - vec2(space::S, 0.0),
    );
    let ink = if marked { theme.text } else { theme.muted };
    widgets::paint(
        ui,
        code,
        Align2::LEFT_CENTER,
        text.trim_end(),
        (Font::Code, ink),
    );
    let proof = proof.filter(|it| !it.tag.is_empty());
    if marked {
        let tag = proof.map_or(String::new(), |it| format!(" ({})", it.tag));
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Label, true, format!("{number} {}{tag}", text.trim()))
        });
    }
    if let Some(proof) = proof {
        tag_ui(ui, theme, rect, &proof.tag);
        return response.on_hover_text(&proof.about).clicked();
    }
    if widgets::width_of(ui, &text, Font::Code) > code.width() {
        return response.on_hover_text(text.trim()).clicked();
    }
    response.clicked()
}

/// A word or two at the right end of a line, in front of whatever is there.
fn tag_ui(ui: &Ui, theme: &Theme, line: Rect, tag: &str) {
    let width = widgets::width_of(ui, tag, Font::Caption).ceil() + 12.0;
    let corner = pos2(line.right() - space::S - width, line.top() + 1.0);
    let pill = Rect::from_min_size(corner, vec2(width, line.height() - 2.0));
    let round = CornerRadius::same(radius::ROW);
    ui.painter().rect_filled(pill, round, theme.raised);
    let ink = (Font::Caption, theme.muted);
    widgets::paint(ui, pill, Align2::CENTER_CENTER, tag, ink);
}

/// The end of a path that fits.
fn cut_front(ui: &Ui, text: &str, width: f32) -> String {
    if widgets::width_of(ui, text, Font::Code) <= width {
        return text.to_owned();
    }
    let fits = |it: &String| widgets::width_of(ui, it, Font::Code) <= width;
    let cuts = text
        .match_indices('/')
        .map(|(at, _)| format!("…{}", &text[at..]));
    cuts.into_iter()
        .find(fits)
        .unwrap_or_else(|| text.to_owned())
}
