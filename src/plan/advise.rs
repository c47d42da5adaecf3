//! What a buyer should know before a purchase.

use std::fmt;

use super::catalogue::{CONFLICTS, Catalogue, SOURCES};
use super::check::find_faults;
use super::choice::Plan;
use super::fact::{self, Basis, Fact};
use super::rules::{
    AVERAGE_ABOVE_PEAK, AVERAGE_BELOW_PEAKS, BANDWIDTH_UNSTATED, BURST_BASELINE_EXCEEDED, DATABASE_END_OF_LIFE,
    DATABASE_SHARES_INSTANCE_MEMORY, DNS_TTL_BELOW_MINIMUM, END_OF_LIFE_SOON, FACTS_DISAGREE,
    HTTPS_LISTENER_WITHOUT_CERTIFICATE, INFERRED_FACT_USED, LARGE_RESPONSES, LIMIT_EXCEEDED,
    LOAD_BALANCER_IS_BOTTLENECK, LOAD_BALANCER_SPEC_WITHDRAWN, LOAD_BALANCER_SUBSCRIPTION_WITHDRAWN, NGINX_CONNECTIONS,
    OS_END_OF_LIFE, REDIRECT_LOOP_BEHIND_LOAD_BALANCER, SINGLE_INSTANCE,
};
use super::size::{Dimension, Fit, Sizing, averages, size};
use super::unit::{Permille, Rate, Seconds, TransferBytes, saturated};
use super::workload::Workload;
use crate::app::{Billing, Date, DnsRecord, EnvironmentKind, Policy, Tier};
use crate::diagnostic::{Findings, Location, Report, Severity, terms, translated};
use crate::finding;

/// Everything to know about `plan` on the day `at`: what [`check`](super::check) finds, what is out of support or off sale
/// (and what soon will be, up to [`SOON_DAYS`] ahead), and, with a workload, where it will hurt.
///
/// A tier that is not on sale is only a warning here: to look at a plan is not to buy it.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
/// use cloudapp::plan::{self, Catalogue, Plan};
///
/// let plan = Plan::new(EnvironmentKind::Production, Tier::Starter, Billing::Prepaid);
/// let report = plan::advise(plan, None, &Catalogue::documented(), &Policy::default(), "2026-01-01".parse()?);
/// assert!(report.diagnostics().iter().any(|found| found.rule().id == "plan/os-end-of-life"));
/// # Ok::<(), cloudapp::app::ParseError>(())
/// ```
#[must_use]
pub fn advise(plan: Plan, workload: Option<&Workload>, catalogue: &Catalogue, policy: &Policy, at: Date) -> Report {
    let mut findings = Findings::new(&policy.levels);
    find_faults(plan, policy, Severity::Warning, &mut findings);
    let mut adviser = Adviser { plan, catalogue, at, findings };
    adviser.host();
    match plan.tier {
        Tier::Starter => adviser.starter(),
        Tier::Standard => adviser.standard(),
    }
    adviser.network();
    if let Some(workload) = workload {
        adviser.workload(workload);
    }
    adviser.findings.finish()
}

/// Days ahead of an end of life or of sale in which it is announced: a year, the usual term of a prepaid purchase.
/// Decided.
pub const SOON_DAYS: u16 = 365;

/// Average size of responses above which they are files. Decided.
const LARGE_RESPONSE: TransferBytes = TransferBytes(100_000);

struct Adviser<'a> {
    plan: Plan,
    catalogue: &'a Catalogue,
    at: Date,
    findings: Findings<'a>,
}

