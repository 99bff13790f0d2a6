//! Three questions the reader asks a Cargo file before anybody has resolved it.

use toml::{Table, Value};

/// Whether this `Cargo.toml` is the root of a workspace.
pub fn declares_workspace(manifest: &str) -> bool {
    manifest
        .parse::<Table>()
        .is_ok_and(|it| it.contains_key("workspace"))
}

/// The name of the package in this `Cargo.toml`, if it holds one.
pub fn package_name(manifest: &str) -> Option<String> {
    let manifest: Table = manifest.parse().ok()?;
    Some(manifest.get("package")?.get("name")?.as_str()?.to_owned())
}

/// The folders that this `.cargo/config.toml` names as stores of vendored crates, as written
/// there: relative to the folder that holds `.cargo`.
pub fn vendored_folders(config: &str) -> Vec<String> {
    let Ok(config) = config.parse::<Table>() else {
        return Vec::new();
    };
    let Some(Value::Table(sources)) = config.get("source") else {
        return Vec::new();
    };
    let folder = |source: &Value| source.get("directory")?.as_str().map(str::to_owned);
    sources.values().filter_map(folder).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_root_is_told_from_a_member() {
        assert!(declares_workspace("[workspace]\nmembers = []\n"));
        assert!(declares_workspace(
            "workspace.members = ['a']\n[package]\nname = 'b'\n"
        ));
        assert!(!declares_workspace(
            "[package]\nname = 'a'\nworkspace = '..'\n"
        ));
        assert!(!declares_workspace("[workspace"));
    }

    #[test]
    fn the_package_names_the_system() {
        assert_eq!(
            package_name("[package]\nname = 'shop'\n").as_deref(),
            Some("shop")
        );
        assert_eq!(package_name("[workspace]\n"), None);
        assert_eq!(package_name("package = 3"), None);
    }

    #[test]
    fn every_source_with_a_directory_is_vendored() {
        let config = "
            [source.crates-io]
            replace-with = 'vendored'
            [source.vendored]
            directory = 'third-party/crates'
        ";
        assert_eq!(vendored_folders(config), ["third-party/crates"]);
        assert!(vendored_folders("source = 'x'").is_empty());
    }
}
