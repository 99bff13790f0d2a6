//! Types as written: what tells of which type a value is, and what may cross a network.

use syn::{
    AngleBracketedGenericArguments, GenericArgument, PathArguments, ReturnType, Type,
    TypeParamBound,
};

use super::collect::{Collector, hash_of};
use super::{At, ItemIdx, PathRef, ScopeIdx, Symbol};
use crate::kinds::{FieldSerde, Receiver, Visibility};

/// A type of one file: position in `FileFacts::types`; 0 is [`TypeFact::Unknown`].
pub type TypeIdx = u32;

/// Several types: where they stand in `FileFacts::lists`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct TypeList {
    pub(super) start: u32,
    pub(super) len: u32,
}

/// A type as written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TypeFact {
    /// `_`, macros, and what is nested too deeply to be of use.
    Unknown,
    /// A named type or trait.
    Path {
        /// As written; `Self` alone for `Self`.
        path: PathRef,
        /// Where it is looked up.
        scope: ScopeIdx,
        /// What stands in angle brackets, without lifetimes. Of `Item = T` the `T`; of
        /// `Fn(A) -> B` first `B`, then `A`.
        arguments: TypeList,
    },
    /// A generic parameter of an item round it.
    Generic(Symbol),
    /// `T::Name`, `Self::Name`, `<T as Trait>::Name`.
    Associated {
        /// What it belongs to.
        of: TypeIdx,
        /// Its name.
        name: Symbol,
    },
    /// `&T` or `&mut T`.
    Reference {
        /// What it refers to.
        to: TypeIdx,
        /// Whether it is `&mut`.
        mutable: bool,
    },
    /// A raw pointer.
    Pointer(TypeIdx),
    /// A tuple; empty for `()`.
    Tuple(TypeList),
    /// A slice or an array.
    Slice(TypeIdx),
    /// `dyn A + B` or `impl A + B`, by their traits as types.
    Traits {
        /// Whether it is `dyn`.
        dynamic: bool,
        /// The traits.
        bounds: TypeList,
    },
    /// A function pointer: first what it returns, then what it takes.
    Function(TypeList),
    /// `!`: no value at all.
    Never,
}

/// What goes into a function and what comes out.
#[derive(Clone, Copy, Debug)]
pub struct SignatureFact {
    /// The function.
    pub item: ItemIdx,
    /// How it takes `self`.
    pub receiver: Receiver,
    /// Whether it is an `async fn`.
    pub is_async: bool,
    /// The types of its parameters, without `self`.
    pub inputs: TypeList,
    /// What it returns; `()` where nothing is written. Of an `async fn` what awaiting it gives.
    pub output: TypeIdx,
    /// Where that is written; where its name stands if nothing is.
    pub output_at: At,
}

impl SignatureFact {
    /// Whether it takes `self` in some form.
    pub fn takes_self(&self) -> bool {
        self.receiver != Receiver::None
    }
}

/// A parameter other than `self`, in the order of the signature.
#[derive(Clone, Copy, Debug)]
pub struct ParameterFact {
    /// The function.
    pub item: ItemIdx,
    /// Its name; `_` where a pattern takes it apart.
    pub name: Symbol,
    /// Its type.
    pub ty: TypeIdx,
    /// Where it stands.
    pub at: At,
}

/// A field of a struct or of a variant.
#[derive(Clone, Copy, Debug)]
pub struct FieldFact {
    /// The struct or enum.
    pub item: ItemIdx,
    /// The variant, of an enum.
    pub variant: Option<Symbol>,
    /// Its name; of tuples its number.
    pub name: Symbol,
    /// Its type.
    pub ty: TypeIdx,
    /// Who may name it; of a variant's field everybody.
    pub visibility: Visibility,
    /// How serde treats it, where the type derives serde's traits.
    pub serde: FieldSerde,
    /// Where it stands.
    pub at: At,
}

/// `T: Trait`.
#[derive(Clone, Copy, Debug)]
pub struct BoundFact {
    /// The item whose parameter it is.
    pub item: ItemIdx,
    /// The parameter, or `Self`.
    pub generic: Symbol,
    /// The trait, as a type.
    pub ty: TypeIdx,
}

