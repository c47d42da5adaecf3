//! What nginx finds out at the end of `http`, `stream`, `mail` and of the file.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::{Fault, Kind, text};
use super::files::Place;
use super::hash_keys::{HashKeys, Refusal};
use super::merge::Inherited;
use super::number;
use super::statement::Frame;
use super::walk::Walker;
use crate::nginx::context::Context;
use crate::nginx::variables::Family;

type Faults = Vec<(Place, Fault)>;
/// A name of a server, and the word it is.
type Named<'a> = (&'a [u8], Place, usize);

impl Walker<'_> {
    /// The faults of the first step that finds any. In nginx's order: merged values, locations, TLS, variables, names of
    /// servers.
    pub(super) fn end_http(&mut self, frame: Frame) -> Faults {
        let inherited = Inherited::new();
        let mut faults = std::mem::take(&mut self.variables.late);
        faults.extend(inherited.check_http(self));
        faults.extend(self.referers_of_server_names());
        faults.extend(self.http_upstreams.unusable());
        faults.extend(self.without_primaries(Context::Upstream));
        let steps: [&dyn Fn() -> Faults; 5] = [
            &|| self.repeated.clone(),
            &|| self.charsets_without_map(&inherited),
            &|| self.listeners_without_certificate(&inherited),
            &|| self.variables.unknown(Family::Http),
            &|| self.server_name_tables(frame),
        ];
        for step in steps {
            if faults.is_empty() {
                faults = step();
            }
        }
        faults
    }

    pub(super) fn end_stream(&mut self) -> Faults {
        let inherited = Inherited::new();
        let mut faults = self.stream_upstreams.unusable();
        faults.extend(self.without_primaries(Context::StreamUpstream));
        for server in self.servers.iter().filter(|server| server.context == Context::StreamServer) {
            let word = |words: &str| Fault::new(Kind::Value, words.to_owned());
            if !server.listens {
                faults.push((server.place, word("no \"listen\" is defined for server")));
            } else if !Inherited::has(self, server.holder, &["proxy_pass", "return", "pass"]) {
                faults.push((server.place, word("no handler for server")));
            }
        }
        faults.extend(inherited.check_stream_or_mail(self, Context::StreamServer));
        if faults.is_empty() { self.variables.unknown(Family::Stream) } else { faults }
    }

    pub(super) fn end_mail(&mut self) -> Faults {
        let inherited = Inherited::new();
        let mut faults = Faults::new();
        for server in self.servers.iter().filter(|server| server.context == Context::MailServer) {
            if !server.listens {
                let words = "no \"listen\" is defined for server";
                faults.push((server.place, Fault::new(Kind::Value, words)));
            }
        }
        faults.extend(inherited.check_stream_or_mail(self, Context::MailServer));
        faults
    }

    pub(super) fn end_file(&mut self) -> Faults {
        let mut faults = Faults::new();
        for (name, place) in &self.used_thread_pools {
            if !self.thread_pools.contains(name) && *name != b"default" {
                let words = format!("unknown thread pool \"{}\"", text(name));
                faults.push((*place, Fault::new(Kind::UnknownZone, words).at(1)));
            }
        }
        if !self.has_events() {
            self.found.misses_events = self.found.is_clean() && faults.is_empty();
            return faults;
        }
        let sockets = self.http_listeners.len() + self.stream_listeners.len() + self.mail_listeners.len();
        if let Some((connections, place)) = self.connections {
            let sockets = self.sockets().min(sockets);
            if usize::try_from(connections).is_ok_and(|connections| connections < sockets + 1) {
                let words = format!("{connections} worker_connections are not enough for {sockets} listening sockets");
                faults.push((place, Fault::new(Kind::Value, words).at(1)));
            }
        }
        faults.extend(self.unsized_zones());
        faults
    }

    /// Sockets that are opened: an address on all interfaces stands for those of its port that ask for no options.
    fn sockets(&self) -> usize {
        use super::listen::Listener;

        let wildcards: Vec<_> = self
            .http_listeners
            .keys()
            .filter_map(|listener| match listener {
                Listener::Internet(address, transport) if address.ip().is_unspecified() => {
                    Some((address.port(), address.is_ipv4(), *transport))
                }
                _ => None,
            })
            .collect();
        let http = self.http_listeners.iter().filter(|(listener, asked)| match listener {
            Listener::Internet(address, transport) if !address.ip().is_unspecified() && !asked.set => {
                !wildcards.contains(&(address.port(), address.is_ipv4(), *transport))
            }
            _ => true,
        });
        http.count() + self.stream_listeners.len() + self.mail_listeners.len()
    }

    /// Upstreams whose servers are all backups.
    fn without_primaries(&self, context: Context) -> Faults {
        let servers = self.servers.iter().filter(|server| server.context == context);
        servers
            .filter(|upstream| upstream.members > 0 && upstream.primaries == 0)
            .map(|upstream| {
                let words = format!("no servers in upstream \"{}\"", text(self.argument(upstream.place, 0)));
                (upstream.place, Fault::new(Kind::EmptyUpstream, words).at(1))
            })
            .collect()
    }

    fn listeners_without_certificate(&self, inherited: &Inherited) -> Faults {
        let mut faults = Faults::new();
        let mut missing = |server: usize, what: &str| {
            let Some(server) = self.servers.get(server) else { return };
            let words = format!("no \"ssl_certificate\" is defined for the \"listen ... {what}\" directive");
            let fault = (server.place, Fault::new(Kind::MissingCertificate, words));
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        };
        for asked in self.http_listeners.values().filter(|asked| asked.ssl || asked.quic) {
            let what = if asked.quic { "quic" } else { "ssl" };
            let Some(default) = asked.default_server() else { continue };
            if inherited.has_certificate(self, default) {
                continue;
            }
            if !inherited.rejects_handshake(self, default) {
                missing(default, what);
                continue;
            }
            for server in &asked.servers {
                if !inherited.has_certificate(self, *server) && !inherited.rejects_handshake(self, *server) {
                    missing(*server, what);
                }
            }
        }
        faults
    }

    fn charsets_without_map(&self, inherited: &Inherited) -> Faults {
        let mut faults = Faults::new();
        for (place, from, to) in inherited.recodings(self) {
            let pair = (from.to_ascii_lowercase(), to.to_ascii_lowercase());
            let swapped = (pair.1.clone(), pair.0.clone());
            if pair.0 != pair.1 && !self.charset_maps.contains(&pair) && !self.charset_maps.contains(&swapped) {
                let (from, to) = (text(from), text(to));
                let words = format!("no \"charset_map\" between the charsets \"{from}\" and \"{to}\"");
                faults.push((place, Fault::new(Kind::Conflict, words).at(1)));
            }
        }
        faults
    }

    /// `valid_referers server_names` adds the names of the server to its table.
    fn referers_of_server_names(&self) -> Faults {
        let takers: BTreeSet<usize> =
            self.referers.values().filter(|referers| referers.takes_names).map(|referers| referers.server).collect();
        let mut faults = Faults::new();
        let conflict = |name: &[u8]| Fault::new(Kind::Parameter, format!("conflicting parameter \"{}\"", text(name)));
        let mut names: BTreeMap<usize, HashKeys> = BTreeMap::new();
        for (server, name, place, word) in self.server_names.iter().filter(|(server, ..)| takers.contains(server)) {
            match names.entry(*server).or_default().add_host(name) {
                Ok(()) => {}
                Err(Refusal::Conflict) => faults.push((*place, conflict(name).at(*word))),
                Err(Refusal::Malformed) => {
                    let words = format!("invalid hostname or wildcard \"{}\"", text(name));
                    faults.push((*place, Fault::new(Kind::Parameter, words).at(*word)));
                }
            }
        }
        for referers in self.referers.values().filter(|referers| referers.takes_names) {
            let shared = names.get(&referers.server).and_then(|names| referers.keys.shared(names));
            faults.extend(shared.map(|name| (referers.place, conflict(name))));
        }
        faults
    }

    /// Names are put into a table only for addresses that more than one server listens on.
    fn server_name_tables(&self, frame: Frame) -> Faults {
        let mut faults = Faults::new();
        let mut names: BTreeMap<usize, Vec<Named<'_>>> = BTreeMap::new();
        for (server, name, place, word) in &self.server_names {
            names.entry(*server).or_default().push((name, *place, *word));
        }
        let bucket = self.hash_bucket(frame, "server_names_hash_bucket_size");
        let mut seen: Vec<&[usize]> = Vec::new();
        for (listener, asked) in self.http_listeners.iter().filter(|(_, asked)| asked.servers.len() > 1) {
            // Servers that share one address tend to share the others.
            if seen.contains(&asked.servers.as_slice()) {
                continue;
            }
            seen.push(&asked.servers);
            let mut keys = HashKeys::default();
            for (name, place, word) in asked.servers.iter().filter_map(|server| names.get(server)).flatten() {
                if keys.add_host(name) == Err(Refusal::Malformed) {
                    let words = format!("invalid server name or wildcard \"{}\" on {}", text(name), listener.words());
                    faults.push((*place, Fault::new(Kind::Value, words).at(*word)));
                }
            }
            if keys.overflow(bucket) {
                let words = format!(
                    "could not build server_names_hash, you should increase server_names_hash_bucket_size: {bucket}"
                );
                faults.push((frame.place, Fault::new(Kind::Conflict, words)));
                break;
            }
        }
        faults
    }

    /// Bytes of a bucket, as one of the `*_hash_bucket_size` directives sets them for a block.
    pub(super) fn hash_bucket(&self, frame: Frame, name: &str) -> i64 {
        let set =
            self.setting_at_main(frame, name.as_bytes()).and_then(|place| number::number(self.argument(place, 0)));
        set.and_then(|size| size.checked_add(CACHE_LINE - 1)).map_or(CACHE_LINE, |size| size / CACHE_LINE * CACHE_LINE)
    }

    pub(super) fn map_bucket(&self, frame: Frame) -> i64 {
        self.hash_bucket(frame, "map_hash_bucket_size")
    }
}

/// A line of the processor's cache, which every size is rounded up to.
const CACHE_LINE: i64 = 64;
