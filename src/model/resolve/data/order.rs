//! Everything in its fixed order, each thing once.

use super::Builder;
use crate::model::{Data, DataObject, DataRelation, DataTouch, DependencyKind, ObjectId};

impl Builder<'_> {
    /// Objects in the order of their ids, everything else in order.
    pub(super) fn finish(mut self) -> Data {
        let mut order: Vec<u32> = (0..self.catalog.objects.len() as u32).collect();
        let objects = &mut self.catalog.objects;
        order.sort_by(|a, b| {
            objects[*a as usize]
                .id
                .cmp(&objects[*b as usize].id)
                .then(a.cmp(b))
        });
        let mut new_ids = vec![ObjectId(0); order.len()];
        for (new, old) in (0u32..).zip(&order) {
            new_ids[*old as usize] = ObjectId(new);
        }
        let mut sorted: Vec<_> = order
            .iter()
            .map(|it| objects[*it as usize].clone())
            .collect();
        number_twins(&mut sorted);
        let mut data = self.data;
        data.objects = sorted;
        data.relations = self.catalog.relations;
        for it in &mut data.relations {
            (it.from, it.to) = (new_ids[it.from.index()], new_ids[it.to.index()]);
            if it.kind == DependencyKind::Joins && it.to < it.from {
                (it.from, it.to) = (it.to, it.from);
            }
        }
        data.relations.sort_by(|a, b| {
            let key = |it: &DataRelation| (it.from, it.to, it.kind);
            key(a).cmp(&key(b)).then_with(|| a.place.cmp(&b.place))
        });
        data.relations.dedup();
        for it in &mut self.touches {
            it.to = new_ids[it.to.index()];
        }
        for it in &mut data.mapped {
            it.object = new_ids[it.object.index()];
        }
        data.mapped.sort_unstable();
        data.mapped.dedup();
        data.touches = merged(self.touches);
        data.steps.sort_by_key(|it| (it.from, it.span));
        data.steps.dedup();
        data.transactions.sort_by_key(|it| (it.from, it.begins));
        data.transactions.dedup();
        data.unknown.sort();
        data.unknown.dedup();
        data
    }
}

/// Ids that several objects have are numbered: tables of two databases, routines that their arguments
/// tell apart.
fn number_twins(objects: &mut [DataObject]) {
    let mut run = 1;
    for idx in 1..objects.len() {
        let stem = objects[idx - run].id.clone();
        if objects[idx].id == stem {
            run += 1;
            objects[idx].id = format!("{stem}#{run}").into();
        } else {
            run = 1;
        }
    }
}

/// One touch for each way in which one line touches one object.
fn merged(mut touches: Vec<DataTouch>) -> Vec<DataTouch> {
    let key = |it: &DataTouch| {
        (
            it.from,
            it.to,
            it.access,
            it.span.file,
            it.span.line,
            it.test,
        )
    };
    touches.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.span.cmp(&b.span)));
    touches.dedup_by(|next, first| {
        let same = key(next) == key(first);
        if same {
            first.columns.append(&mut next.columns);
            first.confidence = first.confidence.min(next.confidence);
        }
        same
    });
    for it in &mut touches {
        it.columns.sort();
        it.columns.dedup();
    }
    touches
}
