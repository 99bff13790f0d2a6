//! Wishes in, effects out: flows as lists of commands, no disk and no window.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::*;
use crate::notice::Severity;
use crate::pipeline;
use crate::plan::PlanEdit;
use crate::project_file::parse_plan;

const CODE: &str = "
//- /src/lib.rs
pub mod orders;
pub mod stock;
pub mod mail;
//- /src/orders.rs
pub fn place() { crate::stock::reserve(); crate::mail::send(); }
//- /src/stock.rs
pub fn reserve() {}
//- /src/mail.rs
pub fn send() {}
";

const PLAN: &str = r#"seamline = 1
name = "fixture"

# Who sells. Ask the second floor first.
[[service]]
name = "orders"
owns = ["fixture::orders"]
team = "second floor"

[[service]]
name = "stock"
owns = ["fixture::stock"] # all of it
"#;

const SEEN: Seen = Seen { code: 1, plans: 2 };

fn opened_plan(text: &str, rescued: bool) -> OpenedPlan {
    OpenedPlan {
        name: "".into(),
        plan: parse_plan(text).unwrap().0,
        text: (!rescued).then(|| text.into()),
        rescued,
    }
}

/// A session with the plan open, and perhaps one that was rescued.
fn open(rescued: Option<&str>) -> Session {
    let mut session = Session::new(View::default());
    let effects = session.conclude(Outcome::Opened(Box::new(OpenedProject {
        root: PathBuf::from("/fixture"),
        analysis: Arc::new(pipeline::fixture(CODE)),
        seen: SEEN,
        filter: Filter::default(),
        plans: vec![opened_plan(PLAN, false)],
        shown: 0,
        notices: Vec::new(),
        rescued: rescued.map(|it| vec![opened_plan(it, true)]),
    })));
    let watch = Effect::Watch(PathBuf::from("/fixture"), SEEN);
    assert_eq!(effects, [Effect::Camera(CameraMove::Fit), watch]);
    session
}

impl Session {
    fn ask(&mut self, command: impl Into<Command>) -> Vec<Effect> {
        self.update(command.into())
    }

    fn service_id(&self, name: &str) -> crate::plan::ServiceId {
        self.plan().unwrap().service_named(name).unwrap().id
    }

    /// Asks to save, and says that it is done. Answers the text and what follows.
    fn saved_as(&mut self) -> (String, Vec<Effect>) {
        let effects = self.ask(FileCommand::Save);
        let [
            Effect::Save {
                root, plans, gone, ..
            },
        ] = effects.as_slice()
        else {
            panic!("nothing to save: {effects:?}");
        };
        assert_eq!(
            (root.as_path(), gone.as_slice()),
            (Path::new("/fixture"), [].as_slice())
        );
        let [plan] = plans.as_slice() else {
            panic!("one plan changed: {plans:?}");
        };
        assert_eq!(plan.path, Path::new("/fixture/seamline.toml"));
        let text = plan.text.to_string();
        (text, self.conclude(Outcome::Saved(plans.clone())))
    }
}

fn move_mail(session: &Session) -> PlanCommand {
    PlanCommand::Assign {
        modules: vec![session.model().unwrap().module_at("fixture::mail").unwrap()],
        to: Destination::Owner(Some(session.service_id("orders"))),
    }
}

#[test]
fn an_edit_asks_for_a_copy_and_nothing_changed_asks_for_nothing() {
    let mut session = open(None);
    assert_eq!(session.ask(FileCommand::Save), []);
    assert_eq!(session.ask(PlanCommand::Undo), []);
    let before = session.revision();
    let edit = move_mail(&session);
    assert_eq!(session.ask(edit.clone()), [Effect::Autosave]);
    assert!(session.is_dirty() && session.revision() > before);
    assert_eq!(session.unsaved_plans().len(), 1);
    assert_eq!(session.ask(edit), [], "it is there already");
}

