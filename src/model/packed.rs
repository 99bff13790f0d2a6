//! A model as bytes, so that it can be kept for a tree that has not changed at all.
//!
//! A new field needs one line here; without it this file does not compile. References are most of
//! it: they stand in chunks, which are read in parallel.

use std::sync::OnceLock;

use rayon::iter::{IntoParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use rayon::slice::ParallelSlice as _;
use rustc_hash::FxHashMap;

use crate::packed::{List, Packed, Reader};

use super::{
    CfgId, CodeModel, Coverage, Crate, CrateId, Data, DataObject, DataRelation, DataTouch, Door,
    Doors, ExternId, Gap, Item, ItemId, MappedType, Module, ModuleId, Node, ObjectId, Outbound,
    ReachedTouch, RefId, Reference, Setting, TextId, Transaction, TransactionStep, TypeId,
    UnknownTable, Unresolved, UnusedFile,
};

packed_ids! {
    CrateId in Crates,
    ModuleId in Modules,
    ItemId in Items,
    ExternId in Externs,
    CfgId in Cfgs,
    RefId in References,
    ObjectId in Objects,
    TypeId in ShapeTypes,
    TextId in ShapeTexts,
}

packed_enum! { Node { 0 = Module(id), 1 = Item(id), 2 = Extern(id) } }

packed! {
    Crate { path, package, target, root }
    Module {
        path, name, parent, krate, span, n_lines, cfg, test, detail, kind, children, items,
    }
    Item {
        path, name, kind, module, parent, visibility, span, n_lines, complexity, cfg, test,
    }
    Reference { from, to, kind, confidence, test, cfg, weight, span }
    Unresolved { from, path, span }
    Transaction {
        from, form, begins, ends, commits, uses, confidence, test, cfg, touches, is_cut,
    }
    ReachedTouch { to, access, from, span, calls, confidence }
    MappedType { item, object }
    Data {
        objects, relations, touches, steps, transactions, mapped, unknown, left_out, n_texts, n_guessed,
    }
    UnusedFile { path, reason }
    Doors { inbound, outbound, config }
    Door { id, kind, framework, method, path, handler, span, confidence, cfg }
    Outbound { from, kind, library, target, span, confidence, test }
    Setting { kind, name, from, span, confidence, test }
    DataObject { id, name, kind, origin, columns, place, body, blind, confidence }
    DataRelation { from, to, kind, place, confidence }
    DataTouch { from, to, access, columns, span, confidence, cfg, test }
    TransactionStep { from, step, span, test }
    UnknownTable { name, place, test }
    Gap { kind, what, file, test, line, column, n }
    Coverage {
        n_paths, n_paths_bound, n_method_calls, n_method_calls_untyped, n_conditions,
        n_conditions_on,
    }
}

/// Items inside items are never this deep: the parser takes no such text.
const MAX_DEPTH: u32 = 4096;
/// So many entries make a chunk.
const CHUNK: usize = 16 << 10;

fn put_chunks<T: Packed + Sync>(list: &[T], out: &mut Vec<u8>) {
    let chunks: Vec<Vec<u8>> = list
        .par_chunks(CHUNK)
        .map(|chunk| {
            let mut bytes = Vec::new();
            chunk.iter().for_each(|it| it.put(&mut bytes));
            bytes
        })
        .collect();
    (list.len() as u32).put(out);
    for chunk in &chunks {
        (chunk.len() as u32).put(out);
        out.extend_from_slice(chunk);
    }
}

fn take_chunks<T: Packed + Send>(from: &mut Reader<'_>) -> Option<Vec<T>> {
    let len = u32::take(from)? as usize;
    let mut chunks = Vec::new();
    for start in (0..len).step_by(CHUNK) {
        let n_bytes = u32::take(from)? as usize;
        let n_entries = CHUNK.min(len - start);
        // Every entry takes at least one byte.
        let bytes = from.raw(n_bytes).filter(|_| n_entries <= n_bytes)?;
        chunks.push((n_entries, Reader::new(bytes)));
    }
    let read = chunks.into_par_iter().map(|(n_entries, mut reader)| {
        let mut list = Vec::with_capacity(n_entries);
        for _ in 0..n_entries {
            list.push(T::take(&mut reader)?);
        }
        reader.is_empty().then_some((list, reader))
    });
    let read = read.collect::<Option<Vec<_>>>()?;
    let mut list = Vec::with_capacity(len.min(read.len() * CHUNK));
    for (mut part, reader) in read {
        list.append(&mut part);
        from.note_all(&reader);
    }
    Some(list)
}

impl Packed for CodeModel {
    fn put(&self, out: &mut Vec<u8>) {
        let Self {
            crates,
            modules,
            items,
            externs,
            cfgs,
            references,
            unresolved,
            files,
            shapes,
            open_names,
            gaps,
            coverage,
            data,
            doors,
            by_path: _derived,
            tests: _asked,
            tiers: _asked_too,
        } = self;
        crates.put(out);
        put_chunks(modules, out);
        put_chunks(items, out);
        externs.put(out);
        cfgs.put(out);
        put_chunks(references, out);
        put_chunks(unresolved, out);
        files.put(out);
        shapes.put(out);
        put_chunks(open_names, out);
        put_chunks(gaps, out);
        coverage.put(out);
        data.put(out);
        doors.put(out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let mut model = Self {
            crates: Packed::take(from)?,
            modules: take_chunks(from)?,
            items: take_chunks(from)?,
            externs: Packed::take(from)?,
            cfgs: Packed::take(from)?,
            references: take_chunks(from)?,
            unresolved: take_chunks(from)?,
            files: Packed::take(from)?,
            shapes: Packed::take(from)?,
            open_names: take_chunks(from)?,
            gaps: take_chunks(from)?,
            coverage: Packed::take(from)?,
            data: Packed::take(from)?,
            doors: Packed::take(from)?,
            by_path: FxHashMap::default(),
            tests: OnceLock::new(),
            tiers: OnceLock::new(),
        };
        if !model.is_sound(from) {
            return None;
        }
        let n_paths = model.modules.len() + model.items.len();
        model.by_path.reserve(n_paths);
        for (id, module) in (0u32..).map(ModuleId).zip(&model.modules) {
            model.by_path.insert(module.path.clone(), id.into());
        }
        for (id, item) in (0u32..).map(ItemId).zip(&model.items) {
            model.by_path.insert(item.path.clone(), id.into());
        }
        Some(model)
    }
}

impl CodeModel {
    /// Whether every id that was read means something, and parents come first.
    fn is_sound(&self, read: &Reader<'_>) -> bool {
        let reaches = [
            (List::Crates, self.crates.len()),
            (List::Modules, self.modules.len()),
            (List::Items, self.items.len()),
            (List::Externs, self.externs.len()),
            (List::Cfgs, self.cfgs.len()),
            (List::References, self.references.len()),
            (List::Files, self.files.len()),
            (List::Objects, self.data.objects.len()),
        ];
        let modules = (0u32..).map(ModuleId).zip(&self.modules);
        let shapes_are_sound = self.shapes.is_sound(read);
        shapes_are_sound
            && reaches.iter().all(|(list, len)| read.reaches(*list, *len))
            && modules
                .into_iter()
                .all(|(id, it)| it.parent.is_none_or(|up| up < id))
            && self.items.par_iter().all(|it| self.ends_at_the_top(it))
    }

    /// Whether going up from an item comes to an end.
    fn ends_at_the_top(&self, item: &Item) -> bool {
        let mut above = item.parent;
        for _ in 0..MAX_DEPTH {
            match above {
                Some(id) => above = self.item(id).parent,
                None => return true,
            }
        }
        false
    }
}
