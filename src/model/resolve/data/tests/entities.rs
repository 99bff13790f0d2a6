//! Pictures of code that speaks of tables by types.

use expect_test::expect;

use super::check;

const SEA_ORM: &str = "
//- /Cargo.toml
[package]
name = \"shop\"
[dependencies]
sea-orm = \"1\"
sea-orm-migration = \"1\"
";

#[test]
fn entities_stand_for_tables_and_their_values_for_rows() {
    check(
        &format!(
            "{SEA_ORM}
//- /src/lib.rs
pub mod cake;
pub mod fruit;
pub mod own;
use sea_orm::*;
use cake::Entity as Cake;
use fruit::{{ActiveModel, Entity as Fruit}};
async fn all(db: &DatabaseConnection) {{
    Cake::find().find_also_related(Fruit).all(db).await;
    fruit::Entity::find_by_id(1).one(db).await;
}}
async fn add(db: &DatabaseConnection, old: cake::Model) {{
    let fruit = ActiveModel {{ name: Set(1), ..Default::default() }};
    fruit.insert(db).await;
    let mut cake: cake::ActiveModel = old.into();
    cake.price = Set(1);
    cake.update(db).await;
}}
async fn clear(db: &DatabaseConnection, cake: cake::Model) {{
    Cake::delete_many().filter(cake::Column::Id.eq(1)).exec(db).await;
    Fruit::update_many().exec(db).await;
    fruit::Entity::insert_many([ActiveModel::default()]).exec(db).await;
    cake.delete(db).await;
    own::Entity::find(db);
    let Some(found) = Fruit::find_by_id(1).filter(x).one(db).await? else {{ return }};
    let mut found = found.into_active_model(); found.name = Set(2);
    let row = found.save(db).await?;
    let all = cake::Entity::find().all(db).await?;
    for it in all {{ it.delete(db).await?; }}
    let mut list = vec![1]; list.insert(1);
}}
async fn joined(db: &DatabaseConnection) {{
    Fruit::find().join(x, y).filter(cake::Column::Id.eq(1)).filter(fruit::Column::Name.eq(2)).all(db).await;
}}
//- /src/own.rs
pub struct Entity; impl Entity {{ pub fn find(db: &DatabaseConnection) {{}} }}
//- /src/cake.rs
#[derive(DeriveEntityModel)]
#[sea_orm(table_name = \"cakes\", schema_name = \"shop\")]
pub struct Model {{
    #[sea_orm(primary_key)] pub id: i32,
    #[sea_orm(column_name = \"unit_price\")] pub price: i32,
    #[sea_orm(has_many)] pub fruits: HasMany<super::fruit::Entity>,
}}
//- /src/fruit.rs
pub struct Entity;
impl EntityName for Entity {{ fn table_name(&self) -> &str {{ \"fruits\" }} }}
pub struct ActiveModel {{ pub name: ActiveValue<i32> }}
impl Model {{ pub async fn first(db: &DatabaseConnection) {{ Entity::find().one(db).await; }} }}
pub struct Model {{ pub name: i32 }}
"
        ),
        expect![[r#"
            table:fruits (mapper, resolved) @src/fruit.rs:2
            table:shop.cakes (mapper, resolved) id: unit_price: @src/cake.rs:3
            shop::all read table:fruits @src/lib.rs:8:36 resolved
            shop::all read table:fruits @src/lib.rs:9:20 resolved
            shop::all read table:shop.cakes @src/lib.rs:8:11 resolved
            shop::add insert table:fruits @src/lib.rs:13:11 inferred
            shop::add update table:shop.cakes @src/lib.rs:16:10 inferred
            shop::clear read table:fruits @src/lib.rs:24:30 resolved
            shop::clear insert table:fruits @src/lib.rs:21:20 resolved
            shop::clear update table:fruits @src/lib.rs:20:12 resolved
            shop::clear write table:fruits @src/lib.rs:26:21 inferred
            shop::clear read table:shop.cakes @src/lib.rs:27:29 resolved
            shop::clear delete table:shop.cakes @src/lib.rs:19:11 resolved
            shop::clear delete table:shop.cakes @src/lib.rs:22:10 inferred
            shop::clear delete table:shop.cakes @src/lib.rs:28:24 inferred
            shop::joined read table:fruits @src/lib.rs:32:12 resolved
            shop::joined read table:shop.cakes @src/lib.rs:32:51 inferred
            shop::fruit::Model::first read table:fruits @src/fruit.rs:4:68 resolved
            0 texts, 0 guessed
        "#]],
    );
}

#[test]
fn migrations_of_calls_leave_a_state() {
    check(
        &format!(
            "{SEA_ORM}
//- /src/lib.rs
mod m1_init;
mod m2_more;
//- /src/m1_init.rs
use sea_orm_migration::{{prelude::*, schema::*}};
impl MigrationTrait for Migration {{
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {{
        manager.create_table(
            Table::create()
                .table(Post::Table)
                .if_not_exists()
                .col(pk_auto(Post::Id))
                .col(ColumnDef::new(Post::UserId).big_integer().not_null())
                .col(string(Post::Text).unique_key())
                .col(integer_null(Post::Gone))
                .foreign_key(
                    ForeignKey::create().name(\"fk\").from(Post::Table, Post::UserId).to(User::Table, User::Id),
                )
                .to_owned(),
        ).await?;
        manager.create_table(Table::create().table(User::Table).col(pk_auto(User::Id)).to_owned()).await?;
        manager.create_table(Table::create().table(Alias::new(\"old\")).col(ColumnDef::new(\"id\").integer()).to_owned()).await?;
        manager.get_connection().execute_unprepared(\"CREATE TABLE raw (id int)\").await?;
        Ok(())
    }}
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {{
        manager.drop_table(Table::drop().table(Post::Table).to_owned()).await?;
        manager.get_connection().execute_unprepared(\"DROP TABLE raw\").await
    }}
}}
#[derive(DeriveIden)]
pub enum Post {{ Table, Id, UserId, Gone, #[sea_orm(iden = \"body\")] Text }}
#[derive(DeriveIden)]
#[sea_orm(iden = \"users\")]
enum User {{ Table, Id }}
//- /src/m2_more.rs
use super::m1_init::Post;
impl MigrationTrait for Migration {{
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {{
        manager.alter_table(
            Table::alter().table(Post::Table)
                .add_column(ColumnDef::new(More::ShownAt).timestamp_with_time_zone())
                .rename_column(Post::Text, Alias::new(\"text\"))
                .drop_column(Post::Gone)
                .to_owned(),
        ).await?;
        manager.drop_table(Table::drop().table(Alias::new(\"old\")).to_owned()).await
    }}
}}
#[derive(Iden)] enum More {{ ShownAt }}
"
        ),
        expect![[r#"
            table:post (code, resolved) id:integer user_id:bigint text:varchar shown_at:timestamptz @src/m1_init.rs:5
            table:raw (code, resolved) id:int @src/m1_init.rs:19
            table:users (code, resolved) id:integer @src/m1_init.rs:17
            table:post foreign-key table:users @src/m1_init.rs:13
            2 texts, 0 guessed
        "#]],
    );
}

#[test]
fn derives_of_diesel_name_the_table_of_a_type() {
    check(
        "
//- /Cargo.toml
[package]
name = \"shop\"
[dependencies]
diesel = \"2\"
//- /src/lib.rs
use diesel::prelude::*;
diesel::table! { carts (id) { id -> Integer, total -> Integer, } }
#[derive(Queryable, AsChangeset, Identifiable)]
#[diesel(table_name = carts, check_for_backend(Pg))]
struct Cart { id: i32 }
fn keep(cart: &Cart, db: &mut Db) { diesel::update(cart).set(cart).execute(db); }
fn save(cart: Cart, db: &mut Db) { cart.save_changes::<Cart>(db); }
fn gone(cart: &Cart, db: &mut Db) { diesel::delete(&cart).execute(db); delete(cart); }
fn delete(cart: &Cart) {}
",
        expect![[r#"
            table:carts (mapper, resolved) id: total: @src/lib.rs:2
            shop::keep update table:carts @src/lib.rs:6:45 inferred
            shop::save update table:carts @src/lib.rs:7:41 inferred
            shop::gone delete table:carts @src/lib.rs:8:45 inferred
            0 texts, 0 guessed
        "#]],
    );
}
