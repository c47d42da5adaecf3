//! Whether every client trusts what the server sends: the checks of OpenSSL's `x509_vfy.c` and of phones, on the best way to
//! an authority.

pub(super) mod rules;

use std::collections::BTreeSet;

use self::rules::{
    AUTHORITY_NOT_FOR_SIGNING, BROKEN_SIGNATURE, CHAIN_TOO_LARGE, CRITICAL_EXTENSION, DOMAIN_NOT_COVERED, EXPIRED,
    EXPIRES_SOON, INCOMPLETE_CHAIN, ISSUER_NOT_FOR_SERVERS, KEY_USAGE, NAME_CONSTRAINT, NOT_AN_AUTHORITY,
    NOT_FOR_SERVERS, NOT_YET_VALID, OUT_OF_ORDER, PATH_TOO_LONG, PRECERTIFICATE, RARE_KEY, RAW_UNICODE_NAME,
    SELF_SIGNED, STRAY_CERTIFICATE, UNKNOWN_ROOT, UNUSABLE_KEY, UNVERIFIED_SIGNATURE, VALID_TOO_LONG, WRONG_ISSUER,
};
use super::parsed::Parsed;
use super::path::{self, End, Path};
use super::{Algorithm, Use};
use crate::app::{DomainPattern, Timestamp};
use crate::diagnostic::{Finding, Findings, Location, Phrase};
use crate::{finding, phrase};

/// What the certificates come to.
pub(super) struct Chain {
    /// Places of the certificates to send: the server's first, then each one's issuer, then those that another way needs.
    pub(super) places: Vec<usize>,
    /// It ends at a root that is trusted, and every signature was verified.
    pub(super) is_known: bool,
}

/// Certificates with their places in the file.
pub(super) struct Sent<'a> {
    pub(super) file: Location,
    pub(super) certificates: Vec<&'a Parsed>,
    pub(super) locations: Vec<&'a Location>,
}

impl Sent<'_> {
    fn location(&self, place: usize) -> Location {
        self.locations.get(place).map_or_else(Location::input, |location| (*location).clone())
    }
}

/// Judges the certificates for `purpose`; that at `leaf` is the server's.
pub(super) fn judge(
    sent: &Sent<'_>,
    roots: &[Parsed],
    leaf: usize,
    purpose: &Use,
    findings: &mut Findings<'_>,
) -> Chain {
    let judge = Judge { sent, roots, purpose };
    let mut ways: Vec<(Path, Vec<(usize, Finding)>)> =
        path::paths(&sent.certificates, roots, leaf, purpose.at.map(Timestamp::unix_seconds))
            .into_iter()
            .map(|path| {
                let refusals = judge.refusals(&path);
                (path, refusals)
            })
            .collect();
    // The fewest refusals first; of ways without any the one that says most. Sorting keeps the order of the file.
    ways.sort_by_key(|(path, refusals)| {
        let is_trusted = matches!(path.end, End::Trusted(_));
        (refusals.len(), !is_trusted, path.unverified.len(), usize::MAX - path.places.len())
    });
    let Some((best, refusals)) = ways.first() else { return Chain { places: vec![leaf], is_known: false } };
    for (place, refusal) in refusals {
        findings.add(sent.location(*place), refusal.clone());
    }
    // Of one that is too weak that was said.
    let is_weak = |place: usize| sent.certificates.get(place).is_some_and(|other| other.signed.weakness().is_some());
    for place in best.unverified.iter().filter(|place| !is_weak(**place)) {
        let subject = judge.subject(*place);
        findings.add(sent.location(*place), finding!(UNVERIFIED_SIGNATURE { subject }));
    }
    let mut kept = best.places.clone();
    for (path, _) in ways.iter().filter(|(_, refusals)| refusals.is_empty()) {
        let more: Vec<usize> = path.places.iter().copied().filter(|place| !kept.contains(place)).collect();
        kept.extend(more);
    }
    judge.judge_leaf(leaf, findings);
    // What was said not to have signed is no stray.
    let refused = match best.end {
        End::Refused(place) => Some(place),
        _ => None,
    };
    let explained: Vec<usize> = kept.iter().copied().chain(refused).collect();
    judge.judge_file(&explained, &best.places, findings);
    // A root is of no use to clients: they have their own.
    let is_root = |place: usize| sent.certificates.get(place).is_some_and(|certificate| certificate.self_issued());
    let places = kept.into_iter().filter(|place| *place == leaf || !is_root(*place)).collect();
    let is_known = matches!(best.end, End::Trusted(_)) && best.unverified.is_empty();
    Chain { places, is_known }
}

