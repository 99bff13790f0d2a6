//! From text to syntax: what cannot be parsed costs as little of its file as can be.
//!
//! Nearly every text parses at once. One that does not is looked at item by item: in the words of
//! older editions, then without the members, then without the body that is at fault.

use std::panic::AssertUnwindSafe;
use std::str::FromStr as _;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::buffer::Cursor;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{Attribute, ImplItem, Item, TraitItem};

use super::old_editions::{modern, regrouped};
use super::{At, FileFacts, Macros, collect, guard};
use crate::kinds::BlindSpot;
use crate::notice::{Notice, Place};
use crate::source::SourceFile;

/// So many faults of a file are looked for; what stands after them is left out.
const MAX_FAULTS: usize = 100;
/// Modules inside modules in which a fault is searched for.
const MAX_DESCENT: usize = 16;

/// What the parser says of a text that is no sequence of tokens.
const NO_TOKENS: &str = "cannot parse string into token stream";

/// What a text is.
enum Syntax {
    /// Items.
    File(syn::File),
    /// An expression, as others include it.
    Expr(syn::Expr),
}

/// Something that cannot be parsed: why, and where.
struct Fault {
    why: String,
    at: Option<At>,
}

/// The facts of a file, or why there are none.
pub(super) fn facts(file: &SourceFile, macros: Macros<'_, '_>) -> Result<FileFacts, Notice> {
    let text = guard::checked(&file.text).map_err(|line| too_deep(file, line))?;
    guarded(file, || {
        if let Some(text) = without_mark(&text)
            && let Ok(facts) = collect::collect_text(text, &file.path, (macros.0, &mut *macros.1))
        {
            return Ok(facts);
        }
        let (syntax, faults) = syntax(&text).map_err(|fault| left_out(file, &fault))?;
        let mut facts = match &syntax {
            Syntax::File(syntax) => collect::collect(syntax, (&file.path, text.len()), macros),
            Syntax::Expr(expr) => collect::collect_expr(expr, &file.path, macros),
        };
        for fault in &faults {
            let (what, at) = (format!("syntax error: {}", fault.why), fault.at);
            facts.add_gap(BlindSpot::NotParsed, &what, at.unwrap_or(At::FIRST));
        }
        facts.notices.extend(in_part(file, &faults));
        Ok(facts)
    })
}

/// Why a file cannot be parsed, or not all of it; `None` if it can.
pub(super) fn fault_of(file: &SourceFile) -> Option<Notice> {
    let text = match guard::checked(&file.text) {
        Ok(text) => text,
        Err(line) => return Some(too_deep(file, line)),
    };
    let faults = guarded(file, || match syntax(&text) {
        Ok((_, faults)) => Ok(in_part(file, &faults)),
        Err(fault) => Err(left_out(file, &fault)),
    });
    faults.unwrap_or_else(Some)
}

/// Parses where a panic is a notice, and drops what the parser keeps.
fn guarded<T>(file: &SourceFile, parse: impl FnOnce() -> Result<T, Notice>) -> Result<T, Notice> {
    let parsed = std::panic::catch_unwind(AssertUnwindSafe(parse));
    // The parser keeps all text it ever saw on this thread; nothing of it is needed any more.
    proc_macro2::extra::invalidate_current_thread_spans();
    parsed.unwrap_or_else(|_| {
        Err(Notice::warning("could not be read: the parser gave up")
            .at(Place::file(file.path.clone()))
            .hint("the file was left out"))
    })
}

fn too_deep(file: &SourceFile, line: u32) -> Notice {
    Notice::warning("nested too deeply to be read safely")
        .at(Place::line(file.path.clone(), line))
        .hint("the file was left out; generated code is often kept in a file of its own")
}

fn place(file: &SourceFile, fault: &Fault) -> Place {
    match fault.at {
        Some(at) => Place::point(file.path.clone(), at.line, at.column),
        None => Place::line(file.path.clone(), 1),
    }
}

fn left_out(file: &SourceFile, fault: &Fault) -> Notice {
    Notice::warning(format!("syntax error: {}", fault.why))
        .at(place(file, fault))
        .hint("the file was left out; does it compile?")
}

fn in_part(file: &SourceFile, faults: &[Fault]) -> Option<Notice> {
    let first = faults.first()?;
    let text = match faults.len() {
        1 => format!("syntax error: {}", first.why),
        n => format!("{n} syntax errors, the first: {}", first.why),
    };
    let hint = "what stands there was left out, the rest of the file was read; does it compile?";
    Some(Notice::warning(text).at(place(file, first)).hint(hint))
}

/// The syntax of a text and what of it could not be parsed; only the fault if that is all of it.
fn syntax(text: &str) -> Result<(Syntax, Vec<Fault>), Fault> {
    let first = match syn::parse_file(text) {
        Ok(file) => return Ok((Syntax::File(file), Vec::new())),
        Err(error) => Fault::of(&error, None),
    };
    if let Ok(expr) = syn::parse_str(text) {
        return Ok((Syntax::Expr(expr), Vec::new()));
    }
    let Ok(tokens) = TokenStream::from_str(without_shebang(text)) else {
        return Err(first);
    };
    let mut faults = Vec::new();
    let tokens = members::<Item>(tokens, MAX_DESCENT, &mut faults);
    match syn::parse2::<syn::File>(tokens) {
        Ok(file) if !file.items.is_empty() => Ok((Syntax::File(file), faults)),
        _ => Err(first),
    }
}

