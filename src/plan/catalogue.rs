//! What the tiers are made of, and since when or until when that is so.

mod code;
mod documented;
mod ladder;

pub use code::ProductCode;
pub(super) use documented::{CONFLICTS, SOURCES};
pub use ladder::{LadderError, LoadBalancer, LoadBalancers};

use serde::{Deserialize, Serialize};

use super::choice::LoadBalancerSpec;
use super::fact::{self, Fact};
use super::reading::{self, ReadError};
use super::unit::{
    Connections, Gb, Gib, Iops, MbitPerSecond, MbytePerSecond, Mib, MilliCredits, MilliVcpu, PerSecond, Permille,
    Seconds,
};
use crate::app::{Date, Tier};
use crate::diagnostic::{Language, Sentence, sentences};
use crate::phrase;

/// Resources of both tiers with their documented limits: a value, so that an embedder of another region or with other
/// products brings its own.
///
/// [`Catalogue::documented`] is built in. Its JSON, as [`serde`] writes it, is the template for another one.
///
/// # Examples
///
/// ```
/// use cloudapp::plan::{Catalogue, Mib};
///
/// let mut json = serde_json::to_value(Catalogue::documented())?;
/// json["starter"]["host"]["instance"]["memory"] =
///     serde_json::json!({"value": 4096, "source": "price list 7", "as_of": "2026-01-05"});
/// let catalogue = Catalogue::from_json(&json.to_string())?;
/// assert_eq!(catalogue.starter.host.instance.memory.value(), &Mib(4096));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Catalogue {
    /// The starter tier.
    pub starter: Starter,
    /// The standard tier.
    pub standard: Standard,
    /// Least time to live that the DNS service takes.
    pub dns_ttl_minimum: Fact<Seconds>,
}

impl Catalogue {
    /// Reads a catalogue from JSON.
    ///
    /// # Errors
    ///
    /// Text that is no JSON, a missing or unknown field, a fact without a source, a negative number or one that no
    /// product has, and a ladder of load balancers that does not rise: with the path to the entry and its line.
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        reading::from_json(text, SENTENCES, None)
    }

    /// The host of a tier.
    #[must_use]
    pub const fn host(&self, tier: Tier) -> &HostSpec {
        match tier {
            Tier::Starter => &self.starter.host,
            Tier::Standard => &self.standard.host,
        }
    }

    /// Bandwidth at the public address of a tier, where somebody states it.
    #[must_use]
    pub const fn public_bandwidth(&self, tier: Tier) -> Option<&Fact<MbitPerSecond>> {
        match tier {
            Tier::Starter => self.starter.public_bandwidth.as_ref(),
            Tier::Standard => self.standard.public_bandwidth.as_ref(),
        }
    }

    /// A load balancer specification of the standard tier's ladder.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::plan::{Catalogue, Connections, LoadBalancerSpec};
    ///
    /// let catalogue = Catalogue::documented();
    /// let smallest = catalogue.load_balancer(LoadBalancerSpec::S1Small).unwrap();
    /// assert_eq!(smallest.connections.value(), &Connections(5_000));
    /// ```
    #[must_use]
    pub fn load_balancer(&self, specification: LoadBalancerSpec) -> Option<&LoadBalancer> {
        self.standard.load_balancers.as_slice().iter().find(|rung| rung.specification == specification)
    }
}

/// Resources of the starter tier: one host with the database on it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Starter {
    /// The host.
    pub host: HostSpec,
    /// The database on the host.
    pub database: LocalDatabase,
    /// Bandwidth of the public address. The guide states none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_bandwidth: Option<Fact<MbitPerSecond>>,
}

/// Resources of the standard tier: hosts behind a load balancer, and a database service.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Standard {
    /// Each host.
    pub host: HostSpec,
    /// The database service.
    pub database: DatabaseService,
    /// Load balancers, smallest first.
    pub load_balancers: LoadBalancers,
    /// Since when no load balancer is sold prepaid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_balancer_subscription_withdrawn: Option<Fact<Date>>,
    /// Bandwidth of the public address. The guide states none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_bandwidth: Option<Fact<MbitPerSecond>>,
}

/// A virtual machine with its image and disk.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HostSpec {
    /// The instance type.
    pub instance: Instance,
    /// The image it starts from.
    pub image: Image,
    /// The system disk.
    pub disk: Disk,
    /// Connections that the nginx of the documented configuration may hold, those to the app behind it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nginx_connections: Option<Fact<Connections>>,
}

