//! Secrets in what is quoted of an input: what gives them away, and what is shown in their place.
//!
//! Every sentence, value and source line of a diagnostic passes through here, so that no check has to remember it.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::Value;

/// A text with `***` for each part that may be secret.
pub(crate) fn masked(text: &str) -> Cow<'_, str> {
    let mut secrets = Vec::new();
    for find in [random_words, url_passwords, assigned, authorizations] {
        find(text, &mut secrets);
    }
    if secrets.is_empty() {
        return Cow::Borrowed(text);
    }
    secrets.sort_by_key(|secret| secret.start);
    let (mut shown, mut end) = (String::new(), 0);
    for secret in secrets {
        if secret.start >= end {
            shown.push_str(text.get(end..secret.start).unwrap_or_default());
            shown.push_str(MASK);
        }
        end = end.max(secret.end);
    }
    shown.push_str(text.get(end..).unwrap_or_default());
    Cow::Owned(shown)
}

/// A JSON value with each of its texts [`masked`].
pub(super) fn masked_json(mut value: Value) -> Value {
    // A stack of its own: a finding's values are not deep, but nothing here relies on that.
    let mut open = vec![&mut value];
    while let Some(next) = open.pop() {
        match next {
            Value::String(text) => {
                if let Cow::Owned(shown) = masked(text) {
                    *text = shown;
                }
            }
            Value::Array(items) => open.extend(items),
            Value::Object(fields) => open.extend(fields.values_mut()),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    value
}

/// Whether a line of an input is better not shown: it is a part of a key, holds something secret, or gives a value to a
/// name that is secret: `fastcgi_param DB_PASSWORD value`, `password: value`.
pub(super) fn is_secret_line(line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line).replace('\0', "");
    if line.contains("PRIVATE KEY") || matches!(masked(&line), Cow::Owned(_)) {
        return true;
    }
    let mut words = line.split_ascii_whitespace().peekable();
    while let Some(word) = words.next() {
        let name = word.trim_end_matches(':').to_ascii_lowercase();
        // `proxy_pass` and `ssl_password_file` are names of nginx's, followed by addresses and paths.
        let names_secret = is_secret_name(&name.replace("pass", if name.contains("passw") { "pass" } else { "" }));
        let is_name = !name.ends_with("_file") && !name.contains(['/', '$', '=']);
        if names_secret && is_name && words.peek().is_some_and(|value| !is_reference(value.trim_matches(['"', '\'']))) {
            return true;
        }
    }
    false
}

/// Whether a name calls its value secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET.iter().any(|word| name.contains(word))
}

/// Whether a text holds a URL with a user's password: `scheme://user:password@host`.
#[allow(dead_code, reason = "only packages have start scripts")]
pub(crate) fn has_password(text: &str) -> bool {
    let mut found = Vec::new();
    url_passwords(text, &mut found);
    !found.is_empty()
}

/// Words that are not written by hand: keys, tokens and other random base64.
fn random_words(text: &str, found: &mut Vec<Range<usize>>) {
    // Text in UTF-16 has a zero byte beside each letter.
    let mut at = 0;
    for word in text.split_inclusive(|character: char| !(is_base64(character) || character == '\0')) {
        let mut start = at;
        at += word.len();
        for part in word.split("--") {
            let letters: String = part.chars().filter(|character| is_base64(*character)).collect();
            let is_random = part.contains('\0') || looks_random(&letters);
            if letters.len() >= RANDOM_BYTES && is_random && !is_digest(&letters) {
                found.push(start..start + part.trim_end_matches(|character| !is_base64(character)).len());
            }
            start += part.len() + 2;
        }
    }
}

/// Whether a word changes between capital and small letters and digits as often as random base64 does: in 58 of 100
/// places. Identifiers and paths change in fewer than 25, hashes in hexadecimal have letters of one case only. A word
/// that starts as a SEQUENCE of DER does (0x30) begins with headers that are less random.
fn looks_random(word: &str) -> bool {
    let class = |byte: u8| match byte {
        b'A'..=b'Z' => 'A',
        b'a'..=b'z' => 'a',
        b'0'..=b'9' => '0',
        b'+' => '+',
        _ => '-',
    };
    let word = word.trim_start_matches('-');
    let pairs = word.bytes().zip(word.bytes().skip(1)).map(|(one, next)| (class(one), class(next)));
    let changes = pairs.filter(|(one, next)| one != next && *one != '-' && *next != '-').count();
    let has = |wanted: char| word.bytes().any(|byte| class(byte) == wanted);
    let percent = if matches!(word.as_bytes(), [b'M', b'A'..=b'P', ..]) { 20 } else { 30 };
    has('A') && has('a') && changes * 100 >= word.len() * percent
}

