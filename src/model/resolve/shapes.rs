//! What functions take and give and what types hold: facts with their names bound.

use std::collections::BTreeSet;

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use crate::facts::{At, FileFacts, Mention, Namespace, Role, TypeFact, TypeIdx};
use crate::model::{
    Bound, Field, Generic, ItemId, ItemKind, Parameter, SerdeTraits, Shapes, ShapesBuilder, Type,
    TypeId,
};
use crate::source::manifest::Manifest;
use crate::source::{FileId, Span};

use super::names::{Def, Path, World};
use super::origins::Origins;
use super::paths::Site;

/// Crates whose derives are called like serde's and are something else.
const NOT_SERDE: &[&str] = &[
    "bincode",
    "borsh",
    "facet",
    "miniserde",
    "musli",
    "nanoserde",
    "rkyv",
    "savefile",
    "speedy",
];

/// The shapes of everything that is mounted.
pub(super) fn shapes(world: &World<'_>, manifests: &[Manifest]) -> Shapes {
    let origins = Origins::new(world);
    let mounts = (0..world.mounts.len()).into_par_iter();
    let bound: Vec<_> = mounts
        .map(|mount| BoundMount::of(world, &origins, mount))
        .collect();
    let mut builder = ShapesBuilder::default();
    for (mount, bound) in bound.into_iter().enumerate() {
        Adder::new(world, mount, &bound, &mut builder).add_all();
        for (item, traits) in bound.serde {
            builder.add_serde(item, traits);
        }
    }
    for krate in serde_features(manifests) {
        builder.add_serde_feature(&krate);
    }
    builder.finish()
}

/// What a named type is.
#[derive(Clone)]
enum Named {
    /// Not asked for, or no name.
    None,
    Item(ItemId),
    Outside(Path),
    Unbound,
    This,
}

/// One mount with its names bound.
struct BoundMount {
    /// Of each type of the file.
    names: Vec<Named>,
    /// Whether something that is kept depends on the type.
    needed: Vec<bool>,
    serde: Vec<(ItemId, SerdeTraits)>,
}

impl BoundMount {
    fn of(world: &World<'_>, origins: &Origins<'_>, mount: usize) -> Self {
        let facts = &world.facts[world.mounts[mount].file.index()];
        let needed = needed(facts);
        let name = |(fact, needed): (&TypeFact, &bool)| match *fact {
            TypeFact::Path { path, scope, .. } if *needed => {
                let path = world.path(mount, path);
                if *path == [world.known.self_type] {
                    return Named::This;
                }
                let scope = world.scope_id(mount, scope);
                let found = world.resolve(path, Namespace::Type, Site::of(scope));
                match found.filter(|it| it.whole).map(|it| it.def) {
                    Some(Def::Item(item)) => Named::Item(item),
                    Some(Def::Extern(krate)) => {
                        Named::Outside(origins.path(path, Some(krate), Namespace::Type, scope))
                    }
                    Some(Def::BuiltIn) => {
                        Named::Outside(origins.path(path, None, Namespace::Type, scope))
                    }
                    _ => Named::Unbound,
                }
            }
            _ => Named::None,
        };
        Self {
            names: facts.types.iter().zip(&needed).map(name).collect(),
            needed,
            serde: serde_of(world, origins, mount),
        }
    }
}

/// Which types of a file something depends on that is kept; most belong to bodies.
fn needed(facts: &FileFacts) -> Vec<bool> {
    let mut needed = vec![false; facts.types.len()];
    let parameters = facts.parameters.iter().map(|it| it.ty);
    let outputs = facts.signatures.iter().map(|it| it.output);
    let fields = facts.fields.iter().map(|it| it.ty);
    let bounds = facts.bounds.iter().map(|it| it.ty);
    let typed = facts.typed.iter().chain(&facts.traits).map(|it| it.1);
    let roots = parameters.chain(outputs).chain(fields);
    for ty in roots.chain(bounds).chain(typed) {
        needed[ty as usize] = true;
    }
    // What stands inside a type was written down before it.
    for idx in (0..facts.types.len()).rev() {
        if needed[idx] {
            for part in parts(facts, facts.types[idx]) {
                needed[part as usize] = true;
            }
        }
    }
    needed
}

