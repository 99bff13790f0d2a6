//! No text may stop the analyzer.

use proptest::prelude::*;

use super::facts_of;
use crate::source::SourceFile;

fn read(text: &str) -> super::FileFacts {
    facts_of(&SourceFile {
        path: "src/lib.rs".into(),
        text: text.into(),
    })
}

/// Words that make Rust-like text when thrown together.
fn rusty() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "fn",
        "f",
        "(",
        ")",
        "{",
        "}",
        "use",
        "crate",
        "::",
        "a",
        "::*",
        ";",
        "mod",
        "impl",
        "<",
        ">",
        "for",
        "let",
        "=",
        "match",
        "=>",
        ",",
        "macro_rules!",
        "$crate",
        "!",
        "#[cfg(",
        "test",
        ")]",
        "'a",
        "\"",
        "//",
        "/*",
        "*/",
        "\n",
        "r#\"",
        "struct",
        "enum",
        "where",
        "dyn",
        "..",
        "가",
    ]);
    prop::collection::vec(words, 0..80).prop_map(|it| it.join(" "))
}

proptest! {
    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        read(&text);
    }

    #[test]
    fn any_words_are_survived(text in rusty()) {
        read(&text);
    }
}

#[test]
fn deep_nesting_is_a_notice_with_its_line() {
    let facts = read(&format!(
        "fn f() {{\n{}1{}\n}}",
        "(".repeat(10_000),
        ")".repeat(10_000)
    ));
    assert_eq!(facts.notices.len(), 1);
    assert_eq!(
        facts.notices[0].place.as_ref().and_then(|it| it.line),
        Some(2)
    );
}

#[test]
fn a_syntax_error_is_a_notice_and_keeps_the_rest_of_the_world() {
    let facts = read("fn f( {");
    assert_eq!(facts.notices.len(), 1);
    assert!(facts.items.is_empty());
    assert_eq!(facts.n_lines, 1);
}

#[test]
fn long_chains_fit_the_stack() {
    for text in [
        format!("fn f() {{ a{} }}", ".b()".repeat(4_500)),
        format!("const X: i32 = 1{};", " + 1".repeat(9_000)),
        format!("fn f() {{ if a {{}} {} }}", "else if b {} ".repeat(3_000)),
        format!("type T = {}u8;", "&".repeat(9_000)),
    ] {
        let file = [SourceFile {
            path: "src/lib.rs".into(),
            text: text.as_str().into(),
        }];
        let facts = super::facts_of_all(&file, &crate::progress::Silent).unwrap();
        assert!(facts[0].notices.is_empty(), "{:?}", facts[0].notices);
    }
}

#[test]
fn macros_that_grow_without_end_are_left() {
    let grow = "macro_rules! a { ($($t:tt)*) => { a!{$($t)* $($t)*} a!{$($t)* $($t)*} }; }";
    let facts = read(&format!("{grow}\na!{{ x y z }}\nfn f() {{}}"));
    assert!(facts.items.iter().any(|it| facts.text(it.name) == "f"));
    assert_eq!(facts.notices.len(), 1);
    let again = "macro_rules! b { ($($t:tt)*) => { b!{ $($t)* } }; }";
    let facts = read(&format!("{again}\nb!{{ x }}\nfn f() {{ b!(y); }}"));
    assert!(facts.items.iter().any(|it| facts.text(it.name) == "f"));
}

#[test]
fn what_a_macro_makes_reaches_to_its_name() {
    let make = "macro_rules! make { ($name:ident) => { pub struct $name { a: u8 } }; }";
    let facts = read(&format!("{make}\nmake! {{\n\n  Cart\n}}"));
    let cart = facts.items.iter().find(|it| facts.text(it.name) == "Cart");
    assert_eq!(cart.map(|it| it.n_lines), Some(3));
}

/// Items with their parents, then notices and gaps, of a text.
fn check(text: &str, expected: &expect_test::Expect) {
    let facts = read(text);
    let mut out = String::new();
    for it in &facts.items {
        let parent = it
            .parent
            .map(|it| facts.text(facts.items[it as usize].name));
        let at = it.at;
        let name = facts.text(it.name);
        out += &format!(
            "{}{}{name} {}:{}\n",
            parent.unwrap_or(""),
            parent.map_or("", |_| "::"),
            at.line,
            at.column
        );
    }
    for it in &facts.notices {
        out += &format!("{it}\n");
    }
    for it in &facts.gaps {
        out += &format!("{} {}:{}\n", it.kind, it.at.line, it.at.column);
    }
    expected.assert_eq(&out);
}

