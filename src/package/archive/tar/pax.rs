//! Records of pax headers: `length key=value` and a line end.

use crate::package::archive::rules::tar::PaxFault;

/// What a pax header changes about the entry after it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Pax {
    pub(super) path: Option<Vec<u8>>,
    pub(super) link: Option<Vec<u8>>,
    pub(super) size: Option<u64>,
}

/// Whom a pax header is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Scope {
    /// Every entry from here on.
    Global,
    /// The next entry.
    Next,
}

/// Why a pax header is refused.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum PaxError {
    /// A record is malformed; its key, when that could be read.
    Fault(PaxFault, Vec<u8>),
    /// A global record would change names or sizes.
    Global(Vec<u8>),
    /// A name with a line end.
    Newline(Vec<u8>),
    /// `size` is given twice.
    SizeTwice,
    /// The entry is sparse.
    Sparse,
    /// More records than this.
    TooMany(u64),
}

/// Reads all records of a header.
pub(super) fn read(mut rest: &[u8], scope: Scope, most_records: u64) -> Result<Pax, PaxError> {
    let mut pax = Pax::default();
    let mut charset = false;
    let mut records = 0;
    while !rest.is_empty() {
        records += 1;
        if records > most_records {
            return Err(PaxError::TooMany(records));
        }
        let Record { key, value, length } = record(rest)?;
        rest = rest.get(length..).unwrap_or_default();
        check_value(key, value)?;
        // GNU tar 1.34 extracts the file and exits with 2: "Extended header gid=99999999999 is out of range", "invalid
        // mtime=abc".
        let is_sound = match key {
            b"gid" | b"uid" => is_id(value),
            b"atime" | b"ctime" | b"mtime" => is_time(value),
            _ => true,
        };
        if !is_sound {
            return Err(PaxError::Fault(PaxFault::Value, key.to_vec()));
        }
        // bsdtar lets the latter two change what the content is.
        if key.starts_with(b"GNU.sparse.") || matches!(key, b"SCHILY.realsize" | b"SUN.holesdata") {
            return Err(PaxError::Sparse);
        }
        if !matches!(key, b"hdrcharset" | b"linkpath" | b"path" | b"size") {
            continue;
        }
        let fault = |fault| PaxError::Fault(fault, key.to_vec());
        // GNU tar applies it to every later entry; bsdtar and the `tar` crate pass over it.
        if scope == Scope::Global {
            return Err(PaxError::Global(key.to_vec()));
        }
        // POSIX: an empty value deletes what the header says. GNU tar makes `.` of an empty path, bsdtar nothing.
        if value.is_empty() {
            return Err(fault(PaxFault::EmptyValue));
        }
        match key {
            // The `tar` crate takes the first, all others the last.
            b"path" if pax.path.is_some() => return Err(fault(PaxFault::Repeated)),
            b"path" => pax.path = Some(value.to_vec()),
            b"linkpath" if pax.link.is_some() => return Err(fault(PaxFault::Repeated)),
            b"linkpath" => pax.link = Some(value.to_vec()),
            b"size" if pax.size.is_some() => return Err(PaxError::SizeTwice),
            b"size" => pax.size = Some(decimal(value).ok_or_else(|| fault(PaxFault::Value))?),
            _ if charset => return Err(fault(PaxFault::Repeated)),
            _ if value != UTF_8 => return Err(fault(PaxFault::Charset)),
            _ => charset = true,
        }
    }
    Ok(pax)
}

struct Record<'a> {
    key: &'a [u8],
    value: &'a [u8],
    /// Of the whole record.
    length: usize,
}

/// The first record.
fn record(rest: &[u8]) -> Result<Record<'_>, PaxError> {
    let bad = |fault| PaxError::Fault(fault, Vec::new());
    let digits = rest.iter().take(MAX_DIGITS + 1).position(|byte| *byte == b' ').unwrap_or_default();
    // The length counts itself, the blank and the line end (POSIX, pax Extended Header).
    let length = rest.get(..digits).and_then(decimal).and_then(|length| usize::try_from(length).ok());
    let length = length.filter(|length| *length > digits + 1).ok_or_else(|| bad(PaxFault::Length))?;
    let record = rest.get(..length).ok_or_else(|| bad(PaxFault::Length))?;
    let record = record.strip_suffix(b"\n").ok_or_else(|| bad(PaxFault::Length))?;
    let record = record.get(digits + 1..).ok_or_else(|| bad(PaxFault::Length))?;
    let equals = record.iter().position(|byte| *byte == b'=').filter(|equals| *equals > 0);
    let (key, value) = equals.and_then(|equals| record.split_at_checked(equals)).ok_or_else(|| bad(PaxFault::Key))?;
    if key.contains(&0) || key.contains(&b'\n') {
        return Err(PaxError::Fault(PaxFault::Key, key.to_vec()));
    }
    Ok(Record { key, value: value.get(1..).unwrap_or_default(), length })
}

/// Some readers split a header at its line ends, so a value may have none; an extended attribute may have them where no
/// line looks like a record.
fn check_value(key: &[u8], value: &[u8]) -> Result<(), PaxError> {
    if !value.contains(&b'\n') {
        return Ok(());
    }
    let attribute = key.starts_with(b"SCHILY.xattr.") || key.starts_with(b"LIBARCHIVE.xattr.");
    let like_record = |line: &[u8]| {
        let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
        digits > 0 && line.get(digits) == Some(&b' ')
    };
    if attribute && !value.split(|byte| *byte == b'\n').skip(1).any(like_record) {
        return Ok(());
    }
    Err(match key {
        b"linkpath" | b"path" => PaxError::Newline(value.to_vec()),
        _ => PaxError::Fault(PaxFault::Newline, key.to_vec()),
    })
}

/// A decimal number without leading zeros.
fn decimal(text: &[u8]) -> Option<u64> {
    // `012` is ten for a reader that lets C guess the base.
    if text.is_empty() || text.len() > 18 || (text.len() > 1 && text.starts_with(b"0")) {
        return None;
    }
    text.iter().try_fold(0_u64, |number, digit| match digit {
        b'0'..=b'9' => Some(number * 10 + u64::from(digit - b'0')),
        _ => None,
    })
}

/// Whether GNU tar takes it for a `uid_t` or `gid_t` of Linux.
fn is_id(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_digit) && std::str::from_utf8(text).is_ok_and(|text| text.parse::<u32>().is_ok())
}

/// Whether GNU tar takes it for a time: whole seconds within `time_t`, and whatever follows them.
fn is_time(text: &[u8]) -> bool {
    let unsigned = text.strip_prefix(b"-").unwrap_or(text);
    let digits = unsigned.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let seconds = text.get(..text.len() - unsigned.len() + digits).unwrap_or_default();
    digits > 0 && std::str::from_utf8(seconds).is_ok_and(|seconds| seconds.parse::<i64>().is_ok())
}

const UTF_8: &[u8] = b"ISO-IR 10646 2000 UTF-8";
/// Digits of a record's length; a header has at most some MiB.
const MAX_DIGITS: usize = 8;
