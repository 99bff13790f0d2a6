//! What functions take and give and what types hold, with the names in it bound.
//!
//! Every distinct type once, lists flat, everything sorted by item: it is kept for whole systems and
//! written to disk as it is. Nothing is judged here.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{CodeModel, FieldSerde, ItemId, Receiver, StaticForm, TextId, TypeId, Visibility};
use crate::packed::{List, Packed, Reader};
use crate::source::Span;

/// Several types: where they stand in the list of [`Shapes`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct TypeList {
    start: u32,
    len: u32,
}

impl TypeList {
    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// A type as written, its names bound. Lifetimes are left out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Type {
    /// `_`, macros, and what is nested too deeply to be of use.
    #[default]
    Unknown,
    /// A type or trait of the tree.
    Item {
        /// Which.
        item: ItemId,
        /// What stands in angle brackets.
        arguments: TypeList,
    },
    /// A type or trait from outside the tree.
    Outside {
        /// `tokio::sync::Mutex`, whatever the code calls it; `Vec` for what everybody knows.
        path: TextId,
        /// What stands in angle brackets. Of `Item = T` the `T`; of `Fn(A) -> B` first `B`.
        arguments: TypeList,
    },
    /// A name that could not be bound to anything.
    Unbound(TextId),
    /// `Self`.
    This,
    /// A generic parameter of an item round it, or a constant that is one.
    Generic(TextId),
    /// `T::Name`.
    Associated {
        /// What it belongs to.
        of: TypeId,
        /// Its name.
        name: TextId,
    },
    /// `&T` or `&mut T`.
    Reference {
        /// What it refers to.
        to: TypeId,
        /// Whether it is `&mut`.
        mutable: bool,
    },
    /// A raw pointer.
    Pointer(TypeId),
    /// A tuple; empty for `()`.
    Tuple(TypeList),
    /// A slice or an array.
    Slice(TypeId),
    /// `dyn A + B` or `impl A + B`.
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
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Function {
    /// The function.
    pub item: ItemId,
    /// How it takes `self`.
    pub receiver: Receiver,
    /// Whether it is an `async fn`.
    pub is_async: bool,
    /// Its first parameter, and how many there are.
    parameters: (u32, u32),
    /// What it returns.
    pub output: TypeId,
    /// Where that is written, or else its name.
    pub output_span: Span,
}

/// A parameter other than `self`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Parameter {
    /// Its name; `_` where a pattern takes it apart.
    pub name: TextId,
    /// Its type.
    pub ty: TypeId,
    /// Where it stands.
    pub span: Span,
}

/// A field of a struct or of a variant.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Field {
    /// The struct or enum.
    pub item: ItemId,
    /// The variant, of an enum.
    pub variant: Option<TextId>,
    /// Its name; of tuples its number.
    pub name: TextId,
    /// Its type.
    pub ty: TypeId,
    /// Who may name it; of a variant's field everybody.
    pub visibility: Visibility,
    /// How serde treats it.
    pub serde: FieldSerde,
    /// Where it stands.
    pub span: Span,
}

/// A generic parameter that stands for a type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Generic {
    /// The item that declares it.
    pub item: ItemId,
    /// Its name.
    pub name: TextId,
}

/// What a generic parameter must implement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bound {
    /// The item that says so.
    pub item: ItemId,
    /// The parameter, or `Self`.
    pub generic: TextId,
    /// The trait, as a type.
    pub ty: TypeId,
}

/// Which of serde's traits a type has, derived or written out.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct SerdeTraits {
    /// Whether it can be sent.
    pub serialize: bool,
    /// Whether it can be received.
    pub deserialize: bool,
}

impl SerdeTraits {
    /// Whether it can be sent and received.
    pub fn both(self) -> bool {
        self.serialize && self.deserialize
    }
}

