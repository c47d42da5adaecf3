//! Which of the uploaded certificates is the server's, and how the others lead to its authority.

use super::link::Parsed;
use super::public_key::PublicKey;

/// Places of the certificates in the file, in the order in which nginx sends them: the server's first, each followed by
/// its issuer.
pub(super) fn order(parsed: &[Parsed], key: Option<&PublicKey>) -> Vec<usize> {
    let mut chain: Vec<usize> = leaf(parsed, key).into_iter().collect();
    while let Some(last) = chain.last().and_then(|place| parsed.get(*place)) {
        if last.self_issued() {
            break;
        }
        let issuers = parsed.iter().enumerate().filter(|(_, other)| last.may_be_issued_by(other));
        // Two authorities may have certified each other: each certificate is taken once.
        match issuers.map(|(place, _)| place).find(|place| !chain.contains(place)) {
            Some(issuer) => chain.push(issuer),
            None => break,
        }
    }
    chain
}

/// The server's certificate: the one the key belongs to. An authority's own is taken only where there is no other.
fn leaf(parsed: &[Parsed], key: Option<&PublicKey>) -> Option<usize> {
    let belongs = |certificate: &Parsed| key.is_some() && certificate.key.as_ref() == key;
    parsed
        .iter()
        .position(|certificate| belongs(certificate) && !certificate.authority)
        .or_else(|| parsed.iter().position(|certificate| !certificate.authority))
        .or_else(|| parsed.iter().position(belongs))
        .or(if parsed.is_empty() { None } else { Some(0) })
}
