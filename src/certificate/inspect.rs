//! The judgement of a certificate and its key.

use sha2::{Digest, Sha256};

use super::file::Format;
use super::link::Parsed;
use super::pem::{self, Block, Damage};
use super::public_key::PublicKey;
use super::rules::{
    DAMAGED, DOMAIN_NOT_COVERED, ENCRYPTED_KEY, EXPIRED, EXPIRES_SOON, INCOMPLETE_CHAIN, KEY_MISMATCH,
    MISSING_CERTIFICATE, MISSING_KEY, NOT_FOR_SERVERS, NOT_YET_VALID, OUT_OF_ORDER, RARE_KEY, SELF_SIGNED,
    STRAY_CERTIFICATE, UNKNOWN_KEY, WEAK_KEY, WEAK_SIGNATURE, WRONG_EXTENSION, WRONG_FORMAT,
};
use super::{Algorithm, Certificate, Examination, File, Use, chain};
use crate::app::{DomainPattern, Policy, Timestamp};
use crate::diagnostic::{Findings, Location, Phrase, Value};
use crate::{finding, phrase};

/// Reads a certificate with its chain and the private key, and judges them for `purpose`.
///
/// The certificates may be in any order, with text around and between them. The key may be PKCS#8, PKCS#1 or SEC1. No
/// part of the key goes into the result.
///
/// # Examples
///
/// ```
/// use cloudapp::app::Policy;
/// use cloudapp::certificate::{File, Use, inspect};
///
/// let certificate = File { name: "site.pem", bytes: b"-----BEGIN PRIVATE KEY-----\n" };
/// let key = File { name: "site.key", bytes: b"" };
/// let inspection = inspect(certificate, key, &Use::default(), &Policy::default());
/// let rules: Vec<&str> = inspection.report().diagnostics().iter().map(|found| found.rule().id).collect();
/// assert_eq!(rules, ["certificate/missing-key", "certificate/missing-certificate"]);
/// ```
pub fn inspect(certificate: File<'_>, key: File<'_>, purpose: &Use, policy: &Policy) -> Examination {
    let mut findings = Findings::new(&policy.levels);
    let key = read_key(key, &mut findings);
    let uploaded = read_certificates(certificate, &mut findings);
    let order = chain::order(&uploaded.parsed, key.public.as_ref());
    let chain: Vec<&Parsed> = order.iter().filter_map(|place| uploaded.parsed.get(*place)).collect();
    judge_order(&uploaded, &order, &mut findings);
    judge_chain(&uploaded, &order, purpose.at, &mut findings);
    let result = chain.first().map(|leaf| {
        let location = order.first().map_or_else(Location::input, |place| uploaded.location(*place));
        judge_key(leaf, &key, &location, &mut findings);
        judge_leaf(leaf, chain.len(), purpose, &location, &mut findings);
        Certificate {
            names: leaf.names.clone(),
            chain: chain.iter().map(|certificate| certificate.link.clone()).collect(),
            key_fingerprint: fingerprint([&leaf.spki]),
            chain_fingerprint: fingerprint(chain.iter().map(|certificate| &certificate.der)),
            pem: chain.iter().map(|certificate| pem::certificate(&certificate.der)).collect(),
        }
    });
    Examination { certificate: result, report: findings.finish() }
}

/// The certificates that could be read, and the place of each.
struct Uploaded<'a> {
    file: File<'a>,
    parsed: Vec<Parsed>,
    places: Vec<Location>,
}

impl Uploaded<'_> {
    fn location(&self, place: usize) -> Location {
        self.places.get(place).cloned().unwrap_or_else(|| self.file.location())
    }
}

/// The private key, by its public half.
struct Key<'a> {
    file: File<'a>,
    public: Option<PublicKey>,
}

fn read_certificates<'a>(file: File<'a>, findings: &mut Findings<'_>) -> Uploaded<'a> {
    let mut uploaded = Uploaded { file, parsed: Vec::new(), places: Vec::new() };
    let name = file.name.to_owned();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if !["pem", "crt"].iter().any(|accepted| extension.eq_ignore_ascii_case(accepted)) {
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        findings.add(file.location(), finding!(WRONG_EXTENSION { renamed: format!("{stem}.pem"), file: name.clone() }));
    }
    let Some(blocks) = file.blocks(findings) else { return uploaded };
    let mut seen = false;
    for block in blocks.iter().filter(|block| is_certificate(block)) {
        seen = true;
        let location = file.first_line(block);
        let read = contents(file, block, findings).map(Parsed::read);
        match read {
            Some(Some(parsed)) => {
                uploaded.parsed.push(parsed);
                uploaded.places.push(location);
            }
            Some(None) => damaged(file, block, Damage::NotX509, findings),
            None => {}
        }
    }
    if let (false, Some(request)) = (seen, blocks.iter().find(|block| block.label.ends_with("CERTIFICATE REQUEST"))) {
        let remedy = phrase!(
            "upload the certificate that the authority issued for this request" / "请上传签发机构为该请求签发的证书"
        );
        findings.add(file.first_line(request), finding!(WRONG_FORMAT { file: name, found: Format::Request, remedy }));
    } else if let (false, Some(bundle)) = (seen, blocks.iter().find(|block| block.label == "PKCS7")) {
        let remedy = format!("openssl pkcs7 -print_certs -in {name} -out site.pem");
        findings.add(file.first_line(bundle), finding!(WRONG_FORMAT { file: name, found: Format::Bundle, remedy }));
    } else if !seen {
        findings.add(file.location(), finding!(MISSING_CERTIFICATE { file: name, found: held(&blocks) }));
    }
    uploaded
}

