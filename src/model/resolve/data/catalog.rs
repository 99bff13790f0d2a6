//! What the databases hold, each object once, and how names in SQL lead to it.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::model::{
    Confidence, DataObject, DataRelation, DependencyKind, ObjectId, ObjectKind, Origin,
};
use crate::notice::Place;
use crate::sql::body::Body;
use crate::sql::dialect::Dialect;
use crate::sql::schema::{self, Schema};
use crate::sql::touch::{Certainty, Touches};

/// Objects in the order in which they are met, and what they have to do with each other.
#[derive(Default)]
pub(super) struct Catalog {
    pub(super) objects: Vec<DataObject>,
    pub(super) relations: Vec<DataRelation>,
    /// Tables and views by their names in small letters.
    rows: Names,
    /// Routines likewise.
    routines: Names,
}

/// Objects by name. A name without its schema leads to the only object that has it.
#[derive(Default)]
struct Names {
    whole: FxHashMap<String, ObjectId>,
    bare: FxHashMap<String, Option<ObjectId>>,
}

impl Names {
    fn add(&mut self, name: &str, id: ObjectId) {
        let name = name.to_lowercase();
        if let Some((_, bare)) = name.rsplit_once('.') {
            let only = self.bare.entry(bare.to_owned()).or_insert(Some(id));
            if *only != Some(id) {
                *only = None;
            }
        }
        self.whole.entry(name).or_insert(id);
    }

    fn get(&self, name: &str) -> Option<ObjectId> {
        let name = name.to_lowercase();
        let whole = self.whole.get(&name).copied();
        whole.or_else(|| self.bare.get(&name).copied().flatten())
    }
}

impl Catalog {
    /// The table or view that a name means.
    pub(super) fn rows_named(&self, name: &str) -> Option<ObjectId> {
        self.rows.get(name)
    }

    /// The routine that a name means.
    pub(super) fn routine_named(&self, name: &str) -> Option<ObjectId> {
        self.routines.get(name)
    }

    /// Adds a table that no file of SQL makes, unless it is known.
    pub(super) fn add_table(
        &mut self,
        name: &str,
        origin: Origin,
        place: Option<Place>,
    ) -> ObjectId {
        if let Some(known) = self.rows.get(name) {
            return known;
        }
        self.add(ObjectKind::Table, name, origin, place)
    }

    fn add(
        &mut self,
        kind: ObjectKind,
        name: &str,
        origin: Origin,
        place: Option<Place>,
    ) -> ObjectId {
        let id = ObjectId(self.objects.len() as u32);
        self.objects.push(DataObject {
            id: format!("{kind}:{name}").into(),
            name: name.into(),
            kind,
            origin,
            columns: Vec::new(),
            place,
            body: None,
            blind: Vec::new(),
            confidence: Confidence::Resolved,
        });
        match kind {
            ObjectKind::Routine => self.routines.add(name, id),
            _ => self.rows.add(name, id),
        }
        id
    }

    fn object(&mut self, id: ObjectId) -> &mut DataObject {
        &mut self.objects[id.index()]
    }

    /// Adds what a schema leaves. Names that are known already stay what they are: one schema may be
    /// told twice.
    pub(super) fn add_schema(&mut self, schema: &Schema, origin: Origin) {
        let mut added = Vec::new();
        for table in schema.tables.values() {
            if self.rows.whole.contains_key(&table.name.to_lowercase()) {
                continue;
            }
            let place = Some(table.origin.made.clone());
            // A migration in code made it.
            let origin = match &*table.origin.made.path {
                path if path.strip_suffix(".rs").is_some() => Origin::Code,
                _ => origin,
            };
            let id = self.add(ObjectKind::Table, &table.name, origin, place);
            let columns = table.columns.iter();
            let columns = columns.map(|it| (it.name.as_str().into(), it.ty.as_str().into()));
            self.object(id).columns = columns.collect();
            self.object(id).confidence = sure(table.origin.certainty);
            added.push((id, table));
        }
        let mut views = Vec::new();
        for view in schema.views.values() {
            if !self.rows.whole.contains_key(&view.name.to_lowercase()) {
                views.push((self.add_view(view, origin), view));
            }
        }
        let routines = self.add_routines(schema, origin);
        // Relations need all objects.
        for (id, table) in added {
            self.relate_table(id, table);
        }
        for (id, view) in views {
            self.relate(id, &view.touches, &view.origin.made.path);
        }
        for (id, routine) in routines {
            if let Some(body) = &routine.body {
                self.relate(id, &body.touches, &routine.origin.made.path);
            }
        }
        for trigger in schema.triggers.values() {
            self.add_trigger(trigger, schema.dialect, origin);
        }
    }

