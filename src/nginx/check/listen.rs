//! Addresses that servers listen on, and the names they answer to.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use super::address::{self, Host, Purpose, Url};
use super::blocks::Blocks;
use super::fault::{Fault, Kind, Outcome, parameter, said, says, text};
use super::hash_keys::{HashKeys, Refusal, bucket, empty_table};
use super::number;
use super::server_names::{ServerName, ServerNames};
use super::statement::{Frame, Statement};
use super::warnings::conflicting_name;
use crate::diagnostic::Phrase;
use crate::nginx::context::Context;
use crate::nginx::files::{Files, Place};
use crate::nginx::target::Target;

/// An address that can be listened on once.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Listener<'a> {
    Unix(&'a [u8]),
    Internet(SocketAddr, Transport),
}

#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Transport {
    Stream,
    Datagram,
}

impl Listener<'_> {
    fn words(&self) -> String {
        match self {
            Self::Unix(path) => format!("unix:{}", text(path)),
            Self::Internet(address, _) => address.to_string(),
        }
    }
}

/// What the servers of one `http` block have asked of an address.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Servers that listen on it, in order: each is read to its end before the next.
    pub(super) servers: Vec<usize>,
    /// Index of the server that was named the default.
    default: Option<usize>,
    /// Whether options of the socket were given.
    pub(super) set: bool,
    pub(super) ssl: bool,
    pub(super) quic: bool,
    protocols: Protocols,
}

/// `ngx_http_conf_addr_t`: how far the protocols of an address are settled.
#[derive(Debug, Default)]
struct Protocols {
    all: u8,
    settled: Option<u8>,
    changed: bool,
}

impl Asked {
    /// Whether one more `listen` asks for other protocols (`ngx_http_add_addresses`). The first that differs is let pass.
    fn redefines(&mut self, options: &Options) -> bool {
        let own = u8::from(options.proxy_protocol) | u8::from(options.ssl) << 1 | u8::from(options.http2) << 2;
        let Protocols { all, settled, changed } = &mut self.protocols;
        let (before, first) = (*all, self.servers.len() < 2);
        *all |= own;
        if first {
            return false;
        }
        let differs = settled.is_some_and(|settled| settled != own);
        let (redefined, now) = if own | before != before {
            ((self.set && !options.set) || *changed || own | before != own, before)
        } else if before | own != own {
            (options.set || differs, own)
        } else {
            ((options.set && *changed) || differs, own)
        };
        *changed |= before != own;
        *settled = Some(now);
        redefined
    }

    /// The server that answers when no name fits.
    pub(super) fn default_server(&self) -> Option<usize> {
        self.default.or(self.servers.first().copied())
    }
}

/// Addresses that are listened on, and the names of the servers behind them.
#[derive(Debug, Default)]
pub(super) struct Listeners<'a> {
    pub(super) http: BTreeMap<Listener<'a>, Asked>,
    pub(super) stream: BTreeMap<Listener<'a>, Asked>,
    mail: BTreeMap<Listener<'a>, Asked>,
    /// Servers with a `listen`, and the last one of each that asks for TLS.
    servers: BTreeMap<usize, Option<Place>>,
    pub(super) names: ServerNames<'a>,
    redefined: Vec<(Place, Fault)>,
}

impl<'a> Listeners<'a> {
    /// `ngx_http_core_listen`
    pub(super) fn listen(&mut self, statement: &Statement<'a, '_>, target: &Target) -> Outcome {
        let context = statement.frame.context;
        let url = address::url(statement.value(1), Purpose::Listen).map_err(|words| {
            let words = said!("{words} in \"{given}\" of the \"listen\" directive"
                / "“listen”指令的“{given}”中{words}"; given = text(statement.value(1)), words);
            Fault::new(Kind::Address, words).at(1)
        })?;
        let tls = self.servers.entry(statement.frame.scope).or_default();
        let options = options(statement, target)?;
        if options.ssl {
            *tls = Some(statement.place);
        }
        let transport = if options.quic || options.udp { Transport::Datagram } else { Transport::Stream };
        for listener in listeners(&url, transport) {
            if context == Context::Server {
                self.add_http(statement, listener, &options, target)?;
            } else {
                self.add(statement, listener, &options, target)?;
            }
        }
        Ok(())
    }

