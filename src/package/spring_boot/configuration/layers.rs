//! Layers of documents since Spring Boot 2.4: files import others, and the profiles that are active decide which count.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::document::{Document, Naming};
use super::import::{Target, imports};
use super::{
    Base, Configuration, DEFAULT_PROFILE, File, Layer, MOST_PROFILES, condition, is_conditional, list, on_cloud,
    profile,
};

/// The active documents, the strongest first, the active profiles, and the files that are read by their names.
pub(super) fn load<'a>(
    configuration: &'a Configuration,
    given: &[String],
    naming: Naming,
) -> (Vec<Layer<'a>>, Vec<String>, Vec<&'a File>) {
    let plain = || configuration.files.iter().filter(|file| file.profile.is_none());
    let mut walk = Walk::new(configuration, naming, None);
    walk.run(plain().collect());
    // Profiles are settled before documents that depend on them are read (`ConfigDataEnvironment.processAndApply`).
    let unconditional = walk.documents();
    let profiles = active(&unconditional, configuration.line, given, naming);
    let effective = if profiles.is_empty() { default(&unconditional, naming) } else { profiles.clone() };
    let mut files: Vec<&File> = plain().collect();
    for name in &effective {
        files.extend(configuration.files.iter().filter(|file| file.profile.as_ref() == Some(name)));
    }
    // Spring Cloud's bootstrap files are weaker than any other, whatever their profile. Before 2.5 the directories were
    // read one after the other (tried with 2.4.2).
    let by_directory = configuration.line < TOGETHER;
    files.sort_by_key(|file| (file.base != Base::Bootstrap, by_directory && file.in_config));
    let mut walk = Walk::new(configuration, naming, Some(&effective));
    walk.run(files.clone());
    while !walk.above.is_empty() {
        let above = std::mem::take(&mut walk.above);
        walk.run(above);
    }
    let mut layers = walk.layers;
    layers.reverse();
    (layers, profiles, files)
}

/// The profiles that are active, the strongest last.
fn active(documents: &[&Document], line: (u16, u16), given: &[String], naming: Naming) -> Vec<String> {
    let strongest = || documents.iter().rev();
    let mut active = given.to_vec();
    // `spring.profiles.active` from outside replaces that of the files; `include` adds to either.
    if active.is_empty() {
        let named = strongest().map(|document| list(document, "spring.profiles.active", naming));
        active = named.into_iter().find(|names| !names.is_empty()).unwrap_or_default();
    }
    let included = strongest().flat_map(|document| list(document, "spring.profiles.include", naming));
    // In 2.4 the included ones came last (tried with 2.4.2).
    let mut pending: Vec<String> =
        if line < TOGETHER { active.into_iter().chain(included).collect() } else { included.chain(active).collect() };
    pending.reverse();
    let mut profiles: Vec<String> = Vec::new();
    while let Some(name) = pending.pop() {
        if profiles.len() >= MOST_PROFILES || profiles.contains(&name) {
            continue;
        }
        let group = format!("spring.profiles.group.{name}");
        let members = strongest().map(|document| list(document, &group, naming));
        let members = members.into_iter().find(|members| !members.is_empty()).unwrap_or_default();
        // A group's members come right after the profile that names it (`Profiles.expandProfiles`).
        pending.extend(members.into_iter().rev());
        profiles.push(name);
    }
    profiles
}

/// The profiles that count when none is active.
fn default(documents: &[&Document], naming: Naming) -> Vec<String> {
    let named = documents.iter().rev().map(|document| list(document, "spring.profiles.default", naming));
    // `Environment.getDefaultProfiles`
    named.into_iter().find(|names| !names.is_empty()).unwrap_or_else(|| vec![DEFAULT_PROFILE.to_owned()])
}

/// Lays documents upon each other, the weakest first: what a document imports lies directly upon it.
struct Walk<'a, 'p> {
    configuration: &'a Configuration,
    naming: Naming,
    /// Profiles that count; `None` while they are not known.
    profiles: Option<&'p [String]>,
    /// Files that were read: each is read once.
    read: BTreeSet<&'a str>,
    layers: Vec<Layer<'a>>,
    /// Imported files' variants for profiles, which lie upon everything.
    above: Vec<&'a File>,
    /// Documents whose imports were followed.
    imports: usize,
    /// Values of placeholders in imports.
    values: OnceCell<BTreeMap<&'a str, &'a str>>,
}

