//! What the cart would cost if it were ordered now.

use rusqlite::Connection;
use serde::Serialize;

use super::Cart;
use crate::customers::{address, loyalty};
use crate::db::settings;
use crate::error::Result;
use crate::util::Money;

#[derive(Debug, Serialize)]
pub struct Totals {
    pub subtotal: Money,
    pub discount: Money,
    pub shipping: Money,
    pub total: Money,
    /// What is missing until the parcel travels free.
    pub until_free_shipping: Money,
}

pub fn totals(conn: &Connection, cart: &Cart) -> Result<Totals> {
    let subtotal: Money = cart
        .lines
        .iter()
        .map(|it| it.unit_price.times(it.quantity))
        .sum();
    let tier = loyalty::tier_of(conn, &cart.customer)?;
    let discount = subtotal.percent(tier.discount_percent());
    let goods = subtotal - discount;
    let postal_code = address::default_of(conn, &cart.customer)?
        .map(|it| it.postal_code)
        .unwrap_or_default();
    let shipping = shipping_fee(conn, goods, &postal_code)?;
    let free_from = settings::amount(conn, "free_shipping_from")?;
    Ok(Totals {
        subtotal,
        discount,
        shipping,
        total: goods + shipping,
        until_free_shipping: (free_from - goods).max(Money::ZERO),
    })
}

fn shipping_fee(conn: &Connection, goods: Money, postal_code: &str) -> Result<Money> {
    let free_from = settings::amount(conn, "free_shipping_from")?;
    let mut fee = if goods >= free_from {
        Money::ZERO
    } else {
        settings::amount(conn, "shipping_fee")?
    };
    // 제주(63xxx)와 울릉도(402xx)는 도서산간 요금을 더 받는다.
    let remote = postal_code.starts_with("63") || postal_code.starts_with("402");
    if remote {
        fee += settings::amount(conn, "remote_surcharge")?;
    }
    Ok(fee)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cart::{CartId, find_open};
    use crate::db;

    fn totals_of(cart: &str) -> Totals {
        let conn = db::in_memory().unwrap();
        let cart = find_open(&conn, &CartId::parse(cart).unwrap()).unwrap();
        totals(&conn, &cart).unwrap()
    }

    #[test]
    fn a_small_cart_pays_postage() {
        let totals = totals_of("crt_minji");
        assert_eq!(totals.subtotal, Money::won(17_550));
        assert_eq!(totals.total, Money::won(20_550));
        assert_eq!(totals.until_free_shipping, Money::won(32_450));
    }

    #[test]
    fn a_cart_for_jeju_pays_the_ferry() {
        assert_eq!(totals_of("crt_haneul").shipping, Money::won(7_000));
    }
}
