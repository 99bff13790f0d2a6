//! A path becomes an analysis, with whatever an earlier run left.

use std::path::Path;
use std::time::Instant;

use crate::pipeline::{self, Analysis};
use crate::progress::Progress;
use crate::source::SourceTree;

use super::cache::{self, Cache};
use super::read::{ReadError, read_tree};

/// Whether earlier runs count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Caching {
    /// What did not change is not done again, and what is new is kept.
    Kept,
    /// Everything is done, and nothing is kept.
    Off,
}

/// Reads and analyzes what a path names.
pub fn analyze(
    path: &Path,
    caching: Caching,
    progress: &dyn Progress,
) -> Result<Analysis, ReadError> {
    analyze_in(path, caching, cache::top().as_deref(), progress)
}

/// Reads and analyzes what a path names; `top` is the folder of all caches.
pub fn analyze_in(
    path: &Path,
    caching: Caching,
    top: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Analysis, ReadError> {
    let start = Instant::now();
    let analysis = match caching {
        Caching::Off => pipeline::analyze(read_tree(path, progress)?, progress),
        Caching::Kept => {
            let tree = read_tree(path, progress)?;
            let cache = Cache::of(top, &tree.root);
            pipeline::analyze_with(tree, &cache, progress)
        }
    };
    let mut analysis = analysis.ok_or(ReadError::Cancelled)?;
    analysis.elapsed = Some(start.elapsed());
    Ok(analysis)
}

/// Analyzes a tree that was read because something had changed.
pub fn analyze_again(tree: SourceTree, progress: &dyn Progress) -> Option<Analysis> {
    let start = Instant::now();
    let cache = Cache::of(cache::top().as_deref(), &tree.root);
    let mut analysis = pipeline::analyze_with(tree, &cache, progress)?;
    analysis.elapsed = Some(start.elapsed());
    Some(analysis)
}
