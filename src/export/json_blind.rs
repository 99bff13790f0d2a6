//! The shape of blind spots in JSON: frozen with version 1.

use serde::Serialize;

use super::blind_words::blind_words;
use crate::insight::{BlindGroup, BlindRow, BlindSpots};

#[derive(Serialize)]
pub(super) struct BlindSpotsV1<'a> {
    paths: u32,
    paths_resolved: u32,
    method_calls: u32,
    method_calls_untyped: u32,
    conditions: u32,
    conditions_on: u32,
    kinds: Vec<BlindKindV1<'a>>,
}

impl<'a> BlindSpotsV1<'a> {
    pub(super) fn of(it: &'a BlindSpots) -> Self {
        let coverage = it.coverage;
        Self {
            paths: coverage.n_paths,
            paths_resolved: coverage.n_paths_bound,
            method_calls: coverage.n_method_calls,
            method_calls_untyped: coverage.n_method_calls_untyped,
            conditions: coverage.n_conditions,
            conditions_on: coverage.n_conditions_on,
            kinds: it.groups.iter().map(BlindKindV1::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct BlindKindV1<'a> {
    kind: &'a str,
    about: &'a str,
    missing: &'a str,
    advice: &'a str,
    count: u64,
    in_tests: u64,
    names: usize,
    spots: Vec<SpotV1<'a>>,
}

impl<'a> BlindKindV1<'a> {
    fn of(it: &'a BlindGroup) -> Self {
        let words = blind_words(it.kind);
        Self {
            kind: it.kind.word(),
            about: words.about,
            missing: words.missing,
            advice: words.advice,
            count: it.n,
            in_tests: it.n_in_tests,
            names: it.n_rows,
            spots: it.rows.iter().map(SpotV1::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct SpotV1<'a> {
    what: &'a str,
    count: u64,
    files: usize,
    places: Vec<PlaceV1<'a>>,
}

impl<'a> SpotV1<'a> {
    fn of(it: &'a BlindRow) -> Self {
        let place = |it: &'a crate::insight::BlindPlace| PlaceV1 {
            file: &it.file,
            line: it.line,
            column: it.column,
        };
        Self {
            what: &it.what,
            count: it.n,
            files: it.n_places,
            places: it.places.iter().map(place).collect(),
        }
    }
}

#[derive(Serialize)]
struct PlaceV1<'a> {
    file: &'a str,
    line: Option<u32>,
    column: Option<u32>,
}
