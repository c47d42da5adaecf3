//! Where a target of nginx really leads.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A host as nginx and the system's resolver would take it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Host {
    Address(IpAddr),
    Name(String),
    /// A socket in the file system.
    Unix(String),
    /// A part of it is known at run time only.
    Variable(String),
    /// Nothing that could be a host: user information and the like.
    Invalid(String),
}

/// A host and the port, when one is written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Endpoint {
    pub(super) host: Host,
    pub(super) port: Option<u16>,
}

/// What reaching a host would mean.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Reach {
    /// This host alone.
    Loopback,
    /// The service that hands out the host's credentials.
    Metadata,
    /// A private network.
    Private,
    /// Anything else.
    Public,
}

impl Endpoint {
    /// The target of a `*_pass`: `http://host:port/path`, `host:port`, `unix:/path`.
    pub(super) fn of_pass(target: &str) -> Self {
        let scheme = target.split_once("://").filter(|_| !is_socket(target));
        let (_, rest) = scheme.unwrap_or(("", target));
        if let Some(path) = strip_prefix_ignoring_case(rest, "unix:") {
            return Self { host: Host::Unix(path.split(':').next().unwrap_or_default().to_owned()), port: None };
        }
        // nginx ends the authority at the first `/` or `?`; a variable that starts with `/` ends it as well.
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let authority = rest.get(..end).unwrap_or(rest);
        let authority = match authority.find('$') {
            Some(at) if starts_a_path(authority.get(at..).unwrap_or_default(), true) => {
                authority.get(..at).unwrap_or_default()
            }
            _ => authority,
        };
        Self::of_authority(authority)
    }

    /// `host:port`, `[address]:port`, `host`.
    pub(super) fn of_authority(authority: &str) -> Self {
        if let Some(path) = strip_prefix_ignoring_case(authority, "unix:") {
            return Self { host: Host::Unix(path.to_owned()), port: None };
        }
        if authority.contains('$') {
            return Self { host: Host::Variable(authority.to_owned()), port: None };
        }
        if let Some((address, port)) = authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            let host = match address.split('%').next().unwrap_or_default().parse::<Ipv6Addr>() {
                Ok(address) => Host::Address(IpAddr::V6(address)),
                Err(_) => Host::Invalid(authority.to_owned()),
            };
            return Self { host, port: port.strip_prefix(':').and_then(|port| port.parse().ok()) };
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !host.contains(':') => (host, port.parse().ok()),
            _ => (authority, None),
        };
        Self { host: Host::of(host), port }
    }
}

impl Host {
    fn of(host: &str) -> Self {
        if let Some(address) = ipv4(host) {
            return Self::Address(IpAddr::V4(address));
        }
        if let Ok(address) = host.parse::<Ipv6Addr>() {
            return Self::Address(IpAddr::V6(address));
        }
        let plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '.' | '_');
        if host.is_empty() || !host.chars().all(plain) {
            return Self::Invalid(host.to_owned());
        }
        Self::Name(host.trim_end_matches('.').to_ascii_lowercase())
    }

    /// What reaching it means; a name other than `localhost` may lead anywhere.
    pub(super) fn reach(&self) -> Reach {
        match self {
            Self::Address(address) => reach(*address),
            Self::Name(name) if name == "localhost" => Reach::Loopback,
            Self::Name(_) | Self::Unix(_) | Self::Variable(_) | Self::Invalid(_) => Reach::Public,
        }
    }
}

/// What reaching an address means, whatever form of IPv6 it is wrapped in.
pub(super) fn reach(address: IpAddr) -> Reach {
    let address = match address {
        IpAddr::V6(address) => unwrapped(address).map_or(IpAddr::V6(address), IpAddr::V4),
        IpAddr::V4(_) => address,
    };
    match address {
        // "This host on this network" (RFC 1122 §3.2.1.3) connects to the host itself.
        IpAddr::V4(address) if address.is_loopback() || address.is_unspecified() => Reach::Loopback,
        IpAddr::V6(address) if address.is_loopback() || address.is_unspecified() => Reach::Loopback,
        IpAddr::V4(address) if METADATA.contains(&address.octets()) || address.is_link_local() => Reach::Metadata,
        IpAddr::V6(address) if address == METADATA_V6 => Reach::Metadata,
        IpAddr::V4(address) if address.is_private() => Reach::Private,
        IpAddr::V4(address) if matches!(address.octets(), [100, second, ..] if second & 0xc0 == 64) => Reach::Private,
        IpAddr::V6(address) if matches!(address.octets(), [first, ..] if first & 0xfe == 0xfc) => Reach::Private,
        IpAddr::V6(address) if matches!(address.octets(), [0xfe, second, ..] if second & 0xc0 == 0x80) => {
            Reach::Private
        }
        _ => Reach::Public,
    }
}

/// The IPv4 address inside an IPv6 one: mapped, compatible, translated (RFC 6052) or 6to4.
fn unwrapped(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let octets = address.octets();
    let [.., a, b, c, d] = octets;
    match octets {
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ..] | [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, ..] => {
            Some(Ipv4Addr::new(a, b, c, d))
        }
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ..] if !(a == 0 && b == 0 && c == 0 && d <= 1) => {
            Some(Ipv4Addr::new(a, b, c, d))
        }
        [0x20, 0x02, a, b, c, d, ..] => Some(Ipv4Addr::new(a, b, c, d)),
        _ => None,
    }
}

/// An IPv4 address as `inet_aton` reads it: one to four parts, each decimal, octal after `0` or hexadecimal after `0x`,
/// the last filling what is left.
fn ipv4(text: &str) -> Option<Ipv4Addr> {
    let mut parts = Vec::new();
    for part in text.split('.') {
        parts.push(number(part)?);
        if parts.len() > 4 {
            return None;
        }
    }
    let (last, leading) = parts.split_last()?;
    let mut value: u64 = 0;
    for part in leading {
        if *part > 255 {
            return None;
        }
        value = value << 8 | part;
    }
    let bits = 8 * (4 - u32::try_from(leading.len()).ok()?);
    if *last >= 1_u64 << bits {
        return None;
    }
    Some(Ipv4Addr::from_bits(u32::try_from(value << bits | last).ok()?))
}

fn number(text: &str) -> Option<u64> {
    let (digits, radix) = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => (text.get(2..)?, 16),
        [b'0', _, ..] => (text.get(1..)?, 8),
        _ => (text, 10),
    };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    u64::from_str_radix(digits, radix).ok()
}

/// Whether the value of the variable that the text starts with always starts with `/`. That of `$uri` does unless it was
/// rewritten to something else, `rooted` says.
pub(super) fn starts_a_path(text: &str, rooted: bool) -> bool {
    let sent = ["$request_uri", "${request_uri}"].iter();
    let normal = ["$uri", "$document_uri", "${uri}", "${document_uri}"].iter().filter(|_| rooted);
    sent.chain(normal).any(|variable| {
        text.strip_prefix(variable)
            .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_'))
    })
}

/// Whether a target without a scheme is a socket in the file system.
pub(super) fn is_socket(target: &str) -> bool {
    strip_prefix_ignoring_case(target, "unix:").is_some()
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    if head.eq_ignore_ascii_case(prefix) { text.get(prefix.len()..) } else { None }
}

/// 100.100.100.200 of the platform's cloud; 169.254.169.254 and its neighbours of others are link-local.
const METADATA: [[u8; 4]; 1] = [[100, 100, 100, 200]];
const METADATA_V6: Ipv6Addr = Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);
