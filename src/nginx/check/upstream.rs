//! Groups of servers, and directives that pass requests to one.

use std::collections::BTreeMap;

use super::address::{self, Host, Purpose};
use super::blocks::slots;
use super::fault::{Fault, Kind, Outcome, fault, parameter, said, text};
use super::inherited::Inherited;
use super::location::{LocationKind, Locations};
use super::number;
use super::script::Variables;
use super::statement::{Frame, Statement};
use crate::diagnostic::Sentence;
use crate::nginx::context::Context;
use crate::nginx::files::{Files, Place};
use crate::nginx::target::Target;
use crate::nginx::variables::Family;

/// A group of servers, defined by `upstream` or meant by an address.
#[derive(Debug)]
struct Upstream<'a> {
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

/// Groups of `http` and `stream`.
#[derive(Debug, Default)]
pub(super) struct Upstreams<'a> {
    http: Groups<'a>,
    stream: Groups<'a>,
    /// The content of each `upstream` block, by its number.
    blocks: BTreeMap<usize, Members>,
}

/// Groups by host, in lower case: `ngx_http_upstream_add` compares without case.
#[derive(Debug, Default)]
struct Groups<'a> {
    by_host: BTreeMap<Vec<u8>, Vec<Upstream<'a>>>,
}

/// The servers of an `upstream` block.
#[derive(Debug)]
struct Members {
    /// The block.
    place: Place,
    context: Context,
    /// Servers, and those that are no backup.
    count: usize,
    primaries: usize,
    /// Whether the balancing method knows no backup servers.
    without_backup: bool,
    /// Whether a server is to be resolved at run time, and whether the group is in shared memory for it.
    resolves: bool,
    zone: bool,
}

impl<'a> Groups<'a> {
    /// `ngx_http_upstream_add`
    fn add(&mut self, new: Upstream<'a>) -> Outcome {
        let list = self.by_host.entry(new.host.to_ascii_lowercase()).or_default();
        let (host, word) = (&*text(new.host), new.word);
        for old in list.iter_mut() {
            if new.defined && old.defined {
                return Err(fault!(DuplicateName at word, "duplicate upstream \"{host}\""
                    / "upstream “{host}”重复"; host));
            }
            let with_port = |port: u16| {
                Err(fault!(Conflict at word, "upstream \"{host}\" may not have port {port}"
                    / "upstream “{host}”不能带端口 {port}"; host, port))
            };
            if old.defined && !new.no_port {
                return with_port(new.port);
            }
            if new.defined && !old.no_port {
                return with_port(old.port);
            }
            // Groups of one host and two ports are two groups; without a port either stands for both.
            if old.port != 0 && new.port != 0 && old.port != new.port {
                continue;
            }
            // An `upstream` may come after what refers to it: it takes that entry over.
            if new.defined {
                old.defined = true;
                old.port = 0;
            }
            return Ok(());
        }
        list.push(new);
        Ok(())
    }

    /// `ngx_http_upstream_init_round_robin`: groups that are neither defined nor an address that could be connected to.
    fn unusable(&self) -> Vec<(Place, Fault)> {
        let mut faults: Vec<(Place, Fault)> = Vec::new();
        for upstream in self.by_host.values().flatten().filter(|upstream| !upstream.defined && !upstream.resolved) {
            let host = text(upstream.host);
            let words = if upstream.port == 0 {
                said!("no port in upstream \"{host}\"" / "upstream “{host}”没有端口"; host)
            } else if address::may_resolve(upstream.host) {
                continue;
            } else {
                said!("host not found in upstream \"{host}\"" / "upstream 中找不到主机“{host}”"; host)
            };
            faults.push((upstream.place, Fault::new(Kind::Address, words).at(upstream.word)));
        }
        faults.sort_by_key(|(place, _)| *place);
        faults
    }
}

impl<'a> Upstreams<'a> {
    /// The faults of groups at the end of `http` or `stream`.
    pub(super) fn unusable(&self, family: Family) -> Vec<(Place, Fault)> {
        match family {
            Family::Http => self.http.unusable(),
            Family::Stream => self.stream.unusable(),
        }
    }

    /// Blocks of one kind whose servers are all backups (`ngx_http_upstream_init_round_robin`).
    pub(super) fn without_primaries(&self, context: Context, files: &Files<'_>) -> Vec<(Place, Fault)> {
        let blocks = self.blocks.values().filter(|members| members.context == context);
        blocks
            .filter(|members| members.count > 0 && members.primaries == 0)
            .map(|members| {
                let words = said!("no servers in upstream \"{members}\""
                    / "upstream “{members}”中没有 server"; members = text(files.argument(members.place, 0)));
                (members.place, Fault::new(Kind::EmptyUpstream, words).at(1))
            })
            .collect()
    }

