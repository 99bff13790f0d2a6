use std::fmt;

use serde::Serialize;

use crate::TermError;

/// A phone number with dashes where people in Korea put them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Phone(String);

impl Phone {
    pub fn parse(text: &str) -> Result<Phone, TermError> {
        let mut digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if let Some(rest) = digits.strip_prefix("82") {
            digits = format!("0{rest}");
        }
        let area = if digits.starts_with("02") { 2 } else { 3 };
        if !digits.starts_with('0') || !(area + 7..=area + 8).contains(&digits.len()) {
            return Err(TermError::Phone(text.into()));
        }
        let middle = digits.len() - 4;
        Ok(Phone(format!(
            "{}-{}-{}",
            &digits[..area],
            &digits[area..middle],
            &digits[middle..]
        )))
    }

    /// Only these can take a text message.
    pub fn is_mobile(&self) -> bool {
        self.0.starts_with("010")
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_find_their_place() {
        assert_eq!(
            Phone::parse("01023456789").unwrap().as_str(),
            "010-2345-6789"
        );
        assert_eq!(
            Phone::parse("+82 2 332 7582").unwrap().as_str(),
            "02-332-7582"
        );
        assert!(Phone::parse("1588").is_err());
        assert!(Phone::parse("010 1234 5678").unwrap().is_mobile());
    }
}
