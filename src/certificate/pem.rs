//! The text form of certificates and keys (RFC 7468), read as OpenSSL reads it.

use std::ops::Range;

use base64ct::{Base64, Encoding};

use crate::diagnostic::terms;

/// One `-----BEGIN …-----` to its `-----END …-----`.
#[derive(Debug)]
pub(super) struct Block {
    /// The words after `BEGIN`, one of [`LABELS`]. Any others are empty here: a key that lost its line ends is all one
    /// line, and is where the words are.
    pub(super) label: &'static str,
    /// Bytes of the first line.
    pub(super) begin: Range<usize>,
    /// What the base64 lines hold.
    pub(super) contents: Result<Vec<u8>, Damage>,
    /// The header says that the contents are encrypted (RFC 1421).
    pub(super) encrypted: bool,
}

terms! {
    /// Why a block cannot be read.
    pub(super) Damage {
        Mark = "a byte order mark hides its first line; save the file as UTF-8 without one"
            / "文件开头的字节顺序标记（BOM）遮住了第一行，请另存为不带 BOM 的 UTF-8",
        NoEnd = "its line -----END …----- is missing" / "缺少 -----END …----- 行",
        NoKey = "it is no private key" / "内容不是私钥",
        NotBase64 = "its lines are not base64" / "内容不是 base64",
        NotX509 = "it is no X.509 certificate" / "内容不是 X.509 证书",
    }
}

/// The blocks of a text, in order. Everything outside of blocks is skipped, as are lines that do not start with the
/// dashes: a byte order mark or a space before them hides a block from OpenSSL too.
pub(super) fn blocks(text: &[u8]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Open> = None;
    let mut at = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let span = at..at + line.trim_ascii_end().len();
        at += line.len();
        let line = line.trim_ascii_end();
        if let Some(label) = between(line, b"-----BEGIN ") {
            blocks.extend(open.replace(Open::new(known(label), span)).map(|unended| unended.end(false)));
        } else if let Some(label) = between(line, b"-----END ") {
            blocks.extend(open.take().map(|block| {
                // OpenSSL stops at an end with another label ("bad end line").
                let same = block.label.as_bytes() == label;
                block.end(same)
            }));
        } else if let Some(block) = &mut open {
            block.line(line);
        }
    }
    blocks.extend(open.map(|unended| unended.end(false)));
    blocks
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

struct Open {
    label: &'static str,
    begin: Range<usize>,
    base64: Vec<u8>,
    /// Lines with a colon come first, up to an empty line.
    in_headers: bool,
    encrypted: bool,
}

impl Open {
    const fn new(label: &'static str, begin: Range<usize>) -> Self {
        Self { label, begin, base64: Vec::new(), in_headers: false, encrypted: false }
    }

    fn line(&mut self, line: &[u8]) {
        if self.base64.is_empty() && line.contains(&b':') {
            self.in_headers = true;
            self.encrypted |= line.starts_with(b"Proc-Type:") && line.ends_with(b"ENCRYPTED");
        } else if self.in_headers {
            // A header may go on in the next line; only an empty one ends them.
            self.in_headers = !line.is_empty();
        } else {
            self.base64.extend(line.iter().filter(|byte| !byte.is_ascii_whitespace()));
        }
    }

    fn end(self, complete: bool) -> Block {
        let Self { label, begin, base64, encrypted, .. } = self;
        let decoded = || {
            let base64 = std::str::from_utf8(&base64).map_err(|_| Damage::NotBase64)?;
            let bytes = Base64::decode_vec(base64).map_err(|_| Damage::NotBase64)?;
            if bytes.is_empty() { Err(Damage::NotBase64) } else { Ok(bytes) }
        };
        let contents = if complete { decoded() } else { Err(Damage::NoEnd) };
        Block { label, begin, contents, encrypted }
    }
}

fn between<'a>(line: &'a [u8], start: &[u8]) -> Option<&'a [u8]> {
    line.strip_prefix(start)?.strip_suffix(b"-----")
}

fn known(label: &[u8]) -> &'static str {
    LABELS.into_iter().find(|known| known.as_bytes() == label).unwrap_or_default()
}

/// The labels of OpenSSL's `pem.h`, of OpenSSH and of PGP.
const LABELS: [&str; 24] = [
    "ANY PRIVATE KEY",
    "CERTIFICATE",
    "CERTIFICATE REQUEST",
    "CMS",
    "DH PARAMETERS",
    "DSA PARAMETERS",
    "DSA PRIVATE KEY",
    "EC PARAMETERS",
    "EC PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
    "NEW CERTIFICATE REQUEST",
    "OPENSSH PRIVATE KEY",
    "PGP PRIVATE KEY BLOCK",
    "PGP PUBLIC KEY BLOCK",
    "PKCS #7 SIGNED DATA",
    "PKCS7",
    "PRIVATE KEY",
    "PUBLIC KEY",
    "RSA PRIVATE KEY",
    "RSA PUBLIC KEY",
    "SM2 PRIVATE KEY",
    "TRUSTED CERTIFICATE",
    "X509 CERTIFICATE",
    "X509 CRL",
];
