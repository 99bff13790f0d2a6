//! What the session wants done outside, done: on worker threads, so that the window never waits.

mod open;
mod past;
mod results;
mod shown;
mod watching;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::graph::Filter;
use crate::notice::Notice;
use crate::session::{Effect, Outcome, PlanText, Purpose, Session, ThemeChoice};
use crate::shell::jobs::{Job, Jobs, Poll};
use crate::shell::plans::{self, PlanFile};
use crate::shell::preferences::Preferences;
use crate::shell::watch::Watch;
use crate::shell::{WriteError, measured, samples};

/// Unsaved plans are copied this long after an edit.
const AUTOSAVE_SECS: f64 = 1.0;

/// Work that ends within this time does not flash by.
const PATIENCE_SECS: f64 = 0.2;

/// What is remembered between two runs, as far as the window shows it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Memory {
    /// Projects, the latest first.
    pub(super) recent: Vec<PathBuf>,
    /// Samples that come with the program, with a line about each.
    pub(super) samples: Vec<(String, String)>,
}

/// What a run leaves behind for the next one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Traces {
    /// Recent projects and settings, and copies of unsaved plans.
    All,
    /// Copies of unsaved plans alone; in tests.
    Copies,
    /// Nothing; for pictures.
    None,
}

/// Everything under way outside of the window.
#[derive(Debug)]
pub(super) struct Outside {
    jobs: Jobs,
    /// The long work that is shown with its progress.
    work: Option<Job<Outcome>>,
    /// Reading again, which nobody asked for and nothing waits for.
    reading: Option<Job<Outcome>>,
    /// Reading people and time, which nothing waits for.
    past: Option<Job<Outcome>>,
    /// Who tells when the open folder changes.
    watch: Option<Watch>,
    /// Short work nobody waits for.
    chores: Vec<Job<Outcome>>,
    preferences: Preferences,
    traces: Traces,
    autosave_at: Option<f64>,
    /// When the long work began; it is shown once it has taken a moment.
    since_secs: f64,
    now_secs: f64,
    pub(super) memory: Memory,
}

impl Outside {
    /// Nothing under way yet.
    pub(super) fn new(ctx: &Context, traces: Traces) -> Self {
        let waker = ctx.clone();
        let preferences = if traces == Traces::All {
            Preferences::load()
        } else {
            Preferences::default()
        };
        let samples = samples::samples().into_iter();
        let samples = samples
            .map(|it| (it.name.to_owned(), it.about.to_owned()))
            .collect();
        let mut outside = Self {
            jobs: Jobs::new(move || waker.request_repaint()),
            work: None,
            reading: None,
            past: None,
            watch: None,
            chores: Vec::new(),
            preferences,
            traces,
            autosave_at: None,
            since_secs: 0.0,
            now_secs: 0.0,
            memory: Memory {
                recent: Vec::new(),
                samples,
            },
        };
        outside.list_recent();
        outside
    }

    /// The theme that was chosen in an earlier run.
    pub(super) fn remembered_theme(&self) -> Option<ThemeChoice> {
        ThemeChoice::from_word(&self.preferences.theme)
    }

    /// Whether things were to stand still in an earlier run.
    pub(super) fn remembered_stillness(&self) -> bool {
        self.preferences.reduced_motion
    }

    /// Whether changes on disk were to be followed in an earlier run.
    pub(super) fn remembered_following(&self) -> bool {
        !self.preferences.changes_ignored
    }

    /// Whether nothing is under way.
    pub(super) fn is_idle(&self) -> bool {
        self.is_quiet() && self.past.is_none()
    }

    /// Whether nothing is under way that may write into the open folder or reads it again.
    fn is_quiet(&self) -> bool {
        self.work.is_none() && self.reading.is_none() && self.chores.is_empty()
    }

