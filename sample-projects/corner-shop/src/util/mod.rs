//! Odds and ends every area of the shop leans on.

pub mod clock;
pub mod ids;
pub mod money;
pub mod page;
pub mod text;

pub use ids::{Id, Named};
pub use money::Money;
