//! Amounts of money, in won.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize};

/// An amount in won. Won has no minor unit, so it is a whole number everywhere.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    pub const ZERO: Money = Money(0);

    pub const fn won(amount: i64) -> Money {
        Money(amount)
    }

    pub const fn as_won(self) -> i64 {
        self.0
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// This price for so many pieces.
    pub fn times(self, quantity: u32) -> Money {
        Money(self.0 * i64::from(quantity))
    }

    /// So many percent of it, rounded down in the customer's favor when it is a charge.
    pub fn percent(self, percent: i64) -> Money {
        Money(self.0 * percent / 100)
    }

    /// The price with a percentage taken off, on a multiple of ten won as on the price tags.
    pub fn less_percent(self, percent: i64) -> Money {
        Money((self.0 - self.0 * percent / 100) / 10 * 10)
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        let sign = if self.0 < 0 { "-" } else { "" };
        let mut grouped = String::new();
        for (position, digit) in digits.chars().enumerate() {
            if position > 0 && (digits.len() - position).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        write!(f, "{sign}₩{grouped}")
    }
}

impl ToSql for Money {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.into())
    }
}

impl FromSql for Money {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Money> {
        value.as_i64().map(Money)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_thousands() {
        assert_eq!(Money::won(0).to_string(), "₩0");
        assert_eq!(Money::won(950).to_string(), "₩950");
        assert_eq!(Money::won(1_234_500).to_string(), "₩1,234,500");
        assert_eq!(Money::won(-3_000).to_string(), "-₩3,000");
    }

    #[test]
    fn promotions_end_on_ten_won() {
        assert_eq!(Money::won(9_500).less_percent(10), Money::won(8_550));
        assert_eq!(Money::won(4_990).less_percent(15), Money::won(4_240));
    }
}
