//! No secret leaves: not in a message, a value, a source line or a debugging print, whatever shape it came in.

use std::collections::HashSet;
use std::env;
use std::sync::OnceLock;

use cloudapp::app::{Framework, NginxVersion, Policy};
use cloudapp::certificate::{File, Use, inspect};
use cloudapp::diagnostic::{Findings, Language, Levels, Location, Report, Source, render};
use cloudapp::nginx::policy::Contract;
use cloudapp::nginx::{Check, Config, Included, Target};
use cloudapp::package::{Inspection, Inspector};

use crate::certificate::openssl::files;
use crate::support::tar::Tar;

#[test]
fn no_part_of_a_mutilated_key_is_in_what_is_said_of_a_certificate() {
    let Some(files) = files() else { return };
    let mut seen = HashSet::new();
    for number in 0..mutants() {
        let mut dice = Dice(number);
        let key = &files[dice.pick(&KEYS)];
        let other = &files[dice.pick(&["p256.pem", "rsa.pem", "intermediate.pem", "p256.sec1.key"])];
        let mutant = mutate(key, other, &mut dice);
        let (certificate, private) = match dice.below(4) {
            0 => (mutant.clone(), mutant),
            1 => (mutant, other.clone()),
            2 => ([other.clone(), mutant.clone()].concat(), mutant),
            _ => (other.clone(), mutant),
        };
        let certificate = File { name: "site.pem", bytes: &certificate };
        let private = File { name: "site.key", bytes: &private };
        let inspection = inspect(certificate, private, &Use::default(), &Policy::default());
        seen.extend(inspection.report().diagnostics().iter().map(|found| found.rule().id));
        let outputs = outputs(inspection.report(), &format!("{inspection:?} {certificate:?} {private:?}"));
        assert_secret(key, &outputs, &format!("mutant {number}"));
    }
    // The mutants reach what can be said of keys.
    for rule in ["damaged", "encrypted-key", "key-mismatch", "missing-certificate", "missing-key", "wrong-format"] {
        assert!(seen.contains(format!("certificate/{rule}").as_str()), "{rule} is in none of {seen:?}");
    }
}

#[test]
fn no_part_of_a_mutilated_key_is_in_what_is_said_of_an_nginx_file() {
    let Some(files) = files() else { return };
    let mut found = 0;
    for number in 0..mutants() / 10 {
        let mut dice = Dice(number);
        let key = &files[dice.pick(&KEYS)];
        let mutant = String::from_utf8_lossy(&mutate(key, &files["p256.pem"], &mut dice)).into_owned();
        let text = match dice.below(4) {
            0 => mutant,
            1 => format!("events {{}}\nhttp {{ server {{ listen 80; return 200 '{mutant}'; }} }}"),
            2 => format!("events {{}}\nhttp {{\n{mutant}\n}}"),
            _ => format!("events {{}}\nhttp {{ server {{ ssl_certificate_key {mutant}; listen 443 ssl; }} }}"),
        };
        let config = Config::parse(text.as_str());
        let levels = Levels::default();
        let mut findings = Findings::new(&levels);
        Check::new(&Target::of(NginxVersion::new(1, 22, 1))).run(&config, &mut findings);
        Contract::test(Framework::NodeJs).run(&config, &Location::input(), &mut findings);
        let report = findings.finish();
        found += usize::from(!report.is_empty());
        assert_secret(key, &outputs(&report, &format!("{report:?}")), &format!("mutant {number}"));
    }
    assert!(found > 0, "no file had a fault");
}

