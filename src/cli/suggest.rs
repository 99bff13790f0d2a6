//! `seamline suggest`: a proposal as a plan, or as rows for `compare`.

use std::path::Path;

use super::analyze::deliver;
use super::args::{PlanFormat, Suggest};
use super::project::Project;
use super::terminal::Terminal;
use super::{Exit, Fatal};
use crate::export::escape::visible;
use crate::notice::Notice;
use crate::plan::Plan;
use crate::progress::{Progress as _, Step};
use crate::project_file::write_plan;
use crate::suggest::{Proposal, Wish, suggest};

pub(super) fn run(args: &Suggest, terminal: &Terminal) -> Result<Exit, Fatal> {
    let project = Project::open(&args.of, terminal)?;
    if let Some(output) = args.output.as_deref().filter(|it| is_same(it, &project)) {
        let text = format!("{output:?} is the plan that the proposal begins with");
        let hint = "write a scenario beside it: -o seamline.proposed.toml";
        return Err(Fatal::Output(Notice::error(text).hint(hint)));
    }
    terminal.report(Step::Suggest, 0, 0);
    let wish = Wish {
        n_services: args.services,
        seed: args.seed,
    };
    let proposal = suggest(
        &project.analysis.model,
        &project.analysis.graph,
        &project.plan,
        wish,
    );
    let mut plan = project.plan.clone();
    plan.apply(proposal.edit())
        .map_err(|it| Fatal::Input(Notice::error(it.to_string())))?;
    if terminal.cancelled() {
        return Err(Fatal::Cancelled);
    }
    tell(&proposal, terminal);
    let text = match args.format {
        PlanFormat::Toml => write_plan(&plan, project.file.as_ref().map(|it| it.text.as_str())),
        PlanFormat::Csv => rows(&plan, &project)?,
    };
    deliver(&text, args.output.as_deref(), terminal)
}

/// Whether this is the file of the plan, by whatever path it is named.
fn is_same(output: &Path, project: &Project) -> bool {
    let whole = |it: &Path| it.canonicalize().ok();
    project
        .file
        .as_ref()
        .is_some_and(|it| whole(&it.path) == whole(output))
}

/// Says why, service by service.
fn tell(proposal: &Proposal, terminal: &Terminal) {
    terminal.tell(&proposal.notices);
    for it in &proposal.suggestions {
        terminal.say(&format!(
            "{}: {} modules, because {}",
            visible(&it.name),
            it.modules.len(),
            visible(&it.because)
        ));
    }
}

/// `service,id` for every module that a service owns; what nobody owns is left out.
fn rows(plan: &Plan, project: &Project) -> Result<String, Fatal> {
    let model = &project.analysis.model;
    let owners = plan.owners(model);
    let owned = model
        .modules()
        .iter()
        .zip(owners)
        .filter(|(module, _)| !module.test);
    let rows = owned.filter_map(|(module, owner)| {
        owner.map(|it| {
            [
                plan.owner_name(Some(it)).to_owned(),
                module.path.to_string(),
            ]
        })
    });
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = ["service".to_owned(), "id".to_owned()];
    let fault = |it: String| Fatal::Output(Notice::error(it));
    for row in std::iter::once(header).chain(rows) {
        writer
            .write_record(&row)
            .map_err(|it| fault(it.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|it| fault(it.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
