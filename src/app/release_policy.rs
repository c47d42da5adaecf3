//! What the embedder may set about releases.

use serde::{Deserialize, Serialize};

use super::order::SiteCode;
use super::parse::words;

/// How releases are carried out. The guide gives only the site; the other defaults are this crate's choice.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ReleasePolicy {
    /// First part of the ids of release orders: `CNSH_NJ` (§2.4).
    pub site: SiteCode,
    /// The strategy of a release whose command names none.
    pub strategy: Strategy,
    /// How often an effect is requested before its silence counts as failure: 2.
    pub attempts: u8,
    /// How long an executor may be silent.
    pub deadlines: Deadlines,
    /// Whether packages and certificates are taken on somebody's word, uninspected: they are not.
    pub vouching: bool,
    /// How many days before its end a certificate is warned of: 30.
    pub certificate_warning_days: u16,
}

impl Default for ReleasePolicy {
    fn default() -> Self {
        Self {
            site: documented_site(),
            strategy: Strategy::Rolling,
            attempts: 2,
            deadlines: Deadlines::default(),
            vouching: false,
            certificate_warning_days: 30,
        }
    }
}

/// How long an executor may be silent about one effect, in seconds.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Deadlines {
    /// Building, adding and deleting resources: 1800.
    pub resources: u32,
    /// Installing a version on a host: 900.
    pub install: u32,
    /// Everything else: 120.
    pub other: u32,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { resources: 1800, install: 900, other: 120 }
    }
}

words! {
    /// In which order a release updates the hosts behind a load balancer.
    #[non_exhaustive]
    pub enum Strategy: "strategy" / "发布策略" {
        /// One host after the other, so that two versions serve for a time.
        Rolling = "rolling",
        /// Requests move to the new version in one step: never two versions at once, and fewer hosts meanwhile.
        Swap = "swap",
    }
}

#[expect(clippy::expect_used, reason = "a constant; the test `an_order_id_starts_with_the_documented_site` parses it")]
fn documented_site() -> SiteCode {
    "CNSH_NJ".parse().expect("a site")
}
