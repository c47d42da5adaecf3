//! What an environment consists of, and what its owner has to set up around it.

use std::net::Ipv4Addr;

use serde::Serialize;

use super::catalogue::{Catalogue, HostSpec};
use super::choice::Plan;
use crate::app::parse::words;
use crate::app::{
    CERTIFICATE_FILE, CERTIFICATE_KEY_FILE, DnsRecord, DomainSource, Framework, LOG_DIRECTORY, LOGS, Tier, TlsEnd,
};
use crate::diagnostic::{Language, Sentence, sentences, translated};
use crate::phrase;

impl Plan {
    /// The resources of the plan, a row each: the table of §1.2 with the plan's numbers.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Billing, EnvironmentKind, Tier};
    /// use cloudapp::plan::{Catalogue, Plan};
    ///
    /// let plan = Plan::new(EnvironmentKind::Production, Tier::Standard, Billing::Prepaid).with_hosts(3);
    /// let rows: Vec<String> = plan
    ///     .resources(&Catalogue::documented())
    ///     .iter()
    ///     .map(|row| format!("{} × {} {}", row.count, row.kind, row.specification))
    ///     .collect();
    /// assert_eq!(
    ///     rows,
    ///     [
    ///         "3 × host ecs.c5.large, 2000 mvCPU, 4096 MiB, CentOS-6.5-64bit, cloud_efficiency 40 GiB",
    ///         "1 × database rds.mysql.s2.large, MySQL 5.6, 250 GB",
    ///         "1 × load-balancer slb.s1.small, public",
    ///     ]
    /// );
    /// ```
    #[must_use]
    pub fn resources(self, catalogue: &Catalogue) -> Vec<Resource> {
        let row = |kind, specification, count| Resource { kind, specification, count };
        let host = host_specification(catalogue.host(self.tier));
        let mut rows = vec![row(ResourceKind::Host, host, self.hosts)];
        match self.tier {
            Tier::Starter => {
                let engine = &catalogue.starter.database.engine;
                rows.push(row(
                    ResourceKind::Database,
                    phrase!(ON_HOST, engine = engine.to_string()).text(Language::English),
                    1,
                ));
                rows.push(row(ResourceKind::PublicAddress, ADDRESS.english.to_owned(), 1));
            }
            Tier::Standard => {
                let database = &catalogue.standard.database;
                let specification = format!(
                    "{}, {} {}, {}",
                    database.class.value(),
                    database.engine,
                    database.version,
                    database.storage.value()
                );
                rows.push(row(ResourceKind::Database, specification, 1));
            }
        }
        if let Some(specification) = self.load_balancer {
            rows.push(row(ResourceKind::LoadBalancer, phrase!(PUBLIC, specification).text(Language::English), 1));
        }
        rows
    }

