//! Why a command is refused, in words that help.

mod words;

use serde::{Deserialize, Serialize};

use super::id::{HostNumber, Revision};
use super::machine::Operation;
use super::status::Status;
use crate::app::{DomainName, EnvironmentKind, Framework, PackageVersion, ReleaseOrderId, Tier, Timestamp};
use crate::diagnostic::{Phrase, speaks};
use crate::phrase;

/// Why a command is refused: everything that is in its way, in a fixed order, at least one thing.
///
/// # Examples
///
/// ```
/// use cloudapp::diagnostic::Language;
/// use cloudapp::release::{Obstacle, Rejection};
///
/// let refused = Rejection::from(Obstacle::MissingDomain);
/// assert_eq!(refused.message(Language::English), "no domain is set");
/// assert_eq!(refused.obstacles()[0].help(Language::Chinese), "配置域名");
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Rejection {
    obstacles: Vec<Obstacle>,
}

impl Rejection {
    /// What is in the way.
    #[must_use]
    pub fn obstacles(&self) -> &[Obstacle] {
        &self.obstacles
    }

    fn phrase(&self) -> Phrase {
        let mut rest = self.obstacles.iter().map(Obstacle::phrase);
        let first = rest.next().unwrap_or_else(|| phrase!("" / " "));
        rest.fold(first, |before, next| phrase!("{before}; {next}" / "{before}；{next}", before, next))
    }
}

impl From<Obstacle> for Rejection {
    fn from(obstacle: Obstacle) -> Self {
        Self { obstacles: vec![obstacle] }
    }
}

speaks!(Rejection);

impl std::error::Error for Rejection {}

/// Collects obstacles.
#[derive(Default)]
pub(super) struct Obstacles(Vec<Obstacle>);

impl Obstacles {
    pub(super) fn add_if(&mut self, is_there: bool, obstacle: impl FnOnce() -> Obstacle) {
        if is_there {
            self.0.push(obstacle());
        }
    }

    pub(super) fn add(&mut self, obstacle: Option<Obstacle>) {
        self.0.extend(obstacle);
    }

    pub(super) fn finish(self) -> Result<(), Rejection> {
        if self.0.is_empty() { Ok(()) } else { Err(Rejection { obstacles: self.0 }) }
    }
}

/// What an environment is busy with.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Activity {
    /// A change of the database.
    Database,
    /// A release order.
    Order(ReleaseOrderId),
    /// Looking again at hosts and load balancer.
    Repair,
    /// Stopping the app.
    Stop,
    /// Telling the load balancer what the user changed.
    Weights,
}

impl From<&Operation> for Activity {
    fn from(operation: &Operation) -> Self {
        match operation {
            Operation::Balancing => Self::Weights,
            Operation::Database => Self::Database,
            Operation::Order(order) => Self::Order(order.id.clone()),
            Operation::Repairing => Self::Repair,
            Operation::Stopping => Self::Stop,
        }
    }
}

