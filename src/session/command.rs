//! What the architect can ask for; every button, menu, shortcut and test asks with one of these.

use std::path::PathBuf;
use std::sync::Arc;

use super::selection::Selection;
use super::view::{CameraMove, Dialog, Panel, ThemeChoice};
use crate::arrange::ContainerKey;
use crate::graph::Filter;
use crate::model::{ModuleId, RefId};
use crate::plan::{CodePath, Decision, Owner, PlanEdit, ServiceId};

/// A wish of the user. [`Session::update`](super::Session::update) grants it.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Folders, plan files, leaving.
    File(FileCommand),
    /// The plan of the scenario that is shown.
    Plan(PlanCommand),
    /// The scenarios themselves.
    Scenario(ScenarioCommand),
    /// What is looked at.
    Select(SelectCommand),
    /// How it is shown.
    View(ViewCommand),
    /// Results.
    Export(ExportCommand),
}

/// Folders, plan files, leaving.
#[derive(Clone, PartialEq, Debug)]
pub enum FileCommand {
    /// Ask for a folder with the system's dialog.
    AskForFolder,
    /// Open a folder, a `Cargo.toml` or a plan.
    Open(PathBuf),
    /// Unpack a sample and open it.
    OpenSample(Arc<str>),
    /// Read the code again and keep the plans.
    Reload,
    /// The same, from scratch: nothing that was learned before counts.
    ReadAnew,
    /// Write every changed scenario.
    Save,
    /// Write every changed scenario over what somebody else wrote meanwhile.
    SaveOver,
    /// Forget what is unsaved and take the plans that are on disk.
    TakeFromDisk,
    /// Back to the welcome page.
    Close,
    /// Leave the program.
    Quit,
    /// What was asked to be lost may be lost: go on with what the guard held back.
    Discard,
    /// Save, then go on with what the guard held back.
    SaveAndGoOn,
    /// Take the plans of a session that ended badly, or leave them.
    Recover(bool),
    /// Stop the long work that is under way.
    Cancel,
    /// Read people and time from git, unless they are known.
    ReadPast,
    /// Stop reading them.
    StopPast,
    /// Show what was measured at run time, after one more file.
    ReadMeasured(PathBuf),
}

/// The plan of the scenario that is shown.
#[derive(Clone, PartialEq, Debug)]
pub enum PlanCommand {
    /// Modules (with their subtrees) change their owner.
    Assign {
        /// The modules.
        modules: Vec<ModuleId>,
        /// Their new owner.
        to: Destination,
    },
    /// A service comes to be, named if a name is given.
    AddService {
        /// What it is called.
        name: Option<Arc<str>>,
    },
    /// A service goes; what it owned remains in the monolith.
    RemoveService(ServiceId),
    /// A service is called otherwise.
    RenameService(ServiceId, Arc<str>),
    /// All that one service owns goes to another.
    MergeServices {
        /// The one that goes.
        from: ServiceId,
        /// The one that stays.
        into: ServiceId,
    },
    /// What becomes of shared modules; `None` forgets the decision.
    Decide {
        /// The modules.
        modules: Vec<ModuleId>,
        /// What becomes of them.
        decision: Option<Decision>,
    },
    /// The owner of these modules must not change, or may change again.
    Lock {
        /// The modules.
        modules: Vec<ModuleId>,
        /// Whether to lock.
        locked: bool,
    },
    /// A dependency across a boundary is known and explained, or no longer is.
    Accept {
        /// The module that needs.
        from: CodePath,
        /// The module or item needed.
        to: CodePath,
        /// Why; `None` takes the acceptance back.
        reason: Option<Arc<str>>,
    },
    /// Containers are put somewhere by hand: their key in the plan, and the place.
    Place(Vec<Placing>),
    /// Any other edit.
    Edit(PlanEdit),
    /// Propose boundaries.
    Suggest,
    /// Take the last edit back.
    Undo,
    /// Make it again.
    Redo,
    /// Go to the state after so many edits.
    GoTo(usize),
}