struct Judge<'a> {
    sent: &'a Sent<'a>,
    roots: &'a [Parsed],
    purpose: &'a Use,
}

impl Judge<'_> {
    fn subject(&self, place: usize) -> String {
        self.sent.certificates.get(place).map(|certificate| certificate.link.subject.clone()).unwrap_or_default()
    }

    /// Why clients refuse a way, each with the place of a certificate.
    fn refusals(&self, path: &Path) -> Vec<(usize, Finding)> {
        let mut refusals = Vec::new();
        // What a root in the file says of itself is not looked at: clients have their own copy, or do not trust it.
        let ends_at_root = path.end == End::Root && path.places.len() > 1;
        let count = path.places.len() - usize::from(ends_at_root);
        let mut below: Vec<&Parsed> = Vec::new();
        for (depth, place) in path.places.iter().take(count).enumerate() {
            let Some(certificate) = self.sent.certificates.get(*place) else { continue };
            self.judge_each(certificate, |refusal| refusals.push((*place, refusal)));
            if depth == 0 {
                self.judge_server(certificate, |refusal| refusals.push((*place, refusal)));
            } else {
                judge_authority(certificate, &below, |refusal| refusals.push((*place, refusal)));
            }
            below.push(certificate);
        }
        let last = path.places.last().copied().unwrap_or_default();
        let above = match path.end {
            End::Trusted(root) => self.roots.get(root).filter(|root| below.iter().all(|other| other.der != root.der)),
            _ => None,
        };
        if let Some(root) = above {
            self.judge_each(root, |refusal| refusals.push((last, refusal)));
            if !root.server {
                let subject = root.link.subject.clone();
                refusals.push((last, finding!(ISSUER_NOT_FOR_SERVERS { subject })));
            }
            judge_limits(root, &below, |refusal| refusals.push((last, refusal)));
        }
        refusals.extend(self.judge_end(path, last).map(|refusal| (last, refusal)));
        refusals
    }

    /// What holds for each certificate that is sent.
    fn judge_each(&self, certificate: &Parsed, mut refuse: impl FnMut(Finding)) {
        self.judge_dates(certificate, &mut refuse);
        let subject = || certificate.link.subject.clone();
        if certificate.precertificate {
            refuse(finding!(PRECERTIFICATE { subject: subject() }));
        }
        if let Some(extension) = certificate.unknown_critical.clone() {
            refuse(finding!(CRITICAL_EXTENSION { subject: subject(), extension }));
        }
    }

    /// Both ends belong to the time of validity (RFC 5280 §4.1.2.5).
    fn judge_dates(&self, certificate: &Parsed, mut refuse: impl FnMut(Finding)) {
        let Some(at) = self.purpose.at else { return };
        let subject = certificate.link.subject.clone();
        let (first, last) = certificate.validity;
        if at.unix_seconds() > last {
            refuse(finding!(EXPIRED { subject, not_after: certificate.link.not_after, at }));
        } else if at.unix_seconds() < first {
            refuse(finding!(NOT_YET_VALID { subject, not_before: certificate.link.not_before, at }));
        }
    }

    fn judge_server(&self, leaf: &Parsed, mut refuse: impl FnMut(Finding)) {
        let subject = || leaf.link.subject.clone();
        if !leaf.server {
            refuse(finding!(NOT_FOR_SERVERS { subject: subject() }));
        }
        if leaf.usage.is_some_and(|usage| !usage.serves) {
            refuse(finding!(KEY_USAGE { subject: subject() }));
        }
        // Of SM2 the server says enough.
        let algorithm = leaf.link.algorithm;
        if algorithm != Algorithm::Sm2 && leaf.key.as_ref().is_some_and(|key| !key.serves()) {
            refuse(finding!(UNUSABLE_KEY { subject: subject(), algorithm }));
        }
        // Alternative names only: clients have stopped reading the common name (RFC 9525).
        let written = |is_raw: bool| leaf.names.iter().filter(move |name| name.is_ascii() != is_raw);
        let covers = |name: &&String, domain| name.parse::<DomainPattern>().is_ok_and(|pattern| pattern.covers(domain));
        for domain in &self.purpose.domains {
            if written(false).any(|name| covers(&name, domain)) {
                continue;
            }
            if let Some(name) = written(true).find(|name| covers(name, domain)) {
                refuse(finding!(RAW_UNICODE_NAME { subject: subject(), name }));
                continue;
            }
            let (names, common_name) = (listed(&leaf.names), leaf.subject.common.clone());
            refuse(finding!(DOMAIN_NOT_COVERED { domain: domain.clone(), names, common_name }));
        }
    }

    fn judge_end(&self, path: &Path, last: usize) -> Option<Finding> {
        let certificate = self.sent.certificates.get(last)?;
        let (subject, issuer) = (certificate.link.subject.clone(), certificate.link.issuer.clone());
        let is_alone = path.places.len() == 1;
        match path.end {
            End::Refused(other) => {
                let other = self.sent.certificates.get(other)?;
                // Identifiers of keys that are the same say that it is the right issuer.
                Some(if other.der == certificate.der || certificate.names_key_of(other) == Some(true) {
                    finding!(BROKEN_SIGNATURE { subject, issuer })
                } else {
                    finding!(WRONG_ISSUER { subject, issuer })
                })
            }
            End::Root if is_alone => Some(finding!(SELF_SIGNED { subject })),
            // Roots sign no certificates of servers (Baseline Requirements §6.1.7): there is one between.
            End::Open if is_alone => Some(finding!(INCOMPLETE_CHAIN { subject, issuer })),
            End::Open | End::Root if !self.roots.is_empty() => Some(finding!(UNKNOWN_ROOT { subject, issuer })),
            _ => None,
        }
    }

    /// What is worth knowing of the server's certificate.
    fn judge_leaf(&self, leaf: usize, findings: &mut Findings<'_>) {
        let Some(certificate) = self.sent.certificates.get(leaf) else { return };
        let (location, subject) = (|| self.sent.location(leaf), || certificate.link.subject.clone());
        let (first, last) = certificate.validity;
        if let Some(at) = self.purpose.at.map(Timestamp::unix_seconds) {
            let left = last.saturating_sub(at);
            let days = left.div_euclid(SECONDS_A_DAY);
            if left >= 0 && at >= first && days < NOTICE_DAYS {
                let not_after = certificate.link.not_after;
                findings.add(location(), finding!(EXPIRES_SOON { subject: subject(), not_after, days }));
            }
        }
        let seconds = last.saturating_sub(first);
        if seconds > MOST_DAYS * SECONDS_A_DAY && first >= JULY_2019 {
            let days = seconds.div_euclid(SECONDS_A_DAY);
            findings.add(location(), finding!(VALID_TOO_LONG { subject: subject(), days, most: MOST_DAYS }));
        }
        // The kinds of keys that Mozilla's root store policy (§5.1) lets authorities certify. Others than these serve OpenSSL's
        // clients, or were refused.
        let algorithm = certificate.link.algorithm;
        let is_common = matches!(algorithm, Algorithm::Rsa { .. } | Algorithm::P256 | Algorithm::P384);
        if !is_common && certificate.key.as_ref().is_some_and(super::public_key::PublicKey::serves) {
            findings.add(location(), finding!(RARE_KEY { subject: subject(), algorithm }));
        }
    }

    /// What is worth knowing of the file: its order, and what it holds beside the chain.
    fn judge_file(&self, kept: &[usize], best: &[usize], findings: &mut Findings<'_>) {
        let count = self.sent.certificates.len();
        // Each has its length before it, and in TLS 1.3 that of its extensions behind it (RFC 8446 §4.4.2).
        let bytes: usize = self.sent.certificates.iter().map(|certificate| certificate.der.len() + 5).sum();
        if bytes > MOST_BYTES {
            let finding = finding!(CHAIN_TOO_LARGE { count, bytes, most: MOST_BYTES });
            findings.add(self.sent.file.clone(), finding);
            return;
        }
        let leads = best.first() == Some(&0);
        if leads && !best.is_sorted() {
            let found: Vec<String> = best.iter().map(|place| (place + 1).to_string()).collect();
            findings.add(self.sent.file.clone(), finding!(OUT_OF_ORDER { found: found.join(", ") }));
        }
        let kept: BTreeSet<usize> = kept.iter().copied().collect();
        for stray in (0..count).filter(|place| !kept.contains(place)).take(MOST_STRAYS) {
            let subject = self.subject(stray);
            findings.add(self.sent.location(stray), finding!(STRAY_CERTIFICATE { subject }));
        }
    }
}

