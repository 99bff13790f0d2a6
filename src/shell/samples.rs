//! The sample projects, carried inside the program so that an installed binary has them too.
//!
//! `assets/samples.txt` holds every file of `sample-projects`: a line `@@ path bytes`, then the
//! text. `just samples` writes it anew; a test says when that is due.

use std::path::{Path, PathBuf};
use std::{env, fs};

use super::write::{WriteError, write_new_folder};
use crate::export::Artifact;

/// All files of all samples.
const BUNDLE: &str = include_str!("../../assets/samples.txt");
const HEAD: &str = "@@ ";

/// A project to try things on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sample {
    /// What the command line calls it.
    pub name: &'static str,
    /// What there is to see, in one sentence; from its `Cargo.toml`.
    pub about: &'static str,
    /// Its files: path inside the project, and text.
    pub files: Vec<(&'static str, &'static str)>,
}

impl Sample {
    fn artifacts(&self) -> Vec<Artifact> {
        self.files
            .iter()
            .map(|(path, text)| Artifact::text(*path, *text))
            .collect()
    }
}

/// Every sample, by name.
pub fn samples() -> Vec<Sample> {
    let files = unbundle(BUNDLE);
    let project = |path: &'static str| path.split_once('/').map_or(path, |it| it.0);
    let groups = files.chunk_by(|a, b| project(a.0) == project(b.0));
    groups
        .filter_map(|files| Some(sample(project(files.first()?.0), files)))
        .collect()
}

fn sample(name: &'static str, files: &[(&'static str, &'static str)]) -> Sample {
    let inside = |path: &'static str| path.split_once('/').map_or(path, |it| it.1);
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (inside(path), *text))
        .collect();
    let manifest = files
        .iter()
        .find(|it| it.0 == "Cargo.toml")
        .map_or("", |it| it.1);
    let about = manifest
        .lines()
        .find_map(|it| it.strip_prefix("description = "));
    Sample {
        name,
        about: about.unwrap_or_default().trim_matches('"'),
        files,
    }
}

/// The sample of this name.
pub fn sample_named(name: &str) -> Option<Sample> {
    samples().into_iter().find(|it| it.name == name)
}

/// Unpacks a sample into a folder that is new or empty.
pub fn unpack(sample: &Sample, folder: &Path) -> Result<(), WriteError> {
    write_new_folder(folder, &sample.artifacts())
}

/// The user's own copy of a sample, unpacked on first use; what was done to it since is kept.
pub fn own_copy(sample: &Sample) -> Result<PathBuf, WriteError> {
    let given = env::var_os("SEAMLINE_CONFIG_DIR")
        .filter(|it| !it.is_empty())
        .map(PathBuf::from);
    let home = given.or_else(|| Some(dirs::data_dir()?.join("seamline")));
    let folder = home
        .unwrap_or_else(env::temp_dir)
        .join("samples")
        .join(sample.name);
    let is_used = fs::read_dir(&folder).is_ok_and(|mut it| it.next().is_some());
    if !is_used {
        unpack(sample, &folder)?;
    }
    Ok(folder)
}

/// The files of a bundle, in its order.
fn unbundle(mut bundle: &str) -> Vec<(&str, &str)> {
    let mut files = Vec::new();
    while let Some((path, text, rest)) = first_file(bundle) {
        files.push((path, text));
        bundle = rest;
    }
    files
}

fn first_file(bundle: &str) -> Option<(&str, &str, &str)> {
    let (head, rest) = bundle.strip_prefix(HEAD)?.split_once('\n')?;
    let (path, n_bytes) = head.rsplit_once(' ')?;
    let (text, rest) = rest.split_at_checked(n_bytes.parse().ok()?)?;
    Some((path, text, rest.strip_prefix('\n').unwrap_or(rest)))
}

/// The bundle of these files: paths beginning with the sample's name, sorted.
pub fn bundle(files: &[(String, String)]) -> String {
    let entry = |(path, text): &(String, String)| format!("{HEAD}{path} {}\n{text}\n", text.len());
    files.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_gives_back_what_was_put_in() {
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let files = [
            file("a/b c.rs", "@@ x 3\nfn\n"),
            file("a/empty", ""),
            file("b/한글.rs", "\"값\""),
        ];
        let text = bundle(&files);
        let unbundled = unbundle(&text);
        let back: Vec<_> = unbundled.iter().map(|it| file(it.0, it.1)).collect();
        assert_eq!(back, files);
    }

    #[test]
    fn the_corner_shop_is_inside() {
        let shop = sample_named("corner-shop").expect("bundled");
        assert!(shop.files.iter().any(|it| it.0 == "src/lib.rs"));
        assert!(shop.files.iter().any(|it| it.0 == "seamline.toml"));
        assert!(!shop.about.is_empty());
    }
}
