//! What stands round a place in the source: it tells why something there is hard to find.

use std::collections::BTreeMap;

use seamline::source::SourceTree;

use crate::truth::Place;

/// Macro calls are looked for so far before a place.
const MOST_LETTERS: usize = 20_000;

/// The texts by path.
pub(crate) struct Sites<'a> {
    texts: BTreeMap<&'a str, &'a str>,
}

impl<'a> Sites<'a> {
    pub(crate) fn new(tree: &'a SourceTree) -> Self {
        let texts = tree.files.iter().map(|it| (&*it.path, &*it.text));
        Self {
            texts: texts.collect(),
        }
    }

    /// The text of a file before a place, and from it on.
    fn split(&self, (file, line, column): &Place) -> Option<(&'a str, &'a str)> {
        let text = *self.texts.get(file.as_str())?;
        let lines = text.split_inclusive('\n');
        let line_at: usize = lines.take(*line as usize - 1).map(str::len).sum();
        let rest = text.get(line_at..)?;
        let within = rest.char_indices().nth(*column as usize - 1)?.0;
        text.split_at_checked(line_at + within)
    }

    pub(crate) fn text(&self, file: &str) -> Option<&'a str> {
        self.texts.get(file).copied()
    }

    /// The innermost macro call that a place stands in, by the brackets before it: good enough to
    /// group by.
    pub(crate) fn macro_around(&self, place: &Place) -> Option<&'a str> {
        let (before, _) = self.split(place)?;
        let mut n_closed = 0_u32;
        let letters = before.char_indices().rev().take(MOST_LETTERS);
        for (at, letter) in letters {
            match letter {
                ')' | ']' | '}' => n_closed += 1,
                '(' | '[' | '{' if n_closed > 0 => n_closed -= 1,
                '(' | '[' | '{' => {
                    let called = before[..at].trim_end().strip_suffix('!');
                    if let Some(name) = called.map(word_before).filter(|it| !it.is_empty()) {
                        return Some(name);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Whether a place stands between `#[` and its end.
    pub(crate) fn in_attribute(&self, place: &Place) -> bool {
        let Some((before, _)) = self.split(place) else {
            return false;
        };
        let Some(begin) = before.rfind("#[") else {
            return false;
        };
        let mut depth = 0_i32;
        for letter in before[begin..].chars() {
            depth += i32::from(letter == '[') - i32::from(letter == ']');
            if depth == 0 && letter == ']' {
                return false;
            }
        }
        depth > 0
    }

    /// How a path at a place is written, where that explains a miss.
    pub(crate) fn of_path(&self, place: &Place) -> &'static str {
        let Some((before, after)) = self.split(place) else {
            return "in a file that is not read here";
        };
        let rest = after.trim_start_matches(|it: char| it.is_alphanumeric() || it == '_');
        if before.ends_with('{') && rest.starts_with(['}', ':']) && !rest.starts_with("::") {
            return "in a format string";
        }
        let Some(qualifier) = before.trim_end().strip_suffix("::") else {
            return "a name alone";
        };
        match word_before(qualifier) {
            "Self" => "a member of Self",
            "" => "a member of a type with arguments",
            it if it.len() <= 2 && it.starts_with(char::is_uppercase) => {
                "a member of a type parameter"
            }
            _ => "a path",
        }
    }

    /// What a method at a place is called on.
    pub(crate) fn of_method(&self, place: &Place) -> &'static str {
        let before = self.split(place).map_or("", |it| it.0).trim_end();
        let receiver = before.strip_suffix('.').unwrap_or(before).trim_end();
        let word = word_before(receiver);
        let outer = receiver[..receiver.len() - word.len()].trim_end();
        match (word, receiver.chars().next_back()) {
            ("self", _) => "on self",
            ("await", _) => "on what is awaited",
            ("", Some(')')) => "on what a call returns",
            ("", Some(']')) => "on an element",
            ("", Some('?')) => "after a question mark",
            ("", _) => "on another expression",
            _ if outer.ends_with("self.") => "on a field of self",
            _ if outer.ends_with('.') => "on a field",
            _ if word.starts_with(char::is_uppercase) => "on a constant or static",
            _ => "on a local",
        }
    }
}

/// The name that a text ends with.
fn word_before(text: &str) -> &str {
    let stem = text.trim_end_matches(|it: char| it.is_alphanumeric() || it == '_');
    &text[stem.len()..]
}
