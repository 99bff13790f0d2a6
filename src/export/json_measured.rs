//! The shape of what was measured in JSON: frozen with version 1.

use serde::Serialize;

use super::Report;
use super::json_graph::number;
use super::measured::{MeasuredReport, MeasuredRow};
use crate::insight::measured::TableSums;
use crate::measured::Sum;

#[derive(Serialize)]
pub(super) struct MeasuredV1<'a> {
    files: Vec<&'a str>,
    tables: Vec<TableV1<'a>>,
    functions: Vec<CalledV1<'a>>,
    modules: Vec<CalledV1<'a>>,
    doors: Vec<CalledV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    services: Option<Vec<ServiceV1<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cuts: Option<Vec<CutV1<'a>>>,
    not_bound: Vec<NotBoundV1<'a>>,
    statements_guessed: u32,
}

#[derive(Serialize)]
struct SumV1 {
    calls: u64,
    #[serde(serialize_with = "number")]
    total_ms: f64,
    errors: Option<u64>,
}

#[derive(Serialize)]
struct UsesV1 {
    reads: SumV1,
    writes: SumV1,
    other: SumV1,
}

#[derive(Serialize)]
struct TableV1<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<&'a str>,
    measured: UsesV1,
}

#[derive(Serialize)]
struct CalledV1<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<&'a str>,
    measured: SumV1,
}

#[derive(Serialize)]
struct ServiceV1<'a> {
    name: &'a str,
    functions: SumV1,
    tables: UsesV1,
}

#[derive(Serialize)]
struct CutV1<'a> {
    from_service: &'a str,
    to_service: &'a str,
    from: &'a str,
    to: &'a str,
    measured: UsesV1,
}

#[derive(Serialize)]
struct NotBoundV1<'a> {
    what: &'a str,
    name: &'a str,
    measured: SumV1,
    place: &'a str,
    reason: &'a str,
}

impl SumV1 {
    fn of(it: Sum) -> Self {
        Self {
            calls: it.calls,
            total_ms: it.total_ms,
            errors: it.errors,
        }
    }
}

impl UsesV1 {
    fn of(it: &TableSums) -> Self {
        Self {
            reads: SumV1::of(it.reads),
            writes: SumV1::of(it.writes),
            other: SumV1::of(it.other),
        }
    }
}

impl<'a> MeasuredV1<'a> {
    /// That of a plan, where somebody gave files.
    pub(super) fn of_report(report: &'a Report) -> Option<Self> {
        let measured = report.measured.as_ref()?;
        Some(Self::of(measured, Some(report)))
    }

    /// `report` is there if a plan is.
    pub(super) fn of(it: &'a MeasuredReport, report: Option<&'a Report>) -> Self {
        let service = |idx: Option<usize>| report.zip(idx).map(|(of, it)| &*of.service(it).name);
        let called = |it: &'a MeasuredRow| CalledV1 {
            id: &it.name,
            service: service(it.service),
            measured: SumV1::of(it.sums.other),
        };
        let table = |it: &'a MeasuredRow| TableV1 {
            id: &it.name,
            service: service(it.service),
            measured: UsesV1::of(&it.sums),
        };
        let not_bound = it.not_bound.iter().map(|it| NotBoundV1 {
            what: it.what,
            name: &it.name,
            measured: SumV1::of(it.sum),
            place: &it.place,
            reason: &it.reason,
        });
        Self {
            files: it.files.iter().map(|it| &**it).collect(),
            tables: it.tables.iter().map(table).collect(),
            functions: it.functions.iter().map(called).collect(),
            modules: it.modules.iter().map(called).collect(),
            doors: it.doors.iter().map(called).collect(),
            services: report.map(|of| services(it, of)),
            cuts: report.map(|of| cuts(it, of)),
            not_bound: not_bound.collect(),
            statements_guessed: it.n_guessed,
        }
    }
}

fn services<'a>(of: &'a MeasuredReport, report: &'a Report) -> Vec<ServiceV1<'a>> {
    let service = |it: &'a super::measured::MeasuredServiceRow| ServiceV1 {
        name: &report.service(it.service).name,
        functions: SumV1::of(it.functions),
        tables: UsesV1::of(&it.tables),
    };
    of.services.iter().map(service).collect()
}

fn cuts<'a>(of: &'a MeasuredReport, report: &'a Report) -> Vec<CutV1<'a>> {
    let cut = |it: &'a super::measured::MeasuredCutRow| CutV1 {
        from_service: &report.service(it.from_service).name,
        to_service: &report.service(it.to_service).name,
        from: &it.from,
        to: &it.to,
        measured: UsesV1::of(&it.sums),
    };
    of.cuts.iter().map(cut).collect()
}
