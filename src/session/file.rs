//! Wishes about folders, plan files and results; and what came back from outside.

use std::path::PathBuf;

use super::Session;
use super::command::{ExportCommand, FileCommand};
use super::deed::Deed;
use super::effect::{Effect, Outcome};
use super::project::{OpenedProject, Places, PlanText, Project, Scenario};
use super::selection::Selection;
use super::view::{CameraMove, Dialog, Panel, Purpose};
use super::work::Work;
use crate::guard;
use crate::notice::Notice;
use crate::plan::PlanEdit;
use crate::progress::Step;

impl Session {
    pub(super) fn update_file(&mut self, command: FileCommand) -> Vec<Effect> {
        match command {
            FileCommand::AskForFolder => vec![Effect::AskForFolder(Purpose::Open)],
            FileCommand::Save => self.save(false),
            FileCommand::SaveOver => {
                self.view.dialog = None;
                self.save(true)
            }
            FileCommand::TakeFromDisk => self.take_from_disk(),
            FileCommand::Discard => self.go_on(),
            FileCommand::SaveAndGoOn => {
                self.view.dialog = None;
                self.save(false)
            }
            FileCommand::Recover(wanted) => self.recover(wanted),
            FileCommand::Cancel => vec![Effect::Cancel],
            FileCommand::ReadPast => self.read_past(),
            FileCommand::StopPast => self.stop_past(),
            FileCommand::ReadMeasured(path) => self.read_measured(path),
            FileCommand::Reload => match &self.project {
                Some(project) => vec![Effect::Reload {
                    root: project.root.clone(),
                    quietly: false,
                }],
                None => Vec::new(),
            },
            FileCommand::ReadAnew => {
                let root = self.project.as_ref().map(|it| it.root.clone());
                root.map(Effect::ReadAnew).into_iter().collect()
            }
            leaving => self.leave(leaving),
        }
    }

    /// Does what leaves the open project behind, unless something would be lost.
    fn leave(&mut self, command: FileCommand) -> Vec<Effect> {
        if self.is_dirty() {
            self.held_back = Some(command);
            self.view.dialog = Some(Dialog::Guard);
            return Vec::new();
        }
        self.view.dialog = None;
        match command {
            FileCommand::Open(path) => vec![Effect::Open(path)],
            FileCommand::OpenSample(name) => vec![Effect::OpenSample(name)],
            FileCommand::Close => {
                self.close();
                vec![Effect::Unwatch]
            }
            FileCommand::Quit => vec![Effect::Quit],
            _ => Vec::new(),
        }
    }

    fn close(&mut self) {
        self.project = None;
        self.forget_past();
        self.measured = None;
        self.selection = Selection::Nothing;
        self.evidence = None;
        self.explained = None;
        self.refresh(Places::Anew);
    }

    /// The user does not mind losing what is unsaved.
    fn go_on(&mut self) -> Vec<Effect> {
        let held_back = self.held_back.take();
        self.close();
        self.view.dialog = None;
        let mut effects = vec![Effect::ForgetAutosave, Effect::Unwatch];
        effects.extend(held_back.into_iter().flat_map(|it| self.leave(it)));
        effects
    }

    /// What was held back goes on from what is on disk just as well.
    fn take_from_disk(&mut self) -> Vec<Effect> {
        self.view.dialog = None;
        let Some(project) = &self.project else {
            return Vec::new();
        };
        let root = project.root.clone();
        if self.held_back.is_some() {
            return self.go_on();
        }
        vec![Effect::ForgetAutosave, Effect::Open(root)]
    }

    fn save(&mut self, replace: bool) -> Vec<Effect> {
        let Some(project) = &self.project else {
            return Vec::new();
        };
        if !project.is_dirty() && project.scenario().text.is_some() {
            return Vec::new();
        }
        let unsaved = |it: &&Scenario| it.history.is_dirty() || it.text.is_none();
        let plans = project
            .scenarios
            .iter()
            .filter(unsaved)
            .map(|it| project.text_of(it));
        let plans: Vec<_> = plans.collect();
        let written = |path: &PathBuf| plans.iter().any(|it| it.path == *path);
        let gone = project
            .gone
            .iter()
            .filter(|it| !written(it))
            .cloned()
            .collect();
        vec![Effect::Save {
            root: project.root.clone(),
            plans,
            gone,
            replace,
        }]
    }

