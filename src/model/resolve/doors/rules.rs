//! What the functions and methods of each framework make of what they are given.

mod actix;
mod axum;
mod poem;
mod salvo;
mod warp;

use std::rc::Rc;

use super::evaluate::{Call, Evaluator, Outside};
use super::frameworks::Framework;
use super::routes::{Handler, Leaf, RouteId, Text, joined};
use super::value::{Shape, Value};
use crate::model::Confidence;

impl<'a> Evaluator<'a> {
    /// What a function of a framework gives; `None` if nothing is known of it.
    pub(super) fn framework_call(
        &mut self,
        outside: &Outside<'a>,
        call: &Call<'_, 'a>,
    ) -> Option<Value<'a>> {
        match outside.framework {
            Framework::Axum => self.axum_call(outside, call),
            Framework::Actix => self.actix_call(outside, call),
            Framework::Poem => self.poem_call(outside, call),
            Framework::Warp => self.warp_call(outside, call),
            Framework::Salvo => Self::salvo_call(outside, call),
            Framework::Rocket | Framework::Utoipa => None,
        }
    }

    /// What a method gives, if a framework is involved: by what it is called on, or given.
    pub(super) fn framework_method(
        &mut self,
        name: &str,
        receiver: &Value<'a>,
        call: &Call<'_, 'a>,
    ) -> Option<Value<'a>> {
        let given = call.arguments.iter().find_map(|it| it.framework);
        match receiver.framework.or(given)? {
            Framework::Axum | Framework::Utoipa => self.axum_method(name, receiver, call),
            Framework::Actix => self.actix_method(name, receiver, call),
            Framework::Rocket => self.rocket_method(name, receiver, call),
            Framework::Poem => self.poem_method(name, receiver, call),
            Framework::Warp => Some(self.warp_method(name, receiver, call)),
            Framework::Salvo => self.salvo_method(name, receiver, call),
        }
    }

    /// `rocket.mount("/api", routes![show])`.
    fn rocket_method(
        &mut self,
        name: &str,
        receiver: &Value<'a>,
        call: &Call<'_, 'a>,
    ) -> Option<Value<'a>> {
        let [base, mounted] = call.arguments else {
            return None;
        };
        let routes = mounted.routes.filter(|_| name == "mount")?;
        let under = self.routes.under(text_or_open(base), routes);
        Some(self.with(receiver, under))
    }

    /// What it is called on, with further routes.
    fn with(&mut self, receiver: &Value<'a>, routes: RouteId) -> Value<'a> {
        let routes = self
            .routes
            .join(receiver.routes.into_iter().chain([routes]));
        Value {
            routes,
            name: None,
            ..receiver.clone()
        }
    }

    /// A door of one method at no path of its own.
    fn verb(&mut self, framework: Framework, method: &str, call: &Call<'_, 'a>) -> RouteId {
        let handler = call.arguments.last().and_then(|it| it.handler);
        let handler = handler.unwrap_or(Self::somebody(call));
        self.leaf(framework, method, (Some(handler), call))
    }

    /// Who answers where that is a closure, or something that was not understood.
    fn somebody(call: &Call<'_, 'a>) -> Handler {
        Handler {
            node: call.owner,
            sure: Confidence::Inferred,
        }
    }

    fn leaf(
        &mut self,
        framework: Framework,
        method: &str,
        (handler, call): (Option<Handler>, &Call<'_, 'a>),
    ) -> RouteId {
        self.routes.leaf(Leaf {
            framework,
            method: method.into(),
            path: nowhere(),
            handler,
            site: call.site,
            sure: Confidence::Resolved,
        })
    }

    /// What a path is given: its routes, or a door of any method if they are not understood.
    fn routes_or_any(
        &mut self,
        value: &Value<'a>,
        framework: Framework,
        call: &Call<'_, 'a>,
    ) -> RouteId {
        match value.routes {
            Some(routes) => routes,
            None => {
                let handler = value.handler.unwrap_or(Self::somebody(call));
                self.leaf(framework, "ANY", (Some(handler), call))
            }
        }
    }
}

/// No path at all.
fn nowhere() -> Text {
    Text {
        text: "".into(),
        open: false,
    }
}

/// The text of a value; left open if it is not known.
fn text_or_open(value: &Value<'_>) -> Text {
    value.text.clone().unwrap_or(Text {
        text: "".into(),
        open: true,
    })
}

/// A value that puts a prefix before what it will be given.
fn prefixed<'a>(framework: Framework, prefix: Text) -> Value<'a> {
    Value {
        framework: Some(framework),
        shape: Shape::Router,
        prefix: Some(prefix),
        ..Value::default()
    }
}

/// A path below the prefix of a value.
fn below(receiver: &Value<'_>, path: &Text) -> Text {
    match &receiver.prefix {
        Some(prefix) => joined(prefix, path),
        None => path.clone(),
    }
}

/// A value of doors by their methods.
fn verbs<'a>(framework: Framework, routes: RouteId) -> Value<'a> {
    Value {
        framework: Some(framework),
        shape: Shape::Verbs,
        routes: Some(routes),
        ..Value::default()
    }
}

/// The method that a value names: `Method::GET`, `MethodFilter::POST`, `guard::Get()`.
fn named_method(value: &Value<'_>) -> Option<Rc<str>> {
    let named = value.name.and_then(super::frameworks::method_of);
    named.map(Rc::from).or_else(|| value.method.clone())
}
