//! The text form of certificates and keys (RFC 7468): what OpenSSL reads of it, and what was meant.

mod markers;
mod openssl;

use std::ops::Range;

use base64ct::{Base64, Encoding};

use self::markers::Marker;
use self::openssl::{BYTE_ORDER_MARK, Header, Seen, Stop, contains, trimmed};
use crate::diagnostic::terms;

/// What stands between `-----BEGIN …-----` and `-----END …-----`. Never printed: it may be a key.
pub(super) struct Block {
    /// The words after `BEGIN`, when they are known ones.
    pub(super) label: &'static str,
    /// Bytes of the first line.
    pub(super) begin: Range<usize>,
    /// What it holds; where OpenSSL does not read it, what it was meant to hold.
    pub(super) contents: Option<Vec<u8>>,
    /// Why OpenSSL does not read it.
    pub(super) fault: Option<Fault>,
    /// Its header says that it is encrypted (RFC 1421).
    pub(super) encrypted: bool,
    /// Characters of its lines that are not empty.
    lines: Vec<usize>,
}

impl Block {
    /// Whether its lines have so many characters; the last one may have fewer.
    pub(super) fn has_lines_of(&self, length: usize) -> bool {
        let (last, others) = self.lines.split_last().map_or((0, &[][..]), |(last, others)| (*last, others));
        last <= length && others.iter().all(|other| *other == length)
    }
}

terms! {
    /// Why OpenSSL does not read a block.
    pub(super) Fault {
        Blank = "a blank stands before -----BEGIN" / "-----BEGIN 前面有空白",
        BlankLine = "an empty line stands inside of it" / "其中有空行",
        CarriageReturns = "its lines end with carriage returns alone" / "行尾只有回车符（CR）",
        Dashes = "-----BEGIN and its label do not have five dashes on each side" / "-----BEGIN 标签两侧不是五个连字符",
        Empty = "it is empty" / "内容为空",
        EndHidden = "its -----END …----- does not stand at the start of a line" / "-----END …----- 不在行首",
        Escaped = r"its newlines are the two characters \n, as in JSON" / r"换行符是 \n 两个字符（如同在 JSON 中）",
        Header = "it has a header line with a colon" / "其中有带冒号的头部行",
        Joined = "its -----END …----- and the next -----BEGIN …----- stand on the same line"
            / "-----END …----- 与下一个 -----BEGIN …----- 在同一行",
        JoinedText = "its base64 stands on the same line as -----BEGIN" / "base64 与 -----BEGIN 在同一行",
        Mark = "a byte order mark stands before -----BEGIN" / "-----BEGIN 前面有字节顺序标记（BOM）",
        NoEnd = "its line -----END …----- is missing" / "缺少 -----END …----- 行",
        NotBase64 = "its lines are not base64" / "内容不是 base64",
        OneLine = "it stands on one line without line breaks" / "整个块在同一行，没有换行",
        OtherEnd = "its line -----END …----- names something else" / "-----END …----- 行的标签与开头不同",
        Swallowed = "the line -----END …----- of the block before it is missing or does not stand at the start of a line"
            / "前一个块的 -----END …----- 行缺失或不在行首",
        Text = "text stands before -----BEGIN on its line" / "-----BEGIN 所在行的前面有其他文字",
        TextBehind = "text stands behind its -----END …-----" / "-----END …----- 后面有其他文字",
    }
}

impl Fault {
    /// Whether OpenSSL goes on behind the block, which it does not see.
    pub(super) const fn is_passed_over(self) -> bool {
        matches!(
            self,
            Self::Blank
                | Self::CarriageReturns
                | Self::Dashes
                | Self::Escaped
                | Self::JoinedText
                | Self::Mark
                | Self::OneLine
                | Self::Text
        )
    }
}

/// The blocks of a text, in order: those that OpenSSL reads, and those that it does not, with the reason.
pub(super) fn blocks(text: &[u8]) -> Vec<Block> {
    let markers = markers::find(text);
    let seen = openssl::read(text);
    let begins = markers.iter().enumerate().filter(|(_, marker)| marker.is_begin);
    begins.map(|(number, begin)| block(text, begin, markers.get(number + 1..).unwrap_or_default(), &seen)).collect()
}