#[test]
fn undo_and_redo_go_across_a_save() {
    let mut session = open(None);
    session.ask(move_mail(&session));
    let (with_mail, effects) = session.saved_as();
    assert_eq!(effects, [Effect::ForgetAutosave]);
    assert!(!session.is_dirty());
    assert_eq!(session.ask(PlanCommand::Undo), [Effect::Autosave]);
    assert!(session.is_dirty(), "the file has mail, the plan has not");
    assert_eq!(session.ask(PlanCommand::Redo), [Effect::Autosave]);
    assert!(!session.is_dirty());
    session.ask(PlanCommand::GoTo(0));
    let (without_mail, _) = session.saved_as();
    assert_eq!(without_mail, PLAN);
    session.ask(PlanCommand::Redo);
    assert_eq!(session.saved_as().0, with_mail);
}

#[test]
fn what_an_undo_brings_back_after_a_save_has_its_comments_and_unknown_keys() {
    let mut session = open(None);
    for name in ["orders", "stock"] {
        session.ask(PlanCommand::RemoveService(session.service_id(name)));
    }
    let (bare, _) = session.saved_as();
    assert!(!bare.contains("second floor"), "{bare}");
    session.ask(PlanCommand::GoTo(0));
    assert_eq!(session.saved_as().0, PLAN);
}

#[test]
fn a_file_that_changed_outside_leaves_the_work_unsaved_and_asks() {
    let mut session = open(None);
    session.ask(move_mail(&session));
    let plan = session.plan().unwrap().clone();
    assert!(matches!(
        session.ask(FileCommand::Save).as_slice(),
        [Effect::Save { .. }]
    ));
    assert_eq!(
        session.conclude(Outcome::Overtaken("seamline.toml".into())),
        []
    );
    assert!(session.is_dirty());
    assert_eq!(session.plan(), Some(&plan));
    assert_eq!(session.view().dialog, Some(Dialog::Overtaken));
    let effects = session.ask(FileCommand::SaveOver);
    let [Effect::Save { replace: true, .. }] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    session.conclude(Outcome::Overtaken("seamline.toml".into()));
    let effects = session.ask(FileCommand::TakeFromDisk);
    assert!(matches!(
        effects.as_slice(),
        [Effect::ForgetAutosave, Effect::Open(_)]
    ));
    assert_eq!(session.view().dialog, None);
}

#[test]
fn who_turns_away_from_a_question_is_not_thrown_out_by_a_later_save() {
    let turns: [fn(&mut Session); 2] = [
        |session: &mut Session| {
            session.conclude(Outcome::Overtaken("seamline.toml".into()));
            session.ask(ViewCommand::Dialog(None));
        },
        |session: &mut Session| {
            session.conclude(Outcome::Failed(Notice::error("the disk is full")));
        },
    ];
    for turn_away in turns {
        let mut session = open(None);
        session.ask(move_mail(&session));
        session.ask(FileCommand::Quit);
        session.ask(FileCommand::SaveAndGoOn);
        turn_away(&mut session);
        let effects = session.ask(FileCommand::Save);
        let [Effect::Save { plans, .. }] = effects.as_slice() else {
            panic!("{effects:?}");
        };
        let effects = session.conclude(Outcome::Saved(plans.clone()));
        assert_eq!(effects, [Effect::ForgetAutosave]);
    }
}

#[test]
fn the_guard_stands_before_everything_that_loses_work() {
    let mut session = open(None);
    assert_eq!(session.ask(FileCommand::Quit), [Effect::Quit]);
    session.ask(move_mail(&session));
    assert_eq!(session.ask(FileCommand::Quit), []);
    assert_eq!(session.view().dialog, Some(Dialog::Guard));
    let effects = session.ask(FileCommand::SaveAndGoOn);
    let [Effect::Save { plans, .. }] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    let effects = session.conclude(Outcome::Saved(plans.clone()));
    assert_eq!(effects, [Effect::ForgetAutosave, Effect::Quit]);

    let mut session = open(None);
    session.ask(move_mail(&session));
    session.ask(FileCommand::Close);
    assert!(session.project().is_some());
    assert_eq!(
        session.ask(FileCommand::Discard),
        [Effect::ForgetAutosave, Effect::Unwatch, Effect::Unwatch]
    );
    assert!(session.project().is_none());
}

