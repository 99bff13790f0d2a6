//! Each kind of obstacle once, in a picture.
mod cut;

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::{Crossings, Memo, Obstacle, Part, steps};
use crate::model::{CodeModel, ItemId, ItemKind};
use crate::pipeline::fixture;

fn part(model: &CodeModel, it: &Obstacle) -> String {
    let shapes = model.shapes();
    match it.part {
        Part::Whole => "itself".into(),
        Part::Receiver => "self".into(),
        Part::Parameter(at) => {
            let function = shapes.function(it.item).unwrap();
            let name = shapes.parameters(function)[at as usize].name;
            shapes.text(name).to_string()
        }
        Part::Output => "returns".into(),
        Part::Error => "error".into(),
        Part::Field(at) => {
            let name = shapes.fields(it.item)[at as usize].name;
            format!(".{}", shapes.text(name))
        }
    }
}

pub(super) fn in_words(model: &CodeModel, crossings: &Crossings) -> String {
    let mut out = String::new();
    for crossing in &crossings.items {
        let path = &model.item(crossing.item).path;
        writeln!(out, "{path}: {}", crossing.severity().word()).unwrap();
        for it in &crossing.obstacles {
            line(&mut out, model, it);
        }
    }
    for it in &crossings.orphans {
        writeln!(out, "{}", model.item(it.item).path).unwrap();
        line(&mut out, model, it);
    }
    out
}

fn line(out: &mut String, model: &CodeModel, it: &Obstacle) {
    let line = it.span.map_or(0, |it| it.line);
    let (part, cause) = (part(model, it), it.cause.word());
    write!(out, "  :{line} {part} {cause} {}", it.words(model)).unwrap();
    for (words, span) in steps(model, it) {
        write!(out, " <- {words} :{}", span.line).unwrap();
    }
    out.push('\n');
}

/// Judges every item of the fixture that is declared in no impl of a trait.
#[expect(
    clippy::needless_pass_by_value,
    reason = "reads better where it is called"
)]
fn check(text: &str, expected: Expect) {
    let analysis = fixture(text);
    let model = &analysis.model;
    let mut memo = Memo::default();
    let all = (0u32..).map(ItemId).zip(model.items());
    let items = all.filter(|it| it.1.kind != ItemKind::Impl).map(|it| it.0);
    let crossings = Crossings::of_items(model, &mut memo, items);
    expected.assert_eq(&in_words(model, &crossings));
}

