//! `application.properties` and the like, evaluated as Spring Boot would.

mod document;
mod file;
mod import;
mod layers;
mod legacy;
mod placeholder;
mod profile;
mod properties;
mod xml;
mod yaml;

use std::collections::BTreeMap;
use std::ops::Range;

use document::{Document, Name, Naming, Property, Unreadable, canonical};
use file::{Base, File, Format};
pub(super) use file::{is_configuration, may_be_imported};
use placeholder::{Grammar, Resolved};
use properties::Separators;
use serde::Serialize;

use super::boot::BootVersion;
use crate::diagnostic::translated;
use crate::phrase;

/// The configuration files at the root of a class path.
///
/// What a property is depends on, from the weakest to the strongest:
///
/// - the file's name: `bootstrap` (of Spring Cloud), `application`
/// - its profile: `application-prod` beats `application`, of several active profiles the last one wins
/// - its directory: `config/` beats the root
/// - its format: `.yaml`, `.yml`, `.xml`, `.properties`
/// - the document's place in a file with several: the last one wins
///
/// A document with `spring.config.activate.on-profile` (before 2.4 and beside it: `spring.profiles`) counts while its
/// expression holds. Before 2.4 such a document counts as its profile's file does.
///
/// Since 2.4 `spring.config.import` lays other files upon the document that says it. Those of the class path are followed;
/// of what is [imported from elsewhere](Environment::imported_above) only the place is known.
///
/// # Examples
///
/// ```
/// use cloudapp::package::spring_boot::{Configuration, Value};
///
/// let files: [(&str, &[u8]); 2] = [
///     ("application.yml", b"server: {port: '${PORT:8080}'}\nspring.profiles.active: prod"),
///     ("application-prod.properties", b"server.port=9090"),
/// ];
/// let configuration = Configuration::read(files, None);
/// let environment = configuration.environment(&[]);
/// let port = environment.get("server.port").unwrap();
/// assert_eq!((port.file, port.value), ("application-prod.properties", Value::Text("9090".to_owned())));
/// assert_eq!(Configuration::read([("application.yml", &b"server: ["[..])], None).unreadable().len(), 1);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    /// The files that are read by their names, from the weakest to the strongest.
    files: Vec<File>,
    /// Every file that can be read, by path.
    by_path: BTreeMap<String, File>,
    unreadable: Vec<UnreadableFile>,
    line: (u16, u16),
}

/// A configuration file that Spring Boot could not read either.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct UnreadableFile {
    /// Its path as it was given.
    pub file: String,
    /// Byte at which reading stops.
    pub at: usize,
    /// What is wrong there.
    pub fault: String,
    /// The profile whose file it is.
    pub profile: Option<String>,
    /// Whether Spring Boot is known to stop at it too: not at what is too large to be read here, nor, unlike the YAML
    /// parser, at a byte order mark inside a document (tried with `SnakeYAML` 1.33).
    pub is_certain: bool,
}

impl UnreadableFile {
    /// What is wrong, in both languages; the YAML parser speaks English only.
    pub(super) fn told(&self) -> crate::diagnostic::Value {
        match translated(&self.fault, &[document::SENTENCES]) {
            crate::diagnostic::Value::Text(fault) => phrase!("{fault}" / "YAML 解析器报告 \"{fault}\"", fault).into(),
            told => told,
        }
    }
}

/// The configuration under the profiles that are active.
///
/// # Examples
///
/// ```
/// use cloudapp::package::spring_boot::{Configuration, Refusal};
///
/// let files: [(&str, &[u8]); 2] = [
///     ("application.properties", b"server.ssl.key-store=a.p12\nspring.config.import=file:/etc/app.yml"),
///     ("application-prod.properties", b"spring.profiles.active=other"),
/// ];
/// let configuration = Configuration::read(files, None);
/// let environment = configuration.environment(&["prod".to_owned()]);
/// assert_eq!(environment.profiles(), ["prod"]);
/// assert_eq!(environment.below("server.ssl").unwrap().name, "server.ssl.key-store");
/// // The imported file lies above the package's own and may set the port.
/// assert_eq!(environment.imported_above("server.port").unwrap().written, "file:/etc/app.yml");
/// assert_eq!(environment.refused()[0].1, Refusal::OfProfile);
/// ```
#[derive(Clone, Debug)]
pub struct Environment<'a> {
    /// From the strongest to the weakest.
    layers: Vec<Layer<'a>>,
    grammar: Grammar,
    profiles: Vec<String>,
    naming: Naming,
    /// The files that are read under these profiles.
    files: Vec<&'a File>,
    line: (u16, u16),
}

