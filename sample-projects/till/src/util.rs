//! Money, days, text and CSV.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::Res;

/// `1.234,50`
pub fn euro(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    let whole = (cents / 100).to_string();
    let mut grouped = String::new();
    for (n, c) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(c);
    }
    format!("{sign}{grouped},{:02}", cents % 100)
}

/// `12,50`, `12.5`, `12`, `-3` to cents.
pub fn cents(text: &str) -> Res<i64> {
    let bad = || format!("E02 {text:?} is not an amount");
    let t = text.trim().replace(',', ".");
    let (sign, t) = match t.strip_prefix('-') {
        Some(rest) => (-1, rest.to_string()),
        None => (1, t),
    };
    let (whole, part) = t.split_once('.').unwrap_or((&t, ""));
    if whole.is_empty() || part.len() > 2 || !part.chars().all(|c| c.is_ascii_digit()) {
        return Err(bad());
    }
    let whole: i64 = whole.parse::<u32>().map_err(|_| bad())?.into();
    let part: i64 = format!("{part:0<2}").parse().map_err(|_| bad())?;
    Ok(sign * (whole * 100 + part))
}

pub fn whole(text: &str) -> Res<i64> {
    let n: i32 = text
        .trim()
        .parse()
        .map_err(|_| format!("E03 {text:?} is not a number"))?;
    Ok(n.into())
}

/// `2026-11-02 09:15:00`, in UTC like the server.
pub fn now() -> String {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_secs() as i64);
    let (y, m, d) = civil(seconds.div_euclid(86_400));
    let s = seconds.rem_euclid(86_400);
    format!(
        "{y:04}-{m:02}-{d:02} {:02}:{:02}:{:02}",
        s / 3600,
        s / 60 % 60,
        s % 60
    )
}

fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let d = doy - (153 * mp + 2) / 5 + 1;
    let m = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(m <= 2), m, d)
}

fn days_of(y: i64, m: i64, d: i64) -> i64 {
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let doy = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + d - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

/// A day is `2026-11-02` and in the calendar.
pub fn is_day(text: &str) -> bool {
    parse_day(text).is_some()
}

fn parse_day(text: &str) -> Option<i64> {
    if text.len() != 10 || !text.is_ascii() {
        return None;
    }
    let (y, m, d) = (
        text[0..4].parse().ok()?,
        text[5..7].parse().ok()?,
        text[8..10].parse().ok()?,
    );
    let n = days_of(y, m, d);
    (civil(n) == (y, m, d) && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-').then_some(n)
}

/// A day that is none stays as it is.
pub fn add_days(day: &str, days: i64) -> String {
    match parse_day(day) {
        Some(n) => {
            let (y, m, d) = civil(n + days);
            format!("{y:04}-{m:02}-{d:02}")
        }
        None => day.to_string(),
    }
}

/// Left, right, on 42 columns. Hangul is as wide as the printer's two.
pub fn two(left: &str, right: &str) -> String {
    let room = 42usize.saturating_sub(width(right) + 1);
    let mut l = String::new();
    for c in left.chars() {
        if width(&l) + char_width(c) > room {
            break;
        }
        l.push(c);
    }
    let gap = 42usize.saturating_sub(width(&l) + width(right));
    format!("{l}{}{right}", " ".repeat(gap))
}

pub fn center(text: &str) -> String {
    format!(
        "{}{text}",
        " ".repeat(42usize.saturating_sub(width(text)) / 2)
    )
}

fn char_width(c: char) -> usize {
    if ('\u{1100}'..='\u{d7a3}').contains(&c) {
        2
    } else {
        1
    }
}

fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// One line of CSV with semicolons, as the German Excel writes it.
pub fn csv_line(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.trim_end_matches(['\r', '\n']).chars().peekable();
    while let Some(c) = chars.next() {
        let last = cells.len() - 1;
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cells[last].push('"');
            }
            '"' => quoted = !quoted,
            ';' if !quoted => cells.push(String::new()),
            _ => cells[last].push(c),
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_and_writes() {
        assert_eq!(euro(123_456), "1.234,56");
        assert_eq!(euro(-5), "-0,05");
        assert_eq!(cents("12,5"), Ok(1250));
        assert_eq!(cents("-3"), Ok(-300));
        for bad in ["", "x", "1,234", "--1", "1.x", "99999999999", ","] {
            assert!(cents(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn days_add_up() {
        assert_eq!(add_days("2024-02-28", 2), "2024-03-01");
        assert_eq!(add_days("2026-12-31", 1), "2027-01-01");
        assert_eq!(add_days("gestern", 1), "gestern");
        assert!(!is_day("2023-02-29"));
        assert!(!is_day("감사감사"));
    }

    #[test]
    fn paper_is_42_wide() {
        assert_eq!(two("Kimchi", "6,49").len(), 42);
        assert_eq!(width(&two("배추김치", "6,49")), 42);
        assert_eq!(width(&two(&"라".repeat(40), "1,00")), 42);
    }

    #[test]
    fn csv_cells() {
        assert_eq!(csv_line("a;\"b;\"\"c\";"), ["a", "b;\"c", ""]);
    }
}
