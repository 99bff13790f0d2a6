//! Every item of every mount, added to the model.

use rustc_hash::FxHashMap;

use crate::facts::{FileFacts, ItemFact};
use crate::model::{Item, ItemId, ItemKind, ModelBuilder, ModuleId};
use crate::source::Span;

use super::mount::Mount;
use super::names::ItemState;

/// Adds every item to the model; the number of an item is that of its mount plus its own. The
/// numbers of the first scope and the first item of each mount, and what every item is.
pub(super) fn add_items(
    mounts: &[Mount],
    facts: &[FileFacts],
    builder: &mut ModelBuilder,
) -> (Vec<(u32, u32)>, Vec<ItemState>) {
    let n_items = mounts.iter().map(|it| facts[it.file.index()].items.len());
    let n_items = n_items.sum();
    builder.reserve_items(n_items);
    let (mut n_scopes, mut bases, mut items) = (0, Vec::new(), Vec::with_capacity(n_items));
    let mut path = String::new();
    for mount in mounts {
        let facts = &facts[mount.file.index()];
        let base = items.len() as u32;
        bases.push((n_scopes, base));
        // A scope is there for each module that is mounted.
        n_scopes += facts.scopes.len().min(mount.modules.len()) as u32;
        let complexities: FxHashMap<_, _> = facts.complexities.iter().copied().collect();
        for (idx, fact) in (0u32..).zip(&facts.items) {
            let module = mount.modules[fact.scope as usize];
            let parent = fact.parent.map(|it| ItemId(base + it));
            let name = write_path(&mut path, (facts, fact), module, parent, builder);
            let when = mount.when[fact.condition as usize];
            let krate = &builder.so_far().module(module);
            let (test, cfg) = (when.test || krate.test, when.cfg.or(krate.cfg));
            builder.add_item(Item {
                path: path.as_str().into(),
                name: name.into(),
                kind: fact.kind,
                module,
                parent,
                visibility: fact.visibility.coarse(),
                span: Some(Span {
                    file: mount.file,
                    line: fact.at.line,
                    column: fact.at.column,
                }),
                n_lines: fact.n_lines,
                complexity: complexities.get(&idx).copied(),
                cfg,
                test,
            });
            items.push(ItemState {
                kind: fact.kind,
                form: fact.form,
                module,
                parent,
                self_type: None,
                compiled: when.cfg.is_none(),
            });
        }
    }
    (bases, items)
}

/// Writes the full id of an item in the place of what was written last, and tells its last segment.
fn write_path<'a>(
    path: &mut String,
    (facts, fact): (&'a FileFacts, &ItemFact),
    module: ModuleId,
    parent: Option<ItemId>,
    builder: &ModelBuilder,
) -> &'a str {
    let model = builder.so_far();
    let name = facts.text(fact.name);
    let stem: &str = match parent {
        Some(parent) => &model.item(parent).path,
        None => &model.module(module).path,
    };
    let within_impl = parent.is_some_and(|it| model.item(it).kind == ItemKind::Impl);
    // An inherent impl is told from its type by its kind.
    let is_inherent = fact.kind == ItemKind::Impl && !name.contains(" as ");
    let parts = match (within_impl, is_inherent) {
        (false, true) => {
            let bare = name.trim_start_matches('<').trim_end_matches('>');
            [stem, "::", bare, "#impl"]
        }
        (false, false) => [stem, "::", name, ""],
        // Members of inherent impls are named after the type.
        (true, _) => [
            stem.find("#impl").map_or(stem, |it| &stem[..it]),
            "::",
            name,
            "",
        ],
    };
    path.clear();
    parts.iter().for_each(|it| path.push_str(it));
    name
}
