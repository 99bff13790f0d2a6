//! Whether code is compiled here by default: with default features, on this platform, not for tests.

use crate::facts::Cfg;
use crate::model::{CfgId, ModelBuilder};

use super::packages::Package;

/// When something is compiled.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct When {
    /// Only for tests.
    pub(super) test: bool,
    /// Not by default here: the condition.
    pub(super) cfg: Option<CfgId>,
}

impl When {
    /// Inside something that has a condition of its own.
    pub(super) fn within(self, outer: Self) -> Self {
        Self {
            test: self.test || outer.test,
            cfg: self.cfg.or(outer.cfg),
        }
    }
}

/// Judges the conjunction of some conditions for one package.
pub(super) fn when(conditions: &[Cfg], package: &Package, builder: &mut ModelBuilder) -> When {
    let holds = |it: &Cfg, test: bool| it.holds(&|key, value| leaf(key, value, package, test));
    if conditions.iter().all(|it| holds(it, false)) {
        return When::default();
    }
    if conditions.iter().all(|it| holds(it, true)) {
        return When {
            test: true,
            cfg: None,
        };
    }
    let words: Vec<_> = conditions.iter().map(ToString::to_string).collect();
    let text = match words.as_slice() {
        [one] => one.clone(),
        several => format!("all({})", several.join(", ")),
    };
    let only_tested = conditions
        .iter()
        .any(|it| !holds(it, false) && holds(it, true));
    When {
        test: only_tested,
        cfg: Some(builder.cfg(&text)),
    }
}

/// When a target is built that needs some features. One of a dependency is taken to be on.
pub(super) fn when_with(needs: &[String], package: &Package, builder: &mut ModelBuilder) -> When {
    let is_off = |it: &&String| !it.contains('/') && !package.features.contains(&**it);
    let needs = needs.iter().filter(is_off);
    let conditions: Vec<_> = needs
        .map(|it| Cfg::Value("feature".into(), it.as_str().into()))
        .collect();
    when(&conditions, package, builder)
}

/// Whether all of some conditions hold by default here, without tests.
pub(super) fn holds(conditions: &[Cfg], package: &Package) -> bool {
    let leaf = |key: &str, value: Option<&str>| leaf(key, value, package, false);
    conditions.iter().all(|it| it.holds(&leaf))
}

fn leaf(key: &str, value: Option<&str>, package: &Package, test: bool) -> bool {
    match (key, value) {
        ("test", None) => test,
        ("feature", Some(feature)) => package.features.contains(feature),
        (flag, None) if package.flags.contains(flag) => true,
        ("debug_assertions" | "panic" | "target_has_atomic", _) => true,
        ("unix", None) => cfg!(unix),
        ("windows", None) => cfg!(windows),
        ("target_os", Some(it)) => it == std::env::consts::OS,
        ("target_family", Some(it)) => it == std::env::consts::FAMILY,
        ("target_arch", Some(it)) => it == std::env::consts::ARCH,
        ("target_env", Some(it)) => {
            it == if cfg!(target_env = "gnu") {
                "gnu"
            } else {
                "msvc"
            }
        }
        ("target_pointer_width", Some(it)) => {
            it == if cfg!(target_pointer_width = "64") {
                "64"
            } else {
                "32"
            }
        }
        ("target_endian", Some(it)) => {
            it == if cfg!(target_endian = "little") {
                "little"
            } else {
                "big"
            }
        }
        (key, Some(value)) => package.flags.contains(format!("{key}={value:?}").as_str()),
        _ => false,
    }
}

/// Whether a flag or key is one that [`when`] can judge, or that never holds in a build.
pub(super) fn is_known_key(key: &str) -> bool {
    key.starts_with("target_")
        || matches!(
            key,
            "test"
                | "feature"
                | "debug_assertions"
                | "panic"
                | "unix"
                | "windows"
                | "doc"
                | "doctest"
                | "docsrs"
                | "miri"
                | "proc_macro"
        )
}