/// An instance type.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Instance {
    /// The product's name: `ecs.c5.large`.
    pub code: ProductCode,
    /// Virtual CPUs.
    pub vcpus: Fact<MilliVcpu>,
    /// Memory.
    pub memory: Fact<Mib>,
    /// Bandwidth of the network interface.
    pub network: Fact<MbitPerSecond>,
    /// Packets that the network interface takes a second, in both directions together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packets: Option<Fact<PerSecond>>,
    /// The credits that pay for more than the baseline; none for an instance that may always use all of its CPUs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub burst: Option<Burst>,
}

/// CPU credits of a burstable instance: one credit is one vCPU for one minute.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "BurstFields")]
#[non_exhaustive]
pub struct Burst {
    /// Share of its vCPUs that the instance may always use.
    pub baseline: Fact<Permille>,
    /// Credits that it earns in an hour.
    pub earned_per_hour: Fact<MilliCredits>,
    /// Credits for each vCPU of a new instance.
    pub initial_per_vcpu: Fact<MilliCredits>,
    /// Most credits that it can hold.
    pub greatest_balance: Fact<MilliCredits>,
}

/// An image of an operating system.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Image {
    /// Name and version of the system: `CentOS-6.5-64bit`.
    pub system: ProductCode,
    /// When its maker ends its support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_of_life: Option<Fact<Date>>,
}

/// A block device.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Disk {
    /// The product's name: `cloud_efficiency`.
    pub category: ProductCode,
    /// Size.
    pub size: Fact<Gib>,
    /// Reads and writes a second at that size.
    pub iops: Fact<Iops>,
    /// Bytes that are read and written a second at that size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throughput: Option<Fact<MbytePerSecond>>,
}

/// A database that runs on the host of the app.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LocalDatabase {
    /// `MySQL`. The guide does not say which version.
    pub engine: ProductCode,
    /// Connections that it takes unless its owner sets another number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_connections: Option<Fact<Connections>>,
}

/// A database of its own machine.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DatabaseService {
    /// Class of the database instance: `rds.mysql.s2.large`.
    pub class: Fact<ProductCode>,
    /// `MySQL`
    pub engine: ProductCode,
    /// Version of the engine: `5.6`.
    pub version: ProductCode,
    /// Storage.
    pub storage: Fact<Gb>,
    /// Virtual CPUs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vcpus: Option<Fact<MilliVcpu>>,
    /// Memory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<Fact<Mib>>,
    /// Most connections.
    pub connections: Fact<Connections>,
    /// Reads and writes a second.
    pub iops: Fact<Iops>,
    /// Whether it has a standby, which takes over from another zone; it has, unless stated.
    #[serde(default = "has_standby")]
    pub standby: bool,
    /// When the maker of the engine ends the support of this version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_of_life: Option<Fact<Date>>,
    /// When the provider of the service stops supporting it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_of_support: Option<Fact<Date>>,
}

const fn has_standby() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BurstFields {
    baseline: Fact<Permille>,
    earned_per_hour: Fact<MilliCredits>,
    initial_per_vcpu: Fact<MilliCredits>,
    greatest_balance: Fact<MilliCredits>,
}

impl TryFrom<BurstFields> for Burst {
    type Error = String;

    fn try_from(fields: BurstFields) -> Result<Self, String> {
        let BurstFields { baseline, earned_per_hour, initial_per_vcpu, greatest_balance } = fields;
        let (initial, greatest) = (initial_per_vcpu.value(), greatest_balance.value());
        if initial > greatest {
            let words = phrase!(BURST, initial = *initial, greatest = *greatest);
            return Err(words.text(Language::English));
        }
        Ok(Self { baseline, earned_per_hour, initial_per_vcpu, greatest_balance })
    }
}

sentences! {
    /// What bursts are refused with.
    BURSTS
    BURST { initial, greatest } = "initial_per_vcpu {initial}, expected at most greatest_balance, {greatest}"
        / "initial_per_vcpu 为 {initial}，应不超过 greatest_balance 的 {greatest}",
}

/// What catalogues are refused with. Those of facts come last, which fit many texts.
const SENTENCES: &[&[Sentence]] =
    &[BURSTS, code::SENTENCES, ladder::SENTENCES, &[fact::Basis::NOUN, LoadBalancerSpec::NOUN], fact::SENTENCES];
