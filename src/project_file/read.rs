//! `seamline.toml`, version 1, into a plan. Frozen: a version 2 gets a reader of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use toml_edit::{Document, Value};

use super::error::PlanFileError;
use super::places::{Section, Text};
use super::{FORMAT, PLAN_FILE};
use crate::notice::{Notice, Place};
use crate::plan::{
    Accepted, CodePath, Decision, NextService, Plan, RunSettings, Service, ServiceId,
};

pub(super) const TOP_KEYS: &[&str] = &[
    "seamline",
    "root",
    "name",
    "schema",
    "service",
    "remaining",
    "shared",
    "lock",
    "together",
    "apart",
    "accepted",
    "run",
];
const SERVICE_KEYS: &[&str] = &["name", "owns", "items", "prefixes", "package", "note"];
const RUN_KEYS: &[&str] = &[
    "package",
    "bin",
    "port",
    "port_env",
    "role_env",
    "health",
    "healthcheck",
    "data",
    "publish",
    "env",
];

/// Reads the text of a plan. Notices tell of keys that are not known here; they are kept on saving.
///
/// Places in the notices name `seamline.toml`, whatever the scenario's file is called.
pub fn parse_plan(text: &str) -> Result<(Plan, Vec<Notice>), PlanFileError> {
    let document = Document::parse(text).map_err(|error| PlanFileError::Syntax {
        line: Text(text).line(error.span()),
        message: one_line(error.message()),
    })?;
    let whole = Section {
        text: Text(text),
        name: "",
        table: document.as_table(),
        line: 1,
    };
    check_format(&whole)?;
    let mut notices = Vec::new();
    tell_unknown(&whole, TOP_KEYS, &mut notices);
    // Which files they are matters when the code is read, before there is a plan.
    whole.texts("schema")?;
    let services = services(&whole, &mut notices)?;
    let plan = Plan {
        name: whole.text("name")?.unwrap_or_default(),
        root: whole.text("root")?.unwrap_or_else(|| ".".into()),
        remaining: remaining(&whole, &mut notices)?,
        shared: shared(&whole, &mut notices)?,
        locks: locks(&whole, &mut notices)?,
        together: rules(&whole, "together", "[[together]]", &mut notices)?,
        apart: rules(&whole, "apart", "[[apart]]", &mut notices)?,
        accepted: accepted(&whole, &mut notices)?,
        run: run(&whole, &mut notices)?,
        positions: BTreeMap::new(),
        next_service: NextService::default(),
        services,
    };
    check_owners(&whole, &plan)?;
    Ok((plan, notices))
}

/// The files of SQL that a plan names as the system's own: `schema = ["db/dump.sql"]`. Nothing where
/// the text is no plan; [`parse_plan`] tells why.
pub fn schema_files(text: &str) -> Vec<String> {
    let Ok(document) = Document::parse(text) else {
        return Vec::new();
    };
    let schema = document.as_table().get("schema");
    let names = schema.and_then(toml_edit::Item::as_array).into_iter();
    let names = names.flatten().filter_map(Value::as_str);
    names.map(str::to_owned).collect()
}

fn check_format(whole: &Section<'_>) -> Result<(), PlanFileError> {
    let item = whole.item("seamline").ok_or(PlanFileError::NotAPlan)?;
    match item.as_integer() {
        Some(found) if found > FORMAT => Err(PlanFileError::Newer {
            line: whole.line_of("seamline"),
            found,
        }),
        Some(FORMAT) => Ok(()),
        _ => Err(whole.wrong("seamline", "the number 1")),
    }
}

fn services(whole: &Section<'_>, notices: &mut Vec<Notice>) -> Result<Vec<Service>, PlanFileError> {
    let mut services: Vec<Service> = Vec::new();
    for (id, section) in (0u32..).zip(whole.sections("service", "[[service]]")?) {
        tell_unknown(&section, SERVICE_KEYS, notices);
        let name = section.needed_text("name")?;
        if services.iter().any(|it| it.name == name) {
            let line = section.line_of("name");
            return Err(PlanFileError::NameTaken {
                line,
                name: name.to_string(),
            });
        }
        services.push(Service {
            id: ServiceId(id),
            name,
            owns: paths(&section, "owns")?,
            items: paths(&section, "items")?,
            prefixes: section
                .texts("prefixes")?
                .into_iter()
                .map(|it| it.0)
                .collect(),
            package: section.text("package")?,
            note: section.text("note")?,
        });
    }
    Ok(services)
}

fn remaining(
    whole: &Section<'_>,
    notices: &mut Vec<Notice>,
) -> Result<BTreeSet<CodePath>, PlanFileError> {
    let Some(section) = whole.section("remaining", "[remaining]")? else {
        return Ok(BTreeSet::new());
    };
    tell_unknown(&section, &["owns"], notices);
    paths(&section, "owns")
}

fn shared(
    whole: &Section<'_>,
    notices: &mut Vec<Notice>,
) -> Result<BTreeMap<CodePath, Decision>, PlanFileError> {
    let mut shared = BTreeMap::new();
    for section in whole.sections("shared", "[[shared]]")? {
        tell_unknown(&section, &["path", "decision"], notices);
        let decision = match section.text("decision")? {
            None => Decision::Undecided,
            Some(word) => Decision::from_word(&word).ok_or_else(|| {
                section.wrong("decision", "library, copy, service, keep or undecided")
            })?,
        };
        shared.insert(section.needed_text("path")?, decision);
    }
    Ok(shared)
}

