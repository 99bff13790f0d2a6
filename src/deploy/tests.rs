//! Layouts of small plans, as text.

use std::fmt::Write as _;
use std::sync::Arc;

use expect_test::{Expect, expect};

use super::{Binary, Layout, LayoutRequest, ServiceRequest, layout};
use crate::plan::RunSettings;

fn request<'a>(run: &'a RunSettings, services: Vec<ServiceRequest<'a>>) -> LayoutRequest<'a> {
    let binary = Binary {
        package: "corner-shop".into(),
        name: "corner-shop".into(),
    };
    LayoutRequest {
        system: "Corner shop",
        services,
        calls: vec![(0, 1)],
        run,
        binaries: vec![binary],
    }
}

fn service<'a>(name: &'a str, prefixes: &'a [Arc<str>]) -> ServiceRequest<'a> {
    ServiceRequest {
        name,
        prefixes,
        ..ServiceRequest::default()
    }
}

fn remaining<'a>() -> ServiceRequest<'a> {
    ServiceRequest {
        name: "remaining monolith",
        remaining: true,
        ..ServiceRequest::default()
    }
}

fn known() -> RunSettings {
    RunSettings {
        port: Some(8080),
        port_env: Some("PORT".into()),
        role_env: Some("SHOP_ROLE".into()),
        healthcheck: vec!["healthcheck".into()],
        data: Some("/data".into()),
        ..RunSettings::default()
    }
}

fn in_words(layout: &Layout) -> String {
    let mut out = String::new();
    for it in &layout.containers {
        let image = &layout.images[it.image];
        writeln!(
            out,
            "{} runs {} {:?} at {}",
            it.name, image.bin, it.env, it.direct_port
        )
        .unwrap();
    }
    for it in &layout.gateway.routes {
        let below = if it.below { " and below" } else { "" };
        writeln!(
            out,
            "{}{below} -> {}",
            it.path, layout.containers[it.container].name
        )
        .unwrap();
    }
    for it in &layout.networks {
        let callers: Vec<_> = it
            .callers
            .iter()
            .map(|it| &*layout.containers[*it].name)
            .collect();
        writeln!(out, "{}: {callers:?}", it.name).unwrap();
    }
    for it in &layout.losses {
        let text: String = it.text.chars().take(60).collect();
        writeln!(out, "{:?}: {text}", it.at).unwrap();
    }
    out
}

fn check(request: &LayoutRequest<'_>, expected: &Expect) {
    expected.assert_eq(&in_words(&layout(request)));
}

