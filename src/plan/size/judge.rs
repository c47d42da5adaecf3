//! The arithmetic of sizing.

use super::{Asked, BurstTime, Constraint, Dimension, Fit, Needed, Question, Sizing, Unit};
use crate::app::Tier;
use crate::plan::catalogue::{Burst, Catalogue, HostSpec, LoadBalancer};
use crate::plan::choice::{LoadBalancerSpec, Plan};
use crate::plan::fact::Fact;
use crate::plan::unit::{Connections, Micros, PerSecond, Permille, saturated};
use crate::plan::workload::Workload;

pub(super) fn size(workload: &Workload, plan: Plan, catalogue: &Catalogue) -> Sizing {
    let mut bench = Bench::new(workload, plan, catalogue);
    bench.hosts();
    bench.compute();
    bench.database(catalogue);
    bench.load_balancer(catalogue);
    bench.bandwidth(catalogue);
    let needed = Needed { hosts: bench.needed_hosts(catalogue), load_balancer: bench.needed_load_balancer(catalogue) };
    let burst = bench.burst_time();
    let Bench { constraints, unknown, .. } = bench;
    let binding = binding(&constraints);
    Sizing {
        verdict: binding.map_or(Fit::Fits, |constraint| constraint.verdict),
        tier: plan.tier,
        hosts: plan.hosts,
        load_balancer: plan.load_balancer,
        binding: binding.map(|constraint| constraint.dimension),
        constraints,
        unknown,
        burst,
        needed,
    }
}

/// Of the constraints with the worst verdict the one with the highest utilisation, of equals the first.
fn binding(constraints: &[Constraint]) -> Option<&Constraint> {
    // A demand against a limit of 0 has no utilisation and is beyond every number.
    let weight = |constraint: &Constraint| match (constraint.verdict, constraint.utilisation) {
        (Fit::Exceeds, None) => u64::MAX,
        (_, utilisation) => utilisation.map_or(0, |Permille(permille)| permille),
    };
    constraints.iter().rev().max_by_key(|constraint| (constraint.verdict, weight(constraint)))
}

/// What is being sized, and what is known so far.
struct Bench<'a> {
    workload: &'a Workload,
    plan: Plan,
    host: &'a HostSpec,
    /// Hosts that carry the peak.
    carrying: u64,
    /// CPU in the peak and over the day, in thousandths of a vCPU.
    peak: Option<u64>,
    average: Option<u64>,
    /// Responses in the peak in Mbit/s.
    traffic: Option<u64>,
    headroom: u64,
    constraints: Vec<Constraint>,
    unknown: Vec<Question>,
}

impl<'a> Bench<'a> {
    fn new(workload: &'a Workload, plan: Plan, catalogue: &'a Catalogue) -> Self {
        let (peak, average) = (workload.peak_requests_per_second, workload.average_requests_per_second);
        // Requests a second times microseconds are millionths of a vCPU.
        let cpu = |rate| product(rate, workload.cpu_microseconds_per_request.map(|Micros(micros)| micros), 1, 1_000);
        Self {
            workload,
            plan,
            host: catalogue.host(plan.tier),
            carrying: u64::from(plan.hosts).saturating_sub(loss(workload)),
            peak: cpu(peak),
            average: cpu(average),
            traffic: product(peak, workload.response_bytes.map(|bytes| bytes.0), 8, 1_000_000),
            headroom: workload.headroom().0,
            constraints: Vec::with_capacity(Dimension::ALL.len()),
            unknown: Vec::new(),
        }
    }

    fn compute(&mut self) {
        let (host, carrying) = (self.host, self.carrying);
        let vcpus = host.instance.vcpus.derive(|vcpus| vcpus.0.saturating_mul(carrying));
        self.compare(Dimension::Cpu, Unit::MilliVcpu, self.peak, Some(vcpus));
        self.ask(Dimension::Cpu, "peak_requests_per_second", self.workload.peak_requests_per_second.is_none());
        self.ask(Dimension::Cpu, "cpu_microseconds_per_request", self.workload.cpu_microseconds_per_request.is_none());
        if let Some(burst) = &host.instance.burst {
            let limit = burst.baseline.derive(|_| baseline(host, burst).saturating_mul(carrying));
            let dimension = Dimension::CpuCredits;
            self.compare(dimension, Unit::MilliVcpu, self.average, Some(limit));
            self.ask(dimension, "average_requests_per_second", self.workload.average_requests_per_second.is_none());
            self.ask(dimension, "cpu_microseconds_per_request", self.workload.cpu_microseconds_per_request.is_none());
        }
        // Every host runs the whole app: more hosts give none of them more memory.
        let memory = self.workload.memory_mib_per_instance.map(|memory| memory.0);
        self.compare(Dimension::Memory, Unit::Mib, memory, Some(host.instance.memory.derive(|memory| memory.0)));
        self.ask(Dimension::Memory, "memory_mib_per_instance", memory.is_none());
    }