#[test]
fn secrets_of_start_scripts_and_settings_are_in_nothing_that_is_said() {
    for secret in ["hunter2hunter2", "npm_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", "Zx5Cv0Bq7Rt2Yp9Lk4Jh6Gf3Ds1Aa8"] {
        for script in [
            format!("DB_PASSWORD={secret} node app.js --port 99999999"),
            format!("node app.js --db mysql://root:{secret}@10.0.0.1/shop --port 1"),
            format!("curl -H 'Authorization: Bearer {secret}' http://x; nodee app.js"),
            format!("apt-get install x --token {secret} && node app.js"),
            format!("export API_KEY={secret}; nosuch-command app.js"),
        ] {
            let package = format!("{{\"name\": \"a\", \"scripts\": {{\"start\": \"{script}\", \"stop\": \"x\"}}}}");
            let npmrc = format!("//registry.npmjs.org/:_authToken={secret}\n");
            let upload = Tar::new().file("package.json", package).file(".npmrc", npmrc).file("app.js", "").tgz();
            let policy = Policy::default();
            let inspected = Inspector::new(&policy).framework(Framework::NodeJs).inspect_bytes(&upload);
            let report = Report::of(&inspected);
            assert!(!report.is_empty(), "{script}");
            let facts = serde_json::to_string(Inspection::of(&inspected)).unwrap();
            for output in outputs(report, &format!("{inspected:?} {facts}")) {
                assert!(!output.contains(secret), "{script}: {output}");
            }
        }
    }
}

#[test]
fn secrets_of_an_nginx_file_are_in_nothing_that_is_said() {
    let secret = "hunter2-hunter2";
    for line in [
        format!("proxy_pass http://admin:{secret}@127.0.0.1:8080/ x;"),
        format!("fastcgi_param DB_PASSWORD {secret} x y;"),
        format!("proxy_set_header Authorization \"Basic {secret}\" x;"),
        format!("proxy_set_header X-Api-Key {secret} x;"),
        format!("nosuch password={secret};"),
        format!("secure_link_secret {secret} x;"),
    ] {
        let text = format!("events {{}}\nhttp {{ server {{ location / {{\n{line}\n}} }} }}");
        let levels = Levels::default();
        let mut findings = Findings::new(&levels);
        Check::new(&Target::of(NginxVersion::new(1, 22, 1))).run(&Config::parse(text.as_str()), &mut findings);
        let report = findings.finish();
        assert!(report.has_errors(), "{line}");
        for output in outputs(&report, &format!("{report:?}")) {
            assert!(!output.contains(secret), "{line}: {output}");
        }
    }
}

#[test]
fn what_holds_the_text_of_a_file_prints_without_it_for_debugging() {
    let secret = b"hunter2-hunter2";
    let nginx = [b"events {} http { set $key '", &secret[..], b"'; }"].concat();
    let package = br#"{"name": "a", "scripts": {"start": "node app.js", "stop": "x"}}"#;
    let upload = Tar::new().file("package.json", package).file("conf/nginx.test.conf", &nginx).tgz();
    let policy = Policy::default();
    let mut arrival = Inspector::new(&policy).framework(Framework::NodeJs).arrival();
    let _ = arrival.feed(&upload);
    let inspected = Inspector::new(&policy).framework(Framework::NodeJs).inspect_bytes(&upload);
    assert_eq!(Inspection::of(&inspected).nginx.len(), 1);
    let config = Config::parse(nginx.clone());
    let numbers = format!("{secret:?}");
    let numbers = numbers.trim_matches(['[', ']']);
    for printed in [
        format!("{arrival:?}"),
        format!("{inspected:?}"),
        format!("{config:?} {:?}", config.directives().next()),
        format!("{:?}", Source::new(Location::input(), &nginx)),
        format!("{:?}", Included::Files(vec![("a".to_owned(), nginx.clone())])),
        format!("{:?}", File { name: "a", bytes: &nginx }),
    ] {
        assert!(!printed.contains(numbers) && !printed.contains("hunter2"), "{printed}");
    }
}

const KEYS: [&str; 8] = [
    "p256.encrypted.key",
    "p256.key",
    "p256.nopublic.key",
    "p256.params.key",
    "p384.sec1.key",
    "rsa.encrypted.key",
    "rsa.key",
    "rsa.pkcs1.key",
];

/// How many mutants: few in a quick run, `MUTANTS` of them in a long one.
fn mutants() -> u64 {
    env::var("MUTANTS").map_or(500, |count| count.parse().unwrap())
}

fn outputs(report: &Report, debug: &str) -> Vec<String> {
    let mut outputs = vec![debug.to_owned()];
    for language in [Language::English, Language::Chinese] {
        outputs.push(render::text(report, "site", language));
        outputs.push(render::json(report, language).to_string());
        outputs.push(render::sarif([("site", report)], language).to_string());
    }
    outputs
}

