use std::fmt;

use serde::Serialize;

use crate::TermError;

/// 한국표준질병사인분류: a letter, two digits, and up to two more after a point.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Kcd(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum 질병군 {
    감염,
    신생물,
    내분비,
    정신,
    신경,
    순환기,
    호흡기,
    소화기,
    피부,
    근골격,
    비뇨생식,
    손상,
    기타,
}

impl Kcd {
    pub fn parse(text: &str) -> Result<Kcd, TermError> {
        let code = text.trim().to_ascii_uppercase();
        let wrong = || TermError::Disease(text.into());
        let (head, tail) = match code.split_once('.') {
            Some((head, tail)) => (head, Some(tail)),
            None => (code.as_str(), None),
        };
        let mut letters = head.chars();
        let first_ok = letters
            .next()
            .is_some_and(|letter| letter.is_ascii_uppercase());
        let digits = letters.as_str();
        let digits_ok = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let tail_ok = tail.is_none_or(|tail| {
            (1..=2).contains(&tail.len()) && tail.bytes().all(|byte| byte.is_ascii_digit())
        });
        if first_ok && digits_ok && tail_ok {
            Ok(Kcd(code))
        } else {
            Err(wrong())
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn group(&self) -> 질병군 {
        group_of(&self.0)
    }

    /// 법정감염병 that must be told to the health office the same day.
    pub fn must_be_reported(&self) -> bool {
        ["A00", "A15", "A37", "B05", "B26", "J10", "U07"]
            .iter()
            .any(|code| self.0.starts_with(code))
    }
}

/// Also for codes that come from the database, where old ones do not always parse.
pub fn group_of(code: &str) -> 질병군 {
    match code.chars().next() {
        Some('A' | 'B' | 'U') => 질병군::감염,
        Some('C' | 'D') => 질병군::신생물,
        Some('E') => 질병군::내분비,
        Some('F') => 질병군::정신,
        Some('G') => 질병군::신경,
        Some('I') => 질병군::순환기,
        Some('J') => 질병군::호흡기,
        Some('K') => 질병군::소화기,
        Some('L') => 질병군::피부,
        Some('M') => 질병군::근골격,
        Some('N') => 질병군::비뇨생식,
        Some('S' | 'T') => 질병군::손상,
        _ => 질병군::기타,
    }
}

impl fmt::Display for Kcd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for 질병군 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_a_form() {
        assert_eq!(Kcd::parse(" j00 ").unwrap().as_str(), "J00");
        assert_eq!(Kcd::parse("M54.56").unwrap().group(), 질병군::근골격);
        for wrong in ["", "J0", "00J", "J00.", "J00.123", "감기"] {
            assert!(Kcd::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn measles_is_reported() {
        assert!(Kcd::parse("B05.9").unwrap().must_be_reported());
        assert!(!Kcd::parse("J00").unwrap().must_be_reported());
    }
}
