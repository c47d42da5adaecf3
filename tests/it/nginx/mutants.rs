//! Mutants of our own configurations: the check against what nginx said, and against the nginx that is installed.

#![allow(clippy::print_stdout, reason = "a test says what it measured, and why it could not run")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use cloudapp::app::NginxVersion;
use cloudapp::diagnostic::{Findings, Levels};
use cloudapp::nginx::{Check, Config, Included, Target, format};

use super::real;
use crate::chinese::assert_chinese;

const CORPUS: &str = "tests/corpus/nginx";
const RECORDED: u64 = 1000;
/// Enough that one odd line is not a failed gate: of 4,000 mutants nginx named another line for 12.
const LIVE: u64 = 600;

#[test]
fn recorded_verdicts_are_matched() {
    let path = Path::new(CORPUS).join("verdicts.tsv");
    let bases = bases();
    if std::env::var_os("BLESS").is_some() {
        let oracle = Oracle::new().expect("nginx and gcc");
        let mut rows = String::new();
        for number in 0..RECORDED {
            let (verdict, line) = oracle.verdict(&mutant(&bases, number));
            let line = line.map_or_else(String::new, |line| line.to_string());
            writeln!(rows, "{number}\t{verdict}\t{line}").unwrap();
        }
        std::fs::write(&path, rows).unwrap();
    }
    let recorded = std::fs::read_to_string(path).unwrap();
    assert_eq!(u64::try_from(recorded.lines().count()).unwrap(), RECORDED, "the baseline has another length");
    let verdicts = recorded.lines().map(|row| {
        let [number, verdict, line] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
        (number.parse().unwrap(), verdict.to_owned(), line.parse().ok())
    });
    gate(&bases, verdicts, "recorded");
}

#[test]
fn a_fresh_seed_agrees_with_the_installed_nginx() {
    let Some(oracle) = Oracle::new() else { return };
    let bases = bases();
    let seed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let numbers = (0..LIVE).map(|number| seed.wrapping_mul(1000) + number);
    let verdicts = numbers.map(|number| {
        let (verdict, line) = oracle.verdict(&mutant(&bases, number));
        (number, verdict.to_owned(), line)
    });
    gate(&bases, verdicts, &format!("live, seed {seed}"));
}

#[test]
fn our_configurations_are_accepted() {
    for (name, text) in bases() {
        assert_eq!(check(&text), ("ok", None), "{name}");
    }
}

/// Holds the check to nginx's verdicts: 99 of 100 alike, no valid file refused, 98 of 100 first errors on one line.
fn gate(bases: &[(String, String)], verdicts: impl Iterator<Item = (u64, String, Option<u32>)>, what: &str) {
    let (mut files, mut alike, mut refused, mut lines, mut same_lines) = (0, 0, Vec::new(), 0, 0);
    for (number, expected, line) in verdicts.filter(|(_, verdict, _)| verdict != "env") {
        let (found, first) = check(&mutant(bases, number));
        files += 1;
        alike += u32::from(found == expected);
        if expected == "ok" && found != "ok" {
            refused.push(number);
        }
        if found != expected {
            println!("{number}: nginx says {expected}, we say {found}\n");
        }
        if let (Some(line), Some(first)) = (line, first) {
            lines += 1;
            same_lines += u32::from(line == first);
        }
    }
    println!("{what}: {alike} of {files} verdicts alike, {same_lines} of {lines} first errors on one line");
    assert!(files > 40, "only {files} verdicts");
    assert_eq!(refused, Vec::<u64>::new(), "valid mutants refused");
    assert!(alike * 100 >= files * 99, "{alike} of {files} verdicts alike");
    assert!(same_lines * 100 >= lines * 98, "{same_lines} of {lines} first errors on one line");
}

/// What we say, and the line of the first error.
fn check(text: &str) -> (&'static str, Option<u32>) {
    let mut target = Target::of(NginxVersion::new(1, 22, 1));
    for module in ["stream", "mail", "http_geoip", "http_image_filter", "http_perl", "http_xslt_filter"] {
        target = target.without_module(module).unwrap();
    }
    let mime_types = |path: &str| match path {
        "/etc/nginx/mime.types" => Included::Files(vec![(path.to_owned(), b"types {}".to_vec())]),
        _ => Included::Unread,
    };
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);
    let first = Check::new(&target).including(mime_types).run(&Config::parse(text), &mut findings);
    assert_chinese(&findings.finish());
    match first {
        None => ("ok", None),
        Some(first) => ("fail", first.location().line().filter(|_| first.location().entries().is_empty())),
    }
}

