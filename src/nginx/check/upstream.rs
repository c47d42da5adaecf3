//! Groups of servers, and directives that pass requests to one.

use super::address::{self, Host, Purpose};
use super::fault::{Fault, Kind, Outcome, parameter, says, text};
use super::files::Place;
use super::location::LocationKind;
use super::number;
use super::script;
use super::statement::Statement;
use super::walk::Walker;
use crate::nginx::context::Context;

/// A group of servers, defined by `upstream` or meant by an address.
#[derive(Debug)]
pub(super) struct Upstream<'a> {
    defined: bool,
    /// The port after the default is filled in; 0 for none.
    port: u16,
    no_port: bool,
    /// Whether the address needs no DNS.
    resolved: bool,
    host: &'a [u8],
    place: Place,
    word: usize,
}

/// Groups by host, in lower case, and the order of their appearance.
#[derive(Debug, Default)]
pub(super) struct Upstreams<'a> {
    by_host: std::collections::BTreeMap<Vec<u8>, Vec<Upstream<'a>>>,
}

impl<'a> Upstreams<'a> {
    fn add(&mut self, new: Upstream<'a>) -> Outcome {
        let list = self.by_host.entry(new.host.to_ascii_lowercase()).or_default();
        let host = text(new.host);
        let word = new.word;
        for old in list.iter_mut() {
            if new.defined && old.defined {
                return Err(Fault::new(Kind::DuplicateName, format!("duplicate upstream \"{host}\"")).at(word));
            }
            let with_port = |port: u16| {
                Err(Fault::new(Kind::Conflict, format!("upstream \"{host}\" may not have port {port}")).at(word))
            };
            if old.defined && !new.no_port {
                return with_port(new.port);
            }
            if new.defined && !old.no_port {
                return with_port(old.port);
            }
            if old.port != 0 && new.port != 0 && old.port != new.port {
                continue;
            }
            if new.defined {
                old.defined = true;
                old.port = 0;
            }
            return Ok(());
        }
        list.push(new);
        Ok(())
    }

    /// Groups that are neither defined nor an address that could be connected to.
    pub(super) fn unusable(&self) -> Vec<(Place, Fault)> {
        let mut faults: Vec<(Place, Fault)> = Vec::new();
        for upstream in self.by_host.values().flatten().filter(|upstream| !upstream.defined && !upstream.resolved) {
            let host = text(upstream.host);
            let words = if upstream.port == 0 {
                format!("no port in upstream \"{host}\"")
            } else if address::may_resolve(upstream.host) {
                continue;
            } else {
                format!("host not found in upstream \"{host}\"")
            };
            faults.push((upstream.place, Fault::new(Kind::Address, words).at(upstream.word)));
        }
        faults.sort_by_key(|(place, _)| *place);
        faults
    }
}

