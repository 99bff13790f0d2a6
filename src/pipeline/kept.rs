//! What is kept from one run to the next, and when it still holds.
//!
//! Two things: the facts of every file, which hold as long as the file does, and the whole result,
//! which holds as long as nothing has changed at all. Both are bytes here; where they lie is for the
//! [`Store`] to say. Whatever is wrong with them, the answer is the same as without them.

use std::sync::{Arc, OnceLock};

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::Analysis;
use crate::facts::{FileFacts, Pack, Piece, facts_of_all_with};
use crate::graph::{Filter, Graph};
use crate::model::CodeModel;
use crate::notice::Notice;
use crate::packed::{Digest, HEAD_BYTES, Packed as _, Reader, digest, is_meant, sealed, unsealed};
use crate::progress::Progress;
use crate::source::SourceTree;

/// The two things that are kept of a tree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The facts of its files.
    Facts,
    /// The model, the graph and the notices.
    Result,
}

/// Where bytes are kept. It may lose or spoil them at any time.
pub trait Store: Sync {
    /// Tells this program from every other that may have written here, earlier builds included.
    fn program(&self) -> Digest;

    /// What was kept last.
    fn load(&self, part: Part) -> Option<Vec<u8>>;

    /// What was kept last, or its first [`HEAD_BYTES`](crate::packed::HEAD_BYTES) alone.
    fn head(&self, part: Part) -> Option<Vec<u8>> {
        self.load(part)
    }

    /// Keeps these bytes instead, if that is possible.
    fn save(&self, part: Part, bytes: &[u8]);
}

/// What is to be kept of a run and is not kept yet.
///
/// Nobody waits for it with the result in hand; until it is saved, the next run does without.
#[derive(Debug)]
pub struct Unsaved {
    key: Digest,
    /// New facts, in pieces; none if nothing is new.
    facts: Vec<Piece>,
    /// The facts that were kept before, as they were loaded.
    before: Vec<u8>,
    model: Arc<CodeModel>,
    graph: Arc<Graph>,
    notices: Vec<Notice>,
}

impl Unsaved {
    /// Puts all of it into a store.
    pub fn save(self, store: &dyn Store) {
        let Self {
            key,
            facts,
            before,
            model,
            graph,
            notices,
        } = self;
        let program = store.program();
        if !facts.is_empty() {
            let before = unsealed_part(&before);
            let pieces: Vec<&[u8]> = facts.iter().map(|it| it.bytes(before)).collect();
            store.save(Part::Facts, &sealed(program, 0, &pieces));
        }
        let mut bytes = Vec::new();
        model.put(&mut bytes);
        graph.put(&mut bytes);
        notices.put(&mut bytes);
        store.save(Part::Result, &sealed(program, key, &[&bytes]));
    }
}

/// Like [`analyze`](super::analyze), with what `store` has of earlier runs; and what to save there,
/// if anything is new.
pub fn analyze_with(
    mut tree: SourceTree,
    store: &dyn Store,
    progress: &dyn Progress,
) -> Option<(Analysis, Option<Unsaved>)> {
    if tree.given.is_some() {
        return super::analyze(tree, progress).map(|it| (it, None));
    }
    tree.sort();
    let texts = tree.files.par_iter();
    let digests: Vec<Digest> = texts.map(|it| digest(it.text.as_bytes())).collect();
    let key = key_of(&tree, &digests);
    let analysis = |tree, (model, graph, notices): Made| Analysis {
        tree,
        model: Arc::new(model),
        graph: Arc::new(graph),
        notices,
        elapsed: None,
        aside: Vec::new(),
        past: OnceLock::new(),
    };
    if let Some(kept) = kept_result(store, key) {
        return Some((analysis(tree, kept), None));
    }
    let (facts, news, before) = facts_with(&tree, &digests, store, progress)?;
    let (model, notices) = super::bound(&tree, facts, progress)?;
    let graph = super::folded(&model, progress)?;
    let analysis = analysis(tree, (model, graph, notices));
    let unsaved = Unsaved {
        key,
        facts: news,
        before,
        model: analysis.model.clone(),
        graph: analysis.graph.clone(),
        notices: analysis.notices.clone(),
    };
    Some((analysis, Some(unsaved)))
}

