//! JSON: everything the report knows. Frozen as version 1; `docs/report.schema.json` and
//! `docs/analysis.schema.json` say what each key means. Rename freely in [`Report`], never here.

use serde::Serialize;

use super::aggregates::AggregateV1;
use super::json_blind::BlindSpotsV1;
use super::json_data::DataV1;
use super::json_doors::{DoorsV1, OutboundV1, SettingV1};
use super::json_findings::{FindingV1, TableV1};
use super::json_graph::{EdgeV1, NodeV1, number};
use super::json_measured::MeasuredV1;
use super::json_past::HistoryV1;
use super::json_shape::{CircleV1, ShapeV1};
use super::json_transactions::TransactionV1;
use super::json_walks::DoorV1;
use super::{
    Artifact, Cut, Evidence, GraphReport, GraphTable, ObstacleRow, PastReport, Remote, Report,
    ServiceReport, SharedModule, StateRow, SurfaceItem, Totals, TouchRow, Unresolved,
    decision_word, level_word, severity_word,
};
use crate::insight::obstacles::Severity;
use crate::notice::Notice;

/// The version of both shapes.
const VERSION: u32 = 1;

/// The format `json`.
pub(super) fn write(report: &Report) -> Vec<Artifact> {
    vec![Artifact::text("report.json", pretty(&ReportV1::of(report)))]
}

/// A dependency graph alone.
pub fn graph(of: &GraphReport<'_>) -> String {
    pretty(&AnalysisV1 {
        seamline: VERSION,
        system: of.system,
        level: level_word(of.level),
        nodes: of
            .table
            .nodes
            .iter()
            .map(|it| NodeV1::of(it, None))
            .collect(),
        edges: edges(of.table, of.past),
        not_analyzed: of.notices.iter().map(NoticeV1::of).collect(),
        unresolved: of.unresolved.iter().map(UnresolvedV1::of).collect(),
        blind_spots: BlindSpotsV1::of(of.blind),
        data: DataV1::of(of.data),
        doors: DoorsV1::of(of.doors),
        history: of.past.map(HistoryV1::of),
        measured: of.measured.map(|it| MeasuredV1::of(it, None)),
    })
}

/// All edges, those of people and time where they stand in order.
fn edges<'a>(table: &'a GraphTable, past: Option<&'a PastReport>) -> Vec<EdgeV1<'a>> {
    match past {
        Some(past) => past
            .with_edges(&table.edges)
            .into_iter()
            .map(EdgeV1::of)
            .collect(),
        None => table.edges.iter().map(EdgeV1::of).collect(),
    }
}

fn links(report: &Report) -> Vec<LinkV1<'_>> {
    let all = report.links.iter();
    all.map(|it| LinkV1 {
        from: &report.service(it.from).name,
        to: &report.service(it.to).name,
        weight: it.weight,
        cuts: it.n_cuts,
    })
    .collect()
}

fn transactions(report: &Report) -> Vec<TransactionV1<'_>> {
    let mut rows = Vec::new();
    for it in &report.transactions {
        let services = report.names(&it.services).collect();
        rows.push(TransactionV1::of(it, Some(services)));
    }
    rows
}

fn pretty(value: &impl Serialize) -> String {
    // Maps with string keys, strings and finite numbers: serializing them cannot fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct AnalysisV1<'a> {
    seamline: u32,
    system: &'a str,
    level: &'a str,
    nodes: Vec<NodeV1<'a>>,
    edges: Vec<EdgeV1<'a>>,
    not_analyzed: Vec<NoticeV1<'a>>,
    unresolved: Vec<UnresolvedV1<'a>>,
    blind_spots: BlindSpotsV1<'a>,
    data: DataV1<'a>,
    doors: DoorsV1<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    history: Option<HistoryV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    measured: Option<MeasuredV1<'a>>,
}

