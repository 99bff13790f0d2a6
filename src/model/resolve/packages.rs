//! Packages with everything Cargo would derive: targets found by convention, active features, who
//! depends on whom.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::conditions::holds;
use super::loose;
use crate::facts::FileFacts;
use crate::model::TargetKind;
use crate::source::manifest::{Manifest, Package as Written, join};
use crate::source::{FileId, SourceTree};

/// A package of the tree.
pub(super) struct Package {
    pub(super) name: Arc<str>,
    pub(super) edition: u16,
    pub(super) targets: Vec<Target>,
    /// Crates that code may name: with the package of the tree they are, if they are.
    pub(super) dependencies: BTreeMap<String, Option<usize>>,
    /// Features that are on when the whole workspace is built with defaults.
    pub(super) features: BTreeSet<String>,
    /// Conditions that its build script sets.
    pub(super) flags: BTreeSet<Box<str>>,
}

/// Something to compile.
pub(super) struct Target {
    pub(super) kind: TargetKind,
    /// As rustc sees it, with underscores.
    pub(super) name: String,
    pub(super) root: FileId,
    /// Features without which it is not built.
    pub(super) needs: Vec<String>,
}

impl Target {
    /// A target that is always built.
    pub(super) fn new(kind: TargetKind, name: String, root: FileId) -> Self {
        Self {
            kind,
            name,
            root,
            needs: Vec::new(),
        }
    }
}

/// All packages, in the order of their manifests.
pub(super) fn packages(manifests: &[Manifest], tree: &SourceTree) -> Vec<Package> {
    let files: FxHashMap<&str, FileId> = (0u32..)
        .zip(&tree.files)
        .map(|(idx, it)| (&*it.path, FileId(idx)))
        .collect();
    let written: Vec<(&str, &Written)> = manifests
        .iter()
        .filter_map(|it| Some((&*it.folder, it.package.as_ref()?)))
        .collect();
    let by_folder: FxHashMap<&str, usize> = written
        .iter()
        .enumerate()
        .map(|(idx, it)| (it.0, idx))
        .collect();
    let features = features(&written, &by_folder);
    let mut packages: Vec<_> = written
        .iter()
        .zip(features)
        .map(|((folder, package), features)| Package {
            name: package.name.clone(),
            edition: package.edition,
            targets: targets(folder, package, &files, tree),
            dependencies: dependencies(package, &by_folder),
            features,
            flags: BTreeSet::new(),
        })
        .collect();
    if packages.is_empty() {
        packages.extend(loose::package(tree, &files));
    }
    packages
}

/// Notes which conditions build scripts set, whatever else they find out when they run.
pub(super) fn add_flags(packages: &mut [Package], facts: &[FileFacts]) {
    for package in packages {
        let mut scripts = package.targets.iter();
        let Some(script) = scripts.find(|it| it.kind == TargetKind::Build) else {
            continue;
        };
        let facts = &facts[script.root.index()];
        let told = facts.build_flags.iter();
        let told = told.filter(|it| holds(&facts.conditions[it.1 as usize], package));
        package.flags = told.map(|it| it.0.clone()).collect();
    }
}

fn dependencies(
    package: &Written,
    by_folder: &FxHashMap<&str, usize>,
) -> BTreeMap<String, Option<usize>> {
    let mut dependencies = BTreeMap::new();
    for it in &package.requirements {
        let inside = it
            .folder
            .as_deref()
            .and_then(|it| by_folder.get(it))
            .copied();
        let known = dependencies.entry(it.key.clone()).or_insert(inside);
        *known = known.or(inside);
    }
    dependencies
}

/// Features of each package once everybody has asked for what they need.
fn features(
    written: &[(&str, &Written)],
    by_folder: &FxHashMap<&str, usize>,
) -> Vec<BTreeSet<String>> {
    let mut active: Vec<BTreeSet<String>> = written.iter().map(|_| BTreeSet::new()).collect();
    let mut asked: Vec<(usize, String)> = (0..written.len())
        .map(|it| (it, "default".to_owned()))
        .collect();
    for (_, package) in written {
        for it in package.requirements.iter().filter(|it| !it.optional) {
            let Some(&target) = it.folder.as_deref().and_then(|it| by_folder.get(it)) else {
                continue;
            };
            asked.extend(it.features.iter().map(|feature| (target, feature.clone())));
        }
    }
    while let Some((idx, feature)) = asked.pop() {
        if !active[idx].insert(feature.clone()) {
            continue;
        }
        let package = written[idx].1;
        for implied in package.features.get(&feature).into_iter().flatten() {
            ask(implied, idx, package, by_folder, &mut asked);
        }
    }
    active
}

