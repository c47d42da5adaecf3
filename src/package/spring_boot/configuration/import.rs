//! What `spring.config.import` names.

use super::document::{Document, Naming, Property};
use super::placeholder::{self, Resolved};
use super::{Configuration, File, Format, properties_of_list};
use crate::package::paths::join;

/// An import and what it resolves to.
pub(super) struct Import<'a> {
    /// The property that names it.
    pub(super) property: &'a Property,
    pub(super) target: Target,
}

/// What an import resolves to.
#[derive(Debug)]
pub(super) enum Target {
    /// Paths of files, the weakest first, some of which the package may not hold.
    Files(Vec<String>),
    /// Something that is not in the package.
    Elsewhere,
}

/// The imports of a document of `file`, the weakest first. `look_up` has the values of placeholders.
pub(super) fn imports<'a>(
    configuration: &'a Configuration,
    file: &'a File,
    document: &'a Document,
    naming: Naming,
    look_up: impl Fn(&str) -> Option<String>,
) -> Vec<Import<'a>> {
    let mut imports = Vec::new();
    for property in properties_of_list(document, PROPERTY, naming) {
        let value = match placeholder::resolve(&property.value, configuration.grammar(), &look_up) {
            Resolved::Text(text) => text,
            // As written: what stays unresolved names no file, which an optional import may do.
            Resolved::Random | Resolved::Unresolved(_) => property.value.clone(),
        };
        // Commas part the values of a list, `;` the locations in one of them (`ConfigDataLocation.split`).
        let locations = value.split([',', ';']).map(str::trim).filter(|location| !location.is_empty());
        let room = MOST_IMPORTS - imports.len();
        let found = locations.take(room);
        imports.extend(found.map(|location| Import { property, target: target(configuration, file, location) }));
    }
    imports
}

/// What `location` names, written in `file`.
///
/// - `optional:` before it lets it be absent
/// - `classpath:`, or a path from the directory of the file that says it
/// - a path that ends with `/` stands for the files `application` in that directory
fn target(configuration: &Configuration, file: &File, location: &str) -> Target {
    let (location, is_optional) = location.strip_prefix("optional:").map_or((location, false), |rest| (rest, true));
    let absent = || if is_optional { Target::Files(Vec::new()) } else { Target::Elsewhere };
    let (base, path) = match location.strip_prefix("classpath:") {
        Some(path) => ("", path.trim_start_matches('/')),
        None => match scheme(location) {
            // What the host has there is not known, so that a required import counts as unknown.
            Some("configtree" | "env" | "file") => return absent(),
            Some(_) => return Target::Elsewhere,
            None if location.starts_with('/') => return absent(),
            None => (file.directory(), location),
        },
    };
    // `StandardConfigDataLocationResolver` appends `spring.config.name`, by default `application`, to a directory.
    let names_directory = path.ends_with('/');
    let Some(path) = join(base, path) else { return Target::Elsewhere };
    let paths = if path.is_empty() || names_directory {
        let below = |name: String| if path.is_empty() { name } else { format!("{path}/{name}") };
        Format::ALL.map(|format| below(format!("application.{}", format.extension()))).to_vec()
    } else {
        vec![path]
    };
    // A missing required import keeps Spring Boot from starting, and its content is unknown.
    let is_there = is_optional || paths.iter().any(|path| configuration.by_path.contains_key(path));
    if is_there { Target::Files(paths) } else { Target::Elsewhere }
}

/// The scheme in `scheme:rest`.
fn scheme(location: &str) -> Option<&str> {
    let (scheme, _) = location.split_once(':')?;
    let is_scheme = scheme.chars().all(|character| character.is_ascii_alphanumeric() || "+.-*".contains(character));
    (is_scheme && !scheme.is_empty()).then_some(scheme)
}

const PROPERTY: &str = "spring.config.import";
/// Imports of one document: many times those of a real application.
const MOST_IMPORTS: usize = 200;