/// The shapes of a whole model.
#[derive(Debug, Default)]
pub struct Shapes {
    types: Vec<Type>,
    lists: Vec<TypeId>,
    texts: Vec<Arc<str>>,
    functions: Vec<Function>,
    parameters: Vec<Parameter>,
    fields: Vec<Field>,
    generics: Vec<Generic>,
    bounds: Vec<Bound>,
    stands_for: Vec<(ItemId, TypeId)>,
    traits: Vec<(ItemId, TypeId)>,
    statics: Vec<(ItemId, StaticForm)>,
    serde: Vec<(ItemId, SerdeTraits)>,
    with_serde: Vec<Arc<str>>,
}

impl Shapes {
    /// The type with this id.
    pub fn ty(&self, id: TypeId) -> Type {
        self.types.get(id.index()).copied().unwrap_or_default()
    }

    /// The types of a list.
    pub fn list(&self, list: TypeList) -> &[TypeId] {
        &self.lists[list.start as usize..(list.start + list.len) as usize]
    }

    /// The text with this id.
    pub fn text(&self, id: TextId) -> &Arc<str> {
        &self.texts[id.index()]
    }

    /// What goes into a function and what comes out.
    pub fn function(&self, item: ItemId) -> Option<&Function> {
        let found = self.functions.binary_search_by_key(&item, |it| it.item);
        found.ok().map(|it| &self.functions[it])
    }

    /// All functions, in order of id.
    pub fn functions(&self) -> &[Function] {
        &self.functions
    }

    /// The parameters of a function, without `self`.
    pub fn parameters(&self, function: &Function) -> &[Parameter] {
        let (start, len) = function.parameters;
        &self.parameters[start as usize..(start + len) as usize]
    }

    /// The fields of a struct, or of all variants of an enum.
    pub fn fields(&self, item: ItemId) -> &[Field] {
        run(&self.fields, item, |it| it.item)
    }

    /// All fields, in order of their items.
    pub fn all_fields(&self) -> &[Field] {
        &self.fields
    }

    /// The types an item is generic over, in order.
    pub fn generics(&self, item: ItemId) -> &[Generic] {
        run(&self.generics, item, |it| it.item)
    }

    /// What an item's generic parameters must implement.
    pub fn bounds(&self, item: ItemId) -> &[Bound] {
        run(&self.bounds, item, |it| it.item)
    }

    /// The type that an alias, constant, static, associated type or impl stands for or is of.
    pub fn stands_for(&self, item: ItemId) -> Option<TypeId> {
        run(&self.stands_for, item, |it| it.0)
            .first()
            .map(|it| it.1)
    }

    /// The trait of an impl, with its arguments.
    pub fn trait_of(&self, item: ItemId) -> Option<TypeId> {
        run(&self.traits, item, |it| it.0).first().map(|it| it.1)
    }

    /// All impls of traits, in order of id.
    pub fn impls(&self) -> &[(ItemId, TypeId)] {
        &self.traits
    }

    /// What a static is more than a value.
    pub fn static_form(&self, item: ItemId) -> StaticForm {
        let found = run(&self.statics, item, |it| it.0).first();
        found.map_or(StaticForm::Plain, |it| it.1)
    }

    /// Which of serde's traits a type of the tree has.
    pub fn serde(&self, item: ItemId) -> SerdeTraits {
        let found = run(&self.serde, item, |it| it.0).first();
        found.map(|it| it.1).unwrap_or_default()
    }

    /// Whether some manifest asks for the serde feature of this crate.
    pub fn has_serde_feature(&self, krate: &str) -> bool {
        self.with_serde
            .binary_search_by_key(&krate, |it| it)
            .is_ok()
    }

    /// A type in words, as code would say it: `&mut Cart`, `Arc<Mutex<Vec<Line>>>`.
    pub fn words(&self, model: &CodeModel, ty: TypeId) -> String {
        let mut out = String::new();
        self.write(model, ty, 0, &mut out);
        out
    }

