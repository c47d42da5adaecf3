//! Ways from the server's certificate to an authority: issuers by name, key identifier and verified signature.

use std::collections::BTreeMap;

use super::parsed::Parsed;

/// One way.
#[derive(Clone, Debug)]
pub(super) struct Path {
    /// Places of the certificates, the server's first, each followed by its issuer.
    pub(super) places: Vec<usize>,
    pub(super) end: End,
    /// Places of those whose signature could not be computed.
    pub(super) unverified: Vec<usize>,
}

/// Where a way ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum End {
    /// At the root of this number.
    Trusted(usize),
    /// At a certificate that signed itself.
    Root,
    /// The issuer of the last certificate is not there.
    Open,
    /// The certificate at this place has the issuer's name, but its key did not sign.
    Refused(usize),
}

/// Every way from the certificate at `leaf`, with a bound on how many are looked at. Without known roots a way may also end
/// before a certificate that is out of date: clients may have another one of the same name and key as a root.
pub(super) fn paths(certificates: &[&Parsed], roots: &[Parsed], leaf: usize, at: Option<i64>) -> Vec<Path> {
    let mut search = Search { certificates, roots, at, known: BTreeMap::new() };
    let mut open = vec![Path { places: vec![leaf], end: End::Open, unverified: Vec::new() }];
    let mut found = Vec::new();
    let mut steps = 0;
    while let Some(path) = open.pop() {
        steps += 1;
        if steps > MOST_STEPS || found.len() >= MOST_PATHS {
            break;
        }
        search.extend(path, &mut open, &mut found);
    }
    found
}

struct Search<'a> {
    certificates: &'a [&'a Parsed],
    roots: &'a [Parsed],
    at: Option<i64>,
    /// Whether an issuer signed a certificate, by the places of both; roots come behind the certificates.
    known: BTreeMap<(usize, usize), Option<bool>>,
}

impl Search<'_> {
    fn extend(&mut self, path: Path, open: &mut Vec<Path>, found: &mut Vec<Path>) {
        let Some((place, last)) = path.places.last().and_then(|place| Some((*place, *self.certificates.get(*place)?)))
        else {
            return;
        };
        if let Some(root) = self.roots.iter().position(|root| root.der == last.der) {
            found.push(Path { end: End::Trusted(root), ..path });
            return;
        }
        for (number, root) in self.roots.iter().enumerate() {
            let signed = self.is_signed_by((place, last), (self.certificates.len() + number, root));
            if signed != Some(false) {
                found.push(path.with_unverified(place, signed).ending(End::Trusted(number)));
            }
        }
        let by_itself = self.is_signed_by((place, last), (place, last));
        if last.self_issued() && by_itself != Some(false) {
            found.push(Path { end: End::Root, ..path });
            return;
        }
        let mut refused = None;
        let mut issuers = Vec::new();
        for (number, issuer) in self.certificates.iter().enumerate() {
            if path.places.contains(&number) || !last.issuer.is(&issuer.subject) {
                continue;
            }
            match self.is_signed_by((place, last), (number, issuer)) {
                // A root of the same name is beside the point: clients have their own.
                Some(false) if issuer.self_issued() => {}
                Some(false) => refused = refused.or(Some(number)),
                signed => {
                    let is_copy = |(other, _): &(usize, _)| {
                        self.certificates.get(*other).is_some_and(|other| other.der == issuer.der)
                    };
                    if !issuers.iter().any(is_copy) {
                        issuers.push((number, signed));
                    }
                }
            }
        }
        if issuers.is_empty() || path.places.len() >= MOST_LENGTH {
            let by_own_name = last.self_issued().then_some(place);
            let end = refused.or(by_own_name).map_or(End::Open, End::Refused);
            found.push(Path { end, ..path });
            return;
        }
        let is_old = |(number, _): &(usize, _)| {
            let validity = self.certificates.get(*number).zip(self.at).map(|(issuer, at)| (issuer.validity, at));
            validity.is_some_and(|((first, last), at)| at < first || last < at)
        };
        let may_end = path.places.len() > 1 && self.roots.is_empty() && issuers.iter().any(is_old);
        // The first in the file is looked at first.
        for (number, signed) in issuers.into_iter().rev() {
            let mut longer = path.with_unverified(place, signed);
            longer.places.push(number);
            open.push(longer);
        }
        if may_end {
            found.push(path);
        }
    }

    fn is_signed_by(
        &mut self,
        (place, certificate): (usize, &Parsed),
        (other, issuer): (usize, &Parsed),
    ) -> Option<bool> {
        if !certificate.may_be_issued_by(issuer) {
            return Some(false);
        }
        if self.known.len() >= MOST_SIGNATURES {
            return None;
        }
        let verify = || issuer.key.as_ref().map_or(Some(false), |key| certificate.signed.verified(key));
        *self.known.entry((place, other)).or_insert_with(verify)
    }
}

impl Path {
    fn with_unverified(&self, place: usize, signed: Option<bool>) -> Self {
        let mut path = self.clone();
        path.unverified.extend(signed.is_none().then_some(place));
        path
    }

    fn ending(self, end: End) -> Self {
        Self { end, ..self }
    }
}

/// A client of OpenSSL builds no longer ones by default, Android's no more than 20.
const MOST_LENGTH: usize = 12;
const MOST_PATHS: usize = 64;
const MOST_STEPS: usize = 512;
const MOST_SIGNATURES: usize = 200;
