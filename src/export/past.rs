//! People and time as rows, in the reader's words. There only where somebody asked for them.

use std::sync::Arc;

use super::report::{Cut, ServiceIdx};
use super::table::EdgeRow;
use crate::graph::Level;
use crate::history::{self, Day, Figures, History, Pair, Past, TeamIdx, alike};
use crate::insight::{Assessment, ModulesPast, PastOf};
use crate::model::{CodeModel, Confidence, DependencyKind, ModuleId};
use crate::plan::Owner;

/// So many people are told by name of each part.
const MAX_AUTHORS: usize = 10;
/// So many people are told by name of the whole.
const MAX_PEOPLE: usize = 200;
/// So many programs are.
const MAX_BOTS: usize = 20;

/// Who changed the system, when, and what with what.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PastReport {
    /// Id of the commit it was read from; empty without history.
    pub tip: Arc<str>,
    /// Why it does not reach back to the first commit: `shallow`, `commits`, `time`, `size`, `broken`.
    pub cut: Option<&'static str>,
    /// Everything that was read, as one part.
    pub whole: PastRow,
    /// Everybody, people before programs, most commits first.
    pub people: Vec<PersonRow>,
    /// How many people there are, listed or not; programs left out.
    pub n_people: usize,
    /// The file that names the teams.
    pub teams_from: Option<Arc<str>>,
    /// The modules that are the whole of a file, or the crates, by id.
    pub parts: Vec<(Arc<str>, PastRow)>,
    /// Parts that change in the same commits, the most alike first, ties by id.
    pub together: Vec<TogetherRow>,
    /// `commits` and `people` between parts: undirected, stored once.
    pub edges: Vec<EdgeRow>,
    /// The services of the plan, in the order of the report.
    pub services: Vec<PastRow>,
    /// Services that change in the same commits, the most common commits first.
    pub services_together: Vec<ServicesTogether>,
    /// The commits that changed both ends of each cut, in the order of the report.
    pub cuts: Vec<Option<TogetherRow>>,
}

/// People and time of one part.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PastRow {
    /// Files that some commit changed.
    pub n_files: u32,
    /// Commits of people.
    pub n_commits: u32,
    /// Those in the year before the newest commit of all.
    pub n_recent: u32,
    /// Commits of programs.
    pub n_bot_commits: u32,
    /// How many people.
    pub n_authors: usize,
    /// The first of them, with how many commits: the most first.
    pub authors: Vec<(Arc<str>, u32)>,
    /// The share of the commits that the top author made, from 0 to 1.
    pub top_share: Option<f64>,
    /// So many main authors would have to leave until more than half of the files have none.
    pub truck_factor: u32,
    /// The day of the first commit.
    pub first: Option<Day>,
    /// The day of the last commit.
    pub last: Option<Day>,
    /// Who answers for it, with how many of its files.
    pub teams: Vec<(Arc<str>, u32)>,
}

impl PastRow {
    /// Whether nothing is known.
    fn is_empty(&self) -> bool {
        self.n_commits == 0 && self.n_bot_commits == 0 && self.teams.is_empty()
    }
}

/// Somebody who made commits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonRow {
    /// What the person is called.
    pub name: Arc<str>,
    /// How many commits.
    pub n_commits: u32,
    /// Whether it is a program.
    pub bot: bool,
}

/// Two parts that change in the same commits.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct TogetherRow {
    /// Id of one.
    pub a: Arc<str>,
    /// Id of the other.
    pub b: Arc<str>,
    /// How often, and when last.
    pub commits: Common,
}

/// Two services that change in the same commits.
#[derive(Clone, PartialEq, Debug)]
pub struct ServicesTogether {
    /// The one that comes first in the report.
    pub a: ServiceIdx,
    /// The other.
    pub b: ServiceIdx,
    /// How often, and when last.
    pub commits: Common,
}

/// The commits that changed two parts.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Common {
    /// How many.
    pub n: u32,
    /// Their share of the commits that changed either, from 0 to 1 (Jaccard index).
    pub weight: f64,
    /// Id of the newest.
    pub newest: Arc<str>,
    /// Its day.
    pub day: Option<Day>,
}

impl PastReport {
    /// The past of the parts of one level.
    pub fn of_level(model: &CodeModel, past: &Past, level: Level, tests: bool) -> Self {
        let mut report = Self::head(model, past);
        let (ids, parts) = match level {
            Level::Crate => of_crates(model, past, tests),
            Level::Module | Level::Item => {
                let modules = ModulesPast::of(model, past, tests);
                let id = |it: &ModuleId| model.module(*it).path.clone();
                (modules.modules.iter().map(id).collect(), modules.past)
            }
        };
        report.add_parts(past, &ids, &parts);
        report
    }

    /// The past of modules, services and cuts.
    pub(super) fn of_plan(
        model: &CodeModel,
        past: &Past,
        assessment: &Assessment,
        cuts: &[Cut],
        idx_of: impl Fn(Owner) -> ServiceIdx,
    ) -> Self {
        let mut report = Self::head(model, past);
        let modules = ModulesPast::of(model, past, false);
        let id = |it: &ModuleId| model.module(*it).path.clone();
        let ids: Vec<_> = modules.modules.iter().map(id).collect();
        report.add_parts(past, &ids, &modules.past);
        let n_services = assessment.services.len();
        let services = PastOf::of(model, past, n_services, |it| {
            let counts = !model.module(it).test;
            counts.then(|| idx_of(assessment.owner_of(it)) as u32)
        });
        report.services = rows(past, &services);
        let Some(history) = &past.history else {
            return report;
        };
        let between = |it: Pair| ServicesTogether {
            a: it.a as usize,
            b: it.b as usize,
            commits: common(history, it),
        };
        report.services_together = services.together.pairs().into_iter().map(between).collect();
        report
            .services_together
            .sort_by_key(|it| (std::cmp::Reverse(it.commits.n), it.a, it.b));
        let module = |path: &str| model.node_at(path).and_then(|it| model.module_of(it));
        let both = |cut: &Cut| {
            let (a, b) = module(&cut.from).zip(module(&cut.to))?;
            let commits = common(history, modules.pair(a, b)?);
            let (a, b) = (cut.from.clone(), cut.to.clone());
            Some(TogetherRow { a, b, commits })
        };
        report.cuts = cuts.iter().map(both).collect();
        report
    }

