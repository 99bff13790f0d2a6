//! What stands on a chip, and how wide it will be before any font is at hand.

use std::sync::Arc;

/// The longest label, in widths of an ordinary letter.
const MAX_LETTERS: usize = 30;

/// Width of a text in points at this font size: a generous estimate, so that text fits its chip.
///
/// Chinese, Japanese and Korean letters are as wide as they are high.
pub fn text_width(text: &str, font_size: f32) -> f32 {
    text.chars().map(|it| letter_width(it) * font_size).sum()
}

fn letter_width(letter: char) -> f32 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.29,
        'f' | 'r' | 't' | ' ' | '(' | ')' | '[' | ']' | '-' | '/' => 0.4,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.92,
        'A'..='Z' => 0.7,
        it if is_wide(it) => 1.02,
        _ => 0.6,
    }
}

/// Whether the letter takes the room of two.
fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}' | '\u{1F300}'..='\u{1FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

/// The text with what would break a line or turn its direction shown as a dot.
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|it| if is_harmful(it) { '·' } else { it })
        .collect()
}

fn is_harmful(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The end of a path that fits on a chip: whole segments if possible.
pub(super) fn label(segments: &[&str]) -> Arc<str> {
    let whole = clean(&segments.join("::"));
    if letters(&whole) <= MAX_LETTERS {
        return whole.into();
    }
    for skipped in 1..segments.len() {
        let shorter = format!("…{}", clean(&segments[skipped..].join("::")));
        if letters(&shorter) <= MAX_LETTERS {
            return shorter.into();
        }
    }
    cut_middle(&clean(segments.last().copied().unwrap_or_default())).into()
}

/// Beginning and end of a text, at most as wide as a label may be.
fn cut_middle(text: &str) -> String {
    if letters(text) <= MAX_LETTERS {
        return text.to_owned();
    }
    let half = MAX_LETTERS / 2;
    let head: String = fitting(text.chars(), half);
    let tail: String = fitting(text.chars().rev(), half - 1);
    format!("{head}…{}", tail.chars().rev().collect::<String>())
}

fn fitting(letters: impl Iterator<Item = char>, room: usize) -> String {
    let mut used = 0;
    letters
        .take_while(|it| {
            used += 1 + usize::from(is_wide(*it));
            used <= room
        })
        .collect()
}

fn letters(text: &str) -> usize {
    text.chars().map(|it| 1 + usize::from(is_wide(it))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_the_end_of_a_path() {
        let check = |segments: &[&str], expected: &str| assert_eq!(&*label(segments), expected);
        check(&["orders", "checkout"], "orders::checkout");
        check(
            &["orders", "checkout", "line_items", "rounding"],
            "…line_items::rounding",
        );
        check(
            &["a_name_that_goes_on_and_on_and_on_forever"],
            "a_name_that_goe…and_on_forever",
        );
        check(&["주문", "결제"], "주문::결제");
        check(&["bad\nname\u{202E}gnp"], "bad·name·gnp");
        check(
            &["주문처리모듈과결제처리모듈과배송모듈"],
            "주문처리모듈과…모듈과배송모듈",
        );
    }

    #[test]
    fn wide_letters_count_twice() {
        assert!(text_width("주문", 12.0) > 1.6 * text_width("ab", 12.0));
    }
}
