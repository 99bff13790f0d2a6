//! Which database a text is written for, and what that does to names.

/// The database that a text is written for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Dialect {
    /// Not told; read as `PostgreSQL` where dialects differ.
    #[default]
    Unknown,
    /// `PostgreSQL` and what speaks like it.
    Postgres,
    /// `SQLite`.
    Sqlite,
    /// `MySQL` and `MariaDB`.
    MySql,
    /// Microsoft SQL Server.
    SqlServer,
}

/// Words that only one of them writes.
const MARKS: &[(&str, Dialect)] = &[
    ("auto_increment", Dialect::MySql),
    ("engine=", Dialect::MySql),
    ("engine =", Dialect::MySql),
    ("on duplicate key", Dialect::MySql),
    ("unsigned", Dialect::MySql),
    ("utf8mb4", Dialect::MySql),
    ("mediumtext", Dialect::MySql),
    ("longtext", Dialect::MySql),
    ("delimiter ", Dialect::MySql),
    ("`", Dialect::MySql),
    ("autoincrement", Dialect::Sqlite),
    ("pragma ", Dialect::Sqlite),
    ("without rowid", Dialect::Sqlite),
    ("insert or ", Dialect::Sqlite),
    ("datetime('now'", Dialect::Sqlite),
    ("strftime(", Dialect::Sqlite),
    ("serial", Dialect::Postgres),
    ("$$", Dialect::Postgres),
    ("plpgsql", Dialect::Postgres),
    ("timestamptz", Dialect::Postgres),
    ("timestamp with time zone", Dialect::Postgres),
    ("without time zone", Dialect::Postgres),
    ("jsonb", Dialect::Postgres),
    ("create extension", Dialect::Postgres),
    ("create type", Dialect::Postgres),
    ("owner to", Dialect::Postgres),
    ("::", Dialect::Postgres),
    ("using btree", Dialect::Postgres),
    ("using gin", Dialect::Postgres),
    ("postgresql database dump", Dialect::Postgres),
    ("create table public.", Dialect::Postgres),
    ("from stdin;", Dialect::Postgres),
    ("-- mysql dump", Dialect::MySql),
    ("nvarchar", Dialect::SqlServer),
    ("identity(", Dialect::SqlServer),
    ("\ngo\n", Dialect::SqlServer),
    ("\ngo\r", Dialect::SqlServer),
    ("[dbo]", Dialect::SqlServer),
    ("uniqueidentifier", Dialect::SqlServer),
    ("sp_executesql", Dialect::SqlServer),
];

/// Names of folders and files that say it outright.
const FOLDERS: &[(&str, Dialect)] = &[
    ("mysql", Dialect::MySql),
    ("mariadb", Dialect::MySql),
    ("postgresql", Dialect::Postgres),
    ("postgres", Dialect::Postgres),
    ("pgsql", Dialect::Postgres),
    ("pg", Dialect::Postgres),
    ("cockroach", Dialect::Postgres),
    ("cockroachdb", Dialect::Postgres),
    ("sqlite3", Dialect::Sqlite),
    ("sqlite", Dialect::Sqlite),
    ("libsql", Dialect::Sqlite),
    ("mssql", Dialect::SqlServer),
    ("sqlserver", Dialect::SqlServer),
];

impl Dialect {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Unknown,
        Self::Postgres,
        Self::Sqlite,
        Self::MySql,
        Self::SqlServer,
    ];

    /// What people call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "SQL",
            Self::Postgres => "PostgreSQL",
            Self::Sqlite => "SQLite",
            Self::MySql => "MySQL",
            Self::SqlServer => "SQL Server",
        }
    }

    /// What a folder or file of the path says, the innermost first.
    pub fn of_path(path: &str) -> Option<Self> {
        path.rsplit('/').find_map(|part| {
            let part = part.to_ascii_lowercase();
            let mut words = part.split(['.', '_', '-']);
            words.find_map(|word| FOLDERS.iter().find(|it| it.0 == word).map(|it| it.1))
        })
    }

    /// What the words of the texts say together; the first 96 KiB of them are enough.
    pub fn of_texts<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut scores = [0_usize; Self::ALL.len()];
        let mut left = 96 << 10;
        for text in texts {
            let mut end = text.len().min(left);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            left -= end;
            let mut code = String::with_capacity(end);
            let told = |it: &&str| !it.trim_start().starts_with("--") || it.contains(" dump");
            for line in text[..end].lines().filter(told) {
                code.push_str(line);
                code.push('\n');
            }
            code.make_ascii_lowercase();
            for (mark, dialect) in MARKS {
                scores[*dialect as usize] += usize::from(code.contains(mark));
            }
        }
        let best = (1..scores.len()).max_by_key(|&it| (scores[it], std::cmp::Reverse(it)));
        match best {
            Some(it) if scores[it] > 0 => Self::ALL[it],
            _ => Self::Unknown,
        }
    }

    /// A bare name as the database keeps it. `SQLite`, `MySQL` and SQL Server keep what was written
    /// and compare without regard to case; the others make it small.
    pub fn fold(self, bare: &str) -> String {
        match self {
            Self::Unknown | Self::Postgres => bare.to_lowercase(),
            Self::Sqlite | Self::MySql | Self::SqlServer => bare.to_owned(),
        }
    }

    /// By what two names are the same.
    pub fn key(self, name: &str) -> String {
        match self {
            Self::Unknown | Self::Postgres => name.to_owned(),
            Self::Sqlite | Self::MySql | Self::SqlServer => name.to_lowercase(),
        }
    }

    /// Whether a schema of this name goes without saying.
    pub fn is_default_schema(self, schema: &str) -> bool {
        let is = |it: &str| schema.eq_ignore_ascii_case(it);
        match self {
            Self::Unknown => is("public") || is("main") || is("dbo"),
            Self::Postgres => is("public"),
            Self::Sqlite => is("main"),
            Self::MySql => false,
            Self::SqlServer => is("dbo"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_words_tell_the_dialect() {
        let of_path = |it| Dialect::of_path(it);
        assert_eq!(
            of_path("migrations/mysql/2020_a/up.sql"),
            Some(Dialect::MySql)
        );
        assert_eq!(of_path("db/schema.sqlite.sql"), Some(Dialect::Sqlite));
        assert_eq!(of_path("pages/a.sql"), None);
        let of = |it| Dialect::of_texts([it].into_iter());
        assert_eq!(of("create table a (id serial, b jsonb)"), Dialect::Postgres);
        assert_eq!(
            of("create table `a` (id int auto_increment)"),
            Dialect::MySql
        );
        assert_eq!(
            of("create table a (id integer primary key autoincrement)"),
            Dialect::Sqlite
        );
        assert_eq!(
            of("create table [dbo].[a] (b nvarchar(9))\nGO\n"),
            Dialect::SqlServer
        );
        assert_eq!(of("-- as in `b`\ncreate table a (b int)"), Dialect::Unknown);
    }
}