#[test]
fn rescued_work_is_taken_up_unsaved_or_left() {
    let rescued = PLAN.replace(
        "\"fixture::stock\"",
        "\"fixture::mail\", \"fixture::stock\"",
    );
    let mut session = open(Some(&rescued));
    assert_eq!(session.view().dialog, Some(Dialog::Recover));
    assert_eq!(session.plan().unwrap().owner_of("fixture::mail"), None);
    assert_eq!(session.ask(FileCommand::Recover(true)), []);
    let stock = Some(session.service_id("stock"));
    assert_eq!(session.plan().unwrap().owner_of("fixture::mail"), stock);
    assert!(session.is_dirty());
    let (text, _) = session.saved_as();
    assert!(
        text.contains("second floor") && text.contains("# all of it"),
        "{text}"
    );

    let mut session = open(Some(&rescued));
    assert_eq!(
        session.ask(FileCommand::Recover(false)),
        [Effect::ForgetAutosave]
    );
    assert!(!session.is_dirty() && session.rescued().is_empty());
}

#[test]
fn code_that_moved_is_told_and_one_edit_follows_it() {
    let mut session = open(None);
    let moved = CODE
        .replace("pub mod stock;", "pub mod store;")
        .replace("/src/stock.rs", "/src/store/stock.rs")
        .replace("crate::stock", "crate::store::stock")
        + "//- /src/store/mod.rs\npub mod stock;\n";
    let analysis = Arc::new(pipeline::fixture(&moved));
    assert_eq!(session.conclude(Outcome::Reloaded(analysis, SEEN)), []);
    let said = session.posted().last().unwrap();
    assert_eq!(said.notice.severity, Severity::Warning);
    let [vanished] = session.project().unwrap().derived.vanished.as_slice() else {
        panic!("one path vanished");
    };
    assert_eq!(&*vanished.path, "fixture::stock");
    let edit = PlanEdit::Repath {
        from: vanished.path.clone(),
        to: vanished.likeliest.clone(),
    };
    assert_eq!(session.ask(PlanCommand::Edit(edit)), [Effect::Autosave]);
    assert!(session.project().unwrap().derived.vanished.is_empty());
    let stock = Some(session.service_id("stock"));
    let owner = |session: &Session| session.plan().unwrap().owner_of("fixture::store::stock");
    assert_eq!(owner(&session), stock);
    session.ask(PlanCommand::Undo);
    assert_eq!(owner(&session), None);
}

#[test]
fn a_question_why_lasts_as_long_as_its_selection() {
    let mut session = open(None);
    let mail = session.model().unwrap().module_at("fixture::mail").unwrap();
    session.ask(SelectCommand::Explain(mail));
    assert_eq!(session.selection().single_module(), Some(mail));
    assert_eq!(session.explained(), Some(mail));
    session.ask(SelectCommand::Clear);
    assert_eq!(session.explained(), None);
}

fn reload(session: &mut Session, code: &str) {
    let analysis = Arc::new(pipeline::fixture(code));
    assert_eq!(session.conclude(Outcome::Reloaded(analysis, SEEN)), []);
}

fn corner_of(session: &Session, name: &str) -> (f32, f32) {
    let containers = &session.arrangement().unwrap().containers;
    let found = containers.iter().find(|it| &*it.name == name).unwrap();
    (found.rect.min.x, found.rect.min.y)
}

