//! Steps of a scripted picture: ids of commands, and `verb:argument` for what needs one.
//!
//! `select:PATH` a module, `service:NAME`, `ribbon:FROM>TO`, `edge:FROM>TO`, `hold:PATH>SERVICE`
//! modules over a service, `assign:PATH>SERVICE`, `hide:KIND` of dependencies. Several paths or
//! kinds are joined with `+`.

use crate::arrange::ContainerKey;
use crate::graph::{Filter, Kinds};
use crate::model::{DependencyKind, ModuleId};
use crate::session::{Command, Destination, PlanCommand, Selection, Session, ViewCommand};

/// The commands that a step means; none if it means nothing here.
pub(super) fn commands_of(session: &Session, step: &str) -> Vec<Command> {
    let Some((verb, argument)) = step.split_once(':') else {
        let entry = super::commands::entry(step);
        return entry
            .and_then(|it| (it.command)(session))
            .into_iter()
            .collect();
    };
    let (left, right) = argument.split_once('>').unwrap_or((argument, ""));
    let command = match verb {
        "select" => Some(Selection::modules(modules(session, left)).into()),
        "service" => container(session, left).map(|it| Selection::Container(it).into()),
        "ribbon" => container(session, left)
            .zip(container(session, right))
            .map(|(from, to)| Selection::Ribbon { from, to }.into()),
        "edge" => {
            let (from, to) = (modules(session, left), modules(session, right));
            let ends = from.first().copied().zip(to.first().copied());
            ends.map(|(from, to)| Selection::Edge { from, to }.into())
        }
        "hold" => Some(
            ViewCommand::WhatIf {
                modules: modules(session, left),
                to: destination(session, right),
            }
            .into(),
        ),
        "assign" => Some(
            PlanCommand::Assign {
                modules: modules(session, left),
                to: destination(session, right),
            }
            .into(),
        ),
        "hide" => Some(ViewCommand::Filter(without(session, left)).into()),
        _ => None,
    };
    command.into_iter().collect()
}

fn without(session: &Session, kinds: &str) -> Filter {
    let filter = session.view().filter;
    let kinds = kinds.split('+').filter_map(DependencyKind::from_word);
    let kinds = kinds.fold(filter.kinds, Kinds::toggled);
    Filter { kinds, ..filter }
}

fn modules(session: &Session, paths: &str) -> Vec<ModuleId> {
    let model = session.model();
    paths
        .split('+')
        .filter_map(|it| model?.module_at(it))
        .collect()
}

fn destination(session: &Session, name: &str) -> Destination {
    let plan = session.plan();
    let service = plan.and_then(|it| it.services.iter().find(|it| &*it.name == name));
    match service {
        Some(service) => Destination::Owner(Some(service.id)),
        None if name.is_empty() => Destination::NewService(None),
        None => Destination::Owner(None),
    }
}

fn container(session: &Session, name: &str) -> Option<ContainerKey> {
    let containers = &session.arrangement()?.containers;
    containers
        .iter()
        .find(|it| &*it.name == name)
        .map(|it| it.key)
}
