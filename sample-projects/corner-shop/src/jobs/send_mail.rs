//! Empties the outbox.

use rusqlite::Connection;

use crate::config::Config;
use crate::error::Result;
use crate::mail::{self, transport};

pub fn run(conn: &mut Connection, config: &Config) -> Result<usize> {
    let transport = transport::configured(config.mail_spool.as_deref());
    mail::deliver(conn, transport.as_ref())
}
