//! `Cargo.toml` as text: packages, targets, dependencies, features. Cargo is never called.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use toml::{Table, Value};

use crate::notice::{Notice, Place};

use super::SourceFile;

/// One `Cargo.toml`.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// Its folder relative to the root: empty, `crates/api`, `..`.
    pub folder: Arc<str>,
    /// The package it describes, if it does.
    pub package: Option<Package>,
    /// `[workspace.dependencies]`: key to what it stands for.
    pub workspace_dependencies: BTreeMap<String, Requirement>,
    /// `[workspace.package] edition`.
    workspace_edition: Option<u16>,
}

/// A package with its targets as written; those found by convention are the model's to add.
#[derive(Clone, Debug)]
pub struct Package {
    /// As in `name = ".."`.
    pub name: Arc<str>,
    /// 2015, 2018, 2021, 2024.
    pub edition: u16,
    /// `[lib]`, `[[bin]]`, ...
    pub targets: Vec<WrittenTarget>,
    /// Kinds whose targets are not to be found by convention: `autobins = false`.
    pub no_auto: BTreeSet<&'static str>,
    /// Every dependency of any kind.
    pub requirements: Vec<Requirement>,
    /// `[features]`.
    pub features: BTreeMap<String, Vec<String>>,
    /// `build = ".."`; empty for `build = false`.
    pub build: Option<String>,
    /// Whether the edition is the workspace's.
    inherits_edition: bool,
}

/// A target written in the manifest.
#[derive(Clone, Debug)]
pub struct WrittenTarget {
    /// `lib`, `bin`, `example`, `test`, `bench`.
    pub kind: &'static str,
    /// Its name, if written.
    pub name: Option<String>,
    /// Its root file relative to the package, if written.
    pub path: Option<String>,
    /// Features without which it is not built: `required-features`.
    pub needs: Vec<String>,
}

/// One line of `[dependencies]`.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// The name code uses, with underscores.
    pub key: String,
    /// The package it is, as that package calls itself.
    pub package: String,
    /// Folder relative to the root, if it is a `path` dependency.
    pub folder: Option<String>,
    /// `workspace = true`.
    pub inherited: bool,
    /// Only there if a feature asks for it.
    pub optional: bool,
    /// Features it asks for.
    pub features: Vec<String>,
    /// Whether it asks for the default features.
    pub default_features: bool,
}

/// The folder part of a path; empty for a file at the top.
pub fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |it| &path[..it])
}

/// `a/b/../c` as `a/c`, relative to a folder; a path that leaves the root keeps its `..`.
pub fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|it| *it != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// Reads every manifest and hands down what a workspace shares. Broken ones become notices.
pub fn read_manifests(files: &[SourceFile], notices: &mut Vec<Notice>) -> Vec<Manifest> {
    let mut manifests: Vec<Manifest> = Vec::new();
    let tables = files.par_iter().map(|it| toml::from_str::<Table>(&it.text));
    let tables: Vec<_> = tables.collect();
    for (file, table) in files.iter().zip(tables) {
        match table {
            Ok(table) => manifests.push(manifest(folder_of(&file.path), &table)),
            Err(error) => notices.push(broken(file, &error)),
        }
    }
    inherit(&mut manifests);
    manifests
}

/// Why a manifest cannot be read; `None` if it can.
pub fn fault_of(file: &SourceFile) -> Option<Notice> {
    let table = toml::from_str::<Table>(&file.text);
    table.err().map(|error| broken(file, &error))
}

fn broken(file: &SourceFile, error: &toml::de::Error) -> Notice {
    let start = error.span().map_or(0, |it| it.start.min(file.text.len()));
    let before = file.text.get(..start).unwrap_or_default();
    let line = before.matches('\n').count() as u32 + 1;
    let column = before.chars().rev().take_while(|it| *it != '\n').count() as u32 + 1;
    Notice::warning(format!(
        "the manifest is not valid TOML: {}",
        error.message()
    ))
    .at(Place::point(file.path.clone(), line, column))
    .hint("the package was left out")
}

fn manifest(folder: &str, table: &Table) -> Manifest {
    let workspace = table.get("workspace").and_then(Value::as_table);
    let shared = workspace
        .and_then(|it| it.get("dependencies"))
        .and_then(Value::as_table);
    let shared = shared.into_iter().flatten();
    Manifest {
        folder: folder.into(),
        package: table
            .get("package")
            .and_then(Value::as_table)
            .and_then(|it| package(folder, it, table)),
        workspace_dependencies: shared
            .map(|(key, value)| (key.clone(), requirement(folder, key, value)))
            .collect(),
        workspace_edition: workspace
            .and_then(|it| it.get("package")?.get("edition")?.as_str()?.parse().ok()),
    }
}

