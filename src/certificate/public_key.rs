//! Public keys, read from certificates and derived from private keys.

use ed25519_dalek::SigningKey;
use pkcs8::PrivateKeyInfoRef;
use sec1::EcPrivateKey;
use x509_cert::der::asn1::{ObjectIdentifier, OctetStringRef, UintRef};
use x509_cert::der::oid::db::{rfc5912, rfc8410};
use x509_cert::der::{Decode, Reader, SliceReader};
use x509_cert::spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoOwned};

use super::Algorithm;
use crate::diagnostic::{Phrase, speaks};
use crate::phrase;

/// A public key, to be compared with another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum PublicKey {
    Rsa {
        /// Big-endian, without leading zeros.
        modulus: Vec<u8>,
        exponent: Vec<u8>,
    },
    P256(p256::PublicKey),
    P384(p384::PublicKey),
    Ed25519([u8; 32]),
    /// A curve that this crate does not calculate on: the point as encoded.
    OtherCurve {
        curve: ObjectIdentifier,
        point: Vec<u8>,
    },
}

impl PublicKey {
    /// The key of a certificate; `None` when it is malformed or of another algorithm.
    pub(super) fn of_certificate(key: &SubjectPublicKeyInfoOwned) -> Option<Self> {
        let bits = key.subject_public_key.as_bytes()?;
        let curve = key.algorithm.parameters.as_ref().and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
        match key.algorithm.oid {
            // A key for RSASSA-PSS alone is written as any RSA key (RFC 4055).
            rfc5912::RSA_ENCRYPTION | rfc5912::ID_RSASSA_PSS => Self::rsa(bits, 0),
            rfc5912::ID_EC_PUBLIC_KEY => Self::point(curve?, bits),
            rfc8410::ID_ED_25519 => Some(Self::Ed25519(bits.try_into().ok()?)),
            _ => None,
        }
    }

    /// The public half of a private key in `PrivateKeyInfo` (PKCS#8).
    pub(super) fn of_pkcs8(der: &[u8]) -> Option<Self> {
        let info = PrivateKeyInfoRef::from_der(der).ok()?;
        let AlgorithmIdentifierRef { oid, parameters } = info.algorithm;
        let bytes = info.private_key.as_bytes();
        match oid {
            rfc5912::RSA_ENCRYPTION | rfc5912::ID_RSASSA_PSS => Self::of_pkcs1(bytes),
            rfc5912::ID_EC_PUBLIC_KEY => Self::of_ec(bytes, parameters?.decode_as().ok()),
            rfc8410::ID_ED_25519 => {
                // An OCTET STRING inside of the OCTET STRING (RFC 8410 §7).
                let seed: [u8; 32] = <&OctetStringRef>::from_der(bytes).ok()?.as_bytes().try_into().ok()?;
                Some(Self::Ed25519(SigningKey::from_bytes(&seed).verifying_key().to_bytes()))
            }
            _ => None,
        }
    }

    /// The public half of an `RSAPrivateKey` (PKCS#1).
    pub(super) fn of_pkcs1(der: &[u8]) -> Option<Self> {
        Self::rsa(der, 1)
    }

    /// The public half of an `ECPrivateKey` (SEC1).
    pub(super) fn of_sec1(der: &[u8]) -> Option<Self> {
        Self::of_ec(der, None)
    }

    pub(super) fn algorithm(&self) -> Algorithm {
        match self {
            Self::Rsa { modulus, .. } => {
                let unused = modulus.first().map_or(0, |byte| byte.leading_zeros());
                let bits = u32::try_from(modulus.len()).unwrap_or(u32::MAX).saturating_mul(8);
                Algorithm::Rsa { bits: bits.saturating_sub(unused) }
            }
            Self::P256(_) => Algorithm::P256,
            Self::P384(_) => Algorithm::P384,
            Self::Ed25519(_) => Algorithm::Ed25519,
            Self::OtherCurve { .. } => Algorithm::OtherCurve,
        }
    }

    /// The modulus and exponent in a sequence of integers, after the first `skipped`: a private key has a version there.
    fn rsa(der: &[u8], skipped: usize) -> Option<Self> {
        let mut reader = SliceReader::new(der).ok()?;
        let read = reader.sequence(|sequence| {
            // RSAPrivateKey begins with a version, RSAPublicKey does not (RFC 8017 §A.1).
            for _ in 0..skipped {
                UintRef::decode(sequence)?;
            }
            let modulus = UintRef::decode(sequence)?.as_bytes().to_vec();
            let exponent = UintRef::decode(sequence)?.as_bytes().to_vec();
            // What follows in a private key – exponent, primes – is not needed to tell it from others.
            let rest = sequence.remaining_len();
            sequence.read_slice(rest)?;
            Ok::<_, x509_cert::der::Error>(Self::Rsa { modulus, exponent })
        });
        read.ok()
    }

    fn point(curve: ObjectIdentifier, bits: &[u8]) -> Option<Self> {
        match curve {
            rfc5912::SECP_256_R_1 => p256::PublicKey::from_sec1_bytes(bits).ok().map(Self::P256),
            rfc5912::SECP_384_R_1 => p384::PublicKey::from_sec1_bytes(bits).ok().map(Self::P384),
            _ => Some(Self::OtherCurve { curve, point: bits.to_vec() }),
        }
    }

    /// The point is derived from the private key where possible, since the file may omit it or state a wrong one.
    fn of_ec(der: &[u8], curve: Option<ObjectIdentifier>) -> Option<Self> {
        let key = EcPrivateKey::from_der(der).ok()?;
        // PKCS#8 names the curve outside of the key, SEC1 inside (RFC 5915 §3).
        let curve = curve.or_else(|| key.parameters.and_then(sec1::EcParameters::named_curve))?;
        match curve {
            rfc5912::SECP_256_R_1 => {
                p256::SecretKey::from_slice(key.private_key).ok().map(|key| Self::P256(key.public_key()))
            }
            rfc5912::SECP_384_R_1 => {
                p384::SecretKey::from_slice(key.private_key).ok().map(|key| Self::P384(key.public_key()))
            }
            _ => Some(Self::OtherCurve { curve, point: key.public_key?.to_vec() }),
        }
    }
}

impl Algorithm {
    fn phrase(self) -> Phrase {
        match self {
            Self::Rsa { bits } => phrase!("RSA {bits}" / "RSA {bits}", bits),
            Self::P256 => phrase!("ECDSA P-256" / "ECDSA P-256"),
            Self::P384 => phrase!("ECDSA P-384" / "ECDSA P-384"),
            Self::Ed25519 => phrase!("Ed25519" / "Ed25519"),
            Self::OtherCurve => phrase!("ECDSA on another curve" / "其他曲线的 ECDSA"),
            Self::Other => phrase!("another algorithm" / "其他算法"),
        }
    }
}

speaks!(Algorithm);
