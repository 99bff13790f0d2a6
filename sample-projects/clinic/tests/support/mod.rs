//! A database for each test, and a client that knows just enough HTTP.

#![allow(dead_code, reason = "each file of tests uses a part")]

use std::io::Write;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use clinic::{AppState, Config, db, web};
use serde_json::Value;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgPool};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// `DATABASE_URL`, or a server of our own if the programs for one are here.
static SERVER: LazyLock<Option<String>> =
    LazyLock::new(|| std::env::var("DATABASE_URL").ok().or_else(start));

/// Kept so that its standard input stays open: when that closes, the server stops.
static KEEPER: Mutex<Option<Child>> = Mutex::new(None);

static NEXT: AtomicU32 = AtomicU32::new(0);

const NOBODY: u32 = 65_534;

fn program(name: &str) -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        folders.extend(versions.flatten().map(|version| version.path().join("bin")));
    }
    folders
        .into_iter()
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}

fn start() -> Option<String> {
    let (initdb, postgres) = (program("initdb")?, program("postgres")?);
    let folder = std::env::temp_dir().join(format!(
        "clinic-test-{}-{}",
        std::process::id(),
        clinic::util::random::token(1)
    ));
    let data = folder.join("data");
    std::fs::create_dir_all(&folder).ok()?;
    // PostgreSQL does not want to be run by root.
    let root = std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    if root {
        chown(&folder, Some(NOBODY), Some(NOBODY)).ok()?;
    }
    let as_nobody = |command: &mut Command| {
        command
            .current_dir(&folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if root {
            command.uid(NOBODY).gid(NOBODY);
        }
    };
    let mut command = Command::new(initdb);
    as_nobody(command.arg("-D").arg(&data).args([
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]));
    if !command.status().ok()?.success() {
        return None;
    }
    let script = "\"$0\" -D \"$1/data\" -k \"$1\" -c listen_addresses= -c fsync=off & \
                  server=$!; read -r _; kill -INT $server; wait $server; rm -rf \"$1\"";
    let mut command = Command::new("sh");
    as_nobody(
        command
            .arg("-c")
            .arg(script)
            .arg(postgres)
            .arg(&folder)
            .stdin(Stdio::piped()),
    );
    let child = command.spawn().ok()?;
    *KEEPER.lock().ok()? = Some(child);
    for _ in 0..200 {
        if folder.join(".s.PGSQL.5432").exists() && folder.join("data/postmaster.pid").exists() {
            return Some(format!(
                "postgres://postgres@localhost/postgres?host={}",
                folder.display()
            ));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    None
}

/// A fresh database with all tables, or nothing and a notice.
pub async fn database() -> Option<PgPool> {
    let Some(url) = SERVER.as_deref() else {
        let mut out = std::io::stdout();
        writeln!(
            out,
            "skipped: neither DATABASE_URL nor the programs of PostgreSQL are here"
        )
        .ok();
        return None;
    };
    let options: PgConnectOptions = url.parse().unwrap();
    let mut admin = connect(&options).await;
    let name = format!(
        "clinic_test_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    sqlx::query(&format!("CREATE DATABASE {name}"))
        .execute(&mut admin)
        .await
        .unwrap();
    admin.close().await.unwrap();
    let pool = PgPoolOptions::new()
        .max_connections(5)
        .connect_with(options.database(&name))
        .await
        .unwrap();
    db::migrate(&pool).await.unwrap();
    Some(pool)
}

/// The socket is there a moment before the server answers.
async fn connect(options: &PgConnectOptions) -> sqlx::PgConnection {
    for _ in 0..100 {
        if let Ok(connection) = options.connect().await {
            return connection;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    options.connect().await.unwrap()
}

pub struct Clinic {
    pub state: AppState,
    pub port: u16,
    files: PathBuf,
}

impl Clinic {
    /// With the sample of people, and without jobs: tests call them.
    pub async fn open() -> Option<Clinic> {
        Clinic::open_with(|_| None).await
    }

    pub async fn open_with(more: impl Fn(&str) -> Option<String>) -> Option<Clinic> {
        let pool = database().await?;
        db::seed::sample(&pool).await.unwrap();
        let files =
            std::env::temp_dir().join(format!("clinic-files-{}", clinic::util::random::token(1)));
        let config = Config::from_lookup(|name| match name {
            "FILES_ROOT" => Some(files.display().to_string()),
            _ => more(name),
        });
        let state = AppState::with_pool(config.unwrap(), pool);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = web::router(state.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Some(Clinic { state, port, files })
    }

    pub async fn log_in(&self, login: &str) -> Client {
        let mut client = Client {
            port: self.port,
            token: None,
        };
        let body = serde_json::json!({"login": login, "password": "yeonnam"});
        let answer = client.post("/admin/login", body).await.ok();
        client.token = answer["token"].as_str().map(str::to_owned);
        client
    }

    pub fn files(&self) -> &Path {
        &self.files
    }
}

impl Drop for Clinic {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.files).ok();
    }
}

pub struct Client {
    pub port: u16,
    pub token: Option<String>,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(
            (200..300).contains(&self.status),
            "{} {}",
            self.status,
            self.text()
        );
        self.json()
    }

    #[track_caller]
    pub fn refused(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        self.json()
    }
}

impl Client {
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "text/plain", b"").await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(
            "POST",
            path,
            "application/json",
            body.to_string().as_bytes(),
        )
        .await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, "application/json", body.to_string().as_bytes())
            .await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, "text/plain", b"").await
    }

    pub async fn send(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        let token = self
            .token
            .as_deref()
            .map(|token| format!("Authorization: Bearer {token}\r\n"));
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {kind}\r\n\
             Content-Length: {}\r\n{}\r\n",
            body.len(),
            token.unwrap_or_default(),
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(body).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let split = answer
            .windows(4)
            .position(|bytes| bytes == b"\r\n\r\n")
            .unwrap();
        let head = String::from_utf8_lossy(&answer[..split]).into_owned();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer {
            status,
            body: answer.split_off(split + 4),
        }
    }
}

/// A line to the insurer that gives one answer to everything.
pub async fn insurer(body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            if stream.read(&mut request).await.is_ok() {
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                );
                stream.write_all(answer.as_bytes()).await.ok();
            }
        }
    });
    address
}
