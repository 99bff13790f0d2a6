//! A picture of the real window: opened, settled, saved, quit.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use egui::{ColorImage, Context};

/// What to photograph, and where to save it.
#[derive(Clone, PartialEq, Debug)]
pub struct Photograph {
    /// The file.
    pub path: PathBuf,
    /// What to do first: ids of commands and steps of the form `verb:argument`.
    pub script: Vec<String>,
}

/// So many quiet frames make a settled picture.
const N_QUIET: u32 = 4;

/// A photograph under way.
#[derive(Debug)]
pub(super) struct Camera {
    pub(super) photograph: Photograph,
    n_quiet: u32,
    at: usize,
    asked: bool,
    picture: Arc<Mutex<Option<Arc<ColorImage>>>>,
}

/// What is to be done for the photograph in this frame.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Moment {
    /// Wait.
    Wait,
    /// Take this step of the script.
    Step(String),
    /// Save this picture and quit.
    Done(Arc<ColorImage>),
}

impl Camera {
    pub(super) fn new(photograph: Photograph) -> Self {
        Self {
            photograph,
            n_quiet: 0,
            at: 0,
            asked: false,
            picture: Arc::default(),
        }
    }

    /// What comes next, once everything has been quiet for a few frames.
    pub(super) fn moment(&mut self, ctx: &Context, quiet: bool) -> Moment {
        if let Some(picture) = self
            .picture
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
        {
            return Moment::Done(picture);
        }
        ctx.request_repaint_after_secs(0.02);
        self.n_quiet = if quiet { self.n_quiet + 1 } else { 0 };
        if self.asked || self.n_quiet < N_QUIET {
            return Moment::Wait;
        }
        self.n_quiet = 0;
        if let Some(step) = self.photograph.script.get(self.at) {
            self.at += 1;
            return Moment::Step(step.clone());
        }
        self.asked = true;
        let (slot, waker) = (self.picture.clone(), ctx.clone());
        ctx.request_screenshot(move |image| {
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(image);
            waker.request_repaint();
        });
        Moment::Wait
    }
}

/// The picture as a PNG; `None` if it has no size.
pub(super) fn png_of(image: &ColorImage) -> Option<Vec<u8>> {
    let [width, height] = image.size;
    let pixels: Vec<u8> = image
        .pixels
        .iter()
        .flat_map(egui::Color32::to_array)
        .collect();
    let size = resvg::tiny_skia::IntSize::from_wh(width as u32, height as u32)?;
    resvg::tiny_skia::Pixmap::from_vec(pixels, size)?
        .encode_png()
        .ok()
}
