//! Kinds of environments, tiers and billing, and which go together.

use super::parse::words;

words! {
    /// Which of the two environments of an app (§1.2).
    pub enum EnvironmentKind: "environment" / "环境" {
        /// 测试环境: prepaid starter resources, a domain of the platform, no certificate.
        Test = "test" / "测试环境",
        /// 生产环境: the user's domain and certificate.
        Production = "production" / "生产环境",
    }
}

impl EnvironmentKind {
    /// Ways of paying (§1.2).
    #[must_use]
    pub const fn billings(self) -> &'static [Billing] {
        match self {
            Self::Test => &[Billing::Prepaid],
            Self::Production => &[Billing::Prepaid, Billing::PayAsYouGo],
        }
    }

    /// Tiers that the environment may have (§1.2); which of them are sold is the policy's `offered`.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{DomainSource, EnvironmentKind, Tier};
    ///
    /// let test = EnvironmentKind::Test;
    /// assert_eq!((test.tiers(), test.domain_source()), (&[Tier::Starter][..], DomainSource::Assigned));
    /// ```
    #[must_use]
    pub const fn tiers(self) -> &'static [Tier] {
        match self {
            Self::Test => &[Tier::Starter],
            Self::Production => &[Tier::Starter, Tier::Standard],
        }
    }

    /// Who brings the domain (§1.2).
    #[must_use]
    pub const fn domain_source(self) -> DomainSource {
        match self {
            Self::Test => DomainSource::Assigned,
            Self::Production => DomainSource::Configured,
        }
    }

    /// Whether a certificate must be configured before the first release (§2.4, §3.5).
    #[must_use]
    pub const fn needs_certificate(self) -> bool {
        matches!(self, Self::Production)
    }
}

words! {
    /// Who brings the domain of an environment.
    #[non_exhaustive]
    pub enum DomainSource: "domain source" / "域名来源" {
        /// The platform assigns one when the environment is built, DNS included (§1.2).
        Assigned = "assigned",
        /// The user configures one (§3.2).
        Configured = "configured",
    }
}

words! {
    /// A set of resources that is sold as one (§1.2).
    #[non_exhaustive]
    pub enum Tier: "tier" / "套餐" {
        /// 入门版: one host with the database on it.
        Starter = "starter" / "入门版",
        /// 标准版: hosts behind a load balancer, and a database service.
        Standard = "standard" / "标准版",
    }
}

impl Tier {
    /// Where TLS ends (§3.3.1, §3.3.2, §4.5).
    #[must_use]
    pub const fn tls_end(self) -> TlsEnd {
        match self {
            Self::Starter => TlsEnd::Nginx,
            Self::Standard => TlsEnd::LoadBalancer,
        }
    }
}

words! {
    /// Where the certificate is installed and TLS ends.
    #[non_exhaustive]
    pub enum TlsEnd: "end of TLS" / "TLS 终止位置" {
        /// In the nginx of the host (§3.3.1).
        Nginx = "nginx",
        /// In the load balancer (§3.3.2).
        LoadBalancer = "load-balancer",
    }
}

words! {
    /// A way of paying for resources (§1.2).
    #[non_exhaustive]
    pub enum Billing: "billing" / "计费方式" {
        /// 预付费: paid before, released when it expires.
        Prepaid = "prepaid" / "预付费",
        /// 按量付费: paid after use, released by the user.
        PayAsYouGo = "pay-as-you-go" / "按量付费",
    }
}
