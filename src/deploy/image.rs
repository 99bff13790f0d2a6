//! What is built, and from which binary.

use std::sync::Arc;

use super::loss::{Loss, LossAt};
use crate::plan::RunSettings;

/// What the binary is called where nobody knows.
const UNKNOWN_BIN: &str = "monolith";

/// A binary that the code builds.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Binary {
    /// The package it belongs to.
    pub package: Arc<str>,
    /// What the file is called.
    pub name: Arc<str>,
}

/// An image with one static binary and nothing else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Image {
    /// With its tag: `corner-shop:seamline`.
    pub name: String,
    /// What its Dockerfile is called.
    pub dockerfile: String,
    /// The package that is built; empty where it is not known.
    pub package: String,
    /// The binary, a plain file name.
    pub bin: String,
    /// The folder it keeps data in, absolute.
    pub data: Option<String>,
}

/// Package and name of the binary that the monolith runs, by the plan or else by the code.
pub(super) fn monolith_binary(
    run: &RunSettings,
    binaries: &[Binary],
    losses: &mut Vec<Loss>,
) -> (String, String) {
    let wanted = |it: &&Binary| {
        run.package
            .as_ref()
            .is_none_or(|package| *package == it.package)
            && run.bin.as_ref().is_none_or(|bin| *bin == it.name)
    };
    let found: Vec<_> = binaries.iter().filter(wanted).collect();
    if let [_, _, ..] = found[..] {
        losses.push(several_binaries(&found));
    }
    let plain = |it: Option<&Arc<str>>| it.filter(|it| is_plain(it)).map(ToString::to_string);
    let package = plain(run.package.as_ref().or(found.first().map(|it| &it.package)));
    let bin = plain(run.bin.as_ref().or(found.first().map(|it| &it.name)));
    if bin.is_none() {
        losses.push(Loss::new(
            LossAt::Image,
            format!("no binary is known that runs the system; the image expects bin/{UNKNOWN_BIN}"),
            "name it in the plan: [run] package = \"...\", bin = \"...\"",
        ));
    }
    (
        package.unwrap_or_default(),
        bin.unwrap_or_else(|| UNKNOWN_BIN.to_owned()),
    )
}

fn several_binaries(found: &[&Binary]) -> Loss {
    let shown: Vec<_> = found.iter().take(5).map(|it| &*it.name).collect();
    let dots = if found.len() > shown.len() {
        ", ..."
    } else {
        ""
    };
    Loss::new(
        LossAt::Image,
        format!(
            "the code builds {} binaries ({}{dots}); the first was taken",
            found.len(),
            shown.join(", "),
        ),
        "name one in the plan: [run] package = \"...\", bin = \"...\"",
    )
}

/// What Cargo allows, and what no shell, file system or Dockerfile could misread.
pub(super) fn is_plain(name: &str) -> bool {
    let usable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    !name.is_empty() && !name.starts_with('-') && name.len() <= 64 && name.chars().all(usable)
}
