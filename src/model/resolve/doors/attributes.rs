//! Attributes that make doors of functions: `#[get("/carts")]`, `#[oai(path = "/carts")]`.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::super::names::Def;
use super::super::paths::Site;
use super::evaluate::Evaluator;
use super::frameworks::{Framework, method_of};
use super::routes::{Handler, Leaf, RouteId, Text};
use super::value::Value;
use crate::facts::{DoorAttribute, Namespace};
use crate::model::{Confidence, ItemId, Node};

/// What attributes say, by what they stand on.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    /// Functions, and types of which the functions are doors.
    doors: FxHashMap<ItemId, (Framework, Vec<RouteId>)>,
    /// Functions that are only described as doors: something else must open them.
    described: FxHashMap<ItemId, Vec<RouteId>>,
    /// In the order of files and lines.
    order: Vec<ItemId>,
}

impl Attributes {
    /// What a function or a type stands for.
    pub(super) fn value_of<'a>(&self, item: ItemId) -> Value<'a> {
        match self.doors.get(&item) {
            Some((framework, routes)) => Value {
                framework: Some(*framework),
                routes: routes.first().copied(),
                ..Value::default()
            },
            None => Value::default(),
        }
    }

    /// The doors that a function is described as.
    pub(super) fn described(&self, item: ItemId) -> &[RouteId] {
        self.described.get(&item).map_or(&[], Vec::as_slice)
    }

    /// All that attributes open, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = RouteId> {
        let known = self.order.iter().filter_map(|it| self.doors.get(it));
        known.flat_map(|it| it.1.iter().copied())
    }
}

/// What one attribute says.
struct Said<'f> {
    methods: Vec<Rc<str>>,
    path: &'f str,
}

impl Evaluator<'_> {
    /// Reads the attributes of a mount. `frameworks` are those of its package.
    pub(super) fn attributes(&mut self, mount: usize, frameworks: &[Framework]) {
        let facts = self.facts(mount);
        for attribute in &facts.door_attributes {
            let owner = ItemId(self.world.bases[mount].1 + attribute.owner);
            if self.items[owner.index()].test {
                continue;
            }
            let Some((framework, name)) = self.framework_of(mount, attribute, frameworks) else {
                continue;
            };
            let Some(said) = said(framework, name, &attribute.parts) else {
                continue;
            };
            let open = self.opened(mount, attribute, (framework, owner), &said);
            self.keep_opened(owner, framework, open);
        }
    }

    /// The framework that an attribute belongs to, and its name there.
    fn framework_of(
        &self,
        mount: usize,
        attribute: &DoorAttribute,
        frameworks: &[Framework],
    ) -> Option<(Framework, &str)> {
        let (world, path) = (self.world, self.world.path(mount, attribute.path));
        let name = world.texts[*path.last()? as usize];
        let site = Site::of(world.scope_id(mount, attribute.scope));
        let found = world.resolve(path, Namespace::Macro, site);
        let def = found.map(|it| it.def).filter(|it| *it != Def::BuiltIn);
        if let Some(def) = def {
            let place = (attribute.scope, Namespace::Macro, Some(def));
            let outside = self.outside(mount, attribute.path, place)?;
            return Some((outside.framework, name));
        }
        if name == "oai" {
            let poem = frameworks.contains(&Framework::Poem);
            return poem.then_some((Framework::Poem, name));
        }
        // By `#[macro_use] extern crate`, or from a module that declares it unseen.
        let speaking = [Framework::Rocket, Framework::Actix];
        let mut own = speaking.into_iter().filter(|it| frameworks.contains(it));
        let only = own.next().filter(|_| path.len() == 1)?;
        own.next().is_none().then_some((only, name))
    }

    /// The doors that an attribute opens.
    fn opened(
        &mut self,
        mount: usize,
        attribute: &DoorAttribute,
        (framework, owner): (Framework, ItemId),
        said: &Said<'_>,
    ) -> Vec<RouteId> {
        let handler = Handler {
            node: Node::Item(owner),
            sure: Confidence::Resolved,
        };
        let path = Text {
            text: said.path.into(),
            open: false,
        };
        let site = self.span(mount, attribute.at);
        let leaf = |method: &Rc<str>| Leaf {
            framework,
            method: method.clone(),
            path: path.clone(),
            handler: Some(handler),
            site,
            sure: Confidence::Resolved,
        };
        let leaves: Vec<_> = said.methods.iter().map(leaf).collect();
        leaves.into_iter().map(|it| self.routes.leaf(it)).collect()
    }

    fn keep_opened(&mut self, owner: ItemId, framework: Framework, mut opened: Vec<RouteId>) {
        if framework == Framework::Utoipa {
            self.attributes
                .described
                .entry(owner)
                .or_default()
                .extend(opened);
            return;
        }
        let keeper = match framework {
            // Its doors are the functions of a type.
            Framework::Poem => self.type_of_impl(owner),
            _ => Some(owner),
        };
        let Some(keeper) = keeper else { return };
        let attributes = &mut self.attributes;
        let known = attributes.doors.entry(keeper).or_insert_with(|| {
            attributes.order.push(keeper);
            (framework, Vec::new())
        });
        known.1.append(&mut opened);
        // One part stands for all of them.
        if known.1.len() > 1 {
            let all = std::mem::take(&mut known.1);
            known.1.extend(self.routes.join(all));
        }
    }

    fn type_of_impl(&self, function: ItemId) -> Option<ItemId> {
        let parent = self.world.items[function.index()].parent?;
        self.world.items[parent.index()].self_type
    }
}

/// Methods and path of an attribute; `None` if it opens nothing.
fn said<'f>(
    framework: Framework,
    name: &str,
    parts: &'f [(Box<str>, Box<str>)],
) -> Option<Said<'f>> {
    let by_key = |key: &str| {
        let found = parts.iter().filter(move |it| &*it.0 == key);
        found.map(|it| &*it.1).collect::<Vec<_>>()
    };
    let methods = |words: &[&str]| {
        let words = words.iter().flat_map(|it| it.split([',', ' ']));
        let known = words.filter_map(method_of);
        known.map(Rc::from).collect::<Vec<Rc<str>>>()
    };
    let bare = by_key("");
    let path = by_key("path").into_iter().chain(by_key("uri")).next();
    let written = bare.iter().copied().find(|it| method_of(it).is_none());
    match (framework, name) {
        (Framework::Utoipa, "path") => Some(Said {
            methods: methods(&[by_key("method"), bare].concat()),
            path: path?,
        }),
        (Framework::Poem, "oai") => Some(Said {
            methods: methods(&by_key("method")),
            path: path?,
        }),
        (Framework::Actix | Framework::Rocket, "route") => {
            let mut known = methods(&by_key("method"));
            known.extend(methods(&bare));
            if known.is_empty() {
                known.push("ANY".into());
            }
            Some(Said {
                methods: known,
                path: path.or(written)?,
            })
        }
        (Framework::Actix | Framework::Rocket, verb) => Some(Said {
            methods: vec![method_of(verb)?.into()],
            path: path.or(written)?,
        }),
        _ => None,
    }
}
