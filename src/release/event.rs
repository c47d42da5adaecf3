//! What happened to an app.

use serde::{Deserialize, Serialize};

use super::database::DatabaseChange;
use super::deployment::{Deployment, Traffic};
use super::effect::Action;
use super::id::{AppNumber, CertificateRevision, EffectId, HostNumber, VersionNumber};
use super::proof::{CertificateProof, PackageProof};
use crate::app::{
    AppName, Description, DomainName, EnvironmentKind, Framework, PackageVersion, ReleaseOrderId, Remark, Strategy,
    Timestamp, Weight,
};
use crate::plan::Plan;

/// Something that happened to an app: the only thing its state is made from.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// The app was created. It is the first event of each app and occurs once.
    AppCreated {
        /// Its number.
        number: AppNumber,
        /// Its name.
        name: AppName,
        /// Its framework, fixed from now on.
        framework: Framework,
        /// What its user wrote about it.
        description: Option<Description>,
    },
    /// The app was deleted. It is the last event of an app.
    AppDeleted,
    /// Something happened in one environment.
    Changed {
        /// Which one.
        environment: EnvironmentKind,
        /// What.
        change: Change,
    },
}

/// Something that happened in an environment.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Change {
    /// A user requested resources.
    BuildRequested {
        /// Which.
        plan: Plan,
        /// The domain that the platform assigns to a test environment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        domain: Option<DomainName>,
    },
    /// The resources are there.
    Built {},
    /// The resources are there in part, or in an unknown state.
    BuildFailed {},
    /// A user set the domain.
    DomainSet {
        /// The domain.
        domain: DomainName,
    },
    /// A user took the domain away.
    DomainCleared {},
    /// A user set a certificate; it takes effect with the next release.
    CertificateSet {
        /// The number under which the embedder keeps it.
        certificate: CertificateRevision,
        /// What was proven of it; logs of schema 2 have no proofs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<CertificateProof>,
    },
    /// A user took the certificate away.
    CertificateCleared {},
    /// A user uploaded a version.
    VersionUploaded {
        /// Its number in this environment.
        version: VersionNumber,
        /// Its label.
        label: PackageVersion,
        /// What its user wrote about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remark: Option<Remark>,
        /// What was proven of its package; logs of schema 2 have no proofs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<PackageProof>,
        /// When it was uploaded.
        at: Timestamp,
    },
    /// A user had a version judged anew.
    VersionReadmitted {
        /// Its number in this environment.
        version: VersionNumber,
        /// What was proven of its package.
        proof: PackageProof,
    },
    /// A release order began.
    OrderAccepted {
        /// Its id, unique within the app. Orders that two apps begin in the same second rarely have the same one, but
        /// may.
        order: ReleaseOrderId,
        /// What kind of order the user placed.
        kind: OrderKind,
        /// What should run in the end.
        goal: Deployment,
        /// How it goes over the hosts.
        strategy: Strategy,
        /// When it began.
        at: Timestamp,
    },
    /// A user asked to abort the active order.
    AbortRequested {},
    /// The active order turned back.
    CompensationStarted {
        /// Why.
        cause: Cause,
    },
    /// Nothing more is tried with a host in the active order or repair.
    HostGivenUp {
        /// Which one.
        host: HostNumber,
    },
    /// The active order reached its goal on every host.
    OrderSucceeded {
        /// When.
        at: Timestamp,
    },
    /// The active order did not reach its goal.
    OrderFailed {
        /// Whether every host is back at the baseline.
        restored: bool,
        /// When.
        at: Timestamp,
    },
    /// An effect was requested.
    StepStarted {
        /// Its id and fencing token.
        effect: EffectId,
        /// What is to be done.
        action: Action,
        /// When silence counts as failure.
        due: Timestamp,
    },
    /// The outstanding effect was requested again, under the same id.
    StepRetried {
        /// Its id.
        effect: EffectId,
        /// When silence counts as failure.
        due: Timestamp,
    },
    /// The outstanding effect was carried out.
    StepSucceeded {
        /// Its id.
        effect: EffectId,
    },
    /// The outstanding effect was not, or not wholly, carried out.
    StepFailed {
        /// Its id.
        effect: EffectId,
        /// Why.
        reason: Reason,
    },
    /// A user asked to stop the app.
    StopRequested {},
    /// Stopping ended.
    StopEnded {
        /// Whether the app stopped; if not, which hosts still run is not known.
        stopped: bool,
    },
    /// A user asked to delete the resources.
    DeletionRequested {},
    /// The resources are gone.
    ResourcesDeleted {},
    /// The resources are gone in part, or in an unknown state.
    DeletionFailed {},
    /// A user set the weight of a host.
    WeightSet {
        /// Which one.
        host: HostNumber,
        /// Its weight from now on.
        weight: Weight,
    },
    /// A user stopped or resumed the load balancer's forwarding.
    TrafficSet {
        /// What it should do from now on.
        traffic: Traffic,
    },
    /// Telling the load balancer ended.
    BalancingEnded {
        /// Whether it acknowledged.
        in_step: bool,
    },
    /// A user asked to look again at hosts and load balancer.
    RepairRequested {},
    /// The repair ended; what is still wrong shows in the state.
    RepairEnded {},
    /// A user requested a change of the database.
    DatabaseChangeRequested {
        /// Which one.
        change: DatabaseChange,
    },
    /// The change of the database ended.
    DatabaseChangeEnded {
        /// Whether it was carried out.
        succeeded: bool,
    },
    /// A host stopped answering.
    HostWentDown {
        /// Which one.
        host: HostNumber,
    },
    /// The environment's standing with the billing system changed.
    StandingChanged {
        /// What it is now.
        standing: Standing,
    },
    /// The platform took the resources back.
    Reclaimed {
        /// When; logs of schema 1 do not say.
        at: Option<Timestamp>,
    },
}

