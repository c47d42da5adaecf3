//! Packages on their way in.

use axum::Json;
use axum::body::{Body, HttpBody};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use cloudapp::app::{EnvironmentKind, PackageVersion, Remark};
use cloudapp::diagnostic::{Language, render};
use cloudapp::release::{Acceptance, AppNumber, Command, Revision, Upload};
use serde::Deserialize;
use serde_json::{Value, json};
use tracing::warn;

use super::error::ApiError;
use super::linger::Leftover;
use super::{Api, view};
use crate::packages::Label;
use crate::store::{Attachment, StoreError};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    /// The version; without one it is called by the time of its upload.
    label: Option<PackageVersion>,
    remark: Option<Remark>,
    /// Name of the file on the user's machine.
    file: Option<String>,
    /// The revision that the user saw; without one that at the end of the upload, which may take long.
    seen: Option<Revision>,
}

/// Inspects a package while it arrives, and keeps it when it may be released.
pub(super) async fn upload(
    State(api): State<Api>,
    Path(slot): Path<(AppNumber, EnvironmentKind)>,
    Query(parameters): Query<Parameters>,
    mut body: Body,
) -> Response {
    match take_in(&api, slot, parameters, &mut body).await {
        Ok(created) => (StatusCode::CREATED, Json(created)).into_response(),
        Err(refused) => {
            let mut response = refused.into_response();
            if !body.is_end_stream() {
                Leftover::attach(body, &mut response);
            }
            response
        }
    }
}

async fn take_in(
    api: &Api,
    (app, environment): (AppNumber, EnvironmentKind),
    parameters: Parameters,
    body: &mut Body,
) -> Result<Value, ApiError> {
    let Parameters { label, remark, file, seen } = parameters;
    let (current, _) = api.store.load(app).await?;
    let expected = Label { framework: current.framework(), environment, file_name: file };
    let incoming = api.packages.receive(body, expected, api.store.policy.clone()).await?;
    let unknown = || ApiError::BadRequest("the package says nothing of its framework".to_owned());
    let acceptance = Acceptance::inspected(&incoming.inspection).ok_or_else(unknown)?;
    let mut upload = Upload::new(acceptance);
    if let Some(label) = label {
        upload = upload.label(label);
    }
    if let Some(remark) = remark {
        upload = upload.remark(remark);
    }
    let seen = match seen {
        Some(seen) => seen,
        None => api.store.load(app).await?.0.revision(),
    };
    let (name, inspection) = incoming.keep().await?;
    let attachment = Attachment::Package(name.clone());
    match api.store.command((app, environment), seen, Command::Upload(upload), Some(&attachment)).await {
        Ok(applied) => {
            let versions = applied.app.environment(environment).built().map(|built| built.versions.as_slice());
            Ok(json!({
                "version": versions.and_then(<[_]>::last).map(|version| &version.label),
                "inspection": inspection.value(),
                "diagnostics": render::json(inspection.report(), Language::English),
                "app": view::app(&applied.app),
            }))
        }
        // Whether the version was stored is not known: a version without its package would be worse than a package alone.
        Err(failure @ StoreError::Database(_)) => {
            warn!(%failure, name, "a package is kept whose version may not be");
            Err(failure.into())
        }
        Err(refused) => {
            if let Err(failure) = api.packages.remove(&name).await {
                warn!(%failure, name, "a refused package stays behind");
            }
            Err(refused.into())
        }
    }
}
