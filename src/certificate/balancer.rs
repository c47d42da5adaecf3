//! Whether the load balancer of the standard tier takes the two files.

pub(super) mod rules;

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use self::rules::{
    BALANCER_ALGORITHM, BALANCER_BLANK_LINE, BALANCER_KEY_FORMAT, BALANCER_KEY_SIZE, BALANCER_LINE_LENGTH,
};
use super::file::label;
use super::parsed::Parsed;
use super::server::{Certificates, Key};
use super::{Algorithm, File};
use crate::app::Date;
use crate::diagnostic::{Findings, Location};
use crate::finding;

/// What the load balancer of the standard tier takes, and who says so: a value, so that an embedder whose load balancer takes
/// something else says that.
///
/// # Examples
///
/// ```
/// use cloudapp::certificate::BalancerFacts;
///
/// let documented = BalancerFacts::documented();
/// assert!(documented.rsa_bits.contains(&2048) && !documented.takes_ecdsa);
/// let mut json = serde_json::to_value(&documented)?;
/// json["takes_ecdsa"] = true.into();
/// json["source"] = "support ticket 7".into();
/// let own: BalancerFacts = serde_json::from_value(json)?;
/// assert!(own.takes_ecdsa);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct BalancerFacts {
    /// Sizes of RSA keys in bits.
    pub rsa_bits: BTreeSet<u32>,
    /// Whether certificates for keys on P-256 and P-384 are taken.
    pub takes_ecdsa: bool,
    /// Whether private keys in PKCS#8 are taken, and not in PKCS#1 alone.
    pub takes_pkcs8: bool,
    /// Whether empty lines may stand between certificates.
    pub takes_blank_lines: bool,
    /// Characters in each line of base64 but the last; `None` when any number is taken.
    pub line_length: Option<u8>,
    /// Who says so.
    pub source: Cow<'static, str>,
    /// The day on which the source said so.
    pub as_of: Date,
}

impl BalancerFacts {
    /// What the product documentation of the classic load balancer (CLB) says.
    #[must_use]
    pub fn documented() -> Self {
        Self {
            rsa_bits: BTreeSet::from([1024, 2048, 4096]),
            takes_ecdsa: false,
            takes_pkcs8: false,
            takes_blank_lines: false,
            line_length: Some(64),
            source: Cow::Borrowed("CLB, certificate requirements and format conversion"),
            as_of: Date::known(2025, 2, 14),
        }
    }
}

/// Judges what can be read by what the load balancer takes.
pub(super) fn judge(
    facts: &BalancerFacts,
    certificates: &Certificates<'_>,
    leaf: Option<(&Parsed, &Location)>,
    key: &Key<'_>,
    findings: &mut Findings<'_>,
) {
    let source = || facts.source.clone();
    let as_of = facts.as_of;
    if let Some((leaf, location)) = leaf {
        let subject = leaf.link.subject.clone();
        let finding = match leaf.link.algorithm {
            Algorithm::Rsa { bits } if facts.rsa_bits.contains(&bits) => None,
            Algorithm::Rsa { bits } => {
                let sizes: Vec<u32> = facts.rsa_bits.iter().copied().collect();
                Some(finding!(BALANCER_KEY_SIZE { subject, bits, sizes, source: source(), as_of }))
            }
            Algorithm::P256 | Algorithm::P384 if facts.takes_ecdsa => None,
            algorithm => Some(finding!(BALANCER_ALGORITHM { subject, algorithm, source: source(), as_of })),
        };
        if let Some(finding) = finding {
            findings.add(location.clone(), finding);
        }
        // An EC key in PKCS#1 does not exist: that the key is none for RSA was said.
        let is_rsa = matches!(leaf.link.algorithm, Algorithm::Rsa { .. });
        if let Some(block) =
            key.block.as_ref().filter(|block| is_rsa && block.label != "RSA PRIVATE KEY" && !facts.takes_pkcs8)
        {
            let (file, block_label) = (key.file.name.to_owned(), label(block));
            let finding = finding!(BALANCER_KEY_FORMAT { file, block: block_label, source: source(), as_of });
            findings.add(key.file.first_line(block), finding);
        }
    }
    let file = certificates.file;
    if !facts.takes_blank_lines && has_blank_line(file, certificates) {
        let finding = finding!(BALANCER_BLANK_LINE { file: file.name.to_owned(), source: source(), as_of });
        findings.add(file.location(), finding);
    }
    let Some(length) = facts.line_length else { return };
    let blocks =
        certificates.blocks.iter().map(|block| (file, block)).chain(key.block.iter().map(|block| (key.file, block)));
    let uneven =
        blocks.into_iter().find(|(_, block)| block.fault.is_none() && !block.has_lines_of(usize::from(length)));
    if let Some((file, block)) = uneven {
        let (name, block_label) = (file.name.to_owned(), label(block));
        let finding =
            finding!(BALANCER_LINE_LENGTH { file: name, block: block_label, length, source: source(), as_of });
        findings.add(file.first_line(block), finding);
    }
}

/// Whether an empty line stands between the first block and the last.
fn has_blank_line(file: File<'_>, certificates: &Certificates<'_>) -> bool {
    let begins = || certificates.blocks.iter().map(|block| block.begin.start);
    let (Some(first), Some(last)) = (begins().min(), begins().max()) else { return false };
    let text = file.bytes.get(first..last).unwrap_or_default();
    let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    // What follows the last line break is the line of the last block, which is there.
    lines.split_last().is_some_and(|(_, lines)| lines.iter().any(|line| line.trim_ascii().is_empty()))
}
