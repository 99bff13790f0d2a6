//! Doors that no router opens: programs and their subcommands, services of gRPC, roots of GraphQL,
//! jobs that time sets off.

use super::super::names::{Def, World};
use super::super::paths::Site;
use crate::facts::{FileFacts, ImportForm, Namespace, PathRef, Role};
use crate::model::{CodeModel, Confidence, Door, DoorKind, ItemId, ItemKind, Node, TargetKind};
use crate::source::Span;

/// All of them, mount by mount.
pub(super) fn entries(world: &World<'_>, so_far: &CodeModel) -> Vec<Door> {
    let mut doors = programs(so_far);
    for mount in 0..world.mounts.len() {
        let Some(module) = world.mounts[mount].modules.first() else {
            continue;
        };
        let dependencies = &world.package(*module).1.dependencies;
        let depends = |name: &str| dependencies.contains_key(name);
        let finder = Finder {
            world,
            so_far,
            mount,
            facts: &world.facts[world.mounts[mount].file.index()],
        };
        if depends("tonic") {
            doors.extend(finder.grpc());
        }
        if depends("async_graphql") || depends("juniper") {
            doors.extend(finder.graphql());
        }
        if depends("clap") || depends("structopt") {
            doors.extend(finder.subcommands());
        }
    }
    doors.retain(|it| match it.handler {
        Node::Item(item) => !so_far.item(item).test,
        _ => true,
    });
    doors
}

/// `main` of every program.
fn programs(so_far: &CodeModel) -> Vec<Door> {
    let crates = so_far.crates().iter();
    let bins = crates.filter(|it| it.target == TargetKind::Bin);
    let doors = bins.filter_map(|krate| {
        let root = so_far.module(krate.root);
        let main = root.items.iter().find(|it| {
            let item = so_far.item(**it);
            &*item.name == "main" && item.kind == ItemKind::Fn
        })?;
        let item = so_far.item(*main);
        Some(Door {
            id: format!("door:RUN {}", root.name).into(),
            kind: DoorKind::Command,
            framework: "std".into(),
            method: "RUN".into(),
            path: root.name.clone(),
            handler: Node::Item(*main),
            span: item.span?,
            confidence: Confidence::Resolved,
            cfg: item.cfg,
        })
    });
    doors.collect()
}

struct Finder<'a> {
    world: &'a World<'a>,
    so_far: &'a CodeModel,
    mount: usize,
    facts: &'a FileFacts,
}

