//! Directives of the whole file and of `events`, and those that all subsystems share.

use super::address::{self, Purpose};
use super::fault::{Fault, Kind, Outcome, fault, invalid, said, says, text};
use super::number;
use super::statement::Statement;
use super::thread_pools::ThreadPools;
use crate::diagnostic::Sentence;
use crate::nginx::context::Context;
use crate::nginx::files::{Files, Place};
use crate::nginx::target::Target;

/// What is set for the whole file.
#[derive(Debug, Default)]
pub(super) struct Core<'a> {
    pub(super) pools: ThreadPools<'a>,
    /// `worker_connections`
    connections: Option<(i64, Place)>,
    events: bool,
    /// Whether a block was read that fixes the list of modules.
    modules_used: bool,
}

impl Core<'_> {
    /// Notes a block such as `http`: the first one of the whole file fixes the list of modules (`ngx_count_modules`).
    pub(super) fn open_section(&mut self, statement: &Statement<'_, '_>) {
        self.modules_used |= statement.frame.context == Context::Main;
        self.events |= statement.name() == b"events";
    }

    /// `ngx_event_connections`
    pub(super) fn worker_connections(&mut self, statement: &Statement<'_, '_>) -> Outcome {
        let given = statement.value(1);
        let Some(count) = number::number(given) else {
            return Err(fault!(Value at 1, "invalid number \"{given}\"" / "数字“{given}”无效"; given = text(given)));
        };
        self.connections = Some((count, statement.place));
        Ok(())
    }

    /// `ngx_load_module`
    pub(super) fn load_module(&self, statement: &Statement<'_, '_>) -> Outcome {
        if self.modules_used {
            Err(says(statement.name(), said!("is specified too late" / "的位置太靠后";)))
        } else {
            Ok(())
        }
    }

    /// Whether there is an `events` block, be it in a file that is included.
    pub(super) fn has_events(&self, files: &Files<'_>) -> bool {
        self.events
            || files.config(0).is_some_and(|main| main.directives().any(|directive| directive.name() == b"events"))
    }

    /// `ngx_event_init_conf`: each worker needs a connection for every listening socket, and one more.
    pub(super) fn too_few_connections(&self, sockets: usize) -> Option<(Place, Fault)> {
        let (connections, place) = self.connections?;
        if usize::try_from(connections).is_ok_and(|connections| connections < sockets + 1) {
            let words = said!("{connections} worker_connections are not enough for {sockets} listening sockets"
                / "worker_connections 为 {connections}，不够 {sockets} 个监听套接字使用"; connections, sockets);
            return Some((place, Fault::new(Kind::Value, words).at(1)));
        }
        None
    }
}

/// `ngx_set_worker_processes`
pub(super) fn worker_processes(statement: &Statement<'_, '_>) -> Outcome {
    let given = statement.value(1);
    if given == b"auto" || number::number(given).is_some() {
        return Ok(());
    }
    Err(invalid(statement.name()).at(1))
}

/// `ngx_set_priority`
pub(super) fn worker_priority(statement: &Statement<'_, '_>) -> Outcome {
    let digits = match statement.value(1) {
        [b'-' | b'+', digits @ ..] | digits => digits,
    };
    if number::number(digits).is_some() {
        Ok(())
    } else {
        Err(says(statement.name(), said!("invalid number" / "的数字无效";)).at(1))
    }
}

/// `ngx_set_cpu_affinity`
pub(super) fn cpu_affinity(statement: &Statement<'_, '_>) -> Outcome {
    let auto = statement.value(1) == b"auto";
    if auto && statement.values.len() > 3 {
        let words = Sentence::plain(
            "invalid number of arguments in \"worker_cpu_affinity\" directive",
            "“worker_cpu_affinity”指令的参数个数无效",
        );
        return Err(Fault::new(Kind::ArgumentCount, words));
    }
    for (word, mask) in statement.values.iter().enumerate().skip(if auto { 2 } else { 1 }) {
        if mask.len() > 1024 {
            let words = Sentence::plain(
                "\"worker_cpu_affinity\" supports up to 1024 CPUs only",
                "“worker_cpu_affinity”最多支持 1024 个 CPU",
            );
            return Err(Fault::new(Kind::Value, words).at(word));
        }
        // The mask is read from its end, which is CPU 0.
        if let Some(byte) = mask.iter().rev().find(|byte| !matches!(byte, b'0' | b'1' | b' ')) {
            let words = said!("invalid character \"{from}\" in \"worker_cpu_affinity\""
                / "“{from}”不能用在“worker_cpu_affinity”中"; from = char::from(*byte));
            return Err(Fault::new(Kind::Value, words).at(word));
        }
    }
    Ok(())
}

