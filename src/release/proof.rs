//! What the gate says of the parts of a release: proofs, without which nothing is uploaded or set.

use serde::{Deserialize, Serialize};

use super::id::is_default;
use crate::app::{
    AppEntry, Digest, DomainName, DomainPattern, EnvironmentKind, Framework, Policy, Tier, Timestamp, TlsEnd,
};

/// Who found a part of a release acceptable.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Checked {
    /// This crate's gate.
    Inspected,
    /// The embedder, on its own responsibility.
    Vouched,
}

/// Proof that a package may be released: what an upload cannot do without.
///
/// Only `gate::Gate` makes one of an inspected package. With serde it crosses processes and is stored; whoever can write
/// the store is trusted.
///
/// # Examples
///
/// There is no way around the gate:
///
/// ```compile_fail
/// use cloudapp::release::{PackageProof, Upload};
///
/// let upload = Upload::new(PackageProof { ..Default::default() });
/// ```
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct PackageProof {
    pub(crate) framework: Framework,
    pub(crate) checked: Checked,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) digest: Option<Digest>,
    pub(crate) admissions: Vec<Admission>,
    pub(crate) policy: String,
    pub(crate) rules: String,
    pub(crate) at: Timestamp,
}

/// Where a package may be released, and with which configuration of nginx.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Admission {
    /// The environment.
    pub environment: EnvironmentKind,
    /// Where TLS ends there; nowhere in a test environment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_end: Option<TlsEnd>,
    /// What nginx reads there.
    #[serde(default, skip_serializing_if = "is_default")]
    pub configuration: Configuration,
}

impl Admission {
    pub(crate) const fn new(
        environment: EnvironmentKind,
        tls_end: Option<TlsEnd>,
        configuration: Configuration,
    ) -> Self {
        Self { environment, tls_end, configuration }
    }

    /// Whether it is to this environment in this tier.
    fn is_to(&self, environment: EnvironmentKind, tier: Tier) -> bool {
        self.environment == environment && self.tls_end == tls_end(environment, tier)
    }
}

/// What nginx reads on the hosts of an environment.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Configuration {
    /// A text that is generated for the site.
    Generated {
        /// Directory of a PHP package that is served, where it is another than the documented one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        app_entry: Option<AppEntry>,
    },
    /// A file of the package.
    Own {
        /// Its entry.
        entry: String,
        /// SHA-256 of the file.
        digest: Digest,
    },
}

impl Default for Configuration {
    fn default() -> Self {
        Self::Generated { app_entry: None }
    }
}

impl Configuration {
    /// The text that is generated for a package which serves this directory.
    #[allow(dead_code, reason = "a build without packages has no gate")]
    pub(crate) fn generated(app_entry: &AppEntry) -> Self {
        Self::Generated { app_entry: Some(app_entry.clone()).filter(|entry| *entry != AppEntry::default()) }
    }

    /// Directory of a PHP package that is served, where it is another than the documented one.
    #[must_use]
    pub const fn app_entry(&self) -> Option<&AppEntry> {
        match self {
            Self::Generated { app_entry } => app_entry.as_ref(),
            Self::Own { .. } => None,
        }
    }
}

impl PackageProof {
    /// The embedder's own word at `now` for a package that this crate has not inspected, as tests and builds without the
    /// feature `package` need it: to every environment, with a generated configuration. The policy has to allow it
    /// ([`ReleasePolicy::vouching`](crate::app::ReleasePolicy::vouching)), and wherever the version is shown it is named.
    pub fn vouched(framework: Framework, policy: &Policy, now: Timestamp) -> Self {
        let everywhere = EnvironmentKind::ALL.iter().flat_map(|environment| {
            let tls_ends = Tier::ALL.iter().filter(|tier| environment.tiers().contains(tier));
            tls_ends.map(|tier| (*environment, tls_end(*environment, *tier)))
        });
        let generated = Configuration::default();
        let admissions = everywhere.map(|(kind, tls_end)| Admission::new(kind, tls_end, generated.clone())).collect();
        let checked = Checked::Vouched;
        Self { checked, ..Self::inspected(framework, None, admissions, policy, now) }
    }

    pub(crate) fn inspected(
        framework: Framework,
        digest: Option<Digest>,
        admissions: Vec<Admission>,
        policy: &Policy,
        at: Timestamp,
    ) -> Self {
        let checked = Checked::Inspected;
        Self { framework, checked, digest, admissions, policy: policy.fingerprint(), rules: RULES.to_owned(), at }
    }

    /// The package's framework.
    #[must_use]
    pub const fn framework(&self) -> Framework {
        self.framework
    }

    /// Who found it acceptable.
    #[must_use]
    pub const fn checked(&self) -> Checked {
        self.checked
    }

    /// Digest of its files; `None` when not all of them were read.
    #[must_use]
    pub const fn digest(&self) -> Option<Digest> {
        self.digest
    }

    /// Where it may be released.
    #[must_use]
    pub fn admissions(&self) -> &[Admission] {
        &self.admissions
    }

    /// Fingerprint of the policy that it was judged under ([`Policy::fingerprint`]).
    #[must_use]
    pub fn policy(&self) -> &str {
        &self.policy
    }

