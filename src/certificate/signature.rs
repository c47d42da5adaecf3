//! Signatures of certificates: which schemes there are, and whether one holds.

use p256::ecdsa::signature::Verifier;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::BoxedUint;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::der::{self, CONSTRUCTED, INTEGER, OID, SEQUENCE};
use super::public_key::PublicKey;
use crate::diagnostic::Sentence;

/// What an issuer signed, and how.
#[derive(Clone, Debug)]
pub(super) struct Signed {
    /// `tbsCertificate`, as written.
    pub(super) body: Vec<u8>,
    /// What the `AlgorithmIdentifier` holds.
    pub(super) algorithm: Vec<u8>,
    /// The body names the same algorithm (RFC 5280 §4.1.1.2).
    pub(super) same_inside: bool,
    pub(super) signature: Vec<u8>,
}

#[derive(Clone, Copy, Debug)]
enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

#[derive(Clone, Copy, Debug)]
enum Scheme {
    Pkcs1(Hash),
    Pss(Hash, usize),
    Ecdsa(Hash),
    Ed25519,
}

impl Signed {
    /// Whether the owner of `key` signed it; `None` when the scheme is not one of those that are computed here.
    pub(super) fn verified(&self, key: &PublicKey) -> Option<bool> {
        if !self.same_inside {
            return Some(false);
        }
        let (body, signature) = (&self.body[..], &self.signature[..]);
        let scheme = Scheme::of(&self.algorithm);
        match (key, scheme) {
            (PublicKey::Rsa { modulus, exponent }, Some(Scheme::Pkcs1(hash))) => {
                let key = rsa_key(modulus, exponent)?;
                let verified = match hash {
                    Hash::Sha256 => key.pkcs1v15_verify::<Sha256>(body, signature),
                    Hash::Sha384 => key.pkcs1v15_verify::<Sha384>(body, signature),
                    Hash::Sha512 => key.pkcs1v15_verify::<Sha512>(body, signature),
                };
                Some(verified.is_ok())
            }
            (PublicKey::Rsa { modulus, exponent }, Some(Scheme::Pss(hash, salt))) => {
                let key = rsa_key(modulus, exponent)?;
                let signature = rsa::pss::Signature::try_from(signature).ok();
                let verified = signature.is_some_and(|signature| match hash {
                    Hash::Sha256 => {
                        rsa::pss::VerifyingKey::<Sha256>::new_with_salt_len(key, salt).verify(body, &signature).is_ok()
                    }
                    Hash::Sha384 => {
                        rsa::pss::VerifyingKey::<Sha384>::new_with_salt_len(key, salt).verify(body, &signature).is_ok()
                    }
                    Hash::Sha512 => {
                        rsa::pss::VerifyingKey::<Sha512>::new_with_salt_len(key, salt).verify(body, &signature).is_ok()
                    }
                });
                Some(verified)
            }
            (PublicKey::P256(key), Some(Scheme::Ecdsa(hash))) => {
                let key = p256::ecdsa::VerifyingKey::from(key);
                let signature = p256::ecdsa::Signature::from_der(signature);
                Some(signature.is_ok_and(|signature| key.verify_prehash(&hash.of(body), &signature).is_ok()))
            }
            (PublicKey::P384(key), Some(Scheme::Ecdsa(hash))) => {
                let key = p384::ecdsa::VerifyingKey::from(key);
                let signature = p384::ecdsa::Signature::from_der(signature);
                Some(signature.is_ok_and(|signature| key.verify_prehash(&hash.of(body), &signature).is_ok()))
            }
            (PublicKey::Ed25519(key), Some(Scheme::Ed25519)) => {
                let key = ed25519_dalek::VerifyingKey::from_bytes(key).ok();
                let signature = ed25519_dalek::Signature::from_slice(signature).ok();
                Some(key.zip(signature).is_some_and(|(key, signature)| key.verify(body, &signature).is_ok()))
            }
            // A scheme of another kind of key: nobody's signature.
            (PublicKey::Rsa { .. }, Some(Scheme::Ecdsa(_) | Scheme::Ed25519))
            | (PublicKey::P256(_) | PublicKey::P384(_), Some(Scheme::Pkcs1(_) | Scheme::Pss(..) | Scheme::Ed25519))
            | (PublicKey::Ed25519(_), Some(_)) => Some(false),
            _ => None,
        }
    }

