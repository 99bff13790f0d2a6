//! What stands round a place in the source: it tells why something there is hard to find.

use std::collections::BTreeMap;

use seamline::source::SourceTree;

use crate::truth::Place;

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