/// Our configurations by name.
pub(super) fn bases() -> Vec<(String, String)> {
    let entries = std::fs::read_dir(CORPUS).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.extension().is_some_and(|extension| extension == "conf"));
    let read = |path: PathBuf| (path.display().to_string(), std::fs::read_to_string(path).unwrap());
    files.map(read).collect::<BTreeMap<_, _>>().into_iter().collect()
}

#[test]
fn what_the_tree_has_and_what_nginx_skips_is_the_whole_text() {
    let bases = bases();
    let mutants = (0..RECORDED).map(|number| mutant(&bases, number));
    let mut read = 0;
    for text in bases.iter().map(|(_, text)| text.clone()).chain(mutants) {
        let config = Config::parse(text.as_str());
        if config.syntax_error().is_some() {
            continue;
        }
        read += 1;
        let words = config
            .all_directives()
            .flat_map(|directive| directive.words().map(|word| (word.span(), word.raw().to_vec())).collect::<Vec<_>>());
        let comments = config.comments().map(|span| (span.clone(), text.as_bytes()[span].to_vec()));
        let mut pieces: Vec<_> = words.chain(comments).collect();
        pieces.sort_by_key(|(span, _)| span.start);
        let mut printed = Vec::new();
        for (span, bytes) in pieces {
            let skipped = &text[printed.len()..span.start];
            assert!(skipped.bytes().all(|byte| b" \t\r\n;{}".contains(&byte)), "{skipped:?} is lost of\n{text}");
            printed.extend_from_slice(skipped.as_bytes());
            printed.extend_from_slice(&bytes);
        }
        printed
            .extend_from_slice(text[printed.len()..].trim_matches([' ', '\n', '\t', '\r', ';', '{', '}']).as_bytes());
        assert_eq!(String::from_utf8(printed).unwrap(), text.trim_end_matches([' ', '\n', '\t', '\r', ';', '{', '}']));
    }
    assert!(read > 300, "only {read} texts can be read");
}

#[test]
fn a_layout_of_the_corpus_and_of_its_mutants_does_not_change_again_nor_the_verdict() {
    let bases = bases();
    let mutants = (0..RECORDED).map(|number| mutant(&bases, number));
    for text in bases.iter().map(|(_, text)| text.clone()).chain(mutants) {
        let Ok(once) = format(&Config::parse(text.as_str())) else { continue };
        let once = String::from_utf8(once).unwrap();
        assert_eq!(format(&Config::parse(once.as_str())).unwrap(), once.as_bytes(), "{text}");
        assert_eq!(check(&once).0, check(&text).0, "{text}");
    }
}

/// The first `count` mutants.
pub fn some(count: u64) -> Vec<String> {
    let bases = bases();
    (0..count).map(|number| mutant(&bases, number)).collect()
}

