//! The one table of what can be done: menus, palette, shortcuts and the manual are made from it.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::texts::Texts;
use super::widgets::Icon;
use crate::arrange::ContainerKey;
use crate::graph::Filter;
use crate::model::Confidence;
use crate::plan::Decision;
use crate::session::{
    CameraMove, Command, Destination, Dialog, ExportCommand, FileCommand, Panel, PlanCommand,
    Purpose, Renaming, ScenarioCommand, SelectCommand, Selection, Session, ViewCommand,
};

/// Where a command stands in the manual and in the list of shortcuts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Area {
    Project,
    Plan,
    Scenario,
    Selection,
    View,
    Results,
}

/// Something that can be done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Its name in scripts, in tests and in the manual.
    pub(super) id: &'static str,
    pub(super) area: Area,
    pub(super) text: fn(&Texts) -> &'static str,
    pub(super) shortcut: Option<KeyboardShortcut>,
    pub(super) icon: Icon,
    /// The wish, or `None` while it makes no sense.
    pub(super) command: fn(&Session) -> Option<Command>,
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

macro_rules! shortcut {
    () => {
        None
    };
    ($shortcut:expr) => {
        Some($shortcut)
    };
}

macro_rules! entries {
    ($($area:ident { $($id:literal $text:ident [$($shortcut:expr)?] $icon:ident => $command:expr;)* })*) => {
        /// Everything that can be done, in the order of the manual.
        pub(super) const ENTRIES: &[Entry] = &[$($(Entry {
            id: $id,
            area: Area::$area,
            text: |texts| texts.$text,
            shortcut: shortcut!($($shortcut)?),
            icon: Icon::$icon,
            command: $command,
        },)*)*];
    };
}

