//! Which entry of the baseline stands for a dependency.
//!
//! An entry means the pair that it names and nothing round it: a baseline that let whole subtrees
//! through would hide the very dependencies that a check is for. Who wants a subtree writes `::*`.

use rustc_hash::FxHashMap;

use super::{Plan, enclosing, is_within, outside_of};

/// What a path of an entry ends in if it stands for everything below it, too.
pub const SUBTREE: &str = "::*";

/// The path of an entry without its ending for subtrees.
pub fn without_subtree(path: &str) -> &str {
    path.strip_suffix(SUBTREE).unwrap_or(path)
}

/// One end of a dependency.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct End<'a> {
    /// The module, or the single item that the plan takes out of its module.
    pub unit: &'a str,
    /// The very item in it; the unit itself where nothing more is known.
    pub path: &'a str,
}

impl<'a> End<'a> {
    /// Every path of an entry that means this end, the most particular first, and whether it names
    /// something inside the unit.
    fn named_by(self) -> impl Iterator<Item = (Name<'a>, bool)> {
        let Self { unit, path } = self;
        // Impls of a single type lie beside it, not inside.
        let beside = !is_within(path, unit);
        let round = outside_of(path).take_while(move |it| {
            it.len() > unit.len() && is_within(it, unit) || beside && !is_within(unit, it)
        });
        let itself = (path != unit).then_some(path);
        let inside = itself.into_iter().chain(round);
        let inside = inside.flat_map(|it| [((it, false), true), ((it, true), true)]);
        let subtrees = enclosing(unit).map(|it| ((it, true), false));
        inside.chain([((unit, false), false)]).chain(subtrees)
    }
}

/// A path, and whether with its subtree.
type Name<'a> = (&'a str, bool);

fn name(path: &str) -> Name<'_> {
    (without_subtree(path), path.ends_with(SUBTREE))
}

/// The accepted entries of a plan, to be found by what they name.
#[derive(Debug)]
pub struct Baseline<'a> {
    by_name: FxHashMap<Name<'a>, FxHashMap<Name<'a>, usize>>,
}

impl<'a> Baseline<'a> {
    /// The entries of a plan. Of two that say the same the first counts.
    pub fn of(plan: &'a Plan) -> Self {
        let mut by_name: FxHashMap<_, FxHashMap<_, usize>> = FxHashMap::default();
        for (at, entry) in plan.accepted.iter().enumerate() {
            let of_from = by_name.entry(name(&entry.from)).or_default();
            of_from.entry(name(&entry.to)).or_insert(at);
        }
        Self { by_name }
    }

    /// Position in [`Plan::accepted`] of the most particular entry for a dependency: one that names
    /// a single item, else the longest `from`, else the longest `to`.
    ///
    /// Hence an entry for a pair of units never takes anything away from one for a part of it, and
    /// accepting what is left over makes no other entry stale.
    pub fn entry_for(&self, from: End<'_>, to: End<'_>) -> Option<usize> {
        let mut whole = None;
        for (name, inside_from) in from.named_by() {
            let Some(targets) = self.by_name.get(&name) else {
                continue;
            };
            for (name, inside_to) in to.named_by() {
                match targets.get(&name) {
                    Some(at) if inside_from || inside_to => return Some(*at),
                    Some(at) => whole = whole.or(Some(*at)),
                    None => {}
                }
            }
        }
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Accepted;

    fn found(accepted: &[&str], from: (&str, &str), to: (&str, &str)) -> Option<usize> {
        let entry = |it: &&str| {
            let (from, to) = it.split_once(" -> ").unwrap();
            Accepted {
                from: from.into(),
                to: to.into(),
                reason: "so".into(),
            }
        };
        let plan = Plan {
            accepted: accepted.iter().map(entry).collect(),
            ..Plan::default()
        };
        let end = |(unit, path)| End { unit, path };
        Baseline::of(&plan).entry_for(end(from), end(to))
    }

    #[test]
    fn an_entry_means_its_pair_with_the_items_inside() {
        let accepted = ["s::a -> s::b"];
        assert_eq!(
            found(&accepted, ("s::a", "s::a::f"), ("s::b", "s::b")),
            Some(0)
        );
        assert_eq!(
            found(&accepted, ("s::a::c", "s::a::c"), ("s::b", "s::b")),
            None
        );
        assert_eq!(
            found(&accepted, ("s::a", "s::a"), ("s::b::c", "s::b::c::f")),
            None
        );
        // A single item that the plan takes out of its module is no part of it.
        assert_eq!(
            found(&accepted, ("s::a::T", "s::a::T::new"), ("s::b", "s::b")),
            None
        );
        assert_eq!(
            found(&["s -> s::b"], ("s::a", "s::a"), ("s::b", "s::b")),
            None
        );
    }

    #[test]
    fn a_star_means_everything_below() {
        let accepted = ["s::a::* -> s::b::*"];
        assert_eq!(
            found(&accepted, ("s::a::c", "s::a::c::f"), ("s::b", "s::b")),
            Some(0)
        );
        assert_eq!(found(&accepted, ("s::ab", "s::ab"), ("s::b", "s::b")), None);
        assert_eq!(
            found(&["s::* -> s::*"], ("s::a", "s::a"), ("s", "s")),
            Some(0)
        );
    }

    #[test]
    fn the_most_particular_entry_counts() {
        let (from, to) = (("s::a", "s::a::f"), ("s::b", "s::b::T::new"));
        let accepted = [
            "s::* -> s::*",
            "s::a::* -> s::b",
            "s::a -> s::*",
            "s::a -> s::b",
        ];
        for n in 1..=accepted.len() {
            assert_eq!(found(&accepted[..n], from, to), Some(n - 1));
        }
        assert_eq!(
            found(&["s::a -> s::b", "s::* -> s::b::T"], from, to),
            Some(1)
        );
        assert_eq!(
            found(&["s::* -> s::b::T", "s::a::f -> s::b"], from, to),
            Some(1)
        );
    }

    #[test]
    fn an_impl_belongs_to_the_single_type_beside_it() {
        let from = ("s::a::T", "s::a::<T as Display>::fmt");
        let to = ("s::b", "s::b");
        assert_eq!(found(&["s::a -> s::b"], from, to), None);
        assert_eq!(
            found(&["s::a -> s::b", "s::a::T -> s::b"], from, to),
            Some(1)
        );
        let accepted = ["s::a::T -> s::b", "s::a::<T as Display> -> s::b"];
        assert_eq!(found(&accepted, from, to), Some(1));
    }
}
