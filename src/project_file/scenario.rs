//! File names: `seamline.toml` is the chosen plan, `seamline.NAME.toml` are the others.

use std::sync::Arc;

/// The chosen plan.
pub const PLAN_FILE: &str = "seamline.toml";

/// The folder beside the plan for what only this machine needs.
pub const POSITIONS_FOLDER: &str = ".seamline";

/// One plan among several for the same code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Scenario {
    name: Option<Arc<str>>,
}

impl Scenario {
    /// The chosen one, in `seamline.toml`.
    pub fn chosen() -> Self {
        Self::default()
    }

    /// One of the others; `None` where the name does not fit into a file name.
    pub fn named(name: &str) -> Option<Self> {
        let fits = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_' | ' ');
        let plain = !name.trim().is_empty() && name.trim() == name && name.chars().all(fits);
        (plain && name.len() <= 100).then(|| Self {
            name: Some(name.into()),
        })
    }

    /// The scenario that a file of this name holds, if it holds one.
    pub fn of_file(file_name: &str) -> Option<Self> {
        if file_name == PLAN_FILE {
            return Some(Self::chosen());
        }
        Self::named(file_name.strip_prefix("seamline.")?.strip_suffix(".toml")?)
    }

    /// What to call it on a tab; `None` for the chosen one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The plan's file.
    pub fn file(&self) -> String {
        match &self.name {
            None => PLAN_FILE.into(),
            Some(name) => format!("seamline.{name}.toml"),
        }
    }

    /// The file of positions, relative to the plan's folder.
    pub fn positions_file(&self) -> String {
        match &self.name {
            None => format!("{POSITIONS_FOLDER}/positions.json"),
            Some(name) => format!("{POSITIONS_FOLDER}/positions.{name}.json"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Scenario;

    #[test]
    fn names_and_files_tell_each_other() {
        for name in ["two-teams", "큰 그림", "b_2"] {
            let scenario = Scenario::named(name).unwrap();
            assert_eq!(Scenario::of_file(&scenario.file()), Some(scenario.clone()));
            assert_eq!(scenario.name(), Some(name));
        }
        assert_eq!(Scenario::of_file("seamline.toml"), Some(Scenario::chosen()));
        assert_eq!(Scenario::of_file("Cargo.toml"), None);
        let longest = "x".repeat(101);
        for name in [
            "",
            " ",
            "../up",
            "a/b",
            "a\\b",
            "a.b",
            "a\nb",
            " a",
            longest.as_str(),
        ] {
            assert_eq!(Scenario::named(name), None, "{name:?}");
        }
    }
}
