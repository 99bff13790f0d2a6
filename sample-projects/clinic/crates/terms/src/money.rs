use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

use serde::{Deserialize, Serialize};

/// An amount in won. The database keeps it as BIGINT.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Won(pub i64);

impl Won {
    pub const ZERO: Won = Won(0);

    /// A share in thousandths, exact before it is rounded down.
    pub fn permille(self, share: i64) -> Won {
        Won(self.0 * share / 1000)
    }

    /// 백원 미만 절사: the insurance drops what is below a hundred won.
    pub fn below_hundred_cut(self) -> Won {
        Won(self.0.div_euclid(100) * 100)
    }

    /// 십원 미만 절사.
    pub fn below_ten_cut(self) -> Won {
        Won(self.0.div_euclid(10) * 10)
    }

    pub fn times(self, quantity: i32) -> Won {
        Won(self.0 * i64::from(quantity))
    }

    /// "일만이천삼백" as it is written on receipts that must not be altered.
    pub fn in_words(self) -> String {
        const DIGITS: [&str; 10] = ["", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"];
        const SMALL: [&str; 4] = ["", "십", "백", "천"];
        const LARGE: [&str; 5] = ["", "만", "억", "조", "경"];
        if self.0 == 0 {
            return "영".into();
        }
        let mut rest = self.0.unsigned_abs();
        let mut groups = Vec::new();
        while rest > 0 {
            groups.push(rest % 10_000);
            rest /= 10_000;
        }
        let mut words = String::new();
        if self.0 < 0 {
            words.push_str("마이너스 ");
        }
        for (place, group) in groups.iter().enumerate().rev() {
            if *group == 0 {
                continue;
            }
            for position in (0..4).rev() {
                let digit = (group / 10_u64.pow(position as u32) % 10) as usize;
                if digit > 0 {
                    words.push_str(DIGITS[digit]);
                    words.push_str(SMALL[position]);
                }
            }
            words.push_str(LARGE.get(place).copied().unwrap_or(""));
        }
        words
    }
}

impl fmt::Display for Won {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        f.write_str("원")
    }
}

impl Add for Won {
    type Output = Won;
    fn add(self, other: Won) -> Won {
        Won(self.0 + other.0)
    }
}

impl Sub for Won {
    type Output = Won;
    fn sub(self, other: Won) -> Won {
        Won(self.0 - other.0)
    }
}

impl Neg for Won {
    type Output = Won;
    fn neg(self) -> Won {
        Won(-self.0)
    }
}

impl AddAssign for Won {
    fn add_assign(&mut self, other: Won) {
        self.0 += other.0;
    }
}

impl Sum for Won {
    fn sum<I: Iterator<Item = Won>>(amounts: I) -> Won {
        amounts.fold(Won::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped() {
        assert_eq!(Won(0).to_string(), "0원");
        assert_eq!(Won(12_590).to_string(), "12,590원");
        assert_eq!(Won(-1_234_567).to_string(), "-1,234,567원");
    }

    #[test]
    fn cuts_go_down() {
        assert_eq!(Won(5_270).below_hundred_cut(), Won(5_200));
        assert_eq!(Won(5_279).below_ten_cut(), Won(5_270));
        assert_eq!(Won(17_610).permille(300), Won(5_283));
    }

    #[test]
    fn words_for_receipts() {
        assert_eq!(Won(12_300).in_words(), "일만이천삼백");
        assert_eq!(Won(100_000_050).in_words(), "일억오십");
        assert_eq!(Won(0).in_words(), "영");
    }
}