fn parts(facts: &FileFacts, fact: TypeFact) -> Vec<TypeIdx> {
    match fact {
        TypeFact::Unknown | TypeFact::Never | TypeFact::Generic(_) => Vec::new(),
        TypeFact::Path { arguments, .. } => facts.list(arguments).to_vec(),
        TypeFact::Associated { of: one, .. }
        | TypeFact::Reference { to: one, .. }
        | TypeFact::Pointer(one)
        | TypeFact::Slice(one) => vec![one],
        TypeFact::Tuple(list) | TypeFact::Function(list) => facts.list(list).to_vec(),
        TypeFact::Traits { bounds, .. } => facts.list(bounds).to_vec(),
    }
}

/// The types of a mount with traits of serde, derived or written out.
fn serde_of(world: &World<'_>, origins: &Origins<'_>, mount: usize) -> Vec<(ItemId, SerdeTraits)> {
    let facts = &world.facts[world.mounts[mount].file.index()];
    let base = world.bases[mount].1;
    let derived = |it: &Mention| {
        let owner = it.owner.filter(|_| it.role == Role::Derive)?;
        let last = facts.text(*facts.segments(it.path).last()?);
        let traits = serde_traits(last)?;
        let scope = world.scope_id(mount, it.scope);
        let path = world.path(mount, it.path);
        is_serde(world, &origins.path(path, None, Namespace::Macro, scope))
            .then_some((ItemId(base + owner), traits))
    };
    let mut found: Vec<_> = facts.mentions.iter().filter_map(derived).collect();
    for (idx, fact) in (0u32..).zip(&facts.items) {
        let (ItemKind::Impl, Some(of_trait)) = (fact.kind, fact.of_trait) else {
            continue;
        };
        let last = facts.segments(of_trait).last();
        let Some(traits) = last.and_then(|it| serde_traits(facts.text(*it))) else {
            continue;
        };
        let scope = world.scope_id(mount, fact.scope);
        let path = world.path(mount, of_trait);
        let this = world.items[(base + idx) as usize].self_type;
        if is_serde(world, &origins.path(path, None, Namespace::Type, scope)) {
            found.extend(this.map(|it| (it, traits)));
        }
    }
    found
}

/// What a derive or trait of this name gives: serde's own, and those of crates that add to it.
fn serde_traits(name: &str) -> Option<SerdeTraits> {
    let traits = SerdeTraits {
        serialize: name.starts_with("Serialize"),
        deserialize: name.starts_with("Deserialize"),
    };
    (traits.serialize || traits.deserialize).then_some(traits)
}

fn is_serde(world: &World<'_>, path: &Path) -> bool {
    let first = path.first().map(|it| &*world.texts[*it as usize]);
    first.is_none_or(|it| !NOT_SERDE.contains(&it))
}

/// Crates whose serde feature some manifest asks for, by the names code uses.
fn serde_features(manifests: &[Manifest]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for package in manifests.iter().filter_map(|it| it.package.as_ref()) {
        for it in &package.requirements {
            if it.features.iter().any(|it| it.contains("serde")) {
                found.insert(it.key.clone());
            }
        }
        // `serde = ["uuid/serde"]`
        for implied in package.features.values().flatten() {
            if let Some((key, feature)) = implied.split_once('/')
                && feature.contains("serde")
            {
                found.insert(key.trim_end_matches('?').replace('-', "_"));
            }
        }
    }
    found
}

/// Adds the shapes of one mount.
struct Adder<'a> {
    world: &'a World<'a>,
    mount: usize,
    facts: &'a FileFacts,
    builder: &'a mut ShapesBuilder,
    /// The id of each type of the file.
    ids: Vec<TypeId>,
}

impl<'a> Adder<'a> {
    fn new(
        world: &'a World<'a>,
        mount: usize,
        bound: &BoundMount,
        builder: &'a mut ShapesBuilder,
    ) -> Self {
        let facts = &world.facts[world.mounts[mount].file.index()];
        let mut adder = Self {
            world,
            mount,
            facts,
            builder,
            ids: Vec::with_capacity(facts.types.len()),
        };
        for (idx, fact) in facts.types.iter().enumerate() {
            let id = if bound.needed[idx] {
                adder.ty(*fact, &bound.names[idx])
            } else {
                TypeId(0)
            };
            adder.ids.push(id);
        }
        adder
    }

