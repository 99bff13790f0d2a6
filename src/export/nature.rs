//! The tier of a module and its tests, as columns of `nodes.csv` and in JSON: frozen with version 1.

use serde::Serialize;

use crate::model::{CodeModel, ModuleId, TierReason, Times};

/// What is told of a module beside its figures.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Nature {
    /// Its tier in a word, how sure that is, and what says so.
    pub tier: Option<(&'static str, &'static str, Vec<ReasonRow>)>,
    /// `unit`, `integration`, `unit+integration`, `through` or `none`.
    pub tested: &'static str,
    /// Unit tests within, mentions in other unit tests, mentions in integration tests, tested modules
    /// that need it; each with the place of the first.
    pub tests: [(u32, String); 4],
}

/// What speaks for a tier.
#[derive(Clone, PartialEq, Debug)]
pub struct ReasonRow {
    /// What it is, in a word.
    pub sign: &'static str,
    /// The crate, or the word in the name.
    pub what: String,
    /// How often.
    pub n: u32,
    /// Where first: `src/cart.rs:12:5`.
    pub place: String,
}

impl Nature {
    /// The nature of a module; `None` for tests and tables.
    pub(super) fn of(model: &CodeModel, id: ModuleId) -> Option<Self> {
        let module = model.module(id);
        if module.test || module.object_kind().is_some() {
            return None;
        }
        let reason = |it: &TierReason| ReasonRow {
            sign: it.sign.word(),
            what: it.what.to_string(),
            n: it.n,
            place: it.first.map_or(String::new(), |it| model.place(it)),
        };
        let tests = &model.tests().of[id.index()];
        let times = |it: &Times| {
            let place = it.first.map_or(String::new(), |it| model.place(it));
            (it.n, place)
        };
        Some(Self {
            tier: model.tier_of(id).map(|it| {
                let reasons = it.reasons.iter().map(reason).collect();
                (it.tier.word(), it.confidence.word(), reasons)
            }),
            tested: tests.word(),
            tests: [
                times(&tests.within),
                times(&tests.unit),
                times(&tests.integration),
                times(&tests.through),
            ],
        })
    }
}

#[derive(Serialize)]
pub(super) struct TierV1<'a> {
    tier: &'a str,
    confidence: &'a str,
    reasons: Vec<ReasonV1<'a>>,
}

#[derive(Serialize)]
struct ReasonV1<'a> {
    sign: &'a str,
    what: &'a str,
    times: u32,
    place: &'a str,
}

#[derive(Serialize)]
pub(super) struct TestsV1<'a> {
    tested: &'a str,
    within: TimesV1<'a>,
    unit: TimesV1<'a>,
    integration: TimesV1<'a>,
    through: TimesV1<'a>,
}

#[derive(Serialize)]
struct TimesV1<'a> {
    times: u32,
    first_place: &'a str,
}

impl<'a> TierV1<'a> {
    pub(super) fn of(it: &'a Nature) -> Option<Self> {
        let (tier, confidence, reasons) = it.tier.as_ref()?;
        let reason = |it: &'a ReasonRow| ReasonV1 {
            sign: it.sign,
            what: &it.what,
            times: it.n,
            place: &it.place,
        };
        Some(Self {
            tier,
            confidence,
            reasons: reasons.iter().map(reason).collect(),
        })
    }
}

impl<'a> TestsV1<'a> {
    pub(super) fn of(it: &'a Nature) -> Self {
        let times = |at: usize| TimesV1 {
            times: it.tests[at].0,
            first_place: &it.tests[at].1,
        };
        Self {
            tested: it.tested,
            within: times(0),
            unit: times(1),
            integration: times(2),
            through: times(3),
        }
    }
}
