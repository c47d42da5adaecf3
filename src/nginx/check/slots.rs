//! Values that nginx stores by its common readers.

use super::fault::{Fault, Kind, Outcome, fault, invalid, said, says, text, value};
use super::number;
use super::statement::Statement;
use crate::diagnostic::Sentence;
use crate::nginx::directives::Reader;
use crate::nginx::target::Target;

/// Whether a second directive for the same place is refused before its value is read.
pub(super) fn holds_one(reader: Reader) -> bool {
    matches!(
        reader,
        Reader::Access
            | Reader::Aio
            | Reader::Alpn
            | Reader::AuthRequest
            | Reader::Bind
            | Reader::Buffers
            | Reader::CacheKey
            | Reader::CacheZone
            | Reader::CertificateCache
            | Reader::Charset
            | Reader::Complex
            | Reader::ComplexSize
            | Reader::Connections
            | Reader::CpuAffinity
            | Reader::Directio
            | Reader::DisableSymlinks
            | Reader::Enum
            | Reader::EventMethod
            | Reader::Expires
            | Reader::File
            | Reader::Flag
            | Reader::Geoip
            | Reader::Internal
            | Reader::Keepalive
            | Reader::KeepaliveTimeout
            | Reader::LateString
            | Reader::LimitExcept
            | Reader::MailAuthHttp
            | Reader::Milliseconds
            | Reader::Number
            | Reader::OcspCache
            | Reader::Offset
            | Reader::OpenFileCache
            | Reader::OpenLogFileCache
            | Reader::Pass
            | Reader::PasswordFile
            | Reader::Path
            | Reader::Priority
            | Reader::Processes
            | Reader::RealIpHeader
            | Reader::Resolver
            | Reader::Seconds
            | Reader::Section
            | Reader::Size
            | Reader::SslEngine
            | Reader::Sticky
            | Reader::Store
            | Reader::StreamPass
            | Reader::String
            | Reader::TryFiles
            | Reader::User
            | Reader::UseridExpires
            | Reader::UseridMark
    )
}

/// Reads the arguments as the kind that the table names.
pub(super) fn read(statement: &Statement<'_, '_>, target: &Target) -> Outcome {
    let (name, first) = (statement.name(), statement.value(1));
    let valid = |valid: bool| {
        if valid { Ok(()) } else { Err(invalid(name).at(1)) }
    };
    match statement.definition.reader {
        Reader::Flag => flag(name, first),
        Reader::Milliseconds => valid(number::milliseconds(first).is_some()),
        Reader::Seconds => valid(number::seconds(first).is_some()),
        Reader::Size => match number::size(first) {
            Some(size) => checked_size(statement, size, target),
            None => valid(false),
        },
        Reader::Offset => valid(number::offset(first).is_some()),
        Reader::Number => match number::number(first) {
            Some(number) => bounded(statement, number),
            None => Err(says(name, said!("invalid number" / "的数字无效";)).at(1)),
        },
        // ngx_conf_set_bufs_slot takes neither no buffers nor buffers of no bytes.
        Reader::Buffers => {
            let count = number::number(first).is_some_and(|count| count > 0);
            valid(count && number::size(statement.value(2)).is_some_and(|size| size > 0))
        }
        Reader::Enum => word(statement, target, 1),
        Reader::Bitmask => (1..statement.values.len()).try_for_each(|index| word(statement, target, index)),
        Reader::Path => path_levels(statement),
        Reader::Access => access(statement),
        _ => Ok(()),
    }
}

