//! axum, with aide and `utoipa_axum`.

use super::super::evaluate::{Call, Evaluator, Outside};
use super::super::frameworks::{Framework, method_of};
use super::super::value::{Shape, Value};
use super::{named_method, text_or_open, verbs};
use crate::model::Node;

const THIS: Framework = Framework::Axum;

/// The verb in the name of a function: `get`, `post_service`, `put_with`.
fn verb_of(name: &str) -> Option<&'static str> {
    let verb = name.strip_suffix("_service").or(name.strip_suffix("_with"));
    match verb.unwrap_or(name) {
        "any" => Some("ANY"),
        verb if verb.starts_with(char::is_lowercase) => method_of(verb),
        _ => None,
    }
}

impl<'a> Evaluator<'a> {
    pub(super) fn axum_call(
        &mut self,
        outside: &Outside<'a>,
        call: &Call<'_, 'a>,
    ) -> Option<Value<'a>> {
        let name = outside.back(0);
        if let Some(method) = verb_of(name).filter(|_| !call.arguments.is_empty()) {
            return Some(self.axum_verb(method, name, call));
        }
        match (outside.back(1), name) {
            (_, "on" | "on_service") => {
                let method = call.arguments.first().and_then(named_method)?;
                Some(self.axum_verb(&method, name, call))
            }
            // Of `utoipa_axum`: functions with the paths that they are described with.
            (_, "routes") => {
                let handlers = call.arguments.iter().filter_map(|it| it.handler);
                let described = handlers.filter_map(|it| match it.node {
                    Node::Item(item) => Some(self.attributes.described(item).to_vec()),
                    _ => None,
                });
                let described: Vec<_> = described.flatten().collect();
                Some(verbs(THIS, self.routes.join(described)?))
            }
            ("Router" | "ApiRouter" | "OpenApiRouter", _) => Some(Value {
                framework: Some(THIS),
                shape: Shape::Router,
                routes: call.arguments.iter().find_map(|it| it.routes),
                ..Value::default()
            }),
            _ => None,
        }
    }

    /// `get(show)`; aide takes a description after the function.
    fn axum_verb(&mut self, method: &str, name: &str, call: &Call<'_, 'a>) -> Value<'a> {
        let is_described = name.ends_with("_with") && call.arguments.len() > 1;
        let arguments = if is_described {
            &call.arguments[..1]
        } else {
            call.arguments
        };
        let leaf = self.verb(THIS, method, &Call { arguments, ..*call });
        verbs(THIS, leaf)
    }

    pub(super) fn axum_method(
        &mut self,
        name: &str,
        receiver: &Value<'a>,
        call: &Call<'_, 'a>,
    ) -> Option<Value<'a>> {
        if receiver.shape == Shape::Verbs {
            let method = match name {
                "on" | "on_service" => call.arguments.first().and_then(named_method),
                _ => verb_of(name).map(Into::into),
            };
            let more = self.axum_verb(&method?, name, call).routes?;
            return Some(self.with(receiver, more));
        }
        match (name, call.arguments) {
            ("route" | "api_route" | "api_route_with" | "route_with_tsr", [path, verbs, ..]) => {
                let routes = self.routes_or_any(verbs, THIS, call);
                let under = self.routes.under(text_or_open(path), routes);
                Some(self.with(receiver, under))
            }
            ("route_service" | "nest_service" | "nest" | "nest_api_service", [path, inner, ..]) => {
                // Whatever is nested and was not understood has no doors that could be told.
                let routes = match (name, inner.routes) {
                    ("nest", None) => return None,
                    _ => self.routes_or_any(inner, THIS, call),
                };
                let under = self.routes.under(text_or_open(path), routes);
                Some(self.with(receiver, under))
            }
            ("fallback" | "fallback_service" | "method_not_allowed_fallback", _) => {
                Some(receiver.clone())
            }
            _ => None,
        }
    }
}