/// A certificate as a block.
pub(super) fn certificate(der: &[u8]) -> String {
    let mut text = String::from("-----BEGIN CERTIFICATE-----\n");
    let base64 = Base64::encode_string(der);
    let mut rest = base64.as_str();
    while !rest.is_empty() {
        // RFC 7468 §2 wants 64 characters a line, and so does the load balancer.
        let (line, after) = rest.split_at_checked(64).unwrap_or((rest, ""));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str("-----END CERTIFICATE-----\n");
    text
}

/// The block that starts at `begin`, by the markers after it and by what OpenSSL sees.
fn block(text: &[u8], begin: &Marker, after: &[Marker], seen: &[Seen]) -> Block {
    let next = after.first();
    let body = text.get(begin.end..next.map_or(text.len(), |next| next.start)).unwrap_or_default();
    let found = seen.binary_search_by_key(&begin.start, |seen| seen.begin).ok().and_then(|at| seen.get(at));
    let mut block = Block {
        label: begin.label,
        begin: begin.start..begin.end,
        contents: None,
        fault: None,
        encrypted: false,
        lines: body.split(|byte| *byte == b'\n').map(|line| trimmed(line).len()).filter(|length| *length > 0).collect(),
    };
    let Some(found) = found else {
        let previous = seen.partition_point(|seen| seen.begin < begin.start).checked_sub(1).and_then(|at| seen.get(at));
        let swallowed = previous.is_some_and(|before| begin.start < before.end);
        block.fault = Some(unseen(text, begin, after, swallowed));
        block.contents = meant(body);
        return block;
    };
    block.encrypted = found.header == Header::Encrypted;
    block.fault = match (&found.contents, found.header) {
        (Err(Stop::NoEnd | Stop::EndLine), _) => Some(unended(text, begin, after)),
        (_, Header::Base64) | (Err(Stop::BlankLine), Header::None) => Some(Fault::BlankLine),
        (_, Header::Other) | (Err(Stop::BlankLine), Header::Encrypted) => Some(Fault::Header),
        (Ok(_), _) => None,
        (Err(Stop::Empty), _) => Some(Fault::Empty),
        (Err(Stop::NotBase64), _) => Some(Fault::NotBase64),
    };
    block.contents = match &found.contents {
        Ok(contents) if block.fault.is_none() => Some(contents.clone()),
        _ => meant(body),
    };
    block
}

/// Why a first line is not seen.
fn unseen(text: &[u8], begin: &Marker, after: &[Marker], swallowed: bool) -> Fault {
    let line_start =
        text.get(..begin.start).unwrap_or_default().iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let rest = text.get(begin.end..).unwrap_or_default();
    let line_end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()) + begin.end;
    let before = text.get(line_start..begin.start).unwrap_or_default();
    let behind = trimmed(text.get(begin.end..line_end).unwrap_or_default());
    let is_end_before = contains(before, b"-----END ");
    match () {
        () if !text.contains(&b'\n') && text.contains(&b'\r') => Fault::CarriageReturns,
        () if rest.starts_with(br"\n") || rest.starts_with(br"\r\n") => Fault::Escaped,
        () if is_end_before => Fault::Joined,
        () if after.first().is_some_and(|next| next.start < line_end) => Fault::OneLine,
        () if swallowed => Fault::Swallowed,
        () if !begin.is_whole => Fault::Dashes,
        () if before == BYTE_ORDER_MARK => Fault::Mark,
        () if !behind.is_empty() && !behind.starts_with(b"-") => Fault::JoinedText,
        () if before.iter().all(|byte| byte.is_ascii_whitespace() || *byte >= 0x80) && !before.is_empty() => {
            Fault::Blank
        }
        () => Fault::Text,
    }
}

/// Why the end of a block is not seen.
fn unended(text: &[u8], begin: &Marker, after: &[Marker]) -> Fault {
    let Some(end) = after.first().filter(|next| !next.is_begin) else { return Fault::NoEnd };
    let line = text.get(begin.end..end.start).unwrap_or_default();
    let is_at_start = end.start == 0 || text.get(end.start - 1) == Some(&b'\n');
    let behind = text.get(end.end..).unwrap_or_default().split(|byte| *byte == b'\n').next().unwrap_or_default();
    match after.get(1) {
        Some(next) if next.is_begin && next.start < end.end + behind.len() => Fault::Joined,
        // Short enough to end within the first piece of the line: all of it is taken for the label.
        _ if !line.contains(&b'\n') => Fault::OneLine,
        _ if !is_at_start => Fault::EndHidden,
        _ if end.label != begin.label => Fault::OtherEnd,
        _ => Fault::TextBehind,
    }
}

/// What a block was meant to hold: its base64 without what form fields, editors and mail programs put between.
fn meant(body: &[u8]) -> Option<Vec<u8>> {
    let mut base64 = Vec::with_capacity(body.len());
    for line in body.split(|byte| matches!(byte, b'\n' | b'\r')) {
        // A header, as `Comment: made by hand`.
        if line.contains(&b':') {
            continue;
        }
        let mut rest = line;
        while let Some((first, after)) = rest.split_first() {
            rest = match (first, after.first()) {
                (b'\\', Some(b'n' | b'r')) => after.get(1..).unwrap_or_default(),
                (b'"' | b'\'' | b'>' | b',' | b'\\', _) => after,
                _ if first.is_ascii_whitespace() || !first.is_ascii() => after,
                _ => {
                    base64.push(*first);
                    after
                }
            };
        }
    }
    openssl::decoded(&base64).ok()
}
