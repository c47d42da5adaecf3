//! Certificates and their keys.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use cloudapp::app::{EnvironmentKind, Tier};
use cloudapp::certificate::File;
use cloudapp::gate::Gate;
use cloudapp::package::Inspector;
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
    let environment_now = current.environment(environment);
    let domain = environment_now.built().and_then(|built| built.domain_name().cloned());
    let tier = environment_now.resources.as_ref().map_or(Tier::Starter, |resources| resources.plan.tier);
    let gate = Gate::new(Inspector::new(&api.store.policy), now.timestamp());
    let files = (
        File { name: "certificate.pem", bytes: certificate.as_bytes() },
        File { name: "certificate.key", bytes: key.as_bytes() },
    );
    let gate = domain.into_iter().fold(gate, Gate::and_domain);
    let accepted = gate.certificate(files.0, files.1, tier).map_err(|refused| ApiError::Diagnosed {
        message: "the certificate cannot be installed",
        report: refused.report().clone(),
    })?;
    let certified = accepted.into_value();
    let attachment = Attachment::Certificate { chain: certified.certificate.pem, key };
    let command = Command::SetCertificate(certified.proof);
    let applied = api.store.command((app, environment), seen, command, Some(&attachment)).await?;
    Ok(Json(view::app(&applied.app)))
}