    /// What it is signed with, when that may be forged.
    pub(super) fn weakness(&self) -> Option<Sentence> {
        let oid = der::first(&self.algorithm, OID)?;
        WEAK.iter().find(|(weak, _)| *weak == oid).map(|(_, name)| *name)
    }
}

impl Scheme {
    fn of(mut algorithm: &[u8]) -> Option<Self> {
        let oid = der::take(&mut algorithm, OID)?;
        let pkcs1 = oid.strip_prefix(PKCS1);
        match (oid, pkcs1) {
            (_, Some([11])) => Some(Self::Pkcs1(Hash::Sha256)),
            (_, Some([12])) => Some(Self::Pkcs1(Hash::Sha384)),
            (_, Some([13])) => Some(Self::Pkcs1(Hash::Sha512)),
            (_, Some([10])) => Self::pss(der::first(algorithm, SEQUENCE)?),
            ([0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2], _) => Some(Self::Ecdsa(Hash::Sha256)),
            ([0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3], _) => Some(Self::Ecdsa(Hash::Sha384)),
            ([0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 4], _) => Some(Self::Ecdsa(Hash::Sha512)),
            ([0x2b, 0x65, 0x70], _) => Some(Self::Ed25519),
            _ => None,
        }
    }

    /// `RSASSA-PSS-params` (RFC 4055 §3.1). What is left out is SHA-1, which is not computed here.
    fn pss(mut fields: &[u8]) -> Option<Self> {
        let hash = Hash::of_identifier(der::first(der::take(&mut fields, CONSTRUCTED)?, SEQUENCE)?)?;
        let mut mask = der::first(der::take(&mut fields, CONSTRUCTED | 1)?, SEQUENCE)?;
        der::take(&mut mask, OID)?;
        Hash::of_identifier(der::first(mask, SEQUENCE)?)?;
        let salt = der::first(der::take(&mut fields, CONSTRUCTED | 2)?, INTEGER).and_then(der::unsigned)?;
        let [salt] = salt else { return None };
        Some(Self::Pss(hash, usize::from(*salt)))
    }
}

impl Hash {
    fn of_identifier(mut algorithm: &[u8]) -> Option<Self> {
        match der::take(&mut algorithm, OID)? {
            [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1] => Some(Self::Sha256),
            [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2] => Some(Self::Sha384),
            [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3] => Some(Self::Sha512),
            _ => None,
        }
    }

    fn of(self, body: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(body).to_vec(),
            Self::Sha384 => Sha384::digest(body).to_vec(),
            Self::Sha512 => Sha512::digest(body).to_vec(),
        }
    }
}

/// A key of 1024 to 8192 bits, which is what the crate computes with: others are not known to be wrong.
fn rsa_key(modulus: &[u8], exponent: &[u8]) -> Option<rsa::PublicKey> {
    let number = BoxedUint::from_be_slice_vartime;
    rsa::PublicKey::new(number(modulus), number(exponent)).ok()
}

/// `sha256WithRSAEncryption` and the like lie below this one (RFC 8017 §A).
const PKCS1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1];

/// MD2, MD4, MD5 and SHA-1, with each kind of key.
const WEAK: [(&[u8], Sentence); 6] = [
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 2], Sentence::plain("MD2 with RSA", "RSA（MD2）")),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 3], Sentence::plain("MD4 with RSA", "RSA（MD4）")),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 4], Sentence::plain("MD5 with RSA", "RSA（MD5）")),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 5], Sentence::plain("SHA-1 with RSA", "RSA（SHA-1）")),
    (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1], Sentence::plain("SHA-1 with ECDSA", "ECDSA（SHA-1）")),
    (&[0x2a, 0x86, 0x48, 0xce, 0x38, 4, 3], Sentence::plain("SHA-1 with DSA", "DSA（SHA-1）")),
];