entries! {
    Project {
        "open-folder" open_folder [ctrl(Key::O)] Folder => |_| Some(FileCommand::AskForFolder.into());
        "open-path" open_path [ctrl_shift(Key::O)] Folder => |_| Some(dialog(Dialog::PathPicker(Purpose::Open)));
        "reload" reload [plain(Key::F5)] Folder => |it| open(it, FileCommand::Reload);
        "read-anew" read_anew [ctrl(Key::F5)] Folder => |it| open(it, FileCommand::ReadAnew);
        "read-past" read_past [] File => read_past;
        "measurements" read_measured [] File => |it| it.project().map(|_| dialog(Dialog::PathPicker(Purpose::Measured)));
        "save" save [ctrl(Key::S)] File => |it| open(it, FileCommand::Save);
        "close-project" close_project [ctrl(Key::W)] Close => |it| open(it, FileCommand::Close);
        "quit" quit [ctrl(Key::Q)] Close => |_| Some(FileCommand::Quit.into());
    }
    Plan {
        "undo" undo [ctrl(Key::Z)] Undo => |it| history(it)?.can_undo().then(|| PlanCommand::Undo.into());
        "redo" redo [ctrl_shift(Key::Z)] Redo => |it| history(it)?.can_redo().then(|| PlanCommand::Redo.into());
        "add-service" add_service [ctrl_shift(Key::N)] Plus => |it| open(it, PlanCommand::AddService { name: None });
        "group" new_service_from_selection [ctrl(Key::G)] Service => |it| assign(it, Destination::NewService(None));
        "unassign" give_back [plain(Key::Delete)] Service => remove;
        "rename" rename [plain(Key::F2)] Service => rename;
        "lock" lock [ctrl(Key::L)] Lock => lock;
        "decide-library" decide_library [] Module => |it| decide(it, Some(Decision::Library));
        "decide-copy" decide_copy [] Module => |it| decide(it, Some(Decision::Copy));
        "decide-service" decide_service [] Module => |it| decide(it, Some(Decision::Service));
        "decide-keep" decide_keep [] Module => |it| decide(it, Some(Decision::Keep));
        "decide-forget" decide_forget [] Module => |it| decide(it, None);
        "suggest" suggest_boundaries [ctrl_shift(Key::G)] Command => |it| open(it, PlanCommand::Suggest);
    }
    Scenario {
        "new-scenario" new_scenario [ctrl(Key::T)] Plus => |it| open(it, ScenarioCommand::Add);
        "duplicate-scenario" duplicate_scenario [ctrl(Key::D)] Copy => |it| open(it, ScenarioCommand::Duplicate(it.project()?.shown));
        "rename-scenario" rename_scenario [] Copy => rename_scenario;
        "delete-scenario" delete_scenario [] Close => delete_scenario;
        "next-scenario" next_scenario [ctrl(Key::PageDown)] ChevronRight => |it| step_scenario(it, 1);
        "previous-scenario" previous_scenario [ctrl(Key::PageUp)] ChevronRight => |it| step_scenario(it, -1);
    }
    Selection {
        "select-neighbors" select_neighbors [ctrl(Key::E)] Module => |it| modules(it).map(|_| SelectCommand::Grow.into());
        "explain" explain [] Module => |it| it.selection().single_module().map(|it| SelectCommand::Explain(it).into());
        "clear-selection" clear_selection [plain(Key::Escape)] Close => |it| {
            (*it.selection() != Selection::Nothing).then(|| SelectCommand::Clear.into())
        };
        "copy-path" copy_path [ctrl_shift(Key::C)] Copy => copy_path;
    }
    View {
        "palette" search_everything [ctrl(Key::K)] Search => |_| Some(dialog(Dialog::Palette));
        "fit" fit_all [ctrl(Key::Num0)] Fit => |it| open(it, ViewCommand::Camera(CameraMove::Fit));
        "fit-selection" fit_selection [ctrl(Key::Num9)] Fit => |it| open(it, ViewCommand::Camera(CameraMove::FitSelection));
        "actual-size" actual_size [ctrl(Key::Num1)] Fit => |it| open(it, ViewCommand::Camera(CameraMove::Actual));
        "zoom-in" zoom_in [ctrl(Key::Plus)] Plus => |it| open(it, ViewCommand::Camera(CameraMove::ZoomIn));
        "zoom-out" zoom_out [ctrl(Key::Minus)] Fit => |it| open(it, ViewCommand::Camera(CameraMove::ZoomOut));
        "show-findings" show_findings [alt(Key::Num1)] Panel => |it| open(it, ViewCommand::Show(Panel::Findings));
        "show-cut-list" show_cut_list [alt(Key::Num2)] Panel => |it| open(it, ViewCommand::Show(Panel::CutList));
        "show-services" show_services [alt(Key::Num3)] Panel => |it| open(it, ViewCommand::Show(Panel::Services));
        "show-data" show_data [alt(Key::Num7)] Table => |it| open(it, ViewCommand::Show(Panel::Data));
        "show-doors" show_doors [alt(Key::Num8)] Panel => |it| open(it, ViewCommand::Show(Panel::Doors));
        "show-notices" show_notices [alt(Key::Num4)] Panel => |it| open(it, ViewCommand::Show(Panel::Notices));
        "show-blind-spots" show_blind_spots [alt(Key::Num6)] Panel => |it| open(it, ViewCommand::Show(Panel::BlindSpots));
        "show-history" show_history [alt(Key::Num5)] Panel => |it| open(it, ViewCommand::Show(Panel::History));
        "toggle-explorer" toggle_explorer [ctrl(Key::B)] Panel => |it| open(it, ViewCommand::ToggleExplorer);
        "toggle-inspector" toggle_inspector [ctrl(Key::I)] Panel => |it| open(it, ViewCommand::ToggleInspector);
        "toggle-bottom" toggle_bottom [ctrl(Key::J)] Panel => |it| open(it, ViewCommand::ToggleBottom);
        "filter" open_filter [ctrl_shift(Key::F)] Module => |it| open(it, ViewCommand::ToggleFilter);
        "show-everything" show_everything [] Module => |it| {
            let filter = it.view().filter;
            filter.hides_any().then(|| ViewCommand::Filter(filter.with_tests_too()).into())
        };
        "toggle-guesses" toggle_guesses [] Module => |it| confidence(it, Confidence::Inferred);
        "only-resolved" only_resolved [] Module => |it| confidence(it, Confidence::Resolved);
        "toggle-inactive" toggle_inactive [] Module => |it| {
            let filter = it.view().filter;
            open(it, ViewCommand::Filter(Filter { inactive: !filter.inactive, ..filter }))
        };
        "toggle-tests" toggle_tests [] Module => |it| open(it, ViewCommand::Tests(!it.view().filter.tests));
        "follow-changes" follow_changes [] Folder => |it| open(it, ViewCommand::Follow(!it.view().follow));
        "flip-theme" flip_theme [ctrl_shift(Key::L)] Sun => |_| Some(ViewCommand::FlipTheme.into());
        "settings" settings [ctrl(Key::Comma)] More => |_| Some(dialog(Dialog::Settings));
        "shortcuts" shortcuts [plain(Key::F1)] Info => |_| Some(dialog(Dialog::Shortcuts));
        "about" about [] Info => |_| Some(dialog(Dialog::About));
    }
    Results {
        "export" export [ctrl_shift(Key::E)] File => |it| it.project().map(|_| dialog(Dialog::Export));
        "check" check [ctrl_shift(Key::K)] Check => |it| open(it, ExportCommand::Check);
    }
}

/// The entry with this name.
pub(super) fn entry(id: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|it| it.id == id)
}

/// The keys of a command, as people read them; empty if it has none.
pub(super) fn shortcut_text(ctx: &egui::Context, id: &str) -> String {
    let shortcut = entry(id).and_then(|it| it.shortcut);
    let text = shortcut.map_or_else(String::new, |it| ctx.format_shortcut(&it));
    // The signs themselves say more than their names.
    [("Plus", "+"), ("Minus", "−"), ("Comma", ",")]
        .iter()
        .fold(text, |text, (name, sign)| text.replace(name, sign))
}