    /// A count of hosts needs no headroom: two are enough to lose one.
    fn hosts(&mut self) {
        if loss(self.workload) == 0 {
            return;
        }
        // The number is the plan's own; as a limit it needs a source, and takes that of the hosts.
        let limit = self.host.instance.vcpus.derive(|_| u64::from(self.plan.hosts));
        let verdict = verdict(2, *limit.value(), 0);
        self.constraints.push(Constraint {
            dimension: Dimension::InstanceLoss,
            unit: Unit::Hosts,
            demand: Some(2),
            limit: Some(limit),
            utilisation: None,
            verdict,
        });
    }

    fn database(&mut self, catalogue: &Catalogue) {
        let each = self.workload.database_connections_per_instance;
        // Each host keeps its pool open, the one to spare too.
        let connections = each.map(|Connections(each)| each.saturating_mul(u64::from(self.plan.hosts)));
        let dimension = Dimension::DatabaseConnections;
        match self.plan.tier {
            Tier::Starter => {
                let limit = &catalogue.starter.database.default_connections;
                self.compare(dimension, Unit::Connections, connections, limit.as_ref().map(count));
                self.soften(dimension);
            }
            Tier::Standard => {
                let limit = count(&catalogue.standard.database.connections);
                self.compare(dimension, Unit::Connections, connections, Some(limit));
            }
        }
        self.ask(dimension, "database_connections_per_instance", each.is_none());
        let (iops, storage) = match self.plan.tier {
            Tier::Starter => {
                let disk = &catalogue.starter.host.disk;
                (disk.iops.derive(|iops| iops.0), disk.size.derive(|size| size.in_gb().0))
            }
            Tier::Standard => {
                let database = &catalogue.standard.database;
                (database.iops.derive(|iops| iops.0), database.storage.derive(|storage| storage.0))
            }
        };
        let demand = self.workload.database_iops.map(|iops| iops.0);
        self.compare(Dimension::DatabaseIops, Unit::Iops, demand, Some(iops));
        self.ask(Dimension::DatabaseIops, "database_iops", demand.is_none());
        let demand = self.workload.database_size_gb.map(|size| size.0);
        self.compare(Dimension::DatabaseStorage, Unit::Gb, demand, Some(storage));
        self.ask(Dimension::DatabaseStorage, "database_size_gb", demand.is_none());
    }

    /// The database on the host is its owner's: beyond the default the limit is a setting that nobody states.
    fn soften(&mut self, dimension: Dimension) {
        let Some(last) = self.constraints.last_mut() else { return };
        if last.verdict == Fit::Exceeds {
            last.verdict = Fit::Unknown;
        }
        if last.demand.is_some() && last.verdict == Fit::Unknown {
            let field = "starter.database.default_connections";
            self.unknown.push(Question { dimension, of: Asked::Catalogue, field });
        }
    }

    fn load_balancer(&mut self, catalogue: &Catalogue) {
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
    }

    fn bandwidth(&mut self, catalogue: &Catalogue) {
        if self.workload.response_bytes.is_none() {
            return;
        }
        let dimension = Dimension::Bandwidth;
        let carrying = self.carrying;
        let interfaces = self.host.instance.network.derive(|each| each.0.saturating_mul(carrying));
        let public = catalogue.public_bandwidth(self.plan.tier).map(|public| public.derive(|public| public.0));
        let over = self.traffic.is_some_and(|traffic| traffic > *interfaces.value());
        let limit = match public {
            Some(public) if public.value() < interfaces.value() => Some(public),
            Some(_) => Some(interfaces),
            // More than the interfaces carry is too much whatever the public address carries.
            None if over => Some(interfaces),
            None => None,
        };
        let stated = limit.is_some();
        self.compare(dimension, Unit::MbitPerSecond, self.traffic, limit);
        self.ask(dimension, "peak_requests_per_second", self.traffic.is_none());
        if !stated {
            let field = match self.plan.tier {
                Tier::Starter => "starter.public_bandwidth",
                Tier::Standard => "standard.public_bandwidth",
            };
            self.unknown.push(Question { dimension, of: Asked::Catalogue, field });
        }
    }

