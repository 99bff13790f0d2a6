//! What a value of some type holds: elements, results, what is awaited.

use super::family::{Family, family};
use super::{Kind, Ty, Typer};

impl Typer<'_> {
    /// What an index gives.
    pub(super) fn indexed(&mut self, of: Ty) -> Ty {
        match self.kind(of) {
            Kind::Slice(one) => one,
            Kind::Foreign(name, arguments) => {
                let at = |idx: usize| arguments.get(idx).copied().unwrap_or(Ty::UNKNOWN);
                match family(self.text(name)) {
                    Family::List => at(0),
                    Family::Map => at(1),
                    Family::Pointer => self.indexed(at(0)),
                    _ => Ty::UNKNOWN,
                }
            }
            Kind::Item(..) => match self.deref(of) {
                Some(inner) => self.indexed(inner),
                None => {
                    let output = self.world.known.output;
                    self.associated(of, output)
                }
            },
            _ => Ty::UNKNOWN,
        }
    }

    /// One of what a loop goes over.
    pub(super) fn each(&mut self, of: Ty) -> Ty {
        match self.kind(of) {
            Kind::Slice(one) => one,
            Kind::Foreign(name, arguments) => {
                let at = |idx: usize| arguments.get(idx).copied().unwrap_or(Ty::UNKNOWN);
                match family(self.text(name)) {
                    Family::Map => self.tuple(&[at(0), at(1)]),
                    Family::Pointer => self.each(at(0)),
                    Family::Other | Family::Lock | Family::Entry => Ty::UNKNOWN,
                    _ => at(0),
                }
            }
            Kind::Traits(bounds) => self.each_of(&bounds),
            Kind::Param(item, name) => {
                let bounds = self.bounds(item, name);
                self.each_of(&bounds)
            }
            Kind::Item(..) => {
                let item = self.associated(of, self.world.known.item);
                if item.is_known() {
                    return item;
                }
                match self.deref(of) {
                    Some(inner) => self.each(inner),
                    None => Ty::UNKNOWN,
                }
            }
            _ => Ty::UNKNOWN,
        }
    }

    fn each_of(&mut self, bounds: &[Ty]) -> Ty {
        let found = bounds.iter().map(|it| match self.kind(*it) {
            Kind::Foreign(name, _) if family(self.text(name)) == Family::Iterator => self.each(*it),
            _ => Ty::UNKNOWN,
        });
        found
            .into_iter()
            .find(|it| it.is_known())
            .unwrap_or(Ty::UNKNOWN)
    }

    /// What `?` gives.
    pub(super) fn tried(&mut self, of: Ty) -> Ty {
        match self.kind(of) {
            Kind::Foreign(name, arguments) => match family(self.text(name)) {
                Family::Option | Family::Result => arguments.first().copied(),
                _ => None,
            }
            .unwrap_or(Ty::UNKNOWN),
            _ => Ty::UNKNOWN,
        }
    }

    /// What `.await` gives: an `async fn` is known by what it gives in the end.
    pub(super) fn awaited(&mut self, of: Ty) -> Ty {
        match self.kind(of) {
            Kind::Foreign(name, arguments) => match self.text(name) {
                "Future" | "BoxFuture" | "LocalBoxFuture" | "JoinHandle" | "IntoFuture" => {
                    arguments.first().copied().unwrap_or(Ty::UNKNOWN)
                }
                "Pin" | "Box" => {
                    let inner = arguments.first().copied().unwrap_or(Ty::UNKNOWN);
                    let awaited = self.awaited(inner);
                    if awaited == inner { of } else { awaited }
                }
                _ => of,
            },
            Kind::Traits(bounds) => {
                let futures = bounds.iter().map(|it| match self.kind(*it) {
                    Kind::Foreign(..) => self.awaited(*it),
                    _ => Ty::UNKNOWN,
                });
                futures
                    .into_iter()
                    .find(|it| it.is_known())
                    .unwrap_or(Ty::UNKNOWN)
            }
            _ => of,
        }
    }
}
