//! A cart becomes an order.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::state::{self, Status};
use super::{Order, OrderId, OrderLine, next_number};
use crate::cart::{self, Cart, CartId};
use crate::catalog::price;
use crate::customers::{Address, Customer, address, loyalty};
use crate::db::{self, settings};
use crate::error::{Result, ShopError};
use crate::mail;
use crate::payment::{self, Charge, Method, Payment, gateway_for, settle};
use crate::stock::reservation;
use crate::util::Money;
use crate::util::clock::{self, Timestamp};

#[derive(Debug, Deserialize)]
pub struct Checkout {
    pub cart: CartId,
    pub method: Method,
    #[serde(default)]
    pub card_token: Option<String>,
    /// Points to pay with, one won each.
    #[serde(default)]
    pub points: u32,
}

#[derive(Debug, Serialize)]
pub struct Receipt {
    pub order: Order,
    pub lines: Vec<OrderLine>,
    pub payment: Payment,
    pub instructions: String,
}

struct Sums {
    subtotal: Money,
    discount: Money,
    shipping: Money,
}

impl Sums {
    fn total(&self) -> Money {
        self.subtotal - self.discount + self.shipping
    }
}

/// Places an order: all of it or nothing of it.
pub fn place(conn: &mut Connection, checkout: &Checkout) -> Result<Receipt> {
    let tx = conn.transaction()?;
    let cart = cart::find_open(&tx, &checkout.cart)?;
    let customer = db::customer(&tx, &cart.customer)?;
    let address = deliverable(&tx, &customer)?;
    let lines = priced_lines(&tx, &cart)?;

    let id = OrderId::fresh();
    let sums = sums(&tx, &customer, &address, &lines)?;
    insert(&tx, &id, &customer, &address, &sums)?;
    insert_lines(&tx, &id, &lines)?;
    hold_stock(&tx, &id, &lines)?;
    pay_with_points(&tx, &id, &customer, checkout.points)?;

    let order = db::order(&tx, &id)?;
    let payment = payment::charge(
        &tx,
        checkout.method,
        &Charge {
            order: &id,
            number: &order.number,
            amount: order.total,
            token: checkout.card_token.as_deref(),
        },
    )?;
    if payment.status == payment::Status::Captured {
        settle::paid(&tx, &payment)?;
    }
    let instructions = gateway_for(payment.method).instructions(&payment);
    tell(&tx, &customer, &order, &instructions)?;
    tx.execute(
        "UPDATE carts SET status = 'ordered', updated_at = ?2 WHERE id = ?1",
        params![cart.id, clock::now()],
    )?;
    let order = db::order(&tx, &id)?;
    tx.commit()?;
    Ok(Receipt {
        order,
        lines,
        payment,
        instructions,
    })
}

/// The address of a customer to whom the shop delivers.
fn deliverable(conn: &Connection, customer: &Customer) -> Result<Address> {
    if customer.blocked {
        return Err(ShopError::conflict("please call the shop"));
    }
    let address = address::default_of(conn, &customer.id)?;
    address.ok_or_else(|| ShopError::conflict("an order needs an address"))
}

fn priced_lines(conn: &Connection, cart: &Cart) -> Result<Vec<OrderLine>> {
    if cart.lines.is_empty() {
        return Err(ShopError::conflict("the cart is empty"));
    }
    let priced = cart.lines.iter().map(|line| {
        Ok(OrderLine {
            product: line.product.clone(),
            name: line.name.clone(),
            quantity: line.quantity,
            unit_price: price::quoted_price(conn, &line.product)?,
        })
    });
    priced.collect()
}

