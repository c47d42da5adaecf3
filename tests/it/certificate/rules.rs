//! Each rule found, and the nearest good files let through.

use cloudapp::app::{Policy, Timestamp, TlsEnd};
use cloudapp::certificate::{Destination, Examination, File, Use, inspect};
use cloudapp::diagnostic::Language;

use super::openssl::files;
use crate::chinese::assert_chinese;

#[test]
fn a_chain_with_its_key_is_accepted_without_a_word() {
    let Some(files) = files() else { return };
    for (certificate, key) in
        [("rsa", "rsa.key"), ("rsa", "rsa.pkcs1.key"), ("p256", "p256.sec1.key"), ("p384", "p384.key")]
    {
        let chain = join(&[&files[&format!("{certificate}.pem")], &files["intermediate.pem"]]);
        let inspection = look(&chain, &files[key], &for_shop());
        assert_eq!(rules(&inspection), [""; 0], "{certificate}");
        let accepted = inspection.accept().expect("accepted");
        assert_eq!(accepted.value().names, ["www.example.com", "*.shop.example.com"]);
        assert_eq!(accepted.value().pem.as_bytes(), chain);
    }
}

#[test]
fn text_around_and_windows_line_ends_do_no_harm() {
    let Some(files) = files() else { return };
    let chain =
        join(&[b"Bag Attributes\n  friendlyName: x\n", &files["p256.text.pem"], b"\n\n", &files["intermediate.pem"]]);
    let windows = String::from_utf8(chain.clone()).unwrap().replace('\n', "\r\n");
    for chain in [&chain[..], windows.as_bytes()] {
        assert_eq!(found(chain, &files["p256.key"], &for_shop()), [""; 0]);
    }
    let trusted = join(&[&files["p256.trusted.pem"], &files["intermediate.pem"]]);
    assert_eq!(found(&trusted, &files["p256.key"], &for_shop()), [""; 0]);
}

#[test]
fn a_shuffled_chain_is_mended_and_reported() {
    let Some(files) = files() else { return };
    let shuffled = join(&[&files["intermediate.pem"], &files["root.pem"], &files["p256.pem"]]);
    let inspection = look(&shuffled, &files["p256.key"], &for_shop());
    assert_eq!(rules(&inspection), ["certificate/not-first"]);
    let message = inspection.report().diagnostics()[0].message(Language::English);
    let expected =
        "site.pem is out of order: the certificate of CN=p256 that the key belongs to is number 3, expected first";
    assert_eq!(message, expected);
    let mended = join(&[&files["p256.pem"], &files["intermediate.pem"]]);
    assert_eq!(inspection.repaired().unwrap().as_bytes(), mended);
    assert_eq!(found(&mended, &files["p256.key"], &for_shop()), [""; 0]);
    let behind = join(&[&files["p256.pem"], &files["root.pem"], &files["intermediate.pem"]]);
    assert_eq!(found(&behind, &files["p256.key"], &for_shop()), ["certificate/out-of-order"]);
}

#[test]
fn a_key_of_another_certificate_is_found() {
    let Some(files) = files() else { return };
    let chain = join(&[&files["p256.pem"], &files["intermediate.pem"]]);
    for key in ["rsa.key", "p384.key", "root.key", "intermediate.key", "ed25519.key", "p521.key"] {
        assert_eq!(found(&chain, &files[key], &for_shop()), ["certificate/key-mismatch"], "{key}");
    }
}

#[test]
fn swapped_files_are_found() {
    let Some(files) = files() else { return };
    let found = found(&files["p256.key"], &files["p256.pem"], &Use::default());
    assert_eq!(found, ["certificate/missing-key", "certificate/missing-certificate"]);
}

#[test]
fn an_encrypted_key_is_refused_with_the_command_that_decrypts_it() {
    let Some(files) = files() else { return };
    let chain = join(&[&files["rsa.pem"], &files["intermediate.pem"]]);
    for key in ["p256.encrypted.key", "rsa.encrypted.key"] {
        let inspection = look(&chain, &files[key], &for_shop());
        assert_eq!(rules(&inspection), ["certificate/encrypted-key"], "{key}");
        let help = inspection.report().diagnostics()[0].help(Language::English);
        assert_eq!(help, "openssl pkey -in site.key -out decrypted.key");
    }
}

