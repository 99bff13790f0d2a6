//! A pattern of a `CODEOWNERS` file, matched without backtracking that could explode.

use super::Dialect;

/// Longer patterns and deeper paths match nothing: nobody means them.
const MAX_SEGMENTS: usize = 256;

/// A pattern, cut into segments at its slashes.
#[derive(Debug)]
pub(super) struct Pattern {
    segments: Vec<Segment>,
    /// Whether what lies below a match matches too.
    reaches_below: bool,
}

#[derive(PartialEq, Eq, Debug)]
enum Segment {
    /// `**`: any number of folders, none included.
    Any,
    /// A name without special characters.
    Name(String),
    /// A name with `*` and `?`.
    Glob(Vec<Part>),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    /// `*`.
    Many,
    /// `?`.
    One,
    Char(char),
}

impl Pattern {
    /// `None` for what the dialect does not have.
    pub(super) fn parse(text: &str, dialect: Dialect) -> Option<Self> {
        let has_bracket = dialect == Dialect::GitHub && text.contains(['[', ']']);
        if text.is_empty() || has_bracket {
            return None;
        }
        let is_folder = text.ends_with('/');
        let inner = text.strip_suffix('/').unwrap_or(text);
        // GitHub follows .gitignore: a slash inside ties a pattern to the top. GitLab: only one at
        // the beginning does.
        let anchored = match dialect {
            Dialect::GitHub => inner.contains('/') || text == "/",
            Dialect::GitLab => text.starts_with('/'),
        };
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        let mut segments: Vec<_> = match inner {
            "" => Vec::new(),
            inner => inner.split('/').map(Segment::parse).collect(),
        };
        let last_is_star = segments.last() == Some(&Segment::Glob(vec![Part::Many]));
        if !anchored {
            segments.insert(0, Segment::Any);
        }
        let reaches_below = match dialect {
            // `docs/*` means the files of the folder alone; a lone `*` everything.
            Dialect::GitHub => is_folder || !last_is_star || !anchored,
            Dialect::GitLab => is_folder,
        };
        (segments.len() <= MAX_SEGMENTS).then_some(Self {
            segments,
            reaches_below,
        })
    }

    /// Whether a path, seen from the top of the repository, matches.
    pub(super) fn matches(&self, path: &str) -> bool {
        // Most patterns begin with a name that most paths do not have.
        if let Some(Segment::Name(first)) = self.segments.first()
            && !path.starts_with(&**first)
        {
            return false;
        }
        let names: Vec<_> = path.split('/').collect();
        names.len() <= MAX_SEGMENTS && self.matches_names(&names)
    }

    /// Which beginnings of the path the segments so far may have used up, segment by segment.
    fn matches_names(&self, names: &[&str]) -> bool {
        let mut reached = vec![false; names.len() + 1];
        reached[0] = true;
        for segment in &self.segments {
            let mut next = vec![false; names.len() + 1];
            match segment {
                Segment::Any => {
                    let first = reached.iter().position(|it| *it);
                    if let Some(first) = first {
                        next[first..].fill(true);
                    }
                }
                segment => {
                    for (at, name) in names.iter().enumerate() {
                        next[at + 1] = reached[at] && segment.matches(name);
                    }
                }
            }
            reached = next;
        }
        if self.reaches_below {
            reached.contains(&true)
        } else {
            reached[names.len()]
        }
    }
}

impl Segment {
    fn parse(text: &str) -> Self {
        if text == "**" {
            return Self::Any;
        }
        let mut parts = Vec::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => parts.extend(chars.next().map(Part::Char)),
                // `**` within a name is `*`.
                '*' if parts.last() == Some(&Part::Many) => {}
                '*' => parts.push(Part::Many),
                '?' => parts.push(Part::One),
                c => parts.push(Part::Char(c)),
            }
        }
        let plain = |it: &Part| match it {
            Part::Char(c) => Some(*c),
            Part::Many | Part::One => None,
        };
        match parts.iter().map(plain).collect::<Option<String>>() {
            Some(name) => Self::Name(name),
            None => Self::Glob(parts),
        }
    }

    fn matches(&self, name: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Name(it) => it == name,
            Self::Glob(parts) => glob(parts, name),
        }
    }
}

/// Goes back to the last `*` alone, since an earlier one could not do better.
fn glob(parts: &[Part], name: &str) -> bool {
    let name: Vec<char> = name.chars().collect();
    let (mut part, mut at) = (0, 0);
    let mut star = None;
    while at < name.len() {
        match parts.get(part) {
            Some(Part::Many) => {
                star = Some((part, at));
                part += 1;
                continue;
            }
            Some(Part::One) => {}
            Some(Part::Char(c)) if *c == name[at] => {}
            _ => {
                let Some((star_part, star_at)) = star else {
                    return false;
                };
                star = Some((star_part, star_at + 1));
                (part, at) = (star_part + 1, star_at + 1);
                continue;
            }
        }
        part += 1;
        at += 1;
    }
    parts[part..].iter().all(|it| *it == Part::Many)
}
