//! poem and poem-openapi.

use super::super::evaluate::{Call, Evaluator, Outside};
use super::super::frameworks::{Framework, method_of};
use super::super::value::{Shape, Value};
use super::{text_or_open, verbs};

const THIS: Framework = Framework::Poem;

impl<'a> Evaluator<'a> {
    pub(super) fn poem_call(
        &mut self,
        outside: &Outside<'a>,
        call: &Call<'_, 'a>,
    ) -> Option<Value<'a>> {
        match (outside.back(1), outside.back(0)) {
            (_, verb) if method_of(verb).is_some() && call.arguments.len() == 1 => {
                Some(verbs(THIS, self.verb(THIS, method_of(verb)?, call)))
            }
            ("RouteMethod", "new") => Some(Value {
                framework: Some(THIS),
                shape: Shape::Verbs,
                ..Value::default()
            }),
            ("Route", "new") => Some(Value {
                framework: Some(THIS),
                shape: Shape::Router,
                ..Value::default()
            }),
            _ => None,
        }
    }

    pub(super) fn poem_method(
        &mut self,
        name: &str,
        receiver: &Value<'a>,
        call: &Call<'_, 'a>,
    ) -> Option<Value<'a>> {
        // What describes an api has none of its doors.
        if name.contains("spec")
            || [
                "swagger_ui",
                "rapidoc",
                "redoc",
                "openapi_explorer",
                "scalar",
            ]
            .contains(&name)
        {
            return Some(Value {
                framework: Some(THIS),
                ..Value::default()
            });
        }
        match (name, call.arguments) {
            (verb, [_]) if receiver.shape == Shape::Verbs => {
                let leaf = self.verb(THIS, method_of(verb)?, call);
                Some(self.with(receiver, leaf))
            }
            ("at", [path, inner]) => {
                let routes = self.routes_or_any(inner, THIS, call);
                let under = self.routes.under(text_or_open(path), routes);
                Some(self.with(receiver, under))
            }
            ("nest" | "nest_no_strip", [path, inner]) => {
                let routes = match inner.routes {
                    Some(routes) => routes,
                    None => self.routes_or_any(inner, THIS, call),
                };
                let under = self.routes.under(text_or_open(path), routes);
                Some(self.with(receiver, under))
            }
            _ => None,
        }
    }
}
