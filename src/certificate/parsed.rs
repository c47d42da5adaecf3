//! One certificate (RFC 5280), reduced to what a chain is judged by.

use super::constraints::{Constraints, GeneralName};
use super::der::{self, BIT_STRING, BOOLEAN, CONSTRUCTED, INTEGER, OCTET_STRING, OID, PRIMITIVE, SEQUENCE};
use super::extensions::{self as known, KeyUsage};
use super::name::Name;
use super::public_key::PublicKey;
use super::signature::Signed;
use super::{Algorithm, Link};
use crate::app::Timestamp;

/// A certificate as read.
#[derive(Clone, Debug)]
pub(super) struct Parsed {
    pub(super) der: Vec<u8>,
    /// The public part of this value.
    pub(super) link: Link,
    pub(super) subject: Name,
    pub(super) issuer: Name,
    /// First and last second of its validity, since 1970 or before.
    pub(super) validity: (i64, i64),
    pub(super) key: Option<PublicKey>,
    /// Its `SubjectPublicKeyInfo`, as written.
    pub(super) spki: Vec<u8>,
    /// DNS names of the subject's alternative names, as written.
    pub(super) names: Vec<String>,
    /// The other alternative names that can be constrained.
    other_names: Vec<GeneralName>,
    /// What its issuer signed.
    pub(super) signed: Signed,
    /// May sign certificates.
    pub(super) authority: bool,
    /// How many authorities may stand between it and the server's certificate.
    pub(super) path_length: Option<usize>,
    pub(super) usage: Option<KeyUsage>,
    /// May be shown by a TLS server, or sign for such.
    pub(super) server: bool,
    pub(super) constraints: Option<Constraints>,
    /// The first critical extension that clients do not know.
    pub(super) unknown_critical: Option<String>,
    /// Proves to a log that a certificate will be issued, and is none (RFC 6962 §3.1).
    pub(super) precertificate: bool,
    issuer_id: Option<Vec<u8>>,
    subject_id: Option<Vec<u8>>,
}

