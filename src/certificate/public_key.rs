//! Public keys, read from certificates and derived from private keys.

use super::Algorithm;
use super::der::{self, INTEGER, OID, SEQUENCE};
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
    /// A curve that this crate does not calculate on.
    OtherCurve {
        /// Its object identifier.
        curve: Vec<u8>,
        /// Whether the point is written in full or compressed, these two say which it is.
        x: Vec<u8>,
        odd: bool,
    },
    /// Another kind of key, by its object identifier: whether two are the same is not known.
    Other(Vec<u8>),
}

impl PublicKey {
    /// Reads what a `SubjectPublicKeyInfo` holds; `None` when it is malformed.
    pub(super) fn of_spki(mut info: &[u8]) -> Option<Self> {
        let mut algorithm = der::take(&mut info, SEQUENCE)?;
        let bits = der::bits(der::take(&mut info, der::BIT_STRING)?)?;
        let kind = der::take(&mut algorithm, OID)?;
        match kind {
            // A key for RSASSA-PSS alone is written as any RSA key (RFC 4055).
            RSA | RSA_PSS => Self::rsa(der::first(bits, SEQUENCE)?),
            EC => Self::point(der::first(algorithm, OID)?, bits),
            ED25519 => Some(Self::Ed25519(bits.try_into().ok()?)),
            kind => Some(Self::Other(kind.to_vec())),
        }
    }

    /// Whether both are one key; `None` when that cannot be told.
    pub(super) fn is(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Other(one), Self::Other(another)) if one == another => None,
            _ => Some(self == other),
        }
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
            Self::OtherCurve { curve, .. } if curve == SM2 => Algorithm::Sm2,
            Self::OtherCurve { .. } => Algorithm::OtherCurve,
            Self::Other(kind) if kind == SM2 => Algorithm::Sm2,
            Self::Other(_) => Algorithm::Other,
        }
    }

    /// Whether OpenSSL's clients take a server's certificate for such a key: no TLS 1.3 scheme and no group that is offered
    /// by default stands for another curve than P-256, P-384 and P-521 (`tls12_sigalgs` and `supported_groups_default` of
    /// 3.0), and the one scheme for DSA is off.
    pub(super) fn serves(&self) -> bool {
        match self {
            Self::Rsa { .. } | Self::P256(_) | Self::P384(_) | Self::Ed25519(_) => true,
            Self::OtherCurve { curve, .. } => curve == P521,
            Self::Other(kind) => kind == ED448,
        }
    }

    /// The modulus and exponent at the start of `fields`.
    pub(super) fn rsa(mut fields: &[u8]) -> Option<Self> {
        let modulus = der::unsigned(der::take(&mut fields, INTEGER)?)?.to_vec();
        let exponent = der::unsigned(der::take(&mut fields, INTEGER)?)?.to_vec();
        Some(Self::Rsa { modulus, exponent })
    }

    /// A point of a curve, in any of the forms of SEC 1 §2.3.3.
    pub(super) fn point(curve: &[u8], bits: &[u8]) -> Option<Self> {
        match curve {
            P256 => p256::PublicKey::from_sec1_bytes(bits).ok().map(Self::P256),
            P384 => p384::PublicKey::from_sec1_bytes(bits).ok().map(Self::P384),
            curve => {
                let (form, coordinates) = bits.split_first()?;
                let (x, odd) = match form {
                    2 | 3 => (coordinates, *form == 3),
                    // Written in full, or in both ways at once.
                    4 | 6 | 7 => (coordinates.get(..coordinates.len() / 2)?, coordinates.last()? % 2 == 1),
                    _ => return None,
                };
                Some(Self::OtherCurve { curve: curve.to_vec(), x: x.to_vec(), odd })
            }
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
            Self::Sm2 => phrase!("SM2" / "SM2（国密）"),
            Self::OtherCurve => phrase!("ECDSA on another curve" / "其他曲线的 ECDSA"),
            Self::Other => phrase!("another algorithm" / "其他算法"),
        }
    }
}

speaks!(Algorithm);

pub(super) const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 1];
pub(super) const RSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 10];
pub(super) const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
pub(super) const ED25519: &[u8] = &[0x2b, 0x65, 0x70];
const ED448: &[u8] = &[0x2b, 0x65, 0x71];
pub(super) const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
pub(super) const P384: &[u8] = &[0x2b, 0x81, 4, 0, 34];
const P521: &[u8] = &[0x2b, 0x81, 4, 0, 35];
/// The curve and, in some certificates, the key (GM/T 0006).
pub(super) const SM2: &[u8] = &[0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x82, 0x2d];
