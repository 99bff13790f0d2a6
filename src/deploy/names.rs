//! Names of strangers as DNS labels: valid as Compose service, network and host name alike.

use std::collections::BTreeSet;

/// Short enough to leave room for a prefix and a number within the 63 characters of DNS.
const MAX_CHARS: usize = 40;

/// A label made of what is usable in a name; empty if nothing is.
pub fn label(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if out.len() >= MAX_CHARS {
            break;
        }
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// A label for each name, all different, none of them in `taken`. What has no usable character
/// becomes `service-3`, after its position.
pub fn labels<'a>(names: impl IntoIterator<Item = &'a str>, taken: &[&str]) -> Vec<String> {
    let mut used: BTreeSet<String> = taken.iter().map(|it| (*it).to_owned()).collect();
    let mut out = Vec::new();
    for (idx, name) in names.into_iter().enumerate() {
        let stem = match label(name) {
            it if it.is_empty() => format!("service-{}", idx + 1),
            it => it,
        };
        let mut free = stem.clone();
        let mut n = 2;
        while !used.insert(free.clone()) {
            free = format!("{stem}-{n}");
            n += 1;
        }
        out.push(free);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_become_labels() {
        let names = [
            "orders",
            "Orders",
            "주문",
            "<script>",
            "gateway",
            "a b\n\"c\"",
            "-x-",
        ];
        let labels = labels(names, &["gateway"]);
        let expected = [
            "orders",
            "orders-2",
            "service-3",
            "script",
            "gateway-2",
            "a-b-c",
            "x",
        ];
        assert_eq!(labels, expected);
    }

    proptest! {
        #[test]
        fn labels_are_valid_and_unique(
            names in prop::collection::vec("\\PC{0,80}|[a-c-]{0,3}", 0..30),
        ) {
            let labels = labels(names.iter().map(|it| &**it), &["gateway"]);
            let unique: BTreeSet<_> = labels.iter().collect();
            prop_assert_eq!(unique.len(), names.len());
            for it in labels {
                let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                prop_assert!(!it.is_empty() && it.len() <= 63 && it != "gateway");
                prop_assert!(!it.starts_with('-') && !it.ends_with('-') && it.chars().all(plain));
            }
        }
    }
}
