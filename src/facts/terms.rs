//! Values as written, as far as it takes to tell what type a method is called on.
//!
//! A term says how a value came about: from a parameter, from a call, from a field of another
//! value. What type that gives is found out when names are resolved.

use syn::Expr;
use syn::visit::Visit as _;

use super::collect::Collector;
use super::connections::is_view;
use super::doors::Arguments;
use super::transactions::Left;
use super::types::{TypeIdx, TypeList};
use super::{At, ConditionIdx, ItemIdx, PathRef, ScopeIdx, Symbol};

/// A value of one file: position in `FileFacts::terms`; 0 is [`Term::Unknown`].
pub type TermIdx = u32;

/// How a value came about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Term {
    /// Nothing is known.
    Unknown,
    /// Of this type, as written.
    Typed(TypeIdx),
    /// What a path in code stands for.
    Value {
        /// As written.
        path: PathRef,
        /// Where it is looked up.
        scope: ScopeIdx,
        /// What stands in its angle brackets, wherever in the path.
        arguments: TypeList,
    },
    /// What a call gives.
    Call {
        /// What is called.
        callee: TermIdx,
        /// The first argument.
        argument: TermIdx,
    },
    /// What a method call gives: position in `FileFacts::method_calls`.
    Method(u32),
    /// A field.
    Field {
        /// Of what.
        of: TermIdx,
        /// Its name or number.
        name: Symbol,
    },
    /// What a pattern takes out of a value.
    Part {
        /// The value.
        of: TermIdx,
        /// The struct or variant that the pattern names.
        path: PathRef,
        /// Where that is looked up.
        scope: ScopeIdx,
        /// The field's name or number.
        name: Symbol,
    },
    /// What an index gives.
    Indexed(TermIdx),
    /// One of what a loop goes over.
    Each(TermIdx),
    /// What `?` gives.
    Try(TermIdx),
    /// What `.await` gives.
    Awaited(TermIdx),
    /// A tuple: a list of terms.
    Tuple(TypeList),
    /// A list of which one element is known.
    Array(TermIdx),
    /// A closure, by what its body gives.
    Closure(TermIdx),
    /// What is handed to a closure.
    Parameter {
        /// The method call that the closure is an argument of.
        call: u32,
        /// Which argument of the call the closure is.
        argument: u16,
        /// Which parameter of the closure.
        position: u16,
    },
    /// A value with its type written beside it, perhaps with `_` in it.
    Ascribed {
        /// The type, as a term.
        ty: TermIdx,
        /// The value.
        of: TermIdx,
    },
    /// One or the other: the branches of a condition.
    Either(TermIdx, TermIdx),
    /// A text.
    Text,
}

/// `receiver.name(..)`.
#[derive(Clone, Copy, Debug)]
pub struct MethodCall {
    /// The innermost item it stands in.
    pub owner: Option<ItemIdx>,
    /// The scope it stands in.
    pub scope: ScopeIdx,
    /// What it is called on.
    pub receiver: TermIdx,
    /// Its name.
    pub name: Symbol,
    /// What stands in its angle brackets.
    pub turbofish: TypeList,
    /// The first argument.
    pub argument: TermIdx,
    /// How many arguments it has.
    pub n_arguments: u32,
    /// Where its name stands.
    pub at: At,
    /// When it is compiled.
    pub condition: ConditionIdx,
}

/// How many branches of one condition are looked at.
const MAX_BRANCHES: usize = 4;

impl Collector<'_, '_> {
    pub(super) fn add_term(&mut self, term: Term) -> TermIdx {
        if self.facts.term_owners.last().map(|it| it.1) != Some(self.owner) {
            let next = self.facts.terms.len() as TermIdx;
            self.facts.term_owners.push((next, self.owner));
        }
        self.facts.terms.push(term);
        self.facts.terms.len() as TermIdx - 1
    }

    /// A term made of another; nothing comes of nothing.
    fn made_of(&mut self, of: TermIdx, term: impl FnOnce(TermIdx) -> Term) -> TermIdx {
        if of == 0 { 0 } else { self.add_term(term(of)) }
    }

    pub(super) fn typed(&mut self, ty: &syn::Type) -> TermIdx {
        let ty = self.ty(ty);
        self.made_of(ty, Term::Typed)
    }

    /// What a path stands for that is no local name: whatever it is resolved to.
    pub(super) fn value(&mut self, path: &syn::Path, segments: &[Symbol]) -> TermIdx {
        let arguments = path.segments.iter().map(|it| &it.arguments);
        let written = arguments.filter(|it| !it.is_none()).last();
        let arguments = written.map_or(Vec::new(), |it| self.type_arguments(it, 0));
        let (arguments, scope) = (self.list(&arguments), self.scope);
        let path = self.known_path(segments);
        self.add_term(Term::Value {
            path,
            scope,
            arguments,
        })
    }