/// A property that is set.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Setting<'a> {
    /// The file that sets it.
    pub file: &'a str,
    /// Its name as written there, flattened: `server.port`.
    pub name: &'a str,
    /// The value as written, without its placeholders replaced.
    pub written: &'a str,
    /// Bytes of the value in the file.
    pub span: Range<usize>,
    /// What it evaluates to.
    pub value: Value,
}

/// What a property's value evaluates to.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// It is another one in every run.
    Random,
    /// Its text.
    Text(String),
    /// It has a placeholder that nothing in the package replaces: the host's environment decides.
    Unresolved {
        /// Name in the placeholder.
        name: String,
    },
}

/// Why Spring Boot refuses a property in its place.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Refusal {
    /// It is in a document that counts only under a condition.
    Conditional,
    /// It is in a file of one profile.
    OfProfile,
    /// This version no longer knows it.
    Retired,
}

impl Configuration {
    /// Reads the files that Spring Boot `version` (without one: the newest) would look at, and those that they may import.
    /// Paths are relative to the root of the class path; any other file is passed over.
    #[must_use]
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>, version: Option<&BootVersion>) -> Self {
        let line = version.map_or(NEWEST, BootVersion::line);
        let separators = if line < CONFIG_DATA { Separators::Comments } else { Separators::Documents };
        let mut configuration = Self { line, ..Self::default() };
        let (named, others): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|(path, _)| File::at(path).is_some_and(|file| file.is_found_by_name()));
        let mut may_import = false;
        for (path, content) in named {
            let Some(file) = File::at(path) else { continue };
            let profile = file.profile.clone();
            match file.read(content, separators) {
                Ok(file) => {
                    may_import |= line >= CONFIG_DATA && file.documents.iter().any(Document::imports);
                    configuration.files.push(file);
                }
                Err(Unreadable { at, fault }) => {
                    let bounds = [document::TOO_LARGE.english, document::TOO_LONG.english];
                    let is_certain = !bounds.contains(&fault.as_str()) && !fault.contains("byte order mark");
                    let file = path.to_owned();
                    configuration.unreadable.push(UnreadableFile { file, at, fault, profile, is_certain });
                }
            }
        }
        // `ConfigDataEnvironmentPostProcessor` then hands over to `ConfigFileApplicationListener`, which 3.0 removed.
        if line >= CONFIG_DATA && line < (3, 0) && configuration.files.iter().any(File::asks_for_legacy) {
            configuration.line = LEGACY;
            may_import = false;
        }
        configuration.files.sort_by(|one, other| one.strength().cmp(&other.strength()));
        if may_import {
            let others =
                others.into_iter().filter_map(|(path, content)| File::at(path)?.read(content, separators).ok());
            let files = configuration.files.iter().cloned().chain(others);
            configuration.by_path = files.map(|file| (file.path.clone(), file)).collect();
        }
        configuration
    }

    /// Files that cannot be read.
    #[must_use]
    pub fn unreadable(&self) -> &[UnreadableFile] {
        &self.unreadable
    }

    /// What holds when these profiles are activated from outside; without any, the files themselves activate some.
    #[must_use]
    pub fn environment(&self, profiles: &[String]) -> Environment<'_> {
        // 2.0 brought the `Binder`; before it `RelaxedDataBinder` bound names.
        let naming = if self.line < (2, 0) { Naming::Underscores } else { Naming::Elements };
        let (layers, profiles, files) = if self.line < CONFIG_DATA {
            let (documents, profiles) = legacy::load(&self.files, profiles, naming);
            let layers = documents.into_iter().map(|(file, document)| Layer::Document(file, document)).collect();
            (layers, profiles, Vec::new())
        } else {
            layers::load(self, profiles, naming)
        };
        Environment { layers, grammar: self.grammar(), profiles, naming, files, line: self.line }
    }

    fn grammar(&self) -> Grammar {
        if self.line < LAZY_PLACEHOLDERS { Grammar::Eager } else { Grammar::Lazy }
    }
}

