//! Sentences about transactions, tests and tiers.

use super::Texts;
use super::sentences::{count, fill};
use crate::model::{Confidence, Tier, TierSign};

impl Texts {
    /// A transaction that the plan splits.
    pub fn split_sentence(&self, name: &str, n_tables: usize, n_services: usize) -> String {
        fill(self.split_sentence, &[&name, &n_tables, &n_services])
    }

    /// A service that is only a layer.
    pub fn layer_sentence(&self, service: &str, n_modules: usize, tier: Tier) -> String {
        fill(
            self.layer_sentence,
            &[&service, &n_modules, &self.tier_name(tier)],
        )
    }

    /// A module that loses all its tests.
    pub fn cut_from_tests_sentence(&self, module: &str, n: usize, service: &str) -> String {
        fill(self.cut_from_tests_sentence, &[&module, &n, &service])
    }

    /// What a tier is called.
    pub fn tier_name(&self, tier: Tier) -> &'static str {
        match tier {
            Tier::Interface => self.tier_interface,
            Tier::Application => self.tier_application,
            Tier::Domain => self.tier_domain,
            Tier::Persistence => self.tier_persistence,
            Tier::Infrastructure => self.tier_infrastructure,
        }
    }

    /// A tier, and how sure it is.
    pub fn tier_sure(&self, tier: Tier, confidence: Confidence) -> String {
        let template = match confidence {
            Confidence::Resolved => "{0}",
            Confidence::Inferred => self.tier_likely,
            Confidence::Guessed => self.tier_guessed,
        };
        fill(template, &[&self.tier_name(tier)])
    }

    /// What speaks for a tier.
    pub fn tier_reason(&self, sign: TierSign, what: &str, n: u32) -> String {
        let template = match sign {
            TierSign::Framework | TierSign::Database | TierSign::Outside => self.sign_crate,
            TierSign::Table => self.sign_table,
            TierSign::RowType => self.sign_row_type,
            TierSign::Calls => self.sign_calls,
            TierSign::Nothing => self.sign_nothing,
            TierSign::Name => self.sign_name,
        };
        let n = self.grouped(u64::from(n));
        fill(template, &[&n, &what])
    }

    /// How often something is tested in one way.
    pub fn times(&self, template: &str, n: u64) -> String {
        count(template, n, &self.grouped(n))
    }
}