    fn recover(&mut self, wanted: bool) -> Vec<Effect> {
        self.view.dialog = None;
        let rescued = self.rescued.take().unwrap_or_default();
        if !wanted {
            return vec![Effect::ForgetAutosave];
        }
        let Some(project) = &mut self.project else {
            return Vec::new();
        };
        for opened in rescued {
            let mut scenario = Scenario::from(opened);
            match project
                .scenarios
                .iter_mut()
                .find(|it| it.name == scenario.name)
            {
                Some(known) => {
                    scenario.text = known.text.take();
                    scenario.origin = known.origin.take();
                    *known = scenario;
                }
                None => project.scenarios.push(scenario),
            }
        }
        self.refresh(Places::Anew);
        Vec::new()
    }

    /// The plans that are not on disk, as text: what an autosave keeps.
    pub fn unsaved_plans(&self) -> Vec<PlanText> {
        let Some(project) = &self.project else {
            return Vec::new();
        };
        let unsaved = project.scenarios.iter().filter(|it| it.history.is_dirty());
        unsaved.map(|it| project.text_of(it)).collect()
    }

    pub(super) fn update_export(&mut self, command: ExportCommand) -> Vec<Effect> {
        if self.project.is_none() {
            return Vec::new();
        }
        match command {
            ExportCommand::Prepare(formats) => vec![Effect::Prepare(formats)],
            ExportCommand::AskForFolder => vec![Effect::AskForFolder(Purpose::Export)],
            ExportCommand::Into(folder) => {
                self.export_folder = Some(folder);
                self.view.dialog = Some(Dialog::Export);
                Vec::new()
            }
            ExportCommand::Write { folder, force } => {
                self.refusal = None;
                match self.prepared.clone() {
                    Some(artifacts) => vec![Effect::Write {
                        folder,
                        artifacts,
                        force,
                    }],
                    None => Vec::new(),
                }
            }
            ExportCommand::Check => {
                self.view.dialog = Some(Dialog::Check);
                vec![Effect::Check]
            }
            ExportCommand::AcceptAll => self.accept_all(),
        }
    }

    fn accept_all(&mut self) -> Vec<Effect> {
        let Some(project) = &self.project else {
            return Vec::new();
        };
        let (analysis, plan) = (&project.analysis, &project.scenario().plan);
        let edits = guard::accept(
            &analysis.model,
            &analysis.graph,
            plan,
            guard::BASELINE_REASON,
        );
        let deed = Deed::Accepted {
            n: edits.len(),
            accepted: true,
        };
        let mut effects = self.perform(PlanEdit::Batch(edits), deed);
        effects.push(Effect::Check);
        effects
    }

    /// Long work tells how far it is; `None` when it has ended.
    pub fn tell_work(&mut self, work: Option<(Step, usize, usize)>) {
        self.work = work.map(|(step, done, total)| Work { step, done, total });
    }

    /// Takes in what came back from outside.
    pub fn conclude(&mut self, outcome: Outcome) -> Vec<Effect> {
        match outcome {
            Outcome::Opened(opened) => self.opened(*opened),
            Outcome::Reloaded(analysis, seen) => self.reloaded(analysis, seen),
            Outcome::PastRead(read) => self.past_read(read),
            Outcome::MeasuredRead(paths, measured) => self.measured_read(paths, measured),
            Outcome::Unchanged(_)
            | Outcome::NotReloaded(_)
            | Outcome::FolderChanged { .. }
            | Outcome::FolderGone
            | Outcome::FolderBack
            | Outcome::WatchLimited { .. } => self.told_by_watch(outcome),
            Outcome::PlansRead(plans) => self.plans_read(plans),
            Outcome::FolderChosen(purpose, path) => self.folder_chosen(purpose, path),
            Outcome::FolderDeclined | Outcome::Cancelled => Vec::new(),
            Outcome::NoFolderDialog(purpose) => {
                self.view.dialog = Some(Dialog::PathPicker(purpose));
                Vec::new()
            }
            Outcome::Overtaken(_) => {
                self.view.dialog = Some(Dialog::Overtaken);
                Vec::new()
            }
            Outcome::Saved(plans) => self.saved(plans),
            Outcome::Prepared(artifacts) => {
                self.prepared = Some(artifacts);
                Vec::new()
            }
            Outcome::Written(folder, n_files) => {
                self.written = Some((folder, n_files));
                Vec::new()
            }
            Outcome::WriteRefused(notice) => {
                self.refusal = Some(notice);
                Vec::new()
            }
            Outcome::Suggested {
                edit,
                n_services,
                notices,
            } => {
                for notice in notices {
                    self.post(notice);
                }
                let mut effects = self.perform(edit, Deed::Suggested(n_services));
                effects.push(Effect::Camera(CameraMove::Fit));
                effects
            }
            Outcome::Checked(verdict) => {
                self.verdict = Some(verdict);
                Vec::new()
            }
            Outcome::Failed(notice) => {
                // What waited for a save that failed must not happen at some later one.
                if self.view.dialog != Some(Dialog::Guard) {
                    self.held_back = None;
                }
                self.post(notice);
                Vec::new()
            }
        }
    }

