//! PostgreSQL, through a `psql` that stays open. The library for it wanted a newer compiler in 2019,
//! and `psql` was there.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::Res;
use crate::db::{Row, V};

const CELL: char = '\u{1f}';
const END: char = '\u{1e}';
const NULL: &str = "\u{1}";
const DONE: &str = "--till--";

pub struct Psql {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Psql {
    pub fn open(url: &str) -> Res<Psql> {
        let mut child = Command::new("psql")
            .args(["-X", "-q", "-A", "-t", "-F"])
            .arg(CELL.to_string())
            .arg("-R")
            .arg(format!("{END}\n"))
            .args(["-P", &format!("null={NULL}"), "-d", url])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("E91 psql: {e}"))?;
        let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("E91 psql has no pipes".to_string());
        };
        let mut link = Psql {
            child,
            to,
            from: BufReader::new(from),
        };
        link.rows("SET client_min_messages = error", &[])?;
        Ok(link)
    }

    pub fn rows(&mut self, sql: &str, args: &[V]) -> Res<Vec<Row>> {
        let script = format!(
            "{};\n\\echo\n\\echo {DONE} :ERROR :LAST_ERROR_MESSAGE\n",
            fill_in(sql, args)
        );
        self.to
            .write_all(script.as_bytes())
            .and_then(|()| self.to.flush())
            .map_err(|e| format!("E91 psql: {e}"))?;
        let mut answer = String::new();
        loop {
            let mut line = String::new();
            match self.from.read_line(&mut line) {
                Ok(0) => return Err("E91 psql has gone".to_string()),
                Ok(_) => {}
                Err(e) => return Err(format!("E91 psql: {e}")),
            }
            if let Some(rest) = line.strip_prefix(DONE) {
                let rest = rest.trim();
                return match rest.strip_prefix("true") {
                    Some(message) => Err(format!("E92 {}", message.trim())),
                    None => Ok(take_apart(&answer)),
                };
            }
            answer.push_str(&line);
        }
    }
}

impl Drop for Psql {
    fn drop(&mut self) {
        let _ = self.to.write_all(b"\\q\n");
        let _ = self.child.wait();
    }
}

/// Puts the values into the text. Nothing else in the text may have a `$` and a digit.
fn fill_in(sql: &str, args: &[V]) -> String {
    let mut out = String::new();
    let mut rest = sql;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let digits: String = rest[at + 1..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        rest = &rest[at + 1 + digits.len()..];
        match digits.parse::<usize>().ok().and_then(|n| n.checked_sub(1)) {
            Some(n) => match args.get(n) {
                Some(V::I(i)) => out.push_str(&i.to_string()),
                Some(V::S(s)) => {
                    out.push('\'');
                    out.push_str(&s.replace('\'', "''").replace(['\0', CELL, END], " "));
                    out.push('\'');
                }
                _ => out.push_str("NULL"),
            },
            None => {
                out.push('$');
                out.push_str(&digits);
            }
        }
    }
    out.push_str(rest);
    out
}

fn take_apart(answer: &str) -> Vec<Row> {
    let answer = answer.trim_matches('\n');
    if answer.is_empty() {
        return Vec::new();
    }
    answer
        .split(&format!("{END}\n"))
        .map(|record| {
            Row(record
                .split(CELL)
                .map(|cell| match cell {
                    NULL => V::N,
                    _ => V::S(cell.to_string()),
                })
                .collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_into_the_text() {
        let sql = fill_in(
            "SELECT $2, $1, '$' FROM t WHERE a = $3",
            crate::p![7, "O'Hara", None::<i64>],
        );
        assert_eq!(sql, "SELECT 'O''Hara', 7, '$' FROM t WHERE a = NULL");
    }

    #[test]
    fn an_answer_is_taken_apart() {
        let rows = take_apart("1\u{1f}eins\u{1e}\n2\u{1f}\u{1}\n\n");
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].s(1), "eins");
        assert!(rows[1].is_null(1));
    }
}
