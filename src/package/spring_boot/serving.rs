//! Whether nginx reaches the application: its port, and how it is spoken to.

use std::collections::{BTreeMap, BTreeSet};

use super::configuration::{self, Configuration, Environment, Refusal, Setting, Value, is_configuration};
use super::facts::{ServerPort, SpringBootFacts};
use super::layout::Layout;
use super::rules::{
    CONFIGURATION_UNREADABLE, MANAGEMENT_PORT, PORT_IMPORTED, PORT_MISMATCH, PORT_PLACEHOLDER_UNRESOLVED,
    PROPERTY_REFUSED, SSL_ENABLED,
};
use crate::app::{EnvironmentKind, Framework};
use crate::diagnostic::{Finding, Findings, Location, Phrase, Sentence, Severity, Source};
use crate::package::context::Context;
use crate::package::files::Files;
use crate::package::forwarding::forwards_to;
use crate::package::paths::{extension, file_name};
use crate::package::secrets;
use crate::{finding, phrase};
use serde_json::json;

/// Judges what the configuration evaluates to in each requested environment.
pub(super) fn judge(files: &Files, context: &Context<'_>, findings: &mut Findings<'_>, facts: &mut SpringBootFacts) {
    let entries = entries(files, facts.layout);
    let contents = entries.iter().filter_map(|(path, entry)| Some((*path, files.content(entry)?)));
    let configuration = Configuration::read(contents, facts.boot_version.as_ref());
    let mut found = Found::default();
    let mut active: BTreeSet<String> = BTreeSet::new();
    for kind in context.environments() {
        let given = context.policy.spring_profiles.get(&kind).map(Vec::as_slice).unwrap_or_default();
        let environment = configuration.environment(given);
        let profiles = environment.profiles();
        active.extend(profiles.iter().cloned());
        if profiles.is_empty() {
            active.insert(DEFAULT_PROFILE.to_owned());
        }
        let judged = Judged { files, layout: facts.layout, entries: &entries, environment, kind };
        facts.context_path = judged.context_path();
        facts.profiles = judged.environment.profiles().to_vec();
        facts.port = judged.port(&mut found, findings);
        judged.refused(&mut found, findings);
        judged.ssl(&mut found, findings);
        judged.management_port(facts.port.as_ref(), &mut found, findings);
    }
    for unreadable in configuration.unreadable() {
        let Some(file) = entries.get(unreadable.file.as_str()).map(|entry| (*entry).to_owned()) else { continue };
        let location = place(files, &file, unreadable.at..unreadable.at);
        let is_read = unreadable.profile.as_ref().is_none_or(|profile| active.contains(profile));
        let severity = if is_read && unreadable.is_certain { Severity::Error } else { Severity::Warning };
        let finding = finding!(CONFIGURATION_UNREADABLE { file, fault: unreadable.told() });
        findings.add_as(severity, location, finding);
    }
}