impl<'a, 'p> Walk<'a, 'p> {
    const fn new(configuration: &'a Configuration, naming: Naming, profiles: Option<&'p [String]>) -> Self {
        Self {
            configuration,
            naming,
            profiles,
            read: BTreeSet::new(),
            layers: Vec::new(),
            above: Vec::new(),
            imports: 0,
            values: OnceCell::new(),
        }
    }

    fn run(&mut self, files: Vec<&'a File>) {
        self.read.extend(files.iter().map(|file| file.path.as_str()));
        let mut pending: Vec<Layer<'a>> = files.into_iter().flat_map(layers_of).collect();
        pending.reverse();
        while let Some(layer) = pending.pop() {
            if let Layer::Document(file, document) = layer {
                if !self.counts(document) {
                    continue;
                }
                let start = pending.len();
                self.import(file, document, &mut pending);
                pending.get_mut(start..).unwrap_or_default().reverse();
            }
            self.layers.push(layer);
        }
    }

    fn counts(&self, document: &Document) -> bool {
        match self.profiles {
            None => !is_conditional(document, self.configuration.line),
            Some(profiles) => is_active(document, profiles, self.configuration.line, self.naming),
        }
    }

    /// Adds what a document imports and what was not read yet, the weakest first.
    fn import(&mut self, file: &'a File, document: &'a Document, layers: &mut Vec<Layer<'a>>) {
        if self.imports >= MOST_IMPORTS || !document.imports() {
            return;
        }
        self.imports += 1;
        let values = self.values.get_or_init(|| values(self.configuration));
        let look_up = |name: &str| {
            let own = document.exact(name).map(|property| property.value.as_str());
            own.or_else(|| values.get(name).copied()).map(ToOwned::to_owned)
        };
        let imports = imports(self.configuration, file, document, self.naming, look_up);
        for import in imports {
            match import.target {
                Target::Elsewhere => layers.push(Layer::Elsewhere(file, import.property)),
                Target::Files(paths) => {
                    for path in paths {
                        self.read(&path, layers);
                        self.variants(&path, file, layers);
                    }
                }
            }
        }
    }

    /// Adds the file at `path` when there is one that was not read yet.
    fn read(&mut self, path: &str, layers: &mut Vec<Layer<'a>>) {
        // A file that two documents import counts where it is read first (`ConfigDataImporter` keeps what it has
        // loaded).
        if let Some(file) = self.configuration.by_path.get(path).filter(|file| self.read.insert(&file.path)) {
            layers.extend(layers_of(file));
        }
    }

    /// Adds the variants of an imported file for the profiles that count: upon it, or since 2.5, when one of the files
    /// that are read by their names imports it, upon everything.
    fn variants(&mut self, path: &str, importer: &File, layers: &mut Vec<Layer<'a>>) {
        let upon_it = self.configuration.line < TOGETHER || !importer.is_found_by_name();
        let Some(file) = File::at(path) else { return };
        for name in self.profiles.unwrap_or_default() {
            let variant = file.variant(name);
            if upon_it {
                self.read(&variant, layers);
            } else if let Some(file) = self.configuration.by_path.get(&variant)
                && self.read.insert(&file.path)
            {
                self.above.push(file);
            }
        }
    }

    fn documents(&self) -> Vec<&'a Document> {
        let documents = self.layers.iter().filter_map(|layer| match layer {
            Layer::Document(_, document) => Some(*document),
            Layer::Elsewhere(..) => None,
        });
        documents.collect()
    }
}

/// What the files without a profile set, by name as written; the strongest counts.
fn values(configuration: &Configuration) -> BTreeMap<&str, &str> {
    let plain = configuration.files.iter().filter(|file| file.profile.is_none());
    let properties = plain.flat_map(|file| &file.documents).flat_map(|document| &document.properties);
    properties.map(|property| (property.name.as_str(), property.value.as_str())).collect()
}

fn layers_of(file: &File) -> impl Iterator<Item = Layer<'_>> {
    file.documents.iter().map(move |document| Layer::Document(file, document))
}

fn is_active(document: &Document, profiles: &[String], line: (u16, u16), naming: Naming) -> bool {
    !on_cloud(document, line)
        && condition(document, naming).is_none_or(|condition| profile::any_holds(&condition, profiles) == Some(true))
}

/// The line from which on the directories of one location are read together.
const TOGETHER: (u16, u16) = (2, 5);
/// Documents whose imports are followed: many times those of a real application.
const MOST_IMPORTS: usize = 200;
