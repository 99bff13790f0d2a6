//! The shape of doors, calls to the outside and settings in JSON: frozen with version 1.

use serde::Serialize;

use super::doors::{DoorRow, DoorsReport, OutboundRow, SettingRow};

#[derive(Serialize)]
pub(super) struct DoorsV1<'a> {
    inbound: Vec<DoorV1<'a>>,
    outbound: Vec<OutboundV1<'a>>,
    configuration: Vec<SettingV1<'a>>,
}

#[derive(Serialize)]
struct DoorV1<'a> {
    id: &'a str,
    kind: &'a str,
    framework: &'a str,
    method: &'a str,
    path: &'a str,
    handler: &'a str,
    file: &'a str,
    line: u32,
    confidence: &'a str,
    cfg: &'a str,
}

#[derive(Serialize)]
pub(super) struct OutboundV1<'a> {
    from: &'a str,
    kind: &'a str,
    library: &'a str,
    target: Option<&'a str>,
    file: &'a str,
    line: u32,
    confidence: &'a str,
    test: bool,
}

#[derive(Serialize)]
pub(super) struct SettingV1<'a> {
    kind: &'a str,
    name: &'a str,
    from: &'a str,
    file: &'a str,
    line: u32,
    confidence: &'a str,
    test: bool,
}

impl<'a> DoorsV1<'a> {
    pub(super) fn of(it: &'a DoorsReport) -> Self {
        Self {
            inbound: it.inbound.iter().map(DoorV1::of).collect(),
            outbound: it.outbound.iter().map(OutboundV1::of).collect(),
            configuration: it.config.iter().map(SettingV1::of).collect(),
        }
    }
}

impl<'a> DoorV1<'a> {
    fn of(it: &'a DoorRow) -> Self {
        Self {
            id: &it.id,
            kind: it.kind,
            framework: &it.framework,
            method: &it.method,
            path: &it.path,
            handler: &it.handler,
            file: &it.place.0,
            line: it.place.1,
            confidence: it.confidence,
            cfg: &it.cfg,
        }
    }
}

impl<'a> OutboundV1<'a> {
    pub(super) fn of(it: &'a OutboundRow) -> Self {
        Self {
            from: &it.from,
            kind: it.kind,
            library: &it.library,
            target: it.target.as_deref(),
            file: &it.place.0,
            line: it.place.1,
            confidence: it.confidence,
            test: it.test,
        }
    }
}

impl<'a> SettingV1<'a> {
    pub(super) fn of(it: &'a SettingRow) -> Self {
        Self {
            kind: it.kind,
            name: &it.name,
            from: &it.from,
            file: &it.place.0,
            line: it.place.1,
            confidence: it.confidence,
            test: it.test,
        }
    }
}
