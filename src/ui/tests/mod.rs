//! The window without a screen: a project on disk, clicks by accessible name, files and figures out.

mod changes;
mod doors;
mod filter;
mod flows;
mod manual;
mod measured;
mod past;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::app::{App, Opening};
use crate::session::Session;

/// A shop with two services and a mail module that nobody owns yet.
const SHOP: &str = r#"
//- /Cargo.toml
[package]
name = "shop"
edition = "2024"
//- /src/lib.rs
pub mod orders;
pub mod stock;
pub mod money;
pub mod mail;
//- /src/orders.rs
use crate::mail::Letter;
use crate::money::Cents;
use crate::stock::reserve;
pub fn place() -> Cents {
    reserve();
    crate::mail::send(Letter);
    Cents(0)
}
//- /src/stock.rs
use crate::money::Cents;
pub fn reserve() {}
pub fn value() -> Cents { Cents(1) }
//- /src/money.rs
pub struct Cents(pub u64);
//- /src/mail.rs
pub struct Letter;
pub fn send(_: Letter) {}
//- /seamline.toml
seamline = 1  # kept
name = "shop"

[[service]]
name = "orders"
owns = ["shop::orders"]

[[service]]
name = "stock"
owns = ["shop::stock"]
"#;

/// The window of a test; made in its first frame, when there is a context.
struct Stage {
    opening: Opening,
    app: Option<App>,
}

/// A project in a folder of its own, and the window that shows it.
struct Desk {
    harness: Harness<'static, Stage>,
    folder: tempfile::TempDir,
}

impl Desk {
    /// The window on the shop.
    fn on_shop() -> Self {
        Self::on(SHOP)
    }

    /// The window on these files.
    fn on(files: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write_files(folder.path(), files);
        Self::in_folder(folder)
    }

    fn in_folder(folder: tempfile::TempDir) -> Self {
        let path = Some(folder.path().to_path_buf());
        let opening = Opening {
            path,
            forgetful: true,
            ..Opening::default()
        };
        let stage = Stage { opening, app: None };
        let harness = Harness::builder()
            .with_size((1600.0, 1000.0))
            .with_os(egui::os::OperatingSystem::Nix)
            .build_ui_state(
                |ui, stage: &mut Stage| {
                    let opening = &stage.opening;
                    let app = stage
                        .app
                        .get_or_insert_with(|| App::new(ui.ctx(), opening.clone()));
                    app.logic(ui.ctx());
                    app.draw(ui);
                },
                stage,
            );
        let mut desk = Self { harness, folder };
        desk.settle();
        desk
    }

    /// The same folder in a new window, as after the program was ended.
    fn reopened(self) -> Self {
        Self::in_folder(self.folder)
    }

    fn app(&self) -> &App {
        self.harness.state().app.as_ref().unwrap()
    }

    fn session(&self) -> &Session {
        self.app().session()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Frames, until nothing has been under way outside for some of them: what one piece of work
    /// brings may start the next only a frame later.
    fn settle(&mut self) {
        let mut n_idle = 0;
        for _ in 0..2000 {
            self.harness.step();
            n_idle = if self.app().is_idle() { n_idle + 1 } else { 0 };
            if n_idle > 4 {
                return;
            }
            if n_idle == 0 {
                std::thread::sleep(Duration::from_millis(2));
            }
        }
        panic!("work never ended");
    }

    /// Frames, until what is waited for is there. A busy machine may take long to tell of a file.
    fn wait_until(&mut self, what: &str, there: impl Fn(&Self) -> bool) {
        for _ in 0..30_000 {
            self.harness.step();
            if there(self) {
                return self.settle();
            }
            std::thread::sleep(Duration::from_millis(4));
        }
        panic!("{what}; said: {:?}", self.session().posted());
    }

    fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.settle();
    }

    fn click_role(&mut self, role: Role, name: &str) {
        self.harness.get_by_role_and_label(role, name).click();
        self.settle();
    }

    fn keys(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.settle();
    }

    fn shows(&self, name: &str) -> bool {
        self.harness.query_all_by_label(name).next().is_some()
    }

    fn shows_part(&self, words: &str) -> bool {
        self.harness
            .query_all_by_label_contains(words)
            .next()
            .is_some()
    }

    /// The paths of the selected modules.
    fn selected(&self) -> Vec<String> {
        let model = self.session().model().unwrap();
        let modules = self.session().selection().selected_modules();
        modules
            .iter()
            .map(|it| model.module(*it).path.to_string())
            .collect()
    }

    /// Who owns a module.
    fn owner(&self, path: &str) -> String {
        let plan = self.session().plan().unwrap();
        plan.owner_name(plan.owner_of(path)).to_owned()
    }

    fn cut_weight(&self) -> f64 {
        self.session().assessment().unwrap().cut_weight
    }
}

/// Writes files headed by `//- /path` lines.
fn write_files(folder: &Path, files: &str) {
    for file in files.split("//- /").skip(1) {
        let (path, text) = file.split_once('\n').unwrap();
        let path = folder.join(path.trim());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}
