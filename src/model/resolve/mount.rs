//! Hangs files into module trees: `mod x;` to a file, by the language's rules.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{At, FileFacts, ModuleFact, ScopeIdx};
use crate::model::{BlindSpot, CrateId, Gap, ModelBuilder, Module, ModuleId, TargetKind};
use crate::notice::{Notice, Place};
use crate::source::manifest::{folder_of, join};
use crate::source::{FileId, SourceTree, Span};

use super::conditions::{When, when, when_with};
use super::loose;
use super::packages::{Package, Target};

/// A file where it hangs. One file may hang in several trees.
pub(super) struct Mount {
    pub(super) file: FileId,
    /// The module of each scope of the file.
    pub(super) modules: Vec<ModuleId>,
    /// The module each module declaration of the file leads to.
    pub(super) declared: Vec<Option<ModuleId>>,
    /// For each condition of the file when it holds here.
    pub(super) when: Vec<When>,
    /// Where another file includes it, if one does: the mount and the scope it is put into.
    pub(super) within: Option<(usize, ScopeIdx)>,
    /// Where it includes other files that are mounted.
    pub(super) includes: Vec<At>,
}

/// What stands where.
pub(super) struct Mounted {
    pub(super) mounts: Vec<Mount>,
    /// Package of each crate.
    pub(super) package_of: Vec<usize>,
    /// Library crate of each package.
    pub(super) library_of: Vec<Option<CrateId>>,
}

/// Hangs every target's files.
pub(super) fn mount(
    tree: &SourceTree,
    facts: &[FileFacts],
    packages: &[Package],
    builder: &mut ModelBuilder,
    notices: &mut Vec<Notice>,
) -> Mounted {
    let files = (0u32..)
        .zip(&tree.files)
        .map(|(idx, it)| (&*it.path, FileId(idx)))
        .collect();
    let mut mounter = Mounter {
        tree,
        facts,
        files,
        builder,
        notices,
        mounts: Vec::new(),
        reached: FxHashSet::default(),
        n_left: tree.files.len() * MOST_PLACES_EACH + MOST_PLACES,
        is_full: false,
    };
    let (mut package_of, mut library_of) = (Vec::new(), vec![None; packages.len()]);
    let mut names = FxHashSet::default();
    for (idx, package) in packages.iter().enumerate() {
        for target in &package.targets {
            let krate = mounter.target(package, target, &mut names);
            package_of.push(idx);
            if target.kind == TargetKind::Lib {
                library_of[idx].get_or_insert(krate);
            }
        }
    }
    mounter.tell_orphans();
    Mounted {
        mounts: mounter.mounts,
        package_of,
        library_of,
    }
}

struct Mounter<'a> {
    tree: &'a SourceTree,
    facts: &'a [FileFacts],
    files: FxHashMap<&'a str, FileId>,
    builder: &'a mut ModelBuilder,
    notices: &'a mut Vec<Notice>,
    mounts: Vec<Mount>,
    reached: FxHashSet<FileId>,
    /// How many more files may be hung.
    n_left: usize,
    /// Whether it has been told that no more may.
    is_full: bool,
}

/// So many times the files of a tree, and so many more, may hang somewhere: a file that is named twice by
/// one that is named twice would hang in more places than there is memory for.
const MOST_PLACES_EACH: usize = 8;
const MOST_PLACES: usize = 4096;

/// Why a module has no file.
#[derive(Clone, Copy)]
enum Missing {
    /// Its file is that of a module round it.
    InItself,
    /// The build script of the package may write it.
    Written,
    /// There is nothing that may write it.
    Lost,
}

impl Missing {
    fn of(found: Option<FileId>, package: &Package) -> Self {
        let is_script = |it: &Target| it.kind == TargetKind::Build;
        match found {
            Some(_) => Self::InItself,
            None if package.targets.iter().any(is_script) => Self::Written,
            None => Self::Lost,
        }
    }
}

/// A file about to be hung.
struct Pending {
    file: FileId,
    module: ModuleId,
    /// Where files of its modules are.
    folder: String,
    when: When,
    /// The files above it: a file inside itself is a mistake.
    above: Vec<FileId>,
    /// The mount and the scope that include it, if it is no file of a module.
    within: Option<(usize, ScopeIdx)>,
}

impl Pending {
    /// A file that this one leads to: its module, the folder of its modules, when it is compiled.
    fn below(
        &self,
        file: FileId,
        (module, folder, when): (ModuleId, String, When),
        within: Option<(usize, ScopeIdx)>,
    ) -> Self {
        let above = self.above.iter().copied().chain([self.file]);
        Self {
            file,
            module,
            folder,
            when,
            above: above.collect(),
            within,
        }
    }
}