    /// A type in words, one from outside with its whole path: `anyhow::Error`.
    pub fn words_with_path(&self, model: &CodeModel, ty: TypeId) -> String {
        let words = self.words(model, ty);
        let Type::Outside { path, .. } = self.ty(ty) else {
            return words;
        };
        match self.text(path).rsplit_once("::") {
            Some((before, _)) => format!("{before}::{words}"),
            None => words,
        }
    }

    fn write(&self, model: &CodeModel, ty: TypeId, depth: u32, out: &mut String) {
        if depth > MAX_DEPTH || out.len() > MAX_WORDS {
            return out.push('…');
        }
        let next = depth + 1;
        let mut all = |before: &str, list: TypeList, between: &str, after: &str| {
            out.push_str(before);
            for (at, ty) in self.list(list).iter().enumerate() {
                out.push_str(if at > 0 { between } else { "" });
                self.write(model, *ty, next, out);
            }
            out.push_str(after);
        };
        match self.ty(ty) {
            Type::Unknown => out.push('_'),
            Type::Never => out.push('!'),
            Type::Item { item, arguments } => {
                out.push_str(&model.item(item).name);
                self.write_arguments(model, arguments, next, out);
            }
            Type::Outside { path, arguments } => {
                let path = self.text(path);
                let name = path.rsplit("::").next().unwrap_or(path);
                out.push_str(name);
                if is_code(name) {
                    self.write_call(model, arguments, next, out);
                } else if let (Some(of), [ty]) = (associated_of(path), self.list(arguments)) {
                    out.push_str(of);
                    self.write(model, *ty, next, out);
                    out.push('>');
                } else {
                    self.write_arguments(model, arguments, next, out);
                }
            }
            Type::Unbound(text) | Type::Generic(text) => out.push_str(self.text(text)),
            Type::This => out.push_str("Self"),
            Type::Associated { of, name } => {
                self.write(model, of, next, out);
                out.push_str("::");
                out.push_str(self.text(name));
            }
            Type::Reference { to, mutable } => {
                out.push_str(if mutable { "&mut " } else { "&" });
                self.write(model, to, next, out);
            }
            Type::Pointer(to) => {
                out.push_str("*const ");
                self.write(model, to, next, out);
            }
            Type::Tuple(parts) => all("(", parts, ", ", ")"),
            Type::Slice(of) => {
                out.push('[');
                self.write(model, of, next, out);
                out.push(']');
            }
            Type::Traits { dynamic, bounds } => {
                all(if dynamic { "dyn " } else { "impl " }, bounds, " + ", "");
            }
            Type::Function(parts) => {
                out.push_str("fn");
                self.write_call(model, parts, next, out);
            }
        }
    }

    /// What code takes and gives: `(A, B) -> R`. The list has first `R`, as of `Fn(A, B) -> R`.
    fn write_call(&self, model: &CodeModel, list: TypeList, depth: u32, out: &mut String) {
        let Some((output, inputs)) = self.list(list).split_first() else {
            return;
        };
        out.push('(');
        for (at, ty) in inputs.iter().enumerate() {
            out.push_str(if at > 0 { ", " } else { "" });
            self.write(model, *ty, depth, out);
        }
        out.push(')');
        if !matches!(self.ty(*output), Type::Tuple(parts) if parts.is_empty()) {
            out.push_str(" -> ");
            self.write(model, *output, depth, out);
        }
    }

    fn write_arguments(&self, model: &CodeModel, list: TypeList, depth: u32, out: &mut String) {
        if list.is_empty() {
            return;
        }
        out.push('<');
        for (at, ty) in self.list(list).iter().enumerate() {
            out.push_str(if at > 0 { ", " } else { "" });
            self.write(model, *ty, depth, out);
        }
        out.push('>');
    }
}

/// Whether what this trait is given stands in parentheses.
fn is_code(name: &str) -> bool {
    let name = name.strip_prefix("Async").unwrap_or(name);
    matches!(name, "Fn" | "FnMut" | "FnOnce")
}

