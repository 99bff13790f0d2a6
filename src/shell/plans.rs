//! Plan files on disk: the chosen plan, its scenarios, and the copies that survive a crash.
//!
//! What a file is called is said by [`Scenario`]. Beside the plans, `.seamline` holds what is not
//! for review: positions on the canvas, and a copy of unsaved work, laid out like the project.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::read::plain_reason;
use super::write::{WriteError, write_file};
use crate::notice::{Notice, Place};
use crate::project_file::{POSITIONS_FOLDER, Scenario};

/// A plan as it is on disk: texts only, the meaning is for others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanFile {
    /// The file it is in, or would be saved to.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// Positions on the canvas, if any were saved.
    pub positions: Option<String>,
}

impl PlanFile {
    /// The scenario that its name stands for; `None` for a file with a name of its own.
    pub fn scenario(&self) -> Option<Scenario> {
        Scenario::of_file(self.path.file_name()?.to_str()?)
    }

    /// Where its positions are; a file with a name of its own has none.
    fn positions_path(&self) -> Option<PathBuf> {
        Some(self.path.parent()?.join(self.scenario()?.positions_file()))
    }
}

/// The file of a scenario of the project in `root`.
pub fn plan_path(root: &Path, scenario: &Scenario) -> PathBuf {
    root.join(scenario.file())
}

/// Reads one plan with its positions.
pub fn read_plan(path: &Path) -> Result<PlanFile, Notice> {
    let text = fs::read_to_string(path).map_err(|error| {
        let place = Place::file(&*path.to_string_lossy());
        match error.kind() {
            ErrorKind::NotFound => Notice::error("there is no such plan")
                .at(place)
                .hint("check the spelling"),
            ErrorKind::InvalidData => Notice::error("this plan is not text in UTF-8")
                .at(place)
                .hint("it was left as it is; restore it from version control"),
            _ => Notice::error(format!(
                "this plan cannot be read: {}",
                plain_reason(&error)
            ))
            .at(place)
            .hint("check that you have permission to read it"),
        }
    })?;
    let mut plan = PlanFile {
        path: path.to_path_buf(),
        text,
        positions: None,
    };
    plan.positions = plan
        .positions_path()
        .and_then(|it| fs::read_to_string(it).ok());
    Ok(plan)
}

/// Every plan in a folder: the chosen one first, then the others by name. One that cannot be read
/// becomes a notice.
pub fn read_plans(root: &Path, notices: &mut Vec<Notice>) -> Vec<PlanFile> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let scenario = |name: String| Scenario::of_file(&name);
    let mut scenarios: Vec<_> = entries
        .filter_map(|it| scenario(it.file_name().into_string().ok()?))
        .collect();
    scenarios.sort();
    let mut plans = Vec::new();
    for path in scenarios
        .iter()
        .map(|it| plan_path(root, it))
        .filter(|it| it.is_file())
    {
        match read_plan(&path) {
            Ok(plan) => plans.push(plan),
            Err(notice) => notices.push(notice),
        }
    }
    plans
}

/// Saves a plan and its positions. `previous` is the text it was read from: if somebody else has
/// saved since then, nothing is written.
pub fn save_plan(plan: &PlanFile, previous: Option<&str>) -> Result<(), WriteError> {
    let present = fs::read(&plan.path).ok();
    let is = |text: &str| present.as_deref() == Some(text.as_bytes());
    if present.is_some() && !previous.is_some_and(is) && !is(&plan.text) {
        return Err(WriteError::Overtaken {
            path: plan.path.clone(),
        });
    }
    store(plan)
}

/// Saves a plan whatever is on disk.
pub fn replace_plan(plan: &PlanFile) -> Result<(), WriteError> {
    store(plan)
}

/// Keeps a copy of a plan's file that is about to be replaced, in `.seamline/replaced`.
pub fn set_aside(root: &Path, path: &Path) -> Result<(), WriteError> {
    let (Ok(bytes), Some(name)) = (fs::read(path), path.file_name()) else {
        return Ok(());
    };
    let folder = root.join(POSITIONS_FOLDER).join("replaced");
    let name = name.to_string_lossy();
    let names = (2u32..).map(|n| format!("{name}.{n}"));
    let names = std::iter::once(name.to_string()).chain(names);
    // An earlier copy is as precious as this one.
    for path in names.map(|it| folder.join(it)) {
        match fs::read(&path) {
            Ok(known) if known == bytes => return Ok(()),
            Ok(_) => {}
            Err(_) => return write_file(&path, &bytes),
        }
    }
    Ok(())
}

fn store(plan: &PlanFile) -> Result<(), WriteError> {
    write_file(&plan.path, plan.text.as_bytes())?;
    let Some(path) = plan.positions_path() else {
        return Ok(());
    };
    match &plan.positions {
        Some(text) => write_file(&path, text.as_bytes()),
        None => remove(&path),
    }
}

/// Removes the file of a scenario that is gone, and its positions.
pub fn remove_plan(path: &Path) -> Result<(), WriteError> {
    let plan = PlanFile {
        path: path.to_path_buf(),
        text: String::new(),
        positions: None,
    };
    remove(path)?;
    plan.positions_path().map_or(Ok(()), |it| remove(&it))
}

/// Removes a file; that it is not there is no fault.
fn remove(path: &Path) -> Result<(), WriteError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(WriteError::from_io(path, &error)),
        _ => Ok(()),
    }
}

