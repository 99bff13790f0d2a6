//! The canvas as pixels: the SVG drawn by resvg, with the fonts of the window.
//!
//! Latin and Hangul come with the program, so the same picture comes out of every machine; other
//! scripts are looked for among the system's fonts, which is the one thing here that reads a disk.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::palette::Look;
use super::svg::svg;
use super::{Artifact, ExportError, Report};

const FONTS: [&[u8]; 3] = [
    include_bytes!("../../assets/fonts/Inter-Regular.otf"),
    include_bytes!("../../assets/fonts/Inter-SemiBold.otf"),
    include_bytes!("../../assets/fonts/SeamlineHangul-Regular.ttf"),
];
/// Sharp on dense screens and in print.
const SCALE: f32 = 2.0;
/// Larger pictures take more memory than most viewers give them: 256 MiB.
const MAX_PIXELS: f32 = 64.0e6;

/// Ours first, so that they are found first.
static FONT_DATABASE: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for font in FONTS {
        fonts.load_font_data(font.to_vec());
    }
    fonts.load_system_fonts();
    fonts.set_sans_serif_family("Inter");
    fonts.set_serif_family("Inter");
    Arc::new(fonts)
});

/// The format `png`.
pub(super) fn write(report: &Report) -> Result<Vec<Artifact>, ExportError> {
    Ok(vec![Artifact {
        path: "canvas.png".to_owned(),
        bytes: png(report, Look::Light)?,
    }])
}

/// The canvas as a PNG picture.
pub fn png(report: &Report, look: Look) -> Result<Vec<u8>, ExportError> {
    let options = Options {
        fontdb: FONT_DATABASE.clone(),
        ..Options::default()
    };
    let tree = Tree::from_str(&svg(report, look)?, &options)?;
    let size = tree.size();
    let scale = SCALE.min((MAX_PIXELS / (size.width() * size.height())).sqrt());
    let (width, height) = (size.width() * scale, size.height() * scale);
    let mut pixmap = Pixmap::new(width.ceil() as u32, height.ceil() as u32)
        .ok_or(ExportError::TooLarge { width, height })?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixmap.as_mut(),
    );
    pixmap
        .encode_png()
        .map_err(|it| ExportError::Packing(it.to_string()))
}
