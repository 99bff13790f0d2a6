//! `till`: the registers of Hallasan Feinkost, Frankfurt am Main. 한라산 식품.
//!
//! First written in Clipper as KASSE 91, translated to Rust line by line in the winter of 2019.
//! -- W. Ruppert

pub mod books;
pub mod day_end;
pub mod db;
pub mod door;
pub mod drawer;
pub mod globals;
pub mod import;
pub mod loyalty;
pub mod nightly;
pub mod orders;
pub mod prices;
pub mod promos;
pub mod receipt;
pub mod returns;
pub mod sales;
pub mod staff;
pub mod stock;
pub mod util;

/// An error is a line for the display: `E` and two digits, then why.
pub type Res<T> = Result<T, String>;