#[test]
fn a_plan_that_says_everything_loses_little() {
    let (orders, stock) = (["/orders".into(), "/carts".into()], ["/stock".into()]);
    let services = vec![
        service("orders", &orders),
        service("stock", &stock),
        remaining(),
    ];
    check(
        &request(&known(), services),
        &expect![[r#"
        orders runs corner-shop [("SHOP_ROLE", "orders"), ("PORT", "8080")] at 8081
        stock runs corner-shop [("SHOP_ROLE", "stock"), ("PORT", "8080")] at 8082
        monolith runs corner-shop [("SHOP_ROLE", "monolith"), ("PORT", "8080")] at 8083
        /carts and below -> orders
        /orders and below -> orders
        /stock and below -> stock
        to-orders: []
        to-stock: ["orders"]
        to-monolith: []
        Roles: no code is cut yet: every container holds the whole program 
        Roles: what the program does on its own (timers, queues, mail) ever
        Roles: limits are defaults, not measurements
        Data: the data are still one: all containers mount the same volume
        Networks: the networks are closed: no container but the gateway reache
    "#]],
    );
}

#[test]
fn a_plan_that_says_nothing_is_told_what_was_assumed() {
    let run = RunSettings::default();
    let mut request = request(&run, vec![service("orders", &[]), remaining()]);
    request.binaries.clear();
    check(
        &request,
        &expect![[r#"
            orders runs monolith [("SEAMLINE_ROLE", "orders")] at 8081
            monolith runs monolith [("SEAMLINE_ROLE", "monolith")] at 8082
            /orders and below -> orders
            to-orders: []
            to-monolith: ["orders"]
            Image: no binary is known that runs the system; the image expects b
            Roles: the port that the binary listens on is not known; 8080 is as
            Roles: no variable tells the binary its role; SEAMLINE_ROLE is set,
            Roles: the image has no shell, and no argument makes the binary che
            Roles: no code is cut yet: every container holds the whole program 
            Roles: what the program does on its own (timers, queues, mail) ever
            Roles: limits are defaults, not measurements
            Container(0): no door of orders is known: none was found in the code that 
            Data: no folder for data is known; containers may write to /tmp on
            Networks: the networks are closed: no container but the gateway reache
        "#]],
    );
}

#[test]
fn a_path_claimed_twice_goes_to_the_first() {
    let both = ["/orders".into()];
    let services = vec![
        service("orders", &both),
        service("sales", &both),
        remaining(),
    ];
    check(
        &request(&known(), services),
        &expect![[r#"
        orders runs corner-shop [("SHOP_ROLE", "orders"), ("PORT", "8080")] at 8081
        sales runs corner-shop [("SHOP_ROLE", "sales"), ("PORT", "8080")] at 8082
        monolith runs corner-shop [("SHOP_ROLE", "monolith"), ("PORT", "8080")] at 8083
        /orders and below -> orders
        to-orders: []
        to-sales: ["orders"]
        to-monolith: []
        Roles: no code is cut yet: every container holds the whole program 
        Roles: what the program does on its own (timers, queues, mail) ever
        Roles: limits are defaults, not measurements
        Data: the data are still one: all containers mount the same volume
        Networks: the networks are closed: no container but the gateway reache
        Gateway: /orders is claimed by orders and sales; orders gets it
    "#]],
    );
}

#[test]
fn doors_in_the_code_lead_to_their_service() {
    let run = known();
    let mut orders = service("orders", &[]);
    orders.doors = vec![
        "/orders/{id}/lines".into(),
        "/orders".into(),
        "/orders/new".into(),
    ];
    check(
        &request(&run, vec![orders, service("stock", &[]), remaining()]),
        &expect![[r#"
            orders runs corner-shop [("SHOP_ROLE", "orders"), ("PORT", "8080")] at 8081
            stock runs corner-shop [("SHOP_ROLE", "stock"), ("PORT", "8080")] at 8082
            monolith runs corner-shop [("SHOP_ROLE", "monolith"), ("PORT", "8080")] at 8083
            /orders/*/lines -> orders
            /orders/new -> orders
            /orders -> orders
            /stock and below -> stock
            to-orders: []
            to-stock: ["orders"]
            to-monolith: []
            Roles: no code is cut yet: every container holds the whole program 
            Roles: what the program does on its own (timers, queues, mail) ever
            Roles: limits are defaults, not measurements
            Container(1): no door of stock is known: none was found in the code that i
            Data: the data are still one: all containers mount the same volume
            Networks: the networks are closed: no container but the gateway reache
        "#]],
    );
}

#[test]
fn an_extracted_service_runs_its_own_package() {
    let run = known();
    let mut orders = service("orders", &[]);
    orders.package = Some("shop-orders");
    check(
        &request(&run, vec![orders, remaining()]),
        &expect![[r#"
            orders runs shop-orders [("SHOP_ROLE", "orders"), ("PORT", "8080")] at 8081
            monolith runs corner-shop [("SHOP_ROLE", "monolith"), ("PORT", "8080")] at 8082
            /orders and below -> orders
            to-orders: []
            to-monolith: ["orders"]
            Roles: no code is cut yet: every container holds the whole program 
            Roles: what the program does on its own (timers, queues, mail) ever
            Roles: limits are defaults, not measurements
            Container(0): no door of orders is known: none was found in the code that 
            Data: the data are still one: all containers mount the same volume
            Networks: the networks are closed: no container but the gateway reache
        "#]],
    );
}
