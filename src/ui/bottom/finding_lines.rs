//! Findings in words, each with what a click shows and what its remedy does.

use egui::Color32;

use crate::arrange::ContainerKey;
use crate::insight::{Break, CutFromTests, Finding, LayerOnly, SplitTransaction};
use crate::model::{ItemId, ModuleId, Node};
use crate::plan::{Decision, Owner, PlanEdit};
use crate::project_file::Vanished;
use crate::session::{Command, Destination, PlanCommand, Selection};
use crate::ui::window::Window;

/// What a row says.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) color: Color32,
    pub(super) title: &'static str,
    pub(super) sentence: String,
    pub(super) owners: String,
    /// What a click on the row shows.
    pub(super) look: Option<Command>,
    /// What a click on the remedy does, and what it is called.
    pub(super) remedy: Option<(String, Command)>,
}

/// Something the plan names and the code does not have; one click mends the plan.
pub(super) fn line_of_vanished(window: &Window<'_>, vanished: &Vanished) -> Line {
    let texts = window.texts;
    let likeliest = vanished.likeliest.as_deref();
    let edit = PlanEdit::Repath {
        from: vanished.path.clone(),
        to: vanished.likeliest.clone(),
    };
    let remedy = match likeliest {
        Some(new) => texts.repath(window.short(new)),
        None => texts.drop_entry.to_owned(),
    };
    let there = window.session.model().zip(likeliest);
    let module = there.and_then(|(model, path)| model.module_at(path));
    Line {
        color: window.theme.warn,
        title: texts.vanished,
        sentence: texts.vanished_sentence(
            window.short(&vanished.path),
            likeliest.map(|it| window.short(it)),
        ),
        owners: vanished.places.join(", "),
        look: module.map(|it| Selection::module(it).into()),
        remedy: Some((remedy, PlanCommand::Edit(edit).into())),
    }
}

/// A finding in words.
pub(super) fn line_of(window: &Window<'_>, finding: &Finding) -> Line {
    let (theme, texts) = (window.theme, window.texts);
    let names = |owners: &[Owner]| names(window, owners);
    let path = |module| match window.session.model() {
        Some(model) => window.short(&model.module(module).path).to_owned(),
        None => String::new(),
    };
    match finding {
        Finding::Circle {
            owners,
            breaks,
            exact,
        } => circle(window, owners, breaks, *exact),
        Finding::RuleBroken { together, paths } => Line {
            color: theme.bad,
            title: texts.rule_broken,
            sentence: texts.rule_sentence(*together, &paths.join(", ")),
            owners: String::new(),
            look: None,
            remedy: None,
        },
        Finding::WrittenBySeveral {
            table,
            owner,
            writers,
        } => several_writers(window, &path(*table), (*table, *owner), writers),
        Finding::Split(it) => split(window, it),
        Finding::LayerOnly(it) => layer(window, it),
        Finding::CutFromTests(it) => cut_from_tests(window, &path(it.module), it),
        Finding::Unowned { table, users } => unowned(window, &path(*table), *table, users),
        Finding::SharedState { item, users, .. } => shared_state(window, *item, users),
        Finding::Undecided {
            module,
            users,
            weight,
        } => Line {
            color: theme.warn,
            title: texts.undecided_hub,
            sentence: texts.undecided_sentence(&path(*module), users.len(), *weight),
            owners: names(users),
            look: Some(Selection::module(*module).into()),
            remedy: Some((texts.decide_library.to_owned(), decide(*module))),
        },
        Finding::Misplaced {
            module,
            here,
            there,
        } => Line {
            color: theme.warn,
            title: texts.misplaced,
            sentence: texts.misplaced_sentence(
                &path(*module),
                (&window.name_of(there.0), there.1),
                (&window.name_of(here.0), here.1),
            ),
            owners: names(&[here.0, there.0]),
            look: Some(Selection::module(*module).into()),
            remedy: Some((
                texts.move_to_named(&window.name_of(there.0)),
                assign(*module, there.0),
            )),
        },
        Finding::NeedsEverything {
            service,
            needed,
            n_others,
            weight,
        } => needs_everything(window, *service, (needed, *n_others), *weight),
        Finding::Wide {
            from,
            to,
            weight,
            share,
        } => wide(window, (*from, *to), *weight, *share),
    }
}

