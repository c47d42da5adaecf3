//! Logs and their formats.

use std::collections::{BTreeMap, BTreeSet};

use super::address::{self, Purpose};
use super::fault::{Fault, Kind, Outcome, fault, parameter, said, text};
use super::number;
use super::script::{self, Variables};
use super::statement::Statement;
use crate::diagnostic::Phrase;

/// Formats that are defined, and files that logs are buffered for.
#[derive(Debug, Default)]
pub(super) struct Logs<'a> {
    http_formats: BTreeSet<&'a [u8]>,
    stream_formats: BTreeSet<&'a [u8]>,
    /// Size, flush time and compression of the buffer of each file.
    buffers: BTreeMap<&'a [u8], (i64, i64, i64)>,
}

/// Where a log goes.
#[derive(Clone, Copy, Eq, PartialEq)]
enum LogTarget {
    File,
    FileByVariables,
    Syslog,
}

impl<'a> Logs<'a> {
    /// `ngx_http_log_set_log`
    pub(super) fn access_log(&mut self, statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
        let path = statement.value(1);
        if path == b"off" {
            return match statement.values.get(2) {
                None => Ok(()),
                Some(given) => Err(parameter(given, 2)),
            };
        }
        let syslog = path.strip_prefix(b"syslog:");
        let target = match syslog {
            Some(words) => syslog_words(words).map(|()| LogTarget::Syslog)?,
            None if variables.complex(statement, 1)? => LogTarget::FileByVariables,
            None => LogTarget::File,
        };
        let stream = statement.is_in_stream();
        let format = match statement.values.get(2) {
            Some(format) => *format,
            None if stream => {
                return Err(fault!(UnknownLogFormat, "log format is not specified" / "没有写明日志格式"));
            }
            None => &b"combined"[..],
        };
        let formats = if stream { &self.stream_formats } else { &self.http_formats };
        let built_in = !stream && format.eq_ignore_ascii_case(b"combined");
        if !built_in && !formats.iter().any(|known| known.eq_ignore_ascii_case(format)) {
            let words = said!("unknown log format \"{format}\""
                / "未知日志格式“{format}”"; format = text(format));
            return Err(Fault::new(Kind::UnknownLogFormat, words).at(2));
        }
        self.parameters(statement, variables, target)
    }

    fn parameters(
        &mut self,
        statement: &Statement<'a, '_>,
        variables: &mut Variables<'a>,
        target: LogTarget,
    ) -> Outcome {
        let path = statement.value(1);
        let (mut size, mut flush, mut gzip) = (0, 0, 0);
        for (word, given) in statement.values.iter().copied().enumerate().skip(3) {
            let fault = |words: Phrase| Err(Fault::new(Kind::Value, words).at(word));
            if let Some(value) = given.strip_prefix(b"buffer=") {
                match number::size(value) {
                    Some(bytes) if bytes > 0 => size = bytes,
                    _ => {
                        return fault(said!("invalid buffer size \"{value}\""
                            / "缓冲区大小“{value}”无效"; value = text(value)));
                    }
                }
            } else if let Some(value) = given.strip_prefix(b"flush=") {
                match number::milliseconds(value) {
                    Some(time) if time > 0 => flush = time,
                    _ => {
                        return fault(said!("invalid flush time \"{value}\""
                            / "刷新时间“{value}”无效"; value = text(value)));
                    }
                }
            } else if given == b"gzip" || given.starts_with(b"gzip=") {
                // Compression needs a buffer: 64k unless another one came first.
                size = if size == 0 { 64 * 1024 } else { size };
                let value = given.get(5..).unwrap_or(b"1");
                match number::number(value) {
                    Some(level @ 1..=9) => gzip = level,
                    _ => {
                        return fault(said!("invalid compression level \"{value}\""
                            / "压缩级别“{value}”无效"; value = text(value)));
                    }
                }
            } else if let Some(value) = given.strip_prefix(b"if=") {
                variables.complex_part(statement, value, word)?;
            } else {
                return Err(parameter(given, word));
            }
        }
        let conflict = |words: Phrase| Err(Fault::new(Kind::Conflict, words).at(1));
        if flush > 0 && size == 0 {
            return conflict(said!("no buffer is defined for access_log \"{path}\""
                / "access_log “{path}”没有定义缓冲区"; path = text(path)));
        }
        if size > 0 {
            if target == LogTarget::FileByVariables {
                return conflict(said!(
                    "buffered logs cannot have variables in name" / "带缓冲的日志，其文件名不能含有变量"
                ));
            }
            if target == LogTarget::Syslog {
                return conflict(said!("logs to syslog cannot be buffered" / "写到 syslog 的日志不能带缓冲"));
            }
            let buffer = (size, flush, gzip);
            if *self.buffers.entry(path).or_insert(buffer) != buffer {
                let words = said!("access_log \"{path}\" already defined with conflicting parameters"
                    / "access_log “{path}”已用不同的参数定义"; path = text(path));
                return conflict(words);
            }
        }
        Ok(())
    }