#[test]
fn other_formats_are_recognised_with_the_command_that_converts_them() {
    let Some(files) = files() else { return };
    for (file, what, command) in [
        ("p256.der", "a certificate in DER", "openssl x509 -inform der -in site.pem -out site.pem"),
        ("p256.p12", "a PKCS#12 archive", "openssl pkcs12 -in site.pem -nodes -out site.pem"),
        ("p256.p7b", "a PKCS#7 bundle", "openssl pkcs7 -print_certs -in site.pem -out site.pem"),
        ("p256.p7b.der", "a PKCS#7 bundle in DER", "openssl pkcs7 -inform der -print_certs -in site.pem -out site.pem"),
        ("p256.key.der", "a private key in DER", "openssl pkey -inform der -in site.pem -out site.key"),
        ("p256.csr", "a certificate request", "upload the certificate that the authority issued for this request"),
    ] {
        let inspection = look(&files[file], &files["p256.key"], &Use::default());
        assert_eq!(rules(&inspection), ["certificate/wrong-format"], "{file}");
        let diagnostic = &inspection.report().diagnostics()[0];
        let expected = format!("site.pem is {what}, expected PEM text with a line -----BEGIN …-----");
        assert_eq!(diagnostic.message(Language::English), expected);
        assert_eq!(diagnostic.help(Language::English), command);
        let chinese = diagnostic.message(Language::Chinese);
        assert!(!chinese.contains(what) && chinese.starts_with("site.pem 是 "), "{chinese}");
    }
    let key = found(&files["p256.pem"], &files["p256.key.der"], &Use::default());
    assert!(key.contains(&"certificate/wrong-format"), "{key:?}");
    let utf_16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(files["p256.pem"].iter().flat_map(|byte| [*byte, 0])).collect();
    assert_eq!(found(&utf_16, &files["p256.key"], &Use::default()), ["certificate/wrong-format"]);
}

#[test]
fn a_name_without_an_accepted_ending_is_found() {
    let Some(files) = files() else { return };
    let of = |name| {
        let certificate = File { name, bytes: &files["self.pem"] };
        let key = File { name: "site.key", bytes: &files["p256.key"] };
        rules(&inspect(certificate, key, &Use::default(), &Policy::default()))
    };
    for name in ["site.cer", "site", "site.pem.txt", "pem"] {
        assert_eq!(of(name), ["certificate/wrong-extension", "certificate/self-signed"], "{name}");
    }
    for name in ["site.pem", "site.crt", "SITE.PEM"] {
        assert_eq!(of(name), ["certificate/self-signed"], "{name}");
    }
}

#[test]
fn blocks_that_cannot_be_read_are_found() {
    let Some(files) = files() else { return };
    let whole = String::from_utf8(files["self.pem"].clone()).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let cut = whole.replace("-----END CERTIFICATE-----", "");
    let typo = whole.replacen(lines[2], "this is *not* base64", 1);
    let truncated = whole.replace(&format!("{}\n", lines[3]), "");
    for text in [&cut, &typo, &truncated] {
        let rules = found(text.as_bytes(), &files["p256.key"], &Use::default());
        assert!(rules.contains(&"certificate/damaged"), "{rules:?} {text}");
    }
    let key = String::from_utf8(files["p256.key"].clone()).unwrap().replace('A', "!").replace("PRIV!TE", "PRIVATE");
    let inspection = look(&files["self.pem"], key.as_bytes(), &Use::default());
    assert!(rules(&inspection).contains(&"certificate/damaged"));
    let printed = format!("{inspection:?}");
    let secret = key.lines().nth(1).unwrap();
    assert!(!printed.contains(secret) && !printed.contains(&secret[..20]), "a line of the key is in the result");
}