#[test]
fn what_goes_in() {
    check(
        "
//- /src/lib.rs
use std::sync::{Arc, Mutex, mpsc::Sender};
use std::fs::File as Document;
use serde::{Deserialize, Serialize};
#[derive(Serialize, Deserialize)] pub struct Cart { pub lines: Vec<String> }
pub struct Plain { pub at: u32 }
pub fn fine(id: u64, name: String, cart: Option<Cart>, all: [u8; 4]) -> Vec<(Cart, bool)> { todo!() }
pub fn borrows(name: &str, cart: &mut Cart, all: &[Cart]) {}
pub fn generic<T: Serialize, F>(value: T, then: F) where F: Fn(u32) -> u32 {}
pub fn any(text: impl Into<String>, all: impl Iterator<Item = Cart>, then: Box<dyn FnOnce()>) {}
pub fn behind(what: &dyn std::fmt::Display, code: fn(u32) -> u32, raw: *const u8) {}
pub fn shared(a: Arc<Cart>, b: Arc<Mutex<Cart>>, c: Sender<Cart>, d: Document) {}
pub fn plain(it: Plain) {}
pub fn unknown(it: Missing) {}
",
        expect![[r#"
            fixture::any: blocks
              :9 then closure dyn FnOnce()
              :9 text impl-trait impl Into<String>
              :9 all stream impl Iterator<Item = Cart>
            fixture::behind: blocks
              :10 what dyn-trait dyn Display
              :10 code closure fn(u32) -> u32
              :10 raw raw-pointer *const u8
            fixture::generic: blocks
              :8 then closure F
              :8 value generic T
            fixture::shared: blocks
              :11 b lock Mutex<Cart>
              :11 c channel Sender<Cart>
              :11 d handle File
              :11 a shared-pointer Arc<Cart>
            fixture::borrows: reshape
              :7 name borrowed &str
              :7 cart mutable-borrow &mut Cart
              :7 all borrowed &[Cart]
            fixture::unknown: unknown
              :13 it unknown Missing
            fixture::Plain: declare
              :5 itself not-serde Plain
            fixture::plain: declare
              :12 it not-serde Plain
            fixture::Cart: fine
            fixture::fine: fine
        "#]],
    );
}

#[test]
fn types_are_told_as_code_says_them() {
    check(
        "
//- /src/lib.rs
pub struct Won; pub struct Db;
pub fn run(then: impl FnOnce(&mut Db, u8) -> Result<Won, u8> + Send, each: &dyn Fn(u32)) {}
pub fn code(it: fn(u8, &str), later: Box<dyn AsyncFn() -> u8>) {}
pub fn all(it: impl IntoIterator<Item = Vec<u8>>, like: impl AsRef<str>, of: impl std::ops::Deref<Target = u8>) {}
",
        expect![[r#"
            fixture::code: blocks
              :3 it closure fn(u8, &str)
              :3 later closure dyn AsyncFn() -> u8
            fixture::run: blocks
              :2 then closure impl FnOnce(&mut Db, u8) -> Result<Won, u8> + Send
              :2 each closure dyn Fn(u32)
            fixture::all: reshape
              :4 it stream impl IntoIterator<Item = Vec<u8>>
              :4 like impl-trait impl AsRef<str>
              :4 of impl-trait impl Deref<Target = u8>
            fixture::Db: declare
              :1 itself not-serde Db
            fixture::Won: declare
              :1 itself not-serde Won
        "#]],
    );
}

#[test]
fn what_comes_out() {
    check(
        "
//- /src/lib.rs
use std::io;
use serde::{Deserialize, Serialize};
#[derive(Serialize, Deserialize)] pub struct Cart { pub lines: Vec<String> }
#[derive(Debug)] pub enum Error { Io(io::Error), Empty }
pub type Outcome<T> = Result<T, Error>;
pub fn aliased() -> Outcome<Cart> { todo!() }
pub fn of_io() -> io::Result<Cart> { todo!() }
pub fn lent(cart: Cart) -> &'static Cart { todo!() }
pub async fn later() -> Cart { todo!() }
pub fn boxed() -> std::pin::Pin<Box<dyn std::future::Future<Output = Cart> + Send>> { todo!() }
pub fn moment() -> std::time::Instant { todo!() }
pub fn nothing() {}
pub fn never() -> ! { todo!() }
",
        expect![[r#"
            fixture::Error: reshape
              :4 .0 not-data std::io::Error
              :4 itself not-serde Error
            fixture::Outcome: reshape
              :5 itself not-data std::io::Error <- Error::Io.0: Error :4
            fixture::aliased: reshape
              :6 error not-data std::io::Error <- Error::Io.0: Error :4
            fixture::lent: reshape
              :8 returns borrowed &Cart
            fixture::moment: reshape
              :11 returns clock Instant
            fixture::of_io: reshape
              :7 error not-data std::io::Result<Cart>
            fixture::Cart: fine
            fixture::boxed: fine
            fixture::later: fine
            fixture::never: fine
            fixture::nothing: fine
        "#]],
    );
}

#[test]
fn types_are_seen_through_their_fields() {
    check(
        "
//- /src/lib.rs
use std::sync::Mutex;
use serde::{Deserialize, Serialize};
pub struct Order { pub id: u32, pub lines: Vec<Line> }
pub struct Line { pub n: u32, lock: Mutex<u32> }
pub struct Tree { pub children: Vec<Tree>, pub parent: Option<Box<Node>> }
pub struct Node { pub tree: Tree }
pub struct Page<T> { pub items: Vec<T> }
#[derive(Serialize)] pub struct Half { pub n: u32, #[serde(skip)] pub cache: Mutex<u32> }
pub struct Written;
impl Serialize for Written {}
impl<'de> Deserialize<'de> for Written {}
pub mod other { #[derive(rkyv::Serialize, rkyv::Deserialize)] pub struct Archived { pub n: u32 } }
pub fn order(order: Order) {}
pub fn tree(tree: Tree) {}
pub fn page(page: Page<Line>) {}
pub fn good_page(page: Page<Written>) {}
pub fn half(half: Half) {}
pub fn written(it: Written) {}
pub fn archived(it: other::Archived) {}
",
        expect![[r#"
            fixture::Line: blocks
              :4 .lock lock Mutex<u32>
            fixture::Order: blocks
              :3 .lines lock Mutex<u32> <- Line.lock: Mutex<u32> :4
            fixture::order: blocks
              :13 order lock Mutex<u32> <- Order.lines: Vec<Line> :3 <- Line.lock: Mutex<u32> :4
            fixture::page: blocks
              :15 page lock Mutex<u32> <- Page.items: Vec<T> :7 <- Line.lock: Mutex<u32> :4
            fixture::Page: reshape
              :7 .items generic T
              :7 itself not-serde Page
            fixture::Half: declare
              :8 itself not-serde Half
            fixture::Node: declare
              :6 itself not-serde Node
            fixture::Tree: declare
              :5 itself not-serde Tree
            fixture::archived: declare
              :19 it not-serde Archived
            fixture::good_page: declare
              :16 page not-serde Page
            fixture::half: declare
              :17 half not-serde Half
            fixture::other::Archived: declare
              :12 itself not-serde Archived
            fixture::tree: declare
              :14 tree not-serde Tree
            fixture::Written: fine
            fixture::written: fine
        "#]],
    );
}

#[test]
fn methods_are_called_on_something() {
    check(
        "
//- /src/lib.rs
use std::sync::Mutex;
use serde::{Deserialize, Serialize};
#[derive(Serialize, Deserialize)] pub struct Cart { pub n: u32 }
impl Cart {
    pub fn new() -> Self { todo!() }
    pub fn total(&self) -> u32 { 0 }
    pub fn add(&mut self, n: u32) {}
    pub fn into_total(self) -> u32 { 0 }
}
pub struct Stock { levels: Mutex<Vec<u32>> }
impl Stock { pub fn level(&self, of: u32) -> u32 { 0 } }
pub trait Port { type Error; fn send(&mut self, text: &str) -> Result<Self, Self::Error>; }
pub struct Wire;
impl Port for Wire { type Error = String; fn send(&mut self, text: &str) -> Result<Self, Self::Error> { todo!() } }
",
        expect![[r#"
            fixture::Stock: blocks
              :10 .levels lock Mutex<Vec<u32>>
            fixture::<Wire as Port>::send: reshape
              :14 self mutable-borrow Wire
              :14 text borrowed &str
              :14 self not-serde Wire
              :14 returns not-serde Wire
            fixture::Cart::add: reshape
              :7 self mutable-borrow Cart
            fixture::Cart::total: reshape
              :6 self borrowed Cart
            fixture::Port: reshape
              :12 text borrowed &str
              :12 returns generic Self
              :12 error generic Self::Error
            fixture::Port::send: reshape
              :12 text borrowed &str
              :12 returns generic Self
              :12 error generic Self::Error
            fixture::Stock::level: reshape
              :11 self stays-behind Stock <- Stock.levels: Mutex<Vec<u32>> :10
            fixture::Wire: declare
              :13 itself not-serde Wire
            fixture::Cart: fine
            fixture::Cart::into_total: fine
            fixture::Cart::new: fine
        "#]],
    );
}

#[test]
fn statics_and_what_is_not_public() {
    check(
        "
//- /src/lib.rs
use std::cell::RefCell;
use std::sync::{LazyLock, Mutex, OnceLock, atomic::AtomicU32};
pub static COUNT: AtomicU32 = AtomicU32::new(0);
pub static CONFIG: LazyLock<Config> = LazyLock::new(|| todo!());
pub static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| todo!());
pub static ONCE: OnceLock<u32> = OnceLock::new();
pub static mut OLD: u32 = 0;
thread_local! { pub static HERE: RefCell<u32> = const { RefCell::new(0) } }
lazy_static! { pub static ref LAZY: Mutex<u32> = Mutex::new(0); }
pub struct Config { inner: Mutex<u32> }
pub const FINE: u32 = 1;
pub(crate) fn hidden() {}
fn private() {}
#[macro_export] macro_rules! mine { () => {} }
",
        expect![[r#"
            fixture::CONFIG: blocks
              :4 itself shared-state Mutex<u32> <- Config.inner: Mutex<u32> :10
            fixture::COUNT: blocks
              :3 itself shared-state AtomicU32
            fixture::Config: blocks
              :10 .inner lock Mutex<u32>
            fixture::HERE: blocks
              :8 itself shared-state RefCell<u32>
            fixture::LAZY: blocks
              :9 itself shared-state Mutex<u32>
            fixture::OLD: blocks
              :7 itself shared-state u32
            fixture::ONCE: blocks
              :6 itself shared-state OnceLock<u32>
            fixture::mine: reshape
              :14 itself macro 
            fixture::hidden: declare
              :12 itself private 
            fixture::private: declare
              :13 itself private 
            fixture::FINE: fine
            fixture::NAMES: fine
        "#]],
    );
}

#[test]
fn types_that_nest_without_end_are_given_up() {
    check(
        "
//- /src/lib.rs
pub struct Wrap<T> { pub inner: Option<Box<Wrap<(T, T)>>>, pub value: T }
pub struct Alias<T>(T);
pub type Loop = Loop2; pub type Loop2 = Loop;
pub fn f(it: Wrap<u32>, again: Loop) {}
",
        expect![[r#"
            fixture::Alias: reshape
              :2 .0 generic T
              :2 itself not-serde Alias
            fixture::Wrap: reshape
              :1 .inner generic T <- Wrap.value: T :1
              :1 .value generic T
              :1 itself not-serde Wrap
            fixture::Loop: unknown
              :3 itself unknown Loop2
            fixture::Loop2: unknown
              :3 itself unknown Loop
            fixture::f: unknown
              :4 again unknown Loop
              :4 it not-serde Wrap
        "#]],
    );
}

#[test]
fn tables_belong_to_the_database() {
    check(
        "
//- /src/lib.rs
pub mod schema {
    diesel::table! { posts (id) { id -> Int4, title -> Text, } }
    define_sql_function! { fn lower(x: Text) -> Text; }
}
pub fn of(it: schema::posts::table) {}
",
        expect![[r#"
            fixture::of: reshape
              :5 it schema table
            fixture::schema::lower: reshape
              :3 itself schema 
            fixture::schema::lower#type: reshape
              :3 itself schema 
            fixture::schema::lower_utils::lower: reshape
              :3 itself schema 
            fixture::schema::posts::all_columns: reshape
              :2 itself schema 
            fixture::schema::posts::columns::id: reshape
              :2 itself schema 
            fixture::schema::posts::columns::star: reshape
              :2 itself schema 
            fixture::schema::posts::columns::title: reshape
              :2 itself schema 
            fixture::schema::posts::table: reshape
              :2 itself schema 
        "#]],
    );
}

#[test]
fn what_one_direction_does_by_hand_is_no_use_for_the_other() {
    check(
        "
//- /src/lib.rs
use serde::{Deserialize, Serialize};
#[derive(Serialize)]
pub struct Fault { #[serde(serialize_with = \"as_text\")] pub cause: anyhow::Error, #[serde(skip)] pub at: *const u8 }
#[derive(Serialize, Deserialize)]
pub struct Both { #[serde(with = \"text\")] pub cause: anyhow::Error }
//- /Cargo.toml
[package]
name = \"fixture\"
edition = \"2024\"
[dependencies]
anyhow = \"1\"
serde = \"1\"
",
        expect![[r#"
            fixture::Fault: reshape
              :3 .cause not-data anyhow::Error
              :3 itself not-serde Fault
            fixture::Both: fine
        "#]],
    );
}
