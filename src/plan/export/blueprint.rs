//! What every document of a plan says, before it is said in a language.

use crate::app::{AppName, Billing, DnsRecord, EnvironmentKind, Tier, Weight};
use crate::plan::catalogue::{Catalogue, DatabaseService, HostSpec};
use crate::plan::choice::{LoadBalancerSpec, Plan};

/// A plan with the names and numbers of its resources.
pub(super) struct Blueprint<'a> {
    pub(super) plan: Plan,
    pub(super) app: &'a AppName,
    pub(super) host: &'a HostSpec,
    /// The database service; none in the starter tier.
    pub(super) database: Option<&'a DatabaseService>,
    /// Engine of the database on the host.
    pub(super) local_engine: &'a str,
}

impl<'a> Blueprint<'a> {
    pub(super) fn new(plan: Plan, app: &'a AppName, catalogue: &'a Catalogue) -> Self {
        let database = match plan.tier {
            Tier::Starter => None,
            Tier::Standard => Some(&catalogue.standard.database),
        };
        let local_engine = catalogue.starter.database.engine.as_str();
        Self { plan, app, host: catalogue.host(plan.tier), database, local_engine }
    }

    /// What the document is of, in one line.
    pub(super) fn title(&self) -> String {
        let Plan { environment, tier, billing, .. } = self.plan;
        format!("{environment} environment of the app {}: {tier} tier, {billing}", self.app)
    }

    /// Name of a resource. The app's name may be a single letter or in mixed case and has at most 50 characters; with
    /// prefix and environment a name has at least two characters and, for roles up to 14 characters, at most 80.
    pub(super) fn name(&self, role: &str) -> String {
        format!("app-{}-{}-{role}", self.app, self.plan.environment)
    }

    /// Name of the database: a lowercase letter first, then lowercase letters, digits and `_`, at most 54 characters.
    pub(super) fn database_name(&self) -> String {
        format!("app_{}", self.app.as_str().to_ascii_lowercase())
    }

    /// Hosts, numbered from 1.
    pub(super) fn hosts(&self) -> std::ops::RangeInclusive<u8> {
        1..=self.plan.hosts
    }

    /// Whether the plan stands in two zones: of the hosts every other one, and the database with its standby.
    pub(super) const fn has_standby_zone(&self) -> bool {
        matches!(self.plan.tier, Tier::Standard)
    }

    /// Whether the host `number` is in the second zone.
    pub(super) const fn is_in_standby_zone(&self, number: u8) -> bool {
        self.has_standby_zone() && number.is_multiple_of(2)
    }

    /// Outgoing bandwidth of a host's own public address in Mbit/s; 0, without such an address, in the starter tier, whose
    /// host has the elastic one.
    pub(super) const fn outbound_bandwidth(&self) -> u8 {
        match self.plan.tier {
            Tier::Starter => 0,
            Tier::Standard => OUTBOUND_BANDWIDTH,
        }
    }

