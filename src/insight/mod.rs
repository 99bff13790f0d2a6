//! Pure questions over graph and plan: what a boundary costs, and which lines make it cost that.

mod aggregates;
mod assess;
mod blind;
pub mod compare;
mod circles;
mod cycles;
mod effects;
mod feedback;
mod findings;
mod ledger;
pub mod measured;
mod mend;
mod live;
mod shape;
mod tables;
pub mod obstacles;
mod past;
#[cfg(test)]
pub(crate) mod tests;
mod ties;
mod units;
mod walks;

use crate::model::{Node, RefId};
use crate::plan::Owner;

pub use aggregates::{Aggregate, Part, aggregates};
pub use assess::Assessment;
pub use blind::{BlindGroup, BlindPlace, BlindRow, BlindSpots};
pub use circles::{Break, Circle, module_circles, service_circles};
pub use effects::{
    CutFromTests, LayerOnly, SplitTransaction, cut_from_tests, layers_only, owners_of,
    split_transactions,
};
pub use findings::{Finding, findings};
pub use live::{Live, Preview, RowChange, Target};
pub use mend::{concerned, involved, mends, places};
pub use past::{ModulesPast, PastOf};
pub use shape::{Shape, Spread};
pub use tables::{TableUse, TableUser, give_tables, likeliest_owners, table_use, table_uses};
pub use ties::{Tie, Ties};
pub use walks::{Stop, Walk, WalkStep, walks};

/// A dependency whose ends have different owners: what would have to become a remote call.
#[derive(Clone, PartialEq, Debug)]
pub struct CutEdge {
    /// The module (or single item of the plan) that needs.
    pub from: Node,
    /// The module (or single item of the plan) needed.
    pub to: Node,
    /// Owner of `from`.
    pub from_owner: Owner,
    /// Owner of `to`.
    pub to_owner: Owner,
    /// Sum of the weights of its references.
    pub weight: f64,
    /// Its references, in order of place.
    pub references: Vec<RefId>,
}

/// What one service needs of another.
#[derive(Clone, PartialEq, Debug)]
pub struct ServiceLink {
    /// The one that needs.
    pub from: Owner,
    /// The one needed.
    pub to: Owner,
    /// Sum of the weights of its cut edges.
    pub weight: f64,
    /// How many cut edges it is made of.
    pub n_edges: u32,
}

/// The figures of one service (or of the remaining monolith).
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ServiceFigures {
    /// Modules of code owned.
    pub n_modules: u32,
    /// Tables, views and routines owned.
    pub n_objects: u32,
    /// Lines of code owned.
    pub n_lines: u32,
    /// Weight of dependencies between its own modules.
    pub inside: f64,
    /// Weight of dependencies coming in over its boundary (afferent).
    pub incoming: f64,
    /// Weight of dependencies going out over its boundary (efferent).
    pub outgoing: f64,
}

impl ServiceFigures {
    /// Share of its references that stay inside; `None` where it has none.
    pub fn cohesion(&self) -> Option<f64> {
        let all = self.inside + self.incoming + self.outgoing;
        (all > 0.0).then(|| self.inside / all)
    }

    /// Weight across its boundary, in and out.
    pub fn coupling(&self) -> f64 {
        self.incoming + self.outgoing
    }
}
