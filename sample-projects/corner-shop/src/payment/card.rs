//! Cards, through the terminal's test mode.

use super::{Charge, Gateway, Outcome, Payment};
use crate::error::{Result, ShopError};
use crate::util::{Id, Money, Named};

/// Approves every token but those the terminal's manual lists as declined.
pub struct CardGateway;

/// A purchase the terminal said yes to.
struct Approval;

impl Named for Approval {
    const PREFIX: &'static str = "CARD";
}

impl Gateway for CardGateway {
    fn charge(&self, charge: &Charge<'_>) -> Result<Outcome> {
        let Some(token) = charge.token else {
            return Err(ShopError::invalid("a card payment needs a card token"));
        };
        if charge.amount <= Money::ZERO {
            return Err(ShopError::invalid("there is nothing to charge"));
        }
        match token {
            "tok_declined" => Err(ShopError::Declined("한도 초과".to_owned())),
            "tok_expired" => Err(ShopError::Declined("유효기간 만료".to_owned())),
            _ => Ok(Outcome::Captured {
                approval: Id::<Approval>::fresh().to_string(),
            }),
        }
    }

    fn refund(&self, payment: &Payment, _amount: Money) -> Result<String> {
        Ok(format!("{}-R", payment.reference))
    }

    fn instructions(&self, _payment: &Payment) -> String {
        "Your card was charged; there is nothing left to do.".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::OrderId;

    #[test]
    fn a_declined_card_says_why() {
        let charge = Charge {
            order: &OrderId::fresh(),
            number: "M-000009",
            amount: Money::won(9_000),
            token: Some("tok_declined"),
        };
        let error = CardGateway.charge(&charge).unwrap_err();
        assert_eq!(error.to_string(), "the payment was declined: 한도 초과");
    }
}