    /// `ngx_http_core_server`: a server without `listen` listens on port 80 of every address, as the superuser may.
    pub(super) fn listen_by_default(&mut self, server: usize) {
        if !self.has(server) {
            let listener = Listener::Internet(SocketAddr::from(([0, 0, 0, 0], 80)), Transport::Stream);
            self.http.entry(listener).or_default().servers.push(server);
        }
    }

    /// `ngx_http_add_listen`
    fn add_http(
        &mut self,
        statement: &Statement<'a, '_>,
        listener: Listener<'a>,
        options: &Options,
        target: &Target,
    ) -> Outcome {
        let server = statement.frame.scope;
        let words = listener.words();
        let fault = |words: Phrase| Fault::new(Kind::DuplicateListen, words).at(1);
        let asked = self.http.entry(listener).or_default();
        if asked.servers.last() == Some(&server) {
            return Err(fault(said!("a duplicate listen {words}" / "重复监听 {words}"; words)));
        }
        asked.servers.push(server);
        if options.set && asked.set {
            return Err(fault(said!("duplicate listen options for {words}" / "{words} 的监听选项重复"; words)));
        }
        if asked.redefines(options) && target.is_at_least(1, 23, 4) {
            let words =
                said!("protocol options redefined for {words}" / "{words} 的协议选项被重新定义"; words = words.clone());
            self.redefined.push((statement.place, Fault::new(Kind::Redefined, words).at(1)));
        }
        asked.set |= options.set;
        asked.ssl |= options.ssl;
        asked.quic |= options.quic;
        if options.default && asked.default.is_some() {
            return Err(fault(said!("a duplicate default server for {words}"
                / "{words} 有多个默认 server"; words)));
        }
        if options.default {
            asked.default = Some(server);
        }
        Ok(())
    }

    /// `stream` and `mail` take an address once; `stream` tells servers apart by name from 1.25.5.
    fn add(
        &mut self,
        statement: &Statement<'a, '_>,
        listener: Listener<'a>,
        options: &Options,
        target: &Target,
    ) -> Outcome {
        let server = statement.frame.scope;
        let mail = statement.frame.context == Context::MailServer;
        let shared = !mail && target.is_at_least(1, 25, 5);
        let words = listener.words();
        let listeners = if mail { &mut self.mail } else { &mut self.stream };
        let asked = listeners.entry(listener).or_default();
        let last = asked.servers.last().copied();
        asked.servers.push(server);
        asked.ssl |= options.ssl;
        if options.default {
            asked.default = Some(server);
        }
        let words = match last {
            None => return Ok(()),
            Some(last) if shared && last != server => return Ok(()),
            Some(_) if shared => said!("a duplicate listen {words}" / "重复监听 {words}"; words),
            Some(_) => said!("duplicate \"{words}\" address and port pair" / "地址和端口“{words}”重复"; words),
        };
        Err(Fault::new(Kind::DuplicateListen, words).at(1))
    }

    pub(super) fn has(&self, server: usize) -> bool {
        self.servers.contains_key(&server)
    }

    /// The `listen` that asks a server for TLS.
    pub(super) fn tls(&self, server: usize) -> Option<Place> {
        self.servers.get(&server).copied().flatten()
    }

    /// `ngx_http_init_listening`: an address on all interfaces stands for those of its port that ask for no options.
    pub(super) fn sockets(&self) -> usize {
        let wildcards: Vec<_> = self
            .http
            .keys()
            .filter_map(|listener| match listener {
                Listener::Internet(address, transport) if address.ip().is_unspecified() => {
                    Some((address.port(), address.is_ipv4(), *transport))
                }
                _ => None,
            })
            .collect();
        let http = self.http.iter().filter(|(listener, asked)| match listener {
            Listener::Internet(address, transport) if !address.ip().is_unspecified() && !asked.set => {
                !wildcards.contains(&(address.port(), address.is_ipv4(), *transport))
            }
            _ => true,
        });
        http.count() + self.stream.len() + self.mail.len()
    }

