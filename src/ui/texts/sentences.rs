//! Texts with values in them.

use std::fmt::Display;
use std::time::Duration;

use super::Texts;
use crate::model::Origin;
use crate::plan::Decision;
use crate::progress::Step;
use crate::session::{Deed, Panel, SomeModules};

/// The template with its values; braces inside a value stay as they are.
pub(super) fn fill(template: &str, values: &[&dyn Display]) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let value = after.split_once('}').and_then(|(at, after)| {
            let at: usize = at.parse().ok()?;
            Some((values.get(at)?.to_string(), after))
        });
        match value {
            Some((value, after)) => {
                text.push_str(&value);
                rest = after;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text + rest
}

/// The form for this many, with the number in it.
pub(super) fn count(template: &str, n: u64, number: &str) -> String {
    let (one, many) = template.split_once('|').unwrap_or((template, template));
    fill(if n == 1 { one } else { many }, &[&number])
}

impl Texts {
    /// `12345` as `12,345`.
    pub fn grouped(&self, n: u64) -> String {
        let digits = n.to_string();
        let mut grouped = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped
    }

    /// A sum of weights: whole numbers as such, others with one place.
    pub fn weight(&self, weight: f64) -> String {
        if (weight - weight.round()).abs() < 1e-6 {
            self.grouped(weight.round().max(0.0) as u64)
        } else {
            format!("{weight:.1}")
        }
    }

    /// A share as a percentage.
    pub fn percent(&self, share: f64) -> String {
        format!("{:.0} %", share * 100.0)
    }

    /// A figure with its name.
    pub fn figure(&self, name: &str, number: &str) -> String {
        format!("{} {number}", name.to_lowercase())
    }

    pub(super) fn counted(&self, template: &str, n: u64) -> String {
        count(template, n, &self.grouped(n))
    }

    /// `3 modules`.
    pub fn n_modules(&self, n: usize) -> String {
        self.counted(self.n_modules, n as u64)
    }

    /// `412 lines`.
    pub fn n_lines(&self, n: u64) -> String {
        self.counted(self.n_lines, n)
    }

    /// `131 dependencies`.
    pub fn n_dependencies(&self, n: usize) -> String {
        self.counted(self.n_dependencies, n as u64)
    }

    /// `2 crates`.
    pub fn n_crates(&self, n: usize) -> String {
        self.counted(self.n_crates, n as u64)
    }

    /// `11 references`.
    pub fn n_references(&self, n: usize) -> String {
        self.counted(self.n_references, n as u64)
    }

    /// `3 references not resolved`.
    pub fn n_unresolved(&self, n: usize) -> String {
        self.counted(self.n_unresolved, n as u64)
    }

    /// `97.1 % of paths resolved`.
    pub fn paths_resolved(&self, share: f64) -> String {
        let percent = (share * 1000.0).floor() / 10.0;
        fill(self.paths_resolved, &[&format!("{percent:.1}")])
    }

    /// `3 blind spots`.
    pub fn n_blind(&self, n: u64) -> String {
        self.counted(self.n_blind, n)
    }

    /// What may be missing because of a blind spot.
    pub fn blind_missing(&self, what: &str) -> String {
        fill(self.blind_missing, &[&what])
    }

    /// What can be done about a blind spot.
    pub fn blind_advice(&self, what: &str) -> String {
        fill(self.blind_advice, &[&what])
    }

    /// `4 files`.
    pub fn n_files(&self, n: usize) -> String {
        self.counted(self.n_files, n as u64)
    }

    /// `4 violations`.
    pub fn n_violations(&self, n: usize) -> String {
        self.counted(self.n_violations, n as u64)
    }

    /// How long the analysis took.
    pub fn analyzed_in(&self, elapsed: Duration) -> String {
        fill(
            self.analyzed_in,
            &[&format!("{:.2}", elapsed.as_secs_f64())],
        )
    }

    /// What a scenario is called on its tab.
    pub fn scenario_name(&self, name: &str) -> String {
        if name.is_empty() {
            self.chosen_scenario.to_owned()
        } else {
            name.to_owned()
        }
    }

    /// A page of the bottom panel.
    pub fn panel(&self, panel: Panel) -> &'static str {
        match panel {
            Panel::Findings => self.findings,
            Panel::CutList => self.cut_list,
            Panel::Services => self.services,
            Panel::Data => self.data,
            Panel::Doors => self.doors,
            Panel::Notices => self.notices,
            Panel::BlindSpots => self.blind_spots,
            Panel::History => self.history,
        }
    }

    /// The heading of a preview.
    pub fn if_moved_to(&self, name: &str) -> String {
        fill(self.if_moved_to, &[&name])
    }

    /// A place in a menu.
    pub fn move_to_named(&self, name: &str) -> String {
        fill(self.move_to_named, &[&name])
    }

    /// A place in the menu for merging.
    pub fn merge_into_named(&self, name: &str) -> String {
        fill(self.merge_into_named, &[&name])
    }

    /// The cohesion of a service.
    pub fn cohesion_of(&self, name: &str) -> String {
        fill(self.cohesion_of, &[&name])
    }

    /// How much stays inside the owner.
    pub fn stay_inside(&self, inside: f64, all: f64, owner: &str) -> String {
        fill(
            self.stay_inside,
            &[&self.weight(inside), &self.weight(all), &owner],
        )
    }

    /// Where else the module would fit, and whether it would fit better there.
    pub fn next_best(&self, owner: &str, weight: f64, here: f64) -> String {
        let template = if weight > here {
            self.better_elsewhere
        } else {
            self.next_best
        };
        fill(template, &[&owner, &self.weight(weight)])
    }

    /// What decides nothing.
    pub fn undecisive(&self, weight: f64) -> String {
        fill(self.undecisive, &[&self.weight(weight)])
    }

    /// The caption of what speaks for an owner.
    pub fn speaks_for(&self, name: &str) -> String {
        fill(self.speaks_for, &[&name])
    }

    /// What the module needs and how often it is needed.
    pub fn instability(&self, needs: f64, needed: f64) -> String {
        // Sums of nothing come out as minus zero.
        let share = (needs / (needs + needed).max(f64::EPSILON)).abs();
        let share = format!("{share:.2}");
        fill(
            self.instability,
            &[&self.weight(needs), &self.weight(needed), &share],
        )
    }

    /// What a module is and whose.
    pub fn kind_in(&self, kind: &str, owner: &str) -> String {
        fill(self.kind_in, &[&kind, &owner])
    }

    /// What an item is and where.
    pub fn item_in(&self, kind: &str, module: &str, n_lines: u32) -> String {
        let place = fill(self.item_in, &[&kind, &module]);
        format!("{place} · {}", self.n_lines(u64::from(n_lines)))
    }

    /// A kind of dependency.
    pub fn kind_and_weight(&self, kind: &str, weight: f64, confidence: &str) -> String {
        fill(
            self.kind_and_weight,
            &[&kind, &self.weight(weight), &confidence],
        )
    }

    /// What a ribbon carries.
    pub fn ribbon_about(&self, weight: f64, n_links: usize) -> String {
        fill(
            self.ribbon_about,
            &[&self.weight(weight), &self.n_dependencies(n_links)],
        )
    }

    /// The link at the end of a list that is not shown whole.
    pub fn show_all(&self, n: usize) -> String {
        fill(self.show_all, &[&self.grouped(n as u64)])
    }

    /// The link below the places that are shown.
    pub fn show_more_places(&self, n_left: usize) -> String {
        fill(self.show_more_places, &[&self.grouped(n_left as u64)])
    }

    /// What was decided about a shared module.
    pub fn decided(&self, decision: Decision) -> String {
        let text = match decision {
            Decision::Library => self.decided_library,
            Decision::Copy => self.decided_copy,
            Decision::Service => self.decided_service,
            Decision::Keep => self.decided_keep,
            Decision::Undecided => self.decided_not,
        };
        text.to_owned()
    }

    fn decision(&self, decision: Decision) -> &'static str {
        match decision {
            Decision::Library => self.decide_library,
            Decision::Copy => self.decide_copy,
            Decision::Service => self.decide_service,
            Decision::Keep => self.decide_keep,
            Decision::Undecided => self.decided_not,
        }
    }
}

