//! What is remembered of a user between two runs: recent projects and a few settings.
//!
//! Kept in the user's configuration folder, or in `SEAMLINE_CONFIG_DIR` where that is set. Losing
//! it costs nothing but comfort, so no failure here stops anything.

use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::{Deserialize, Serialize};

use super::write::{WriteError, write_file};

/// So many projects are remembered.
const MAX_RECENT: usize = 12;

/// What is remembered.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Preferences {
    /// Projects, the latest first.
    pub recent: Vec<PathBuf>,
    /// The theme, as the window names it; empty for the default.
    pub theme: String,
    /// Whether things stand still.
    pub reduced_motion: bool,
    /// Whether changes on disk are not followed.
    pub changes_ignored: bool,
    /// What is shown of projects of which not everything is.
    pub shown: Vec<Shown>,
}

/// What is shown of a project, in the words that files use.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Default, Debug)]
#[serde(default)]
pub struct Shown {
    /// The folder.
    pub project: String,
    /// Kinds of dependency that are hidden.
    pub hidden_kinds: Vec<String>,
    /// The least sure confidence that is shown; empty for all.
    pub confidence: String,
    /// Whether test code is shown.
    pub tests: bool,
    /// Whether code that is not compiled by default is hidden.
    pub inactive_hidden: bool,
}

/// Version 2 of the file: version 1, `changes_ignored` and `shown`; what is missing is as it is by default,
/// so version 1 reads as well. Frozen: add a third version, never change this.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct PreferencesFileV2 {
    seamline_preferences: u32,
    recent: Vec<String>,
    theme: String,
    reduced_motion: bool,
    changes_ignored: bool,
    shown: Vec<Shown>,
}

impl Preferences {
    /// Reads what is remembered; nothing, if there is nothing or it is of no use.
    pub fn load() -> Self {
        let text = file()
            .and_then(|it| fs::read_to_string(it).ok())
            .unwrap_or_default();
        let file: PreferencesFileV2 = serde_json::from_str(&text).unwrap_or_default();
        Self {
            recent: file.recent.into_iter().map(PathBuf::from).collect(),
            theme: file.theme,
            reduced_motion: file.reduced_motion,
            changes_ignored: file.changes_ignored,
            shown: file.shown,
        }
    }

    /// Remembers it for the next run.
    pub fn save(&self) -> Result<(), WriteError> {
        let Some(path) = file() else { return Ok(()) };
        // A path that is no Unicode cannot be remembered in JSON, and is not worth more.
        let recent = self
            .recent
            .iter()
            .filter_map(|it| it.to_str().map(str::to_owned))
            .collect();
        let file = PreferencesFileV2 {
            seamline_preferences: 2,
            recent,
            theme: self.theme.clone(),
            reduced_motion: self.reduced_motion,
            changes_ignored: self.changes_ignored,
            shown: self.shown.clone(),
        };
        let text = serde_json::to_string_pretty(&file).unwrap_or_default();
        write_file(&path, (text + "\n").as_bytes())
    }

    /// Puts a project first among the recent ones.
    pub fn remember(&mut self, project: &Path) {
        self.recent.retain(|it| it != project);
        self.recent.insert(0, project.to_path_buf());
        self.recent.truncate(MAX_RECENT);
    }

    /// Remembers what is shown of a project; one without a word about it shows everything.
    pub fn remember_shown(&mut self, project: &Path, shown: Option<Shown>) {
        let Some(project) = project.to_str() else {
            return;
        };
        self.shown.retain(|it| it.project != project);
        let project = project.to_owned();
        if let Some(shown) = shown {
            self.shown.insert(0, Shown { project, ..shown });
        }
        self.shown.truncate(MAX_RECENT);
    }

    /// What is shown of a project, if that was not everything.
    pub fn shown_of(&self, project: &Path) -> Option<&Shown> {
        let project = project.to_str()?;
        self.shown.iter().find(|it| it.project == project)
    }

    /// Recent projects that are still there.
    pub fn recent_present(&self) -> impl Iterator<Item = &Path> {
        self.recent
            .iter()
            .map(PathBuf::as_path)
            .filter(|it| it.exists())
    }
}

fn file() -> Option<PathBuf> {
    let given = env::var_os("SEAMLINE_CONFIG_DIR")
        .filter(|it| !it.is_empty())
        .map(PathBuf::from);
    let folder = given.or_else(|| Some(dirs::config_dir()?.join("seamline")))?;
    Some(folder.join("preferences.json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_project_is_first_and_none_is_there_twice() {
        let mut preferences = Preferences::default();
        for n in 0..20 {
            preferences.remember(Path::new(&format!("/p{}", n % 15)));
        }
        assert_eq!(preferences.recent.len(), MAX_RECENT);
        assert_eq!(
            preferences.recent[..2],
            [PathBuf::from("/p4"), PathBuf::from("/p3")]
        );
    }
}
