//! Connections, bandwidth and packets.

use super::needs::balanced;
use super::{Bench, Fit, count, verdict};
use crate::app::Tier;
use crate::plan::catalogue::Catalogue;
use crate::plan::fact::Fact;
use crate::plan::size::{Asked, Dimension, Question, Unit};

impl Bench<'_> {
    /// A proxied client takes two connections of nginx: its own and the one to the app. How many nginx may hold is a
    /// setting: beyond the documented one it is a question, beyond what [`GENERATED_NGINX_CONNECTIONS`] allows it is too
    /// much.
    pub(super) fn nginx(&mut self) {
        let Some(demand) = self.demand.nginx_connections else { return };
        let (dimension, unit) = (Dimension::NginxConnections, Unit::Connections);
        let carrying = self.carrying;
        let documented = self.host.nginx_connections.as_ref().map(count);
        let stated = self.workload.nginx_connections_per_instance.map(|connections| {
            let as_of = self.host.instance.vcpus.as_of();
            Fact::of_workload(connections.0, as_of)
        });
        let is_stated = stated.is_some();
        let Some(each) = stated.or(documented) else { return };
        let limit = each.derive(|each| each.saturating_mul(carrying));
        let generated = each.derive(|_| self.generated_nginx_connections().saturating_mul(carrying));
        let over = verdict(demand, *limit.value(), 0) == Fit::Exceeds;
        if is_stated || !over {
            self.compare(dimension, unit, Some(demand), Some(limit));
        } else if verdict(demand, *generated.value(), 0) == Fit::Exceeds {
            self.compare(dimension, unit, Some(demand), Some(generated));
        } else {
            self.compare(dimension, unit, Some(demand), Some(limit));
            if let Some(last) = self.constraints.last_mut() {
                last.verdict = Fit::Unknown;
            }
            let field = "nginx_connections_per_instance";
            self.unknown.push(Question { dimension, of: Asked::Workload, field });
        }
    }

    pub(super) fn load_balancer(&mut self, catalogue: &Catalogue) {
        let Some(specification) = self.plan.load_balancer else { return };
        let rung = catalogue.load_balancer(specification);
        for (dimension, unit, field, demand, limit) in balanced(self.workload) {
            self.compare(dimension, unit, demand, rung.map(limit));
            self.ask(dimension, field, demand.is_none());
            if rung.is_none() {
                let field = "standard.load_balancers";
                self.unknown.push(Question { dimension, of: Asked::Catalogue, field });
            }
        }
        let bandwidth = rung.and_then(|rung| rung.bandwidth.as_ref()).map(|limit| limit.derive(|limit| limit.0));
        let dimension = Dimension::LoadBalancerBandwidth;
        self.compare_known(dimension, Unit::MbitPerSecond, self.demand.traffic, bandwidth);
    }

    /// Responses against the interfaces of the hosts, and against the public address where its bandwidth is stated. Where
    /// it is not, it is still to be bought: a need, and no limit.
    pub(super) fn bandwidth(&mut self, catalogue: &Catalogue) {
        if self.workload.response_bytes.is_none() {
            return;
        }
        let dimension = Dimension::Bandwidth;
        let carrying = self.carrying;
        let interfaces = self.host.instance.network.derive(|each| each.0.saturating_mul(carrying));
        let public = catalogue.public_bandwidth(self.plan.tier).map(|public| public.derive(|public| public.0));
        let limit = match public {
            Some(public) if public.value() < interfaces.value() => public,
            _ => interfaces,
        };
        self.compare(dimension, Unit::MbitPerSecond, self.demand.traffic, Some(limit));
        self.ask(dimension, "peak_requests_per_second", self.demand.traffic.is_none());
    }

    pub(super) fn packets(&mut self) {
        let carrying = self.carrying;
        let limit = self.host.instance.packets.as_ref();
        let limit = limit.map(|each| each.derive(|each| each.0.saturating_mul(carrying)));
        self.compare_known(Dimension::Packets, Unit::PacketsPerSecond, self.demand.packets, limit);
    }

    /// What nginx holds on a host with the generated configuration: a worker for each vCPU.
    pub(super) fn generated_nginx_connections(&self) -> u64 {
        let workers = self.host.instance.vcpus.value().0.div_ceil(1_000);
        workers.saturating_mul(GENERATED_NGINX_CONNECTIONS)
    }

    /// Bandwidth to buy at the public address, when its demand is known and the catalogue does not state it.
    pub(super) fn bandwidth_to_buy(&self, catalogue: &Catalogue) -> Option<u64> {
        let stated = match self.plan.tier {
            Tier::Starter => catalogue.starter.public_bandwidth.is_some(),
            Tier::Standard => catalogue.standard.public_bandwidth.is_some(),
        };
        self.demand.traffic.filter(|_| !stated).map(|traffic| super::needs::hosts_for(traffic, 1, self.headroom).max(1))
    }
}

/// `worker_connections` of the hardened configuration that this crate generates.
const GENERATED_NGINX_CONNECTIONS: u64 = 10_240;