impl<'a> Walker<'a> {
    fn upstreams(&mut self, statement: &Statement<'a, '_>) -> &mut Upstreams<'a> {
        if statement.is_in_stream() { &mut self.stream_upstreams } else { &mut self.http_upstreams }
    }

    pub(super) fn upstream(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let new = Upstream {
            defined: true,
            port: 0,
            no_port: true,
            resolved: true,
            host: statement.value(1),
            place: statement.place,
            word: 1,
        };
        self.upstreams(statement).add(new)
    }

    /// A `server` of a group.
    pub(super) fn upstream_server(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let http = statement.frame.context == Context::Upstream;
        let modern = self.target.is_at_least(1, 27, 3);
        let group = self.server_mut(statement.frame);
        group.members += 1;
        let without_backup = group.without_backup;
        let mut backup = false;
        for (word, given) in statement.values.iter().copied().enumerate().skip(2) {
            let (name, argument) = match given.iter().position(|byte| *byte == b'=') {
                Some(equals) => given.split_at_checked(equals + 1).unwrap_or_default(),
                None => (given, &[][..]),
            };
            let valid = match name {
                b"weight=" => number::number(argument).is_some_and(|weight| weight > 0),
                b"max_conns=" | b"max_fails=" => number::number(argument).is_some(),
                b"fail_timeout=" => number::seconds(argument).is_some(),
                b"backup" if without_backup => {
                    let words = format!("balancing method does not support parameter \"{}\"", text(given));
                    return Err(Fault::new(Kind::Parameter, words).at(word));
                }
                b"backup" => {
                    backup = true;
                    true
                }
                b"down" => true,
                b"resolve" => modern,
                b"service=" => modern && !argument.is_empty(),
                b"route=" | b"drain" => http && self.target.is_at_least(1, 29, 6),
                _ => false,
            };
            if !valid {
                return Err(parameter(given, word));
            }
        }
        if !backup {
            self.server_mut(statement.frame).primaries += 1;
        }
        let url = address::url(statement.value(1), Purpose::Server).map_err(|words| {
            Fault::new(Kind::Address, format!("{words} in upstream \"{}\"", text(statement.value(1)))).at(1)
        })?;
        let service = statement.values.iter().skip(2).any(|given| given.starts_with(b"service="));
        if !http && url.port.is_none() && !matches!(url.host, Host::Unix(_)) && !service {
            let words = format!("no port in upstream \"{}\"", text(statement.value(1)));
            return Err(Fault::new(Kind::Address, words).at(1));
        }
        Ok(())
    }

    /// `ip_hash`, `hash`, `random`, `least_conn`, `least_time`
    pub(super) fn balancer(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let name = statement.name();
        if name == b"hash" {
            self.variables.complex(statement, 1)?;
        }
        self.server_mut(statement.frame).without_backup = !matches!(name, b"least_conn" | b"least_time");
        let stream = statement.is_in_stream();
        for (word, given) in statement.values.iter().copied().enumerate().skip(1) {
            let valid = match (name, word) {
                (b"hash", 1) => true,
                (b"hash", _) => given == b"consistent",
                (b"random", 1) => given == b"two",
                (b"random", _) => {
                    given == b"least_conn" || self.target.is_at_least(1, 31, 0) && given.starts_with(b"least_time=")
                }
                (b"least_time", 1) if stream => matches!(given, b"connect" | b"first_byte" | b"last_byte"),
                (b"least_time", 1) => matches!(given, b"header" | b"last_byte"),
                (b"least_time", _) => given == b"inflight",
                _ => false,
            };
            if !valid {
                return Err(parameter(given, word));
            }
        }
        Ok(())
    }

    pub(super) fn keepalive(&self, statement: &Statement<'a, '_>) -> Outcome {
        let given = statement.value(1);
        let least = i64::from(!self.target.is_at_least(1, 29, 7));
        if number::number(given).is_none_or(|count| count < least) {
            let words = format!("invalid value \"{}\" in \"keepalive\" directive", text(given));
            return Err(Fault::new(Kind::Value, words).at(1));
        }
        match statement.values.get(2) {
            Some(given) if *given != b"local" => Err(parameter(given, 2)),
            _ => Ok(()),
        }
    }

    /// `proxy_pass` and its kin in `http`.
    pub(super) fn pass(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        if statement.values.len() < 2 {
            return Ok(());
        }
        let name = statement.name();
        let given = statement.value(1);
        if name != b"memcached_pass" && self.variables.complex(statement, 1)? {
            return Ok(());
        }
        let starts = |prefix: &[u8]| {
            given.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)).then_some(prefix.len())
        };
        let (skip, port, purpose) = match name {
            b"proxy_pass" => match (starts(b"http://"), starts(b"https://")) {
                (Some(skip), _) => (skip, 80, Purpose::Url),
                (_, Some(skip)) => (skip, 443, Purpose::Url),
                _ => return Err(Fault::new(Kind::Address, "invalid URL prefix").at(1)),
            },
            b"grpc_pass" => (starts(b"grpc://").or(starts(b"grpcs://")).unwrap_or(0), 0, Purpose::Upstream),
            b"uwsgi_pass" => (starts(b"uwsgi://").or(starts(b"suwsgi://")).unwrap_or(0), 0, Purpose::Upstream),
            _ => (0, 0, Purpose::Upstream),
        };
        let has_uri = self.refer(statement, given.get(skip..).unwrap_or_default(), port, purpose)?;
        let location = self.location_of(statement.frame);
        let by_prefix = matches!(location.kind, LocationKind::Exact | LocationKind::Prefix)
            && statement.frame.context == Context::Location;
        if name == b"proxy_pass" && has_uri && !by_prefix {
            let words = "\"proxy_pass\" cannot have URI part in location given by regular expression, or inside named \
                         location, or inside \"if\" statement, or inside \"limit_except\" block";
            return Err(Fault::new(Kind::Conflict, words).at(1));
        }
        if name == b"memcached_pass" {
            self.variables.take(statement, b"memcached_key", 0);
        }
        Ok(())
    }

    /// `proxy_pass` and `pass` in `stream`.
    pub(super) fn stream_pass(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        if self.variables.complex(statement, 1)? {
            return Ok(());
        }
        if statement.name() == b"pass" {
            let words = |words: &str| format!("{words} in \"{}\" of the \"pass\" directive", text(statement.value(1)));
            return match address::url(statement.value(1), Purpose::Server) {
                Ok(url) if url.port.is_none() && !matches!(url.host, Host::Unix(_)) => {
                    Err(Fault::new(Kind::Address, words("no port")).at(1))
                }
                Ok(_) => Ok(()),
                Err(error) => Err(Fault::new(Kind::Address, words(error)).at(1)),
            };
        }
        self.refer(statement, statement.value(1), 0, Purpose::Upstream).map(|_| ())
    }

    /// Notes that a group is used. Whether a path follows the host.
    fn refer(
        &mut self,
        statement: &Statement<'a, '_>,
        given: &'a [u8],
        default_port: u16,
        purpose: Purpose,
    ) -> Result<bool, Fault> {
        let url = address::url(given, purpose)
            .map_err(|words| Fault::new(Kind::Address, format!("{words} in upstream \"{}\"", text(given))).at(1))?;
        let (host, resolved) = match url.host {
            Host::Unix(path) => (path, true),
            Host::Name(host, address) => (host, address.is_some() && (url.port.is_some() || default_port > 0)),
        };
        let unix = matches!(url.host, Host::Unix(_));
        let new = Upstream {
            defined: false,
            port: url.port.unwrap_or(if unix { 0 } else { default_port }),
            no_port: url.port.is_none() && !unix,
            resolved,
            host,
            place: statement.place,
            word: 1,
        };
        self.upstreams(statement).add(new)?;
        Ok(!url.uri.is_empty())
    }

    /// `proxy_bind` and its kin.
    pub(super) fn bind(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let given = statement.value(1);
        let off = statement.values.len() == 2 && given == b"off";
        if !off && !self.variables.complex(statement, 1)? && !address::is_address(given) {
            return Err(Fault::new(Kind::Address, format!("invalid address \"{}\"", text(given))).at(1));
        }
        match statement.values.get(2) {
            Some(given) if *given != b"transparent" => Err(parameter(given, 2)),
            _ => Ok(()),
        }
    }

    /// `off`, `on`, or a path with variables.
    pub(super) fn store_path(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        if matches!(statement.value(1), b"on" | b"off") {
            return Ok(());
        }
        self.variables.complex(statement, 1).map(|_| ())
    }

    pub(super) fn cache_valid(statement: &Statement<'a, '_>) -> Outcome {
        let last = statement.values.len() - 1;
        if number::seconds(statement.value(last)).is_none() {
            let words = format!("invalid time value \"{}\"", text(statement.value(last)));
            return Err(Fault::new(Kind::Value, words).at(last));
        }
        for word in 1..last {
            let given = statement.value(word);
            if given != b"any" && !number::number(given).is_some_and(|status| (100..=599).contains(&status)) {
                return Err(Fault::new(Kind::Value, format!("invalid status \"{}\"", text(given))).at(word));
            }
        }
        Ok(())
    }

    /// A file name split by a pattern of two groups.
    pub(super) fn split_path_info(statement: &Statement<'a, '_>) -> Outcome {
        let given = statement.value(1);
        if script::plain_regex(given, 1)? == 2 {
            return Ok(());
        }
        Err(Fault::new(Kind::Regex, format!("pattern \"{}\" must have 2 captures", text(given))).at(1))
    }

    pub(super) fn proxy_redirect(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let one = statement.values.len() == 2;
        let given = statement.value(1);
        self.rewriting(statement, one && given == b"off")?;
        if !one {
            return self.replacement(statement);
        }
        match given {
            b"off" => Ok(()),
            b"default" => {
                let pass = self.setting(statement.frame, b"proxy_pass");
                match pass {
                    None => {
                        let words = "\"proxy_redirect default\" should be placed after the \"proxy_pass\" directive";
                        Err(Fault::new(Kind::Conflict, words).at(1))
                    }
                    Some(place) if self.argument(place, 0).contains(&b'$') => {
                        let words = "\"proxy_redirect default\" cannot be used with \"proxy_pass\" directive with \
                                     variables";
                        Err(Fault::new(Kind::Conflict, words).at(1))
                    }
                    Some(_) => Ok(()),
                }
            }
            _ => Err(parameter(given, 1)),
        }
    }

    /// `proxy_cookie_domain`, `proxy_cookie_path` and `proxy_cookie_flags`
    pub(super) fn proxy_cookie(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let one = statement.values.len() == 2;
        let off = one && statement.value(1) == b"off";
        self.rewriting(statement, off)?;
        if off {
            return Ok(());
        }
        if one {
            return Err(parameter(statement.value(1), 1));
        }
        self.replacement(statement)
    }

    /// A pattern, as a regular expression or as text, then what takes its place.
    fn replacement(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let domain = statement.name() == b"proxy_cookie_domain" || statement.name() == b"proxy_cookie_flags";
        match statement.value(1) {
            [b'~', b'*', pattern @ ..] if !domain => {
                self.variables.regex(statement, pattern, 1)?;
            }
            [b'~', pattern @ ..] => {
                self.variables.regex(statement, pattern, 1)?;
            }
            _ => {
                self.variables.complex(statement, 1)?;
            }
        }
        for word in 2..statement.values.len() {
            self.variables.complex(statement, word)?;
        }
        Ok(())
    }

    /// `off` stands alone; other values may be many.
    fn rewriting(&mut self, statement: &Statement<'a, '_>, off: bool) -> Outcome {
        let state = self.list_state(statement);
        let refused = state.off || off && state.any;
        if refused {
            return Err(super::fault::duplicate(statement.name()));
        }
        self.set_list_state(statement, off);
        Ok(())
    }

    pub(super) fn mirror(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        self.rewriting(statement, statement.value(1) == b"off")
    }

    pub(super) fn http2_push(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let off = statement.value(1) == b"off";
        let state = self.list_state(statement);
        match (off, state.off, state.any) {
            (true, _, true) => return Err(says(b"http2_push", "\"off\" parameter cannot be used with URI")),
            (true, true, _) => return Err(says(b"http2_push", "is duplicate")),
            (false, true, _) => return Err(says(b"http2_push", "URI cannot be used with \"off\" parameter")),
            _ => {}
        }
        self.set_list_state(statement, off);
        if off { Ok(()) } else { self.variables.complex(statement, 1).map(|_| ()) }
    }

    /// `name value [if_not_empty]`
    pub(super) fn upstream_param(statement: &Statement<'a, '_>) -> Outcome {
        match statement.values.get(3) {
            Some(given) if *given != b"if_not_empty" => Err(parameter(given, 3)),
            _ => Ok(()),
        }
    }

    pub(super) fn certificate_cache(statement: &Statement<'a, '_>) -> Outcome {
        let mut max = false;
        for (word, given) in statement.values.iter().copied().enumerate().skip(1) {
            let valid = match given {
                b"off" => {
                    max = true;
                    true
                }
                [b'm', b'a', b'x', b'=', count @ ..] => {
                    max = true;
                    number::number(count).is_some_and(|count| count > 0)
                }
                _ if given.starts_with(b"inactive=") => number::seconds(given.get(9..).unwrap_or_default()).is_some(),
                _ if given.starts_with(b"valid=") => number::seconds(given.get(6..).unwrap_or_default()).is_some(),
                _ => false,
            };
            if !valid {
                return Err(parameter(given, word));
            }
        }
        if max {
            return Ok(());
        }
        let words = format!("\"{}\" must have the \"max\" parameter", text(statement.name()));
        Err(Fault::new(Kind::Value, words))
    }
}