    /// What concerns the whole.
    fn head(model: &CodeModel, past: &Past) -> Self {
        let whole = PastOf::of(model, past, 1, |_| Some(0));
        let whole = rows(past, &whole).pop().unwrap_or_default();
        let teams_from = past.teams.as_ref().map(|it| it.place.clone());
        let Some(history) = &past.history else {
            return Self {
                whole,
                teams_from,
                ..Self::default()
            };
        };
        let person = |it: &history::Person| PersonRow {
            name: it.name.clone(),
            n_commits: it.n_commits,
            bot: it.bot,
        };
        let kind = |bot: bool| history.people.iter().filter(move |it| it.bot == bot);
        let (people, bots) = (kind(false).take(MAX_PEOPLE), kind(true).take(MAX_BOTS));
        Self {
            tip: history.tip.clone(),
            cut: history.cut.map(history::Cut::word),
            n_people: kind(false).count(),
            people: people.chain(bots).map(person).collect(),
            whole,
            teams_from,
            ..Self::default()
        }
    }

    fn add_parts(&mut self, past: &Past, ids: &[Arc<str>], parts: &PastOf) {
        let rows = ids.iter().cloned().zip(rows(past, parts));
        self.parts = rows.filter(|it| !it.1.is_empty()).collect();
        self.parts.sort_by(|a, b| a.0.cmp(&b.0));
        let Some(history) = &past.history else {
            return;
        };
        let ordered = |a: u32, b: u32| {
            let (a, b) = (&ids[a as usize], &ids[b as usize]);
            (a.min(b).clone(), a.max(b).clone())
        };
        for pair in parts.together.pairs() {
            let (a, b) = ordered(pair.a, pair.b);
            let commits = common(history, pair);
            self.edges
                .push(edge(&a, &b, DependencyKind::Commits, commits.weight));
            self.together.push(TogetherRow { a, b, commits });
        }
        self.together.sort_by(|a, b| {
            let by_weight = b.commits.weight.total_cmp(&a.commits.weight);
            by_weight.then_with(|| (&a.a, &a.b).cmp(&(&b.a, &b.b)))
        });
        for (a, b, weight) in alike(&parts.figures) {
            let (a, b) = ordered(a, b);
            self.edges
                .push(edge(&a, &b, DependencyKind::People, rounded(weight)));
        }
        self.edges
            .sort_by(|a, b| (&a.source, &a.target, a.kind).cmp(&(&b.source, &b.target, b.kind)));
    }

    /// These edges and those of people and time, in the order of all edges.
    pub fn with_edges<'a>(&'a self, edges: &'a [EdgeRow]) -> Vec<&'a EdgeRow> {
        let mut all: Vec<_> = edges.iter().chain(&self.edges).collect();
        all.sort_by(|a, b| (&a.source, &a.target, a.kind).cmp(&(&b.source, &b.target, b.kind)));
        all
    }
}

fn of_crates(model: &CodeModel, past: &Past, tests: bool) -> (Vec<Arc<str>>, PastOf) {
    let ids = model.crates().iter().map(|it| it.path.clone()).collect();
    let parts = PastOf::of(model, past, model.crates().len(), |it| {
        let module = model.module(it);
        (tests || !module.test).then_some(module.krate.0)
    });
    (ids, parts)
}

fn rows(past: &Past, parts: &PastOf) -> Vec<PastRow> {
    let parts = parts.figures.iter().zip(&parts.teams);
    parts.map(|(it, teams)| row(past, it, teams)).collect()
}

fn row(past: &Past, it: &Figures, teams: &[(TeamIdx, u32)]) -> PastRow {
    let history = past.history.as_ref();
    let person = |it: &(_, u32)| Some((history?.person(it.0).name.clone(), it.1));
    let team = |it: &(TeamIdx, u32)| Some((past.teams.as_ref()?.names[it.0.index()].clone(), it.1));
    PastRow {
        n_files: it.n_files,
        n_commits: it.n_commits,
        n_recent: it.n_recent,
        n_bot_commits: it.n_bot_commits,
        n_authors: it.authors.len(),
        authors: it
            .authors
            .iter()
            .take(MAX_AUTHORS)
            .filter_map(person)
            .collect(),
        top_share: it.top_share().map(rounded),
        truck_factor: it.truck_factor,
        first: it.first_day(),
        last: it.last_day(),
        teams: teams.iter().filter_map(team).collect(),
    }
}

fn common(history: &History, pair: Pair) -> Common {
    let time = history.commits[pair.newest].time_secs;
    Common {
        n: pair.n_commits,
        weight: rounded(pair.weight),
        newest: history.id_of(pair.newest).into(),
        day: Some(Day::of_secs(time)),
    }
}

fn edge(a: &Arc<str>, b: &Arc<str>, kind: DependencyKind, weight: f64) -> EdgeRow {
    EdgeRow {
        source: a.clone(),
        target: b.clone(),
        kind,
        weight,
        confidence: Confidence::Resolved,
        cfg: "".into(),
        test: false,
        first: None,
    }
}

/// Four digits are more than such a figure is good for.
fn rounded(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}
