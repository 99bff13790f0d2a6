//! Doors of small programs, a framework each.

use expect_test::{Expect, expect};

use crate::model::DoorKind;
use crate::pipeline;

/// Doors, one a line; `package` is what stands below `[dependencies]`.
#[expect(clippy::needless_pass_by_value, reason = "as everywhere in tests")]
fn check(dependencies: &str, project: &str, expected: Expect) {
    let dependencies = dependencies.replace(' ', " = \"1\"\n");
    let manifest = format!(
        "\n//- /Cargo.toml\n[package]\nname = \"shop\"\nedition = \"2024\"\n[dependencies]\n{dependencies} = \"1\"\n"
    );
    let model = pipeline::fixture(&(manifest + project)).model;
    let doors = model.doors().inbound.iter();
    let doors = doors.filter(|it| it.kind != DoorKind::Command || !it.name().ends_with(" shop"));
    let doors = doors.map(|it| {
        format!(
            "{} -> {} @{} {} {}\n",
            it.name(),
            model.path_of(it.handler),
            model.place(it.span),
            it.framework,
            it.confidence
        )
    });
    expected.assert_eq(&doors.collect::<String>());
}

#[test]
fn axum_routers_are_followed_through_functions_and_files() {
    check(
        "axum tokio",
        r#"
//- /src/main.rs
mod carts; mod admin;
use axum::{Router, routing::{get, post}};
const HEALTH: &str = "/health";
#[tokio::main]
async fn main() {
    let mut app = Router::new()
        .route("/", get(|| async { "hello" }))
        .route(HEALTH, get(health))
        .nest("/api", api())
        .merge(admin::routes().layer(Trace));
    if cfg!(debug_assertions) {
        app = app.route("/debug", axum::routing::any(health));
    }
    let described = api();
    let app = from_fn(trim).layer(app.route("/docs", get(health).layer(Extension(described))));
    axum::serve(listener, app.into_make_service()).await.unwrap();
}
async fn health() {}
fn api() -> Router<State> {
    let carts = carts::Carts::router();
    Router::new().nest("/carts", carts).route("/login", post(move |body| login(body, 1)))
}
async fn login(_: Body, _: u8) {}
//- /src/carts.rs
use axum::{routing, Router};
pub struct Carts;
impl Carts {
    pub fn router() -> Router<State> {
        Router::new()
            .route("/", routing::get(Self::all).post(Self::add))
            .route("/{id}", routing::on(routing::MethodFilter::PUT, put).layer(Limit))
    }
    async fn all() {}
    async fn add() {}
}
async fn put() {}
//- /src/admin.rs
use axum::routing::get as read;
pub fn routes() -> axum::Router {
    add_files(axum::Router::new().route("/admin", read(page)))
}
fn add_files(router: axum::Router) -> axum::Router {
    router.nest_service("/files", ServeDir::new("files")).fallback(page)
}
async fn page() {}
#[cfg(test)]
mod tests {
    use super::*;
    fn nested() { axum::Router::new().nest("/test", routes()).route("/t", read(page)); }
}
"#,
        expect![[r#"
            ANY /debug -> bin:shop::health @src/main.rs:12:50 axum resolved
            ANY /files -> bin:shop::admin::add_files @src/admin.rs:6:12 axum inferred
            GET / -> bin:shop::main @src/main.rs:7:21 axum inferred
            GET /admin -> bin:shop::admin::page @src/admin.rs:3:51 axum resolved
            GET /api/carts -> bin:shop::carts::Carts::all @src/carts.rs:6:34 axum resolved
            GET /docs -> bin:shop::health @src/main.rs:15:54 axum resolved
            GET /health -> bin:shop::health @src/main.rs:8:24 axum resolved
            POST /api/carts -> bin:shop::carts::Carts::add @src/carts.rs:6:49 axum resolved
            POST /api/login -> bin:shop::login @src/main.rs:21:57 axum inferred
            PUT /api/carts/{id} -> bin:shop::carts::put @src/carts.rs:7:38 axum resolved
        "#]],
    );
}

#[test]
fn names_of_frameworks_open_no_doors_elsewhere() {
    check(
        "axum",
        r#"
//- /src/lib.rs
pub struct Map;
impl Map { pub fn route(self, _: &str, _: u8) -> Self { self } }
fn get(_: fn()) -> u8 { 1 }
fn show() {}
fn f(map: Map, cache: Cache) { map.route("/a", get(show)); cache.get("/b"); cache.nest("/c", map); }
"#,
        expect![""],
    );
    check(
        "reqwest",
        "\n//- /src/lib.rs\nfn f() { Router::new().route(\"/a\", get(f)); }\n#[get(\"/b\")]\nfn g() {}\n",
        expect![""],
    );
}

#[test]
fn utoipa_describes_what_axum_opens() {
    check(
        "axum utoipa utoipa_axum",
        r#"
//- /src/lib.rs
use utoipa_axum::{router::OpenApiRouter, routes};
pub fn build() -> axum::Router {
    let (router, docs) = OpenApiRouter::new().nest("/v1", OpenApiRouter::new().routes(routes!(show, add))).split_for_parts();
    router
}
#[utoipa::path(get, path = "/carts/{id}", responses((status = 200)))]
async fn show() {}
#[utoipa::path(method(post), path = "/carts")]
async fn add() {}
#[utoipa::path(get, path = "/never")]
async fn never() {}
"#,
        expect![[r#"
            GET /v1/carts/{id} -> shop::show @src/lib.rs:6:11 axum resolved
            POST /v1/carts -> shop::add @src/lib.rs:8:11 axum resolved
        "#]],
    );
}

#[test]
fn actix_scopes_resources_and_attributes() {
    check(
        "actix_web",
        r#"
//- /src/main.rs
mod carts;
use actix_web::{get, web, App, HttpServer, guard};
#[actix_web::main]
async fn main() {
    let limit = 1;
    HttpServer::new(move || {
        App::new()
            .service(hello)
            .configure(|cfg| carts::config(cfg, &limit))
            .configure(admin)
            .service(web::scope("/static").service(actix_files::Files::new("/img", "x")))
            .route("/late", web::route().guard(guard::Post()).to(late))
            .default_service(web::to(late))
    })
}
#[get("/hello/{name}")]
async fn hello() {}
async fn late() {}
fn admin(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/admin").route(web::get().to(late)).route(web::delete().to(late)))
       .service(web::scope("").route("/x", web::method(actix_web::http::Method::PATCH).to(late)));
}
//- /src/carts.rs
use actix_web::{web::*, Responder};
pub fn config(cfg: &mut ServiceConfig, _: &u8) {
    cfg.service(
        scope("/api/v1")
            .wrap(Limit)
            .service(resource("/carts").wrap(Log).route(get().to(all::<Db>)).route(post().to(add)))
            .service(scope("/items").route("", get().to(items)).route("/{id}", put().to(item)))
            .service(resource("/any").to(any)),
    );
    if on() { cfg.service((one, two)); }
}
#[actix_web::route("/one", method = "GET", method = "HEAD")]
async fn one() {}
#[actix_web::post("/two")]
async fn two() {}
#[actix_web::post("/forgotten")]
async fn forgotten() {}
async fn all<T>() {} async fn add() {} async fn items() {} async fn item() {} async fn any() {}
"#,
        expect![[r#"
            ANY /api/v1/any -> bin:shop::carts::any @src/carts.rs:8:39 actix-web resolved
            DELETE /admin -> bin:shop::late @src/main.rs:20:79 actix-web resolved
            GET /admin -> bin:shop::late @src/main.rs:20:52 actix-web resolved
            GET /api/v1/carts -> bin:shop::carts::all @src/carts.rs:6:57 actix-web resolved
            GET /api/v1/items -> bin:shop::carts::items @src/carts.rs:7:48 actix-web resolved
            GET /hello/{name} -> bin:shop::hello @src/main.rs:16:3 actix-web resolved
            GET /one -> bin:shop::carts::one @src/carts.rs:12:14 actix-web resolved
            HEAD /one -> bin:shop::carts::one @src/carts.rs:12:14 actix-web resolved
            PATCH /x -> bin:shop::late @src/main.rs:21:49 actix-web resolved
            POST /api/v1/carts -> bin:shop::carts::add @src/carts.rs:6:84 actix-web resolved
            POST /forgotten -> bin:shop::carts::forgotten @src/carts.rs:16:14 actix-web guessed
            POST /late -> bin:shop::late @src/main.rs:12:34 actix-web resolved
            POST /two -> bin:shop::carts::two @src/carts.rs:14:14 actix-web resolved
            PUT /api/v1/items/{id} -> bin:shop::carts::item @src/carts.rs:7:80 actix-web resolved
        "#]],
    );
}

#[test]
fn rocket_mounts_lists_of_attributes() {
    check(
        "rocket",
        r#"
//- /src/main.rs
#[macro_use] extern crate rocket;
mod api;
pub use api::routes as api_routes;
#[launch]
fn launch() -> _ {
    let base = domain();
    rocket::build()
        .mount("/", routes![index])
        .mount([base, "/api"].concat(), api_routes())
        .mount(format!("{base}/v2"), api::extra())
        .register("/", catchers![lost])
}
#[get("/?<page>")]
fn index() {}
#[catch(404)]
fn lost() {}
//- /src/api.rs
use rocket::Route;
pub fn routes() -> Vec<Route> {
    let mut more = routes![carts::show, carts::add];
    let mut routes = Vec::new();
    routes.append(&mut more);
    routes.extend(extra());
    routes
}
pub fn extra() -> Vec<Route> { routes![ping] }
#[rocket::route(GET, uri = "/ping")]
fn ping() {}
mod carts {
    #[get("/carts/<id>", rank = 2)]
    pub fn show() {}
    #[post("/carts", data = "<cart>", format = "json")]
    pub fn add() {}
}
"#,
        expect![[r#"
            GET / -> bin:shop::index @src/main.rs:13:3 rocket resolved
            GET /api/carts/<id> -> bin:shop::api::carts::show @src/api.rs:13:7 rocket inferred
            GET /api/ping -> bin:shop::api::ping @src/api.rs:10:11 rocket inferred
            GET /v2/ping -> bin:shop::api::ping @src/api.rs:10:11 rocket inferred
            POST /api/carts -> bin:shop::api::carts::add @src/api.rs:15:7 rocket inferred
        "#]],
    );
}

#[test]
fn poem_routes_and_its_apis() {
    check(
        "poem poem_openapi",
        r#"
//- /src/main.rs
use poem::{get, handler, listener::TcpListener, post, Route, Server, RouteMethod};
use poem_openapi::{OpenApi, OpenApiService};
struct Api { db: Db }
#[OpenApi]
impl Api {
    #[oai(path = "/carts/:id", method = "get")]
    async fn show(&self) {}
    #[oai(path = "/carts", method = "post", method = "put")]
    async fn add(&self) {}
}
#[derive(Default)]
struct Users;
#[OpenApi]
impl Users {
    #[oai(path = "/users", method = "get")]
    async fn all(&self) {}
}
#[handler]
fn hello() {}
#[tokio::main]
async fn main() {
    let api = OpenApiService::new((Api { db }, Users::default()), "Carts", "1.0").server("http://localhost:3000/api");
    let ui = api.swagger_ui();
    let app = Route::new()
        .nest("/api", api)
        .at("/hello", get(hello).post(hello))
        .at("/any", hello)
        .at("/late", RouteMethod::new().delete(hello));
    Server::new(TcpListener::bind("0.0.0.0:3000")).run(app).await
}
"#,
        expect![[r#"
            ANY /any -> bin:shop::hello @src/main.rs:27:10 poem resolved
            DELETE /late -> bin:shop::hello @src/main.rs:28:41 poem resolved
            GET /api/carts/:id -> bin:shop::Api::show @src/main.rs:6:7 poem resolved
            GET /api/users -> bin:shop::Users::all @src/main.rs:15:7 poem resolved
            GET /hello -> bin:shop::hello @src/main.rs:26:23 poem resolved
            POST /api/carts -> bin:shop::Api::add @src/main.rs:8:7 poem resolved
            POST /hello -> bin:shop::hello @src/main.rs:26:34 poem resolved
            PUT /api/carts -> bin:shop::Api::add @src/main.rs:8:7 poem resolved
        "#]],
    );
}

#[test]
fn warp_filters_end_in_doors() {
    check(
        "warp",
        r#"
//- /src/main.rs
use warp::Filter;
mod filters {
    use warp::Filter;
    pub fn todos(db: Db) -> impl Filter { list(db.clone()).or(create(db)) }
    fn list(db: Db) -> impl Filter {
        warp::path!("todos").and(warp::get()).and(with_db(db)).and_then(super::handlers::list)
    }
    fn create(db: Db) -> impl Filter {
        warp::path!("todos" / u64 / "x").and(warp::put()).and(warp::body::json()).and(with_db(db)).and_then(super::handlers::create)
    }
    fn with_db(db: Db) -> impl Filter { warp::any().map(move || db.clone()) }
}
mod handlers { pub async fn list() {} pub async fn create() {} }
#[tokio::main]
async fn main() {
    let hi = warp::path("hello").and(warp::path::param()).and(warp::header("agent")).map(|name, agent| name);
    let math = warp::path("math").and(warp::post().and(warp::path("sum").map(|| 1)).or(warp::path!("times" / u32).map(|_| 2)));
    let index = warp::path::end().map(|| 1);
    warp::serve(index.or(hi).or(math).or(filters::todos(db)).with(warp::log("x"))).run(addr).await;
}
"#,
        expect![[r#"
            ANY / -> bin:shop::main @src/main.rs:18:35 warp inferred
            ANY /hello/{param} -> bin:shop::main @src/main.rs:16:86 warp inferred
            ANY /math/times/{u32} -> bin:shop::main @src/main.rs:17:115 warp inferred
            GET /todos -> bin:shop::handlers::list @src/main.rs:6:64 warp resolved
            POST /math/sum -> bin:shop::main @src/main.rs:17:74 warp inferred
            PUT /todos/{u64}/x -> bin:shop::handlers::create @src/main.rs:9:100 warp resolved
        "#]],
    );
}

#[test]
fn salvo_puts_paths_before_methods() {
    check(
        "salvo",
        r#"
//- /src/lib.rs
use salvo::prelude::*;
pub fn router() -> Router {
    Router::with_path("carts").get(all).push(Router::with_path("<id>").get(show).delete(remove))
}
#[handler] async fn all() {}
#[handler] async fn show() {}
#[handler] async fn remove() {}
"#,
        expect![[r#"
            DELETE /carts/<id> -> shop::remove @src/lib.rs:3:82 salvo resolved
            GET /carts -> shop::all @src/lib.rs:3:32 salvo resolved
            GET /carts/<id> -> shop::show @src/lib.rs:3:72 salvo resolved
        "#]],
    );
}

#[test]
fn functions_that_call_each_other_come_to_an_end() {
    check(
        "axum",
        r#"
//- /src/lib.rs
use axum::{Router, routing::get};
pub fn app() -> Router { a(3) }
fn a(n: u8) -> Router { Router::new().route("/a", get(h)).merge(b(n)) }
fn b(n: u8) -> Router { if n > 0 { Router::new().nest("/b", a(n - 1)) } else { Router::new() } }
async fn h() {}
"#,
        expect![[r#"
            GET /a -> shop::h @src/lib.rs:3:51 axum resolved
        "#]],
    );
}

/// Calls to the outside and settings, one a line.
#[expect(clippy::needless_pass_by_value, reason = "as everywhere in tests")]
fn check_world(dependencies: &str, project: &str, expected: Expect) {
    let dependencies = dependencies.replace(' ', " = \"1\"\n");
    let manifest = format!(
        "\n//- /Cargo.toml\n[package]\nname = \"shop\"\nedition = \"2024\"\n[dependencies]\n{dependencies} = \"1\"\n"
    );
    let model = pipeline::fixture(&(manifest + project)).model;
    let doors = model.doors();
    let outbound = doors.outbound.iter().map(|it| {
        let (from, target) = (model.path_of(it.from), it.target.as_deref().unwrap_or("?"));
        let (kind, library, sure) = (it.kind, &it.library, it.confidence);
        let test = if it.test { " test" } else { "" };
        format!(
            "{from} {kind} {library} {target} @{} {sure}{test}\n",
            it.span.line
        )
    });
    let config = doors.config.iter().map(|it| {
        let (from, kind, name) = (model.path_of(it.from), it.kind, &it.name);
        format!("{from} reads {kind} {name} @{}\n", it.span.line)
    });
    expected.assert_eq(&outbound.chain(config).collect::<String>());
}

#[test]
fn calls_to_the_outside_are_told_by_paths_and_types() {
    check_world(
        "reqwest redis lettre lapin aws_sdk_s3 ureq",
        r#"
//- /src/lib.rs
use std::sync::Arc;
use reqwest::Client;
const HOST: &str = "https://pay.example/charge";
pub struct Shop { client: Arc<Client>, cache: redis::aio::ConnectionManager, files: aws_sdk_s3::Client }
impl Shop {
    async fn charge(&self) { self.client.post(HOST).json(&1).send().await; }
    async fn look(&mut self, id: u8) { self.cache.get("cart"); self.client.get(format!("https://a.example/{id}")).send(); }
    async fn keep(&self) { self.files.put_object().bucket("b").send().await; }
}
async fn plain() { reqwest::get("https://b.example/x").await; ureq::get("http://c.example").call(); }
async fn letter(mailer: &lettre::AsyncSmtpTransport<T>, channel: lapin::Channel) {
    mailer.send(m).await; channel.basic_publish("", "orders", o, p, q).await;
}
struct Map; impl Map { fn get(&self, _: &str) {} }
fn own(map: Map, other: HashMap<u8, u8>) { map.get("/x"); other.get(&1); Client::new(); }
#[cfg(test)] mod tests { fn t() { reqwest::blocking::get("http://localhost/x"); } }
"#,
        expect![[r#"
            shop::Shop::charge http reqwest https://pay.example/charge @6 inferred
            shop::Shop::look http reqwest https://a.example/{id} @7 inferred
            shop::Shop::look cache redis cart @7 inferred
            shop::Shop::keep objects aws_sdk_s3 ? @8 inferred
            shop::plain http reqwest https://b.example/x @10 resolved
            shop::plain http ureq http://c.example @10 resolved
            shop::letter queue lapin orders @12 inferred
            shop::letter mail lettre ? @12 inferred
            shop::tests::t http reqwest http://localhost/x @16 resolved test
        "#]],
    );
    check_world(
        "serde",
        "\n//- /src/lib.rs\nfn f(c: Client) { c.get(\"http://a\"); reqwest::get(\"http://b\"); }\n",
        expect![[""]],
    );
}

#[test]
fn settings_are_variables_files_and_ports() {
    check_world(
        "clap config actix_web tokio",
        r#"
//- /src/main.rs
use std::{env, fs, net::TcpListener};
const NAME: &str = "SHOP_NAME";
#[derive(clap::Parser)]
struct Options { #[arg(long, env = "SHOP_URL")] url: String, #[arg(long)] other: u8 }
fn main() {
    env::var("SHOP_PORT"); std::env::var_os(NAME); option_env!("SHOP_BUILD"); env!("CARGO_PKG_NAME");
    fs::read_to_string("shop.toml"); fs::read_to_string("notes.txt");
    config::File::with_name("conf/shop");
    TcpListener::bind("0.0.0.0:8080"); tokio::net::TcpListener::bind(address);
    actix_web::HttpServer::new(|| 1).bind("127.0.0.1:90");
    map.bind("x");
}
"#,
        expect![[r#"
            bin:shop::main reads variable SHOP_BUILD @6
            bin:shop::main reads variable SHOP_NAME @6
            bin:shop::main reads variable SHOP_PORT @6
            bin:shop::Options reads variable SHOP_URL @4
            bin:shop::main reads file conf/shop @8
            bin:shop::main reads file shop.toml @7
            bin:shop::main reads port  @9
            bin:shop::main reads port 0.0.0.0:8080 @9
            bin:shop::main reads port 127.0.0.1:90 @10
        "#]],
    );
}

#[test]
fn programs_services_and_jobs_are_doors_too() {
    check(
        "tonic async_graphql clap tokio lapin tokio_cron_scheduler",
        r#"
//- /src/main.rs
mod pb { tonic::include_proto!("hello"); }
use pb::greeter_server::{Greeter, GreeterServer};
struct Mine;
#[tonic::async_trait]
impl Greeter for Mine { async fn say_hello(&self) {} }
struct QueryRoot; struct Cart;
#[async_graphql::Object]
impl QueryRoot { async fn all_carts(&self) {} }
#[async_graphql::Object]
impl Cart { async fn lines(&self) {} }
#[derive(clap::Subcommand)]
enum Order { Serve, DropAll { force: bool } }
fn main() { match order { Order::Serve => serve(), Order::DropAll { .. } => {} } }
fn serve() {}
async fn tidy() { let mut every = tokio::time::interval(d); loop { every.tick().await; } }
async fn listen(channel: lapin::Channel) { channel.basic_consume("orders", "me", a, b).await; }
async fn nightly() { tokio_cron_scheduler::Job::new_async("0 0 * * *", |a, b| work()); }
"#,
        expect![[r#"
            CONSUME orders -> bin:shop::listen @src/main.rs:16:52 lapin inferred
            GRPC Greeter/SayHello -> bin:shop::<Mine as Greeter>::say_hello @src/main.rs:5:34 tonic inferred
            JOB nightly -> bin:shop::nightly @src/main.rs:17:49 tokio_cron_scheduler inferred
            JOB tidy -> bin:shop::tidy @src/main.rs:15:48 tokio inferred
            QUERY allCarts -> bin:shop::QueryRoot::all_carts @src/main.rs:8:27 async_graphql inferred
            RUN drop-all -> bin:shop::main @src/main.rs:13:4 clap inferred
            RUN serve -> bin:shop::main @src/main.rs:13:4 clap inferred
        "#]],
    );
}
