//! Apps: made, shown, deleted.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use cloudapp::app::{AppName, Description, EnvironmentKind, Framework};
use cloudapp::release::{AppNumber, Input, Revision};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::error::ApiError;
use super::{Api, view};
use crate::database::column;
use crate::{projection, store};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewApp {
    name: AppName,
    framework: Framework,
    description: Option<Description>,
}

/// Which part of a long list to show.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    #[serde(default)]
    after: u32,
    #[serde(default = "page_length")]
    limit: u16,
}

/// How much of a list that begins with the newest to show.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Newest {
    #[serde(default = "page_length")]
    limit: u16,
}

/// The revision that the user saw.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    pub(super) seen: Revision,
}

pub(super) async fn create(State(api): State<Api>, body: Bytes) -> Result<(StatusCode, Json<Value>), ApiError> {
    let NewApp { name, framework, description } = from_json(&body)?;
    let app = api.store.create(&name, framework, description.as_ref()).await?;
    Ok((StatusCode::CREATED, Json(view::app(&app))))
}

pub(super) async fn show(State(api): State<Api>, Path(app): Path<AppNumber>) -> Result<Json<Value>, ApiError> {
    let (app, _) = api.store.load(app).await?;
    Ok(Json(view::app(&app)))
}

pub(super) async fn delete(
    State(api): State<Api>,
    Path(app): Path<AppNumber>,
    Query(Seen { seen }): Query<Seen>,
) -> Result<Json<Value>, ApiError> {
    let applied = api.store.apply(app, Input::DeleteApp { seen }, None).await?;
    Ok(Json(view::app(&applied.app)))
}

pub(super) async fn list(State(api): State<Api>, Query(page): Query<Page>) -> Result<Json<Value>, ApiError> {
    let rows: Vec<(i64, String)> =
        sqlx::query_as("SELECT number, name FROM apps WHERE deleted = 0 AND number > $1 ORDER BY number LIMIT $2")
            .bind(i64::from(page.after))
            .bind(i64::from(page.limit))
            .fetch_all(&api.store.database.pool)
            .await?;
    let apps: Vec<_> = rows.iter().map(|(number, name)| json!({ "number": number, "name": name })).collect();
    Ok(Json(json!({ "apps": apps })))
}

/// The log of an app from a revision on.
pub(super) async fn events(
    State(api): State<Api>,
    Path(app): Path<AppNumber>,
    Query(page): Query<Page>,
) -> Result<Json<Value>, ApiError> {
    let mut connection = api.store.database.pool.acquire().await?;
    let log = store::log(&mut connection, app, i64::from(page.after), i64::from(page.limit)).await?;
    let events: Vec<_> = log.iter().map(|(revision, event)| json!({ "revision": revision, "event": event })).collect();
    Ok(Json(json!({ "events": events })))
}

pub(super) async fn orders(
    State(api): State<Api>,
    Path((app, environment)): Path<(AppNumber, EnvironmentKind)>,
    Query(newest): Query<Newest>,
) -> Result<Json<Value>, ApiError> {
    let mut connection = api.store.database.pool.acquire().await?;
    let orders = projection::orders(&mut connection, column(app.get()), environment, newest.limit).await?;
    let orders: Vec<_> = orders
        .iter()
        .map(|order| json!({ "label": order.status.label(), "log": order.log(), "order": order }))
        .collect();
    Ok(Json(json!({ "orders": orders })))
}

pub(super) async fn versions(
    State(api): State<Api>,
    Path((app, environment)): Path<(AppNumber, EnvironmentKind)>,
    Query(newest): Query<Newest>,
) -> Result<Json<Value>, ApiError> {
    let mut connection = api.store.database.pool.acquire().await?;
    let versions = projection::versions(&mut connection, column(app.get()), environment, newest.limit).await?;
    Ok(Json(json!({ "versions": versions })))
}

pub(super) fn from_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body).map_err(|error| ApiError::BadRequest(error.to_string()))
}

const fn page_length() -> u16 {
    100
}
