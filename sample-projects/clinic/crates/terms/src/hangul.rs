//! Small things one needs as soon as names are in Hangul.

const INITIALS: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ',
    'ㅌ', 'ㅍ', 'ㅎ',
];

/// "김민지" becomes "ㄱㅁㅈ"; all else stays.
pub fn initials(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '가'..='힣' => INITIALS[(letter as usize - '가' as usize) / 588],
            other => other,
        })
        .collect()
}

pub fn is_initials(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| INITIALS.contains(&letter))
}

/// 받침: does the last syllable end in a consonant?
pub fn has_final(text: &str) -> bool {
    matches!(text.chars().last(), Some(letter @ '가'..='힣') if !(letter as u32 - '가' as u32).is_multiple_of(28))
}

/// 은/는, 이/가, 을/를 after a word.
pub fn with_particle(word: &str, closed: &str, open: &str) -> String {
    format!("{word}{}", if has_final(word) { closed } else { open })
}

/// 김*지: what a monitor in the waiting room may show.
pub fn veiled(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    match letters.as_slice() {
        [] => String::new(),
        [only] => only.to_string(),
        [first, _] => format!("{first}*"),
        [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len())),
    }
}

/// Columns a text takes on paper: Hangul is two wide.
pub fn columns(text: &str) -> usize {
    text.chars()
        .map(|letter| {
            if ('ᄀ'..='힣').contains(&letter) {
                2
            } else {
                1
            }
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert_eq!(initials("김민지 A"), "ㄱㅁㅈ A");
        assert!(is_initials("ㄱㅁ"));
        assert!(!is_initials("김ㅁ"));
        assert_eq!(veiled("김민지"), "김*지");
        assert_eq!(veiled("남궁세라"), "남**라");
        assert_eq!(veiled("이솔"), "이*");
    }

    #[test]
    fn particles() {
        assert_eq!(with_particle("처방", "이", "가"), "처방이");
        assert_eq!(with_particle("검사", "이", "가"), "검사가");
        assert_eq!(columns("HbA1c 검사"), 10);
    }
}