fn read_key<'a>(file: File<'a>, findings: &mut Findings<'_>) -> Key<'a> {
    let mut key = Key { file, public: None };
    let Some(blocks) = file.blocks(findings) else { return key };
    // Not the first block: `openssl ecparam -genkey` writes EC PARAMETERS before the key.
    let Some(block) = blocks.iter().find(|block| block.label.ends_with("PRIVATE KEY")) else {
        findings.add(file.location(), finding!(MISSING_KEY { file: file.name.to_owned(), found: held(&blocks) }));
        return key;
    };
    let location = file.first_line(block);
    // PKCS#8 says it by the label, the older form by a header (RFC 1421 §4.6.1.1).
    if block.encrypted || block.label == "ENCRYPTED PRIVATE KEY" {
        findings.add(location, finding!(ENCRYPTED_KEY { file: file.name.to_owned() }));
        return key;
    }
    let Some(der) = contents(file, block, findings) else { return key };
    let known = matches!(block.label, "PRIVATE KEY" | "RSA PRIVATE KEY" | "EC PRIVATE KEY");
    key.public = match block.label {
        "PRIVATE KEY" => PublicKey::of_pkcs8(der),
        "RSA PRIVATE KEY" => PublicKey::of_pkcs1(der),
        "EC PRIVATE KEY" => PublicKey::of_sec1(der),
        _ => None,
    };
    if key.public.is_none() {
        // What is no SEQUENCE is damaged; what is one may be a kind of key that is not known here.
        if known && !is_sequence(der) {
            damaged(file, block, Damage::NoKey, findings);
        } else {
            findings.add(location, finding!(UNKNOWN_KEY { file: file.name.to_owned() }));
        }
    }
    key
}

fn judge_order(uploaded: &Uploaded<'_>, order: &[usize], findings: &mut Findings<'_>) {
    // nginx takes the first one for the server's and sends the others as they stand.
    if order.first().is_some_and(|first| *first != 0) || !order.is_sorted() {
        let found: Vec<String> = order.iter().map(|place| (place + 1).to_string()).collect();
        findings.add(uploaded.file.location(), finding!(OUT_OF_ORDER { found: found.join(", ") }));
    }
    for (place, stray) in uploaded.parsed.iter().enumerate().filter(|(place, _)| !order.contains(place)) {
        findings.add(uploaded.location(place), finding!(STRAY_CERTIFICATE { subject: stray.link.subject.clone() }));
    }
}

/// What holds for each certificate that is sent.
fn judge_chain(uploaded: &Uploaded<'_>, order: &[usize], at: Option<Timestamp>, findings: &mut Findings<'_>) {
    for place in order {
        let Some(certificate) = uploaded.parsed.get(*place) else { continue };
        let location = || uploaded.location(*place);
        let subject = || certificate.link.subject.clone();
        let (not_before, not_after) = (certificate.link.not_before, certificate.link.not_after);
        if let Some(at) = at {
            // Both ends belong to the time of validity (RFC 5280 §4.1.2.5).
            if at > not_after {
                findings.add(location(), finding!(EXPIRED { subject: subject(), not_after, at }));
            } else if at < not_before {
                findings.add(location(), finding!(NOT_YET_VALID { subject: subject(), not_before, at }));
            }
        }
        // Baseline Requirements of the CA/Browser Forum, §6.1.5.
        if let Algorithm::Rsa { bits } = certificate.link.algorithm
            && bits < 2048
        {
            findings.add(location(), finding!(WEAK_KEY { subject: subject(), bits }));
        }
        // Nobody relies on what a certificate says about itself.
        if let (Some(signature), false) = (certificate.weak_signature, certificate.self_issued()) {
            findings.add(location(), finding!(WEAK_SIGNATURE { subject: subject(), signature }));
        }
    }
}

