//! Every item of every mount, added to the model.

use std::sync::Arc;

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
    let (mut n_scopes, mut bases, mut items) = (0, Vec::new(), Vec::new());
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
            let (path, name) = item_path(facts, fact, module, parent, builder);
            let when = mount.when[fact.condition as usize];
            let krate = &builder.so_far().module(module);
            let (test, cfg) = (when.test || krate.test, when.cfg.or(krate.cfg));
            builder.add_item(Item {
                path: path.into(),
                name,
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

/// Full id and last segment of an item.
fn item_path(
    facts: &FileFacts,
    fact: &ItemFact,
    module: ModuleId,
    parent: Option<ItemId>,
    builder: &ModelBuilder,
) -> (String, Arc<str>) {
    let model = builder.so_far();
    let name = facts.text(fact.name);
    let stem = match parent {
        Some(parent) => &model.item(parent).path,
        None => &model.module(module).path,
    };
    let within_impl = parent.is_some_and(|it| model.item(it).kind == ItemKind::Impl);
    if !within_impl {
        // An inherent impl is told from its type by its kind.
        if fact.kind == ItemKind::Impl && !name.contains(" as ") {
            let bare = name.trim_start_matches('<').trim_end_matches('>');
            return (format!("{stem}::{bare}#impl"), name.into());
        }
        return (format!("{stem}::{name}"), name.into());
    }
    // Members of inherent impls are named after the type.
    let stem = match stem.find("#impl") {
        Some(end) => &stem[..end],
        None => stem,
    };
    (format!("{stem}::{name}"), name.into())
}