    fn add_view(&mut self, view: &schema::View, origin: Origin) -> ObjectId {
        let place = Some(view.origin.made.clone());
        let id = self.add(ObjectKind::View, &view.name, origin, place);
        self.object(id).confidence = sure(view.origin.certainty.and(view.touches.certainty));
        id
    }

    /// Those of one name that their arguments tell apart are numbered.
    fn add_routines<'s>(
        &mut self,
        schema: &'s Schema,
        origin: Origin,
    ) -> Vec<(ObjectId, &'s schema::Routine)> {
        let mut added = Vec::new();
        for routine in schema.routines.values() {
            let place = Some(routine.origin.made.clone());
            let id = self.add(ObjectKind::Routine, &routine.name, origin, place);
            self.object(id).confidence = sure(routine.origin.certainty);
            if let Some(body) = &routine.body {
                self.set_body(id, body, &routine.origin.made.path);
            }
            added.push((id, routine));
        }
        added
    }

    fn set_body(&mut self, id: ObjectId, body: &Body, path: &Arc<str>) {
        let place = |line| Place::line(path.clone(), line);
        let blind = body.touches.dynamic.iter().map(|it| place(it.line));
        let object = self.object(id);
        object.body = Some((body.n_lines, body.cyclomatic));
        object.blind = blind.collect();
        object.confidence = object.confidence.max(sure(body.touches.certainty));
    }

    /// The routine it fires is fired by the table; a body of its own is a routine of its name.
    fn add_trigger(&mut self, trigger: &schema::Trigger, dialect: Dialect, origin: Origin) {
        let Some(table) = self.rows.get(&trigger.table) else {
            return;
        };
        let place = trigger.origin.made.clone();
        let fired = match (&trigger.routine, &trigger.body) {
            (Some(routine), _) => self.routines.get(routine),
            (None, Some(body)) => {
                let name = dialect.fold(&trigger.name);
                let id = self.add(ObjectKind::Routine, &name, origin, Some(place.clone()));
                self.set_body(id, body, &place.path);
                self.relate(id, &body.touches, &place.path);
                Some(id)
            }
            (None, None) => None,
        };
        if let Some(fired) = fired {
            let sure = sure(trigger.origin.certainty);
            self.add_relation(table, fired, DependencyKind::Fires, place, sure);
        }
    }

    fn relate_table(&mut self, id: ObjectId, table: &schema::Table) {
        for key in &table.foreign_keys {
            if let Some(other) = self.rows.get(&key.table).filter(|it| *it != id) {
                let sure = sure(table.origin.certainty);
                let place = key.place.clone();
                self.add_relation(id, other, DependencyKind::ForeignKey, place, sure);
            }
        }
    }

    /// What the statements of a view or body do.
    fn relate(&mut self, id: ObjectId, touches: &Touches, path: &Arc<str>) {
        let place = |line| Place::line(path.clone(), line);
        let sure = sure(touches.certainty);
        for touch in &touches.tables {
            let kind = if touch.access.writes() {
                DependencyKind::Writes
            } else {
                DependencyKind::Reads
            };
            if let Some(other) = self.rows.get(&touch.table).filter(|it| *it != id) {
                self.add_relation(id, other, kind, place(touch.line), sure);
            }
        }
        for call in &touches.calls {
            if let Some(other) = self.routines.get(&call.routine).filter(|it| *it != id) {
                self.add_relation(id, other, DependencyKind::Call, place(call.line), sure);
            }
        }
        self.add_joins(touches, &|line| Place::line(path.clone(), line));
    }

    /// Tables that statements use together.
    pub(super) fn add_joins(&mut self, touches: &Touches, place: &dyn Fn(u32) -> Place) {
        let sure = sure(touches.certainty);
        for join in &touches.joins {
            let both = self.rows.get(&join.left).zip(self.rows.get(&join.right));
            if let Some((left, right)) = both.filter(|it| it.0 != it.1) {
                self.add_relation(left, right, DependencyKind::Joins, place(join.line), sure);
            }
        }
    }

    fn add_relation(
        &mut self,
        from: ObjectId,
        to: ObjectId,
        kind: DependencyKind,
        place: Place,
        confidence: Confidence,
    ) {
        self.relations.push(DataRelation {
            from,
            to,
            kind,
            place,
            confidence,
        });
    }
}

/// What a parser read is sure; words that were followed are a guess.
pub(super) fn sure(certainty: Certainty) -> Confidence {
    match certainty {
        Certainty::Parsed => Confidence::Resolved,
        Certainty::Guessed => Confidence::Guessed,
    }
}
