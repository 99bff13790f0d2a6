//! Plans as text: what is read, what is written, what is kept.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::insight::tests::code;
use crate::notice::Notice;
use crate::plan::tests::{any_edit, plan};
use crate::plan::{Accepted, Decision, Plan, PlanEdit};

/// A plan like a person writes one, with everything else a plan can say.
const FULL: &str = r#"# The shop, as agreed in May
seamline = 1                              # format
root = "."                                # the code, relative to this file
name = "corner-shop"
owner = "team blue"

[[service]]
name = "orders"
owns = ["corner_shop::orders", "corner_shop::web::checkout"]   # each with its subtree
items = ["corner_shop::util::totals"]     # single items
prefixes = ["/orders", "/checkout"]
budget = 3

[service.contact]
mail = "orders@example.org"

# the second one
[[service]]
name = "stock"
owns = [
    # everything about shelves
    "corner_shop::stock", # and below
    "corner_shop::wares",
]
package = "stock-service"
note = "first to go"

[remaining]
owns = ["corner_shop::orders::legacy"]

[[shared]]
path = "corner_shop::util::money"
decision = "library"                      # library | copy | service | keep | undecided

[[lock]]
path = "corner_shop::payments"

[[together]]
paths = ["corner_shop::cart", "corner_shop::price"]

[[apart]]
paths = ["corner_shop::mail", "corner_shop::payments"]

[[accepted]]
from = "corner_shop::orders"
to = "corner_shop::accounts::address"
reason = "moves in wave 2"

[run]
package = "corner-shop"
port = 8080
role_env = "SHOP_ROLE"
healthcheck = ["healthcheck"]

[run.env]
LOG = "info"
WORKERS = 4
# the end
"#;

fn read(text: &str) -> Plan {
    parse_plan(text).unwrap().0
}

fn told(notices: &[Notice]) -> String {
    notices.iter().map(|it| format!("{it}\n")).collect()
}

/// Reads, edits, writes back: only what the edit says may change.
fn check_edit(edit: impl FnOnce(&Plan) -> PlanEdit, changed: Expect) {
    let mut plan = read(FULL);
    let before = plan.clone();
    let edit = edit(&plan);
    let undo = plan.apply(edit).unwrap();
    let text = write_plan(&plan, Some(FULL));
    assert_eq!(
        write_plan(&read(&text), None),
        write_plan(&plan, None),
        "reads back as written"
    );
    changed.assert_eq(&difference(FULL, &text));
    plan.apply(undo).unwrap();
    assert_eq!(plan, before);
    assert_eq!(write_plan(&plan, Some(FULL)), FULL);
}

