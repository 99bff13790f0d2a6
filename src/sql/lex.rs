//! SQL text as tokens, for every dialect at once.
//!
//! Tokens borrow from the text and know their line. Nothing is ever refused: a quote that is not
//! closed reaches to the end, an unknown character is a symbol. Time is linear in the text, because
//! each byte is looked at once; only the end of a quote is searched ahead, and that search either
//! moves the reading point or ends the text. Comments are skipped, but what `MySQL` reads inside
//! `/*! ... */` counts.

use super::dialect::Dialect;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A bare word: keyword or name.
    Word,
    /// A quoted name, with its quotes: `"a"`, `` `a` ``, `[a]`.
    Quoted,
    /// A quoted text, with its quotes: `'a'`, `E'a'`, `$$a$$`.
    Text,
    /// A number.
    Number,
    /// Punctuation or an operator.
    Symbol,
    /// Something filled in at run time: `?`, `$1`, `:name`, `@x`, `%s`, `{}`, `{prefix}_users`.
    Hole,
    /// The end of a statement: `;`, or what `DELIMITER` made of it.
    End,
}

/// One token of a text.
#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind,
    /// As written, quotes included.
    pub text: &'a str,
    /// Where it begins, in bytes.
    pub at: usize,
    /// Its line; the first is 1.
    pub line: u32,
}

impl Token<'_> {
    /// Whether it is this bare word, in any case.
    pub fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is this symbol.
    pub fn is_symbol(&self, symbol: &str) -> bool {
        self.kind == Kind::Symbol && self.text == symbol
    }

    /// Where it ends, in bytes.
    pub fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

/// The tokens of a text, one after the other.
pub struct Lexer<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    dialect: Dialect,
    /// What ends a statement instead of `;`, after `DELIMITER`.
    delimiter: Option<&'a str>,
    /// End of the last token, to see what touches.
    last_end: usize,
    last_was_array: bool,
}

impl<'a> Lexer<'a> {
    /// Begins at the first line.
    pub fn new(text: &'a str, dialect: Dialect) -> Self {
        Self::from_line(text, dialect, 1)
    }

    /// Begins with this line number: the text stands somewhere in a file.
    pub fn from_line(text: &'a str, dialect: Dialect, line: u32) -> Self {
        Self {
            text,
            at: 0,
            line,
            dialect,
            delimiter: None,
            last_end: usize::MAX,
            last_was_array: false,
        }
    }

    /// The line that is being read.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The byte that is read next.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Goes back to an earlier point.
    pub fn rewind(&mut self, at: usize, line: u32) {
        self.at = at;
        self.line = line;
        self.last_end = usize::MAX;
        self.delimiter = None;
    }

    /// What stands on the rest of this line; reading goes on with the next.
    pub fn rest_of_line(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let n = rest.find('\n').unwrap_or(rest.len());
        self.at += n;
        &rest[..n]
    }

    /// Takes what follows `DELIMITER` on its line as the end of statements from here on.
    pub fn set_delimiter(&mut self) {
        let word = self.rest_of_line().trim();
        self.delimiter = (!word.is_empty() && word != ";").then_some(word);
    }

    /// Passes over lines of data until one that is only `\.`.
    pub fn skip_copied_rows(&mut self) {
        self.rest_of_line();
        while self.at < self.text.len() {
            self.at += 1;
            self.line += 1;
            if self.rest_of_line().trim_end() == "\\." {
                return;
            }
        }
    }

    fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    fn byte(&self, offset: usize) -> u8 {
        self.bytes().get(self.at + offset).copied().unwrap_or(0)
    }

    /// Whether only blanks stand before this point on its line.
    fn begins_line(&self) -> bool {
        let before = &self.bytes()[self.at.saturating_sub(64)..self.at];
        let blanks = before
            .iter()
            .rev()
            .take_while(|it| matches!(it, b' ' | b'\t'));
        match before.len() - blanks.count() {
            0 => self.at < 64,
            n => before[n - 1] == b'\n',
        }
    }

