//! The facts of a whole tree, kept from one run to the next.
//!
//! An entry answers for a file if the path and the text are the same, and if every macro that the
//! file asked for still means the same definition (or none, as before). So an edit touches the facts
//! of the file itself, and those of the files that call a macro whose definition it changes.

use std::ops::Range;
use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use rustc_hash::FxHashMap;

use crate::packed::{Digest, Packed, Reader, digest};
use crate::progress::Progress;
use crate::source::SourceFile;

use super::definitions::{Defined, Definitions, KnownRules, definitions_in};
use super::packed::facts_in;
use super::{FileFacts, facts_with, for_all};

/// What an earlier run left: facts by path, still as bytes.
#[derive(Debug, Default)]
pub struct Pack<'a> {
    entries: FxHashMap<Arc<str>, Entry<'a>>,
}

/// What is known of one file.
#[derive(Clone, Debug)]
struct Entry<'a> {
    text: Digest,
    defined: Vec<Defined>,
    /// What each macro that was asked for meant then.
    asked: Vec<(Box<str>, Option<Digest>)>,
    facts: &'a [u8],
    /// Where all of it stands in the bytes of the pack.
    place: Range<usize>,
}

/// Some of the bytes that the next run needs.
#[derive(Clone, Debug)]
pub enum Piece {
    /// These of the bytes that the pack was made of.
    Before(Range<usize>),
    /// These.
    New(Vec<u8>),
}

impl Piece {
    /// The bytes; `before` is what the pack was made of.
    pub fn bytes<'b>(&'b self, before: &'b [u8]) -> &'b [u8] {
        match self {
            Self::Before(place) => before.get(place.clone()).unwrap_or_default(),
            Self::New(bytes) => bytes,
        }
    }
}

impl<'a> Pack<'a> {
    /// Understands the bytes of [`facts_of_all_with`]; what cannot be understood is as good as
    /// nothing.
    pub fn of(bytes: &'a [u8]) -> Self {
        let mut pack = Self::default();
        let mut reader = Reader::new(bytes);
        while !reader.is_empty() {
            let start = bytes.len() - reader.rest().len();
            let Some((path, mut entry)) = Entry::take(&mut reader) else {
                return Self::default();
            };
            entry.place = start..bytes.len() - reader.rest().len();
            pack.entries.insert(path, entry);
        }
        pack
    }

    /// How many files it knows.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it knows nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn entry(&self, file: &SourceFile, text: Digest) -> Option<&Entry<'a>> {
        self.entries.get(&file.path).filter(|it| it.text == text)
    }
}

impl<'a> Entry<'a> {
    fn take(from: &mut Reader<'a>) -> Option<(Arc<str>, Self)> {
        let path = Packed::take(from)?;
        let text = Packed::take(from)?;
        let defined = Packed::take(from)?;
        let asked = Packed::take(from)?;
        let len = u32::take(from)?;
        let facts = from.raw(len as usize)?;
        let entry = Self {
            text,
            defined,
            asked,
            facts,
            place: 0..0,
        };
        Some((path, entry))
    }

    fn put(&self, path: &Arc<str>, out: &mut Vec<u8>) {
        let Self {
            text,
            defined,
            asked,
            facts,
            place: _,
        } = self;
        path.put(out);
        text.put(out);
        defined.put(out);
        asked.put(out);
        (facts.len() as u32).put(out);
        out.extend_from_slice(facts);
    }
}

/// The facts of a tree, with what the next run needs to know of them.
#[derive(Debug)]
pub struct Kept {
    /// The facts of every file, in the order of the files.
    pub facts: Vec<FileFacts>,
    /// For [`Pack::of`], in pieces to be written one after the other.
    pub pieces: Vec<Piece>,
    /// How many files had to be read anew.
    pub n_new: usize,
}