impl Mounter<'_> {
    fn target(
        &mut self,
        package: &Package,
        target: &Target,
        names: &mut FxHashSet<String>,
    ) -> CrateId {
        let prefix = if target.kind == TargetKind::Lib {
            String::new()
        } else {
            format!("{}:", target.kind)
        };
        let mut path = format!("{prefix}{}", target.name);
        if target.kind == TargetKind::Build {
            path = format!("build:{}", package.name.replace('-', "_"));
        }
        if !names.insert(path.clone()) {
            path = format!("{}@{path}", package.name);
            names.insert(path.clone());
        }
        let path: Arc<str> = path.into();
        let krate = self
            .builder
            .add_crate(path.clone(), package.name.clone(), target.kind);
        let test = matches!(target.kind, TargetKind::Test | TargetKind::Bench);
        let needed = when_with(&target.needs, package, self.builder);
        let when = When {
            test,
            cfg: needed.cfg,
        };
        let module = self.builder.add_module(Module {
            name: target.name.as_str().into(),
            path,
            parent: None,
            krate,
            span: self.span(target.root, 1),
            n_lines: 0,
            cfg: when.cfg,
            test,
            detail: false,
            kind: "module".into(),
            children: Vec::new(),
            items: Vec::new(),
        });
        let folder = folder_of(&self.tree.file(target.root).path).to_owned();
        let mut pending = vec![Pending {
            file: target.root,
            module,
            folder,
            when,
            above: Vec::new(),
            within: None,
        }];
        while let Some(next) = pending.pop() {
            let mut found = self.file(&next, krate, package);
            found.reverse();
            pending.append(&mut found);
        }
        krate
    }

    /// Hangs one file with its inline modules; returns the files its modules are in.
    fn file(&mut self, it: &Pending, krate: CrateId, package: &Package) -> Vec<Pending> {
        let facts = &self.facts[it.file.index()];
        self.reached.insert(it.file);
        let when: Vec<When> = facts
            .conditions
            .iter()
            .map(|cfg| when(cfg, package, self.builder).within(it.when))
            .collect();
        let mut modules = vec![it.module; facts.scopes.len()];
        let mut folders: FxHashMap<ScopeIdx, String> = FxHashMap::default();
        folders.insert(0, it.folder.clone());
        let is_written = !loose::is_made_up(self.tree.file(it.file));
        let mut n_own_lines = if is_written { facts.n_lines } else { 0 };
        let (mut pending, mut declared) = (Vec::new(), Vec::new());
        let aside = shadowed(&facts.modules, &when);
        for (module, is_aside) in facts.modules.iter().zip(aside) {
            Self::fill_blocks(facts, &mut modules, module.scope);
            let parent = modules[module.scope as usize];
            let name = facts.text(module.name);
            let folder = Self::folder_of_scope(facts, &folders, module.scope);
            let state = when[module.condition as usize];
            let add = |this: &mut Self, file: FileId, line: u32, n_lines: u32| {
                let span = this.span(file, line);
                let n_lines = span.map_or(0, |_| n_lines);
                let shape = (span, n_lines, module.detail);
                let child = child(this.builder, parent, name, krate, state, shape);
                if is_aside {
                    return this.builder.add_module_aside(child);
                }
                this.builder.add_module(child)
            };
            if let Some(inner) = module.inner {
                let id = add(self, it.file, module.at.line, module.n_lines);
                if parent == it.module {
                    n_own_lines = n_own_lines.saturating_sub(module.n_lines);
                }
                modules[inner as usize] = id;
                folders.insert(inner, inline_folder(&folder, module, name));
                declared.push(Some(id));
                continue;
            }
            let own = folder_of(&self.tree.file(it.file).path);
            let base = if module.scope == 0 {
                own
            } else {
                folder.as_str()
            };
            self.tell_twice(it.file, module, name, &folder);
            match self.find(module, name, base, &folder) {
                Some(file) if file != it.file && !it.above.contains(&file) => {
                    if !self.has_room(it.file, module.at) {
                        declared.push(None);
                        continue;
                    }
                    let id = add(self, file, 1, self.facts[file.index()].n_lines);
                    declared.push(Some(id));
                    let folder = self.folder_of_children(file, module);
                    pending.push(it.below(file, (id, folder, state), None));
                }
                found => {
                    declared.push(None);
                    let cause = Missing::of(found, package);
                    self.tell_missing(it.file, module, name, cause, state);
                }
            }
        }
        for scope in 0..facts.scopes.len() as ScopeIdx {
            Self::fill_blocks(facts, &mut modules, scope);
        }
        let mount = Mount {
            file: it.file,
            modules,
            declared,
            when,
            within: it.within,
            includes: Vec::new(),
        };
        pending.extend(self.hang(it, mount, n_own_lines));
        pending
    }

    /// Hangs a file whose modules are known; returns what it includes.
    fn hang(&mut self, it: &Pending, mut mount: Mount, n_own_lines: u32) -> Vec<Pending> {
        match it.within {
            None => self.builder.set_lines(it.module, n_own_lines),
            Some(_) => self.builder.add_lines(it.module, n_own_lines),
        }
        let included = self.included(it, &mount.modules, &mount.when);
        let (places, pending) = included.into_iter().unzip();
        mount.includes = places;
        self.mounts.push(mount);
        pending
    }

    /// The files of the folder that this one includes by name: they become a part of the scope.
    fn included(
        &mut self,
        it: &Pending,
        modules: &[ModuleId],
        when: &[When],
    ) -> Vec<(At, Pending)> {
        let facts = &self.facts[it.file.index()];
        let own = folder_of(&self.tree.file(it.file).path);
        let mut found = Vec::new();
        for include in &facts.includes {
            let path = join(own, facts.text(include.path));
            let Some(&file) = self.files.get(path.as_str()) else {
                continue;
            };
            let is_above = file == it.file || it.above.contains(&file);
            if is_above || !self.has_room(it.file, include.at) {
                continue;
            }
            let module = modules[include.scope as usize];
            let folder = folder_of(&path).to_owned();
            let place = (module, folder, when[include.condition as usize]);
            let within = Some((self.mounts.len(), include.scope));
            found.push((include.at, it.below(file, place, within)));
        }
        found
    }

    /// Takes one of the places where files may hang; tells once if there is none left.
    fn has_room(&mut self, file: FileId, at: At) -> bool {
        if let Some(left) = self.n_left.checked_sub(1) {
            self.n_left = left;
            return true;
        }
        if !self.is_full {
            self.is_full = true;
            let file = self.tree.file(file).path.clone();
            let text = "files hang in too many places to follow them all";
            self.builder.add_gaps([Gap {
                kind: BlindSpot::NotRead,
                what: text.into(),
                file: file.clone(),
                line: at.line,
                column: at.column,
                n: 1,
                test: false,
            }]);
            let hint =
                "what is declared from here on was left out; does `#[path]` name a file twice?";
            let place = Place::point(file, at.line, at.column);
            self.notices
                .push(Notice::warning(text).at(place).hint(hint));
        }
        false
    }

    /// The beginning of a line, if somebody wrote it.
    fn span(&self, file: FileId, line: u32) -> Option<Span> {
        let is_written = !loose::is_made_up(self.tree.file(file));
        is_written.then_some(Span {
            file,
            line,
            column: 1,
        })
    }

    /// A block is in the module of the scope round it.
    fn fill_blocks(facts: &FileFacts, modules: &mut [ModuleId], scope: ScopeIdx) {
        let fact = facts.scopes[scope as usize];
        if let Some(parent) = fact.parent.filter(|_| !fact.is_module) {
            Self::fill_blocks(facts, modules, parent);
            modules[scope as usize] = modules[parent as usize];
        }
    }

    fn folder_of_scope(
        facts: &FileFacts,
        folders: &FxHashMap<ScopeIdx, String>,
        scope: ScopeIdx,
    ) -> String {
        let mut scope = Some(scope);
        while let Some(idx) = scope {
            if let Some(folder) = folders.get(&idx) {
                return folder.clone();
            }
            scope = facts.scopes[idx as usize].parent;
        }
        String::new()
    }

    fn find(&self, module: &ModuleFact, name: &str, base: &str, folder: &str) -> Option<FileId> {
        let written = module.file.iter().map(|it| join(base, it));
        let usual = [
            join(folder, &format!("{name}.rs")),
            join(folder, &format!("{name}/mod.rs")),
        ];
        written
            .chain(usual)
            .find_map(|it| self.files.get(it.as_str()).copied())
    }

    /// `a/mod.rs` and files named by `#[path]` keep modules beside them, `a.rs` in `a/`.
    fn folder_of_children(&self, file: FileId, module: &ModuleFact) -> String {
        let path = &self.tree.file(file).path;
        let folder = folder_of(path);
        let name = path.rsplit('/').next().unwrap_or(path);
        if name == "mod.rs" || module.file.is_some() {
            return folder.to_owned();
        }
        join(folder, name.strip_suffix(".rs").unwrap_or(name))
    }

    /// Tells of a module with a file in both usual places; the first of them is read.
    fn tell_twice(&mut self, file: FileId, module: &ModuleFact, name: &str, folder: &str) {
        let has = |it: String| self.files.contains_key(it.as_str());
        let both = [format!("{name}.rs"), format!("{name}/mod.rs")];
        if module.file.is_none() && both.iter().all(|it| has(join(folder, it))) {
            let place = Place::line(self.tree.file(file).path.clone(), module.at.line);
            let text = format!("module {name:?} has two files");
            let hint = format!("{name}.rs was read; remove it or {name}/mod.rs");
            self.notices
                .push(Notice::warning(text).at(place).hint(hint));
        }
    }

    fn tell_missing(
        &mut self,
        file: FileId,
        module: &ModuleFact,
        name: &str,
        cause: Missing,
        when: When,
    ) {
        if when.cfg.is_some() {
            return;
        }
        self.builder.add_gaps([Gap {
            kind: BlindSpot::NoFile,
            what: name.into(),
            file: self.tree.file(file).path.clone(),
            line: module.at.line,
            column: module.at.column,
            n: 1,
            test: when.test,
        }]);
        let place = Place::line(self.tree.file(file).path.clone(), module.at.line);
        let notice = match cause {
            Missing::InItself => Notice::warning(format!("module {name:?} contains itself"))
                .hint("the inner one was left out"),
            Missing::Written => Notice::warning(format!("module {name:?} has no file"))
                .hint("the build script may write it; what it holds is not seen"),
            Missing::Lost => Notice::warning(format!("module {name:?} has no file"))
                .hint("none is there, and no build script that may write it"),
        };
        self.notices.push(notice.at(place));
    }

    fn tell_orphans(&mut self) {
        let orphans: Vec<_> = (0u32..)
            .zip(&self.tree.files)
            .filter(|(idx, _)| !self.reached.contains(&FileId(*idx)))
            .map(|(_, it)| it.path.clone())
            .collect();
        self.builder.add_gaps(orphans.iter().map(|it| Gap {
            kind: BlindSpot::NoModule,
            what: it.clone(),
            file: it.clone(),
            line: 0,
            column: 0,
            n: 1,
            test: false,
        }));
        let Some(first) = orphans.first() else { return };
        let named: Vec<_> = orphans.iter().take(MOST_ORPHANS).map(|it| &**it).collect();
        let text = match (orphans.len(), orphans.len().saturating_sub(MOST_ORPHANS)) {
            (1, _) => "a file belongs to no crate".to_owned(),
            (n, 0) => format!("{n} files belong to no crate: {}", named.join(", ")),
            (n, n_more) => {
                let named = named.join(", ");
                format!("{n} files belong to no crate: {named} and {n_more} more")
            }
        };
        let hint = "no `mod` declaration leads there: unused, included by a macro, or test input";
        self.notices.push(
            Notice::warning(text)
                .at(Place::file(first.clone()))
                .hint(hint),
        );
    }
}

