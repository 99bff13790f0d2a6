//! actix-web.

use super::super::evaluate::{Call, Evaluator, Outside};
use super::super::frameworks::{Framework, method_of};
use super::super::value::{Shape, Value};
use super::{below, named_method, nowhere, prefixed, text_or_open, verbs};
use crate::model::Node;

const THIS: Framework = Framework::Actix;

impl<'a> Evaluator<'a> {
    pub(super) fn actix_call(
        &mut self,
        outside: &Outside<'a>,
        call: &Call<'_, 'a>,
    ) -> Option<Value<'a>> {
        let first = call.arguments.first();
        let of_type = outside.back(1).starts_with(char::is_uppercase);
        match (outside.back(1), outside.back(0)) {
            (_, "scope" | "resource") if !of_type => Some(prefixed(THIS, text_or_open(first?))),
            ("Scope" | "Resource", "new") => Some(prefixed(THIS, text_or_open(first?))),
            (_, "to") if !of_type => Some(verbs(THIS, self.verb(THIS, "ANY", call))),
            (_, "route") if !of_type => Some(verbs(THIS, self.leaf(THIS, "ANY", (None, call)))),
            ("Route", "new") => Some(verbs(THIS, self.leaf(THIS, "ANY", (None, call)))),
            (_, "method") if !of_type => {
                let leaf = self.leaf(THIS, "ANY", (None, call));
                let method = first.and_then(named_method);
                let leaf = match method {
                    Some(method) => self.routes.by(method, leaf),
                    None => leaf,
                };
                Some(verbs(THIS, leaf))
            }
            ("guard", guard) if method_of(guard).is_some() => Some(Value {
                framework: Some(THIS),
                method: method_of(guard).map(Into::into),
                ..Value::default()
            }),
            (_, "redirect") if !of_type => {
                let leaf = self.verb(
                    THIS,
                    "ANY",
                    &Call {
                        arguments: &[],
                        ..*call
                    },
                );
                let under = self.routes.under(text_or_open(first?), leaf);
                Some(verbs(THIS, under))
            }
            // Files of a folder.
            ("Files", "new") => {
                let leaf = self.verb(
                    THIS,
                    "ANY",
                    &Call {
                        arguments: &[],
                        ..*call
                    },
                );
                let under = self.routes.under(text_or_open(first?), leaf);
                Some(verbs(THIS, under))
            }
            (_, verb) if call.arguments.is_empty() && !of_type => {
                let method = method_of(verb)?;
                Some(verbs(THIS, self.leaf(THIS, method, (None, call))))
            }
            ("App", "new") => Some(Value {
                framework: Some(THIS),
                shape: Shape::Router,
                ..Value::default()
            }),
            _ => None,
        }
    }

    pub(super) fn actix_method(
        &mut self,
        name: &str,
        receiver: &Value<'a>,
        call: &Call<'_, 'a>,
    ) -> Option<Value<'a>> {
        match (name, call.arguments) {
            ("to" | "to_async", [handler]) => Some(self.actix_to(receiver, handler, call)),
            ("method" | "guard", [method]) if receiver.shape == Shape::Verbs => {
                let method = named_method(method)?;
                let routes = self.routes.by(method, receiver.routes?);
                Some(verbs(THIS, routes))
            }
            ("route", [path, route]) => {
                let routes = route.routes?;
                let path = below(receiver, &text_or_open(path));
                let under = self.routes.under(path, routes);
                Some(self.with(receiver, under))
            }
            ("service" | "route", [inner]) => {
                let under = self
                    .routes
                    .under(below(receiver, &nowhere()), inner.routes?);
                Some(self.with(receiver, under))
            }
            ("configure", [function]) => {
                let routes = match function.handler.map(|it| it.node) {
                    Some(Node::Item(item)) => {
                        let own = self.item(item).routes;
                        self.used.extend(own.map(|_| item));
                        own
                    }
                    _ => None,
                };
                let routes = routes.or(function.routes)?;
                let under = self.routes.under(below(receiver, &nowhere()), routes);
                Some(self.with(receiver, under))
            }
            ("default_service", _) => Some(receiver.clone()),
            _ => None,
        }
    }

    /// `web::get().to(show)`, `web::resource("/carts").to(all)`.
    fn actix_to(
        &mut self,
        receiver: &Value<'a>,
        handler: &Value<'a>,
        call: &Call<'_, 'a>,
    ) -> Value<'a> {
        let handler = handler.handler.unwrap_or(Self::somebody(call));
        if receiver.shape == Shape::Verbs
            && let Some(routes) = receiver.routes
        {
            return verbs(THIS, self.routes.to(handler, routes));
        }
        let leaf = self.leaf(THIS, "ANY", (Some(handler), call));
        let under = self.routes.under(below(receiver, &nowhere()), leaf);
        self.with(receiver, under)
    }
}
