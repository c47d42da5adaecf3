//! The example of each rule is an input that it is found in.
//!
//! - `# words` in the first line says what the input is for: a framework, an environment, a tier, a format, a version
//!   of nginx, a day
//! - of nginx, the text of a file, or of a part that stands where nginx first takes it: outermost, in `http`, `server` or
//!   `location`
//! - of a package, its entries: `path: content`, more lines of the content after two blanks each; `path -> target` for a
//!   symbolic link; `<…>` for content that is no text
//! - of a certificate, its file and the key's, written in the same way
//! - of a plan, the environment's JSON, the workload's, or fields of the catalogue's, one a line
//! - `\u{…}` stands for one character
//! - `(…)` describes bytes that no text can say; the tests of its module have those

use std::collections::BTreeMap;

use cloudapp::app::{Billing, Container, Date, EnvironmentKind, Framework, NginxVersion, Policy, Tier, Timestamp};
use cloudapp::certificate::{File, Use, inspect};
use cloudapp::diagnostic::{Findings, Levels, Location, Report, Rule};
use cloudapp::gate::Gate;
use cloudapp::nginx::policy::Contract;
use cloudapp::nginx::{Check, Config, Target};
use cloudapp::package::Inspector;
use cloudapp::plan::{self, Catalogue, Plan, Workload};

use crate::support::tar::{Tar, TarHeader};
use crate::support::zip::Zip;