#[test]
fn code_that_is_read_again_leaves_everything_where_it_is() {
    let mut session = open(None);
    session.ask(move_mail(&session));
    session.ask(PlanCommand::Undo);
    let module = |session: &Session, path: &str| session.model().unwrap().module_at(path).unwrap();
    let (orders, stock) = (
        module(&session, "fixture::orders"),
        module(&session, "fixture::stock"),
    );
    let edge = Selection::Edge {
        from: orders,
        to: stock,
    };
    session.ask(SelectCommand::Set(edge));
    let places: Vec<_> = ["orders", "stock", "fixture"]
        .map(|it| corner_of(&session, it))
        .into();
    // A crate and a module come first now, so that every id is another.
    let more = CODE.replace("pub mod orders;", "pub mod a;\npub mod orders;")
        + "//- /src/a.rs\npub fn new() { crate::mail::send(); }\n//- /src/bin/a.rs\nfn main() {}\n";
    reload(&mut session, &more);
    assert_ne!(module(&session, "fixture::orders"), orders);
    let edge = Selection::Edge {
        from: module(&session, "fixture::orders"),
        to: module(&session, "fixture::stock"),
    };
    assert_eq!(*session.selection(), edge);
    let after: Vec<_> = ["orders", "stock", "fixture"]
        .map(|it| corner_of(&session, it))
        .into();
    assert_eq!(after, places);
    assert!(session.project().unwrap().scenario().history.can_redo());
    session.ask(PlanCommand::Redo);
    let mail = module(&session, "fixture::mail");
    assert_eq!(session.owner_of(mail), Some(session.service_id("orders")));
    session.ask(SelectCommand::Set(Selection::modules([
        mail,
        module(&session, "fixture::a"),
    ])));
    reload(&mut session, CODE);
    assert_eq!(
        *session.selection(),
        Selection::module(module(&session, "fixture::mail")),
        "what is gone is not selected"
    );
    assert!(session.is_dirty());
}

#[test]
fn what_happens_in_the_folder_asks_for_reading_and_is_said_once() {
    let mut session = open(None);
    let root = PathBuf::from("/fixture");
    let changed = Outcome::FolderChanged {
        code: true,
        plans: true,
    };
    let reload = Effect::Reload {
        root: root.clone(),
        quietly: true,
    };
    assert_eq!(
        session.conclude(changed),
        [reload, Effect::ReadPlans(root.clone())]
    );
    session.conclude(Outcome::FolderGone);
    session.conclude(Outcome::FolderGone);
    assert_eq!(session.posted().len(), 1);
    session.conclude(Outcome::NotReloaded(Notice::error("empty")));
    assert_eq!(session.posted().len(), 1, "the later reason replaces it");
    session.conclude(Outcome::Unchanged(Seen { code: 3, plans: 4 }));
    assert!(session.posted().is_empty(), "it is as it was");
    assert_eq!(
        session.ask(ViewCommand::Follow(false)),
        [Effect::Remember, Effect::Unwatch]
    );
    assert_eq!(
        session.ask(ViewCommand::Follow(true)),
        [
            Effect::Remember,
            Effect::Watch(root, Seen { code: 3, plans: 4 })
        ],
        "what changed meanwhile is noticed"
    );
}

fn on_disk(plans: &[(&str, &str)]) -> Outcome {
    Outcome::PlansRead(PlansOnDisk {
        plans: plans
            .iter()
            .map(|(name, text)| OpenedPlan {
                name: (*name).into(),
                ..opened_plan(text, false)
            })
            .collect(),
        names: plans.iter().map(|it| it.0.into()).collect(),
        notices: Vec::new(),
    })
}

#[test]
fn a_plan_that_changed_on_disk_is_taken_unless_work_would_be_lost() {
    let theirs = PLAN.replace(
        "\"fixture::stock\"",
        "\"fixture::mail\", \"fixture::stock\"",
    );
    let owner = |session: &Session| {
        let plan = session.plan().unwrap();
        plan.owner_name(plan.owner_of("fixture::mail")).to_owned()
    };
    let mut session = open(None);
    session.conclude(on_disk(&[("", PLAN)]));
    assert!(session.posted().is_empty());
    session.conclude(on_disk(&[("", &theirs), ("other", PLAN)]));
    assert_eq!(owner(&session), "stock");
    assert_eq!(session.project().unwrap().scenarios.len(), 2);
    assert!(!session.is_dirty());

    let mut session = open(None);
    session.ask(move_mail(&session));
    session.conclude(on_disk(&[("", &theirs)]));
    assert_eq!(owner(&session), "orders", "unsaved work is kept");
    assert!(session.is_dirty());
    assert_eq!(session.posted().len(), 1);

    let mut session = open(None);
    assert_eq!(session.conclude(on_disk(&[])), [Effect::Autosave]);
    assert_eq!(session.plan().unwrap().services.len(), 2);
    assert!(
        session.is_dirty(),
        "what is gone from disk is here, unsaved"
    );
}

