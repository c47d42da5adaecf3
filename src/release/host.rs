//! A host and the load balancer of an environment, as the events so far describe them.

use serde::{Deserialize, Serialize};

use super::deployment::{Deployment, Traffic};
use super::id::{EffectId, is_default};
use crate::app::Weight;

/// How far the active order or repair has come on a host. While the environment is idle, every host is `Waiting`.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum HostProgress {
    /// There is work left to do.
    #[default]
    Waiting,
    /// Nothing is left to do.
    Done,
    /// No further attempt is made.
    GivenUp,
}

/// A host, as the events so far describe it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Host {
    /// What is installed; `None` when nothing is, or when it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installed: Option<Deployment>,
    /// Whether what is installed was verified to work and has not been stopped or reported down since.
    #[serde(default, skip_serializing_if = "is_default")]
    pub healthy: bool,
    /// Whether the host should get requests.
    #[serde(default, skip_serializing_if = "is_default")]
    pub in_rotation: bool,
    /// Its weight while it is in rotation.
    #[serde(default = "full", skip_serializing_if = "is_full")]
    pub weight: Weight,
    /// The effect that last started an installation on it. A report that the host is down carries this id; one with
    /// another id is outdated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<EffectId>,
    /// How far the active order or repair has come on it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub progress: HostProgress,
}

const fn full() -> Weight {
    Weight::FULL
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_full(weight: &Weight) -> bool {
    *weight == Weight::FULL
}

impl Host {
    pub(super) const fn new() -> Self {
        Self {
            installed: None,
            healthy: false,
            in_rotation: false,
            weight: Weight::FULL,
            epoch: None,
            progress: HostProgress::Waiting,
        }
    }

    /// Whether it gets requests and answers them.
    #[must_use]
    pub const fn serves(&self) -> bool {
        self.in_rotation && self.healthy && self.weight.serves()
    }
}

/// The load balancer of a standard environment, as the events so far describe it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Balancer {
    /// Whether it has confirmed the latest weights and traffic setting.
    pub in_step: bool,
    /// Whether it should forward requests at all.
    #[serde(default, skip_serializing_if = "is_default")]
    pub traffic: Traffic,
}