/// What lies upon other settings.
#[derive(Clone, Copy, Debug)]
enum Layer<'a> {
    Document(&'a File, &'a Document),
    /// What an import brings that the package does not hold: the property that names it.
    Elsewhere(&'a File, &'a Property),
}

impl<'a> Environment<'a> {
    /// The active profiles, the strongest last; empty when only the default one is.
    #[must_use]
    pub fn profiles(&self) -> &[String] {
        &self.profiles
    }

    /// The property with this name, written as in Spring Boot's reference: `server.servlet.context-path`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Setting<'a>> {
        let name = Name::new(name);
        self.documents().find_map(|(file, document)| Some(self.setting(file, document.get(&name, self.naming)?)))
    }

    /// A property below this prefix, whatever its name: `server.ssl` finds `server.ssl.key-store`.
    #[must_use]
    pub fn below(&self, prefix: &str) -> Option<Setting<'a>> {
        let wanted = canonical(prefix);
        self.documents().find_map(|(file, document)| {
            let first = document.properties.iter().find(|property| is_below(&property.canonical, &wanted))?;
            Some(self.setting(file, first))
        })
    }

    /// The import of something outside the package that would decide on the property with this name, if it held one.
    #[must_use]
    pub fn imported_above(&self, name: &str) -> Option<Setting<'a>> {
        let name = Name::new(name);
        for layer in &self.layers {
            match layer {
                Layer::Document(_, document) if document.get(&name, self.naming).is_some() => return None,
                Layer::Document(..) => {}
                Layer::Elsewhere(file, property) => return Some(self.setting(file, property)),
            }
        }
        None
    }

    /// Properties about profiles in places where Spring Boot, since 2.4, refuses them: the first of them, as
    /// one is enough to keep it from starting.
    #[must_use]
    pub fn refused(&self) -> Vec<(Setting<'a>, Refusal)> {
        let documents = self.files.iter().flat_map(|file| file.documents.iter().map(move |document| (*file, document)));
        let mut refused = Vec::new();
        for (file, document) in documents {
            let is_conditional = condition(document, self.naming).is_some();
            for property in &document.properties {
                let (name, is_item) =
                    property.canonical.split_once('[').map_or((&*property.canonical, false), |(name, _)| (name, true));
                // Before 2.6 only the plain property was looked for (`InvalidConfigDataPropertyException`).
                if is_item && self.line < (2, 6) {
                    continue;
                }
                // Tried with 2.4.2, 2.6.6, 2.7.4, 3.2.3 and 3.5.16.
                let refusal = match name.strip_prefix("spring.profiles") {
                    Some("") if self.line >= (3, 0) => Refusal::Retired,
                    Some(".active" | ".include") if file.profile.is_some() => Refusal::OfProfile,
                    Some(".default") if file.profile.is_some() && self.line >= (2, 6) => Refusal::OfProfile,
                    Some(".include") if is_conditional => Refusal::Conditional,
                    Some(".active" | ".default") if is_conditional && self.line < (3, 3) => Refusal::Conditional,
                    _ => continue,
                };
                refused.push((self.setting(file, property), refusal));
                if refused.len() == MOST_REFUSED {
                    return refused;
                }
            }
        }
        refused
    }

    fn documents(&self) -> impl Iterator<Item = (&'a File, &'a Document)> {
        self.layers.iter().filter_map(|layer| match layer {
            Layer::Document(file, document) => Some((*file, *document)),
            Layer::Elsewhere(..) => None,
        })
    }

    fn setting(&self, file: &'a File, property: &'a Property) -> Setting<'a> {
        let value = match placeholder::resolve(&property.value, self.grammar, |name| self.look_up(name)) {
            Resolved::Random => Value::Random,
            Resolved::Text(text) => Value::Text(text),
            Resolved::Unresolved(name) => Value::Unresolved { name },
        };
        Setting { file: &file.path, name: &property.name, written: &property.value, span: property.span.clone(), value }
    }

    /// The value, as written, that replaces a placeholder of this name.
    fn look_up(&self, name: &str) -> Option<String> {
        let is_plain = |character: char| matches!(character, 'a'..='z' | '0'..='9' | '.' | '-' | '[' | ']');
        let wanted = name.chars().all(is_plain).then(|| Name::new(name));
        let find = |document: &Document| {
            // A canonical name is looked for in any form that a file may have
            // (`ConfigurationPropertySourcesPropertySource`), another one only as written.
            let relaxed = wanted.as_ref().and_then(|wanted| document.get(wanted, self.naming));
            relaxed.or_else(|| document.exact(name)).map(|property| property.value.clone())
        };
        self.documents().find_map(|(_, document)| find(document))
    }
}

