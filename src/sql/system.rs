//! Tables that a database and its tools keep for themselves.

/// How the names of a database's own tables begin, and those of tools that apply migrations.
const OF_SYSTEM: [&str; 12] = [
    "__diesel_",
    "_sqlx_",
    "refinery_schema_",
    "seaql_migrations",
    "information_schema.",
    "pg_catalog.",
    "sys.",
    "mysql.",
    "performance_schema.",
    "pg_",
    "sqlite_",
    "pragma_",
];

/// Tables of the database itself.
pub fn is_of_system(name: &str) -> bool {
    let name = name.to_lowercase();
    name == "dual" || OF_SYSTEM.iter().any(|it| name.starts_with(it))
}
