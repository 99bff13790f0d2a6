//! What the system asks of others, and what it is told when it starts.
//!
//! A call counts if the path that is called leads to a crate that is known for it, or if what a
//! method is called on is of a type of such a crate, as its declaration says.

mod known;
mod settings;
mod types;

use std::sync::Arc;

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use rustc_hash::FxHashMap;

use super::super::names::{Def, World};
use super::super::origins::Origins;
use super::super::paths::Site;
use super::value::filled;
use crate::facts::{At, FileFacts, Namespace, Operands, PathRef, Term, TermIdx};
use crate::model::{
    CodeModel, Confidence, Door, DoorKind, ItemId, ItemKind, Node, Outbound, OutboundKind, Setting,
};
use crate::source::Span;
use known::{Way, kind_of_crate, way_of_method};
use types::Types;

/// Everything that crosses the border of the system, doors of consumers among it.
#[derive(Default)]
pub(super) struct Crossings {
    pub(super) outbound: Vec<Outbound>,
    pub(super) config: Vec<Setting>,
    pub(super) doors: Vec<Door>,
}

/// The crossings of all mounts, in order.
pub(super) fn crossings(world: &World<'_>, so_far: &CodeModel) -> Crossings {
    let types = Types::new(world);
    let origins = Origins::new(world);
    let kinds: Vec<bool> = world
        .packages
        .iter()
        .map(|it| {
            let mut names = it.dependencies.keys();
            names.any(|it| kind_of_crate(&it.replace('-', "_")).is_some())
        })
        .collect();
    let of_mounts = (0..world.mounts.len()).into_par_iter().map(|mount| {
        let mut asker = Asker {
            world,
            so_far,
            origins: &origins,
            types: &types,
            mount,
            facts: &world.facts[world.mounts[mount].file.index()],
            found: Crossings::default(),
        };
        asker.calls();
        let module = world.mounts[mount].modules.first();
        if module.is_some_and(|it| kinds[world.package(*it).0]) {
            asker.method_calls();
        }
        asker.ports();
        asker.options();
        asker.found
    });
    let of_mounts: Vec<Crossings> = of_mounts.collect();
    let mut all = Crossings::default();
    for it in of_mounts {
        all.outbound.extend(it.outbound);
        all.config.extend(it.config);
        all.doors.extend(it.doors);
    }
    all.outbound.sort_by_key(|it| (it.from, it.kind, it.span));
    all.outbound.dedup();
    all.config
        .sort_by(|a, b| (a.kind, &a.name, a.span).cmp(&(b.kind, &b.name, b.span)));
    all.config.dedup();
    all
}

/// Looks through one mount.
struct Asker<'a> {
    world: &'a World<'a>,
    so_far: &'a CodeModel,
    origins: &'a Origins<'a>,
    types: &'a Types<'a>,
    mount: usize,
    facts: &'a FileFacts,
    found: Crossings,
}

/// Who does something, and where.
#[derive(Clone, Copy)]
struct Place {
    from: Node,
    span: Span,
    test: bool,
}

impl<'a> Asker<'a> {
    fn place(&self, owner: Option<u32>, at: At) -> Place {
        let span = Span {
            file: self.world.mounts[self.mount].file,
            line: at.line,
            column: at.column,
        };
        let owner = owner.map(|it| ItemId(self.world.bases[self.mount].1 + it));
        let module = self.world.mounts[self.mount].modules[0];
        let (from, test) = match owner {
            Some(item) => (Node::Item(item), self.so_far.item(item).test),
            None => (Node::Module(module), self.so_far.module(module).test),
        };
        Place { from, span, test }
    }

    /// The item that a term belongs to.
    fn owner_of(&self, term: TermIdx) -> Option<u32> {
        let owners = &self.facts.term_owners;
        let idx = owners.partition_point(|it| it.0 <= term).checked_sub(1)?;
        owners[idx].1
    }

