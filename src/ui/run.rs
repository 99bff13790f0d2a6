//! Opening the window, and the reasons why there may be none.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use egui::{ViewportBuilder, vec2};

use super::app::{App, Opening};
use super::texts::texts;
use crate::notice::Notice;

/// The size of the window where nothing else is said.
const SIZE: (f32, f32) = (1440.0, 900.0);
const LEAST_SIZE: (f32, f32) = (900.0, 560.0);

/// Why the window ended without having done what it was for.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum WindowError {
    /// There is nothing to open a window on.
    #[error("{why}")]
    NoDisplay {
        /// What the system said.
        why: String,
    },
    /// There was nothing to show on the picture.
    #[error("{0}")]
    Input(Notice),
    /// The picture could not be saved.
    #[error("{0}")]
    Output(Notice),
}

/// Opens the window and comes back when it is closed.
pub fn run(opening: Opening) -> Result<(), WindowError> {
    if !display_is_there() {
        return Err(WindowError::NoDisplay {
            why: texts().no_display.to_owned(),
        });
    }
    // A window that was asked to have a size has that one, whatever was remembered.
    let forgetful = opening.forgetful || opening.photograph.is_some() || opening.size.is_some();
    let (width, height) = opening.size.unwrap_or(SIZE);
    let viewport = ViewportBuilder::default()
        .with_title(texts().product)
        .with_app_id("seamline")
        .with_inner_size(vec2(width, height))
        .with_min_inner_size(vec2(LEAST_SIZE.0.min(width), LEAST_SIZE.1.min(height)));
    let options = eframe::NativeOptions {
        viewport,
        persist_window: !forgetful,
        persistence_path: memory_path(forgetful),
        ..Default::default()
    };
    let failure: Arc<Mutex<Option<WindowError>>> = Arc::default();
    let told = failure.clone();
    let create: eframe::AppCreator<'_> = Box::new(move |creation| {
        let app = App::new(&creation.egui_ctx, opening);
        Ok(Box::new(Told { app, told }))
    });
    eframe::run_native("seamline", options, create).map_err(|error| {
        let why = error.to_string();
        // What is in front of the last colon is for those who build the library.
        let why = why.rsplit(": ").next().unwrap_or(&why).to_owned();
        WindowError::NoDisplay { why }
    })?;
    let failure = failure
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    failure.map_or(Ok(()), Err)
}

/// Where the place of the window on the screen is remembered; `None` is the usual folder.
fn memory_path(forgetful: bool) -> Option<PathBuf> {
    if forgetful {
        // Nothing is there, and nothing will be.
        return Some(std::env::temp_dir().join(format!("seamline-{}.ron", std::process::id())));
    }
    let folder = std::env::var_os("SEAMLINE_CONFIG_DIR").filter(|it| !it.is_empty())?;
    Some(PathBuf::from(folder).join("window.ron"))
}

/// Without either, the window library would panic instead of saying so.
fn display_is_there() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|it| !it.is_empty());
    let unix = cfg!(all(unix, not(target_os = "macos")));
    !unix || set("WAYLAND_DISPLAY") || set("WAYLAND_SOCKET") || set("DISPLAY")
}

/// The window, with somebody outside who is told why it ended.
struct Told {
    app: App,
    told: Arc<Mutex<Option<WindowError>>>,
}

impl eframe::App for Told {
    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        self.app.logic(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        self.app.draw(ui);
        if let Some(failure) = self.app.failure() {
            *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure.clone());
        }
    }

    /// A picture shows what was asked for, wherever the pointer happens to be.
    fn raw_input_hook(&mut self, _: &egui::Context, raw_input: &mut egui::RawInput) {
        if self.app.is_camera() {
            raw_input
                .events
                .retain(|it| !matches!(it, egui::Event::PointerMoved(_)));
        }
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}
