//! Demands of a workload against the limits of a plan.

mod judge;
mod remedy;
mod text;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

pub(super) use judge::{averages, smallest};

use super::catalogue::Catalogue;
use super::choice::{LoadBalancerSpec, Plan};
use super::fact::Fact;
use super::unit::Permille;
use super::workload::Workload;
use crate::app::Tier;
use crate::app::parse::words;

/// Holds each demand of `workload` against the limit that `catalogue` states for `plan`.
///
/// Whole numbers only. A demand is rounded up to the unit of its dimension, a limit down. A dimension
/// - fits when `demand × (1000 + headroom) ≤ limit × 1000`,
/// - is tight when only `demand ≤ limit`,
/// - exceeds when `demand > limit`,
/// - and is unknown when the workload does not state the demand or the catalogue not the limit.
///
/// The whole is the worst of its dimensions: exceeds, then unknown, then tight, then fits. More demand never makes a
/// dimension better, and no input is too large.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Billing, EnvironmentKind, Tier};
/// use cloudapp::plan::{self, Catalogue, Dimension, Plan, Fit, Workload};
///
/// let workload = Workload::from_json(r#"{"peak_rps": 300, "average_rps": 20, "cpu_us_per_request": 4000}"#)?;
/// let plan = Plan::new(EnvironmentKind::Production, Tier::Starter, Billing::Prepaid);
/// let sizing = plan::size(&workload, plan, &Catalogue::documented());
/// assert_eq!(sizing.verdict, Fit::Exceeds);
/// assert_eq!(sizing.binding, Some(Dimension::Cpu));
/// assert_eq!(sizing.needed.hosts, Some(2));
/// # Ok::<(), cloudapp::plan::ReadError>(())
/// ```
#[must_use]
pub fn size(workload: &Workload, plan: Plan, catalogue: &Catalogue) -> Sizing {
    judge::size(workload, plan, catalogue)
}

/// How a workload sits in a plan.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Sizing {
    /// The worst verdict of a dimension.
    pub verdict: Fit,
    /// Tier of the plan.
    pub tier: Tier,
    /// Hosts of the plan.
    pub hosts: u8,
    /// Load balancer of the plan.
    pub load_balancer: Option<LoadBalancerSpec>,
    /// The dimension that decides: of those with the worst verdict the one used most. None when nothing is judged.
    pub binding: Option<Dimension>,
    /// Each dimension that the tier has, in the order of [`Dimension`].
    pub constraints: Vec<Constraint>,
    /// What would turn the unknown dimensions into answers.
    pub unknown: Vec<Question>,
    /// How long the peak can last on CPU credits; none when the instance has no credits, when the peak needs none, and
    /// while the peak is unknown.
    pub burst: Option<BurstTime>,
    /// What the workload would need of this tier.
    pub needed: Needed,
}

impl Sizing {
    /// The constraint of a dimension, when the tier has it.
    #[must_use]
    pub fn constraint(&self, dimension: Dimension) -> Option<&Constraint> {
        self.constraints.iter().find(|constraint| constraint.dimension == dimension)
    }
}

/// One demand against one limit.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Constraint {
    /// What is compared.
    pub dimension: Dimension,
    /// Unit of demand and limit.
    pub unit: Unit,
    /// The demand, rounded up, without headroom.
    pub demand: Option<u64>,
    /// The limit, rounded down, with the source of the number it follows from.
    pub limit: Option<Fact<u64>>,
    /// Demand in thousandths of the limit, rounded up. None when either is unknown, when a demand meets a limit of 0,
    /// and for a number of hosts, of which enough is enough.
    pub utilisation: Option<Permille>,
    /// The greatest demand that fits with the headroom. None when the limit is unknown, and for a number of hosts.
    pub fits_up_to: Option<u64>,
    /// How they compare.
    pub verdict: Fit,
}

words! {
    /// What is compared.
    #[non_exhaustive]
    pub enum Dimension: "dimension" / "指标" {
        /// Hosts left when one is lost; only for a workload that must survive that.
        InstanceLoss = "instance-loss",
        /// CPU in the peak: requests times CPU time, against the vCPUs of the hosts.
        Cpu = "cpu",
        /// CPU over the day, against what a burstable instance may always use.
        CpuCredits = "cpu-credits",
        /// How long a peak lasts, against what CPU credits pay for; only for a workload that states it.
        Burst = "burst",
        /// Memory of a host.
        Memory = "memory",
        /// Connections of nginx, two for each client; only for a workload that states its connections.
        NginxConnections = "nginx-connections",
        /// Reads and writes of a host's disk in bytes; only for a workload that states them.
        DiskThroughput = "disk-throughput",
        /// Connections of all hosts to the database.
        DatabaseConnections = "database-connections",
        /// CPU of a database of its own in the peak; only for a workload that states it.
        DatabaseCpu = "database-cpu",
        /// Memory of a database of its own; only for a workload that states it.
        DatabaseMemory = "database-memory",
        /// Reads and writes of the database.
        DatabaseIops = "database-iops",
        /// Storage of the database; in the starter tier the whole disk of the host.
        DatabaseStorage = "database-storage",
        /// Connections of clients to the load balancer.
        LoadBalancerConnections = "load-balancer-connections",
        /// New connections of clients to the load balancer.
        LoadBalancerNewConnections = "load-balancer-new-connections",
        /// Requests to the load balancer in the peak.
        LoadBalancerRequests = "load-balancer-requests",
        /// Responses in the peak, against what the load balancer carries where that is known; only for a workload that
        /// states their size.
        LoadBalancerBandwidth = "load-balancer-bandwidth",
        /// Responses in the peak; only for a workload that states their size.
        Bandwidth = "bandwidth",
        /// Packets of the hosts in the peak; only for a workload that states them or the size of its responses.
        Packets = "packets",
    }
}

