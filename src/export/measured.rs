//! What was measured, with names: calls at run time, kept apart from every count of places.

use std::sync::Arc;

use super::{Report, ServiceIdx};
use crate::insight::Assessment;
use crate::insight::measured::{MeasuredUse, TableSums};
use crate::measured::{Measurements, Sum};
use crate::model::{CodeModel, ModuleId};
use crate::pipeline::Analysis;
use crate::plan::{Owner, Plan};

/// Calls and times that files tell of a system.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct MeasuredReport {
    /// The files, in the order they were given.
    pub files: Vec<Arc<str>>,
    /// Tables, views and routines.
    pub tables: Vec<MeasuredRow>,
    /// Functions.
    pub functions: Vec<MeasuredRow>,
    /// Modules: all functions directly in them together.
    pub modules: Vec<MeasuredRow>,
    /// Paths that were called, as the files write them.
    pub doors: Vec<MeasuredRow>,
    /// Services in the order of the report; empty without a plan.
    pub services: Vec<MeasuredServiceRow>,
    /// Calls of tables of other services, where it is told which function called.
    pub cuts: Vec<MeasuredCutRow>,
    /// What has no place in the code, in the order of the files.
    pub not_bound: Vec<NotBoundRow>,
    /// Statements that no parser could read, so that their words were followed.
    pub n_guessed: u32,
}

/// What was measured of one thing. Rows of a kind are sorted: the most time first, ties by name.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct MeasuredRow {
    /// Full id; of a door its name, or what was told where no door of the code fits.
    pub name: Arc<str>,
    /// The service that owns it, in a plan.
    pub service: Option<ServiceIdx>,
    /// Calls; those of functions and doors are all in `other`.
    pub sums: TableSums,
}

/// What was measured of one service.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct MeasuredServiceRow {
    /// The service.
    pub service: ServiceIdx,
    /// Calls of its functions.
    pub functions: Sum,
    /// Calls of its tables, whoever called.
    pub tables: TableSums,
}

/// Calls of a table from a module of another service.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct MeasuredCutRow {
    /// The service whose function called.
    pub from_service: ServiceIdx,
    /// The service that owns the table.
    pub to_service: ServiceIdx,
    /// The module whose function called.
    pub from: Arc<str>,
    /// The table.
    pub to: Arc<str>,
    /// How often.
    pub sums: TableSums,
}

/// Something that was measured and has no place in the code.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct NotBoundRow {
    /// `door`, `function`, `table` or `statement`.
    pub what: &'static str,
    /// As written.
    pub name: String,
    /// How often.
    pub sum: Sum,
    /// The file and the line.
    pub place: String,
    /// Why it has none.
    pub reason: Box<str>,
}

impl Report {
    /// The same report with what was measured.
    #[must_use]
    pub fn with_measured(
        mut self,
        analysis: &Analysis,
        plan: &Plan,
        assessment: &Assessment,
        measured: &Measurements,
    ) -> Self {
        let idx_of = |owner: Owner| {
            let position = |id| plan.services.iter().position(|it| it.id == id);
            owner.and_then(position).unwrap_or(plan.services.len())
        };
        let usage = MeasuredUse::of(&analysis.model, measured);
        let owner = |it| Some(idx_of(assessment.owner_of(it)));
        let mut rows = MeasuredReport::new(&analysis.model, &usage, measured, &owner);
        let services = usage.services(&analysis.model, assessment).into_iter();
        rows.services = services
            .map(|(owner, it)| MeasuredServiceRow {
                service: idx_of(owner),
                functions: it.functions,
                tables: it.tables,
            })
            .collect();
        let path = |it: ModuleId| analysis.model.module(it).path.clone();
        let cuts = usage.cuts(assessment).into_iter();
        rows.cuts = cuts
            .map(|it| MeasuredCutRow {
                from_service: idx_of(it.from_owner),
                to_service: idx_of(it.to_owner),
                from: path(it.from),
                to: path(it.to),
                sums: it.sums,
            })
            .collect();
        let heavier = |it: &MeasuredCutRow| total_ms(&it.sums);
        rows.cuts.sort_by(|a, b| {
            let names = (&a.from, &a.to).cmp(&(&b.from, &b.to));
            heavier(b).total_cmp(&heavier(a)).then(names)
        });
        self.not_analyzed.extend(measured.notices.iter().cloned());
        self.measured = Some(rows);
        self
    }
}

impl MeasuredReport {
    /// What was measured of code alone, without a plan.
    pub fn of_code(model: &CodeModel, measured: &Measurements) -> Self {
        let usage = MeasuredUse::of(model, measured);
        Self::new(model, &usage, measured, &|_| None)
    }

    fn new(
        model: &CodeModel,
        usage: &MeasuredUse,
        measured: &Measurements,
        owner: &dyn Fn(ModuleId) -> Option<ServiceIdx>,
    ) -> Self {
        let module = |it: ModuleId, sums| MeasuredRow {
            name: model.module(it).path.clone(),
            service: owner(it),
            sums,
        };
        let tables = usage.tables.iter().map(|(it, sums)| module(*it, *sums));
        let modules = usage
            .modules
            .iter()
            .map(|(it, sum)| module(*it, calls(*sum)));
        let functions = usage.functions.iter().map(|(it, sum)| MeasuredRow {
            name: model.item(*it).path.clone(),
            service: owner(model.item(*it).module),
            sums: calls(*sum),
        });
        let doors = usage.doors.iter().map(|(door, it)| MeasuredRow {
            name: door.as_str().into(),
            service: it.module.and_then(owner),
            sums: calls(it.sum),
        });
        let not_bound = usage.unbound.iter().map(|it| {
            let entry = &measured.entries[it.entry];
            NotBoundRow {
                what: entry.what.word(),
                name: entry.what.name(),
                sum: entry.sum,
                place: entry.place.to_string(),
                reason: it.reason.clone(),
            }
        });
        Self {
            files: measured.files.clone(),
            tables: sorted(tables),
            functions: sorted(functions),
            modules: sorted(modules),
            doors: sorted(doors),
            services: Vec::new(),
            cuts: Vec::new(),
            not_bound: not_bound.collect(),
            n_guessed: usage.n_guessed,
        }
    }
}

/// What is called, and does nothing to rows.
fn calls(sum: Sum) -> TableSums {
    TableSums {
        other: sum,
        ..TableSums::default()
    }
}

/// For the order of rows alone: the time of what reads and writes is in it twice.
fn total_ms(sums: &TableSums) -> f64 {
    sums.reads.total_ms + sums.writes.total_ms + sums.other.total_ms
}

fn sorted(rows: impl Iterator<Item = MeasuredRow>) -> Vec<MeasuredRow> {
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by(|a, b| {
        let heavier = total_ms(&b.sums).total_cmp(&total_ms(&a.sums));
        heavier.then_with(|| a.name.cmp(&b.name))
    });
    rows
}
