//! 망원상회, the corner shop in Mangwon-dong: everything behind its counter, in one program.
//!
//! A request comes in through [`web`], which hands a database connection to the area that it is
//! about: [`catalog`], [`cart`], [`orders`], [`payment`], [`stock`], [`customers`] or [`mail`].
//! The areas call each other as they need to, inside one transaction. [`jobs`] run on a timer,
//! [`reports`] read everything.

pub mod cart;
pub mod catalog;
pub mod config;
pub mod customers;
pub mod db;
pub mod error;
pub mod healthcheck;
pub mod jobs;
pub mod mail;
pub mod orders;
pub mod payment;
pub mod reports;
pub mod server;
pub mod stock;
pub mod util;
pub mod web;

pub use config::Config;
pub use error::{Result, ShopError};
