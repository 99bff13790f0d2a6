//! What a statement does to tables and routines, as plain data.

/// No statement that people write has more tables, joins, calls or columns of a table; a longer list
/// is cut, and what it belongs to counts as guessed.
const MOST: usize = 1_000;

/// How a table or view is used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Access {
    /// Its rows are read, or only looked at for a condition.
    Read,
    /// Rows are added.
    Insert,
    /// Rows are changed.
    Update,
    /// Rows are taken out.
    Delete,
    /// All rows are taken out at once.
    Truncate,
}

impl Access {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Truncate => "truncate",
        }
    }

    /// Whether rows are other ones afterward.
    pub fn writes(self) -> bool {
        self != Self::Read
    }
}

/// How well a text was understood.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Certainty {
    /// A parser of some dialect read the whole of it.
    #[default]
    Parsed,
    /// No parser did; the words in it were followed.
    Guessed,
}

impl Certainty {
    /// The weaker of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Parsed => "parsed",
            Self::Guessed => "guessed",
        }
    }
}

/// One table or view used in one way.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Touch {
    /// Name as ids write it: unquoted, folded, without a schema that goes without saying.
    pub table: String,
    /// How it is used.
    pub access: Access,
    /// Its columns where they are told, sorted; `*` for all of them.
    pub columns: Vec<String>,
    /// First line that names it so.
    pub line: u32,
}

/// Two tables used together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Join {
    /// The one whose name comes first in the alphabet.
    pub left: String,
    /// The other.
    pub right: String,
    /// Their columns, where they are joined by plain equality.
    pub on: Option<(String, String)>,
    /// Where.
    pub line: u32,
}

/// A function or procedure that is called. Built-in functions are among them: who knows the schema
/// knows which are its own.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Call {
    /// Name as ids write it.
    pub routine: String,
    /// Where.
    pub line: u32,
}

/// What a statement does to a transaction.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// One begins.
    Begin,
    /// It is kept.
    Commit,
    /// It is taken back.
    Rollback,
    /// A point inside it is marked.
    Savepoint,
    /// The mark is given up.
    Release,
}

impl Step {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::Commit => "commit",
            Self::Rollback => "rollback",
            Self::Savepoint => "savepoint",
            Self::Release => "release",
        }
    }
}

/// SQL that is put together at run time, or a table named at run time: a blind spot.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Dynamic {
    /// The beginning of it, as written.
    pub excerpt: String,
    /// Where.
    pub line: u32,
}

/// Everything that a statement, or the statements of a body, do.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Touches {
    /// Tables and views, sorted; each once for each access.
    pub tables: Vec<Touch>,
    /// Tables used together, sorted, each pair of columns once.
    pub joins: Vec<Join>,
    /// Routines, sorted, each once.
    pub calls: Vec<Call>,
    /// Where transactions begin and end, in the order of the text, with their lines.
    pub steps: Vec<(Step, u32)>,
    /// Blind spots, in the order of the text.
    pub dynamic: Vec<Dynamic>,
    /// How well the weakest of it was understood.
    pub certainty: Certainty,
}

impl Touches {
    /// Notes that a table is used.
    pub(super) fn touch(&mut self, table: impl Into<String>, access: Access, line: u32) -> usize {
        let table = table.into();
        let known = |it: &Touch| it.access == access && it.table == table;
        if let Some(place) = self.tables.iter().position(known) {
            return place;
        }
        if self.tables.len() >= MOST {
            self.certainty = Certainty::Guessed;
            return MOST - 1;
        }
        self.tables.push(Touch {
            table,
            access,
            columns: Vec::new(),
            line,
        });
        self.tables.len() - 1
    }

    /// Notes a column of a table used in this way.
    pub(super) fn column(&mut self, at: usize, column: impl Into<String>) {
        let column = column.into();
        let columns = &mut self.tables[at].columns;
        if columns.len() >= MOST {
            return;
        }
        if let Err(place) = columns.binary_search(&column) {
            columns.insert(place, column);
        }
    }

