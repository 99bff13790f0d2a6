//! What is kept between two runs, in the user's cache folder or in `SEAMLINE_CACHE_DIR`.
//!
//! A folder for each opened root holds at most two files, each replaced whole, so that programs that
//! run at the same time see one state or another and never a mixture. Losing any of it costs time
//! and nothing else; so a failure stops nothing, and only the first is told.

mod prune;

use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::UNIX_EPOCH;
use std::{env, fs, io};

use rayon::iter::{IndexedParallelIterator as _, ParallelIterator as _};
use rayon::slice::ParallelSliceMut as _;

use crate::notice::{Notice, Place};
use crate::packed::{Digest, HEAD_BYTES, digest};
use crate::pipeline::{Part, Store};
use crate::shell::read::plain_reason;

/// Longer files were not written here.
const MAX_BYTES: u64 = 2 << 30;

/// What is kept of one opened root.
#[derive(Clone, Debug)]
pub struct Cache {
    program: Digest,
    /// `None` where there is no place to keep anything.
    folder: Option<PathBuf>,
    /// Whether what earlier runs kept counts.
    reads: bool,
    /// What went wrong first.
    fault: OnceLock<Notice>,
}

impl Cache {
    /// What is kept of this root, an absolute path free of links.
    /// `top` is the folder of all caches.
    pub fn of(top: Option<&Path>, root: &Path) -> Self {
        let name = format!("{:032x}", digest(root.as_os_str().as_encoded_bytes()));
        Self {
            program: program(),
            folder: top.map(|it| it.join(name)),
            reads: true,
            fault: OnceLock::new(),
        }
    }

    /// The same, but what earlier runs kept does not count and is replaced.
    #[must_use]
    pub fn anew(self) -> Self {
        Self {
            reads: false,
            ..self
        }
    }

    /// Looks whether there is a place to write, so that it can be told at once if there is none.
    pub fn prepare(&self) {
        match self.folder.as_deref().map(unfinished_in) {
            None => {
                self.fault.get_or_init(no_folder);
            }
            Some(Err(error)) => self.fails("written", &error),
            Some(Ok(_)) => {}
        }
    }

    /// Why something could not be read or kept, if that happened. That nothing was kept yet is no
    /// fault.
    pub fn fault(&self) -> Option<Notice> {
        self.fault.get().cloned()
    }

    fn fails(&self, done: &str, error: &io::Error) {
        self.fault.get_or_init(|| {
            let folder = self.folder.as_deref().unwrap_or(Path::new(""));
            let reason = plain_reason(error);
            Notice::info(format!("the cache cannot be {done}: {reason}"))
                .at(Place::file(&*folder.to_string_lossy()))
                .hint(
                    "the result is whole, but takes its time again; give access to this folder, or \
                     name another in SEAMLINE_CACHE_DIR",
                )
        });
    }

    fn read(&self, part: Part, max_bytes: u64) -> Option<Vec<u8>> {
        let path = self.file(part).filter(|_| self.reads)?;
        match read(&path, max_bytes) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                self.fails("read", &error);
                None
            }
        }
    }

    fn file(&self, part: Part) -> Option<PathBuf> {
        let name = match part {
            Part::Facts => "facts",
            Part::Result => "result",
        };
        Some(self.folder.as_ref()?.join(name))
    }
}

impl Store for Cache {
    fn program(&self) -> Digest {
        self.program
    }

    fn load(&self, part: Part) -> Option<Vec<u8>> {
        self.read(part, MAX_BYTES)
    }

    fn head(&self, part: Part) -> Option<Vec<u8>> {
        self.read(part, HEAD_BYTES as u64)
    }

    fn save(&self, part: Part, bytes: &[u8]) {
        if let Some(path) = self.file(part) {
            // The next run does without.
            if let Err(error) = replace(&path, bytes) {
                self.fails("written", &error);
            }
            path.ancestors()
                .nth(2)
                .into_iter()
                .for_each(|it| prune::prune(it, &path));
        }
    }
}

fn no_folder() -> Notice {
    Notice::info("nothing is kept between runs, because there is no folder for caches")
        .hint("the result is whole, but takes its time again; name a folder in SEAMLINE_CACHE_DIR")
}

fn read(path: &Path, max_bytes: u64) -> io::Result<Vec<u8>> {
    let meta = fs::symlink_metadata(path)?;
    if !meta.is_file() {
        // It might never end.
        return Err(io::Error::other("there is no regular file of this name"));
    }
    let len = usize::try_from(meta.len().min(max_bytes)).unwrap_or(0);
    let mut bytes = vec![0; len];
    // Half of the work is to get hold of the memory. If the file is replaced meanwhile, its parts do
    // not belong together, and the seal tells.
    let parts = bytes.par_chunks_mut(PART_BYTES).enumerate();
    let read = parts.try_for_each(|(idx, part)| {
        let mut file = fs::File::open(path)?;
        file.seek(SeekFrom::Start((idx * PART_BYTES) as u64))?;
        file.read_exact(part)
    });
    match read {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(Vec::new()),
        read => read.map(|()| bytes),
    }
}

/// Files are read in parts of this length, side by side.
const PART_BYTES: usize = 4 << 20;

/// Another run may take the folder for a forgotten one as long as it is empty: then once more.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match put(path, bytes) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => put(path, bytes),
        done => done,
    }
}

/// Writes beside the file, then renames. Nothing is flushed: a torn file does not pass its seal.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = unfinished_in(path.parent().unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

/// A new file in a folder, made if it is missing; it goes again unless it is renamed.
fn unfinished_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(prune::UNFINISHED).tempfile_in(folder)
}

/// Tells apart builds too, since those of one version may see code differently.
fn program() -> Digest {
    let build = env::current_exe().and_then(fs::metadata).ok();
    let time = build.as_ref().and_then(|it| it.modified().ok());
    let time = time.and_then(|it| it.duration_since(UNIX_EPOCH).ok());
    let len = build.map_or(0, |it| it.len());
    let words = format!("{} {len} {time:?}", env!("CARGO_PKG_VERSION"));
    digest(words.as_bytes())
}

/// The folder of all caches.
pub(super) fn top() -> Option<PathBuf> {
    let given = env::var_os("SEAMLINE_CACHE_DIR")
        .filter(|it| !it.is_empty())
        .map(PathBuf::from);
    given.or_else(|| Some(dirs::cache_dir()?.join("seamline")))
}
