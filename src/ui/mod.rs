//! The window. It draws a [`Session`](crate::session::Session) and pushes commands; it changes nothing.

mod app;
mod bottom;
pub mod canvas;
mod commands;
mod dialogs;
mod drop;
mod explorer;
mod filter;
mod fonts;
mod inspector;
mod jobs;
mod menu;
mod palette;
mod photograph;
mod run;
mod script;
mod status;
mod tabs;
#[cfg(test)]
mod tests;
pub mod texts;
pub mod theme;
mod toasts;
mod top_bar;
mod welcome;
mod widgets;
mod window;
mod work;

pub use app::{App, Opening};
pub use photograph::Photograph;
pub use run::{WindowError, run};

use crate::model::ModuleId;

/// Modules held by the pointer on their way to a service; the payload of a drag between panels.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Carried(pub Vec<ModuleId>);
