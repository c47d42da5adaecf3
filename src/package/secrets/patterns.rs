//! What secrets look like.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::{Regex, RegexSet};

use crate::diagnostic::terms;
use crate::package::paths::extension;
use crate::package::words::holds;

terms! {
    /// A kind of secret.
    pub SecretKind {
        AlibabaAccessKey "alibaba-access-key" = "an access key of Alibaba Cloud with its secret" / "阿里云访问密钥（AccessKey）及其 Secret",
        AwsAccessKey "aws-access-key" = "an access key of AWS with its secret" / "AWS 访问密钥及其 Secret",
        EnvironmentFile "environment-file" = "a .env file with passwords, keys or tokens" / "含有密码、密钥或令牌的 .env 文件",
        EnvironmentSettings "environment-settings" = "a .env file" / ".env 文件",
        GithubToken "github-token" = "a token of GitHub" / "GitHub 令牌",
        NpmToken "npm-token" = "a token of a registry of npm packages" / "npm 仓库令牌",
        PrivateKey "private-key" = "a private key" / "私钥",
        TencentAccessKey "tencent-access-key" = "an access key of Tencent Cloud with its secret" / "腾讯云访问密钥及其 Secret",
    }
}

/// The first secret of each kind in the start of the file `name`, and where it is.
pub(super) fn search(name: &str, text: &[u8]) -> Vec<(SecretKind, Range<usize>)> {
    let mut found = Vec::new();
    // One pass tells which patterns occur at all; few do.
    for index in &SET.matches(text) {
        let Some(pattern) = PATTERNS.get(index) else { continue };
        let Some(regex) = REGEXES.get(index) else { continue };
        let candidates = regex.find_iter(text).take(MOST_TRIED);
        let secret = candidates.map(|candidate| candidate.range()).find(|range| {
            let value = text.get(range.clone()).unwrap_or_default();
            (pattern.applies)(name) && !is_placeholder(value) && pattern.has_secret(text, range)
        });
        if let Some(secret) = secret.filter(|_| !found.iter().any(|(kind, _)| *kind == pattern.kind)) {
            found.push((pattern.kind, secret));
        }
    }
    if is_environment_file(name) && !found.iter().any(|(kind, _)| *kind == SecretKind::EnvironmentFile) {
        let setting = ENVIRONMENT_SETTING.find(text).map(|setting| (SecretKind::EnvironmentSettings, setting.range()));
        found.extend(setting);
    }
    found
}

struct Pattern {
    kind: SecretKind,
    regex: &'static str,
    /// Whether it means anything in a file of this name.
    applies: fn(&str) -> bool,
    /// The length of the secret that must be near what the pattern finds, which is not secret by itself.
    secret: Option<usize>,
}

impl Pattern {
    /// Whether the secret that belongs to a key's id is near it.
    fn has_secret(&self, text: &[u8], id: &Range<usize>) -> bool {
        let Some(length) = self.secret else { return true };
        let start = id.start.saturating_sub(NEAR_BYTES);
        let end = id.end.saturating_add(NEAR_BYTES).min(text.len());
        let (before, after) = (text.get(start..id.start), text.get(id.end..end));
        let words = [before, after].into_iter().flatten().flat_map(|part| {
            part.split(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'+')))
                .filter(|word| word.len() == length)
        });
        words.into_iter().any(|word| looks_random(word) && !is_placeholder(word))
    }
}

/// Whether a word mixes cases and digits, as a secret does and a name does not.
fn looks_random(word: &[u8]) -> bool {
    word.iter().any(u8::is_ascii_digit)
        && word.iter().any(u8::is_ascii_uppercase)
        && word.iter().any(u8::is_ascii_lowercase)
}

/// Whether a value is a placeholder, or is a key of well-known documentation.
fn is_placeholder(value: &[u8]) -> bool {
    let lower = value.to_ascii_lowercase();
    let holds = |part: &str| lower.windows(part.len()).any(|window| window == part.as_bytes());
    // `xxxxxxxx`, `********`
    let same = value.len() > 8 && value.iter().rev().take(8).all(|byte| Some(byte) == value.last());
    same || PLACEHOLDERS.iter().any(|part| holds(part))
        || DOCUMENTED.iter().any(|part| contains(value, part.as_bytes()))
}

fn contains(value: &[u8], part: &[u8]) -> bool {
    value.windows(part.len()).any(|window| window == part)
}

fn is_key_file(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(extension(&name), Some("key" | "pem" | "ppk" | "pkcs8" | "p8")) || name.starts_with("id_")
}

