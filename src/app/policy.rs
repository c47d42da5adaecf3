//! What the embedder may set.

use std::collections::{BTreeMap, BTreeSet};
use std::{fmt, io};

use serde::{Deserialize, Serialize};

use super::domain::DomainName;
use super::host_commands;
use super::kind::{EnvironmentKind, Tier};
use super::nginx_version::NginxVersion;
use super::parse::words;
use super::release_policy::ReleasePolicy;
use crate::diagnostic::{Levels, shown};

/// The embedder's settings. [`Policy::default`] is the documented platform.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Policy, Tier};
///
/// let policy = Policy::default().with(|policy| policy.java_limit = 17).offering(Tier::ALL);
/// assert!(policy.offered.contains(&Tier::Standard));
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Policy {
    /// Greatest Java version of the hosts: 8 (§1.3.1).
    pub java_limit: u16,
    /// Profiles that the platform activates in Spring Boot apps, the strongest last: none, so that the package's own
    /// settings do. The guide names none.
    pub spring_profiles: BTreeMap<EnvironmentKind, Vec<String>>,
    /// Whether the classes inside a JAR's nested libraries are compared with the hosts' Java.
    pub nested_libraries: NestedLibraries,
    /// Where a Node.js app gets its modules from.
    pub node_modules: NodeModules,
    /// Commands that scripts may run without bringing them, beside those of the shell itself: Node.js with npm, and the
    /// base system of a minimal `CentOS` 6. The guide names none but says that a command the package lacks is not found
    /// (§6).
    pub host_commands: BTreeSet<String>,
    /// GNU C library of the hosts: 2.12 of `CentOS` 6 (§1.2).
    pub glibc: Glibc,
    /// Node.js of the hosts. The guide names none: without one, what holds for every version is judged.
    pub node: Option<NodeVersion>,
    /// PHP of the hosts. The guide names none; 7.2, the newest in YUM repositories for `CentOS` 6, is this
    /// crate's choice.
    pub php: PhpVersion,
    /// Tiers that are sold today: starter only (§1.2).
    pub offered: BTreeSet<Tier>,
    /// nginx of the hosts. The guide names none; 1.22.1 is this crate's choice.
    pub nginx_version: NginxVersion,
    /// Parent of the domains that test environments get (§2.5).
    pub test_domain_suffix: DomainName,
    /// How releases are carried out.
    pub release: ReleasePolicy,
    /// Levels of rules.
    pub levels: Levels,
}

impl Policy {
    /// The same policy with a change.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// What the parts of a release are judged by, as 16 hexadecimal digits: two policies that judge alike have the same
    /// fingerprint. How releases are carried out and what is on sale is not part of it.
    ///
    /// It tells settings apart, and withstands nobody who looks for two with one fingerprint.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{Policy, Tier};
    ///
    /// let policy = Policy::default();
    /// assert_eq!(policy.fingerprint(), policy.clone().offering(Tier::ALL).fingerprint());
    /// assert_ne!(policy.fingerprint(), policy.clone().with(|policy| policy.java_limit = 17).fingerprint());
    /// ```
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let Self {
            java_limit,
            node,
            spring_profiles,
            nested_libraries,
            node_modules,
            host_commands,
            glibc,
            php,
            offered: _,
            nginx_version,
            test_domain_suffix,
            release: _,
            levels,
        } = self;
        let hosts = (java_limit, node, glibc, php, nginx_version, test_domain_suffix);
        let packages = (spring_profiles, nested_libraries, node_modules, host_commands);
        // Each field is an ordered map, a set or a scalar, so that equal policies are the same text.
        let mut hash = Fnv1a(0xcbf2_9ce4_8422_2325);
        let written = serde_json::to_writer(&mut hash, &(hosts, packages, levels));
        debug_assert!(written.is_ok(), "every key is a text, and nothing is written to the outside");
        format!("{:016x}", hash.0)
    }

    /// The same policy with just these tiers on sale.
    #[must_use]
    pub fn offering(self, tiers: &[Tier]) -> Self {
        Self { offered: tiers.iter().copied().collect(), ..self }
    }
}

/// The hash of Fowler, Noll and Vo, as something to write to.
struct Fnv1a(u64);

impl io::Write for Fnv1a {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = bytes.iter().fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            java_limit: 8,
            spring_profiles: BTreeMap::new(),
            nested_libraries: NestedLibraries::Skipped,
            node_modules: NodeModules::Installed,
            host_commands: host_commands::documented(),
            glibc: Glibc { major: 2, minor: 12 },
            node: None,
            php: PhpVersion { major: 7, minor: 2 },
            offered: BTreeSet::from([Tier::Starter]),
            nginx_version: NginxVersion::new(1, 22, 1),
            test_domain_suffix: documented_suffix(),
            release: ReleasePolicy::default(),
            levels: Levels::default(),
        }
    }
}

words! {
    /// Whether the classes inside a JAR's nested libraries are compared with the hosts' Java.
    #[non_exhaustive]
    pub enum NestedLibraries: "nested libraries policy" / "嵌套依赖库策略" {
        /// They are, which takes a second look at the whole JAR.
        Scanned = "scanned",
        /// They are not: a library may hold classes that nothing loads.
        Skipped = "skipped",
    }
}

words! {
    /// Where a Node.js app gets its modules from. The guide asks only for source files at the root, so `installed` is
    /// this crate's default.
    #[non_exhaustive]
    pub enum NodeModules: "node modules policy" / "node_modules 策略" {
        /// `node_modules` must be in the package.
        Bundled = "bundled",
        /// The platform runs `npm install`.
        Installed = "installed",
    }
}

/// A version of the GNU C library.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Glibc {
    /// 2
    pub major: u16,
    /// 12 of 2.12
    pub minor: u16,
}

impl fmt::Display for Glibc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// A version of Node.js.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct NodeVersion {
    /// 20
    pub major: u16,
    /// 19 of 20.19
    pub minor: u16,
}

impl fmt::Display for NodeVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// A version of PHP.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct PhpVersion {
    /// 7
    pub major: u16,
    /// 2 of 7.2
    pub minor: u16,
}

impl fmt::Display for PhpVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[expect(
    clippy::expect_used,
    reason = "a constant; the test `the_default_policy_is_the_documented_platform` parses it"
)]
fn documented_suffix() -> DomainName {
    "mapp-test.xyz".parse().expect("a domain name")
}

shown!(Glibc, NodeVersion, PhpVersion);
