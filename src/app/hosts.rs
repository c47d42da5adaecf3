//! Hosts of today by name: what each brings, so that a package can be judged for the hosts one has.

use super::nginx_version::NginxVersion;
use super::parse::words;
use super::policy::{Glibc, NodeVersion, PhpVersion, Policy};

words! {
    /// Hosts whose versions are known, as their own repositories had them on 2026-12-01.
    ///
    /// [`Policy::for_hosts`] takes them; a platform with other packages on such hosts changes the policy further.
    #[non_exhaustive]
    pub enum HostProfile: "host profile" / "主机配置" {
        /// Alibaba Cloud Linux 3, supported until 2031-03-31: glibc 2.32, Java 8 (Dragonwell 8), nginx 1.24.0 (package
        /// logs of 2026). Its PHP and Node.js come in streams that are chosen at installation: PHP 7.2 is the oldest of
        /// them, and no Node.js is assumed.
        AlibabaCloudLinux3 = "alibaba-cloud-linux-3",
        /// The documented hosts, which are the default: `CentOS` 6 with glibc 2.12, Java 8, PHP 7.2, nginx 1.22.1.
        CentOs6 = "centos-6",
        /// Debian 12, in long-term support until 2028-06-30: glibc 2.36, Java 17, Node.js 18.20, PHP 8.2, nginx 1.22.1
        /// (`apt-cache madison`).
        Debian12 = "debian-12",
        /// Ubuntu 22.04, supported until 2027-04: glibc 2.35, Java 11, Node.js 12.22, PHP 8.1, nginx 1.18.0
        /// (packages.ubuntu.com).
        Ubuntu2204 = "ubuntu-22.04",
        /// Ubuntu 24.04, supported until 2029-05-31: glibc 2.39, Java 21, Node.js 18.19, PHP 8.3, nginx 1.24.0
        /// (packages.ubuntu.com).
        Ubuntu2404 = "ubuntu-24.04",
    }
}

impl Policy {
    /// The documented platform on other hosts: their GNU C library, Java, Node.js, PHP and nginx.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{HostProfile, Policy};
    ///
    /// let policy = Policy::for_hosts(HostProfile::Debian12);
    /// assert_eq!((policy.java_limit, policy.php.to_string().as_str()), (17, "8.2"));
    /// assert_eq!(Policy::for_hosts(HostProfile::CentOs6), Policy::default());
    /// ```
    #[must_use]
    pub fn for_hosts(profile: HostProfile) -> Self {
        let Some((_, versions)) = PROFILES.iter().find(|(known, _)| *known == profile) else { return Self::default() };
        Self::default().with(|policy| {
            policy.glibc = versions.glibc;
            policy.java_limit = versions.java;
            policy.node = versions.node;
            policy.php = versions.php;
            policy.nginx_version = versions.nginx;
        })
    }
}

/// What the repositories of a profile's hosts have.
struct Versions {
    glibc: Glibc,
    /// The default of several.
    java: u16,
    node: Option<NodeVersion>,
    php: PhpVersion,
    nginx: NginxVersion,
}

/// Every profile but the default.
const PROFILES: &[(HostProfile, Versions)] = &[
    (
        HostProfile::AlibabaCloudLinux3,
        Versions {
            glibc: Glibc { major: 2, minor: 32 },
            java: 8,
            node: None,
            php: PhpVersion { major: 7, minor: 2 },
            nginx: NginxVersion::new(1, 24, 0),
        },
    ),
    (
        HostProfile::Debian12,
        Versions {
            glibc: Glibc { major: 2, minor: 36 },
            java: 17,
            node: Some(NodeVersion { major: 18, minor: 20 }),
            php: PhpVersion { major: 8, minor: 2 },
            nginx: NginxVersion::new(1, 22, 1),
        },
    ),
    (
        HostProfile::Ubuntu2204,
        Versions {
            glibc: Glibc { major: 2, minor: 35 },
            java: 11,
            node: Some(NodeVersion { major: 12, minor: 22 }),
            php: PhpVersion { major: 8, minor: 1 },
            nginx: NginxVersion::new(1, 18, 0),
        },
    ),
    (
        HostProfile::Ubuntu2404,
        Versions {
            glibc: Glibc { major: 2, minor: 39 },
            java: 21,
            node: Some(NodeVersion { major: 18, minor: 19 }),
            php: PhpVersion { major: 8, minor: 3 },
            nginx: NginxVersion::new(1, 24, 0),
        },
    ),
];