fn locks(
    whole: &Section<'_>,
    notices: &mut Vec<Notice>,
) -> Result<BTreeSet<CodePath>, PlanFileError> {
    let mut locks = BTreeSet::new();
    for section in whole.sections("lock", "[[lock]]")? {
        tell_unknown(&section, &["path"], notices);
        locks.insert(section.needed_text("path")?);
    }
    Ok(locks)
}

fn rules(
    whole: &Section<'_>,
    key: &'static str,
    name: &'static str,
    notices: &mut Vec<Notice>,
) -> Result<Vec<Vec<CodePath>>, PlanFileError> {
    let mut rules = Vec::new();
    for section in whole.sections(key, name)? {
        tell_unknown(&section, &["paths"], notices);
        rules.push(section.texts("paths")?.into_iter().map(|it| it.0).collect());
    }
    Ok(rules)
}

fn accepted(
    whole: &Section<'_>,
    notices: &mut Vec<Notice>,
) -> Result<Vec<Accepted>, PlanFileError> {
    let mut accepted = Vec::new();
    for section in whole.sections("accepted", "[[accepted]]")? {
        tell_unknown(&section, &["from", "to", "reason"], notices);
        accepted.push(Accepted {
            from: section.needed_text("from")?,
            to: section.needed_text("to")?,
            reason: section.text("reason")?.unwrap_or_default(),
        });
    }
    Ok(accepted)
}

fn run(whole: &Section<'_>, notices: &mut Vec<Notice>) -> Result<RunSettings, PlanFileError> {
    let Some(section) = whole.section("run", "[run]")? else {
        return Ok(RunSettings::default());
    };
    tell_unknown(&section, RUN_KEYS, notices);
    Ok(RunSettings {
        package: section.text("package")?,
        bin: section.text("bin")?,
        port: section.port("port")?,
        port_env: section.text("port_env")?,
        role_env: section.text("role_env")?,
        health: section.text("health")?,
        healthcheck: section
            .texts("healthcheck")?
            .into_iter()
            .map(|it| it.0)
            .collect(),
        data: section.text("data")?,
        publish: section.port("publish")?,
        env: environment(&section)?,
    })
}

fn environment(run: &Section<'_>) -> Result<BTreeMap<Arc<str>, Arc<str>>, PlanFileError> {
    let Some(section) = run.section("env", "[run.env]")? else {
        return Ok(BTreeMap::new());
    };
    let pairs = section.table.iter().map(|(key, item)| {
        let value = item.as_value().and_then(plain);
        let value = value.ok_or_else(|| section.wrong(key, "a text or a number"))?;
        Ok((key.into(), value.into()))
    });
    pairs.collect()
}

/// What a value says, where it is a single one.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(it) => Some(it.value().clone()),
        Value::Integer(it) => Some(it.value().to_string()),
        Value::Float(it) => Some(it.value().to_string()),
        Value::Boolean(it) => Some(it.value().to_string()),
        Value::Datetime(it) => Some(it.value().to_string()),
        Value::Array(_) | Value::InlineTable(_) => None,
    }
}

fn paths(section: &Section<'_>, key: &'static str) -> Result<BTreeSet<CodePath>, PlanFileError> {
    Ok(section.texts(key)?.into_iter().map(|it| it.0).collect())
}

/// A path has one owner: a merge of two branches easily gives it two.
fn check_owners(whole: &Section<'_>, plan: &Plan) -> Result<(), PlanFileError> {
    let mut owners: BTreeMap<Arc<str>, &str> = BTreeMap::new();
    let mut claim = |section: &Section<'_>, key, by| {
        for (path, line) in section.texts(key)? {
            if let Some(first) = owners.insert(path.clone(), by).filter(|it| *it != by) {
                let (path, first, second) = (path.to_string(), first.to_owned(), by.to_owned());
                return Err(PlanFileError::OwnedTwice {
                    line,
                    path,
                    first,
                    second,
                });
            }
        }
        Ok(())
    };
    for (section, service) in whole
        .sections("service", "[[service]]")?
        .iter()
        .zip(&plan.services)
    {
        claim(section, "owns", &service.name)?;
        claim(section, "items", &service.name)?;
    }
    match whole.section("remaining", "[remaining]")? {
        Some(section) => claim(&section, "owns", crate::plan::REMAINING),
        None => Ok(()),
    }
}

fn tell_unknown(section: &Section<'_>, known: &[&str], notices: &mut Vec<Notice>) {
    for (key, line) in section.unknown_keys(known) {
        let of = if section.name.is_empty() {
            String::new()
        } else {
            format!(" in `{}`", section.name)
        };
        let notice = Notice::info(format!("the key `{key}`{of} is not known here"));
        notices.push(
            notice
                .at(Place::line(PLAN_FILE, line))
                .hint("it is kept as it is"),
        );
    }
}

fn one_line(message: &str) -> String {
    message
        .lines()
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join("; ")
}