/// `other`, `dep:key`, `key/feature`, `key?/feature`.
fn ask(
    implied: &str,
    idx: usize,
    package: &Written,
    by_folder: &FxHashMap<&str, usize>,
    asked: &mut Vec<(usize, String)>,
) {
    let (key, feature) = match implied.split_once('/') {
        Some((key, feature)) => (key.trim_end_matches('?'), Some(feature)),
        None => (implied.strip_prefix("dep:").unwrap_or(implied), None),
    };
    if feature.is_none() && !implied.starts_with("dep:") {
        asked.push((idx, key.to_owned()));
    }
    let key = key.replace('-', "_");
    for it in package.requirements.iter().filter(|it| it.key == key) {
        let Some(&target) = it.folder.as_deref().and_then(|it| by_folder.get(it)) else {
            continue;
        };
        asked.extend(feature.map(|it| (target, it.to_owned())));
        asked.extend(it.features.iter().map(|it| (target, it.clone())));
    }
}

/// Written targets, then those found by convention.
fn targets(
    folder: &str,
    package: &Written,
    files: &FxHashMap<&str, FileId>,
    tree: &SourceTree,
) -> Vec<Target> {
    let mut found: Vec<Target> = Vec::new();
    let crate_name = package.name.replace('-', "_");
    let file = |path: &str| files.get(join(folder, path).as_str()).copied();
    for it in &package.targets {
        let kind = TargetKind::from_word(it.kind).unwrap_or(TargetKind::Bin);
        let name = it.name.clone().unwrap_or_else(|| package.name.to_string());
        let root = match &it.path {
            Some(path) => file(path),
            None => usual_places(kind, &name, &package.name)
                .iter()
                .find_map(|it| file(it)),
        };
        let name = name.replace('-', "_");
        let needs = it.needs.clone();
        found.extend(root.map(|root| Target {
            needs,
            ..Target::new(kind, name, root)
        }));
    }
    let has_lib =
        package.no_auto.contains("lib") || found.iter().any(|it| it.kind == TargetKind::Lib);
    if let Some(root) = file("src/lib.rs").filter(|_| !has_lib) {
        let name = crate_name.clone();
        found.insert(0, Target::new(TargetKind::Lib, name, root));
    }
    let has = |found: &[Target], root: FileId| {
        found
            .iter()
            .any(|it| it.root == root && it.kind != TargetKind::Lib)
    };
    if let Some(root) =
        file("src/main.rs").filter(|it| !package.no_auto.contains("bin") && !has(&found, *it))
    {
        found.push(Target::new(TargetKind::Bin, crate_name, root));
    }
    for (kind, place) in [
        (TargetKind::Bin, "src/bin"),
        (TargetKind::Example, "examples"),
        (TargetKind::Test, "tests"),
        (TargetKind::Bench, "benches"),
    ] {
        if package.no_auto.contains(kind.word()) {
            continue;
        }
        for (name, root) in by_convention(&join(folder, place), tree) {
            if !has(&found, root) {
                found.push(Target::new(kind, name, root));
            }
        }
    }
    let build = package.build.as_deref().unwrap_or("build.rs");
    let script = |root| Target::new(TargetKind::Build, "build".into(), root);
    found.extend(file(build).map(script));
    found
}

fn usual_places(kind: TargetKind, name: &str, package: &str) -> Vec<String> {
    let folder = match kind {
        TargetKind::Lib => return vec!["src/lib.rs".into()],
        TargetKind::Bin => "src/bin",
        TargetKind::Example => "examples",
        TargetKind::Test => "tests",
        TargetKind::Bench => "benches",
        TargetKind::Build | TargetKind::Database => return Vec::new(),
    };
    let mut places = vec![
        format!("{folder}/{name}.rs"),
        format!("{folder}/{name}/main.rs"),
    ];
    if kind == TargetKind::Bin && name == package {
        places.push("src/main.rs".into());
    }
    places
}

/// `place/x.rs` and `place/x/main.rs`.
fn by_convention(place: &str, tree: &SourceTree) -> Vec<(String, FileId)> {
    let prefix = format!("{place}/");
    let from = tree.files.partition_point(|it| *it.path < *prefix);
    let inside = (0u32..)
        .zip(&tree.files)
        .skip(from)
        .take_while(|it| it.1.path.starts_with(&prefix));
    inside
        .filter_map(|(idx, file)| {
            let rest = &file.path[prefix.len()..];
            let name = match rest.split_once('/') {
                None => rest.strip_suffix(".rs")?,
                Some((name, "main.rs")) => name,
                Some(_) => return None,
            };
            Some((name.replace('-', "_"), FileId(idx)))
        })
        .collect()
}
