//! `bitflags! { pub struct Rights: u32 { const READ = 1; } }`: a type with constants.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::Token;
use syn::parse::{Parse, ParseStream};

use super::template::{Template, tokens_of};

/// Several of them; `impl` blocks are written in the same form.
pub(super) struct Flags(Vec<Set>);

struct Set {
    visibility: TokenStream,
    /// Its name, unless it is declared elsewhere: `impl Rights: u32 { .. }`.
    declared: bool,
    name: Ident,
    stored: TokenStream,
    constants: Vec<(Ident, TokenStream)>,
}

impl Parse for Flags {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut all = Vec::new();
        while !input.is_empty() {
            all.push(input.parse()?);
        }
        Ok(Self(all))
    }
}

impl Parse for Set {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(syn::Attribute::parse_outer)?;
        let visibility = tokens_of::<syn::Visibility>(input)?;
        let declared = input.peek(Token![struct]);
        input.parse::<TokenTree>()?;
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let stored = tokens_of::<syn::Type>(input)?;
        let content;
        syn::braced!(content in input);
        let mut constants = Vec::new();
        while !content.is_empty() {
            content.call(syn::Attribute::parse_outer)?;
            content.parse::<Token![const]>()?;
            let constant = if content.peek(Token![_]) {
                content.parse::<Token![_]>()?;
                None
            } else {
                Some(content.parse()?)
            };
            content.parse::<Token![=]>()?;
            let value = tokens_of::<syn::Expr>(&content)?;
            constants.extend(constant.map(|it| (it, value)));
            if !content.is_empty() {
                content.parse::<Token![;]>()?;
            }
        }
        Ok(Self {
            visibility,
            declared,
            name,
            stored,
            constants,
        })
    }
}

impl Flags {
    pub(super) fn written_out(&self) -> Template {
        let mut it = Template::new();
        for set in &self.0 {
            let name = it.slot(TokenTree::from(set.name.clone()));
            if set.declared {
                let (visibility, stored) =
                    (it.slot(set.visibility.clone()), it.slot(set.stored.clone()));
                it.push(&format!("{visibility} struct {name} {{ bits: {stored} }}"));
            }
            it.push(&format!("impl {name} {{"));
            for (constant, value) in &set.constants {
                let constant = it.slot(TokenTree::from(constant.clone()));
                let value = it.slot(value.clone());
                it.push(&format!("pub const {constant}: Self = {value};"));
            }
            it.push("}");
        }
        it
    }
}