/// The command whose shortcut was pressed in this frame; the longer ones come first.
pub(super) fn pressed(ctx: &egui::Context, session: &Session) -> Option<Command> {
    // What stands in front of everything must be answered first.
    if session.view().dialog.is_some() {
        return None;
    }
    // What Escape closes is the filter alone, not what is selected behind it.
    if session.view().filter_open {
        ctx.input_mut(|it| it.consume_key(Modifiers::NONE, Key::Escape));
    }
    let mut entries: Vec<_> = ENTRIES
        .iter()
        .filter_map(|it| Some((it.shortcut?, it)))
        .collect();
    entries.sort_by_key(|(shortcut, _)| !shortcut.modifiers.shift);
    // The canvas has the focus too, but nothing is typed into it.
    let typing = ctx.text_edit_focused();
    let free = |it: &KeyboardShortcut| !typing || !is_for_typing(*it);
    let mut hit = entries.into_iter().filter(|(shortcut, _)| {
        free(shortcut) && ctx.input_mut(|it| it.consume_shortcut(shortcut))
    });
    hit.next().and_then(|(_, entry)| (entry.command)(session))
}

/// Keys that a field needs for itself while somebody types into it.
fn is_for_typing(shortcut: KeyboardShortcut) -> bool {
    let (key, modifiers) = (shortcut.logical_key, shortcut.modifiers);
    let undoes = key == Key::Z;
    let plain = modifiers == Modifiers::NONE && matches!(key, Key::Delete | Key::Escape);
    let moves = modifiers == Modifiers::COMMAND && matches!(key, Key::E | Key::C | Key::X | Key::V);
    undoes || plain || moves
}

fn dialog(dialog: Dialog) -> Command {
    ViewCommand::Dialog(Some(dialog)).into()
}

/// A command that needs an open project.
fn open(session: &Session, command: impl Into<Command>) -> Option<Command> {
    session.project().map(|_| command.into())
}

/// Hides what is less sure than this, or shows it again.
fn confidence(session: &Session, least: Confidence) -> Option<Command> {
    let filter = session.view().filter;
    let confidence = if filter.confidence == least {
        Confidence::Guessed
    } else {
        least
    };
    let filter = Filter {
        confidence,
        ..filter
    };
    open(session, ViewCommand::Filter(filter))
}

fn history(session: &Session) -> Option<&crate::session::History> {
    session.project().map(|it| &it.scenario().history)
}

/// Nothing where it is known, or cannot be.
fn read_past(session: &Session) -> Option<Command> {
    let is_rust = session.analysis()?.tree.given.is_none();
    let unknown = session.past().is_none();
    (is_rust && unknown).then(|| FileCommand::ReadPast.into())
}

fn modules(session: &Session) -> Option<Vec<crate::model::ModuleId>> {
    let modules = session.selection().selected_modules();
    (!modules.is_empty()).then_some(modules)
}

fn assign(session: &Session, to: Destination) -> Option<Command> {
    Some(
        PlanCommand::Assign {
            modules: modules(session)?,
            to,
        }
        .into(),
    )
}

fn decide(session: &Session, decision: Option<Decision>) -> Option<Command> {
    Some(
        PlanCommand::Decide {
            modules: modules(session)?,
            decision,
        }
        .into(),
    )
}

fn remove(session: &Session) -> Option<Command> {
    match session.selection() {
        Selection::Container(ContainerKey::Service(id)) => {
            Some(PlanCommand::RemoveService(*id).into())
        }
        _ => assign(session, Destination::Owner(None)),
    }
}

fn rename(session: &Session) -> Option<Command> {
    match session.selection() {
        Selection::Container(ContainerKey::Service(id)) => {
            Some(dialog(Dialog::Rename(Renaming::Service(*id))))
        }
        _ => rename_scenario(session),
    }
}

fn rename_scenario(session: &Session) -> Option<Command> {
    let project = session.project()?;
    // The chosen plan is `seamline.toml`, whatever happens.
    let has_name = !project.scenario().name.is_empty();
    has_name.then(|| dialog(Dialog::Rename(Renaming::Scenario(project.shown))))
}

fn delete_scenario(session: &Session) -> Option<Command> {
    let project = session.project()?;
    let may_go = !project.scenario().name.is_empty();
    may_go.then(|| ScenarioCommand::Delete(project.shown).into())
}

fn step_scenario(session: &Session, step: isize) -> Option<Command> {
    let project = session.project()?;
    let n = project.scenarios.len();
    let next = (project.shown + n).checked_add_signed(step)? % n;
    (n > 1).then(|| ScenarioCommand::Show(next).into())
}

fn lock(session: &Session) -> Option<Command> {
    let modules = modules(session)?;
    let (plan, model) = (session.plan()?, session.model()?);
    let locked = modules
        .iter()
        .all(|it| plan.locks.contains(&model.module(*it).path));
    Some(
        PlanCommand::Lock {
            modules,
            locked: !locked,
        }
        .into(),
    )
}

fn copy_path(session: &Session) -> Option<Command> {
    let model = session.model()?;
    let paths: Vec<_> = modules(session)?
        .iter()
        .map(|it| model.module(*it).path.to_string())
        .collect();
    Some(ViewCommand::Copy(paths.join("\n")).into())
}
