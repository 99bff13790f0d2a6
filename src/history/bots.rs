//! Which authors are programs.
//!
//! A commit of a program says nothing about what somebody knows. There is no mark for it in git, so
//! names tell: the suffix that GitHub and GitLab give to applications, and the programs that are
//! common enough to be known. After Dey et al., "Detecting and characterizing bots that commit code"
//! (MSR 2020), where the name alone finds most of them.

/// Names of programs that lack the suffix, in lower case.
const KNOWN: &[&str] = &[
    "bors",
    "dependabot",
    "dependabot-preview",
    "github action",
    "github actions",
    "github-actions",
    "greenkeeper",
    "homu",
    "imgbot",
    "mergify",
    "pre-commit-ci",
    "pyup-bot",
    "renovate",
    "renovate bot",
    "semantic-release-bot",
    "snyk-bot",
    "weblate",
    "whitesource renovate",
];

/// Whether this is a program rather than a person.
pub(super) fn is_bot(name: &str, email: &str) -> bool {
    let (name, email) = (name.trim().to_lowercase(), email.trim().to_lowercase());
    let local = email.split('@').next().unwrap_or_default();
    // GitHub's address of an application: `49699333+dependabot[bot]@users.noreply.github.com`.
    name.ends_with("[bot]")
        || local.ends_with("[bot]")
        || KNOWN.contains(&&*name)
        || ends_with_word_bot(&name)
        || is_access_token(local)
}

/// `rust-bot`, `release bot`, `ci_bot`; but not `Talbot`.
fn ends_with_word_bot(name: &str) -> bool {
    let before = name
        .strip_suffix("bot")
        .or_else(|| name.strip_suffix("robot"));
    before.is_some_and(|it| it.ends_with(['-', '_', ' ', '.']))
}

/// GitLab's address of an access token: `project_7_bot_1a2b@noreply.example`.
fn is_access_token(local: &str) -> bool {
    let rest = local
        .strip_prefix("project_")
        .or_else(|| local.strip_prefix("group_"));
    let rest = rest.map(|it| it.trim_start_matches(|it: char| it.is_ascii_digit()));
    rest.is_some_and(|it| it == "_bot" || it.starts_with("_bot_"))
}

#[cfg(test)]
mod tests {
    use super::is_bot;

    #[test]
    fn programs_are_told_from_people_by_their_names() {
        for (name, email) in [
            ("dependabot[bot]", "support@github.com"),
            ("Renovate Bot", "bot@renovateapp.com"),
            (
                "renovate[bot]",
                "29139614+renovate[bot]@users.noreply.github.com",
            ),
            ("somebody", "1+ours[bot]@users.noreply.github.com"),
            ("GitHub Actions", "actions@github.com"),
            ("bors", "bors@rust-lang.org"),
            ("our-release-bot", ""),
            ("****", "project_17_bot_9f@noreply.gitlab.example"),
        ] {
            assert!(is_bot(name, email), "{name} <{email}>");
        }
        for (name, email) in [
            ("Ana Talbot", "ana@talbot.example"),
            ("Robot", "r@example.org"),
            ("Bottega", "bot@example.org"),
            ("Kim", "project_manager@example.org"),
            ("", ""),
        ] {
            assert!(!is_bot(name, email), "{name} <{email}>");
        }
    }
}