    /// Passes over blanks and comments.
    fn skip_blank(&mut self) {
        while self.at < self.text.len() {
            match (self.byte(0), self.byte(1)) {
                (b'\n', _) => {
                    self.line += 1;
                    self.at += 1;
                }
                (b' ' | b'\t' | b'\r' | 0x0c | 0, _) => self.at += 1,
                (b'-', b'-') => {
                    self.rest_of_line();
                }
                (b'#', next) if !matches!(next, b'>' | b'-' | b'#') && self.begins_line() => {
                    self.rest_of_line();
                }
                (b'/', b'*') if self.byte(2) == b'!' => {
                    self.at += 3;
                    while self.byte(0).is_ascii_digit() {
                        self.at += 1;
                    }
                }
                (b'*', b'/') => self.at += 2,
                (b'/', b'*') => self.skip_comment(),
                // A mark of the byte order.
                (0xef, 0xbb) if self.byte(2) == 0xbf => self.at += 3,
                _ => return,
            }
        }
    }

    /// A block comment; they nest, as in `PostgreSQL`.
    fn skip_comment(&mut self) {
        let nests = matches!(self.dialect, Dialect::Postgres | Dialect::Unknown);
        let mut depth = 0_u32;
        while self.at < self.text.len() {
            match (self.byte(0), self.byte(1)) {
                (b'/', b'*') => {
                    depth = if nests { depth + 1 } else { 1 };
                    self.at += 2;
                }
                (b'*', b'/') => {
                    self.at += 2;
                    depth -= 1;
                    if depth == 0 {
                        return;
                    }
                }
                (byte, _) => {
                    self.line += u32::from(byte == b'\n');
                    self.at += 1;
                }
            }
        }
    }

    /// Kind and end of the token that begins here.
    fn token(&self) -> (Kind, usize) {
        let rest = &self.text[self.at..];
        if let Some(delimiter) = self.delimiter
            && rest.starts_with(delimiter)
        {
            return (Kind::End, delimiter.len());
        }
        let next = self.byte(1);
        match self.byte(0) {
            b';' if self.delimiter.is_none() => (Kind::End, 1),
            b'\'' => (Kind::Text, self.quoted(0, b'\'', self.escapes())),
            b'"' if self.dialect == Dialect::MySql => (Kind::Text, self.quoted(0, b'"', true)),
            b'"' => self.name_in_quotes(b'"'),
            b'`' => self.name_in_quotes(b'`'),
            b'[' if self.opens_name() => self.name_in_quotes(b']'),
            b'e' | b'E' if next == b'\'' => (Kind::Text, self.quoted(1, b'\'', true)),
            b'n' | b'N' | b'x' | b'X' | b'b' | b'B' if next == b'\'' => {
                (Kind::Text, self.quoted(1, b'\'', false))
            }
            b'$' => self.dollar(),
            b'0'..=b'9' => (Kind::Number, number(rest)),
            b'.' if next.is_ascii_digit() => (Kind::Number, number(rest)),
            b'?' if !matches!(next, b'|' | b'&' | b'?') => (Kind::Hole, 1 + digits(&rest[1..])),
            b':' if is_word_start(next) && !self.touches(b':') => {
                (Kind::Hole, 1 + word(&rest[1..]))
            }
            b'@' if is_word_start(next) => (Kind::Hole, 1 + word(&rest[1..])),
            b'@' | b'#' if matches!(next, b'@' | b'#') || is_word_start(next) => {
                let signs = rest.len() - rest.trim_start_matches(['@', '#']).len();
                (Kind::Word, signs + word(&rest[signs..]))
            }
            b'%' => percent(rest),
            b'{' => self.with_holes(),
            byte if is_word_start(byte) => self.with_holes(),
            _ => (Kind::Symbol, symbol(rest)),
        }
    }

    fn escapes(&self) -> bool {
        self.dialect == Dialect::MySql
    }

    /// Whether the byte before this one is this one.
    fn touches(&self, byte: u8) -> bool {
        self.at > 0 && self.bytes()[self.at - 1] == byte
    }

    /// Whether `[` opens a name, rather than an array or an index.
    fn opens_name(&self) -> bool {
        if self.dialect == Dialect::Postgres
            || self.last_was_array
            || self.last_end == self.at
                && !self.touches(b'.')
                && !self.touches(b'(')
                && !self.touches(b',')
        {
            return false;
        }
        let inner = &self.bytes()[self.at + 1..];
        let n = inner
            .iter()
            .take(128)
            .take_while(|&&it| is_word(it) || it == b' ')
            .count();
        inner.first().is_some_and(|&it| is_word_start(it)) && inner.get(n) == Some(&b']')
    }