    /// `ngx_http_optimize_servers`: names are put into a table only for addresses that more than one server listens on.
    /// Names that a server of the same address has already, and what was noted of `listen`.
    pub(super) fn warnings(&self, blocks: &Blocks) -> Vec<(Place, Fault)> {
        let mut found = self.redefined.clone();
        let names = self.names.by_server();
        let regexes = &self.names.with_regex;
        let mut seen: Vec<&[usize]> = Vec::new();
        for (listener, asked) in self.http.iter().filter(|(_, asked)| asked.servers.len() > 1) {
            if seen.contains(&asked.servers.as_slice()) {
                continue;
            }
            seen.push(&asked.servers);
            let mut keys = HashKeys::default();
            for server in &asked.servers {
                let own = names.get(server).map(Vec::as_slice).unwrap_or_default();
                for ServerName { name, place, word, .. } in own {
                    if keys.add_host(name) == Err(Refusal::Conflict) {
                        found.push((*place, conflicting_name(name, &listener.words()).at(*word)));
                    }
                }
                // A server without a name has the empty one.
                if own.is_empty() && !regexes.contains(server) && keys.add(b"") == Err(Refusal::Conflict) {
                    let place = blocks.server(*server).map(|server| server.place);
                    found.extend(place.map(|place| (place, conflicting_name(b"", &listener.words()))));
                }
            }
        }
        found
    }

    pub(super) fn name_tables(&self, frame: Frame, blocks: &Blocks, files: &Files<'_>) -> Vec<(Place, Fault)> {
        let mut faults = Vec::new();
        let names = self.names.by_server();
        let bucket = bucket("server_names_hash_bucket_size", frame, blocks, files);
        let mut seen: Vec<&[usize]> = Vec::new();
        for (listener, asked) in self.http.iter().filter(|(_, asked)| asked.servers.len() > 1) {
            // Servers that share one address tend to share the others.
            if seen.contains(&asked.servers.as_slice()) {
                continue;
            }
            seen.push(&asked.servers);
            let mut keys = HashKeys::default();
            for ServerName { name, place, word, .. } in asked.servers.iter().filter_map(|it| names.get(it)).flatten() {
                if keys.add_host(name) == Err(Refusal::Malformed) {
                    let words = said!("invalid server name or wildcard \"{name}\" on {words}"
                        / "{words} 上的 server 名或通配符“{name}”无效"; name = text(name), words = listener.words());
                    faults.push((*place, Fault::new(Kind::Value, words).at(*word)));
                }
            }
            if let Some(fault) = empty_table(&["server_names_hash_max_size"], frame.main, blocks, files) {
                faults.push((frame.place, fault));
                break;
            }
            if keys.overflow(bucket) {
                let words = said!("could not build server_names_hash, you should increase server_names_hash_bucket_size: {bucket}"
                    / "无法建立 server_names_hash，请增大 server_names_hash_bucket_size：{bucket}"; bucket);
                faults.push((frame.place, Fault::new(Kind::Conflict, words)));
                break;
            }
        }
        faults
    }
}

/// The parameters of one `listen`.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each stands for a parameter of its own")]
struct Options {
    default: bool,
    set: bool,
    ssl: bool,
    quic: bool,
    udp: bool,
    http2: bool,
    proxy_protocol: bool,
    backlog: bool,
    deferred: bool,
    fastopen: bool,
    multipath: bool,
    keepalive: bool,
}

