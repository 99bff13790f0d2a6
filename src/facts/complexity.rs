//! How hard a function is to test and to understand.
//!
//! Cyclomatic complexity counts ways through ("A Complexity Measure", IEEE, 1976): one, and one
//! more for each `if`, loop with a condition, further arm of a `match`, `&&`, `||` and `?`.
//! Cognitive complexity counts what a reader must keep in mind ("Cognitive Complexity", Sonar,
//! 2018): each break of the straight line counts one, and one more for each level it is nested in;
//! `else` and runs of one operator count one without nesting. Recursion is not looked for.
//! Macro calls are not looked into; items inside a function count for themselves.

use syn::visit::Visit as _;
use syn::{BinOp, Expr};

use super::collect::Collector;

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

/// What has been counted so far of the function that is walked.
#[derive(Default)]
pub(super) struct Measure {
    counted: Complexity,
    /// How many branches, loops and closures deep the walk is.
    nesting: u32,
    /// How many macro calls deep the function stands; what stands deeper does not count.
    macro_depth: u32,
}

impl Collector<'_, '_> {
    /// Walks the body of a function and measures it on the way.
    pub(super) fn measured(
        &mut self,
        signature: &syn::Signature,
        walk: impl FnOnce(&mut Self),
    ) -> Complexity {
        let start = Measure {
            counted: Complexity {
                cyclomatic: 1,
                parameters: signature.inputs.len() as u32,
                ..Complexity::default()
            },
            nesting: 0,
            macro_depth: self.macro_depth,
        };
        let round_it = std::mem::replace(&mut self.measure, start);
        walk(self);
        std::mem::replace(&mut self.measure, round_it).counted
    }

    /// Walks what is no part of the function round it.
    pub(super) fn apart(&mut self, walk: impl FnOnce(&mut Self)) {
        let round_it = std::mem::take(&mut self.measure);
        walk(self);
        self.measure = round_it;
    }

    fn counts(&self) -> bool {
        self.macro_depth == self.measure.macro_depth
    }

    /// So many more ways through.
    pub(super) fn further_ways(&mut self, n: usize) {
        if self.counts() {
            self.measure.counted.cyclomatic += n as u32;
        }
    }

    /// Something more to keep in mind, wherever it stands.
    pub(super) fn keep_in_mind(&mut self) {
        if self.counts() {
            self.measure.counted.cognitive += 1;
        }
    }

    /// The straight line breaks here: the deeper, the harder.
    pub(super) fn breaks_line(&mut self) {
        if self.counts() {
            self.measure.counted.cognitive += 1 + self.measure.nesting;
        }
    }

    /// Walks what is nested one level deeper.
    pub(super) fn nested<T>(&mut self, walk: impl FnOnce(&mut Self) -> T) -> T {
        self.measure.nesting += 1;
        if self.counts() {
            let Measure {
                counted, nesting, ..
            } = &mut self.measure;
            counted.nesting = counted.nesting.max(*nesting);
        }
        let result = walk(self);
        self.measure.nesting -= 1;
        result
    }

    /// `a && b && c`: a run of one operator is one thing to keep in mind; `goes_on` after the last
    /// of it.
    pub(super) fn operators(&mut self, last: &syn::ExprBinary, goes_on: bool) {
        self.attributes(&last.attrs);
        self.further_ways(1);
        if !goes_on {
            self.keep_in_mind();
        }
        match &*last.left {
            Expr::Binary(left) if same(&left.op, &last.op) => self.operators(left, true),
            other => self.visit_expr(other),
        }
        self.visit_expr(&last.right);
    }
}

pub(super) fn is_logical(op: &BinOp) -> bool {
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
    use crate::facts::facts_of;
    use crate::source::fixture;

    /// Cyclomatic, cognitive, nesting.
    fn check(body: &str, expected: (u32, u32, u32)) {
        let text = format!("\n//- /src/lib.rs\nfn f(&self, a: u8) {{ {body} }}\n");
        let facts = facts_of(&fixture(&text).files[0]);
        let (_, found) = facts.complexities.iter().find(|it| it.0 == 0).unwrap();
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
    fn what_a_macro_takes_does_not_count() {
        check("m!(if a { b }, c && d);", (1, 0, 0));
        check("vec![if a { b } else { c }]; if d {}", (2, 1, 1));
        check("const A: bool = if b { c && d } else { e };", (1, 0, 0));
    }

    #[test]
    fn closures_nest_and_inner_functions_are_their_own() {
        check("a.map(|x| if x { 1 } else { 2 });", (2, 3, 2));
        check("fn inner() { if a { b } } inner();", (1, 0, 0));
        check("'a: loop { loop { break 'a; } }", (1, 4, 2));
    }
}