/// One thing that is in the way of a command.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Obstacle {
    /// The environment is built already.
    AlreadyBuilt {
        /// Its state.
        status: Status,
    },
    /// The app was deleted.
    AppDeleted,
    /// The environment is busy.
    Busy {
        /// With what.
        activity: Activity,
    },
    /// The app runs, but not everywhere as it should.
    Degraded,
    /// The certificate has ended.
    CertificateExpired {
        /// Its last second.
        until: Timestamp,
    },
    /// The certificate is not valid yet.
    CertificateNotYetValid {
        /// Its first second.
        from: Timestamp,
    },
    /// The certificate was examined for another end of TLS.
    CertificateOfAnotherTier {
        /// The environment's tier.
        tier: Tier,
    },
    /// The certificate was examined under another policy than the one in force.
    CertificateUnderAnotherPolicy,
    /// Nothing is known of the certificate.
    CertificateUnproven,
    /// Nobody has examined the certificate, and the policy takes nobody's word.
    CertificateVouched,
    /// The platform assigns the domain of this environment.
    DomainAssigned,
    /// The certificate is not for the domain.
    DomainNotCovered {
        /// The domain.
        domain: DomainName,
    },
    /// An environment is still built.
    EnvironmentBuilt {
        /// Which one.
        environment: EnvironmentKind,
        /// Its state.
        status: Status,
    },
    /// The resources are no longer paid for.
    Expired,
    /// The package is of another framework than the app.
    FrameworkMismatch {
        /// The app's.
        app: Framework,
        /// The package's.
        package: Framework,
    },
    /// Everything is in step.
    InStep,
    /// The label is taken.
    LabelTaken {
        /// The label.
        label: PackageVersion,
    },
    /// No certificate is set.
    MissingCertificate,
    /// No domain is set.
    MissingDomain,
    /// The version never ran in this environment.
    NeverSucceeded {
        /// Its label.
        version: PackageVersion,
    },
    /// The resources are not there.
    NotBuilt {
        /// The environment's state.
        status: Status,
    },
    /// No release has succeeded, or the app is stopped.
    NotRunning {
        /// The environment's state.
        status: Status,
    },
    /// No order is active that goes forward.
    NothingToAbort,
    /// Another command was accepted after the state that this command's user saw.
    Outdated {
        /// The revision that the user saw.
        seen: Revision,
        /// The revision of the command that came in between.
        commanded: Revision,
    },
    /// What is kept is another package than the one that was inspected.
    PackageChanged,
    /// The package was not admitted to this environment in this tier.
    PackageNotAdmitted {
        /// The environment.
        environment: EnvironmentKind,
        /// Its tier.
        tier: Tier,
    },
    /// The package was inspected under another policy than the one in force.
    PackageUnderAnotherPolicy,
    /// Nothing is known of the package.
    PackageUnproven,
    /// Nobody has inspected the package, and the policy takes nobody's word.
    PackageVouched,
    /// The plan is for the other environment.
    PlanOfAnotherEnvironment {
        /// The plan's.
        plan: EnvironmentKind,
    },
    /// The app still runs.
    StillRunning,
    /// The platform stopped the resources.
    Suspended,
    /// More hosts than an environment can have, or none.
    TooManyHosts {
        /// How many there would be.
        hosts: u32,
        /// The greatest number.
        most: u16,
    },
    /// It is so already.
    Unchanged,
    /// The environment has no such host.
    UnknownHost {
        /// The number.
        host: HostNumber,
        /// How many hosts it has.
        hosts: usize,
    },
    /// The command names a revision that the app does not have yet.
    UnknownRevision {
        /// The revision that the user is said to have seen.
        seen: Revision,
        /// The app's.
        revision: Revision,
    },
    /// The version was not uploaded to this environment.
    UnknownVersion {
        /// Its label.
        version: PackageVersion,
    },
    /// Only the other tier has this.
    WrongTier {
        /// The tier that has it.
        needs: Tier,
    },
    /// Nobody would serve.
    WouldStopTraffic {
        /// Hosts whose weight is above zero.
        weighted: usize,
    },
}

impl Obstacle {
    /// The word that names the kind of obstacle.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::AlreadyBuilt { .. } => "already-built",
            Self::AppDeleted => "app-deleted",
            Self::Busy { .. } => "busy",
            Self::CertificateExpired { .. } => "certificate-expired",
            Self::CertificateNotYetValid { .. } => "certificate-not-yet-valid",
            Self::CertificateOfAnotherTier { .. } => "certificate-of-another-tier",
            Self::CertificateUnderAnotherPolicy => "certificate-under-another-policy",
            Self::CertificateUnproven => "certificate-unproven",
            Self::CertificateVouched => "certificate-vouched",
            Self::Degraded => "degraded",
            Self::DomainAssigned => "domain-assigned",
            Self::DomainNotCovered { .. } => "domain-not-covered",
            Self::EnvironmentBuilt { .. } => "environment-built",
            Self::Expired => "expired",
            Self::FrameworkMismatch { .. } => "framework-mismatch",
            Self::InStep => "in-step",
            Self::LabelTaken { .. } => "label-taken",
            Self::MissingCertificate => "missing-certificate",
            Self::MissingDomain => "missing-domain",
            Self::NeverSucceeded { .. } => "never-succeeded",
            Self::NotBuilt { .. } => "not-built",
            Self::NotRunning { .. } => "not-running",
            Self::NothingToAbort => "nothing-to-abort",
            Self::Outdated { .. } => "outdated",
            Self::PackageChanged => "package-changed",
            Self::PackageNotAdmitted { .. } => "package-not-admitted",
            Self::PackageUnderAnotherPolicy => "package-under-another-policy",
            Self::PackageUnproven => "package-unproven",
            Self::PackageVouched => "package-vouched",
            Self::PlanOfAnotherEnvironment { .. } => "plan-of-another-environment",
            Self::StillRunning => "still-running",
            Self::Suspended => "suspended",
            Self::TooManyHosts { .. } => "too-many-hosts",
            Self::Unchanged => "unchanged",
            Self::UnknownHost { .. } => "unknown-host",
            Self::UnknownRevision { .. } => "unknown-revision",
            Self::UnknownVersion { .. } => "unknown-version",
            Self::WrongTier { .. } => "wrong-tier",
            Self::WouldStopTraffic { .. } => "would-stop-traffic",
        }
    }
}
