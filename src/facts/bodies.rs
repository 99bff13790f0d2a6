//! Expressions, statements and types: the walk itself.

use syn::visit::{self, Visit};
use syn::{Expr, Stmt};

use super::collect::{Collector, at};
use super::complexity::is_logical;
use super::connections::wraps;
use super::doors::Arguments;
use super::mapper::rows_of_path;
use super::texts::added_to_text;
use super::transactions::Left;
use super::{Namespace, Role, Symbol, Term, TermIdx, Written};

impl<'ast> Visit<'ast> for Collector<'_, '_> {
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
        self.forgets_locals(block.brace_token.span.close());
        self.scope = outside;
        let gives = matches!(
            block.stmts.last(),
            Some(
                Stmt::Expr(_, None)
                    | Stmt::Macro(syn::StmtMacro {
                        semi_token: None,
                        ..
                    })
            )
        );
        if !gives {
            self.term = 0;
        }
    }

    fn visit_stmt(&mut self, stmt: &'ast Stmt) {
        self.statement(|it| it.walk_statement(stmt));
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let condition = self.condition_of(&local.attrs);
        let before = std::mem::replace(&mut self.condition, condition);
        let mut term = 0;
        let first = self.locals.len();
        self.before_value();
        if let Some(init) = &local.init {
            term = self.term_of(&init.expr);
            if let Some((_, diverge)) = &init.diverge {
                self.visit_expr(diverge);
            }
        }
        self.bind(&local.pat, term);
        self.binds(&local.pat, local.init.as_ref().map(|it| &*it.expr), first);
        self.condition = before;
    }

    fn visit_pat(&mut self, pat: &'ast syn::Pat) {
        self.bind(pat, 0);
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.term = self.walk(expr);
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

impl Collector<'_, '_> {
    fn walk_statement(&mut self, stmt: &Stmt) {
        let attributes: &[syn::Attribute] = match stmt {
            Stmt::Expr(expr, _) => attributes_of(expr),
            Stmt::Macro(it) => &it.attrs,
            Stmt::Local(_) | Stmt::Item(_) => &[],
        };
        self.under(attributes, |it| visit::visit_stmt(it, stmt));
    }

    /// Walks an expression and tells what it gives.
    pub(super) fn term_of(&mut self, expr: &Expr) -> TermIdx {
        self.visit_expr(expr);
        self.term
    }

    fn walk(&mut self, expr: &Expr) -> TermIdx {
        match expr {
            Expr::Path(it) => self.value_path(it, Role::Value),
            Expr::Call(it) => self.call(it),
            Expr::MethodCall(it) => self.method_call(it),
            Expr::Field(it) => self.field_access(it),
            Expr::Struct(it) => self.structure_literal(it),
            Expr::Closure(it) => self.closure(it, None),
            Expr::If(it) => self.if_else(it),
            Expr::Match(it) => self.choice(it),
            Expr::Block(it) => self.block(&it.block),
            Expr::Unsafe(it) => self.block(&it.block),
            Expr::Async(it) => self.block(&it.block),
            Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => self.repetition(expr),
            Expr::Let(it) => {
                let first = self.locals.len();
                self.before_value();
                let term = self.term_of(&it.expr);
                self.bind(&it.pat, term);
                self.binds(&it.pat, Some(&it.expr), first);
                0
            }
            Expr::Binary(it) if is_logical(&it.op) => {
                self.operators(it, false);
                0
            }
            Expr::Assign(it) => {
                self.assignment(it);
                0
            }
            Expr::Verbatim(tokens) => {
                self.scan(tokens);
                0
            }
            _ => self.simple_value(expr),
        }
    }

    /// Expressions that give what is in them, or a little less.
    fn simple_value(&mut self, expr: &Expr) -> TermIdx {
        match expr {
            Expr::Reference(it) => self.term_of(&it.expr),
            Expr::Paren(it) => self.term_of(&it.expr),
            Expr::Group(it) => self.term_of(&it.expr),
            Expr::Unary(it) => {
                let of = self.term_of(&it.expr);
                if matches!(it.op, syn::UnOp::Deref(_)) {
                    of
                } else {
                    0
                }
            }
            Expr::Try(it) => {
                self.further_ways(1);
                let of = self.term_of(&it.expr);
                self.tried(of)
            }
            Expr::Await(it) => {
                let of = self.term_of(&it.base);
                self.awaited(of)
            }
            Expr::Index(it) => {
                let of = self.term_of(&it.expr);
                self.visit_expr(&it.index);
                self.indexed(of)
            }
            Expr::Cast(it) => {
                self.visit_expr(&it.expr);
                self.visit_type(&it.ty);
                self.typed(&it.ty)
            }
            Expr::Tuple(it) => {
                let parts: Vec<_> = it.elems.iter().map(|it| self.term_of(it)).collect();
                self.tuple(&parts)
            }
            Expr::Array(it) => {
                let parts: Vec<_> = it.elems.iter().map(|it| self.term_of(it)).collect();
                self.array_of(&parts)
            }
            Expr::Repeat(it) => {
                let of = self.term_of(&it.expr);
                self.visit_expr(&it.len);
                self.array(of)
            }
            Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) => {
                self.text(text);
                self.word(text)
            }
            Expr::Macro(it) => {
                self.term = 0;
                self.macro_call(&it.mac);
                if it.mac.path.is_ident("vec") {
                    self.array(self.term)
                } else if Self::gives_value(&it.mac) {
                    self.term
                } else {
                    self.path_macro(&it.mac)
                }
            }
            _ => {
                let sum = match expr {
                    Expr::Binary(it) => added_to_text(it),
                    _ => None,
                };
                if let Some(parts) = sum {
                    self.sum_of_texts(&parts);
                    return 0;
                }
                if is_jump_out(expr) {
                    self.keep_in_mind();
                }
                visit::visit_expr(self, expr);
                0
            }
        }
    }

    /// The texts of a sum are one; the rest of it is walked as ever.
    fn sum_of_texts(&mut self, parts: &[&Expr]) {
        let n_texts = self.facts.texts.len();
        parts.iter().for_each(|it| self.visit_expr(it));
        self.facts.texts.truncate(n_texts);
        self.joined_texts(parts.iter().copied());
    }

    /// Writes down what a path in code mentions, unless it is a local name; tells what it gives.
    pub(super) fn value_path(&mut self, expr: &syn::ExprPath, role: Role) -> TermIdx {
        let path = &expr.path;
        if let Some(qself) = &expr.qself {
            self.visit_type(&qself.ty);
            if qself.position > 0 {
                self.mention(path, Namespace::Value, role);
            } else {
                self.member_of(&qself.ty, path, role);
            }
            return 0;
        }
        let segments = self.segments_of(path);
        let local = match *segments {
            // A word of the language that a macro takes for itself: `T![crate]`.
            [name] if matches!(self.facts.text(name), "crate" | "super") => return 0,
            [name] => self.local(name),
            _ => None,
        };
        if let ([name], Some(_)) = (&*segments, local) {
            self.uses_local(*name);
        }
        if let Some(known) = local
            && path.get_ident().is_some()
        {
            return known;
        }
        let is_generic = self.is_generic(&segments);
        if local.is_none() {
            if !is_generic {
                self.mention_segments(path, &segments, Namespace::Value, role);
            }
            for segment in &path.segments {
                self.visit_path_arguments(&segment.arguments);
            }
        }
        if is_generic {
            return 0;
        }
        self.value(path, &segments)
    }

    /// `<Type>::member`, which means the same as `Type::member`.
    fn member_of(&mut self, ty: &syn::Type, member: &syn::Path, role: Role) {
        let syn::Type::Path(ty) = ty else { return };
        if ty.qself.is_some() {
            return;
        }
        let mut segments = self.segments_of(&ty.path);
        if self.is_generic(&segments) {
            return;
        }
        segments.extend(
            self.segments_of(member)
                .into_iter()
                .filter(|it| self.facts.text(*it) != "::"),
        );
        self.mention_segments(member, &segments, Namespace::Value, role);
        for segment in &member.segments {
            self.visit_path_arguments(&segment.arguments);
        }
    }

    /// What a local name stands for.
    fn local(&self, name: Symbol) -> Option<TermIdx> {
        let known = self.locals.iter().rev().find(|it| it.0 == name)?;
        Some(known.1)
    }

    pub(super) fn is_local(&self, name: Symbol) -> bool {
        self.locals.iter().any(|it| it.0 == name)
    }

    fn call(&mut self, call: &syn::ExprCall) -> TermIdx {
        let entered = self.in_function(call);
        let term = self.call_within(call);
        self.after_call(match entered {
            false => Left::Nothing,
            true if wraps(&call.func) => Left::View,
            true => Left::Call,
        });
        term
    }

    fn call_within(&mut self, call: &syn::ExprCall) -> TermIdx {
        let n_before = self.facts.mentions.len();
        let callee = match &*call.func {
            Expr::Path(path) => {
                let n_mentions = self.facts.mentions.len();
                let callee = self.value_path(path, Role::Call);
                self.mark_entity(&path.path, n_mentions);
                callee
            }
            other => self.term_of(other),
        };
        let body = self.begins_by_function(call);
        let begun = self.begun();
        let at = self.facts.mentions.get(n_before).map(|it| it.at);
        let mut argument = 0;
        let mut arguments = Arguments::new();
        for (idx, it) in call.args.iter().enumerate() {
            let n_mentions = self.facts.mentions.len();
            self.opens_body(body, it);
            let term = self.term_of(it);
            arguments.push(term);
            if idx == 0 {
                argument = term;
                if writes_rows(&call.func) {
                    self.mark_written(it, n_mentions);
                    self.writes_value(&call.func, term);
                }
            }
        }
        self.hands_over(begun, call);
        self.begins_definition(call);
        if callee == 0 {
            return 0;
        }
        let term = self.add_term(Term::Call { callee, argument });
        if Self::makes_door(&call.func, arguments.len()) {
            self.operands(term, &arguments, at);
        }
        term
    }

    /// `app = app.route(..)`: a local name stands for what it is given, too.
    fn assignment(&mut self, assignment: &syn::ExprAssign) {
        self.visit_expr(&assignment.left);
        let given = self.term_of(&assignment.right);
        let Expr::Path(path) = &*assignment.left else {
            return;
        };
        let Some(name) = path.path.get_ident().map(|it| self.ident(it)) else {
            return;
        };
        let Some(idx) = self.locals.iter().rposition(|it| it.0 == name) else {
            return;
        };
        let known = self.locals[idx].1;
        if given != 0 && given != known {
            self.locals[idx].1 = self.either(&[known, given]);
        }
    }

    /// Marks `Entity::find()` and the like with what it does to the rows, if that is an entity.
    fn mark_entity(&mut self, path: &syn::Path, since: usize) {
        let (Some(last), true) = (path.segments.last(), path.segments.len() > 1) else {
            return;
        };
        if let Some(mention) = self.facts.mentions.get_mut(since)
            && let Some(access) = rows_of_path(&last.ident.to_string())
        {
            mention.written = Written::Rows(access);
        }
    }

    /// Marks what a writing call is given: the beginning of `users::table.find(1)`. `since` is how
    /// many mentions there were before.
    fn mark_written(&mut self, argument: &Expr, since: usize) {
        let mut root = argument;
        loop {
            root = match root {
                Expr::MethodCall(it) => &it.receiver,
                Expr::Reference(it) => &it.expr,
                Expr::Paren(it) => &it.expr,
                _ => break,
            };
        }
        let Expr::Path(path) = root else { return };
        let Some(last) = path.path.segments.last() else {
            return;
        };
        let place = at(last.ident.span());
        let new = self.facts.mentions[since..].iter();
        let table = new.enumerate().find(|it| it.1.at == place);
        if let Some((idx, _)) = table {
            self.facts.mentions[since + idx].written = Written::Table;
            self.writes.push(since + idx);
        }
    }

    /// Walks a statement; what it mentions beside a table that it writes belongs to the writing.
    pub(super) fn statement(&mut self, walk: impl FnOnce(&mut Self)) {
        let before = std::mem::take(&mut self.writes);
        walk(self);
        let writes = std::mem::replace(&mut self.writes, before);
        // With several in one statement it is not known which is which.
        let &[table] = writes.as_slice() else { return };
        let beside = self.facts.mentions[table..].iter_mut().enumerate();
        for (after, it) in beside.skip(1) {
            if it.written == Written::No {
                it.written = Written::Beside(after as u32);
            }
        }
    }

    fn field_access(&mut self, access: &syn::ExprField) -> TermIdx {
        let of = self.term_of(&access.base);
        let name = match &access.member {
            syn::Member::Named(ident) => self.ident(ident),
            syn::Member::Unnamed(number) => self.number(number.index as usize),
        };
        self.field(of, name)
    }

    fn structure_literal(&mut self, literal: &syn::ExprStruct) -> TermIdx {
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
        let ty = self.path_type(None, &literal.path, 0);
        self.add_term(Term::Typed(ty))
    }

    fn block(&mut self, block: &syn::Block) -> TermIdx {
        self.visit_block(block);
        self.term
    }

    fn repetition(&mut self, expr: &Expr) -> TermIdx {
        self.breaks_line();
        match expr {
            Expr::While(it) => {
                self.further_ways(1);
                self.block_of_names(|this| {
                    this.visit_expr(&it.cond);
                    this.nested(|this| this.visit_block(&it.body));
                });
            }
            Expr::ForLoop(it) => {
                self.further_ways(1);
                let all = self.term_of(&it.expr);
                let one = self.each(all);
                self.block_of_names(|this| {
                    this.bind(&it.pat, one);
                    this.nested(|this| this.visit_block(&it.body));
                });
            }
            _ => self.nested(|this| visit::visit_expr(this, expr)),
        }
        0
    }

    /// A `match`: what its first known arms give.
    fn choice(&mut self, choice: &syn::ExprMatch) -> TermIdx {
        self.breaks_line();
        self.further_ways(choice.arms.len().saturating_sub(1));
        let of = self.term_of(&choice.expr);
        self.branch_depth += 1;
        let arms = choice.arms.iter();
        let branches: Vec<_> = self.nested(|it| arms.map(|arm| it.match_arm(arm, of)).collect());
        self.branch_depth -= 1;
        self.either(&branches)
    }

    fn match_arm(&mut self, arm: &syn::Arm, of: TermIdx) -> TermIdx {
        let condition = self.condition_of(&arm.attrs);
        let before = std::mem::replace(&mut self.condition, condition);
        let n_locals = self.locals.len();
        self.bind(&arm.pat, of);
        let gives = self.term_of(&arm.body);
        self.locals.truncate(n_locals);
        self.condition = before;
        gives
    }

    /// A chain of `else if` is walked in a loop: generated ones are long.
    fn if_else(&mut self, first: &syn::ExprIf) -> TermIdx {
        let mut branch = first;
        let mut branches = Vec::new();
        self.breaks_line();
        self.branch_depth += 1;
        loop {
            self.further_ways(1);
            let n_locals = self.locals.len();
            self.visit_expr(&branch.cond);
            branches.push(self.nested(|it| it.block(&branch.then_branch)));
            self.locals.truncate(n_locals);
            let Some((_, other)) = &branch.else_branch else {
                break;
            };
            self.keep_in_mind();
            match &**other {
                Expr::If(next) => branch = next,
                other => {
                    branches.push(self.nested(|it| it.term_of(other)));
                    break;
                }
            }
        }
        self.branch_depth -= 1;
        self.either(&branches)
    }
}

/// Whether it jumps to a place that a label names.
fn is_jump_out(expr: &Expr) -> bool {
    match expr {
        Expr::Break(it) => it.label.is_some(),
        Expr::Continue(it) => it.label.is_some(),
        _ => false,
    }
}

/// Whether it is a function with which diesel begins to write rows, or `diesel_uplete`, which deletes
/// those that it leaves empty.
fn writes_rows(function: &Expr) -> bool {
    const WRITING: [&str; 7] = [
        "insert_into",
        "insert_or_ignore_into",
        "replace_into",
        "update",
        "delete",
        "copy_from",
        "uplete",
    ];
    match function {
        Expr::Path(it) => it
            .path
            .segments
            .last()
            .is_some_and(|it| WRITING.iter().any(|name| it.ident == name)),
        _ => false,
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
