//! From text to an analysis, on one screen.

use std::time::Duration;

use crate::graph::{Filter, Graph};
use crate::model::CodeModel;
use crate::notice::Notice;
use crate::progress::{Progress, Silent, Step};
use crate::source::SourceTree;
use crate::{facts, model};

/// Everything known about one state of the code.
#[derive(Debug)]
pub struct Analysis {
    /// The text it rests on.
    pub tree: SourceTree,
    /// The code as resolved.
    pub model: CodeModel,
    /// Its dependencies, without test code.
    pub graph: Graph,
    /// What could not be read or resolved, sorted by severity, worst first, then place.
    pub notices: Vec<Notice>,
    /// How long reading and analyzing took; told by whoever holds a clock.
    pub elapsed: Option<Duration>,
}

/// Reads the facts of every file, binds names and folds references. `None` if cancelled.
pub fn analyze(tree: SourceTree, progress: &dyn Progress) -> Option<Analysis> {
    let mut notices = tree.notices.clone();
    let model = match &tree.given {
        Some(given) => model::given(given, &mut notices),
        None => {
            let facts = facts::facts_of_all(&tree.files, progress)?;
            progress.report(Step::Resolve, 0, 0);
            model::resolve(&tree, facts, &mut notices)
        }
    };
    if progress.cancelled() {
        return None;
    }
    progress.report(Step::Fold, 0, 0);
    let graph = Graph::fold(&model, Filter::default());
    notices.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.cmp(b)));
    notices.dedup();
    (!progress.cancelled()).then_some(Analysis {
        tree,
        model,
        graph,
        notices,
        elapsed: None,
    })
}

/// A project in one string, for tests: `//- /src/lib.rs` heads each file. Without a `Cargo.toml`
/// it is one library crate called `fixture`.
pub fn fixture(text: &str) -> Analysis {
    let tree = crate::source::fixture(text);
    #[expect(clippy::unwrap_used, reason = "nobody cancels a fixture")]
    analyze(tree, &Silent).unwrap()
}