type Made = (CodeModel, Graph, Vec<Notice>);

/// The last result, if it is that of this very state of the code.
fn kept_result(store: &dyn Store, key: Digest) -> Option<Made> {
    // What does not fit is long, and need not be read to the end.
    let is_meant = is_meant(store.program(), key, &store.head(Part::Result)?);
    let bytes = is_meant.then(|| store.load(Part::Result)).flatten()?;
    let mut reader = Reader::new(unsealed(store.program(), key, &bytes)?);
    let model = CodeModel::take(&mut reader)?;
    let graph = Graph::take(&mut reader, &model, Filter::default())?;
    let notices = Vec::take(&mut reader)?;
    reader.is_empty().then_some((model, graph, notices))
}

/// The facts of every file, and what is to be kept of them if anything is new, with the bytes that
/// were kept before.
fn facts_with(
    tree: &SourceTree,
    digests: &[Digest],
    store: &dyn Store,
    progress: &dyn Progress,
) -> Option<(Vec<FileFacts>, Vec<Piece>, Vec<u8>)> {
    let mut bytes = store.load(Part::Facts).unwrap_or_default();
    if unsealed(store.program(), 0, &bytes).is_none() {
        bytes.clear();
    }
    let pack = Pack::of(unsealed_part(&bytes));
    let n_before = pack.len();
    let kept = facts_of_all_with(&pack, &tree.files, digests, progress)?;
    let is_new = kept.n_new > 0 || n_before != tree.files.len();
    let pieces = if is_new { kept.pieces } else { Vec::new() };
    Some((kept.facts, pieces, bytes))
}

/// What stands after the head of bytes whose seal has been looked at.
fn unsealed_part(bytes: &[u8]) -> &[u8] {
    bytes.get(HEAD_BYTES..).unwrap_or_default()
}

