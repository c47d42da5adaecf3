//! Certificates and private keys of domains, before they reach a server.
//!
//! Takes the bytes of two files and a [`Use`], the domains to cover and the time to be valid at, and returns an
//! [`Examination`]: what is wrong, and the server's [`Certificate`] when one could be read.
//!
//! A changed certificate takes effect at the next release, and a wrong one makes the service unavailable (§3.2): so
//! [`inspect`] reads the two uploaded files as nginx will, finds the server's certificate, puts the chain in order,
//! and answers three questions: does a server load it, does every client trust it, does the load balancer take it.
//!
//! Signatures are verified, and issuers found as RFC 5280 says. Roots are the embedder's ([`Use::trusting`]); without any it
//! stays unknown whether clients trust the last issuer. Revocation is not looked up.
//!
//! # Examples
//!
//! ```
//! use cloudapp::app::Policy;
//! use cloudapp::certificate::{File, Use, inspect};
//! use cloudapp::diagnostic::{Language, render};
//!
//! let chain = File { name: "cert.pem", bytes: b"" };
//! let key = File { name: "cert.key", bytes: b"" };
//! let wanted = Use::new(["shop.example.com".parse()?]).at("2026-11-24T00:00:00Z".parse()?);
//! let inspection = inspect(chain, key, &wanted, &Policy::default());
//! assert!(inspection.certificate().is_none() && inspection.report().has_errors());
//! print!("{}", render::text(inspection.report(), "upload", Language::English));
//! # Ok::<(), cloudapp::app::ParseError>(())
//! ```

mod balancer;
mod clients;
mod constraints;
mod der;
mod extensions;
mod facts;
mod file;
mod foreign;
mod inspect;
mod name;
mod parsed;
mod path;
mod pem;
mod private_key;
mod public_key;
mod server;
mod signature;

use std::fmt;

use serde::Serialize;

use self::balancer::rules::BALANCER_RULES;
use self::clients::rules::CLIENT_RULES;
use self::parsed::Parsed;
use self::server::rules::SERVER_RULES;
use crate::app::{CERTIFICATE_FILE, CERTIFICATE_KEY_FILE, DomainName, Timestamp, TlsEnd};
use crate::diagnostic::{Accepted, Report, Rule, joined, length};

pub use balancer::BalancerFacts;
pub use facts::{Answer, Answered, Facts};
pub use inspect::inspect;

/// Rules of certificates and keys, by id.
pub const RULES: &[&Rule] = &joined::<{ length(TABLES) }>(TABLES);

const TABLES: &[&[&Rule]] = &[BALANCER_RULES, CLIENT_RULES, SERVER_RULES];

/// An uploaded file. Its bytes, which may be a private key, are not printed.
#[derive(Clone, Copy)]
pub struct File<'a> {
    /// Its name, which the console asks to end in `.pem` or `.crt` for a certificate (§3.3.1).
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

impl fmt::Debug for File<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File").field("name", &self.name).field("length", &self.bytes.len()).finish()
    }
}

/// What a certificate is to serve for.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
#[must_use]
pub struct Use {
    /// Domains that it has to cover.
    pub domains: Vec<DomainName>,
    /// When it has to be valid; without a time its dates are not judged.
    pub at: Option<Timestamp>,
    /// Where TLS ends: in nginx, unless [`Use::ending_in`] says something else.
    pub tls_end: TlsEnd,
    /// Roots that clients trust. Without any, whether they trust the last issuer is not known.
    pub roots: Vec<Root>,
    /// What the load balancer takes, where TLS ends in it.
    pub balancer: BalancerFacts,
}

impl Default for Use {
    fn default() -> Self {
        Self::new([])
    }
}

impl Use {
    /// For these domains, at any time, in nginx.
    pub fn new(domains: impl IntoIterator<Item = DomainName>) -> Self {
        Self {
            domains: domains.into_iter().collect(),
            at: None,
            tls_end: TlsEnd::Nginx,
            roots: Vec::new(),
            balancer: BalancerFacts::documented(),
        }
    }

    /// The same use at this time.
    pub fn at(self, time: Timestamp) -> Self {
        Self { at: Some(time), ..self }
    }

    /// The same use where TLS ends there.
    pub fn ending_in(self, tls_end: TlsEnd) -> Self {
        Self { tls_end, ..self }
    }

    /// The same use for clients that trust these roots and no others.
    pub fn trusting(self, roots: impl IntoIterator<Item = Root>) -> Self {
        Self { roots: roots.into_iter().collect(), ..self }
    }
}

/// A certificate that clients trust: of an authority, or the server's own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Root {
    der: Vec<u8>,
}

impl Root {
    /// The certificates of a file in PEM, or the one of a file in DER. What cannot be read is left out.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::certificate::Root;
    ///
    /// assert!(Root::read_all(b"no certificate").is_empty());
    /// ```
    #[must_use]
    pub fn read_all(bytes: &[u8]) -> Vec<Self> {
        let blocks =
            pem::blocks(bytes).into_iter().filter(|block| block.fault.is_none()).filter_map(|block| block.contents);
        let all = blocks.chain([bytes.to_vec()]);
        all.filter_map(|der| Parsed::read(&der)).map(|parsed| Self { der: parsed.der }).collect()
    }
}

