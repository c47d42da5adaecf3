//! Signatures of the JAR itself, as the class loader of `java -jar` verifies them when it loads the main class.
//!
//! Rebuilt from `JarVerifier`, `SignatureFileVerifier` and `ManifestDigester` of JDK 17, without public-key cryptography:
//! whether a signature is genuine does not matter to one that no longer fits. Signed libraries inside the JAR are verified
//! on their own.

use sha2::{Digest, Sha256, Sha384, Sha512};

use super::manifest::Manifest;
use super::rules::SIGNATURE_MISFIT;
use crate::diagnostic::{Findings, Location, Phrase, Severity};
use crate::package::files::Files;
use crate::{finding, phrase};

/// What is kept of the entry at `path`; `None` when it belongs to no signature.
pub(super) fn kept(path: &str) -> Option<usize> {
    match extension(path)? {
        Extension::Text => Some(LONGEST_TEXT),
        Extension::Block => Some(BLOCK_START),
    }
}

/// Judges the signatures of the JAR.
pub(super) fn judge(files: &Files, findings: &mut Findings<'_>) {
    let Some(manifest) = files.whole(Manifest::ENTRY) else { return };
    let is_block = |path: &str| matches!(extension(path), Some(Extension::Block));
    let blocks = files.below("META-INF").filter(|(path, file)| is_block(path) && file.is_file());
    for (block, _) in blocks.filter(|(block, _)| files.content(block).is_some_and(is_signed_data)) {
        let text = files.below("META-INF").map(|(path, _)| path).find(|path| {
            matches!(extension(path), Some(Extension::Text)) && base(path).eq_ignore_ascii_case(base(block))
        });
        let Some((path, text)) = text.and_then(|path| Some((path, files.whole(path)?))) else { continue };
        if let Some((severity, fault)) = misfit(files, manifest, text) {
            let finding = finding!(SIGNATURE_MISFIT { signature: path.to_owned(), fault });
            findings.add_as(severity, Location::entry(path), finding);
        }
    }
}

/// Why the signature with this text does not fit the manifest and the files; `None` when it does, or when Java ignores it.
fn misfit(files: &Files, manifest: &[u8], text: &[u8]) -> Option<(Severity, Phrase)> {
    let signature = Section::all(text);
    let signed = Section::all(manifest);
    let (main, names) = signature.split_first()?;
    main.get("Signature-Version").filter(|version| version == "1.0")?;
    let error = |fault| Some((Severity::Error, fault));
    let whole: Vec<_> = main.digests("-Digest-Manifest").collect();
    if whole.iter().any(|(algorithm, digest)| algorithm.is(manifest, digest)) {
        return error(content(files, &signed)?);
    }
    let of_main: Vec<_> = main.digests("-Digest-Manifest-Main-Attributes").collect();
    // Newer JDKs ignore a signature by SHA-1 or older, whose digests are not known here; older JDKs do not.
    if whole.is_empty() && of_main.is_empty() && main.attributes().any(|(name, _)| name.ends_with("-Digest-Manifest")) {
        let fault = phrase!(
            "its digests are of SHA-1 or older, which only some Java versions still verify"
                / "其摘要为 SHA-1 或更旧的算法，只有部分 Java 版本仍会校验"
        );
        return Some((Severity::Warning, fault.standing_for("old-digest")));
    }
    if let Some(first) = signed.first()
        && of_main.iter().any(|(algorithm, digest)| !first.is(*algorithm, digest))
    {
        return error(
            phrase!("the manifest's main attributes are others" / "清单的主属性已改变").standing_for("main-attributes"),
        );
    }
    for section in names {
        let Some(path) = section.name() else { continue };
        let same: Vec<_> = signed.iter().skip(1).filter(|other| other.name().as_deref() == Some(&*path)).collect();
        if same.is_empty() {
            return error(phrase!("the manifest says nothing of {path}" / "清单中没有 {path}", path = &shown(&path)));
        }
        let fits = |(algorithm, digest): (Algorithm, String)| same.iter().any(|other| other.is(algorithm, &digest));
        if !section.digests("-Digest").all(fits) {
            let path = shown(&path);
            return error(phrase!("the manifest says something else of {path}" / "清单中 {path} 的内容已改变", path));
        }
    }
    None
}

