//! Arguments in, exit code out: the contract that scripts and checks rely on, told in
//! `docs/command-line.md`.
//!
//! Results go to standard output or to the file of `-o`; everything else goes to standard error,
//! progress only if that is a terminal. Each subcommand is one file, and each failure is a
//! [`Fatal`], told once, in one sentence with a hint.

mod args;
mod fatal;
mod terminal;
mod project;
mod analyze;
mod window;
mod samples;
mod assess;
mod export;
mod check;
mod compare;
mod suggest;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use crate::shell;
use args::{Arguments, Subcommand};
pub use fatal::Exit;
use fatal::Fatal;

/// Runs the program with these arguments (the first is its own name) and tells how it ended.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let outcome = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => run(arguments),
        Err(error) => Err(Fatal::Usage(error)),
    };
    let exit = match outcome {
        Ok(exit) => exit,
        Err(fatal) => fatal.tell(),
    };
    terminal::Terminal::new().tell_aside(&shell::settle());
    ExitCode::from(exit as u8)
}

fn run(arguments: Arguments) -> Result<Exit, Fatal> {
    let Some(command) = arguments.command else {
        return window::open(arguments.window);
    };
    let terminal = terminal::Terminal::new();
    match command {
        Subcommand::Analyze(it) => analyze::run(&it, &terminal),
        Subcommand::Samples(it) => samples::run(&it, &terminal),
        Subcommand::Assess(it) => assess::run(&it, &terminal),
        Subcommand::Export(it) => export::run(&it, &terminal),
        Subcommand::Render(it) => export::render(&it, &terminal),
        Subcommand::Check(it) => check::run(&it, &terminal),
        Subcommand::Compare(it) => compare::run(&it, &terminal),
        Subcommand::Suggest(it) => suggest::run(&it, &terminal),
    }
}

/// What can be done where there is no display.
const WITHOUT_DISPLAY: &str = "these need no display: analyze, suggest, assess, export, check, \
                               render, compare, samples";

/// Wrong use that the parser cannot see, told in its words.
fn misuse(subcommand: &str, text: &str) -> Fatal {
    let mut whole = Arguments::command();
    whole.build();
    let kind = clap::error::ErrorKind::MissingRequiredArgument;
    Fatal::Usage(match whole.find_subcommand_mut(subcommand) {
        Some(found) => found.error(kind, text),
        None => whole.error(kind, text),
    })
}