    fn folder_chosen(&mut self, purpose: Purpose, path: PathBuf) -> Vec<Effect> {
        match purpose {
            Purpose::Open => self.update_file(FileCommand::Open(path)),
            Purpose::Measured => self.read_measured(path),
            Purpose::Export => {
                self.export_folder = Some(path);
                self.view.dialog = Some(Dialog::Export);
                Vec::new()
            }
        }
    }

    fn opened(&mut self, mut opened: OpenedProject) -> Vec<Effect> {
        let rescued = opened.rescued.take();
        let notices = std::mem::take(&mut opened.notices);
        self.export_folder = None;
        self.view.filter = opened.filter;
        self.project = Some(Project::new(opened, self.view.filter));
        self.forget_past();
        self.measured = None;
        self.selection = Selection::Nothing;
        self.evidence = None;
        self.explained = None;
        self.view.dialog = None;
        self.view.panel = Panel::default();
        self.revision += 1;
        self.what_if = None;
        self.prepared = None;
        self.verdict = None;
        self.behind = None;
        for notice in notices {
            self.post(notice);
        }
        self.tell_aside();
        self.tell_vanished();
        if rescued.is_some() {
            self.rescued = rescued;
            self.view.dialog = Some(Dialog::Recover);
        }
        let mut effects = vec![Effect::Camera(CameraMove::Fit)];
        effects.extend(self.watch());
        effects
    }

    /// Says what concerns the last run of the analysis alone, unless it was said before.
    pub(super) fn tell_aside(&mut self) {
        let analysis = self.project.as_ref().map(|it| it.analysis.clone());
        for notice in analysis.iter().flat_map(|it| &it.aside) {
            if !self.posted.iter().any(|it| it.notice == *notice) {
                self.post(notice.clone());
            }
        }
    }

    /// Says once that the plan names what the code does not have; the findings say what.
    pub(super) fn tell_vanished(&mut self) {
        let vanished = self.project.as_ref().map(|it| &it.derived.vanished);
        let Some([first, others @ ..]) = vanished.map(Vec::as_slice) else {
            return;
        };
        let notice = if others.is_empty() {
            Notice::from(first)
        } else {
            let n = others.len() + 1;
            Notice::warning(format!(
                "the plan names {n} paths that the code does not have"
            ))
            .hint("the findings offer a remedy for each")
        };
        self.post(notice);
    }

    fn saved(&mut self, plans: Vec<PlanText>) -> Vec<Effect> {
        let Some(project) = &mut self.project else {
            return Vec::new();
        };
        for plan in plans {
            let scenario = project.scenarios.iter_mut().find(|it| it.name == plan.name);
            if let Some(scenario) = scenario {
                scenario.history.mark_saved(plan.state);
                scenario.origin.get_or_insert_with(|| plan.text.clone());
                scenario.text = Some(plan.text);
            }
        }
        project.gone.clear();
        if project.is_dirty() {
            return vec![Effect::Autosave];
        }
        let mut effects = vec![Effect::ForgetAutosave];
        if let Some(command) = self.held_back.take() {
            effects.extend(self.leave(command));
        } else {
            self.post(Notice::info("saved"));
        }
        effects
    }
}
