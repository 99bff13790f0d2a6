//! The shapes of circles and of folded complexity in JSON: frozen with version 1.

use serde::Serialize;

use super::circles::{BreakReport, CircleReport};
use super::json_graph::number;
use crate::insight::{Shape, Spread};

#[derive(Serialize)]
pub(super) struct CircleV1<'a> {
    level: &'a str,
    size: usize,
    members: Vec<&'a str>,
    method: &'a str,
    #[serde(serialize_with = "number")]
    weight: f64,
    edges: usize,
    breaks: Vec<BreakV1<'a>>,
}

impl<'a> CircleV1<'a> {
    pub(super) fn of(it: &'a CircleReport) -> Self {
        Self {
            level: it.level(),
            size: it.n_members,
            members: it.members.iter().map(|it| &**it).collect(),
            method: it.method(),
            weight: it.weight,
            edges: it.n_breaks,
            breaks: it.breaks.iter().map(BreakV1::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct BreakV1<'a> {
    from: &'a str,
    to: &'a str,
    #[serde(serialize_with = "number")]
    weight: f64,
    kinds: Vec<&'a str>,
    places: &'a [String],
}

impl<'a> BreakV1<'a> {
    fn of(it: &'a BreakReport) -> Self {
        Self {
            from: &it.from,
            to: &it.to,
            weight: it.weight,
            kinds: it.kinds.iter().map(|it| it.0.word()).collect(),
            places: &it.places,
        }
    }
}

#[derive(Serialize)]
pub(super) struct ShapeV1 {
    functions: u32,
    lines: SpreadV1,
    cyclomatic: SpreadV1,
    cognitive: SpreadV1,
    nesting: SpreadV1,
    parameters: SpreadV1,
}

impl ShapeV1 {
    pub(super) fn of(it: &Shape) -> Self {
        Self {
            functions: it.n_functions,
            lines: SpreadV1::of(it.lines),
            cyclomatic: SpreadV1::of(it.cyclomatic),
            cognitive: SpreadV1::of(it.cognitive),
            nesting: SpreadV1::of(it.nesting),
            parameters: SpreadV1::of(it.parameters),
        }
    }
}

#[derive(Serialize)]
struct SpreadV1 {
    sum: u64,
    max: u32,
    p90: u32,
}

impl SpreadV1 {
    fn of(it: Spread) -> Self {
        Self {
            sum: it.sum,
            max: it.max,
            p90: it.p90,
        }
    }
}
