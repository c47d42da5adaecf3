//! What OpenSSL reads of a mutilated file, and what is said of it; and what nginx makes of the same files.
#![allow(clippy::print_stdout, reason = "a test that could not run says so")]

use std::fs;
use std::path::Path;
use std::process::Command;

use cloudapp::app::Policy;
use cloudapp::certificate::{Answer, File, Use, inspect};

use super::openssl::{directory, files};
use super::rules::found;

/// A way to mutilate a text, and the rule that is found in the certificate file and in the key file; nothing where OpenSSL
/// reads it.
type Row = (&'static str, fn(&str) -> Vec<u8>, &'static str, &'static str);

const ROWS: &[Row] = &[
    ("as it is", |text| text.into(), "", ""),
    ("line ends of Windows", |text| text.replace('\n', "\r\n").into(), "", ""),
    ("blanks at the ends of lines", |text| text.replace('\n', " \t\n").into(), "", ""),
    ("no last line end", |text| text.trim_end().into(), "", ""),
    ("text before and after", |text| format!("Bag Attributes\n{text}# end\n").into(), "", ""),
    ("a byte order mark", |text| format!("\u{feff}{text}").into(), "", ""),
    ("a byte order mark and a comment", |text| format!("\u{feff}# x\n{text}").into(), "", ""),
    ("an empty line after the first", |text| text.replacen("-----\n", "-----\n\n", 1).into(), "", ""),
    ("two empty lines", |text| text.replacen("-----\n", "-----\n\n\n", 1).into(), "blank-line", "blank-line"),
    (
        "an empty line before the end",
        |text| text.replacen("\n-----END", "\n\n-----END", 1).into(),
        "blank-line",
        "blank-line",
    ),
    ("every second line empty", |text| text.replace('\n', "\n\n").into(), "blank-line", "blank-line"),
    (
        "a header",
        |text| text.replacen("-----\n", "-----\nComment: x\n\n", 1).into(),
        "header-in-block",
        "header-in-block",
    ),
    ("a blank before the first line", |text| format!(" {text}").into(), "unseen-block", "unseen-block"),
    ("a mark after a comment", |text| format!("# x\n\u{feff}{text}").into(), "unseen-block", "unseen-block"),
    (
        "a quotation",
        |text| text.lines().flat_map(|line| ["> ", line, "\n"]).collect::<String>().into(),
        "unseen-block",
        "unseen-block",
    ),
    ("four dashes", |text| text.replacen("-----BEGIN", "----BEGIN", 1).into(), "unseen-block", "unseen-block"),
    ("indented lines of base64", |text| text.replace('\n', "\n  ").replace("  -----", "-----").into(), "", ""),
    ("one line", |text| text.replace('\n', "").into(), "lost-line-ends", "lost-line-ends"),
    ("blanks for line ends", |text| text.replace('\n', " ").into(), "lost-line-ends", "lost-line-ends"),
    ("escaped line ends", |text| text.replace('\n', "\\n").into(), "lost-line-ends", "lost-line-ends"),
    ("carriage returns", |text| text.replace('\n', "\r").into(), "lost-line-ends", "lost-line-ends"),
    (
        "base64 behind the first line",
        |text| text.replacen("-----\n", "-----", 1).into(),
        "lost-line-ends",
        "lost-line-ends",
    ),
    ("a lost end", |text| without_line(text, "-----END"), "damaged", "damaged"),
    ("an indented end", |text| text.replace("-----END", " -----END").into(), "damaged", "damaged"),
    (
        "text behind the end",
        |text| {
            text.replace("-----\n-----BEGIN", "-----\nBEGIN")
                .trim_end()
                .to_owned()
                .into_bytes()
                .into_iter()
                .chain(*b"x\n")
                .collect()
        },
        "damaged",
        "damaged",
    ),
    ("a character that is no base64", |text| text.replacen("\nM", "\n*", 1).into(), "damaged", "damaged"),
    ("nothing", |_| Vec::new(), "missing-certificate", "missing-key"),
    ("a page of HTML", |_| b"<!DOCTYPE html><html></html>".to_vec(), "wrong-format", "wrong-format"),
    ("a key in JSON", |_| br#"{"kty": "EC", "crv": "P-256"}"#.to_vec(), "wrong-format", "wrong-format"),
    ("a key of PuTTY", |_| b"PuTTY-User-Key-File-3: ecdsa\n".to_vec(), "wrong-format", "wrong-format"),
    (
        "base64 alone",
        |text| text.lines().filter(|line| !line.starts_with('-')).collect::<String>().into(),
        "wrong-format",
        "wrong-format",
    ),
    (
        "UTF-16",
        |text| [0xff, 0xfe].into_iter().chain(text.bytes().flat_map(|byte| [byte, 0])).collect(),
        "wrong-format",
        "wrong-format",
    ),
    ("UTF-16 without a mark", |text| text.bytes().flat_map(|byte| [byte, 0]).collect(), "wrong-format", "wrong-format"),
];

fn without_line(text: &str, start: &str) -> Vec<u8> {
    text.lines().filter(|line| !line.starts_with(start)).flat_map(|line| [line, "\n"]).collect::<String>().into()
}

#[test]
fn what_keeps_openssl_from_reading_a_file_is_named() {
    let Some(files) = files() else { return };
    let (certificate, key) = (&files["self.pem"], &files["p256.key"]);
    for (name, mutilate, of_certificate, of_key) in ROWS {
        let text = |bytes: &[u8]| mutilate(std::str::from_utf8(bytes).unwrap());
        for (found, expected) in [
            (found(&text(certificate), key, &Use::default()), of_certificate),
            (found(certificate, &text(key), &Use::default()), of_key),
        ] {
            // The certificate is its own issuer's, which is said where it can be read.
            let named: Vec<&str> = found.into_iter().filter(|rule| *rule != "certificate/self-signed").collect();
            let expected: Vec<String> =
                [*expected].iter().filter(|rule| !rule.is_empty()).map(|rule| format!("certificate/{rule}")).collect();
            assert_eq!(named, expected, "{name}");
        }
    }
}

#[test]
fn a_server_loads_two_files_exactly_when_nginx_does() {
    let Some(files) = files() else { return };
    if Command::new("nginx").arg("-v").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "CI has no nginx");
        println!("skipped: no nginx on this machine");
        return;
    }
    let (mut loaded, mut refused) = (0, 0);
    let directory = directory().with_extension("nginx");
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    for (name, mutilate, ..) in ROWS {
        let text = |bytes: &[u8]| mutilate(std::str::from_utf8(bytes).unwrap());
        let (certificate, key) = (files["self.pem"].clone(), files["p256.key"].clone());
        for (certificate, key) in [(text(&certificate), key.clone()), (certificate.clone(), text(&key))] {
            let ours = answer(&certificate, &key) != Answer::No;
            assert_eq!(ours, nginx_loads(&directory, &certificate, &key), "{name}");
            *(if ours { &mut loaded } else { &mut refused }) += 1;
        }
    }
    assert!(loaded > 10 && refused > 30, "{loaded} loaded, {refused} refused");
}

fn answer(certificate: &[u8], key: &[u8]) -> Answer {
    let (certificate, key) = (File { name: "site.pem", bytes: certificate }, File { name: "site.key", bytes: key });
    inspect(certificate, key, &Use::default(), &Policy::default()).facts().server.answer
}

fn nginx_loads(directory: &Path, certificate: &[u8], key: &[u8]) -> bool {
    fs::write(directory.join("site.pem"), certificate).unwrap();
    fs::write(directory.join("site.key"), key).unwrap();
    let text = "pid nginx.pid; events {} http { access_log off; server { listen 127.0.0.1:1443 ssl; ssl_certificate site.pem; \
                ssl_certificate_key site.key; } }";
    fs::write(directory.join("nginx.conf"), text).unwrap();
    let mut nginx = Command::new("nginx");
    nginx.args(["-t", "-q", "-e", "stderr", "-p"]).arg(directory).arg("-c").arg(directory.join("nginx.conf"));
    nginx.output().unwrap().status.success()
}
