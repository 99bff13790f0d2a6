//! Looks a text over before it is parsed: says whether it nests too deeply for anything that recurses
//! over it, and takes out what parsing would cost time for and nobody asks about.

use std::borrow::Cow;

/// Brackets inside brackets.
const MAX_DEPTH: usize = 512;
/// Tokens in a row that nothing ends: operators, calls and fields nest without brackets.
const MAX_RUN: usize = 20_000;
/// `else if` after `else if`.
const MAX_ELSE: usize = 4_000;

/// A text ready to be parsed, or the first line at which it nests too deeply.
///
/// Comments for documentation are made plain ones: to the parser each line of them is an attribute of
/// five tokens. Everything stays where it is. Those among the arguments of macros are left alone,
/// since macros may ask for them.
pub(super) fn checked(text: &str) -> Result<Cow<'_, str>, u32> {
    let mut scan = Scan::new(text);
    let (mut depth, mut run, mut elses) = (0usize, 0usize, 0usize);
    let mut call = Call::default();
    while let Some(token) = scan.token() {
        call.see(token, depth);
        scan.in_call = call.since.is_some();
        match token {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'e' => elses += 1,
            _ => {}
        }
        run = if matches!(token, b';' | b',' | b'{' | b'}') {
            0
        } else {
            run + 1
        };
        if token == b';' {
            elses = 0;
        }
        if depth > MAX_DEPTH || run > MAX_RUN || elses > MAX_ELSE {
            return Err(scan.line());
        }
    }
    Ok(without(text, &scan.documents))
}

/// The same text with a space at each of these bytes, which are signs of comments.
fn without<'a>(text: &'a str, signs: &[usize]) -> Cow<'a, str> {
    if signs.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for &sign in signs {
        bytes[sign] = b' ';
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Whether the tokens stand among the arguments of a macro call.
#[derive(Default)]
struct Call {
    /// How many tokens ago the last `!` was, if a call may still begin: a name may stand between.
    after_sign: Option<u8>,
    /// How deep the brackets of the outermost call stand.
    since: Option<usize>,
}

impl Call {
    /// Takes the next token; `depth` is how many brackets are open before it.
    fn see(&mut self, token: u8, depth: usize) {
        match token {
            b'!' => return self.after_sign = Some(0),
            b'(' | b'[' | b'{' if self.after_sign.is_some() => {
                self.since.get_or_insert(depth);
            }
            b')' | b']' | b'}' if self.since.is_some_and(|it| depth <= it + 1) => self.since = None,
            b'a' if self.after_sign == Some(0) => return self.after_sign = Some(1),
            _ => {}
        }
        self.after_sign = None;
    }
}

/// What stands in the brackets that a text begins with.
pub(super) fn group(text: &str) -> Option<&str> {
    let mut scan = Scan::new(text);
    let mut depth = 0usize;
    while let Some(token) = scan.token() {
        match token {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            _ if depth == 0 => return None,
            _ => continue,
        }
        if depth > MAX_DEPTH {
            return None;
        }
        if depth == 0 {
            return text.get(1..scan.next - 1);
        }
    }
    None
}

/// A lexer that knows just enough not to count brackets in strings and comments.
struct Scan<'a> {
    text: &'a str,
    bytes: &'a [u8],
    next: usize,
    /// Whether comments for documentation mean something to a macro.
    in_call: bool,
    /// Where the third sign of such comments stands, outside of calls.
    documents: Vec<usize>,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            next: 0,
            in_call: false,
            documents: Vec::new(),
        }
    }

    /// Notes a comment that begins here if it is documentation: three signs alike or a `!` as the
    /// third, but neither four alike nor `/**/`.
    fn note_comment(&mut self, sign: u8) {
        let documents = match self.peek(2) {
            Some(b'!') => true,
            Some(third) => third == sign && self.peek(3).is_none_or(|it| it != sign && it != b'/'),
            None => false,
        };
        if documents && !self.in_call {
            self.documents.push(self.next + 2);
        }
    }

    /// The next token: a punctuation byte, `e` for `else`, `a` for any other word, `"` for a text.
    fn token(&mut self) -> Option<u8> {
        loop {
            let byte = self.peek(0)?;
            match CLASSES[usize::from(byte)] {
                Class::Space => self.skip_while(is_space),
                Class::Word => return Some(self.word()),
                Class::Quote if byte == b'"' => {
                    self.string();
                    return Some(b'"');
                }
                Class::Quote => {
                    self.quote();
                    return Some(b'"');
                }
                Class::Other => match (byte, self.peek(1)) {
                    (b'/', Some(b'/')) => {
                        self.note_comment(b'/');
                        self.skip_line();
                    }
                    (b'/', Some(b'*')) => {
                        self.note_comment(b'*');
                        self.block_comment();
                    }
                    _ => {
                        self.next += 1;
                        return Some(byte);
                    }
                },
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.next + ahead).copied()
    }

    fn skip_while(&mut self, keep: impl Fn(u8) -> bool) {
        let rest = self.bytes.get(self.next..).unwrap_or_default();
        let n_kept = rest.iter().position(|it| !keep(*it)).unwrap_or(rest.len());
        self.next += n_kept;
    }

    fn skip_line(&mut self) {
        let rest = self.text.get(self.next..).unwrap_or_default();
        self.next += rest.find('\n').unwrap_or(rest.len());
    }

    /// The line of what was read last.
    fn line(&self) -> u32 {
        let read = self.bytes.get(..self.next).unwrap_or(self.bytes);
        read.split(|it| *it == b'\n').count() as u32
    }

    fn block_comment(&mut self) {
        let mut depth = 0usize;
        while let Some(byte) = self.peek(0) {
            match (byte, self.peek(1)) {
                (b'/', Some(b'*')) => depth += 1,
                (b'*', Some(b'/')) => depth -= 1,
                _ => {
                    self.next += 1;
                    continue;
                }
            }
            self.next += 2;
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        self.next += 1;
        while let Some(byte) = self.peek(0) {
            self.next += 1;
            match byte {
                b'\\' => self.next += 1,
                b'"' => return,
                _ => {}
            }
        }
    }

    /// A character, or the beginning of a lifetime.
    fn quote(&mut self) {
        self.next += 1;
        if self.peek(0) == Some(b'\\') {
            self.next += 2;
            self.skip_while(|it| it != b'\'' && it != b'\n');
            self.next += 1;
        } else if self.char_is_closed() {
            self.skip_while(|it| it != b'\'');
            self.next += 1;
        }
    }

    fn char_is_closed(&self) -> bool {
        let width = match self.peek(0) {
            Some(byte) if byte < 0x80 => 1,
            Some(byte) if byte < 0xE0 => 2,
            Some(byte) if byte < 0xF0 => 3,
            _ => 4,
        };
        self.peek(width) == Some(b'\'')
    }

    fn word(&mut self) -> u8 {
        let start = self.next;
        self.skip_while(is_word);
        let word = &self.bytes[start..self.next];
        if matches!(word, b"r" | b"br" | b"cr") && matches!(self.peek(0), Some(b'"' | b'#')) {
            self.raw_string();
            return b'"';
        }
        if word == b"else" { b'e' } else { b'a' }
    }

    fn raw_string(&mut self) {
        let start = self.next;
        self.skip_while(|it| it == b'#');
        let n_hashes = self.next - start;
        if self.peek(0) != Some(b'"') {
            return; // a raw identifier
        }
        self.next += 1;
        while let Some(byte) = self.peek(0) {
            self.next += 1;
            let rest = &self.bytes[self.next.min(self.bytes.len())..];
            if byte == b'"'
                && rest.len() >= n_hashes
                && rest[..n_hashes].iter().all(|it| *it == b'#')
            {
                self.next += n_hashes;
                return;
            }
        }
    }
}

/// What a token that begins with a byte is.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Space,
    Word,
    Quote,
    Other,
}