    /// `zone`
    pub(super) fn in_shared_memory(&mut self, block: Frame) {
        self.members(block).zone = true;
    }

    /// Groups with names to resolve at run time, and without memory or resolver for it.
    pub(super) fn unresolved(&self, context: Context, inherited: Inherited<'_>) -> Vec<(Place, Fault)> {
        let blocks = self.blocks.iter().filter(|(_, members)| members.context == context && members.resolves);
        let resolvers = slots("resolver");
        let faults = blocks.filter_map(|(scope, members)| {
            let name = text(inherited.argument(members.place, 0));
            if !members.zone {
                let words = said!("resolving names at run time requires upstream \"{name}\" to be in shared memory"
                    / "运行时解析主机名要求 upstream“{name}”位于共享内存中"; name);
                return Some((members.place, Fault::new(Kind::Conflict, words).at(1)));
            }
            // A group keeps a resolver of its own at server level, and `http` its one at location level.
            let block = inherited.blocks.server(*scope)?;
            let objects = [block.object, block.location];
            objects.iter().all(|object| inherited.value(*object, &resolvers).is_none()).then(|| {
                let words = said!("no resolver defined to resolve names at run time in upstream \"{name}\""
                    / "upstream“{name}”没有用于运行时解析的 resolver"; name);
                (members.place, Fault::new(Kind::Conflict, words).at(1))
            })
        });
        faults.collect()
    }

    pub(super) fn is_empty(&self, block: Frame) -> bool {
        self.blocks.get(&block.scope).is_none_or(|members| members.count == 0)
    }