    /// `ngx_http_log_set_format`
    pub(super) fn log_format(&mut self, statement: &Statement<'a, '_>, variables: &mut Variables<'a>) -> Outcome {
        let name = statement.value(1);
        let stream = statement.is_in_stream();
        let formats = if stream { &mut self.stream_formats } else { &mut self.http_formats };
        // The test for duplicates heeds case, and the look-up of an access log does not.
        if !formats.insert(name) || !stream && name == b"combined" {
            let words = said!("duplicate \"log_format\" name \"{name}\""
                / "“log_format”的名称“{name}”重复"; name = text(name));
            return Err(Fault::new(Kind::DuplicateName, words).at(1));
        }
        let escape = statement.value(2).strip_prefix(b"escape=");
        if let Some(escape) = escape
            && !matches!(escape, b"json" | b"none" | b"default")
        {
            let words = said!("unknown log format escaping \"{escape}\""
                / "未知的日志转义方式“{escape}”"; escape = text(escape));
            return Err(Fault::new(Kind::Parameter, words).at(2));
        }
        for word in (if escape.is_some() { 3 } else { 2 })..statement.values.len() {
            format_variables(statement, word, variables)?;
        }
        Ok(())
    }
}

/// `ngx_log_set_log`
pub(super) fn error_log(statement: &Statement<'_, '_>) -> Outcome {
    let path = statement.value(1);
    if let Some(target) = path.strip_prefix(b"syslog:") {
        syslog_words(target)?;
    } else if let Some(size) = path.strip_prefix(b"memory:")
        && number::size(size).is_none_or(|size| size < 2048)
    {
        let words = said!("invalid buffer size \"{size}\"" / "缓冲区大小“{size}”无效"; size = text(size));
        return Err(Fault::new(Kind::Value, words).at(1));
    }
    let (mut level, mut debug) = (false, false);
    for (word, given) in statement.values.iter().copied().enumerate().skip(2) {
        let plain = LEVELS.iter().any(|known| known.as_bytes() == given);
        let debugging = DEBUG_LEVELS.iter().any(|known| known.as_bytes() == given);
        if plain && (level || debug) {
            let words = said!("duplicate log level \"{given}\"" / "日志级别“{given}”重复"; given = text(given));
            return Err(Fault::new(Kind::Parameter, words).at(word));
        }
        if !plain && (!debugging || level) {
            let words = said!("invalid log level \"{given}\"" / "日志级别“{given}”无效"; given = text(given));
            return Err(Fault::new(Kind::Parameter, words).at(word));
        }
        level |= plain;
        debug |= debugging;
    }
    Ok(())
}

/// `ngx_http_log_compile_format`
fn format_variables<'a>(statement: &Statement<'a, '_>, word: usize, variables: &mut Variables<'a>) -> Outcome {
    let mut rest = statement.value(word);
    while let Some(dollar) = rest.iter().position(|byte| *byte == b'$') {
        let from = rest.get(dollar..).unwrap_or_default();
        let (name, after) = script::variable(from.get(1..).unwrap_or_default()).map_err(|error| match error {
            script::NameError::Invalid => parameter(from, word),
            script::NameError::Open(_) => Fault::new(Kind::Value, error).at(word),
        })?;
        rest = after;
        let stream = statement.is_in_stream();
        if stream || !LOG_VARIABLES.iter().any(|known| known.as_bytes() == name) {
            variables.take(statement, name, word);
        }
    }
    Ok(())
}

