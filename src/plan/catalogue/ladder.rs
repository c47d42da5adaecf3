//! Load balancers from small to large.

use serde::{Deserialize, Serialize};

use crate::app::Date;
use crate::plan::choice::LoadBalancerSpec;
use crate::plan::fact::Fact;
use crate::plan::unit::{Connections, PerSecond};

/// A load balancer specification with its limits. The first limit that is reached throttles.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LoadBalancer {
    /// The specification.
    pub specification: LoadBalancerSpec,
    /// Most connections at one time.
    pub connections: Fact<Connections>,
    /// Most new connections a second.
    pub new_connections: Fact<PerSecond>,
    /// Most requests a second.
    pub requests: Fact<PerSecond>,
    /// Since when it is no longer sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Fact<Date>>,
}

impl LoadBalancer {
    /// Whether it can be bought on the day `at`.
    pub(in crate::plan) fn sold_on(&self, at: Date) -> bool {
        self.withdrawn.as_ref().is_none_or(|since| at < *since.value())
    }
}

/// Load balancers, smallest first: at least one, each specification once, and no limit lower than the one before.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Vec<LoadBalancer>")]
pub struct LoadBalancers(Vec<LoadBalancer>);

impl LoadBalancers {
    /// The load balancers.
    #[must_use]
    pub fn as_slice(&self) -> &[LoadBalancer] {
        &self.0
    }

    pub(super) const fn known(rungs: Vec<LoadBalancer>) -> Self {
        Self(rungs)
    }
}

impl TryFrom<Vec<LoadBalancer>> for LoadBalancers {
    type Error = LadderError;

    fn try_from(rungs: Vec<LoadBalancer>) -> Result<Self, LadderError> {
        if rungs.is_empty() {
            return Err(LadderError::Empty);
        }
        let mut before: Option<&LoadBalancer> = None;
        for (index, rung) in rungs.iter().enumerate() {
            if let Some(before) = before {
                let limits = |rung: &LoadBalancer| {
                    [
                        ("connections", rung.connections.value().0),
                        ("new_connections", rung.new_connections.value().0),
                        ("requests", rung.requests.value().0),
                    ]
                };
                if rung.specification <= before.specification {
                    let (found, before) = (rung.specification, before.specification);
                    return Err(LadderError::Order { index, found, before });
                }
                for ((field, found), (_, least)) in limits(rung).into_iter().zip(limits(before)) {
                    if found < least {
                        return Err(LadderError::Falls { index, field, found, least });
                    }
                }
            }
            before = Some(rung);
        }
        Ok(Self(rungs))
    }
}

/// Why a list of load balancers is no ladder.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LadderError {
    /// Nothing to choose from.
    #[error("no load balancer, expected at least one")]
    Empty,
    /// A specification that comes earlier, or twice.
    #[error("entry {index} is {found} after {before}, expected each specification once, smallest first")]
    Order {
        /// The entry, from 0.
        index: usize,
        /// Its specification.
        found: LoadBalancerSpec,
        /// The specification of the entry before.
        before: LoadBalancerSpec,
    },
    /// A limit below that of the smaller load balancer before it.
    #[error("entry {index} has {field} {found}, expected at least {least}, the number of the entry before")]
    Falls {
        /// The entry, from 0.
        index: usize,
        /// The limit.
        field: &'static str,
        /// Its number.
        found: u64,
        /// The number of the entry before.
        least: u64,
    },
}
