//! Certificates and their keys.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use cloudapp::app::EnvironmentKind;
use cloudapp::certificate::{File, Use, inspect};
use cloudapp::release::{AppNumber, Command};
use serde::Deserialize;
use serde_json::Value;

use super::apps::{Seen, from_json};
use super::error::ApiError;
use super::{Api, view};
use crate::store::Attachment;

/// Two files as text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    certificate: String,
    key: String,
}

/// Keeps a certificate that covers the environment's domain now.
pub(super) async fn set(
    State(api): State<Api>,
    Path((app, environment)): Path<(AppNumber, EnvironmentKind)>,
    Query(Seen { seen }): Query<Seen>,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let Request { certificate, key } = from_json(&body)?;
    let (current, now) = api.store.load(app).await?;
    let domain = current.environment(environment).built().and_then(|built| built.domain.clone());
    let purpose = Use::new(domain).at(now.timestamp());
    let files = (
        File { name: "certificate.pem", bytes: certificate.as_bytes() },
        File { name: "certificate.key", bytes: key.as_bytes() },
    );
    let inspection = inspect(files.0, files.1, &purpose, &api.store.policy);
    let accepted = inspection.accept().map_err(|refused| ApiError::Diagnosed {
        message: "the certificate cannot be installed",
        report: refused.report().clone(),
    })?;
    let attachment = Attachment::Certificate { chain: accepted.value().pem.clone(), key };
    let applied = api.store.command((app, environment), seen, Command::SetCertificate, Some(&attachment)).await?;
    Ok(Json(view::app(&applied.app)))
}
