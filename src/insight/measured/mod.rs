//! What was measured held against the code: which function, table and module it was.
//!
//! Sums here are calls and times told by files. They stand beside counts of places in the code and are
//! never added to them. The time of a statement that touches several tables counts for each of them, and
//! once for each service that owns some of them.

mod doors;
mod names;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use doors::Routes;
use names::Names;

use super::Assessment;
use crate::measured::{Measured, Measurements, Sum, What};
use crate::model::{CodeModel, ItemId, ModuleId};
use crate::plan::Owner;

/// Calls of a table by what they do with its rows.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct TableSums {
    /// Those that read rows.
    pub reads: Sum,
    /// Those that write rows; a statement may do both.
    pub writes: Sum,
    /// Those of which it is not told; calls of a routine.
    pub other: Sum,
}

impl TableSums {
    /// Whether nothing was measured.
    pub fn is_empty(&self) -> bool {
        self.reads.is_empty() && self.writes.is_empty() && self.other.is_empty()
    }

    fn of(&mut self, usage: Usage) -> &mut Sum {
        match usage {
            Usage::Reads => &mut self.reads,
            Usage::Writes => &mut self.writes,
            Usage::Other => &mut self.other,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Usage {
    Reads,
    Writes,
    Other,
}

impl Usage {
    fn told(writes: Option<bool>) -> Self {
        match writes {
            Some(true) => Self::Writes,
            Some(false) => Self::Reads,
            None => Self::Other,
        }
    }
}

/// What of the code an entry is.
#[derive(Clone, PartialEq, Debug)]
struct BoundEntry {
    /// The function.
    function: Option<ItemId>,
    /// Tables, views and routines with what is done to them.
    tables: BTreeSet<(ModuleId, Usage)>,
    /// The module of the function that called.
    caller: Option<ModuleId>,
}

/// Something that was measured and has no place in the code.
#[derive(Clone, PartialEq, Debug)]
pub struct Unbound {
    /// Position among the entries.
    pub entry: usize,
    /// Why, as the end of a sentence.
    pub reason: Box<str>,
}

/// A module of one service that calls a table of another one.
#[derive(Clone, PartialEq, Debug)]
pub struct MeasuredCut {
    /// Whose function called.
    pub from: ModuleId,
    /// The table.
    pub to: ModuleId,
    /// Owner of `from`.
    pub from_owner: Owner,
    /// Owner of `to`.
    pub to_owner: Owner,
    /// How often.
    pub sums: TableSums,
}

/// What was measured of one service. The three are different things and have no sum.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct MeasuredService {
    /// Calls of its functions.
    pub functions: Sum,
    /// Calls of its tables, from wherever.
    pub tables: TableSums,
}

/// What was measured of one door.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct MeasuredDoor {
    /// Requests.
    pub sum: Sum,
    /// The module of the code that answers; `None` where no door of the code fits.
    pub module: Option<ModuleId>,
}

/// Measurements held against the code, before any plan.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct MeasuredUse {
    /// Tables, views and routines, in the order of their ids.
    pub tables: BTreeMap<ModuleId, TableSums>,
    /// Functions, in the order of their ids.
    pub functions: BTreeMap<ItemId, Sum>,
    /// All functions of a module together.
    pub modules: BTreeMap<ModuleId, Sum>,
    /// Doors by name, `GET /orders/{id}`; as they were told where no door of the code fits.
    pub doors: BTreeMap<String, MeasuredDoor>,
    /// What has no place in the code, in the order of the entries.
    pub unbound: Vec<Unbound>,
    /// Entries with a statement whose words were followed because no parser could read it.
    pub n_guessed: u32,
    bound: Vec<(BoundEntry, Sum)>,
}

impl MeasuredUse {
    /// Finds for every entry what of the code it is.
    pub fn of(model: &CodeModel, measured: &Measurements) -> Self {
        let (names, routes) = (Names::of(model), Routes::of(model));
        let mut all = Self::default();
        for (entry, it) in measured.entries.iter().enumerate() {
            if let What::Door { method, path } = &it.what {
                let door = routes.door(method.as_deref(), path);
                let name = door.map_or_else(|| it.what.name(), |it| it.name().to_owned());
                let of_door = all.doors.entry(name).or_default();
                of_door.module = door.and_then(|it| model.module_of(it.handler));
                of_door.sum.add(it.sum);
                continue;
            }
            match bind(model, &names, it) {
                Ok(bound) => all.take(model, it, bound),
                Err(reason) => all.unbound.push(Unbound {
                    entry,
                    reason: reason.into(),
                }),
            }
        }
        all
    }

