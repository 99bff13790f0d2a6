//! A derive that names `crate::names`, and the type with the span of its declaration.

use proc_macro::TokenStream;

#[proc_macro_derive(Named)]
pub fn named(input: TokenStream) -> TokenStream {
    let mut words = input.into_iter().skip_while(|it| it.to_string() != "struct");
    let ident = words.nth(1).into_iter().collect::<TokenStream>();
    let mut made: TokenStream = "impl crate::names::Name for".parse().unwrap();
    made.extend(ident);
    made.extend("{}".parse::<TokenStream>().unwrap());
    made
}
