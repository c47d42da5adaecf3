//! Addresses, networks and URLs as nginx reads them.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::number::number;
use crate::diagnostic::Sentence;

/// What a URL is for, where that changes how it is read.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Purpose {
    /// An address to listen on: `80`, `*:80`, `80-90`.
    Listen,
    /// A host and port that must resolve.
    Server,
    /// A host and port that may be the name of an upstream.
    Upstream,
    /// The same, followed by a path.
    Url,
}

/// A URL taken apart.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Url<'a> {
    pub(super) host: Host<'a>,
    /// As given; `None` leaves the default.
    pub(super) port: Option<u16>,
    /// The end of a range of ports.
    pub(super) last_port: Option<u16>,
    pub(super) uri: &'a [u8],
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Host<'a> {
    Unix(&'a [u8]),
    /// The bytes as written, and the address when they are one.
    Name(&'a [u8], Option<IpAddr>),
}

/// `ngx_parse_url`
pub(super) fn url(text: &[u8], purpose: Purpose) -> Result<Url<'_>, Sentence> {
    match text.get(..5) {
        Some(prefix) if prefix.eq_ignore_ascii_case(b"unix:") => unix(text.get(5..).unwrap_or_default(), purpose),
        _ if text.starts_with(b"[") => inet6(text, purpose),
        _ => inet(text, purpose),
    }
}

fn unix(text: &[u8], purpose: Purpose) -> Result<Url<'_>, Sentence> {
    let (path, uri) = match text.iter().position(|byte| *byte == b':').filter(|_| purpose == Purpose::Url) {
        Some(colon) => (text.get(..colon).unwrap_or_default(), text.get(colon + 1..).unwrap_or_default()),
        None => (text, &[][..]),
    };
    if path.is_empty() {
        return Err(Sentence::plain("no path in the unix domain socket", "unix 域套接字没有路径"));
    }
    // sun_path of Linux, with its closing NUL.
    if path.len() + 1 > 108 {
        return Err(Sentence::plain("too long path in the unix domain socket", "unix 域套接字的路径太长"));
    }
    Ok(Url { host: Host::Unix(path), port: None, last_port: None, uri })
}

fn inet(text: &[u8], purpose: Purpose) -> Result<Url<'_>, Sentence> {
    let uri_at = text.iter().position(|byte| matches!(byte, b'/' | b'?'));
    let (authority, uri) = text.split_at_checked(uri_at.unwrap_or(text.len())).unwrap_or_default();
    if uri_at.is_some() && purpose != Purpose::Url {
        return Err(Sentence::plain("invalid host", "主机无效"));
    }
    let mut parsed = Url { host: Host::Name(authority, None), port: None, last_port: None, uri };
    let host = if let Some(colon) = authority.iter().position(|byte| *byte == b':') {
        let (first, last) = ports(authority.get(colon + 1..).unwrap_or_default(), purpose)?;
        (parsed.port, parsed.last_port) = (Some(first), last);
        authority.get(..colon).unwrap_or_default()
    } else {
        if uri_at.is_none()
            && purpose == Purpose::Listen
            && let Some((first, last)) = bare_ports(authority)?
        {
            let any = Host::Name(authority, Some(IpAddr::V4(Ipv4Addr::UNSPECIFIED)));
            return Ok(Url { host: any, port: Some(first), last_port: last, uri });
        }
        authority
    };
    if host.is_empty() {
        return Err(Sentence::plain("no host", "没有主机"));
    }
    let any = purpose == Purpose::Listen && host == b"*";
    let address = if any { Some(Ipv4Addr::UNSPECIFIED) } else { ipv4(host) }.map(IpAddr::V4);
    if address.is_none() && matches!(purpose, Purpose::Listen | Purpose::Server) && !may_resolve(host) {
        return Err(Sentence::plain("host not found", "找不到主机"));
    }
    Ok(Url { host: Host::Name(host, address), ..parsed })
}

fn inet6(text: &[u8], purpose: Purpose) -> Result<Url<'_>, Sentence> {
    let close = text.iter().position(|byte| *byte == b']').ok_or(Sentence::plain("invalid host", "主机无效"))?;
    let rest = text.get(close + 1..).unwrap_or_default();
    let slash = rest.iter().position(|byte| *byte == b'/');
    let (port, uri) = rest.split_at_checked(slash.unwrap_or(rest.len())).unwrap_or_default();
    if slash.is_some() && purpose != Purpose::Url {
        return Err(Sentence::plain("invalid host", "主机无效"));
    }
    let (first, last) = match port.strip_prefix(b":") {
        Some(port) => ports(port, purpose).map(|(first, last)| (Some(first), last))?,
        None if port.is_empty() => (None, None),
        None => return Err(Sentence::plain("invalid host", "主机无效")),
    };
    let inside = text.get(1..close).unwrap_or_default();
    if inside.is_empty() {
        return Err(Sentence::plain("no host", "没有主机"));
    }
    let address = ipv6(inside).ok_or(Sentence::plain("invalid IPv6 address", "IPv6 地址无效"))?;
    let host = Host::Name(text.get(..=close).unwrap_or_default(), Some(IpAddr::V6(address)));
    Ok(Url { host, port: first, last_port: last, uri })
}