/// A table with several writers; one click gives it to the one that writes most.
fn several_writers(
    window: &Window<'_>,
    name: &str,
    (table, owner): (ModuleId, Owner),
    writers: &[(Owner, f64)],
) -> Line {
    let texts = window.texts;
    let most = writers.first().map_or(owner, |it| it.0);
    let look: Command = Selection::module(table).into();
    let remedy = if most == owner {
        (texts.look_at_lines.to_owned(), look.clone())
    } else {
        let to = texts.move_to_named(&window.name_of(most));
        (to, assign(table, most))
    };
    let owners: Vec<_> = writers.iter().map(|it| it.0).collect();
    Line {
        color: window.theme.bad,
        title: texts.several_writers,
        sentence: texts.several_writers_sentence(name, writers.len(), &window.name_of(most)),
        owners: names(window, &owners),
        look: Some(look),
        remedy: Some(remedy),
    }
}

/// A transaction that the plan splits; one click brings together what it writes, as one step.
fn split(window: &Window<'_>, it: &SplitTransaction) -> Line {
    let (texts, model) = (window.texts, window.session.model());
    let name = model.map_or("", |model| window.short(model.path_of(it.from)));
    let look: Option<Command> = match it.from {
        Node::Item(item) => Some(Selection::Item(item).into()),
        Node::Module(module) => Some(Selection::module(module).into()),
        Node::Extern(_) => None,
    };
    let moves = model.map_or(Vec::new(), |model| it.moves(model));
    let remedy = match moves.first() {
        Some((_, to)) => {
            let modules = moves.iter().map(|it| it.0).collect();
            let to = Destination::Owner(*to);
            let name = window.name_of(moves[0].1);
            let command = PlanCommand::Assign { modules, to };
            Some((texts.move_to_named(&name), command.into()))
        }
        None => look
            .clone()
            .map(|look| (texts.look_at_lines.to_owned(), look)),
    };
    Line {
        color: window.theme.bad,
        title: texts.split_transaction,
        sentence: texts.split_sentence(name, it.n_written, it.owners.len()),
        owners: names(window, &it.owners),
        look,
        remedy,
    }
}

/// A service that is only a layer.
fn layer(window: &Window<'_>, it: &LayerOnly) -> Line {
    let texts = window.texts;
    let name = window.name_of(it.service);
    let key = it.service.map(ContainerKey::Service);
    let look: Option<Command> = key.map(|it| Selection::Container(it).into());
    Line {
        color: window.theme.bad,
        title: texts.layer_only,
        sentence: texts.layer_sentence(&name, it.modules.len(), it.tier),
        owners: names(window, &it.others),
        remedy: look
            .clone()
            .map(|look| (texts.look_at_lines.to_owned(), look)),
        look,
    }
}

/// A module that loses its tests; where they are all of one service, one click takes it there.
fn cut_from_tests(window: &Window<'_>, name: &str, it: &CutFromTests) -> Line {
    let texts = window.texts;
    let others: Vec<_> = it.others.iter().map(|it| it.0).collect();
    let look: Command = Selection::module(it.module).into();
    let remedy = match others[..] {
        [other] if other.is_some() => {
            let to = texts.move_to_named(&window.name_of(other));
            (to, assign(it.module, other))
        }
        _ => (texts.look_at_lines.to_owned(), look.clone()),
    };
    Line {
        color: window.theme.warn,
        title: texts.cut_from_tests,
        sentence: texts.cut_from_tests_sentence(name, it.n_tests, &window.name_of(it.owner)),
        owners: names(window, &others),
        look: Some(look),
        remedy: Some(remedy),
    }
}

/// A table that belongs to nobody; one click gives it to its likeliest owner.
fn unowned(window: &Window<'_>, name: &str, table: ModuleId, users: &[(Owner, f64)]) -> Line {
    let texts = window.texts;
    let owners: Vec<_> = users.iter().map(|it| it.0).collect();
    let likeliest = owners.first().copied().flatten();
    let service = window.name_of(likeliest);
    Line {
        color: window.theme.warn,
        title: texts.unowned_table,
        sentence: texts.unowned_sentence(name, &service, users.len()),
        owners: names(window, &owners),
        look: Some(Selection::module(table).into()),
        remedy: Some((texts.move_to_named(&service), assign(table, likeliest))),
    }
}

