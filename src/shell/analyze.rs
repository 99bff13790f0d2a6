//! A path becomes an analysis, with whatever an earlier run left.

use std::path::Path;
use std::time::Instant;

use crate::pipeline::{self, Analysis};
use crate::progress::Progress;
use crate::source::SourceTree;

use super::cache::{self, Cache};
use super::keep;
use super::read::{ReadError, read_tree};

/// Whether earlier runs count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Caching {
    /// What did not change is not done again, and what is new is kept.
    Kept,
    /// Everything is done, and takes the place of what was kept.
    Anew,
    /// Everything is done, and nothing is kept.
    Off,
}

/// Reads and analyzes what a path names.
pub fn analyze(
    path: &Path,
    caching: Caching,
    progress: &dyn Progress,
) -> Result<Analysis, ReadError> {
    analyze_in(path, allowed(caching), cache::top().as_deref(), progress)
}

/// Tests inside this crate leave the user's folders alone.
fn allowed(caching: Caching) -> Caching {
    if cfg!(test) { Caching::Off } else { caching }
}

/// Reads and analyzes what a path names; `top` is the folder of all caches.
pub fn analyze_in(
    path: &Path,
    caching: Caching,
    top: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Analysis, ReadError> {
    let start = Instant::now();
    let tree = read_tree(path, progress)?;
    let analysis = analyze_tree(tree, caching, top, progress);
    let mut analysis = analysis.ok_or(ReadError::Cancelled)?;
    analysis.elapsed = Some(start.elapsed());
    Ok(analysis)
}

/// Analyzes a tree that was read because something had changed.
pub fn analyze_again(tree: SourceTree, progress: &dyn Progress) -> Option<Analysis> {
    let start = Instant::now();
    let mut analysis = analyze_tree(
        tree,
        allowed(Caching::Kept),
        cache::top().as_deref(),
        progress,
    )?;
    analysis.elapsed = Some(start.elapsed());
    Some(analysis)
}

/// `None` if cancelled. What is wrong with the cache is told aside.
fn analyze_tree(
    tree: SourceTree,
    caching: Caching,
    top: Option<&Path>,
    progress: &dyn Progress,
) -> Option<Analysis> {
    let cache = match caching {
        Caching::Off => return pipeline::analyze(tree, progress),
        Caching::Kept => Cache::of(top, &tree.root),
        Caching::Anew => Cache::of(top, &tree.root).anew(),
    };
    // What the last run is still saving would be missed.
    let late = keep::settle();
    let (mut analysis, unsaved) = pipeline::analyze_with(tree, &cache, progress)?;
    if unsaved.is_some() {
        cache.prepare();
    }
    let fault = cache.fault();
    let is_told = fault.is_some();
    analysis.aside.extend(fault);
    let others = late.into_iter().filter(|it| !analysis.aside.contains(it));
    analysis.aside.extend(others.collect::<Vec<_>>());
    if let Some(unsaved) = unsaved {
        keep::keep(move || {
            unsaved.save(&cache);
            cache.fault().filter(|_| !is_told)
        });
    }
    Some(analysis)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::path::PathBuf;
    use std::time::SystemTime;

    use super::*;
    use crate::progress::Silent;

    /// A crate, and the folder of its cache.
    struct Kept {
        folder: tempfile::TempDir,
        top: PathBuf,
    }

    impl Kept {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            fs::create_dir(folder.path().join("code")).unwrap();
            fs::write(folder.path().join("code/lib.rs"), "pub fn f() {}").unwrap();
            let top = folder.path().join("top");
            Self { folder, top }
        }

        /// What is told aside.
        fn run(&self, caching: Caching) -> Vec<String> {
            let code = self.folder.path().join("code");
            let analysis = analyze_in(&code, caching, Some(&self.top), &Silent).unwrap();
            assert!(analysis.model.module_at("code").is_some());
            keep::settle();
            let told = analysis.aside.iter().map(ToString::to_string);
            told.collect()
        }

        /// Makes what is kept older than anything.
        fn age(&self) {
            for file in self.files() {
                let file = File::options().write(true).open(file).unwrap();
                file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
            }
        }

        fn files(&self) -> Vec<PathBuf> {
            let folder = fs::read_dir(&self.top).unwrap().next().unwrap().unwrap();
            let files = fs::read_dir(folder.path()).unwrap();
            files.map(|it| it.unwrap().path()).collect()
        }

        fn n_old(&self) -> usize {
            let time = |it: &PathBuf| fs::metadata(it).unwrap().modified().unwrap();
            let files = self.files();
            let old = files.iter().filter(|it| time(it) == SystemTime::UNIX_EPOCH);
            old.count()
        }
    }

    #[test]
    fn anew_puts_something_else_in_the_place_of_what_was_kept() {
        let kept = Kept::new();
        assert!(kept.run(Caching::Kept).is_empty());
        kept.age();
        assert!(kept.run(Caching::Kept).is_empty());
        assert_eq!(kept.n_old(), 2, "all of it was used");
        assert!(kept.run(Caching::Anew).is_empty());
        assert_eq!(kept.n_old(), 0, "none of it was used");
    }

    #[test]
    fn a_cache_that_cannot_be_used_is_told_once() {
        let kept = Kept::new();
        fs::write(&kept.top, "a file where the folder would be").unwrap();
        let told = kept.run(Caching::Kept);
        let [told] = told.as_slice() else {
            panic!("{told:?}");
        };
        assert!(told.contains("the cache cannot be read"), "{told}");
        assert!(told.contains("SEAMLINE_CACHE_DIR"), "{told}");
        let told = kept.run(Caching::Anew);
        assert!(told[0].contains("the cache cannot be written"), "{told:?}");
        assert_eq!(told.len(), 1);
        assert!(kept.run(Caching::Off).is_empty(), "nobody asked for it");
    }

    #[test]
    fn what_is_kept_may_be_no_file() {
        let kept = Kept::new();
        kept.run(Caching::Kept);
        let result = kept.files().into_iter().find(|it| it.ends_with("result"));
        let result = result.unwrap();
        fs::remove_file(&result).unwrap();
        fs::create_dir(&result).unwrap();
        let told = kept.run(Caching::Kept);
        assert!(told[0].contains("no regular file"), "{told:?}");
        fs::remove_dir(&result).unwrap();
        assert!(kept.run(Caching::Kept).is_empty(), "missing is not broken");
    }

    #[test]
    fn that_there_is_no_place_for_a_cache_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("lib.rs"), "").unwrap();
        for (caching, n) in [(Caching::Kept, 1), (Caching::Off, 0)] {
            let analysis = analyze_in(folder.path(), caching, None, &Silent).unwrap();
            assert_eq!(analysis.aside.len(), n, "{:?}", analysis.aside);
        }
    }
}
