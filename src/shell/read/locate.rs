//! What a path given by a person means: which folder to read, and which plan belongs to it.

use std::fs;
use std::path::{Path, PathBuf};

use super::{ReadError, read_text};
use crate::project_file::{self, Scenario};

/// A path, understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Located {
    /// The folder to read, absolute, links resolved.
    pub root: PathBuf,
    /// The plan that was named, if the path names one.
    pub plan: Option<PathBuf>,
}

/// Understands a folder, a `Cargo.toml`, or a plan.
pub fn locate(path: &Path) -> Result<Located, ReadError> {
    let meta = fs::metadata(path).map_err(|it| ReadError::of_path(path, &it))?;
    if meta.is_dir() {
        return Ok(Located {
            root: absolute(path)?,
            plan: None,
        });
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let name = path
        .file_name()
        .and_then(|it| it.to_str())
        .unwrap_or_default();
    if name == "Cargo.toml" {
        return Ok(Located {
            root: absolute(folder)?,
            plan: None,
        });
    }
    if meta.is_file() && Scenario::of_file(name).is_some() {
        let root = absolute(&folder.join(root_of(path)?))?;
        return Ok(Located {
            root,
            plan: Some(path.to_path_buf()),
        });
    }
    Err(ReadError::NotAFolder {
        path: path.to_path_buf(),
    })
}

/// Where the code of a plan is, relative to the plan.
fn root_of(plan: &Path) -> Result<String, ReadError> {
    let text = read_text(plan)?;
    let parsed = project_file::parse_plan(&text);
    let (plan, _) = parsed.map_err(|it| ReadError::Plan(it.notice(&plan.to_string_lossy())))?;
    Ok(if plan.root.is_empty() {
        ".".to_owned()
    } else {
        plan.root.to_string()
    })
}

fn absolute(path: &Path) -> Result<PathBuf, ReadError> {
    fs::canonicalize(path).map_err(|it| ReadError::of_path(path, &it))
}
