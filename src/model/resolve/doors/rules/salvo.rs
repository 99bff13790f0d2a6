//! salvo.

use super::super::evaluate::{Call, Evaluator, Outside};
use super::super::frameworks::{Framework, method_of};
use super::super::value::{Shape, Value};
use super::{below, nowhere, prefixed, text_or_open};

const THIS: Framework = Framework::Salvo;

impl<'a> Evaluator<'a> {
    pub(super) fn salvo_call(outside: &Outside<'a>, call: &Call<'_, 'a>) -> Option<Value<'a>> {
        match (outside.back(1), outside.back(0)) {
            ("Router", "with_path") => Some(prefixed(THIS, text_or_open(call.arguments.first()?))),
            ("Router", "new") => Some(prefixed(THIS, nowhere())),
            _ => None,
        }
    }

    pub(super) fn salvo_method(
        &mut self,
        name: &str,
        receiver: &Value<'a>,
        call: &Call<'_, 'a>,
    ) -> Option<Value<'a>> {
        if receiver.shape != Shape::Router {
            return None;
        }
        match (name, call.arguments) {
            ("path", [path]) => Some(Value {
                prefix: Some(below(receiver, &text_or_open(path))),
                ..receiver.clone()
            }),
            ("push", [inner]) => {
                let under = self
                    .routes
                    .under(below(receiver, &nowhere()), inner.routes?);
                Some(self.with(receiver, under))
            }
            ("goal", [_]) => {
                let leaf = self.verb(THIS, "ANY", call);
                let under = self.routes.under(below(receiver, &nowhere()), leaf);
                Some(self.with(receiver, under))
            }
            (verb, [_]) if verb.starts_with(char::is_lowercase) => {
                let leaf = self.verb(THIS, method_of(verb)?, call);
                let under = self.routes.under(below(receiver, &nowhere()), leaf);
                Some(self.with(receiver, under))
            }
            _ => None,
        }
    }
}