/// That no 20 characters of the body of `key` are in an output. Where line ends and escapes are taken out, a number that
/// stood in front of a shorter rest may look like one of its characters: there, 22.
#[track_caller]
fn assert_secret(key: &[u8], outputs: &[String], what: &str) {
    let text = String::from_utf8(key.to_vec()).unwrap();
    let lines = text.lines().filter(|line| !line.contains(['-', ':']));
    let body: Vec<u8> = lines.flat_map(str::bytes).collect();
    let parts = |length| -> HashSet<&[u8]> {
        let is_private = |part: &&[u8]| !part.windows(20).any(|part| public_parts().contains(part));
        body.windows(length).filter(is_private).collect()
    };
    let (raw, bare) = (parts(20), parts(22));
    assert!(bare.len() > 40, "{text}");
    for output in outputs {
        let leaked = output.as_bytes().windows(20).find(|part| raw.contains(part)).map(String::from_utf8_lossy);
        assert_eq!(leaked, None, "{what}: {output}");
        let plain = output.replace("\\n", "").replace("\\r", "").replace("\\u{0}", "").replace("\\0", "");
        let plain: Vec<u8> = plain.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'"').collect();
        let leaked = plain.windows(22).find(|part| bare.contains(part)).map(String::from_utf8_lossy);
        assert_eq!(leaked, None, "{what}: {output}");
    }
}

/// What is in a certificate too is no secret: the public half of a key.
fn public_parts() -> &'static HashSet<&'static [u8]> {
    static PARTS: OnceLock<HashSet<&'static [u8]>> = OnceLock::new();
    static TEXT: OnceLock<Vec<u8>> = OnceLock::new();
    PARTS.get_or_init(|| {
        let certificates = files().into_iter().flatten().filter(|(name, _)| name.contains(".pem"));
        let text = certificates.flat_map(|(_, bytes)| bytes.iter().copied().filter(|byte| *byte != b'\n'));
        TEXT.get_or_init(|| text.collect()).windows(20).collect()
    })
}

/// The key as it comes out of forms, environment variables, CI secrets and editors: one to three mishaps.
fn mutate(key: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut text = key.to_vec();
    for _ in 0..=dice.below(3) {
        let string = String::from_utf8_lossy(&text).into_owned();
        text = match dice.below(16) {
            0 => string.replace('\n', "").into_bytes(),
            1 => string.replace('\n', "\r").into_bytes(),
            2 => string.replace('\n', " ").into_bytes(),
            3 => string.replace('\n', "\\n").into_bytes(),
            4 => string.replace('\n', "\r\n").into_bytes(),
            5 => string.replace('\n', "\n\n").into_bytes(),
            6 => format!("\"{string}\"").into_bytes(),
            7 => {
                string.replace("-----BEGIN ", dice.pick(&["----BEGIN ", " -----BEGIN ", "", "-----BEGIN"])).into_bytes()
            }
            8 => string
                .replace("PRIVATE KEY", dice.pick(&["PRIVATE", "CERTIFICATE", "KEY", "Private Key", "X"]))
                .into_bytes(),
            9 => string.replacen("-----\n", "-----", 1).into_bytes(),
            10 => string.replacen("\n-----END", "-----END", 1).into_bytes(),
            11 => [other, &text].concat(),
            12 => [&text, other].concat(),
            13 => text[..dice.below(text.len() + 1)].to_vec(),
            14 => text[dice.below(text.len() + 1)..].to_vec(),
            _ => {
                let units = string.encode_utf16().flat_map(if dice.below(2) == 0 {
                    u16::to_le_bytes
                } else {
                    u16::to_be_bytes
                });
                let mark: &[u8] = dice.pick(&[&[0xff, 0xfe][..], &[0xfe, 0xff], &[]]);
                mark.iter().copied().chain(units).collect()
            }
        };
    }
    text
}

/// Numbers that a seed determines (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(limit).unwrap()).unwrap()
    }

    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}
