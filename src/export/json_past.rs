//! The shape of people and time in JSON: frozen with version 1.

use serde::Serialize;

use super::past::{Common, PastReport, PastRow, TogetherRow};
use super::{Report, ServicesTogether};

#[derive(Serialize)]
pub(super) struct HistoryV1<'a> {
    commit: &'a str,
    cut: Option<&'a str>,
    whole: PastV1<'a>,
    n_people: usize,
    people: Vec<PersonV1<'a>>,
    codeowners: Option<&'a str>,
    parts: Vec<PartV1<'a>>,
    together: Vec<TogetherV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    services: Option<Vec<PartV1<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    services_together: Option<Vec<TogetherV1<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cuts: Option<Vec<TogetherV1<'a>>>,
}

impl<'a> HistoryV1<'a> {
    /// That of parts alone.
    pub(super) fn of(it: &'a PastReport) -> Self {
        let person = |it: &'a super::PersonRow| PersonV1 {
            name: &it.name,
            commits: it.n_commits,
            bot: it.bot,
        };
        Self {
            commit: &it.tip,
            cut: it.cut,
            whole: PastV1::of(&it.whole),
            n_people: it.n_people,
            people: it.people.iter().map(person).collect(),
            codeowners: it.teams_from.as_deref(),
            parts: it.parts.iter().map(|(id, it)| PartV1::of(id, it)).collect(),
            together: it.together.iter().map(TogetherV1::of).collect(),
            services: None,
            services_together: None,
            cuts: None,
        }
    }

    /// That of a plan.
    pub(super) fn of_report(it: &'a PastReport, report: &'a Report) -> Self {
        let name = |idx: usize| &*report.service(idx).name;
        let services = report.services.iter().zip(&it.services);
        let between =
            |it: &'a ServicesTogether| TogetherV1::between(name(it.a), name(it.b), &it.commits);
        Self {
            services: Some(services.map(|(of, it)| PartV1::of(&of.name, it)).collect()),
            services_together: Some(it.services_together.iter().map(between).collect()),
            cuts: Some(it.cuts.iter().flatten().map(TogetherV1::of).collect()),
            ..Self::of(it)
        }
    }
}

#[derive(Serialize)]
struct PersonV1<'a> {
    name: &'a str,
    commits: u32,
    bot: bool,
}

#[derive(Serialize)]
struct PartV1<'a> {
    id: &'a str,
    #[serde(flatten)]
    past: PastV1<'a>,
}

impl<'a> PartV1<'a> {
    fn of(id: &'a str, it: &'a PastRow) -> Self {
        let past = PastV1::of(it);
        Self { id, past }
    }
}

#[derive(Serialize)]
struct PastV1<'a> {
    files: u32,
    commits: u32,
    recent_commits: u32,
    bot_commits: u32,
    authors: usize,
    top_authors: Vec<AuthorV1<'a>>,
    top_share: Option<f64>,
    truck_factor: u32,
    first: Option<String>,
    last: Option<String>,
    teams: Vec<TeamV1<'a>>,
}

impl<'a> PastV1<'a> {
    fn of(it: &'a PastRow) -> Self {
        let author = |it: &'a (std::sync::Arc<str>, u32)| AuthorV1 {
            name: &it.0,
            commits: it.1,
        };
        let team = |it: &'a (std::sync::Arc<str>, u32)| TeamV1 {
            name: &it.0,
            files: it.1,
        };
        Self {
            files: it.n_files,
            commits: it.n_commits,
            recent_commits: it.n_recent,
            bot_commits: it.n_bot_commits,
            authors: it.n_authors,
            top_authors: it.authors.iter().map(author).collect(),
            top_share: it.top_share,
            truck_factor: it.truck_factor,
            first: it.first.map(|it| it.to_string()),
            last: it.last.map(|it| it.to_string()),
            teams: it.teams.iter().map(team).collect(),
        }
    }
}

#[derive(Serialize)]
struct AuthorV1<'a> {
    name: &'a str,
    commits: u32,
}

#[derive(Serialize)]
struct TeamV1<'a> {
    name: &'a str,
    files: u32,
}

#[derive(Serialize)]
struct TogetherV1<'a> {
    a: &'a str,
    b: &'a str,
    commits: u32,
    weight: f64,
    newest: &'a str,
    day: Option<String>,
}

impl<'a> TogetherV1<'a> {
    fn of(it: &'a TogetherRow) -> Self {
        Self::between(&it.a, &it.b, &it.commits)
    }

    fn between(a: &'a str, b: &'a str, it: &'a Common) -> Self {
        Self {
            a,
            b,
            commits: it.n,
            weight: it.weight,
            newest: &it.newest,
            day: it.day.map(|it| it.to_string()),
        }
    }
}
