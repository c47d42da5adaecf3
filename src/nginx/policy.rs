//! What the platform allows in a configuration that nginx itself would take.
//!
//! A user's file replaces the whole `nginx.conf` and runs beside the app on hosts of the platform. A [`Contract`] says
//! what such a file may do for one environment: its rules keep the host, the files and the inner network safe (errors),
//! hold the file to the ports and the app of the environment (errors), and name what commonly goes wrong (warnings).
//!
//! Settings count as nginx inherits them: an inner one hides the outer, in whatever order they are written.

mod address;
mod ciphers;
mod explain;
mod judge;

mod slow;
mod variables;

use std::collections::BTreeSet;

use super::check::Check;
use super::config::Config;
use super::files::{Files, Sources};
use super::includes::{Includes, NoIncludes};
use super::site::Site;
use super::tree::Tree;
use crate::app::{EnvironmentKind, Framework, NginxVersion, Policy, TlsEnd};
use crate::diagnostic::{Accepted, Diagnostic, Findings, Levels, Location, Rejected};

pub use explain::{Answer, Explanation, explain};
pub use judge::RULES;

use judge::Extent;

/// What the configuration of one environment is held to.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Framework, TlsEnd};
/// use cloudapp::diagnostic::{Findings, Language, Levels, Location};
/// use cloudapp::nginx::{Config, policy::Contract};
///
/// let config = Config::parse("user admin; http { server { listen 80; location / { proxy_pass http://0x64.100.25800; } } }");
/// let levels = Levels::default();
/// let mut findings = Findings::new(&levels);
/// Contract::test(Framework::SpringBoot).run(&config, &Location::input(), &mut findings);
/// let report = findings.finish();
/// let first = report.diagnostics().iter().find(|found| found.rule().id == "nginx/foreign-upstream").unwrap();
/// assert_eq!(
///     first.message(Language::English),
///     "`proxy_pass` leads to http://0x64.100.25800, which is the metadata service; expected 127.0.0.1"
/// );
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Contract {
    framework: Framework,
    /// Where TLS ends, in production.
    tls_end: Option<TlsEnd>,
    nginx_version: NginxVersion,
    origin: Origin,
    hosts: BTreeSet<String>,
    includes: BTreeSet<String>,
}

/// Who wrote a configuration.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Origin {
    /// The platform generated it: what it breaks is known and reported, but not refused; what the guide leaves open
    /// (HSTS, the version in answers) is information.
    Platform,
    /// It came with a package.
    User,
}

impl Contract {
    /// The contract of a test environment.
    #[must_use]
    pub fn test(framework: Framework) -> Self {
        Self {
            framework,
            tls_end: None,
            nginx_version: Policy::default().nginx_version,
            origin: Origin::User,
            hosts: BTreeSet::new(),
            includes: INCLUDES.iter().map(|path| (*path).to_owned()).collect(),
        }
    }

    /// The contract of a production environment whose TLS ends at `tls_end`.
    #[must_use]
    pub fn production(framework: Framework, tls_end: TlsEnd) -> Self {
        Self { tls_end: Some(tls_end), ..Self::test(framework) }
    }

