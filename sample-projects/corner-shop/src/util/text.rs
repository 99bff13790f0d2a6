//! Text as people type it.

/// Lower case, with runs of blanks made one: for comparing and searching.
pub fn fold(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// A string for `LIKE` that matches the text anywhere, taken literally.
pub fn like_pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in fold(text).chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// Whether it could be an email address; the mail server has the last word.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_take_wildcards_literally() {
        assert_eq!(like_pattern("  100%  Yuja_tea"), "%100\\% yuja\\_tea%");
        assert_eq!(like_pattern("유자차"), "%유자차%");
    }

    #[test]
    fn knows_an_email_when_it_sees_one() {
        assert!(is_email("minji.kim@example.kr"));
        assert!(!is_email("minji.kim"));
        assert!(!is_email("@example.kr"));
        assert!(!is_email("minji kim@example.kr"));
    }
}
