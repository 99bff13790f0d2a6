//! What a system is told when it starts: variables, files, addresses to listen at.

use std::sync::Arc;

use super::{Asker, Place};
use crate::facts::Term;
use crate::model::{Confidence, ItemId, Node, Setting, SettingKind};
use crate::source::Span;

/// Files of these endings are read as settings.
const ENDINGS: [&str; 9] = [
    ".toml", ".yaml", ".yml", ".json", ".ini", ".env", ".conf", ".cfg", ".ron",
];

impl Asker<'_> {
    /// A call of a function or macro from outside that reads a setting or listens.
    pub(super) fn setting_call(&mut self, names: &[&str], first: Option<Arc<str>>, place: Place) {
        let owner = names.len().checked_sub(2).map_or("", |it| names[it]);
        let Some(last) = names.last() else { return };
        match (names[0], owner, *last) {
            ("std", "env", "var" | "var_os")
            | ("dotenvy" | "dotenv" | "dotenvy_macro", _, "var" | "dotenv")
            | (_, _, "env" | "option_env") => {
                // Cargo's own variables are no settings.
                let own = first
                    .as_ref()
                    .is_some_and(|it| it.starts_with("CARGO_") || &**it == "OUT_DIR");
                if !own {
                    self.set(SettingKind::Variable, first, place);
                }
            }
            ("std" | "tokio" | "async_std" | "fs_err", "fs", "read_to_string" | "read")
            | ("std" | "tokio", "File", "open") => {
                let is_setting = first
                    .as_ref()
                    .is_some_and(|it| ENDINGS.iter().any(|end| it.ends_with(end)));
                if is_setting {
                    self.set(SettingKind::File, first, place);
                }
            }
            ("config", "File", "with_name")
            | ("figment", _, "file" | "file_exact")
            | ("dotenvy" | "dotenv", _, "from_filename" | "from_path") => {
                self.set(SettingKind::File, first, place);
            }
            (_, "TcpListener" | "UdpSocket" | "Server", "bind") => {
                let told = first.filter(|it| it.contains(':'));
                self.set(SettingKind::Port, told, place);
            }
            _ => {}
        }
    }

    fn set(&mut self, kind: SettingKind, name: Option<Arc<str>>, place: Place) {
        self.found.config.push(Setting {
            kind,
            name: name.unwrap_or_default(),
            from: place.from,
            span: place.span,
            confidence: Confidence::Resolved,
            test: place.test,
        });
    }

    /// `server.bind("0.0.0.0:8080")`: an address with a port tells enough.
    pub(super) fn ports(&mut self) {
        for call in &self.facts.method_calls {
            let name = self.facts.text(call.name);
            if !matches!(name, "bind" | "bind_rustls" | "bind_openssl" | "listen") {
                continue;
            }
            let is_text = matches!(self.facts.terms[call.argument as usize], Term::Text);
            let told = self.text(call.argument).filter(|_| is_text);
            if let Some(address) = told.filter(|it| is_address(it)) {
                let place = self.place(call.owner, call.at);
                self.set(SettingKind::Port, Some(address), place);
                if let Some(last) = self.found.config.last_mut() {
                    last.confidence = Confidence::Inferred;
                }
            }
        }
    }

    /// `#[arg(long, env = "DATABASE_URL")]`.
    pub(super) fn options(&mut self) {
        for it in &self.facts.door_attributes {
            let name = self.facts.text(self.facts.segments(it.path)[0]);
            if !matches!(name, "arg" | "clap" | "structopt") {
                continue;
            }
            let Some((_, variable)) = it.parts.iter().find(|it| &*it.0 == "env") else {
                continue;
            };
            let item = ItemId(self.world.bases[self.mount].1 + it.owner);
            let place = Place {
                from: Node::Item(item),
                span: Span {
                    file: self.world.mounts[self.mount].file,
                    line: it.at.line,
                    column: it.at.column,
                },
                test: self.so_far.item(item).test,
            };
            self.set(SettingKind::Variable, Some((&**variable).into()), place);
        }
    }
}

/// `127.0.0.1:80`, `[::]:80`, `localhost:80`.
fn is_address(text: &str) -> bool {
    let port = text.rsplit_once(':').map(|it| it.1);
    port.is_some_and(|it| it.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_ports() {
        assert!(is_address("0.0.0.0:8080") && is_address("[::]:80"));
        assert!(!is_address("/run/x.sock") && !is_address("a:b") && !is_address("a:99999"));
    }
}