#[derive(Serialize)]
struct ReportV1<'a> {
    seamline: u32,
    program: &'a str,
    system: &'a str,
    totals: TotalsV1,
    services: Vec<ServiceV1<'a>>,
    links: Vec<LinkV1<'a>>,
    cycles: Vec<Vec<&'a str>>,
    circles: Vec<CircleV1<'a>>,
    cuts: Vec<CutV1<'a>>,
    state: Vec<StateV1<'a>>,
    orphans: Vec<ObstacleV1<'a>>,
    shared: Vec<SharedV1<'a>>,
    tables: Vec<TableV1<'a>>,
    findings: Vec<FindingV1<'a>>,
    transactions: Vec<TransactionV1<'a>>,
    aggregates: Vec<AggregateV1<'a>>,
    doors: Vec<DoorV1<'a>>,
    outbound: Vec<OutboundV1<'a>>,
    configuration: Vec<SettingV1<'a>>,
    not_analyzed: Vec<NoticeV1<'a>>,
    unresolved: Vec<UnresolvedV1<'a>>,
    blind_spots: BlindSpotsV1<'a>,
    nodes: Vec<NodeV1<'a>>,
    edges: Vec<EdgeV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    history: Option<HistoryV1<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    measured: Option<MeasuredV1<'a>>,
}

impl<'a> ReportV1<'a> {
    fn of(report: &'a Report) -> Self {
        Self {
            seamline: VERSION,
            program: &report.program,
            system: &report.system,
            totals: TotalsV1::of(&report.totals),
            services: report
                .services
                .iter()
                .map(|it| ServiceV1::of(report, it))
                .collect(),
            links: links(report),
            cycles: report
                .cycles
                .iter()
                .map(|it| report.names(it).collect())
                .collect(),
            circles: report.circles.iter().map(CircleV1::of).collect(),
            cuts: report.cuts.iter().map(|it| CutV1::of(report, it)).collect(),
            state: report
                .states
                .iter()
                .map(|it| StateV1::of(report, it))
                .collect(),
            orphans: report.orphans.iter().map(ObstacleV1::of).collect(),
            shared: report
                .shared
                .iter()
                .map(|it| SharedV1::of(report, it))
                .collect(),
            tables: report
                .tables
                .iter()
                .map(|it| TableV1::of(report, it))
                .collect(),
            findings: report
                .findings
                .iter()
                .map(|it| FindingV1::of(report, it))
                .collect(),
            transactions: transactions(report),
            aggregates: report.aggregates.iter().map(AggregateV1::of).collect(),
            doors: report
                .doors
                .iter()
                .map(|it| DoorV1::of(report, it))
                .collect(),
            outbound: report.world.outbound.iter().map(OutboundV1::of).collect(),
            configuration: report.world.config.iter().map(SettingV1::of).collect(),
            not_analyzed: report.not_analyzed.iter().map(NoticeV1::of).collect(),
            unresolved: report.unresolved.iter().map(UnresolvedV1::of).collect(),
            blind_spots: BlindSpotsV1::of(&report.blind),
            nodes: report
                .graph
                .nodes
                .iter()
                .map(|it| NodeV1::of(it, Some(report)))
                .collect(),
            edges: edges(&report.graph, report.past.as_ref()),
            history: report
                .past
                .as_ref()
                .map(|it| HistoryV1::of_report(it, report)),
            measured: MeasuredV1::of_report(report),
        }
    }
}

#[derive(Serialize)]
struct TotalsV1 {
    modules: u32,
    tables: u32,
    lines: u32,
    #[serde(serialize_with = "number")]
    weight: f64,
    #[serde(serialize_with = "number")]
    cut_weight: f64,
    unresolved: u32,
}

impl TotalsV1 {
    fn of(it: &Totals) -> Self {
        Self {
            modules: it.n_modules,
            tables: it.n_objects,
            lines: it.n_lines,
            weight: it.weight,
            cut_weight: it.cut_weight,
            unresolved: it.n_unresolved,
        }
    }
}

