//! The target of a request, as `ngx_http_parse_request_line` and `ngx_http_parse_complex_uri` read it.

use super::escape::decoded;

/// A target: the decoded path and what nginx remembers of the way it was written.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Target {
    pub(super) path: Vec<u8>,
    pub(super) arguments: Vec<u8>,
    /// A `%` in the path.
    pub(super) quoted: bool,
    /// A `+` in the path.
    pub(super) plus: bool,
}

/// Reads the path and query of a request line; `None` is 400.
pub(super) fn target(raw: &[u8], merge_slashes: bool) -> Option<Target> {
    // A character below a space ends the request line or is refused; `#` begins what browsers keep to themselves.
    if !raw.starts_with(b"/") || raw.iter().any(|byte| *byte <= b' ' || *byte == 0x7f) {
        return None;
    }
    let (before, arguments) = match raw.iter().position(|byte| matches!(byte, b'?' | b'#')) {
        Some(at) if raw.get(at) == Some(&b'?') => {
            let query = raw.get(at + 1..).unwrap_or_default();
            (raw.get(..at)?, query.split(|byte| *byte == b'#').next().unwrap_or_default())
        }
        Some(at) => (raw.get(..at)?, &[][..]),
        None => (raw, &[][..]),
    };
    let decoded = decode(before)?;
    Some(Target {
        path: normal(&decoded, merge_slashes)?,
        arguments: arguments.to_vec(),
        quoted: before.contains(&b'%'),
        plus: before.contains(&b'+'),
    })
}

fn decode(path: &[u8]) -> Option<Vec<u8>> {
    let mut result = Vec::with_capacity(path.len());
    let mut rest = path;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'%' {
            result.push(*byte);
            continue;
        }
        let [high, low, after @ ..] = rest else { return None };
        if !high.is_ascii_hexdigit() || !low.is_ascii_hexdigit() {
            return None;
        }
        rest = after;
        result.push(Some(decoded(*high, *low)).filter(|byte| *byte != 0)?);
    }
    Some(result)
}

/// The path without `.`, `..` and, with `merge_slashes`, doubled slashes; `None` above the root.
fn normal(path: &[u8], merge_slashes: bool) -> Option<Vec<u8>> {
    let mut segments: Vec<&[u8]> = Vec::new();
    let mut rest = path.split(|byte| *byte == b'/').skip(1).peekable();
    while let Some(segment) = rest.next() {
        let last = rest.peek().is_none();
        match segment {
            b"." => {
                if last {
                    segments.push(b"");
                }
            }
            b".." => {
                segments.pop()?;
                if last {
                    segments.push(b"");
                }
            }
            b"" if merge_slashes && !last => {}
            segment => segments.push(segment),
        }
    }
    let mut result = Vec::with_capacity(path.len());
    for segment in segments {
        result.push(b'/');
        result.extend_from_slice(segment);
    }
    Some(result)
}
