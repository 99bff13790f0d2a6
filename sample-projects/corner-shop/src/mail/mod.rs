//! Letters to customers: written where things happen, sent when there is time.

pub mod template;
pub mod transport;

use rusqlite::{Connection, Row, params};
use serde::Serialize;

use crate::db::rows;
use crate::error::Result;
use crate::util::clock::{self, Timestamp};
use crate::util::page::Page;
use crate::util::{Id, Named};

pub use transport::Transport;

const BATCH: i64 = 25;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub recipient: String,
    pub subject: String,
    pub body: String,
}

impl Named for Message {
    const PREFIX: &'static str = "mes";
}

#[derive(Debug, Serialize)]
pub struct Letter {
    pub id: Id<Message>,
    pub recipient: String,
    pub subject: String,
    pub status: String,
    pub queued_at: Timestamp,
    pub sent_at: Option<Timestamp>,
}

/// Puts a message into the outbox, as part of whatever transaction the caller is in.
pub fn queue(conn: &Connection, message: &Message) -> Result<()> {
    let Message {
        recipient,
        subject,
        body,
    } = message;
    conn.execute(
        "INSERT INTO outbox (id, recipient, subject, body, queued_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            Id::<Message>::fresh(),
            recipient,
            subject,
            body,
            clock::now()
        ],
    )?;
    Ok(())
}

/// The outbox, the newest first.
pub fn outbox(conn: &Connection, page: Page) -> Result<Vec<Letter>> {
    let page = page.bounded();
    let sql = "SELECT id, recipient, subject, status, queued_at, sent_at FROM outbox
               ORDER BY queued_at DESC, rowid DESC LIMIT ?1 OFFSET ?2";
    rows::all(conn, sql, [page.limit, page.offset], |row| {
        Ok(Letter {
            id: row.get("id")?,
            recipient: row.get("recipient")?,
            subject: row.get("subject")?,
            status: row.get("status")?,
            queued_at: row.get("queued_at")?,
            sent_at: row.get("sent_at")?,
        })
    })
}

/// Sends what is queued; returns how many letters left.
///
/// A letter is claimed before it is sent, so that two senders never send it twice. What the
/// transport refuses goes back to the queue.
pub fn deliver(conn: &mut Connection, transport: &dyn Transport) -> Result<usize> {
    let mut n_sent = 0;
    for (id, message) in claim(conn)? {
        let status = match transport.send(&message) {
            Ok(()) => "sent",
            Err(error) => {
                eprintln!("mail: {id} to {} not sent: {error}", message.recipient);
                "queued"
            }
        };
        n_sent += usize::from(status == "sent");
        conn.execute(
            "UPDATE outbox SET status = ?2, sent_at = iif(?2 = 'sent', ?3, NULL) WHERE id = ?1",
            params![id, status, clock::now()],
        )?;
    }
    Ok(n_sent)
}

fn claim(conn: &mut Connection) -> Result<Vec<(Id<Message>, Message)>> {
    let tx = conn.transaction()?;
    let mut claimed = Vec::new();
    {
        let mut statement = tx.prepare_cached(
            "UPDATE outbox SET status = 'sending'
             WHERE id IN (SELECT id FROM outbox WHERE status = 'queued'
                          ORDER BY queued_at, rowid LIMIT ?1)
             RETURNING id, recipient, subject, body",
        )?;
        for row in statement.query_map([BATCH], message_from)? {
            claimed.push(row?);
        }
    }
    tx.commit()?;
    Ok(claimed)
}

fn message_from(row: &Row<'_>) -> rusqlite::Result<(Id<Message>, Message)> {
    let message = Message {
        recipient: row.get("recipient")?,
        subject: row.get("subject")?,
        body: row.get("body")?,
    };
    Ok((row.get("id")?, message))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::io;

    use super::*;
    use crate::db;

    #[derive(Default)]
    struct Recorder(RefCell<Vec<Message>>);

    impl Transport for Recorder {
        fn send(&self, message: &Message) -> io::Result<()> {
            self.0.borrow_mut().push(message.clone());
            Ok(())
        }
    }

    struct Strike;

    impl Transport for Strike {
        fn send(&self, _: &Message) -> io::Result<()> {
            Err(io::Error::other("우체국 휴무"))
        }
    }

    #[test]
    fn a_letter_is_sent_once() {
        let mut conn = db::in_memory().unwrap();
        let letter = template::welcome("minji.kim@example.kr", "김민지");
        queue(&conn, &letter).unwrap();
        let recorder = Recorder::default();
        assert_eq!(deliver(&mut conn, &recorder).unwrap(), 1);
        assert_eq!(deliver(&mut conn, &recorder).unwrap(), 0);
        assert_eq!(*recorder.0.borrow(), [letter]);
    }

    #[test]
    fn what_could_not_be_sent_is_tried_again() {
        let mut conn = db::in_memory().unwrap();
        queue(&conn, &template::welcome("anna@example.com", "Anna")).unwrap();
        assert_eq!(deliver(&mut conn, &Strike).unwrap(), 0);
        assert_eq!(deliver(&mut conn, &Recorder::default()).unwrap(), 1);
    }
}
