//! What facts could not tell, judged: which macros belong to the tree, which conditions hold.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::facts::{At, GapFact, MethodCall};
use crate::model::gaps::fold;
use crate::model::{BlindSpot, Coverage, Gap, ModelBuilder, TargetKind};
use crate::source::{SourceFile, SourceTree};

use super::conditions::is_known_key;
use super::names::{Def, Name, World};
use super::packages::Package;
use super::paths::Site;

/// What generates code, by the words a build script uses for it.
const GENERATORS: &[&str] = &[
    "tonic_build",
    "tonic_prost_build",
    "prost_build",
    "protobuf_codegen",
    "bindgen",
    "cbindgen",
    "lalrpop",
    "capnpc",
    "flatc",
    "built",
    "vergen",
    "shadow_rs",
    "phf_codegen",
    "uniffi",
    "cxx_build",
];

/// What the reader left out: what it could not read, and what rules of git name.
pub(super) fn unread(tree: &SourceTree, builder: &mut ModelBuilder) {
    builder.add_gaps(tree.left_out.iter().map(|it| Gap {
        kind: BlindSpot::NotRead,
        what: it.what.clone(),
        file: it.file.clone(),
        line: it.line,
        column: 0,
        n: it.n,
        test: false,
    }));
    let notices = &tree.notices;
    builder.add_gaps(notices.iter().map(|it| {
        Gap {
            kind: BlindSpot::NotRead,
            what: it.text.as_str().into(),
            file: it
                .place
                .as_ref()
                .map(|it| it.path.clone())
                .unwrap_or_default(),
            line: it.place.as_ref().and_then(|it| it.line).unwrap_or(0),
            column: it.place.as_ref().and_then(|it| it.column).unwrap_or(0),
            n: 1,
            test: false,
        }
    }));
}

/// Build scripts: that there is one, and what its text hands to the compiler.
pub(super) fn build_scripts(tree: &SourceTree, packages: &[Package], builder: &mut ModelBuilder) {
    for package in packages {
        let scripts = package
            .targets
            .iter()
            .filter(|it| it.kind == TargetKind::Build);
        for script in scripts {
            let file = tree.file(script.root);
            let gap = |what: String, line: u32| Gap {
                kind: BlindSpot::BuildScript,
                what: what.into(),
                file: file.path.clone(),
                line,
                column: 0,
                n: 1,
                test: false,
            };
            builder.add_gaps([gap(format!("build script of {}", package.name), 1)]);
            builder.add_gaps(
                outputs(file)
                    .into_iter()
                    .map(|(what, line)| gap(what, line)),
            );
        }
    }
}

/// What the text of a build script says it makes, with the first line that says so.
fn outputs(file: &SourceFile) -> Vec<(String, u32)> {
    let mut found: Vec<(String, u32)> = Vec::new();
    let mut known = BTreeSet::new();
    for (line, text) in (1u32..).zip(file.text.lines()) {
        let code = text.trim_start();
        if code.starts_with("//") {
            continue;
        }
        let condition = code.split("rustc-cfg=").nth(1).map(|it| {
            let name = it.split(['"', '\\', ' ', '=']).next().unwrap_or_default();
            format!("sets cfg {name}")
        });
        let output = code
            .contains("OUT_DIR")
            .then(|| "writes into OUT_DIR".to_owned());
        let generators = GENERATORS.iter().filter(|it| has_word(code, it));
        let generators = generators.map(|it| format!("generates code with {it}"));
        for what in condition.into_iter().chain(output).chain(generators) {
            if known.insert(what.clone()) {
                found.push((what, line));
            }
        }
    }
    found
}

fn has_word(text: &str, word: &str) -> bool {
    let is_part = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
    text.match_indices(word).any(|(start, _)| {
        !is_part(text[..start].chars().next_back())
            && !is_part(text[start + word.len()..].chars().next())
    })
}

/// What is collected while the mentions of one mount are bound.
#[derive(Default)]
pub(super) struct Sight {
    pub(super) gaps: Vec<Gap>,
    pub(super) coverage: Coverage,
    /// Where macros are called whose rules were followed.
    followed: FxHashSet<At>,
}

impl Sight {
    /// A path that must mean something, and whether it does.
    pub(super) fn path(&mut self, bound: bool) {
        self.coverage.n_paths += 1;
        self.coverage.n_paths_bound += u32::from(bound);
    }

