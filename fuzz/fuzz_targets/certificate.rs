//! No two files make the inspection of a certificate panic, and nothing of the key file is in what is said of it. The
//! input is cut at the first byte 0xff.
#![no_main]

use cloudapp::app::{Policy, TlsEnd};
use cloudapp::certificate::{File, Root, Use, inspect};
use cloudapp::diagnostic::{Language, render};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let (certificate, key) = input.split_at(input.iter().position(|byte| *byte == 0xff).unwrap_or(input.len()));
    let purpose = Use::new(["www.example.com".parse().unwrap()]).at("2026-01-01T00:00:00Z".parse().unwrap());
    let purpose = if input.len() % 2 == 0 { purpose.ending_in(TlsEnd::LoadBalancer) } else { purpose };
    let purpose = if input.len() % 3 == 0 { purpose.trusting(Root::read_all(certificate)) } else { purpose };
    let chain = File { name: "chain.pem", bytes: certificate };
    let inspection = inspect(chain, File { name: "a.key", bytes: key }, &purpose, &Policy::default());
    // What is handed out as repaired is read without a word about its form.
    if let Some(repaired) = inspection.repaired() {
        let file = File { name: "chain.pem", bytes: repaired.as_bytes() };
        let again = inspect(file, File { name: "a.key", bytes: key }, &purpose, &Policy::default());
        assert_eq!(again.repaired(), None);
        assert_eq!(again.certificate().map(|certificate| certificate.chain.len()), inspection.certificate().map(|certificate| certificate.chain.len()));
    }
    let report = inspection.report();
    let text = render::text(report, "", Language::Chinese);
    assert_eq!(text.is_empty(), report.is_empty());
    let json = render::json(report, Language::English).to_string();
    let sarif = render::sarif([("upload", report)], Language::English).to_string();
    for part in key.windows(20).filter(|part| is_of_a_key(part)) {
        let part = std::str::from_utf8(part).unwrap();
        for output in [&text, &json, &sarif, &format!("{report:?}")] {
            assert!(!output.contains(part), "{part} of the key is in {output}");
        }
    }
});

/// Base64 as no word of a message is.
fn is_of_a_key(part: &[u8]) -> bool {
    part.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(byte))
        && part.iter().any(u8::is_ascii_digit)
        && part.iter().any(u8::is_ascii_uppercase)
        && part.iter().any(u8::is_ascii_lowercase)
}
