//! What may be written after `seamline`, and the help text made from it.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, ValueEnum};

use crate::export::FORMATS;
use crate::graph::{Filter, Kinds, Level};
use crate::kinds::{Confidence, DependencyKind};
use crate::shell::Caching;

/// Take a Rust monolith apart: see every dependency with its evidence, draw service boundaries,
/// know what each cut costs, guard them in CI
#[derive(Parser, Debug)]
#[command(name = "seamline", version, args_conflicts_with_subcommands = true)]
#[command(after_help = "Without a subcommand the window opens. Everything else needs no display.")]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Subcommand>,
    #[command(flatten)]
    pub(super) window: WindowArguments,
}

#[derive(Args, Debug)]
pub(super) struct WindowArguments {
    /// A folder, a Cargo.toml or a plan; the welcome page without one
    pub(super) path: Option<PathBuf>,
    /// Save a picture of the first settled window here (PNG) and quit
    #[arg(long, value_name = "FILE.png")]
    pub(super) photograph: Option<PathBuf>,
    /// What to do before the picture is taken: commands and selections, joined with commas
    #[arg(long, hide = true, value_delimiter = ',', requires = "photograph")]
    pub(super) photograph_script: Vec<String>,
    /// Size of the window in points
    #[arg(long, value_name = "WxH", value_parser = size)]
    pub(super) size: Option<(u32, u32)>,
    /// Colors of the window; those of the last run without it
    #[arg(long)]
    pub(super) theme: Option<Theme>,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Theme {
    Dark,
    Light,
}

#[derive(clap::Subcommand, Debug)]
pub(super) enum Subcommand {
    /// Show the dependencies of a codebase
    Analyze(Analyze),
    /// Propose services (experimental)
    Suggest(Suggest),
    /// Tell what the boundaries of a plan cost
    Assess(Assess),
    /// Write reports and layouts of a plan
    Export(Export),
    /// Fail on dependencies across boundaries that the plan does not accept
    Check(Check),
    /// Draw the canvas without a window
    Render(Render),
    /// Measure how alike two decompositions are
    ///
    /// MoJoFM goes from 0 to 100, c2c from 0 to 1. ARI and AMI are 1 for equal decompositions and
    /// about 0 for random ones; what is worse than random is below 0.
    Compare(Compare),
    /// List the sample projects, or unpack one
    Samples(Samples),
}

#[derive(Args, Debug)]
pub(super) struct Analyze {
    /// A folder, a Cargo.toml, a plan, or a folder with nodes.csv and edges.csv
    pub(super) path: PathBuf,
    /// What a node is
    #[arg(long, value_enum, default_value_t = LevelName::Module)]
    pub(super) level: LevelName,
    /// Form of the result; csv is a folder and needs -o
    #[arg(long, value_enum, default_value_t = GraphFormat::Text)]
    pub(super) format: GraphFormat,
    /// Count these kinds alone: use, call, construct, type, implement, static, macro, derive,
    /// reexport; of data reads, writes, joins, foreign-key, fires; and dispatch, from a trait to what
    /// implements it. Only a graph in nodes.csv and edges.csv has names and other; commits and people need
    /// that, or --history.
    #[arg(long = "kind", value_name = "KIND", value_delimiter = ',', value_parser = kind)]
    pub(super) kinds: Vec<DependencyKind>,
    /// Count what is at least this sure: resolved, inferred or guessed
    #[arg(long, value_parser = confidence, default_value = "guessed")]
    pub(super) confidence: Confidence,
    /// Count test code too
    #[arg(long)]
    pub(super) tests: bool,
    /// Read who changed what, and what with what, from git
    #[arg(long)]
    pub(super) history: bool,
    #[command(flatten)]
    pub(super) measured: MeasuredArguments,
    /// Write here instead of standard output
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) cache: CacheArguments,
}

impl Analyze {
    /// Which references count.
    pub(super) fn filter(&self) -> Filter {
        Filter {
            tests: self.tests,
            confidence: self.confidence,
            kinds: match self.kinds.as_slice() {
                [] => Kinds::COUNTED,
                some => Kinds::of(some),
            },
            ..Filter::default()
        }
    }
}

fn kind(word: &str) -> Result<DependencyKind, String> {
    DependencyKind::from_word(word).ok_or_else(|| words(DependencyKind::ALL))
}

fn confidence(word: &str) -> Result<Confidence, String> {
    Confidence::from_word(word).ok_or_else(|| words(Confidence::ALL))
}

fn words<T: std::fmt::Display>(all: &[T]) -> String {
    let all: Vec<_> = all.iter().map(ToString::to_string).collect();
    format!("it is one of {}", all.join(", "))
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum LevelName {
    Crate,
    Module,
    Item,
}

impl From<LevelName> for Level {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::Crate => Self::Crate,
            LevelName::Module => Self::Module,
            LevelName::Item => Self::Item,
        }
    }
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum GraphFormat {
    Text,
    Json,
    Csv,
    Dot,
    Graphml,
}