#[derive(Serialize)]
struct ServiceV1<'a> {
    name: &'a str,
    remaining: bool,
    note: Option<&'a str>,
    package: Option<&'a str>,
    lines: u32,
    #[serde(serialize_with = "number")]
    inside: f64,
    #[serde(serialize_with = "number")]
    incoming: f64,
    #[serde(serialize_with = "number")]
    outgoing: f64,
    cohesion: Option<f64>,
    shape: ShapeV1,
    modules: Vec<ModuleV1<'a>>,
    items: Vec<&'a str>,
    surface: Vec<SurfaceV1<'a>>,
}

impl<'a> ServiceV1<'a> {
    fn of(report: &'a Report, service: &'a ServiceReport) -> Self {
        let module = |it: &'a super::ModuleRow| ModuleV1 {
            id: &it.path,
            file: &it.file,
            lines: it.n_lines,
        };
        Self {
            name: &service.name,
            remaining: service.remaining,
            note: service.note.as_deref(),
            package: service.package.as_deref(),
            lines: service.figures.n_lines,
            inside: service.figures.inside,
            incoming: service.figures.incoming,
            outgoing: service.figures.outgoing,
            cohesion: service.figures.cohesion(),
            shape: ShapeV1::of(&service.shape),
            modules: service.modules.iter().map(module).collect(),
            items: service.items.iter().map(|it| &**it).collect(),
            surface: service
                .surface
                .iter()
                .map(|it| SurfaceV1::of(report, it))
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct ModuleV1<'a> {
    id: &'a str,
    file: &'a str,
    lines: u32,
}

#[derive(Serialize)]
struct SurfaceV1<'a> {
    id: &'a str,
    kind: &'a str,
    place: &'a str,
    used_by: Vec<&'a str>,
    #[serde(serialize_with = "number")]
    weight: f64,
}

impl<'a> SurfaceV1<'a> {
    fn of(report: &'a Report, it: &'a SurfaceItem) -> Self {
        let used_by = report.names(&it.used_by).collect();
        Self {
            id: &it.path,
            kind: &it.kind,
            place: &it.place,
            used_by,
            weight: it.weight,
        }
    }
}

#[derive(Serialize)]
struct LinkV1<'a> {
    from: &'a str,
    to: &'a str,
    #[serde(serialize_with = "number")]
    weight: f64,
    cuts: u32,
}

#[derive(Serialize)]
struct CutV1<'a> {
    from_service: &'a str,
    to_service: &'a str,
    from: &'a str,
    to: &'a str,
    #[serde(serialize_with = "number")]
    weight: f64,
    kinds: Vec<KindV1<'a>>,
    confidence: &'a str,
    accepted: Option<&'a str>,
    evidence: Vec<EvidenceV1<'a>>,
    remote: RemoteV1<'a>,
}

impl<'a> CutV1<'a> {
    fn of(report: &'a Report, cut: &'a Cut) -> Self {
        let kinds = cut.kinds.iter();
        Self {
            from_service: &report.service(cut.from_service).name,
            to_service: &report.service(cut.to_service).name,
            from: &cut.from,
            to: &cut.to,
            weight: cut.weight,
            kinds: kinds
                .map(|it| KindV1 {
                    kind: it.0.word(),
                    weight: it.1,
                })
                .collect(),
            confidence: cut.confidence().word(),
            accepted: cut.accepted.as_deref(),
            evidence: cut.evidence.iter().map(EvidenceV1::of).collect(),
            remote: RemoteV1::of(&cut.remote),
        }
    }
}

#[derive(Serialize)]
struct RemoteV1<'a> {
    items: u32,
    fine: u32,
    declare: u32,
    unknown: u32,
    reshape: u32,
    blocks: u32,
    obstacles: Vec<ObstacleV1<'a>>,
}

impl<'a> RemoteV1<'a> {
    fn of(it: &'a Remote) -> Self {
        Self {
            items: it.n_items(),
            fine: it.count(Severity::Fine),
            declare: it.count(Severity::Declare),
            unknown: it.count(Severity::Unknown),
            reshape: it.count(Severity::Reshape),
            blocks: it.count(Severity::Blocks),
            obstacles: it.obstacles.iter().map(ObstacleV1::of).collect(),
        }
    }
}

