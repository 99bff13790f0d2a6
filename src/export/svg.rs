//! The canvas as a drawing: what the window shows with nothing selected.

use std::fmt::{self, Write as _};

use super::escape::{shortened, xml};
use super::palette::{Look, Palette};
use super::{Artifact, ExportError, Report};
use crate::arrange::{
    Arrangement, CHIP_HEIGHT, Container, ContainerKey, Curve, Group, Point, Rect, Ribbon,
    text_width,
};

/// Room round the drawing.
const MARGIN: f32 = 32.0;
/// Height of a group's name.
const GROUP_HEADER: f32 = 24.0;
/// The families of the window; what they lack is looked for in the reader's own.
const FAMILY: &str =
    "Inter, 'Seamline Hangul', 'Noto Sans', 'Noto Sans CJK KR', 'DejaVu Sans', sans-serif";

/// The format `svg`.
pub(super) fn write(report: &Report) -> Result<Vec<Artifact>, ExportError> {
    Ok(vec![Artifact::text(
        "canvas.svg",
        svg(report, Look::Light)?,
    )])
}

/// The canvas as an SVG document.
pub fn svg(report: &Report, look: Look) -> Result<String, ExportError> {
    if report.canvas.containers.is_empty() {
        return Err(ExportError::Empty);
    }
    let drawing = Drawing {
        report,
        canvas: &report.canvas,
        palette: look.palette(),
    };
    let mut out = String::new();
    let _infallible = drawing.write(&mut out);
    Ok(out)
}

struct Drawing<'a> {
    report: &'a Report,
    canvas: &'a Arrangement,
    palette: &'a Palette,
}

impl Drawing<'_> {
    fn write(&self, out: &mut String) -> fmt::Result {
        let page = self.canvas.bounds.grown(MARGIN);
        let (width, height) = (page.width(), page.height());
        writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"{:.1} {:.1} {width:.1} {height:.1}\" font-family=\"{FAMILY}\">",
            page.min.x, page.min.y,
        )?;
        writeln!(
            out,
            "<title>{}</title>",
            xml(&shortened(&self.report.system, 200))
        )?;
        write_rect(
            out,
            &page,
            0.0,
            &format!("fill=\"{}\"", self.palette.canvas),
        )?;
        for container in &self.canvas.containers {
            self.container(out, container)?;
        }
        for group in &self.canvas.groups {
            self.group(out, group)?;
        }
        self.ribbons(out)?;
        for container in &self.canvas.containers {
            self.chips(out, container)?;
        }
        self.ribbon_labels(out)?;
        writeln!(out, "</svg>")
    }

    /// Position of the service that a container stands for.
    fn service_of(&self, container: &Container) -> Option<usize> {
        let owner = container.owner()?;
        self.report
            .services
            .iter()
            .position(|it| it.id == Some(owner))
    }

    fn color_of(&self, container: &Container) -> &'static str {
        self.palette.service(self.service_of(container))
    }

    fn container(&self, out: &mut String, container: &Container) -> fmt::Result {
        let color = self.color_of(container);
        let remaining = self.service_of(container).is_none();
        let dash = if remaining {
            " stroke-dasharray=\"6 4\""
        } else {
            ""
        };
        let paint = format!(
            "fill=\"{color}\" fill-opacity=\"0.1\" stroke=\"{color}\" stroke-width=\"1.5\"{dash}"
        );
        write_rect(out, &container.rect, 14.0, &paint)?;
        let count = super::text::counted(container.chips.len(), "module", "modules");
        let count_width = text_width(&count, 12.0);
        let header = container.header();
        let baseline = header.center().y + 5.0;
        let name = title_of(container);
        let room = header.width() - 32.0 - count_width - 12.0;
        let name = fitted(&name, 16.0, room);
        let at = Point::new(header.min.x + 16.0, baseline);
        write_text(
            out,
            at,
            &name,
            &format!(
                "font-family=\"'Inter Semi Bold', {FAMILY}\" font-size=\"16\" font-weight=\"600\" fill=\"{}\"",
                self.palette.text
            ),
        )?;
        let at = Point::new(header.max.x - 16.0, baseline);
        write_text(
            out,
            at,
            &count,
            &format!(
                "font-size=\"12\" text-anchor=\"end\" fill=\"{}\"",
                self.palette.muted
            ),
        )
    }

    fn group(&self, out: &mut String, group: &Group) -> fmt::Result {
        let Palette {
            line, muted, panel, ..
        } = self.palette;
        let paint = format!("fill=\"{panel}\" fill-opacity=\"0.45\" stroke=\"{line}\"");
        write_rect(out, &group.rect, 10.0, &paint)?;
        let header = Rect::at(group.rect.min, group.rect.width(), GROUP_HEADER);
        let name = fitted(&group.name, 12.0, header.width() - 20.0);
        let at = Point::new(header.min.x + 10.0, header.center().y + 4.0);
        write_text(
            out,
            at,
            &name,
            &format!("font-size=\"12\" fill=\"{muted}\""),
        )
    }

    fn chips(&self, out: &mut String, container: &Container) -> fmt::Result {
        let color = self.color_of(container);
        let Palette { panel, text, .. } = self.palette;
        for chip in self.canvas.chips_in(container) {
            let paint = format!("fill=\"{panel}\" stroke=\"{color}\" stroke-opacity=\"0.45\"");
            write_rect(out, &chip.rect, 8.0, &paint)?;
            let middle = chip.rect.center().y;
            let radius = if chip.head { 4.0 } else { 3.0 };
            let x = chip.rect.min.x + 12.0;
            writeln!(
                out,
                "<circle cx=\"{x:.1}\" cy=\"{middle:.1}\" r=\"{radius}\" fill=\"{color}\"/>"
            )?;
            let at = Point::new(chip.rect.min.x + 22.0, middle + CHIP_HEIGHT * 0.15);
            let label = fitted(&chip.label, 12.0, chip.rect.width() - 26.0);
            write_text(
                out,
                at,
                &label,
                &format!("font-size=\"12\" fill=\"{text}\""),
            )?;
        }
        Ok(())
    }

    /// The heaviest cut is the worst: it alone is red.
    fn worst(&self) -> Option<usize> {
        let cuts = self.canvas.ribbons.iter().enumerate().filter(|it| it.1.cut);
        cuts.max_by(|a, b| a.1.weight.total_cmp(&b.1.weight))
            .map(|it| it.0)
    }

    fn ribbons(&self, out: &mut String) -> fmt::Result {
        let heaviest = self
            .canvas
            .ribbons
            .iter()
            .map(|it| it.weight)
            .fold(1.0, f64::max);
        let worst = self.worst();
        for (idx, ribbon) in self.canvas.ribbons.iter().enumerate() {
            let share = (ribbon.weight.max(0.0) / heaviest).sqrt() as f32;
            write_ribbon(
                out,
                ribbon,
                1.5 + 4.5 * share,
                self.ribbon_color(Some(idx) == worst),
            )?;
        }
        Ok(())
    }

    fn ribbon_color(&self, worst: bool) -> &'static str {
        if worst {
            self.palette.bad
        } else {
            self.palette.faint
        }
    }

    fn ribbon_labels(&self, out: &mut String) -> fmt::Result {
        let worst = self.worst();
        let Palette {
            panel,
            line,
            text,
            bad,
            ..
        } = self.palette;
        for (idx, ribbon) in self.canvas.ribbons.iter().enumerate() {
            let weight = rounded(ribbon.weight);
            let width = text_width(&weight, 12.0) + 16.0;
            let corner = ribbon.label.shifted(-width / 2.0, -11.0);
            let (edge, ink) = if Some(idx) == worst {
                (bad, bad)
            } else {
                (line, text)
            };
            let paint = format!("fill=\"{panel}\" stroke=\"{edge}\"");
            write_rect(out, &Rect::at(corner, width, 22.0), 11.0, &paint)?;
            let at = ribbon.label.shifted(0.0, 4.0);
            write_text(
                out,
                at,
                &weight,
                &format!("font-size=\"12\" text-anchor=\"middle\" fill=\"{ink}\""),
            )?;
        }
        Ok(())
    }
}

