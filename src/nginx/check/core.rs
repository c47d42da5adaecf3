//! Directives of the whole file and of `events`, and those that all subsystems share.

use super::address::{self, Purpose};
use super::fault::{Fault, Kind, Outcome, says, text};
use super::number;
use super::statement::Statement;
use super::walk::Walker;

impl<'a> Walker<'a> {
    pub(super) fn worker_processes(statement: &Statement<'a, '_>) -> Outcome {
        let given = statement.value(1);
        if given == b"auto" || number::number(given).is_some() {
            return Ok(());
        }
        Err(says(statement.name(), "invalid value").at(1))
    }

    pub(super) fn worker_connections(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let given = statement.value(1);
        let Some(count) = number::number(given) else {
            return Err(Fault::new(Kind::Value, format!("invalid number \"{}\"", text(given))).at(1));
        };
        self.connections = Some((count, statement.place));
        Ok(())
    }

    pub(super) fn worker_priority(statement: &Statement<'a, '_>) -> Outcome {
        let digits = match statement.value(1) {
            [b'-' | b'+', digits @ ..] | digits => digits,
        };
        if number::number(digits).is_some() { Ok(()) } else { Err(says(statement.name(), "invalid number").at(1)) }
    }

    pub(super) fn cpu_affinity(statement: &Statement<'a, '_>) -> Outcome {
        let auto = statement.value(1) == b"auto";
        if auto && statement.values.len() > 3 {
            let words = "invalid number of arguments in \"worker_cpu_affinity\" directive";
            return Err(Fault::new(Kind::ArgumentCount, words));
        }
        for (word, mask) in statement.values.iter().enumerate().skip(if auto { 2 } else { 1 }) {
            if mask.len() > 1024 {
                let words = "\"worker_cpu_affinity\" supports up to 1024 CPUs only";
                return Err(Fault::new(Kind::Value, words).at(word));
            }
            if let Some(byte) = mask.iter().rev().find(|byte| !matches!(byte, b'0' | b'1' | b' ')) {
                let words = format!("invalid character \"{}\" in \"worker_cpu_affinity\"", char::from(*byte));
                return Err(Fault::new(Kind::Value, words).at(word));
            }
        }
        Ok(())
    }

    pub(super) fn event_method(statement: &Statement<'a, '_>) -> Outcome {
        let given = statement.value(1);
        if matches!(given, b"epoll" | b"poll" | b"select") {
            return Ok(());
        }
        Err(Fault::new(Kind::Value, format!("invalid event type \"{}\"", text(given))).at(1))
    }

    pub(super) fn debug_connection(statement: &Statement<'a, '_>) -> Outcome {
        let given = statement.value(1);
        if given == b"unix:" || address::is_network(given) || address::may_resolve(given) {
            return Ok(());
        }
        let words = format!("host not found in debug_connection \"{}\"", text(given));
        Err(Fault::new(Kind::Address, words).at(1))
    }

    pub(super) fn thread_pool(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let name = statement.value(1);
        if !self.thread_pools.insert(name) {
            return Err(Fault::new(Kind::DuplicateName, format!("duplicate thread pool \"{}\"", text(name))).at(1));
        }
        let mut threads = false;
        for (word, given) in statement.values.iter().copied().enumerate().skip(2) {
            let invalid =
                |what: &str| Err(Fault::new(Kind::Value, format!("invalid {what} value \"{}\"", text(given))).at(word));
            if let Some(count) = given.strip_prefix(b"threads=") {
                if number::number(count).is_none_or(|count| count <= 0) {
                    return invalid("threads");
                }
                threads = true;
            } else if let Some(count) = given.strip_prefix(b"max_queue=")
                && number::number(count).is_none()
            {
                return invalid("max_queue");
            }
        }
        if threads {
            return Ok(());
        }
        Err(Fault::new(Kind::Value, "\"thread_pool\" must have \"threads\" parameter"))
    }

    pub(super) fn use_thread_pool(&mut self, statement: &Statement<'a, '_>, name: &'a [u8]) {
        self.used_thread_pools.push((name, statement.place));
    }

    pub(super) fn load_module(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        if self.modules_used { Err(says(statement.name(), "is specified too late")) } else { Ok(()) }
    }

    pub(super) fn resolver(&mut self, statement: &Statement<'a, '_>) -> Outcome {
        let mut servers = 0;
        for (word, given) in statement.values.iter().copied().enumerate().skip(1) {
            let invalid = || Err(Fault::new(Kind::Parameter, format!("invalid parameter: {}", text(given))).at(word));
            if let Some(time) = given.strip_prefix(b"valid=") {
                if number::seconds(time).is_none() {
                    return invalid();
                }
                continue;
            }
            let family = given.strip_prefix(b"ipv6=");
            let family = family.or(given.strip_prefix(b"ipv4=").filter(|_| self.target.is_at_least(1, 23, 1)));
            if let Some(family) = family {
                if !matches!(family, b"on" | b"off") {
                    return invalid();
                }
                continue;
            }
            address::url(given, Purpose::Server).map_err(|words| {
                Fault::new(Kind::Address, format!("{words} in resolver \"{}\"", text(given))).at(word)
            })?;
            servers += 1;
        }
        if servers > 0 { Ok(()) } else { Err(Fault::new(Kind::Value, "no name servers defined")) }
    }

    /// `protocol` of `mail`
    pub(super) fn mail_protocol(statement: &Statement<'a, '_>) -> Outcome {
        let given = statement.value(1);
        if matches!(given, b"pop3" | b"imap" | b"smtp") {
            return Ok(());
        }
        Err(Fault::new(Kind::Value, format!("unknown protocol \"{}\"", text(given))).at(1))
    }

    /// `auth_http` of `mail`
    pub(super) fn mail_auth_http(statement: &Statement<'a, '_>) -> Outcome {
        let given = statement.value(1);
        let bare = given.strip_prefix(b"http://").unwrap_or(given);
        match address::url(bare, Purpose::Url) {
            Ok(url) => match url.host {
                address::Host::Name(host, None) if !address::may_resolve(host) => {
                    let words = format!("host not found in auth_http \"{}\"", text(bare));
                    Err(Fault::new(Kind::Address, words).at(1))
                }
                _ => Ok(()),
            },
            Err(words) => Err(Fault::new(Kind::Address, format!("{words} in auth_http \"{}\"", text(bare))).at(1)),
        }
    }

    /// Protocols of ALPN, each of up to 255 bytes.
    pub(super) fn alpn(statement: &Statement<'a, '_>) -> Outcome {
        for (word, given) in statement.values.iter().enumerate().skip(1) {
            if given.len() > 255 {
                return Err(Fault::new(Kind::Value, "protocol too long").at(word));
            }
        }
        Ok(())
    }
}
