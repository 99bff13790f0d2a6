//! The menu on the screen in the office, and of the till when the network is down.

use std::io::{BufRead, Write};

use crate::Res;
use crate::door;

const TEXT: &str = "\
1 Anmelden     2 Bon          3 Zahlen       4 Retoure
5 Lade         6 X-Bericht    7 Z-Bericht    8 Papier
9 Bestand      0 Ende         or a line as the tills send it";

/// Until `0` or the end of the input.
pub fn menu() -> Res<()> {
    let input = std::io::stdin();
    let mut input = input.lock();
    println!("{TEXT}");
    loop {
        let choice = match ask(&mut input, "> ")? {
            Some(c) => c,
            None => return Ok(()),
        };
        let questions: &[&str] = match choice.as_str() {
            "0" => return Ok(()),
            "" => continue,
            "1" => &["LOGIN", "Kasse", "Nummer", "PIN"],
            "2" => &["SCAN", "Kasse", "Code"],
            "3" => &["PAY CASH", "Kasse", "gegeben"],
            "4" => &[
                "RETURN LINE",
                "Kasse",
                "Bon",
                "Zeile",
                "Menge",
                "CASH/CARD/VOUCHER",
            ],
            "5" => &["DRAWER", "Kasse", "FLOAT/OPEN/SHUT/SHOW"],
            "6" => &["DAYEND X", "Kasse"],
            "7" => &["DAYEND Z", "Kasse", "gezählt"],
            "8" => &["PAPER", "Kasse"],
            "9" => &["STOCK SHOW", "Kasse", "Artikel"],
            line => {
                println!("{}", door::answer(line));
                continue;
            }
        };
        let mut answers = Vec::new();
        for question in &questions[1..] {
            match ask(&mut input, &format!("{question}: "))? {
                Some(a) => answers.push(a),
                None => return Ok(()),
            }
        }
        let till = answers.first().cloned().unwrap_or_default();
        let line = format!("{till} {} {}", questions[0], answers[1..].join(" "));
        println!("{}", door::answer(&line));
    }
}

fn ask(input: &mut impl BufRead, question: &str) -> Res<Option<String>> {
    print!("{question}");
    std::io::stdout().flush().map_err(|e| e.to_string())?;
    let mut line = Vec::new();
    let n = input
        .read_until(b'\n', &mut line)
        .map_err(|e| e.to_string())?;
    if n == 0 {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&line).trim().to_string()))
}