/// The facts of every file, taken from a pack where it has them; `digests` are those of the texts, in
/// the order of the files.
/// `None` if cancelled.
pub fn facts_of_all_with(
    pack: &Pack<'_>,
    files: &[SourceFile],
    digests: &[Digest],
    progress: &dyn Progress,
) -> Option<Kept> {
    let by_path: FxHashMap<&str, Digest> = files
        .iter()
        .zip(digests)
        .map(|(file, digest)| (&*file.path, *digest))
        .collect();
    let text = |file: &SourceFile| by_path.get(&*file.path).copied().unwrap_or_default();
    let defined: Vec<_> = files
        .par_iter()
        .map(|it| match pack.entry(it, text(it)) {
            Some(entry) => entry.defined.clone(),
            None => definitions_in(&it.text),
        })
        .collect();
    let definitions = Definitions::of(files.iter().zip(defined.iter().map(Vec::as_slice)));
    let meanings = |names: &mut dyn Iterator<Item = &str>, file: &SourceFile| -> Vec<_> {
        let meaning = |name| {
            definitions
                .body(name, &file.path)
                .map(|it| digest(it.as_bytes()))
        };
        names.map(|it| (Box::from(it), meaning(it))).collect()
    };
    let made = for_all(files, progress, |known_rules: &mut KnownRules<'_>, file| {
        let known = pack.entry(file, text(file)).filter(|it| {
            let names = &mut it.asked.iter().map(|it| &*it.0);
            meanings(names, file) == it.asked
        });
        if let Some((entry, facts)) = known.and_then(|it| Some((it, facts_in(it.facts)?))) {
            return Some((facts, Piece::Before(entry.place.clone()), 0));
        }
        let facts = facts_with(file, (&definitions, known_rules));
        let mut bytes = Vec::new();
        facts.put(&mut bytes);
        let entry = Entry {
            text: text(file),
            defined: definitions_in(&file.text),
            asked: meanings(&mut facts.macros_asked.iter().map(|it| &**it), file),
            facts: &bytes,
            place: 0..0,
        };
        let mut piece = Vec::new();
        entry.put(&file.path, &mut piece);
        Some((facts, Piece::New(piece), 1))
    })?;
    // Nobody has cancelled.
    let made: Vec<_> = made.into_iter().flatten().collect();
    let n_new = made.iter().map(|it| it.2).sum();
    let (facts, pieces) = made.into_iter().map(|it| (it.0, it.1)).unzip();
    Some(Kept {
        facts,
        pieces,
        n_new,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::facts_of_all;
    use crate::progress::Silent;
    use crate::source::{SourceTree, fixture};

    const SHOP: &str = r#"
//- /src/lib.rs
#[macro_use]
mod forms;
pub mod cart;
pub mod price;
//- /src/forms.rs
macro_rules! field { ($name:ident) => { pub fn $name() {} } }
//- /src/cart.rs
use crate::price::Total;
#[cfg(all(unix, not(feature = "x")))]
pub struct Cart<T: Clone> { total: Total, rest: Vec<T> }
impl<T: Clone> Cart<T> {
    pub fn add(&mut self, (a, b): (T, u8)) -> Option<&Total> {
        let all = self.rest.iter().map(|it| it.clone()).next()?;
        match b { 1 => None, _ if b > 3 => Some(&self.total), _ => { println!("{all}"); None } }
    }
}
field!(inner);
//- /src/price.rs
pub struct Total(pub(in crate::price) u32);
pub enum Sort { A { x: Total }, B(dyn Fn(u8) -> Total) }
pub(crate) type Pair = (Total, [*const Sort; 2]);
//- /src/broken.rs
fn (
"#;

    fn digests(tree: &SourceTree) -> Vec<Digest> {
        let files = tree.files.iter();
        files.map(|it| digest(it.text.as_bytes())).collect()
    }

    fn bytes_of(kept: &Kept, before: &[u8]) -> Vec<u8> {
        let pieces: Vec<_> = kept.pieces.iter().map(|it| it.bytes(before)).collect();
        pieces.concat()
    }

    fn run(tree: &SourceTree, bytes: &[u8]) -> Kept {
        let kept = facts_of_all_with(&Pack::of(bytes), &tree.files, &digests(tree), &Silent);
        let kept = kept.unwrap();
        let again = bytes_of(&kept, bytes);
        assert_eq!(Pack::of(&again).len(), tree.files.len(), "all are kept");
        let anew = facts_of_all(&tree.files, &Silent).unwrap();
        assert_eq!(format!("{:?}", kept.facts), format!("{anew:?}"));
        kept
    }

    /// How many files are read anew after this change.
    #[track_caller]
    fn check(from: &str, to: &str, n_new: usize) {
        let before = run(&fixture(SHOP), &[]);
        assert_eq!(before.n_new, 5);
        assert!(SHOP.contains(from));
        let after = run(&fixture(&SHOP.replace(from, to)), &bytes_of(&before, &[]));
        assert_eq!(after.n_new, n_new);
    }

    #[test]
    fn what_has_not_changed_is_not_read_anew() {
        check("u32", "u32", 0);
    }

    #[test]
    fn an_edit_costs_the_file_itself() {
        check("u32", "u64", 1);
        check("/src/price.rs", "/src/prices.rs", 1);
        check("fn (", "fn f() {}", 1);
    }

    #[test]
    fn a_macro_costs_those_who_call_it() {
        check("pub fn $name", "fn $name", 2);
        check("macro_rules! field", "macro_rules! other", 2);
        check("fn (", "macro_rules! field { () => {} }", 2);
        check("fn (", "macro_rules! strange { () => {} }", 1);
    }

    #[test]
    fn spoiled_bytes_are_read_anew_and_never_panic() {
        let tree = fixture(SHOP);
        let bytes = bytes_of(&run(&tree, &[]), &[]);
        for at in 0..bytes.len() {
            let mut spoiled = bytes.clone();
            spoiled[at] ^= 0x55;
            let pack = Pack::of(&spoiled);
            for file in &tree.files {
                pack.entries.get(&file.path).map(|it| facts_in(it.facts));
            }
        }
        for len in 0..bytes.len() {
            Pack::of(&bytes[..len]);
        }
        run(&tree, &bytes[..bytes.len() - 1]);
        run(&tree, b"nonsense");
    }
}
