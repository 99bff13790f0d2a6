//! How hard a function is to test and to understand.
//!
//! Cyclomatic complexity counts ways through ("A Complexity Measure", IEEE, 1976): one, and one
//! more for each `if`, loop with a condition, further arm of a `match`, `&&`, `||` and `?`.
//! Cognitive complexity counts what a reader must keep in mind ("Cognitive Complexity", Sonar,
//! 2018): each break of the straight line counts one, and one more for each level it is nested in;
//! `else` and runs of one operator count one without nesting. Recursion is not looked for.
//! Macro calls are not looked into; items inside a function count for themselves.

use syn::visit::{self, Visit};
use syn::{BinOp, Expr};

/// What code costs its readers and testers.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Complexity {
    /// Ways through it: at least 1 for a function, the sum for several.
    pub cyclomatic: u32,
    /// What a reader must keep in mind; the sum for several functions.
    pub cognitive: u32,
    /// The deepest nesting of branches, loops and closures.
    pub nesting: u32,
    /// How many parameters it takes, `self` included; the most for several functions.
    pub parameters: u32,
}

impl Complexity {
    /// Both together: sums, the deeper nesting and the longer list of parameters.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            cyclomatic: self.cyclomatic.saturating_add(other.cyclomatic),
            cognitive: self.cognitive.saturating_add(other.cognitive),
            nesting: self.nesting.max(other.nesting),
            parameters: self.parameters.max(other.parameters),
        }
    }
}

/// Measures a function by its body.
pub(super) fn complexity(signature: &syn::Signature, body: &syn::Block) -> Complexity {
    let mut measure = Measure {
        cyclomatic: 1,
        ..Measure::default()
    };
    measure.visit_block(body);
    Complexity {
        cyclomatic: measure.cyclomatic,
        cognitive: measure.cognitive,
        nesting: measure.deepest,
        parameters: signature.inputs.len() as u32,
    }
}

#[derive(Default)]
struct Measure {
    cyclomatic: u32,
    cognitive: u32,
    nesting: u32,
    deepest: u32,
}

impl<'ast> Visit<'ast> for Measure {
    fn visit_item(&mut self, _: &'ast syn::Item) {}

    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            Expr::If(it) => self.choice(it),
            Expr::Match(it) => {
                self.cyclomatic += (it.arms.len() as u32).saturating_sub(1);
                self.cognitive += 1 + self.nesting;
                self.visit_expr(&it.expr);
                self.nested(|this| it.arms.iter().for_each(|arm| this.visit_arm(arm)));
            }
            Expr::While(it) => {
                self.cyclomatic += 1;
                self.cognitive += 1 + self.nesting;
                self.visit_expr(&it.cond);
                self.nested(|this| this.visit_block(&it.body));
            }
            Expr::ForLoop(it) => {
                self.cyclomatic += 1;
                self.cognitive += 1 + self.nesting;
                self.visit_expr(&it.expr);
                self.nested(|this| this.visit_block(&it.body));
            }
            Expr::Loop(it) => {
                self.cognitive += 1 + self.nesting;
                self.nested(|this| this.visit_block(&it.body));
            }
            Expr::Closure(it) => self.nested(|this| this.visit_expr(&it.body)),
            Expr::Try(it) => {
                self.cyclomatic += 1;
                self.visit_expr(&it.expr);
            }
            Expr::Binary(it) if is_logical(&it.op) => self.operators(it),
            Expr::Break(it) if it.label.is_some() => self.cognitive += 1,
            Expr::Continue(it) if it.label.is_some() => self.cognitive += 1,
            _ => visit::visit_expr(self, expr),
        }
    }
}

impl Measure {
    fn nested(&mut self, walk: impl FnOnce(&mut Self)) {
        self.nesting += 1;
        self.deepest = self.deepest.max(self.nesting);
        walk(self);
        self.nesting -= 1;
    }

    /// `if .. else if .. else`, in a loop: generated chains are long.
    fn choice(&mut self, first: &syn::ExprIf) {
        self.cognitive += 1 + self.nesting;
        let mut branch = first;
        loop {
            self.cyclomatic += 1;
            self.visit_expr(&branch.cond);
            self.nested(|this| this.visit_block(&branch.then_branch));
            match branch.else_branch.as_ref().map(|it| &*it.1) {
                Some(Expr::If(next)) => {
                    self.cognitive += 1;
                    branch = next;
                }
                Some(other) => {
                    self.cognitive += 1;
                    return self.nested(|this| match other {
                        Expr::Block(it) => this.visit_block(&it.block),
                        other => this.visit_expr(other),
                    });
                }
                None => return,
            }
        }
    }

    /// A run of one operator is one thing to keep in mind.
    fn operators(&mut self, whole: &syn::ExprBinary) {
        self.cognitive += 1;
        let mut run = whole;
        loop {
            self.cyclomatic += 1;
            self.visit_expr(&run.right);
            match &*run.left {
                Expr::Binary(left) if same(&left.op, &whole.op) => run = left,
                other => return self.visit_expr(other),
            }
        }
    }
}

fn is_logical(op: &BinOp) -> bool {
    matches!(op, BinOp::And(_) | BinOp::Or(_))
}

fn same(one: &BinOp, other: &BinOp) -> bool {
    matches!(
        (one, other),
        (BinOp::And(_), BinOp::And(_)) | (BinOp::Or(_), BinOp::Or(_))
    )
}

#[cfg(test)]
mod tests {
    use super::complexity;

    /// Cyclomatic, cognitive, nesting.
    fn check(body: &str, expected: (u32, u32, u32)) {
        let text = format!("fn f(&self, a: u8) {{ {body} }}");
        let function: syn::ItemFn = syn::parse_str(&text).unwrap();
        let found = complexity(&function.sig, &function.block);
        assert_eq!(found.parameters, 2);
        assert_eq!(
            (found.cyclomatic, found.cognitive, found.nesting),
            expected,
            "{body}"
        );
    }

    #[test]
    fn the_straight_line_costs_nothing() {
        check("let a = f(1); a.g().h();", (1, 0, 0));
    }

    #[test]
    fn branches_count_and_nesting_adds() {
        check("if a { b } ", (2, 1, 1));
        check("if a { b } else { c }", (2, 2, 1));
        check("if a { b } else if c { d } else { e }", (3, 3, 1));
        check("for x in y { if x { z } }", (3, 3, 2));
        check("match a { 1 => b, 2 => c, _ => d }", (3, 1, 1));
        check("while a { match b { 1 => c, _ => d } }", (3, 3, 2));
        check("loop { break }", (1, 1, 1));
    }

    #[test]
    fn runs_of_operators_count_once_and_question_marks_are_ways_out() {
        check("a && b && c", (3, 1, 0));
        check("a && b || c && d", (4, 3, 0));
        check("f()?.g()?;", (3, 0, 0));
    }

    #[test]
    fn closures_nest_and_inner_functions_are_their_own() {
        check("a.map(|x| if x { 1 } else { 2 });", (2, 3, 2));
        check("fn inner() { if a { b } } inner();", (1, 0, 0));
        check("'a: loop { loop { break 'a; } }", (1, 4, 2));
    }
}
