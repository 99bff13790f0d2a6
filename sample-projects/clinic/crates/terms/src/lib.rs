//! Words that the whole clinic shares. No table, no clock, no network.

pub mod hangul;
pub mod kcd;
pub mod money;
pub mod phone;
pub mod resident;

pub use kcd::Kcd;
pub use money::Won;
pub use phone::Phone;
pub use resident::ResidentNo;

/// Why a word was not accepted. The text is what the desk gets to see.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TermError {
    #[error("{0:?} is not a resident number")]
    Resident(String),
    #[error("{0:?} is not a phone number")]
    Phone(String),
    #[error("{0:?} is not a disease code")]
    Disease(String),
}
