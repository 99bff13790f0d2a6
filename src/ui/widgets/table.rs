//! A table whose header sorts and whose rows exist only while they are seen.

use egui::{
    Align2, Color32, CornerRadius, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::controls::hover;
use super::text::paint;
use crate::ui::theme::{Font, Theme, height, radius, space};

/// Where the text of a column stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::ui) enum Align {
    Left,
    Right,
}

/// A column: its caption, its share of the room, and what it is at least.
#[derive(Clone, Copy, Debug)]
pub(in crate::ui) struct Column<'a> {
    pub(in crate::ui) caption: &'a str,
    /// Its share of the room that is left over; 0 for a column of fixed width.
    pub(in crate::ui) share: f32,
    pub(in crate::ui) least: f32,
    pub(in crate::ui) align: Align,
}

/// What the rows are sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::ui) struct Sort {
    /// Position of the column.
    pub(in crate::ui) column: usize,
    /// Largest first.
    pub(in crate::ui) descending: bool,
}

/// The content of a cell.
#[derive(Clone, Debug)]
pub(in crate::ui) struct Cell {
    pub(in crate::ui) text: String,
    pub(in crate::ui) font: Font,
    pub(in crate::ui) color: Color32,
    /// A dot in front, in the color of an owner.
    pub(in crate::ui) dot: Option<Color32>,
}

impl Cell {
    pub(in crate::ui) fn new(text: impl Into<String>, font: Font, color: Color32) -> Self {
        Self {
            text: text.into(),
            font,
            color,
            dot: None,
        }
    }

    pub(in crate::ui) fn dotted(mut self, color: Color32) -> Self {
        self.dot = Some(color);
        self
    }
}

/// A table of so many rows.
#[derive(Debug)]
pub(in crate::ui) struct Table<'a> {
    pub(in crate::ui) columns: &'a [Column<'a>],
    pub(in crate::ui) n_rows: usize,
    pub(in crate::ui) theme: &'a Theme,
}

impl Table<'_> {
    /// Draws header and visible rows; returns the row that was clicked.
    pub(in crate::ui) fn show(
        &self,
        ui: &mut Ui,
        sort: &mut Sort,
        selected: impl Fn(usize) -> bool,
        cells: impl Fn(usize) -> Vec<Cell>,
    ) -> Option<usize> {
        let widths = self.widths(ui.available_width());
        self.header(ui, &widths, sort);
        let mut clicked = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical()
            .auto_shrink([false, false])
            .show_rows(ui, height::TABLE_ROW, self.n_rows, |ui, rows| {
                for row in rows {
                    let cells = cells(row);
                    if self.row(ui, &widths, selected(row), &cells) {
                        clicked = Some(row);
                    }
                }
            });
        clicked
    }

    fn widths(&self, room: f32) -> Vec<f32> {
        let least: f32 = self.columns.iter().map(|it| it.least).sum();
        let shares: f32 = self.columns.iter().map(|it| it.share).sum();
        let rest = (room - least).max(0.0);
        let grown = |it: &Column<'_>| it.least + rest * it.share / shares.max(f32::EPSILON);
        self.columns.iter().map(grown).collect()
    }

    fn header(&self, ui: &mut Ui, widths: &[f32], sort: &mut Sort) {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
        for (at, (column, cell)) in self.columns.iter().zip(places(rect, widths)).enumerate() {
            if column.caption.is_empty() {
                continue;
            }
            let id = ui.scope_id().with(("column", at));
            let response = ui.interact(cell, id, Sense::click());
            response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, column.caption));
            if response.clicked() {
                let descending = if sort.column == at {
                    !sort.descending
                } else {
                    column.align == Align::Right
                };
                *sort = Sort {
                    column: at,
                    descending,
                };
            }
            self.caption(
                ui,
                cell,
                column,
                (sort.column == at).then_some(sort.descending),
            );
        }
    }

    fn caption(&self, ui: &Ui, cell: Rect, column: &Column<'_>, sorted: Option<bool>) {
        let inner = cell.shrink2(vec2(space::S, 0.0));
        let color = if sorted.is_some() {
            self.theme.text
        } else {
            self.theme.muted
        };
        let align = aligned(column.align);
        let place = paint(
            ui,
            inner,
            align,
            column.caption,
            (Font::CaptionStrong, color),
        );
        let Some(descending) = sorted else { return };
        let x = match column.align {
            Align::Left => place.right() + 9.0,
            Align::Right => place.left() - 9.0,
        };
        let half = if descending { 2.5 } else { -2.5 };
        let tip = [pos2(x - 3.5, -half), pos2(x + 3.5, -half), pos2(x, half)];
        let shape = tip.map(|it| pos2(it.x, it.y + cell.center().y)).to_vec();
        ui.painter().add(egui::Shape::convex_polygon(
            shape,
            color,
            egui::Stroke::NONE,
        ));
    }

    fn row(&self, ui: &mut Ui, widths: &[f32], selected: bool, cells: &[Cell]) -> bool {
        let size = vec2(ui.available_width(), height::TABLE_ROW);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let words = || {
            cells
                .iter()
                .map(|it| it.text.as_str())
                .collect::<Vec<_>>()
                .join(" · ")
        };
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, words()));
        if selected || response.hovered() {
            let fill = if selected {
                self.theme.selection
            } else {
                hover(self.theme)
            };
            ui.painter()
                .rect_filled(rect, CornerRadius::same(radius::ROW), fill);
        }
        for ((column, cell), place) in self.columns.iter().zip(cells).zip(places(rect, widths)) {
            let mut inner = place.shrink2(vec2(space::S, 0.0));
            if let Some(color) = cell.dot {
                super::dot(ui, pos2(inner.left() + 4.0, inner.center().y), color);
                inner.min.x += 16.0;
            }
            paint(
                ui,
                inner,
                aligned(column.align),
                &cell.text,
                (cell.font, cell.color),
            );
        }
        response.clicked()
    }
}

fn aligned(align: Align) -> Align2 {
    match align {
        Align::Left => Align2::LEFT_CENTER,
        Align::Right => Align2::RIGHT_CENTER,
    }
}

fn places(rect: Rect, widths: &[f32]) -> impl Iterator<Item = Rect> {
    let mut left = rect.left();
    widths.iter().map(move |width| {
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(*width, rect.height()));
        left += width;
        place
    })
}
