//! Packages on their way in.

use axum::Json;
use axum::body::{Body, HttpBody};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use cloudapp::app::{EnvironmentKind, PackageVersion, Policy, Remark, Tier};
use cloudapp::diagnostic::{Language, render};
use cloudapp::gate::Gate;
use cloudapp::package::Inspector;
use cloudapp::release::{AppNumber, Command, Input, Obstacle, PackageProof, Revision, Upload};
use serde::Deserialize;
use serde_json::{Value, json};
use tracing::warn;

use super::error::ApiError;
use super::linger::answer_early;
use super::{Api, view};
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
pub(super) async fn receive(
    State(api): State<Api>,
    Path(slot): Path<(AppNumber, EnvironmentKind)>,
    Query(parameters): Query<Parameters>,
    mut body: Body,
) -> Response {
    match take_in(&api, slot, parameters, &mut body).await {
        Ok(created) => (StatusCode::CREATED, Json(created)).into_response(),
        Err(refused) => {
            let response = refused.into_response();
            if body.is_end_stream() { response } else { answer_early(response, body) }
        }
    }
}

async fn take_in(
    api: &Api,
    (app, environment): (AppNumber, EnvironmentKind),
    parameters: Parameters,
    body: &mut Body,
) -> Result<Value, ApiError> {
    let (current, now) = api.store.load(app).await?;
    // What would be refused for another reason than its content need not arrive first.
    let lenient = Policy::clone(&api.store.policy).with(|policy| policy.release.vouching = true);
    let vouched = PackageProof::vouched(current.framework(), &lenient, now.timestamp());
    let vouched = upload(vouched, &parameters);
    let input = Input::Command { environment, seen: parameters.seen.unwrap_or(current.revision()), command: vouched };
    // A label that is the time of the upload is another one at its end.
    let may_pass = |obstacle: &Obstacle| parameters.label.is_none() && matches!(obstacle, Obstacle::LabelTaken { .. });
    if let Err(rejection) = current.decide(&lenient, now.timestamp(), input)
        && !rejection.obstacles().iter().all(may_pass)
    {
        return Err(StoreError::from(rejection).into());
    }
    let resources = current.environment(environment).resources.as_ref();
    let tier = resources.map_or(Tier::Starter, |resources| resources.plan.tier);
    let mut inspector = Inspector::new(&api.store.policy).framework(current.framework());
    if let Some(name) = &parameters.file {
        inspector = inspector.file_name(name);
    }
    let gate = Gate::new(inspector, now.timestamp()).releasing_to(environment, tier).into_owned();
    let incoming = api.packages.receive(body, gate).await?;
    let seen = match parameters.seen {
        Some(seen) => seen,
        None => api.store.load(app).await?.0.revision(),
    };
    let (name, admitted) = incoming.keep().await?;
    let proof = admitted.value().proof.clone();
    let attachment = Attachment::Package(name.clone());
    match api.store.command((app, environment), seen, upload(proof, &parameters), Some(&attachment)).await {
        Ok(applied) => {
            let versions = applied.app.environment(environment).built().map(|built| built.versions.as_slice());
            Ok(json!({
                "version": versions.and_then(<[_]>::last).map(|version| &version.label),
                "inspection": admitted.value().inspection,
                "diagnostics": render::json(admitted.report(), Language::English),
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

fn upload(proof: PackageProof, parameters: &Parameters) -> Command {
    let mut upload = Upload::new(proof);
    if let Some(label) = &parameters.label {
        upload = upload.label(label.clone());
    }
    if let Some(remark) = &parameters.remark {
        upload = upload.remark(remark.clone());
    }
    Command::Upload(upload)
}
