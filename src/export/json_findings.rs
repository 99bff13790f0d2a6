//! The shape of findings and of the use of tables in JSON: frozen with version 1.

use serde::Serialize;

use super::json_graph::number;
use super::{FindingRow, MendRow, Report, TableRow, TableUserRow};

#[derive(Serialize)]
pub(super) struct FindingV1<'a> {
    kind: &'a str,
    grave: bool,
    what: &'a str,
    services: Vec<&'a str>,
    paths: Vec<&'a str>,
    places: Vec<&'a str>,
    mends: Vec<MendV1<'a>>,
}

#[derive(Serialize)]
struct MendV1<'a> {
    path: &'a str,
    edit: &'a str,
    to: &'a str,
}

impl<'a> FindingV1<'a> {
    pub(super) fn of(report: &'a Report, it: &'a FindingRow) -> Self {
        let mend = |it: &'a MendRow| MendV1 {
            path: &it.path,
            edit: it.edit,
            to: &it.to,
        };
        Self {
            kind: it.kind,
            grave: it.grave,
            what: &it.sentence,
            services: report.names(&it.services).collect(),
            paths: it.paths.iter().map(|it| &**it).collect(),
            places: it.places.iter().map(|it| &**it).collect(),
            mends: it.mends.iter().map(mend).collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct TableV1<'a> {
    id: &'a str,
    kind: &'a str,
    service: &'a str,
    users: Vec<TableUserV1<'a>>,
}

#[derive(Serialize)]
struct TableUserV1<'a> {
    service: &'a str,
    #[serde(serialize_with = "number")]
    reads: f64,
    #[serde(serialize_with = "number")]
    writes: f64,
    first_read: Option<&'a str>,
    first_write: Option<&'a str>,
    readers: Vec<&'a str>,
    writers: Vec<&'a str>,
}

impl<'a> TableV1<'a> {
    pub(super) fn of(report: &'a Report, it: &'a TableRow) -> Self {
        let user = |it: &'a TableUserRow| TableUserV1 {
            service: &report.service(it.service).name,
            reads: it.reads,
            writes: it.writes,
            first_read: it.first_read.as_deref(),
            first_write: it.first_write.as_deref(),
            readers: it.readers.iter().map(|it| &**it).collect(),
            writers: it.writers.iter().map(|it| &**it).collect(),
        };
        Self {
            id: &it.id,
            kind: it.kind,
            service: &report.service(it.owner).name,
            users: it.users.iter().map(user).collect(),
        }
    }
}
