//! What the machine sends: lines with bars between, a checksum at the end. It resembles ASTM.

use sqlx::{Connection, PgPool};

use super::results;
use crate::Result;

#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    pub order: i64,
    pub value: f64,
}

#[derive(Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Taken {
    pub entered: usize,
    pub refused: Vec<String>,
}

/// `R|<order>|<value>|<checksum>`, the checksum being the sum of all bytes before its bar, modulo 256.
pub fn parse(line: &str) -> Option<Measured> {
    let (content, sum) = line.trim_end().rsplit_once('|')?;
    let expected = content.bytes().fold(0_u8, u8::wrapping_add);
    if u8::from_str_radix(sum, 16).ok()? != expected {
        return None;
    }
    let mut parts = content.split('|');
    if parts.next()? != "R" {
        return None;
    }
    let measured = Measured {
        order: parts.next()?.parse().ok()?,
        value: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(measured)
}

pub fn line(measured: &Measured) -> String {
    let content = format!("R|{}|{}", measured.order, measured.value);
    let sum = content.bytes().fold(0_u8, u8::wrapping_add);
    format!("{content}|{sum:02X}")
}

/// A run of the machine is one transaction, but a bad line does not spoil the good ones.
pub async fn take(pool: &PgPool, text: &str) -> Result<Taken> {
    let mut taken = Taken::default();
    let mut tx = pool.begin().await?;
    for raw in text.lines().filter(|raw| !raw.trim().is_empty()) {
        let Some(measured) = parse(raw) else {
            taken.refused.push(raw.to_owned());
            continue;
        };
        let mut each = tx.begin().await?;
        match results::enter_in(&mut each, None, measured.order, measured.value).await {
            Ok(_) => {
                each.commit().await?;
                taken.entered += 1;
            }
            Err(error) => {
                each.rollback().await?;
                taken.refused.push(format!("{raw}: {error}"));
            }
        }
    }
    tx.commit().await?;
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_checked() {
        let measured = Measured {
            order: 17,
            value: 5.25,
        };
        let good = line(&measured);
        assert_eq!(parse(&good), Some(measured));
        assert_eq!(parse(&good.replace("5.25", "6.25")), None);
        assert_eq!(parse("H|hello|00"), None);
        assert_eq!(parse(""), None);
    }
}
