//! The gate: where the parts of a release are held together.
//!
//! In go a package, the environments that it is to be released to, the app's domains and a policy. Out comes one verdict
//! with one report: what the inspection of the package found, what the nginx of the hosts would refuse in the package's
//! own configurations, and what the platform does not allow in them. Where a package brings none, the configuration that
//! will be generated is checked the same way. A certificate with its key goes in as well.
//!
//! What passes is a proof – [`PackageProof`] or [`CertificateProof`](crate::release::CertificateProof) – without which
//! [`release`](crate::release) takes neither a package nor a certificate. Only the gate makes one.
//!
//! # The guide's own files
//!
//! A user's file whose directives are the guide's (§1.3.1–1.3.3) counts as the platform's: its users were told to write
//! it, and without it the platform would run the same text. What it breaks – the PHP file serves dotfiles, both
//! production files offer old TLS – is said and refuses nothing. Every other file is held to the catalogue's severities.
//!
//! # Examples
//!
//! ```
//! # use std::io::{Cursor, Write};
//! use cloudapp::app::{EnvironmentKind, Framework, Policy, Tier, Timestamp};
//! use cloudapp::gate::Gate;
//! use cloudapp::package::Inspector;
//!
//! # let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
//! # zip.start_file("public/index.php", zip::write::SimpleFileOptions::default())?;
//! # zip.write_all(b"<?php")?;
//! # let bytes = zip.finish()?.into_inner();
//! let policy = Policy::default();
//! let inspector = Inspector::new(&policy).framework(Framework::Php);
//! let gate = Gate::new(inspector, Timestamp::UNIX_EPOCH).releasing_to(EnvironmentKind::Test, Tier::Starter);
//! let admitted = gate.inspect_bytes(&bytes).expect("no error is found").into_value();
//! assert_eq!(admitted.proof.digest(), admitted.inspection.digest);
//! assert!(gate.inspect_bytes(b"not a package").is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod arrival;
#[cfg(feature = "certificate")]
mod certificate;
mod configuration;
mod rules;

use std::io::{self, Read, Seek};

use crate::app::{AppEntry, DomainName, EnvironmentKind, Framework, Tier, Timestamp, TlsEnd};
use crate::diagnostic::{Accepted, Findings, Rejected, Report};
use crate::nginx::Site;
use crate::package::{Facts, Inspected, Inspection, Inspector};
use crate::release::{Admission, Installation, PackageProof};

pub use arrival::Arrival;
#[cfg(feature = "certificate")]
pub use certificate::Certified;
pub use rules::RULES;

/// Judges what is to be released.
#[derive(Clone, Debug)]
#[must_use]
pub struct Gate<'a> {
    inspector: Inspector<'a>,
    now: Timestamp,
    releases: Vec<(EnvironmentKind, Tier)>,
    domains: Vec<DomainName>,
}

/// A package that may be released.
///
/// # Examples
///
/// An inspection alone is none:
///
/// ```compile_fail
/// use cloudapp::app::Policy;
/// use cloudapp::gate::Admitted;
/// use cloudapp::package::Inspector;
///
/// let inspected = Inspector::new(&Policy::default()).inspect_bytes(b"").unwrap();
/// let admitted = Admitted { inspection: inspected.into_value(), proof: todo!() };
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[must_use]
pub struct Admitted {
    /// What is known of it.
    pub inspection: Inspection,
    /// What an upload of it takes.
    pub proof: PackageProof,
}

impl AsRef<Inspection> for Admitted {
    fn as_ref(&self) -> &Inspection {
        &self.inspection
    }
}

/// A package that may be released, or one that may not, each with all that was found.
pub type Verdict = Result<Accepted<Admitted>, Box<Rejected<Inspection>>>;

impl<'a> Gate<'a> {
    /// The gate at `now` behind an inspector, whose policy is the gate's.
    ///
    /// Until [`releasing_to`](Self::releasing_to) says where a package is to go, it is judged for the inspector's
    /// environment or for both; in production for nginx and for a load balancer as the end of TLS, one of which has to do.
    pub const fn new(inspector: Inspector<'a>, now: Timestamp) -> Self {
        Self { inspector, now, releases: Vec::new(), domains: Vec::new() }
    }

    /// The same gate, for a release to `environment` in `tier`. One inspection can be admitted to several.
    pub fn releasing_to(mut self, environment: EnvironmentKind, tier: Tier) -> Self {
        self.releases.push((environment, tier));
        let first = self.releases.first().map(|(environment, _)| *environment);
        let only = first.filter(|first| self.releases.iter().all(|(environment, _)| environment == first));
        self.inspector.environment = only;
        self
    }

    /// The same gate, for an app that answers to `domain` too.
    pub fn and_domain(mut self, domain: DomainName) -> Self {
        self.domains.push(domain);
        self
    }

