//! How complex the functions of some modules are together: sums, the worst, and how bad it gets.

use crate::model::{CodeModel, ModuleId};

/// A figure of several functions.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Spread {
    /// All together.
    pub sum: u64,
    /// The worst.
    pub max: u32,
    /// Nine of ten functions have no more (nearest rank).
    pub p90: u32,
}

/// The shape of the functions with a body of some modules.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Shape {
    /// How many functions there are.
    pub n_functions: u32,
    /// Their lines.
    pub lines: Spread,
    /// Ways through them.
    pub cyclomatic: Spread,
    /// What a reader must keep in mind.
    pub cognitive: Spread,
    /// Nesting of branches, loops and closures.
    pub nesting: Spread,
    /// Parameters, `self` included.
    pub parameters: Spread,
}

impl Shape {
    /// The shape of the functions of these modules; those of tests count only if `tests`.
    pub fn of(model: &CodeModel, modules: impl IntoIterator<Item = ModuleId>, tests: bool) -> Self {
        let mut figures: [Vec<u32>; 5] = Default::default();
        for module in modules {
            for item in &model.module(module).items {
                let item = model.item(*item);
                if let Some(it) = item.complexity.filter(|_| tests || !item.test) {
                    let all = [
                        item.n_lines,
                        it.cyclomatic,
                        it.cognitive,
                        it.nesting,
                        it.parameters,
                    ];
                    figures.iter_mut().zip(all).for_each(|(to, it)| to.push(it));
                }
            }
        }
        let n_functions = figures[0].len() as u32;
        let [lines, cyclomatic, cognitive, nesting, parameters] = figures.map(spread);
        Self {
            n_functions,
            lines,
            cyclomatic,
            cognitive,
            nesting,
            parameters,
        }
    }

    /// The shape of a module with everything below it.
    pub fn of_subtree(model: &CodeModel, module: ModuleId, tests: bool) -> Self {
        let mut inside = vec![module];
        let mut next = 0;
        while let Some(module) = inside.get(next) {
            inside.extend(&model.module(*module).children);
            next += 1;
        }
        Self::of(model, inside, tests)
    }
}

fn spread(mut figures: Vec<u32>) -> Spread {
    figures.sort_unstable();
    let rank = (figures.len() * 9).div_ceil(10);
    Spread {
        sum: figures.iter().map(|it| u64::from(*it)).sum(),
        max: figures.last().copied().unwrap_or(0),
        p90: rank.checked_sub(1).map_or(0, |it| figures[it]),
    }
}

#[cfg(test)]
mod tests {
    use super::{Shape, Spread, spread};
    use crate::pipeline::fixture;

    #[test]
    fn nine_of_ten_have_no_more() {
        let found = spread((1..=10).rev().collect());
        assert_eq!((found.sum, found.max, found.p90), (55, 10, 9));
        assert_eq!(spread(Vec::new()), Spread::default());
        assert_eq!(spread(vec![7]).p90, 7);
    }

    #[test]
    fn a_subtree_counts_all_functions_but_those_of_tests() {
        let analysis = fixture(
            "//- /src/lib.rs
pub fn one(a: u8) -> u8 { if a > 1 { 1 } else { 2 } }
pub mod inner {
    pub fn two(a: u8, b: u8, c: u8) {
        for i in 0..a { if i > b { while c > 1 {} } }
    }
    #[cfg(test)] mod tests { fn three() { if true {} } }
}
",
        );
        let root = analysis.model.module_at("fixture").unwrap();
        let whole = Shape::of_subtree(&analysis.model, root, false);
        assert_eq!(whole.n_functions, 2);
        assert_eq!((whole.cyclomatic.sum, whole.cyclomatic.max), (6, 4));
        assert_eq!((whole.nesting.max, whole.parameters.max), (3, 3));
        assert_eq!(Shape::of(&analysis.model, [root], false).n_functions, 1);
        assert_eq!(
            Shape::of_subtree(&analysis.model, root, true).n_functions,
            3
        );
    }
}
