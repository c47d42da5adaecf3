//! Private keys: which label OpenSSL takes which form under, and the public half of each.

use ed25519_dalek::SigningKey;

use super::der::{self, BIT_STRING, CONSTRUCTED, INTEGER, OCTET_STRING, OID, SEQUENCE};
use super::public_key::{self as kinds, PublicKey};

/// How a private key is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    /// `RSAPrivateKey` (RFC 8017 §A.1.2).
    Pkcs1,
    /// `PrivateKeyInfo` (RFC 5208), which says the kind of the key.
    Pkcs8,
    /// `ECPrivateKey` (RFC 5915).
    Sec1,
    /// The form of OpenSSL for DSA: six numbers.
    Dsa,
    /// `EncryptedPrivateKeyInfo` (RFC 5208 §6).
    Encrypted,
}

impl Form {
    /// The label that it stands under.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Pkcs1 => "RSA PRIVATE KEY",
            Self::Pkcs8 => "PRIVATE KEY",
            Self::Sec1 => "EC PRIVATE KEY",
            Self::Dsa => "DSA PRIVATE KEY",
            Self::Encrypted => "ENCRYPTED PRIVATE KEY",
        }
    }
}

/// A private key, by its public half.
#[derive(Debug)]
pub(super) struct PrivateKey {
    pub(super) form: Form,
    /// `None` when it cannot be derived here.
    pub(super) public: Option<PublicKey>,
}

impl PrivateKey {
    /// Reads one, whatever its label. What follows the key is skipped, as OpenSSL does.
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        let fields = der::first(der, SEQUENCE)?;
        let mut rest = fields;
        let start = der::next(&mut rest)?;
        let second = der::next(&mut rest)?;
        match (start.tag, second.tag) {
            (SEQUENCE, OCTET_STRING) => Some(Self { form: Form::Encrypted, public: None }),
            (INTEGER, SEQUENCE) => {
                let key = der::take(&mut rest, OCTET_STRING)?;
                let public = of_kind(second.contents, key)?;
                Some(Self { form: Form::Pkcs8, public })
            }
            (INTEGER, OCTET_STRING) => Some(Self { form: Form::Sec1, public: of_ec(fields, None)? }),
            (INTEGER, INTEGER) => match numbers(fields) {
                9.. => Some(Self { form: Form::Pkcs1, public: Some(of_rsa(fields)?) }),
                6 => Some(Self { form: Form::Dsa, public: Some(PublicKey::Other(DSA.to_vec())) }),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether OpenSSL reads this form under `label` (`pem_read_bio_key` of `pem_pkey.c` and its decoders; measured).
    pub(super) fn is_read_under(&self, label: &str) -> bool {
        match label {
            "RSA PRIVATE KEY" if self.form == Form::Pkcs8 => matches!(self.public, Some(PublicKey::Rsa { .. })),
            "EC PRIVATE KEY" if self.form == Form::Pkcs8 => matches!(
                self.public,
                None | Some(PublicKey::P256(_) | PublicKey::P384(_) | PublicKey::OtherCurve { .. })
            ),
            "ENCRYPTED PRIVATE KEY" => matches!(self.form, Form::Pkcs8 | Form::Encrypted),
            label => label == self.form.label(),
        }
    }
}

/// The public half of a key of `algorithm`; `Some(None)` when it cannot be derived, `None` when the key is none.
#[expect(clippy::option_option, reason = "no key, and a key of which no more is known, differ")]
fn of_kind(mut algorithm: &[u8], key: &[u8]) -> Option<Option<PublicKey>> {
    match der::take(&mut algorithm, OID)? {
        kinds::RSA | kinds::RSA_PSS => {
            let fields = der::first(key, SEQUENCE)?;
            (numbers(fields) >= 9).then(|| of_rsa(fields))
        }
        kinds::EC => of_ec(der::first(key, SEQUENCE)?, Some(algorithm)),
        kinds::ED25519 => {
            // An OCTET STRING inside of the OCTET STRING (RFC 8410 §7).
            let seed: [u8; 32] = der::first(key, OCTET_STRING)?.try_into().ok()?;
            Some(Some(PublicKey::Ed25519(SigningKey::from_bytes(&seed).verifying_key().to_bytes())))
        }
        other => Some(Some(PublicKey::Other(other.to_vec()))),
    }
}

/// How many numbers a sequence begins with: a line that was lost or doubled shifts all after it.
fn numbers(fields: &[u8]) -> usize {
    der::elements(fields).take_while(|field| field.tag == INTEGER).count()
}

fn of_rsa(mut fields: &[u8]) -> Option<PublicKey> {
    // RSAPrivateKey begins with a version.
    der::take(&mut fields, INTEGER)?;
    PublicKey::rsa(fields)
}

/// The point is derived from the private key where possible, since the file may omit it or state a wrong one.
#[expect(clippy::option_option, reason = "no key, and a key of which no more is known, differ")]
fn of_ec(fields: &[u8], outside: Option<&[u8]>) -> Option<Option<PublicKey>> {
    let mut fields = fields;
    der::take(&mut fields, INTEGER)?;
    let secret = der::take(&mut fields, OCTET_STRING)?;
    let inside = der::take(&mut fields, CONSTRUCTED);
    let point = der::take(&mut fields, CONSTRUCTED | 1);
    // PKCS#8 names the curve outside of the key, SEC1 inside (RFC 5915 §3).
    let curve = outside.or(inside)?;
    let Some(curve) = der::first(curve, OID) else {
        // The curve is written out in numbers.
        return (curve.first() == Some(&SEQUENCE)).then_some(None);
    };
    match curve {
        kinds::P256 => p256::SecretKey::from_slice(secret).ok().map(|key| Some(PublicKey::P256(key.public_key()))),
        kinds::P384 => p384::SecretKey::from_slice(secret).ok().map(|key| Some(PublicKey::P384(key.public_key()))),
        curve => {
            let bits = point.and_then(|point| der::bits(der::first(point, BIT_STRING)?));
            Some(bits.and_then(|bits| PublicKey::point(curve, bits)))
        }
    }
}

const DSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1];