/// Keeps a copy of unsaved plans, named by the files they would be saved to; those of an earlier
/// copy that are not among them go away.
pub fn autosave(root: &Path, plans: &[PlanFile]) -> Result<(), WriteError> {
    let folder = autosaves(root);
    let mut kept = Vec::new();
    for plan in plans {
        let Some(name) = plan.path.file_name() else {
            continue;
        };
        let copy = PlanFile {
            path: folder.join(name),
            ..plan.clone()
        };
        store(&copy)?;
        kept.push(copy.path);
    }
    let ignore = root.join(POSITIONS_FOLDER).join(".gitignore");
    if !ignore.exists() {
        // Unsaved work of one person is nobody else's business.
        write_file(&ignore, b"/autosave/\n/replaced/\n")?;
    }
    let copies = read_plans(&folder, &mut Vec::new());
    copies
        .iter()
        .filter(|it| !kept.contains(&it.path))
        .try_for_each(|it| remove_plan(&it.path))
}

/// Everything is saved or given up: the copy may go.
pub fn forget_autosave(root: &Path) {
    let folder = autosaves(root);
    if folder.exists() {
        fs::remove_dir_all(folder).ok();
    }
}

/// The plans of a session that ended before they were saved: those that differ from what is on
/// disk. Their paths are those they would be saved to.
pub fn rescued(root: &Path) -> Vec<PlanFile> {
    let copies = read_plans(&autosaves(root), &mut Vec::new());
    let saved_as = |copy: PlanFile| {
        let path = root.join(copy.path.file_name()?);
        let on_disk = read_plan(&path).ok();
        let differs = on_disk.is_none_or(|it| {
            (it.text, it.positions) != (copy.text.clone(), copy.positions.clone())
        });
        differs.then_some(PlanFile { path, ..copy })
    };
    copies.into_iter().filter_map(saved_as).collect()
}

fn autosaves(root: &Path) -> PathBuf {
    root.join(POSITIONS_FOLDER).join("autosave")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(root: &Path, name: &str, text: &str) -> PlanFile {
        PlanFile {
            path: root.join(name),
            text: text.into(),
            positions: Some(format!("at {text}")),
        }
    }

    #[test]
    fn what_is_replaced_is_set_aside() {
        let root = tempfile::tempdir().unwrap();
        let mine = plan(root.path(), "seamline.toml", "mine");
        save_plan(&plan(root.path(), "seamline.toml", "theirs"), None).unwrap();
        assert!(save_plan(&mine, Some("as read")).is_err());
        set_aside(root.path(), &mine.path).unwrap();
        replace_plan(&mine).unwrap();
        let aside = root.path().join(".seamline/replaced/seamline.toml");
        assert_eq!(fs::read_to_string(&aside).unwrap(), "theirs");
        set_aside(root.path(), &mine.path).unwrap();
        assert_eq!(fs::read_to_string(&aside).unwrap(), "theirs");
        let second = root.path().join(".seamline/replaced/seamline.toml.2");
        assert_eq!(fs::read_to_string(second).unwrap(), "mine");
        assert_eq!(fs::read_to_string(&mine.path).unwrap(), "mine");
    }

    #[test]
    fn plans_come_back_as_saved_the_chosen_one_first() {
        let root = tempfile::tempdir().unwrap();
        let other = plan(root.path(), "seamline.a b.toml", "2");
        let chosen = plan(root.path(), "seamline.toml", "1");
        save_plan(&other, None).unwrap();
        save_plan(&chosen, None).unwrap();
        fs::write(root.path().join("Cargo.toml"), "").unwrap();
        let mut notices = Vec::new();
        assert_eq!(
            read_plans(root.path(), &mut notices),
            [chosen, other.clone()]
        );
        assert!(notices.is_empty());
        remove_plan(&other.path).unwrap();
        assert!(!root.path().join(".seamline/positions.a b.json").exists());
    }

    #[test]
    fn a_plan_that_somebody_else_saved_is_not_overwritten() {
        let root = tempfile::tempdir().unwrap();
        let mine = plan(root.path(), "seamline.toml", "mine");
        fs::write(&mine.path, "theirs").unwrap();
        for previous in [None, Some("as I read it")] {
            let refused = save_plan(&mine, previous);
            assert!(matches!(refused, Err(WriteError::Overtaken { .. })));
        }
        assert_eq!(fs::read_to_string(&mine.path).unwrap(), "theirs");
        save_plan(&mine, Some("theirs")).unwrap();
        assert_eq!(fs::read_to_string(&mine.path).unwrap(), "mine");
    }

    #[test]
    fn unsaved_work_is_rescued_until_it_is_saved_or_given_up() {
        let root = tempfile::tempdir().unwrap();
        let saved = plan(root.path(), "seamline.toml", "1");
        save_plan(&saved, None).unwrap();
        let edited = plan(root.path(), "seamline.toml", "2");
        let other = plan(root.path(), "seamline.other.toml", "3");
        autosave(root.path(), &[edited.clone(), other.clone()]).unwrap();
        assert_eq!(rescued(root.path()), [edited.clone(), other]);
        autosave(root.path(), std::slice::from_ref(&edited)).unwrap();
        assert_eq!(rescued(root.path()), std::slice::from_ref(&edited));
        save_plan(&edited, Some("1")).unwrap();
        assert_eq!(rescued(root.path()), []);
        autosave(root.path(), &[saved]).unwrap();
        forget_autosave(root.path());
        assert_eq!(rescued(root.path()), []);
    }
}
