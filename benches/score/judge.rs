//! Whether our target is the one rustc means, or says the same more or less exactly.

use std::collections::BTreeMap;

use seamline::model::CodeModel;

use crate::truth::Manner;

/// Compares ids.
pub(crate) struct Judge {
    /// How many members of impls end alike: `<Notice as From>::from`.
    n_alike: BTreeMap<String, usize>,
}

impl Judge {
    pub(crate) fn new(model: &CodeModel) -> Self {
        let mut n_alike = BTreeMap::new();
        for item in model.items() {
            let path = plain(&item.path);
            if let Some(at) = path.find("::<") {
                *n_alike.entry(path[at..].to_owned()).or_default() += 1;
                *n_alike.entry(path).or_default() += 1;
            }
        }
        Self { n_alike }
    }

    /// Whether ours is one of the targets at a place.
    pub(crate) fn is_right(&self, targets: &[(Manner, String)], ours: &str) -> bool {
        targets
            .iter()
            .any(|it| is_same(&it.1, ours) || self.meets(targets, it.0, &it.1, ours))
    }

    /// Whether ours is what one of the targets at a place demands.
    pub(crate) fn meets(
        &self,
        targets: &[(Manner, String)],
        manner: Manner,
        target: &str,
        ours: &str,
    ) -> bool {
        if is_same(target, ours) {
            return true;
        }
        let ours = plain(ours);
        let mut through = targets.iter().filter(|it| it.0 == Manner::Through);
        let mut of_impls = through.clone().filter(|it| it.1.contains("::<"));
        let (of_target, last) = split(target);
        match manner {
            Manner::Through => false,
            // The type before the last segment is all that is known: behind an alias what it stands
            // for is right too, and a member of it is more exact.
            Manner::Type => {
                let is_known = of_impls.next().is_some();
                through.any(|it| it.1 == ours)
                    || split(&ours).0 == target
                    || !is_known && self.is_the_impl(&ours, of_target, last)
            }
            // A method of a trait: of the trait or of an impl of it.
            Manner::Method | Manner::Path => {
                if of_impls.clone().next().is_some() {
                    return of_impls.any(|it| it.1 == ours);
                }
                let (of_ours, last_of_ours) = split(&ours);
                last == last_of_ours && of_ours.ends_with(&format!(" as {}>", split(of_target).1))
            }
        }
    }

    /// Whether it belongs to the only impl of a trait for this type.
    fn is_the_impl(&self, ours: &str, module: &str, ty: &str) -> bool {
        let Some(at) = ours.find(&format!("::<{ty} as ")) else {
            return false;
        };
        let key = if ours[..at] == *module {
            ours
        } else {
            &ours[at..]
        };
        self.n_alike.get(key) == Some(&1)
    }
}

fn is_same(target: &str, ours: &str) -> bool {
    target == ours || target == plain(ours)
}

/// An id without the kinds that tell items of one path apart.
pub(crate) fn plain(path: &str) -> String {
    let mut parts = path.split('#');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, it| match it.find("::") {
        Some(end) => all + &it[end..],
        None => all,
    })
}

/// Everything before the last segment, and that segment.
pub(crate) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once("::").unwrap_or(("", path))
}
