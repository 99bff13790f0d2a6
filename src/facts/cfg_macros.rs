//! Items that stand in `cfg_if!` and `cfg_select!`: each branch under its condition.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::{Meta, Token};

use super::Cfg;
use super::collect::Collector;

/// The branches, in order.
struct Branches(Vec<Branch>);

struct Branch {
    /// `None` for what is left.
    condition: Option<Meta>,
    items: Vec<syn::Item>,
}

impl Collector<'_, '_> {
    /// Walks a macro that chooses items by conditions; whether it was one.
    pub(super) fn chooses_items(&mut self, call: &syn::Macro) -> bool {
        let Some(name) = call.path.segments.last().map(|it| &it.ident) else {
            return false;
        };
        let branches = if name == "cfg_select" {
            call.parse_body::<Selected>().map(|it| it.0)
        } else if name == "cfg_if" {
            call.parse_body::<Branches>().map(|it| it.0)
        } else {
            return false;
        };
        let Ok(branches) = branches else {
            return false;
        };
        let mut others: Vec<Cfg> = Vec::new();
        for branch in &branches {
            let own = branch.condition.as_ref().map(Cfg::of);
            let mut conditions: Vec<_> = own.clone().into_iter().collect();
            conditions.extend(others.iter().map(|it| Cfg::Not(Box::new(it.clone()))));
            let condition = self.and_condition(conditions);
            if let Some(own) = &own {
                self.condition_gap(&own.to_string(), name.span(), condition);
            }
            let before = std::mem::replace(&mut self.condition, condition);
            branch.items.iter().for_each(|it| self.item(it));
            self.condition = before;
            others.extend(own);
        }
        true
    }
}

/// `if #[cfg(..)] { .. } else if #[cfg(..)] { .. } else { .. }`
impl Parse for Branches {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut branches = Vec::new();
        while !input.is_empty() {
            if input.peek(Token![else]) {
                input.parse::<Token![else]>()?;
            }
            let condition = if input.peek(Token![if]) {
                input.parse::<Token![if]>()?;
                let attributes = input.call(syn::Attribute::parse_outer)?;
                let first = attributes
                    .first()
                    .ok_or_else(|| input.error("no condition"))?;
                Some(first.parse_args::<Meta>()?)
            } else {
                None
            };
            branches.push(Branch {
                condition,
                items: items(input)?,
            });
        }
        Ok(Self(branches))
    }
}

/// `unix => { .. } _ => { .. }`
struct Selected(Vec<Branch>);

impl Parse for Selected {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut branches = Vec::new();
        while !input.is_empty() {
            let condition = if input.peek(Token![_]) {
                input.parse::<Token![_]>()?;
                None
            } else {
                Some(input.parse::<Meta>()?)
            };
            input.parse::<Token![=>]>()?;
            branches.push(Branch {
                condition,
                items: items(input)?,
            });
            if input.peek(Token![,]) {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(Self(branches))
    }
}

fn items(input: ParseStream<'_>) -> syn::Result<Vec<syn::Item>> {
    let content;
    syn::braced!(content in input);
    let tokens: TokenStream = content.parse()?;
    Ok(syn::parse2::<syn::File>(tokens)?.items)
}
