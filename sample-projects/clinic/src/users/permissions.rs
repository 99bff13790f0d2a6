use sqlx::PgPool;
use tokio::sync::OnceCell;

use super::Role;
use crate::Result;

#[derive(Debug, Clone, sqlx::FromRow)]
struct Permission {
    role: Role,
    area: String,
    may_write: bool,
}

/// Read once: the table has not changed since 2019.
static TABLE: OnceCell<Vec<Permission>> = OnceCell::const_new();

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    Read,
    Write,
}

pub async fn may(pool: &PgPool, role: Role, area: &str, wish: Wish) -> Result<bool> {
    if role == Role::Admin {
        return Ok(true);
    }
    let table = TABLE
        .get_or_try_init(|| async {
            sqlx::query_as("SELECT role, area, may_write FROM permissions")
                .fetch_all(pool)
                .await
        })
        .await?;
    Ok(allows(table, role, area, wish))
}

fn allows(table: &[Permission], role: Role, area: &str, wish: Wish) -> bool {
    table.iter().any(|line| {
        line.role == role && line.area == area && (line.may_write || wish == Wish::Read)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_is_less_than_writing() {
        let table = [Permission {
            role: Role::Doctor,
            area: "billing".into(),
            may_write: false,
        }];
        assert!(allows(&table, Role::Doctor, "billing", Wish::Read));
        assert!(!allows(&table, Role::Doctor, "billing", Wish::Write));
        assert!(!allows(&table, Role::Desk, "billing", Wish::Read));
    }
}
