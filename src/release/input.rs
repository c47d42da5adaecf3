//! Inputs of an app.

use serde::{Deserialize, Serialize};

use super::database::DatabaseChange;
use super::deployment::Traffic;
use super::id::{EffectId, HostNumber, Revision};
use super::proof::{CertificateProof, PackageProof};
use crate::app::{Digest, DomainName, EnvironmentKind, PackageVersion, Remark, Strategy, Weight};
use crate::diagnostic::Accepted;
use crate::plan::Plan;

/// An input of an app: from a user, from an executor, or from what watches hosts and bills.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Input {
    /// A user's command for an environment.
    Command {
        /// Which environment.
        environment: EnvironmentKind,
        /// The app's revision that the user saw. A command is refused when another one was accepted since, so that one
        /// delivered twice is carried out once; and when the app does not have the revision yet.
        seen: Revision,
        /// The command.
        command: Command,
    },
    /// A user deletes the app.
    DeleteApp {
        /// The app's revision that the user saw.
        seen: Revision,
    },
    /// An executor says how an effect went.
    Report {
        /// Which environment.
        environment: EnvironmentKind,
        /// The effect's id.
        effect: EffectId,
        /// How it went.
        outcome: Outcome,
    },
    /// An effect's deadline passed without a report.
    TimedOut {
        /// Which environment.
        environment: EnvironmentKind,
        /// The effect's id.
        effect: EffectId,
    },
    /// A host stopped answering. Only a verification says that it answers again.
    HostDown {
        /// Which environment.
        environment: EnvironmentKind,
        /// Which host.
        host: HostNumber,
        /// The id of the effect that installed what stopped answering.
        epoch: EffectId,
    },
    /// The billing system says something about an environment's resources.
    Billing {
        /// Which environment.
        environment: EnvironmentKind,
        /// What.
        notice: Notice,
    },
}

/// How an effect went.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Outcome {
    /// It was carried out.
    Done,
    /// It was not, or not wholly, carried out.
    Failed {
        /// What the executor says about it.
        reason: Remark,
    },
}

/// What a billing system says about resources.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Notice {
    /// They are no longer paid for and still serve (§6 FAQ).
    Expired,
    /// They were stopped.
    Suspended,
    /// They are paid for again.
    Resumed,
    /// They were taken back (§4.3).
    Reclaimed,
}

/// A user's command for an environment.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Command {
    /// 构建环境: buy the resources of a plan for this environment.
    Build(Accepted<Plan>),
    /// Use this domain (§3.2).
    SetDomain(DomainName),
    /// Use no domain.
    ClearDomain,
    /// Use the certificate that this proves to be fit, from the next release on (§3.3). The embedder keeps its files
    /// under the revision that the event names.
    SetCertificate(CertificateProof),
    /// Use no certificate.
    ClearCertificate,
    /// 上传发布包: keep a version (§3.4).
    Upload(Upload),
    /// Replace the proof of a version: its package was judged anew, under the policy in force.
    Readmit {
        /// Its label.
        version: PackageVersion,
        /// What was proven of the same package.
        proof: PackageProof,
    },
    /// 发布部署: run a version on every host (§3.5).
    Release {
        /// Its label.
        version: PackageVersion,
        /// How to go over the hosts; none leaves it to the policy.
        strategy: Option<Strategy>,
    },
    /// 回滚: run a version that once succeeded here.
    Rollback {
        /// Its label.
        version: PackageVersion,
        /// How to go over the hosts; none leaves it to the policy.
        strategy: Option<Strategy>,
    },
    /// Give up the active order and go back to what ran before it.
    Abort,
    /// 扩容: add hosts.
    ScaleOut {
        /// How many.
        hosts: u16,
    },
    /// Share of the requests of a host (§4.5).
    SetWeight {
        /// Which host.
        host: HostNumber,
        /// Its weight.
        weight: Weight,
    },
    /// 停止 of the load balancer, or its opposite (§4.5).
    SetTraffic(Traffic),
    /// Check the hosts and the load balancer again, and bring them to the wanted state.
    Repair,
    /// 停止应用: stop the app (§4.3).
    Stop,
    /// 删除资源: give the resources back (§4.3).
    DeleteResources,
    /// Change the database (§4.6).
    ChangeDatabase(DatabaseChange),
}

impl Command {
    /// The word that names the kind of command.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Build(_) => "build",
            Self::SetDomain(_) => "set-domain",
            Self::ClearDomain => "clear-domain",
            Self::SetCertificate(_) => "set-certificate",
            Self::ClearCertificate => "clear-certificate",
            Self::Upload(_) => "upload",
            Self::Readmit { .. } => "readmit",
            Self::Release { .. } => "release",
            Self::Rollback { .. } => "rollback",
            Self::Abort => "abort",
            Self::ScaleOut { .. } => "scale-out",
            Self::SetWeight { .. } => "set-weight",
            Self::SetTraffic(Traffic::Flowing) => "resume-traffic",
            Self::SetTraffic(Traffic::Paused) => "pause-traffic",
            Self::Repair => "repair",
            Self::Stop => "stop",
            Self::DeleteResources => "delete-resources",
            Self::ChangeDatabase(_) => "change-database",
        }
    }
}

/// A package version to keep.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Framework, Policy, Timestamp};
/// use cloudapp::release::{PackageProof, Upload};
///
/// let proof = PackageProof::vouched(Framework::Php, &Policy::default(), Timestamp::UNIX_EPOCH);
/// let upload = Upload::new(proof)
///     .label("v20190618194150".parse()?)
///     .remark("fixes the cart".parse()?);
/// # drop(upload);
/// # Ok::<(), cloudapp::app::ParseError>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct Upload {
    pub(super) proof: PackageProof,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) stored: Option<Digest>,
    pub(super) label: Option<PackageVersion>,
    pub(super) remark: Option<Remark>,
}

impl Upload {
    /// A package that may be released, labelled with the time of its upload (§2.4).
    pub const fn new(proof: PackageProof) -> Self {
        Self { proof, stored: None, label: None, remark: None }
    }

    /// The same upload of a package that is kept with files of this digest, where whoever keeps it is another than whoever
    /// inspected it: only the package that was inspected is taken.
    pub fn stored(self, digest: Digest) -> Self {
        Self { stored: Some(digest), ..self }
    }

    /// The same upload under this label.
    pub fn label(self, label: PackageVersion) -> Self {
        Self { label: Some(label), ..self }
    }

    /// The same upload with a remark.
    pub fn remark(self, remark: Remark) -> Self {
        Self { remark: Some(remark), ..self }
    }
}

impl Notice {
    /// The word that names the notice.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Suspended => "suspended",
            Self::Resumed => "resumed",
            Self::Reclaimed => "reclaimed",
        }
    }
}
