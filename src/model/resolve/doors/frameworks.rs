//! Which crates answer requests, by the names that code knows them by.

/// How doors are made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Framework {
    Actix,
    Axum,
    Poem,
    Rocket,
    Salvo,
    Utoipa,
    Warp,
}

/// Crates with the framework they are or extend; sorted.
const CRATES: &[(&str, Framework)] = &[
    ("actix_files", Framework::Actix),
    ("actix_web", Framework::Actix),
    ("aide", Framework::Axum),
    ("axum", Framework::Axum),
    ("axum_extra", Framework::Axum),
    ("paperclip", Framework::Actix),
    ("poem", Framework::Poem),
    ("poem_openapi", Framework::Poem),
    ("rocket", Framework::Rocket),
    ("rocket_okapi", Framework::Rocket),
    ("salvo", Framework::Salvo),
    ("salvo_core", Framework::Salvo),
    ("utoipa", Framework::Utoipa),
    ("utoipa_actix_web", Framework::Actix),
    ("utoipa_axum", Framework::Axum),
    ("warp", Framework::Warp),
];

impl Framework {
    /// The framework of a crate, if it is one.
    pub(super) fn of_crate(name: &str) -> Option<Self> {
        let found = CRATES.binary_search_by(|it| it.0.cmp(name)).ok()?;
        Some(CRATES[found].1)
    }

    /// What people call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Actix => "actix-web",
            // It describes what axum opens.
            Self::Axum | Self::Utoipa => "axum",
            Self::Poem => "poem",
            Self::Rocket => "rocket",
            Self::Salvo => "salvo",
            Self::Warp => "warp",
        }
    }
}

/// The method that a word of code stands for: `get`, `POST`.
pub(super) fn method_of(word: &str) -> Option<&'static str> {
    const METHODS: [&str; 9] = [
        "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT",
    ];
    METHODS.into_iter().find(|it| it.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_are_sorted_for_the_search_among_them() {
        assert!(CRATES.is_sorted_by_key(|it| it.0));
    }
}
