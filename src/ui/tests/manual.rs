//! The manual of commands is made from their table, and cannot fall behind it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use expect_test::expect_file;

use crate::ui::commands::{Area, ENTRIES, shortcut_text};
use crate::ui::texts::texts;

#[test]
fn names_and_shortcuts_are_given_once() {
    let ids: BTreeSet<_> = ENTRIES.iter().map(|it| it.id).collect();
    assert_eq!(ids.len(), ENTRIES.len());
    let shortcuts: Vec<_> = ENTRIES.iter().filter_map(|it| it.shortcut).collect();
    for (at, shortcut) in shortcuts.iter().enumerate() {
        assert!(!shortcuts[..at].contains(shortcut), "{shortcut:?}");
    }
}

/// Run with `UPDATE_EXPECT=1` after a change of the table.
#[test]
fn the_manual_lists_every_command() {
    let mut manual = String::from(
        "# Commands\n\nMade from the table in `src/ui/commands.rs`; a test keeps it so. All of them are in the menu\n\
         and in the palette (Ctrl+K).\n",
    );
    let texts = texts();
    let areas = [
        (Area::Project, texts.area_project),
        (Area::Plan, texts.area_plan),
        (Area::Scenario, texts.area_scenario),
        (Area::Selection, texts.area_selection),
        (Area::View, texts.area_view),
        (Area::Results, texts.area_results),
    ];
    let ctx = egui::Context::default();
    ctx.set_os(egui::os::OperatingSystem::Nix);
    for (area, name) in areas {
        write!(
            manual,
            "\n## {name}\n\n| Command | Keys | Name in scripts |\n| --- | --- | --- |\n"
        )
        .unwrap();
        for entry in ENTRIES.iter().filter(|it| it.area == area) {
            let keys = shortcut_text(&ctx, entry.id);
            let text = (entry.text)(texts);
            writeln!(manual, "| {text} | {keys} | `{}` |", entry.id).unwrap();
        }
    }
    expect_file!["../../../docs/commands.md"].assert_eq(&manual);
}
