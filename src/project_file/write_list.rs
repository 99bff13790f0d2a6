//! Lists of texts inside a TOML file, changed line by line so that comments stay at their lines.

use std::collections::BTreeSet;
use std::sync::Arc;

use toml_edit::{Array, Item, RawString, TableLike, Value};

use super::write::set_value;

/// A list that fits on a line of this many characters stands on one.
const LINE_WIDTH: usize = 100;

/// Sets a list whose order counts.
pub(super) fn set_list(table: &mut dyn TableLike, key: &str, wanted: &[Arc<str>]) {
    let mut list = List::of(table.get(key));
    if list.texts().eq(wanted.iter().map(|it| &**it)) && table.get(key).is_some() {
        return;
    }
    let mut lines = Vec::with_capacity(wanted.len());
    for text in wanted {
        let there = list
            .lines
            .iter()
            .position(|it| it.text.as_deref() == Some(&**text));
        lines.push(there.map_or_else(|| Line::new(text), |at| list.lines.remove(at)));
    }
    list.lines = lines;
    list.write(table, key);
}

/// Sets a list whose order does not count: what is there stays in place, new ones sort in.
pub(super) fn set_paths(
    table: &mut dyn TableLike,
    key: &str,
    wanted: &BTreeSet<Arc<str>>,
    even_if_empty: bool,
) {
    let is_there = table.get(key).is_some();
    if !is_there && wanted.is_empty() && !even_if_empty {
        return;
    }
    let mut list = List::of(table.get(key));
    let there: BTreeSet<Arc<str>> = list.texts().map(Arc::from).collect();
    if is_there && there == *wanted {
        return;
    }
    list.lines
        .retain(|it| it.text.as_deref().is_some_and(|it| wanted.contains(it)));
    for new in wanted.difference(&there) {
        let at = list
            .lines
            .iter()
            .position(|it| it.text.as_deref() > Some(new));
        list.lines
            .insert(at.unwrap_or(list.lines.len()), Line::new(new));
    }
    list.write(table, key);
}

/// A list as it stands in a file.
#[derive(Default)]
struct List {
    /// A comment behind the opening bracket.
    head: Option<String>,
    lines: Vec<Line>,
    /// Comments in front of the closing bracket.
    foot: Vec<String>,
    /// Whether it stands on more than one line.
    tall: bool,
}

/// One text of the list, with the comments above and behind it.
struct Line {
    above: Vec<String>,
    text: Option<String>,
    value: Value,
    behind: Option<String>,
}

impl Line {
    fn new(text: &str) -> Self {
        Self {
            above: Vec::new(),
            text: Some(text.into()),
            value: text.into(),
            behind: None,
        }
    }
}

impl List {
    fn of(item: Option<&Item>) -> Self {
        item.and_then(Item::as_array)
            .map(Self::parse)
            .unwrap_or_default()
    }

    fn parse(array: &Array) -> Self {
        let mut list = Self::default();
        for value in array {
            let (behind, above, tall) = comments(value.decor().prefix());
            list.tall |= tall;
            list.put_behind(behind);
            let (first, rest, _) = comments(value.decor().suffix());
            let text = value.as_str().map(str::to_owned);
            list.lines.push(Line {
                above,
                text,
                value: value.clone(),
                behind: first,
            });
            for comment in rest {
                list.put_behind(Some(comment));
            }
        }
        let (behind, foot, tall) = comments(Some(array.trailing()));
        list.tall |= tall;
        list.put_behind(behind);
        list.foot = foot;
        list
    }

    fn put_behind(&mut self, comment: Option<String>) {
        let place = match self.lines.last_mut() {
            Some(line) => &mut line.behind,
            None => &mut self.head,
        };
        *place = match (place.take(), comment) {
            (Some(there), Some(more)) => Some(format!("{there} {more}")),
            (there, more) => there.or(more),
        };
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().filter_map(|it| it.text.as_deref())
    }

    fn has_comments(&self) -> bool {
        let line = |it: &Line| it.behind.is_some() || !it.above.is_empty();
        self.head.is_some() || !self.foot.is_empty() || self.lines.iter().any(line)
    }

    fn write(self, table: &mut dyn TableLike, key: &str) {
        let width: usize = self.texts().map(|it| it.chars().count() + 4).sum();
        let empty = self.lines.is_empty() && !self.has_comments();
        let tall =
            !empty && (self.tall || self.has_comments() || width + key.len() + 4 > LINE_WIDTH);
        let array = if tall {
            self.into_tall()
        } else {
            self.into_flat()
        };
        set_value(table, key, Value::Array(array));
    }

    fn into_flat(self) -> Array {
        let mut array = Array::new();
        for (at, line) in self.lines.into_iter().enumerate() {
            let mut value = line.value;
            value.decor_mut().set_prefix(if at == 0 { "" } else { " " });
            value.decor_mut().set_suffix("");
            array.push_formatted(value);
        }
        array
    }

    fn into_tall(self) -> Array {
        let mut array = Array::new();
        let mut behind = self.head;
        for line in self.lines {
            let mut value = line.value;
            value
                .decor_mut()
                .set_prefix(lines_between(behind, &line.above, "    "));
            value.decor_mut().set_suffix("");
            behind = line.behind;
            array.push_formatted(value);
        }
        array.set_trailing(lines_between(behind, &self.foot, ""));
        array.set_trailing_comma(!array.is_empty());
        array
    }
}

/// What stands between two texts of a tall list.
fn lines_between(behind: Option<String>, above: &[String], indent: &str) -> String {
    let mut text = behind.map(|it| format!(" {it}")).unwrap_or_default();
    for comment in above {
        text += "\n    ";
        text += comment;
    }
    text + "\n" + indent
}

/// The comment on the first line of what stands between two texts, those on the lines below, and
/// whether there is a line below.
fn comments(raw: Option<&RawString>) -> (Option<String>, Vec<String>, bool) {
    let raw = raw.and_then(RawString::as_str).unwrap_or_default();
    let mut lines = raw.split('\n').map(str::trim);
    let first = lines.next().filter(|it| !it.is_empty()).map(str::to_owned);
    let below = lines
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect();
    (first, below, raw.contains('\n'))
}
