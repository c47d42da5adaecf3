//! What a configuration of nginx is for.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::app::parse::words;
use crate::app::{AppEntry, DomainName, EnvironmentKind, Fault, Framework, NginxVersion, ParseError, Policy, TlsEnd};
use crate::diagnostic::Sentence;

/// One environment of an app as the nginx of its hosts serves it.
///
/// A production site has a domain, because the platform asks for one before the first release (§2.4); a test site has no
/// certificate and no load balancer (§1.2).
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Framework, NginxVersion, Tier};
/// use cloudapp::nginx::{BodyLimit, Site};
///
/// let site = Site::production(Framework::NodeJs, Tier::Starter.tls_end(), "www.example.com".parse()?)
///     .and_domain("example.com".parse()?)
///     .with_body_limit(BodyLimit::try_from(20)?)
///     .on_nginx(NginxVersion::new(1, 28, 0));
/// assert_eq!(site.domains().count(), 2);
/// # Ok::<(), cloudapp::app::ParseError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Site {
    framework: Framework,
    production: Option<TlsEnd>,
    domains: BTreeSet<DomainName>,
    nginx_version: NginxVersion,
    app_entry: AppEntry,
    body_limit: BodyLimit,
    disposition: Disposition,
}

impl Site {
    /// A test environment, which answers on port 80 to every host until it is given a domain.
    #[must_use]
    pub fn test(framework: Framework) -> Self {
        Self {
            framework,
            production: None,
            domains: BTreeSet::new(),
            nginx_version: Policy::default().nginx_version,
            app_entry: AppEntry::default(),
            body_limit: BodyLimit::default(),
            disposition: Disposition::default(),
        }
    }

    /// A production environment whose TLS ends at `tls_end`.
    #[must_use]
    pub fn production(framework: Framework, tls_end: TlsEnd, domain: DomainName) -> Self {
        Self::undecided(framework, tls_end).and_domain(domain)
    }

    /// A production environment whose domain is not known yet: enough for what does not depend on it.
    pub(crate) fn undecided(framework: Framework, tls_end: TlsEnd) -> Self {
        Self { production: Some(tls_end), ..Self::test(framework) }
    }

    /// The same site, answering to `domain` too.
    #[must_use]
    pub fn and_domain(mut self, domain: DomainName) -> Self {
        self.domains.insert(domain);
        self
    }

    /// The same site on hosts with the nginx `version`.
    #[must_use]
    pub fn on_nginx(self, version: NginxVersion) -> Self {
        Self { nginx_version: version, ..self }
    }

    /// The same site serving the directory `app_entry` of the package. Only PHP has one.
    #[must_use]
    pub fn with_app_entry(self, app_entry: AppEntry) -> Self {
        Self { app_entry, ..self }
    }

    /// The same site refusing request bodies over `body_limit`.
    #[must_use]
    pub fn with_body_limit(self, body_limit: BodyLimit) -> Self {
        Self { body_limit, ..self }
    }

    /// The same site with `disposition` for its responses.
    #[must_use]
    pub fn with_disposition(self, disposition: Disposition) -> Self {
        Self { disposition, ..self }
    }

    /// The same site on a platform with `policy`: its nginx, and downloads where a domain is one of the platform's
    /// shared test domains.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Framework, Policy};
    /// use cloudapp::nginx::{Disposition, Site};
    ///
    /// let policy = Policy::default();
    /// let shared = format!("7.{}", policy.test_domain_suffix).parse()?;
    /// let site = Site::test(Framework::Php).and_domain(shared).under(&policy);
    /// assert_eq!(site.disposition(), Disposition::Attachment);
    /// # Ok::<(), cloudapp::app::ParseError>(())
    /// ```
    #[must_use]
    pub fn under(self, policy: &Policy) -> Self {
        let parent = format!(".{}", policy.test_domain_suffix);
        let shared = self.domains.iter().any(|domain| domain.as_str().ends_with(&parent));
        let disposition = if shared { Disposition::Attachment } else { self.disposition };
        Self { nginx_version: policy.nginx_version, disposition, ..self }
    }

    /// Framework of the app.
    #[must_use]
    pub const fn framework(&self) -> Framework {
        self.framework
    }

    /// Which environment it is.
    #[must_use]
    pub const fn environment(&self) -> EnvironmentKind {
        if self.production.is_some() { EnvironmentKind::Production } else { EnvironmentKind::Test }
    }

    /// Where TLS ends; nowhere in a test environment.
    #[must_use]
    pub const fn tls_end(&self) -> Option<TlsEnd> {
        self.production
    }

    /// The hosts it answers to, sorted; none: every host.
    pub fn domains(&self) -> impl Iterator<Item = &DomainName> {
        self.domains.iter()
    }

    /// nginx of its hosts.
    #[must_use]
    pub const fn nginx_version(&self) -> NginxVersion {
        self.nginx_version
    }

    /// Directory of the package that is served.
    #[must_use]
    pub const fn app_entry(&self) -> &AppEntry {
        &self.app_entry
    }

    /// Greatest request body.
    #[must_use]
    pub const fn body_limit(&self) -> BodyLimit {
        self.body_limit
    }

    /// What browsers do with responses.
    #[must_use]
    pub const fn disposition(&self) -> Disposition {
        self.disposition
    }
}

/// Greatest body of a request, in MiB: 1 to 4096, by default 50. The bounds and the default are this crate's choice.
///
/// # Examples
///
/// ```
/// use cloudapp::nginx::BodyLimit;
///
/// assert_eq!(BodyLimit::default().to_string(), "50m");
/// assert!(BodyLimit::try_from(0).is_err());
/// # Ok::<(), cloudapp::app::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct BodyLimit(u16);

impl BodyLimit {
    /// The number of MiB.
    #[must_use]
    pub const fn mib(self) -> u16 {
        self.0
    }
}

impl Default for BodyLimit {
    fn default() -> Self {
        Self(50)
    }
}

impl TryFrom<u16> for BodyLimit {
    type Error = ParseError;

    /// # Errors
    ///
    /// 0, which nginx takes as no limit, and more than 4096.
    fn try_from(mib: u16) -> Result<Self, ParseError> {
        if (1..=4096).contains(&mib) {
            return Ok(Self(mib));
        }
        let zero = Sentence::plain("0, which is no limit to nginx", "0，nginx 视为不限制");
        let found = if mib == 0 { zero } else { Sentence::plain("a number over 4096", "大于 4096 的数") };
        let expected = Sentence::plain("1 to 4096 MiB", "1 到 4096 MiB");
        Err(ParseError::new(Sentence::plain("body limit", "请求体上限"), Fault::Meaning { at: 0, found, expected }))
    }
}

impl From<BodyLimit> for u16 {
    fn from(limit: BodyLimit) -> Self {
        limit.0
    }
}

impl fmt::Display for BodyLimit {
    /// As nginx writes sizes: `50m`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}m", self.0)
    }
}

words! {
    /// What browsers do with responses.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Disposition: "disposition" / "响应方式" {
        /// Download them: on the platform's shared test domains, which are not for showing pages (§2.5, §3.2).
        Attachment = "attachment",
        /// Show them.
        #[default]
        Inline = "inline",
    }
}
