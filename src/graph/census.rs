//! What a filter lets through, what it leaves out, and what each of its switches would change.

use super::{Filter, Kinds};
use crate::model::{CodeModel, Confidence, DependencyKind, Reference};

/// Counts of references between different modules of the tree. Kinds that no figure counts have
/// their own number in `kinds` and are left out of all others.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Census {
    /// Per kind that the code has: how many there are, as far as the rest of the filter lets them
    /// through. In the fixed order of kinds.
    pub kinds: Vec<(DependencyKind, usize)>,
    /// The same per confidence.
    pub confidences: Vec<(Confidence, usize)>,
    /// The same for test code.
    pub n_tests: usize,
    /// The same for code that is not compiled by default here.
    pub n_inactive: usize,
    /// What is let through.
    pub n_shown: usize,
    /// What is left out that counts by default.
    pub n_hidden: usize,
}

impl Census {
    /// Counts under a filter.
    pub fn of(model: &CodeModel, filter: Filter) -> Self {
        let mut kinds = vec![(0, false); DependencyKind::ALL.len()];
        let mut confidences = [0; Confidence::ALL.len()];
        let mut census = Self::default();
        let whole = filter.with_everything();
        let everything = Filter {
            tests: true,
            kinds: Kinds::ALL,
            ..whole
        };
        for reference in model.references() {
            if !is_between(model, reference) || !everything.admits(reference) {
                continue;
            }
            let kind = &mut kinds[reference.kind as usize];
            let of_any_kind = Filter {
                kinds: Kinds::ALL,
                ..filter
            };
            kind.0 += usize::from(of_any_kind.admits(reference));
            kind.1 = true;
            if !Kinds::COUNTED.contains(reference.kind) {
                continue;
            }
            let is_shown = filter.admits(reference);
            census.n_shown += usize::from(is_shown);
            census.n_hidden += usize::from(!is_shown && whole.admits(reference));
            let admits = |other: Filter| usize::from(other.admits(reference));
            confidences[reference.confidence as usize] += admits(Filter {
                confidence: whole.confidence,
                ..filter
            });
            if reference.test {
                census.n_tests += admits(Filter {
                    tests: true,
                    ..filter
                });
            }
            if reference.cfg.is_some() {
                census.n_inactive += admits(Filter {
                    inactive: true,
                    ..filter
                });
            }
        }
        let there = DependencyKind::ALL.iter().copied().zip(kinds);
        census.kinds = there
            .filter(|it| it.1.1)
            .map(|(kind, (n, _))| (kind, n))
            .collect();
        census.confidences = Confidence::ALL.iter().copied().zip(confidences).collect();
        census
    }
}

fn is_between(model: &CodeModel, reference: &Reference) -> bool {
    let (from, to) = (
        model.module_of(reference.from),
        model.module_of(reference.to),
    );
    from.is_some() && to.is_some() && from != to
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::fixture;
    use expect_test::{Expect, expect};

    fn check(filter: Filter, expect: Expect) {
        let model = fixture(
            "
//- /src/lib.rs
mod a { use crate::b::Thing; fn f(it: Thing) { crate::b::g(); it.turn(); } }
mod b { pub struct Thing; pub fn g() {} impl Thing { pub fn turn(&self) {} } }
#[cfg(test)] mod tests { use crate::b::g; }
mod c { #[cfg(windows)] use crate::b::g; }
",
        )
        .model;
        let census = Census::of(&model, filter);
        let list = |it: &(DependencyKind, usize)| format!("{} {}", it.0, it.1);
        let sure = |it: &(Confidence, usize)| format!("{} {}", it.0, it.1);
        expect.assert_eq(&format!(
            "{}\n{}\ntests {}, inactive {}, shown {}, hidden {}",
            census.kinds.iter().map(list).collect::<Vec<_>>().join(", "),
            census
                .confidences
                .iter()
                .map(sure)
                .collect::<Vec<_>>()
                .join(", "),
            census.n_tests,
            census.n_inactive,
            census.n_shown,
            census.n_hidden
        ));
    }

    #[test]
    fn by_default_nothing_is_hidden_but_tests() {
        check(
            Filter::default(),
            expect![[r#"
            use 2, call 2, type 1
            resolved 4, inferred 1, guessed 0
            tests 1, inactive 1, shown 5, hidden 0"#]],
        );
    }

    #[test]
    fn each_number_says_what_its_switch_would_show() {
        let kinds = Kinds::ALL.toggled(DependencyKind::Use);
        let filter = Filter {
            kinds,
            inactive: false,
            ..Filter::default()
        };
        assert!(filter.hides());
        check(
            filter,
            expect![[r#"
            use 1, call 2, type 1
            resolved 2, inferred 1, guessed 0
            tests 0, inactive 0, shown 3, hidden 2"#]],
        );
    }

    #[test]
    fn what_no_figure_counts_changes_no_sum() {
        let model = fixture(
            "
//- /src/lib.rs
mod a { pub trait T { fn f(&self); } }
mod b { pub struct S; impl crate::a::T for S { fn f(&self) {} } }
",
        )
        .model;
        let plain = Census::of(&model, Filter::default());
        assert!(plain.kinds.contains(&(DependencyKind::Dispatch, 1)));
        let kinds = Kinds::COUNTED.toggled(DependencyKind::Dispatch);
        let filter = Filter {
            kinds,
            ..Filter::default()
        };
        assert_eq!(Census::of(&model, filter), plain);
        assert_eq!(plain.n_shown, 1);
    }
}