/// What holds for a certificate that signed those `below`, the nearest last.
fn judge_authority(certificate: &Parsed, below: &[&Parsed], mut refuse: impl FnMut(Finding)) {
    let subject = || certificate.link.subject.clone();
    if !certificate.authority {
        let issued = below.last().map(|below| below.link.subject.clone()).unwrap_or_default();
        refuse(finding!(NOT_AN_AUTHORITY { subject: subject(), issued }));
    }
    if certificate.usage.is_some_and(|usage| !usage.signs_certificates) {
        refuse(finding!(AUTHORITY_NOT_FOR_SIGNING { subject: subject() }));
    }
    if !certificate.server {
        refuse(finding!(ISSUER_NOT_FOR_SERVERS { subject: subject() }));
    }
    judge_limits(certificate, below, refuse);
}

/// What an authority allows below it: how many authorities, and which names.
fn judge_limits(authority: &Parsed, below: &[&Parsed], mut refuse: impl FnMut(Finding)) {
    let subject = || authority.link.subject.clone();
    // Those that an authority issued to itself do not count (RFC 5280 §4.2.1.9), and are not constrained (§6.1.3).
    let is_counted = |certificate: &&&Parsed| !certificate.subject.is(&certificate.issuer);
    let found = below.iter().skip(1).filter(is_counted).count();
    if let Some(most) = authority.path_length.filter(|most| found > *most) {
        refuse(finding!(PATH_TOO_LONG { subject: subject(), most, found }));
    }
    let Some(constraints) = &authority.constraints else { return };
    for (depth, certificate) in below.iter().enumerate().filter(|(depth, other)| *depth == 0 || is_counted(other)) {
        if let Some((breach, name)) = constraints.breach(&certificate.constrained_names(depth == 0)) {
            refuse(finding!(NAME_CONSTRAINT { subject: subject(), breach, name }));
        }
    }
}

/// The names that a certificate is for: the first few, and how many more.
fn listed(names: &[String]) -> Phrase {
    let shown = names.iter().take(MOST_SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    let words = match names.len().saturating_sub(MOST_SHOWN) {
        0 if names.is_empty() => phrase!("no domain" / "没有任何域名"),
        0 => phrase!("{shown}" / "{shown}", shown),
        more => phrase!("{shown} and {more} more" / "{shown} 等，另有 {more} 个", shown, more),
    };
    words.standing_for(names)
}

const SECONDS_A_DAY: i64 = 24 * 60 * 60;
const NOTICE_DAYS: i64 = 30;
/// Apple, support.apple.com/103769: for certificates issued since 2019-07-01.
const MOST_DAYS: i64 = 825;
const JULY_2019: i64 = 1_561_939_200;
/// `SSL_MAX_CERT_LIST_DEFAULT` of OpenSSL.
const MOST_BYTES: usize = 100 * 1024;
const MOST_SHOWN: usize = 5;
const MOST_STRAYS: usize = 8;