/// The first signed file that is another one now; only SHA-256 was taken of the files.
fn content(files: &Files, signed: &[Section<'_>]) -> Option<Phrase> {
    signed.iter().skip(1).find_map(|section| {
        let name = section.name()?;
        let hash = files.get(&name)?.hash?;
        let differs =
            |(algorithm, digest): (Algorithm, String)| algorithm == Algorithm::Sha256 && base64(&hash) != digest;
        let name = shown(&name);
        section.digests("-Digest").any(differs).then(|| phrase!("{name} was changed" / "{name} 已改变", name))
    })
}

fn shown(name: &str) -> String {
    crate::diagnostic::shortened(name)
}

enum Extension {
    Block,
    Text,
}

/// What an entry directly in `META-INF` is to a signature, in any letter case (`SignatureFileVerifier`).
fn extension(path: &str) -> Option<Extension> {
    let name = path.strip_prefix("META-INF/").filter(|name| !name.contains('/'))?;
    let (_, extension) = name.rsplit_once('.')?;
    match extension.to_ascii_uppercase().as_str() {
        "SF" => Some(Extension::Text),
        "DSA" | "EC" | "RSA" => Some(Extension::Block),
        _ => None,
    }
}

fn base(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(base, _)| base)
}

/// Whether a block starts as PKCS #7's `SignedData`. Java ignores what it cannot parse.
fn is_signed_data(block: &[u8]) -> bool {
    let start = block.get(..BLOCK_START).unwrap_or(block);
    start.starts_with(&[0x30]) && start.windows(SIGNED_DATA.len()).any(|window| window == SIGNED_DATA)
}

/// The main attributes of a manifest, or one of its sections.
struct Section<'a> {
    /// Up to the end of its last line, and with the empty line after it.
    bytes: [&'a [u8]; 2],
}

impl<'a> Section<'a> {
    fn all(text: &'a [u8]) -> Vec<Self> {
        let mut sections = Vec::new();
        let (mut start, mut at) = (0, 0);
        while at < text.len() {
            let end = line_end(text, at);
            let line = text.get(at..end).unwrap_or_default();
            if line.iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
                let bytes = [start..at, start..end].map(|range| text.get(range).unwrap_or_default());
                // More empty lines than one end nothing.
                if start < at {
                    sections.push(Self { bytes });
                }
                start = end;
            }
            at = end;
        }
        if let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
            sections.push(Self { bytes: [rest, rest] });
        }
        sections
    }

    /// Whether this is its digest, with or without the empty line: some signers left that out.
    fn is(&self, algorithm: Algorithm, digest: &str) -> bool {
        self.bytes.iter().any(|bytes| algorithm.is(bytes, digest))
    }

    fn attributes(&self) -> impl Iterator<Item = (String, String)> {
        let text = String::from_utf8_lossy(self.bytes[0]).replace("\r\n", "\n").replace('\r', "\n").replace("\n ", "");
        let attributes: Vec<_> = text
            .lines()
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        attributes.into_iter()
    }

    fn get(&self, name: &str) -> Option<String> {
        self.attributes().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    fn name(&self) -> Option<String> {
        self.get("Name")
    }

    /// Its digests of the known algorithms whose names end so.
    fn digests(&self, ending: &'static str) -> impl Iterator<Item = (Algorithm, String)> {
        self.attributes().filter_map(move |(name, value)| {
            let at = name.len().checked_sub(ending.len())?;
            let (algorithm, rest) = name.split_at_checked(at)?;
            Some((Algorithm::of(algorithm)?, value)).filter(|_| rest.eq_ignore_ascii_case(ending))
        })
    }
}

fn line_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    match rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
        Some(at) if rest.get(at..).is_some_and(|end| end.starts_with(b"\r\n")) => start + at + 2,
        Some(at) => start + at + 1,
        None => text.len(),
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Algorithm {
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    fn of(name: &str) -> Option<Self> {
        let all = [("SHA-256", Self::Sha256), ("SHA-384", Self::Sha384), ("SHA-512", Self::Sha512)];
        all.into_iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, algorithm)| algorithm)
    }

    fn is(self, bytes: &[u8], digest: &str) -> bool {
        digest
            == match self {
                Self::Sha256 => base64(&Sha256::digest(bytes)),
                Self::Sha384 => base64(&Sha384::digest(bytes)),
                Self::Sha512 => base64(&Sha512::digest(bytes)),
            }
    }
}

fn base64(bytes: &[u8]) -> String {
    let letters: Vec<char> = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']).collect();
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0_usize, |bits, at| bits << 8 | usize::from(three.get(at).copied().unwrap_or_default()));
        for at in 0..4 {
            let letter = letters.get(bits >> (18 - 6 * at) & 63).copied().filter(|_| at <= three.len());
            text.push(letter.unwrap_or('='));
        }
    }
    text
}

/// Bytes of a `.SF` file that are read: one line and more for each class of a big library.
const LONGEST_TEXT: usize = 4 << 20;
/// Bytes of a block that show what it is.
const BLOCK_START: usize = 32;
/// Object identifier 1.2.840.113549.1.7.2.
const SIGNED_DATA: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";
