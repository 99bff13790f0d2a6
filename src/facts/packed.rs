//! Facts as bytes, so that they can be kept for a file that has not changed.
//!
//! A new field needs one line here; without it this file does not compile.

use crate::packed::{List, Packed, Reader};

use super::{
    At, BoundFact, Cfg, ColumnFact, ColumnStep, Complexity, DefinitionFact, DefinitionVerb,
    DoorAttribute, FieldFact, FileFacts, Form, GapFact, GenericsFact, Iden, IdenFact, Import,
    ImportForm, IncludeFact, ItemFact, ItemIdx, MappedFact, MappedTable, Mention, MethodCall,
    ModuleFact, Namespace, Operands, ParameterFact, PathRef, Role, RowsFact, Scope, SignatureFact,
    Term, TextFact, TransactionFact, TransactionStart, TypeFact, TypeList, VisibilityFact, Words,
    Written,
};

packed! {
    At { line, column }
    GapFact { kind, what in Symbols, at, condition in Conditions }
    Complexity { cyclomatic, cognitive, nesting, parameters }
    Scope { parent in Scopes, is_module, owner in FactItems }
    ItemFact {
        name in Symbols, kind, form, scope in Scopes, parent in FactItems, visibility, at, n_lines,
        condition in Conditions, self_type, of_trait,
    }
    ModuleFact {
        name in Symbols, scope in Scopes, inner in Scopes, file, detail, table, shares_macros,
        visibility,
        at, n_lines, condition in Conditions,
    }
    IncludeFact { path in Symbols, scope in Scopes, at, condition in Conditions }
    Import {
        scope in Scopes, owner in FactItems, path, form, visibility, at, condition in Conditions,
    }
    Mention {
        owner in FactItems, scope in Scopes, path, namespace, role, at, condition in Conditions,
        written,
    }
    SignatureFact {
        item in FactItems, receiver, is_async, inputs, output in Types, output_at,
    }
    ParameterFact { item in FactItems, name in Symbols, ty in Types, at }
    FieldFact { item in FactItems, variant in Symbols, name in Symbols, ty in Types, at, visibility, serde }
    TextFact { owner in FactItems, text, at, condition in Conditions, keeps_lines }
    MappedFact { item in FactItems, table, columns }
    IdenFact { item in FactItems, variant in Symbols, text }
    TransactionFact {
        owner in FactItems, name in Symbols, form, at, ends, commits, uses,
        condition in Conditions,
    }
    DefinitionFact { owner in FactItems, verb, tables, columns, at, condition in Conditions }
    ColumnFact { step, name, new, ty, primary }
    Iden { text, path }
    RowsFact {
        owner in FactItems, value in Terms, call in MethodCalls, access, at,
        condition in Conditions,
    }
    Words { text, ends }
    Operands { term in Terms, terms, of_macro, at }
    DoorAttribute { owner in FactItems, path, scope in Scopes, parts, at, condition in Conditions }
    BoundFact { item in FactItems, generic in Symbols, ty in Types }
    GenericsFact { item in FactItems, names }
    FileFacts {
        symbols, scopes, items, modules, imports, mentions, variants, types, lists, signatures,
        parameters, complexities, fields, bounds, generics, typed, traits, statics, terms,
        term_owners, method_calls, texts, words, operands, door_attributes, mapped, idens,
        definitions, rows, transactions, build_flags, conditions,
        path_pool in Symbols, macros_asked, takes_foreign_macros, includes, is_expr, gaps,
        n_cut_macros,
        n_lines, notices,
    }
    MethodCall {
        owner in FactItems, scope in Scopes, receiver in Terms, name in Symbols, turbofish,
        argument in Terms, n_arguments, at, condition in Conditions,
    }
}

packed_enum! {
    VisibilityFact { 0 = Public, 1 = Crate, 2 = Super, 3 = Private, 4 = In(path) }
    Form {
        0 = Plain, 1 = Constructor, 2 = Enum, 3 = MacroRules { exported }, 4 = ProcMacro,
        5 = Associated,
    }
    ImportForm { 0 = Name(name in Symbols), 1 = Module(name in Symbols), 2 = Glob,
        3 = Crate(name in Symbols) }
    Written { 0 = No, 1 = Table, 2 = Beside(after), 3 = Rows(access) }
    DefinitionVerb { 0 = Create, 1 = Alter, 2 = Drop, 3 = Rename, 4 = Key }
    ColumnStep { 0 = Add, 1 = Modify, 2 = Drop, 3 = Rename, 4 = From, 5 = To }
    TransactionStart { 0 = Value, 1 = Body, 2 = Lent }
    MappedTable { 0 = Named(name), 1 = At(at) }
    Namespace { 0 = Type, 1 = Value, 2 = Macro }
    Role {
        0 = Type, 1 = Call, 2 = Value, 3 = Construct, 4 = MaybeBinding, 5 = Implement, 6 = Macro,
        7 = Expanded, 8 = Derive, 9 = Attribute, 10 = Scanned, 11 = MacroBody,
        12 = Word,
    }
    TypeFact {
        0 = Unknown, 1 = Path { path, scope in Scopes, arguments }, 2 = Generic(name in Symbols),
        3 = Associated { of in Types, name in Symbols }, 4 = Reference { to in Types, mutable },
        5 = Pointer(to in Types), 6 = Tuple(parts), 7 = Slice(of in Types),
        8 = Traits { dynamic, bounds }, 9 = Function(parts), 10 = Never,
    }
    Term {
        0 = Unknown, 1 = Typed(ty in Types), 2 = Value { path, scope in Scopes, arguments },
        3 = Call { callee in Terms, argument in Terms }, 4 = Method(call in MethodCalls),
        5 = Field { of in Terms, name in Symbols },
        6 = Part { of in Terms, path, scope in Scopes, name in Symbols },
        7 = Indexed(of in Terms), 8 = Each(of in Terms), 9 = Try(of in Terms),
        10 = Awaited(of in Terms), 11 = Tuple(parts), 12 = Array(of in Terms),
        13 = Closure(of in Terms),
        14 = Parameter { call in MethodCalls, argument, position },
        15 = Ascribed { ty in Terms, of in Terms }, 16 = Either(one in Terms, other in Terms),
        17 = Text,
    }
}