/// So many files that belong to no crate are named.
const MOST_ORPHANS: usize = 5;

/// Which modules are left out here while one of the same name beside them is compiled: that one is
/// meant by the name, wherever it stands.
fn shadowed(modules: &[ModuleFact], when: &[When]) -> Vec<bool> {
    let is_compiled = |it: &ModuleFact| when[it.condition as usize].cfg.is_none();
    let compiled: FxHashSet<_> = modules
        .iter()
        .filter(|it| is_compiled(it))
        .map(|it| (it.scope, it.name))
        .collect();
    modules
        .iter()
        .map(|it| !is_compiled(it) && compiled.contains(&(it.scope, it.name)))
        .collect()
}

fn inline_folder(folder: &str, module: &ModuleFact, name: &str) -> String {
    match &module.file {
        Some(path) => join(folder, path),
        None => join(folder, name),
    }
}

fn child(
    builder: &ModelBuilder,
    parent: ModuleId,
    name: &str,
    krate: CrateId,
    when: When,
    (span, n_lines, detail): (Option<Span>, u32, bool),
) -> Module {
    let above = builder.so_far().module(parent);
    Module {
        path: format!("{}::{name}", above.path).into(),
        name: name.into(),
        parent: Some(parent),
        krate,
        span,
        n_lines,
        cfg: when.cfg.or(above.cfg),
        test: when.test || above.test,
        detail,
        kind: "module".into(),
        children: Vec::new(),
        items: Vec::new(),
    }
}