/// Findings.
impl Texts {
    /// Services need each other.
    pub fn circle_sentence(
        &self,
        n: usize,
        (n_breaks, weight): (usize, f64),
        exact: bool,
    ) -> String {
        let circle = fill(self.circle_sentence, &[&n]);
        let template = if exact {
            self.circle_breaks
        } else {
            self.circle_breaks_bound
        };
        let breaks = self.n_dependencies(n_breaks);
        fill(template, &[&circle, &self.weight(weight), &breaks])
    }

    /// A rule of the plan is broken.
    pub fn rule_sentence(&self, together: bool, paths: &str) -> String {
        fill(
            if together {
                self.rule_together
            } else {
                self.rule_apart
            },
            &[&paths],
        )
    }

    /// A shared module nobody decided on.
    pub fn undecided_sentence(&self, path: &str, n_users: usize, weight: f64) -> String {
        fill(
            self.undecided_sentence,
            &[&path, &n_users, &self.weight(weight)],
        )
    }

    /// State in memory that several services reach.
    pub fn shared_state_sentence(&self, path: &str, n_services: usize) -> String {
        fill(self.shared_state_sentence, &[&path, &n_services])
    }

    /// A table that several services write.
    pub fn several_writers_sentence(&self, table: &str, n: usize, most: &str) -> String {
        fill(self.several_writers_sentence, &[&table, &n, &most])
    }

