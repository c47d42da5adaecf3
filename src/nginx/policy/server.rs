//! The servers of a configuration, their addresses and names.

use std::borrow::Cow;

use crate::nginx::directives::name;
use crate::nginx::tree::{Statement, Tree};

/// A `server` block of `http`.
pub(super) struct Server {
    pub(super) scope: usize,
    pub(super) listens: Vec<Listen>,
    /// As written; none: the empty name.
    pub(super) names: Vec<String>,
}

/// An address that a server listens on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Listen {
    /// The directive; `None` for the one that nginx assumes.
    pub(super) statement: Option<usize>,
    /// `None` for a socket in the file system.
    pub(super) port: Option<u16>,
    pub(super) audience: Audience,
    /// One of several ports of a range.
    pub(super) range: bool,
    pub(super) tls: bool,
    pub(super) default: bool,
}

/// Who can come in at an address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Audience {
    Everyone,
    /// Clients that speak IPv6 or QUIC.
    Few,
    /// Programs on the host.
    Host,
}

impl Server {
    pub(super) fn of(tree: &Tree<'_>, scope: usize) -> Self {
        let tls = tree.setting(scope, name!("ssl")).is_some_and(|value| value == "on");
        let mut listens: Vec<Listen> =
            tree.own(scope, name!("listen")).map(|statement| Listen::of(&statement, tls)).collect();
        if listens.is_empty() {
            let default = Listen {
                statement: None,
                port: Some(80),
                audience: Audience::Everyone,
                range: false,
                tls,
                default: false,
            };
            listens.push(default);
        }
        let names = tree
            .own(scope, name!("server_name"))
            .flat_map(|statement| statement.arguments().map(Cow::into_owned))
            .collect();
        Self { scope, listens, names }
    }

    pub(super) fn listens_on(&self, port: u16) -> bool {
        self.listens.iter().any(|listen| listen.port == Some(port) && listen.is_open())
    }

    pub(super) fn has_tls(&self) -> bool {
        self.listens.iter().any(|listen| listen.tls)
    }

    /// Whether only hosts that a name or a pattern of it allows come here when it is not the default.
    pub(super) fn is_named(&self) -> bool {
        self.names.iter().any(|name| name.contains('.') && !name.starts_with('~'))
    }
}

impl Listen {
    /// Reachable from outside the host.
    pub(super) fn is_open(&self) -> bool {
        self.audience != Audience::Host
    }

    fn of(statement: &Statement<'_>, tls: bool) -> Self {
        let address = statement.argument(0);
        let has = |word: &str| statement.arguments().skip(1).any(|parameter| parameter == word);
        let tls = tls || has("ssl") || has("quic");
        let default = has("default_server") || has("default");
        if address.starts_with("unix:") {
            let statement = Some(statement.index);
            return Self { statement, port: None, audience: Audience::Host, range: false, tls, default };
        }
        let (host, port) = match address.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port),
            _ if address.chars().all(|character| character.is_ascii_digit() || character == '-') => ("*", &*address),
            _ => (&*address, "80"),
        };
        let audience = if host == "localhost" || host.starts_with("127.") || host == "[::1]" {
            Audience::Host
        } else if has("quic") || host.starts_with('[') && !has("ipv6only=off") {
            Audience::Few
        } else {
            Audience::Everyone
        };
        // A range `80-81` counts as its first port.
        let (first, last) = port.split_once('-').unwrap_or((port, port));
        Self {
            statement: Some(statement.index),
            port: first.parse().ok(),
            audience,
            range: first != last,
            tls,
            default,
        }
    }
}

/// `*.example.com`, `.example.com` and `example.*`.
pub(super) fn wildcard(name: &str, host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    if let Some(parent) = name.strip_prefix("*.") {
        return host.strip_suffix(parent).is_some_and(|head| head.len() > 1 && head.ends_with('.'));
    }
    if let Some(parent) = name.strip_prefix('.') {
        return host == parent || host.strip_suffix(parent).is_some_and(|head| head.ends_with('.'));
    }
    name.strip_suffix(".*").is_some_and(|head| host.strip_prefix(head).is_some_and(|rest| rest.starts_with('.')))
}
