//! Files of SQL that the plan of the opened folder names: dumps, and whatever else makes its tables.

use std::path::{Component, Path};
use std::sync::Arc;

use super::load;
use crate::notice::{Notice, Place};
use crate::project_file::{PLAN_FILE, schema_files};
use crate::source::SourceFile;

/// Adds files that are named and were not read yet; answers the paths of all that are named and
/// there. Nothing outside the folder is read.
pub(super) fn add_named(
    root: &Path,
    sql: &mut Vec<SourceFile>,
    notices: &mut Vec<Notice>,
) -> Vec<Arc<str>> {
    let mut named: Vec<Arc<str>> = Vec::new();
    for name in names(root) {
        let path = plain(&name);
        let known = path.as_ref().and_then(|path| {
            let known = sql.iter().find(|it| *it.path == **path);
            known.map(|it| it.path.clone())
        });
        let found = known.or_else(|| {
            let file = read(root, &path?, notices)?;
            let path = file.path.clone();
            sql.push(file);
            Some(path)
        });
        match found {
            Some(path) => named.push(path),
            None => notices.push(missing(&name)),
        }
    }
    sql.sort_by(|a, b| a.path.cmp(&b.path));
    named.sort();
    named.dedup();
    named
}

fn names(root: &Path) -> Vec<String> {
    let mut unread = Vec::new();
    let plan = root.join(PLAN_FILE);
    let text = plan
        .is_file()
        .then(|| load::one(PLAN_FILE, &plan, &mut unread));
    // A plan that cannot be read is told where plans are opened.
    text.flatten()
        .map_or_else(Vec::new, |it| schema_files(&it.text))
}

/// A path inside the folder with forward slashes; `None` for one that leads out of it.
fn plain(name: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in Path::new(name).components() {
        match part {
            Component::CurDir => {}
            Component::Normal(it) => parts.push(it.to_str()?),
            _ => return None,
        }
    }
    Some(parts.join("/")).filter(|it| !it.is_empty())
}

fn read(root: &Path, path: &str, notices: &mut Vec<Notice>) -> Option<SourceFile> {
    let on_disk = root.join(path).canonicalize().ok()?;
    let inside = on_disk.starts_with(root.canonicalize().ok()?);
    (inside && on_disk.is_file()).then(|| load::one(path, &on_disk, notices))?
}

fn missing(name: &str) -> Notice {
    let text = format!("the plan names the schema {name:?}, which is no file of the opened folder");
    let notice = Notice::warning(text).at(Place::file(PLAN_FILE));
    notice.hint("write its path relative to the folder that is opened")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::pipeline::analyze;
    use crate::progress::Silent;
    use crate::shell::read_tree;

    #[test]
    fn a_dump_that_the_plan_names_makes_tables() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("Cargo.toml", "[package]\nname = \"shop\"\n");
        write("src/lib.rs", "");
        write("tests/fixtures/all.sql", "CREATE TABLE orders (id INT);");
        write("structure.dump", "CREATE TABLE stock (id INT);");
        let names = |plan: &str| {
            write("seamline.toml", plan);
            let tree = read_tree(folder.path(), &Silent).unwrap();
            let notices: Vec<_> = tree.notices.iter().map(ToString::to_string).collect();
            let model = analyze(tree, &Silent).unwrap().model;
            let objects = model.data().objects.iter();
            let objects: Vec<_> = objects.map(|it| it.id.to_string()).collect();
            (objects, notices)
        };
        assert_eq!(names("seamline = 1\n"), (vec![], vec![]));
        let both = "schema = [\"tests/fixtures/all.sql\", \"./structure.dump\"]\n";
        let tables = vec!["table:orders".to_owned(), "table:stock".to_owned()];
        assert_eq!(names(both), (tables, vec![]));
        let (objects, notices) =
            names("schema = [\"../outside.sql\", \"gone.sql\", \"/etc/passwd\"]\n");
        assert_eq!(objects, Vec::<String>::new());
        assert_eq!(notices.len(), 3, "{notices:?}");
    }
}