/// Values of a property that is a list: `a: x,y`, or `a[0]`, `a[1]`. Placeholders are replaced from the same document.
fn list(document: &Document, name: &str, naming: Naming) -> Vec<String> {
    let look_up = |name: &str| document.exact(name).map(|property| property.value.clone());
    let text = |property: &Property| match placeholder::resolve(&property.value, Grammar::Eager, look_up) {
        Resolved::Text(text) => text,
        Resolved::Random | Resolved::Unresolved(_) => String::new(),
    };
    // The `Binder` takes a list as one text with commas or as items with indexes, and not both.
    let values = properties_of_list(document, name, naming).into_iter().map(text).collect::<Vec<_>>().join(",");
    values.split(',').map(str::trim).filter(|name| !name.is_empty()).map(ToOwned::to_owned).collect()
}

/// The property with this name, or else those of its items: `a`, or `a[0]`, `a[1]`.
fn properties_of_list<'a>(document: &'a Document, name: &str, naming: Naming) -> Vec<&'a Property> {
    match document.get(&Name::new(name), naming) {
        Some(property) => vec![property],
        None => (0..MOST_PROFILES)
            .map_while(|index| document.get(&Name::new(&format!("{name}[{index}]")), naming))
            .collect(),
    }
}

/// The profile expressions on which a document depends.
fn condition(document: &Document, naming: Naming) -> Option<String> {
    // Both count from 2.4 to 2.7.
    let names = [ON_PROFILE, "spring.profiles"];
    let conditions = names.iter().map(|name| list(document, name, naming));
    conditions.into_iter().find(|names| !names.is_empty()).map(|names| names.join(","))
}

fn is_conditional(document: &Document, line: (u16, u16)) -> bool {
    condition(document, Naming::Elements).is_some() || on_cloud(document, line)
}

/// Whether a document is for a cloud platform that Spring Boot detects, which the hosts are not. That `none` is one of
/// them holds in 3.5 and not yet in 3.2 (tried with 3.2.3 and 3.5.16).
fn on_cloud(document: &Document, line: (u16, u16)) -> bool {
    let platform = document.get(&Name::new("spring.config.activate.on-cloud-platform"), Naming::Elements);
    platform.is_some_and(|property| line < (3, 5) || !property.value.eq_ignore_ascii_case("none"))
}

fn is_below(canonical: &str, prefix: &str) -> bool {
    canonical.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'))
}

/// The line of Spring Boot that is assumed when none is named.
const NEWEST: (u16, u16) = (u16::MAX, 0);
/// The line from which on the files are layered as they are today.
const CONFIG_DATA: (u16, u16) = (2, 4);
/// The last line with only the way of layering that later ones offer as an option.
const LEGACY: (u16, u16) = (2, 3);
/// The line that brought Spring Framework 6.2.
const LAZY_PLACEHOLDERS: (u16, u16) = (3, 4);
const ON_PROFILE: &str = "spring.config.activate.on-profile";
const DEFAULT_PROFILE: &str = "default";
/// Bound on the profiles that files may activate: many times what an application has.
const MOST_PROFILES: usize = 100;
/// Bound on the refused properties that are reported.
const MOST_REFUSED: usize = 20;
