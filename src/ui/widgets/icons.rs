//! Icons as lines: crisp at every scale, colored by the theme, in no need of a font.

use egui::{Color32, Painter, Pos2, Rect, Stroke, StrokeKind, pos2, vec2};

use crate::model::ObjectKind;

/// A small drawing on a grid of 16 by 16.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(in crate::ui) enum Icon {
    Undo,
    Redo,
    Search,
    Plus,
    Close,
    ChevronRight,
    ChevronDown,
    ArrowUp,
    Folder,
    File,
    Sun,
    Moon,
    Lock,
    Check,
    More,
    Panel,
    Fit,
    Warning,
    Info,
    Error,
    Command,
    Module,
    Item,
    Service,
    Copy,
    Table,
    View,
    Routine,
}

impl Icon {
    /// What stands for an object of a database.
    pub(in crate::ui) fn of_object(kind: ObjectKind) -> Self {
        match kind {
            ObjectKind::Table => Self::Table,
            ObjectKind::View => Self::View,
            ObjectKind::Routine => Self::Routine,
        }
    }

    /// Paints the icon into the middle of a rectangle, 16 points wide.
    pub(in crate::ui) fn paint(self, painter: &Painter, rect: Rect, color: Color32) {
        let corner = (rect.center() - vec2(8.0, 8.0)).round();
        let pen = Pen {
            painter,
            corner,
            stroke: Stroke::new(1.5, color),
        };
        match self {
            Self::Undo => pen.turn(false),
            Self::Redo => pen.turn(true),
            Self::Search => {
                pen.circle(7.0, 7.0, 4.25);
                pen.line(&[(10.2, 10.2), (13.5, 13.5)]);
            }
            Self::Plus => {
                pen.line(&[(8.0, 3.5), (8.0, 12.5)]);
                pen.line(&[(3.5, 8.0), (12.5, 8.0)]);
            }
            Self::Close => {
                pen.line(&[(4.5, 4.5), (11.5, 11.5)]);
                pen.line(&[(11.5, 4.5), (4.5, 11.5)]);
            }
            Self::ChevronRight => pen.filled(&[(6.0, 4.5), (10.5, 8.0), (6.0, 11.5)]),
            Self::ChevronDown => pen.filled(&[(4.5, 6.0), (11.5, 6.0), (8.0, 10.5)]),
            Self::ArrowUp => {
                pen.line(&[(8.0, 13.0), (8.0, 3.5)]);
                pen.line(&[(4.0, 7.5), (8.0, 3.5), (12.0, 7.5)]);
            }
            Self::More => [3.5, 8.0, 12.5].iter().for_each(|x| pen.spot(*x, 8.0, 1.3)),
            Self::Check => pen.line(&[(3.5, 8.5), (6.5, 11.5), (12.5, 5.0)]),
            Self::Sun | Self::Moon => self.paint_sky(&pen),
            Self::Warning | Self::Info | Self::Error => self.paint_judgment(&pen),
            _ => self.paint_thing(&pen),
        }
    }

    fn paint_sky(self, pen: &Pen<'_>) {
        if self == Self::Moon {
            let outer = (0..=14).map(|it| angle(0.9 + it as f32 * 0.31, 8.0, 8.0, 5.5));
            let inner = (0..=9).map(|it| angle(5.05 - it as f32 * 0.36, 10.6, 5.9, 4.1));
            return pen.line(&outer.chain(inner).collect::<Vec<_>>());
        }
        pen.circle(8.0, 8.0, 3.0);
        for ray in 0..8 {
            let turn = ray as f32 * std::f32::consts::FRAC_PI_4;
            pen.line(&[angle(turn, 8.0, 8.0, 5.2), angle(turn, 8.0, 8.0, 6.8)]);
        }
    }

    fn paint_judgment(self, pen: &Pen<'_>) {
        match self {
            Self::Warning => {
                pen.closed(&[(8.0, 2.5), (14.2, 13.2), (1.8, 13.2)]);
                pen.line(&[(8.0, 6.5), (8.0, 9.6)]);
                pen.spot(8.0, 11.4, 0.9);
            }
            Self::Error => {
                pen.circle(8.0, 8.0, 6.0);
                pen.line(&[(8.0, 4.8), (8.0, 8.8)]);
                pen.spot(8.0, 11.0, 0.9);
            }
            _ => {
                pen.circle(8.0, 8.0, 6.0);
                pen.line(&[(8.0, 7.4), (8.0, 11.2)]);
                pen.spot(8.0, 5.0, 0.9);
            }
        }
    }

