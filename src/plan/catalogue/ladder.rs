//! Load balancers from small to large.

use serde::{Deserialize, Serialize};

use crate::app::Date;
use crate::diagnostic::{Phrase, sentences, speaks};
use crate::phrase;
use crate::plan::choice::LoadBalancerSpec;
use crate::plan::fact::Fact;
use crate::plan::unit::{Connections, MbitPerSecond, PerSecond};

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
    /// Bandwidth in both directions together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bandwidth: Option<Fact<MbitPerSecond>>,
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
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum LadderError {
    /// Nothing to choose from.
    Empty,
    /// A specification that comes earlier, or twice.
    Order {
        /// The entry, from 0.
        index: usize,
        /// Its specification.
        found: LoadBalancerSpec,
        /// The specification of the entry before.
        before: LoadBalancerSpec,
    },
    /// A limit below that of the smaller load balancer before it.
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

impl LadderError {
    fn phrase(&self) -> Phrase {
        match self {
            Self::Empty => phrase!(EMPTY),
            Self::Order { index, found, before } => phrase!(ORDER, index = *index, found = *found, before = *before),
            Self::Falls { index, field, found, least } => {
                phrase!(FALLS, index = *index, field = *field, found = *found, least = *least)
            }
        }
    }
}

speaks!(LadderError);

impl std::error::Error for LadderError {}

sentences! {
    /// What lists of load balancers are refused with.
    pub(super) SENTENCES
    EMPTY = "no load balancer, expected at least one" / "没有负载均衡，至少应有一个",
    ORDER { index, found, before } =
        "entry {index} is {found} after {before}, expected each specification once, smallest first"
        / "第 {index} 项 {found} 排在 {before} 之后，各规格应只出现一次且从小到大",
    FALLS { index, field, found, least } =
        "entry {index} has {field} {found}, expected at least {least}, the number of the entry before"
        / "第 {index} 项的 {field} 为 {found}，应不小于前一项的 {least}",
}
