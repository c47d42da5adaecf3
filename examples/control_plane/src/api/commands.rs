//! Users' commands, and what others observe.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use cloudapp::app::{Billing, DomainName, EnvironmentKind, PackageVersion, Policy, Strategy, Tier, Weight};
use cloudapp::plan::{self, Plan};
use cloudapp::release::{AppNumber, Command, DatabaseChange, EffectId, HostNumber, Input, Notice, Traffic};
use serde::Deserialize;
use serde_json::{Value, json};

use super::apps::{Seen, from_json};
use super::error::ApiError;
use super::{Api, view};

/// A command as JSON: `{"command":"release","version":"v1"}`.
#[derive(Debug, Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
enum Request {
    Build { tier: Tier, billing: Billing, hosts: Option<u8> },
    SetDomain { domain: DomainName },
    ClearDomain {},
    ClearCertificate {},
    Release { version: PackageVersion, strategy: Option<Strategy> },
    Rollback { version: PackageVersion, strategy: Option<Strategy> },
    Abort {},
    ScaleOut { hosts: u16 },
    SetWeight { host: HostNumber, weight: Weight },
    PauseTraffic {},
    ResumeTraffic {},
    Repair {},
    Stop {},
    DeleteResources {},
    ChangeDatabase { change: DatabaseChange },
}

impl Request {
    fn command(self, environment: EnvironmentKind, policy: &Policy) -> Result<Command, ApiError> {
        Ok(match self {
            Self::Build { tier, billing, hosts } => {
                let plan = Plan::new(environment, tier, billing);
                let plan = hosts.map_or(plan, |hosts| plan.with_hosts(hosts));
                let accepted = plan::check(plan, policy).map_err(|rejected| ApiError::Diagnosed {
                    message: "the plan cannot be had",
                    report: rejected.report().clone(),
                })?;
                Command::Build(accepted)
            }
            Self::SetDomain { domain } => Command::SetDomain(domain),
            Self::ClearDomain {} => Command::ClearDomain,
            Self::ClearCertificate {} => Command::ClearCertificate,
            Self::Release { version, strategy } => Command::Release { version, strategy },
            Self::Rollback { version, strategy } => Command::Rollback { version, strategy },
            Self::Abort {} => Command::Abort,
            Self::ScaleOut { hosts } => Command::ScaleOut { hosts },
            Self::SetWeight { host, weight } => Command::SetWeight { host, weight },
            Self::PauseTraffic {} => Command::SetTraffic(Traffic::Paused),
            Self::ResumeTraffic {} => Command::SetTraffic(Traffic::Flowing),
            Self::Repair {} => Command::Repair,
            Self::Stop {} => Command::Stop,
            Self::DeleteResources {} => Command::DeleteResources,
            Self::ChangeDatabase { change } => Command::ChangeDatabase(change),
        })
    }
}

pub(super) async fn command(
    State(api): State<Api>,
    Path((app, environment)): Path<(AppNumber, EnvironmentKind)>,
    Query(Seen { seen }): Query<Seen>,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let command = from_json::<Request>(&body)?.command(environment, &api.store.policy)?;
    let applied = api.store.command((app, environment), seen, command, None).await?;
    Ok(Json(view::app(&applied.app)))
}

/// What a health check or the billing system says.
#[derive(Debug, Deserialize)]
#[serde(tag = "observation", rename_all = "kebab-case", deny_unknown_fields)]
enum Observation {
    HostDown { host: HostNumber, epoch: EffectId },
    Expired {},
    Suspended {},
    Resumed {},
    Reclaimed {},
}

pub(super) async fn observe(
    State(api): State<Api>,
    Path((app, environment)): Path<(AppNumber, EnvironmentKind)>,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let billing = |notice| Input::Billing { environment, notice };
    let input = match from_json(&body)? {
        Observation::HostDown { host, epoch } => Input::HostDown { environment, host, epoch },
        Observation::Expired {} => billing(Notice::Expired),
        Observation::Suspended {} => billing(Notice::Suspended),
        Observation::Resumed {} => billing(Notice::Resumed),
        Observation::Reclaimed {} => billing(Notice::Reclaimed),
    };
    let applied = api.store.apply(app, input, None).await?;
    let ignored = applied.ignored.map(cloudapp::release::Ignored::as_str);
    Ok(Json(json!({ "ignored": ignored, "app": view::app(&applied.app) })))
}
