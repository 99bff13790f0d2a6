//! The part of a file that migrates forward, for tools that keep both ways in one.

/// Marks of the way back.
const DOWN: &[&str] = &[
    "-- migrate:down",
    "-- +goose down",
    "-- +migrate down",
    "--//@undo",
    "-- @undo",
    "-- down migration",
];
/// Marks of the way forward.
const UP: &[&str] = &[
    "-- migrate:up",
    "-- +goose up",
    "-- +migrate up",
    "-- up migration",
];

/// Stretches that migrate forward, each with the number of its first line.
pub(super) fn forward(text: &str) -> Vec<(u32, &str)> {
    let mut found = Vec::new();
    let mut begin = Some((1, 0));
    let mut at = 0;
    for (line, content) in (1..).zip(text.split_inclusive('\n')) {
        let content = content.trim_start();
        if content.starts_with("--") {
            let is = |marks: &[&str]| {
                marks.iter().any(|it| {
                    content
                        .get(..it.len())
                        .is_some_and(|head| head.eq_ignore_ascii_case(it))
                })
            };
            if is(DOWN) {
                found.extend(begin.take().map(|(line, from)| (line, &text[from..at])));
            } else if is(UP) && begin.is_none() {
                begin = Some((line, at));
            }
        }
        at = text.len().min(at + line_length(text, at));
    }
    found.extend(begin.map(|(line, from)| (line, &text[from..])));
    found
}

/// Bytes up to and with the end of the line that begins here.
fn line_length(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    rest.find('\n').map_or(rest.len(), |it| it + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_left_out() {
        assert_eq!(forward("a;\nb;"), [(1, "a;\nb;")]);
        assert_eq!(
            forward("-- migrate:up\na;\n-- migrate:down\nb;\n-- migrate:up\nc;"),
            [(1, "-- migrate:up\na;\n"), (5, "-- migrate:up\nc;")]
        );
        assert_eq!(forward("-- +goose Down\nb;"), [(1, "")]);
        assert_eq!(forward("-- é"), [(1, "-- é")]);
    }
}