    fn take(&mut self, model: &CodeModel, it: &Measured, bound: BoundEntry) {
        match &it.what {
            What::Statement(statement) => self.n_guessed += u32::from(statement.guessed),
            What::Door { .. } | What::Function(_) | What::Table { .. } => {}
        }
        if let Some(item) = bound.function {
            self.functions.entry(item).or_default().add(it.sum);
            let module = model.item(item).module;
            self.modules.entry(module).or_default().add(it.sum);
        }
        for (table, usage) in &bound.tables {
            let sums = self.tables.entry(*table).or_default();
            sums.of(*usage).add(it.sum);
        }
        self.bound.push((bound, it.sum));
    }

    /// The sums of every service, in the order of the assessment.
    pub fn services(
        &self,
        model: &CodeModel,
        assessment: &Assessment,
    ) -> Vec<(Owner, MeasuredService)> {
        let owners = assessment.services.iter().map(|it| it.0);
        let mut services: Vec<_> = owners.map(|it| (it, MeasuredService::default())).collect();
        for (bound, sum) in &self.bound {
            let function = bound
                .function
                .map(|it| assessment.owner_of(model.item(it).module));
            let uses = bound.tables.iter();
            // A statement that joins two tables of a service is one call of it.
            let uses: BTreeSet<_> = uses
                .map(|(table, usage)| (assessment.owner_of(*table), *usage))
                .collect();
            for (owner, service) in &mut services {
                if function == Some(*owner) {
                    service.functions.add(*sum);
                }
                for (_, usage) in uses.iter().filter(|it| it.0 == *owner) {
                    service.tables.of(*usage).add(*sum);
                }
            }
        }
        services
    }

    /// Calls of a table of another service, where the function that called is told: by module and
    /// table, in the order of their ids.
    pub fn cuts(&self, assessment: &Assessment) -> Vec<MeasuredCut> {
        let mut cuts: BTreeMap<(ModuleId, ModuleId), TableSums> = BTreeMap::new();
        for (bound, sum) in &self.bound {
            let Some(from) = bound.caller else {
                continue;
            };
            let foreign =
                |it: &&(ModuleId, Usage)| assessment.owner_of(it.0) != assessment.owner_of(from);
            for (table, usage) in bound.tables.iter().filter(foreign) {
                let sums = cuts.entry((from, *table)).or_default();
                sums.of(*usage).add(*sum);
            }
        }
        let cut = |((from, to), sums)| MeasuredCut {
            from,
            to,
            from_owner: assessment.owner_of(from),
            to_owner: assessment.owner_of(to),
            sums,
        };
        cuts.into_iter().map(cut).collect()
    }
}

/// What an entry is, or why that is not known.
fn bind(model: &CodeModel, names: &Names<'_>, it: &Measured) -> Result<BoundEntry, String> {
    let mut bound = BoundEntry {
        function: None,
        tables: BTreeSet::new(),
        caller: it.caller.as_ref().and_then(|it| {
            let item = names.function(it).ok()?;
            Some(model.item(item).module)
        }),
    };
    match &it.what {
        What::Door { .. } => {}
        What::Function(name) => bound.function = Some(names.function(name)?),
        What::Table { name, writes } => {
            let table = names.table(name)?;
            bound.tables.insert((table, Usage::told(*writes)));
        }
        What::Statement(statement) => bound.tables = tables_of(names, statement)?,
    }
    Ok(bound)
}

/// The tables that a statement touches, as far as the code knows them.
fn tables_of(
    names: &Names<'_>,
    statement: &crate::measured::Statement,
) -> Result<BTreeSet<(ModuleId, Usage)>, String> {
    let mut found = BTreeSet::new();
    let mut missing: Option<String> = None;
    for (name, writes) in &statement.tables {
        match names.table(name) {
            Ok(table) => {
                found.insert((table, Usage::told(Some(*writes))));
            }
            Err(reason) => missing = missing.or(Some(reason)),
        }
    }
    let routines = statement.calls.iter().filter_map(|it| names.routine(it));
    found.extend(routines.map(|it| (it, Usage::Other)));
    match missing {
        _ if !found.is_empty() => Ok(found),
        Some(reason) => Err(reason),
        None if statement.of_system => {
            Err("it touches only tables of the database itself".to_owned())
        }
        None => Err("it touches no table".to_owned()),
    }
}

/// Names of several candidates for a reason, not too many.
fn listed<'a>(names: impl Iterator<Item = &'a Arc<str>>) -> String {
    let mut names: Vec<_> = names.map(|it| &**it).collect();
    names.sort_unstable();
    let more = names.len().saturating_sub(3);
    names.truncate(3);
    let mut text = names.join(", ");
    if more > 0 {
        text.push_str(&format!(" and {more} more"));
    }
    text
}
