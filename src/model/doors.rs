//! Where the world comes in, where the system goes out, and what it is told from outside.
//!
//! A layer of its own beside the references of the code, as [`Data`](super::Data) is.

use std::sync::Arc;

use super::{CfgId, Confidence, DoorKind, ItemId, ModuleId, Node, OutboundKind, SettingKind};
use crate::source::Span;

/// Doors, calls to the outside, and settings.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Doors {
    /// What can be asked of the system, sorted by id.
    pub inbound: Vec<Door>,
    /// What it asks of others, sorted by who, kind and place.
    pub outbound: Vec<Outbound>,
    /// What it is told when it starts, sorted by kind, name and place.
    pub config: Vec<Setting>,
}

/// One way in.
#[derive(Clone, PartialEq, Debug)]
pub struct Door {
    /// Full id: `door:POST /orders`; `#2` is appended where two would be the same.
    pub id: Arc<str>,
    /// How it is knocked at.
    pub kind: DoorKind,
    /// The crate that answers the knock: `axum`.
    pub framework: Arc<str>,
    /// Of HTTP the method, or `ANY`; of others the word that says what they are.
    pub method: Arc<str>,
    /// Of HTTP the path as the framework writes it; of others a name.
    pub path: Arc<str>,
    /// Who answers: a function, or the one that has the closure that does.
    pub handler: Node,
    /// Where it is opened.
    pub span: Span,
    /// How sure path, method and handler are.
    pub confidence: Confidence,
    /// The condition it is compiled under, if not always true.
    pub cfg: Option<CfgId>,
}

/// A place at which the system asks something of another one.
#[derive(Clone, PartialEq, Debug)]
pub struct Outbound {
    /// Who asks.
    pub from: Node,
    /// What is asked.
    pub kind: OutboundKind,
    /// The crate that carries it: `reqwest`.
    pub library: Arc<str>,
    /// The address, host or topic, where the code tells it.
    pub target: Option<Arc<str>>,
    /// Where.
    pub span: Span,
    /// How sure it is.
    pub confidence: Confidence,
    /// Only compiled for tests.
    pub test: bool,
}

/// Something the system is told from outside: a variable, a file, a port.
#[derive(Clone, PartialEq, Debug)]
pub struct Setting {
    /// What it is.
    pub kind: SettingKind,
    /// Its name, file or address; empty if the code does not tell.
    pub name: Arc<str>,
    /// Who reads it.
    pub from: Node,
    /// Where.
    pub span: Span,
    /// How sure it is.
    pub confidence: Confidence,
    /// Only compiled for tests.
    pub test: bool,
}

impl Doors {
    /// The door at this full id.
    pub fn at(&self, id: &str) -> Option<&Door> {
        let found = self.inbound.binary_search_by(|it| (*it.id).cmp(id));
        found.ok().map(|it| &self.inbound[it])
    }
}

impl Door {
    /// The module that its handler is in.
    pub fn module(&self, module_of: impl Fn(ItemId) -> ModuleId) -> Option<ModuleId> {
        match self.handler {
            Node::Module(it) => Some(it),
            Node::Item(it) => Some(module_of(it)),
            Node::Extern(_) => None,
        }
    }

    /// What people call it: `POST /orders`.
    pub fn name(&self) -> &str {
        self.id.strip_prefix("door:").unwrap_or(&self.id)
    }
}
