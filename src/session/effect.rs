//! What the session wants done outside, and what comes back from there.

use std::path::PathBuf;
use std::sync::Arc;

use super::past::PastRead;
use super::project::{OpenedPlan, OpenedProject, PlanText};
use super::view::{CameraMove, Purpose};
use crate::export::Artifact;
use crate::guard::Verdict;
use crate::measured::Measurements;
use crate::notice::Notice;
use crate::pipeline::Analysis;
use crate::plan::PlanEdit;

/// Something to be done outside: on a disk, on a worker thread, with the window.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// Read and analyze this; answered by [`Outcome::Opened`].
    Open(PathBuf),
    /// Unpack this sample, then the same.
    OpenSample(Arc<str>),
    /// Read and analyze again what is open; answered by [`Outcome::Reloaded`],
    /// [`Outcome::Unchanged`] or [`Outcome::NotReloaded`].
    Reload {
        /// The folder of the project.
        root: PathBuf,
        /// Whether nobody asked for it: then nothing stands in front while it lasts.
        quietly: bool,
    },
    /// Read and analyze this folder again as if for the first time, and keep what is learned instead
    /// of what was kept; answered by [`Outcome::Reloaded`] or [`Outcome::NotReloaded`].
    ReadAnew(PathBuf),
    /// Watch the folder from now on, which looked like this when it was read; answered by
    /// [`Outcome::FolderChanged`] and its kin.
    Watch(PathBuf, Seen),
    /// Watch nothing any more.
    Unwatch,
    /// Read the plans of this folder; answered by [`Outcome::PlansRead`].
    ReadPlans(PathBuf),
    /// Ask for a folder; answered by [`Outcome::FolderChosen`].
    AskForFolder(Purpose),
    /// Write these plans; answered by [`Outcome::Saved`].
    Save {
        /// The folder of the project.
        root: PathBuf,
        /// What to write.
        plans: Vec<PlanText>,
        /// Files of scenarios that are gone.
        gone: Vec<PathBuf>,
        /// Whether what others wrote there meanwhile may be replaced; a copy of it is kept.
        replace: bool,
    },
    /// The plans changed: keep a copy soon, in case the program ends badly.
    Autosave,
    /// Nothing is unsaved any more: the copy may go.
    ForgetAutosave,
    /// Make the files of these formats; answered by [`Outcome::Prepared`].
    Prepare(Vec<&'static str>),
    /// Write them; answered by [`Outcome::Written`].
    Write {
        /// Into this folder.
        folder: PathBuf,
        /// What.
        artifacts: Arc<Vec<Artifact>>,
        /// Whether files that are not ours may be replaced.
        force: bool,
    },
    /// Look for boundaries; answered by [`Outcome::Suggested`].
    Suggest,
    /// Compare code and plan; answered by [`Outcome::Checked`].
    Check,
    /// Stop the long work that is under way.
    Cancel,
    /// Read people and time of the open project; answered by [`Outcome::PastRead`].
    ReadPast,
    /// Stop reading them.
    StopPast,
    /// Read these files of measurements; answered by [`Outcome::MeasuredRead`].
    ReadMeasured(Vec<PathBuf>),
    /// Move the camera of the canvas.
    Camera(CameraMove),
    /// Put a text on the clipboard.
    Copy(String),
    /// The look changed: dress the window and remember it.
    Dress,
    /// Something else changed that is to be remembered.
    Remember,
    /// End the program.
    Quit,
}

/// What the files of a folder looked like when they were read, for whoever compares later: one
/// number for the code, one for the plans.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Seen {
    /// Code and manifests.
    pub code: u64,
    /// Plans.
    pub plans: u64,
}

/// The plans of a folder as they are on disk now.
#[derive(Clone, Debug)]
pub struct PlansOnDisk {
    /// Those that can be read, the chosen one first.
    pub plans: Vec<OpenedPlan>,
    /// The scenarios that have a file, even if it cannot be read; empty for the chosen one.
    pub names: Vec<Arc<str>>,
    /// What there is to say about them.
    pub notices: Vec<Notice>,
}

impl Outcome {
    /// Leaves the plans of a session that ended badly where they are, and asks nobody about them.
    pub fn forget_rescued(&mut self) {
        if let Self::Opened(opened) = self {
            opened.rescued = None;
        }
    }
}

/// What came back from outside.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// A project was read.
    Opened(Box<OpenedProject>),
    /// The code of the open project was read again.
    Reloaded(Arc<Analysis>, Seen),
    /// It was read again, and is what it was.
    Unchanged(Seen),
    /// People and time of some code.
    PastRead(PastRead),
    /// What was measured, after these files.
    MeasuredRead(Vec<PathBuf>, Arc<Measurements>),
    /// It could not be read again; what was read before stays.
    NotReloaded(Notice),
    /// Files in the folder are not what they were.
    FolderChanged {
        /// Code or manifests.
        code: bool,
        /// Plans.
        plans: bool,
    },
    /// The folder is not there any more.
    FolderGone,
    /// It is there again.
    FolderBack,
    /// Only so many of so many folders can be watched.
    WatchLimited {
        /// Folders that are watched.
        n_watched: usize,
        /// Folders there are.
        n_folders: usize,
    },
    /// The plans on disk.
    PlansRead(PlansOnDisk),
    /// A folder was chosen.
    FolderChosen(Purpose, PathBuf),
    /// No folder was chosen.
    FolderDeclined,
    /// The system has no dialog for choosing folders.
    NoFolderDialog(Purpose),
    /// A plan was not saved, since somebody else changed its file meanwhile.
    Overtaken(PathBuf),
    /// The plans are on disk.
    Saved(Vec<PlanText>),
    /// The files of an export are ready.
    Prepared(Arc<Vec<Artifact>>),
    /// An export was written: the folder, and how many files.
    Written(PathBuf, usize),
    /// An export was refused because these files are not ours.
    WriteRefused(Notice),
    /// Boundaries were found.
    Suggested {
        /// What takes them over into the plan.
        edit: PlanEdit,
        /// How many services they make.
        n_services: usize,
        /// What could not be kept or found.
        notices: Vec<Notice>,
    },
    /// Code and plan were compared.
    Checked(Arc<Verdict>),
    /// It did not work out.
    Failed(Notice),
    /// It was stopped.
    Cancelled,
}
