//! Many rounded boxes in one mesh: a third of what as many single shapes cost.

use egui::{Color32, Mesh, Pos2, Rect, Vec2, vec2};

/// Corners are made of this many points: from upright to level in steps of 30 degrees.
const PER_CORNER: usize = 4;
const RING: usize = 4 * PER_CORNER;
/// Half the width over which an edge fades, in points.
const FADE: f32 = 0.5;

/// Cosine and sine of each point of a corner.
const ARC: [(f32, f32); PER_CORNER] = [
    (0.0, 1.0),
    (0.5, 0.866_025_4),
    (0.866_025_4, 0.5),
    (1.0, 0.0),
];

/// Boxes with soft edges, to be painted together.
#[derive(Default)]
pub(super) struct Boxes {
    mesh: Mesh,
}

impl Boxes {
    /// A filled box with a line inside its border.
    pub(super) fn add(&mut self, rect: Rect, radius: f32, fill: Color32, line: egui::Stroke) {
        let outline = Outline::new(rect, radius);
        let outer = self.ring(&outline, FADE, Color32::TRANSPARENT);
        let edge = self.ring(&outline, -FADE, line.color);
        self.band(outer, edge);
        let mut last = edge;
        if line.width > 2.0 * FADE + 0.2 {
            last = self.ring(&outline, FADE - line.width, line.color);
            self.band(edge, last);
        }
        let inside = self.ring(&outline, -line.width - FADE, fill);
        self.band(last, inside);
        self.fan(inside);
    }

    /// A filled box without a line.
    pub(super) fn add_filled(&mut self, rect: Rect, radius: f32, fill: Color32) {
        let outline = Outline::new(rect, radius);
        let outer = self.ring(&outline, FADE, Color32::TRANSPARENT);
        let inside = self.ring(&outline, -FADE, fill);
        self.band(outer, inside);
        self.fan(inside);
    }

    /// All of them.
    pub(super) fn into_mesh(self) -> Mesh {
        self.mesh
    }

    /// Points around the box, moved outward by a distance. Answers the position of the first.
    fn ring(&mut self, outline: &Outline, out: f32, color: Color32) -> u32 {
        let first = self.mesh.vertices.len() as u32;
        for (center, sign) in &outline.corners {
            let radius = (outline.radius + out).max(0.0);
            // A box too small for its line shrinks to its middle instead of turning inside out.
            let beyond = (outline.radius + out).min(0.0).max(-outline.room);
            for nth in 0..PER_CORNER {
                // Every other corner runs the other way, so that the ring goes round.
                let (x, y) = ARC[if sign.x * sign.y < 0.0 {
                    nth
                } else {
                    PER_CORNER - 1 - nth
                }];
                let off = vec2(x * radius + beyond, y * radius + beyond);
                self.mesh.colored_vertex(*center + off * *sign, color);
            }
        }
        first
    }

    /// Triangles between two rings.
    fn band(&mut self, outer: u32, inner: u32) {
        for at in 0..RING as u32 {
            let next = (at + 1) % RING as u32;
            self.mesh.add_triangle(outer + at, outer + next, inner + at);
            self.mesh
                .add_triangle(inner + at, outer + next, inner + next);
        }
    }

    fn fan(&mut self, ring: u32) {
        for at in 1..RING as u32 - 1 {
            self.mesh.add_triangle(ring, ring + at, ring + at + 1);
        }
    }
}

/// Where the corners of a box turn.
struct Outline {
    /// The middle of each corner's arc, and which way is out.
    corners: [(Pos2, Vec2); 4],
    radius: f32,
    /// How far the sides may move inward.
    room: f32,
}

impl Outline {
    fn new(rect: Rect, radius: f32) -> Self {
        let room = rect.width().min(rect.height()) / 2.0;
        let radius = radius.clamp(0.0, room);
        let inner = rect.shrink(radius);
        let corners = [
            (inner.right_top(), vec2(1.0, -1.0)),
            (inner.right_bottom(), vec2(1.0, 1.0)),
            (inner.left_bottom(), vec2(-1.0, 1.0)),
            (inner.left_top(), vec2(-1.0, -1.0)),
        ];
        Self {
            corners,
            radius,
            room: (room - radius).max(0.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_goes_round_and_stays_within_the_fade() {
        let rect = Rect::from_min_size(egui::pos2(10.0, 20.0), vec2(100.0, 26.0));
        let mut boxes = Boxes::default();
        boxes.add(
            rect,
            8.0,
            Color32::WHITE,
            egui::Stroke::new(1.0, Color32::BLACK),
        );
        let mesh = boxes.into_mesh();
        assert!(mesh.is_valid());
        let seen = mesh.calc_bounds();
        assert!((seen.min - rect.min).abs().max_elem() < 0.6, "{seen:?}");
        assert!((seen.max - rect.max).abs().max_elem() < 0.6, "{seen:?}");
        let ring = &mesh.vertices[..RING];
        let steps = (0..RING).map(|at| ring[at].pos.distance(ring[(at + 1) % RING].pos));
        // All the way round once, without crossing over.
        let way: f32 = steps.sum();
        assert!((200.0..252.0).contains(&way), "{way}");
    }

    #[test]
    fn a_tiny_box_does_not_turn_inside_out() {
        let rect = Rect::from_min_size(egui::pos2(0.0, 0.0), vec2(1.0, 1.0));
        let mut boxes = Boxes::default();
        boxes.add(
            rect,
            8.0,
            Color32::WHITE,
            egui::Stroke::new(2.0, Color32::BLACK),
        );
        assert!(boxes.into_mesh().calc_bounds().width() <= 2.1);
    }
}
