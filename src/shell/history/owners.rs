//! The `CODEOWNERS` file of a repository, or of a folder that is in none.

use std::fs;
use std::path::Path;

use super::small;
use crate::history::{Dialect, MAX_OWNERS_BYTES, Teams};
use crate::notice::{Notice, Place};
use crate::source::SourceTree;

/// Where the file may be, the first one counts; `None` where its own words tell the dialect.
/// GitHub looks in `.github`, at the top, in `docs`; GitLab at the top, in `docs`, in `.gitlab`.
const PLACES: &[(&str, Option<Dialect>)] = &[
    (".github/CODEOWNERS", Some(Dialect::GitHub)),
    ("CODEOWNERS", None),
    ("docs/CODEOWNERS", None),
    (".gitlab/CODEOWNERS", Some(Dialect::GitLab)),
];

/// The owners of every file of a tree that is in `folder` of the repository.
pub(super) fn read(
    top: &Path,
    tree: &SourceTree,
    folder: &str,
    notices: &mut Vec<Notice>,
) -> Option<Teams> {
    for (place, dialect) in PLACES {
        // Links stay inside.
        let path = fs::canonicalize(top.join(place)).ok();
        let path = path.filter(|it| it.starts_with(top));
        let bytes = path.and_then(|it| small::bytes(&it, MAX_OWNERS_BYTES + 1).ok().flatten());
        let Some(bytes) = bytes else {
            continue;
        };
        if bytes.len() > MAX_OWNERS_BYTES {
            let text = format!(
                "it is longer than {} MiB and was not read",
                MAX_OWNERS_BYTES >> 20
            );
            let hint = "GitHub does not read it either; teams are left out";
            notices.push(Notice::warning(text).at(Place::file(*place)).hint(hint));
            return None;
        }
        let text = String::from_utf8_lossy(&bytes);
        let dialect = dialect.unwrap_or_else(|| Dialect::guess(&text));
        let teams = Teams::read(place, &text, dialect, &tree.files, folder, notices);
        return Some(teams);
    }
    None
}