    /// A quoted name; with `{}` in it, it is only known at run time.
    fn name_in_quotes(&self, close: u8) -> (Kind, usize) {
        let n = self.quoted(0, close, false);
        let inner = &self.text[self.at..self.at + n];
        let has_hole = inner.len() < 256 && inner.contains('{') && inner.contains('}');
        (if has_hole { Kind::Hole } else { Kind::Quoted }, n)
    }

    /// Length of a quoted stretch whose opening quote stands `offset` bytes on. The quote doubled
    /// stands for itself.
    fn quoted(&self, offset: usize, close: u8, escapes: bool) -> usize {
        let bytes = &self.bytes()[self.at..];
        let mut n = offset + 1;
        while n < bytes.len() {
            match bytes[n] {
                b'\\' if escapes => n += 2,
                byte if byte == close && bytes.get(n + 1) == Some(&close) => n += 2,
                byte if byte == close => return n + 1,
                _ => n += 1,
            }
        }
        bytes.len()
    }

    /// `$1`, `$name`, or a text between `$tag$`.
    fn dollar(&self) -> (Kind, usize) {
        let rest = &self.text[self.at..];
        let n_digits = digits(&rest[1..]);
        if n_digits > 0 {
            return (Kind::Hole, 1 + n_digits);
        }
        let n = word(&rest[1..]);
        let may_quote = self.delimiter.is_none()
            && matches!(self.dialect, Dialect::Postgres | Dialect::Unknown);
        if may_quote && rest.as_bytes().get(1 + n) == Some(&b'$') {
            let tag = &rest[..n + 2];
            let body = &rest[tag.len()..];
            let closed = body.find(tag).map_or(rest.len(), |it| it + 2 * tag.len());
            return (Kind::Text, closed);
        }
        if n > 0 {
            (Kind::Hole, 1 + n)
        } else {
            (Kind::Symbol, 1)
        }
    }

    /// A word, or words and `{}` that touch each other.
    fn with_holes(&self) -> (Kind, usize) {
        let rest = &self.text[self.at..];
        let mut n = 0;
        let mut kind = Kind::Word;
        loop {
            let more = word(&rest[n..]);
            n += more;
            match hole(&rest[n..]) {
                0 if n == 0 => return (Kind::Symbol, 1),
                0 => return (kind, n),
                length => {
                    kind = Kind::Hole;
                    n += length;
                }
            }
        }
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.skip_blank();
        if self.at >= self.text.len() {
            return None;
        }
        let (kind, n) = self.token();
        let mut end = (self.at + n.max(1)).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        let token = Token {
            kind,
            text: &self.text[self.at..end],
            at: self.at,
            line: self.line,
        };
        if matches!(kind, Kind::Text | Kind::Quoted) {
            self.line += token.text.bytes().filter(|&it| it == b'\n').count() as u32;
        }
        self.last_was_array = token.is("array");
        self.at = end;
        self.last_end = end;
        Some(token)
    }
}

fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn is_word(byte: u8) -> bool {
    is_word_start(byte) || byte.is_ascii_digit()
}

fn word(text: &str) -> usize {
    text.bytes().take_while(|&it| is_word(it)).count()
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut n = 0;
    while n < bytes.len() {
        let sign = matches!(bytes[n], b'+' | b'-') && matches!(bytes[n - 1], b'e' | b'E');
        // `1..10` is a range.
        let dot = bytes[n] == b'.' && bytes.get(n + 1) != Some(&b'.');
        if !(is_word(bytes[n]) || dot || n > 0 && sign) {
            break;
        }
        n += 1;
    }
    n
}

/// Length of a `{...}` that a formatter fills in; 0 if there is none.
fn hole(text: &str) -> usize {
    if !text.starts_with('{') {
        return 0;
    }
    let inner = &text.as_bytes()[1..];
    let n = inner
        .iter()
        .take(64)
        .take_while(|it| it.is_ascii_alphanumeric() || b"_.:?#<>^$*+-!() ".contains(it))
        .count();
    if inner.get(n) == Some(&b'}') {
        n + 2
    } else {
        0
    }
}

