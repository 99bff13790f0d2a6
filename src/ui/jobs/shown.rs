//! What is shown of a project, from words to a filter and back.

use crate::graph::{Filter, Kinds};
use crate::model::{Confidence, DependencyKind};
use crate::shell::preferences::Shown;

/// The filter that these words mean; words that mean nothing here hide nothing.
pub(super) fn filter_of(shown: &Shown) -> Filter {
    let hidden = shown.hidden_kinds.iter();
    let hidden = hidden.filter_map(|it| DependencyKind::from_word(it));
    let mut kinds = Kinds::ALL;
    for kind in hidden {
        if kinds.contains(kind) {
            kinds = kinds.toggled(kind);
        }
    }
    let confidence = Confidence::from_word(&shown.confidence).unwrap_or(Confidence::Guessed);
    Filter {
        tests: shown.tests,
        inactive: !shown.inactive_hidden,
        confidence,
        kinds,
        ..Filter::default()
    }
}

/// The words for a filter; `None` for the one that everything begins with.
pub(super) fn words_of(filter: Filter) -> Option<Shown> {
    let hidden = |it: &&DependencyKind| !filter.kinds.contains(**it);
    let hidden = DependencyKind::ALL.iter().filter(hidden);
    (filter != Filter::default()).then(|| Shown {
        project: String::new(),
        hidden_kinds: hidden.map(|it| it.word().to_owned()).collect(),
        confidence: filter.confidence.word().to_owned(),
        tests: filter.tests,
        inactive_hidden: !filter.inactive,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_is_found_again() {
        let kinds = Kinds::ALL.toggled(DependencyKind::Use);
        for (inactive, tests) in [(true, false), (false, true)] {
            for confidence in Confidence::ALL {
                let filter = Filter {
                    tests,
                    inactive,
                    confidence: *confidence,
                    kinds,
                    ..Filter::default()
                };
                assert_eq!(words_of(filter).map(|it| filter_of(&it)), Some(filter));
            }
        }
        assert_eq!(words_of(Filter::default()), None);
    }
}
