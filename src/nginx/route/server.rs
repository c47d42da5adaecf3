//! The servers of a configuration, their addresses and names.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::nginx::directives::name;
use crate::nginx::tree::{Statement, Tree};

/// A `server` block of `http`.
pub(in crate::nginx) struct Server {
    pub(in crate::nginx) scope: usize,
    pub(in crate::nginx) listens: Vec<Listen>,
    /// As written; none: the empty name.
    pub(in crate::nginx) names: Vec<String>,
}

/// An address that a server listens on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::nginx) struct Listen {
    /// The directive; `None` for the one that nginx assumes.
    pub(in crate::nginx) statement: Option<usize>,
    /// `None` for a socket in the file system.
    pub(in crate::nginx) port: Option<u16>,
    pub(in crate::nginx) audience: Audience,
    /// One of several ports of a range.
    pub(in crate::nginx) range: bool,
    pub(in crate::nginx) tls: bool,
    pub(in crate::nginx) default: bool,
}

/// Who can come in at an address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::nginx) enum Audience {
    Everyone,
    /// Clients that speak IPv6 or QUIC.
    Few,
    /// Programs on the host.
    Host,
}

impl Server {
    pub(in crate::nginx) fn of(tree: &Tree<'_>, scope: usize) -> Self {
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

    pub(in crate::nginx) fn listens_on(&self, port: u16) -> bool {
        self.listens.iter().any(|listen| listen.port == Some(port) && listen.is_open())
    }

    /// The ports of its addresses that are, or are not, open to others; each once.
    fn sockets(&self, open: bool) -> BTreeMap<u16, Listen> {
        let mut sockets: BTreeMap<u16, Listen> = BTreeMap::new();
        for listen in self.listens.iter().filter(|listen| listen.is_open() == open) {
            let Some(port) = listen.port else { continue };
            let socket = sockets.entry(port).or_insert_with(|| listen.clone());
            socket.tls |= listen.tls;
            socket.default |= listen.default;
        }
        sockets
    }

    /// The first name that is no pattern.
    pub(in crate::nginx) fn plain_name(&self) -> Option<&str> {
        let plain = |name: &&String| name.contains('.') && !name.starts_with(['~', '*', '.']) && !name.ends_with('*');
        self.names.iter().find(plain).map(String::as_str)
    }

    pub(in crate::nginx) fn has_tls(&self) -> bool {
        self.listens.iter().any(|listen| listen.tls)
    }

    /// Whether only hosts that a name or a pattern of it allows come here when it is not the default.
    pub(in crate::nginx) fn is_named(&self) -> bool {
        self.names.iter().any(|name| name.contains('.') && !name.starts_with('~'))
    }
}

impl Listen {
    /// Reachable from outside the host.
    pub(in crate::nginx) fn is_open(&self) -> bool {
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

/// Which server answers at which port to which name.
#[derive(Default)]
pub(in crate::nginx) struct Names {
    ports: BTreeMap<u16, Socket>,
}

/// Servers that share a port, by their places.
#[derive(Default)]
struct Socket {
    default: usize,
    tls: bool,
    /// How many servers there are: names are looked at only when there are two (`ngx_http_server_names`).
    count: usize,
    exact: BTreeMap<String, usize>,
    /// `*.example.com`, as `example.com`.
    heads: BTreeMap<String, usize>,
    /// `www.example.*`, as `www.example`.
    tails: BTreeMap<String, usize>,
    /// Regular expressions, in the order of the text.
    patterns: Vec<(String, usize)>,
}

/// The server that a host leads to.
pub(super) enum Named<'n> {
    Server(usize),
    /// None of the plain names: these patterns are tried in turn, and then it is the default.
    Patterns(&'n [(String, usize)], usize),
}

/// A name that an earlier server of its port has, so that nginx takes no notice of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::nginx) struct Shadowed {
    pub(in crate::nginx) name: String,
    pub(in crate::nginx) port: u16,
    pub(in crate::nginx) server: usize,
    pub(in crate::nginx) owner: usize,
}

impl Names {
    /// The tables of `servers`, and the names in them that an earlier server has.
    pub(super) fn of(servers: &[Server]) -> (Self, Vec<Shadowed>) {
        let mut names = Self::default();
        let mut shadowed = Vec::new();
        // An address of the host alone is asked only where nothing is open to others.
        for open in [true, false] {
            let mut ports: BTreeMap<u16, Socket> = BTreeMap::new();
            for (place, server) in servers.iter().enumerate() {
                for (port, listen) in server.sockets(open) {
                    let socket = ports.entry(port).or_insert_with(|| Socket { default: place, ..Socket::default() });
                    socket.add(place, server, listen.default, port, &mut shadowed);
                    socket.tls |= listen.tls;
                }
            }
            for (port, socket) in ports {
                names.ports.entry(port).or_insert(socket);
            }
        }
        (names, shadowed)
    }

    pub(super) fn default_place(&self, port: u16) -> Option<usize> {
        self.ports.get(&port).map(|socket| socket.default)
    }

    pub(super) fn has_tls(&self, port: u16) -> bool {
        self.ports.get(&port).is_some_and(|socket| socket.tls)
    }

    /// The server for `host`, in lower case: `ngx_http_find_virtual_server`.
    pub(super) fn find(&self, port: u16, host: &str) -> Option<Named<'_>> {
        let socket = self.ports.get(&port)?;
        if socket.count < 2 && socket.patterns.is_empty() {
            return Some(Named::Server(socket.default));
        }
        let exact = socket.exact.get(host);
        let heads = || labels(host).skip(1).find_map(|at| socket.heads.get(host.get(at..)?));
        let tails = || host.rmatch_indices('.').find_map(|(at, _)| socket.tails.get(host.get(..at)?));
        let named = exact.or_else(heads).or_else(tails);
        Some(named.map_or(Named::Patterns(&socket.patterns, socket.default), |place| Named::Server(*place)))
    }
}

/// Where each label of a name starts, the longest rest first.
fn labels(host: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(host.match_indices('.').map(|(at, _)| at + 1))
}

impl Socket {
    fn add(&mut self, place: usize, server: &Server, default: bool, port: u16, shadowed: &mut Vec<Shadowed>) {
        self.count += 1;
        if default {
            self.default = place;
        }
        let empty = [String::new()];
        let names = if server.names.is_empty() { &empty[..] } else { &server.names };
        for name in names {
            let lower = name.to_ascii_lowercase();
            let mut taken = None;
            let mut claim = |table: &mut BTreeMap<String, usize>, key: &str| {
                let owner = *table.entry(key.to_owned()).or_insert(place);
                taken = taken.or((owner != place).then_some(owner));
            };
            if let Some(pattern) = name.strip_prefix('~') {
                self.patterns.push((pattern.to_owned(), place));
            } else if let Some(parent) = lower.strip_prefix("*.") {
                claim(&mut self.heads, parent);
            } else if let Some(parent) = lower.strip_prefix('.') {
                claim(&mut self.exact, parent);
                claim(&mut self.heads, parent);
            } else if let Some(head) = lower.strip_suffix(".*") {
                claim(&mut self.tails, head);
            } else {
                claim(&mut self.exact, &lower);
            }
            if let Some(owner) = taken {
                shadowed.push(Shadowed { name: name.clone(), port, server: place, owner });
            }
        }
    }
}
