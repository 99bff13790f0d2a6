//! Keeping up with what changes on disk, while everything the architect holds stays where it is.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Session;
use super::effect::{Effect, Outcome, PlansOnDisk, Seen};
use super::project::{OpenedPlan, Places, Project, Scenario};
use crate::model::Successor;
use crate::notice::{Notice, Place};
use crate::pipeline::Analysis;

impl Session {
    /// Follows changes on disk from now on, or no longer.
    pub(super) fn follow(&mut self, follow: bool) -> Vec<Effect> {
        self.view.follow = follow;
        let mut effects = vec![Effect::Remember];
        if follow {
            effects.extend(self.watch());
        } else {
            effects.push(Effect::Unwatch);
        }
        effects
    }

    /// What it takes to follow the open project, if that is wanted.
    pub(super) fn watch(&self) -> Option<Effect> {
        let project = self.project.as_ref().filter(|_| self.view.follow)?;
        Some(Effect::Watch(project.root.clone(), project.seen))
    }

    /// Reading again tells how far it is; `None` when it has ended.
    pub fn tell_reading(&mut self, work: Option<super::Work>) {
        self.reading = work;
    }

    pub(super) fn told_by_watch(&mut self, outcome: Outcome) -> Vec<Effect> {
        let Some(project) = &mut self.project else {
            return Vec::new();
        };
        let root = project.root.clone();
        match outcome {
            Outcome::Unchanged(seen) => {
                project.seen = seen;
                self.keeps_up();
            }
            Outcome::FolderBack => self.keeps_up(),
            Outcome::NotReloaded(notice) => self.falls_behind(notice),
            Outcome::FolderGone => {
                let text = "the folder is not there any more; what was read of it stays";
                let hint = "it is looked for every few seconds";
                let place = Place::file(&*root.to_string_lossy());
                self.falls_behind(Notice::warning(text).at(place).hint(hint));
            }
            Outcome::WatchLimited {
                n_watched,
                n_folders,
            } => {
                let text = format!(
                    "the system watches only {n_watched} of {n_folders} folders for changes"
                );
                let hint = "the others are looked at whenever the window gets the focus; on Linux \
                            fs.inotify.max_user_watches is the limit";
                self.post(Notice::info(text).hint(hint));
            }
            Outcome::FolderChanged { code, plans } => {
                let reload = code.then(|| Effect::Reload {
                    root: root.clone(),
                    quietly: true,
                });
                let read = plans.then_some(Effect::ReadPlans(root));
                return reload.into_iter().chain(read).collect();
            }
            _ => {}
        }
        Vec::new()
    }

    /// Says why what is shown is not what is on disk, once.
    fn falls_behind(&mut self, notice: Notice) {
        let before = self.behind.take();
        let known = |it: &super::Posted| Some(it.id) == before;
        if self
            .posted
            .iter()
            .any(|it| known(it) && it.notice == notice)
        {
            self.behind = before;
            return;
        }
        self.posted.retain(|it| !known(it));
        self.post(notice);
        self.behind = Some(self.n_posted);
    }

    /// What is shown is what is on disk.
    fn keeps_up(&mut self) {
        let before = self.behind.take();
        self.posted.retain(|it| Some(it.id) != before);
    }

    /// Code that was read again takes the place of the old: what is selected stays so under its new
    /// id, and nothing moves that is still there.
    pub(super) fn reloaded(&mut self, analysis: Arc<Analysis>, seen: Seen) -> Vec<Effect> {
        let Some(project) = &mut self.project else {
            return Vec::new();
        };
        let old = project.analysis.clone();
        let successor = Successor::between(&old.model, &analysis.model);
        self.selection = self
            .selection
            .succeeded(&old.model, &analysis.model, &successor);
        self.explained = self.explained.and_then(|it| successor.module(it));
        // The lines have moved.
        self.evidence = None;
        let missed = missing(project);
        project.take_code(analysis, &successor);
        project.seen = seen;
        self.outdate_past();
        self.bind_measured();
        self.keeps_up();
        self.tell_aside();
        self.refresh(Places::Kept);
        self.drop_stale_selection();
        if self
            .project
            .as_ref()
            .is_some_and(|it| !missing(it).is_subset(&missed))
        {
            self.tell_vanished();
        }
        Vec::new()
    }

    /// Plans that somebody else changed are taken over, unless that would lose something: then both
    /// stay as they are, and saving asks.
    pub(super) fn plans_read(&mut self, found: PlansOnDisk) -> Vec<Effect> {
        let Some(project) = &mut self.project else {
            return Vec::new();
        };
        let mut said = found.notices;
        let mut anew = false;
        for opened in found.plans {
            let file = Place::file(&*file_name(project, &opened.name));
            match take_plan(project, opened) {
                Taken::Known => {}
                Taken::Over => {
                    anew = true;
                    let text = "changed on disk and was read again";
                    said.push(Notice::info(text).at(file));
                }
                Taken::Not => {
                    let text = "changed on disk; your unsaved changes are kept beside it";
                    let hint = "saving asks which of the two to keep";
                    said.push(Notice::warning(text).at(file).hint(hint));
                }
            }
        }
        let gone = |it: &&mut Scenario| it.text.is_some() && !found.names.contains(&it.name);
        let mut lost = Vec::new();
        for scenario in project.scenarios.iter_mut().filter(gone) {
            scenario.text = None;
            scenario.history.mark_unsaved();
            lost.push(scenario.name.clone());
        }
        for name in &lost {
            let file = Place::file(&*file_name(project, name));
            let text = "is not on disk any more; the plan is kept here, unsaved";
            said.push(Notice::warning(text).at(file).hint("save to bring it back"));
        }
        for notice in said {
            let new = self.posted.last().is_none_or(|it| it.notice != notice);
            if new {
                self.post(notice);
            }
        }
        if anew {
            self.refresh(Places::Kept);
            self.drop_stale_selection();
        }
        if lost.is_empty() {
            Vec::new()
        } else {
            vec![Effect::Autosave]
        }
    }
}

/// What became of a plan on disk.
enum Taken {
    /// It is the one that is open.
    Known,
    /// It took its place.
    Over,
    /// It would have cost unsaved changes.
    Not,
}

fn take_plan(project: &mut Project, opened: OpenedPlan) -> Taken {
    let at = project
        .scenarios
        .iter()
        .position(|it| it.name == opened.name);
    let Some(at) = at else {
        project.scenarios.push(Scenario::from(opened));
        return Taken::Over;
    };
    let scenario = &project.scenarios[at];
    if scenario.text == opened.text {
        return Taken::Known;
    }
    let ours = project.text_of(scenario);
    if Some(&ours.text) == opened.text.as_ref() {
        let scenario = &mut project.scenarios[at];
        scenario.text = opened.text;
        scenario.history.mark_saved(ours.state);
        return Taken::Known;
    }
    let untouched = scenario.text.is_none() && scenario.history.n_done() == 0;
    if scenario.history.is_dirty() && !untouched {
        return Taken::Not;
    }
    project.scenarios[at] = Scenario::from(opened);
    Taken::Over
}

fn file_name(project: &Project, name: &str) -> String {
    let file = project.file_of(name);
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// What the plan names and the code does not have.
fn missing(project: &Project) -> BTreeSet<Arc<str>> {
    let vanished = project.derived.vanished.iter();
    vanished.map(|it| Arc::from(&*it.path)).collect()
}
