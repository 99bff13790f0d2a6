//! What names and makes connections, by the words that people and libraries use: which types are called
//! so, what only gives another view of one, and which local name a value is another name of.

use syn::{Expr, Pat};

/// Methods that give another view of a connection.
const VIEWS: [&str; 9] = [
    "as_mut",
    "as_ref",
    "borrow_mut",
    "by_ref",
    "clone",
    "conn",
    "connection",
    "deref_mut",
    "into",
];

/// Functions that give the connection of a pool or transaction that they are given.
const GETTERS: [&str; 3] = ["acquire", "get_conn", "get_connection"];

/// Whether a method gives another view of the connection it is called on.
pub(super) fn is_view(method: &str) -> bool {
    VIEWS.contains(&method)
}

/// Whether a function makes something round the connection it is given.
pub(super) fn wraps(function: &Expr) -> bool {
    let Expr::Path(path) = function else {
        return false;
    };
    let Some(last) = path.path.segments.last() else {
        return false;
    };
    let name = last.ident.to_string();
    matches!(&*name, "new" | "from" | "with") || name.starts_with(char::is_uppercase)
}

/// Whether people call connections so.
pub(super) fn names_connection(name: &proc_macro2::Ident) -> bool {
    const NAMES: [&str; 10] = [
        "conn",
        "connection",
        "db",
        "db_tx",
        "dbtx",
        "executor",
        "pool",
        "trx",
        "tx",
        "txn",
    ];
    NAMES.iter().any(|it| name == it)
}

/// Types that are deeper than this are no connections.
const MAX_TYPE_DEPTH: u32 = 8;

/// How the names of connections end.
const ENDS: [&str; 6] = [
    "Conn",
    "Connection",
    "ConnectionTrait",
    "Executor",
    "Pool",
    "Transaction",
];

/// Whether a type is called like one of a connection.
pub(super) fn is_connection(ty: &syn::Type, depth: u32) -> bool {
    if depth > MAX_TYPE_DEPTH {
        return false;
    }
    match ty {
        syn::Type::Reference(it) => is_connection(&it.elem, depth + 1),
        syn::Type::Path(it) => it.path.segments.last().is_some_and(|it| {
            let name = it.ident.to_string();
            ENDS.iter().any(|end| name.ends_with(end))
        }),
        syn::Type::ImplTrait(it) => it.bounds.iter().any(|it| match it {
            syn::TypeParamBound::Trait(it) => it.path.segments.last().is_some_and(|it| {
                it.ident == "ConnectionTrait" || it.ident == "Executor" || it.ident == "Acquire"
            }),
            _ => false,
        }),
        _ => false,
    }
}

/// The only name in a pattern: `tx`, `mut tx`, `Ok(tx)`, `tx: &mut Conn`.
pub(super) fn name_in(pat: &Pat) -> Option<proc_macro2::Ident> {
    match pat {
        Pat::Ident(it) if it.subpat.is_none() => Some(it.ident.clone()),
        Pat::Type(it) => name_in(&it.pat),
        Pat::Reference(it) => name_in(&it.pat),
        Pat::Paren(it) => name_in(&it.pat),
        Pat::TupleStruct(it) if it.elems.len() == 1 => name_in(it.elems.first()?),
        _ => None,
    }
}

/// The local name that a place begins with: `&mut *tx`, `(&mut tx)`, `tx.0`.
pub(super) fn root_name(expr: &Expr) -> Option<proc_macro2::Ident> {
    match expr {
        Expr::Path(it) => it.path.get_ident().cloned(),
        Expr::Reference(it) => root_name(&it.expr),
        Expr::Unary(it) => root_name(&it.expr),
        Expr::Paren(it) => root_name(&it.expr),
        Expr::Field(it) => root_name(&it.base),
        _ => None,
    }
}

/// The name that a value is only another name of: a reference to it, or what is made round it
/// without asking the database. `begins` says that a savepoint begins on it.
pub(super) fn another_name_of(value: &Expr, begins: bool) -> Option<proc_macro2::Ident> {
    match value {
        Expr::MethodCall(it) if begins || VIEWS.iter().any(|view| it.method == view) => {
            another_name_of(&it.receiver, begins)
        }
        Expr::Await(it) if begins => another_name_of(&it.base, begins),
        Expr::Try(it) if begins => another_name_of(&it.expr, begins),
        Expr::Call(it) if wraps(&it.func) || gets_connection(&it.func) => {
            it.args.iter().find_map(root_name)
        }
        Expr::Await(it) if is_call_for_connection(&it.base) => another_name_of(&it.base, begins),
        Expr::Try(it) if is_call_for_connection(&it.expr) => another_name_of(&it.expr, begins),
        Expr::Reference(it) => another_name_of(&it.expr, begins),
        Expr::Unary(it) => another_name_of(&it.expr, begins),
        Expr::Struct(it) => it.fields.iter().find_map(|it| match &it.expr {
            Expr::Reference(_) | Expr::Path(_) => root_name(&it.expr),
            _ => None,
        }),
        _ => root_name(value),
    }
}

/// Whether a function gives the connection of what it is given: `get_conn(pool)`.
pub(super) fn gets_connection(function: &Expr) -> bool {
    let Expr::Path(path) = function else {
        return false;
    };
    path.path
        .segments
        .last()
        .is_some_and(|it| GETTERS.iter().any(|name| it.ident == name))
}

/// `get_conn(pool).await?`
fn is_call_for_connection(expr: &Expr) -> bool {
    match expr {
        Expr::Await(it) => is_call_for_connection(&it.base),
        Expr::Try(it) => is_call_for_connection(&it.expr),
        Expr::Call(it) => gets_connection(&it.func),
        _ => false,
    }
}