#[test]
fn a_syntax_error_costs_no_more_than_its_item() {
    check(
        "mod a {\n    fn kept() {}\n    fn lost(] {}\n}",
        &expect_test::expect![[r#"
            src/lib.rs:3:13: syntax error: a bracket or quote is not closed, or never opened (the file was left out; does it compile?)
            not-parsed 3:13
        "#]],
    );
    check(
        "#![allow(x)]\nfn kept() {}\nstruct Lost { a: }\nimpl Kept {\n    fn a(&self) { let = ; }\n    fn lost(x y) {}\n    fn b(&self) {}\n}\nconst C: A = A { b: };\nuse a::{b};\nmod m {\n    enum { }\n    fn inner() {}\n}\nfn last() {}\n",
        &expect_test::expect![[r#"
            kept 2:4
            <Kept> 4:1
            <Kept>::a 5:8
            <Kept>::b 7:8
            inner 13:8
            last 15:4
            src/lib.rs:3:18: 5 syntax errors, the first: unexpected end of input, expected one of: `for`, parentheses, `unsafe`, `fn`, `extern`, identifier, `::`, `<`, `dyn`, square brackets, `*`, `&`, `!`, `impl`, `_`, lifetime (what stands there was left out, the rest of the file was read; does it compile?)
            not-parsed 3:18
            not-parsed 5:23
            not-parsed 6:15
            not-parsed 9:21
            not-parsed 12:10
        "#]],
    );
}

#[test]
fn older_editions_are_understood() {
    check(
        "type Action = Fn(&u8) + Send;\ntrait T { fn f(u8) -> Box<Fn(u8) -> u8>; }\nfn async() { let dyn = try!(await); }\n",
        &expect_test::expect![[r#"
            Action 1:6
            T 2:7
            T::f 2:14
            async 3:4
        "#]],
    );
}

#[test]
fn long_texts_with_faults_take_no_longer_than_others() {
    let n = 20_000;
    for text in [
        "fn a(x y) {} ".repeat(n),
        format!("fn a(x y) {{}} const A: u8 = a{};", " > Fn()".repeat(2_000)),
        format!(
            "{}fn a(x y) {{}}{}",
            "mod a { fn f() {} ".repeat(400),
            "}".repeat(400)
        ),
        format!("impl A {{ {} }}", "fn a(x y) {} fn b() {} ".repeat(n / 2)),
        "#[a] ".repeat(n) + "fn a(x y) {}",
    ] {
        let start = std::time::Instant::now();
        let file = [SourceFile {
            path: "src/lib.rs".into(),
            text: text.as_str().into(),
        }];
        let facts = super::facts_of_all(&file, &crate::progress::Silent).unwrap();
        assert!(!facts[0].notices.is_empty());
        assert!(start.elapsed().as_secs() < 20, "{}", &text[..40]);
    }
}

#[test]
fn a_file_read_item_by_item_is_the_whole_file() {
    let text =
        "#![cfg(unix)]\nuse a::{b, c as d};\nmod m { #![cfg(test)] pub fn f() -> d { b!(1) } }
        macro_rules! two { ($a:ident) => { fn $a() { m::f() } }; () => {} }\ntwo!(g); two!();
        impl<T: d> d for Vec<T> { fn h(&self) { self.first().map(|it| it.h()) } }";
    let file = [SourceFile {
        path: "src/lib.rs".into(),
        text: text.into(),
    }];
    let definitions = super::Definitions::new(&file);
    let mut known = super::KnownRules::default();
    let tree = syn::parse_file(text).unwrap();
    let place = ("src/lib.rs", text.len());
    let whole = super::collect::collect(&tree, place, (&definitions, &mut known));
    let mut by_item =
        |text| super::collect::collect_text(text, "src/lib.rs", (&definitions, &mut known));
    let found = by_item(text).unwrap();
    assert_eq!(
        found.items.len(),
        5,
        "two functions, a macro, an impl, its member"
    );
    assert_eq!(format!("{found:?}"), format!("{whole:?}"));
    assert!(by_item("fn f() {} fn (").is_err(), "all or nothing");
}

#[test]
fn what_is_no_syntax_at_the_head_of_a_file_is_passed_over() {
    for text in [
        "\u{feff}fn f() {}",
        "#!/usr/bin/env run\nfn f() {}",
        "\u{feff}#![allow(x)] fn f() {}",
        "#! [allow(x)] fn f() {}",
        "#! // not yet\n[allow(x)] fn f() {}",
    ] {
        let facts = read(text);
        assert!(facts.notices.is_empty(), "{:?}", facts.notices);
        assert_eq!(facts.items.len(), 1, "{text:?}");
    }
}