words! {
    /// Unit of a constraint.
    #[non_exhaustive]
    pub enum Unit: "unit" / "单位" {
        /// Thousandths of a virtual CPU.
        MilliVcpu = "mvCPU" / "mvCPU",
        /// 2²⁰ bytes.
        Mib = "MiB" / "MiB",
        /// Hosts.
        Hosts = "hosts" / "台主机",
        /// Connections at one time.
        Connections = "connections" / "个连接",
        /// Reads and writes a second.
        Iops = "IOPS" / "IOPS",
        /// 10⁹ bytes.
        Gb = "GB" / "GB",
        /// New connections a second.
        ConnectionsPerSecond = "connections/s" / "个连接/秒",
        /// Requests a second.
        RequestsPerSecond = "requests/s" / "个请求/秒",
        /// 10⁶ bits a second.
        MbitPerSecond = "Mbit/s" / "Mbit/s",
        /// 10⁶ bytes a second.
        MbytePerSecond = "MB/s" / "MB/s",
        /// Minutes.
        Minutes = "min" / "分钟",
        /// Packets a second.
        PacketsPerSecond = "packets/s" / "个数据包/秒",
    }
}

words! {
    /// How a demand compares with a limit, best first.
    pub enum Fit: "verdict" / "结论" {
        /// With the requested headroom.
        Fits = "fits" / "满足",
        /// Only without the headroom.
        Tight = "tight" / "余量不足",
        /// A demand or a limit is not stated.
        Unknown = "unknown" / "未知",
        /// Not at all.
        Exceeds = "exceeds" / "超出",
    }
}

/// Something that is not stated and would make an unknown dimension known.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Question {
    /// The dimension that stays unknown without it.
    pub dimension: Dimension,
    /// Who can state it.
    pub of: Asked,
    /// The field of the workload, or the entry of the catalogue.
    pub field: &'static str,
}

words! {
    /// Who can answer a question.
    #[non_exhaustive]
    pub enum Asked: "asked" / "待确认方" {
        /// The workload's author.
        Workload = "workload",
        /// The catalogue's author.
        Catalogue = "catalogue",
    }
}

/// Whole minutes of peak that CPU credits pay for, rounded down.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BurstTime {
    /// With the credits of a new instance.
    pub minutes_from_initial: u64,
    /// With as many credits as it can hold.
    pub minutes_from_full: u64,
}

/// What a workload would need of a tier where more hosts or a larger load balancer can help.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Needed {
    /// Hosts for CPU, CPU credits, network, packets and connections of nginx with the headroom, and one more when the loss of one must be survived; at
    /// least those of the documented tier. None while the CPU demand is unknown. It can be more than the tier can have.
    pub hosts: Option<u64>,
    /// The smallest load balancer for what is stated, by its numbers alone, sold or not. None in the starter tier, while
    /// nothing is stated, and when none is large enough.
    pub load_balancer: Option<LoadBalancerSpec>,
    /// Bandwidth to buy at the public address in Mbit/s, with the headroom; none while the traffic is unknown, and where
    /// the catalogue states what is bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_mbit_per_second: Option<u64>,
    /// Connections that the nginx of each host of the plan has to hold (`worker_processes` times `worker_connections`), when
    /// they are more than documented or stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nginx_connections: Option<u64>,
}

impl Serialize for Constraint {
    /// One flat object; the source, date and basis are those of the limit.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let limit = self.limit.as_ref();
        let mut object = serializer.serialize_struct("Constraint", 11)?;
        object.serialize_field("dimension", &self.dimension)?;
        object.serialize_field("unit", &self.unit)?;
        object.serialize_field("demand", &self.demand)?;
        object.serialize_field("limit", &limit.map(Fact::value))?;
        object.serialize_field("utilisation_permille", &self.utilisation)?;
        object.serialize_field("verdict", &self.verdict)?;
        object.serialize_field("source", &limit.map(Fact::source))?;
        object.serialize_field("as_of", &limit.map(Fact::as_of))?;
        object.serialize_field("basis", &limit.map(Fact::basis))?;
        match limit.and_then(Fact::link) {
            Some(link) => object.serialize_field("link", link)?,
            None => object.skip_field("link")?,
        }
        match self.fits_up_to.filter(|_| self.verdict != Fit::Fits) {
            Some(most) => object.serialize_field("fits_up_to", &most)?,
            None => object.skip_field("fits_up_to")?,
        }
        object.end()
    }
}