    /// The rules of a macro of the tree were followed here.
    pub(super) fn follow(&mut self, at: At) {
        self.followed.insert(at);
    }

    /// The method calls of a mount, and those on something whose type is not known.
    pub(super) fn methods(&mut self, world: &World<'_>, mount_idx: usize, untyped: &[u32]) {
        let facts = &world.facts[world.mounts[mount_idx].file.index()];
        self.coverage.n_method_calls += facts.method_calls.len() as u32;
        self.coverage.n_method_calls_untyped += untyped.len() as u32;
        for call in untyped {
            let call: &MethodCall = &facts.method_calls[*call as usize];
            let what = world.texts[world.name(mount_idx, call.name) as usize].into();
            let at = (call.at, call.scope, call.condition);
            self.add(world, mount_idx, BlindSpot::Method, what, at);
        }
    }

    /// The gaps of the file of a mount.
    pub(super) fn take_facts(&mut self, world: &World<'_>, mount_idx: usize) {
        let mount = &world.mounts[mount_idx];
        let facts = &world.facts[mount.file.index()];
        for gap in &facts.gaps {
            let kind = match gap.kind {
                BlindSpot::Include if mount.includes.contains(&gap.at) => continue,
                BlindSpot::Macro | BlindSpot::MacroScanned if self.followed.contains(&gap.at) => {
                    continue;
                }
                BlindSpot::CfgOff => match self.judged(world, mount_idx, gap) {
                    Some(kind) => kind,
                    None => continue,
                },
                kind => kind,
            };
            let what: Arc<str> = facts.text(gap.what).into();
            // A condition is told where it stands, however it turns out.
            let condition = match gap.kind {
                BlindSpot::CfgOff => 0,
                _ => gap.condition,
            };
            self.add(world, mount_idx, kind, what, (gap.at, 0, condition));
        }
        fold(&mut self.gaps);
    }

    /// Whether a condition keeps code out here, or cannot be judged; tests are told apart anyway.
    fn judged(&mut self, world: &World<'_>, mount_idx: usize, gap: &GapFact) -> Option<BlindSpot> {
        let mount = &world.mounts[mount_idx];
        let when = mount.when[gap.condition as usize];
        self.coverage.n_conditions += 1;
        self.coverage.n_conditions_on += u32::from(when.cfg.is_none());
        let facts = &world.facts[mount.file.index()];
        let words = facts.text(gap.what);
        let conditions = facts.conditions[gap.condition as usize].iter();
        let own = conditions.filter(|it| it.to_string() == words);
        let flags = &world.package(mount.modules[0]).1.flags;
        let is_told = |key: &str, value: Option<&str>| match value {
            None => flags.contains(key),
            Some(value) => flags.contains(format!("{key}={value:?}").as_str()),
        };
        let mut leaves = own.flat_map(|it| it.leaves());
        let is_known = leaves.all(|it| is_known_key(it.0) || is_told(it.0, it.1));
        if !is_known {
            return Some(BlindSpot::CfgUnknown);
        }
        when.cfg.map(|_| BlindSpot::CfgOff)
    }

    /// Writes down one gap at a place of a mount.
    pub(super) fn add(
        &mut self,
        world: &World<'_>,
        mount_idx: usize,
        kind: BlindSpot,
        what: Arc<str>,
        (at, scope, condition): (At, u32, u32),
    ) {
        let mount = &world.mounts[mount_idx];
        let module = world.scopes[world.scope_id(mount_idx, scope).index()].module;
        let outer = world.module_when[module.index()];
        self.gaps.push(Gap {
            kind,
            what,
            file: world.tree.file(mount.file).path.clone(),
            line: at.line,
            column: at.column,
            n: 1,
            test: mount.when[condition as usize].within(outer).test,
        });
    }
}

impl World<'_> {
    /// Why a path means nothing.
    pub(super) fn why_lost(&self, path: &[Name], site: Site) -> BlindSpot {
        let Some((_, before)) = path.split_last().filter(|it| !it.1.is_empty()) else {
            return BlindSpot::NoName;
        };
        let known = (1..=before.len()).rev().find_map(|n| {
            let found = self.resolve(&path[..n], crate::facts::Namespace::Type, site);
            found.map(|it| it.def)
        });
        match known {
            None => BlindSpot::NoRoot,
            Some(Def::Module(_)) => BlindSpot::NotInModule,
            Some(_) => BlindSpot::NotInType,
        }
    }
}