    fn groups(&mut self, statement: &Statement<'a, '_>) -> &mut Groups<'a> {
        if statement.is_in_stream() { &mut self.stream } else { &mut self.http }
    }

    fn members(&mut self, block: Frame) -> &mut Members {
        let Frame { place, context, scope, .. } = block;
        let new =
            Members { place, context, count: 0, primaries: 0, without_backup: false, resolves: false, zone: false };
        self.blocks.entry(scope).or_insert(new)
    }

    /// `upstream`: `ngx_http_upstream`
    pub(super) fn define(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let new = Upstream {
            defined: true,
            port: 0,
            no_port: true,
            resolved: true,
            host: statement.value(1),
            place: statement.place,
            word: 1,
        };
        self.groups(statement).add(new)
    }

    /// A `server` of a group: `ngx_http_upstream_server`.
    pub(super) fn server(&mut self, statement: &Statement<'a, '_>, target: &Target) -> Outcome {
        let http = statement.frame.context == Context::Upstream;
        let modern = target.is_at_least(1, 27, 3);
        let members = self.members(statement.frame);
        // ngx_http_upstream_server counts a server before it reads its parameters.
        members.count += 1;
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
                b"backup" if members.without_backup => {
                    let words = said!("balancing method does not support parameter \"{given}\""
                        / "负载均衡方法不支持参数“{given}”"; given = text(given));
                    return Err(Fault::new(Kind::Parameter, words).at(word));
                }
                b"backup" => {
                    backup = true;
                    true
                }
                b"down" => true,
                b"resolve" => {
                    members.resolves |= modern && address::is_name(statement.value(1));
                    modern
                }
                b"service=" => modern && !argument.is_empty(),
                b"route=" | b"drain" => http && target.is_at_least(1, 29, 6),
                _ => false,
            };
            if !valid {
                return Err(parameter(given, word));
            }
        }
        if !backup {
            members.primaries += 1;
        }
        // nginx parses the address after the parameters.
        let url = address::url(statement.value(1), Purpose::Server).map_err(|words| {
            fault!(Address at 1, "{words} in upstream \"{given}\""
                / "upstream “{given}”中{words}"; given = text(statement.value(1)), words)
        })?;
        let service = statement.values.iter().skip(2).any(|given| given.starts_with(b"service="));
        if !http && url.port.is_none() && !matches!(url.host, Host::Unix(_)) && !service {
            let words = said!("no port in upstream \"{given}\""
                / "upstream “{given}”没有端口"; given = text(statement.value(1)));
            return Err(Fault::new(Kind::Address, words).at(1));
        }
        Ok(())
    }

    /// `ip_hash`, `hash`, `random`, `least_conn`, `least_time`
    pub(super) fn balancer(
        &mut self,
        statement: &Statement<'a, '_>,
        variables: &mut Variables<'a>,
        target: &Target,
    ) -> Outcome {
        let name = statement.name();
        if name == b"hash" {
            variables.complex(statement, 1)?;
        }
        // The flags that `hash`, `ip_hash` and `random` set lack NGX_HTTP_UPSTREAM_BACKUP.
        self.members(statement.frame).without_backup = !matches!(name, b"least_conn" | b"least_time");
        let stream = statement.is_in_stream();
        for (word, given) in statement.values.iter().copied().enumerate().skip(1) {
            let valid = match (name, word) {
                (b"hash", 1) => true,
                (b"hash", _) => given == b"consistent",
                (b"random", 1) => given == b"two",
                (b"random", _) => {
                    given == b"least_conn" || target.is_at_least(1, 31, 0) && given.starts_with(b"least_time=")
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

    /// `proxy_pass` and the like in `http`: `ngx_http_proxy_pass`.
    pub(super) fn pass(
        &mut self,
        statement: &Statement<'a, '_>,
        variables: &mut Variables<'a>,
        locations: &Locations<'a>,
    ) -> Outcome {
        if statement.values.len() < 2 {
            return Ok(());
        }
        let name = statement.name();
        let given = statement.value(1);
        if name != b"memcached_pass" && variables.complex(statement, 1)? {
            return Ok(());
        }
        let starts = |prefix: &[u8]| {
            given.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)).then_some(prefix.len())
        };
        let (skip, port, purpose) = match name {
            b"proxy_pass" => match (starts(b"http://"), starts(b"https://")) {
                (Some(skip), _) => (skip, 80, Purpose::Url),
                (_, Some(skip)) => (skip, 443, Purpose::Url),
                _ => return Err(fault!(Address at 1, "invalid URL prefix" / "URL 前缀无效")),
            },
            b"grpc_pass" => (starts(b"grpc://").or(starts(b"grpcs://")).unwrap_or(0), 0, Purpose::Upstream),
            b"uwsgi_pass" => (starts(b"uwsgi://").or(starts(b"suwsgi://")).unwrap_or(0), 0, Purpose::Upstream),
            _ => (0, 0, Purpose::Upstream),
        };
        let has_uri = self.refer(statement, given.get(skip..).unwrap_or_default(), port, purpose)?;
        let location = locations.around(statement.frame);
        let by_prefix = matches!(location.kind, LocationKind::Exact | LocationKind::Prefix)
            && statement.frame.context == Context::Location;
        if name == b"proxy_pass" && has_uri && !by_prefix {
            let words = Sentence::plain(
                "\"proxy_pass\" cannot have URI part in location given by regular expression, or inside named location, or inside \"if\" statement, or inside \"limit_except\" block",
                "在正则 location、命名 location、“if”或“limit_except”块中，“proxy_pass”不能带 URI 部分",
            );
            return Err(Fault::new(Kind::Conflict, words).at(1));
        }
        if name == b"memcached_pass" {
            variables.take(statement, b"memcached_key", 0);
        }
        Ok(())
    }

    /// `proxy_pass` and `pass` in `stream`: `ngx_stream_proxy_pass`.
    pub(super) fn stream_pass(&mut self, statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
        if variables.complex(statement, 1)? {
            return Ok(());
        }
        if statement.name() == b"pass" {
            let words = |words: Sentence| {
                said!("{words} in \"{given}\" of the \"pass\" directive"
                    / "“pass”指令的“{given}”中{words}"; given = text(statement.value(1)), words)
            };
            return match address::url(statement.value(1), Purpose::Server) {
                Ok(url) if url.port.is_none() && !matches!(url.host, Host::Unix(_)) => {
                    Err(Fault::new(Kind::Address, words(Sentence::plain("no port", "没有端口"))).at(1))
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
        let url = address::url(given, purpose).map_err(|words| {
            fault!(Address at 1, "{words} in upstream \"{given}\""
                / "upstream “{given}”中{words}"; given = text(given), words)
        })?;
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
        self.groups(statement).add(new)?;
        Ok(!url.uri.is_empty())
    }
}

/// `ngx_http_upstream_keepalive`
pub(super) fn keepalive(statement: &Statement<'_, '_>, target: &Target) -> Outcome {
    let given = statement.value(1);
    // Measured: 0 is taken from 1.29.7.
    let least = i64::from(!target.is_at_least(1, 29, 7));
    if number::number(given).is_none_or(|count| count < least) {
        let words = said!("invalid value \"{given}\" in \"keepalive\" directive"
            / "“keepalive”指令的值“{given}”无效"; given = text(given));
        return Err(Fault::new(Kind::Value, words).at(1));
    }
    match statement.values.get(2) {
        Some(given) if *given != b"local" => Err(parameter(given, 2)),
        _ => Ok(()),
    }
}
