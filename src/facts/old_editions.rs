//! What older editions allow and the parser does not know, made into what means the same today:
//! words that have become keywords, parameters without a name, trait objects without `dyn`.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};

/// Traits that are written like functions: the parser takes them for trait objects only after `dyn`.
const CALLABLE: [&str; 4] = ["Fn", "FnBox", "FnMut", "FnOnce"];

/// The same code as the latest edition would have it; every token stays where it is.
pub(super) fn modern(tokens: TokenStream) -> TokenStream {
    rewritten(tokens, None, false)
}

/// Rewrites what stands in these brackets, which may be the body of a trait.
fn rewritten(tokens: TokenStream, inside: Option<Delimiter>, of_trait: bool) -> TokenStream {
    let all: Vec<TokenTree> = tokens.into_iter().collect();
    let mut out = Written {
        tokens: Vec::with_capacity(all.len()),
        inside,
    };
    let mut parameters = Parameters::default();
    let mut of_next_brace = false;
    for (idx, token) in all.iter().enumerate() {
        let (before, after) = (idx.checked_sub(1).map(|it| &all[it]), all.get(idx + 1));
        parameters.see(token, before);
        match token {
            TokenTree::Group(group) => {
                let is_brace = group.delimiter() == Delimiter::Brace;
                let mut inner = group.stream();
                if of_trait && parameters.are_here {
                    inner = with_names(inner);
                }
                let inner = rewritten(inner, Some(group.delimiter()), is_brace && of_next_brace);
                of_next_brace &= !is_brace;
                out.tokens.push(regrouped(group, inner));
            }
            TokenTree::Ident(word) => {
                of_next_brace |= word == "trait";
                if is_callable(word, after) {
                    out.object();
                }
                let plain = is_plain_name(word, before, after);
                out.tokens
                    .push(if plain { raw(word) } else { token.clone() });
            }
            TokenTree::Punct(sign) => {
                of_next_brace &= sign.as_char() != ';';
                out.tokens.push(token.clone());
            }
            TokenTree::Literal(_) => out.tokens.push(token.clone()),
        }
    }
    out.tokens.into_iter().collect()
}

/// Other tokens in the same brackets.
pub(super) fn regrouped(group: &Group, inner: TokenStream) -> TokenTree {
    let mut made = Group::new(group.delimiter(), inner);
    made.set_span(group.span());
    made.into()
}

fn raw(word: &Ident) -> TokenTree {
    Ident::new_raw(&word.to_string(), word.span()).into()
}

fn is_word(token: Option<&TokenTree>, words: &[&str]) -> bool {
    matches!(token, Some(TokenTree::Ident(it)) if words.iter().any(|word| it == word))
}

fn is_sign(token: Option<&TokenTree>, signs: &[char]) -> bool {
    matches!(token, Some(TokenTree::Punct(it)) if signs.contains(&it.as_char()))
}

/// Whether a word that is a keyword today is a name where it stands.
fn is_plain_name(word: &Ident, before: Option<&TokenTree>, after: Option<&TokenTree>) -> bool {
    let is_block =
        matches!(after, Some(TokenTree::Group(it)) if it.delimiter() == Delimiter::Brace);
    if word == "async" {
        let begins = ["fn", "unsafe", "extern", "move", "gen"];
        return !(is_block || is_word(after, &begins) || is_sign(after, &['|']));
    }
    if word == "await" {
        return !is_sign(before, &['.']);
    }
    if word == "try" {
        return !(is_block || is_sign(after, &['!']));
    }
    if word == "dyn" {
        let is_name = matches!(after, Some(TokenTree::Ident(it)) if it != "in" && it != "as");
        return !(is_name || is_sign(after, &[':', '\'', '?', '<']));
    }
    false
}

fn is_callable(word: &Ident, after: Option<&TokenTree>) -> bool {
    let is_call =
        matches!(after, Some(TokenTree::Group(it)) if it.delimiter() == Delimiter::Parenthesis);
    is_call && CALLABLE.iter().any(|it| word == it)
}

/// What has been written of one pair of brackets.
struct Written {
    tokens: Vec<TokenTree>,
    inside: Option<Delimiter>,
}

