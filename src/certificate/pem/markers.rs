//! Where `-----BEGIN …-----` and `-----END …-----` were meant to stand, whether OpenSSL sees them or not.

/// The first or last line of a block, as far as it is there.
#[derive(Clone, Copy, Debug)]
pub(in crate::certificate) struct Marker {
    /// Where its dashes begin.
    pub(in crate::certificate) start: usize,
    /// Where the dashes behind the label end.
    pub(in crate::certificate) end: usize,
    pub(in crate::certificate) is_begin: bool,
    /// One of [`LABELS`]. Any others are empty here: a key that lost its line ends is all one line, and is where the words
    /// are.
    pub(in crate::certificate) label: &'static str,
    /// Five dashes stand on either side.
    pub(in crate::certificate) is_whole: bool,
}

/// Every marker of a text, in order.
pub(in crate::certificate) fn find(text: &[u8]) -> Vec<Marker> {
    let mut markers = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.iter().position(|byte| matches!(byte, b'B' | b'E'))) {
        let word = from + at;
        let rest = text.get(word..).unwrap_or_default();
        from = word + 1;
        let (is_begin, label) = match (rest.strip_prefix(b"BEGIN "), rest.strip_prefix(b"END ")) {
            (Some(label), _) => (true, label),
            (_, Some(label)) => (false, label),
            _ => continue,
        };
        let before = dashes(text.get(..word).unwrap_or_default().iter().rev().copied());
        if before == 0 || markers.len() >= MOST_MARKERS {
            continue;
        }
        let at_label = text.len() - label.len();
        let known = LABELS.into_iter().find(|known| {
            label.strip_prefix(known.as_bytes()).is_some_and(|behind| behind.first().is_some_and(|byte| is_dash(*byte)))
        });
        let known_end = at_label + known.map_or(0, str::len);
        let after =
            if known.is_some() { dashes(text.get(known_end..).unwrap_or_default().iter().copied().take(5)) } else { 0 };
        markers.push(Marker {
            start: word - before.min(5),
            end: known_end + after,
            is_begin,
            label: known.unwrap_or_default(),
            is_whole: before == 5 && after == 5,
        });
    }
    markers
}

/// How many dashes come first. What a word processor makes of two of them counts by its bytes.
fn dashes(bytes: impl Iterator<Item = u8>) -> usize {
    bytes.take_while(|byte| is_dash(*byte)).take(8).count()
}

/// A hyphen, or a byte of an en dash or em dash.
const fn is_dash(byte: u8) -> bool {
    matches!(byte, b'-' | 0xe2 | 0x80 | 0x93 | 0x94)
}

/// No chain has so many, and looking around each costs time.
const MOST_MARKERS: usize = 1000;

/// The labels of OpenSSL's `pem.h`, of OpenSSH and of PGP, and what is written in their place.
const LABELS: [&str; 27] = [
    "ANY PRIVATE KEY",
    "CERTIFICATE",
    "CERTIFICATE REQUEST",
    "CMS",
    "DH PARAMETERS",
    "DSA PARAMETERS",
    "DSA PRIVATE KEY",
    "EC PARAMETERS",
    "EC PRIVATE KEY",
    "ED25519 PRIVATE KEY",
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
    "SM2 PARAMETERS",
    "SM2 PRIVATE KEY",
    "TRUSTED CERTIFICATE",
    "X.509 CERTIFICATE",
    "X509 CERTIFICATE",
    "X509 CRL",
];
