//! Blocks as OpenSSL 3.0 finds and reads them: `PEM_read_bio_ex` of `crypto/pem/pem_lib.c`, step by step.

/// A block whose first line OpenSSL sees.
#[derive(Debug)]
pub(in crate::certificate) struct Seen {
    /// Where its `-----BEGIN` stands.
    pub(in crate::certificate) begin: usize,
    /// Where the reading of it ended.
    pub(in crate::certificate) end: usize,
    pub(in crate::certificate) contents: Result<Vec<u8>, Stop>,
    /// What came before a blank line.
    pub(in crate::certificate) header: Header,
}

/// Why reading stops, which ends the reading of the file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::certificate) enum Stop {
    /// A second blank line, or lines of another length after the first ("bad end line", or no error text).
    BlankLine,
    /// "bad end line"
    EndLine,
    /// The file ends ("bad end line").
    NoEnd,
    /// "bad base64 decode"
    NotBase64,
    /// Nothing stands between the two lines; no error text.
    Empty,
}

/// What a block has in front of its base64 (RFC 1421 §4.6).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::certificate) enum Header {
    None,
    /// `Proc-Type: 4,ENCRYPTED`
    Encrypted,
    /// Others: "not proc type", or "not encrypted".
    Other,
    /// Base64 that a blank line made a header of: "not proc type".
    Base64,
}

/// Every block in order. Reading goes on behind a fault, where OpenSSL's would not.
pub(in crate::certificate) fn read(text: &[u8]) -> Vec<Seen> {
    let mut lines = Lines { text, at: 0 };
    let mut seen = Vec::new();
    while let Some((begin, label)) = first_line(&mut lines) {
        let (contents, header) = block(&mut lines, &label);
        seen.push(Seen { begin, end: lines.at, contents, header });
    }
    seen
}

/// Lines as `BIO_gets` cuts them.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Lines<'a> {
    /// The next piece of at most 254 bytes, up to a line's end or a zero byte; `None` at the end, for which OpenSSL also takes
    /// a line that starts with a zero byte.
    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = self.text.get(self.at..)?;
        let rest = rest.get(..LINE_BYTES.min(rest.len()))?;
        let length = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
        self.at += length;
        let line = rest.get(..length)?;
        let line = line.split(|byte| *byte == 0).next().unwrap_or_default();
        (!line.is_empty()).then_some(line)
    }
}

/// `get_name`: where the next line `-----BEGIN …-----` starts, and what it names.
fn first_line(lines: &mut Lines<'_>) -> Option<(usize, Vec<u8>)> {
    let mut is_first = true;
    loop {
        let mut start = lines.at;
        let mut line = lines.next()?;
        // `sanitize_line` takes the mark off the first line of each reading.
        if let Some(rest) = line.strip_prefix(BYTE_ORDER_MARK).filter(|rest| is_first && !rest.is_empty()) {
            (line, start) = (rest, start + BYTE_ORDER_MARK.len());
        }
        is_first = false;
        if let Some(label) = trimmed(line).strip_prefix(b"-----BEGIN ").and_then(|rest| rest.strip_suffix(b"-----")) {
            return Some((start, label.to_vec()));
        }
    }
}

/// `get_header_and_data`, and the decoding after it.
fn block(lines: &mut Lines<'_>, label: &[u8]) -> (Result<Vec<u8>, Stop>, Header) {
    #[derive(Eq, PartialEq)]
    enum State {
        Maybe,
        In,
        Past,
    }
    let (mut before, mut data) = (Vec::new(), Vec::new());
    let (mut state, mut is_last, mut was_cut) = (State::Maybe, false, false);
    let header = |before: &[u8], state: &State| match state {
        State::Maybe => Header::None,
        _ if before.is_empty() => Header::None,
        _ if !before.contains(&b':') => Header::Base64,
        _ if before.starts_with(b"Proc-Type:") && contains(before, b"ENCRYPTED") => Header::Encrypted,
        _ => Header::Other,
    };
    loop {
        let Some(line) = lines.next() else { return (Err(Stop::NoEnd), header(&before, &state)) };
        let is_cut = line.len() == LINE_BYTES && line.last() != Some(&b'\n');
        let ended_cut = std::mem::replace(&mut was_cut, is_cut);
        if state == State::Maybe && line.contains(&b':') {
            state = State::In;
        }
        let line = trimmed(line);
        if line.is_empty() {
            if !ended_cut {
                if state == State::Past {
                    return (Err(Stop::BlankLine), header(&before, &state));
                }
                state = State::Past;
            }
            continue;
        }
        if let Some(rest) = line.strip_prefix(b"-----END ") {
            if rest.strip_suffix(b"-----") != Some(label) {
                return (Err(Stop::EndLine), header(&before, &state));
            }
            let found = header(&before, &state);
            let base64 = if state == State::Maybe { &before } else { &data };
            return (decoded(base64), found);
        }
        if is_last {
            return (Err(Stop::BlankLine), header(&before, &state));
        }
        if state == State::Past {
            data.extend_from_slice(line);
            // "Only encrypted files need the line length check applied."
            if line.len() > 64 {
                return (Err(Stop::BlankLine), header(&before, &state));
            }
            is_last = line.len() < 64;
        } else {
            before.extend_from_slice(line);
        }
    }
}

/// `EVP_DecodeUpdate` and `EVP_DecodeFinal`: blanks do not count, and a dash ends the data.
pub(in crate::certificate) fn decoded(text: &[u8]) -> Result<Vec<u8>, Stop> {
    let data = text.split(|byte| *byte == b'-').next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(data.len() / 4 * 3);
    let (mut group, mut digits, mut padding) = (0_u32, 0_u32, 0_u32);
    for byte in data.iter().filter(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => 0,
            _ => return Err(Stop::NotBase64),
        };
        // After the padding nothing may come.
        if *byte == b'=' {
            padding += 1;
        } else if padding > 0 {
            return Err(Stop::NotBase64);
        }
        (group, digits) = (group << 6 | u32::from(value), digits + 1);
        if digits == 4 {
            bytes.extend(group.to_be_bytes().get(1..).unwrap_or_default());
            (group, digits) = (0, 0);
        }
    }
    let filled = usize::try_from(padding).unwrap_or(usize::MAX);
    if digits != 0 || filled > 2 || filled > bytes.len() {
        return Err(Stop::NotBase64);
    }
    bytes.truncate(bytes.len() - filled);
    if bytes.is_empty() { Err(Stop::Empty) } else { Ok(bytes) }
}

/// `sanitize_line`: without blanks, control characters and, since its `char` is signed, bytes beyond ASCII at the end.
pub(in crate::certificate) fn trimmed(line: &[u8]) -> &[u8] {
    let end = line.iter().rposition(|byte| (0x21..0x80).contains(byte)).map_or(0, |last| last + 1);
    line.get(..end).unwrap_or_default()
}

pub(in crate::certificate) fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

pub(in crate::certificate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// `LINESIZE` less the byte that ends a string in C.
const LINE_BYTES: usize = 254;