/// The generic types of an item, in order.
#[derive(Clone, Copy, Debug)]
pub struct GenericsFact {
    /// The item.
    pub item: ItemIdx,
    /// Their names.
    pub names: PathRef,
}

/// Types inside types deeper than this are unknown.
const MAX_DEPTH: u32 = 16;

impl Collector<'_, '_> {
    /// Writes a type down.
    pub(super) fn ty(&mut self, ty: &Type) -> TypeIdx {
        self.type_at(ty, 0)
    }

    /// What a function returns.
    pub(super) fn output(&mut self, output: &ReturnType) -> TypeIdx {
        match output {
            ReturnType::Default => self.add_type(TypeFact::Tuple(TypeList::default())),
            ReturnType::Type(_, ty) => self.ty(ty),
        }
    }

    fn type_at(&mut self, ty: &Type, depth: u32) -> TypeIdx {
        if depth > MAX_DEPTH {
            return 0;
        }
        let fact = match ty {
            Type::Path(it) => return self.path_type(it.qself.as_ref(), &it.path, depth),
            Type::Reference(it) => TypeFact::Reference {
                to: self.type_at(&it.elem, depth + 1),
                mutable: it.mutability.is_some(),
            },
            Type::Ptr(it) => TypeFact::Pointer(self.type_at(&it.elem, depth + 1)),
            Type::Slice(it) => TypeFact::Slice(self.type_at(&it.elem, depth + 1)),
            Type::Array(it) => TypeFact::Slice(self.type_at(&it.elem, depth + 1)),
            Type::Paren(it) => return self.type_at(&it.elem, depth),
            Type::Group(it) => return self.type_at(&it.elem, depth),
            Type::Tuple(it) => {
                let parts: Vec<_> = it
                    .elems
                    .iter()
                    .map(|it| self.type_at(it, depth + 1))
                    .collect();
                TypeFact::Tuple(self.list(&parts))
            }
            Type::TraitObject(it) => self.traits(&it.bounds, true, depth),
            Type::ImplTrait(it) => self.traits(&it.bounds, false, depth),
            Type::FnPtr(it) => {
                let mut parts = vec![self.output(&it.output)];
                for input in &it.inputs {
                    parts.push(self.type_at(&input.ty, depth + 1));
                }
                TypeFact::Function(self.list(&parts))
            }
            Type::Never(_) => TypeFact::Never,
            _ => return 0,
        };
        self.add_type(fact)
    }

    fn traits<P>(
        &mut self,
        bounds: &syn::punctuated::Punctuated<TypeParamBound, P>,
        dynamic: bool,
        depth: u32,
    ) -> TypeFact {
        let mut traits = Vec::new();
        for bound in bounds {
            if let TypeParamBound::Trait(it) = bound {
                traits.push(self.path_type(None, &it.path, depth + 1));
            }
        }
        TypeFact::Traits {
            dynamic,
            bounds: self.list(&traits),
        }
    }

    /// The type at a path as the parser knows it.
    pub(super) fn path_type(
        &mut self,
        qself: Option<&syn::QSelf>,
        path: &syn::Path,
        depth: u32,
    ) -> TypeIdx {
        let Some(last) = path.segments.last() else {
            return 0;
        };
        if let Some(qself) = qself {
            let of = self.type_at(&qself.ty, depth + 1);
            let name = self.ident(&last.ident);
            return self.add_type(TypeFact::Associated { of, name });
        }
        let segments = self.segments_of(path);
        let (Some(&first), Some(&name)) = (segments.first(), segments.last()) else {
            return 0;
        };
        let n_segments = path.segments.len();
        if self.generics.contains(&first) {
            let generic = self.add_type(TypeFact::Generic(first));
            return match n_segments {
                1 => generic,
                _ => self.add_type(TypeFact::Associated { of: generic, name }),
            };
        }
        if segments.len() == 2 && self.facts.text(first) == "Self" {
            let of = self.named_type(&[first], &[]);
            return self.add_type(TypeFact::Associated { of, name });
        }
        let arguments = self.type_arguments(&last.arguments, depth);
        self.named_type(&segments, &arguments)
    }