#[test]
fn files_without_what_they_are_for_are_found() {
    let Some(files) = files() else { return };
    assert_eq!(found(b"", &files["p256.key"], &Use::default()), ["certificate/missing-certificate"]);
    assert_eq!(found(b"hello", &files["p256.key"], &Use::default()), ["certificate/missing-certificate"]);
    assert_eq!(found(&files["self.pem"], b"", &Use::default()), ["certificate/missing-key", "certificate/self-signed"]);
    let large = vec![b'a'; 300 * 1024];
    assert_eq!(found(&large, &files["p256.key"], &Use::default()), ["certificate/too-large"]);
}

#[test]
fn what_a_file_holds_instead_is_said_in_both_languages() {
    let Some(files) = files() else { return };
    for (key, english, chinese) in [
        (
            &b""[..],
            "site.key holds no PEM block, expected a private key",
            "site.key 的内容为：没有任何 PEM 块；应为私钥",
        ),
        (
            &files["self.pem"],
            "site.key holds CERTIFICATE, expected a private key",
            "site.key 的内容为：CERTIFICATE；应为私钥",
        ),
    ] {
        let inspection = look(&files["self.pem"], key, &Use::default());
        let found = inspection.report().diagnostics().iter().find(|found| found.rule().id == "certificate/missing-key");
        let messages = [Language::English, Language::Chinese].map(|language| found.unwrap().message(language));
        assert_eq!(messages, [english, chinese]);
    }
}

#[test]
fn domains_that_the_certificate_is_not_for_are_found_each() {
    let Some(files) = files() else { return };
    let chain = join(&[&files["p256.pem"], &files["intermediate.pem"]]);
    let purpose = |domains: &[&str]| Use::new(domains.iter().map(|name| name.parse().unwrap()));
    let inspection =
        look(&chain, &files["p256.key"], &purpose(&["www.example.com", "example.com", "a.b.shop.example.com"]));
    assert_eq!(rules(&inspection), ["certificate/domain-not-covered"; 2]);
    let message = inspection.report().diagnostics()[1].message(Language::English);
    assert_eq!(message, "the certificate is for www.example.com, *.shop.example.com, not for example.com");
    let common = join(&[&files["common.pem"], &files["intermediate.pem"]]);
    assert_eq!(found(&common, &files["p256.key"], &purpose(&["www.example.com"])), ["certificate/domain-not-covered"]);
}

#[test]
fn the_end_of_a_certificate_is_foretold_for_thirty_days() {
    let Some(files) = files() else { return };
    let chain = join(&[&files["p256.pem"], &files["intermediate.pem"]]);
    let inspection = look(&chain, &files["p256.key"], &Use::default());
    let end = inspection.certificate().unwrap().chain[0].not_after.unix_seconds();
    let days = |before: i64| {
        let at = Timestamp::from_unix_seconds(end - before * 86_400).unwrap();
        found(&chain, &files["p256.key"], &Use::default().at(at))
    };
    assert_eq!(days(30), [""; 0]);
    assert_eq!(days(29), ["certificate/expires-soon"]);
    assert_eq!(days(0), ["certificate/expires-soon"]);
    assert_eq!(days(-1), ["certificate/expired"]);
    assert_eq!(days(100), ["certificate/not-yet-valid", "certificate/not-yet-valid"]);
}

#[test]
fn missing_and_needless_certificates_are_found() {
    let Some(files) = files() else { return };
    assert_eq!(found(&files["p256.pem"], &files["p256.key"], &for_shop()), ["certificate/incomplete-chain"]);
    assert_eq!(found(&files["self.pem"], &files["p256.key"], &Use::default()), ["certificate/self-signed"]);
    let stray = join(&[&files["p256.pem"], &files["intermediate.pem"], &files["rsa.pem"]]);
    assert_eq!(found(&stray, &files["p256.key"], &for_shop()), ["certificate/stray-certificate"]);
    let twice = join(&[&files["p256.pem"], &files["intermediate.pem"], &files["intermediate.pem"]]);
    assert_eq!(found(&twice, &files["p256.key"], &for_shop()), ["certificate/stray-certificate"]);
}

