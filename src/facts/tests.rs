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
