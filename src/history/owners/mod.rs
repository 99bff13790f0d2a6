//! Who answers for which file: `CODEOWNERS`, as GitHub and as GitLab read it.
//!
//! Both: a pattern and its owners a line, `#` begins a comment, the last match wins, a space in a
//! pattern is escaped by `\`. GitHub has no sections, no negation and no ranges in brackets; a line
//! without owners takes them away. GitLab has sections, `[Name]`, `^[Optional]`, `[Name][2] @default`,
//! each with a last match of its own, all of which count together, and lines that begin with `!`,
//! which take a file out of their section for good.

mod pattern;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::notice::{Notice, Place};
use crate::source::SourceFile;

use pattern::Pattern;

/// Longer files do not count: GitHub's own limit.
pub const MAX_BYTES: usize = 3 << 20;
/// So many lines that cannot be understood are told.
const MAX_TOLD: usize = 5;

/// Which rules a file is read by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    /// GitHub's.
    GitHub,
    /// GitLab's.
    GitLab,
}

impl Dialect {
    /// The dialect of a file that may be of either: the one that has sections is GitLab's.
    pub fn guess(text: &str) -> Self {
        let mut lines = text.lines().map(str::trim_start);
        if lines.any(|it| section(it).is_some()) {
            Self::GitLab
        } else {
            Self::GitHub
        }
    }
}

/// A team, group or person of one [`Teams`]; meaningless in any other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TeamIdx(pub u32);

impl TeamIdx {
    /// Position in [`Teams::names`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The owners of every file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Teams {
    /// As written: `@org/team`, `@user`, `mail@example.org`; sorted.
    pub names: Vec<Arc<str>>,
    /// The file that says so, relative to the top of the repository.
    pub place: Arc<str>,
    of_file: Vec<Vec<TeamIdx>>,
}

impl Teams {
    /// Finds the owners of these files. Paths in the text are seen from the top of the repository,
    /// where the files are in `folder`: empty, or ending in a slash.
    pub fn read(
        place: &str,
        text: &str,
        dialect: Dialect,
        files: &[SourceFile],
        folder: &str,
        notices: &mut Vec<Notice>,
    ) -> Self {
        let rules = Rules::parse(place, text, dialect, notices);
        let owners_of = |it: &SourceFile| rules.owners_of(&format!("{folder}{}", it.path));
        let owners: Vec<Vec<&str>> = files.iter().map(owners_of).collect();
        let mut names: Vec<Arc<str>> = owners.iter().flatten().map(|it| (*it).into()).collect();
        names.sort_unstable();
        names.dedup();
        let idx: FxHashMap<&str, TeamIdx> = names
            .iter()
            .map(|it| &**it)
            .zip((0..).map(TeamIdx))
            .collect();
        let of_file = owners.iter().map(|it| {
            let mut teams: Vec<_> = it.iter().filter_map(|it| idx.get(it).copied()).collect();
            teams.sort_unstable();
            teams.dedup();
            teams
        });
        Self {
            of_file: of_file.collect(),
            place: place.into(),
            names,
        }
    }

    /// The owners of a file, in order.
    pub fn of_file(&self, file: usize) -> &[TeamIdx] {
        self.of_file.get(file).map_or(&[], Vec::as_slice)
    }

    /// The owners of each of `n_units` parts with how many of its files are theirs: the most first,
    /// ties by name.
    pub fn of_units(&self, unit_of: &[Option<u32>], n_units: usize) -> Vec<Vec<(TeamIdx, u32)>> {
        let mut counts: FxHashMap<(u32, TeamIdx), u32> = FxHashMap::default();
        for (file, unit) in unit_of.iter().enumerate() {
            for team in self.of_file(file) {
                if let Some(unit) = unit {
                    *counts.entry((*unit, *team)).or_default() += 1;
                }
            }
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|((unit, team), n)| (*unit, std::cmp::Reverse(*n), *team));
        let mut of_units = vec![Vec::new(); n_units];
        for ((unit, team), n) in counts {
            of_units[unit as usize].push((team, n));
        }
        of_units
    }
}