    /// A table that belongs to nobody.
    pub fn unowned_sentence(&self, table: &str, likeliest: &str, n: usize) -> String {
        let template = if n == 1 {
            self.unowned_one
        } else {
            self.unowned_many
        };
        fill(template, &[&table, &likeliest, &n])
    }

    /// How many tables, views and routines.
    pub fn n_tables(&self, n: usize) -> String {
        self.counted(self.n_tables, n as u64)
    }

    /// How many columns.
    pub fn n_columns(&self, n: usize) -> String {
        self.counted(self.n_columns, n as u64)
    }

    /// How often a table is written and read; nothing of what never happens.
    pub fn writes_reads(&self, writes: f64, reads: f64) -> String {
        let counts = [(self.n_writes, writes), (self.n_reads, reads)];
        let there = counts.iter().filter(|it| it.1 > 0.0);
        let words = there.map(|(template, n)| self.counted(template, n.round() as u64));
        words.collect::<Vec<_>>().join(" · ")
    }

    /// How long the body of a routine is, and how tangled.
    pub fn n_body(&self, n_lines: u32, cyclomatic: u32) -> String {
        fill(self.n_body, &[&n_lines, &cyclomatic])
    }

    /// How a table is known.
    pub fn origin(&self, origin: Origin) -> &'static str {
        match origin {
            Origin::Files => self.origin_files,
            Origin::Code => self.origin_code,
            Origin::Mapper => self.origin_mapper,
            Origin::Named => self.origin_named,
        }
    }

    /// A module that shares more with another service.
    pub fn misplaced_sentence(&self, path: &str, there: (&str, f64), here: (&str, f64)) -> String {
        let (more, less) = (self.weight(there.1), self.weight(here.1));
        fill(
            self.misplaced_sentence,
            &[&path, &there.0, &more, &here.0, &less],
        )
    }

    /// Something that the plan names and the code does not have.
    pub fn vanished_sentence(&self, path: &str, likeliest: Option<&str>) -> String {
        match likeliest {
            Some(new) => fill(self.vanished_moved, &[&path, &new]),
            None => fill(self.vanished_sentence, &[&path]),
        }
    }

    /// The remedy for something that moved.
    pub fn repath(&self, to: &str) -> String {
        fill(self.repath, &[&to])
    }

    /// A service that needs all others, or all but one.
    pub fn needs_everything_sentence(
        &self,
        name: &str,
        (n_needed, n_others): (usize, usize),
        weight: f64,
    ) -> String {
        fill(
            self.needs_everything_sentence,
            &[&name, &n_needed, &n_others, &self.weight(weight)],
        )
    }

    /// A boundary that carries much of what is cut.
    pub fn wide_sentence(&self, (from, to): (&str, &str), weight: f64, share: f64) -> String {
        fill(
            self.wide_sentence,
            &[&from, &to, &self.weight(weight), &self.percent(share)],
        )
    }
}