impl Written {
    /// A callable trait comes next: writes `dyn` before its path where that is a type.
    fn object(&mut self) {
        let start = self.binder(self.path());
        if self.is_type_at(start) {
            let at = self
                .tokens
                .get(start)
                .map_or_else(Span::call_site, TokenTree::span);
            self.tokens.insert(start, Ident::new("dyn", at).into());
        }
    }

    /// Where a path begins whose last name comes next: `::std::ops::`.
    fn path(&self) -> usize {
        let mut start = self.tokens.len();
        while self.is_colons(start) {
            start -= 2;
            let is_name = matches!(
                start.checked_sub(1).map(|it| &self.tokens[it]),
                Some(TokenTree::Ident(it)) if it == "ops" || it == "std" || it == "core"
            );
            if !is_name {
                break;
            }
            start -= 1;
        }
        start
    }

    fn is_colons(&self, end: usize) -> bool {
        let colon = |back: usize| end.checked_sub(back).map(|it| &self.tokens[it]);
        is_sign(colon(1), &[':']) && is_sign(colon(2), &[':'])
    }

    /// Where `for<'a>` begins that ends here, if one does.
    fn binder(&self, end: usize) -> usize {
        let before = |it: usize| it.checked_sub(1).map(|it| &self.tokens[it]);
        let mut start = end;
        if !is_sign(before(start), &['>']) {
            return end;
        }
        // Only lifetimes stand in it.
        start -= 1;
        while matches!(before(start), Some(TokenTree::Ident(_)))
            || is_sign(before(start), &['\'', ',', ':', '+'])
        {
            start -= 1;
        }
        if is_sign(before(start), &['<']) && is_word(before(start - 1), &["for"]) {
            return start - 2;
        }
        end
    }

    /// Whether a type without bounds begins here, by what stands before it.
    fn is_type_at(&self, start: usize) -> bool {
        let before = |back: usize| start.checked_sub(back).map(|it| &self.tokens[it]);
        match before(1) {
            None => matches!(
                self.inside,
                Some(Delimiter::Parenthesis | Delimiter::Bracket)
            ),
            Some(TokenTree::Punct(it)) if it.as_char() == '>' => is_sign(before(2), &['-']),
            Some(TokenTree::Punct(it)) => matches!(it.as_char(), '<' | ',' | '=' | '&'),
            Some(TokenTree::Ident(it)) => {
                it == "mut" || it == "const" || it == "for" || is_sign(before(2), &['\''])
            }
            Some(_) => false,
        }
    }
}

/// Finds the parameters of functions: the first parentheses after `fn name<..>`.
#[derive(Default)]
struct Parameters {
    /// How many `<` are open since `fn`, if the parameters are still to come.
    depth: Option<usize>,
    /// Whether the token seen last are the parameters.
    are_here: bool,
}

impl Parameters {
    fn see(&mut self, token: &TokenTree, before: Option<&TokenTree>) {
        self.are_here = false;
        let Some(depth) = self.depth else {
            self.depth = is_word(Some(token), &["fn"]).then_some(0);
            return;
        };
        match token {
            TokenTree::Group(_) if depth == 0 => {
                self.are_here = true;
                self.depth = None;
            }
            TokenTree::Punct(it) if it.as_char() == '<' => self.depth = Some(depth + 1),
            TokenTree::Punct(it) if it.as_char() == '>' && !is_sign(before, &['-']) => {
                self.depth = Some(depth.saturating_sub(1));
            }
            _ => {}
        }
    }
}

/// Parameters, each with a name: `_: u32` for `u32`.
fn with_names(tokens: TokenStream) -> TokenStream {
    let (mut made, mut one) = (Vec::new(), Vec::new());
    let (mut depth, mut dashed) = (0usize, false);
    for token in tokens {
        let sign = match &token {
            TokenTree::Punct(it) => it.as_char(),
            _ => ' ',
        };
        match sign {
            '<' => depth += 1,
            '>' if !dashed => depth = depth.saturating_sub(1),
            _ => {}
        }
        dashed = sign == '-';
        let ends = sign == ',' && depth == 0;
        one.push(token);
        if ends {
            made.append(&mut named(std::mem::take(&mut one)));
        }
    }
    made.append(&mut named(one));
    made.into_iter().collect()
}

