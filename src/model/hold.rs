//! Databases in the dependency graph: each object is a module, each touch and relation a reference.
//!
//! So a table has an owner, a place and a cut list like any module, by the same rules. The modules of
//! objects are the last ones of a model, in the order of the objects, and belong to a crate of their
//! own; they have neither parent nor items.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{
    CodeModel, Crate, CrateId, Data, DataObject, Module, ModuleId, Node, ObjectId, Reference,
    TargetKind,
};
use crate::notice::Place;
use crate::source::{FileId, Span};

impl CodeModel {
    /// The module that stands for an object of a database.
    pub fn module_of_object(&self, object: ObjectId) -> ModuleId {
        ModuleId(self.first_object() + object.0)
    }

    /// What a module stands for, if that is an object of a database.
    pub fn object_of(&self, module: ModuleId) -> Option<ObjectId> {
        module.0.checked_sub(self.first_object()).map(ObjectId)
    }

    /// Whether a crate is what stands for databases.
    pub fn is_database(&self, krate: CrateId) -> bool {
        self.krate(krate).target == TargetKind::Database
    }

    /// How many modules there are of code alone.
    pub fn n_code_modules(&self) -> usize {
        self.modules.len() - self.data.objects.len()
    }

    fn first_object(&self) -> u32 {
        self.n_code_modules() as u32
    }

    /// Takes in what databases hold. Only once, when all else is in its final order.
    pub(super) fn hold(&mut self, data: Data) {
        if !data.objects.is_empty() {
            let files: FxHashMap<Arc<str>, FileId> = (0u32..)
                .zip(&self.files)
                .map(|(idx, it)| (it.clone(), FileId(idx)))
                .collect();
            let span = |place: &Place| {
                Some(Span {
                    file: *files.get(&place.path)?,
                    line: place.line.unwrap_or(1),
                    column: place.column.unwrap_or(1),
                })
            };
            self.add_objects(&data, &span);
            self.add_uses(&data, &span);
        }
        self.data = data;
    }

    fn add_objects(&mut self, data: &Data, span: &dyn Fn(&Place) -> Option<Span>) {
        let krate = CrateId(self.crates.len() as u32);
        self.crates.push(Crate {
            path: "database:".into(),
            package: "".into(),
            target: TargetKind::Database,
            root: ModuleId(self.modules.len() as u32),
        });
        for object in &data.objects {
            let id = ModuleId(self.modules.len() as u32);
            let module = object_module(object, krate, span);
            self.by_path.insert(module.path.clone(), Node::Module(id));
            self.modules.push(module);
        }
    }

    fn add_uses(&mut self, data: &Data, span: &dyn Fn(&Place) -> Option<Span>) {
        // `self.data` is still empty: the modules of objects are counted from the end.
        let first = (self.modules.len() - data.objects.len()) as u32;
        let node = |it: ObjectId| Node::Module(ModuleId(first + it.0));
        let touches = data.touches.iter().map(|it| Reference {
            from: it.from,
            to: node(it.to),
            kind: it.kind(),
            confidence: it.confidence,
            test: it.test,
            cfg: it.cfg,
            weight: 1.0,
            span: Some(it.span),
        });
        let relations = data.relations.iter().map(|it| Reference {
            from: node(it.from),
            to: node(it.to),
            kind: it.kind,
            confidence: it.confidence,
            test: false,
            cfg: None,
            weight: 1.0,
            span: span(&it.place),
        });
        self.references.extend(touches.chain(relations));
        // Two runs that are in order, nearly: this sort merges them.
        self.references.sort_by(Reference::order);
    }
}

fn object_module(
    object: &DataObject,
    krate: CrateId,
    span: &dyn Fn(&Place) -> Option<Span>,
) -> Module {
    Module {
        path: object.id.clone(),
        name: object.name.clone(),
        parent: None,
        krate,
        span: object.place.as_ref().and_then(span),
        n_lines: object.body.map_or(0, |it| it.0),
        cfg: None,
        test: false,
        detail: false,
        kind: object.kind.word().into(),
        children: Vec::new(),
        items: Vec::new(),
    }
}
