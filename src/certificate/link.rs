//! One certificate (RFC 5280), reduced to what a chain is judged by.

use x509_cert::certificate::{CertificateInner, Raw};
use x509_cert::der::asn1::{AnyRef, ObjectIdentifier};
use x509_cert::der::oid::AssociatedOid;
use x509_cert::der::oid::db::rfc5912;
use x509_cert::der::{Decode, Encode, Header, Reader, SliceReader, Tag, TagNumber, Tagged};
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, SubjectAltName, SubjectKeyIdentifier,
};
use x509_cert::time::Time;

use super::public_key::PublicKey;
use super::{Algorithm, Link};
use crate::app::Timestamp;
use crate::diagnostic::Sentence;

/// A certificate as read.
#[derive(Clone, Debug)]
pub(super) struct Parsed {
    pub(super) der: Vec<u8>,
    /// The public part of this value.
    pub(super) link: Link,
    pub(super) key: Option<PublicKey>,
    /// Its `SubjectPublicKeyInfo`, as written.
    pub(super) spki: Vec<u8>,
    /// DNS names of the subject's alternative names, as written.
    pub(super) names: Vec<String>,
    /// The common name; clients no longer read it.
    pub(super) common_name: Option<String>,
    /// May sign certificates.
    pub(super) authority: bool,
    /// May be shown by a TLS server.
    pub(super) server: bool,
    /// The algorithm of its signature, when it is one that may be forged.
    pub(super) weak_signature: Option<Sentence>,
    issuer_id: Option<Vec<u8>>,
    subject_id: Option<Vec<u8>>,
}

impl Parsed {
    /// The certificate that `der` starts with. What follows it is skipped: OpenSSL's trust settings.
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        let der = first_element(der)?;
        // Without the profile's checks: a serial number of the wrong length is no reason for a server not to start.
        let certificate = CertificateInner::<Raw>::from_der(der).ok()?;
        let body = certificate.tbs_certificate();
        let key = PublicKey::of_certificate(body.subject_public_key_info());
        let value = |oid: ObjectIdentifier| {
            let extensions = body.extensions().map_or(&[][..], Vec::as_slice);
            extensions.iter().find(|extension| extension.extn_id == oid).map(|found| found.extn_value.as_bytes())
        };
        let constraints = value(BasicConstraints::OID).and_then(|bytes| BasicConstraints::from_der(bytes).ok());
        let usage = value(ExtendedKeyUsage::OID).map(|bytes| ExtendedKeyUsage::from_der(bytes).ok());
        let serves = |usage: ExtendedKeyUsage| {
            usage.0.iter().any(|oid| [rfc5912::ID_KP_SERVER_AUTH, rfc5912::ANY_EXTENDED_KEY_USAGE].contains(oid))
        };
        let issuer_id = value(AuthorityKeyIdentifier::OID)
            .and_then(|bytes| AuthorityKeyIdentifier::from_der(bytes).ok()?.key_identifier)
            .map(|id| id.as_bytes().to_vec());
        let subject_id = value(SubjectKeyIdentifier::OID)
            .and_then(|bytes| SubjectKeyIdentifier::from_der(bytes).ok())
            .map(|id| id.0.as_bytes().to_vec());
        let link = Link {
            subject: body.subject().to_string(),
            issuer: body.issuer().to_string(),
            not_before: timestamp(body.validity().not_before),
            not_after: timestamp(body.validity().not_after),
            algorithm: key.as_ref().map_or(Algorithm::Other, PublicKey::algorithm),
        };
        let common_name = body.subject().common_name().ok().flatten().map(|name| name.value().into_owned());
        Some(Self {
            der: der.to_vec(),
            link,
            key,
            spki: body.subject_public_key_info().to_der().ok()?,
            names: value(SubjectAltName::OID).map(dns_names).unwrap_or_default(),
            common_name,
            // Without basic constraints it is no authority's (RFC 5280 §4.2.1.9).
            authority: constraints.is_some_and(|constraints| constraints.ca),
            // Without the extension a certificate may be used for anything (RFC 5280 §4.2.1.12).
            server: usage.is_none_or(|usage| usage.is_some_and(serves)),
            weak_signature: weak_signature(certificate.signature_algorithm().oid),
            issuer_id,
            subject_id,
        })
    }

    /// Whether it names itself as its issuer: a root, or a self-signed certificate.
    pub(super) fn self_issued(&self) -> bool {
        same_name(&self.link.subject, &self.link.issuer) && self.may_be_issued_by(self)
    }

    /// Whether the names and key identifiers say that `issuer` signed it. The signature itself is not verified.
    pub(super) fn may_be_issued_by(&self, issuer: &Self) -> bool {
        // Not every authority writes key identifiers: without a pair of them the names decide.
        let ids = self.issuer_id.as_ref().zip(issuer.subject_id.as_ref());
        same_name(&self.link.issuer, &issuer.link.subject) && ids.is_none_or(|(named, own)| named == own)
    }
}

/// Names compare without case and without regard to which ASN.1 string type holds them (RFC 5280 §7.1).
fn same_name(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

fn first_element(der: &[u8]) -> Option<&[u8]> {
    let mut reader = SliceReader::new(der).ok()?;
    let header = Header::decode(&mut reader).ok()?;
    let head = usize::try_from(header.encoded_len().ok()?).ok()?;
    let body = usize::try_from(header.length()).ok()?;
    der.get(..head.checked_add(body)?)
}

/// The DNS names among alternative names. One name that cannot be read does not hide the others.
fn dns_names(bytes: &[u8]) -> Vec<String> {
    // dNSName of GeneralName (RFC 5280 §4.2.1.6).
    let tag = Tag::ContextSpecific { constructed: false, number: TagNumber(2) };
    let mut names = Vec::new();
    let Ok(mut reader) = SliceReader::new(bytes) else { return names };
    // What was read before a fault is kept.
    let _ = reader.sequence(|sequence| {
        while !sequence.is_finished() {
            let name = AnyRef::decode(sequence)?;
            if name.tag() == tag {
                names.extend(std::str::from_utf8(name.value()).ok().map(str::to_owned));
            }
        }
        Ok::<_, x509_cert::der::Error>(())
    });
    names
}

fn timestamp(time: Time) -> Timestamp {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_unix_seconds(seconds).unwrap_or(Timestamp::MAX)
}

fn weak_signature(oid: ObjectIdentifier) -> Option<Sentence> {
    match oid {
        rfc5912::MD_2_WITH_RSA_ENCRYPTION => Some(Sentence::plain("MD2 with RSA", "RSA（MD2）")),
        rfc5912::MD_5_WITH_RSA_ENCRYPTION => Some(Sentence::plain("MD5 with RSA", "RSA（MD5）")),
        rfc5912::SHA_1_WITH_RSA_ENCRYPTION => Some(Sentence::plain("SHA-1 with RSA", "RSA（SHA-1）")),
        ECDSA_WITH_SHA_1 => Some(Sentence::plain("SHA-1 with ECDSA", "ECDSA（SHA-1）")),
        rfc5912::DSA_WITH_SHA_1 => Some(Sentence::plain("SHA-1 with DSA", "DSA（SHA-1）")),
        _ => None,
    }
}

/// RFC 3279 §2.2.3.
const ECDSA_WITH_SHA_1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.1");