#[test]
fn every_rule_is_found_in_its_example() {
    let mut told = BTreeMap::<&str, Vec<&str>>::new();
    let mut wrong = Vec::new();
    for rule in cloudapp::rules() {
        let (group, fault) = rule.id.split_once('/').unwrap();
        if rule.example.starts_with('(') && rule.example.ends_with(')') {
            told.entry(group).or_default().push(fault);
            continue;
        }
        let found = Example::of(rule).found(group);
        if !found.contains(&rule.id) {
            wrong.push(format!("{} is not found in its example, but {found:?}:\n{}\n", rule.id, rule.example));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let told: Vec<(&str, String)> = told.into_iter().map(|(group, faults)| (group, faults.join(" "))).collect();
    let expected: Vec<(&str, String)> = TOLD.iter().map(|(group, faults)| (*group, (*faults).to_owned())).collect();
    assert_eq!(told, expected);
}

/// Rules whose examples are bytes that no text can say.
const TOLD: &[(&str, &str)] = &[
    (
        "archive",
        "gzip-bad gzip-trailing-data limit-archive-size limit-entry-count limit-entry-size limit-members \
         limit-metadata limit-ratio limit-total-size path-empty path-encoding path-encoding-unflagged \
         path-too-deep path-too-long tar-checksum tar-end-missing tar-gnu-invalid tar-header-bad tar-not-tar \
         tar-pax-global tar-pax-invalid tar-size-mismatch tar-sparse tar-trailing-data tar-truncated \
         tar-type-unsupported unzip-skipped unzip-stops zip-comment-invalid zip-crc-mismatch zip-deflate-bad zip-descriptor-mismatch \
         zip-encrypted zip-eocd-mismatch zip-extra-invalid zip-header-bad zip-header-mismatch \
         zip-method-unsupported zip-mode-invalid zip-multi-disk zip-multiple-eocd zip-overlap zip-prefix-data \
         zip-setuid zip-size-lie zip-special-file zip-symlink zip-time-zero zip-trailing-data zip-truncated \
         zip-type-conflict zip-unicode-path zip-unlisted-data zip-unused-flags zip-version-unsupported \
         zip-zip64-mismatch",
    ),
    (
        "certificate",
        "authority-not-for-signing balancer-algorithm balancer-blank-line balancer-key-format balancer-key-size \
         balancer-line-length broken-signature chain-too-large critical-extension domain-not-covered expired \
         expires-soon incomplete-chain issuer-not-for-servers key-mismatch key-usage name-constraint \
         not-an-authority not-first not-for-servers not-yet-valid out-of-order path-too-long precertificate \
         rare-key raw-unicode-name self-signed skipped-certificate stray-certificate too-large unknown-key \
         unknown-root unsupported-key unusable-key unverified-signature valid-too-long weak-key weak-signature wrong-issuer \
         wrong-label",
    ),
    ("nginx", "out-of-bounds too-long-word"),
    ("package", "non-utf8-names"),
    ("spring-boot", "autoconfiguration-lost libraries-missing signature-misfit zip64-unsupported"),
];

/// A rule's example, taken apart.
struct Example {
    /// What it is for.
    words: Vec<String>,
    text: String,
}

impl Example {
    fn of(rule: &Rule) -> Self {
        let (words, text) = match rule.example.strip_prefix("# ") {
            Some(marked) => marked.split_once('\n').unwrap_or((marked, "")),
            None => ("", rule.example),
        };
        Self { words: words.split(' ').map(str::to_owned).collect(), text: text.to_owned() }
    }

    /// Ids of the rules that are found in it.
    fn found(&self, group: &str) -> Vec<&'static str> {
        match group {
            "certificate" => self.certificate(),
            "nginx" => self.nginx(),
            "plan" => self.plan(),
            _ => self.package(group),
        }
    }

    /// The first of the words that is one of a kind.
    fn word<T: std::str::FromStr>(&self) -> Option<T> {
        self.words.iter().find_map(|word| word.parse().ok())
    }

    fn nginx(&self) -> Vec<&'static str> {
        let framework = self.word().unwrap_or(Framework::NodeJs);
        let contract = match self.word().unwrap_or(EnvironmentKind::Test) {
            EnvironmentKind::Test => Contract::test(framework),
            EnvironmentKind::Production => {
                Contract::production(framework, self.word().unwrap_or(Tier::Starter).tls_end())
            }
        };
        let version = self.word().unwrap_or(NginxVersion::new(1, 22, 1));
        let (contract, target) = (contract.on_nginx(version), Target::of(version));
        let found = |before: &str, after: &str| {
            let config = Config::parse(format!("{before}{}{after}", unescaped(&self.text)));
            let levels = Levels::default();
            let mut findings = Findings::new(&levels);
            Check::new(&target).run(&config, &mut findings);
            contract.run(&config, &Location::input(), &mut findings);
            rules(&findings.finish())
        };
        let places = [
            ("", ""),
            ("events {} http { ", " }"),
            ("events {} http { server { listen 80; ", " } }"),
            ("events {} http { server { listen 80; location / { ", " } } }"),
        ];
        let mut tried = places.map(|(before, after)| found(before, after)).into_iter();
        let whole = tried.next().unwrap();
        let is_misplaced = |found: &Vec<&str>| found.contains(&"nginx/misplaced-directive");
        if is_misplaced(&whole) { tried.find(|found| !is_misplaced(found)).unwrap_or(whole) } else { whole }
    }

    fn plan(&self) -> Vec<&'static str> {
        let mut plan = Plan::new(
            self.word().unwrap_or(EnvironmentKind::Production),
            self.word().unwrap_or(Tier::Starter),
            self.word().unwrap_or(Billing::Prepaid),
        );
        let mut workload = None;
        let mut catalogue = serde_json::to_value(Catalogue::documented()).unwrap();
        for line in self.text.lines() {
            let json: serde_json::Value = serde_json::from_str(line).unwrap();
            let fields = json.as_object().unwrap();
            if fields.contains_key("environment") {
                plan = serde_json::from_value(json).unwrap();
            } else if fields.keys().all(|field| catalogue.get(field).is_some()) {
                for (field, value) in fields {
                    catalogue[field]["value"] = value.clone();
                }
            } else {
                workload = Some(Workload::from_json(line).unwrap());
            }
        }
        let catalogue = Catalogue::from_json(&catalogue.to_string()).unwrap();
        let at = self.word().unwrap_or_else(|| "2020-01-01".parse::<Date>().unwrap());
        rules(&plan::advise(plan, workload.as_ref(), &catalogue, &Policy::default(), at))
    }

    fn certificate(&self) -> Vec<&'static str> {
        let [certificate, key] = &self.entries()[..] else { panic!("a certificate and a key: {}", self.text) };
        let file = |entry: &'_ Entry| (entry.path.clone(), entry.content.clone());
        let ((name, bytes), (key_name, key_bytes)) = (file(certificate), file(key));
        let certificate = File { name: &name, bytes: &bytes };
        let key = File { name: &key_name, bytes: &key_bytes };
        rules(inspect(certificate, key, &Use::default(), &Policy::default()).report())
    }

    fn package(&self, group: &str) -> Vec<&'static str> {
        let framework = self.word().unwrap_or(match group {
            "php" => Framework::Php,
            "spring-boot" => Framework::SpringBoot,
            _ => Framework::NodeJs,
        });
        let container = self.word().unwrap_or(framework.runtime().container);
        let entries = self.entries();
        let bytes = match container {
            Container::Tgz => entries.iter().fold(Tar::new(), Entry::to_tar).tgz(),
            _ => entries.iter().fold(Zip::new(), Entry::to_zip).build(),
        };
        let profiles = EnvironmentKind::ALL.iter().map(|kind| (*kind, vec!["prod".to_owned()])).collect();
        let policy = Policy::default().with(|policy| {
            policy.nested_libraries = cloudapp::app::NestedLibraries::Scanned;
            policy.node = Some(cloudapp::app::NodeVersion { major: 18, minor: 20 });
            policy.spring_profiles = profiles;
        });
        let gate = Gate::new(Inspector::new(&policy).framework(framework), Timestamp::UNIX_EPOCH);
        rules(Report::of(&gate.inspect_bytes(&bytes)))
    }

    fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for line in self.text.lines() {
            if let Some(more) = line.strip_prefix("  ") {
                entries
                    .last_mut()
                    .expect("a file before its lines")
                    .content
                    .extend(format!("{}\n", unescaped(more)).bytes());
            } else if let Some((path, target)) = line.split_once(" -> ") {
                entries.push(Entry { target: Some(target.to_owned()), ..Entry::new(path) });
            } else {
                let (path, text) =
                    line.split_once(": ").or(line.strip_suffix(':').map(|path| (path, ""))).unwrap_or((line, ""));
                entries.push(Entry::new(path).holding(text));
            }
        }
        entries
    }
}

