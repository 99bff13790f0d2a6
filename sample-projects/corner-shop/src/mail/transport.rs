//! How letters leave the shop.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Message;
use crate::util::{Id, Named};

pub trait Transport {
    fn send(&self, message: &Message) -> io::Result<()>;
}

/// Says in the log that a letter would have been sent.
pub struct Log;

/// Lays each letter as a file into a folder, from where the mail server takes it.
pub struct Spool {
    folder: PathBuf,
}

impl Spool {
    pub fn new(folder: &Path) -> Spool {
        Spool {
            folder: folder.to_owned(),
        }
    }
}

impl Transport for Log {
    fn send(&self, message: &Message) -> io::Result<()> {
        eprintln!("mail: to {}: {}", message.recipient, message.subject);
        Ok(())
    }
}

impl Transport for Spool {
    fn send(&self, message: &Message) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let text = format!(
            "To: {}\nSubject: {}\n\n{}\n",
            message.recipient, message.subject, message.body
        );
        let name = Id::<File>::fresh();
        let unfinished = self.folder.join(format!("{name}.part"));
        fs::write(&unfinished, text)?;
        fs::rename(unfinished, self.folder.join(format!("{name}.eml")))
    }
}

struct File;

impl Named for File {
    const PREFIX: &'static str = "eml";
}

/// The transport that the configuration asks for.
pub fn configured(spool: Option<&Path>) -> Box<dyn Transport> {
    match spool {
        Some(folder) => Box::new(Spool::new(folder)),
        None => Box::new(Log),
    }
}