#[derive(Serialize)]
struct ObstacleV1<'a> {
    item: &'a str,
    part: &'a str,
    severity: &'a str,
    cause: &'a str,
    text: &'a str,
    place: &'a str,
    why: Vec<StepV1<'a>>,
}

impl<'a> ObstacleV1<'a> {
    fn of(it: &'a ObstacleRow) -> Self {
        let step = |(text, place): &'a (std::sync::Arc<str>, String)| StepV1 { text, place };
        Self {
            item: &it.item,
            part: &it.part,
            severity: it.cause.severity().word(),
            cause: it.cause.word(),
            text: &it.text,
            place: &it.place,
            why: it.why.iter().map(step).collect(),
        }
    }
}

#[derive(Serialize)]
struct StepV1<'a> {
    text: &'a str,
    place: &'a str,
}

#[derive(Serialize)]
struct StateV1<'a> {
    item: &'a str,
    name: &'a str,
    #[serde(rename = "type")]
    ty: &'a str,
    place: &'a str,
    touched_by: Vec<TouchV1<'a>>,
}

impl<'a> StateV1<'a> {
    fn of(report: &'a Report, it: &'a StateRow) -> Self {
        let touch = |it: &'a TouchRow| TouchV1 {
            module: &it.module,
            service: &report.service(it.service).name,
            mentions: it.n_mentions,
            place: &it.place,
            through: it.through.as_deref(),
        };
        Self {
            item: &it.item,
            name: &it.name,
            ty: &it.ty,
            place: &it.place,
            touched_by: it.touched_by.iter().map(touch).collect(),
        }
    }
}

#[derive(Serialize)]
struct TouchV1<'a> {
    module: &'a str,
    service: &'a str,
    mentions: u32,
    place: &'a str,
    through: Option<&'a str>,
}

#[derive(Serialize)]
struct KindV1<'a> {
    kind: &'a str,
    #[serde(serialize_with = "number")]
    weight: f64,
}

#[derive(Serialize)]
struct EvidenceV1<'a> {
    place: &'a str,
    from: &'a str,
    to: &'a str,
    kind: &'a str,
    confidence: &'a str,
}

impl<'a> EvidenceV1<'a> {
    fn of(it: &'a Evidence) -> Self {
        Self {
            place: &it.place,
            from: &it.from,
            to: &it.to,
            kind: it.kind.word(),
            confidence: it.confidence.word(),
        }
    }
}

#[derive(Serialize)]
struct SharedV1<'a> {
    id: &'a str,
    owner: &'a str,
    decision: &'a str,
    used_by: Vec<&'a str>,
    #[serde(serialize_with = "number")]
    weight: f64,
}

impl<'a> SharedV1<'a> {
    fn of(report: &'a Report, it: &'a SharedModule) -> Self {
        Self {
            id: &it.path,
            owner: &report.service(it.owner).name,
            decision: decision_word(it.decision),
            used_by: report.names(&it.used_by).collect(),
            weight: it.weight,
        }
    }
}

#[derive(Serialize)]
struct NoticeV1<'a> {
    severity: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    text: &'a str,
    hint: Option<&'a str>,
}

impl<'a> NoticeV1<'a> {
    fn of(it: &'a Notice) -> Self {
        Self {
            severity: severity_word(it.severity),
            file: it.place.as_ref().map(|it| &*it.path),
            line: it.place.as_ref().and_then(|it| it.line),
            column: it.place.as_ref().and_then(|it| it.column),
            text: &it.text,
            hint: it.hint.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct UnresolvedV1<'a> {
    path: &'a str,
    places: &'a [String],
}

impl<'a> UnresolvedV1<'a> {
    fn of(it: &'a Unresolved) -> Self {
        Self {
            path: &it.path,
            places: &it.places,
        }
    }
}