/// A text without a byte order mark; `None` if it may begin with something else that is no syntax.
fn without_mark(text: &str) -> Option<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    (!text.starts_with("#!") || text.starts_with("#![")).then_some(text)
}

/// `#!/usr/bin/env run-cargo-script`, but not `#![attribute]`; its line end stays.
fn without_shebang(text: &str) -> &str {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_attribute = |rest: &str| rest.trim_start().starts_with('[');
    match text.strip_prefix("#!") {
        Some(rest) if !is_attribute(rest) => rest.find('\n').map_or("", |end| &rest[end..]),
        _ => text,
    }
}

impl Fault {
    fn of(error: &syn::Error, chunk: Option<&TokenTree>) -> Self {
        // At the end of what is parsed the parser knows no place.
        let span = error.span();
        let is_known = span.byte_range() != (0..0);
        let span = is_known.then_some(span).or(chunk.map(TokenTree::span));
        let why = match error.to_string() {
            it if it == NO_TOKENS => "a bracket or quote is not closed, or never opened".to_owned(),
            it => it,
        };
        Self {
            why,
            at: span.map(collect::at).filter(|it| it.line > 0),
        }
    }
}

/// The members that can be parsed, as tokens: items, or what stands in an impl or trait.
fn members<T: Parse>(tokens: TokenStream, depth: usize, faults: &mut Vec<Fault>) -> TokenStream {
    let read = |input: ParseStream<'_>| {
        let mut kept = Vec::new();
        while !input.is_empty() && faults.len() < MAX_FAULTS {
            let (begin, ahead) = (input.cursor(), input.fork());
            let inner = ahead.call(Attribute::parse_inner);
            let parsed = inner.and_then(|it| match ahead.is_empty() && !it.is_empty() {
                true => Ok(()),
                false => ahead.parse::<T>().map(drop),
            });
            if let Err(error) = parsed {
                let chunk = chunk(input)?;
                let fault = Fault::of(&error, chunk.first());
                kept.extend(mended::<T>(&chunk, fault, depth, faults));
                continue;
            }
            input.advance_to(&ahead);
            kept.extend(between(begin, input.cursor()));
        }
        // Whatever is left stands after too many faults.
        while !input.is_empty() {
            input.parse::<TokenTree>()?;
        }
        Ok(kept)
    };
    read.parse2(tokens)
        .unwrap_or_default()
        .into_iter()
        .collect()
}

/// The tokens between two points of one text.
fn between(mut begin: Cursor<'_>, end: Cursor<'_>) -> Vec<TokenTree> {
    let mut tokens = Vec::new();
    while begin != end
        && let Some((token, next)) = begin.token_tree()
    {
        tokens.push(token);
        begin = next;
    }
    tokens
}

/// Takes the tokens of one member that cannot be parsed: up to a semicolon or body.
fn chunk(input: ParseStream<'_>) -> syn::Result<Vec<TokenTree>> {
    let mut tokens = Vec::new();
    // `const A: B = C { .. };` goes on after the braces, and so does `use a::{b};`.
    let mut word: Option<String> = None;
    while !input.is_empty() {
        let token = input.parse::<TokenTree>()?;
        let ends = match &token {
            TokenTree::Punct(it) => it.as_char() == ';',
            TokenTree::Group(it) if it.delimiter() == Delimiter::Brace => {
                !matches!(word.as_deref(), Some("use" | "const" | "static" | "type"))
            }
            _ => false,
        };
        if let TokenTree::Ident(it) = &token {
            let text = it.to_string();
            let is_constant = word.as_deref() == Some("const");
            let is_before = matches!(
                text.as_str(),
                "pub" | "unsafe" | "default" | "async" | "extern"
            );
            if word.is_none() && !is_before || is_constant && text == "fn" {
                word = Some(text);
            }
        }
        tokens.push(token);
        if ends {
            break;
        }
    }
    Ok(tokens)
}

/// A member that cannot be parsed, as far as it can be with less in it.
fn mended<T: Parse>(
    chunk: &[TokenTree],
    fault: Fault,
    depth: usize,
    faults: &mut Vec<Fault>,
) -> Vec<TokenTree> {
    let of = |tokens: &[TokenTree]| tokens.iter().cloned().collect::<TokenStream>();
    let chunk: Vec<TokenTree> = modern(of(chunk)).into_iter().collect();
    if syn::parse2::<T>(of(&chunk)).is_ok() {
        return chunk;
    }
    let n_before = faults.len();
    let mut less = chunk;
    if let Some(TokenTree::Group(body)) = less.pop()
        && let Some(inner) = with_less(&less, &body.stream(), depth, faults)
    {
        less.push(regrouped(&body, inner));
        if syn::parse2::<T>(of(&less)).is_ok() {
            if faults.len() == n_before {
                faults.push(fault);
            }
            return less;
        }
    }
    faults.truncate(n_before);
    faults.push(fault);
    Vec::new()
}

/// A body without what cannot be parsed, by the words before it.
fn with_less(
    head: &[TokenTree],
    body: &TokenStream,
    depth: usize,
    faults: &mut Vec<Fault>,
) -> Option<TokenStream> {
    let depth = depth.checked_sub(1)?;
    head.iter().find_map(|token| {
        let TokenTree::Ident(word) = token else {
            return None;
        };
        match word.to_string().as_str() {
            "mod" => Some(members::<Item>(body.clone(), depth, faults)),
            "impl" => Some(members::<ImplItem>(body.clone(), depth, faults)),
            "trait" => Some(members::<TraitItem>(body.clone(), depth, faults)),
            "fn" => Some(TokenStream::new()),
            _ => None,
        }
    })
}
