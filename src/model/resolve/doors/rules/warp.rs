//! warp: filters, of which some are answered.

use super::super::evaluate::{Call, Evaluator, Outside};
use super::super::frameworks::{Framework, method_of};
use super::super::routes::joined;
use super::super::value::{Shape, Value};
use super::{nowhere, text_or_open};

const THIS: Framework = Framework::Warp;

fn filter<'a>() -> Value<'a> {
    Value {
        framework: Some(THIS),
        shape: Shape::Filter,
        prefix: Some(nowhere()),
        ..Value::default()
    }
}

impl<'a> Evaluator<'a> {
    pub(super) fn warp_call(
        &mut self,
        outside: &Outside<'a>,
        call: &Call<'_, 'a>,
    ) -> Option<Value<'a>> {
        match outside.back(0) {
            "path" => Some(Value {
                prefix: Some(text_or_open(call.arguments.first()?)),
                ..filter()
            }),
            "param" => {
                let text = "{param}".into();
                let prefix = Some(super::super::routes::Text { text, open: false });
                Some(Value { prefix, ..filter() })
            }
            // Nothing may follow.
            "end" => Some(Value {
                prefix: Some(super::super::routes::Text {
                    text: "/".into(),
                    open: false,
                }),
                ..filter()
            }),
            "serve" => None,
            verb if method_of(verb).is_some() => Some(Value {
                method: method_of(verb).map(Into::into),
                ..filter()
            }),
            // Files of a folder answer by themselves.
            "dir" | "file" if outside.back(1) == "fs" => {
                let leaf = self.verb(
                    THIS,
                    "GET",
                    &Call {
                        arguments: &[],
                        ..*call
                    },
                );
                Some(Value {
                    routes: Some(leaf),
                    ..filter()
                })
            }
            _ => Some(filter()),
        }
    }

    pub(super) fn warp_method(
        &mut self,
        name: &str,
        receiver: &Value<'a>,
        call: &Call<'_, 'a>,
    ) -> Value<'a> {
        match (name, call.arguments) {
            ("and", [other]) => self.warp_and(receiver, other),
            ("or", [other]) => {
                let both = receiver.routes.into_iter().chain(other.routes);
                let routes = self.routes.join(both);
                Value { routes, ..filter() }
            }
            ("map" | "then" | "and_then", [_]) if receiver.routes.is_none() => {
                let is_open = receiver.method.is_none()
                    && receiver.prefix.as_ref().is_none_or(|it| it.text.is_empty());
                if is_open {
                    // It takes something out of the request for others.
                    return receiver.clone();
                }
                let method = receiver.method.clone().unwrap_or_else(|| "ANY".into());
                let leaf = self.verb(THIS, &method, call);
                let path = receiver.prefix.clone().unwrap_or_else(nowhere);
                let routes = Some(self.routes.under(path, leaf));
                Value { routes, ..filter() }
            }
            _ => receiver.clone(),
        }
    }

    /// One condition after the other; the first may stand before what is answered already.
    fn warp_and(&mut self, receiver: &Value<'a>, other: &Value<'a>) -> Value<'a> {
        let prefix = receiver.prefix.clone().unwrap_or_else(nowhere);
        let method = receiver.method.clone();
        if let (None, Some(routes)) = (receiver.routes, other.routes) {
            let mut routes = self.routes.under(prefix, routes);
            if let Some(method) = method {
                routes = self.routes.by(method, routes);
            }
            return Value {
                routes: Some(routes),
                ..filter()
            };
        }
        let rest = other.prefix.clone().unwrap_or_else(nowhere);
        Value {
            prefix: Some(joined(&prefix, &rest)),
            method: method.or_else(|| other.method.clone()),
            ..receiver.clone()
        }
    }
}
