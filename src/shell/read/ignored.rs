//! What git ignores, decided without git and outside a repository too.

use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::{fs, io};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// More than this is no list of patterns that a person wrote.
const MAX_BYTES: u64 = 1 << 20;

/// The rules of a folder and of those above it.
#[derive(Clone, Default)]
pub(super) struct Ignored(Option<Arc<Rules>>);

struct Rules {
    here: Gitignore,
    above: Ignored,
}

impl Ignored {
    /// These rules and, before them, those of `folder` itself.
    pub(super) fn inside(&self, folder: &Path) -> Self {
        let mut builder = GitignoreBuilder::new(folder);
        let mut n_lines = 0;
        // Later lines win, and what git keeps for itself is weaker than what the tree says.
        for file in [".git/info/exclude", ".gitignore"] {
            for line in patterns(&folder.join(file)) {
                n_lines += usize::from(builder.add_line(None, &line).is_ok());
            }
        }
        match builder.build() {
            Ok(here) if n_lines > 0 => Self(Some(Arc::new(Rules {
                here,
                above: self.clone(),
            }))),
            _ => self.clone(),
        }
    }

    /// Whether git would leave this out. The deepest rule that says something decides.
    pub(super) fn covers(&self, path: &Path, is_dir: bool) -> bool {
        let mut next = self;
        while let Some(rules) = &next.0 {
            match rules.here.matched(path, is_dir) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => next = &rules.above,
            }
        }
        false
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
