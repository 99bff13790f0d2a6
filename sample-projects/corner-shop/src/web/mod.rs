//! The shop over HTTP: one file an area, and everything in JSON.

mod admin;
mod cart;
mod catalog;
mod customers;
mod health;
mod mail;
mod orders;
mod payments;
mod reply;
mod shop;
mod stock;

use axum::Router;

pub use shop::Shop;

/// All routes of the shop.
pub fn router(shop: Shop) -> Router {
    Router::new()
        .merge(health::routes())
        .nest("/catalog", catalog::routes())
        .nest("/cart", cart::routes())
        .nest("/orders", orders::routes())
        .nest("/payments", payments::routes())
        .nest("/stock", stock::routes())
        .nest("/customers", customers::routes())
        .nest("/mail", mail::routes())
        .nest("/admin", admin::routes())
        .fallback(reply::no_such_route)
        .with_state(shop)
}
