//! `application.properties` and its kin, evaluated as Spring Boot would.

mod document;
mod legacy;
mod placeholder;
mod profile;
mod properties;
mod xml;
mod yaml;

use std::ops::Range;

use document::{Document, Name, Naming, Property, Unreadable, canonical};
use placeholder::Resolved;
use properties::Separators;

use super::boot::BootVersion;

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
/// ```
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    files: Vec<File>,
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
}

/// The configuration under the profiles that are active.
#[derive(Clone, Debug)]
pub struct Environment<'a> {
    /// From the strongest to the weakest.
    documents: Vec<(&'a File, &'a Document)>,
    profiles: Vec<String>,
    naming: Naming,
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
    /// What it comes to.
    pub value: Value,
}

/// What a property's value comes to.
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

impl Configuration {
    /// Reads the files that Spring Boot `version` (without one: the newest) would look at. Paths are relative to the
    /// root of the class path; any other file is passed over.
    #[must_use]
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>, version: Option<&BootVersion>) -> Self {
        let line = version.map_or(NEWEST, BootVersion::line);
        let separators = if line < CONFIG_DATA { Separators::Comments } else { Separators::Documents };
        let mut configuration = Self { line, ..Self::default() };
        for (path, content) in files {
            let Some(mut file) = File::named(path) else { continue };
            match documents(file.format, content, separators) {
                Ok(documents) => {
                    file.documents = documents;
                    configuration.files.push(file);
                }
                Err(Unreadable { at, fault }) => {
                    configuration.unreadable.push(UnreadableFile { file: path.to_owned(), at, fault });
                }
            }
        }
        configuration.files.sort_by(|one, other| one.strength().cmp(&other.strength()));
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
        let naming = if self.line < (2, 0) { Naming::Underscores } else { Naming::Elements };
        let (documents, profiles) = if self.line < CONFIG_DATA {
            legacy::load(&self.files, profiles, naming)
        } else {
            self.load(profiles, naming)
        };
        Environment { documents, profiles, naming }
    }

    /// Layers the documents as Spring Boot does since 2.4.
    fn load(&self, given: &[String], naming: Naming) -> (Vec<(&File, &Document)>, Vec<String>) {
        let plain = || self.files.iter().filter(|file| file.profile.is_none());
        let unconditional = plain().flat_map(|file| file.documents.iter()).filter(|document| !is_conditional(document));
        let unconditional: Vec<&Document> = unconditional.collect();
        let mut active = given.to_vec();
        if active.is_empty() {
            let strongest = unconditional.iter().rev();
            active = strongest
                .map(|document| list(document, "spring.profiles.active", naming))
                .find(|names| !names.is_empty())
                .unwrap_or_default();
        }
        let included =
            unconditional.iter().rev().flat_map(|document| list(document, "spring.profiles.include", naming));
        let mut profiles: Vec<String> = Vec::new();
        let mut pending: Vec<String> = included.chain(active).collect();
        pending.reverse();
        while let Some(name) = pending.pop() {
            if profiles.len() >= MOST_PROFILES || profiles.contains(&name) {
                continue;
            }
            let group = format!("spring.profiles.group.{name}");
            let members = unconditional.iter().rev().map(|document| list(document, &group, naming));
            let members = members.into_iter().find(|members| !members.is_empty()).unwrap_or_default();
            pending.extend(members.into_iter().rev());
            profiles.push(name);
        }
        let effective = if profiles.is_empty() { vec![DEFAULT_PROFILE.to_owned()] } else { profiles.clone() };
        let files =
            effective.iter().flat_map(|name| self.files.iter().filter(move |file| file.profile.as_ref() == Some(name)));
        let mut files: Vec<&File> = plain().chain(files).collect();
        // Spring Cloud's bootstrap files are weaker than any other, whatever their profile.
        files.sort_by_key(|file| !file.is_bootstrap);
        let documents = files.into_iter().flat_map(|file| file.documents.iter().map(move |document| (file, document)));
        let mut documents: Vec<_> = documents.filter(|(_, document)| is_active(document, &effective, naming)).collect();
        documents.reverse();
        (documents, profiles)
    }
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
        let mut documents = self.documents.iter();
        documents.find_map(|(file, document)| Some(self.setting(file, document.get(&name, self.naming)?)))
    }

    /// A property below this prefix, whatever its name: `server.ssl` finds `server.ssl.key-store`.
    #[must_use]
    pub fn below(&self, prefix: &str) -> Option<Setting<'a>> {
        let wanted = canonical(prefix);
        let mut documents = self.documents.iter();
        documents.find_map(|(file, document)| {
            let first = document.properties.iter().find(|property| is_below(&property.canonical, &wanted))?;
            Some(self.setting(file, first))
        })
    }

    fn setting(&self, file: &'a File, property: &'a Property) -> Setting<'a> {
        let value = match placeholder::resolve(&property.value, |name| self.look_up(name)) {
            Resolved::Random => Value::Random,
            Resolved::Text(text) => Value::Text(text),
            Resolved::Unresolved(name) => Value::Unresolved { name },
        };
        Setting { file: &file.path, name: &property.name, written: &property.value, span: property.span.clone(), value }
    }

    /// The value, as written, that a placeholder with this name stands for.
    fn look_up(&self, name: &str) -> Option<String> {
        let is_plain = |character: char| !character.is_uppercase() && character != '_';
        let wanted = name.chars().all(is_plain).then(|| Name::new(name));
        let find = |document: &Document| {
            let relaxed = wanted.as_ref().and_then(|wanted| document.get(wanted, self.naming));
            relaxed.or_else(|| document.exact(name)).map(|property| property.value.clone())
        };
        self.documents.iter().find_map(|(_, document)| find(document))
    }
}

