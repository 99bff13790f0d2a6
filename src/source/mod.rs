//! Text that is already in memory: files, manifests, spans. Nothing here touches a disk.

pub mod manifest;
mod peek;

use std::path::PathBuf;
use std::sync::Arc;

pub use peek::{declares_workspace, package_name, vendored_folders};

use crate::notice::Notice;

/// A file of one [`SourceTree`]; meaningless in any other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FileId(pub u32);

impl FileId {
    /// Position in [`SourceTree::files`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One text file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Relative to the root, with forward slashes.
    pub path: Arc<str>,
    /// The whole text, UTF-8.
    pub text: Arc<str>,
}

/// A point in a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Span {
    /// The file it points into.
    pub file: FileId,
    /// First line is 1.
    pub line: u32,
    /// First column is 1; counted in characters.
    pub column: u32,
}

impl Span {
    /// Its place among all spans as a number of 97 bits: none is 0.
    pub(crate) fn order(self) -> u128 {
        (u128::from(self.file.0) + 1) << 64 | u128::from(self.line) << 32 | u128::from(self.column)
    }
}

packed_ids! { FileId in Files }

packed! { Span { file, line, column } }

/// Everything that was read from one opened folder, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct SourceTree {
    /// The opened folder, as an absolute path. For showing and for resolving `path` dependencies.
    pub root: PathBuf,
    /// What to call the system: the folder's name, or the package's.
    pub name: String,
    /// Every `.rs` file, sorted by path.
    pub files: Vec<SourceFile>,
    /// Every `Cargo.toml`, sorted by path; those above the root have paths that begin with `../`.
    pub manifests: Vec<SourceFile>,
    /// Every file of SQL, sorted by path.
    pub sql: Vec<SourceFile>,
    /// Those of them that the plan names: they count, wherever they lie.
    pub named_sql: Vec<Arc<str>>,
    /// `nodes.csv` and `edges.csv` of a system in another language, instead of Rust.
    pub given: Option<GivenGraph>,
    /// What could not be read.
    pub notices: Vec<Notice>,
    /// Folders and files that were not looked at, because a rule says so.
    pub left_out: Vec<LeftOut>,
}

/// What one rule leaves out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftOut {
    /// The rule in words.
    pub what: Arc<str>,
    /// The file that has the rule, relative to the root.
    pub file: Arc<str>,
    /// Its line there, from 1.
    pub line: u32,
    /// How many folders and files.
    pub n: u32,
}

packed! { LeftOut { what, file, line, n } }

/// The texts of a graph made elsewhere; `docs/command-line.md` describes both.
#[derive(Clone, Debug)]
pub struct GivenGraph {
    /// `id,parent,kind`, further columns ignored.
    pub nodes_csv: SourceFile,
    /// `source,target,kind,weight`, further columns ignored.
    pub edges_csv: SourceFile,
}

impl SourceTree {
    /// Rust and then SQL: the order in which models number the files they rest on.
    pub fn all_files(&self) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().chain(&self.sql)
    }

    /// The file of Rust with this id.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.index()]
    }

    /// Puts files and manifests in the order that everything else rests on: of their paths.
    pub fn sort(&mut self) {
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.manifests.sort_by(|a, b| a.path.cmp(&b.path));
        self.sql.sort_by(|a, b| a.path.cmp(&b.path));
    }

    /// The file of Rust or SQL at this path.
    pub fn file_at(&self, path: &str) -> Option<&SourceFile> {
        [&self.files, &self.sql].into_iter().find_map(|files| {
            let found = files.binary_search_by(|it| (*it.path).cmp(path));
            found.ok().map(|it| &files[it])
        })
    }
}

impl SourceFile {
    /// Lines `first..=last` (first line is 1), clipped to what is there.
    pub fn lines(&self, first: u32, last: u32) -> impl Iterator<Item = (u32, &str)> {
        let skip = first.max(1) - 1;
        let take = (last + 1).saturating_sub(skip + 1);
        let numbered = (1u32..).zip(self.text.lines());
        numbered.skip(skip as usize).take(take as usize)
    }
}

/// A tree from one string, for tests: `//- /src/lib.rs` heads each file. Without a `Cargo.toml` it
/// is one library crate called `fixture`.
pub fn fixture(text: &str) -> SourceTree {
    let mut files: Vec<SourceFile> = Vec::new();
    for part in text.split("//- /").skip(1) {
        let (path, body) = part.split_once('\n').unwrap_or((part, ""));
        files.push(SourceFile {
            path: path.trim().into(),
            text: body.into(),
        });
    }
    if !files.iter().any(|it| it.path.ends_with("Cargo.toml")) {
        let text = "[package]\nname = \"fixture\"\nedition = \"2024\"\n".into();
        files.push(SourceFile {
            path: "Cargo.toml".into(),
            text,
        });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let (manifests, files): (Vec<_>, Vec<_>) = files
        .into_iter()
        .partition(|it| it.path.ends_with("Cargo.toml"));
    let (sql, files) = files.into_iter().partition(|it| it.path.ends_with(".sql"));
    let root = PathBuf::from("/fixture");
    SourceTree {
        root,
        name: "fixture".into(),
        files,
        manifests,
        sql,
        named_sql: Vec::new(),
        given: None,
        notices: Vec::new(),
        left_out: Vec::new(),
    }
}