    /// Does one thing, or starts it.
    pub(super) fn perform(&mut self, ctx: &Context, session: &Session, effect: Effect) {
        match effect {
            Effect::Open(path) => {
                self.start("open", move |ticket| open::open(&path, ticket));
            }
            Effect::OpenSample(name) => {
                self.start("open", move |ticket| open::open_sample(&name, ticket));
            }
            Effect::Reload { root, quietly } => self.reload(session, root, quietly),
            Effect::ReadAnew(root) => {
                self.reading = None;
                self.start("reload", move |ticket| open::read_anew(&root, ticket));
            }
            Effect::ReadPlans(root) => self.chore("plans", move || open::read_plans(&root)),
            // A picture shows one moment and leaves nothing behind.
            Effect::Watch(..) | Effect::Autosave | Effect::ForgetAutosave
                if self.traces == Traces::None => {}
            Effect::Watch(root, seen) => self.watch_folder(&root, seen),
            Effect::Unwatch => {
                self.watch = None;
                self.reading = None;
                self.past = None;
            }
            Effect::ReadPast => self.read_past(session),
            Effect::StopPast => self.past = None,
            Effect::ReadMeasured(paths) => self.read_measured(paths),
            Effect::AskForFolder(purpose) => self.ask_for_folder(session, purpose),
            Effect::Save {
                root,
                plans,
                gone,
                replace,
            } => {
                let known = texts_on_disk(session, &plans);
                self.chore("save", move || {
                    let kept = if replace {
                        plans
                            .iter()
                            .try_for_each(|it| plans::set_aside(&root, &it.path))
                    } else {
                        Ok(())
                    };
                    match kept {
                        Ok(()) => save(plans, (!replace).then_some(&known), &gone),
                        Err(error) => Outcome::Failed(Notice::from(&error)),
                    }
                });
            }
            Effect::Autosave => {
                self.autosave_at = Some(ctx.input(|it| it.time) + AUTOSAVE_SECS);
                ctx.request_repaint_after_secs(AUTOSAVE_SECS as f32 + 0.05);
            }
            Effect::ForgetAutosave => self.forget_autosave(session),
            Effect::Prepare(formats) => {
                if let Some(prepare) = results::prepare(session, formats) {
                    self.start("export", prepare);
                }
            }
            Effect::Write {
                folder,
                artifacts,
                force,
            } => {
                self.start("write", move |ticket| {
                    results::write(folder, &artifacts, force, ticket)
                });
            }
            Effect::Suggest => {
                if let Some(suggest) = results::suggest(session) {
                    self.start("suggest", suggest);
                }
            }
            Effect::Check => {
                if let Some(check) = results::check(session) {
                    self.start("check", check);
                }
            }
            Effect::Cancel => self.work.iter().for_each(Job::cancel),
            Effect::Dress | Effect::Remember => self.remember_look(session),
            // The window does these itself.
            Effect::Camera(_) | Effect::Copy(_) | Effect::Quit => {}
        }
    }

    fn read_measured(&mut self, paths: Vec<PathBuf>) {
        self.chore("measurements", move || read_measured(paths));
    }

    fn start(
        &mut self,
        name: &str,
        work: impl FnOnce(&crate::shell::jobs::Ticket) -> Outcome + Send + 'static,
    ) {
        // Whoever starts something new does not wait for what was before it.
        self.work = Some(self.jobs.start(name, work));
        self.since_secs = self.now_secs;
    }

    fn chore(&mut self, name: &str, work: impl FnOnce() -> Outcome + Send + 'static) {
        self.chores.push(self.jobs.start(name, move |_| work()));
    }

    /// What has come back since the last frame, and how far the long work is.
    /// While somebody's hands are full, code that was read again waits.
    pub(super) fn drain(
        &mut self,
        ctx: &Context,
        session: &mut Session,
        hands_full: bool,
    ) -> Vec<Outcome> {
        self.now_secs = ctx.input(|it| it.time);
        self.autosave_if_due(ctx, session);
        let mut outcomes = Vec::new();
        self.chores.retain(|job| collect(job, &mut outcomes));
        self.drain_reading(session, hands_full, &mut outcomes);
        self.drain_past(session, &mut outcomes);
        self.drain_watch(ctx, &mut outcomes);
        if let Some(job) = &self.work {
            if self.now_secs - self.since_secs >= PATIENCE_SECS {
                session.tell_work(Some(job.progress()));
            }
            if !collect(job, &mut outcomes) {
                self.work = None;
                session.tell_work(None);
            }
        }
        for outcome in &mut outcomes {
            self.remember(outcome);
        }
        // Whoever ends wakes the window; should that ever be lost, it looks for itself.
        if !self.is_idle() {
            ctx.request_repaint_after_secs(PATIENCE_SECS as f32);
        }
        outcomes
    }

    fn remember(&mut self, outcome: &mut Outcome) {
        if let Outcome::Opened(opened) = outcome {
            let shown = self.preferences.shown_of(&opened.root);
            opened.filter = shown.map_or_else(Filter::default, shown::filter_of);
            self.preferences.remember(&opened.root);
            self.save_preferences();
            self.list_recent();
        }
    }

    fn list_recent(&mut self) {
        self.memory.recent = self
            .preferences
            .recent_present()
            .map(Path::to_path_buf)
            .collect();
    }

    fn remember_look(&mut self, session: &Session) {
        let view = session.view();
        view.theme.word().clone_into(&mut self.preferences.theme);
        self.preferences.reduced_motion = view.reduced_motion;
        self.preferences.changes_ignored = !view.follow;
        if let Some(project) = session.project() {
            let shown = shown::words_of(view.filter);
            self.preferences.remember_shown(&project.root, shown);
        }
        self.save_preferences();
    }

