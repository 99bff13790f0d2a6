//! The people behind names and addresses.
//!
//! git applies `.mailmap` before we see anything. What it leaves is joined by the two plainest rules
//! of Bird et al., "Mining email social networks" (MSR 2006): the same address, or the same name, is
//! the same person, and so on from one to the next. Names that a machine is born with join nobody.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::bots::is_bot;

/// A person of one [`History`](super::History); meaningless in any other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PersonIdx(pub u32);

impl PersonIdx {
    /// Position in [`History::people`](super::History::people).
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Somebody who made commits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The name that most of the commits carry; with the address behind it where two people are
    /// called the same.
    pub name: Arc<str>,
    /// How many commits of this history are theirs.
    pub n_commits: u32,
    /// Whether it is a program: it counts in no figure about people.
    pub bot: bool,
}

/// Names of nobody, in lower case.
const NOBODY: &[&str] = &[
    "",
    "admin",
    "administrator",
    "anonymous",
    "author",
    "developer",
    "git",
    "no name",
    "none",
    "root",
    "test",
    "ubuntu",
    "unknown",
    "user",
    "username",
    "vagrant",
    "your name",
];
/// Addresses of nobody, in lower case.
const NOWHERE: &[&str] = &[
    "",
    "(none)",
    "noreply@github.com",
    "none",
    "none@none",
    "root@localhost",
    "test@example.com",
    "test@test.com",
    "you@example.com",
];

/// Longer names are somebody's joke.
const MAX_CHARS: usize = 200;

/// A name and an address, as git has them.
type Pair = (Box<[u8]>, Box<[u8]>);

/// Names with addresses, each pair once, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Identities {
    ids: FxHashMap<Pair, PersonIdx>,
    pairs: Vec<(String, String)>,
}

impl Identities {
    pub(super) fn len(&self) -> usize {
        self.pairs.len()
    }

    /// The id of a pair; until people are made, ids stand for pairs.
    pub(super) fn intern(&mut self, name: &[u8], email: &[u8]) -> PersonIdx {
        let Self { ids, pairs } = self;
        *ids.entry((name.into(), email.into())).or_insert_with(|| {
            let text = |it: &[u8]| -> String {
                let text = String::from_utf8_lossy(it);
                text.trim().chars().take(MAX_CHARS).collect()
            };
            pairs.push((text(name), text(email)));
            PersonIdx(pairs.len() as u32 - 1)
        })
    }

    /// Joins what belongs together; the people, the busiest first, and the person of every pair.
    pub(super) fn into_people(self, n_commits: &[u32]) -> (Vec<Person>, Vec<PersonIdx>) {
        let group_of = self.groups();
        let mut members: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for (pair, group) in group_of.iter().enumerate() {
            members.entry(*group).or_default().push(pair);
        }
        let mut groups: Vec<_> = members.into_values().collect();
        groups.sort_unstable();
        let mut people: Vec<_> = groups
            .into_iter()
            .map(|it| (self.person(&it, n_commits), it))
            .collect();
        // Pairs come in the order of the log, which breaks the last ties.
        people.sort_by(|(a, of_a), (b, of_b)| {
            let order = |it: &Person| (it.bot, std::cmp::Reverse(it.n_commits));
            order(a)
                .cmp(&order(b))
                .then_with(|| (&a.name, of_a).cmp(&(&b.name, of_b)))
        });
        let mut person_of = vec![PersonIdx(0); self.pairs.len()];
        for (idx, (_, members)) in people.iter().enumerate() {
            for member in members {
                person_of[*member] = PersonIdx(idx as u32);
            }
        }
        self.tell_apart(&mut people);
        (people.into_iter().map(|it| it.0).collect(), person_of)
    }

    /// For every pair the first one that it belongs together with.
    fn groups(&self) -> Vec<usize> {
        let mut parents: Vec<usize> = (0..self.pairs.len()).collect();
        let mut first_with: FxHashMap<(bool, bool, String), usize> = FxHashMap::default();
        for (pair, (name, email)) in self.pairs.iter().enumerate() {
            // A program may commit under the address of the person who set it up.
            let bot = is_bot(name, email);
            let (name, email) = (name.to_lowercase(), email.to_lowercase());
            let by_name = (!NOBODY.contains(&&*name)).then_some((bot, true, name));
            let by_email = (!NOWHERE.contains(&&*email)).then_some((bot, false, email));
            for key in [by_name, by_email].into_iter().flatten() {
                let other = *first_with.entry(key).or_insert(pair);
                let (a, b) = (root(&mut parents, other), root(&mut parents, pair));
                parents[a.max(b)] = a.min(b);
            }
        }
        (0..parents.len())
            .map(|it| root(&mut parents, it))
            .collect()
    }

    fn person(&self, members: &[usize], n_commits: &[u32]) -> Person {
        let mut by_name: FxHashMap<&str, u32> = FxHashMap::default();
        for member in members {
            *by_name.entry(&self.pairs[*member].0).or_default() += n_commits[*member];
        }
        let best = by_name
            .into_iter()
            .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)));
        let name = best.map_or("", |it| it.0);
        let bot = |it: &usize| is_bot(&self.pairs[*it].0, &self.pairs[*it].1);
        Person {
            name: if name.is_empty() { "(no name)" } else { name }.into(),
            n_commits: members.iter().map(|it| n_commits[*it]).sum(),
            bot: members.iter().any(bot),
        }
    }

    /// Adds addresses to names that several people have, and numbers where that is not enough.
    fn tell_apart(&self, people: &mut [(Person, Vec<usize>)]) {
        let mut n_of: FxHashMap<Arc<str>, u32> = FxHashMap::default();
        for (person, _) in &*people {
            *n_of.entry(person.name.clone()).or_default() += 1;
        }
        let mut given: FxHashMap<Arc<str>, u32> = FxHashMap::default();
        for (person, members) in people {
            if n_of.get(&person.name).is_some_and(|it| *it > 1) {
                let email = members.first().map_or("", |it| &*self.pairs[*it].1);
                person.name = format!("{} <{email}>", person.name).into();
            }
            let n = given.entry(person.name.clone()).or_default();
            *n += 1;
            if *n > 1 {
                person.name = format!("{} #{n}", person.name).into();
            }
        }
    }
}

/// The smallest member of a group; shortens the way there.
fn root(parents: &mut [usize], mut member: usize) -> usize {
    while parents[member] != member {
        parents[member] = parents[parents[member]];
        member = parents[member];
    }
    member
}
