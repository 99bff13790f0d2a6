//! `seamline samples`: what there is to try things on, also without the sources of Seamline.

use super::args::Samples;
use super::terminal::Terminal;
use super::{Exit, Fatal};
use crate::notice::Notice;
use crate::shell::samples::{sample_named, samples, unpack};

pub(super) fn run(args: &Samples, terminal: &Terminal) -> Result<Exit, Fatal> {
    let (Some(name), Some(folder)) = (&args.name, &args.output) else {
        let lines = samples()
            .into_iter()
            .map(|it| format!("{:<16}{}\n", it.name, it.about));
        terminal.print(&lines.collect::<String>())?;
        return Ok(Exit::Done);
    };
    let Some(sample) = sample_named(name) else {
        let known: Vec<_> = samples().iter().map(|it| it.name).collect();
        let hint = format!("there is {}", known.join(", "));
        return Err(Fatal::Input(
            Notice::error(format!("there is no sample {name:?}")).hint(hint),
        ));
    };
    unpack(&sample, folder)?;
    terminal.say(&format!(
        "{} files in {}",
        sample.files.len(),
        folder.display()
    ));
    Ok(Exit::Done)
}
