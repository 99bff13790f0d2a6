//! What a long piece of work tells while it runs, and asks: how far it is, and whether to go on.

/// A part of the work that is worth naming to the person who waits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// Looking for files; the total is not known.
    Find,
    /// Reading files into memory.
    Read,
    /// Parsing each file into facts.
    Parse,
    /// Binding names to what they mean.
    Resolve,
    /// Folding references into dependencies.
    Fold,
    /// Reading who changed what; how many commits there are is not known.
    History,
    /// Making the files of an export.
    Export,
    /// Looking for boundaries.
    Suggest,
    /// Putting files on disk.
    Write,
}

impl Step {
    /// The step in one word, for a line on a terminal.
    pub fn word(self) -> &'static str {
        match self {
            Self::Find => "finding",
            Self::Read => "reading",
            Self::Parse => "parsing",
            Self::Resolve => "resolving",
            Self::Fold => "folding",
            Self::History => "reading the history",
            Self::Export => "exporting",
            Self::Suggest => "suggesting",
            Self::Write => "writing",
        }
    }
}

/// Where long work reports to. Shared between threads, so it must be cheap and must not block.
pub trait Progress: Sync {
    /// `done` of `total` are done in this step; a total of 0 means that it is not known.
    fn report(&self, step: Step, done: usize, total: usize);

    /// Whether to stop as soon as possible; what was found so far is thrown away.
    fn cancelled(&self) -> bool;
}

/// Nobody is waiting: for tests and benches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn report(&self, _: Step, _: usize, _: usize) {}

    fn cancelled(&self) -> bool {
        false
    }
}
