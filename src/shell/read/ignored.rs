//! What git ignores, decided without git and outside a repository too.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder, Glob};

/// More than this is no list of patterns that a person wrote.
const MAX_BYTES: u64 = 1 << 20;

/// The rules of a folder and of those above it.
#[derive(Clone, Default)]
pub(super) struct Ignored(Option<Arc<Rules>>);

struct Rules {
    here: Gitignore,
    /// The files they are from, in the order in which they count.
    files: Vec<RuleFile>,
    above: Ignored,
}

/// A file with rules.
struct RuleFile {
    on_disk: PathBuf,
    lines: Vec<String>,
}

/// Why something is left out.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Rule {
    /// The file that has the rule.
    pub(super) on_disk: PathBuf,
    /// Its line, from 1.
    pub(super) line: u32,
    /// The rule as written.
    pub(super) pattern: String,
}

impl Ignored {
    /// These rules and, before them, those of `folder` itself.
    pub(super) fn inside(&self, folder: &Path) -> Self {
        let mut builder = GitignoreBuilder::new(folder);
        let (mut n_lines, mut files) = (0, Vec::new());
        // Later lines win, and what git keeps for itself is weaker than what the tree says.
        for file in [".git/info/exclude", ".gitignore"] {
            let on_disk = folder.join(file);
            let lines = patterns(&on_disk);
            for line in &lines {
                n_lines += usize::from(builder.add_line(Some(on_disk.clone()), line).is_ok());
            }
            files.push(RuleFile { on_disk, lines });
        }
        match builder.build() {
            Ok(here) if n_lines > 0 => Self(Some(Arc::new(Rules {
                here,
                files,
                above: self.clone(),
            }))),
            _ => self.clone(),
        }
    }

    /// Why git would leave this out, if it would. The deepest rule that says something decides.
    pub(super) fn covers(&self, path: &Path, is_dir: bool) -> Option<Rule> {
        let mut next = self;
        while let Some(rules) = &next.0 {
            match rules.here.matched(path, is_dir) {
                Match::Ignore(glob) => return Some(rules.rule(glob)),
                Match::Whitelist(_) => return None,
                Match::None => next = &rules.above,
            }
        }
        None
    }
}

impl Rules {
    fn rule(&self, glob: &Glob) -> Rule {
        let pattern = glob.original();
        let from = self
            .files
            .iter()
            .find(|it| glob.from() == Some(&it.on_disk));
        let line = from.and_then(|it| it.lines.iter().rposition(|it| it.trim_end() == pattern));
        Rule {
            on_disk: from.map(|it| it.on_disk.clone()).unwrap_or_default(),
            line: line.map_or(1, |it| it as u32 + 1),
            pattern: pattern.to_owned(),
        }
    }
}

/// The lines of a regular file; none if it is a link, a pipe, too long or absent.
fn patterns(path: &Path) -> Vec<String> {
    let read = || -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        if fs::symlink_metadata(path)?.is_file() {
            fs::File::open(path)?
                .take(MAX_BYTES)
                .read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    };
    let bytes = read().unwrap_or_default();
    String::from_utf8_lossy(&bytes)
        .lines()
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::progress::Silent;
    use crate::shell::read::read_tree;

    #[test]
    fn what_is_ignored_is_counted_by_the_rule_that_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let put = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        put("Cargo.toml", "[package]\nname = \"a\"\n");
        put("src/lib.rs", "");
        put(
            ".gitignore",
            "# made\n*.gen.rs\nold/\n*.log\n!src/kept.gen.rs\n",
        );
        put("src/.gitignore", "web\n");
        put("src/a.gen.rs", "");
        put("src/b.gen.rs", "");
        put("src/kept.gen.rs", "");
        put("old/lib.rs", "");
        put("src/web/deep/lib.rs", "");
        put("x.log", "nobody misses it");
        let tree = read_tree(folder.path(), &Silent).unwrap();
        let said =
            |it: &crate::source::LeftOut| format!("{}:{} {} x{}", it.file, it.line, it.what, it.n);
        let found: Vec<_> = tree.left_out.iter().map(said).collect();
        assert_eq!(
            found,
            [
                ".gitignore:2 ignored as *.gen.rs x2",
                ".gitignore:3 ignored as old/ x1",
                "src/.gitignore:1 ignored as web x1",
            ]
        );
        let model = crate::pipeline::analyze(tree, &Silent).unwrap().model;
        let n: u32 = model.gaps().iter().map(|it| it.n).sum();
        assert_eq!(n, 5, "and `src/kept.gen.rs` is in no module");
    }
}
