//! What runs on hosts, and whether requests reach them.

use serde::{Deserialize, Serialize};

use super::id::{CertificateRevision, DomainRevision, VersionNumber};

/// What runs, or should run, on a host: a version, and the domain and certificate it was installed with.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Deployment {
    /// The version.
    pub version: VersionNumber,
    /// The domain that it answers to; logs of schema 2 do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<DomainRevision>,
    /// The certificate; none in an environment that needs none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateRevision>,
}

/// Whether a load balancer forwards requests (§4.5).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Traffic {
    /// It does.
    #[default]
    Flowing,
    /// 停止: the user stopped it.
    Paused,
}
