//! The tables of `.ci/truth`, with ids as Seamline writes them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use seamline::model::{CodeModel, Node};

use crate::judge::split;

/// Two modules: who needs, who is needed.
pub(crate) type Edge = (String, String);

/// File, line, column.
pub(crate) type Place = (String, u32, u32);

/// How rustc came to a target, as `.ci/truth` explains.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Manner {
    Method,
    Path,
    Through,
    Type,
}

impl Manner {
    /// Whether not finding it is a miss.
    pub(crate) fn is_demanded(self) -> bool {
        self != Self::Through
    }
}

/// What rustc says.
#[derive(Default)]
pub(crate) struct Truth {
    pub(crate) modules: BTreeSet<String>,
    /// Modules that a macro declares.
    pub(crate) expanded: BTreeSet<String>,
    pub(crate) edges: BTreeMap<Edge, BTreeSet<String>>,
    pub(crate) references: BTreeMap<Place, Vec<(Manner, String)>>,
    /// Places that name nothing of the workspace; whether it is a method that is called there.
    pub(crate) outside: BTreeMap<Place, bool>,
}

impl Truth {
    /// What stands at a place, if any of it has to be found.
    pub(crate) fn demanded_at(&self, place: &Place) -> Option<&[(Manner, String)]> {
        let targets = self.references.get(place)?;
        targets
            .iter()
            .any(|it| it.0.is_demanded())
            .then_some(targets)
    }

    /// Whether a module, or the module of an item, is declared by a macro.
    pub(crate) fn is_expanded(&self, target: &str) -> bool {
        self.expanded.contains(target) || self.expanded.contains(split(target).0)
    }

    /// Whether a place leads through this, to something rustc's tree does not tell.
    pub(crate) fn is_through(&self, place: &Place, target: &str) -> bool {
        let targets = self.references.get(place);
        targets.is_some_and(|it| it.iter().any(|it| it.1 == target))
    }
}

pub(crate) fn read(path: &Path, modules: Option<&Path>, model: &CodeModel) -> Truth {
    let mut truth = Truth::default();
    let folder = path.is_dir().then_some(path);
    let edges = folder.map_or_else(|| path.to_owned(), |it| it.join("edges.csv"));
    for row in rows(&edges) {
        let (from, to) = (lifted(model, &row[0]), lifted(model, &row[1]));
        if from != to {
            let evidence = row[2].split('+').map(str::to_owned);
            truth.edges.entry((from, to)).or_default().extend(evidence);
        }
    }
    let Some(folder) = folder else {
        let ends = truth
            .edges
            .keys()
            .flat_map(|it| [it.0.clone(), it.1.clone()]);
        truth.modules = modules.map_or_else(|| ends.collect(), |it| lines(it, model));
        return truth;
    };
    truth.modules = lines(&folder.join("modules.txt"), model);
    let expanded = folder.join("expanded.txt");
    if expanded.is_file() {
        truth.expanded = lines(&expanded, model);
    }
    for row in rows(&folder.join("references.csv")) {
        let manner = match &*row[3] {
            "method" => Manner::Method,
            "path" => Manner::Path,
            "through" => Manner::Through,
            _ => Manner::Type,
        };
        let targets = truth.references.entry(place(&row)).or_default();
        targets.push((manner, row[4].clone()));
    }
    let outside = rows(&folder.join("outside.csv"));
    truth.outside = outside
        .into_iter()
        .map(|it| (place(&it), &it[3] == "method"))
        .collect();
    truth
}

/// The module of an id. Older truths leave out the prefix of programs and take a function that
/// declares something for a module.
fn lifted(model: &CodeModel, id: &str) -> String {
    let ids = [id.to_owned(), format!("bin:{id}")];
    let module = ids
        .iter()
        .find_map(|it| model.module_of(model.node_at(it)?));
    module.map_or_else(
        || id.to_owned(),
        |it| model.path_of(Node::Module(it)).to_string(),
    )
}

fn lines(path: &Path, model: &CodeModel) -> BTreeSet<String> {
    let text = std::fs::read_to_string(path).expect("the list of modules can be read");
    text.lines().map(|it| lifted(model, it)).collect()
}

fn place(row: &[String]) -> Place {
    let number = |it: &String| it.parse().expect("a number");
    (row[0].clone(), number(&row[1]), number(&row[2]))
}

fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).expect("the truth can be read");
    let records = reader.records();
    records
        .map(|it| it.expect("a row").iter().map(str::to_owned).collect())
        .collect()
}