/// State in memory that several services reach; a click shows who does.
fn shared_state(window: &Window<'_>, item: ItemId, users: &[(Owner, u32)]) -> Line {
    let texts = window.texts;
    let path = match window.session.model() {
        Some(model) => window.short(&model.item(item).path).to_owned(),
        None => String::new(),
    };
    let owners: Vec<_> = users.iter().map(|it| it.0).collect();
    let look: Command = Selection::Item(item).into();
    Line {
        color: window.theme.bad,
        title: texts.shared_state,
        sentence: texts.shared_state_sentence(&path, users.len()),
        owners: names(window, &owners),
        look: Some(look.clone()),
        remedy: Some((texts.look_at_lines.to_owned(), look)),
    }
}

/// A circle; a click shows the lightest of the edges that would break it.
fn circle(window: &Window<'_>, owners: &[Owner], breaks: &[Break<Owner>], exact: bool) -> Line {
    let texts = window.texts;
    let weight = breaks.iter().fold(0.0, |sum, it| sum + it.weight);
    let look = breaks
        .first()
        .and_then(|it| edge_between(window, it.from, it.to));
    let remedy = look.clone();
    Line {
        color: window.theme.bad,
        title: texts.circle,
        sentence: texts.circle_sentence(owners.len(), (breaks.len(), weight), exact),
        owners: names(window, owners),
        remedy: remedy.map(|it| (texts.look_at_edges.to_owned(), it)),
        look,
    }
}

/// Everything between two services; where one is the remaining monolith, the heaviest edge.
fn edge_between(window: &Window<'_>, from: Owner, to: Owner) -> Option<Command> {
    if let Some(ribbon) = ribbon(Some(from), Some(to)) {
        return Some(ribbon);
    }
    let edge = window
        .session
        .assessment()?
        .cut_edges_between(from, to)
        .next()?;
    let model = window.session.model()?;
    let (from, to) = (model.module_of(edge.from)?, model.module_of(edge.to)?);
    Some(Selection::Edge { from, to }.into())
}

fn names(window: &Window<'_>, owners: &[Owner]) -> String {
    let names: Vec<_> = owners.iter().map(|it| window.name_of(*it)).collect();
    names.join(", ")
}

fn needs_everything(
    window: &Window<'_>,
    service: Owner,
    (needed, n_others): (&[Owner], usize),
    weight: f64,
) -> Line {
    let texts = window.texts;
    let name = window.name_of(service);
    let look = service.map(|it| Selection::Container(ContainerKey::Service(it)).into());
    let remedy = look.clone();
    Line {
        color: window.theme.warn,
        title: texts.needs_everything,
        sentence: texts.needs_everything_sentence(&name, (needed.len(), n_others), weight),
        owners: names(window, needed),
        remedy: remedy.map(|it| (texts.look_at_lines.to_owned(), it)),
        look,
    }
}

fn wide(window: &Window<'_>, (from, to): (Owner, Owner), weight: f64, share: f64) -> Line {
    let texts = window.texts;
    let between = (&*window.name_of(from), &*window.name_of(to));
    let look = ribbon(Some(from), Some(to));
    let remedy = look.clone();
    Line {
        color: window.theme.warn,
        title: texts.wide_boundary,
        sentence: texts.wide_sentence(between, weight, share),
        owners: names(window, &[from, to]),
        remedy: remedy.map(|it| (texts.look_at_edges.to_owned(), it)),
        look,
    }
}

fn ribbon(from: Option<Owner>, to: Option<Owner>) -> Option<Command> {
    let key = |owner: Option<Owner>| owner.flatten().map(ContainerKey::Service);
    Some(
        Selection::Ribbon {
            from: key(from)?,
            to: key(to)?,
        }
        .into(),
    )
}

fn decide(module: ModuleId) -> Command {
    PlanCommand::Decide {
        modules: vec![module],
        decision: Some(Decision::Library),
    }
    .into()
}

fn assign(module: ModuleId, to: Owner) -> Command {
    PlanCommand::Assign {
        modules: vec![module],
        to: Destination::Owner(to),
    }
    .into()
}