    /// Source of the requests that reach the hosts: everybody, or only the load balancers of the provider, which also
    /// send the health checks.
    pub(super) fn source(&self) -> &'static str {
        match self.plan.tier {
            Tier::Starter => "0.0.0.0/0",
            Tier::Standard => "100.64.0.0/10",
        }
    }

    /// Labels of every resource that takes some.
    pub(super) fn tags(&self) -> [(&'static str, &str); 3] {
        [("app", self.app.as_str()), ("environment", self.plan.environment.as_str()), ("tier", self.plan.tier.as_str())]
    }

    pub(super) fn prepaid(&self) -> bool {
        self.plan.billing == Billing::Prepaid
    }

    pub(super) fn production(&self) -> bool {
        self.plan.environment == EnvironmentKind::Production
    }

    /// Whether the traffic of the public address is paid by its bandwidth: prepaid is sold in no other way. A load
    /// balancer paid by use counts traffic.
    pub(super) fn pays_bandwidth(&self) -> bool {
        self.prepaid() && self.plan.load_balancer != Some(LoadBalancerSpec::ByUse)
    }

    /// What the engine has to ask for, in the order of asking.
    pub(super) fn parameters(&self) -> Vec<Parameter> {
        let mut parameters = vec![Parameter {
            words: &["Zone", "Id"],
            kind: Kind::Text,
            description: "Zone of the region for hosts and database".to_owned(),
        }];
        if self.has_standby_zone() {
            parameters.push(Parameter {
                words: &["Standby", "Zone", "Id"],
                kind: Kind::Text,
                description: "Second zone, for every other host and the standby of the database; the first again in a \
                              region with one zone"
                    .to_owned(),
            });
        }
        parameters.push(Parameter {
            words: &["Image", "Id"],
            kind: Kind::Text,
            description: format!("Image with {} in that region", self.host.image.system),
        });
        if self.plan.load_balancer.is_none() || self.pays_bandwidth() {
            parameters.push(Parameter {
                words: &["Public", "Bandwidth"],
                kind: Kind::Count { least: 1, most: 5120 },
                description: "Bandwidth of the public address in Mbit/s, which no document states".to_owned(),
            });
        }
        if self.prepaid() {
            parameters.push(Parameter {
                words: &["Prepaid", "Months"],
                kind: Kind::Choice { allowed: MONTHS, default: 1 },
                description: "Months that are paid for in advance".to_owned(),
            });
        }
        if self.plan.tier == Tier::Standard {
            parameters.push(Parameter {
                words: &["Database", "Password"],
                kind: Kind::Secret { least: 8, most: 32 },
                description: format!("Password of the database account {ACCOUNT}"),
            });
            parameters.push(Parameter {
                words: &["Certificate", "Chain"],
                kind: Kind::Text,
                description: "Certificate chain of the domain in PEM".to_owned(),
            });
            parameters.push(Parameter {
                words: &["Certificate", "Key"],
                kind: Kind::Secret { least: 1, most: 16_384 },
                description: "Private key of the certificate in PEM".to_owned(),
            });
        }
        if self.production() {
            parameters.push(Parameter {
                words: &["Domain", "Name"],
                kind: Kind::Text,
                description: format!("Registered domain; the record {RECORD_HOST} is added to it"),
            });
        }
        parameters
    }
}

/// Something that only the buyer knows.
pub(super) struct Parameter {
    /// Words of its name; each target joins them its own way.
    pub(super) words: &'static [&'static str],
    pub(super) kind: Kind,
    pub(super) description: String,
}

pub(super) enum Kind {
    Text,
    Count { least: u16, most: u16 },
    Choice { allowed: &'static [u16], default: u16 },
    Secret { least: u16, most: u16 },
}

/// Private network of an environment and the parts that hosts and database are in, one a zone: 252 addresses for at most
/// 100 hosts.
pub(super) const NETWORK: &str = "192.168.0.0/16";
pub(super) const SUBNET: &str = "192.168.0.0/24";
pub(super) const STANDBY_SUBNET: &str = "192.168.1.0/24";
/// Enough for packages and open platforms, and paid by traffic: below 10 Mbit/s, what comes in would be held to 10 all
/// the same. The guide's screens show an address on each host, and no number. Decided.
const OUTBOUND_BANDWIDTH: u8 = 10;
/// Days that backups of the database and its log are kept, and when they are made: each night in the platform's time zone.
pub(super) const BACKUP_DAYS: u16 = 7;
pub(super) const BACKUP_WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
pub(super) const BACKUP_TIME: &str = "18:00Z-19:00Z";
/// Terms for which hosts, addresses, databases and load balancers are all sold.
const MONTHS: &[u16] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36];
/// Ports of nginx, and the words that name their rules.
pub(super) const PORTS: [(u16, &str); 2] = [(80, "http"), (443, "https")];
/// Account of the app in the database service, with the privilege that the guide gives it (§4.6). The engine takes 2 to 16
/// characters.
pub(super) const ACCOUNT: &str = "miniapp";
pub(super) const PRIVILEGE: &str = "ReadWrite";
/// Character set of the app's database (§4.6).
pub(super) const CHARACTER_SET: &str = "utf8";
/// Without it the provider's default is TLS 1.0.
pub(super) const TLS_POLICY: &str = "tls_cipher_policy_1_2";
/// An app need not answer on `/` with success to be alive: only 5xx and silence mean that it is down. Decided.
pub(super) const HEALTHY: &str = "http_2xx,http_3xx,http_4xx";
pub(super) const WEIGHT: u8 = Weight::FULL.get();
/// What the addresses of the hosts are good for.
pub(super) const OUTBOUND: &str =
    "Addresses that the hosts call from: for the allow lists of open platforms such as those of WeChat and Alipay";
pub(super) const RECORD_HOST: &str = "www";
pub(super) const RECORD_LINE: &str = "default";
pub(super) const RECORD_TTL: u32 = DnsRecord::TTL_SECONDS;
