//! Spans of OTLP in JSON: one document, or one a line as the collector's exporter of files writes them.
//!
//! Each span is a stretch of the text until it is looked at, so that it has a line, and a broken one
//! costs itself alone. Nothing is kept of what is not asked for, however deep it is.

mod fold;
mod span;

use serde::Deserialize;
use serde_json::value::RawValue;

use self::fold::Fold;
use self::span::{Attributes, Span};
use super::decode::line_at;
use super::rows::Reader;

/// Each broken document may cost the time of the whole text.
const MOST_BROKEN: usize = 20;

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow, rename = "resourceSpans", alias = "resource_spans")]
    resources: Option<Vec<ResourceSpans<'a>>>,
}

#[derive(Deserialize)]
struct ResourceSpans<'a> {
    resource: Option<Resource>,
    // The older name of the same thing.
    #[serde(
        borrow,
        rename = "scopeSpans",
        alias = "scope_spans",
        alias = "instrumentationLibrarySpans"
    )]
    scopes: Option<Vec<ScopeSpans<'a>>>,
}

#[derive(Deserialize)]
struct Resource {
    attributes: Option<Attributes>,
}

#[derive(Deserialize)]
struct ScopeSpans<'a> {
    #[serde(borrow)]
    spans: Option<Vec<&'a RawValue>>,
}

/// Reads all documents of a text.
pub(super) fn read(text: &str, reader: &mut Reader) {
    let mut fold = Fold::default();
    let mut lines = Lines {
        text,
        offset: 0,
        line: 1,
    };
    let (mut rest, mut n_broken) = (0, 0);
    while let Some(start) = next_document(text, rest) {
        let mut documents = serde_json::Deserializer::from_str(&text[start..]).into_iter();
        match documents.next() {
            Some(Ok(document)) => {
                rest = start + documents.byte_offset();
                read_document(document, &mut lines, &mut fold, reader);
            }
            Some(Err(error)) => {
                let line = line_at(text.as_bytes(), start) - 1 + error.line() as u32;
                reader.skip(line, fault_of(&error));
                n_broken += 1;
                // Another line may be whole.
                rest = text[start..].find('\n').map_or(text.len(), |it| start + it);
            }
            None => break,
        }
        if n_broken == MOST_BROKEN {
            reader.refuse("too many documents of this file are broken; the rest was not read");
            break;
        }
    }
    if fold.n_spans == 0 {
        reader.refuse("there is no span of OTLP in this file");
    }
    fold.finish(reader);
}

/// Where the next document begins: at a brace that begins a line.
fn next_document(text: &str, from: usize) -> Option<usize> {
    let rest = &text[from..];
    let trimmed = rest.trim_start();
    let start = from + (rest.len() - trimmed.len());
    if trimmed.starts_with('{') {
        return Some(start);
    }
    let found = text[start..].find("\n{");
    found.map(|it| start + it + 1)
}

fn fault_of(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        serde_json::error::Category::Eof => "this document has no end",
        serde_json::error::Category::Data => "this document is not shaped as OTLP is",
        _ => "this document is not JSON",
    }
}

fn read_document(document: Document<'_>, lines: &mut Lines<'_>, fold: &mut Fold, to: &mut Reader) {
    for resource in document.resources.into_iter().flatten() {
        let attributes = resource.resource.and_then(|it| it.attributes);
        let program = attributes
            .as_ref()
            .and_then(|it| it.text(&["service.name"]));
        let program = program.map(Into::into);
        let scopes = resource.scopes.into_iter().flatten();
        for raw in scopes.flat_map(|it| it.spans.into_iter().flatten()) {
            let line = lines.of(raw.get());
            fold.n_spans += 1;
            match serde_json::from_str::<Span<'_>>(raw.get()) {
                Ok(span) => fold.add(&span, program.as_ref(), line, to),
                Err(_) => to.skip(line, "this span is not shaped as OTLP is"),
            }
        }
    }
}

/// Counts lines onward: stretches are asked for in their order, or their line is that of one before.
struct Lines<'a> {
    text: &'a str,
    offset: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line on which a stretch of the text begins.
    fn of(&mut self, stretch: &str) -> u32 {
        let start = stretch.as_ptr() as usize - self.text.as_ptr() as usize;
        if let Some(between) = self.text.as_bytes().get(self.offset..start) {
            self.line += line_at(between, between.len()) - 1;
            self.offset = start;
        }
        self.line
    }
}
