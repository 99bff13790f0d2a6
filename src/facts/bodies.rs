//! Expressions, statements and types: the walk itself.

use syn::visit::{self, Visit};
use syn::{Expr, Stmt};

use super::collect::Collector;
use super::{Namespace, Role};

impl<'ast> Visit<'ast> for Collector {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        self.item(item);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        self.attributes(std::slice::from_ref(attribute));
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_block(&mut self, block: &'ast syn::Block) {
        let declares = block.stmts.iter().any(|it| matches!(it, Stmt::Item(_)));
        let outside = self.scope;
        if declares {
            self.scope = self.add_scope(false);
        }
        self.block_of_names(|it| block.stmts.iter().for_each(|stmt| it.visit_stmt(stmt)));
        self.scope = outside;
    }

    fn visit_stmt(&mut self, stmt: &'ast Stmt) {
        let attributes: &[syn::Attribute] = match stmt {
            Stmt::Expr(expr, _) => attributes_of(expr),
            Stmt::Macro(it) => &it.attrs,
            Stmt::Local(_) | Stmt::Item(_) => &[],
        };
        self.under(attributes, |it| visit::visit_stmt(it, stmt));
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let condition = self.condition_of(&local.attrs);
        let before = std::mem::replace(&mut self.condition, condition);
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            if let Some((_, diverge)) = &init.diverge {
                self.visit_expr(diverge);
            }
        }
        self.bind(&local.pat);
        self.condition = before;
    }

    fn visit_pat(&mut self, pat: &'ast syn::Pat) {
        self.bind(pat);
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::Path(it) => self.value_path(it, Role::Value),
            Expr::Call(it) => self.call(it),
            Expr::Struct(it) => self.structure_literal(it),
            Expr::Closure(it) => self.closure(it),
            Expr::If(it) => self.if_else(it),
            Expr::While(it) => self.block_of_names(|this| {
                this.visit_expr(&it.cond);
                this.visit_block(&it.body);
            }),
            Expr::ForLoop(it) => {
                self.visit_expr(&it.expr);
                self.block_of_names(|this| {
                    this.bind(&it.pat);
                    this.visit_block(&it.body);
                });
            }
            Expr::Let(it) => {
                self.visit_expr(&it.expr);
                self.bind(&it.pat);
            }
            Expr::Verbatim(tokens) => self.scan(tokens),
            _ => visit::visit_expr(self, expr),
        }
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        let condition = self.condition_of(&arm.attrs);
        let before = std::mem::replace(&mut self.condition, condition);
        self.block_of_names(|it| {
            it.bind(&arm.pat);
            it.visit_expr(&arm.body);
        });
        self.condition = before;
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.macro_call(call);
    }

    fn visit_type_path(&mut self, ty: &'ast syn::TypePath) {
        let Some(qself) = &ty.qself else {
            return self.mention(&ty.path, Namespace::Type, Role::Type);
        };
        self.visit_type(&qself.ty);
        if qself.position > 0 {
            let mut of_trait = ty.path.clone();
            of_trait.segments = ty
                .path
                .segments
                .iter()
                .take(qself.position)
                .cloned()
                .collect();
            self.mention(&of_trait, Namespace::Type, Role::Type);
        }
        for segment in ty.path.segments.iter().skip(qself.position) {
            self.visit_path_arguments(&segment.arguments);
        }
    }

    /// Bounds and everything else that is a plain path.
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.mention(path, Namespace::Type, Role::Type);
    }
}

impl Collector {
    fn value_path(&mut self, expr: &syn::ExprPath, role: Role) {
        if let Some(qself) = &expr.qself {
            self.visit_type(&qself.ty);
            if qself.position > 0 {
                self.mention(&expr.path, Namespace::Value, role);
            }
            return;
        }
        let is_local = expr.path.leading_colon.is_none()
            && expr.path.segments.len() == 1
            && expr.path.segments.first().is_some_and(|it| {
                let name = self.ident(&it.ident);
                self.locals.contains(&name)
            });
        if !is_local {
            self.mention(&expr.path, Namespace::Value, role);
        }
    }

    fn call(&mut self, call: &syn::ExprCall) {
        match &*call.func {
            Expr::Path(path) => self.value_path(path, Role::Call),
            other => self.visit_expr(other),
        }
        call.args.iter().for_each(|it| self.visit_expr(it));
    }

    fn structure_literal(&mut self, literal: &syn::ExprStruct) {
        if let Some(qself) = &literal.qself {
            self.visit_type(&qself.ty);
        }
        self.mention(&literal.path, Namespace::Type, Role::Construct);
        literal
            .fields
            .iter()
            .for_each(|it| self.visit_expr(&it.expr));
        if let Some(rest) = &literal.rest {
            self.visit_expr(rest);
        }
    }

    fn closure(&mut self, closure: &syn::ExprClosure) {
        self.block_of_names(|it| {
            closure.inputs.iter().for_each(|pat| it.bind(pat));
            it.visit_return_type(&closure.output);
            it.visit_expr(&closure.body);
        });
    }

    /// A chain of `else if` is walked in a loop: generated ones are long.
    fn if_else(&mut self, first: &syn::ExprIf) {
        let mut branch = first;
        loop {
            self.block_of_names(|it| {
                it.visit_expr(&branch.cond);
                it.visit_block(&branch.then_branch);
            });
            match branch.else_branch.as_ref().map(|it| &*it.1) {
                Some(Expr::If(next)) => branch = next,
                Some(other) => return self.visit_expr(other),
                None => return,
            }
        }
    }
}

/// Attributes of the expressions that statements are made of.
fn attributes_of(expr: &Expr) -> &[syn::Attribute] {
    match expr {
        Expr::Assign(it) => &it.attrs,
        Expr::Async(it) => &it.attrs,
        Expr::Await(it) => &it.attrs,
        Expr::Block(it) => &it.attrs,
        Expr::Call(it) => &it.attrs,
        Expr::ForLoop(it) => &it.attrs,
        Expr::If(it) => &it.attrs,
        Expr::Loop(it) => &it.attrs,
        Expr::Macro(it) => &it.attrs,
        Expr::Match(it) => &it.attrs,
        Expr::MethodCall(it) => &it.attrs,
        Expr::Path(it) => &it.attrs,
        Expr::Return(it) => &it.attrs,
        Expr::Struct(it) => &it.attrs,
        Expr::Try(it) => &it.attrs,
        Expr::Tuple(it) => &it.attrs,
        Expr::Unsafe(it) => &it.attrs,
        Expr::While(it) => &it.attrs,
        _ => &[],
    }
}