    fn compare(&mut self, dimension: Dimension, unit: Unit, demand: Option<u64>, limit: Option<Fact<u64>>) {
        let (verdict, utilisation) = match (demand, limit.as_ref().map(Fact::value)) {
            (Some(demand), Some(limit)) => (
                verdict(demand, *limit, self.headroom),
                // Rounded up: what is above a limit never shows as 1000.
                (*limit > 0).then(|| Permille(saturated(per_mille(demand).div_ceil(u128::from(*limit))))),
            ),
            _ => (Fit::Unknown, None),
        };
        self.constraints.push(Constraint { dimension, unit, demand, limit, utilisation, verdict });
    }

    fn ask(&mut self, dimension: Dimension, field: &'static str, missing: bool) {
        if missing {
            self.unknown.push(Question { dimension, of: Asked::Workload, field });
        }
    }

    fn burst_time(&self) -> Option<BurstTime> {
        let burst = self.host.instance.burst.as_ref()?;
        let vcpus = self.host.instance.vcpus.value().0;
        // Each host carries its share; no host uses more than its vCPUs.
        let used = self.peak?.div_ceil(self.carrying.max(1)).min(vcpus);
        let excess = used.checked_sub(baseline(self.host, burst)).filter(|excess| *excess > 0)?;
        let initial = burst.initial_per_vcpu.value().0.saturating_mul(vcpus) / 1_000;
        // A credit is one vCPU for one minute: thousandths of credits over thousandths of vCPUs are minutes.
        Some(BurstTime {
            minutes_from_initial: initial / excess,
            minutes_from_full: burst.greatest_balance.value().0 / excess,
        })
    }

    fn needed_hosts(&self, catalogue: &Catalogue) -> Option<u64> {
        let each = |demand: u64, limit: u64| hosts_for(demand, limit, self.headroom);
        let mut hosts = each(self.peak?, self.host.instance.vcpus.value().0);
        if let Some(burst) = &self.host.instance.burst {
            hosts = hosts.max(each(self.average?, baseline(self.host, burst)));
        }
        if let Some(traffic) = self.traffic {
            hosts = hosts.max(each(traffic, catalogue.host(self.plan.tier).instance.network.value().0));
        }
        let least = u64::from(*Plan::host_range(self.plan.tier).start());
        let loss = loss(self.workload);
        Some(hosts.max(1).saturating_add(loss).max(least))
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

/// What a load balancer limits.
fn balanced(workload: &Workload) -> [Balanced; 3] {
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
            workload.peak_requests_per_second.map(|rate| rate.0),
            |rung| rung.requests.derive(|rate| rate.0),
        ),
    ]
}

fn count(fact: &Fact<Connections>) -> Fact<u64> {
    fact.derive(|connections| connections.0)
}

/// Hosts that may be lost.
fn loss(workload: &Workload) -> u64 {
    u64::from(workload.survive_instance_loss == Some(true))
}

/// What a burstable host may always use, in thousandths of a vCPU, rounded down.
fn baseline(host: &HostSpec, burst: &Burst) -> u64 {
    host.instance.vcpus.value().0.saturating_mul(burst.baseline.value().0) / 1_000
}

/// `rate × amount × factor ÷ divisor`, rounded up.
fn product(rate: Option<PerSecond>, amount: Option<u64>, factor: u64, divisor: u64) -> Option<u64> {
    let (PerSecond(rate), amount) = (rate?, amount?);
    let product = (u128::from(rate) * u128::from(amount)).saturating_mul(u128::from(factor));
    Some(saturated(product.div_ceil(u128::from(divisor))))
}

fn verdict(demand: u64, limit: u64, headroom: u64) -> Fit {
    if demand > limit {
        Fit::Exceeds
    } else if with_headroom(demand, headroom) > per_mille(limit) {
        Fit::Tight
    } else {
        Fit::Fits
    }
}

/// Least number of hosts on which `demand` fits when each takes `limit`.
fn hosts_for(demand: u64, limit: u64, headroom: u64) -> u64 {
    saturated(with_headroom(demand, headroom).div_ceil(per_mille(limit.max(1))))
}

/// `demand × (1000 + headroom)`: the product of two u64 is inside u128, and the sum only saturates beyond that.
fn with_headroom(demand: u64, headroom: u64) -> u128 {
    u128::from(demand).saturating_mul(u128::from(headroom) + 1_000)
}

fn per_mille(number: u64) -> u128 {
    u128::from(number) * 1_000
}
