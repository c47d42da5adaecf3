//! The examination of a certificate and its key: what a server, clients and the load balancer make of them.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::clients::{self, Sent};
use super::parsed::Parsed;
use super::server::{self, Certificates, Item, Key};
use super::{Certificate, Examination, File, Use, balancer, pem};
use crate::app::{Policy, TlsEnd};
use crate::diagnostic::{Findings, Severity};

/// Reads a certificate with its chain and the private key, and judges them for `purpose`.
///
/// Both are read as nginx reads them with OpenSSL 3.0, and the reason is said where it would stop. No part of the key goes into
/// the result.
///
/// # Examples
///
/// ```
/// use cloudapp::app::Policy;
/// use cloudapp::certificate::{File, Use, inspect};
///
/// let certificate = File { name: "site.pem", bytes: b"-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n" };
/// let key = File { name: "site.key", bytes: b"" };
/// let inspection = inspect(certificate, key, &Use::default(), &Policy::default());
/// let rules: Vec<&str> = inspection.report().diagnostics().iter().map(|found| found.rule().id).collect();
/// assert_eq!(rules, ["certificate/missing-key", "certificate/missing-certificate"]);
/// ```
pub fn inspect(certificate: File<'_>, key: File<'_>, purpose: &Use, policy: &Policy) -> Examination {
    let mut findings = Findings::new(&policy.levels);
    let key = server::read_key(key, &mut findings);
    let certificates = server::read_certificates(certificate, &mut findings);
    let unseen = certificates.items.iter().any(|item| item.unseen.is_some());
    let (certificates, leaf, judged) = if unseen {
        judge_unseen(certificates, &key, purpose, policy, &mut findings)
    } else {
        let leaf = server::leaf(&certificates, &key);
        let judged = leaf.and_then(|leaf| judge(&certificates, leaf, &key, purpose, policy, &mut findings));
        (certificates, leaf, judged)
    };
    if purpose.tls_end == TlsEnd::LoadBalancer {
        let item = leaf.and_then(|leaf| certificates.items.get(leaf)).map(|item| (&item.parsed, &item.location));
        balancer::judge(&purpose.balancer, &certificates, item, &key, &mut findings);
    }
    let (certificate, is_known) = judged.unzip();
    let is_whole = certificate.as_ref().is_some_and(|made| is_whole(&certificates, made, purpose.tls_end));
    Examination {
        certificate,
        is_whole,
        is_known: is_known == Some(true) && !certificates.is_damaged,
        tls_end: purpose.tls_end,
        report: findings.finish(),
    }
}

/// What was judged: the certificates as they are read, which one is the server's, and what is to be installed.
type Judged<'a> = (Certificates<'a>, Option<usize>, Option<(Certificate, bool)>);

/// Judges a file with blocks that the server passes over. Where the rest serves without them they are worth a warning; where
/// it does not, they are what is wrong, and the file is judged as it was meant.
fn judge_unseen<'a>(
    meant: Certificates<'a>,
    key: &Key<'_>,
    purpose: &Use,
    policy: &Policy,
    findings: &mut Findings<'_>,
) -> Judged<'a> {
    let mut trial = Findings::new(&policy.levels);
    let first = meant.items.iter().position(|item| item.unseen.is_none() && item.is_sent);
    let is_server = |place: usize| {
        let item = meant.items.get(place);
        let pair = item.and_then(|item| item.parsed.key.as_ref()).zip(key.public.as_ref());
        pair.is_some_and(|(certified, key)| certified.is(key) != Some(false))
    };
    let leaf = first.filter(|first| is_server(*first));
    let read = meant.passing_over();
    let judged = leaf.and_then(|leaf| judge(&read, leaf, key, purpose, policy, &mut trial));
    if leaf.is_some() && !trial.has_errors() {
        read.refuse_unseen(Severity::Warning, findings);
        findings.append(&trial.finish());
        return (read, leaf, judged);
    }
    let meant = read.seeing_all();
    meant.refuse_unseen(Severity::Error, findings);
    let leaf = server::leaf(&meant, key);
    let judged = leaf.and_then(|leaf| judge(&meant, leaf, key, purpose, policy, findings));
    (meant, leaf, judged)
}

/// Judges the certificates, and puts together what is to be installed; and whether the chain is known to be trusted.
fn judge(
    certificates: &Certificates<'_>,
    leaf: usize,
    key: &Key<'_>,
    purpose: &Use,
    policy: &Policy,
    findings: &mut Findings<'_>,
) -> Option<(Certificate, bool)> {
    server::judge(certificates, leaf, key, findings);
    let roots: Vec<Parsed> = purpose.roots.iter().filter_map(|root| Parsed::read(&root.der)).collect();
    let of = |items: Vec<&Item>, findings: &mut Findings<'_>| {
        let server =
            items.iter().position(|item| certificates.items.get(leaf).is_some_and(|leaf| std::ptr::eq(leaf, *item)))?;
        let (parsed, locations) = items.iter().map(|item| (&item.parsed, &item.location)).unzip();
        let sent = Sent { file: certificates.file.location(), certificates: parsed, locations };
        let chain = clients::judge(&sent, &roots, server, purpose, findings);
        let places: Vec<&Parsed> =
            chain.places.iter().filter_map(|place| sent.certificates.get(*place).copied()).collect();
        Some((certificate(&places)?, chain.is_known))
    };
    let all: Vec<&Item> = certificates.items.iter().collect();
    let sent: Vec<&Item> = all.iter().copied().filter(|item| item.is_sent).collect();
    // What is said is said of what clients get. Where a certificate is unreadable, nothing can be said of the whole.
    let mut unsaid = Findings::new(&policy.levels);
    let is_all = sent.len() == all.len();
    let judged = if certificates.is_damaged { of(sent, &mut unsaid) } else { of(sent, findings) };
    // What the server skips may still be of use.
    if is_all {
        judged
    } else {
        of(all, &mut unsaid).map(|(certificate, _)| (certificate, judged.is_some_and(|(_, known)| known)))
    }
}

/// Whether a server reads the chain from the upload as it stands; the load balancer is particular about the text as well.
fn is_whole(certificates: &Certificates<'_>, made: &Certificate, tls_end: TlsEnd) -> bool {
    let is_clean =
        certificates.blocks.iter().all(|block| block.fault.is_none() && !block.label.ends_with("PRIVATE KEY"));
    let is_sent = certificates.items.iter().all(|item| item.is_sent);
    let is_same = fingerprint(certificates.items.iter().map(|item| &item.parsed.der)) == made.chain_fingerprint;
    let text = || certificates.file.bytes.iter().filter(|byte| **byte != b'\r');
    is_clean && is_sent && is_same && (tls_end == TlsEnd::Nginx || text().eq(made.pem.as_bytes()))
}

/// What is to be installed, the server's certificate first.
fn certificate(chain: &[&Parsed]) -> Option<Certificate> {
    let leaf = chain.first()?;
    Some(Certificate {
        names: leaf.names.clone(),
        key_fingerprint: fingerprint([&leaf.spki]),
        chain_fingerprint: fingerprint(chain.iter().map(|certificate| &certificate.der)),
        pem: chain.iter().map(|certificate| pem::certificate(&certificate.der)).collect(),
        chain: chain.iter().map(|certificate| certificate.link.clone()).collect(),
    })
}

/// SHA-256 over all the parts, in hexadecimal.
fn fingerprint(parts: impl IntoIterator<Item: AsRef<[u8]>>) -> String {
    let mut digest = Sha256::new();
    parts.into_iter().for_each(|part| digest.update(part));
    digest.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
