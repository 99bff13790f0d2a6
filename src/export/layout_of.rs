//! Asks for the container layout of a report.

use super::Report;
use crate::deploy::{Binary, Layout, LayoutRequest, ServiceRequest, layout};
use crate::model::{CodeModel, DoorKind, TargetKind};
use crate::pipeline::Analysis;
use crate::plan::Plan;

/// The layout of a plan before any code is cut.
pub(super) fn layout_of(report: &Report, analysis: &Analysis, plan: &Plan) -> Layout {
    let services = report
        .services
        .iter()
        .enumerate()
        .map(|(idx, it)| ServiceRequest {
            name: &it.name,
            remaining: it.remaining,
            prefixes: plan.services.get(idx).map_or(&[], |it| &it.prefixes),
            doors: doors_of(report, idx),
            package: it.package.as_deref(),
        });
    layout(&LayoutRequest {
        system: &report.system,
        services: services.collect(),
        calls: report.links.iter().map(|it| (it.from, it.to)).collect(),
        run: &plan.run,
        binaries: binaries_of(&analysis.model),
    })
}

fn doors_of(report: &Report, service: usize) -> Vec<std::sync::Arc<str>> {
    let doors = report.doors.iter();
    let doors = doors.filter(|it| it.service == service && it.kind == DoorKind::Http);
    doors.map(|it| it.path.clone()).collect()
}

/// Binaries by the name of their file. rustc knows them with `_`; where only that differs, the
/// package's own spelling is the likelier.
fn binaries_of(model: &CodeModel) -> Vec<Binary> {
    let bins = model
        .crates()
        .iter()
        .filter(|it| it.target == TargetKind::Bin);
    let binary = |it: &crate::model::Crate| {
        let name = it.path.rsplit_once("bin:").map_or(&*it.path, |it| it.1);
        let own = it.package.replace('-', "_") == name;
        let name = if own { it.package.clone() } else { name.into() };
        Binary {
            package: it.package.clone(),
            name,
        }
    };
    bins.map(binary).collect()
}