/// A key of [`Plan::positions`](crate::plan::Plan::positions), and its place; `None` leaves it to
/// the program again.
pub type Placing = (Arc<str>, Option<(f32, f32)>);

/// Where modules are meant to go.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Destination {
    /// To a service, or to the remaining monolith.
    Owner(Owner),
    /// To a service that is made for them, in the scene where they were dropped.
    NewService(Option<(f32, f32)>),
}

/// The scenarios themselves.
#[derive(Clone, PartialEq, Debug)]
pub enum ScenarioCommand {
    /// An empty one.
    Add,
    /// A copy of this one.
    Duplicate(usize),
    /// Call it otherwise.
    Rename(usize, Arc<str>),
    /// Remove it; its file goes when everything is saved.
    Delete(usize),
    /// Show it.
    Show(usize),
}

/// What is looked at.
#[derive(Clone, PartialEq, Debug)]
pub enum SelectCommand {
    /// This, instead of what was selected before.
    Set(Selection),
    /// This module too, or no longer.
    Toggle(ModuleId),
    /// Every module of a container.
    All(ContainerKey),
    /// Everything that these depend on, or that depends on these, too.
    Grow,
    /// This module, with the lines that say why it is where it is.
    Explain(ModuleId),
    /// Nothing.
    Clear,
    /// Show the code round this reference; `None` closes it.
    Evidence(Option<RefId>),
}

/// How it is shown.
#[derive(Clone, PartialEq, Debug)]
pub enum ViewCommand {
    /// Move the camera.
    Camera(CameraMove),
    /// What a drop would do here: said anew in every frame in which it holds.
    WhatIf {
        /// What would move.
        modules: Vec<ModuleId>,
        /// Where to.
        to: Destination,
    },
    /// Bring a page of the bottom panel to the front.
    Show(Panel),
    /// Open or close the bottom panel.
    ToggleBottom,
    /// Open or close the explorer.
    ToggleExplorer,
    /// Open or close the inspector.
    ToggleInspector,
    /// Put a dialog in front; `None` closes it.
    Dialog(Option<Dialog>),
    /// Dark, light or as the system says.
    Theme(ThemeChoice),
    /// Dark if it is light now, light if it is dark.
    FlipTheme,
    /// Whether things move.
    ReduceMotion(bool),
    /// Whether test code is shown.
    Tests(bool),
    /// Which references are shown and counted.
    Filter(Filter),
    /// Open or close the filter.
    ToggleFilter,
    /// Whether changes on disk are followed.
    Follow(bool),
    /// A toast or a notice has been read.
    Dismiss(u64),
    /// Put a text on the clipboard.
    Copy(String),
}

/// Results.
#[derive(Clone, PartialEq, Debug)]
pub enum ExportCommand {
    /// Make the files of these formats, to be looked at before they are written.
    Prepare(Vec<&'static str>),
    /// Write what was prepared.
    Write {
        /// Into this folder.
        folder: PathBuf,
        /// Whether files that are not ours may be replaced.
        force: bool,
    },
    /// Ask for the folder with the system's dialog.
    AskForFolder,
    /// Take this folder.
    Into(PathBuf),
    /// Compare the code with the plan.
    Check,
    /// Accept every violation that `check` found.
    AcceptAll,
}

impl From<Selection> for Command {
    fn from(selection: Selection) -> Self {
        Self::Select(SelectCommand::Set(selection))
    }
}

macro_rules! into_command {
    ($($area:ident($command:ident)),*) => {$(
        impl From<$command> for Command {
            fn from(command: $command) -> Self {
                Self::$area(command)
            }
        }
    )*};
}

into_command!(
    File(FileCommand),
    Plan(PlanCommand),
    Scenario(ScenarioCommand),
    Select(SelectCommand),
    View(ViewCommand),
    Export(ExportCommand)
);