    pub(super) fn method_call(&mut self, call: &syn::ExprMethodCall) -> TermIdx {
        let entered = self.in_method(call);
        self.built = None;
        let receiver = self.term_of(&call.receiver);
        let built = self.built.take();
        let name = self.ident(&call.method);
        let body = self.begins_or_ends(call, name);
        let begun = self.begun();
        let turbofish = call.turbofish.as_ref().map_or(Vec::new(), |it| {
            self.visit_angle_bracketed_generic_arguments(it);
            self.angle_bracketed(it, 0)
        });
        let fact = MethodCall {
            owner: self.owner,
            scope: self.scope,
            receiver,
            name,
            turbofish: self.list(&turbofish),
            argument: 0,
            n_arguments: call.args.len() as u32,
            at: super::collect::at(call.method.span()),
            condition: self.condition,
        };
        let idx = self.facts.method_calls.len() as u32;
        self.facts.method_calls.push(fact);
        let mut arguments = Arguments::new();
        for (position, argument) in (0u16..).zip(&call.args) {
            self.opens_body(body, argument);
            if let Expr::Closure(closure) = argument {
                self.term = self.closure(closure, Some((idx, position)));
            } else {
                self.term_of(argument);
            }
            arguments.push(self.term);
            if position == 0 {
                self.facts.method_calls[idx as usize].argument = self.term;
            }
        }
        self.after_arguments(body, begun);
        self.after_call(match entered {
            false => Left::Nothing,
            true if is_view(self.facts.text(name)) => Left::View,
            true => Left::Call,
        });
        if let Some(definition) = built {
            self.goes_on_defining(definition, call);
        }
        self.built = built;
        self.writes_row(call, idx);
        let term = self.add_term(Term::Method(idx));
        if arguments.len() > 1 && arguments[1..].iter().any(|it| *it != 0) {
            self.operands(term, &arguments, None);
        }
        term
    }

    /// Walks a closure; `call` is the method call it is an argument of, and which.
    pub(super) fn closure(
        &mut self,
        closure: &syn::ExprClosure,
        call: Option<(u32, u16)>,
    ) -> TermIdx {
        let n_locals = self.locals.len();
        for (position, pat) in (0u16..).zip(&closure.inputs) {
            let given = call.map_or(0, |(call, argument)| {
                self.add_term(Term::Parameter {
                    call,
                    argument,
                    position,
                })
            });
            self.bind(pat, given);
        }
        self.opens_parameters(n_locals);
        let returns = match &closure.output {
            syn::ReturnType::Type(_, ty) => {
                self.visit_type(ty);
                self.typed(ty)
            }
            syn::ReturnType::Default => 0,
        };
        let body = self.nested(|it| it.term_of(&closure.body));
        self.locals.truncate(n_locals);
        self.add_term(Term::Closure(if returns == 0 { body } else { returns }))
    }

    /// What stands in a tuple or struct pattern, by its place in the value.
    pub(super) fn part(&mut self, of: TermIdx, path: &syn::Path, name: Symbol) -> TermIdx {
        let segments = self.segments_of(path);
        let (path, scope) = (self.known_path(&segments), self.scope);
        self.add_term(Term::Part {
            of,
            path,
            scope,
            name,
        })
    }

    pub(super) fn field(&mut self, of: TermIdx, name: Symbol) -> TermIdx {
        self.made_of(of, |of| Term::Field { of, name })
    }

    pub(super) fn each(&mut self, of: TermIdx) -> TermIdx {
        self.made_of(of, Term::Each)
    }

    pub(super) fn indexed(&mut self, of: TermIdx) -> TermIdx {
        self.made_of(of, Term::Indexed)
    }

    pub(super) fn tried(&mut self, of: TermIdx) -> TermIdx {
        self.made_of(of, Term::Try)
    }

    pub(super) fn awaited(&mut self, of: TermIdx) -> TermIdx {
        self.made_of(of, Term::Awaited)
    }

    pub(super) fn array(&mut self, of: TermIdx) -> TermIdx {
        self.add_term(Term::Array(of))
    }

    pub(super) fn ascribed(&mut self, ty: TermIdx, of: TermIdx) -> TermIdx {
        match (ty, of) {
            (0, of) => of,
            (ty, 0) => ty,
            (ty, of) => self.add_term(Term::Ascribed { ty, of }),
        }
    }

    pub(super) fn tuple(&mut self, parts: &[TermIdx]) -> TermIdx {
        if parts.iter().all(|it| *it == 0) {
            return 0;
        }
        let parts = self.list(parts);
        self.add_term(Term::Tuple(parts))
    }

    /// The first few branches of which something is known.
    pub(super) fn either(&mut self, branches: &[TermIdx]) -> TermIdx {
        let known = branches.iter().filter(|it| **it != 0).take(MAX_BRANCHES);
        known
            .copied()
            .reduce(|a, b| self.add_term(Term::Either(a, b)))
            .unwrap_or(0)
    }

    /// The number of a field of a tuple, as a name.
    pub(super) fn number(&mut self, position: usize) -> Symbol {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        match DIGITS.get(position) {
            Some(digit) => self.symbol(digit),
            None => self.symbol(&position.to_string()),
        }
    }
}