#[derive(Args, Debug)]
pub(super) struct PlanArguments {
    /// A folder, a Cargo.toml, a plan, or a folder with nodes.csv and edges.csv
    pub(super) path: PathBuf,
    /// The plan; PATH/seamline.toml without it
    #[arg(long, value_name = "FILE")]
    pub(super) plan: Option<PathBuf>,
    #[command(flatten)]
    pub(super) cache: CacheArguments,
}

#[derive(Args, Debug)]
pub(super) struct CacheArguments {
    /// Read every file anew, even if nothing changed since the last run, and keep nothing
    #[arg(long)]
    no_cache: bool,
}

impl CacheArguments {
    pub(super) fn caching(&self) -> Caching {
        if self.no_cache {
            Caching::Off
        } else {
            Caching::Kept
        }
    }
}

#[derive(Args, Debug)]
pub(super) struct MeasuredArguments {
    /// Show calls and times measured at run time, apart from counts of places: CSV with
    /// `what,name,calls,total_ms`, `pg_stat_statements` as CSV, or OTLP traces in JSON; may be given several times
    #[arg(long = "measured", value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct Suggest {
    #[command(flatten)]
    pub(super) of: PlanArguments,
    /// How many services at most; as many as fit without it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) services: Option<u32>,
    /// Where chance begins; the same seed gives the same answer
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) seed: u64,
    /// A plan, or `service,id` rows for compare
    #[arg(long, value_enum, default_value_t = PlanFormat::Toml)]
    pub(super) format: PlanFormat,
    /// Write here instead of standard output
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PlanFormat {
    Toml,
    Csv,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum FigureFormat {
    Text,
    Json,
}

#[derive(Args, Debug)]
pub(super) struct Assess {
    #[command(flatten)]
    pub(super) of: PlanArguments,
    /// Form of the result
    #[arg(long, value_enum, default_value_t = FigureFormat::Text)]
    pub(super) format: FigureFormat,
    /// Read who changed what, and what with what, from git
    #[arg(long)]
    pub(super) history: bool,
    #[command(flatten)]
    pub(super) measured: MeasuredArguments,
}

#[derive(Args, Debug)]
pub(super) struct Export {
    #[command(flatten)]
    pub(super) of: PlanArguments,
    /// What to write, several with commas between them
    #[arg(long, value_name = "NAME", required = true, value_delimiter = ',')]
    #[arg(value_parser = PossibleValuesParser::new(FORMATS.iter().map(|it| it.name)))]
    pub(super) format: Vec<String>,
    /// The folder to write into
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: PathBuf,
    /// Read who changed what, and what with what, from git
    #[arg(long)]
    pub(super) history: bool,
    #[command(flatten)]
    pub(super) measured: MeasuredArguments,
    /// Replace files that no export wrote, or that were changed since
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Args, Debug)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) of: PlanArguments,
    /// Write every violation into the plan as accepted
    #[arg(long)]
    pub(super) accept: bool,
    /// One line for each pair of services instead of one for each place
    #[arg(long, conflicts_with = "accept")]
    pub(super) summary: bool,
}

#[derive(Args, Debug)]
pub(super) struct Render {
    #[command(flatten)]
    pub(super) of: PlanArguments,
    /// The picture, its kind told by its ending: .svg or .png
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: PathBuf,
}

#[derive(Args, Debug)]
pub(super) struct Compare {
    /// The decomposition to judge: a plan, or a CSV with `service,id`
    pub(super) found: PathBuf,
    /// The decomposition to judge it by
    pub(super) reference: PathBuf,
    /// Form of the result
    #[arg(long, value_enum, default_value_t = FigureFormat::Text)]
    pub(super) format: FigureFormat,
}

#[derive(Args, Debug)]
pub(super) struct Samples {
    /// The sample to unpack; lists them without it
    #[arg(requires = "output")]
    pub(super) name: Option<String>,
    /// The folder to unpack into
    #[arg(short, long, value_name = "DIR", requires = "name")]
    pub(super) output: Option<PathBuf>,
}

/// `1600x1000`.
fn size(text: &str) -> Result<(u32, u32), String> {
    let parts = text.split_once(['x', 'X']);
    let parsed = parts.and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    match parsed {
        Some((w @ 200..=8000, h @ 200..=8000)) => Ok((w, h)),
        _ => Err("a width and a height from 200 to 8000, like 1600x1000".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_size_is_two_reasonable_numbers() {
        assert_eq!(size("1600x1000"), Ok((1600, 1000)));
        assert!(size("1600").is_err());
        assert!(size("1x1").is_err());
        assert!(size("1600x-3").is_err());
    }
}