    fn paint_thing(self, pen: &Pen<'_>) {
        match self {
            Self::Folder => pen.closed(&[
                (2.0, 4.0),
                (6.2, 4.0),
                (7.6, 5.6),
                (14.0, 5.6),
                (14.0, 12.8),
                (2.0, 12.8),
            ]),
            Self::File => {
                pen.closed(&[
                    (4.0, 2.0),
                    (9.5, 2.0),
                    (12.5, 5.0),
                    (12.5, 14.0),
                    (4.0, 14.0),
                ]);
                pen.line(&[(9.3, 2.2), (9.3, 5.2), (12.3, 5.2)]);
            }
            Self::Lock => {
                pen.boxed((3.5, 7.0), (12.5, 13.5), 1.5);
                pen.line(&[
                    (5.5, 7.0),
                    (5.5, 4.8),
                    (6.6, 3.2),
                    (9.4, 3.2),
                    (10.5, 4.8),
                    (10.5, 7.0),
                ]);
            }
            Self::Table | Self::View => {
                pen.boxed((2.5, 3.0), (13.5, 13.0), 1.5);
                pen.line(&[(2.5, 6.5), (13.5, 6.5)]);
                if self == Self::Table {
                    pen.line(&[(2.5, 9.75), (13.5, 9.75)]);
                    pen.line(&[(6.5, 6.5), (6.5, 13.0)]);
                }
            }
            Self::Routine => {
                pen.line(&[(5.5, 4.0), (2.5, 8.0), (5.5, 12.0)]);
                pen.line(&[(10.5, 4.0), (13.5, 8.0), (10.5, 12.0)]);
                pen.line(&[(9.0, 3.5), (7.0, 12.5)]);
            }
            Self::Panel => {
                pen.boxed((2.0, 3.0), (14.0, 13.0), 2.0);
                pen.line(&[(2.0, 9.5), (14.0, 9.5)]);
            }
            Self::Fit => {
                for (x, y, dx, dy) in [
                    (2.5, 2.5, 3.5, 3.5),
                    (13.5, 2.5, -3.5, 3.5),
                    (2.5, 13.5, 3.5, -3.5),
                    (13.5, 13.5, -3.5, -3.5),
                ] {
                    pen.line(&[(x + dx, y), (x, y), (x, y + dy)]);
                }
            }
            Self::Command => {
                pen.line(&[(3.0, 4.5), (6.5, 8.0), (3.0, 11.5)]);
                pen.line(&[(8.0, 12.0), (13.0, 12.0)]);
            }
            Self::Module => pen.boxed((2.5, 4.5), (13.5, 11.5), 2.5),
            Self::Item => {
                pen.line(&[(6.0, 3.0), (4.0, 3.0), (4.0, 13.0), (6.0, 13.0)]);
                pen.line(&[(10.0, 3.0), (12.0, 3.0), (12.0, 13.0), (10.0, 13.0)]);
            }
            Self::Service => {
                pen.boxed((2.0, 2.5), (14.0, 13.5), 3.0);
                pen.line(&[(4.5, 5.5), (8.0, 5.5)]);
            }
            _ => {
                pen.boxed((5.5, 5.5), (13.5, 13.5), 1.5);
                pen.line(&[(10.5, 2.5), (2.5, 2.5), (2.5, 10.5)]);
            }
        }
    }
}

/// The mark of the program: two beams and the seam between them.
pub(in crate::ui) fn logo(painter: &Painter, rect: Rect, color: Color32) {
    let scale = rect.height() / 20.0;
    let at = |x: f32, y: f32| rect.left_top() + vec2(x, y) * scale;
    let stroke = Stroke::new(2.0 * scale, color);
    painter.line_segment([at(2.0, 0.0), at(2.0, 20.0)], stroke);
    painter.line_segment([at(14.0, 0.0), at(14.0, 20.0)], stroke);
    painter.line_segment([at(2.0, 10.0), at(14.0, 10.0)], stroke);
}

fn angle(turn: f32, x: f32, y: f32, radius: f32) -> (f32, f32) {
    (x + turn.cos() * radius, y + turn.sin() * radius)
}

struct Pen<'a> {
    painter: &'a Painter,
    corner: Pos2,
    stroke: Stroke,
}

impl Pen<'_> {
    fn at(&self, (x, y): (f32, f32)) -> Pos2 {
        self.corner + vec2(x, y)
    }

    fn points(&self, points: &[(f32, f32)]) -> Vec<Pos2> {
        points.iter().map(|it| self.at(*it)).collect()
    }

    fn line(&self, points: &[(f32, f32)]) {
        self.painter.line(self.points(points), self.stroke);
    }

    fn closed(&self, points: &[(f32, f32)]) {
        self.painter
            .add(egui::Shape::closed_line(self.points(points), self.stroke));
    }

    fn filled(&self, points: &[(f32, f32)]) {
        let shape =
            egui::Shape::convex_polygon(self.points(points), self.stroke.color, Stroke::NONE);
        self.painter.add(shape);
    }

    fn circle(&self, x: f32, y: f32, radius: f32) {
        self.painter
            .circle_stroke(self.at((x, y)), radius, self.stroke);
    }

    fn spot(&self, x: f32, y: f32, radius: f32) {
        self.painter
            .circle_filled(self.at((x, y)), radius, self.stroke.color);
    }

    fn boxed(&self, min: (f32, f32), max: (f32, f32), radius: f32) {
        let rect = Rect::from_min_max(self.at(min), self.at(max));
        self.painter
            .rect_stroke(rect, radius, self.stroke, StrokeKind::Middle);
    }

    /// An arrow that turns back, to the left or to the right.
    fn turn(&self, right: bool) {
        let flip = |(x, y): (f32, f32)| if right { (16.0 - x, y) } else { (x, y) };
        let arc = (0..=8).map(|it| {
            let turn = -std::f32::consts::FRAC_PI_2 + it as f32 * std::f32::consts::PI / 8.0;
            angle(turn, 9.5, 9.25, 3.25)
        });
        let path: Vec<_> = [(3.2, 6.0)]
            .into_iter()
            .chain(arc)
            .chain([(5.5, 12.5)])
            .map(flip)
            .collect();
        self.line(&path);
        self.line(&[(6.2, 3.0), (3.2, 6.0), (6.2, 9.0)].map(flip));
    }
}

/// A square for an icon at the left end of a rectangle.
pub(in crate::ui) fn icon_rect(rect: Rect, inset: f32) -> Rect {
    Rect::from_center_size(
        pos2(rect.left() + inset + 8.0, rect.center().y),
        vec2(16.0, 16.0),
    )
}
