//! The program itself, over its port and its menu.

#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs, process};

const PROGRAM: &str = env!("CARGO_BIN_EXE_till");

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = env::temp_dir().join(format!("till-{name}-{}", process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn till(&self, args: &[&str]) -> Command {
        let mut c = Command::new(PROGRAM);
        c.args(args)
            .current_dir(&self.0)
            .env("TILL_DB", "shop.db")
            .env("TILL_DAY", "2026-11-02")
            .env("TILL_PORT", "0")
            .env_remove("TILL_TRAINING");
        c
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn said(command: &mut Command) -> String {
    let out = command.output().unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).unwrap()
}

struct Till(BufReader<TcpStream>);

impl Till {
    fn say(&mut self, line: &[u8]) -> String {
        self.0.get_mut().write_all(line).unwrap();
        let mut answer = String::new();
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).unwrap();
            if line.trim().is_empty() {
                return answer;
            }
            answer.push_str(line.trim_end());
        }
    }
}

#[test]
fn two_tills_at_one_port() {
    let folder = Folder::new("port");
    let mut server = Server(
        folder
            .till(&["serve"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut first = String::new();
    BufReader::new(server.0.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    let at = first.trim().rsplit(' ').next().unwrap().to_string();
    let mut one = Till(BufReader::new(TcpStream::connect(&at).unwrap()));
    let mut two = Till(BufReader::new(TcpStream::connect(&at).unwrap()));
    assert!(one.say(b"1 LOGIN 3 0815\n").contains("Seo-yeon"));
    assert!(two.say(b"2 LOGIN 2 4711\n").contains("Odenwald"));
    for till in [(&mut one, 1), (&mut two, 2)] {
        let (till, n) = till;
        till.say(format!("{n} DRAWER FLOAT\n").as_bytes());
        till.say(format!("{n} PLU 1101\n").as_bytes());
        assert_eq!(till.say(format!("{n} PAY CARD\n").as_bytes()), "KARTE 1,49");
    }
    assert!(one.say(b"\xff\xfe 1\n").starts_with('E'));
    assert!(
        one.say(&[b"1 FIND ".as_slice(), &[b'x'; 3_000], b"\n"].concat())
            .starts_with('E')
    );
    drop(server);
    let stock = said(&mut folder.till(&["stock", "KAI"]));
    assert!(stock.contains("1101          38"), "{stock}");
}

#[test]
fn menu_import_export_and_night() {
    let folder = Folder::new("menu");
    let csv = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/articles.csv");
    assert_eq!(
        said(&mut folder.till(&["import", csv.to_str().unwrap()])),
        "2 good, 6 bad\n"
    );
    assert!(said(&mut folder.till(&["nightly"])).contains("tidy: 0 rows"));
    assert!(said(&mut folder.till(&["nightly", "2026-11-04"])).contains("promos: 0 promotions"));
    said(&mut folder.till(&["export", "books.csv"]));
    assert!(
        fs::read_to_string(folder.0.join("books.csv"))
            .unwrap()
            .starts_with("Umsatz;SH;")
    );
    let mut menu = folder
        .till(&["menu"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let keys = "1\n1\n2\n4711\n5\n1\nFLOAT\n1 PLU 2001\n3\n1\n50\n8\n1\n\n0\n";
    menu.stdin
        .take()
        .unwrap()
        .write_all(keys.as_bytes())
        .unwrap();
    let out = String::from_utf8(menu.wait_with_output().unwrap().stdout).unwrap();
    assert!(out.contains("RÜCKGELD 10,10"), "{out}");
    for wrong in [&["nightly", "heute"][..], &["import", "no.csv"], &["what"]] {
        assert!(
            !folder.till(wrong).output().unwrap().status.success(),
            "{wrong:?}"
        );
    }
}

#[test]
fn a_locked_database_is_survived() {
    let folder = Folder::new("locked");
    said(&mut folder.till(&["stock", "KAI"]));
    let other = rusqlite::Connection::open(folder.0.join("shop.db")).unwrap();
    let mut menu = folder
        .till(&["menu"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut keys = menu.stdin.take().unwrap();
    let mut screen = BufReader::new(menu.stdout.take().unwrap()).lines();
    let mut say = |text: &str, wanted: &str| {
        keys.write_all(text.as_bytes()).unwrap();
        let line = screen
            .by_ref()
            .map(Result::unwrap)
            .find(|l| l.contains(wanted));
        assert!(line.is_some(), "{wanted}");
    };
    say("1 LOGIN 1 1991\n", "Bae Jin-ho");
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    say("1 DRAWER FLOAT\n", "E92 database is locked");
    other.execute_batch("ROLLBACK").unwrap();
    say("1 DRAWER FLOAT\n", "150,00");
    say("1 PLU 1001\n", "6,49");
    say("1 PAY CARD\n", "KARTE 6,49");
    drop(keys);
    assert!(menu.wait().unwrap().success());
    let moved = "SELECT (SELECT count(*) FROM shifts) + (SELECT count(*) FROM payments)";
    let moved: i64 = other.query_row(moved, [], |r| r.get(0)).unwrap();
    assert_eq!(moved, 2);
}