#[test]
fn our_own_saving_is_no_news() {
    let mut session = open(None);
    session.ask(move_mail(&session));
    let (text, _) = session.saved_as();
    let n = session.posted().len();
    session.conclude(on_disk(&[("", &text)]));
    assert_eq!(session.posted().len(), n);
    assert!(session.project().unwrap().scenario().history.can_undo());
}

#[test]
fn a_filter_counts_otherwise_and_is_remembered() {
    let mut session = open(None);
    let (weight, revision) = (session.assessment().unwrap().cut_weight, session.revision());
    assert!(weight > 0.0);
    let kinds = crate::graph::Kinds::of(&[crate::model::DependencyKind::Use]);
    let filter = Filter {
        kinds,
        ..Filter::default()
    };
    assert_eq!(session.ask(ViewCommand::Filter(filter)), [Effect::Remember]);
    assert!(session.assessment().unwrap().cut_weight.abs() < 1e-9);
    assert!(session.revision() > revision);
    let census = &session.project().unwrap().census;
    assert_eq!((census.n_shown, census.n_hidden), (0, 2));
    reload(&mut session, CODE);
    assert!(
        session.graph().unwrap().links().is_empty(),
        "it stays after a reload"
    );
    session.ask(ViewCommand::Filter(filter.with_everything()));
    assert!((session.assessment().unwrap().cut_weight - weight).abs() < 1e-9);
}

#[test]
fn what_concerns_a_run_alone_is_said_once() {
    let mut session = open(None);
    let mut run = || {
        let mut analysis = pipeline::fixture(CODE);
        analysis.aside = vec![Notice::info("the cache cannot be written")];
        session.conclude(Outcome::Reloaded(Arc::new(analysis), SEEN));
        session.posted().len()
    };
    assert_eq!((run(), run()), (1, 1));
}

#[test]
fn reading_from_scratch_is_asked_of_an_open_project_alone() {
    let root = PathBuf::from("/fixture");
    let asked = open(None).ask(FileCommand::ReadAnew);
    assert_eq!(asked, [Effect::ReadAnew(root)]);
    let asked = Session::new(View::default()).ask(FileCommand::ReadAnew);
    assert_eq!(asked, []);
}

#[test]
fn people_and_time_are_read_once_and_only_for_the_code_that_is_open() {
    use super::{PastRead, PastState};
    let mut session = open(None);
    let read = |analysis: &Arc<pipeline::Analysis>| PastRead {
        analysis: analysis.clone(),
        past: Arc::default(),
        modules: Arc::default(),
    };
    assert_eq!(session.ask(FileCommand::ReadPast), [Effect::ReadPast]);
    assert_eq!(session.ask(FileCommand::ReadPast), [], "it is under way");
    session.tell_past(7);
    assert_eq!(session.past_state(), PastState::Reading(7));
    assert_eq!(session.ask(FileCommand::StopPast), [Effect::StopPast]);
    session.tell_past(9);
    assert_eq!(session.past_state(), PastState::Stopped);
    assert_eq!(session.ask(FileCommand::ReadPast), [Effect::ReadPast]);
    let stale = read(&Arc::new(pipeline::fixture(CODE)));
    session.conclude(Outcome::PastRead(stale));
    assert!(session.past().is_none(), "of other code");
    let fresh = read(session.analysis().unwrap());
    session.conclude(Outcome::PastRead(fresh));
    assert!(session.past().is_some());
    assert!(
        session.analysis().unwrap().past.get().is_some(),
        "for exports"
    );
    assert_eq!(session.ask(FileCommand::ReadPast), [], "it is known");
    session.conclude(Outcome::Reloaded(Arc::new(pipeline::fixture(CODE)), SEEN));
    assert!(session.past().is_none());
    assert_eq!(session.ask(FileCommand::ReadPast), [Effect::ReadPast]);
}