/// Lines that went and lines that came, by the longest common subsequence.
fn difference(before: &str, after: &str) -> String {
    let (before, after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let mut common = vec![vec![0; after.len() + 1]; before.len() + 1];
    for (i, gone) in before.iter().enumerate().rev() {
        for (j, came) in after.iter().enumerate().rev() {
            let skip = common[i + 1][j].max(common[i][j + 1]);
            common[i][j] = if gone == came {
                common[i + 1][j + 1] + 1
            } else {
                skip
            };
        }
    }
    let (mut i, mut j, mut text) = (0, 0, String::new());
    while i < before.len() || j < after.len() {
        if i < before.len() && j < after.len() && before[i] == after[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == after.len() || (i < before.len() && common[i + 1][j] >= common[i][j + 1]) {
            text += &format!("-{}\n", before[i]);
            i += 1;
        } else {
            text += &format!("+{}\n", after[j]);
            j += 1;
        }
    }
    text
}

fn id(plan: &Plan, name: &str) -> crate::plan::ServiceId {
    plan.service_named(name).unwrap().id
}

#[test]
fn unknown_keys_are_told_and_kept() {
    let (plan, notices) = parse_plan(FULL).unwrap();
    expect![[r#"
        seamline.toml:5: the key `owner` is not known here (it is kept as it is)
        seamline.toml:12: the key `budget` in `[[service]]` is not known here (it is kept as it is)
        seamline.toml:14: the key `contact` in `[[service]]` is not known here (it is kept as it is)
    "#]]
    .assert_eq(&told(&notices));
    assert_eq!(write_plan(&plan, Some(FULL)), FULL);
}

#[test]
fn a_plan_without_a_past_is_written_in_a_stable_order() {
    expect![[r#"
        seamline = 1
        root = "."
        name = "corner-shop"

        [[service]]
        name = "orders"
        owns = ["corner_shop::orders", "corner_shop::web::checkout"]
        items = ["corner_shop::util::totals"]
        prefixes = ["/orders", "/checkout"]

        [[service]]
        name = "stock"
        owns = ["corner_shop::stock", "corner_shop::wares"]
        package = "stock-service"
        note = "first to go"

        [remaining]
        owns = ["corner_shop::orders::legacy"]

        [[shared]]
        path = "corner_shop::util::money"
        decision = "library"

        [[lock]]
        path = "corner_shop::payments"

        [[together]]
        paths = ["corner_shop::cart", "corner_shop::price"]

        [[apart]]
        paths = ["corner_shop::mail", "corner_shop::payments"]

        [[accepted]]
        from = "corner_shop::orders"
        to = "corner_shop::accounts::address"
        reason = "moves in wave 2"

        [run]
        package = "corner-shop"
        port = 8080
        role_env = "SHOP_ROLE"
        healthcheck = ["healthcheck"]

        [run.env]
        LOG = "info"
        WORKERS = "4"
    "#]]
    .assert_eq(&write_plan(&read(FULL), None));
}

#[test]
fn an_empty_plan_says_what_it_is() {
    expect![[r#"
        seamline = 1
        root = "."
    "#]]
    .assert_eq(&write_plan(&Plan::default(), None));
}

#[test]
fn a_module_sorts_into_its_list() {
    let assign = |path: &'static str, to: &'static str| {
        move |plan: &Plan| PlanEdit::Assign {
            paths: vec![path.into()],
            to: Some(id(plan, to)),
        }
    };
    check_edit(
        assign("corner_shop::tills", "stock"),
        expect![[r#"
        +    "corner_shop::tills",
    "#]],
    );
    check_edit(
        assign("corner_shop::stock", "orders"),
        expect![[r#"
            -owns = ["corner_shop::orders", "corner_shop::web::checkout"]   # each with its subtree
            +owns = ["corner_shop::orders", "corner_shop::stock", "corner_shop::web::checkout"]   # each with its subtree
            -    # everything about shelves
            -    "corner_shop::stock", # and below
        "#]],
    );
}

#[test]
fn a_renamed_service_keeps_its_comments() {
    let rename = |plan: &Plan| PlanEdit::RenameService {
        service: id(plan, "stock"),
        name: "wares".into(),
    };
    check_edit(
        rename,
        expect![[r#"
        -name = "stock"
        +name = "wares"
    "#]],
    );
}

#[test]
fn a_removed_service_takes_its_section_with_it() {
    check_edit(
        |plan| PlanEdit::RemoveService(id(plan, "stock")),
        expect![[r#"
        -# the second one
        -[[service]]
        -name = "stock"
        -owns = [
        -    # everything about shelves
        -    "corner_shop::stock", # and below
        -    "corner_shop::wares",
        -]
        -package = "stock-service"
        -note = "first to go"
        -
    "#]],
    );
}

#[test]
fn services_change_places() {
    check_edit(
        |plan| PlanEdit::MoveService {
            service: id(plan, "stock"),
            at: 0,
        },
        expect![[r#"
            -[[service]]
            -name = "orders"
            -owns = ["corner_shop::orders", "corner_shop::web::checkout"]   # each with its subtree
            -items = ["corner_shop::util::totals"]     # single items
            -prefixes = ["/orders", "/checkout"]
            -budget = 3
            -
            -[service.contact]
            -mail = "orders@example.org"
            -
            +[[service]]
            +name = "orders"
            +owns = ["corner_shop::orders", "corner_shop::web::checkout"]   # each with its subtree
            +items = ["corner_shop::util::totals"]     # single items
            +prefixes = ["/orders", "/checkout"]
            +budget = 3
            +
            +[service.contact]
            +mail = "orders@example.org"
            +
        "#]],
    );
}

#[test]
fn new_sections_stand_with_their_like() {
    let batch = |plan: &Plan| {
        let id = plan.fresh_service_id();
        let accepted = |reason: &str| Accepted {
            from: "corner_shop::a".into(),
            to: "corner_shop::b".into(),
            reason: reason.into(),
        };
        PlanEdit::Batch(vec![
            PlanEdit::AddService {
                id,
                name: "mail \"2\"\n".into(),
            },
            PlanEdit::Decide {
                path: "corner_shop::util::dates".into(),
                decision: Some(Decision::Copy),
            },
            PlanEdit::Lock("corner_shop::zoo".into()),
            PlanEdit::Accept(accepted("first")),
            PlanEdit::Accept(accepted("")),
        ])
    };
    check_edit(
        batch,
        expect![[r#"
            +[[service]]
            +name = """
            +mail "2"
            +"""
            +owns = []
            +
            +path = "corner_shop::util::dates"
            +decision = "copy"
            +
            +[[shared]]
            +[[lock]]
            +path = "corner_shop::zoo"
            +
            +[[accepted]]
            +from = "corner_shop::a"
            +to = "corner_shop::b"
            +
        "#]],
    );
}

#[test]
fn line_ends_of_windows_stay() {
    let text = FULL.replace('\n', "\r\n");
    let mut plan = read(&text);
    plan.apply(PlanEdit::SetName("shop".into())).unwrap();
    let written = write_plan(&plan, Some(&text));
    assert_eq!(
        written,
        text.replace("\"corner-shop\"\r\nowner", "\"shop\"\r\nowner")
    );
}

#[test]
fn inline_sections_are_read_too() {
    let text = "seamline = 1\nservice = [{ name = \"a\", owns = [\"x\"] }]\nrun.port = 80\n";
    let mut plan = read(text);
    assert_eq!(plan.services[0].owns.len(), 1);
    assert_eq!(plan.run.port, Some(80));
    let to = Some(plan.services[0].id);
    plan.apply(PlanEdit::Assign {
        paths: vec!["y".into()],
        to,
    })
    .unwrap();
    expect![[r#"
        seamline = 1
        run.port = 80

        [[service]]
        name = "a"
        owns = ["x", "y"]
    "#]]
    .assert_eq(&write_plan(&plan, Some(text)));
}

fn check_error(text: &str, expected: Expect) {
    let error = parse_plan(text).unwrap_err();
    expected.assert_eq(&format!("{error} ({})", error.hint()));
}

#[test]
fn what_is_no_plan_is_refused_with_line_and_hint() {
    check_error(
        "seamline = 1\n[[service]]\nname = \"ord",
        expect![[
            r#"line 3: invalid basic string, expected `"` (the file may be cut off; compare it with version control or the autosave)"#
        ]],
    );
    check_error(
        "",
        expect![
            "this is not a plan: it has no `seamline` key (a plan has the line `seamline = 1`)"
        ],
    );
    check_error(
        "[package]\nname = \"x\"\n",
        expect![
            "this is not a plan: it has no `seamline` key (a plan has the line `seamline = 1`)"
        ],
    );
    check_error(
        "# later\nseamline = 2\nservice = \"?\"\n",
        expect![
            "line 2: the plan has format 2, this program reads up to 1 (update Seamline; the file was not touched)"
        ],
    );
    check_error(
        "seamline = \"one\"\n",
        expect![
            "line 1: `seamline` should be the number 1 (correct `seamline`, or remove the line)"
        ],
    );
    check_error(
        "seamline = 1\n\n[[service]]\nowns = []\n",
        expect![[r#"line 3: `[[service]]` needs a `name` (add `name = "..."` to it)"#]],
    );
    check_error(
        "seamline = 1\n[[service]]\nname = \"a\"\nowns = [\n\"x\",\n3]\n",
        expect![
            "line 6: `owns` in `[[service]]` should be a list of texts (correct `owns` in `[[service]]`, or remove the line)"
        ],
    );
    check_error(
        "seamline = 1\nservice = 3\n",
        expect![
            "line 2: `service` should be a list of sections (correct `service`, or remove the line)"
        ],
    );
    check_error(
        "seamline = 1\n[[service]]\nname = \"a\"\n[[service]]\nname = \"a\"\n",
        expect![[
            r#"line 5: there already is a service called "a" (give one of them another name)"#
        ]],
    );
    check_error(
        "seamline = 1\n[[shared]]\npath = \"x\"\ndecision = \"maybe\"\n",
        expect![
            "line 4: `decision` in `[[shared]]` should be library, copy, service, keep or undecided (correct `decision` in `[[shared]]`, or remove the line)"
        ],
    );
    check_error(
        "seamline = 1\n[run]\nport = 0\n",
        expect![
            "line 3: `port` in `[run]` should be a port from 1 to 65535 (correct `port` in `[run]`, or remove the line)"
        ],
    );
    check_error(
        "seamline = 1\n[[service]]\nname = \"a\"\nowns = [\"x\"]\n[[service]]\nname = \"b\"\nitems = [\n\"y\",\n\"x\"]\n",
        expect![[r#"line 9: "x" is owned by "a" and by "b" (keep "x" in one of them)"#]],
    );
}

#[test]
fn positions_have_a_file_of_their_own() {
    let mut plan = plan("a:\nb:");
    plan.positions.insert("a".into(), (1.5, -20.0));
    plan.positions.insert("say \"hi\"\n".into(), (0.0, 3e9));
    let text = write_positions(&plan);
    expect![[r#"
        {
          "seamline_positions": 1,
          "positions": {
            "a": [1.5, -20],
            "say \"hi\"\n": [0, 3000000000]
          }
        }
    "#]]
    .assert_eq(&text);
    assert_eq!(parse_positions(&text).unwrap(), plan.positions);
    assert_eq!(
        parse_positions(&write_positions(&Plan::default()))
            .unwrap()
            .len(),
        0
    );
    assert!(parse_positions("{\"seamline_positions\": 2}").is_err());
    assert!(parse_positions("{\"seamline_positions\": 1, \"posi").is_err());
}

#[test]
fn what_the_code_no_longer_has_is_told_with_a_guess() {
    let (model, _) =
        code("shop::stock::shelf -> shop::mail\nshop::sales::cart -> shop::mail::Letter::send()");
    let plan = plan(
        "a: shop::cart *shop::mail::Letter::send() shop::gone\nb: shop::stock\n-: shop::cart::old\nlock: shop::cart",
    );
    expect![[r#"
        the plan names "shop::cart" (service "a", lock), which the code does not have (it may be "shop::sales::cart" now; assign that instead)
        the plan names "shop::cart::old" (remaining), which the code does not have (it may have been removed; the entry is kept until you drop it)
        the plan names "shop::gone" (service "a"), which the code does not have (it may have been removed; the entry is kept until you drop it)
    "#]].assert_eq(&told(&rebind(&plan, &model)));
}

proptest! {
    /// Edits, saves in between, undo: the file has the bytes it had.
    #[test]
    fn undone_edits_leave_the_same_bytes(edits in prop::collection::vec(any_edit(), 0..24), with_past in any::<bool>()) {
        let base = plan("zero: a::b f\none: f::g *a::e\n-: a::b::c");
        let past = with_past.then(|| write_plan(&base, None).replace("\"f::g\"", "\n  # why\n  \"f::g\", # so\n"));
        let first = write_plan(&base, past.as_deref());
        let mut plan = base.clone();
        let mut undos = Vec::new();
        for edit in edits {
            if let Ok(undo) = plan.apply(edit) {
                undos.push(undo);
            }
            let text = write_plan(&plan, Some(&first));
            let (read, _) = parse_plan(&text).unwrap();
            prop_assert_eq!(write_plan(&read, Some(&text)), text.clone());
            prop_assert_eq!(write_plan(&read, None), write_plan(&plan, None));
        }
        for undo in undos.into_iter().rev() {
            plan.apply(undo).unwrap();
        }
        prop_assert_eq!(&plan, &base);
        prop_assert_eq!(write_plan(&plan, Some(&first)), first);
    }

    /// No text makes the reader panic, and whatever is read is written back as it was.
    #[test]
    fn any_text_is_read_or_refused(cut in 0usize..1400, junk in ".{0,6}") {
        let text = FULL.chars().take(cut).collect::<String>() + &junk;
        if let Ok((plan, _)) = parse_plan(&text) {
            prop_assert_eq!(write_plan(&plan, Some(&text)), text);
        }
    }
}