fn sums(
    conn: &Connection,
    customer: &Customer,
    address: &Address,
    lines: &[OrderLine],
) -> Result<Sums> {
    let subtotal: Money = lines
        .iter()
        .map(|it| it.unit_price.times(it.quantity))
        .sum();
    let tier = loyalty::tier_of(conn, &customer.id)?;
    let discount = subtotal.percent(tier.discount_percent());
    Ok(Sums {
        subtotal,
        discount,
        shipping: shipping_fee(conn, subtotal - discount, &address.postal_code)?,
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

fn insert(
    conn: &Connection,
    id: &OrderId,
    customer: &Customer,
    address: &Address,
    sums: &Sums,
) -> Result<()> {
    conn.execute(
        "INSERT INTO orders (id, number, customer_id, address_id, status,
                             subtotal, discount, shipping, total, placed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            id,
            next_number(conn)?,
            customer.id,
            address.id,
            "placed",
            sums.subtotal,
            sums.discount,
            sums.shipping,
            sums.total(),
            clock::now(),
        ],
    )?;
    state::log_event(conn, id, Status::Placed, "placed online")
}

fn insert_lines(conn: &Connection, id: &OrderId, lines: &[OrderLine]) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO order_lines (order_id, product_id, name, quantity, unit_price)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for line in lines {
        statement.execute(params![
            id,
            line.product,
            line.name,
            line.quantity,
            line.unit_price
        ])?;
    }
    Ok(())
}

fn hold_stock(conn: &Connection, id: &OrderId, lines: &[OrderLine]) -> Result<()> {
    let until = held_until(conn)?;
    for line in lines {
        reservation::hold(conn, id, &line.product, line.quantity, until)?;
    }
    Ok(())
}

fn held_until(conn: &Connection) -> Result<Timestamp> {
    let minutes = settings::number(conn, "hold_minutes")?;
    Ok(clock::now().plus_minutes(minutes))
}

/// Points lower what is charged, as a discount that the customer has earned before.
fn pay_with_points(
    conn: &Connection,
    id: &OrderId,
    customer: &Customer,
    points: u32,
) -> Result<()> {
    if points == 0 {
        return Ok(());
    }
    let total = db::order(conn, id)?.total;
    if i64::from(points) >= total.as_won() {
        let message = format!("{points} points are too many for an order over {total}");
        return Err(ShopError::conflict(message));
    }
    let paid = loyalty::spend(conn, &customer.id, id, i64::from(points))?;
    conn.execute(
        "UPDATE orders SET discount = discount + ?2, total = total - ?2 WHERE id = ?1",
        params![id, paid],
    )?;
    Ok(())
}

fn tell(conn: &Connection, customer: &Customer, order: &Order, how_to_pay: &str) -> Result<()> {
    let letter = mail::template::order_placed(
        &customer.email,
        &customer.name,
        &order.number,
        order.total.as_won(),
        how_to_pay,
    );
    mail::queue(conn, &letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::ProductId;
    use crate::stock;

    fn by_card(cart: &str, token: &str, points: u32) -> Checkout {
        Checkout {
            cart: CartId::parse(cart).unwrap(),
            method: Method::Card,
            card_token: Some(token.to_owned()),
            points,
        }
    }

    #[test]
    fn a_card_pays_at_once() {
        let mut conn = db::in_memory().unwrap();
        let receipt = place(&mut conn, &by_card("crt_minji", "tok_visa", 390)).unwrap();
        let order = receipt.order;
        assert_eq!(order.status, Status::Paid);
        assert_eq!(order.number, "M-000004");
        assert_eq!(order.subtotal, Money::won(2 * 4_500 + 8_550));
        assert_eq!(order.total, Money::won(17_550 - 390 + 3_000));
        assert_eq!(receipt.payment.amount, order.total);
    }

    #[test]
    fn a_declined_card_leaves_nothing_behind() {
        let mut conn = db::in_memory().unwrap();
        let declined = place(&mut conn, &by_card("crt_minji", "tok_declined", 100));
        assert!(matches!(declined, Err(ShopError::Declined(_))));
        let tea = ProductId::parse("prd_barley-tea").unwrap();
        assert_eq!(stock::level(&conn, &tea).unwrap().reserved, 0);
        let cart = cart::find_open(&conn, &CartId::parse("crt_minji").unwrap()).unwrap();
        assert_eq!(db::customer(&conn, &cart.customer).unwrap().points, 390);
    }

    #[test]
    fn islands_pay_the_ferry() {
        let mut conn = db::in_memory().unwrap();
        let checkout = Checkout {
            cart: CartId::parse("crt_haneul").unwrap(),
            method: Method::BankTransfer,
            card_token: None,
            points: 0,
        };
        let receipt = place(&mut conn, &checkout).unwrap();
        assert_eq!(receipt.order.shipping, Money::won(7_000));
        assert_eq!(receipt.order.status, Status::Placed);
        assert!(receipt.instructions.contains("₩21,900"));
        assert!(receipt.instructions.contains("BANK-000004"));
    }
}