/// The class of every byte: this is asked for each byte of every file.
const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = byte as u8;
        classes[byte] = match letter {
            b'"' | b'\'' => Class::Quote,
            b'_' | 0x80.. => Class::Word,
            _ if letter.is_ascii_alphanumeric() => Class::Word,
            _ if letter.is_ascii_whitespace() => Class::Space,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

fn is_space(byte: u8) -> bool {
    CLASSES[usize::from(byte)] == Class::Space
}

fn is_word(byte: u8) -> bool {
    CLASSES[usize::from(byte)] == Class::Word
}

#[cfg(test)]
mod tests {
    use super::checked;

    fn too_deep(text: &str) -> Option<u32> {
        checked(text).err()
    }

    #[test]
    fn documentation_becomes_plain_comments() {
        let check = |text: &str, expected: &str| assert_eq!(checked(text).unwrap(), expected);
        check("/// a\nfn f() {}", "//  a\nfn f() {}");
        check("//! a\n", "//  a\n");
        check("//// a\n// b\n//", "//// a\n// b\n//");
        check(
            "/** a */ /*! b */ /**/ /***/",
            "/*  a */ /*  b */ /**/ /***/",
        );
        check("const A: &str = \"/// a\";", "const A: &str = \"/// a\";");
    }

    #[test]
    fn documentation_for_macros_stays() {
        let calls = "bitflags! { /// a\n b { /// c\n } /// d\n } /// e\n";
        let expected = "bitflags! { /// a\n b { /// c\n } /// d\n } //  e\n";
        assert_eq!(checked(calls).unwrap(), expected);
        let definition = "macro_rules! m { () => { /// a\n } } /// b\n";
        let expected = "macro_rules! m { () => { /// a\n } } //  b\n";
        assert_eq!(checked(definition).unwrap(), expected);
        assert_eq!(checked("if !a { /// b\n }").unwrap(), "if !a { /// b\n }");
        assert_eq!(
            checked("if a != b { /// c\n }").unwrap(),
            "if a != b { //  c\n }"
        );
    }

    #[test]
    fn brackets_in_texts_do_not_count() {
        let text = format!(
            "const A: &str = \"{}\"; // {}\n/* {} */ const B: char = '(';",
            "(".repeat(9999),
            "{".repeat(9999),
            "[".repeat(9999)
        );
        assert_eq!(too_deep(&text), None);
        assert_eq!(too_deep(&format!("r#\"{}\"#", "(\"".repeat(9999))), None);
        assert_eq!(too_deep("fn f<'a>(x: &'a str) { x.split('\\'') }"), None);
    }

    #[test]
    fn deep_code_is_found_with_its_line() {
        assert_eq!(
            too_deep(&format!("\nfn f() {{ {} }}", "(".repeat(10_000))),
            Some(2)
        );
        assert_eq!(
            too_deep(&format!("const X: i32 = {}1;", "-".repeat(50_000))),
            Some(1)
        );
        assert_eq!(
            too_deep(&format!(
                "fn f() {{ if a {{}} {} }}",
                "else if a {} ".repeat(9_000)
            )),
            Some(1)
        );
    }
}
