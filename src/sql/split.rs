//! A text of SQL as its statements, each with its line.
//!
//! A statement ends with `;`, with what `DELIMITER` says, or with a line `GO`. Inside the body of a
//! trigger or routine that is written between `BEGIN` and `END` a `;` ends nothing. Rows of data
//! after `COPY ... FROM stdin;` and commands of `psql` and `sqlite3` (`\connect`, `.mode`) are
//! passed over. Time is linear: if a body never ends, its statement is read once more without
//! looking for the end, and so is everything after it.

use super::dialect::Dialect;
use super::lex::{Kind, Lexer, Token};

/// More tokens of one statement than these are passed over: nobody writes them by hand.
pub const MOST_TOKENS: usize = 100_000;

/// One statement of a text.
#[derive(Clone, Debug)]
pub struct Statement<'a> {
    /// From its first token to its last, without what ends it.
    pub text: &'a str,
    /// Line of its first token; the first line of the file is 1.
    pub line: u32,
    /// Its tokens, at most [`MOST_TOKENS`].
    pub tokens: Vec<Token<'a>>,
}

/// The statements of a text, one after the other.
pub struct Statements<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    dialect: Dialect,
    has_go: bool,
    /// No body is looked for any more: one never ended.
    gave_up: bool,
}

impl<'a> Statements<'a> {
    /// Begins at the first line.
    pub fn new(text: &'a str, dialect: Dialect) -> Self {
        Self::from_line(text, dialect, 1)
    }

    /// Begins with this line number: the text stands somewhere in a file.
    pub fn from_line(text: &'a str, dialect: Dialect, line: u32) -> Self {
        let is_go = |it: &str| it.trim().trim_end_matches(';').eq_ignore_ascii_case("go");
        Self {
            text,
            lexer: Lexer::from_line(text, dialect, line),
            dialect,
            has_go: matches!(dialect, Dialect::SqlServer | Dialect::Unknown)
                && text.lines().any(is_go),
            gave_up: false,
        }
    }

    /// Whether a token begins a line that is meant for the client, and what to do about it.
    fn is_for_client(&mut self, token: Token<'a>) -> bool {
        let begins_line = self.text[..token.at]
            .bytes()
            .next_back()
            .is_none_or(|it| it == b'\n');
        if token.is_symbol("\\") || begins_line && token.is_symbol(".") {
            self.lexer.rest_of_line();
            return true;
        }
        if begins_line && token.is("delimiter") {
            self.lexer.set_delimiter();
            return true;
        }
        false
    }

    /// Whether the token is a `GO` on a line of its own.
    fn is_go(&self, token: Token<'a>) -> bool {
        let bytes = self.text.as_bytes();
        let blank = |it: &&u8| matches!(it, b' ' | b'\t' | b'\r');
        let before = bytes[..token.at].iter().rev().find(|it| !blank(it));
        let after = bytes[token.end()..].iter().find(|it| !blank(it));
        let ends_line = |it: Option<&u8>| it.is_none_or(|it| *it == b'\n');
        token.is("go") && ends_line(before) && (ends_line(after) || after == Some(&b';'))
    }

    /// Reads one statement; true if it ran into the end inside a body.
    fn read(&mut self) -> (Option<Statement<'a>>, bool) {
        let mut statement: Option<(Token<'a>, Token<'a>)> = None;
        let mut tokens = Vec::new();
        let mut shape = Shape::default();
        while let Some(token) = self.lexer.next() {
            if statement.is_none() && self.is_for_client(token) {
                continue;
            }
            let go = self.has_go && self.is_go(token);
            let bounded = self.has_go && shape.is_compound;
            if go || token.kind == Kind::End && (self.gave_up || !shape.inside(bounded)) {
                match statement {
                    Some(_) => break,
                    None => continue,
                }
            }
            shape.take(token);
            if tokens.len() < MOST_TOKENS {
                tokens.push(token);
            }
            statement = Some((statement.map_or(token, |it| it.0), token));
        }
        let Some((first, last)) = statement else {
            return (None, false);
        };
        let runaway = shape.depth > 0 && self.lexer.position() >= self.text.len();
        if is_copy_of_rows(&tokens) && !runaway {
            self.lexer.skip_copied_rows();
        }
        let text = &self.text[first.at..last.end()];
        let line = first.line;
        (
            Some(Statement { text, line, tokens }),
            runaway && !self.has_go,
        )
    }

    /// The dialect the text is read in.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }
}

impl<'a> Iterator for Statements<'a> {
    type Item = Statement<'a>;

    fn next(&mut self) -> Option<Statement<'a>> {
        let (statement, runaway) = self.read();
        if !runaway || self.gave_up {
            return statement;
        }
        let begin = statement.as_ref().map_or(0, |it| it.tokens[0].at);
        let line = statement.map_or(1, |it| it.line);
        self.gave_up = true;
        self.lexer.rewind(begin, line);
        self.read().0
    }
}

