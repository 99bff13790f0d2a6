pub mod clock;
pub mod csv;
pub mod page;
pub mod random;