/// Everything that goes into a result.
fn key_of(tree: &SourceTree, digests: &[Digest]) -> Digest {
    let mut bytes = Vec::new();
    tree.root.to_string_lossy().into_owned().put(&mut bytes);
    tree.name.put(&mut bytes);
    tree.notices.put(&mut bytes);
    tree.left_out.put(&mut bytes);
    tree.named_sql.put(&mut bytes);
    for files in [&tree.manifests, &tree.sql] {
        (files.len() as u32).put(&mut bytes);
        for file in files {
            file.path.put(&mut bytes);
            file.text.put(&mut bytes);
        }
    }
    for (file, digest) in tree.files.iter().zip(digests) {
        file.path.put(&mut bytes);
        digest.put(&mut bytes);
    }
    digest(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Silent;
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    const SHOP: &str = "
//- /src/lib.rs
pub mod cart;
pub mod price;
fn (
//- /src/cart.rs
use crate::price::Total;
pub fn add(total: Total) -> Total { serde::nothing(); missing::f(); total.twice() }
//- /src/price.rs
pub struct Total;
impl Total { pub fn twice(self) -> Self { self } }
#[cfg(test)] mod tests { fn t() { crate::cart::add(super::Total); } }
";

    #[derive(Default)]
    struct Memory(Mutex<BTreeMap<u8, Vec<u8>>>);

    impl Store for Memory {
        fn program(&self) -> Digest {
            7
        }

        fn load(&self, part: Part) -> Option<Vec<u8>> {
            self.0.lock().unwrap().get(&(part as u8)).cloned()
        }

        fn save(&self, part: Part, bytes: &[u8]) {
            self.0.lock().unwrap().insert(part as u8, bytes.to_vec());
        }
    }

    fn picture(analysis: &Analysis) -> String {
        let Analysis {
            tree: _,
            model,
            graph,
            notices,
            elapsed: _,
            aside: _,
            past: _,
        } = analysis;
        let all = model.modules().iter().map(|it| &it.path);
        let all = all.chain(model.items().iter().map(|it| &it.path));
        let paths: Vec<_> = all.map(|it| model.node_at(it)).collect();
        let lists = (model.crates(), model.modules(), model.items());
        let more = (model.references(), model.unresolved(), model.externs());
        format!("{lists:?}\n{more:?}\n{paths:?}\n{graph:?}\n{notices:?}")
    }

    fn run(text: &str, store: &Memory) -> (Analysis, bool) {
        let tree = crate::source::fixture(text);
        let facts = store.load(Part::Facts);
        store.0.lock().unwrap().remove(&(Part::Facts as u8));
        let (analysis, unsaved) = analyze_with(tree.clone(), store, &Silent).unwrap();
        // Whoever has the whole result needs no facts.
        let whole = unsaved.is_none();
        match unsaved {
            Some(unsaved) => unsaved.save(store),
            None => store.save(Part::Facts, &facts.unwrap()),
        }
        let anew = crate::pipeline::analyze(tree, &Silent).unwrap();
        assert_eq!(picture(&analysis), picture(&anew));
        (analysis, whole)
    }

    #[test]
    fn the_second_run_takes_the_whole_result() {
        let store = Memory::default();
        assert!(!run(SHOP, &store).1);
        assert!(run(SHOP, &store).1);
        assert!(!run(&SHOP.replace("twice", "thrice"), &store).1);
        assert!(run(&SHOP.replace("twice", "thrice"), &store).1);
        let manifest = format!("{SHOP}//- /Cargo.toml\n[package]\nname = \"other\"\n");
        assert!(!run(&manifest, &store).1);
    }

    /// Tells only how a result begins; asking for all of it is a mistake.
    struct Beginning(Memory);

    impl Store for Beginning {
        fn program(&self) -> Digest {
            self.0.program()
        }

        fn load(&self, part: Part) -> Option<Vec<u8>> {
            assert_eq!(part, Part::Facts, "it is long, and of another state");
            self.0.load(part)
        }

        fn save(&self, part: Part, bytes: &[u8]) {
            self.0.save(part, bytes);
        }

        fn head(&self, part: Part) -> Option<Vec<u8>> {
            let bytes = self.0.load(part)?;
            bytes.get(..HEAD_BYTES).map(<[u8]>::to_vec)
        }
    }

    #[test]
    fn the_result_of_another_state_is_not_read() {
        let store = Beginning(Memory::default());
        run(SHOP, &store.0);
        let edited = crate::source::fixture(&SHOP.replace("twice", "thrice"));
        let (analysis, unsaved) = analyze_with(edited.clone(), &store, &Silent).unwrap();
        let anew = crate::pipeline::analyze(edited, &Silent).unwrap();
        assert_eq!(picture(&analysis), picture(&anew));
        assert!(unsaved.is_some());
    }

    #[test]
    fn whatever_is_kept_may_be_spoiled() {
        let store = Memory::default();
        run(SHOP, &store);
        for part in [Part::Result, Part::Facts] {
            let bytes = store.load(part).unwrap();
            for spoiled in [&bytes[..bytes.len() / 2], b"", &[&bytes[..], b"x"].concat()] {
                store.save(part, spoiled);
                run(SHOP, &store);
            }
        }
    }

    /// Bytes with a seal that holds, but from somebody who means harm: they may be refused or
    /// taken, but nothing may break off.
    #[test]
    fn a_sealed_result_is_looked_at_too() {
        let store = Memory::default();
        run(SHOP, &store);
        let bytes = store.load(Part::Result).unwrap();
        let tree = crate::source::fixture(SHOP);
        let texts = tree.files.iter();
        let digests: Vec<_> = texts.map(|it| digest(it.text.as_bytes())).collect();
        let key = key_of(&tree, &digests);
        let body = unsealed(7, key, &bytes).unwrap();
        for at in 0..body.len() {
            for flip in [1, 0x40, 0x80] {
                let mut changed = body.to_vec();
                changed[at] ^= flip;
                store.save(Part::Result, &sealed(7, key, &[&changed]));
                if let Some((model, graph, _)) = kept_result(&store, key) {
                    let module_ids = model.module_ids();
                    module_ids.for_each(|it| {
                        graph.links_to(it).count();
                    });
                    for it in graph.dependencies() {
                        graph.references_of(it);
                        model.path_of(it.to);
                    }
                }
            }
        }
    }
}
