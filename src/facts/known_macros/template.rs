//! Code written out as text, with tokens of the call in it, which keep their places.

use std::str::FromStr as _;

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};

/// Text of which everything stands at one place, but for the tokens that were put in.
pub(super) struct Template {
    text: String,
    slots: Vec<TokenStream>,
}

/// Begins the name of a slot.
const SLOT: &str = "seamline_slot_";

impl Template {
    pub(super) fn new() -> Self {
        Self {
            text: String::new(),
            slots: Vec::new(),
        }
    }

    /// Makes room for tokens: the word that stands for them in the text.
    pub(super) fn slot(&mut self, tokens: impl Into<TokenStream>) -> String {
        self.slots.push(tokens.into());
        format!("{SLOT}{}", self.slots.len() - 1)
    }

    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The tokens; `None` if the text is none.
    pub(super) fn tokens(&self, place: Span) -> Option<TokenStream> {
        let made = TokenStream::from_str(&self.text).ok()?;
        Some(self.filled(made, place))
    }

    fn filled(&self, tokens: TokenStream, place: Span) -> TokenStream {
        let mut filled = TokenStream::new();
        for mut token in tokens {
            match &token {
                TokenTree::Group(group) => {
                    let inner = self.filled(group.stream(), place);
                    token = TokenTree::Group(Group::new(group.delimiter(), inner));
                }
                TokenTree::Ident(name) => {
                    let name = name.to_string();
                    let number = name.strip_prefix(SLOT).and_then(|it| it.parse().ok());
                    if let Some(tokens) = number.and_then(|it: usize| self.slots.get(it)) {
                        filled.extend(tokens.clone());
                        continue;
                    }
                }
                _ => {}
            }
            token.set_span(place);
            filled.extend([token]);
        }
        filled
    }
}

/// The tokens that something takes when it is parsed.
pub(super) fn tokens_of<T: Parse>(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut cursor = input.cursor();
    input.parse::<T>()?;
    let end = input.cursor();
    let mut tokens = TokenStream::new();
    while cursor != end
        && let Some((token, next)) = cursor.token_tree()
    {
        tokens.extend([token]);
        cursor = next;
    }
    Ok(tokens)
}