    /// The record that the owner adds at their DNS service once the environment has its public address; none for a test
    /// environment, whose domain and record the platform sets up (§1.2, §3.2).
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Billing, EnvironmentKind, Tier};
    /// use cloudapp::plan::Plan;
    ///
    /// let plan = Plan::new(EnvironmentKind::Production, Tier::Standard, Billing::Prepaid);
    /// let record = plan.dns_record([203, 0, 113, 7].into()).unwrap();
    /// assert_eq!(record.to_string(), "www 600 IN A 203.0.113.7");
    /// ```
    #[must_use]
    pub const fn dns_record(self, address: Ipv4Addr) -> Option<DnsRecord> {
        match self.environment.domain_source() {
            DomainSource::Assigned => None,
            DomainSource::Configured => Some(DnsRecord::for_environment(address)),
        }
    }

    /// Where the certificate goes; none for a test environment, which needs no certificate (§2.4, §3.3).
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Billing, EnvironmentKind, Tier};
    /// use cloudapp::plan::{CertificatePlace, Plan};
    ///
    /// let plan = Plan::new(EnvironmentKind::Production, Tier::Standard, Billing::Prepaid);
    /// assert_eq!(plan.certificate_place(), Some(CertificatePlace::LoadBalancer));
    /// ```
    #[must_use]
    pub const fn certificate_place(self) -> Option<CertificatePlace> {
        if !self.environment.needs_certificate() {
            return None;
        }
        Some(match self.tier.tls_end() {
            TlsEnd::Nginx => CertificatePlace::Host { chain: CERTIFICATE_FILE, key: CERTIFICATE_KEY_FILE },
            TlsEnd::LoadBalancer => CertificatePlace::LoadBalancer,
        })
    }

    /// Ports in use: at the public address, of nginx on the hosts, and of the application behind nginx.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Billing, EnvironmentKind, Framework, Tier};
    /// use cloudapp::plan::Plan;
    ///
    /// let plan = Plan::new(EnvironmentKind::Production, Tier::Standard, Billing::Prepaid);
    /// let ports = plan.ports(Framework::NodeJs);
    /// assert_eq!((ports.public, ports.nginx, ports.application), (&[443][..], &[80][..], 7001));
    /// ```
    #[must_use]
    pub const fn ports(self, framework: Framework) -> Ports {
        let (public, nginx): (&[u16], &[u16]) = match self.certificate_place() {
            None => (&[80], &[80]),
            Some(CertificatePlace::Host { .. }) => (&[80, 443], &[80, 443]),
            Some(CertificatePlace::LoadBalancer) => (&[443], &[80]),
        };
        Ports { public, nginx, application: framework.runtime().port }
    }

    /// Logs of each host: the path, and what is in it. Those of extensions are there for PHP only.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Billing, EnvironmentKind, Framework, Tier};
    /// use cloudapp::plan::Plan;
    ///
    /// let plan = Plan::new(EnvironmentKind::Production, Tier::Standard, Billing::Prepaid);
    /// let (path, content) = plan.logs(Framework::NodeJs).next().unwrap();
    /// assert_eq!((path.as_str(), content.english), ("/home/admin/logs/stdout.log", "standard output of the application"));
    /// ```
    pub fn logs(self, framework: Framework) -> impl Iterator<Item = (String, Sentence)> {
        LOGS.iter()
            .filter(move |(name, _)| framework == Framework::Php || !name.starts_with("ext-"))
            .map(|(name, content)| (format!("{LOG_DIRECTORY}/{name}"), *content))
    }
}

/// A row of a plan's resources.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Resource {
    /// What it is.
    pub kind: ResourceKind,
    /// Its product names and sizes, separated by commas.
    pub specification: String,
    /// How many of it.
    pub count: u8,
}

impl Resource {
    /// The specification in `language`; in JSON it is in English.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Billing, EnvironmentKind, Tier};
    /// use cloudapp::diagnostic::Language;
    /// use cloudapp::plan::{Catalogue, Plan};
    ///
    /// let plan = Plan::new(EnvironmentKind::Test, Tier::Starter, Billing::Prepaid);
    /// let rows = plan.resources(&Catalogue::documented());
    /// assert_eq!(rows[1].text(Language::Chinese), "主机上的 MySQL");
    /// ```
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let specification = translated(&self.specification, &[SENTENCES]);
        phrase!("{specification}" / "{specification}", specification).text(language)
    }
}

sentences! {
    /// What specifications say beside names and sizes.
    SENTENCES
    ON_HOST { engine } = "{engine} on the host" / "主机上的 {engine}",
    ADDRESS = "elastic public address" / "弹性公网 IP",
    PUBLIC { specification } = "{specification}, public" / "{specification}，公网",
}

words! {
    /// What a resource is.
    #[non_exhaustive]
    pub enum ResourceKind: "resource" / "资源" {
        /// A database, on the host or of its own.
        Database = "database" / "数据库",
        /// An ECS instance.
        Host = "host" / "主机",
        /// A load balancer.
        LoadBalancer = "load-balancer" / "负载均衡",
        /// An elastic public address.
        PublicAddress = "public-address" / "公网地址",
    }
}

/// Where a certificate goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(tag = "place", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CertificatePlace {
    /// Files of each host, which a release installs.
    Host {
        /// Path of the chain.
        chain: &'static str,
        /// Path of the private key.
        key: &'static str,
    },
    /// The HTTPS listener of the load balancer.
    LoadBalancer,
}

/// Ports of an environment.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Ports {
    /// At the public address.
    pub public: &'static [u16],
    /// Of nginx on each host.
    pub nginx: &'static [u16],
    /// Of the application, inside the host; of `FastCGI` for PHP.
    pub application: u16,
}

fn host_specification(host: &HostSpec) -> String {
    let (instance, disk) = (&host.instance, &host.disk);
    format!(
        "{}, {}, {}, {}, {} {}",
        instance.code,
        instance.vcpus.value(),
        instance.memory.value(),
        host.image.system,
        disk.category,
        disk.size.value()
    )
}
