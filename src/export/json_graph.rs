//! The shape of nodes and edges in JSON: frozen with version 1.

use serde::{Serialize, Serializer};

use super::nature::{TestsV1, TierV1};
use super::{EdgeRow, NodeRow, Report};
use crate::model::Complexity;

/// Whole weights without a fraction; what is not a number becomes 0.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
pub(super) fn number<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        serializer.serialize_i64(*value as i64)
    } else {
        serializer.serialize_f64(if value.is_finite() { *value } else { 0.0 })
    }
}

#[derive(Serialize)]
pub(super) struct NodeV1<'a> {
    id: &'a str,
    parent: &'a str,
    kind: &'a str,
    file: &'a str,
    line: Option<u32>,
    lines: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    complexity: Option<ComplexityV1>,
    cfg: &'a str,
    test: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tier: Option<TierV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tests: Option<TestsV1<'a>>,
}

impl<'a> NodeV1<'a> {
    pub(super) fn of(it: &'a NodeRow, report: Option<&'a Report>) -> Self {
        Self {
            id: &it.id,
            parent: &it.parent,
            kind: &it.kind,
            file: &it.file,
            line: it.line,
            lines: it.n_lines,
            complexity: it.complexity.map(ComplexityV1::of),
            cfg: &it.cfg,
            test: it.test,
            service: report
                .zip(it.owner)
                .map(|(report, owner)| &*report.service(owner).name),
            tier: it.nature.as_ref().and_then(TierV1::of),
            tests: it.nature.as_ref().map(TestsV1::of),
        }
    }
}

#[derive(Serialize)]
struct ComplexityV1 {
    cyclomatic: u32,
    cognitive: u32,
    nesting: u32,
    parameters: u32,
}

impl ComplexityV1 {
    fn of(it: Complexity) -> Self {
        Self {
            cyclomatic: it.cyclomatic,
            cognitive: it.cognitive,
            nesting: it.nesting,
            parameters: it.parameters,
        }
    }
}

#[derive(Serialize)]
pub(super) struct EdgeV1<'a> {
    source: &'a str,
    target: &'a str,
    kind: &'a str,
    #[serde(serialize_with = "number")]
    weight: f64,
    confidence: &'a str,
    cfg: &'a str,
    test: bool,
    file: Option<&'a str>,
    line: Option<u32>,
}

impl<'a> EdgeV1<'a> {
    pub(super) fn of(it: &'a EdgeRow) -> Self {
        Self {
            source: &it.source,
            target: &it.target,
            kind: it.kind.word(),
            weight: it.weight,
            confidence: it.confidence.word(),
            cfg: &it.cfg,
            test: it.test,
            file: it.first.as_ref().map(|(file, _)| &**file),
            line: it.first.as_ref().map(|(_, line)| *line),
        }
    }
}