/// `ngx_event_use`
pub(super) fn event_method(statement: &Statement<'_, '_>) -> Outcome {
    let given = statement.value(1);
    if matches!(given, b"epoll" | b"poll" | b"select") {
        return Ok(());
    }
    Err(fault!(Value at 1, "invalid event type \"{given}\"" / "事件类型“{given}”无效"; given = text(given)))
}

/// `ngx_event_debug_connection`
pub(super) fn debug_connection(statement: &Statement<'_, '_>) -> Outcome {
    let given = statement.value(1);
    if given == b"unix:" || address::is_network(given) || address::may_resolve(given) {
        return Ok(());
    }
    let words = said!("host not found in debug_connection \"{given}\""
        / "debug_connection 中找不到主机“{given}”"; given = text(given));
    Err(Fault::new(Kind::Address, words).at(1))
}

/// `ngx_resolver_create`
pub(super) fn resolver(statement: &Statement<'_, '_>, target: &Target) -> Outcome {
    let mut servers = 0;
    for (word, given) in statement.values.iter().copied().enumerate().skip(1) {
        let invalid =
            || Err(fault!(Parameter at word, "invalid parameter: {given}" / "参数无效：{given}"; given = text(given)));
        if let Some(time) = given.strip_prefix(b"valid=") {
            if number::seconds(time).is_none() {
                return invalid();
            }
            continue;
        }
        let family = given.strip_prefix(b"ipv6=");
        // `ipv4=` is taken from 1.23.1.
        let family = family.or(given.strip_prefix(b"ipv4=").filter(|_| target.is_at_least(1, 23, 1)));
        if let Some(family) = family {
            if !matches!(family, b"on" | b"off") {
                return invalid();
            }
            continue;
        }
        address::url(given, Purpose::Server).map_err(|words| {
            fault!(Address at word, "{words} in resolver \"{given}\""
                / "resolver “{given}”中{words}"; given = text(given), words)
        })?;
        servers += 1;
    }
    if servers > 0 { Ok(()) } else { Err(fault!(Value, "no name servers defined" / "没有定义域名服务器")) }
}

/// `protocol` of `mail`: `ngx_mail_core_protocol`
pub(super) fn mail_protocol(statement: &Statement<'_, '_>) -> Outcome {
    let given = statement.value(1);
    if matches!(given, b"pop3" | b"imap" | b"smtp") {
        return Ok(());
    }
    Err(fault!(Value at 1, "unknown protocol \"{given}\"" / "未知协议“{given}”"; given = text(given)))
}

/// `auth_http` of `mail`: `ngx_mail_auth_http`
pub(super) fn mail_auth_http(statement: &Statement<'_, '_>) -> Outcome {
    let given = statement.value(1);
    let bare = given.strip_prefix(b"http://").unwrap_or(given);
    match address::url(bare, Purpose::Url) {
        Ok(url) => match url.host {
            address::Host::Name(host, None) if !address::may_resolve(host) => {
                let words = said!("host not found in auth_http \"{bare}\""
                    / "auth_http 中找不到主机“{bare}”"; bare = text(bare));
                Err(Fault::new(Kind::Address, words).at(1))
            }
            _ => Ok(()),
        },
        Err(words) => Err(fault!(Address at 1, "{words} in auth_http \"{bare}\""
            / "auth_http “{bare}”中{words}"; bare = text(bare), words)),
    }
}

/// Protocols of ALPN, each of up to 255 bytes: `ngx_stream_ssl_alpn`.
pub(super) fn alpn(statement: &Statement<'_, '_>) -> Outcome {
    for (word, given) in statement.values.iter().enumerate().skip(1) {
        if given.len() > 255 {
            return Err(fault!(Value at word, "protocol too long" / "协议太长"));
        }
    }
    Ok(())
}
