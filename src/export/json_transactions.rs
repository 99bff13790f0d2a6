//! The shape of transactions in JSON: frozen with version 1.

use serde::Serialize;

use super::transactions::{CallRow, MappedRow, ReachedRow, TransactionRow};

#[derive(Serialize)]
pub(super) struct TransactionV1<'a> {
    from: &'a str,
    form: &'a str,
    file: &'a str,
    line: u32,
    end_line: u32,
    commits: bool,
    confidence: &'a str,
    test: bool,
    modules: Vec<&'a str>,
    writes: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    services: Option<Vec<&'a str>>,
    touches: Vec<ReachedV1<'a>>,
    cut: bool,
}

#[derive(Serialize)]
struct ReachedV1<'a> {
    to: &'a str,
    access: &'a str,
    from: &'a str,
    file: &'a str,
    line: u32,
    confidence: &'a str,
    calls: Vec<CallV1<'a>>,
}

#[derive(Serialize)]
struct CallV1<'a> {
    to: &'a str,
    file: &'a str,
    line: u32,
}

#[derive(Serialize)]
pub(super) struct MappedV1<'a> {
    item: &'a str,
    table: &'a str,
    file: &'a str,
    line: u32,
}

impl<'a> TransactionV1<'a> {
    /// `services` are those that the modules belong to, where there is a plan.
    pub(super) fn of(it: &'a TransactionRow, services: Option<Vec<&'a str>>) -> Self {
        Self {
            from: &it.from,
            form: it.form,
            file: &it.place.0,
            line: it.place.1,
            end_line: it.place.2,
            commits: it.commits,
            confidence: it.confidence,
            test: it.test,
            modules: it.modules.iter().map(|it| &**it).collect(),
            writes: it.writes.iter().map(|it| &**it).collect(),
            services,
            touches: it.touches.iter().map(ReachedV1::of).collect(),
            cut: it.is_cut,
        }
    }
}

impl<'a> ReachedV1<'a> {
    fn of(it: &'a ReachedRow) -> Self {
        let call = |it: &'a CallRow| CallV1 {
            to: &it.to,
            file: &it.place.0,
            line: it.place.1,
        };
        Self {
            to: &it.to,
            access: it.access,
            from: &it.from,
            file: &it.place.0,
            line: it.place.1,
            confidence: it.confidence,
            calls: it.calls.iter().map(call).collect(),
        }
    }
}

impl<'a> MappedV1<'a> {
    pub(super) fn of(it: &'a MappedRow) -> Self {
        Self {
            item: &it.item,
            table: &it.object,
            file: &it.place.0,
            line: it.place.1,
        }
    }
}
