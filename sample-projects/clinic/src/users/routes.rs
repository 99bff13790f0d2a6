use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::{Role, User, accounts, sessions};
use crate::web::auth::Caller;
use crate::{AppError, AppState, Result, audit};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/login", post(log_in))
        .route("/logout", post(log_out))
        .route("/me", get(me))
        .route("/users", get(list).post(create))
        .route("/users/{id}", delete(deactivate))
}

#[derive(Deserialize)]
struct Login {
    login: String,
    password: String,
}

#[derive(Serialize)]
struct Token {
    token: String,
}

async fn log_in(State(state): State<AppState>, Json(login): Json<Login>) -> Result<Json<Token>> {
    let hours = state.config.session_hours;
    let token = sessions::log_in(&state.pool, &login.login, &login.password, hours).await?;
    Ok(Json(Token { token }))
}

async fn log_out(State(state): State<AppState>, caller: Caller) -> Result<StatusCode> {
    sessions::log_out(&state.pool, &caller.token).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn me(caller: Caller) -> Json<User> {
    Json(caller.user)
}

async fn list(State(state): State<AppState>, caller: Caller) -> Result<Json<Vec<User>>> {
    caller.admin()?;
    Ok(Json(accounts::list(&state.pool).await?))
}

#[derive(Deserialize)]
struct NewUser {
    login: String,
    name: String,
    password: String,
    role: Role,
}

async fn create(
    State(state): State<AppState>,
    caller: Caller,
    Json(new): Json<NewUser>,
) -> Result<(StatusCode, Json<i64>)> {
    caller.admin()?;
    let mut tx = state.pool.begin().await?;
    let id = accounts::create(&mut tx, &new.login, &new.name, &new.password, new.role).await?;
    audit::note(&mut tx, caller.user.id, "create", "users", id).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(id)))
}

async fn deactivate(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<StatusCode> {
    caller.admin()?;
    if id == caller.user.id {
        return Err(AppError::conflict("not yourself"));
    }
    accounts::deactivate(&state.pool, caller.user.id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
