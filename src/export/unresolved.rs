//! What could not be bound, in the reader's words.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Unresolved;
use crate::model::CodeModel;

/// Every mention that could not be bound to a definition: by what is written, the most frequent
/// first, ties by name.
pub fn unresolved(model: &CodeModel) -> Vec<Unresolved> {
    let mut by_path: BTreeMap<Arc<str>, Vec<String>> = BTreeMap::new();
    for it in model.unresolved() {
        let places = by_path.entry(it.path.clone()).or_default();
        places.push(model.place(it.span));
    }
    let rows = by_path.into_iter();
    let mut rows: Vec<_> = rows
        .map(|(path, places)| Unresolved { path, places })
        .collect();
    // Stable: the names stay in order.
    rows.sort_by_key(|it| Reverse(it.places.len()));
    rows
}
