//! The HTTP interface.

mod apps;
mod certificates;
mod commands;
mod error;
mod linger;
mod uploads;
mod view;

use axum::extract::{DefaultBodyLimit, State};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde_json::{Value, json};

use crate::packages::Packages;
use crate::store::Store;
use error::ApiError;

/// What every request may use.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    pub(crate) store: Store,
    pub(crate) packages: Packages,
}

/// Every route.
pub(crate) fn router(api: Api) -> Router {
    Router::new()
        .route("/health", get(health))
        .route("/apps", get(apps::list).post(apps::create))
        .route("/apps/{app}", get(apps::show).delete(apps::delete))
        .route("/apps/{app}/events", get(apps::events))
        .route("/apps/{app}/{environment}/commands", post(commands::command))
        .route("/apps/{app}/{environment}/observations", post(commands::observe))
        .route("/apps/{app}/{environment}/certificate", post(certificates::set))
        .route("/apps/{app}/{environment}/orders", get(apps::orders))
        .route(
            "/apps/{app}/{environment}/versions",
            get(apps::versions).post(uploads::receive).layer(DefaultBodyLimit::disable()),
        )
        .layer(middleware::from_fn(error::speak))
        .with_state(api)
}

/// Whether this process can do its work.
async fn health(State(api): State<Api>) -> Result<Json<Value>, ApiError> {
    api.store.database.ping().await?;
    Ok(Json(json!({ "status": "ok", "database": api.store.database.dialect.as_str() })))
}