fn is_environment_file(name: &str) -> bool {
    let stem = name.strip_prefix(".env");
    stem.is_some_and(|rest| rest.is_empty() || (rest.starts_with('.') && !rest.split('.').any(is_template)))
}

fn is_template(part: &str) -> bool {
    holds(TEMPLATES, part)
}

/// Parts of the names of `.env` files that are no settings of a host.
const TEMPLATES: &str = "ci default defaults dist example sample schema template test testing tpl";

const ANY: fn(&str) -> bool = |_| true;

const PATTERNS: [Pattern; 9] = [
    Pattern {
        kind: SecretKind::PrivateKey,
        // A key itself follows the line, and not the code that puts one together. Keys in code have their line ends
        // written out, and an encrypted key has headers.
        regex: r"-----BEGIN (?:[A-Z0-9]{2,12} ){0,2}PRIVATE KEY-----(?:[ \t\r\n]|\\[nr]|[A-Za-z-]{4,20}: [^\r\n]{0,100}){1,12}[A-Za-z0-9+/]{32,76}",
        applies: ANY,
        secret: None,
    },
    Pattern {
        kind: SecretKind::PrivateKey,
        regex: r"(?m)^-----BEGIN (?:[A-Z0-9]{2,12} ){0,2}PRIVATE KEY-----|^PuTTY-User-Key-File-[0-9]: ",
        applies: is_key_file,
        secret: None,
    },
    Pattern {
        kind: SecretKind::AlibabaAccessKey,
        regex: r"\bLTAI[0-9A-Za-z]{12,24}\b",
        applies: ANY,
        secret: Some(30),
    },
    Pattern { kind: SecretKind::AwsAccessKey, regex: r"\bA[KS]IA[0-9A-Z]{16}\b", applies: ANY, secret: Some(40) },
    Pattern { kind: SecretKind::TencentAccessKey, regex: r"\bAKID[0-9A-Za-z]{32}\b", applies: ANY, secret: Some(32) },
    Pattern {
        kind: SecretKind::GithubToken,
        regex: r"\b(?:gh[opsu]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{82})\b",
        applies: ANY,
        secret: None,
    },
    Pattern { kind: SecretKind::NpmToken, regex: r"\bnpm_[0-9A-Za-z]{36}\b", applies: ANY, secret: None },
    Pattern {
        kind: SecretKind::NpmToken,
        regex: r#"(?m)^[^#;\r\n]{0,200}_(?:authToken|auth|password)[ \t]{0,8}=[ \t]{0,8}["']?[^$"'\s][^\s]{5,}"#,
        applies: |name| name == ".npmrc",
        secret: None,
    },
    Pattern {
        kind: SecretKind::EnvironmentFile,
        regex: r#"(?mi)^[ \t]{0,8}(?:export )?[a-z0-9_.-]{0,60}(?:password|passwd|pwd|secret|token|key)[ \t]{0,8}=[ \t]{0,8}["']?[^$"'<\s#][^\s]{2,}"#,
        applies: is_environment_file,
        secret: None,
    },
];

/// Parts of placeholders.
const PLACEHOLDERS: [&str; 8] =
    ["example", "changeme", "change_me", "placeholder", "your_", "your-", "xxxxxx", "=null"];

/// Parts of keys from well-known documentation: jwt.io, Vagrant, RFC 9500.
const DOCUMENTED: [&str; 3] =
    ["ggSlAgEAAoIBAQC7VJTUt9Us8cKj", "MIIEogIBAAKCAQEA6NF8iallvQVp22WDkTkyrtvp9eWW6A8YVr", "sPnoGUOnrpiSqt4XynxA"];

static SET: LazyLock<RegexSet> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "constants; every test of a secret compiles them")]
    RegexSet::new(PATTERNS.iter().map(|pattern| bytes(pattern.regex))).expect("patterns")
});

static REGEXES: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "constants; every test of a secret compiles them")]
    PATTERNS.iter().map(|pattern| Regex::new(&bytes(pattern.regex)).expect("a pattern")).collect()
});

static ENVIRONMENT_SETTING: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a constant; every test of a secret compiles it")]
    Regex::new(&bytes(r"(?m)^[ \t]{0,8}(?:export )?[A-Za-z_][A-Za-z0-9_.]{0,60}[ \t]{0,8}=[ \t]{0,8}[^\s#]"))
        .expect("a pattern")
});

/// The pattern over bytes, since a file need not be UTF-8.
fn bytes(pattern: &str) -> String {
    format!("(?-u){pattern}")
}

/// A key's id and its secret are in neighbouring lines.
const NEAR_BYTES: usize = 300;
/// How many placeholders are skipped before the secret of a kind; no template has more.
const MOST_TRIED: usize = 64;
