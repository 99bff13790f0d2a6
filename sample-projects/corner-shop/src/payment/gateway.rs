//! What the shop expects of whoever moves the money.

use super::card::CardGateway;
use super::transfer::BankTransferGateway;
use super::{Method, Payment};
use crate::error::Result;
use crate::orders::OrderId;
use crate::util::Money;

/// One order's worth of money to collect.
#[derive(Debug)]
pub struct Charge<'a> {
    pub order: &'a OrderId,
    pub number: &'a str,
    pub amount: Money,
    /// The token of a card; transfers have none.
    pub token: Option<&'a str>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The money is there.
    Captured { approval: String },
    /// The customer still has to send it, under this reference.
    Awaiting { reference: String },
}

pub trait Gateway {
    fn charge(&self, charge: &Charge<'_>) -> Result<Outcome>;

    /// Sends money back; returns the reference of the return.
    fn refund(&self, payment: &Payment, amount: Money) -> Result<String>;

    /// A sentence for the customer.
    fn instructions(&self, payment: &Payment) -> String;
}

pub fn gateway_for(method: Method) -> &'static dyn Gateway {
    match method {
        Method::Card => &CardGateway,
        Method::BankTransfer => &BankTransferGateway,
    }
}
