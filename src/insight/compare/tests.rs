//! Likeness worked out by hand, by brute force, and against another implementation.

use std::collections::{BTreeSet, VecDeque};

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::plan::tests::plan;

/// Letters stand for services: the first letter of each text is the service of the first id.
fn table(found: &str, reference: &str) -> Table {
    let (found, reference): (Vec<_>, Vec<_>) =
        (found.split(' ').collect(), reference.split(' ').collect());
    Table::of(&found.into_iter().zip(reference).collect::<Vec<_>>())
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[test]
fn equal_divisions_are_equal_whatever_their_names() {
    let it = table("a a b c", "x x y z");
    assert_eq!(
        (mojo::mojofm(&it), pairs::adjusted_rand_index(&it)),
        (100.0, 1.0)
    );
    assert!(near(information::adjusted_mutual_information(&it), 1.0));
}

/// Two services of three against one of six: one join. The farthest division of six ids from one
/// service is six singles, joined by five operations: 1 - 1/5.
#[test]
fn one_join() {
    let it = table("a a a b b b", "x x x x x x");
    assert_eq!(mojo::operations(&it), 1);
    assert!(near(mojo::mojofm(&it), 80.0));
    assert!(near(pairs::adjusted_rand_index(&it), 0.0));
}

/// Found {1,2} {3,4}; reference {1,3} {2} {4}. The first shares one id with x and one with y, the
/// second one with x and one with z. Both could become x, which costs a join; the matching lets them
/// become y and z or x and z: two moves, no join. A careless choice of the first one found says 3.
#[test]
fn equal_shares_are_told_apart_by_a_matching() {
    assert_eq!(mojo::operations(&table("a a b b", "x y x z")), 2);
}

/// Sizes 1, 1, 2, 3: a farthest division keeps 1 + 0 + 1 + 1 ids in place; 7 - 3 operations at most.
/// Found {1..7} as one service: the reference's largest stays, 4 ids move: 0.
#[test]
fn the_farthest_division_scores_zero() {
    assert!(near(
        mojo::mojofm(&table("a a a a a a a", "w x y y z z z")),
        0.0
    ));
}

/// From the paper of Hubert and Arabie's formula: pairs 2 x (2 over 2) = 2 common, 3 + 3 each of 15:
/// expected 6 x 6 / 15 = 2.4; here found {1,2,3} {4,5,6}, reference {1,2,4} {3,5,6}.
#[test]
fn rand_index_by_hand() {
    let it = table("a a a b b b", "x x y x y y");
    assert!(near(
        pairs::adjusted_rand_index(&it),
        (2.0 - 2.4) / (6.0 - 2.4)
    ));
}

/// Two services of two against two crossed ones: mutual information 0. All tables of these margins:
/// shared 0, 1, 2 with probability 1/6, 4/6, 1/6; the outer ones tell ln 2. Expected ln 2 / 3, the
/// entropies are ln 2: (0 - 1/3) / (1 - 1/3) = -1/2.
#[test]
fn information_by_hand() {
    let it = table("a a b b", "x y x y");
    assert!(near(information::adjusted_mutual_information(&it), -0.5));
}

/// a shares 3 of max(4, 3), b 2 of max(3, 5), c 1 of max(1, 5) and so on.
#[test]
fn coverage_by_hand() {
    let it = table("a a a a b b b c", "x x x y y y y y");
    // a: x 3/4; b: y 3/5; c: y 1/5.
    let coverage = [10, 33, 50, 60, 75].map(|it_percent| pairs::cluster_coverage(&it, it_percent));
    assert_eq!(coverage, [1.0, 2.0 / 3.0, 2.0 / 3.0, 1.0 / 3.0, 0.0]);
}

fn check(found: &Division, reference: &Division, expected: Expect) {
    expected.assert_eq(&compare(found, reference).to_string());
}

#[test]
fn plans_and_lists_are_compared_on_what_both_know() {
    let list = |text: &str| Division::parse_list(text).unwrap();
    let reference = list(
        "service,id\ncart,s::cart\ncart,s::price\norders,s::orders\norders,s::cart\nweb,s::web\n",
    );
    let found = Division::of_plan(plan(
        "one: s::cart s::orders\ntwo: s::price::tax s::price\n-: s::web",
    ));
    check(
        &found,
        &reference,
        expect![[r#"
        ids        4 compared, 1 left out
        services   3 found, 3 in the reference
        MoJoFM     50.00
        ARI        -0.2000
        AMI        -0.2000
        c2c 10 %   1.0000
        c2c 33 %   1.0000
        c2c 50 %   0.3333
    "#]],
    );
    check(
        &list("id,service\n"),
        &reference,
        expect![[r#"
        ids        0 compared, 4 left out
        services   0 found, 0 in the reference
        MoJoFM     100.00
        ARI        1.0000
        AMI        1.0000
        c2c 10 %   0.0000
        c2c 33 %   0.0000
        c2c 50 %   0.0000
    "#]],
    );
}

#[test]
fn a_text_that_is_no_list_is_refused() {
    let error = |text: &str| Division::parse_list(text).unwrap_err();
    assert_eq!(error("a,b\n1,2\n"), DivisionError::NoHeader);
    assert_eq!(error(""), DivisionError::NoHeader);
    assert_eq!(
        error("service,id\na,x\nb\n").to_string(),
        "line 3: a row needs a service and an id"
    );
    assert!(Division::is_list("\u{feff}id, service,more\r\nx,a,\r\n"));
    assert!(!Division::is_list("seamline = 1\n"));
}

/// All divisions reached by one move or one join, in canonical form.
fn neighbors(division: &[usize]) -> BTreeSet<Vec<usize>> {
    let n_services = division.iter().max().map_or(0, |it| it + 1);
    let mut next = BTreeSet::new();
    for at in 0..division.len() {
        for to in 0..=n_services {
            let mut moved = division.to_vec();
            moved[at] = to;
            next.insert(canonical(&moved));
        }
    }
    for from in 0..n_services {
        for to in 0..n_services {
            let joined = division.iter().map(|it| if *it == from { to } else { *it });
            next.insert(canonical(&joined.collect::<Vec<_>>()));
        }
    }
    next
}

fn canonical(division: &[usize]) -> Vec<usize> {
    let mut names: Vec<usize> = Vec::new();
    let number = |it: &usize| {
        names.iter().position(|name| name == it).unwrap_or_else(|| {
            names.push(*it);
            names.len() - 1
        })
    };
    division.iter().map(number).collect()
}

/// Breadth first through all divisions: the true number of operations.
fn operations_by_search(from: &[usize], to: &[usize]) -> usize {
    let (from, to) = (canonical(from), canonical(to));
    let mut seen = BTreeSet::from([from.clone()]);
    let mut queue = VecDeque::from([(from, 0)]);
    while let Some((division, steps)) = queue.pop_front() {
        if division == to {
            return steps;
        }
        for next in neighbors(&division) {
            if seen.insert(next.clone()) {
                queue.push_back((next, steps + 1));
            }
        }
    }
    unreachable!("every division is reached by moves")
}

fn table_of(found: &[usize], reference: &[usize]) -> Table {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let pairs: Vec<_> = found
        .iter()
        .zip(reference)
        .map(|it| (names[*it.0], names[*it.1]))
        .collect();
    Table::of(&pairs)
}

/// Every order of a list.
fn orders_of(list: &[usize]) -> Vec<Vec<usize>> {
    if list.is_empty() {
        return vec![Vec::new()];
    }
    let with_first = |at: usize| {
        let mut rest = list.to_vec();
        let first = rest.remove(at);
        orders_of(&rest)
            .into_iter()
            .map(move |it| [vec![first], it].concat())
    };
    (0..list.len()).flat_map(with_first).collect()
}

/// Two divisions of the same ids into at most `n` services.
fn any_pair(
    n: usize,
    n_ids: std::ops::Range<usize>,
) -> impl Strategy<Value = (Vec<usize>, Vec<usize>)> {
    n_ids.prop_flat_map(move |len| {
        (
            prop::collection::vec(0..n, len),
            prop::collection::vec(0..n, len),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn operations_are_as_few_as_a_search_finds((found, reference) in any_pair(4, 1..6)) {
        prop_assert_eq!(mojo::operations(&table_of(&found, &reference)), operations_by_search(&found, &reference));
    }

    #[test]
    fn pairs_agree_with_another_implementation((found, reference) in any_pair(5, 2..40)) {
        let table = table_of(&found, &reference);
        // The other one calls equal divisions into single ids unlike.
        prop_assume!(!table.is_equal());
        let ari = leiden_rs::ari(&found, &reference);
        prop_assert!((pairs::adjusted_rand_index(&table) - ari).abs() < 1e-6, "{ari}");
    }

    /// What chance gives is the mean over every order of the ids.
    #[test]
    fn information_is_adjusted_by_the_mean_of_all_orders((found, reference) in any_pair(4, 2..7)) {
        let table = table_of(&found, &reference);
        prop_assume!(!table.is_equal());
        let orders = orders_of(&reference);
        let sum = orders.iter().fold(0.0, |sum, it| sum + information::mutual_information(&table_of(&found, it)));
        let expected = sum / orders.len() as f64;
        let n = found.len() as f64;
        let mean = f64::midpoint(information::entropy(&table.found, n), information::entropy(&table.reference, n));
        let ami = if near(mean, expected) { 0.0 } else { (information::mutual_information(&table) - expected) / (mean - expected) };
        prop_assert!(near(information::adjusted_mutual_information(&table), ami));
    }

    #[test]
    fn scores_stay_in_their_range((found, reference) in any_pair(6, 1..30)) {
        let table = table_of(&found, &reference);
        prop_assert!((0.0..=100.0).contains(&mojo::mojofm(&table)));
        prop_assert!(pairs::adjusted_rand_index(&table) <= 1.0);
        prop_assert!(information::adjusted_mutual_information(&table) <= 1.0 + 1e-9);
    }
}

/// The farthest division from a reference is as far as the formula says, for every reference.
#[test]
fn the_most_operations_are_the_most_there_are() {
    let all: BTreeSet<Vec<usize>> = (0..4usize.pow(4))
        .map(|it| canonical(&[it % 4, it / 4 % 4, it / 16 % 4, it / 64 % 4]))
        .collect();
    for reference in &all {
        let scores = all
            .iter()
            .map(|found| mojo::mojofm(&table_of(found, reference)));
        let worst = scores.fold(f64::INFINITY, f64::min);
        assert!(near(worst, 0.0), "{reference:?} {worst}");
    }
}