    /// Version of this crate, whose rules it was judged by.
    #[must_use]
    pub fn rules(&self) -> &str {
        &self.rules
    }

    /// When it was judged.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// Whether the rules of this version of the crate judged it.
    pub(super) fn is_of_these_rules(&self) -> bool {
        self.rules == RULES
    }

    /// How it may be released to this environment in this tier.
    pub(super) fn admission(&self, environment: EnvironmentKind, tier: Tier) -> Option<&Admission> {
        self.admissions.iter().find(|admission| admission.is_to(environment, tier))
    }
}

/// Proof that a certificate with its key may be installed: what setting one cannot do without.
///
/// Only `gate::Gate` makes one of an examined certificate. With serde it crosses processes and is stored; whoever can write
/// the store is trusted.
///
/// # Examples
///
/// There is no way around the gate:
///
/// ```compile_fail
/// use cloudapp::release::{CertificateProof, Command};
///
/// let command = Command::SetCertificate(CertificateProof { names: vec!["www.example.com".to_owned()] });
/// ```
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct CertificateProof {
    pub(crate) names: Vec<String>,
    pub(crate) checked: Checked,
    pub(crate) valid_from: Timestamp,
    pub(crate) valid_until: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<Digest>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) chain: Option<Digest>,
    pub(crate) tls_end: TlsEnd,
    pub(crate) policy: String,
    pub(crate) rules: String,
    pub(crate) at: Timestamp,
}

impl CertificateProof {
    /// Version of this crate.
    #[allow(dead_code, reason = "a build without certificates examines none")]
    pub(crate) const RULES: &str = RULES;

    /// The embedder's own word at `now` for a certificate that this crate has not examined, for `names` (wildcards
    /// included), valid from the first to the last second of `validity` where TLS ends at `tls_end`. The policy has to
    /// allow it ([`ReleasePolicy::vouching`](crate::app::ReleasePolicy::vouching)).
    pub fn vouched(
        names: &[DomainPattern],
        validity: (Timestamp, Timestamp),
        tls_end: TlsEnd,
        policy: &Policy,
        now: Timestamp,
    ) -> Self {
        Self {
            names: names.iter().map(ToString::to_string).collect(),
            checked: Checked::Vouched,
            valid_from: validity.0,
            valid_until: validity.1,
            key: None,
            chain: None,
            tls_end,
            policy: policy.fingerprint(),
            rules: RULES.to_owned(),
            at: now,
        }
    }

    /// DNS names that it is for, as written in it, wildcards included.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Who found it acceptable.
    #[must_use]
    pub const fn checked(&self) -> Checked {
        self.checked
    }

    /// First second in which each certificate of its chain is valid.
    #[must_use]
    pub const fn valid_from(&self) -> Timestamp {
        self.valid_from
    }

    /// Last second in which each certificate of its chain is valid.
    #[must_use]
    pub const fn valid_until(&self) -> Timestamp {
        self.valid_until
    }

    /// SHA-256 of its `SubjectPublicKeyInfo` in DER; `None` when it was vouched for.
    #[must_use]
    pub const fn key(&self) -> Option<Digest> {
        self.key
    }

    /// SHA-256 of the certificates of its chain in DER, one after the other; `None` when it was vouched for.
    #[must_use]
    pub const fn chain(&self) -> Option<Digest> {
        self.chain
    }

    /// Where it ends TLS.
    #[must_use]
    pub const fn tls_end(&self) -> TlsEnd {
        self.tls_end
    }

    /// Fingerprint of the policy that it was judged under ([`Policy::fingerprint`]).
    #[must_use]
    pub fn policy(&self) -> &str {
        &self.policy
    }

    /// Version of this crate, whose rules it was judged by.
    #[must_use]
    pub fn rules(&self) -> &str {
        &self.rules
    }

    /// When it was judged.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// Whether clients accept it for `domain`.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Policy, Timestamp, TlsEnd};
    /// use cloudapp::release::CertificateProof;
    ///
    /// let (policy, now) = (Policy::default(), Timestamp::UNIX_EPOCH);
    /// let names = ["*.example.com".parse()?];
    /// let proof = CertificateProof::vouched(&names, (now, Timestamp::MAX), TlsEnd::Nginx, &policy, now);
    /// assert!(proof.covers(&"www.example.com".parse()?));
    /// assert!(!proof.covers(&"example.com".parse()?));
    /// # Ok::<(), cloudapp::app::ParseError>(())
    /// ```
    #[must_use]
    pub fn covers(&self, domain: &DomainName) -> bool {
        // A name that no domain can have covers none.
        self.names.iter().filter_map(|name| name.parse::<DomainPattern>().ok()).any(|name| name.covers(domain))
    }
}

/// Where TLS ends in an environment; nowhere in a test environment, which serves plain HTTP.
pub(super) fn tls_end(environment: EnvironmentKind, tier: Tier) -> Option<TlsEnd> {
    environment.needs_certificate().then(|| tier.tls_end())
}

const RULES: &str = env!("CARGO_PKG_VERSION");
