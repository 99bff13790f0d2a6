//! Hostile names in every format, read back by a parser that is not ours wherever there is one.

use std::collections::BTreeSet;

use serde_json::Value;

use super::sample::{hostile, hostile_names};
use super::{FORMATS, Look, escape, format_named, png};

/// The text of the artifact at this path.
fn text_of(format: &str, path: &str) -> String {
    let artifacts = (format_named(format).unwrap().write)(&hostile()).unwrap();
    let artifact = artifacts.into_iter().find(|it| it.path == path);
    String::from_utf8(
        artifact
            .unwrap_or_else(|| panic!("{format} wrote no {path}"))
            .bytes,
    )
    .unwrap()
}

#[test]
fn every_format_is_written_twice_alike() {
    let report = hostile();
    for format in FORMATS.iter().filter(|it| it.name != "png") {
        let write = || (format.write)(&report).unwrap();
        assert_eq!(write(), write(), "{}", format.name);
    }
}

#[test]
fn no_path_leads_out_of_the_folder() {
    let report = hostile();
    for format in FORMATS {
        for artifact in (format.write)(&report).unwrap() {
            let plain = |it: char| it.is_ascii_alphanumeric() || "._-/".contains(it);
            let path = artifact.path;
            assert!(
                path.chars().all(plain) && !path.contains("..") && !path.starts_with('/'),
                "{path}"
            );
        }
    }
}

#[test]
fn json_keeps_every_character() {
    let report: Value = serde_json::from_str(&text_of("json", "report.json")).unwrap();
    let services = report["services"].as_array().unwrap();
    let found: Vec<_> = services
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(found[..hostile_names().len()], hostile_names());
}

#[test]
fn nodes_csv_keeps_every_character() {
    let text = text_of("csv", "nodes.csv");
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let ids: Vec<_> = reader
        .records()
        .map(|it| it.unwrap()[0].to_owned())
        .collect();
    let expected: Vec<_> = hostile_names()
        .iter()
        .map(|it| format!("shop::{it}"))
        .collect();
    assert_eq!(ids[1..=expected.len()], expected);
}

#[test]
fn tables_for_people_hold_no_formula() {
    for artifact in (format_named("csv").unwrap().write)(&hostile()).unwrap() {
        if matches!(&*artifact.path, "nodes.csv" | "edges.csv") {
            continue;
        }
        let mut reader = ::csv::Reader::from_reader(&*artifact.bytes);
        for record in reader.records() {
            let record = record.unwrap();
            let formula = record
                .iter()
                .find(|it| it.starts_with(['=', '+', '-', '@']));
            assert_eq!(formula, None, "{}", artifact.path);
        }
    }
}

#[test]
fn graphml_is_xml_with_every_name() {
    let text = text_of("graphml", "graph.graphml");
    let document = roxmltree::Document::parse(&text).unwrap();
    let labels: Vec<_> = document
        .descendants()
        .filter(|it| it.has_tag_name("data") || it.tag_name().name() == "data")
        .filter(|it| it.attribute("key") == Some("service"))
        .filter_map(|it| it.text().map(str::to_owned))
        .collect();
    let holdable = |it: &String| it.replace(['\0', '\u{7}'], "\u{fffd}");
    let expected: Vec<_> = hostile_names().iter().map(holdable).collect();
    assert_eq!(labels[..expected.len()], expected);
}

#[test]
fn markdown_has_no_html_no_links_and_every_name() {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let text = text_of("markdown", "boundaries.md");
    let mut headings = Vec::new();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(
        &text,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH,
    ) {
        match event {
            Event::Html(it) | Event::InlineHtml(it) => panic!("raw HTML: {it}"),
            Event::Start(
                it @ (Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::HtmlBlock
                | Tag::Emphasis
                | Tag::Strikethrough),
            ) => panic!("markup from a name: {it:?}"),
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(pulldown_cmark::TagEnd::Heading(_)) => headings.extend(heading.take()),
            Event::Text(it) | Event::Code(it) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&it);
                }
            }
            _ => {}
        }
    }
    for name in hostile_names() {
        let name = escape::visible(&name);
        assert!(
            headings.contains(&name),
            "no heading {name:?} in {headings:#?}"
        );
    }
}

#[test]
fn markdown_tables_keep_their_columns() {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let text = text_of("markdown", "boundaries.md");
    let mut n_rows = 0;
    for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
        n_rows += u32::from(matches!(event, Event::Start(Tag::TableRow)));
    }
    let n_lines = text
        .lines()
        .filter(|it| it.starts_with("| ") && !it.starts_with("| --"))
        .count();
    let n_tables = text.lines().filter(|it| it.starts_with("| --")).count();
    assert_eq!(
        n_rows as usize,
        n_lines - n_tables,
        "a name broke out of its row"
    );
}

#[test]
fn mermaid_has_nothing_but_its_own_lines() {
    let text = text_of("mermaid", "services.mmd");
    for line in text.lines().skip(1) {
        let line = line.trim_start();
        let quoted = line
            .split('"')
            .nth(1)
            .unwrap_or_default()
            .replace("<br/>", "");
        assert!(
            line.matches('"').count() % 2 == 0 && line.matches('"').count() <= 2,
            "{line}"
        );
        let safe = |it: char| it.is_alphanumeric() || " _-.,:/…#;".contains(it);
        assert!(quoted.chars().all(safe), "{line}");
    }
}

#[test]
fn dot_strings_all_end() {
    let text = text_of("dot", "graph.dot");
    for line in text.lines() {
        let mut open = false;
        let mut chars = line.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' if open => drop(chars.next()),
                '"' => open = !open,
                _ => {}
            }
        }
        assert!(!open, "a name broke out of its quotes: {line}");
    }
}

#[test]
fn svg_is_xml_with_every_name_and_no_script() {
    let text = text_of("svg", "canvas.svg");
    let document = roxmltree::Document::parse(&text).unwrap();
    let tags: BTreeSet<_> = document
        .descendants()
        .filter(roxmltree::Node::is_element)
        .map(|it| it.tag_name().name())
        .collect();
    assert_eq!(
        tags,
        BTreeSet::from(["circle", "path", "rect", "svg", "text", "title"])
    );
    let texts: Vec<_> = document.descendants().filter_map(|it| it.text()).collect();
    for name in hostile_names() {
        let name = escape::visible(&name);
        let shown = |it: &&&str| {
            name == **it || it.strip_suffix('…').is_some_and(|it| name.starts_with(it))
        };
        assert!(texts.iter().any(|it| shown(&it)), "{name}");
    }
}

#[test]
fn png_is_a_picture_of_that_size() {
    let bytes = &(format_named("png").unwrap().write)(&hostile()).unwrap()[0].bytes;
    let picture = resvg::tiny_skia::Pixmap::decode_png(bytes).unwrap();
    let bounds = hostile().canvas.bounds;
    assert!((picture.width() as f32 - 2.0 * (bounds.width() + 64.0)).abs() <= 2.0);
    let colors: BTreeSet<_> = picture
        .pixels()
        .iter()
        .step_by(101)
        .map(|it| (it.red(), it.green(), it.blue()))
        .collect();
    assert!(
        colors.len() > 50,
        "only {} colors: nothing was drawn",
        colors.len()
    );
}

#[test]
fn hangul_is_drawn() {
    let ink = |name: &str| {
        let mut report = hostile();
        report.canvas.containers[0].name = name.into();
        png(&report, Look::Light).unwrap()
    };
    assert_ne!(ink("주문"), ink("결제"), "both are the same box: tofu");
}
