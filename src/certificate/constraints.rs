//! Which names an authority may certify (RFC 5280 §4.2.1.10), as OpenSSL's `v3_ncons.c` checks them.

use std::net::Ipv6Addr;

use super::der::{self, CONSTRUCTED, SEQUENCE};
use super::name::Name;
use crate::diagnostic::terms;

/// The names that an authority may certify, and those that it may not.
#[derive(Clone, Debug)]
pub(super) struct Constraints {
    permitted: Vec<GeneralName>,
    excluded: Vec<GeneralName>,
}

/// A name of a certificate, or where a subtree of such names begins.
#[derive(Clone, Debug)]
pub(super) enum GeneralName {
    Mail(String),
    Host(String),
    Directory(Name),
    /// The host of a URI.
    Uri(String),
    /// An address; of a subtree the address and its mask, one after the other.
    Address(Vec<u8>),
    /// A kind of name that OpenSSL does not compare, or a subtree with bounds, which no certificate may have.
    Other,
}

terms! {
    /// How a name breaks the constraints.
    pub(super) Breach {
        Excluded = "excludes" / "排除",
        NotPermitted = "does not permit" / "不允许",
    }
}

impl Constraints {
    /// Reads what the SEQUENCE of the extension holds.
    pub(super) fn read(contents: &[u8]) -> Self {
        let side = |number| {
            let field = der::elements(contents).find(|field| field.tag == CONSTRUCTED | number);
            let trees = der::elements(field.map_or(&[][..], |field| field.contents));
            trees.filter(|tree| tree.tag == SEQUENCE).map(|tree| GeneralName::of_subtree(tree.contents)).collect()
        };
        Self { permitted: side(0), excluded: side(1) }
    }

    /// The first of the names of a certificate that may not stand in it.
    pub(super) fn breach(&self, names: &[GeneralName]) -> Option<(Breach, String)> {
        // `NAME_CHECK_MAX`: OpenSSL gives up at 2^20 comparisons, and refuses the certificate.
        if names.len().saturating_mul(self.permitted.len() + self.excluded.len()) > 1 << 20 {
            return names.first().map(|name| (Breach::NotPermitted, name.text()));
        }
        names.iter().find_map(|name| {
            let mut same_kind = self.permitted.iter().filter(|base| name.is_kind_of(base)).peekable();
            if same_kind.peek().is_some() && !same_kind.any(|base| name.is_within(base)) {
                return Some((Breach::NotPermitted, name.text()));
            }
            let excluded = self.excluded.iter().any(|base| name.is_kind_of(base) && name.is_within(base));
            excluded.then(|| (Breach::Excluded, name.text()))
        })
    }
}

impl GeneralName {
    /// Reads what a `GeneralSubtree` holds.
    fn of_subtree(tree: &[u8]) -> Self {
        let mut fields = tree;
        // A minimum that is not 0 or a maximum comes behind the name.
        der::next(&mut fields).filter(|_| fields.is_empty()).map_or(Self::Other, |name| {
            let text = || String::from_utf8_lossy(name.contents).to_ascii_lowercase();
            match name.tag {
                0x81 => Self::Mail(text()),
                0x82 => Self::Host(text()),
                0xa4 => der::first(name.contents, SEQUENCE).and_then(Name::read).map_or(Self::Other, Self::Directory),
                0x86 => Self::Uri(text()),
                0x87 => Self::Address(name.contents.to_vec()),
                _ => Self::Other,
            }
        })
    }

    const fn is_kind_of(&self, base: &Self) -> bool {
        matches!(
            (self, base),
            (Self::Mail(_), Self::Mail(_))
                | (Self::Host(_), Self::Host(_))
                | (Self::Directory(_), Self::Directory(_))
                | (Self::Uri(_), Self::Uri(_))
                | (Self::Address(_), Self::Address(_))
        )
    }

    fn is_within(&self, base: &Self) -> bool {
        match (self, base) {
            (Self::Mail(mail), Self::Mail(base)) => is_mail_within(&mail.to_ascii_lowercase(), base),
            (Self::Host(host), Self::Host(base)) => is_host_within(&host.to_ascii_lowercase(), base),
            (Self::Directory(name), Self::Directory(base)) => name.is_within(base),
            (Self::Uri(host), Self::Uri(base)) => {
                let host = host.to_ascii_lowercase();
                // `nc_uri`: with a dot in front all hosts below, otherwise the host alone.
                if base.starts_with('.') { host.ends_with(base.as_str()) } else { host == *base }
            }
            (Self::Address(address), Self::Address(base)) => {
                let (network, mask) = base.split_at(base.len() / 2);
                let masked =
                    |bytes: &[u8]| -> Vec<u8> { bytes.iter().zip(mask).map(|(byte, mask)| byte & mask).collect() };
                network.len() == address.len() && masked(address) == masked(network)
            }
            _ => false,
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Mail(text) | Self::Host(text) | Self::Uri(text) => text.clone(),
            Self::Directory(name) => name.text.clone(),
            Self::Address(bytes) => match <[u8; 16]>::try_from(&bytes[..]) {
                Ok(bytes) => Ipv6Addr::from(bytes).to_string(),
                Err(_) => bytes.iter().map(u8::to_string).collect::<Vec<_>>().join("."),
            },
            Self::Other => String::new(),
        }
    }
}

/// `nc_dns`: the base itself, or labels before it; a dot in front of the base is allowed.
fn is_host_within(host: &str, base: &str) -> bool {
    host.strip_suffix(base)
        .is_some_and(|before| base.is_empty() || before.is_empty() || base.starts_with('.') || before.ends_with('.'))
}

/// `nc_email`: a mailbox, all of a host, or with a dot in front all hosts below.
fn is_mail_within(mail: &str, base: &str) -> bool {
    let Some((_, host)) = mail.rsplit_once('@') else { return false };
    match base.strip_prefix('@') {
        Some(base) => host == base,
        None if base.contains('@') => mail == base,
        None if base.starts_with('.') => host.ends_with(base),
        None => host == base,
    }
}
