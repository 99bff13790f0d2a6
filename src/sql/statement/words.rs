//! What a statement touches, by following its words: for what no parser reads.
//!
//! The words of SQL say where a table stands: after `FROM`, `JOIN`, `INTO`, `UPDATE`. Brackets are
//! kept on a list, so that depth costs nothing; a `FROM` inside the brackets of a function, as in
//! `extract(year from x)`, names no table. What is found so is a guess.

use super::super::cursor::{Cursor, can_name, name_of};
use super::super::dialect::Dialect;
use super::super::lex::{Kind, Token};
use super::super::touch::{Access, Touches};

/// More relations of one statement are not told apart.
const MOST: usize = 1_000;

/// Words that end a relation, so that they are no alias of it.
const NO_ALIAS: &[&str] = &[
    "where",
    "on",
    "join",
    "inner",
    "left",
    "right",
    "full",
    "cross",
    "natural",
    "group",
    "order",
    "having",
    "limit",
    "offset",
    "fetch",
    "union",
    "except",
    "intersect",
    "set",
    "values",
    "using",
    "returning",
    "window",
    "for",
    "with",
    "select",
    "when",
    "tablesample",
    "force",
    "use",
    "ignore",
    "indexed",
    "not",
    "straight_join",
    "partition",
    "output",
    "default",
    "and",
    "or",
    "loop",
    "then",
    "do",
    "begin",
    "end",
    "into",
    "lateral",
    "asof",
    "outer",
    "overriding",
];

/// Words before a bracket that call nothing.
const NOT_FUNCTIONS: &[&str] = &[
    "and",
    "or",
    "not",
    "in",
    "exists",
    "any",
    "some",
    "all",
    "values",
    "as",
    "on",
    "using",
    "when",
    "then",
    "else",
    "case",
    "select",
    "from",
    "where",
    "by",
    "over",
    "filter",
    "within",
    "group",
    "set",
    "into",
    "key",
    "references",
    "check",
    "primary",
    "unique",
    "default",
    "like",
    "limit",
    "returning",
    "interval",
    "array",
    "row",
    "table",
    "with",
    "is",
    "between",
    "varchar",
    "char",
    "numeric",
    "decimal",
    "index",
    "conflict",
    "partition",
    "distinct",
    "if",
    "elsif",
    "while",
    "return",
    "update",
    "of",
    "join",
    "only",
    "materialized",
    "recursive",
    "union",
    "except",
    "intersect",
    "insert",
    "offset",
    "having",
    "loop",
    "lateral",
    "ilike",
    "end",
    "delete",
    "cast",
    "extract",
    "character",
    "varying",
    "bit",
    "time",
    "timestamp",
    "float",
    "int",
    "bigint",
];

/// Follows the words of one statement.
pub(super) struct Reader<'t, 'a> {
    tokens: &'t [Token<'a>],
    dialect: Dialect,
    ctes: Vec<String>,
    /// Alias and table of each relation, in order; no table for what the statement makes up.
    relations: Vec<(String, Option<String>)>,
    frames: Vec<Frame>,
}

/// What is open in one pair of brackets.
#[derive(Clone, Copy, Default)]
struct Frame {
    /// It holds a query or a list of relations, not the arguments of a function.
    is_query: bool,
    in_from: bool,
    /// A relation comes next.
    expects: bool,
}