/// How what a trait from outside is given is written, where its only argument is an associated type.
fn associated_of(path: &str) -> Option<&'static str> {
    let (krate, name) = match path.split_once("::") {
        Some((krate, rest)) => (krate, rest.rsplit("::").next().unwrap_or(rest)),
        None => ("std", path),
    };
    match (krate, name) {
        ("std" | "core" | "alloc", "Future" | "IntoFuture")
        | ("futures" | "futures_core" | "futures_util", "Future") => Some("<Output = "),
        ("std" | "core", "Deref" | "DerefMut") => Some("<Target = "),
        (
            "std" | "core" | "alloc",
            "Iterator"
            | "IntoIterator"
            | "DoubleEndedIterator"
            | "ExactSizeIterator"
            | "FusedIterator",
        )
        | ("futures" | "futures_core" | "futures_util" | "tokio_stream", "Stream")
        | ("rayon", "ParallelIterator" | "IndexedParallelIterator" | "IntoParallelIterator") => {
            Some("<Item = ")
        }
        _ => None,
    }
}

/// Types inside types are written this deep, and not much longer than this.
const MAX_DEPTH: u32 = 8;
const MAX_WORDS: usize = 120;

/// The entries of one item in a list that is sorted by item.
fn run<T>(all: &[T], item: ItemId, key: impl Fn(&T) -> ItemId) -> &[T] {
    let start = all.partition_point(|it| key(it) < item);
    let len = all[start..].partition_point(|it| key(it) == item);
    &all[start..start + len]
}

packed! {
    Shapes {
        types, lists, texts, functions, parameters, fields, generics, bounds, stands_for, traits,
        statics, serde, with_serde,
    }
    Function { item, receiver, is_async, parameters, output, output_span }
    Parameter { name, ty, span }
    Field { item, variant, name, ty, visibility, serde, span }
    Generic { item, name }
    Bound { item, generic, ty }
    SerdeTraits { serialize, deserialize }
}

packed_enum! {
    Type {
        0 = Unknown, 1 = Item { item, arguments }, 2 = Outside { path, arguments },
        3 = Unbound(text), 4 = This, 5 = Generic(text), 6 = Associated { of, name },
        7 = Reference { to, mutable }, 8 = Pointer(to), 9 = Tuple(parts), 10 = Slice(of),
        11 = Traits { dynamic, bounds }, 12 = Function(parts), 13 = Never,
    }
}

impl Packed for TypeList {
    fn put(&self, out: &mut Vec<u8>) {
        let Self { start, len } = self;
        (*start, *len).put(out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let (start, len) = Packed::take(from)?;
        from.note(List::ShapeLists, &(start..u32::checked_add(start, len)?));
        Some(Self { start, len })
    }
}

impl Shapes {
    /// Whether every id that was read means something.
    pub(super) fn is_sound(&self, read: &Reader<'_>) -> bool {
        let n_parameters = self.parameters.len() as u64;
        let parameters = |it: &Function| u64::from(it.parameters.0) + u64::from(it.parameters.1);
        read.reaches(List::ShapeTypes, self.types.len())
            && read.reaches(List::ShapeTexts, self.texts.len())
            && read.reaches(List::ShapeLists, self.lists.len())
            && self
                .functions
                .iter()
                .all(|it| parameters(it) <= n_parameters)
    }
}

/// Shapes under construction.
#[derive(Debug)]
pub struct ShapesBuilder {
    shapes: Shapes,
    type_ids: FxHashMap<Type, TypeId>,
    list_ids: FxHashMap<Box<[TypeId]>, TypeList>,
    text_ids: FxHashMap<Arc<str>, TextId>,
}

impl Default for ShapesBuilder {
    fn default() -> Self {
        let mut builder = Self {
            shapes: Shapes::default(),
            type_ids: FxHashMap::default(),
            list_ids: FxHashMap::default(),
            text_ids: FxHashMap::default(),
        };
        builder.add_type(Type::Unknown);
        builder
    }
}

impl ShapesBuilder {
    /// The id of a type.
    pub fn add_type(&mut self, ty: Type) -> TypeId {
        let next = TypeId(self.shapes.types.len() as u32);
        let id = *self.type_ids.entry(ty).or_insert(next);
        if id == next {
            self.shapes.types.push(ty);
        }
        id
    }