fn write_rect(out: &mut String, rect: &Rect, radius: f32, paint: &str) -> fmt::Result {
    writeln!(
        out,
        "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"{radius}\" {paint}/>",
        rect.min.x,
        rect.min.y,
        rect.width(),
        rect.height(),
    )
}

fn write_ribbon(out: &mut String, ribbon: &Ribbon, width: f32, color: &str) -> fmt::Result {
    let Curve([a, b, c, d]) = ribbon.curve;
    writeln!(
        out,
        "<path d=\"M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}\" fill=\"none\" \
         stroke=\"{color}\" stroke-width=\"{width:.1}\" stroke-opacity=\"0.75\"/>",
        a.x, a.y, b.x, b.y, c.x, c.y, d.x, d.y,
    )?;
    let [left, right] = barbs(c, d, 7.0 + width);
    writeln!(
        out,
        "<path d=\"M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z\" fill=\"{color}\"/>",
        d.x, d.y, left.x, left.y, right.x, right.y,
    )
}

fn write_text(out: &mut String, at: Point, text: &str, paint: &str) -> fmt::Result {
    writeln!(
        out,
        "<text x=\"{:.1}\" y=\"{:.1}\" {paint}>{}</text>",
        at.x,
        at.y,
        xml(text)
    )
}

fn title_of(container: &Container) -> String {
    match container.key {
        ContainerKey::Service(_) | ContainerKey::Crate(_) => container.name.to_string(),
        ContainerKey::SmallCrates => "Small crates".to_owned(),
        ContainerKey::Shelf => "Used everywhere".to_owned(),
    }
}

/// As much of a text as fits into this width.
fn fitted(text: &str, font_size: f32, room: f32) -> String {
    let mut n_chars = text.chars().count().min(400);
    let mut fitted = shortened(text, n_chars);
    while n_chars > 1 && text_width(&fitted, font_size) > room {
        n_chars -= 1;
        fitted = shortened(text, n_chars);
    }
    fitted
}

/// Whole references; a given graph may have fractions.
fn rounded(weight: f64) -> String {
    if weight.fract() == 0.0 {
        format!("{weight}")
    } else {
        format!("{weight:.1}")
    }
}

/// The two corners behind an arrow's point.
fn barbs(from: Point, point: Point, length: f32) -> [Point; 2] {
    let distance = from.distance(point).max(0.001);
    let (dx, dy) = ((point.x - from.x) / distance, (point.y - from.y) / distance);
    let (back_x, back_y) = (point.x - dx * length, point.y - dy * length);
    let half = length * 0.4;
    [
        Point::new(back_x - dy * half, back_y + dx * half),
        Point::new(back_x + dy * half, back_y - dx * half),
    ]
}
