//! People and time in the inspector.

use std::io::Write as _;
use std::process::Command;
use std::sync::Arc;

use egui::accesskit::Role;

use super::*;
use crate::session::PastState;

/// The shop in a repository in which Ana changed orders and stock four times together; `None` without
/// git.
fn repository() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    write_files(folder.path(), SHOP);
    let git = |args: &[&str], day: u32| {
        let date = format!("{} +0000", 1_700_000_000 + day * 86_400);
        let mut git = Command::new("git");
        git.arg("-C").arg(folder.path()).args(args);
        git.env("GIT_CONFIG_GLOBAL", "/dev/null");
        for who in ["AUTHOR", "COMMITTER"] {
            git.env(format!("GIT_{who}_NAME"), "Ana");
            git.env(format!("GIT_{who}_EMAIL"), "ana@shop.example");
            git.env(format!("GIT_{who}_DATE"), &date);
        }
        git.status().is_ok_and(|it| it.success())
    };
    if !git(&["init", "-q"], 0) {
        writeln!(std::io::stderr(), "SKIPPED: this machine lacks git").ok();
        return None;
    }
    for day in 0..4 {
        for file in ["src/orders.rs", "src/stock.rs"] {
            let path = folder.path().join(file);
            let text = fs::read_to_string(&path).unwrap();
            fs::write(path, format!("{text}// {day}\n")).unwrap();
        }
        assert!(git(&["add", "src/orders.rs", "src/stock.rs"], day));
        assert!(git(&["commit", "-q", "-m", "x"], day));
    }
    Some(folder)
}

#[test]
fn a_folder_without_history_says_so_and_is_asked_once() {
    let mut desk = Desk::on_shop();
    assert_eq!(desk.session().past_state(), PastState::Unread);
    assert!(desk.session().past().is_none(), "nobody has looked yet");
    desk.click_role(Role::ListItem, "shop::mail");
    desk.wait_until("it was never read", |it| it.session().past().is_some());
    let read = desk.session().past().cloned().unwrap();
    assert!(desk.shows_part("there is no history: the folder is in no git repository"));
    desk.click_role(Role::ListItem, "shop::stock");
    let again = desk.session().past().unwrap();
    assert!(Arc::ptr_eq(&again.past, &read.past));
}

#[test]
fn a_module_a_service_and_an_edge_show_people_and_time() {
    let Some(folder) = repository() else { return };
    let mut desk = Desk::in_folder(folder);
    desk.click_role(Role::ListItem, "shop::orders");
    desk.wait_until("it was never read", |it| it.session().past().is_some());
    for words in [
        "Commits: 4 · 4 in the last year",
        "Authors: 1",
        "Ana: 100 %",
        "Truck factor: 1",
        "First change: 2023-11-14",
        "Last change: 2023-11-17",
        "stock 4 · 100 %",
    ] {
        assert!(desk.shows(words), "{words}");
    }
    desk.click_role(Role::ListItem, "shop::mail");
    assert!(desk.shows("No commit changed it"));
    desk.click_role(Role::ListItem, "orders");
    assert!(desk.shows("stock 4 · 100 %"), "services, too");
}

#[test]
fn while_the_same_commit_is_checked_out_its_history_is_not_read_again() {
    let Some(folder) = repository() else { return };
    let mut desk = Desk::in_folder(folder);
    desk.click_role(Role::ListItem, "shop::orders");
    desk.wait_until("it was never read", |it| it.session().past().is_some());
    let history = |it: &Desk| it.session().past()?.past.history.clone();
    let first = history(&desk).unwrap();
    let text = desk.text("src/mail.rs");
    fs::write(
        desk.path("src/mail.rs"),
        format!("{text}pub fn more() {{}}\n"),
    )
    .unwrap();
    let model = desk.session().analysis().cloned().unwrap();
    desk.wait_until("the change was never seen", |it| {
        let analysis = it.session().analysis().unwrap();
        !Arc::ptr_eq(analysis, &model) && it.session().past().is_some()
    });
    assert!(Arc::ptr_eq(&history(&desk).unwrap(), &first));
    assert!(desk.shows("Commits: 4 · 4 in the last year"));
}