impl Adviser<'_> {
    fn host(&mut self) {
        let image = &self.catalogue.host(self.plan.tier).image;
        if let Some(fact) = &image.end_of_life {
            let (since, source) = (*fact.value(), translated(fact.source(), &[SOURCES]));
            if self.at >= since {
                let system = image.system.to_string();
                self.findings.add(Location::input(), finding!(OS_END_OF_LIFE { system, since, source }));
            } else {
                self.soon(Ending::OperatingSystem, &image.system, since);
            }
        }
    }

    fn starter(&mut self) {
        let host = self.catalogue.host(self.plan.tier);
        let database = &self.catalogue.starter.database;
        let engine = database.engine.to_string();
        let memory = *host.instance.memory.value();
        self.findings.add(Location::input(), finding!(DATABASE_SHARES_INSTANCE_MEMORY { engine, memory }));
        let severity = match self.plan.environment {
            EnvironmentKind::Test => Severity::Info,
            EnvironmentKind::Production => Severity::Warning,
        };
        let environment = self.plan.environment;
        self.findings.add_as(severity, Location::input(), finding!(SINGLE_INSTANCE { environment }));
        if let Some(connections) = &database.default_connections {
            self.inferred("starter.database.default_connections", connections);
        }
    }

    fn standard(&mut self) {
        let catalogue = self.catalogue;
        let database = &catalogue.standard.database;
        if let Some(fact) = &database.end_of_life {
            let since = *fact.value();
            let (engine, version) = (database.engine.to_string(), database.version.to_string());
            if self.at >= since {
                let end_of_support = database.end_of_support.as_ref().map(|fact| *fact.value());
                let finding = finding!(DATABASE_END_OF_LIFE { engine, version, since, end_of_support });
                self.findings.add(Location::input(), finding);
            } else {
                self.soon(Ending::Database, &format!("{engine} {version}"), since);
            }
        }
        self.disputed("standard.database.end_of_life", database.end_of_life.as_ref());
        self.disputed("standard.database.end_of_support", database.end_of_support.as_ref());
        self.inferred("standard.database.class", &database.class);
        self.inferred("standard.database.connections", &database.connections);
        self.inferred("standard.database.iops", &database.iops);
        if let Some(specification) = self.plan.load_balancer {
            let withdrawn = catalogue.load_balancer(specification).and_then(|rung| rung.withdrawn.as_ref());
            if let Some(since) = withdrawn.map(|fact| *fact.value()) {
                if self.at >= since {
                    self.findings
                        .add(Location::input(), finding!(LOAD_BALANCER_SPEC_WITHDRAWN { specification, since }));
                } else {
                    self.soon(Ending::LoadBalancerSpec, &specification, since);
                }
            }
            self.disputed("standard.load_balancers[].withdrawn", withdrawn);
        }
        if let (Some(fact), Billing::Prepaid) =
            (&catalogue.standard.load_balancer_subscription_withdrawn, self.plan.billing)
        {
            let since = *fact.value();
            if self.at >= since {
                self.findings.add(Location::input(), finding!(LOAD_BALANCER_SUBSCRIPTION_WITHDRAWN { since }));
            } else {
                self.soon(Ending::LoadBalancerSubscription, &Billing::Prepaid, since);
            }
        }
        // As documented the tier always has it: nginx redirects port 80, to which the load balancer forwards HTTPS too.
        self.findings.add(Location::input(), finding!(REDIRECT_LOOP_BEHIND_LOAD_BALANCER {}));
        self.findings.add(Location::input(), finding!(HTTPS_LISTENER_WITHOUT_CERTIFICATE {}));
    }

    fn network(&mut self) {
        if self.catalogue.public_bandwidth(self.plan.tier).is_none() {
            self.findings.add(Location::input(), finding!(BANDWIDTH_UNSTATED { tier: self.plan.tier }));
        }
        // The platform sets up the test environment's domain itself.
        let minimum = *self.catalogue.dns_ttl_minimum.value();
        let ttl = Seconds(u64::from(DnsRecord::TTL_SECONDS));
        if self.plan.environment == EnvironmentKind::Production && ttl < minimum {
            self.findings.add(Location::input(), finding!(DNS_TTL_BELOW_MINIMUM { ttl, minimum }));
        }
    }

    fn workload(&mut self, workload: &Workload) {
        if let (Some(average), Some(peak)) = (workload.average_requests_per_second, workload.peak_requests_per_second)
            && average > peak
        {
            self.findings.add(
                Location::input(),
                finding!(AVERAGE_ABOVE_PEAK { average_per_second: average, peak_per_second: peak }),
            );
        }
        let sizing = size(workload, self.plan, self.catalogue);
        let credits = sizing.constraint(Dimension::CpuCredits).filter(|credits| credits.verdict == Fit::Exceeds);
        if let Some((Some(average_mvcpu), Some(limit))) = credits.map(|credits| (credits.demand, &credits.limit)) {
            let instance = self.catalogue.host(self.plan.tier).instance.code.to_string();
            let baseline_mvcpu = *limit.value();
            self.findings
                .add(Location::input(), finding!(BURST_BASELINE_EXCEEDED { instance, average_mvcpu, baseline_mvcpu }));
        }
        self.peaks(workload);
        self.connections(&sizing);
        self.responses(workload);
        self.bottleneck(&sizing);
        self.exceeded(&sizing);
    }

    /// Whether the peaks alone use more CPU than the average says.
    fn peaks(&mut self, workload: &Workload) {
        let Some((average_mvcpu, least_mvcpu)) = averages(workload, self.plan.tier) else { return };
        if average_mvcpu < least_mvcpu {
            self.findings.add(Location::input(), finding!(AVERAGE_BELOW_PEAKS { average_mvcpu, least_mvcpu }));
        }
    }

    fn connections(&mut self, sizing: &Sizing) {
        let connections = self.catalogue.host(self.plan.tier).nginx_connections.as_ref();
        if let (Some(needed), Some(connections)) = (sizing.needed.nginx_connections, connections) {
            let connections = connections.value().0;
            self.findings.add(Location::input(), finding!(NGINX_CONNECTIONS { needed, connections }));
        }
    }

    fn responses(&mut self, workload: &Workload) {
        let (Some(bytes), Some(Rate(peak))) = (workload.response_bytes, workload.peak_requests_per_second) else {
            return;
        };
        if bytes < LARGE_RESPONSE {
            return;
        }
        let bits = u128::from(bytes.0).saturating_mul(8).saturating_mul(u128::from(peak));
        let mbit_per_second = saturated(bits.div_ceil(1_000_000_000));
        self.findings.add(Location::input(), finding!(LARGE_RESPONSES { bytes, mbit_per_second }));
    }

    /// What does not fit and is not said more closely by another rule.
    fn exceeded(&mut self, sizing: &Sizing) {
        let told = [Dimension::CpuCredits, Dimension::NginxConnections];
        for constraint in sizing.constraints.iter().filter(|found| found.verdict == Fit::Exceeds) {
            if told.contains(&constraint.dimension) {
                continue;
            }
            let (found, remedy) = (constraint.phrase(), constraint.remedy_phrase());
            let dimension = constraint.dimension;
            self.findings.add(Location::input(), finding!(LIMIT_EXCEEDED { dimension, found, remedy }));
        }
    }

    /// A load balancer is the bottleneck when it has no room left and is used more than the hosts behind it.
    fn bottleneck(&mut self, sizing: &Sizing) {
        let Some(specification) = self.plan.load_balancer else { return };
        let used = |dimension| sizing.constraint(dimension).and_then(|constraint| constraint.utilisation);
        let hosts = used(Dimension::Cpu).unwrap_or(Permille(0));
        let busiest = [
            Dimension::LoadBalancerConnections,
            Dimension::LoadBalancerNewConnections,
            Dimension::LoadBalancerRequests,
        ]
        .into_iter()
        .filter_map(|dimension| sizing.constraint(dimension))
        .filter(|constraint| matches!(constraint.verdict, Fit::Tight | Fit::Exceeds))
        .max_by_key(|constraint| constraint.utilisation);
        let Some(busiest) = busiest.filter(|busiest| busiest.utilisation > Some(hosts)) else { return };
        if let (Some(demand), Some(limit)) = (busiest.demand, &busiest.limit) {
            let (dimension, limit) = (busiest.dimension, *limit.value());
            let finding = finding!(LOAD_BALANCER_IS_BOTTLENECK { specification, dimension, demand, limit });
            self.findings.add(Location::input(), finding);
        }
    }

    fn soon(&mut self, subject: Ending, name: &impl fmt::Display, on: Date) {
        if self.at.saturating_add_days(SOON_DAYS) >= on {
            let name = name.to_string();
            self.findings.add(Location::input(), finding!(END_OF_LIFE_SOON { subject, name, on }));
        }
    }

    fn disputed(&mut self, entry: &'static str, fact: Option<&Fact<Date>>) {
        let Some((fact, conflict)) = fact.and_then(|fact| Some((fact, fact.conflict()?))) else { return };
        let value = *fact.value();
        let source = translated(fact.source(), &[SOURCES]);
        let conflict = translated(conflict, &[CONFLICTS]);
        self.findings.add(Location::input(), finding!(FACTS_DISAGREE { entry, value, source, conflict }));
    }

    fn inferred<T: fmt::Display>(&mut self, entry: &'static str, fact: &Fact<T>) {
        if fact.basis() == Basis::Inferred {
            let (value, source) =
                (translated(&fact.value().to_string(), &[fact::SENTENCES]), translated(fact.source(), &[SOURCES]));
            self.findings.add(Location::input(), finding!(INFERRED_FACT_USED { entry, value, source }));
        }
    }
}

terms! {
    /// What ends.
    Ending {
        Database "database" = "database" / "database",
        LoadBalancerSpec "load-balancer-spec" = "load-balancer-spec" / "load-balancer-spec",
        LoadBalancerSubscription "load-balancer-subscription" = "load-balancer-subscription" / "load-balancer-subscription",
        OperatingSystem "operating-system" = "operating-system" / "operating-system",
    }
}