    /// The type at a path, with arguments.
    pub(super) fn named_type(&mut self, segments: &[Symbol], arguments: &[TypeIdx]) -> TypeIdx {
        let path = self.known_path(segments);
        let (scope, arguments) = (self.scope, self.list(arguments));
        self.add_type(TypeFact::Path {
            path,
            scope,
            arguments,
        })
    }

    /// The types in angle brackets or parentheses.
    pub(super) fn type_arguments(&mut self, arguments: &PathArguments, depth: u32) -> Vec<TypeIdx> {
        match arguments {
            PathArguments::None => Vec::new(),
            PathArguments::AngleBracketed(it) => self.angle_bracketed(it, depth),
            PathArguments::Parenthesized(it) => {
                let mut parts = vec![self.output(&it.output)];
                for input in &it.inputs {
                    parts.push(self.type_at(&input.ty, depth + 1));
                }
                parts
            }
        }
    }

    /// The types in angle brackets.
    pub(super) fn angle_bracketed(
        &mut self,
        arguments: &AngleBracketedGenericArguments,
        depth: u32,
    ) -> Vec<TypeIdx> {
        let types = arguments.args.iter().filter_map(|it| match it {
            GenericArgument::Type(ty) => Some(self.type_at(ty, depth + 1)),
            GenericArgument::AssocType(it) => Some(self.type_at(&it.ty, depth + 1)),
            _ => None,
        });
        types.collect()
    }

    /// A path that is kept once, however often it is written.
    pub(super) fn known_path(&mut self, segments: &[Symbol]) -> PathRef {
        let hash = hash_of(segments);
        let same = |it: &PathRef| self.facts.segments(*it) == segments;
        if let Some(known) = self.path_ids.find(hash, same) {
            return *known;
        }
        let path = self.pool(segments);
        let facts = &self.facts;
        let again = |it: &PathRef| hash_of(facts.segments(*it));
        self.path_ids.insert_unique(hash, path, again);
        path
    }

    pub(super) fn add_type(&mut self, fact: TypeFact) -> TypeIdx {
        let next = self.facts.types.len() as TypeIdx;
        let idx = *self.type_ids.entry(fact).or_insert(next);
        if idx == next {
            self.facts.types.push(fact);
        }
        idx
    }

    /// A list that is kept once.
    pub(super) fn list(&mut self, parts: &[u32]) -> TypeList {
        if parts.is_empty() {
            return TypeList::default();
        }
        let hash = hash_of(parts);
        let same = |it: &TypeList| self.facts.list(*it) == parts;
        if let Some(known) = self.list_ids.find(hash, same) {
            return *known;
        }
        let list = TypeList {
            start: self.facts.lists.len() as u32,
            len: parts.len() as u32,
        };
        self.facts.lists.extend_from_slice(parts);
        let facts = &self.facts;
        let again = |it: &TypeList| hash_of(facts.list(*it));
        self.list_ids.insert_unique(hash, list, again);
        list
    }

    /// The parameters of an item and what they must implement.
    pub(super) fn generics_of(&mut self, item: ItemIdx, generics: &syn::Generics) {
        let mut names = Vec::new();
        for parameter in generics.type_params() {
            let name = self.ident(&parameter.ident);
            names.push(name);
            self.bounds_of(item, name, &parameter.bounds);
        }
        if !names.is_empty() {
            let names = self.known_path(&names);
            self.facts.generics.push(GenericsFact { item, names });
        }
        let clauses = generics.where_clause.iter().flat_map(|it| &it.predicates);
        for clause in clauses {
            if let syn::WherePredicate::Type(it) = clause
                && let Type::Path(bounded) = &it.bounded_ty
                && let Some(ident) = bounded.path.get_ident()
            {
                let name = self.ident(ident);
                self.bounds_of(item, name, &it.bounds);
            }
        }
    }

    pub(super) fn bounds_of<P>(
        &mut self,
        item: ItemIdx,
        generic: Symbol,
        bounds: &syn::punctuated::Punctuated<TypeParamBound, P>,
    ) {
        for bound in bounds {
            if let TypeParamBound::Trait(it) = bound {
                let ty = self.path_type(None, &it.path, 0);
                self.facts.bounds.push(BoundFact { item, generic, ty });
            }
        }
    }
}