    fn save_preferences(&mut self) {
        if self.traces == Traces::All {
            let preferences = self.preferences.clone();
            // What is remembered is a comfort: losing it is not worth a word.
            self.chore("preferences", move || {
                preferences.save().ok();
                Outcome::FolderDeclined
            });
        }
    }

    fn autosave_if_due(&mut self, ctx: &Context, session: &Session) {
        let rest = self.autosave_at.map(|it| it - self.now_secs);
        // Any frame in between forgets that another one was asked for.
        if let Some(rest) = rest.filter(|it| *it > 0.0) {
            ctx.request_repaint_after_secs(rest as f32 + 0.05);
        }
        let due = rest.is_some_and(|it| it <= 0.0);
        let Some(project) = session.project().filter(|_| due) else {
            return;
        };
        self.autosave_at = None;
        let root = project.root.clone();
        let unsaved: Vec<_> = session.unsaved_plans().into_iter().map(file_of).collect();
        self.chore("autosave", move || match plans::autosave(&root, &unsaved) {
            Ok(()) => Outcome::FolderDeclined,
            Err(error) => Outcome::Failed(Notice::from(&error)),
        });
    }

    fn forget_autosave(&mut self, session: &Session) {
        self.autosave_at = None;
        if let Some(project) = session.project() {
            let root = project.root.clone();
            self.chore("autosave", move || {
                plans::forget_autosave(&root);
                Outcome::FolderDeclined
            });
        }
    }

    /// The system's dialog on a thread of its own; without one, our own picker.
    fn ask_for_folder(&mut self, session: &Session, purpose: Purpose) {
        let start = session.project().map(|it| it.root.clone());
        self.chore("dialog", move || {
            if !portal_is_there() {
                return Outcome::NoFolderDialog(purpose);
            }
            let mut dialog = rfd::FileDialog::new();
            if let Some(start) = start {
                dialog = dialog.set_directory(start);
            }
            let asked = std::time::Instant::now();
            match dialog.pick_folder() {
                Some(path) => Outcome::FolderChosen(purpose, path),
                // Nobody can decline so fast: there is no dialog.
                None if asked.elapsed().as_millis() < 150 => Outcome::NoFolderDialog(purpose),
                None => Outcome::FolderDeclined,
            }
        });
    }
}

/// Whether the desktop can show a dialog for choosing folders.
fn portal_is_there() -> bool {
    !cfg!(target_os = "linux") || std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
}

/// Takes the result of a job; returns whether the job is still under way.
fn collect(job: &Job<Outcome>, outcomes: &mut Vec<Outcome>) -> bool {
    match job.poll() {
        Poll::Pending => return true,
        Poll::Done(outcome) => outcomes.push(outcome),
        Poll::Crashed(words) => {
            let notice = Notice::error(format!("this did not work out: {words}"));
            outcomes.push(Outcome::Failed(
                notice.hint("your plan is as it was before"),
            ));
        }
    }
    false
}

fn read_measured(paths: Vec<PathBuf>) -> Outcome {
    match measured::read(&paths) {
        Ok(read) => Outcome::MeasuredRead(paths, Arc::new(read)),
        Err(error) => Outcome::Failed(Notice::from(&error)),
    }
}

fn file_of(plan: PlanText) -> PlanFile {
    PlanFile {
        path: plan.path,
        text: plan.text.to_string(),
        positions: Some(plan.positions.to_string()),
    }
}

/// The texts that the files of these plans were last read or written with.
fn texts_on_disk(session: &Session, plans: &[PlanText]) -> Vec<Option<Arc<str>>> {
    let scenarios = session.project().map_or(&[][..], |it| &it.scenarios);
    let text = |name: &str| scenarios.iter().find(|it| &*it.name == name)?.text.clone();
    plans.iter().map(|it| text(&it.name)).collect()
}

/// Writes plans; without `known` whatever is on disk is replaced.
fn save(plans: Vec<PlanText>, known: Option<&Vec<Option<Arc<str>>>>, gone: &[PathBuf]) -> Outcome {
    for (idx, plan) in plans.iter().enumerate() {
        let file = file_of(plan.clone());
        let saved = match known {
            Some(known) => plans::save_plan(&file, known.get(idx).and_then(Option::as_deref)),
            None => plans::replace_plan(&file),
        };
        match saved {
            Ok(()) => {}
            Err(WriteError::Overtaken { path }) => return Outcome::Overtaken(path),
            Err(error) => return Outcome::Failed(Notice::from(&error)),
        }
    }
    for path in gone {
        if let Err(error) = plans::remove_plan(path) {
            return Outcome::Failed(Notice::from(&error));
        }
    }
    Outcome::Saved(plans)
}
