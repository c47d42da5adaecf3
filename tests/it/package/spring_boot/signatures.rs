//! Signatures of the JAR itself. The outcomes were run with JDK 17 on JARs that jarsigner signed.

use super::jar::{Jar, lines};

/// A library's signature: of another manifest.
const FOREIGN: &str = "Signature-Version: 1.0\r\n\
    SHA-256-Digest-Manifest: dw4/v7E1bqke4gig8qwhcyILDqkOkbKT86R14y4a/ZA=\r\n\
    SHA-256-Digest-Manifest-Main-Attributes: ubCHIU6W8O8mdTe1CL63KUim8ixM3LM\r\n YdnhLrpRkqx4=\r\n\r\n\
    Name: a/B.class\r\nSHA-256-Digest: hSECnlv8kXp9dv7K29N+5huEd5AaN/J+kAdMbXbQ9lU=\r\n\r\n";
/// How a block of PKCS #7 starts.
const BLOCK: &[u8] = b"\x30\x82\x04\xe3\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0";

/// A JAR with another JAR's signature.
pub fn signed(jar: Jar, block: &str) -> Jar {
    jar.file("META-INF/A.SF", FOREIGN).file(block, BLOCK)
}

fn with(text: &str, block: &[u8]) -> Vec<&'static str> {
    jar().file("META-INF/A.SF", text).file("META-INF/A.RSA", block).rules()
}

fn jar() -> Jar {
    Jar::boot("2.7.18").manifest(MANIFEST).file("x.txt", "x")
}

/// The digests below are those of this text, of its main attributes, of its section, and of `x`, made with sha256sum.
const MANIFEST: &str = "Main-Class: org.springframework.boot.loader.JarLauncher\r\nStart-Class: com.example.App\r\n\r\n\
    Name: x.txt\r\nSHA-256-Digest: LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=\r\n\r\n";
const WHOLE: &str = "3IslvRrW3LgbvhsJSO//m/4eyzYdgjBA4+m43CPMfl4=";
const MAIN: &str = "v06T4ZbBqxiFDsMNhCfueKjig0Ala0tNQfNeMPUGUPw=";
const SECTION: &str = "5+SrNedJqhwkhbFGoR2LN7t7r/R/XupryQx1MeLXuEU=";
const OTHER: &str = "hSECnlv8kXp9dv7K29N+5huEd5AaN/J+kAdMbXbQ9lU=";

fn text(whole: &str, main: &str, section: &str) -> String {
    format!(
        "Signature-Version: 1.0\r\nSHA-256-Digest-Manifest: {whole}\r\n\
         SHA-256-Digest-Manifest-Main-Attributes: {main}\r\n\r\nName: x.txt\r\nSHA-256-Digest: {section}\r\n\r\n"
    )
}

const MISFIT: [&str; 1] = ["spring-boot/signature-misfit"];
const FINE: [&str; 0] = [];

#[test]
fn a_signature_of_another_manifest_is_found() {
    assert_eq!(
        lines(&signed(Jar::boot("2.7.18"), "META-INF/A.RSA").inspect()),
        ["error spring-boot/signature-misfit META-INF/A.SF: the signature META-INF/A.SF does not fit the JAR: the \
          manifest's main attributes are others, expected a signature of this JAR or none"]
    );
}

#[test]
fn a_signature_of_this_manifest_fits() {
    assert_eq!(with(&text(WHOLE, MAIN, SECTION), BLOCK), FINE);
    // A manifest that grew by other sections still has what was signed.
    assert_eq!(with(&text(OTHER, MAIN, SECTION), BLOCK), FINE);
    assert_eq!(with(&text(OTHER, OTHER, SECTION), BLOCK), MISFIT);
    assert_eq!(with(&text(OTHER, MAIN, OTHER), BLOCK), MISFIT);
    assert_eq!(with(&text(OTHER, MAIN, SECTION).replace("x.txt", "y.txt"), BLOCK), MISFIT);
}

#[test]
fn a_signed_file_that_was_changed_is_found() {
    let text = text(WHOLE, MAIN, SECTION);
    let jar = |content| {
        Jar::boot("2.7.18")
            .manifest(MANIFEST)
            .file("x.txt", content)
            .file("META-INF/A.SF", &text)
            .file("META-INF/A.EC", BLOCK)
    };
    assert_eq!(jar("x").rules(), FINE);
    assert_eq!(jar("y").rules(), MISFIT);
}

#[test]
fn what_java_ignores_is_fine() {
    assert_eq!(with(FOREIGN, b"garbage"), FINE);
    assert_eq!(with(&FOREIGN.replace("1.0", "2.0"), BLOCK), FINE);
    assert_eq!(jar().file("META-INF/A.SF", FOREIGN).rules(), FINE);
    assert_eq!(jar().file("META-INF/A.SF", FOREIGN).file("META-INF/B.RSA", BLOCK).rules(), FINE);
    assert_eq!(jar().file("META-INF/A.RSA", BLOCK).rules(), FINE);
    let library = signed(Jar::empty().manifest("A: 1\n"), "META-INF/A.RSA").bytes();
    assert_eq!(jar().stored("BOOT-INF/lib/a.jar", library).rules(), FINE);
}

#[test]
fn letter_case_does_not_matter_to_the_names_of_a_signature() {
    let jar = jar().file("META-INF/a.sf", FOREIGN).file("META-INF/A.rsa", BLOCK);
    assert_eq!(jar.rules(), MISFIT);
}

#[test]
fn digests_of_sha_1_alone_are_warned_of() {
    let text = FOREIGN.replace("SHA-256", "SHA1");
    let jar = jar().file("META-INF/A.SF", text).file("META-INF/A.DSA", BLOCK);
    assert!(lines(&jar.inspect())[0].starts_with("warning spring-boot/signature-misfit"));
}
