//! Which modules are tested, and by which tests.
//!
//! A test is code that is only compiled for tests. Unit tests stand in the crate that they test and belong
//! to the module round them; integration tests are targets of their own. A module is tested directly
//! by what names it or something of it; through another module if that is named by a test and needs
//! it. What a test runs beyond that is not told.

use super::{CodeModel, DependencyKind, ModuleId, Node, Reference, TargetKind};
use crate::source::Span;

/// What tests a module.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct ModuleTests {
    /// Functions of unit tests within it.
    pub within: Times,
    /// Mentions in unit tests of other modules.
    pub unit: Times,
    /// Mentions in integration tests.
    pub integration: Times,
    /// Modules that tests name and that need it.
    pub through: Times,
}

/// How often, and where first.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Times {
    /// How often.
    pub n: u32,
    /// Where first.
    pub first: Option<Span>,
}

/// A module that a test names.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TestUse {
    /// The module that is named.
    pub module: ModuleId,
    /// The function or module of the test.
    pub test: Node,
    /// The module a unit test belongs to; `None` for integration tests.
    pub home: Option<ModuleId>,
    /// Where.
    pub span: Span,
}

/// The tests of a model.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Tests {
    /// By module.
    pub of: Vec<ModuleTests>,
    /// Every module that a test names, sorted by module, test and place.
    pub uses: Vec<TestUse>,
}

impl ModuleTests {
    /// `unit`, `integration`, `unit+integration`, `through` or `none`.
    pub fn word(&self) -> &'static str {
        let unit = self.within.n + self.unit.n > 0;
        match (unit, self.integration.n > 0, self.through.n > 0) {
            (true, true, _) => "unit+integration",
            (true, false, _) => "unit",
            (false, true, _) => "integration",
            (false, false, true) => "through",
            (false, false, false) => "none",
        }
    }
}

impl Times {
    fn add(&mut self, span: Option<Span>) {
        self.n += 1;
        self.first = match (self.first, span) {
            (Some(known), Some(new)) => Some(known.min(new)),
            (known, new) => known.or(new),
        };
    }
}

impl Tests {
    /// Finds them.
    pub(super) fn of(model: &CodeModel) -> Self {
        let mut tests = Self {
            of: vec![ModuleTests::default(); model.modules().len()],
            uses: Vec::new(),
        };
        for item in model.items() {
            if let (true, super::ItemKind::Fn, Some(home)) =
                (item.test, item.kind, home(model, item.module))
            {
                tests.of[home.index()].within.add(item.span);
            }
        }
        for reference in model.references() {
            tests.add(model, reference);
        }
        tests.uses.sort_by_key(|it| (it.module, it.test, it.span));
        tests.through(model);
        tests
    }

    fn add(&mut self, model: &CodeModel, reference: &Reference) {
        let (Some(user), Some(needed)) = (
            model.module_of(reference.from),
            model.module_of(reference.to),
        ) else {
            return;
        };
        let is_test = reference.test || model.module(user).test;
        let (true, Some(span)) = (is_test, reference.span) else {
            return;
        };
        let target = model.krate(model.module(user).krate).target;
        let Some(module) = home(model, needed).filter(|it| model.object_of(*it).is_none()) else {
            return;
        };
        let home = match target {
            TargetKind::Test => None,
            TargetKind::Bench | TargetKind::Example => return,
            _ => home(model, user),
        };
        let of = &mut self.of[module.index()];
        match home {
            None if target == TargetKind::Test => of.integration.add(Some(span)),
            None => return,
            Some(home) if home == module => {}
            Some(_) => of.unit.add(Some(span)),
        }
        self.uses.push(TestUse {
            module,
            test: reference.from,
            home,
            span,
        });
    }

    /// Modules that a module needs which a test names.
    fn through(&mut self, model: &CodeModel) {
        let is_direct = |it: &ModuleTests| it.within.n + it.unit.n + it.integration.n > 0;
        let direct: Vec<_> = self.of.iter().map(is_direct).collect();
        let mut seen = rustc_hash::FxHashSet::default();
        for it in model.references() {
            let ends = model.module_of(it.from).zip(model.module_of(it.to));
            let Some((user, needed)) = ends.filter(|it| it.0 != it.1) else {
                continue;
            };
            let counts = !it.test && direct[user.index()] && it.kind != DependencyKind::Dispatch;
            if counts && !model.module(user).test && seen.insert((user, needed)) {
                self.of[needed.index()].through.add(it.span);
            }
        }
    }

    /// The tests that name a module.
    pub fn uses_of(&self, module: ModuleId) -> &[TestUse] {
        let start = self.uses.partition_point(|it| it.module < module);
        let len = self.uses[start..].partition_point(|it| it.module == module);
        &self.uses[start..start + len]
    }
}

/// The nearest module that is no test: itself, or the one that a unit test belongs to.
fn home(model: &CodeModel, module: ModuleId) -> Option<ModuleId> {
    let target = model.krate(model.module(module).krate).target;
    let is_unit = !matches!(
        target,
        TargetKind::Test | TargetKind::Bench | TargetKind::Example
    );
    let mut above = model.ancestors(module).filter(|_| is_unit);
    above.find(|it| !model.module(*it).test)
}

#[cfg(test)]
mod tests {
    use crate::pipeline;
    use expect_test::{Expect, expect};

    #[expect(clippy::needless_pass_by_value, reason = "as everywhere in tests")]
    fn check(fixture: &str, expected: Expect) {
        let model = pipeline::fixture(fixture).model;
        let modules = model.module_ids().filter(|it| !model.module(*it).test);
        let lines = modules.map(|id| {
            let of = &model.tests().of[id.index()];
            let times = [of.within, of.unit, of.integration, of.through].map(|it| {
                let place = it.first.map_or(String::new(), |it| model.place(it));
                format!(" {}@{place}", it.n)
            });
            format!(
                "{} {}{}\n",
                model.module(id).path,
                of.word(),
                times.concat()
            )
        });
        expected.assert_eq(&lines.collect::<String>());
    }

    #[test]
    fn tests_within_tests_of_others_and_integration_tests_are_kept_apart() {
        check(
            "
//- /Cargo.toml
[package]
name = \"shop\"
//- /src/lib.rs
pub mod orders; pub mod stock; pub mod bills; pub mod deep; pub mod lost;
//- /src/orders.rs
pub fn place() { crate::stock::reserve(); }
#[cfg(test)] mod tests {
    use super::*;
    #[test] fn t() { place(); crate::bills::bill(); }
}
//- /src/stock.rs
pub fn reserve() { crate::deep::down(); }
//- /src/bills.rs
pub fn bill() {}
//- /src/deep.rs
pub fn down() {}
//- /src/lost.rs
pub fn lost() {}
//- /tests/all.rs
mod common;
#[test] fn t() { shop::bills::bill(); common::set_up(); }
//- /tests/common/mod.rs
pub fn set_up() { shop::orders::place(); }
//- /benches/all.rs
fn main() { shop::lost::lost(); }
",
            expect![[r#"
                shop none 0@ 0@ 0@ 0@
                shop::orders unit+integration 1@src/orders.rs:4:16 0@ 1@tests/common/mod.rs:1:33 0@
                shop::stock through 0@ 0@ 0@ 1@src/orders.rs:1:32
                shop::bills unit+integration 0@ 1@src/orders.rs:4:45 1@tests/all.rs:2:31 0@
                shop::deep none 0@ 0@ 0@ 0@
                shop::lost none 0@ 0@ 0@ 0@
            "#]],
        );
    }
}