/// One parameter with its comma.
fn named(mut parameter: Vec<TokenTree>) -> Vec<TokenTree> {
    let Some(first) = parameter.first() else {
        return parameter;
    };
    let at = first.span();
    let is_named = parameter.iter().enumerate().any(|(idx, token)| {
        let next_to = |it: Option<usize>| it.and_then(|it| parameter.get(it));
        is_word(Some(token), &["self"]) && !is_sign(next_to(Some(idx + 1)), &[':'])
            || is_sign(Some(token), &[':'])
                && !is_sign(next_to(Some(idx + 1)), &[':'])
                && !is_sign(next_to(idx.checked_sub(1)), &[':'])
    });
    let is_empty = parameter.len() == 1 && is_sign(parameter.first(), &[',']);
    let has_attribute = is_sign(parameter.first(), &['#', '.']);
    if !(is_named || is_empty || has_attribute) {
        let mut colon = Punct::new(':', Spacing::Alone);
        colon.set_span(at);
        let name = Ident::new("_", at);
        parameter.splice(0..0, [name.into(), colon.into()]);
    }
    parameter
}

#[cfg(test)]
mod tests {
    use std::str::FromStr as _;

    use proc_macro2::TokenStream;

    use super::modern;

    fn check(old: &str, new: &str) {
        let tokens = |it: &str| TokenStream::from_str(it).unwrap();
        assert_eq!(modern(tokens(old)).to_string(), tokens(new).to_string());
    }

    #[test]
    fn keywords_of_today_are_names() {
        check(
            "fn async() { async(); x.await(1).await }",
            "fn r#async() { r#async(); x.await(1).await }",
        );
        check(
            "let dyn = await; f(dyn, try(3))",
            "let r#dyn = r#await; f(r#dyn, r#try(3))",
        );
        check("mod async; use async::x;", "mod r#async; use r#async::x;");
    }

    #[test]
    fn keywords_stay_what_they_are() {
        let new = "async fn f() { async move {}; async {}; async |x| x; try!(a); x.await; }
            fn g(x: &dyn A, y: &dyn ::B, z: Box<dyn for<'a> C<'a>>, w: &(dyn 'static + D)) {}";
        check(new, new);
    }

    #[test]
    fn parameters_of_traits_get_a_name() {
        check(
            "trait A { fn f<F: Fn(u8) -> u8>(&self, u32, &str, x: u8, HashMap<K, V>, fn(u8), ::a::B,); }",
            "trait A { fn f<F: Fn(u8) -> u8>(&self, _: u32, _: &str, x: u8, _: HashMap<K, V>, _: fn(u8), _: ::a::B,); }",
        );
        let new = "trait B { fn f(self: Box<Self>); fn g(); fn h(mut self, (a, b): C) { f(a, b) } } fn f(u32) {}";
        check(new, new);
    }

    #[test]
    fn traits_like_functions_become_objects() {
        check("type A = Fn(&i) + Send;", "type A = dyn Fn(&i) + Send;");
        check(
            "fn f(a: Box<Fn(u8) -> Box<FnMut()>>, b: &'a mut FnOnce(), c: &'a ::std::ops::Fn(), d: &(Fn() + Send)) -> Fn() {}",
            "fn f(a: Box<dyn Fn(u8) -> Box<dyn FnMut()>>, b: &'a mut dyn FnOnce(), c: &'a dyn ::std::ops::Fn(), d: &(dyn Fn() + Send)) -> dyn Fn() {}",
        );
        check(
            "a: Box<for<'a, 'b> Fn(&'a u8)>",
            "a: Box<dyn for<'a, 'b> Fn(&'a u8)>",
        );
        check("impl A for Fn() {}", "impl A for dyn Fn() {}");
        check("a: &for<'a: 'b> Fn()", "a: &dyn for<'a: 'b> Fn()");
        check("> Fn(), < 'a > Fn()", "> Fn(), < 'a > Fn()");
    }

    #[test]
    fn bounds_and_variants_are_no_objects() {
        let new =
            "fn f<T: Fn(u8), U>(a: impl Fn(), b: &dyn Fn()) where U: Send + for<'a> Fn(&'a u8)
            { match x { (a, Item::Fn(b)) => Item::Fn(b), } }";
        check(new, new);
    }
}