    /// Notes a join; the two sides are put in order.
    pub(super) fn join(&mut self, a: (&str, Option<&str>), b: (&str, Option<&str>), line: u32) {
        let ((left, on_left), (right, on_right)) = if a <= b { (a, b) } else { (b, a) };
        let on = on_left
            .zip(on_right)
            .map(|(a, b)| (a.to_owned(), b.to_owned()));
        let known = |it: &Join| it.left == left && it.right == right && it.on == on;
        if self.joins.len() < MOST && !self.joins.iter().any(known) {
            self.joins.push(Join {
                left: left.to_owned(),
                right: right.to_owned(),
                on,
                line,
            });
        }
    }

    /// Notes a call.
    pub(super) fn call(&mut self, routine: impl Into<String>, line: u32) {
        let routine = routine.into();
        if self.calls.len() < MOST && !self.calls.iter().any(|it| it.routine == routine) {
            self.calls.push(Call { routine, line });
        }
    }

    /// Notes a blind spot.
    pub(super) fn blind(&mut self, text: &str, line: u32) {
        if self.dynamic.len() >= MOST {
            return;
        }
        self.dynamic.push(Dynamic {
            excerpt: excerpt(text),
            line,
        });
    }

    /// Takes what another statement does as well.
    pub(super) fn absorb(&mut self, other: Self) {
        for touch in other.tables {
            let at = self.touch(touch.table, touch.access, touch.line);
            for column in touch.columns {
                self.column(at, column);
            }
        }
        for it in other.joins {
            let on = it.on.as_ref();
            let (a, b) = (on.map(|it| &*it.0), on.map(|it| &*it.1));
            self.join((&it.left, a), (&it.right, b), it.line);
        }
        for call in other.calls {
            self.call(call.routine, call.line);
        }
        self.steps.extend(other.steps);
        self.dynamic.extend(other.dynamic);
        self.certainty = self.certainty.and(other.certainty);
    }

    /// Puts everything in its order. A join whose columns are told makes the bare one needless.
    pub(super) fn settle(&mut self) {
        let told = self.joins.iter().filter(|it| it.on.is_some());
        let told: Vec<_> = told.map(|it| (it.left.clone(), it.right.clone())).collect();
        let bare = |it: &Join| it.on.is_none();
        let twin = |it: &Join| told.iter().any(|(a, b)| *a == it.left && *b == it.right);
        self.joins.retain(|it| !(bare(it) && twin(it)));
        self.tables.sort();
        self.joins.sort();
        self.calls.sort();
        self.steps.sort_by_key(|it| it.1);
        self.dynamic.sort_by_key(|it| it.line);
        self.dynamic.dedup();
    }

    /// Forgets tables of these names: they are variables of the place, not tables.
    pub(super) fn forget(&mut self, is_variable: impl Fn(&str) -> bool) {
        self.tables.retain(|it| !is_variable(&it.table));
        self.joins
            .retain(|it| !is_variable(&it.left) && !is_variable(&it.right));
    }
}

/// The beginning of a text as one line of at most 80 characters.
pub(super) fn excerpt(text: &str) -> String {
    let mut out = String::new();
    let mut n_chars = 0;
    for word in text.split_whitespace() {
        let n = word.chars().count();
        if n_chars + n > 80 {
            out.push('…');
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        n_chars += n + 1;
    }
    out
}

/// A picture of it, for tests and reports: one line an entry.
impl std::fmt::Display for Touches {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for it in &self.tables {
            write!(f, "{} {}", it.access.word(), it.table)?;
            match &*it.columns {
                [] => writeln!(f)?,
                columns => writeln!(f, " ({})", columns.join(", "))?,
            }
        }
        for it in &self.joins {
            match &it.on {
                Some((a, b)) => writeln!(f, "join {}.{a} = {}.{b}", it.left, it.right)?,
                None => writeln!(f, "join {}, {}", it.left, it.right)?,
            }
        }
        for it in &self.calls {
            writeln!(f, "call {}", it.routine)?;
        }
        for (step, _) in &self.steps {
            writeln!(f, "{}", step.word())?;
        }
        for it in &self.dynamic {
            writeln!(f, "blind: {}", it.excerpt)?;
        }
        if self.certainty == Certainty::Guessed {
            writeln!(f, "guessed")?;
        }
        Ok(())
    }
}
