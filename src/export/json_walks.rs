//! The shape of doors with their walks in JSON: frozen with version 1.

use serde::Serialize;

use super::{Door, DoorStep, Report};

#[derive(Serialize)]
pub(super) struct DoorV1<'a> {
    id: &'a str,
    kind: &'a str,
    method: Option<&'a str>,
    path: &'a str,
    framework: &'a str,
    handler: &'a str,
    service: &'a str,
    place: &'a str,
    confidence: &'a str,
    hops: u32,
    not_followed: u32,
    walk: Vec<WalkStepV1<'a>>,
}

#[derive(Serialize)]
struct WalkStepV1<'a> {
    from: Option<usize>,
    depth: u32,
    what: &'a str,
    id: &'a str,
    service: &'a str,
    hop: bool,
    again: bool,
    place: &'a str,
    confidence: &'a str,
}

impl<'a> DoorV1<'a> {
    pub(super) fn of(report: &'a Report, it: &'a Door) -> Self {
        let steps = it.steps.iter();
        Self {
            id: &it.id,
            kind: it.kind.word(),
            method: it.method.as_deref(),
            path: &it.path,
            framework: &it.framework,
            handler: &it.handler,
            service: &report.service(it.service).name,
            place: &it.place,
            confidence: it.confidence.word(),
            hops: it.n_hops,
            not_followed: it.n_left_out,
            walk: steps.map(|it| WalkStepV1::of(report, it)).collect(),
        }
    }
}

impl<'a> WalkStepV1<'a> {
    fn of(report: &'a Report, it: &'a DoorStep) -> Self {
        Self {
            from: it.from,
            depth: it.depth,
            what: it.what,
            id: &it.id,
            service: &report.service(it.service).name,
            hop: it.is_hop,
            again: it.is_again,
            place: &it.place,
            confidence: it.confidence.word(),
        }
    }
}