/// The lines of a file, understood.
struct Rules<'a> {
    /// One without a name for GitHub.
    sections: Vec<Section<'a>>,
}

#[derive(Default)]
struct Section<'a> {
    name: String,
    rules: Vec<Rule<'a>>,
}

struct Rule<'a> {
    pattern: Pattern,
    owners: Vec<&'a str>,
    /// Takes the file out of the section.
    excludes: bool,
}

impl<'a> Rules<'a> {
    fn parse(place: &str, text: &'a str, dialect: Dialect, notices: &mut Vec<Notice>) -> Self {
        let mut sections = vec![Section::default()];
        let (mut current, mut defaults) = (0, Vec::new());
        let mut n_told = 0;
        for (number, line) in (1u32..).zip(text.lines()) {
            let line = line.trim_start_matches('\u{feff}').trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some((name, owners)) = section(line).filter(|_| dialect == Dialect::GitLab) {
                let name = name.to_lowercase();
                let known = sections.iter().position(|it| it.name == name);
                current = known.unwrap_or(sections.len());
                if known.is_none() {
                    sections.push(Section {
                        name,
                        rules: Vec::new(),
                    });
                }
                defaults = owners_in(owners);
                continue;
            }
            match rule(line, dialect, &defaults) {
                Some(it) => sections[current].rules.push(it),
                None if n_told < MAX_TOLD => {
                    n_told += 1;
                    let notice = Notice::info("a line of CODEOWNERS was not understood");
                    let hint = "it gives no owner to anything; the others count";
                    notices.push(notice.at(Place::line(place, number)).hint(hint));
                }
                None => {}
            }
        }
        Self { sections }
    }

    fn owners_of(&self, path: &str) -> Vec<&'a str> {
        let sections = self.sections.iter();
        sections
            .flat_map(|it| it.owners_of(path))
            .copied()
            .collect()
    }
}

impl<'a> Section<'a> {
    fn owners_of(&self, path: &str) -> &[&'a str] {
        let excluded = self.rules.iter().filter(|it| it.excludes);
        let mut rules = self.rules.iter().rev().filter(|it| !it.excludes);
        let last = rules.find(|it| it.pattern.matches(path));
        match last {
            Some(rule) if !excluded.into_iter().any(|it| it.pattern.matches(path)) => &rule.owners,
            _ => &[],
        }
    }
}

/// `^[Name][2] @default`: the name, and what stands behind it.
fn section(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix('^').unwrap_or(line);
    let (name, rest) = line.strip_prefix('[')?.split_once(']')?;
    let n_approvals = rest.strip_prefix('[').and_then(|it| it.split_once(']'));
    let rest = match n_approvals {
        Some((n, rest)) if n.bytes().all(|it| it.is_ascii_digit()) => rest,
        Some(_) => return None,
        None => rest,
    };
    let ends_well = rest.is_empty() || rest.starts_with([' ', '\t', '#']);
    (ends_well && !name.trim().is_empty()).then_some((name.trim(), rest))
}

fn rule<'a>(line: &'a str, dialect: Dialect, defaults: &[&'a str]) -> Option<Rule<'a>> {
    let (excludes, line) = match line.strip_prefix('!') {
        Some(rest) if dialect == Dialect::GitLab => (true, rest),
        Some(_) => return None,
        None => (false, line),
    };
    let (pattern, rest) = split_pattern(line);
    let pattern = Pattern::parse(pattern, dialect)?;
    let mut owners = owners_in(rest);
    if owners.is_empty() {
        owners.extend_from_slice(defaults);
    }
    Some(Rule {
        pattern,
        owners,
        excludes,
    })
}

/// The pattern ends at the first blank without a backslash before it.
fn split_pattern(line: &str) -> (&str, &str) {
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        if !escaped && (c == ' ' || c == '\t') {
            return line.split_at(at);
        }
        escaped = !escaped && c == '\\';
    }
    (line, "")
}

/// What looks like an owner, up to a comment.
fn owners_in(text: &str) -> Vec<&str> {
    let words = text
        .split_whitespace()
        .take_while(|it| !it.starts_with('#'));
    words.filter(|it| it.contains('@')).collect()
}
