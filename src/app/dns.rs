//! The DNS record that leads a domain to an environment.

use std::fmt;
use std::net::Ipv4Addr;

use serde::Serialize;

use super::parse::words;

words! {
    /// Type of a DNS record.
    #[non_exhaustive]
    pub enum RecordKind: "record type" / "记录类型" {
        /// An IPv4 address.
        A = "A",
    }
}

/// What the user enters at the DNS service for a production environment (§3.2).
///
/// # Examples
///
/// ```
/// use cloudapp::app::DnsRecord;
///
/// let record = DnsRecord::for_environment([203, 0, 113, 7].into());
/// assert_eq!(record.to_string(), "www 600 IN A 203.0.113.7");
/// ```
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DnsRecord {
    /// Type of the record.
    pub kind: RecordKind,
    /// Host part, left of the registered domain.
    pub host: &'static str,
    /// Resolution line: which resolvers get the answer.
    pub line: &'static str,
    /// Public address of the environment.
    pub value: Ipv4Addr,
    /// Time to live in seconds.
    pub ttl_seconds: u32,
}

impl DnsRecord {
    /// Time to live: 10 minutes (§3.2).
    pub const TTL_SECONDS: u32 = 600;

    /// The record for an environment with the public address `address`: type A, host `www`, default line, 10 minutes.
    #[must_use]
    pub const fn for_environment(address: Ipv4Addr) -> Self {
        Self { kind: RecordKind::A, host: "www", line: "default", value: address, ttl_seconds: Self::TTL_SECONDS }
    }
}

impl fmt::Display for DnsRecord {
    /// As a line of a zone file (RFC 1035 §5.1).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} IN {} {}", self.host, self.ttl_seconds, self.kind, self.value)
    }
}
