//! Sentences about what stands in the way of a network call.

use super::Texts;
use super::sentences::{count, fill};
use crate::insight::obstacles::{Cause, Obstacle, Part, Severity};
use crate::model::CodeModel;

impl Texts {
    /// How many of the items used can be called as they are.
    pub fn as_they_are(&self, n_fine: usize, n: usize) -> String {
        let (n_fine, n) = (self.grouped(n_fine as u64), self.grouped(n as u64));
        fill(self.remote_as_they_are, &[&n_fine, &n])
    }

    /// `2 of 5`.
    pub fn n_of(&self, n: usize, all: usize) -> String {
        let (n, all) = (self.grouped(n as u64), self.grouped(all as u64));
        fill(self.n_of_all, &[&n, &all])
    }

    /// How many items come to this.
    pub fn n_remote(&self, severity: Severity, n: usize) -> String {
        let template = match severity {
            Severity::Fine => self.remote_fine,
            Severity::Declare => self.remote_declare,
            Severity::Unknown => self.remote_unknown,
            Severity::Reshape => self.remote_reshape,
            Severity::Blocks => self.remote_blocks,
        };
        count(template, n as u64, &self.grouped(n as u64))
    }

    /// How many impls would belong to nobody.
    pub fn n_orphans(&self, n: usize) -> String {
        count(self.remote_orphans, n as u64, &self.grouped(n as u64))
    }

    /// A module that reaches some state, be it by a function.
    pub fn reached_by(&self, module: &str, function: Option<&str>) -> String {
        match function {
            Some(function) => fill(self.state_by, &[&module, &function]),
            None => module.to_owned(),
        }
    }

    /// State in memory, and from how many modules it can be reached.
    pub fn state(&self, ty: &str, n_modules: usize) -> String {
        fill(self.state_reached, &[&ty, &self.n_modules(n_modules)])
    }

    /// Which part of an item is in the way; empty for the item itself.
    pub fn part_of(&self, model: &CodeModel, it: &Obstacle) -> String {
        match it.part {
            Part::Whole => String::new(),
            Part::Receiver => "self".to_owned(),
            Part::Output => self.part_output.to_owned(),
            Part::Error => self.part_error.to_owned(),
            Part::Parameter(_) | Part::Field(_) => {
                let name = it.name(model).map(|it| model.shapes().text(it).to_string());
                name.unwrap_or_default()
            }
        }
    }

    /// What is in the way and what would have to become of it.
    pub fn obstacle(&self, model: &CodeModel, it: &Obstacle) -> String {
        let subject = it.words(model);
        let template = match it.cause {
            Cause::Lock => self.way_lock,
            Cause::Channel => self.way_channel,
            Cause::Handle => self.way_handle,
            Cause::Closure => self.way_closure,
            Cause::DynTrait => self.way_dyn_trait,
            Cause::Pointer => self.way_pointer,
            Cause::State => self.way_state,
            Cause::BorrowedMutably => self.way_borrowed_mutably,
            Cause::Borrowed => self.way_borrowed,
            Cause::Generic => self.way_generic,
            Cause::ImplTrait => self.way_impl_trait,
            Cause::Stream => self.way_stream,
            Cause::Shared => self.way_shared,
            Cause::Cell => self.way_cell,
            Cause::Clock => self.way_clock,
            Cause::Foreign => self.way_foreign,
            Cause::StaysBehind => self.way_stays_behind,
            Cause::Schema => self.way_schema,
            Cause::Macro => self.way_macro,
            Cause::Orphan => {
                let of_trait = model.shapes().trait_of(it.item);
                let of_trait = of_trait.map(|it| model.shapes().words(model, it));
                return fill(self.way_orphan, &[&of_trait.unwrap_or_default(), &subject]);
            }
            Cause::Unknown => self.way_unknown,
            Cause::NotSerde => return fill(self.way_not_serde, &[&subject, &it.missing(model)]),
            Cause::Feature => self.way_feature,
            Cause::Private => self.way_private,
            Cause::Hidden => self.way_hidden,
        };
        fill(template, &[&subject])
    }
}