fn package(folder: &str, package: &Table, whole: &Table) -> Option<Package> {
    let name = package.get("name")?.as_str()?;
    let edition = package.get("edition");
    let flag = |key: &str| package.get(key).and_then(Value::as_bool) == Some(false);
    let autos = [
        ("autobins", "bin"),
        ("autoexamples", "example"),
        ("autotests", "test"),
        ("autobenches", "bench"),
        ("autolib", "lib"),
    ];
    let features = whole
        .get("features")
        .and_then(Value::as_table)
        .into_iter()
        .flatten();
    Some(Package {
        name: name.into(),
        edition: edition
            .and_then(Value::as_str)
            .and_then(|it| it.parse().ok())
            .unwrap_or(2015),
        targets: targets(whole),
        no_auto: autos
            .iter()
            .filter(|it| flag(it.0))
            .map(|it| it.1)
            .collect(),
        requirements: requirements(folder, whole),
        features: features
            .map(|(key, value)| (key.clone(), strings(value)))
            .collect(),
        build: match package.get("build") {
            Some(Value::String(path)) => Some(path.clone()),
            Some(Value::Boolean(false)) => Some(String::new()),
            _ => None,
        },
        inherits_edition: edition.is_some_and(Value::is_table),
    })
}

fn targets(whole: &Table) -> Vec<WrittenTarget> {
    let text = |table: &Value, key: &str| Some(table.get(key)?.as_str()?.to_owned());
    let target = |kind: &'static str, table: &Value| WrittenTarget {
        kind,
        name: text(table, "name"),
        path: text(table, "path"),
        needs: table
            .get("required-features")
            .map(strings)
            .unwrap_or_default(),
    };
    let lib = whole.get("lib").map(|it| target("lib", it));
    let lists = ["bin", "example", "test", "bench"]
        .into_iter()
        .flat_map(|kind| {
            let list = whole
                .get(kind)
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            list.map(move |it| target(kind, it))
        });
    lib.into_iter().chain(lists).collect()
}

fn requirements(folder: &str, whole: &Table) -> Vec<Requirement> {
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    let targets = whole
        .get("target")
        .and_then(Value::as_table)
        .into_iter()
        .flatten();
    let tables = std::iter::once(whole).chain(targets.filter_map(|it| it.1.as_table()));
    let lists =
        tables.flat_map(|table| kinds.iter().filter_map(|kind| table.get(*kind)?.as_table()));
    lists
        .flatten()
        .map(|(key, value)| requirement(folder, key, value))
        .collect()
}

fn requirement(folder: &str, key: &str, value: &Value) -> Requirement {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let flag = |name: &str| value.get(name).and_then(Value::as_bool);
    Requirement {
        key: key.replace('-', "_"),
        package: text("package").unwrap_or(key).to_owned(),
        folder: text("path").map(|it| join(folder, it)),
        inherited: flag("workspace") == Some(true),
        optional: flag("optional") == Some(true),
        features: value.get("features").map(strings).unwrap_or_default(),
        default_features: flag("default-features").or(flag("default_features")) != Some(false),
    }
}

fn strings(value: &Value) -> Vec<String> {
    let list = value.as_array().into_iter().flatten();
    list.filter_map(|it| it.as_str().map(str::to_owned))
        .collect()
}

/// Fills in what members take from their workspace: the nearest manifest above with the entry.
fn inherit(manifests: &mut [Manifest]) {
    let workspaces: Vec<_> = manifests
        .iter()
        .filter(|it| !it.workspace_dependencies.is_empty() || it.workspace_edition.is_some())
        .map(|it| {
            (
                it.folder.clone(),
                it.workspace_dependencies.clone(),
                it.workspace_edition,
            )
        })
        .collect();
    for manifest in manifests {
        let Some(package) = &mut manifest.package else {
            continue;
        };
        let above = workspaces
            .iter()
            .filter(|it| is_above(&it.0, &manifest.folder));
        let Some((_, shared, edition)) =
            above.max_by_key(|it| (!it.0.starts_with(".."), it.0.len()))
        else {
            continue;
        };
        if package.inherits_edition {
            package.edition = edition.unwrap_or(package.edition);
        }
        for requirement in package.requirements.iter_mut().filter(|it| it.inherited) {
            let shared = shared
                .iter()
                .find(|it| it.0.replace('-', "_") == requirement.key);
            if let Some((_, shared)) = shared {
                requirement.package.clone_from(&shared.package);
                requirement.folder.clone_from(&shared.folder);
                requirement.features.extend(shared.features.iter().cloned());
                requirement.default_features &= shared.default_features;
            }
        }
    }
}

/// Whether a folder lies above another, or is the same.
fn is_above(folder: &str, other: &str) -> bool {
    folder.is_empty()
        || folder.starts_with("..")
        || other == folder
        || other
            .strip_prefix(folder)
            .is_some_and(|it| it.starts_with('/'))
}