    /// A path that leads out of the tree, from its crate on.
    fn outside(&self, path: PathRef, scope: u32, of_macro: bool) -> Option<Vec<&'a str>> {
        let world = self.world;
        let written = world.path(self.mount, path);
        let scope = world.scope_id(self.mount, scope);
        let namespace = if of_macro {
            Namespace::Macro
        } else {
            Namespace::Value
        };
        let found = world.resolve(written, namespace, Site::of(scope))?;
        let whole = match found.def {
            Def::Extern(krate) => self.origins.path(written, Some(krate), namespace, scope),
            Def::BuiltIn => written.into(),
            _ => return None,
        };
        let texts = whole.iter().map(|it| world.texts[*it as usize]);
        Some(texts.collect())
    }

    /// The text that a term is, if the code tells it: also through a constant.
    fn text(&self, term: TermIdx) -> Option<Arc<str>> {
        match self.facts.terms[term as usize] {
            Term::Text => self.facts.words.get(term).map(Arc::from),
            Term::Value { path, scope, .. } => {
                let path = self.world.path(self.mount, path);
                let scope = self.world.scope_id(self.mount, scope);
                let found = self
                    .world
                    .resolve(path, Namespace::Value, Site::of(scope))?;
                let Def::Item(item) = found.def else {
                    return None;
                };
                let kind = self.world.items[item.index()].kind;
                matches!(kind, ItemKind::Const | ItemKind::Static)
                    .then(|| self.types.text_of(item))
                    .flatten()
            }
            Term::Call { argument, .. } => {
                let is_macro = self.facts.operands_of(term).is_some_and(|it| it.of_macro);
                let text = self.facts.words.get(argument).filter(|_| is_macro)?;
                // What is filled in at the front is not known, and says nothing.
                let text = filled(text);
                (!text.text.is_empty()).then(|| (&*text.text).into())
            }
            Term::Method(call) => {
                let call = &self.facts.method_calls[call as usize];
                let name = self.facts.text(call.name);
                let same = ["to_string", "to_owned", "into", "as_str", "clone", "parse"];
                same.contains(&name).then(|| self.text(call.receiver))?
            }
            Term::Try(of) | Term::Awaited(of) => self.text(of),
            _ => None,
        }
    }

    fn arguments(&self, known: &Operands) -> &'a [TermIdx] {
        self.facts.list(known.terms)
    }

    /// Functions and macros that are called by their paths.
    fn calls(&mut self) {
        for known in &self.facts.operands {
            let Term::Call { callee, .. } = self.facts.terms[known.term as usize] else {
                continue;
            };
            let Term::Value { path, scope, .. } = self.facts.terms[callee as usize] else {
                continue;
            };
            let Some(last) = self.facts.segments(path).last() else {
                continue;
            };
            if !known::is_telling(self.facts.text(*last)) || known.at.line == 0 {
                continue;
            }
            let Some(names) = self.outside(path, scope, known.of_macro) else {
                continue;
            };
            let place = self.place(self.owner_of(known.term), known.at);
            let arguments = self.arguments(known);
            let first = arguments.first().and_then(|it| self.text(*it));
            self.setting_call(&names, first.clone(), place);
            if let Some(krate) = known::job_of_call(&names) {
                self.job(krate, place);
            }
            if let Some((kind, library)) = known::way_of_call(&names) {
                self.ask(kind, library, first, place);
            }
        }
    }

    fn ask(&mut self, kind: OutboundKind, library: &str, target: Option<Arc<str>>, place: Place) {
        self.found.outbound.push(Outbound {
            from: place.from,
            kind,
            library: library.into(),
            target,
            span: place.span,
            confidence: Confidence::Resolved,
            test: place.test,
        });
    }

    /// Methods of clients, connections and stores.
    fn method_calls(&mut self) {
        let facts = self.facts;
        let mut terms: FxHashMap<u32, TermIdx> = FxHashMap::default();
        for (idx, term) in (0u32..).zip(&facts.terms) {
            if let Term::Method(call) = term {
                terms.insert(*call, idx);
            }
        }
        for (idx, call) in (0u32..).zip(&facts.method_calls) {
            let name = facts.text(call.name);
            if !known::is_telling_method(name) {
                continue;
            }
            let Some((krate, ty)) = self.types.crate_of(self.mount, call.receiver) else {
                continue;
            };
            let Some(way) = way_of_method(krate, ty, name) else {
                continue;
            };
            let place = self.place(call.owner, call.at);
            let operands = terms.get(&idx).and_then(|it| facts.operands_of(*it));
            let arguments = match operands {
                Some(known) => facts.list(known.terms).to_vec(),
                None => vec![call.argument],
            };
            let mut told = arguments.iter().filter_map(|it| self.text(*it));
            let target = told.find(|it| !it.is_empty());
            match way {
                Way::Out(kind) => {
                    self.ask(kind, krate, target, place);
                    if let Some(last) = self.found.outbound.last_mut() {
                        last.confidence = Confidence::Inferred;
                    }
                }
                Way::In => self.consumer(krate, target, place),
            }
        }
    }

    /// What answers when a message comes.
    fn consumer(&mut self, krate: &str, topic: Option<Arc<str>>, place: Place) {
        if place.test {
            return;
        }
        let topic = topic.unwrap_or_else(|| "?".into());
        self.open((DoorKind::Consumer, krate), ("CONSUME", topic), place);
    }

    /// A door that who has the call answers.
    fn open(
        &mut self,
        (kind, krate): (DoorKind, &str),
        (method, path): (&str, Arc<str>),
        place: Place,
    ) {
        self.found.doors.push(Door {
            id: format!("door:{method} {path}").into(),
            kind,
            framework: krate.into(),
            method: method.into(),
            path,
            handler: place.from,
            span: place.span,
            confidence: Confidence::Inferred,
            cfg: match place.from {
                Node::Item(item) => self.so_far.item(item).cfg,
                _ => None,
            },
        });
    }

    /// What time sets off: named after who has it.
    fn job(&mut self, krate: &str, place: Place) {
        let name = match place.from {
            Node::Item(item) => self.so_far.item(item).name.clone(),
            Node::Module(module) => self.so_far.module(module).name.clone(),
            Node::Extern(_) => return,
        };
        if !place.test {
            self.open((DoorKind::Job, krate), ("JOB", name), place);
        }
    }
}
