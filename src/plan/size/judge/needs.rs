//! What a workload would need of a tier.

use super::{Bench, baseline, count, loss, per_mille, verdict, with_headroom};
use crate::plan::catalogue::{Catalogue, LoadBalancer};
use crate::plan::choice::{LoadBalancerSpec, Plan};
use crate::plan::fact::Fact;
use crate::plan::size::{Dimension, Fit, Needed, Unit};
use crate::plan::unit::{Rate, saturated};
use crate::plan::workload::Workload;

impl Bench<'_> {
    pub(super) fn needed(&self, catalogue: &Catalogue) -> Needed {
        Needed {
            hosts: self.needed_hosts(),
            load_balancer: self.needed_load_balancer(catalogue),
            public_mbit_per_second: self.bandwidth_to_buy(catalogue),
            nginx_connections: self.needed_nginx_connections(),
        }
    }

    fn needed_hosts(&self) -> Option<u64> {
        let each = |demand: u64, limit: u64| hosts_for(demand, limit, self.headroom);
        let instance = &self.host.instance;
        let mut hosts = each(self.demand.peak?, instance.vcpus.value().0);
        if let Some(burst) = &instance.burst {
            hosts = hosts.max(each(self.demand.average?, baseline(self.host, burst)));
        }
        if let Some(traffic) = self.demand.traffic {
            hosts = hosts.max(each(traffic, instance.network.value().0));
        }
        if let (Some(packets), Some(limit)) = (self.demand.packets, &instance.packets) {
            hosts = hosts.max(each(packets, limit.value().0));
        }
        if let Some(connections) = self.demand.nginx_connections {
            let stated = self.workload.nginx_connections_per_instance.map(|stated| stated.0);
            hosts = hosts.max(each(connections, stated.unwrap_or_else(|| self.generated_nginx_connections())));
        }
        let least = u64::from(*Plan::host_range(self.plan.tier).start());
        let loss = loss(self.workload);
        Some(hosts.max(1).saturating_add(loss).max(least))
    }

    /// What nginx has to hold on each host, when it is more than it does as documented or stated.
    fn needed_nginx_connections(&self) -> Option<u64> {
        let demand = self.demand.nginx_connections?;
        let stated = self.workload.nginx_connections_per_instance.map(|stated| stated.0);
        let each = stated.or(self.host.nginx_connections.as_ref().map(|each| each.value().0))?;
        let needed = hosts_for(demand, self.carrying.max(1), self.headroom);
        Some(needed).filter(|needed| *needed > each)
    }

    fn needed_load_balancer(&self, catalogue: &Catalogue) -> Option<LoadBalancerSpec> {
        self.plan.load_balancer?;
        let rungs = catalogue.standard.load_balancers.as_slice();
        smallest(rungs, self.workload, |_| true)
    }
}

/// The first of `rungs` that `admit` lets through and on which every stated demand fits with the headroom; none when
/// nothing is stated.
pub(in crate::plan) fn smallest(
    rungs: &[LoadBalancer],
    workload: &Workload,
    admit: impl Fn(&LoadBalancer) -> bool,
) -> Option<LoadBalancerSpec> {
    let demands = balanced(workload);
    if demands.iter().all(|(.., demand, _)| demand.is_none()) {
        return None;
    }
    let headroom = workload.headroom().0;
    let fits = |rung: &&LoadBalancer| {
        demands.iter().all(|(_, _, _, demand, limit)| {
            demand.is_none_or(|demand| verdict(demand, *limit(rung).value(), headroom) == Fit::Fits)
        })
    };
    rungs.iter().filter(|rung| admit(rung)).find(fits).map(|rung| rung.specification)
}

type Balanced = (Dimension, Unit, &'static str, Option<u64>, fn(&LoadBalancer) -> Fact<u64>);

/// What every load balancer limits.
pub(super) fn balanced(workload: &Workload) -> [Balanced; 3] {
    [
        (
            Dimension::LoadBalancerConnections,
            Unit::Connections,
            "peak_connections",
            workload.peak_connections.map(|connections| connections.0),
            |rung| count(&rung.connections),
        ),
        (
            Dimension::LoadBalancerNewConnections,
            Unit::ConnectionsPerSecond,
            "new_connections_per_second",
            workload.new_connections_per_second.map(|rate| rate.0),
            |rung| rung.new_connections.derive(|rate| rate.0),
        ),
        (
            Dimension::LoadBalancerRequests,
            Unit::RequestsPerSecond,
            "peak_requests_per_second",
            workload.peak_requests_per_second.map(Rate::rounded_up),
            |rung| rung.requests.derive(|rate| rate.0),
        ),
    ]
}

/// Least number of hosts on which `demand` fits when each takes `limit`.
pub(super) fn hosts_for(demand: u64, limit: u64, headroom: u64) -> u64 {
    saturated(with_headroom(demand, headroom).div_ceil(per_mille(limit.max(1))))
}