/// What was found already: both environments mostly have the same findings.
#[derive(Default)]
struct Found(BTreeSet<(&'static str, String)>);

impl Found {
    fn add(&mut self, severity: Severity, location: Location, finding: Finding, findings: &mut Findings<'_>) {
        let what = format!("{:?} {severity} {:?} {finding:?}", location.entries(), location.span());
        if self.0.insert((finding.rule().id, what)) {
            findings.add_as(severity, location, finding);
        }
    }
}

/// Entries of the configuration files by their path below the class path. Java asks the JAR itself before Spring Boot's
/// launcher asks the directory in it, so that a file at the JAR's root hides the application's (tried with 2.2.0).
fn entries(files: &Files, layout: Layout) -> BTreeMap<&str, &str> {
    let reads_bootstrap = reads_bootstrap(files, layout);
    let mut entries = BTreeMap::new();
    for directory in [layout.classes(), ""] {
        let paths = files.iter().filter_map(|(entry, _)| Some((entry.strip_prefix(directory)?, entry)));
        let paths = paths.filter(|(path, _)| is_configuration(path));
        // The root comes last and replaces what the application's directory has.
        entries.extend(paths.filter(|(path, _)| reads_bootstrap || !path.contains("bootstrap")));
    }
    // A file that was cut short is not read.
    let whole = |entry: &&str| may_be_imported(entry) && files.whole(entry).is_some();
    for entry in files.iter().map(|(entry, _)| entry).filter(whole) {
        if let Some(path) = entry.strip_prefix(layout.classes()).filter(|path| !is_configuration(path)) {
            entries.entry(path).or_insert(entry);
        }
    }
    entries
}

/// Whether a configuration may import the entry at `path`.
pub(super) fn may_be_imported(path: &str) -> bool {
    let below = path.strip_prefix(Layout::BootInf.classes());
    below.is_some_and(|below| configuration::may_be_imported(below) && !below.starts_with("META-INF/"))
}

/// Whether `path` is a file that this judges.
pub(super) fn is_wanted(path: &str) -> bool {
    let below = path.strip_prefix(Layout::BootInf.classes()).unwrap_or(path);
    is_configuration(below) || EnvironmentKind::ALL.iter().any(|kind| nginx_file(*kind) == below)
}

struct Judged<'a> {
    files: &'a Files,
    layout: Layout,
    entries: &'a BTreeMap<&'a str, &'a str>,
    environment: Environment<'a>,
    kind: EnvironmentKind,
}

impl Judged<'_> {
    fn port(&self, found: &mut Found, findings: &mut Findings<'_>) -> Option<ServerPort> {
        let expected = Framework::SpringBoot.runtime().port;
        let mut mismatch = |setting: &Setting<'_>, value: &str, port: Option<u16>| {
            // A custom nginx file may forward to another port; whether it is right is the file's own judgement.
            let (severity, nginx) = match port.and_then(|port| self.forwarding(port)) {
                None => (
                    Severity::Error,
                    phrase!("that is the port to which nginx forwards" / "nginx 转发到该端口").standing_for("platform"),
                ),
                Some(entry) => (
                    Severity::Warning,
                    phrase!(
                        "the platform's port, although {entry} forwards to this one"
                            / "平台的端口；不过 {entry} 转发到当前端口",
                        entry = &entry
                    )
                    .standing_for(json!({ "custom": { "entry": entry } })),
                ),
            };
            let (property, value) = (setting.name.to_owned(), value.trim().to_owned());
            let finding = finding!(PORT_MISMATCH { property, value, expected, nginx });
            found.add(severity, self.location(setting), finding, findings);
        };
        // Without a web server nothing listens, whatever `server.port` says.
        if let Some(setting) = self.no_web_server() {
            mismatch(&setting, setting.written, None);
            return None;
        }
        if let Some(import) = self.environment.imported_above("server.port") {
            let finding = finding!(PORT_IMPORTED { import: import.written.trim().to_owned(), expected });
            found.add(Severity::Warning, self.location(&import), finding, findings);
            return None;
        }
        let Some(setting) = self.environment.get("server.port") else {
            return Some(ServerPort { port: DEFAULT_PORT, entry: None, line: None });
        };
        match &setting.value {
            Value::Unresolved { name } => {
                let (property, value) = (setting.name.to_owned(), setting.written.trim().to_owned());
                let finding = finding!(PORT_PLACEHOLDER_UNRESOLVED { property, value, name: name.clone(), expected });
                found.add(Severity::Warning, self.location(&setting), finding, findings);
                None
            }
            Value::Random => {
                mismatch(&setting, setting.written, None);
                None
            }
            Value::Text(text) => match number(whole(&setting, text)) {
                Number::Absent => Some(ServerPort { port: DEFAULT_PORT, entry: None, line: None }),
                Number::Port(port) => {
                    if port != expected {
                        mismatch(&setting, text, Some(port));
                    }
                    let line = self.location(&setting).line();
                    Some(ServerPort { port, entry: Some(self.entry(&setting)), line })
                }
                Number::Other => {
                    mismatch(&setting, text, None);
                    None
                }
            },
        }
    }

    fn refused(&self, found: &mut Found, findings: &mut Findings<'_>) {
        for (setting, refusal) in self.environment.refused() {
            let (property, file) = (setting.name.to_owned(), self.entry(&setting));
            let (why, mend) = match refusal {
                Refusal::OfProfile => {
                    (phrase!("which a file of one profile may not set" / "而属于某个 profile 的文件不允许设置它"), MOVE)
                }
                Refusal::Conditional => {
                    (phrase!("which a document with a condition may not set" / "而带有条件的文档不允许设置它"), MOVE)
                }
                Refusal::Retired => {
                    (phrase!("which Spring Boot 3 no longer knows" / "而 Spring Boot 3 已不再支持它"), REWRITE)
                }
            };
            let finding = finding!(PROPERTY_REFUSED { property, file, refusal: why.standing_for(refusal) });
            let finding = finding.mended_by(Phrase::new(mend, Vec::new()));
            found.add(Severity::Error, self.location(&setting), finding, findings);
        }
    }

    /// The setting that keeps Spring Boot from starting a web server.
    fn no_web_server(&self) -> Option<Setting<'_>> {
        let is = |name: &str, word: &str| {
            let setting = self.environment.get(name)?;
            let is_word = matches!(&setting.value, Value::Text(text) if text.trim().eq_ignore_ascii_case(word));
            is_word.then_some(setting)
        };
        // The second is Spring Boot 1's.
        is("spring.main.web-application-type", "none").or_else(|| is("spring.main.web-environment", "false"))
    }

    fn ssl(&self, found: &mut Found, findings: &mut Findings<'_>) {
        let setting = match self.environment.get("server.ssl.enabled") {
            Some(setting) => matches!(&setting.value, Value::Text(text) if is_true(text)).then_some(setting),
            // Any setting below it switches TLS on.
            None => self.environment.below("server.ssl"),
        };
        if let Some(setting) = setting {
            let finding = finding!(SSL_ENABLED { property: setting.name.to_owned() });
            found.add(Severity::Error, self.location(&setting), finding, findings);
        }
    }

    fn management_port(&self, application: Option<&ServerPort>, found: &mut Found, findings: &mut Findings<'_>) {
        // The second is Spring Boot 1's, as `server.context-path` is below.
        let names = ["management.server.port", "management.port"];
        let Some(setting) = names.iter().find_map(|name| self.environment.get(name)) else { return };
        let application = application.map_or(DEFAULT_PORT, |port| port.port);
        if let Value::Text(text) = &setting.value
            && let Number::Port(port) = number(text)
            && port != application
        {
            let property = setting.name.to_owned();
            let finding = finding!(MANAGEMENT_PORT { property, port, application });
            found.add(Severity::Info, self.location(&setting), finding, findings);
        }
    }

    fn context_path(&self) -> Option<String> {
        let names = ["server.servlet.context-path", "server.context-path", "spring.webflux.base-path"];
        let setting = names.iter().find_map(|name| self.environment.get(name))?;
        match setting.value {
            Value::Text(text) if !text.is_empty() && text != "/" => Some(text),
            _ => None,
        }
    }

    /// The package's own nginx file of this environment, when it forwards to `port`.
    fn forwarding(&self, port: u16) -> Option<String> {
        let entry = format!("{}{}", self.layout.classes(), nginx_file(self.kind));
        self.files.content(&entry).is_some_and(|text| forwards_to(text, port)).then_some(entry)
    }

    fn entry(&self, setting: &Setting<'_>) -> String {
        self.entries.get(setting.file).map(|entry| (*entry).to_owned()).unwrap_or_default()
    }

    fn location(&self, setting: &Setting<'_>) -> Location {
        place(self.files, &self.entry(setting), setting.span.clone())
    }
}

