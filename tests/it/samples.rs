//! The bundle inside the program is the folder `sample-projects`.

use std::fs;
use std::path::Path;

use seamline::shell::samples::bundle;

use crate::common::{Folder, run, seamline};

/// Every file of the samples that git would keep: paths beginning with the sample's name, sorted.
fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-projects");
    let walk = ignore::WalkBuilder::new(&root)
        .hidden(false)
        .parents(false)
        .build();
    let files = walk
        .flatten()
        .filter(|it| it.file_type().is_some_and(|it| it.is_file()));
    let mut files: Vec<_> = files
        .map(|it| {
            let path = it
                .path()
                .strip_prefix(&root)
                .expect("below the root")
                .to_str();
            (
                path.expect("UTF-8").to_owned(),
                fs::read_to_string(it.path()).expect("a text"),
            )
        })
        .filter(|it| !it.0.contains("/.seamline/") && !it.0.contains("/target/"))
        .collect();
    files.sort();
    files
}

#[test]
fn the_bundle_equals_the_folder() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples.txt");
    let wanted = bundle(&files());
    if std::env::var_os("SEAMLINE_UPDATE_SAMPLES").is_some() {
        fs::write(&path, &wanted).expect("the bundle");
    }
    let present = fs::read_to_string(&path).expect("the bundle");
    assert!(
        present == wanted,
        "assets/samples.txt is out of date: run `just samples`"
    );
}

#[test]
fn samples_are_listed_and_unpacked() {
    let listed = run(seamline().arg("samples")).ends(0);
    for name in ["corner-shop", "clinic", "till"] {
        let is_told = |it: &str| it.starts_with(&format!("{name}  "));
        assert!(listed.out.lines().any(is_told), "{name}: {listed:#?}");
    }

    let folder = Folder::new("");
    let shop = folder.at("new/shop");
    run(seamline().args(["samples", "corner-shop", "-o"]).arg(&shop)).ends(0);
    for (path, text) in files() {
        if let Some(inside) = path.strip_prefix("corner-shop/") {
            let unpacked = fs::read_to_string(shop.join(inside));
            assert_eq!(unpacked.expect("unpacked"), text, "{path}");
        }
    }
    run(seamline().arg("analyze").arg(&shop)).ends(0);
    run(seamline().args(["samples", "corner-shop", "-o"]).arg(&shop))
        .ends(4)
        .says_only(&["is not empty", "choose a new folder"]);
}

#[test]
fn an_unknown_sample_is_told_with_those_that_are() {
    run(seamline().args(["samples", "x\"y", "-o", "/nonexistent"]))
        .ends(3)
        .says_only(&[r#"no sample "x\"y""#, "corner-shop"]);
}