    fn ty(&mut self, fact: TypeFact, named: &Named) -> TypeId {
        let ty = match fact {
            TypeFact::Unknown => Type::Unknown,
            TypeFact::Never => Type::Never,
            TypeFact::Path {
                path, arguments, ..
            } => match named {
                Named::Item(item) => Type::Item {
                    item: *item,
                    arguments: self.list(self.facts.list(arguments)),
                },
                Named::Outside(path) => Type::Outside {
                    path: self.path(path),
                    arguments: self.list(self.facts.list(arguments)),
                },
                Named::This => Type::This,
                Named::Unbound | Named::None => {
                    Type::Unbound(self.builder.add_text(&self.facts.path_text(path)))
                }
            },
            TypeFact::Generic(name) => Type::Generic(self.text(name)),
            TypeFact::Associated { of, name } => Type::Associated {
                of: self.ids[of as usize],
                name: self.text(name),
            },
            TypeFact::Reference { to, mutable } => Type::Reference {
                to: self.ids[to as usize],
                mutable,
            },
            TypeFact::Pointer(to) => Type::Pointer(self.ids[to as usize]),
            TypeFact::Tuple(parts) => Type::Tuple(self.list(self.facts.list(parts))),
            TypeFact::Slice(of) => Type::Slice(self.ids[of as usize]),
            TypeFact::Traits { dynamic, bounds } => Type::Traits {
                dynamic,
                bounds: self.list(self.facts.list(bounds)),
            },
            TypeFact::Function(parts) => Type::Function(self.list(self.facts.list(parts))),
        };
        self.builder.add_type(ty)
    }

    fn list(&mut self, parts: &[u32]) -> crate::model::TypeList {
        let parts: Vec<_> = parts.iter().map(|it| self.ids[*it as usize]).collect();
        self.builder.add_list(&parts)
    }

    fn path(&mut self, path: &Path) -> crate::model::TextId {
        let segments = path.iter().map(|it| &*self.world.texts[*it as usize]);
        let segments: Vec<_> = segments.collect();
        self.builder.add_text(&segments.join("::"))
    }

    fn text(&mut self, symbol: u32) -> crate::model::TextId {
        self.builder.add_text(self.facts.text(symbol))
    }

    fn item(&self, item: u32) -> ItemId {
        ItemId(self.world.bases[self.mount].1 + item)
    }

    fn file(&self) -> FileId {
        self.world.mounts[self.mount].file
    }

    fn span(&self, at: At) -> Span {
        Span {
            file: self.file(),
            line: at.line,
            column: at.column,
        }
    }

    fn add_all(&mut self) {
        self.add_functions();
        self.add_fields();
        let facts = self.facts;
        for it in &facts.generics {
            let item = self.item(it.item);
            for name in facts.segments(it.names) {
                let name = self.text(*name);
                self.builder.add_generic(Generic { item, name });
            }
        }
        for it in &facts.bounds {
            let (item, ty) = (self.item(it.item), self.ids[it.ty as usize]);
            let generic = self.text(it.generic);
            self.builder.add_bound(Bound { item, generic, ty });
        }
        for &(item, ty) in &facts.typed {
            let (item, ty) = (self.item(item), self.ids[ty as usize]);
            self.builder.add_stands_for(item, ty);
        }
        for &(item, ty) in &facts.traits {
            let (item, ty) = (self.item(item), self.ids[ty as usize]);
            self.builder.add_trait_of(item, ty);
        }
        for &(item, form) in &facts.statics {
            self.builder.add_static(self.item(item), form);
        }
    }

    fn add_functions(&mut self) {
        let facts = self.facts;
        for it in &facts.signatures {
            let start = facts
                .parameters
                .partition_point(|other| other.item < it.item);
            let own = facts.parameters[start..]
                .iter()
                .take_while(|other| other.item == it.item);
            let parameters: Vec<_> = own
                .map(|it| Parameter {
                    name: self.text(it.name),
                    ty: self.ids[it.ty as usize],
                    span: self.span(it.at),
                })
                .collect();
            let head = (self.item(it.item), it.receiver, it.is_async);
            let output = (self.ids[it.output as usize], self.span(it.output_at));
            self.builder.add_function(head, parameters, output);
        }
    }

    fn add_fields(&mut self) {
        for it in &self.facts.fields {
            let field = Field {
                item: self.item(it.item),
                variant: it.variant.map(|it| self.text(it)),
                name: self.text(it.name),
                ty: self.ids[it.ty as usize],
                visibility: it.visibility,
                serde: it.serde,
                span: self.span(it.at),
            };
            self.builder.add_field(field);
        }
    }
}