/// A configuration file, by what its path says.
#[derive(Clone, Debug)]
struct File {
    path: String,
    is_bootstrap: bool,
    in_config: bool,
    format: Format,
    profile: Option<String>,
    documents: Vec<Document>,
}

/// Formats from the weakest to the strongest.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Format {
    Yaml,
    Yml,
    Xml,
    Properties,
}

impl File {
    fn named(path: &str) -> Option<Self> {
        let (in_config, name) = path.strip_prefix("config/").map_or((false, path), |name| (true, name));
        let (stem, extension) = name.rsplit_once('.').filter(|_| !name.contains('/'))?;
        let format = match extension {
            "properties" => Format::Properties,
            "xml" => Format::Xml,
            "yaml" => Format::Yaml,
            "yml" => Format::Yml,
            _ => return None,
        };
        let (base, profile) = stem.split_once('-').map_or((stem, None), |(base, profile)| (base, Some(profile)));
        let is_bootstrap = match base {
            "application" => false,
            "bootstrap" => true,
            _ => return None,
        };
        let profile = profile.map(ToOwned::to_owned);
        Some(Self { path: path.to_owned(), is_bootstrap, in_config, format, profile, documents: Vec::new() })
    }

    /// Its place among the files of one profile.
    fn strength(&self) -> (bool, bool, Format, &str) {
        (!self.is_bootstrap, self.in_config, self.format, &self.path)
    }
}

/// Whether `path`, relative to the root of a class path, is a configuration file.
pub(super) fn is_configuration(path: &str) -> bool {
    File::named(path).is_some()
}

fn documents(format: Format, content: &[u8], separators: Separators) -> Result<Vec<Document>, Unreadable> {
    if content.len() > LONGEST_FILE {
        return Err(Unreadable { at: LONGEST_FILE, fault: "more than 1 MiB".to_owned() });
    }
    if format == Format::Properties {
        return Ok(properties::read(content, separators));
    }
    let text = std::str::from_utf8(content)
        .map_err(|error| Unreadable { at: error.valid_up_to(), fault: "a byte that is not UTF-8".to_owned() })?;
    match format {
        Format::Xml => Ok(vec![xml::read(text)]),
        _ => yaml::read(text),
    }
}

/// Values of a property that is a list: `a: x,y`, or `a[0]`, `a[1]`. Placeholders are replaced from the same document.
fn list(document: &Document, name: &str, naming: Naming) -> Vec<String> {
    let mut values = Vec::new();
    if let Some(property) = document.get(&Name::new(name), naming) {
        values.push(property.value.as_str());
    } else {
        let items = |index| {
            let name = Name::new(&format!("{name}[{index}]"));
            document.get(&name, naming).map(|property| property.value.as_str())
        };
        values.extend((0..MOST_PROFILES).map_while(items));
    }
    let look_up = |name: &str| document.exact(name).map(|property| property.value.clone());
    let text = |value: &str| match placeholder::resolve(value, look_up) {
        Resolved::Text(text) => text,
        Resolved::Random | Resolved::Unresolved(_) => String::new(),
    };
    let values = values.into_iter().map(text).collect::<Vec<_>>().join(",");
    values.split(',').map(str::trim).filter(|name| !name.is_empty()).map(ToOwned::to_owned).collect()
}

/// The profile expressions on which a document depends.
fn condition(document: &Document, naming: Naming) -> Option<String> {
    let names = ["spring.config.activate.on-profile", "spring.profiles"];
    let conditions = names.iter().map(|name| list(document, name, naming));
    conditions.into_iter().find(|names| !names.is_empty()).map(|names| names.join(","))
}

fn is_conditional(document: &Document) -> bool {
    condition(document, Naming::Elements).is_some() || on_cloud(document)
}

fn is_active(document: &Document, profiles: &[String], naming: Naming) -> bool {
    !on_cloud(document)
        && condition(document, naming).is_none_or(|condition| profile::any_holds(&condition, profiles) == Some(true))
}

/// Whether a document is for a cloud platform that Spring Boot detects, which the hosts are not.
fn on_cloud(document: &Document) -> bool {
    let platform = document.get(&Name::new("spring.config.activate.on-cloud-platform"), Naming::Elements);
    platform.is_some_and(|property| !property.value.eq_ignore_ascii_case("none"))
}

fn is_below(canonical: &str, prefix: &str) -> bool {
    canonical.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'))
}

/// The line of Spring Boot that is meant when none is named.
const NEWEST: (u16, u16) = (u16::MAX, 0);
/// The line from which on the files are layered as they are today.
const CONFIG_DATA: (u16, u16) = (2, 4);
const DEFAULT_PROFILE: &str = "default";
/// Bound on the profiles that files may activate: many times what an application has.
const MOST_PROFILES: usize = 100;
/// Bound on the size of one file: many times a real one, and little to read.
const LONGEST_FILE: usize = 1 << 20;