impl Packed for PathRef {
    fn put(&self, out: &mut Vec<u8>) {
        let Self { start, len } = self;
        start.put(out);
        len.put(out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let (start, len) = Packed::take(from)?;
        let end = u32::checked_add(start, len)?;
        from.note(List::PathPool, &(start..end));
        Some(Self { start, len })
    }
}

impl Packed for TypeList {
    fn put(&self, out: &mut Vec<u8>) {
        let Self { start, len } = self;
        start.put(out);
        len.put(out);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let (start, len) = Packed::take(from)?;
        let end = u32::checked_add(start, len)?;
        from.note(List::Lists, &(start..end));
        Some(Self { start, len })
    }
}

/// Conditions inside conditions are never this deep, whoever wrote the bytes.
const MAX_CFG_DEPTH: u32 = 64;

impl Packed for Cfg {
    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Self::Unknown => out.push(0),
            Self::Flag(name) => (1u8, name.clone()).put(out),
            Self::Value(key, value) => (2u8, (key.clone(), value.clone())).put(out),
            Self::All(parts) => {
                out.push(3);
                parts.put(out);
            }
            Self::Any(parts) => {
                out.push(4);
                parts.put(out);
            }
            Self::Not(part) => {
                out.push(5);
                part.put(out);
            }
        }
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        cfg_at(from, 0)
    }
}

fn cfg_at(from: &mut Reader<'_>, depth: u32) -> Option<Cfg> {
    let inner = |from: &mut Reader<'_>| {
        let len = u32::take(from)?;
        (0..len)
            .map(|_| cfg_at(from, depth + 1))
            .collect::<Option<Vec<_>>>()
    };
    if depth > MAX_CFG_DEPTH {
        return None;
    }
    Some(match u8::take(from)? {
        0 => Cfg::Unknown,
        1 => Cfg::Flag(Packed::take(from)?),
        2 => Cfg::Value(Packed::take(from)?, Packed::take(from)?),
        3 => Cfg::All(inner(from)?),
        4 => Cfg::Any(inner(from)?),
        5 => Cfg::Not(Box::new(cfg_at(from, depth + 1)?)),
        _ => return None,
    })
}

/// The facts in these bytes, if they are whole.
pub(super) fn facts_in(bytes: &[u8]) -> Option<FileFacts> {
    let mut reader = Reader::new(bytes);
    let facts = FileFacts::take(&mut reader)?;
    (reader.is_empty() && facts.is_sound(&reader)).then_some(facts)
}

impl FileFacts {
    /// Whether every index points at something, and everything that is in something else comes
    /// after it, as it does where facts come from a file.
    fn is_sound(&self, read: &Reader<'_>) -> bool {
        let lens = [
            (List::Symbols, self.symbols.len()),
            (List::Scopes, self.scopes.len()),
            (List::FactItems, self.items.len()),
            (List::Types, self.types.len()),
            (List::Lists, self.lists.len()),
            (List::Terms, self.terms.len()),
            (List::MethodCalls, self.method_calls.len()),
            (List::Conditions, self.conditions.len()),
            (List::PathPool, self.path_pool.len()),
        ];
        let before = |parent: Option<u32>, own: u32| parent.is_none_or(|it| it < own);
        let has_firsts = !self.scopes.is_empty()
            && !self.conditions.is_empty()
            && !self.types.is_empty()
            && !self.terms.is_empty();
        let item = |it: ItemIdx| (it as usize) < self.items.len();
        has_firsts
            && lens.iter().all(|(list, len)| read.reaches(*list, *len))
            && (0u32..)
                .zip(&self.scopes)
                .all(|(own, it)| before(it.parent, own))
            && (0u32..)
                .zip(&self.items)
                .all(|(own, it)| before(it.parent, own))
            && self
                .variants
                .iter()
                .all(|it| item(it.0) && (it.1 as usize) < self.symbols.len())
            && self.complexities.iter().all(|it| item(it.0))
            && self.statics.iter().all(|it| item(it.0))
            && self
                .traits
                .iter()
                .all(|it| item(it.0) && (it.1 as usize) < self.types.len())
            && self
                .build_flags
                .iter()
                .all(|it| (it.1 as usize) < self.conditions.len())
            && self
                .typed
                .iter()
                .all(|it| item(it.0) && (it.1 as usize) < self.types.len())
            && self
                .term_owners
                .iter()
                .all(|it| (it.0 as usize) < self.terms.len() && it.1.is_none_or(item))
    }
}
