//! A reading point among the tokens of one statement, and names of objects.

use super::dialect::Dialect;
use super::lex::{Kind, Token};

/// A name as written, taken apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Named {
    /// What stands before the last dot, if it is told and no default.
    pub schema: Option<String>,
    /// The name itself, unquoted and folded.
    pub name: String,
    /// It is only known at run time.
    pub is_hole: bool,
    /// Line of its first token.
    pub line: u32,
}

impl Named {
    /// Both together, as ids write them.
    pub(super) fn whole(&self) -> String {
        match &self.schema {
            Some(schema) => format!("{schema}.{}", self.name),
            None => self.name.clone(),
        }
    }
}

/// A reading point; nothing it does panics or goes back behind its beginning.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'t, 'a> {
    tokens: &'t [Token<'a>],
    at: usize,
    dialect: Dialect,
}

impl<'t, 'a> Cursor<'t, 'a> {
    pub(super) fn new(tokens: &'t [Token<'a>], dialect: Dialect) -> Self {
        Self {
            tokens,
            at: 0,
            dialect,
        }
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }

    pub(super) fn peek(&self) -> Option<&'t Token<'a>> {
        self.peek_at(0)
    }

    pub(super) fn peek_at(&self, offset: usize) -> Option<&'t Token<'a>> {
        self.tokens.get(self.at + offset)
    }

    pub(super) fn bump(&mut self) -> Option<&'t Token<'a>> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        Some(token)
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// What has not been read.
    pub(super) fn rest(&self) -> &'t [Token<'a>] {
        &self.tokens[self.at.min(self.tokens.len())..]
    }

    /// Line of the next token, or of the last.
    pub(super) fn line(&self) -> u32 {
        let next = self.peek().or_else(|| self.tokens.last());
        next.map_or(1, |it| it.line)
    }

    pub(super) fn sees(&self, word: &str) -> bool {
        self.peek().is_some_and(|it| it.is(word))
    }

    pub(super) fn sees_any(&self, words: &[&str]) -> bool {
        words.iter().any(|it| self.sees(it))
    }

    pub(super) fn sees_symbol(&self, symbol: &str) -> bool {
        self.peek().is_some_and(|it| it.is_symbol(symbol))
    }

    /// Reads these words if all of them come next; they are written with blanks between.
    pub(super) fn eat(&mut self, words: &str) -> bool {
        let mut n = 0;
        for word in words.split(' ') {
            if !self.peek_at(n).is_some_and(|it| it.is(word)) {
                return false;
            }
            n += 1;
        }
        self.at += n;
        true
    }

    /// Reads one of these, if it comes next.
    pub(super) fn eat_any(&mut self, choices: &[&str]) -> bool {
        choices.iter().any(|it| self.eat(it))
    }

    pub(super) fn eat_symbol(&mut self, symbol: &str) -> bool {
        let found = self.sees_symbol(symbol);
        self.at += usize::from(found);
        found
    }

    /// A single name: bare, quoted, or (where `MySQL` or `SQLite` take it) a text.
    pub(super) fn ident(&mut self) -> Option<String> {
        let token = self.peek()?;
        let name = name_of(token, self.dialect)?;
        self.at += 1;
        Some(name)
    }

    /// `a`, `a.b` or `x.a.b`; of three or more parts the last two count.
    pub(super) fn name(&mut self) -> Option<Named> {
        let first = self.peek()?;
        let mut parts = Vec::new();
        loop {
            let token = self.peek()?;
            parts.push((name_of(token, self.dialect)?, token.kind == Kind::Hole));
            self.at += 1;
            if !(self.sees_symbol(".") && self.peek_at(1).is_some_and(|it| can_name(it))) {
                break;
            }
            self.at += 1;
        }
        let (name, is_hole) = parts.pop()?;
        let schema = parts.pop().filter(|it| !it.1).map(|it| it.0);
        Some(Named {
            schema: schema.filter(|it| !self.dialect.is_default_schema(it)),
            name,
            is_hole,
            line: first.line,
        })
    }

    /// Passes over a bracketed group that begins here; gives what stands inside.
    pub(super) fn group(&mut self) -> Option<&'t [Token<'a>]> {
        if !self.sees_symbol("(") {
            return None;
        }
        let begin = self.at + 1;
        let mut depth = 0_usize;
        while let Some(token) = self.bump() {
            if token.is_symbol("(") {
                depth += 1;
            } else if token.is_symbol(")") {
                depth -= 1;
                if depth == 0 {
                    return Some(&self.tokens[begin..self.at - 1]);
                }
            }
        }
        Some(&self.tokens[begin..])
    }

    /// Passes over one token, or over a whole group.
    pub(super) fn skip(&mut self) {
        if self.group().is_none() {
            self.at += 1;
        }
    }

    /// Reads up to one of these words outside brackets, or to the end; gives what was passed.
    pub(super) fn until(&mut self, words: &[&str]) -> &'t [Token<'a>] {
        let begin = self.at;
        while !self.is_done() && !self.sees_any(words) {
            self.skip();
        }
        &self.tokens[begin..self.at.min(self.tokens.len())]
    }

    /// Reads up to one of these words or symbols outside brackets; of quoted texts too.
    pub(super) fn skip_past(&mut self, word: &str) -> bool {
        self.until(&[word]);
        self.eat(word)
    }
}

