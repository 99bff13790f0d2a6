//! The names of one file, in one text: they are many, short, and freed together.

use crate::packed::{Packed, Reader};

use super::Symbol;

/// Names by number, each once unless somebody adds one twice.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Symbols {
    text: String,
    /// Where each name ends in the text.
    ends: Vec<u32>,
}

impl Symbols {
    /// Adds a name and tells its number.
    pub fn push(&mut self, name: &str) -> Symbol {
        let symbol = self.ends.len() as Symbol;
        self.text.push_str(name);
        self.ends.push(self.text.len() as u32);
        symbol
    }

    /// The name of a number; empty if there is none.
    pub fn get(&self, symbol: Symbol) -> &str {
        let at = symbol as usize;
        let start = at.checked_sub(1).map_or(0, |it| self.end(it));
        self.text.get(start..self.end(at)).unwrap_or_default()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All of them, in order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len() as Symbol).map(|it| self.get(it))
    }

    fn end(&self, at: usize) -> usize {
        self.ends.get(at).map_or(0, |it| *it as usize)
    }
}

impl Packed for Symbols {
    fn put(&self, out: &mut Vec<u8>) {
        let Self { text, ends } = self;
        text.put(out);
        ends.put(out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let (text, ends) = (String::take(from)?, Vec::<u32>::take(from)?);
        let is_whole = ends.last().map_or(0, |it| *it as usize) == text.len();
        let ascend = ends.is_sorted();
        let fit = ends.iter().all(|it| text.is_char_boundary(*it as usize));
        (is_whole && ascend && fit).then_some(Self { text, ends })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbols() -> Symbols {
        let mut symbols = Symbols::default();
        assert_eq!(symbols.push("cart"), 0);
        assert_eq!(symbols.push(""), 1);
        assert_eq!(symbols.push("가격"), 2);
        symbols
    }

    #[test]
    fn names_are_found_by_their_numbers() {
        let symbols = symbols();
        assert_eq!(symbols.iter().collect::<Vec<_>>(), ["cart", "", "가격"]);
        assert_eq!(symbols.get(7), "");
        assert_eq!((symbols.len(), symbols.is_empty()), (3, false));
    }

    #[test]
    fn bytes_that_cut_a_letter_are_refused() {
        let mut bytes = Vec::new();
        symbols().put(&mut bytes);
        assert_eq!(Symbols::take(&mut Reader::new(&bytes)), Some(symbols()));
        for ends in [
            vec![4u32, 5, 10],
            vec![4, 4],
            vec![7, 4, 10],
            vec![4, 4, 11],
        ] {
            let mut spoiled = Vec::new();
            ("cart가격".to_owned(), ends).put(&mut spoiled);
            assert_eq!(Symbols::take(&mut Reader::new(&spoiled)), None);
        }
    }
}