/// Whether a library reads `bootstrap.yml`: Spring Cloud's before 3.0, and since then its bootstrap starter.
fn reads_bootstrap(files: &Files, layout: Layout) -> bool {
    layout.libraries_in(files).any(|library| {
        let name = file_name(library);
        let is_old = |version: &str| version.starts_with("1.") || version.starts_with("2.");
        name.starts_with("spring-cloud-starter-bootstrap-")
            || name.strip_prefix("spring-cloud-context-").is_some_and(is_old)
    })
}

fn place(files: &Files, entry: &str, span: std::ops::Range<usize>) -> Location {
    secrets::place(&Source::new(Location::entry(entry), files.content(entry).unwrap_or_default()), span)
}

/// The file that replaces nginx's configuration, below the application's classes.
fn nginx_file(kind: EnvironmentKind) -> &'static str {
    let entry = Framework::SpringBoot.runtime().nginx_file(kind);
    entry.strip_prefix(Layout::BootInf.classes()).unwrap_or(entry)
}

/// A text as Spring converts it to a port.
enum Number {
    /// Nothing, which leaves the default.
    Absent,
    /// A port on which a server can be found.
    Port(u16),
    /// No number, or 0 (any port) or -1 (no server).
    Other,
}

/// The text without the fraction of a number that YAML takes for one with a point: `8080.0`.
fn whole<'t>(setting: &Setting<'_>, text: &'t str) -> &'t str {
    let is_yaml = matches!(extension(setting.file), Some("yaml" | "yml"));
    text.strip_suffix(".0").filter(|_| is_yaml && setting.written == text).unwrap_or(text)
}

fn number(text: &str) -> Number {
    // `NumberUtils.parseNumber` trims all white space and decodes `0x` and `#` numbers; octal ones it does not.
    let text: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    if text.is_empty() {
        return Number::Absent;
    }
    let hexadecimal = ["0x", "0X", "#"].iter().find_map(|prefix| text.strip_prefix(prefix));
    let port = match hexadecimal {
        Some(digits) => u16::from_str_radix(digits, 16),
        None => text.parse::<u16>(),
    };
    match port {
        Ok(0) | Err(_) => Number::Other,
        Ok(port) => Number::Port(port),
    }
}

fn is_true(text: &str) -> bool {
    // `StringToBooleanConverter` of Spring.
    ["true", "on", "yes", "1"].iter().any(|word| text.trim().eq_ignore_ascii_case(word))
}

/// Bytes of a file that is kept because it may be imported: many times those of a real one.
pub(super) const IMPORTED_BYTES: usize = 64 << 10;
/// Active when no other profile is.
const DEFAULT_PROFILE: &str = "default";
/// Spring Boot's own.
const DEFAULT_PORT: u16 = 8080;

const MOVE: Sentence = Sentence::over(
    &[],
    "move it to application.yml before any `---`, or list the profiles under spring.profiles.group",
    "请移到 application.yml 中第一个 `---` 之前，或用 spring.profiles.group 列出 profile",
);
const REWRITE: Sentence = Sentence::over(
    &[],
    "write `spring.config.activate.on-profile` instead",
    "请改写为 `spring.config.activate.on-profile`",
);
