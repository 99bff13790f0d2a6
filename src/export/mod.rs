//! Results in the formats that others read.
//!
//! An exporter sees a [`Report`], returns [`Artifact`]s and writes nothing itself; the shell
//! writes, all or nothing. [`FORMATS`] is the one table of them: the command line, the dialog and
//! the manual are made from it. One file a format.

mod aggregates;
mod blind;
mod blind_words;
mod circles;
pub mod escape;
mod findings;
mod gather;
mod remote;
mod layout_of;
mod measured;
mod measured_words;
mod past;
mod report;
mod table;
mod table_users;
mod unresolved;
mod walks;

mod compose;
mod csv;
mod csv_past;
mod data;
mod doors;
mod dot;
mod graphml;
mod json;
mod json_blind;
mod json_data;
mod json_doors;
mod json_findings;
mod json_graph;
mod json_measured;
mod json_past;
mod json_shape;
mod json_transactions;
mod json_walks;
mod markdown;
mod markdown_doors;
mod markdown_past;
mod markdown_remote;
mod markdown_transactions;
mod mermaid;
mod nature;
mod palette;
mod png;
mod sequence;
mod svg;
mod text;
mod transactions;

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod schema;

pub use blind::blind_spots;
pub use blind_words::{BlindWords, blind_words};
pub use circles::{BreakReport, CircleReport, circles_in_text};
pub use data::DataReport;
pub use doors::DoorsReport;
pub use findings::{FindingRow, MendRow, findings_in_text};
pub use markdown_past::past_in_text;
pub use measured::{MeasuredCutRow, MeasuredReport, MeasuredRow, MeasuredServiceRow, NotBoundRow};
pub use measured_words::{measured_in_text, measured_in_words};
pub use palette::Look;
pub use past::{Common, PastReport, PastRow, PersonRow, ServicesTogether, TogetherRow};
pub use png::png;
pub use report::{
    Cut, Door, DoorStep, Evidence, ModuleRow, ObstacleRow, Remote, Report, ServiceIdx, ServiceLink,
    ServiceReport, SharedModule, StateRow, SurfaceItem, Totals, TouchRow, Unresolved,
};
pub use sequence::of_door as walk_in_mermaid;
pub use svg::svg;
pub use table::{EdgeRow, GraphReport, GraphTable, Line, NodeRow, level_word};
pub use table_users::{TableRow, TableUserRow, tables_in_text};
pub use unresolved::unresolved;

use crate::notice::Severity;
use crate::plan::Decision;

/// A file to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Artifact {
    /// Relative to the chosen folder, with forward slashes; never leads out of it.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Artifact {
    /// A file of text.
    pub fn text(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            bytes: text.into().into_bytes(),
        }
    }
}

/// Why a format could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is nothing to draw.
    #[error("there is no module to draw (open a folder with Rust code)")]
    Empty,
    /// The canvas has no size that a picture can have.
    #[error("a picture of {width:.0} x {height:.0} pixels cannot be made (export svg instead)")]
    TooLarge {
        /// In pixels.
        width: f32,
        /// In pixels.
        height: f32,
    },
    /// Our own drawing was not understood.
    #[error("the drawing could not be turned into pixels: {0} (export svg instead)")]
    Drawing(#[from] resvg::usvg::Error),
    /// The pixels could not be packed.
    #[error("the picture could not be packed: {0} (export svg instead)")]
    Packing(String),
}

/// A kind of output.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// What the command line calls it.
    pub name: &'static str,
    /// One line for the dialog and the help text.
    pub about: &'static str,
    /// Makes it.
    pub write: fn(&Report) -> Result<Vec<Artifact>, ExportError>,
}

/// Every kind of output, in the order people are shown them.
pub const FORMATS: &[Format] = &[
    Format {
        name: "compose",
        about: "Containers to start today: one image, a role for each service, a gateway",
        write: |report| Ok(compose::write(report)),
    },
    Format {
        name: "markdown",
        about: "Boundary report: services, surfaces, cut list with evidence",
        write: |report| Ok(markdown::write(report)),
    },
    Format {
        name: "json",
        about: "The whole report as data, with a schema",
        write: |report| Ok(json::write(report)),
    },
    Format {
        name: "csv",
        about: "Cut list, services, surfaces and the graph as tables",
        write: |report| Ok(csv::write(report)),
    },
    Format {
        name: "dot",
        about: "The module graph for Graphviz, a cluster for each service",
        write: |report| Ok(dot::write(report)),
    },
    Format {
        name: "graphml",
        about: "The module graph for yEd, Gephi and the like",
        write: |report| Ok(graphml::write(report)),
    },
    Format {
        name: "mermaid",
        about: "The service graph and the walks of doors for Markdown pages",
        write: |report| Ok([mermaid::write(report), sequence::write(report)].concat()),
    },
    Format {
        name: "svg",
        about: "The canvas as a drawing",
        write: svg::write,
    },
    Format {
        name: "png",
        about: "The canvas as a picture",
        write: png::write,
    },
];

/// The format of this name.
pub fn format_named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|it| it.name == name)
}

/// The dependency graph of one level in the formats of `seamline analyze`.
pub mod analysis {
    pub use super::csv::graph as csv;
    pub use super::dot::graph as dot;
    pub use super::graphml::graph as graphml;
    pub use super::json::graph as json;
    pub use super::text::graph as text;
}

/// The word that files use for a severity.
fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// The word that files use for a decision.
fn decision_word(decision: Decision) -> &'static str {
    match decision {
        Decision::Undecided => "undecided",
        Decision::Library => "library",
        Decision::Copy => "copy",
        Decision::Service => "service",
        Decision::Keep => "keep",
    }
}
