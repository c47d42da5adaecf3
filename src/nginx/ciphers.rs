//! The grammar and the words of OpenSSL's cipher strings.

/// One step of a string.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Element<'a> {
    pub(super) operator: Operator,
    /// Words that a suite has to match all of, joined by `+`.
    pub(super) words: &'a str,
}

/// What a step does with the suites that it selects.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Operator {
    Add,
    /// `@STRENGTH` and `@SECLEVEL=n`.
    Command,
    /// `!`: for good.
    Kill,
    /// `+`: to the end, when they are in already.
    Move,
    /// `-`: later steps may add them again.
    Remove,
}

/// The steps of `string`. Nothing need stand between them: a name ends at the first character that is none of a name.
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
        let ends = |character: char| match operator {
            Operator::Command => matches!(character, ':' | ',' | ' ' | ';'),
            _ => !(character.is_ascii_alphanumeric() || matches!(character, '-' | '.' | '=' | '_' | '+')),
        };
        let end = after.find(ends).unwrap_or(after.len());
        let (words, next) = after.split_at_checked(end)?;
        // A character that nothing begins with is skipped, so that each step gets on.
        let skipped = next.chars().next().filter(|_| words.is_empty() && operator == Operator::Add);
        rest = next.get(skipped.map_or(0, char::len_utf8)..)?;
        Some(Element { operator, words })
    })
}

/// Whether OpenSSL 3 knows a group of suites by this name and has a suite in it.
pub(super) fn is_group(word: &str) -> bool {
    GROUPS.contains(&word)
}

/// Whether some OpenSSL knows a group of suites by this name.
pub(super) fn was_group(word: &str) -> bool {
    is_group(word) || OLD_GROUPS.contains(&word)
}

/// The name of a group that differs from `word` in case only.
pub(super) fn miscased(word: &str) -> bool {
    !was_group(word) && GROUPS.iter().chain(OLD_GROUPS).any(|group| group.eq_ignore_ascii_case(word))
}

/// Groups that hold a suite in a default build.
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
/// Groups whose suites are in old builds only.
const OLD_GROUPS: &[&str] = &["3DES", "DES", "EXP", "EXPORT", "LOW", "MEDIUM", "RC2", "RC4"];
