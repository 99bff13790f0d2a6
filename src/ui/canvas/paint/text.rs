//! Lines of text that fit where they are put.

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{Color32, Context, FontFamily, FontId, Galley, Painter};
use rustc_hash::FxHashMap;

use crate::arrange::Arrangement;
use crate::model::ModuleId;

/// Names that were laid out before; egui remembers them too, but asks for a new job each time.
#[derive(Debug, Default)]
pub(in crate::ui::canvas) struct Names {
    /// By module, font size and room.
    laid_out: FxHashMap<(ModuleId, u8, u16), Arc<Galley>>,
    arrangement: Option<Arc<Arrangement>>,
    pixels_per_point: f32,
    atlas_fill: f32,
}

impl Names {
    /// Forgets everything if the font atlas was made anew, or other names are shown.
    pub(in crate::ui::canvas) fn refresh(&mut self, ctx: &Context, shown: &Arc<Arrangement>) {
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "a path names one lifetime"
        )]
        let fill = ctx.fonts(|it| it.font_atlas_fill_ratio());
        let same = self
            .arrangement
            .as_ref()
            .is_some_and(|it| Arc::ptr_eq(it, shown));
        let sharp = (ctx.pixels_per_point() - self.pixels_per_point).abs() < f32::EPSILON;
        if !same || !sharp || fill < self.atlas_fill {
            self.laid_out.clear();
        }
        self.arrangement = Some(shown.clone());
        (self.pixels_per_point, self.atlas_fill) = (ctx.pixels_per_point(), fill);
    }

    /// The name of a module at a font size, in some room.
    pub(super) fn get(
        &mut self,
        key: (ModuleId, u8, u16),
        lay_out: impl FnOnce() -> Arc<Galley>,
    ) -> Arc<Galley> {
        self.laid_out.entry(key).or_insert_with(lay_out).clone()
    }
}

/// A line in whole font sizes (anything between fills the font atlas), cut with an ellipsis where
/// it is wider than the room. Its color is given when it is painted.
pub(in crate::ui::canvas) fn line_of_text(
    painter: &Painter,
    text: &str,
    size: f32,
    family: FontFamily,
    room: f32,
) -> Arc<Galley> {
    let font = FontId::new(size.round().max(1.0), family);
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, Color32::PLACEHOLDER);
    // Room in steps, so that zooming does not lay out anew in every frame.
    job.wrap = TextWrapping::truncate_at_width((room / 4.0).floor().max(1.0) * 4.0);
    painter.layout_job(job)
}