    /// The contract of a site.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        let contract = Self { tls_end: site.tls_end(), ..Self::test(site.framework()) };
        contract.on_nginx(site.nginx_version())
    }

    /// The same contract on hosts with the nginx `version`.
    #[must_use]
    pub fn on_nginx(self, version: NginxVersion) -> Self {
        Self { nginx_version: version, ..self }
    }

    /// The same contract for a configuration from `origin`.
    #[must_use]
    pub fn from(self, origin: Origin) -> Self {
        Self { origin, ..self }
    }

    /// The same contract, letting requests, names and logs go to `host` too: a name or an address.
    #[must_use]
    pub fn allowing_host(mut self, host: impl Into<String>) -> Self {
        self.hosts.insert(host.into().to_ascii_lowercase());
        self
    }

    /// The same contract, letting the file `path` be included too.
    #[must_use]
    pub fn allowing_include(mut self, path: impl Into<String>) -> Self {
        self.includes.insert(path.into());
        self
    }

    /// Framework of the app.
    #[must_use]
    pub const fn framework(&self) -> Framework {
        self.framework
    }

    /// Which environment it is for.
    #[must_use]
    pub const fn environment(&self) -> EnvironmentKind {
        if self.tls_end.is_some() { EnvironmentKind::Production } else { EnvironmentKind::Test }
    }

    /// Adds to `findings` what `config`, which is the entry `entry`, does against the contract.
    ///
    /// The configuration should have passed [`Check`]: of a directive that nginx would refuse the policy says nothing or
    /// something odd. Included files are not looked into, as [`check`](Self::check) does; which may be included is part of
    /// the contract.
    pub fn run(&self, config: &Config, entry: &Location, findings: &mut Findings<'_>) {
        self.judge(Extent::Everything, config, entry, findings);
    }

    /// Adds to `findings` what `config` does against the host, its files and the inner network, and nothing else of the
    /// contract.
    ///
    /// These findings hold even where nginx would refuse the text for another reason, so that both can be reported
    /// together. A text with a syntax error has none.
    pub fn guard(&self, config: &Config, entry: &Location, findings: &mut Findings<'_>) {
        if config.syntax_error().is_some() {
            return;
        }
        self.judge(Extent::Safety, config, entry, findings);
    }

    fn judge(&self, extent: Extent, config: &Config, entry: &Location, findings: &mut Findings<'_>) {
        let files = Files::load(config, &NoIncludes);
        judge::run(self, extent, &Tree::of(&files), &Sources::new(&files, entry), findings);
    }

    /// Adds to `findings` what nginx would refuse in `config`, as `check` says, and what it does against the contract,
    /// included files too; returns what nginx would stop at.
    ///
    /// Where nginx would stop, what is done against the host, its files and the inner network is said all the same, and
    /// nothing else of the contract.
    pub fn check<I: Includes>(
        &self,
        config: &Config,
        check: &Check<'_, I>,
        entry: &Location,
        findings: &mut Findings<'_>,
    ) -> Option<Diagnostic> {
        let files = Files::load(config, check.includes());
        let (tree, sources) = (Tree::of(&files), Sources::new(&files, entry));
        let first = check.read(&tree, &sources, findings);
        if first.is_none() {
            judge::run(self, Extent::Everything, &tree, &sources, findings);
        } else if files.are_whole() {
            judge::run(self, Extent::Safety, &tree, &sources, findings);
        }
        first
    }

    /// `config` when nginx would start with it and it keeps the contract.
    ///
    /// # Errors
    ///
    /// What the check or the contract reports as an error under `levels`.
    pub fn accept<I: Includes>(
        &self,
        config: Config,
        check: &Check<'_, I>,
        entry: &Location,
        levels: &Levels,
    ) -> Result<Accepted<Config>, Box<Rejected<Config>>> {
        let mut findings = Findings::new(levels);
        self.check(&config, check, entry, &mut findings);
        findings.finish().accept(config)
    }

    /// Whether nginx ends TLS.
    const fn has_tls(&self) -> bool {
        matches!(self.tls_end, Some(TlsEnd::Nginx))
    }

    /// Whether a load balancer ends TLS.
    const fn is_balanced(&self) -> bool {
        matches!(self.tls_end, Some(TlsEnd::LoadBalancer))
    }

    /// The port on which requests for the app arrive.
    const fn serving_port(&self) -> u16 {
        if self.has_tls() { 443 } else { 80 }
    }

    /// The port on which the app listens.
    const fn app_port(&self) -> u16 {
        self.framework.runtime().port
    }
}

/// Files that come with nginx, read by its own defaults. Relative paths are below `/etc/nginx`.
const INCLUDES: &[&str] = &[
    "/etc/nginx/fastcgi.conf",
    "/etc/nginx/fastcgi_params",
    "/etc/nginx/koi-utf",
    "/etc/nginx/koi-win",
    "/etc/nginx/mime.types",
    "/etc/nginx/scgi_params",
    "/etc/nginx/uwsgi_params",
    "/etc/nginx/win-utf",
];
