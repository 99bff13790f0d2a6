//! How things are shown: remembered while the program runs, never part of a plan.

use crate::graph::Filter;
use crate::model::ModuleId;

/// Dark, light, or as the system says.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

impl ThemeChoice {
    /// The word in the settings file.
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    /// The choice that this word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::System, Self::Dark, Self::Light]
            .into_iter()
            .find(|it| it.word() == word)
    }
}

/// A page of the bottom panel.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub enum Panel {
    /// What is worth changing.
    #[default]
    Findings,
    /// Dependencies across boundaries.
    CutList,
    /// The figures of every service.
    Services,
    /// Tables, and which service reads and writes them.
    Data,
    /// Doors, and where each leads.
    Doors,
    /// What was skipped, and what was said.
    Notices,
    /// What the figures may lack.
    BlindSpots,
    /// Edits so far.
    History,
}

impl Panel {
    /// All of them, in order.
    pub const ALL: [Self; 8] = [
        Self::Findings,
        Self::CutList,
        Self::Services,
        Self::Data,
        Self::Doors,
        Self::Notices,
        Self::BlindSpots,
        Self::History,
    ];
}

/// Where the camera is to go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CameraMove {
    /// Everything in view.
    Fit,
    /// What is selected in view.
    FitSelection,
    /// Nearer.
    ZoomIn,
    /// Farther.
    ZoomOut,
    /// One unit of the scene is one point.
    Actual,
    /// This module in view.
    Show(ModuleId),
}

/// Something that stands in front of everything else until it is answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Dialog {
    /// Find anything, do anything.
    Palette,
    /// All shortcuts.
    Shortcuts,
    /// Formats, folder, files.
    Export,
    /// What `check` says.
    Check,
    /// The path picker of our own.
    PathPicker(Purpose),
    /// Unsaved changes would be lost.
    Guard,
    /// Somebody else changed the plan's file: whose version counts?
    Overtaken,
    /// Plans of a session that ended badly were found.
    Recover,
    /// A new name for the service or scenario.
    Rename(Renaming),
    /// Look and movement.
    Settings,
    /// What this program is.
    About,
}

/// What a path is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// A project to open.
    Open,
    /// A folder to write results into.
    Export,
    /// A file of measurements.
    Measured,
}

/// What is being renamed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Renaming {
    /// A service of the plan.
    Service(crate::plan::ServiceId),
    /// A scenario, by position.
    Scenario(usize),
}

/// Which panels are open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Open {
    /// The tree of modules.
    pub explorer: bool,
    /// What is selected.
    pub inspector: bool,
    /// Findings and lists.
    pub bottom: bool,
}

/// How things are shown.
#[derive(Clone, PartialEq, Debug)]
pub struct View {
    /// The look.
    pub theme: ThemeChoice,
    /// Whether things stand still.
    pub reduced_motion: bool,
    /// Which references are shown and counted, and whether test code is.
    pub filter: Filter,
    /// Whether changes on disk are followed.
    pub follow: bool,
    /// Whether the filter is open.
    pub filter_open: bool,
    /// The page of the bottom panel.
    pub panel: Panel,
    /// Which panels are open.
    pub open: Open,
    /// What stands in front.
    pub dialog: Option<Dialog>,
}

impl Default for View {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::default(),
            reduced_motion: false,
            filter: Filter::default(),
            follow: true,
            filter_open: false,
            panel: Panel::default(),
            open: Open {
                explorer: true,
                inspector: true,
                bottom: true,
            },
            dialog: None,
        }
    }
}