impl<'t, 'a> Reader<'t, 'a> {
    pub(super) fn new(tokens: &'t [Token<'a>], dialect: Dialect) -> Self {
        Self {
            tokens,
            dialect,
            ctes: Vec::new(),
            relations: Vec::new(),
            frames: Vec::new(),
        }
    }

    fn at(&self, at: usize) -> Cursor<'t, 'a> {
        Cursor::new(&self.tokens[at.min(self.tokens.len())..], self.dialect)
    }

    /// Brings a relation into sight.
    fn bring(&mut self, relation: (String, Option<String>)) {
        if self.relations.len() < MOST {
            self.relations.push(relation);
        }
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|it| it.is(word))
    }

    fn is_symbol(&self, at: usize, symbol: &str) -> bool {
        self.tokens.get(at).is_some_and(|it| it.is_symbol(symbol))
    }

    /// Notes everything that the words name.
    pub(super) fn read(mut self, found: &mut Touches) {
        self.find_ctes();
        self.frames.push(Frame {
            is_query: true,
            ..Frame::default()
        });
        let mut targets = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let token = self.tokens[at];
            at = match token.kind {
                Kind::Symbol => self.symbol(at),
                _ if self.expects() => self.relation(at, found),
                Kind::Word | Kind::Quoted | Kind::Hole => self.word(at, &mut targets, found),
                _ => at + 1,
            };
        }
        self.write(targets, found);
        self.equalities(found);
    }

    fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame {
                is_query: true,
                ..Frame::default()
            });
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn expects(&mut self) -> bool {
        self.frame().expects
    }

    /// Names before `AS (`, with or without columns.
    fn find_ctes(&mut self) {
        if !self.tokens.iter().any(|it| it.is("with")) {
            return;
        }
        for at in 2..self.tokens.len() {
            if self.ctes.len() >= MOST {
                return;
            }
            let opens = self.is_symbol(at, "(");
            let mut before = at - 1;
            before -= usize::from(self.is(before, "materialized"));
            before = before.saturating_sub(usize::from(self.is(before, "not")));
            if !(opens && self.is(before, "as") && before > 0) {
                continue;
            }
            let mut name = before - 1;
            if self.is_symbol(name, ")") {
                let list = self.tokens[..name].iter().rposition(|it| it.is_symbol("("));
                name = list.unwrap_or(0).saturating_sub(1);
            }
            self.ctes
                .extend(self.at(name).ident().map(|it| it.to_lowercase()));
        }
    }

    fn symbol(&mut self, at: usize) -> usize {
        match self.tokens[at].text {
            "(" => {
                let next = [
                    "select", "with", "values", "insert", "update", "delete", "from",
                ];
                let is_query = next.iter().any(|it| self.is(at + 1, it));
                let expects = std::mem::take(&mut self.frame().expects) && !is_query;
                self.frames.push(Frame {
                    is_query: is_query || expects,
                    in_from: expects,
                    expects,
                });
            }
            ")" => {
                self.frames.pop();
                self.frame().expects = false;
            }
            "," => {
                let frame = self.frame();
                frame.expects = frame.in_from;
            }
            _ => self.frame().expects = false,
        }
        at + 1
    }

    /// A relation, where one is expected.
    fn relation(&mut self, at: usize, found: &mut Touches) -> usize {
        const BEFORE: [&str; 4] = ["lateral", "only", "table", "as"];
        if BEFORE.iter().any(|it| self.is(at, it)) {
            return at + 1;
        }
        self.frame().expects = false;
        if self.is(at, "select") || self.is(at, "values") || self.is(at, "unnest") {
            return at;
        }
        let mut cursor = self.at(at);
        let Some(named) = cursor.name() else {
            return at + 1;
        };
        let table = named.whole();
        let known = self.ctes.contains(&table.to_lowercase());
        if cursor.sees_symbol("(") {
            found.call(table, named.line);
            return self.tokens.len() - cursor.rest().len();
        }
        if named.is_hole {
            found.blind("a table named at run time", named.line);
        } else if !known {
            found.touch(table.clone(), Access::Read, named.line);
        }
        let explicit = cursor.eat("as");
        let alias = cursor
            .peek()
            .filter(|it| can_name(it) && it.kind != Kind::Hole);
        let alias = alias.filter(|it| explicit || !NO_ALIAS.iter().any(|word| it.is(word)));
        let alias = match alias.and_then(|_| cursor.ident()) {
            Some(alias) => alias,
            None => named.name,
        };
        let table = (!known && !named.is_hole).then_some(table);
        if let Some(table) = &table
            && let Some((_, Some(last))) = self.relations.last()
            && last != table
        {
            found.join((last, None), (table, None), named.line);
        }
        self.bring((alias.to_lowercase(), table));
        self.tokens.len() - cursor.rest().len()
    }

    fn word(&mut self, at: usize, targets: &mut Vec<Target>, found: &mut Touches) -> usize {
        let token = self.tokens[at];
        let before = |word: &str| at > 0 && self.is(at - 1, word);
        let is = |words: &[&str]| words.iter().any(|it| token.is(it));
        if is(&["from", "join", "straight_join", "apply"]) {
            if !(before("distinct") && at > 1) && self.frame().is_query {
                *self.frame() = Frame {
                    is_query: true,
                    in_from: true,
                    expects: true,
                };
            }
            return at + 1;
        }
        if token.is("using") && !self.is_symbol(at + 1, "(") && !self.is(0, "create") {
            let frame = self.frame();
            frame.in_from = true;
            frame.expects = true;
            return at + 1;
        }
        if is(&[
            "where",
            "group",
            "order",
            "having",
            "set",
            "limit",
            "returning",
            "values",
            "select",
        ]) {
            self.frame().in_from = false;
            return at + 1;
        }
        if let Some(access) = self.verb(at) {
            return self.target(at, access, targets, found);
        }
        let defines = ["create", "alter", "drop"].iter().any(|it| self.is(0, it));
        if !defines && can_call(token) && self.is_symbol(at + 1, "(") && !is(NOT_FUNCTIONS) {
            self.called(at, found);
        }
        at + 1
    }

    /// A function, with the schema that stands before it.
    fn called(&self, at: usize, found: &mut Touches) {
        let begin = if at >= 2 && self.is_symbol(at - 1, ".") {
            at - 2
        } else {
            at
        };
        if let Some(named) = self.at(begin).name() {
            found.call(named.whole(), named.line);
        }
    }

    /// What a verb does to the table after it.
    fn verb(&self, at: usize) -> Option<Access> {
        const NO_VERB: [&str; 10] = [
            "for", "on", "key", "do", "or", "before", "after", "of", "of,", "then",
        ];
        let glued =
            at > 0 && (NO_VERB.iter().any(|it| self.is(at - 1, it)) || self.is_symbol(at - 1, "."));
        let token = self.tokens[at];
        if token.is("into") {
            const WRITERS: [&str; 6] = [
                "insert",
                "replace",
                "merge",
                "ignore",
                "overwrite",
                "low_priority",
            ];
            let from = at.saturating_sub(3);
            let writes = self.tokens[from..at]
                .iter()
                .any(|it| WRITERS.iter().any(|word| it.is(word)));
            return writes.then_some(Access::Insert);
        }
        match () {
            () if glued => None,
            () if token.is("update") => Some(Access::Update),
            () if token.is("delete") => Some(Access::Delete),
            () if token.is("truncate") => Some(Access::Truncate),
            () => None,
        }
    }

    /// The table after a verb, with the columns that are told of an insert.
    fn target(
        &mut self,
        at: usize,
        access: Access,
        targets: &mut Vec<Target>,
        found: &mut Touches,
    ) -> usize {
        let mut cursor = self.at(at + 1);
        cursor.eat_any(&["low_priority", "ignore", "or replace", "or ignore"]);
        if access != Access::Insert {
            cursor.eat("from");
        }
        cursor.eat("table");
        cursor.eat("only");
        // `ON CONFLICT DO UPDATE SET`, and `WHEN MATCHED THEN UPDATE SET`.
        if cursor.sees("set") {
            return at + 1;
        }
        let Some(named) = cursor.name() else {
            return at + 1;
        };
        let end = self.tokens.len() - cursor.rest().len();
        if named.is_hole {
            found.blind("a table named at run time", named.line);
            return end;
        }
        let explicit = cursor.eat("as");
        let alias = cursor.peek().filter(|it| can_name(it));
        if alias.is_some_and(|it| explicit || !NO_ALIAS.iter().any(|word| it.is(word)))
            && let Some(alias) = cursor.ident()
        {
            self.bring((alias.to_lowercase(), Some(named.whole())));
        } else {
            self.bring((named.name.to_lowercase(), Some(named.whole())));
        }
        let mut columns = Vec::new();
        if access == Access::Insert
            && let Some(list) = cursor.group()
            && list
                .iter()
                .all(|it| can_name(it) && !it.is("select") || it.is_symbol(","))
        {
            let told = list
                .iter()
                .filter(|it| matches!(it.kind, Kind::Word | Kind::Quoted));
            columns.extend(told.filter_map(|it| name_of(it, self.dialect)));
        }
        targets.push(Target {
            table: named.whole(),
            access,
            columns,
            line: named.line,
        });
        end
    }

    /// Notes what is written; an alias stands for its table.
    fn write(&self, targets: Vec<Target>, found: &mut Touches) {
        for target in targets {
            let small = target.table.to_lowercase();
            let mut relations = self.relations.iter().rev();
            let behind = relations.find_map(|(alias, table)| {
                let other = table.as_ref().filter(|it| **it != target.table)?;
                (*alias == small).then_some(other)
            });
            let table = behind.cloned().unwrap_or(target.table);
            if self.ctes.contains(&table.to_lowercase()) {
                continue;
            }
            let at = found.touch(table, target.access, target.line);
            for column in target.columns {
                found.column(at, column);
            }
        }
    }

    /// `a.x = b.y` joins what the aliases stand for.
    fn equalities(&self, found: &mut Touches) {
        for at in 3..self.tokens.len().saturating_sub(3) {
            let shape = self.is_symbol(at, "=")
                && self.is_symbol(at - 2, ".")
                && self.is_symbol(at + 2, ".");
            if !shape {
                continue;
            }
            let side = |qualifier: usize| {
                let qualifier = self.at(qualifier).ident()?.to_lowercase();
                let mut relations = self.relations.iter().rev();
                relations.find(|it| it.0 == qualifier)?.1.clone()
            };
            let (a, b) = (self.at(at - 1).ident(), self.at(at + 3).ident());
            if let (Some(left), Some(right)) = (side(at - 3), side(at + 1))
                && left != right
            {
                let (a, b) = ((&*left, a.as_deref()), (&*right, b.as_deref()));
                found.join(a, b, self.tokens[at].line);
            }
        }
    }
}

/// What is written, as first read.
struct Target {
    table: String,
    access: Access,
    columns: Vec<String>,
    line: u32,
}

fn can_call(token: Token<'_>) -> bool {
    matches!(token.kind, Kind::Word | Kind::Quoted)
}
