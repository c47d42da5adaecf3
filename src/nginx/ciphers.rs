//! The grammar of OpenSSL's cipher strings and the names of its groups of suites.

/// One element of a cipher string.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Element<'a> {
    pub(super) operator: Operator,
    /// Names of suites and groups, joined by `+`: suites that match all of them are selected.
    pub(super) words: &'a str,
}

/// What an element does with the suites that it selects.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Operator {
    /// No operator: adds them at the end.
    Add,
    /// `@STRENGTH` or `@SECLEVEL=n`, which select nothing.
    Command,
    /// `!`: removes them; later elements cannot add them again.
    Kill,
    /// `+`: moves those that are in the list to its end.
    Move,
    /// `-`: removes them; later elements can add them again.
    Remove,
}

/// The elements of `string`. Separators are optional: a name ends at the first character that no name contains.
pub(super) fn elements(string: &str) -> impl Iterator<Item = Element<'_>> {
    let mut rest = string;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([':', ',', ' ', ';']);
        let (operator, after) = match rest.chars().next()? {
            '!' => (Operator::Kill, rest.get(1..)?),
            '+' => (Operator::Move, rest.get(1..)?),
            '-' => (Operator::Remove, rest.get(1..)?),
            '@' => (Operator::Command, rest.get(1..)?),
            _ => (Operator::Add, rest),
        };
        let is_end = |character: char| match operator {
            Operator::Command => matches!(character, ':' | ',' | ' ' | ';'),
            _ => !(character.is_ascii_alphanumeric() || matches!(character, '-' | '.' | '=' | '_' | '+')),
        };
        let end = after.find(is_end).unwrap_or(after.len());
        let (words, next) = after.split_at_checked(end)?;
        // A character that starts no element is skipped, so that the loop always advances.
        let skipped = next.chars().next().filter(|_| words.is_empty() && operator == Operator::Add);
        rest = next.get(skipped.map_or(0, char::len_utf8)..)?;
        Some(Element { operator, words })
    })
}

/// Whether `word` names a group that has a suite in OpenSSL 3.
pub(super) fn is_group(word: &str) -> bool {
    GROUPS.contains(&word)
}

/// Whether `word` would name a group in some version of OpenSSL if its letters had another case.
pub(super) fn is_miscased(word: &str) -> bool {
    let mut groups = GROUPS.iter().chain(OLD_GROUPS);
    !groups.clone().any(|group| *group == word) && groups.any(|group| group.eq_ignore_ascii_case(word))
}

/// Groups that have a suite in a default build of OpenSSL 3.
const GROUPS: &[&str] = &[
    "ADH",
    "AECDH",
    "AES",
    "AES128",
    "AES256",
    "AESCCM",
    "AESCCM8",
    "AESGCM",
    "ALL",
    "ARIA",
    "ARIA128",
    "ARIA256",
    "CAMELLIA",
    "CAMELLIA128",
    "CAMELLIA256",
    "CBC",
    "CHACHA20",
    "COMPLEMENTOFALL",
    "COMPLEMENTOFDEFAULT",
    "DEFAULT",
    "DH",
    "DHE",
    "DSS",
    "ECDH",
    "ECDHE",
    "ECDSA",
    "EDH",
    "EECDH",
    "FIPS",
    "HIGH",
    "MD5",
    "NULL",
    "PSK",
    "RSA",
    "SHA",
    "SHA1",
    "SHA256",
    "SHA384",
    "SRP",
    "SSLv3",
    "SUITEB128",
    "SUITEB128ONLY",
    "SUITEB192",
    "TLSv1",
    "TLSv1.0",
    "TLSv1.2",
    "aDSS",
    "aECDSA",
    "aNULL",
    "aPSK",
    "aRSA",
    "aSRP",
    "eNULL",
    "kDHE",
    "kDHEPSK",
    "kECDHE",
    "kECDHEPSK",
    "kEDH",
    "kEECDH",
    "kPSK",
    "kRSA",
    "kRSAPSK",
    "kSRP",
];
/// Groups that have suites only in older versions.
const OLD_GROUPS: &[&str] = &["3DES", "DES", "EXP", "EXPORT", "LOW", "MEDIUM", "RC2", "RC4"];
