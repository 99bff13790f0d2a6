//! Where the tills come in: a line, a word, an answer.

pub mod commands;
pub mod line;
pub mod menu;

use crate::Res;
use crate::globals;
use crate::staff;
use crate::util;

/// `TILL WORD ARGUMENT...`; an argument with blanks stands in `"..."`.
pub fn answer(text: &str) -> String {
    match ask(text) {
        Ok(t) if t.is_empty() => "OK".to_string(),
        Ok(t) => t,
        Err(e) => e,
    }
}

fn ask(text: &str) -> Res<String> {
    if text.len() > 2_000 {
        return Err("E05 too long".to_string());
    }
    let words = split(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let [till, word, args @ ..] = words.as_slice() else {
        return Err("E04 TILL WORD".to_string());
    };
    let till = util::whole(till)?;
    let word = word.to_uppercase();
    let Some(command) = commands::TABLE.iter().find(|c| c.word == word) else {
        return Err(format!("E06 {word}? HELP"));
    };
    globals::store_of(till)?;
    if !command.needs.is_empty() {
        staff::need(till, command.needs)?;
    }
    (command.run)(till, &word, args)
}

/// Words, and `"words with blanks"`.
fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    let mut any = false;
    for c in text.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                any = true;
            }
            c if c.is_whitespace() && !quoted => {
                if any {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            c if c.is_control() => {}
            c => {
                word.push(c);
                any = true;
            }
        }
    }
    if any {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split() {
        assert_eq!(
            split(" 1 FIND  \"soju rot\" \"\" x"),
            ["1", "FIND", "soju rot", "", "x"]
        );
        assert!(split("  ").is_empty());
    }
}
