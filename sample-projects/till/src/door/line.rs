//! The port. One thread for every till, one line at a time, an empty line after every answer.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;

use crate::Res;
use crate::db;
use crate::door;
use crate::globals;

static GUESTS: AtomicI64 = AtomicI64::new(0);

pub fn serve(bind: &str, port: &str) -> Res<()> {
    if globals::PLACE.get().is_some_and(|p| p == ":memory:") {
        return Err("serve wants a database that the tills can share".to_string());
    }
    let port: u16 = port
        .parse()
        .map_err(|_| format!("{port:?} is not a port"))?;
    let listener = TcpListener::bind((bind, port)).map_err(|e| format!("{bind}:{port}: {e}"))?;
    let at = listener.local_addr().map_err(|e| e.to_string())?;
    println!("till listens on {at}");
    for guest in listener.incoming() {
        let Ok(guest) = guest else { continue };
        if GUESTS.load(Ordering::SeqCst) >= 32 {
            continue;
        }
        GUESTS.fetch_add(1, Ordering::SeqCst);
        let started = thread::Builder::new().spawn(move || {
            let _ = talk(guest);
            db::close();
            GUESTS.fetch_sub(1, Ordering::SeqCst);
        });
        if started.is_err() {
            GUESTS.fetch_sub(1, Ordering::SeqCst);
        }
    }
    Ok(())
}

fn talk(guest: TcpStream) -> std::io::Result<()> {
    let mut to = guest.try_clone()?;
    let place = globals::PLACE.get().map_or("till.db", String::as_str);
    if let Err(e) = db::open(place) {
        return writeln!(to, "{e}\n");
    }
    let mut from = BufReader::new(guest);
    loop {
        let mut line = Vec::new();
        match (&mut from).take(4_096).read_until(b'\n', &mut line) {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(e) if e.kind() == ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        }
        let line = String::from_utf8_lossy(&line);
        match line.trim() {
            "" => continue,
            "BYE" => return Ok(()),
            text => writeln!(to, "{}\n", door::answer(text))?,
        }
    }
}