/// `COPY t FROM stdin`, with or without columns and options.
fn is_copy_of_rows(tokens: &[Token<'_>]) -> bool {
    let words = tokens.iter().take(MOST_TOKENS).rev().take(24);
    tokens.first().is_some_and(|it| it.is("copy")) && words.clone().any(|it| it.is("stdin"))
}

/// What the tokens so far say about where the statement may end.
#[derive(Default)]
struct Shape {
    n_tokens: usize,
    creates: bool,
    /// The body of a trigger or routine may follow.
    is_compound: bool,
    /// How many `BEGIN` and `CASE` are open in the body.
    depth: u32,
    after_end: bool,
}

impl Shape {
    fn take(&mut self, token: Token<'_>) {
        self.n_tokens += 1;
        if self.n_tokens == 1 {
            self.creates = token.is("create") || token.is("alter");
        }
        if token.kind == Kind::End && self.after_end {
            self.close();
        }
        if token.kind != Kind::Word {
            if self.after_end {
                self.close();
            }
            return;
        }
        if self.creates && !self.is_compound && self.n_tokens < 16 {
            const BODIES: [&str; 5] = ["trigger", "procedure", "proc", "function", "event"];
            self.is_compound = BODIES.iter().any(|it| token.is(it));
            // `CREATE TABLE event (...)` has no body.
            self.creates = !["table", "view", "index", "type"]
                .iter()
                .any(|it| token.is(it));
        }
        if !self.is_compound {
            return;
        }
        if std::mem::take(&mut self.after_end) {
            const LOOPS: [&str; 5] = ["if", "loop", "while", "repeat", "for"];
            if !LOOPS.iter().any(|it| token.is(it)) {
                self.depth = self.depth.saturating_sub(1);
                if token.is("case") {
                    return;
                }
            }
        }
        if token.is("begin") || token.is("case") && self.depth > 0 {
            self.depth += 1;
        } else if token.is("end") && self.depth > 0 {
            self.after_end = true;
        }
    }

    fn close(&mut self) {
        self.after_end = false;
        self.depth = self.depth.saturating_sub(1);
    }

    /// Whether a `;` here stands inside a body.
    fn inside(&mut self, bounded: bool) -> bool {
        if self.after_end {
            self.close();
        }
        self.depth > 0 || bounded
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, dialect: Dialect, expected: Expect) {
        let shown = |it: Statement<'_>| format!("{}: {}\n", it.line, it.text.replace('\n', "¶"));
        let statements = Statements::new(text, dialect);
        expected.assert_eq(&statements.map(shown).collect::<String>());
    }

    #[test]
    fn quotes_and_comments_hide_semicolons() {
        check(
            "select ';' -- ;\n;;\n create function f() returns int as $$ begin; end; $$ language plpgsql;\nselect /* ; */ 2",
            Dialect::Postgres,
            expect![[r#"
                1: select ';'
                3: create function f() returns int as $$ begin; end; $$ language plpgsql
                4: select /* ; */ 2
            "#]],
        );
    }

    #[test]
    fn bodies_between_begin_and_end_stay_whole() {
        check(
            "begin;\ncreate trigger t after insert on a begin update b set x = case when 1 then 2 end; delete from c; end;\nselect 1;\ncreate table event (\"begin\" int);\ncommit;",
            Dialect::Sqlite,
            expect![[r#"
                1: begin
                2: create trigger t after insert on a begin update b set x = case when 1 then 2 end; delete from c; end
                3: select 1
                4: create table event ("begin" int)
                5: commit
            "#]],
        );
        check(
            "create procedure p() begin if a then while b do set c = 1; end while; end if; case x when 1 then select 1; end case; end;\nselect 2",
            Dialect::MySql,
            expect![[r#"
                1: create procedure p() begin if a then while b do set c = 1; end while; end if; case x when 1 then select 1; end case; end
                2: select 2
            "#]],
        );
    }

    #[test]
    fn clients_have_ends_of_their_own() {
        check(
            "DELIMITER $$\ncreate trigger t before insert on a for each row begin set new.x = 1; end$$\nDELIMITER ;\nselect 1;\nselect 2;",
            Dialect::MySql,
            expect![[r#"
                2: create trigger t before insert on a for each row begin set new.x = 1; end
                4: select 1
                5: select 2
            "#]],
        );
        check(
            "create procedure p as select 1; select 2\nGO\nselect 3\ngo\n",
            Dialect::SqlServer,
            expect![[r#"
                1: create procedure p as select 1; select 2
                3: select 3
            "#]],
        );
    }

    #[test]
    fn rows_of_a_dump_and_commands_of_psql_are_passed_over() {
        check(
            "\\restrict abc'\nCOPY public.a (b, c) FROM stdin;\n1\tit's;\n\\.\n\n\\connect x\nselect 1;\nCOPY a FROM stdin;\n2",
            Dialect::Postgres,
            expect![[r#"
                2: COPY public.a (b, c) FROM stdin
                7: select 1
                8: COPY a FROM stdin
            "#]],
        );
    }

    #[test]
    fn a_body_that_never_ends_hides_nothing() {
        check(
            "create trigger t on a begin select 1;\ncreate table b (c int);\ncreate function g() begin x;",
            Dialect::Sqlite,
            expect![[r#"
                1: create trigger t on a begin select 1
                2: create table b (c int)
                3: create function g() begin x
            "#]],
        );
    }
}
