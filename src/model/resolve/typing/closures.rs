//! What is handed to a closure, and what it gives.

use crate::facts::TypeFact;

use super::super::names::Name;
use super::family::{Family, family};
use super::written::Context;
use super::{Kind, Substitution, Ty, Typer};

impl Typer<'_> {
    /// What is handed to a closure that is an argument of a method call.
    pub(super) fn parameter(&mut self, call: u32, argument: usize, position: usize) -> Ty {
        let fact = self.facts.method_calls[call as usize];
        let receiver = self.terms[fact.receiver as usize];
        let name = self.world.name(self.mount_idx, fact.name);
        let method = self.text(name);
        let mut next = Some(receiver);
        for _ in 0..4 {
            let Some(ty) = next else { break };
            if let Some(found) = self.declared_parameter(ty, name, argument, position) {
                return found;
            }
            if let Some(found) = self.standard_parameter(ty, method, position) {
                return found;
            }
            next = self.deref(ty);
        }
        Ty::UNKNOWN
    }

    /// As the signature of a method of the tree says.
    fn declared_parameter(
        &mut self,
        ty: Ty,
        name: Name,
        argument: usize,
        position: usize,
    ) -> Option<Ty> {
        let method = self.method_on(ty, name, 0)?;
        let &(mount, signature) = self.index.signatures.get(&method)?;
        let file = self.world.mounts[mount as usize].file.index();
        let facts = &self.world.facts[file];
        let input = *facts.list(signature.inputs).get(argument)?;
        let bounds: Vec<Ty> = match facts.types[input as usize] {
            TypeFact::Function(parts) => {
                let nothing = Substitution::default();
                let context = Context {
                    mount: mount as usize,
                    owner: Some(method),
                    this: Some(ty),
                    substitution: &nothing,
                };
                let parts = self.all_written(context, parts);
                return parts.get(position + 1).copied();
            }
            _ => {
                let input = self.written_in(method, (mount, input));
                match self.kind(input) {
                    Kind::Traits(bounds) => bounds.to_vec(),
                    Kind::Param(item, generic) => self.bounds(item, generic),
                    _ => return None,
                }
            }
        };
        bounds.iter().find_map(|it| match self.kind(*it) {
            Kind::Foreign(_, parts) => parts.get(position + 1).copied(),
            _ => None,
        })
    }

    fn standard_parameter(&mut self, ty: Ty, method: &str, position: usize) -> Option<Ty> {
        match self.kind(ty) {
            Kind::Slice(one) => Some(one),
            Kind::Foreign(name, arguments) => {
                let at = |idx: usize| arguments.get(idx).copied().unwrap_or(Ty::UNKNOWN);
                match family(self.text(name)) {
                    Family::Result
                        if matches!(
                            method,
                            "map_err" | "unwrap_or_else" | "or_else" | "inspect_err" | "is_err_and"
                        ) =>
                    {
                        Some(at(1))
                    }
                    Family::Iterator if matches!(method, "fold" | "try_fold" | "scan") => {
                        (position == 1).then(|| at(0))
                    }
                    Family::Option | Family::Result | Family::Iterator | Family::List => {
                        Some(at(0))
                    }
                    Family::Map => Some(at(position)),
                    Family::Entry => Some(at(1)),
                    _ => None,
                }
            }
            Kind::Traits(_) | Kind::Param(..) => {
                let one = self.each(ty);
                one.is_known().then_some(one)
            }
            Kind::Item(..) => {
                let one = self.associated(ty, self.world.known.item);
                one.is_known().then_some(one)
            }
            _ => None,
        }
    }

    /// What a closure or function gives.
    pub(super) fn given_by(&mut self, callable: Ty) -> Ty {
        match self.kind(callable) {
            Kind::Callable(gives) => gives,
            Kind::Function(item, this) => self.output(item, this, Ty::UNKNOWN),
            // A constructor as a function.
            Kind::Item(..) => callable,
            _ => Ty::UNKNOWN,
        }
    }
}
