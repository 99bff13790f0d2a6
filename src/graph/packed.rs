//! The folded module level as bytes; everything else of a graph follows from it.

use crate::model::CodeModel;
use crate::packed::{List, Packed as _, Reader};

use super::fold::Folded;
use super::{Dependency, Filter, Graph};

packed! {
    Dependency {
        from, to, kind, weight, confidence, cfg, test, first, references in Folded,
    }
    Folded { dependencies, references }
}

impl Graph {
    /// Appends what [`Graph::take`] needs.
    pub fn put(&self, out: &mut Vec<u8>) {
        self.modules.put(out);
    }

    /// The graph of this model under this filter, if that is what was put.
    pub fn take(from: &mut Reader<'_>, model: &CodeModel, filter: Filter) -> Option<Self> {
        let folded = Folded::take(from)?;
        let lens = [
            (List::Modules, model.modules().len()),
            (List::Items, model.items().len()),
            (List::References, model.references().len()),
            (List::Folded, folded.references.len()),
            (List::Externs, model.externs().len()),
            (List::Cfgs, model.n_cfgs()),
            (List::Files, model.n_files()),
        ];
        let sound = lens.iter().all(|(list, len)| from.reaches(*list, *len));
        sound.then(|| Self::of(model, filter, folded))
    }
}