/// `80`, or `80-90` to listen on.
fn ports(text: &[u8], purpose: Purpose) -> Result<(u16, Option<u16>), Sentence> {
    let dash = text.iter().position(|byte| *byte == b'-').filter(|_| purpose == Purpose::Listen);
    let last = dash.map(|dash| port(text.get(dash + 1..).unwrap_or_default())).transpose()?;
    let first = port(text.get(..dash.unwrap_or(text.len())).unwrap_or_default())?;
    match last {
        Some(last) if first > last => Err(Sentence::plain("invalid port range", "端口范围无效")),
        _ => Ok((first, last)),
    }
}

/// A port without a host; `None` when it is a host after all.
fn bare_ports(text: &[u8]) -> Result<Option<(u16, Option<u16>)>, Sentence> {
    let dash = text.iter().position(|byte| *byte == b'-');
    let last = dash.map(|dash| text.get(dash + 1..).unwrap_or_default());
    let first = text.get(..dash.unwrap_or(text.len())).unwrap_or_default();
    // ngx_parse_inet_url: what is no number altogether is a host, and what is one is a port and has to be in bounds.
    if number(first).is_none() || last.is_some_and(|last| number(last).is_none()) {
        return Ok(None);
    }
    ports(text, Purpose::Listen).map(Some)
}

fn port(text: &[u8]) -> Result<u16, Sentence> {
    let port = number(text).and_then(|port| u16::try_from(port).ok());
    port.filter(|port| *port > 0).ok_or(Sentence::plain("invalid port", "端口无效"))
}

/// Whether a name could be known to DNS, which is not asked.
pub(super) fn may_resolve(host: &[u8]) -> bool {
    !host.is_empty()
        && host.len() <= 253
        && host.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
}

/// Whether `given`, a host with or without a port, is a name and no address.
pub(super) fn is_name(given: &[u8]) -> bool {
    url(given, Purpose::Server).is_ok_and(|url| matches!(url.host, Host::Name(_, None)))
}

/// `ngx_inet_addr`, which takes an empty part for 0.
pub(super) fn ipv4(text: &[u8]) -> Option<Ipv4Addr> {
    let mut octets = [0_u8; 4];
    let mut parts = text.split(|byte| *byte == b'.');
    for octet in &mut octets {
        let mut value = 0_u16;
        for byte in parts.next()? {
            let digit = byte.is_ascii_digit().then(|| u16::from(byte - b'0'))?;
            value = value * 10 + digit;
            *octet = u8::try_from(value).ok()?;
        }
    }
    // 255.255.255.255 is what nginx returns for no address.
    (parts.next().is_none() && octets != [255; 4]).then(|| Ipv4Addr::from(octets))
}

/// `ngx_inet6_addr`
pub(super) fn ipv6(text: &[u8]) -> Option<Ipv6Addr> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// An address with the bits that its mask keeps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Network {
    is_ipv4: bool,
    address: u128,
    bits: u32,
    /// Whether the mask cuts bits off.
    pub(super) low_bits: bool,
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = match u32::try_from(self.address) {
            Ok(address) if self.is_ipv4 => IpAddr::from(Ipv4Addr::from(address)),
            _ => IpAddr::from(Ipv6Addr::from(self.address)),
        };
        write!(f, "{address}/{}", self.bits)
    }
}

impl Network {
    /// What two spellings of one network have in common.
    pub(super) const fn key(&self) -> (bool, u128, u32) {
        (self.is_ipv4, self.address, self.bits)
    }
}

/// `ngx_ptocidr`: an address, or a network such as `10.0.0.0/8`.
pub(super) fn network(text: &[u8]) -> Option<Network> {
    let slash = text.iter().position(|byte| *byte == b'/');
    let written = text.get(..slash.unwrap_or(text.len())).unwrap_or_default();
    let (is_ipv4, address, most) = match (ipv4(written), ipv6(written)) {
        (Some(address), _) => (true, u128::from(u32::from(address)), 32),
        (None, address) => (false, u128::from(address?), 128),
    };
    let bits = match slash.map(|slash| text.get(slash + 1..).unwrap_or_default()) {
        None => most,
        Some(mask) => number(mask).and_then(|bits| u32::try_from(bits).ok()).filter(|bits| *bits <= most)?,
    };
    let low = 1_u128.checked_shl(most - bits).map_or(u128::MAX, |low| low - 1);
    Some(Network { is_ipv4, address: address & !low, bits, low_bits: address & low != 0 })
}

/// Whether a text is an address or a network.
pub(super) fn is_network(text: &[u8]) -> bool {
    network(text).is_some()
}

/// `ngx_parse_addr_port`: an address with or without a port.
pub(super) fn is_address(text: &[u8]) -> bool {
    if ipv4(text).is_some() || ipv6(text).is_some() {
        return true;
    }
    if let Some(rest) = text.strip_prefix(b"[") {
        let Some(close) = rest.iter().position(|byte| *byte == b']') else { return false };
        let inside = rest.get(..close).unwrap_or_default();
        let after = rest.get(close + 1..).unwrap_or_default();
        return ipv6(inside).is_some() && after.strip_prefix(b":").is_some_and(|text| port(text).is_ok());
    }
    let Some(colon) = text.iter().position(|byte| *byte == b':') else { return false };
    let (host, rest) = text.split_at_checked(colon).unwrap_or_default();
    ipv4(host).is_some() && rest.get(1..).is_some_and(|text| port(text).is_ok())
}