/// Further limits that nginx puts on the size of some directives.
fn checked_size(statement: &Statement<'_, '_>, size: i64, target: &Target) -> Outcome {
    let power = |least: i64, most: i64| (least..=most).contains(&size) && size.count_ones() == 1;
    let complaint = match statement.name() {
        // ngx_http_gzip_window and ngx_http_gzip_hash try the powers that zlib takes one by one.
        b"gzip_window" if !power(512, 32 << 10) => {
            Sentence::plain("must be 512, 1k, 2k, 4k, 8k, 16k, or 32k", "必须为 512、1k、2k、4k、8k、16k 或 32k")
        }
        b"gzip_hash" if !power(512, 128 << 10) => Sentence::plain(
            "must be 512, 1k, 2k, 4k, 8k, 16k, 32k, 64k, or 128k",
            "必须为 512、1k、2k、4k、8k、16k、32k、64k 或 128k",
        ),
        // ngx_http_v2_recv_buffer_size: more than NGX_HTTP_V2_STATE_BUFFER_SIZE, and twice that before 1.25.3.
        b"http2_recv_buffer_size" if size <= if target.is_at_least(1, 25, 3) { 16 } else { 32 } => {
            Sentence::plain("value is too small", "的值太小")
        }
        b"connection_pool_size" | b"request_pool_size" | b"http2_pool_size" => {
            let words = match size {
                // ngx_http_core_pool_size: a pool's header and two large allocations, aligned.
                ..112 => Sentence::plain("the pool size must be no less than 112", "内存池大小必须不小于 112"),
                _ if size % 16 != 0 => {
                    Sentence::plain("the pool size must be a multiple of 16", "内存池大小必须是 16 的倍数")
                }
                _ => return Ok(()),
            };
            return Err(Fault::new(Kind::Value, words).at(1));
        }
        _ => return Ok(()),
    };
    Err(says(statement.name(), complaint).at(1))
}

/// `ngx_conf_check_num_bounds`, and what the HTTP/2 module looks at besides.
fn bounded(statement: &Statement<'_, '_>, number: i64) -> Outcome {
    match statement.definition.bounds {
        Some((low, high)) if !(low..=high).contains(&number) => {
            Err(fault!(Value at 1, "value must be between {low} and {high}"
            / "值必须在 {low} 到 {high} 之间"; low, high))
        }
        None if statement.name() == b"http2_streams_index_size" && number.count_ones() != 1 => {
            Err(says(statement.name(), said!("must be a power of two" / "必须是 2 的幂";)).at(1))
        }
        _ => Ok(()),
    }
}

/// `on` or `off`, in any case: `ngx_conf_set_flag_slot`.
pub(super) fn flag(name: &[u8], given: &[u8]) -> Outcome {
    if given.eq_ignore_ascii_case(b"on") || given.eq_ignore_ascii_case(b"off") {
        return Ok(());
    }
    let (given, name) = (text(given), text(name));
    let words = said!("invalid value \"{given}\" in \"{name}\" directive, it must be \"on\" or \"off\""
        / "“{name}”指令的值“{given}”无效，必须为“on”或“off”"; given, name);
    Err(Fault::new(Kind::Value, words).at(1))
}

/// One of the words of an enum or bitmask, in any case: `ngx_conf_set_enum_slot`.
fn word(statement: &Statement<'_, '_>, target: &Target, index: usize) -> Outcome {
    let given = statement.value(index);
    let known = statement.definition.words.iter().any(|(word, since)| {
        word.as_bytes().eq_ignore_ascii_case(given) && since.is_none_or(|since| since <= target.version())
    });
    if known { Ok(()) } else { Err(value(given, index)) }
}

/// A directory, then up to three numbers of digits for each level below it: `ngx_conf_set_path_slot`.
fn path_levels(statement: &Statement<'_, '_>) -> Outcome {
    let mut length = 0_i64;
    let levels = statement.values.len().saturating_sub(2);
    for index in 2..statement.values.len() {
        match number::number(statement.value(index)) {
            Some(level) if level > 0 => length = length.saturating_add(level).saturating_add(1),
            _ => return Err(invalid(statement.name()).at(index)),
        }
    }
    // nginx bounds the length of all levels together: `path->len > 10 + i`.
    if length > i64::try_from(levels).unwrap_or(i64::MAX) + 10 {
        return Err(invalid(statement.name()).at(2));
    }
    Ok(())
}

/// Rights as in `user:rw group:r` (`ngx_conf_set_access_slot`).
fn access(statement: &Statement<'_, '_>) -> Outcome {
    for (index, given) in statement.values.iter().enumerate().skip(1) {
        let right = [&b"user:"[..], b"group:", b"all:"].iter().find_map(|who| given.strip_prefix(*who));
        if !matches!(right, Some(b"rw" | b"r")) {
            return Err(value(given, index));
        }
    }
    Ok(())
}