/// Mutant `number`: one change in one configuration.
fn mutant(bases: &[(String, String)], number: u64) -> String {
    let mut random = Random(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let text = &bases[random.below(bases.len())].1;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let line = random.below(lines.len());
    match random.below(12) {
        0 => drop(lines.remove(line)),
        1 => lines.insert(line, lines[line].clone()),
        2 => {
            let taken = lines.remove(line);
            lines.insert(random.below(lines.len()), taken);
        }
        3 => lines[line] = lines[line].replacen(';', "", 1),
        4 => lines[line] = lines[line].replacen(['{', '}'], "", 1),
        5 | 6 => lines.insert(line, any_line(bases, &mut random)),
        7 => {
            // The value of one directive for another.
            let other = any_line(bases, &mut random);
            let (name, _) = split(&lines[line]);
            lines[line] = format!("{name} {}", split(&other).1);
        }
        8 if !lines[line].is_empty() => {
            // One character more, less or other.
            let mut characters: Vec<char> = lines[line].chars().collect();
            let at = random.below(characters.len());
            let character = CHARACTERS[random.below(CHARACTERS.len())];
            match random.below(3) {
                0 => drop(characters.remove(at)),
                1 => characters.insert(at, character),
                _ => characters[at] = character,
            }
            lines[line] = characters.into_iter().collect();
        }
        _ => {
            let words: Vec<&str> = lines[line].split(' ').collect();
            let at = random.below(words.len());
            let value = VALUES[random.below(VALUES.len())];
            let changed: Vec<&str> =
                words.iter().enumerate().map(|(index, word)| if index == at { value } else { word }).collect();
            lines[line] = changed.join(" ");
        }
    }
    lines.join("\n") + "\n"
}

fn any_line(bases: &[(String, String)], random: &mut Random) -> String {
    let lines: Vec<&str> = bases[random.below(bases.len())].1.lines().collect();
    lines[random.below(lines.len())].to_owned()
}

/// The name of the directive on a line, with its indent, and what follows.
fn split(line: &str) -> (&str, &str) {
    let start = line.len() - line.trim_start().len();
    let end = line[start..].find(' ').map_or(line.len(), |length| start + length);
    line.split_at(end)
}

const CHARACTERS: &[char] =
    &[' ', ';', '{', '}', '"', '\'', '\\', '$', '#', '/', ':', '.', '0', '9', 'm', 'k', '*', '=', '~', '(', ')'];

const VALUES: &[&str] = &[
    "",
    "0",
    "-1",
    "8k;",
    "10x;",
    "on;",
    "off;",
    "1h",
    "70000;",
    "80;",
    "443",
    "ssl;",
    "/path;",
    "$nobody;",
    "${open",
    "\"",
    "\"a b\";",
    "=",
    "~",
    "(",
    "127.0.0.1:80;",
    "unix:;",
    "@named",
    "{",
    "}",
    ";",
    "listen",
    "server",
    "stable;",
    "http://stable/;",
    "$uri;",
    "1m",
    "5s;",
    "zone=x:1m;",
    "none;",
    "always;",
    "last;",
    "location",
    "root",
    "if",
    "map",
    "gzip",
    "proxy_pass",
    "200;",
    "999;",
    "1.5;",
    "#",
    "default",
    "*.a.*;",
    "http://a:b;",
];

/// Marsaglia's xorshift: the same numbers everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % bound
    }
}

/// Oracles of this process, so that each has a directory of its own.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// The installed nginx, cut off from the machine.
pub(super) struct Oracle {
    directory: PathBuf,
}

impl Oracle {
    /// Without nginx or gcc the test is skipped with a note, except in CI.
    pub(super) fn new() -> Option<Self> {
        real::nginx()?;
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let directory = std::env::temp_dir().join(format!("cloudapp-oracle-{}-{number}", std::process::id()));
        std::fs::create_dir_all(directory.join("logs")).unwrap();
        let library = directory.join("neutral.so");
        let built = Command::new("gcc")
            .args(["-shared", "-fPIC", "-O1", "-w", "-o"])
            .arg(&library)
            .arg(Path::new(CORPUS).join("neutral.c"))
            .arg("-ldl")
            .status();
        if !built.is_ok_and(|status| status.success()) {
            assert!(std::env::var_os("CI").is_none(), "CI has no gcc");
            println!("skipped: no gcc on this machine");
            return None;
        }
        let (certificate, key) = real::certificate();
        std::fs::write(directory.join("stub.pem"), format!("{certificate}\n{key}")).unwrap();
        Some(Self { directory })
    }

    /// `ok`, `fail`, or `env` when the verdict hangs on the machine; and the line that the first error names.
    pub(super) fn verdict(&self, text: &str) -> (&'static str, Option<u32>) {
        let (verdict, line, _) = self.says(text);
        (verdict, line)
    }

    /// The same, and what nginx warns of.
    pub(super) fn says(&self, text: &str) -> (&'static str, Option<u32>, Vec<String>) {
        let path = self.directory.join("nginx.conf");
        std::fs::write(&path, text).unwrap();
        let output = Command::new(real::nginx().unwrap())
            .arg("-t")
            .arg("-p")
            .arg(&self.directory)
            .arg("-c")
            .arg(&path)
            .env("LD_PRELOAD", self.directory.join("neutral.so"))
            .env("NEUTRAL_CONF", &path)
            .env("NEUTRAL_PEM", self.directory.join("stub.pem"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let warnings = said.lines().filter_map(|line| Some(line.split_once("[warn] ")?.1.to_owned()));
        let warnings = warnings.map(|words| words.replace(&format!(" in {}", path.display()), "")).collect();
        if said.contains("test is successful") {
            return ("ok", None, warnings);
        }
        let Some(first) = said.lines().find(|line| line.contains("[emerg]")) else { return ("env", None, warnings) };
        if ["cannot load", "PEM_", "SSL_CTX_use", "BIO_new", "dlopen"].iter().any(|part| first.contains(part)) {
            return ("env", None, warnings);
        }
        let place = format!(" in {}:", path.display());
        let line = first.split_once(&place).and_then(|(_, line)| line.trim().parse().ok());
        ("fail", line, warnings)
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}