/// `%s` and its like, as C and `format()` of `PostgreSQL` write them; else the operator.
fn percent(text: &str) -> (Kind, usize) {
    let bytes = text.as_bytes();
    let mut n = 1;
    if bytes.get(1) == Some(&b'(') {
        n += 2 + word(&text[2..]);
    } else {
        let n_digits = digits(&text[1..]);
        if bytes.get(1 + n_digits) == Some(&b'$') {
            n += n_digits + 1;
        }
    }
    let letter = bytes.get(n).is_some_and(|it| b"sdILiu".contains(it));
    let ends = bytes
        .get(n + 1)
        .is_none_or(|&it| !it.is_ascii_alphanumeric());
    if letter && ends {
        (Kind::Hole, n + 1)
    } else {
        (Kind::Symbol, 1)
    }
}

/// Length of an operator; those longer than one sign are few.
fn symbol(text: &str) -> usize {
    const LONG: [&str; 14] = [
        "->>", "#>>", "<=>", "::", ":=", "<=", ">=", "<>", "!=", "||", "->", "=>", "..", "@>",
    ];
    let known = LONG.iter().find(|it| text.starts_with(**it));
    known.map_or_else(
        || text.chars().next().map_or(1, char::len_utf8),
        |it| it.len(),
    )
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, dialect: Dialect, expected: Expect) {
        let tokens = Lexer::new(text, dialect);
        let line = |it: Token<'_>| format!("{}:{:?} {}\n", it.line, it.kind, it.text);
        expected.assert_eq(&tokens.map(line).collect::<String>());
    }

    #[test]
    fn quotes_comments_and_holes() {
        let text = "-- c\nselect \"a\"\"b\", 'it''s', E'\\'', $$x;y$$, $t$ $$ $t$ /* a /* b */ */\nfrom {schema}.users_{} where id=$1 and b = :b::int and c->>'x' <> %s and d[1] = ?2";
        check(
            text,
            Dialect::Postgres,
            expect![[r#"
                2:Word select
                2:Quoted "a""b"
                2:Symbol ,
                2:Text 'it''s'
                2:Symbol ,
                2:Text E'\''
                2:Symbol ,
                2:Text $$x;y$$
                2:Symbol ,
                2:Text $t$ $$ $t$
                3:Word from
                3:Hole {schema}
                3:Symbol .
                3:Hole users_{}
                3:Word where
                3:Word id
                3:Symbol =
                3:Hole $1
                3:Word and
                3:Word b
                3:Symbol =
                3:Hole :b
                3:Symbol ::
                3:Word int
                3:Word and
                3:Word c
                3:Symbol ->>
                3:Text 'x'
                3:Symbol <>
                3:Hole %s
                3:Word and
                3:Word d
                3:Symbol [
                3:Number 1
                3:Symbol ]
                3:Symbol =
                3:Hole ?2
            "#]],
        );
    }

    #[test]
    fn names_of_the_other_dialects() {
        check(
            "/*!40101 SET `a``b` = \"x\\\"y\" */ # no\n# comment\n@@g @v 1.5e-3",
            Dialect::MySql,
            expect![[r#"
                1:Word SET
                1:Quoted `a``b`
                1:Symbol =
                1:Text "x\"y"
                1:Symbol #
                1:Word no
                3:Word @@g
                3:Hole @v
                3:Number 1.5e-3
            "#]],
        );
        check(
            "select [Order Id], #t.x from [dbo].[T] where a in (1..3)",
            Dialect::SqlServer,
            expect![[r#"
                1:Word select
                1:Quoted [Order Id]
                1:Symbol ,
                1:Word #t
                1:Symbol .
                1:Word x
                1:Word from
                1:Quoted [dbo]
                1:Symbol .
                1:Quoted [T]
                1:Word where
                1:Word a
                1:Word in
                1:Symbol (
                1:Number 1
                1:Symbol ..
                1:Number 3
                1:Symbol )
            "#]],
        );
    }

    #[test]
    fn what_is_not_closed_reaches_to_the_end() {
        for text in [
            "'a\nb",
            "$x$ a",
            "/* a /* b */",
            "\"é",
            "`",
            "[a",
            "{",
            "é{é",
            "%(",
            "$",
        ] {
            for &dialect in Dialect::ALL {
                let end = Lexer::new(text, dialect).map(|it| it.end()).last();
                assert!(end.is_none_or(|it| it <= text.len()), "{text}");
            }
        }
        assert_eq!(Lexer::new("'a\nb", Dialect::Postgres).count(), 1);
        assert_eq!(Lexer::new("/* a /* b */", Dialect::Postgres).count(), 0);
    }
}