/// `sha512-…`, as lock files name contents (W3C Subresource Integrity).
fn is_digest(word: &str) -> bool {
    ["sha1-", "sha256-", "sha384-", "sha512-"].iter().any(|algorithm| word.starts_with(algorithm))
}

fn is_base64(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '+' | '/' | '=' | '-' | '_')
}

/// `password` of `scheme://user:password@host`. A variable there is not a password.
fn url_passwords(text: &str, found: &mut Vec<Range<usize>>) {
    for (at, mark) in text.match_indices("://") {
        let start = at + mark.len();
        let rest = text.get(start..).unwrap_or_default();
        let authority = rest.split(['/', ' ', '"', '\'', '\t', '\n']).next().unwrap_or_default();
        // A password may hold an `@`: the last one ends it, as in WHATWG URL.
        let Some((user, _)) = authority.rsplit_once('@') else { continue };
        let Some((name, password)) = user.split_once(':') else { continue };
        if !password.is_empty() && !is_reference(password) {
            let password_start = start + name.len() + 1;
            found.push(password_start..password_start + password.len());
        }
    }
}

/// `value` of `DB_PASSWORD=value` and of `"password": "value"`.
fn assigned(text: &str, found: &mut Vec<Range<usize>>) {
    for (at, sign) in text.match_indices(['=', ':']) {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + sign.len()..).unwrap_or_default());
        let quoted = before.ends_with('"');
        // A bare colon is punctuation; only behind a quoted key, as in JSON, it assigns.
        if sign == ":" && !quoted {
            continue;
        }
        let before = before.trim_end_matches('"');
        // A name is short: what is further in front is not looked at, so that the cost does not grow with the number of signs.
        let near = before.char_indices().rev().take(NAME_CHARS).last().map_or(before.len(), |(at, _)| at);
        let near = before.get(near..).unwrap_or_default();
        let is_name = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | '-');
        let name = near.get(near.trim_end_matches(is_name).len()..).unwrap_or_default();
        if !is_secret_name(name) {
            continue;
        }
        let value = after.trim_start_matches([' ', '"', '\'']);
        let start = text.len() - value.len();
        let ends = |character: char| character.is_whitespace() || matches!(character, '"' | '\'' | ';' | '&' | ',');
        let value = value.get(..value.find(ends).unwrap_or(value.len())).unwrap_or_default();
        if !value.is_empty() && !is_reference(value) && value != MASK {
            found.push(start..start + value.len());
        }
    }
}

/// `value` of `Authorization: Basic value`, in whatever syntax a header is written.
fn authorizations(text: &str, found: &mut Vec<Range<usize>>) {
    // RFC 7617 and RFC 6750.
    for scheme in ["Basic ", "Bearer "] {
        for (at, _) in text.match_indices(scheme) {
            let start = at + scheme.len();
            let rest = text.get(start..).unwrap_or_default();
            let value = rest.get(..rest.find(|it: char| !is_base64(it) && it != '.').unwrap_or(rest.len()));
            let value = value.unwrap_or_default();
            if value.len() >= CREDENTIAL_BYTES {
                found.push(start..start + value.len());
            }
        }
    }
}

/// Whether a value is a placeholder: a variable, or a word to be replaced.
fn is_reference(value: &str) -> bool {
    value.starts_with(['$', '%', '<', '{', '…']) || value == MASK
}

const MASK: &str = "***";
/// The shortest token of the services that hand them out has 20 characters.
const RANDOM_BYTES: usize = 20;
/// `user:pw` in base64.
const CREDENTIAL_BYTES: usize = 8;
const NAME_CHARS: usize = 80;

/// Parts of names that call a value secret.
const SECRET: [&str; 14] = [
    "pass",
    "secret",
    "token",
    "credential",
    "_pwd",
    "api_key",
    "api-key",
    "apikey",
    "access_key",
    "access-key",
    "accesskey",
    "private_key",
    "private-key",
    "privatekey",
];