/// Whether a token can stand for a name or a part of it.
pub(super) fn can_name(token: &Token<'_>) -> bool {
    matches!(token.kind, Kind::Word | Kind::Quoted | Kind::Hole)
}

/// The name that a token stands for, unquoted and folded. Of holes as written.
pub(super) fn name_of(token: &Token<'_>, dialect: Dialect) -> Option<String> {
    match token.kind {
        Kind::Word => Some(dialect.fold(token.text)),
        Kind::Quoted => Some(unquoted(token.text)),
        Kind::Hole => Some(token.text.to_owned()),
        Kind::Text if dialect != Dialect::Postgres && token.text.starts_with(['\'', '"']) => {
            Some(unquoted(token.text))
        }
        _ => None,
    }
}

/// What stands between quotes, doubled ones made single.
pub(super) fn unquoted(text: &str) -> String {
    let mut chars = text.chars();
    let Some(open) = chars.next() else {
        return String::new();
    };
    let close = if open == '[' { ']' } else { open };
    let inner = chars.as_str();
    let inner = inner.strip_suffix(close).unwrap_or(inner);
    inner.replace(&format!("{close}{close}"), &close.to_string())
}

/// The text that a literal stands for, and on which of its own lines it begins (0 for most): what
/// stands between quotes or dollars. Escapes of `E''` stay as written.
pub(super) fn literal<'a>(token: &Token<'a>) -> Option<&'a str> {
    if token.kind != Kind::Text {
        return None;
    }
    let text = token.text;
    if let Some(rest) = text.strip_prefix('$') {
        let tag = &text[..rest.find('$')? + 2];
        let body = &text[tag.len()..];
        return Some(body.strip_suffix(tag).unwrap_or(body));
    }
    let open = text.find(['\'', '"'])?;
    let body = &text[open + 1..];
    Some(body.strip_suffix(['\'', '"']).unwrap_or(body))
}

/// Splits at commas outside brackets.
pub(super) fn split_at_commas<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let mut parts = Vec::new();
    let (mut begin, mut depth) = (0, 0_usize);
    for (at, token) in tokens.iter().enumerate() {
        if token.kind != Kind::Symbol {
            continue;
        }
        match token.text {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "," if depth == 0 => {
                parts.push(&tokens[begin..at]);
                begin = at + 1;
            }
            _ => {}
        }
    }
    if begin < tokens.len() {
        parts.push(&tokens[begin..]);
    }
    parts
}

/// The stretch of a text that tokens cover.
pub(super) fn text_of<'a>(text: &'a str, base: usize, tokens: &[Token<'_>]) -> &'a str {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => text
            .get(first.at.saturating_sub(base)..last.end().saturating_sub(base))
            .unwrap_or(""),
        _ => "",
    }
}

/// Tokens as one line: words apart by a blank, as people write types and arguments.
pub(super) fn shown(tokens: &[Token<'_>]) -> String {
    let mut out = String::new();
    let mut glue = true;
    for token in tokens {
        let symbol = token.kind == Kind::Symbol;
        let closes = symbol && matches!(token.text, "(" | ")" | "," | "." | "[" | "]" | "::" | "%");
        if !(glue || closes) {
            out.push(' ');
        }
        match token.kind {
            Kind::Word => out.push_str(&token.text.to_lowercase()),
            _ => out.push_str(token.text),
        }
        glue = symbol && matches!(token.text, "(" | "." | "[" | "::");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::lex::Lexer;
    use super::*;

    fn name(text: &str, dialect: Dialect) -> String {
        let tokens: Vec<_> = Lexer::new(text, dialect).collect();
        let named = Cursor::new(&tokens, dialect).name();
        named.map_or_else(|| "none".to_owned(), |it| it.whole())
    }

    #[test]
    fn names_are_unquoted_folded_and_without_the_default_schema() {
        assert_eq!(name("Public.Orders x", Dialect::Postgres), "orders");
        assert_eq!(
            name("\"Shop\".\"Or\"\"ders\"", Dialect::Postgres),
            "Shop.Or\"ders"
        );
        assert_eq!(name("shop.Orders", Dialect::MySql), "shop.Orders");
        assert_eq!(name("[a].[dbo].[Order Id]", Dialect::SqlServer), "Order Id");
        assert_eq!(name("{schema}.orders", Dialect::Unknown), "orders");
        assert_eq!(name("(select 1)", Dialect::Unknown), "none");
    }

    #[test]
    fn groups_nest_without_recursion() {
        let deep = format!("{}1{} x", "(".repeat(100_000), ")".repeat(100_000));
        let tokens: Vec<_> = Lexer::new(&deep, Dialect::Unknown).collect();
        let mut cursor = Cursor::new(&tokens, Dialect::Unknown);
        assert_eq!(cursor.group().map(<[_]>::len), Some(199_999));
        assert!(cursor.sees("x"));
    }

    #[test]
    fn literals_lose_their_quotes() {
        let text = |it: &str| {
            let tokens: Vec<_> = Lexer::new(it, Dialect::Postgres).collect();
            literal(&tokens[0]).map(str::to_owned)
        };
        assert_eq!(text("$b$ a $b$").as_deref(), Some(" a "));
        assert_eq!(text("E'a'").as_deref(), Some("a"));
        assert_eq!(text("$b$ open").as_deref(), Some(" open"));
        assert_eq!(text("a"), None);
    }
}
