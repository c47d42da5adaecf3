//! What an environment asks the outside world to do.

use serde::{Deserialize, Serialize};

use super::database::DatabaseChange;
use super::deployment::{Deployment, Traffic};
use super::id::{EffectId, HostNumber};
use super::proof::{CertificateProof, Configuration};
use crate::app::{Digest, DomainName, EnvironmentKind, Framework, PackageVersion, Timestamp, TlsEnd, Weight};
use crate::plan::Plan;

/// Something that an executor does once.
///
/// Every action names the state to be reached, never a difference, so actions are idempotent.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Action {
    /// Create the resources. For a test environment this includes the DNS record of its assigned domain.
    Provision {
        /// Which.
        plan: Plan,
        /// The assigned domain.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        domain: Option<DomainName>,
    },
    /// Delete every resource that is there.
    Teardown,
    /// See to it that this host exists.
    AddHost {
        /// Which one.
        host: HostNumber,
    },
    /// Set the load balancer to this, whatever it was.
    Balance {
        /// Whether it forwards at all.
        traffic: Traffic,
        /// For each host its weight; none takes it out of rotation, which weight 0 at the load balancer does.
        weights: Vec<Option<Weight>>,
    },
    /// Put this deployment on a host and start it. In the standard tier, where the load balancer ends TLS, this includes
    /// its certificate there (§3.3.2).
    Install {
        /// Which host.
        host: HostNumber,
        /// What is put there.
        deployment: Deployment,
    },
    /// See whether what is installed on a host works: that it is the [`Installation`], and that `health_path` answers.
    Verify {
        /// Which one.
        host: HostNumber,
        /// What should be there; logs of schema 2 do not say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deployment: Option<Deployment>,
    },
    /// Stop the app on every host.
    StopApp,
    /// Change the database. A secret is not part of it: the embedder keeps it under the effect's id.
    Database {
        /// How.
        change: DatabaseChange,
    },
}

impl Action {
    /// The word that names the kind of action.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Provision { .. } => "provision",
            Self::Teardown => "teardown",
            Self::AddHost { .. } => "add-host",
            Self::Balance { .. } => "balance",
            Self::Install { .. } => "install",
            Self::Verify { .. } => "verify",
            Self::StopApp => "stop-app",
            Self::Database { .. } => "database",
        }
    }

    /// The host it concerns, when it concerns one.
    #[must_use]
    pub const fn host(&self) -> Option<HostNumber> {
        match self {
            Self::AddHost { host } | Self::Install { host, .. } | Self::Verify { host, .. } => Some(*host),
            _ => None,
        }
    }
}

impl Action {
    /// What it installs or verifies.
    pub(super) const fn deployment(&self) -> Option<Deployment> {
        match self {
            Self::Install { deployment, .. } => Some(*deployment),
            Self::Verify { deployment, .. } => *deployment,
            Self::Provision { .. }
            | Self::Teardown
            | Self::AddHost { .. }
            | Self::Balance { .. }
            | Self::StopApp
            | Self::Database { .. } => None,
        }
    }
}

/// The effect that an environment waits for.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Step {
    /// Its id and fencing token.
    pub effect: EffectId,
    /// Number of the attempt, from 1.
    pub attempt: u8,
    /// What is to be done.
    pub action: Action,
    /// When silence counts as failure.
    pub due: Timestamp,
}

/// A row for the outbox: a step, and all that an executor needs for it.
///
/// An executor refuses an id below the greatest it has seen for the same host (load balancer, environment), answers an
/// id that it has carried out from memory, and reports the outcome under the id.
///
/// What it is written as is read again, so that a row can wait in a table for another process.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Effect {
    /// Where.
    pub environment: EnvironmentKind,
    /// Its id and fencing token.
    pub id: EffectId,
    /// Number of the attempt, from 1. Each attempt has the same id and action.
    pub attempt: u8,
    /// What is to be done.
    pub action: Action,
    /// Label of the version to install or to verify.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<PackageVersion>,
    /// What to install or to verify; none for a version of a log of schema 2, which has no proofs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installation: Option<Installation>,
    /// When silence counts as failure: the embedder then says that it timed out.
    pub due: Timestamp,
}

/// All that makes up a version on a host, from what was proven of it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Installation {
    /// Framework of the app.
    pub framework: Framework,
    /// Digest of the package's files, made as that of an inspection; `None` when it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// What nginx reads.
    pub configuration: Configuration,
    /// The domain that it answers to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<DomainName>,
    /// Where TLS ends; nowhere in a test environment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_end: Option<TlsEnd>,
    /// What was proven of the certificate of the deployment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateProof>,
    /// Port on which the app listens.
    pub port: u16,
    /// Path that shows whether the app answers.
    pub health_path: String,
}
