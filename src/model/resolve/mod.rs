//! From facts to a model: the module tree, the names every scope knows, and every mention bound.
//!
//! 1. `packages`: manifests -> packages with targets, features, dependencies on each other.
//! 2. `mount`: each target's files hung into a module tree; a file may hang in several.
//! 3. `items`: every item added; `names`: what every scope declares; `imports`: a fixpoint over `use`.
//! 4. `paths`: one path in one scope -> what it means.
//! 5. `typing`: what type a method is called on, and so which method it is.
//! 6. `references`: every mention, import and method call -> a reference, in parallel.
//! 7. `data`: what databases hold, and which code touches it; `doors`: where the world comes in.
//! 8. `shapes`: signatures and fields with their types bound; `origins`: what something from outside
//!    is called there.

mod blind;
mod built_in;
mod conditions;
mod crates;
mod data;
mod doors;
mod imports;
mod interner;
mod items;
mod loose;
mod mount;
mod names;
mod open_names;
mod origins;
mod packages;
mod paths;
mod references;
mod shapes;
#[cfg(test)]
mod tests;
mod typing;

use crate::facts::{FileFacts, facts_of};
use crate::notice::Notice;
use crate::source::{SourceTree, manifest};

use super::{CodeModel, ModelBuilder};

/// Binds the names of a whole tree. What cannot be bound is kept as unresolved or told as a notice.
pub fn resolve(
    tree: &SourceTree,
    mut facts: Vec<FileFacts>,
    notices: &mut Vec<Notice>,
) -> CodeModel {
    for facts in &mut facts {
        notices.append(&mut facts.notices);
    }
    let manifests = manifest::read_manifests(&tree.manifests, notices);
    let mut tree = std::borrow::Cow::Borrowed(tree);
    if let Some(root) = loose::made_up_root(&manifests, &tree, notices) {
        facts.push(facts_of(&root));
        tree.to_mut().files.push(root);
    }
    let tree = &*tree;
    let mut packages = packages::packages(&manifests, tree);
    packages::add_flags(&mut packages, &facts);
    let mut builder = ModelBuilder::new(tree.all_files().map(|it| it.path.clone()));
    blind::unread(tree, &mut builder);
    blind::build_scripts(tree, &packages, &mut builder);
    let mounted = mount::mount(tree, &facts, &packages, &mut builder, notices);
    let mut world = names::World::new(tree, &facts, &packages, mounted, &mut builder);
    // Imports are followed one after the other; databases need no names.
    let ((), mut databases) = rayon::join(
        || imports::bind_imports(&mut world),
        || data::databases_of(tree),
    );
    notices.append(&mut databases.notices);
    let ((mapping, doors), (shapes, open_names)) = rayon::join(
        || {
            let mut bound = references::bind_mentions(&world);
            let mapping = data::Mapping::of(&mut bound);
            let doors = doors::doors(&world, &bound, builder.so_far());
            references::add_bound(bound, &mut builder);
            (mapping, doors)
        },
        || (shapes::shapes(&world, &manifests), world.open_names()),
    );
    builder.set_shapes(shapes);
    builder.set_open_names(open_names);
    let remembered = data::Remembered::of(&mut world, mapping);
    let remains = world.remains();
    let mut model = builder.finish();
    model.doors = doors;
    let (data, lent) = data::data(&model, &facts, &databases, &remembered);
    model.hold(data);
    model.follow_transactions(&lent);
    // There is much to give back, and nobody waits for it.
    rayon::spawn(move || drop((remains, facts, packages)));
    model
}
