//! What the interface says when it does not do as asked.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use cloudapp::diagnostic::{Language, Report, render};
use cloudapp::release::Rejection;
use serde_json::{Value, json};
use tracing::{error, warn};

use crate::database::DatabaseError;
use crate::packages::UploadError;
use crate::store::StoreError;

/// Why a request is not carried out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    #[error("{0}")]
    BadRequest(String),
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error("{message}")]
    Diagnosed { message: &'static str, report: Report },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Upload(#[from] UploadError),
    #[error("the package was accepted and could not be stored: {0}")]
    Io(#[from] std::io::Error),
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

impl ApiError {
    /// The response's status, and what kind of error it names.
    fn kind(&self) -> (StatusCode, &'static str) {
        match self {
            Self::BadRequest(_) => (StatusCode::BAD_REQUEST, "bad-request"),
            Self::Upload(UploadError::Broken(_)) => (StatusCode::BAD_REQUEST, "broken-off"),
            Self::Store(StoreError::NoApp(_)) => (StatusCode::NOT_FOUND, "no-app"),
            Self::Upload(UploadError::Silent { .. } | UploadError::Slow { .. }) => {
                (StatusCode::REQUEST_TIMEOUT, "broken-off")
            }
            Self::Store(StoreError::NameTaken(_)) => (StatusCode::CONFLICT, "name-taken"),
            Self::Store(StoreError::Rejected(_)) => (StatusCode::CONFLICT, "rejected"),
            Self::Upload(UploadError::TooLong { .. }) => (StatusCode::PAYLOAD_TOO_LARGE, "too-long"),
            Self::Upload(UploadError::Rejected(rejected)) if !rejected.value().is_readable() => {
                (StatusCode::UNPROCESSABLE_ENTITY, "unreadable")
            }
            Self::Diagnosed { .. } | Self::Upload(UploadError::Rejected(_)) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "unacceptable")
            }
            Self::Database(error) | Self::Store(StoreError::Database(error)) if error.is_passing() => TRY_AGAIN,
            Self::Store(StoreError::Contended) | Self::Upload(UploadError::Busy) => TRY_AGAIN,
            Self::Database(_)
            | Self::Io(_)
            | Self::Store(StoreError::Database(_))
            | Self::Upload(UploadError::Io(_) | UploadError::Stopped) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "internal")
            }
        }
    }

    fn json(&self, language: Language) -> Value {
        let message = match self {
            Self::Store(StoreError::Rejected(rejection)) => rejection.message(language),
            _ => self.to_string(),
        };
        let (status, kind) = self.kind();
        let mut body = json!({ "kind": kind, "message": message });
        let (name, details) = match self {
            Self::Store(StoreError::Rejected(rejection)) => ("obstacles", obstacles(rejection, language)),
            Self::Diagnosed { report, .. } => ("diagnostics", json!(render::json(report, language))),
            Self::Upload(UploadError::Rejected(rejected)) => {
                ("diagnostics", json!(render::json(rejected.report(), language)))
            }
            // What went wrong inside is for the log.
            Self::Database(_) | Self::Store(StoreError::Database(_)) => ("message", json!("the database is at fault")),
            _ if status == StatusCode::INTERNAL_SERVER_ERROR => ("message", json!("an internal error")),
            _ => return json!({ "error": body }),
        };
        if let Some(object) = body.as_object_mut() {
            object.insert(name.to_owned(), details);
        }
        json!({ "error": body })
    }
}

fn obstacles(rejection: &Rejection, language: Language) -> Value {
    let obstacles = rejection.obstacles().iter().map(|obstacle| {
        json!({ "kind": obstacle.as_str(), "message": obstacle.message(language), "help": obstacle.help(language) })
    });
    Value::Array(obstacles.collect())
}

impl IntoResponse for ApiError {
    /// The error goes along with the response until [`speak`] knows in which language to say it.
    fn into_response(self) -> Response {
        let (status, _) = self.kind();
        match status {
            StatusCode::INTERNAL_SERVER_ERROR => error!(failure = %self, "a request failed"),
            StatusCode::SERVICE_UNAVAILABLE => warn!(failure = %self, "a request has to be repeated"),
            _ => {}
        }
        let mut response = status.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// Says errors as JSON in the language that the request asks for, those of the HTTP layer included.
pub(super) async fn speak(request: Request, next: Next) -> Response {
    let asked = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let language =
        if asked.is_some_and(|asked| asked.starts_with("zh")) { Language::Chinese } else { Language::English };
    let (mut parts, said) = next.run(request).await.into_parts();
    let status = parts.status;
    if !status.is_client_error() && !status.is_server_error() {
        return Response::from_parts(parts, said);
    }
    let body = if let Some(error) = parts.extensions.remove::<Arc<ApiError>>() {
        error.json(language)
    } else {
        let text = to_bytes(said, LONGEST_MESSAGE).await.unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let message = if text.is_empty() { status.canonical_reason().unwrap_or_default() } else { &text };
        let kind = match status {
            StatusCode::NOT_FOUND => "no-route",
            StatusCode::METHOD_NOT_ALLOWED => "no-method",
            _ => "bad-request",
        };
        json!({ "error": { "kind": kind, "message": message } })
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Response::from_parts(parts, Body::from(body.to_string()))
}

const TRY_AGAIN: (StatusCode, &str) = (StatusCode::SERVICE_UNAVAILABLE, "try-again");
const LONGEST_MESSAGE: usize = 4096;