impl Parsed {
    /// The certificate that `der` starts with. What follows it is skipped: OpenSSL's trust settings.
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        let whole = der::next(&mut &*der).filter(|element| element.tag == SEQUENCE)?;
        let mut rest = whole.contents;
        let body = der::next(&mut rest).filter(|element| element.tag == SEQUENCE)?;
        let algorithm = der::next(&mut rest).filter(|element| element.tag == SEQUENCE)?;
        let signature = der::bits(der::take(&mut rest, BIT_STRING)?)?;
        let mut fields = body.contents;
        // The version, which is 1 when it is not stated.
        let _ = der::take(&mut fields, CONSTRUCTED);
        der::take(&mut fields, INTEGER)?;
        let inner = der::next(&mut fields)?;
        let issuer = Name::read(der::take(&mut fields, SEQUENCE)?)?;
        let mut validity = der::take(&mut fields, SEQUENCE)?;
        let validity = (der::seconds(&der::next(&mut validity)?)?, der::seconds(&der::next(&mut validity)?)?);
        let subject = Name::read(der::take(&mut fields, SEQUENCE)?)?;
        let spki = der::next(&mut fields).filter(|element| element.tag == SEQUENCE)?;
        let key = PublicKey::of_spki(spki.contents);
        let link = Link {
            subject: subject.text.clone(),
            issuer: issuer.text.clone(),
            not_before: timestamp(validity.0),
            not_after: timestamp(validity.1),
            algorithm: key.as_ref().map_or(Algorithm::Other, PublicKey::algorithm),
        };
        let mut parsed = Self {
            der: whole.whole.to_vec(),
            link,
            subject,
            issuer,
            validity,
            key,
            spki: spki.whole.to_vec(),
            names: Vec::new(),
            other_names: Vec::new(),
            signed: Signed {
                body: body.whole.to_vec(),
                algorithm: algorithm.contents.to_vec(),
                same_inside: inner.whole == algorithm.whole,
                signature: signature.to_vec(),
            },
            // Without basic constraints it is no authority's (RFC 5280 §4.2.1.9).
            authority: false,
            path_length: None,
            usage: None,
            // Without the extension a certificate may be used for anything (RFC 5280 §4.2.1.12).
            server: true,
            constraints: None,
            unknown_critical: None,
            precertificate: false,
            issuer_id: None,
            subject_id: None,
        };
        let extensions = der::elements(fields).find(|field| field.tag == CONSTRUCTED | 3);
        for extension in extensions.into_iter().filter_map(|field| der::first(field.contents, SEQUENCE)) {
            for extension in der::elements(extension) {
                parsed.extension(extension.contents)?;
            }
        }
        Some(parsed)
    }

    fn extension(&mut self, mut extension: &[u8]) -> Option<()> {
        let oid = der::take(&mut extension, OID)?;
        let critical = der::take(&mut extension, BOOLEAN).is_some_and(|value| value != [0]);
        let value = der::take(&mut extension, OCTET_STRING)?;
        match oid {
            known::BASIC_CONSTRAINTS => {
                let mut fields = der::first(value, SEQUENCE)?;
                self.authority = der::take(&mut fields, BOOLEAN).is_some_and(|value| value != [0]);
                let length = der::take(&mut fields, INTEGER).and_then(der::unsigned);
                self.path_length = length
                    .map(|bytes| bytes.iter().fold(0_usize, |sum, byte| sum.saturating_mul(256) + usize::from(*byte)));
            }
            known::KEY_USAGE => self.usage = KeyUsage::read(der::first(value, BIT_STRING)?),
            known::EXTENDED_KEY_USAGE => {
                let purposes = der::first(value, SEQUENCE)?;
                // `xku_reject` of OpenSSL's `v3_purp.c`: "any" is not enough.
                self.server = der::elements(purposes).any(|purpose| known::SERVER_PURPOSES.contains(&purpose.contents));
            }
            known::SUBJECT_ALTERNATIVE_NAMES => self.alternative_names(der::first(value, SEQUENCE)?),
            known::NAME_CONSTRAINTS => self.constraints = Some(Constraints::read(der::first(value, SEQUENCE)?)),
            known::AUTHORITY_KEY_ID => {
                self.issuer_id = der::first(der::first(value, SEQUENCE)?, PRIMITIVE).map(<[u8]>::to_vec);
            }
            known::SUBJECT_KEY_ID => self.subject_id = der::first(value, OCTET_STRING).map(<[u8]>::to_vec),
            known::PRECERTIFICATE_POISON => self.precertificate |= critical,
            _ if critical && !known::OTHERS_KNOWN.contains(&oid) => {
                self.unknown_critical.get_or_insert_with(|| der::dotted(oid));
            }
            _ => {}
        }
        Some(())
    }

    /// The alternative names (`GeneralName` of RFC 5280 §4.2.1.6). One that cannot be read does not hide the others.
    fn alternative_names(&mut self, names: &[u8]) {
        for name in der::elements(names) {
            let text = || std::str::from_utf8(name.contents).ok().map(str::to_owned);
            match name.tag ^ PRIMITIVE {
                1 => self.other_names.extend(text().map(GeneralName::Mail)),
                2 => self.names.extend(text()),
                6 => self.other_names.extend(text().map(|uri| GeneralName::Uri(host_of(&uri).to_owned()))),
                7 => self.other_names.push(GeneralName::Address(name.contents.to_vec())),
                _ => {}
            }
        }
    }

    /// All names that an authority above may not permit. The common name of the server's certificate counts as a host where
    /// nothing else does (`NAME_CONSTRAINTS_check_CN`).
    pub(super) fn constrained_names(&self, is_leaf: bool) -> Vec<GeneralName> {
        let common = self.subject.common.as_ref().filter(|name| is_leaf && self.names.is_empty() && is_host(name));
        let directory = (!self.subject.is_empty()).then(|| GeneralName::Directory(self.subject.clone()));
        let hosts = self.names.iter().chain(common).cloned().map(GeneralName::Host);
        let mails = self.subject.texts(MAIL_ADDRESS).map(GeneralName::Mail);
        directory.into_iter().chain(hosts).chain(mails).chain(self.other_names.iter().cloned()).collect()
    }

    /// Whether it names itself as its issuer, with the key that it certifies: a root, or a self-signed certificate.
    pub(super) fn self_issued(&self) -> bool {
        self.subject.is(&self.issuer) && self.may_be_issued_by(self)
    }

    /// Whether the names and key identifiers say that `issuer` signed it. The signature is [`Signed::verified`].
    pub(super) fn may_be_issued_by(&self, issuer: &Self) -> bool {
        self.issuer.is(&issuer.subject) && self.names_key_of(issuer) != Some(false)
    }

    /// Whether it names the key of `issuer`. Not every authority writes key identifiers.
    pub(super) fn names_key_of(&self, issuer: &Self) -> Option<bool> {
        Some(self.issuer_id.as_ref()? == issuer.subject_id.as_ref()?)
    }
}

/// The host of `scheme://user@host:port/`.
fn host_of(uri: &str) -> &str {
    let rest = uri.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    host.rsplit_once(':').map_or(host, |(host, _)| host)
}

/// Whether a common name could be a host's (`cn2dnsid`).
fn is_host(name: &str) -> bool {
    let is_label = |label: &str| {
        let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        !label.is_empty() && label.bytes().all(is_inner) && !label.starts_with('-') && !label.ends_with('-')
    };
    name.contains('.') && name.split('.').all(is_label)
}

/// emailAddress of PKCS#9
const MAIL_ADDRESS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 9, 1];

/// The nearest time that this crate can show.
fn timestamp(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(seconds.max(0)).unwrap_or(Timestamp::MAX)
}