    /// A list that is kept once.
    pub fn add_list(&mut self, parts: &[TypeId]) -> TypeList {
        if parts.is_empty() {
            return TypeList::default();
        }
        if let Some(known) = self.list_ids.get(parts) {
            return *known;
        }
        let list = TypeList {
            start: self.shapes.lists.len() as u32,
            len: parts.len() as u32,
        };
        self.shapes.lists.extend_from_slice(parts);
        self.list_ids.insert(parts.into(), list);
        list
    }

    /// The id of a text.
    pub fn add_text(&mut self, text: &str) -> TextId {
        if let Some(known) = self.text_ids.get(text) {
            return *known;
        }
        let id = TextId(self.shapes.texts.len() as u32);
        let text: Arc<str> = text.into();
        self.shapes.texts.push(text.clone());
        self.text_ids.insert(text, id);
        id
    }

    /// Adds a function with its parameters; `function.parameters` is set here.
    pub fn add_function(
        &mut self,
        (item, receiver, is_async): (ItemId, Receiver, bool),
        parameters: impl IntoIterator<Item = Parameter>,
        (output, output_span): (TypeId, Span),
    ) {
        let start = self.shapes.parameters.len() as u32;
        self.shapes.parameters.extend(parameters);
        let len = self.shapes.parameters.len() as u32 - start;
        self.shapes.functions.push(Function {
            item,
            receiver,
            is_async,
            parameters: (start, len),
            output,
            output_span,
        });
    }

    /// Adds a field.
    pub fn add_field(&mut self, field: Field) {
        self.shapes.fields.push(field);
    }

    /// Adds a generic parameter.
    pub fn add_generic(&mut self, generic: Generic) {
        self.shapes.generics.push(generic);
    }

    /// Adds what a generic parameter must implement.
    pub fn add_bound(&mut self, bound: Bound) {
        self.shapes.bounds.push(bound);
    }

    /// Tells what an alias, constant, static, associated type or impl stands for.
    pub fn add_stands_for(&mut self, item: ItemId, ty: TypeId) {
        self.shapes.stands_for.push((item, ty));
    }

    /// Tells the trait of an impl.
    pub fn add_trait_of(&mut self, item: ItemId, ty: TypeId) {
        self.shapes.traits.push((item, ty));
    }

    /// Tells what a static is more than a value.
    pub fn add_static(&mut self, item: ItemId, form: StaticForm) {
        self.shapes.statics.push((item, form));
    }

    /// Tells that a type has one of serde's traits or both.
    pub fn add_serde(&mut self, item: ItemId, traits: SerdeTraits) {
        self.shapes.serde.push((item, traits));
    }

    /// Tells that some manifest asks for the serde feature of a crate.
    pub fn add_serde_feature(&mut self, krate: &str) {
        self.shapes.with_serde.push(krate.into());
    }

    /// The finished shapes, sorted by item.
    pub fn finish(self) -> Shapes {
        let mut shapes = self.shapes;
        shapes.functions.sort_by_key(|it| it.item);
        shapes.fields.sort_by_key(|it| it.item);
        shapes.generics.sort_by_key(|it| it.item);
        shapes.bounds.sort_by_key(|it| it.item);
        shapes.stands_for.sort_by_key(|it| it.0);
        shapes.traits.sort_by_key(|it| it.0);
        shapes.statics.sort_by_key(|it| it.0);
        shapes.serde.sort_by_key(|it| it.0);
        shapes.serde.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                first.1.serialize |= later.1.serialize;
                first.1.deserialize |= later.1.deserialize;
            }
            same
        });
        shapes.with_serde.sort_unstable();
        shapes.with_serde.dedup();
        shapes
    }
}