impl Finder<'_> {
    fn item(&self, idx: u32) -> ItemId {
        ItemId(self.world.bases[self.mount].1 + idx)
    }

    fn door(&self, kind: DoorKind, framework: &str, (method, path): (&str, &str)) -> Door {
        Door {
            id: format!("door:{method} {path}").into(),
            kind,
            framework: framework.into(),
            method: method.into(),
            path: path.into(),
            handler: Node::Module(self.world.mounts[self.mount].modules[0]),
            span: Span {
                file: self.world.mounts[self.mount].file,
                line: 1,
                column: 1,
            },
            confidence: Confidence::Inferred,
            cfg: None,
        }
    }

    /// The same door, answered by a function where that stands.
    fn answered(&self, door: Door, item: ItemId) -> Door {
        let known = self.so_far.item(item);
        Door {
            handler: Node::Item(item),
            span: known.span.unwrap_or(door.span),
            cfg: known.cfg,
            ..door
        }
    }

    /// Functions of impls of the traits that tonic makes of a service, in modules `*_server`.
    fn grpc(&self) -> Vec<Door> {
        let mut doors = Vec::new();
        for (idx, item) in (0u32..).zip(&self.facts.items) {
            let Some(of_trait) = item.of_trait.filter(|it| self.is_of_server(*it)) else {
                continue;
            };
            let Some(service) = self.facts.segments(of_trait).last() else {
                continue;
            };
            let service = self.facts.text(*service);
            for (member, fact) in (0u32..).zip(&self.facts.items) {
                if fact.parent == Some(idx) && fact.kind == ItemKind::Fn {
                    let call = pascal(self.facts.text(fact.name));
                    let path = format!("{service}/{call}");
                    let door = self.door(DoorKind::Grpc, "tonic", ("GRPC", &path));
                    doors.push(self.answered(door, self.item(member)));
                }
            }
        }
        doors
    }

    /// Whether a trait comes from a module that tonic makes of a service.
    fn is_of_server(&self, of_trait: PathRef) -> bool {
        let is_server = |path: PathRef| {
            let segments = self.facts.segments(path).iter();
            segments
                .map(|it| self.facts.text(*it))
                .any(|it| it.ends_with("_server"))
        };
        let segments = self.facts.segments(of_trait);
        let first = segments.first().copied();
        is_server(of_trait)
            || self.facts.imports.iter().any(|it| match it.form {
                ImportForm::Name(name) => Some(name) == first && is_server(it.path),
                ImportForm::Glob => segments.len() == 1 && is_server(it.path),
                _ => false,
            })
    }

    /// Fields of the types at the roots of a schema.
    fn graphql(&self) -> Vec<Door> {
        let mut doors = Vec::new();
        for attribute in &self.facts.door_attributes {
            let path = self.world.path(self.mount, attribute.path);
            let site = Site::of(self.world.scope_id(self.mount, attribute.scope));
            let found = self.world.resolve(path, Namespace::Macro, site);
            let Some(Def::Extern(krate)) = found.map(|it| it.def) else {
                continue;
            };
            let krate = self.world.crates.outside.get(&krate);
            let krate = krate.map_or("", |it| self.world.texts[*it as usize]);
            if !matches!(krate, "async_graphql" | "juniper") {
                continue;
            }
            let of_impl = &self.facts.items[attribute.owner as usize];
            let Some(root) = root_of(self.facts.text(of_impl.name)) else {
                continue;
            };
            for (member, fact) in (0u32..).zip(&self.facts.items) {
                if fact.parent == Some(attribute.owner) && fact.kind == ItemKind::Fn {
                    let field = camel(self.facts.text(fact.name));
                    let door = self.door(DoorKind::Graphql, krate, (root, &field));
                    doors.push(self.answered(door, self.item(member)));
                }
            }
        }
        doors
    }

    /// Variants of enums that clap makes subcommands of, answered by who matches them.
    fn subcommands(&self) -> Vec<Door> {
        let mut doors = Vec::new();
        let derives = self.facts.mentions.iter().filter(|it| {
            let last = self.facts.segments(it.path).last();
            let is =
                last.is_some_and(|it| matches!(self.facts.text(*it), "Subcommand" | "StructOpt"));
            it.role == Role::Derive && is
        });
        for derive in derives {
            let Some(owner) = derive.owner else { continue };
            let of = self.item(owner);
            for (_, variant) in self.facts.variants.iter().filter(|it| it.0 == owner) {
                let variant = self.facts.text(*variant);
                let door = self.door(DoorKind::Command, "clap", ("RUN", &kebab(variant)));
                doors.extend(self.matched(of, variant).map(|it| self.answered(door, it)));
            }
        }
        doors
    }

    /// The first function of the package that names a variant of an enum.
    fn matched(&self, of: ItemId, variant: &str) -> Option<ItemId> {
        let name = &*self.so_far.item(of).name;
        let (package, _) = self.world.package(self.world.items[of.index()].module);
        (0..self.world.mounts.len()).find_map(|mount| {
            let module = self.world.mounts[mount].modules.first()?;
            if self.world.package(*module).0 != package {
                return None;
            }
            let facts = &self.world.facts[self.world.mounts[mount].file.index()];
            let found = facts.mentions.iter().find(|it| {
                let [.., before, last] = facts.segments(it.path) else {
                    return false;
                };
                facts.text(*last) == variant
                    && [name, "Self"].contains(&facts.text(*before))
                    && it
                        .owner
                        .is_some_and(|it| facts.items[it as usize].kind == ItemKind::Fn)
            })?;
            Some(ItemId(self.world.bases[mount].1 + found.owner?))
        })
    }
}

/// Which root of a schema a type is, by its name.
fn root_of(impl_name: &str) -> Option<&'static str> {
    let name = impl_name.trim_start_matches('<');
    let name = name.split([' ', '>', '<']).next().unwrap_or(name);
    if name.contains("Query") {
        Some("QUERY")
    } else if name.contains("Mutation") {
        Some("MUTATION")
    } else if name.contains("Subscription") {
        Some("SUBSCRIPTION")
    } else {
        None
    }
}

/// `say_hello` as `SayHello`.
fn pascal(name: &str) -> String {
    let words = name.split('_').map(|it| {
        let mut letters = it.chars();
        let first = letters.next().map(char::to_uppercase);
        first
            .into_iter()
            .flatten()
            .chain(letters)
            .collect::<String>()
    });
    words.collect()
}

/// `say_hello` as `sayHello`.
fn camel(name: &str) -> String {
    let whole = pascal(name);
    let mut letters = whole.chars();
    let first = letters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// `DropAll` as `drop-all`.
fn kebab(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.extend(c.to_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_each_protocol_does() {
        assert_eq!(pascal("say_hello"), "SayHello");
        assert_eq!(camel("say_hello"), "sayHello");
        assert_eq!(kebab("DropAll"), "drop-all");
        assert_eq!(root_of("<QueryRoot>"), Some("QUERY"));
        assert_eq!(root_of("<Cart>"), None);
    }
}
