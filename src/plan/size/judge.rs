//! The arithmetic of sizing.

mod demand;
mod needs;
mod network;

pub(in crate::plan) use needs::smallest;

/// CPU over the day as stated, and what the peaks alone come to, in thousandths of a vCPU; none unless both are known.
pub(in crate::plan) fn averages(workload: &Workload, tier: Tier) -> Option<(u64, u64)> {
    let demand = Demand::of(workload, tier);
    demand.average.zip(demand.least_average)
}

use super::{Asked, BurstTime, Constraint, Dimension, Fit, Question, Sizing, Unit};
use crate::app::Tier;
use crate::plan::catalogue::{Burst, Catalogue, HostSpec};
use crate::plan::choice::Plan;
use crate::plan::fact::Fact;
use crate::plan::unit::{Connections, Permille, saturated};
use crate::plan::workload::Workload;
use demand::Demand;

pub(super) fn size(workload: &Workload, plan: Plan, catalogue: &Catalogue) -> Sizing {
    let mut bench = Bench::new(workload, plan, catalogue);
    bench.hosts();
    bench.compute();
    bench.nginx();
    bench.disk();
    bench.database(catalogue);
    bench.load_balancer(catalogue);
    bench.bandwidth(catalogue);
    bench.packets();
    let needed = bench.needed(catalogue);
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
    demand: Demand,
    headroom: u64,
    constraints: Vec<Constraint>,
    unknown: Vec<Question>,
}

impl<'a> Bench<'a> {
    fn new(workload: &'a Workload, plan: Plan, catalogue: &'a Catalogue) -> Self {
        Self {
            workload,
            plan,
            host: catalogue.host(plan.tier),
            carrying: u64::from(plan.hosts).saturating_sub(loss(workload)),
            demand: Demand::of(workload, plan.tier),
            headroom: workload.headroom().0,
            constraints: Vec::with_capacity(Dimension::ALL.len()),
            unknown: Vec::new(),
        }
    }

    fn compute(&mut self) {
        let (host, carrying) = (self.host, self.carrying);
        let vcpus = host.instance.vcpus.derive(|vcpus| vcpus.0.saturating_mul(carrying));
        self.compare(Dimension::Cpu, Unit::MilliVcpu, self.demand.peak, Some(vcpus));
        self.ask(Dimension::Cpu, "peak_requests_per_second", self.workload.peak_requests_per_second.is_none());
        self.ask(Dimension::Cpu, "cpu_microseconds_per_request", self.workload.cpu_microseconds_per_request.is_none());
        if let Some(burst) = &host.instance.burst {
            let limit = burst.baseline.derive(|_| baseline(host, burst).saturating_mul(carrying));
            let dimension = Dimension::CpuCredits;
            // The peaks alone are no average, but enough to know that credits run out.
            let least = self.demand.least_average.filter(|least| least > limit.value());
            let average = self.demand.average.max(least);
            let unstated = average.is_none();
            self.compare(dimension, Unit::MilliVcpu, average, Some(limit));
            let no_rate = self.workload.average_requests_per_second.is_none();
            self.ask(dimension, "average_requests_per_second", unstated && no_rate);
            let no_cpu = self.workload.cpu_microseconds_per_request.is_none();
            self.ask(dimension, "cpu_microseconds_per_request", unstated && no_cpu);
            self.burst(burst);
        }
        // Every host runs the whole app: more hosts give none of them more memory.
        let memory = self.demand.memory;
        self.compare(Dimension::Memory, Unit::Mib, memory, Some(host.instance.memory.derive(|memory| memory.0)));
        self.ask(Dimension::Memory, "memory_mib_per_instance", memory.is_none());
    }

    /// The length of a peak against what the credits of a full balance pay for. Whether it is full again before the next
    /// one is the average's to say.
    fn burst(&mut self, burst: &Burst) {
        let (Some(minutes), Some(excess)) = (self.workload.peak_minutes, self.excess(burst)) else { return };
        let limit = burst.greatest_balance.derive(|balance| balance.0 / excess);
        self.compare(Dimension::Burst, Unit::Minutes, Some(minutes.0), Some(limit));
    }

    fn disk(&mut self) {
        let demand = self.workload.disk_megabytes_per_second.map(|rate| rate.0);
        let limit = self.host.disk.throughput.as_ref().map(|limit| limit.derive(|rate| rate.0));
        self.compare_known(Dimension::DiskThroughput, Unit::MbytePerSecond, demand, limit);
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
            fits_up_to: None,
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
        if self.plan.tier == Tier::Standard {
            // In the starter tier they are in the host's.
            let database = &catalogue.standard.database;
            let vcpus = database.vcpus.as_ref().map(|vcpus| vcpus.derive(|vcpus| vcpus.0));
            self.compare_known(Dimension::DatabaseCpu, Unit::MilliVcpu, self.demand.database_cpu, vcpus);
            let memory = database.memory.as_ref().map(|memory| memory.derive(|memory| memory.0));
            let demand = self.workload.database_memory_mib.map(|memory| memory.0);
            self.compare_known(Dimension::DatabaseMemory, Unit::Mib, demand, memory);
        }
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

    /// A dimension that few workloads need: left out unless demand and limit are stated.
    fn compare_known(&mut self, dimension: Dimension, unit: Unit, demand: Option<u64>, limit: Option<Fact<u64>>) {
        if demand.is_some() && limit.is_some() {
            self.compare(dimension, unit, demand, limit);
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
        let fits_up_to = limit.as_ref().map(|limit| fits_up_to(*limit.value(), self.headroom));
        self.constraints.push(Constraint { dimension, unit, demand, limit, utilisation, fits_up_to, verdict });
    }

    fn ask(&mut self, dimension: Dimension, field: &'static str, missing: bool) {
        if missing {
            self.unknown.push(Question { dimension, of: Asked::Workload, field });
        }
    }

    fn burst_time(&self) -> Option<BurstTime> {
        let burst = self.host.instance.burst.as_ref()?;
        let excess = self.excess(burst)?;
        let initial = burst.initial_per_vcpu.value().0.saturating_mul(self.host.instance.vcpus.value().0) / 1_000;
        // A credit is one vCPU for one minute: thousandths of credits over thousandths of vCPUs are minutes.
        Some(BurstTime {
            minutes_from_initial: initial / excess,
            minutes_from_full: burst.greatest_balance.value().0 / excess,
        })
    }

    /// What each host uses above its baseline in the peak, in thousandths of a vCPU; none when it uses no more.
    fn excess(&self, burst: &Burst) -> Option<u64> {
        // Each host carries its share; no host uses more than its vCPUs.
        let used = self.demand.peak?.div_ceil(self.carrying.max(1)).min(self.host.instance.vcpus.value().0);
        used.checked_sub(baseline(self.host, burst)).filter(|excess| *excess > 0)
    }
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

fn verdict(demand: u64, limit: u64, headroom: u64) -> Fit {
    if demand > limit {
        Fit::Exceeds
    } else if with_headroom(demand, headroom) > per_mille(limit) {
        Fit::Tight
    } else {
        Fit::Fits
    }
}

/// The greatest demand that fits into `limit`.
fn fits_up_to(limit: u64, headroom: u64) -> u64 {
    saturated(per_mille(limit) / (u128::from(headroom) + 1_000))
}

/// `demand × (1000 + headroom)`: the product of two u64 is inside u128, and the sum only saturates beyond that.
fn with_headroom(demand: u64, headroom: u64) -> u128 {
    u128::from(demand).saturating_mul(u128::from(headroom) + 1_000)
}

fn per_mille(number: u64) -> u128 {
    u128::from(number) * 1_000
}
