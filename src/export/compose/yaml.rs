//! The little of YAML that a layout needs, with comments at the place and every string safe.

use std::fmt::Write as _;

use crate::export::escape;

/// A value. Maps keep their order.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Yaml {
    /// Plain where it cannot be misread, else in double quotes.
    Text(String),
    /// As it is: a number or a boolean.
    Word(String),
    /// One line: `["CMD", "/app"]`.
    Row(Vec<String>),
    /// One value a line.
    List(Vec<Yaml>),
    /// One key a line.
    Map(Vec<Entry>),
    /// `*name`.
    Alias(&'static str),
}

/// A key with its value.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Entry {
    /// Lines above it.
    comments: Vec<String>,
    key: String,
    /// `&name` before the value.
    anchor: Option<&'static str>,
    value: Yaml,
}

impl Entry {
    /// The same with comments above it.
    pub(super) fn comments(mut self, comments: impl IntoIterator<Item = String>) -> Self {
        self.comments.extend(comments);
        self
    }

    /// The same with a name that others can refer to.
    pub(super) fn anchored(mut self, name: &'static str) -> Self {
        self.anchor = Some(name);
        self
    }
}

/// A key with its value.
pub(super) fn entry(key: impl Into<String>, value: Yaml) -> Entry {
    Entry {
        comments: Vec::new(),
        key: key.into(),
        anchor: None,
        value,
    }
}

/// A string.
pub(super) fn text(text: impl Into<String>) -> Yaml {
    Yaml::Text(text.into())
}

/// A number or a boolean.
pub(super) fn word(word: impl std::fmt::Display) -> Yaml {
    Yaml::Word(format!("{word}"))
}

/// Some strings on one line.
pub(super) fn row<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Yaml {
    Yaml::Row(texts.into_iter().map(Into::into).collect())
}

/// A document: its entries, with an empty line between those at the top.
pub(super) fn document(entries: &[Entry]) -> String {
    let mut out = String::new();
    for (idx, it) in entries.iter().enumerate() {
        if idx > 0 {
            out.push('\n');
        }
        write_entry(&mut out, it, 0);
    }
    out
}

fn write_entry(out: &mut String, entry: &Entry, depth: usize) {
    for comment in &entry.comments {
        indent(out, depth);
        out.push_str(format!("# {}", escape::comment(comment)).trim_end());
        out.push('\n');
    }
    indent(out, depth);
    if entry.key == "<<" {
        out.push_str("<<");
    } else {
        write_text(out, &entry.key);
    }
    out.push(':');
    if let Some(anchor) = entry.anchor {
        out.push_str(" &");
        out.push_str(anchor);
    }
    write_value(out, &entry.value, depth);
}

/// A value after its key or dash, up to and with the end of the line.
fn write_value(out: &mut String, value: &Yaml, depth: usize) {
    match value {
        Yaml::Map(entries) if entries.is_empty() => out.push_str(" {}\n"),
        Yaml::List(values) if values.is_empty() => out.push_str(" []\n"),
        Yaml::Map(entries) => {
            out.push('\n');
            for it in entries {
                write_entry(out, it, depth + 1);
            }
        }
        Yaml::List(values) => {
            out.push('\n');
            for it in values {
                write_item(out, it, depth + 1);
            }
        }
        Yaml::Text(_) | Yaml::Word(_) | Yaml::Row(_) | Yaml::Alias(_) => {
            out.push(' ');
            write_scalar(out, value);
            out.push('\n');
        }
    }
}

/// An item of a list; a map begins on the line of the dash.
fn write_item(out: &mut String, value: &Yaml, depth: usize) {
    if let Yaml::Map(entries) = value {
        let mut lines = String::new();
        for it in entries {
            write_entry(&mut lines, it, depth + 1);
        }
        indent(out, depth);
        out.push_str("- ");
        out.push_str(lines.trim_start());
        return;
    }
    indent(out, depth);
    out.push('-');
    write_value(out, value, depth);
}

fn write_scalar(out: &mut String, value: &Yaml) {
    match value {
        Yaml::Text(text) => write_text(out, text),
        Yaml::Word(word) => out.push_str(word),
        Yaml::Alias(name) => {
            out.push('*');
            out.push_str(name);
        }
        Yaml::Row(texts) => {
            out.push('[');
            for (idx, it) in texts.iter().enumerate() {
                if idx > 0 {
                    out.push_str(", ");
                }
                write_quoted(out, it);
            }
            out.push(']');
        }
        Yaml::List(_) | Yaml::Map(_) => {}
    }
}

fn indent(out: &mut String, depth: usize) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}

/// Without quotes only what every version of YAML takes for a string.
fn write_text(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        write_quoted(out, text);
    }
}

fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let usable = |c: char| c.is_ascii_alphanumeric() || "_-./:".contains(c);
    let is_word = WORDS.iter().any(|it| it.eq_ignore_ascii_case(text));
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic())
        || text
            .strip_prefix(['/', '.'])
            .is_some_and(|it| it.starts_with(char::is_alphabetic))
        || text.starts_with("./");
    starts && !text.ends_with(':') && !is_word && text.chars().all(usable)
}

/// In double quotes, with numbers for everything that some parser takes for a line break, for
/// nothing, or for an error.
fn write_quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_ascii_graphic() || c == ' ' || c.is_alphanumeric() => out.push(c),
            c if u32::from(c) > 0xffff => {
                let _infallible = write!(out, "\\U{:08x}", u32::from(c));
            }
            c => {
                let _infallible = write!(out, "\\u{:04x}", u32::from(c));
            }
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_looks_like_something_else_is_quoted() {
        for it in [
            "no", "ON", "12:30", "1e3", "", "~", "- a", "a: b", "#", "x y", "&a", "*a", "!t", "<<",
        ] {
            assert!(document(&[entry("k", text(it))]).contains('"'), "{it}");
        }
        for it in [
            "caddy:2",
            "./Caddyfile",
            "/tmp",
            "to-orders",
            "no-new-privileges:true",
        ] {
            assert_eq!(document(&[entry("k", text(it))]), format!("k: {it}\n"));
        }
    }

    proptest! {
        #[test]
        fn another_parser_reads_what_was_written(key in "\\PC{1,20}", value in any::<String>()) {
            // In quotes it is a text like any other; this reader merges even then.
            prop_assume!(key != "<<");
            let list = Yaml::List(vec![text(&*value), text("x")]);
            let map = Yaml::Map(vec![entry(&*key, list).comments([value.clone()])]);
            let written = document(&[entry("outer", map)]);
            let read: BTreeMap<String, BTreeMap<String, Vec<String>>> =
                serde_saphyr::from_str(&written).map_err(|it| TestCaseError::fail(it.to_string()))?;
            prop_assert_eq!(&read["outer"][&key], &[value, "x".to_owned()]);
        }
    }
}