/// What follows `syslog:` (`ngx_syslog_parse_args`).
fn syslog_words(target: &[u8]) -> Outcome {
    let fault = |words: Phrase| Err(Fault::new(Kind::Parameter, words).at(1));
    let (mut server, mut facility, mut severity, mut tag) = (false, false, false, false);
    for part in target.split(|byte| *byte == b',') {
        let twice = |seen: &mut bool, what: &str| {
            if std::mem::replace(seen, true) {
                fault(said!("duplicate syslog \"{what}\"" / "syslog 的“{what}”重复"; what))
            } else {
                Ok(())
            }
        };
        if let Some(url) = part.strip_prefix(b"server=") {
            twice(&mut server, "server")?;
            if let Err(words) = address::url(url, Purpose::Server) {
                let words = said!("{words} in syslog server \"{url}\""
                    / "syslog 服务器“{url}”中{words}"; url = text(url), words);
                return Err(Fault::new(Kind::Address, words).at(1));
            }
        } else if let Some(name) = part.strip_prefix(b"facility=") {
            twice(&mut facility, "facility")?;
            if !FACILITIES.iter().any(|known| known.as_bytes() == name) {
                return fault(said!("unknown syslog facility \"{name}\""
                    / "未知的 syslog facility “{name}”"; name = text(name)));
            }
        } else if let Some(name) = part.strip_prefix(b"severity=") {
            twice(&mut severity, "severity")?;
            if !SEVERITIES.iter().any(|known| known.as_bytes() == name) {
                return fault(said!("unknown syslog severity \"{name}\""
                    / "未知的 syslog severity “{name}”"; name = text(name)));
            }
        } else if let Some(name) = part.strip_prefix(b"tag=") {
            twice(&mut tag, "tag")?;
            if name.len() > 32 {
                return fault(said!("syslog tag length exceeds 32" / "syslog 的 tag 超过 32 个字符"));
            }
            if !name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') {
                return fault(said!(
                    "syslog \"tag\" only allows alphanumeric characters and underscore"
                        / "syslog 的“tag”只能含字母、数字和下划线"
                ));
            }
        } else if part != b"nohostname" {
            return fault(said!("unknown syslog parameter \"{part}\""
                / "未知的 syslog 参数“{part}”"; part = text(part)));
        }
    }
    if server { Ok(()) } else { fault(said!("no syslog server specified" / "没有写明 syslog 服务器")) }
}

/// `ngx_http_log_open_file_cache`
pub(super) fn open_log_file_cache(statement: &Statement<'_, '_>) -> Outcome {
    let (mut max, mut off) = (false, false);
    for (word, given) in statement.values.iter().copied().enumerate().skip(1) {
        let valid = if let Some(count) = given.strip_prefix(b"max=") {
            let count = number::number(count);
            max |= count.is_some_and(|count| count > 0);
            count.is_some()
        } else if let Some(time) = given.strip_prefix(b"inactive=").or(given.strip_prefix(b"valid=")) {
            number::seconds(time).is_some()
        } else if let Some(count) = given.strip_prefix(b"min_uses=") {
            number::number(count).is_some()
        } else {
            off |= given == b"off";
            given == b"off"
        };
        if !valid {
            let words = said!("invalid \"open_log_file_cache\" parameter \"{given}\""
                / "“open_log_file_cache”的参数“{given}”无效"; given = text(given));
            return Err(Fault::new(Kind::Parameter, words).at(word));
        }
    }
    if max || off {
        return Ok(());
    }
    Err(fault!(Value, "\"open_log_file_cache\" must have \"max\" parameter" / "“open_log_file_cache”必须有“max”参数"))
}

/// Names that mean something of their own in `log_format` of `http`.
const LOG_VARIABLES: &[&str] = &[
    "pipe",
    "time_local",
    "time_iso8601",
    "msec",
    "request_time",
    "status",
    "bytes_sent",
    "body_bytes_sent",
    "request_length",
];
const LEVELS: &[&str] = &["emerg", "alert", "crit", "error", "warn", "notice", "info", "debug"];
const DEBUG_LEVELS: &[&str] =
    &["debug_core", "debug_alloc", "debug_mutex", "debug_event", "debug_http", "debug_mail", "debug_stream"];
const FACILITIES: &[&str] = &[
    "kern", "user", "mail", "daemon", "auth", "intern", "lpr", "news", "uucp", "clock", "authpriv", "ftp", "ntp",
    "audit", "alert", "cron", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
];
const SEVERITIES: &[&str] = &["emerg", "alert", "crit", "error", "warn", "notice", "info", "debug"];