    /// The same gate with a policy of its own, to be kept beside what it judges or sent to another thread.
    pub fn into_owned(self) -> Gate<'static> {
        let Self { inspector, now, releases, domains } = self;
        Gate { inspector: inspector.into_owned(), now, releases, domains }
    }

    /// The verdict on a package that is in memory.
    #[expect(clippy::missing_errors_doc, reason = "the error is the answer: a package that may not be released")]
    pub fn inspect_bytes(&self, bytes: &[u8]) -> Verdict {
        self.admit(self.inspector.inspect_bytes(bytes))
    }

    /// The verdict on a package from a file or the like, which may be read in ranges.
    ///
    /// # Errors
    ///
    /// Only those of `source`. A package that may not be released is the inner `Err`.
    pub fn inspect<R: Read + Seek>(&self, source: R) -> io::Result<Verdict> {
        Ok(self.admit(self.inspector.inspect(source)?))
    }

    /// The verdict on an inspected package and what it brings for nginx. It is not public: another inspector may have
    /// another policy.
    fn admit(&self, inspected: Inspected) -> Verdict {
        let mut findings = Findings::new(&self.inspector.policy.levels);
        findings.append(Report::of(&inspected));
        let inspection = Inspection::of(&inspected);
        let admissions = match inspection.framework.filter(|_| inspection.is_readable()) {
            Some(framework) => self.configurations(inspection, framework, &mut findings),
            None => Vec::new(),
        };
        let report = findings.finish();
        match inspected {
            Ok(accepted) => match accepted.value().framework {
                Some(framework) => report.accept_as(accepted.into_value(), |inspection| {
                    let (digest, policy) = (inspection.digest, &self.inspector.policy);
                    let proof = PackageProof::inspected(framework, digest, admissions, policy, self.now);
                    Admitted { inspection, proof }
                }),
                None => Err(Box::new(report.reject(accepted.into_value()))),
            },
            Err(rejected) => Err(Box::new(report.reject(rejected.into_value()))),
        }
    }

    /// Where the package may go with the configurations that it will have there.
    fn configurations(
        &self,
        inspection: &Inspection,
        framework: Framework,
        findings: &mut Findings<'_>,
    ) -> Vec<Admission> {
        let mut admissions = Vec::new();
        for (environment, tls_ends) in self.destinations() {
            let judged = tls_ends.iter().map(|tls_end| {
                let site = self.site(inspection, framework, *tls_end);
                let mut findings = Findings::new(&self.inspector.policy.levels);
                let configuration =
                    configuration::judge(inspection, &site, self.inspector.policy.as_ref(), &mut findings);
                (Admission::new(environment, *tls_end, configuration), findings.finish())
            });
            let judged: Vec<_> = judged.collect();
            // Where any end of TLS will do, what is said is about the one that the file was most likely written for.
            if let Some((_, report)) = judged.iter().min_by_key(|(_, report)| report.diagnostics().len()) {
                findings.append(report);
            }
            let fit = judged.into_iter().filter(|(_, report)| !report.has_errors());
            admissions.extend(
                fit.map(|(admission, _)| admission).filter(|new| !admissions.contains(new)).collect::<Vec<_>>(),
            );
        }
        admissions
    }

    /// Each environment that the package may go to, with the ends of TLS of which one has to do.
    fn destinations(&self) -> Vec<(EnvironmentKind, Vec<Option<TlsEnd>>)> {
        let end = |environment: EnvironmentKind, tier: Tier| environment.needs_certificate().then(|| tier.tls_end());
        if !self.releases.is_empty() {
            return self.releases.iter().map(|(kind, tier)| (*kind, vec![end(*kind, *tier)])).collect();
        }
        let environments = EnvironmentKind::ALL.iter().copied();
        let wanted = environments.filter(|kind| self.inspector.environment.is_none_or(|only| only == *kind));
        wanted.map(|kind| (kind, kind.tiers().iter().map(|tier| end(kind, *tier)).collect())).collect()
    }

    fn site(&self, inspection: &Inspection, framework: Framework, tls_end: Option<TlsEnd>) -> Site {
        let app_entry = match &inspection.facts {
            Some(Facts::Php(php)) => php.app_entry.clone(),
            _ => None,
        };
        site(framework, tls_end, self.domains.iter().cloned(), app_entry).under(&self.inspector.policy)
    }
}

/// The site of a version on the hosts, from what its effect says: what [`generate`](crate::nginx::generate) makes its
/// configuration from, under the executor's policy.
///
/// # Examples
///
/// ```
/// use cloudapp::gate::site_of;
/// use cloudapp::nginx::{Profile, generate};
/// use cloudapp::release::Installation;
///
/// let effect = r#"{"framework":"node-js","configuration":{"generated":{}},"domain":"www.example.com","tls_end":"nginx",
///     "port":7001,"health_path":"/"}"#;
/// let site = site_of(&serde_json::from_str::<Installation>(effect)?);
/// assert!(generate(&site, Profile::Hardened).as_str().contains("server_name www.example.com;"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn site_of(installation: &Installation) -> Site {
    let Installation { framework, tls_end, domain, .. } = installation;
    site(*framework, *tls_end, domain.iter().cloned(), installation.configuration.app_entry().cloned())
}

fn site(
    framework: Framework,
    tls_end: Option<TlsEnd>,
    domains: impl Iterator<Item = DomainName>,
    app_entry: Option<AppEntry>,
) -> Site {
    let site = match tls_end {
        Some(tls_end) => Site::undecided(framework, tls_end),
        None => Site::test(framework),
    };
    domains.fold(site, Site::and_domain).with_app_entry(app_entry.unwrap_or_default())
}