#[test]
fn weak_rare_and_misused_certificates_are_found() {
    let Some(files) = files() else { return };
    for (certificate, key, rule) in [
        ("rsa1024", "rsa1024.key", "certificate/weak-key"),
        ("sha1", "p256.key", "certificate/weak-signature"),
        ("client", "p256.key", "certificate/not-for-servers"),
        ("ed25519", "ed25519.key", "certificate/rare-key"),
        ("p521", "p521.sec1.key", "certificate/rare-key"),
    ] {
        let chain = join(&[&files[&format!("{certificate}.pem")], &files["intermediate.pem"]]);
        assert_eq!(found(&chain, &files[key], &Use::default()), [rule], "{certificate}");
    }
}

#[test]
fn a_certificate_goes_where_tls_ends() {
    let host = Destination::of(TlsEnd::Nginx);
    let files = Destination::Host { certificate: "/home/admin/sslcert/cert.pem", key: "/home/admin/sslcert/cert.key" };
    assert_eq!(host, files);
    assert_eq!(Destination::of(TlsEnd::LoadBalancer), Destination::LoadBalancer);
}

/// The rules that were broken, in the order of the report.
pub fn found(certificate: &[u8], key: &[u8], purpose: &Use) -> Vec<&'static str> {
    rules(&look(certificate, key, purpose))
}

/// What is found in two files.
pub fn look(certificate: &[u8], key: &[u8], purpose: &Use) -> Examination {
    let certificate = File { name: "site.pem", bytes: certificate };
    let examination = inspect(certificate, File { name: "site.key", bytes: key }, purpose, &Policy::default());
    assert_chinese(examination.report());
    examination
}

fn rules(inspection: &Examination) -> Vec<&'static str> {
    inspection.report().diagnostics().iter().map(|diagnostic| diagnostic.rule().id).collect()
}

fn for_shop() -> Use {
    Use::new(["www.example.com".parse().unwrap(), "a.shop.example.com".parse().unwrap()])
}

fn join(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

proptest::proptest! {
    #[test]
    fn no_damage_to_a_file_panics(
        at in 0_usize..1200,
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..40),
        cut in 0_usize..1200,
        der in proptest::prelude::any::<bool>(),
    ) {
        let Some(files) = files() else { return Ok(()) };
        for (certificate, key) in [("p256.der", "p256.key.der"), ("rsa.pem", "rsa.pkcs1.key")] {
            let damage = |file: &[u8]| {
                let at = at.min(file.len());
                let cut = (at + cut).min(file.len());
                [&file[..at], &bytes, &file[cut..]].concat()
            };
            let (certificate, key) = (damage(&files[certificate]), damage(&files[key]));
            let purpose = for_shop();
            if der {
                let _ = found(&block("CERTIFICATE", &certificate), &block("EC PRIVATE KEY", &key), &purpose);
                let _ = found(&certificate, &block("RSA PRIVATE KEY", &key), &purpose);
            } else {
                let _ = found(&certificate, &key, &purpose);
            }
        }
    }
}

/// Bytes as PEM, all on one line.
pub fn block(label: &str, der: &[u8]) -> Vec<u8> {
    let base64 = String::from_utf8(base64(der)).unwrap();
    format!("-----BEGIN {label}-----\n{base64}\n-----END {label}-----\n").into_bytes()
}

/// Base64 without line ends.
fn base64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = Vec::new();
    for group in bytes.chunks(3) {
        let number =
            group.iter().fold(0_usize, |number, byte| number << 8 | usize::from(*byte)) << (8 * (3 - group.len()));
        let letters = [18, 12, 6, 0].map(|shift| LETTERS[number >> shift & 63]);
        text.extend_from_slice(&letters[..=group.len()]);
        text.extend(std::iter::repeat_n(b'=', 3 - group.len()));
    }
    text
}
