use std::process::ExitCode;
use std::{env, fs};

use till::{Res, books, db, door, globals, import, nightly, stock, util};

const USAGE: &str = "till serve | menu | nightly [DAY] | import FILE | export FILE | stock STORE";

fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Res<()> {
    let place = env::var("TILL_DB").unwrap_or_else(|_| "till.db".to_string());
    let place = globals::PLACE.get_or_init(|| place);
    if let Ok(day) = env::var("TILL_DAY") {
        if !util::is_day(&day) {
            return Err(format!("TILL_DAY {day:?} is not a day"));
        }
        *globals::lock(&globals::BUSINESS_DAY) = day;
    }
    if env::var("TILL_TRAINING").is_ok_and(|v| v == "1") {
        globals::TRAINING.store(true, std::sync::atomic::Ordering::SeqCst);
    }
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    db::open(place)?;
    match args.as_slice() {
        ["serve"] => {
            let bind = env::var("TILL_BIND").unwrap_or_else(|_| "127.0.0.1".to_string());
            let port = env::var("TILL_PORT").unwrap_or_else(|_| "7091".to_string());
            door::line::serve(&bind, &port)
        }
        [] | ["menu"] => door::menu::menu(),
        ["nightly"] => print(nightly::run_all(&globals::day())),
        ["nightly", day] if util::is_day(day) => print(nightly::run_all(day)),
        ["import", file] => {
            let text = fs::read(file).map_err(|e| format!("{file}: {e}"))?;
            print(import::articles(file, &String::from_utf8_lossy(&text)))
        }
        ["export", file] => {
            let text = books::export(&globals::day(), file)?;
            fs::write(file, text).map_err(|e| format!("{file}: {e}"))
        }
        ["stock", store] => print(stock::list(store)),
        _ => Err(USAGE.to_string()),
    }
}

fn print(answer: Res<String>) -> Res<()> {
    println!("{}", answer?);
    Ok(())
}
