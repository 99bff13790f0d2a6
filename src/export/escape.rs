//! Names come from strangers: one function for each language that text is put into.
//!
//! Data formats keep every character they can hold. Formats for eyes show what has no shape of its
//! own (control characters, direction overrides) as `\u{202e}`, so that nothing can hide or pretend.

use std::fmt::Write as _;

/// Whether a character is invisible, breaks a line, or turns the direction of its neighbors.
fn is_shapeless(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{061c}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Text for eyes, on one line: what has no shape is written as its number.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push(' '),
            c if is_shapeless(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// Visible text of at most `n_chars` characters; the end of what is longer becomes `…`.
pub fn shortened(text: &str, n_chars: usize) -> String {
    let text = visible(text);
    match text.char_indices().nth(n_chars) {
        None => text,
        Some(_) => text
            .chars()
            .take(n_chars.saturating_sub(1))
            .chain(['…'])
            .collect(),
    }
}

/// Text inside an XML element or attribute. Line breaks survive both; what XML cannot hold at all
/// becomes U+FFFD.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// A quoted name of DOT. Two different names stay different: what was there before has two
/// backslashes, what is added here has one.
pub fn dot_name(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            c if is_shapeless(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A quoted label of DOT: there, `\N` and `&amp;` have meanings that a name must not get.
pub fn dot_label(text: &str) -> String {
    let text = visible(text)
        .replace('&', "&amp;")
        .replace('\\', "\\\\")
        .replace('"', "\\\"");
    format!("\"{text}\"")
}

/// Text between the quotes of a Mermaid label, which may end up as HTML: everything that is not
/// plain becomes a numbered entity.
pub fn mermaid(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            c if c.is_alphanumeric()
                || matches!(c, ' ' | '_' | '-' | '.' | ',' | ':' | '/' | '…') =>
            {
                out.push(c);
            }
            c => {
                let _infallible = write!(out, "#{};", u32::from(c));
            }
        }
    }
    out
}

/// Running text of Markdown (also in headings, lists and table cells): nothing in it is markup or
/// HTML.
pub fn markdown(text: &str) -> String {
    let text = visible(text);
    let chars: Vec<char> = text.trim_matches(' ').chars().collect();
    let mut out = String::with_capacity(text.len());
    for (idx, c) in chars.iter().enumerate() {
        let is_word = |idx: Option<usize>| {
            idx.and_then(|it| chars.get(it))
                .is_some_and(|it| it.is_alphanumeric())
        };
        let escaped = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '&' | '$' | '#' => true,
            // Inside a word it is a letter: `snake_case`.
            '_' => !(is_word(idx.checked_sub(1)) && is_word(Some(idx + 1))),
            // A list, a quote or a line under a heading, if it comes first.
            '-' | '+' | '=' | '>' => idx == 0,
            '.' | ')' => chars[..idx].iter().all(char::is_ascii_digit),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(*c);
    }
    out
}

/// A name of code in Markdown (also in table cells), as a code span where one can hold it.
pub fn markdown_code(text: &str) -> String {
    let text = visible(text);
    let plain = !text.is_empty() && text.trim() == text && !text.contains(['`', '|']);
    if plain {
        format!("`{text}`")
    } else {
        markdown(&text)
    }
}

/// A cell of a table for people: a spreadsheet must not take it for a formula. The files of the
/// contract (`nodes.csv`, `edges.csv`) are for programs and keep their ids as they are.
pub fn csv_cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Text on one line of a comment, in any language with comments to the end of the line.
pub fn comment(text: &str) -> String {
    visible(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_shape_becomes_a_number() {
        assert_eq!(visible("a\u{202e}b\nc\0"), "a\\u{202e}b\\nc\\u{0}");
        assert_eq!(visible("주문 שלום"), "주문 שלום");
    }

    #[test]
    fn long_names_are_cut_by_characters() {
        assert_eq!(shortened("주문서비스", 4), "주문서…");
        assert_eq!(shortened("주문서비스", 5), "주문서비스");
    }

    #[test]
    fn dot_names_stay_different() {
        assert_ne!(dot_name("a\nb"), dot_name("a\\nb"));
        assert_eq!(dot_name("ends with \\"), r#""ends with \\""#);
    }

    #[test]
    fn labels_do_not_expand() {
        assert_eq!(dot_label(r"\N &lt;"), r#""\\N &amp;lt;""#);
    }

    #[test]
    fn markdown_stays_legible() {
        assert_eq!(
            markdown("let SHOP_ROLE be (x: y.z)"),
            "let SHOP_ROLE be (x: y.z)"
        );
        assert_eq!(markdown("- _a_ <b> 1. c"), r"\- \_a\_ \<b> 1. c");
        assert_eq!(markdown("1. x"), r"1\. x");
        assert_eq!(markdown("    code"), "code");
    }

    #[test]
    fn formulas_become_text() {
        assert_eq!(csv_cell("=1+1"), "'=1+1");
        assert_eq!(csv_cell("orders"), "orders");
    }
}