struct Entry {
    path: String,
    content: Vec<u8>,
    is_stored: bool,
    target: Option<String>,
}

impl Entry {
    fn new(path: &str) -> Self {
        Self { path: unescaped(path), content: Vec::new(), is_stored: false, target: None }
    }

    fn holding(self, text: &str) -> Self {
        let named = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
        let (content, is_stored) = match named {
            Some("binary for macOS") => (vec![0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1, 3, 0, 0, 0, 6, 0, 0, 0], false),
            Some("compressed JAR") => (jar(8), false),
            Some("JAR") => (jar(8), true),
            Some(named) => {
                let (what, last) = named.rsplit_once(' ').unwrap();
                match (what, last) {
                    ("binary that needs", version) => (crate::package::node::modules::elf(62, &[version]), false),
                    ("class of Java", java) => (class(java.parse().unwrap()), false),
                    ("JAR for Java", java) => (jar(java.parse().unwrap()), true),
                    (mib, "MiB") => (vec![b' '; mib.parse::<usize>().unwrap() << 20], false),
                    _ => panic!("no content is called {named}"),
                }
            }
            None if text.is_empty() => (Vec::new(), false),
            None => (format!("{}\n", unescaped(text)).into_bytes(), false),
        };
        Self { content, is_stored, ..self }
    }

    fn to_tar(tar: Tar, entry: &Self) -> Tar {
        match &entry.target {
            Some(target) => tar.symlink(&entry.path, target),
            None if entry.path.ends_with('/') => tar.directory(&entry.path),
            None => tar.raw(&TarHeader::new(b'0', entry.path.as_bytes(), entry.content.len() as u64), &entry.content),
        }
    }

    fn to_zip(zip: Zip, entry: &Self) -> Zip {
        match () {
            () if entry.path.ends_with('/') => zip.directory(&entry.path),
            () if entry.is_stored || entry.content.is_empty() => zip.stored(&entry.path, &entry.content),
            () => zip.file(&entry.path, &entry.content),
        }
    }
}

/// A class of the oldest version that `java` reads and its predecessor does not.
fn class(java: u16) -> Vec<u8> {
    [&[0xca, 0xfe, 0xba, 0xbe, 0, 0][..], &(44 + java).to_be_bytes(), b"rest"].concat()
}

fn jar(java: u16) -> Vec<u8> {
    Zip::new().file("org/example/A.class", class(java)).build()
}

fn rules(report: &Report) -> Vec<&'static str> {
    report.diagnostics().iter().map(|found| found.rule().id).collect()
}

/// The text with the character in the place of each `\u{…}`.
fn unescaped(text: &str) -> String {
    let mut parts = text.split(r"\u{");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let (digits, rest) = part.split_once('}').unwrap();
        let character = char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap();
        format!("{text}{character}{rest}")
    })
}