/// The list of edits, and work under way.
impl Texts {
    /// What an edit did.
    pub fn deed(&self, deed: &Deed) -> String {
        match deed {
            Deed::Moved { modules, to } => {
                let to = to.as_deref().unwrap_or(self.remaining);
                match modules.n {
                    1 => fill(self.deed_moved_one, &[&modules.first, &to]),
                    n => fill(self.deed_moved_many, &[&n, &to]),
                }
            }
            Deed::Added(name) => fill(self.deed_added, &[name]),
            Deed::Removed(name) => fill(self.deed_removed, &[name]),
            Deed::Renamed { from, to } => fill(self.deed_renamed, &[from, to]),
            Deed::Merged { from, into } => fill(self.deed_merged, &[from, into]),
            Deed::Decided {
                modules,
                decision: Some(decision),
            } => {
                let decision = self.decision(*decision).to_lowercase();
                fill(self.deed_decided, &[&self.some(modules), &decision])
            }
            Deed::Decided {
                modules,
                decision: None,
            } => fill(self.deed_forgot, &[&self.some(modules)]),
            Deed::Locked { modules, locked } => {
                let template = if *locked {
                    self.deed_locked
                } else {
                    self.deed_unlocked
                };
                fill(template, &[&self.some(modules)])
            }
            Deed::Accepted { n, accepted } => {
                let template = if *accepted {
                    self.deed_accepted
                } else {
                    self.deed_unaccepted
                };
                self.counted(template, *n as u64)
            }
            Deed::Repathed { from, to: Some(to) } => fill(self.deed_repathed, &[from, to]),
            Deed::Repathed { from, to: None } => fill(self.deed_dropped, &[from]),
            Deed::Placed => self.deed_placed.to_owned(),
            Deed::Suggested(n) => self.counted(self.deed_suggested, *n as u64),
            Deed::Edited => self.deed_edited.to_owned(),
        }
    }

    fn some(&self, modules: &SomeModules) -> String {
        if modules.n == 1 {
            modules.first.to_string()
        } else {
            self.n_modules(modules.n)
        }
    }

    /// What long work is busy with, and how far it is.
    pub fn step(&self, step: Step) -> &'static str {
        match step {
            Step::Find => self.step_find,
            Step::Read => self.step_read,
            Step::Parse => self.step_parse,
            Step::Resolve => self.step_resolve,
            Step::Fold => self.step_fold,
            Step::History => self.step_history,
            Step::Export => self.step_export,
            Step::Suggest => self.step_suggest,
            Step::Write => self.step_write,
        }
    }

    /// How far long work is; empty if it has not begun to count.
    pub fn progress(&self, done: usize, total: usize) -> String {
        let (n, of) = (self.grouped(done as u64), self.grouped(total as u64));
        match (done, total) {
            (0, 0) => String::new(),
            (_, 0) => fill(self.work_count_open, &[&n]),
            _ => fill(self.work_count, &[&n, &of]),
        }
    }

    /// The question before something is lost.
    pub fn guard_text(&self, name: &str) -> String {
        fill(self.guard_text, &[&name])
    }

    /// The question after a session that ended badly.
    pub fn recover_text(&self, names: &str) -> String {
        fill(self.recover_text, &[&names])
    }

    /// What an export did.
    pub fn export_done(&self, n_files: usize, folder: &str) -> String {
        fill(self.export_done, &[&self.n_files(n_files), &folder])
    }

    /// What this program is.
    pub fn about_text(&self, version: &str) -> String {
        fill(self.about_text, &[&version])
    }
}

#[cfg(test)]
mod tests {
    use crate::ui::texts::texts;

    #[test]
    fn numbers_and_plurals() {
        let texts = texts();
        assert_eq!(texts.grouped(1_234_567), "1,234,567");
        assert_eq!(texts.grouped(12), "12");
        assert_eq!(texts.n_modules(1), "1 module");
        assert_eq!(texts.n_modules(1200), "1,200 modules");
        assert_eq!(texts.weight(7.25), "7.2");
        assert_eq!(texts.progress(0, 0), "");
        assert_eq!(texts.progress(12, 0), "12 so far");
        assert_eq!(texts.progress(12, 3000), "12 of 3,000");
    }

    #[test]
    fn a_name_with_braces_stays_as_it_is() {
        assert_eq!(texts().if_moved_to("{1} {"), "If moved to {1} {");
        assert_eq!(texts().move_to_named("{0}{{1}"), "Move to {0}{{1}");
    }
}
