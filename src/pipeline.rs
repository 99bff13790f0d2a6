//! From text to an analysis, on one screen.

mod kept;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

pub use kept::{Part, Store, Unsaved, analyze_with};

use crate::facts::FileFacts;
use crate::graph::{Filter, Graph};
use crate::history::Past;
use crate::model::CodeModel;
use crate::notice::Notice;
use crate::progress::{Progress, Silent, Step};
use crate::source::{self, FileId, SourceFile, SourceTree};
use crate::{facts, model};

/// Everything known about one state of the code.
#[derive(Debug)]
pub struct Analysis {
    /// The text it rests on.
    pub tree: SourceTree,
    /// The code as resolved.
    pub model: Arc<CodeModel>,
    /// Its dependencies, without test code.
    pub graph: Arc<Graph>,
    /// What could not be read or resolved, sorted by severity, worst first, then place.
    pub notices: Vec<Notice>,
    /// How long reading and analyzing took; told by whoever holds a clock.
    pub elapsed: Option<Duration>,
    /// What there is to tell of this run alone, such as a cache that cannot be used: no result
    /// depends on it.
    pub aside: Vec<Notice>,
    /// People and time, once somebody has asked for them: nothing waits for them, and no other result
    /// depends on them.
    pub past: OnceLock<Arc<Past>>,
}

impl Analysis {
    /// The text of a file that the model knows; `None` for one that it made up.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.tree.file_at(self.model.file_path(id))
    }
}

/// What a person does who is not done: files that could be read before and cannot be read now stand
/// as they did, with a notice each. So a half-typed line costs no module its place.
///
/// Only files whose text is another than before are looked at.
#[must_use]
pub fn mended(mut tree: SourceTree, before: &SourceTree) -> SourceTree {
    mend(
        &mut tree.files,
        &before.files,
        facts::fault_of,
        &mut tree.notices,
    );
    mend(
        &mut tree.manifests,
        &before.manifests,
        source::manifest::fault_of,
        &mut tree.notices,
    );
    tree.notices.sort();
    tree
}

fn mend(
    files: &mut [SourceFile],
    before: &[SourceFile],
    fault_of: impl Fn(&SourceFile) -> Option<Notice>,
    notices: &mut Vec<Notice>,
) {
    for file in files {
        let old = before.binary_search_by(|it| it.path.cmp(&file.path));
        let Some(old) = old.ok().map(|it| &before[it]) else {
            continue;
        };
        if old.text == file.text {
            continue;
        }
        if let Some(fault) = fault_of(file)
            && fault_of(old).is_none()
        {
            file.text = old.text.clone();
            notices.push(fault.hint("shown as it was when it could last be read"));
        }
    }
}

/// Whether two readings of a folder hold the same files with the same texts and notices.
pub fn same_code(a: &SourceTree, b: &SourceTree) -> bool {
    let same = |a: &[SourceFile], b: &[SourceFile]| {
        let equal = |(a, b): (&SourceFile, &SourceFile)| a.path == b.path && a.text == b.text;
        a.len() == b.len() && a.iter().zip(b).all(equal)
    };
    let given = |it: &SourceTree| {
        let given = it.given.as_ref();
        given.map(|it| (it.nodes_csv.text.clone(), it.edges_csv.text.clone()))
    };
    same(&a.files, &b.files)
        && same(&a.manifests, &b.manifests)
        && same(&a.sql, &b.sql)
        && a.named_sql == b.named_sql
        && given(a) == given(b)
        && (&a.name, &a.notices, &a.left_out) == (&b.name, &b.notices, &b.left_out)
}

/// Reads the facts of every file, binds names and folds references. `None` if cancelled.
pub fn analyze(mut tree: SourceTree, progress: &dyn Progress) -> Option<Analysis> {
    tree.sort();
    let facts = match &tree.given {
        Some(_) => Vec::new(),
        None => facts::facts_of_all(&tree.files, progress)?,
    };
    let (model, notices) = bound(&tree, facts, progress)?;
    let graph = folded(&model, progress)?;
    Some(Analysis {
        tree,
        model: Arc::new(model),
        graph: Arc::new(graph),
        notices,
        elapsed: None,
        aside: Vec::new(),
        past: OnceLock::new(),
    })
}

/// Binds names; with everything there is to tell, worst first.
fn bound(
    tree: &SourceTree,
    facts: Vec<FileFacts>,
    progress: &dyn Progress,
) -> Option<(CodeModel, Vec<Notice>)> {
    let mut notices = tree.notices.clone();
    progress.report(Step::Resolve, 0, 0);
    let model = match &tree.given {
        Some(given) => model::given(given, &mut notices),
        None => model::resolve(tree, facts, &mut notices),
    };
    notices.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.cmp(b)));
    notices.dedup();
    (!progress.cancelled()).then_some((model, notices))
}

/// Folds references.
fn folded(model: &CodeModel, progress: &dyn Progress) -> Option<Graph> {
    progress.report(Step::Fold, 0, 0);
    let graph = Graph::fold(model, Filter::default());
    (!progress.cancelled()).then_some(graph)
}

/// A project in one string, for tests: `//- /src/lib.rs` heads each file. Without a `Cargo.toml`
/// it is one library crate called `fixture`.
pub fn fixture(text: &str) -> Analysis {
    let tree = crate::source::fixture(text);
    #[expect(clippy::unwrap_used, reason = "nobody cancels a fixture")]
    analyze(tree, &Silent).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_being_typed_stands_as_it_did() {
        let before = source::fixture(
            "\n//- /src/lib.rs\nmod shop { pub fn sell() {} }\n//- /src/no.rs\nfn (\n",
        );
        let typed = "\n//- /src/lib.rs\nmod shop { pub fn sell( {\n//- /src/no.rs\nfn ((\n";
        let mut now = source::fixture(typed);
        now.manifests[0].text = "[package\n".into();
        let mended = mended(now, &before);
        assert_eq!(mended.files[0].text, before.files[0].text);
        assert_eq!(
            mended.files[1].text.trim(),
            "fn ((",
            "it never could be read"
        );
        assert_eq!(mended.manifests[0].text, before.manifests[0].text);
        let places: Vec<_> = mended
            .notices
            .iter()
            .map(|it| it.place.as_ref().unwrap().to_string())
            .collect();
        assert_eq!(places, ["Cargo.toml:1:9", "src/lib.rs:1:25"]);
        assert!(!same_code(&mended, &before), "there is something to say");
        let again = super::mended(before.clone(), &mended);
        assert!(same_code(&again, &before));
    }
}