fn options(statement: &Statement<'_, '_>, target: &Target) -> Result<Options, Fault> {
    let mut options = Options::default();
    let context = statement.frame.context;
    let (http, stream) = (context == Context::Server, context == Context::StreamServer);
    let modern = target.is_at_least(1, 25, 5);
    for (word, given) in statement.values.iter().copied().enumerate().skip(2) {
        let (name, value) = match given.iter().position(|byte| *byte == b'=') {
            Some(equals) => given.split_at_checked(equals + 1).unwrap_or_default(),
            None => (given, &[][..]),
        };
        let invalid = |words: Phrase| Err(Fault::new(Kind::Parameter, words).at(word));
        match name {
            b"default_server" | b"default" if http => options.default = true,
            b"default_server" if stream && modern => options.default = true,
            b"bind" => options.set = true,
            b"fastopen=" if !context.is_mail() => {
                if number::number(value).is_none() {
                    return invalid(said!("invalid fastopen \"{given}\""
                        / "fastopen “{given}”无效"; given = text(given)));
                }
                options.set = true;
                options.fastopen = true;
            }
            b"backlog=" => {
                if number::number(value).is_none_or(|backlog| backlog <= 0) {
                    return invalid(said!("invalid backlog \"{given}\""
                        / "backlog “{given}”无效"; given = text(given)));
                }
                // Such an option belongs to the socket, which is why `set` lets one `listen` of an address have any.
                options.set = true;
                options.backlog = true;
            }
            b"rcvbuf=" | b"sndbuf=" => {
                if number::size(value).is_none() {
                    let name = text(name.strip_suffix(b"=").unwrap_or(name));
                    return invalid(said!("invalid {name} \"{given}\""
                        / "{name} “{given}”无效"; given = text(given), name));
                }
                options.set = true;
            }
            // nginx says so as an error, and goes on.
            b"accept_filter=" if http || stream && modern => {}
            b"deferred" if http || stream && modern => {
                options.set = true;
                options.deferred = true;
            }
            b"ipv6only=" if value.starts_with(b"o") => {
                if !matches!(value, b"on" | b"off") {
                    return invalid(said!("invalid ipv6only flags \"{value}\""
                        / "ipv6only 的值“{value}”无效"; value = text(value)));
                }
                options.set = true;
            }
            b"reuseport" if !context.is_mail() => options.set = true,
            b"multipath" if !context.is_mail() && target.is_at_least(1, 29, 7) => {
                options.set = true;
                options.multipath = true;
            }
            b"ssl" => options.ssl = true,
            b"http2" if http => options.http2 = true,
            b"spdy" if http && !target.is_at_least(1, 19, 7) => {}
            b"quic" if http && target.is_at_least(1, 25, 0) => options.quic = true,
            b"udp" if stream => options.udp = true,
            b"so_keepalive=" => {
                if !keepalive(value) {
                    return invalid(said!("invalid so_keepalive value: \"{value}\""
                        / "so_keepalive 的值无效：“{value}”"; value = text(value)));
                }
                options.set = true;
                options.keepalive = true;
            }
            b"proxy_protocol" if !context.is_mail() || target.is_at_least(1, 19, 8) => {
                options.proxy_protocol = true;
            }
            _ if http || stream && modern => return Err(parameter(given, word)),
            _ => {
                return invalid(said!("the invalid \"{given}\" parameter"
                    / "参数“{given}”无效"; given = text(given)));
            }
        }
    }
    let rival = if options.quic { "quic" } else { "udp" };
    if options.quic || options.udp {
        let clash = [
            (options.fastopen, "fastopen"),
            (options.backlog, "backlog"),
            (options.deferred, "deferred"),
            (options.multipath, "multipath"),
            (options.ssl, "ssl"),
            (options.http2, "http2"),
            (options.keepalive, "so_keepalive"),
            (options.proxy_protocol, "proxy_protocol"),
        ];
        if let Some((_, name)) = clash.into_iter().find(|(given, _)| *given) {
            return Err(says(
                b"listen",
                said!("\"{name}\" parameter is incompatible with \"{rival}\""
                    / "的“{name}”参数不能与“{rival}”同用"; name, rival),
            ));
        }
    }
    Ok(options)
}

fn listeners<'a>(url: &Url<'a>, transport: Transport) -> Vec<Listener<'a>> {
    match url.host {
        Host::Unix(path) => vec![Listener::Unix(path)],
        Host::Name(_, address) => {
            // What DNS would say is not known; one address stands for all names.
            let address = address.unwrap_or(IpAddr::from([127, 0, 0, 1]));
            let first = url.port.unwrap_or(80);
            let last = url.last_port.unwrap_or(first);
            (first..=last).map(|port| Listener::Internet(SocketAddr::new(address, port), transport)).collect()
        }
    }
}

/// `on`, `off`, or `idle:interval:count` with any of them left out.
fn keepalive(value: &[u8]) -> bool {
    if matches!(value, b"on" | b"off") {
        return true;
    }
    let mut parts = value.splitn(3, |byte| *byte == b':');
    let mut any = false;
    let mut next = |read: fn(&[u8]) -> Option<i64>| match parts.next() {
        None | Some(b"") => true,
        Some(part) => read(part).inspect(|value| any |= *value != 0).is_some(),
    };
    next(number::seconds) && next(number::seconds) && next(number::number) && any
}