/// What a release order asks for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum OrderKind {
    /// A version on every host.
    Release,
    /// A version that once succeeded on every host.
    Rollback,
    /// More hosts with the current version.
    ScaleOut {
        /// How many more.
        hosts: u16,
    },
}

/// Why an order turned back.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Cause {
    /// Its user aborted it.
    Abort,
    /// The next host to be drained was the last one that serves.
    LastHost,
    /// A step failed.
    Step,
}

/// Why a step failed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// What the executor said, on one line of at most 200 characters.
    Reported(Remark),
    /// The executor was silent until the last deadline.
    TimedOut,
}

/// Standing of an environment with the billing system (§6 FAQ, §4.3).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Standing {
    /// Paid.
    #[default]
    Good,
    /// 已到期: still serving, to be renewed or released.
    Expired,
    /// 已停机: the platform stopped the resources because the account is in arrears.
    Suspended,
}

impl Change {
    /// Every type of change, sorted.
    pub const KINDS: &'static [&'static str] = &[
        "abort-requested",
        "balancing-ended",
        "build-failed",
        "build-requested",
        "built",
        "certificate-cleared",
        "certificate-set",
        "compensation-started",
        "database-change-ended",
        "database-change-requested",
        "deletion-failed",
        "deletion-requested",
        "domain-cleared",
        "domain-set",
        "host-given-up",
        "host-went-down",
        "order-accepted",
        "order-failed",
        "order-succeeded",
        "reclaimed",
        "repair-ended",
        "repair-requested",
        "resources-deleted",
        "standing-changed",
        "step-failed",
        "step-retried",
        "step-started",
        "step-succeeded",
        "stop-ended",
        "stop-requested",
        "traffic-set",
        "version-readmitted",
        "version-uploaded",
        "weight-set",
    ];

    /// The type: the word that a log has for it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::BuildRequested { .. } => "build-requested",
            Self::Built { .. } => "built",
            Self::BuildFailed { .. } => "build-failed",
            Self::DomainSet { .. } => "domain-set",
            Self::DomainCleared { .. } => "domain-cleared",
            Self::CertificateSet { .. } => "certificate-set",
            Self::CertificateCleared { .. } => "certificate-cleared",
            Self::VersionReadmitted { .. } => "version-readmitted",
            Self::VersionUploaded { .. } => "version-uploaded",
            Self::OrderAccepted { .. } => "order-accepted",
            Self::AbortRequested { .. } => "abort-requested",
            Self::CompensationStarted { .. } => "compensation-started",
            Self::HostGivenUp { .. } => "host-given-up",
            Self::OrderSucceeded { .. } => "order-succeeded",
            Self::OrderFailed { .. } => "order-failed",
            Self::StepStarted { .. } => "step-started",
            Self::StepRetried { .. } => "step-retried",
            Self::StepSucceeded { .. } => "step-succeeded",
            Self::StepFailed { .. } => "step-failed",
            Self::StopRequested { .. } => "stop-requested",
            Self::StopEnded { .. } => "stop-ended",
            Self::DeletionRequested { .. } => "deletion-requested",
            Self::ResourcesDeleted { .. } => "resources-deleted",
            Self::DeletionFailed { .. } => "deletion-failed",
            Self::WeightSet { .. } => "weight-set",
            Self::TrafficSet { .. } => "traffic-set",
            Self::BalancingEnded { .. } => "balancing-ended",
            Self::RepairRequested { .. } => "repair-requested",
            Self::RepairEnded { .. } => "repair-ended",
            Self::DatabaseChangeRequested { .. } => "database-change-requested",
            Self::DatabaseChangeEnded { .. } => "database-change-ended",
            Self::HostWentDown { .. } => "host-went-down",
            Self::StandingChanged { .. } => "standing-changed",
            Self::Reclaimed { .. } => "reclaimed",
        }
    }

    /// Whether a user's command, not a report or an observation, led to it.
    pub(super) const fn is_command(&self) -> bool {
        matches!(
            self,
            Self::BuildRequested { .. }
                | Self::DomainSet { .. }
                | Self::DomainCleared {}
                | Self::CertificateSet { .. }
                | Self::CertificateCleared {}
                | Self::VersionReadmitted { .. }
                | Self::VersionUploaded { .. }
                | Self::OrderAccepted { .. }
                | Self::AbortRequested {}
                | Self::StopRequested {}
                | Self::DeletionRequested {}
                | Self::WeightSet { .. }
                | Self::TrafficSet { .. }
                | Self::RepairRequested {}
                | Self::DatabaseChangeRequested { .. }
        )
    }
}
