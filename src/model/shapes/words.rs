//! Types in words, as code would say them.

use super::{Shapes, Type, TypeList};
use crate::model::{CodeModel, TypeId};

/// Types inside types are written this deep, and not much longer than this.
const MAX_DEPTH: u32 = 8;
const MAX_WORDS: usize = 120;

impl Shapes {
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