fn judge_key(leaf: &Parsed, key: &Key<'_>, location: &Location, findings: &mut Findings<'_>) {
    let Some(public) = &key.public else { return };
    if leaf.key.as_ref() == Some(public) {
        return;
    }
    if leaf.key.is_none() {
        findings.add(location.clone(), finding!(UNKNOWN_KEY { file: key.file.name.to_owned() }));
        return;
    }
    let finding = finding!(KEY_MISMATCH {
        file: key.file.name.to_owned(),
        key: public.algorithm(),
        subject: leaf.link.subject.clone(),
        certificate: leaf.link.algorithm,
    });
    findings.add(location.clone(), finding);
}

/// What holds for the server's certificate only.
fn judge_leaf(leaf: &Parsed, length: usize, purpose: &Use, location: &Location, findings: &mut Findings<'_>) {
    let subject = || leaf.link.subject.clone();
    // Alternative names only: clients have stopped reading the common name (RFC 9525).
    let patterns: Vec<DomainPattern> = leaf.names.iter().filter_map(|name| name.parse().ok()).collect();
    for domain in purpose.domains.iter().filter(|domain| !patterns.iter().any(|pattern| pattern.covers(domain))) {
        let names = names(&leaf.names);
        let finding =
            finding!(DOMAIN_NOT_COVERED { domain: domain.clone(), names, common_name: leaf.common_name.clone() });
        findings.add(location.clone(), finding);
    }
    if let Some(at) = purpose.at {
        let left = leaf.link.not_after.unix_seconds().saturating_sub(at.unix_seconds());
        let days = left.div_euclid(SECONDS_A_DAY);
        if left >= 0 && at >= leaf.link.not_before && days < NOTICE_DAYS {
            findings.add(
                location.clone(),
                finding!(EXPIRES_SOON { subject: subject(), not_after: leaf.link.not_after, days }),
            );
        }
    }
    // A leaf alone lacks its issuer, unless it is its own: roots sign no certificates of servers (Baseline Requirements
    // §6.1.7).
    if leaf.self_issued() {
        findings.add(location.clone(), finding!(SELF_SIGNED { subject: subject() }));
    } else if length == 1 {
        findings
            .add(location.clone(), finding!(INCOMPLETE_CHAIN { subject: subject(), issuer: leaf.link.issuer.clone() }));
    }
    if !leaf.server {
        findings.add(location.clone(), finding!(NOT_FOR_SERVERS { subject: subject() }));
    }
    // The kinds of keys that Mozilla's root store policy (§5.1) lets authorities certify.
    if !matches!(leaf.link.algorithm, Algorithm::Rsa { .. } | Algorithm::P256 | Algorithm::P384) {
        let algorithm = leaf.link.algorithm;
        findings.add(location.clone(), finding!(RARE_KEY { subject: subject(), algorithm }));
    }
}

/// The names that a certificate is for: the first few, and how many more.
fn names(names: &[String]) -> Phrase {
    let shown = names.iter().take(MOST_SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    let words = match names.len().saturating_sub(MOST_SHOWN) {
        0 if names.is_empty() => phrase!("no domain" / "没有任何域名"),
        0 => phrase!("{shown}" / "{shown}", shown),
        more => phrase!("{shown} and {more} more" / "{shown} 等，另有 {more} 个", shown, more),
    };
    words.standing_for(names)
}

/// The decoded contents, or a finding.
fn contents<'a>(file: File<'_>, block: &'a Block, findings: &mut Findings<'_>) -> Option<&'a [u8]> {
    match &block.contents {
        Ok(der) => Some(der),
        Err(damage) => {
            damaged(file, block, *damage, findings);
            None
        }
    }
}

fn damaged(file: File<'_>, block: &Block, problem: Damage, findings: &mut Findings<'_>) {
    let finding = finding!(DAMAGED { file: file.name.to_owned(), block: block.label.to_owned(), problem });
    findings.add(file.first_line(block), finding);
}

/// Labels that OpenSSL takes for certificates.
fn is_certificate(block: &Block) -> bool {
    matches!(block.label, "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE")
}

/// SHA-256 over all the parts, in hexadecimal.
fn fingerprint(parts: impl IntoIterator<Item: AsRef<[u8]>>) -> String {
    let mut digest = Sha256::new();
    parts.into_iter().for_each(|part| digest.update(part));
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_sequence(der: &[u8]) -> bool {
    der.first() == Some(&0x30)
}

/// What a file holds instead.
fn held(blocks: &[Block]) -> Value {
    let label = |block: &Block| match block.label {
        "" => phrase!("a block of an unknown kind" / "未知类型的块").into(),
        label => Value::from(label),
    };
    match blocks {
        [] => phrase!("no PEM block" / "没有任何 PEM 块").into(),
        blocks => {
            let labels = blocks.iter().take(MOST_SHOWN).map(label).collect::<Value>();
            phrase!("{labels}" / "{labels}", labels).into()
        }
    }
}

const SECONDS_A_DAY: i64 = 24 * 60 * 60;
const NOTICE_DAYS: i64 = 30;
const MOST_SHOWN: usize = 5;
