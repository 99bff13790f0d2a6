//! Keeps the cache from growing: what was written longest ago goes first.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// All projects together take about this much at most.
const MAX_BYTES: u64 = 1 << 30;
/// A project that nobody analyzed for so long is forgotten.
const MAX_AGE: Duration = Duration::from_hours(60 * 24);
/// What a killed run left is somebody's work under way for so long.
const MAX_UNFINISHED: Duration = Duration::from_hours(1);
/// How names of unfinished files begin.
pub(super) const UNFINISHED: &str = ".unfinished-";

/// Removes what is old or too much in the folder of all caches, but not `fresh`. Only what this
/// program writes is ever removed: files of its names, in folders of its names.
pub(super) fn prune(top: &Path, fresh: &Path) {
    prune_to(top, fresh, MAX_BYTES, SystemTime::now());
}

fn prune_to(top: &Path, fresh: &Path, max_bytes: u64, now: SystemTime) {
    let mut kept = Vec::new();
    for folder in entries(top).filter(|it| is_ours(it)) {
        for path in entries(&folder) {
            let Ok(meta) = fs::symlink_metadata(&path) else {
                continue;
            };
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let unfinished = name.starts_with(UNFINISHED);
            if !meta.is_file() || !(unfinished || name == "facts" || name == "result") {
                continue;
            }
            let written = meta.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            let age = now.duration_since(written).unwrap_or_default();
            let limit = if unfinished { MAX_UNFINISHED } else { MAX_AGE };
            if age > limit {
                fs::remove_file(&path).ok();
            } else if !unfinished {
                kept.push((written, path, meta.len()));
            }
        }
    }
    kept.sort();
    let mut total: u64 = kept.iter().map(|it| it.2).sum();
    for (_, path, len) in kept {
        let own = path.parent() == fresh.parent();
        if total > max_bytes && !own && fs::remove_file(&path).is_ok() {
            total -= len;
        }
    }
    // A folder that still holds something stays.
    for folder in entries(top).filter(|it| is_ours(it)) {
        fs::remove_dir(folder).ok();
    }
}

fn entries(folder: &Path) -> impl Iterator<Item = std::path::PathBuf> + use<> {
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|it| it.path())
}

/// Whether a folder has a name that this program gives: 32 digits.
fn is_ours(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    name.len() == 32 && name.bytes().all(|it| it.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_longest_ago_goes_and_strangers_stay() {
        let top = tempfile::tempdir().unwrap();
        let now = SystemTime::now();
        let put = |folder: &str, name: &str, age_secs: u64| {
            let folder = top.path().join(folder);
            fs::create_dir_all(&folder).unwrap();
            let path = folder.join(name);
            fs::write(&path, [0; 100]).unwrap();
            let file = fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(now - Duration::from_secs(age_secs))
                .unwrap();
            path
        };
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|it| it.repeat(32));
        let fresh = put(&a, "facts", 500);
        let older = put(&b, "result", 400);
        let newer = put(&c, "result", 300);
        let ancient = put(&d, "facts", MAX_AGE.as_secs() + 9);
        let unfinished = put(&c, ".unfinished-x", MAX_UNFINISHED.as_secs() + 9);
        let under_way = put(&c, ".unfinished-y", 9);
        let strange = put(&c, "letter", MAX_AGE.as_secs() + 9);
        let foreign = put("photographs", "facts", MAX_AGE.as_secs() + 9);
        prune_to(top.path(), &fresh, 250, now);
        for kept in [&fresh, &newer, &under_way, &strange, &foreign] {
            assert!(kept.exists(), "{kept:?}");
        }
        for gone in [&older, &ancient, &unfinished] {
            assert!(!gone.exists(), "{gone:?}");
        }
        assert!(!ancient.parent().unwrap().exists());
    }
}
