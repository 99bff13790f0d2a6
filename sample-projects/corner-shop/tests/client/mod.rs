//! A shop of one's own for each test, and just enough HTTP to talk to it.
#![allow(dead_code, reason = "no test file needs all of it")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

use serde_json::Value;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_corner-shop");

/// A running server on a port of its own; it is stopped when dropped.
pub struct Shop {
    process: Child,
    output: BufReader<ChildStdout>,
    port: u16,
}

pub struct Answer {
    pub status: u16,
    pub content_type: String,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("the answer is JSON")
    }

    /// The JSON of an answer that must have this status.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.json()
    }
}

impl Shop {
    /// A shop that lives in memory and does nothing unasked.
    pub fn open() -> Shop {
        Shop::open_with(&[("DATABASE_PATH", ":memory:")])
    }

    pub fn open_with(vars: &[(&str, &str)]) -> Shop {
        let mut process = Command::new(PROGRAM)
            .env_clear()
            .envs([("BIND", "127.0.0.1"), ("PORT", "0")])
            .env("JOB_INTERVAL_SECS", "0")
            .envs(vars.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut output = BufReader::new(process.stdout.take().expect("stdout is piped"));
        let mut line = String::new();
        output.read_line(&mut line).expect("the server says where");
        let port = line.trim_end().rsplit(':').next();
        let port = port.and_then(|it| it.parse().ok());
        Shop {
            process,
            output,
            port: port.expect("the line ends with a port"),
        }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask("POST", path, &body.to_string())
    }

    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.ask("PUT", path, &body.to_string())
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.ask("DELETE", path, "")
    }

    /// Sends `SIGTERM`; returns how the server ended and what it said last.
    pub fn terminate(mut self) -> (ExitStatus, String) {
        let pid = self.process.id().to_string();
        let killed = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(killed.expect("kill runs").success());
        let mut rest = String::new();
        let output = &mut self.output;
        output.read_to_string(&mut rest).expect("readable output");
        (self.process.wait().expect("the server ends"), rest)
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the shop is open");
        let n_bytes = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {n_bytes}\r\n\r\n{body}"
        );
        let sent = stream.write_all(request.as_bytes());
        sent.expect("the request is sent");
        let mut answer = String::new();
        let received = stream.read_to_string(&mut answer);
        received.expect("the answer arrives");
        parse(&answer)
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// Splits an answer of known length into what the tests look at.
fn parse(answer: &str) -> Answer {
    let (head, text) = answer.split_once("\r\n\r\n").expect("head and body");
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
    let content_type = head
        .lines()
        .find_map(|it| it.strip_prefix("content-type: "))
        .unwrap_or_default();
    Answer {
        status: status.expect("a status line"),
        content_type: content_type.to_owned(),
        text: text.to_owned(),
    }
}
