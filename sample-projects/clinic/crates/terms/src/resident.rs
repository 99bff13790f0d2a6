use chrono::{Datelike, NaiveDate};

use crate::TermError;

/// 주민등록번호. Never printed whole: `Debug` and `masked` hide the tail.
#[derive(Clone, PartialEq, Eq)]
pub struct ResidentNo {
    digits: [u8; 13],
    birth: NaiveDate,
}

impl std::fmt::Debug for ResidentNo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.masked())
    }
}

impl ResidentNo {
    pub fn parse(text: &str) -> Result<ResidentNo, TermError> {
        let wrong =
            || TermError::Resident(format!("{}…", text.chars().take(6).collect::<String>()));
        let plain: Vec<u8> = text
            .bytes()
            .filter(|byte| *byte != b'-' && *byte != b' ')
            .map(|byte| byte.wrapping_sub(b'0'))
            .collect();
        let digits: [u8; 13] = plain.try_into().map_err(|_| wrong())?;
        if digits.iter().any(|digit| *digit > 9) {
            return Err(wrong());
        }
        let century = match digits[6] {
            9 | 0 => 1800,
            1 | 2 | 5 | 6 => 1900,
            _ => 2000,
        };
        let two = |at: usize| i32::from(digits[at]) * 10 + i32::from(digits[at + 1]);
        let birth = NaiveDate::from_ymd_opt(century + two(0), two(2) as u32, two(4) as u32)
            .ok_or_else(wrong)?;
        // Numbers given out since October 2020 carry no check digit.
        if birth < NaiveDate::from_ymd_opt(2020, 10, 1).unwrap_or_default()
            && check_digit(&digits) != digits[12]
        {
            return Err(wrong());
        }
        Ok(ResidentNo { digits, birth })
    }

    pub fn birth(&self) -> NaiveDate {
        self.birth
    }

    pub fn is_female(&self) -> bool {
        self.digits[6].is_multiple_of(2)
    }

    /// 외국인등록번호.
    pub fn is_foreigner(&self) -> bool {
        (5..=8).contains(&self.digits[6])
    }

    pub fn masked(&self) -> String {
        let head: String = self.digits[..6]
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect();
        format!("{head}-{}******", self.digits[6])
    }

    /// The whole number, for the digest and nothing else.
    pub fn plain(&self) -> String {
        self.digits
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect()
    }
}

fn check_digit(digits: &[u8; 13]) -> u8 {
    const WEIGHTS: [u32; 12] = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];
    let sum: u32 = WEIGHTS
        .iter()
        .zip(digits)
        .map(|(weight, digit)| weight * u32::from(*digit))
        .sum();
    ((11 - sum % 11) % 10) as u8
}

/// 만 나이 on a day.
pub fn age_on(birth: NaiveDate, day: NaiveDate) -> i32 {
    let years = day.year() - birth.year();
    if (day.month(), day.day()) < (birth.month(), birth.day()) {
        years - 1
    } else {
        years
    }
}

/// A number that passes, for seeds and tests. Nobody has it.
pub fn made_up(birth: NaiveDate, female: bool, serial: u32) -> String {
    let gender = match (birth.year() >= 2000, female) {
        (false, false) => 1,
        (false, true) => 2,
        (true, false) => 3,
        (true, true) => 4,
    };
    let head = format!("{}{gender}{:05}", birth.format("%y%m%d"), serial % 100_000);
    let mut digits = [0; 13];
    for (place, byte) in digits.iter_mut().zip(head.bytes()) {
        *place = byte - b'0';
    }
    format!("{}-{}{}", &head[..6], &head[6..], check_digit(&digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_number_tells_birth_and_sex() {
        let number = ResidentNo::parse(&made_up(day(1987, 4, 19), true, 10_432)).unwrap();
        assert_eq!(number.birth(), day(1987, 4, 19));
        assert!(number.is_female());
        assert_eq!(number.masked(), "870419-2******");
        assert!(!format!("{number:?}").contains("0432"));
    }

    #[test]
    fn a_wrong_check_digit_is_refused() {
        let good = made_up(day(1960, 12, 1), false, 777);
        let last = good.chars().last().unwrap();
        let bad = format!("{}{}", &good[..13], (last.to_digit(10).unwrap() + 1) % 10);
        assert!(ResidentNo::parse(&good).is_ok());
        assert!(ResidentNo::parse(&bad).is_err());
        assert!(ResidentNo::parse("870431-2000000").is_err());
    }

    #[test]
    fn ages_change_on_the_birthday() {
        assert_eq!(age_on(day(1961, 3, 2), day(2026, 3, 1)), 64);
        assert_eq!(age_on(day(1961, 3, 2), day(2026, 3, 2)), 65);
    }
}