/// What was found in the two files.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Examination {
    certificate: Option<Certificate>,
    /// What was uploaded is this chain, as a server reads it.
    is_whole: bool,
    /// The chain leads to a root that clients trust.
    is_known: bool,
    tls_end: TlsEnd,
    report: Report,
}

impl Examination {
    /// The server's certificate with its chain, put in order and without what does not belong to it; `None` when no certificate
    /// could be read.
    #[must_use]
    pub const fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }

    /// Everything found.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// The chain as a file, when it is another one than was uploaded: in order, without what does not belong to it, written as
    /// every server and load balancer reads it. It loads and is trusted wherever the upload is; whether it is where the upload
    /// is not, [`inspect`] says.
    #[must_use]
    pub fn repaired(&self) -> Option<&str> {
        self.certificate.as_ref().filter(|_| !self.is_whole).map(|certificate| certificate.pem.as_str())
    }

    /// The three questions with their answers.
    #[must_use]
    pub fn facts(&self) -> Facts {
        Facts::of(self)
    }

    /// The certificate, fit to be installed with the key beside which it was inspected.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::Policy;
    /// use cloudapp::certificate::{File, Use, inspect};
    ///
    /// let file = |name| File { name, bytes: b"" };
    /// let examination = inspect(file("site.pem"), file("site.key"), &Use::default(), &Policy::default());
    /// let refused = examination.accept().unwrap_err();
    /// assert!(refused.report().has_errors());
    /// ```
    ///
    /// # Errors
    ///
    /// The inspection itself, when it found an error.
    pub fn accept(self) -> Result<Accepted<Certificate>, Box<Self>> {
        match &self.certificate {
            Some(certificate) => self.report.clone().accept(certificate.clone()).map_err(|_| Box::new(self)),
            None => Err(Box::new(self)),
        }
    }
}

/// A server's certificate and the certificates that lead to its authority.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Certificate {
    /// DNS names that it is for, as written in it, wildcards included.
    pub names: Vec<String>,
    /// The server's certificate first, then each one's issuer, without the root. Never empty.
    pub chain: Vec<Link>,
    /// SHA-256 of the server certificate's `SubjectPublicKeyInfo` in DER, 64 hexadecimal digits: the same for each
    /// certificate of one key.
    pub key_fingerprint: String,
    /// SHA-256 of the certificates of [`chain`](Self::chain) in DER, one after the other, 64 hexadecimal digits.
    pub chain_fingerprint: String,
    /// The same chain as a file for nginx or the load balancer.
    #[serde(skip)]
    pub pem: String,
}

impl Certificate {
    /// The first second in which the whole chain is valid.
    #[must_use]
    pub fn valid_from(&self) -> Timestamp {
        self.chain.iter().map(|link| link.not_before).max().unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The last second in which the whole chain is valid. An intermediate certificate may end before the server's.
    #[must_use]
    pub fn valid_until(&self) -> Timestamp {
        self.chain.iter().map(|link| link.not_after).min().unwrap_or(Timestamp::MAX)
    }
}

/// One certificate of a chain.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Link {
    /// Whose it is (RFC 4514).
    pub subject: String,
    /// Who signed it (RFC 4514).
    pub issuer: String,
    /// First second of its validity.
    pub not_before: Timestamp,
    /// Last second of its validity.
    pub not_after: Timestamp,
    /// Kind of its key.
    pub algorithm: Algorithm,
}

/// A kind of public key.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Algorithm {
    /// Ed25519 (RFC 8410).
    Ed25519,
    /// Another one; whether a key belongs to it is not known.
    Other,
    /// ECDSA on a curve other than P-256, P-384 and that of SM2.
    OtherCurve,
    /// ECDSA on P-256.
    P256,
    /// ECDSA on P-384.
    P384,
    /// RSA.
    Rsa {
        /// Length of the modulus in bits.
        bits: u32,
    },
    /// SM2 (GB/T 32918), which neither nginx of the hosts nor phones take.
    Sm2,
}

/// Where certificate and key are installed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Destination {
    /// Two files on the host, read by nginx from the next release on (§3.3.1).
    Host {
        /// The chain.
        certificate: &'static str,
        /// The private key.
        key: &'static str,
    },
    /// The HTTPS listener of the load balancer (§3.3.2).
    LoadBalancer,
}

impl Destination {
    /// Where they go when TLS ends at `tls_end`.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::Tier;
    /// use cloudapp::certificate::Destination;
    ///
    /// assert_eq!(Destination::of(Tier::Standard.tls_end()), Destination::LoadBalancer);
    /// ```
    #[must_use]
    pub const fn of(tls_end: TlsEnd) -> Self {
        match tls_end {
            TlsEnd::Nginx => Self::Host { certificate: CERTIFICATE_FILE, key: CERTIFICATE_KEY_FILE },
            TlsEnd::LoadBalancer => Self::LoadBalancer,
        }
    }
}
