//! Versions of migrations, as their tools read and sort them.

use super::paths::{file_name, folder};

/// Who applies the files of a database.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Tool {
    /// `VERSION_name/up.sql`.
    Diesel,
    /// `VERSION_name/migration.sql`.
    Prisma,
    /// `V1__name.sql`, as refinery and flyway have them.
    Refinery,
    /// Numbered files with `-- migrate:up`.
    Dbmate,
    /// Numbered files with `-- +goose Up` or `-- +migrate Up`.
    Goose,
    /// Numbered files, as sqlx and many others have them.
    Numbered,
    /// One file with everything.
    Dump,
    /// Files without an order but that of their names.
    Plain,
}

impl Tool {
    /// What people call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Diesel => "diesel",
            Self::Prisma => "prisma",
            Self::Refinery => "refinery",
            Self::Dbmate => "dbmate",
            Self::Goose => "goose",
            Self::Numbered => "numbered files",
            Self::Dump => "schema file",
            Self::Plain => "plain files",
        }
    }

    /// Whether its files change what earlier ones left.
    pub fn migrates(self) -> bool {
        !matches!(self, Self::Dump | Self::Plain)
    }
}

/// Place of a file among those of its set.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Version {
    /// Those that are run again and again come last.
    repeats: bool,
    /// Parts of a number.
    numbers: Vec<u128>,
    /// What is compared as text, and the name where numbers are alike.
    text: String,
}

/// A file that has a version.
pub(super) struct Versioned<'p> {
    pub tool: Tool,
    /// The folder that holds the set.
    pub root: &'p str,
    pub version: Version,
}

/// What the path says of a file's version; none if it has none.
pub(super) fn version<'p>(path: &'p str, text: &str) -> Option<Versioned<'p>> {
    let name = file_name(path);
    let inner = folder(path);
    let small = name.to_ascii_lowercase();
    let in_folder = match &*small {
        "up.sql" => Some(Tool::Diesel),
        "migration.sql" => Some(Tool::Prisma),
        _ => None,
    };
    if let Some(tool) = in_folder {
        let begins = file_name(inner).starts_with(|it: char| it.is_ascii_digit());
        return begins.then(|| {
            let told = file_name(inner).split('_').next().unwrap_or_default();
            Versioned {
                tool,
                root: folder(inner),
                version: Version {
                    repeats: false,
                    numbers: Vec::new(),
                    text: format!("{} {}", told.replace('-', ""), file_name(inner)),
                },
            }
        });
    }
    let version = prefixed(name).or_else(|| numbered(name))?;
    let tool = match &version.1 {
        Tool::Numbered => marked(text).unwrap_or(Tool::Numbered),
        it => *it,
    };
    Some(Versioned {
        tool,
        root: inner,
        version: version.0,
    })
}

/// `V1.2__name.sql` and `R__name.sql`.
fn prefixed(name: &str) -> Option<(Version, Tool)> {
    let (head, rest) = name.split_once("__")?;
    let letter = head.chars().next()?;
    let repeats = letter.eq_ignore_ascii_case(&'r') && head.len() == 1;
    let told = head.strip_prefix(['V', 'v']);
    if !repeats && told.is_none() {
        return None;
    }
    let told = told.unwrap_or("").split(['.', '_']).map(str::parse);
    let numbers: Result<Vec<u128>, _> = if repeats {
        Ok(Vec::new())
    } else {
        told.collect()
    };
    let version = Version {
        repeats,
        numbers: numbers.ok()?,
        text: rest.to_owned(),
    };
    Some((version, Tool::Refinery))
}

/// `0001_name.sql`, `20240101-name.up.sql`, `3.sql`, `v2_name.sql`.
fn numbered(name: &str) -> Option<(Version, Tool)> {
    let bare = name.strip_prefix(['v', 'V']).unwrap_or(name);
    let n = bare.bytes().take_while(u8::is_ascii_digit).count();
    let number = bare.get(..n).filter(|_| n > 0)?.parse().ok()?;
    let rest = &bare[n..];
    rest.starts_with(['_', '-', '.', ' ']).then(|| {
        // `2024-01-31-name.sql` is a date of three parts.
        let more = rest
            .split(['-', '_', '.'])
            .skip(1)
            .take(2)
            .map_while(|it| it.parse::<u128>().ok());
        let numbers = std::iter::once(number).chain(more).collect();
        let version = Version {
            repeats: false,
            numbers,
            text: name.to_owned(),
        };
        (version, Tool::Numbered)
    })
}

/// The tool whose marks a text holds.
fn marked(text: &str) -> Option<Tool> {
    let has = |it: &str| {
        text.lines()
            .take(200)
            .any(|line| line.trim_start().starts_with(it))
    };
    if has("-- migrate:up") {
        Some(Tool::Dbmate)
    } else if has("-- +goose Up") || has("-- +migrate Up") {
        Some(Tool::Goose)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(paths: &[&str]) -> String {
        let found = paths.iter().filter_map(|it| Some((version(it, "")?, *it)));
        let mut found: Vec<_> = found.collect();
        found.sort_by(|a, b| a.0.version.cmp(&b.0.version));
        let shown = found
            .iter()
            .map(|(it, path)| format!("{} {} {path}", it.tool.word(), it.root));
        shown.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn each_tool_has_its_order() {
        assert_eq!(
            sorted(&[
                "m/2019-01-02-000000_b/up.sql",
                "m/2018-12-31-235959_a/up.sql",
                "m/00000000000000_setup/up.sql",
                "m/x/up.sql"
            ]),
            "diesel m m/00000000000000_setup/up.sql\ndiesel m m/2018-12-31-235959_a/up.sql\ndiesel m m/2019-01-02-000000_b/up.sql"
        );
        assert_eq!(
            sorted(&[
                "m/V10__a.sql",
                "m/R__z.sql",
                "m/V2__b.sql",
                "m/V2.1__c.sql",
                "m/Various__c.sql"
            ]),
            "refinery m m/V2__b.sql\nrefinery m m/V2.1__c.sql\nrefinery m m/V10__a.sql\nrefinery m m/R__z.sql"
        );
        assert_eq!(
            sorted(&[
                "10_a.sql",
                "9-b.sql",
                "2024-02-01-c.sql",
                "2024-01-31-d.sql",
                "1.sql",
                "1st.sql"
            ]),
            "numbered files  1.sql\nnumbered files  9-b.sql\nnumbered files  10_a.sql\nnumbered files  2024-01-31-d.sql\nnumbered files  2024-02-01-c.sql"
        );
        assert_eq!(
            version("m/1_a.sql", "\n-- migrate:up\n").map(|it| it.tool),
            Some(Tool::Dbmate)
        );
    }
}
