//! The files of a configuration, by what their paths say.

use super::document::{self, Document, Name, Naming, Unreadable};
use super::properties::{self, Separators};
use super::{xml, yaml};

/// A configuration file, by what its path says.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) path: String,
    /// Length of the directory in `path`, with its `/`.
    pub(super) directory: usize,
    pub(super) base: Base,
    pub(super) in_config: bool,
    pub(super) format: Format,
    pub(super) profile: Option<String>,
    pub(super) documents: Vec<Document>,
}

/// The part of a file's name that says who reads it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Base {
    Application,
    Bootstrap,
    /// Only who imports it.
    Other,
}

/// Formats from the weakest to the strongest.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Format {
    Yaml,
    Yml,
    Xml,
    Properties,
}

impl Format {
    /// The format of a file with this name.
    pub(super) fn of(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1 {
            "properties" => Some(Self::Properties),
            "xml" => Some(Self::Xml),
            "yaml" => Some(Self::Yaml),
            "yml" => Some(Self::Yml),
            _ => None,
        }
    }

    pub(super) const fn extension(self) -> &'static str {
        match self {
            Self::Properties => "properties",
            Self::Xml => "xml",
            Self::Yaml => "yaml",
            Self::Yml => "yml",
        }
    }

    pub(super) const ALL: [Self; 4] = [Self::Yaml, Self::Yml, Self::Xml, Self::Properties];
}

impl File {
    /// Whether it has Spring Boot 2.4 to 2.7 read all files as 2.3 did.
    pub(super) fn asks_for_legacy(&self) -> bool {
        let name = Name::new("spring.config.use-legacy-processing");
        let mut asks = self.documents.iter().filter_map(|document| document.get(&name, Naming::Elements));
        self.profile.is_none() && asks.any(|property| property.value.trim().eq_ignore_ascii_case("true"))
    }

    /// The file at `path`, not read yet; `None` when it is in none of the formats.
    pub(super) fn at(path: &str) -> Option<Self> {
        let format = Format::of(path)?;
        let directory = path.rfind('/').map_or(0, |end| end + 1);
        let in_config = path.get(..directory)? == "config/";
        let stem = path.get(directory..)?.strip_suffix(format.extension())?.strip_suffix('.')?;
        let (base, profile) = stem.split_once('-').map_or((stem, None), |(base, profile)| (base, Some(profile)));
        let base = match base {
            "application" => Base::Application,
            "bootstrap" => Base::Bootstrap,
            _ => Base::Other,
        };
        let profile = profile.filter(|_| base != Base::Other).map(ToOwned::to_owned);
        Some(Self { path: path.to_owned(), directory, base, in_config, format, profile, documents: Vec::new() })
    }

    pub(super) fn read(self, content: &[u8], separators: Separators) -> Result<Self, Unreadable> {
        Ok(Self { documents: documents(self.format, content, separators)?, ..self })
    }

    /// Whether Spring Boot reads it by default.
    pub(super) fn is_found_by_name(&self) -> bool {
        self.base != Base::Other && (self.directory == 0 || self.in_config)
    }

    /// Its directory, empty or with a `/` at the end.
    pub(super) fn directory(&self) -> &str {
        self.path.get(..self.directory).unwrap_or_default()
    }

    /// The path of its variant for a profile.
    pub(super) fn variant(&self, profile: &str) -> String {
        let extension = self.format.extension();
        let stem = self.path.strip_suffix(extension).and_then(|stem| stem.strip_suffix('.')).unwrap_or(&self.path);
        format!("{stem}-{profile}.{extension}")
    }

    /// Its place among the files of one profile.
    pub(super) fn strength(&self) -> (bool, bool, Format, &str) {
        (self.base != Base::Bootstrap, self.in_config, self.format, &self.path)
    }
}

/// Whether Spring Boot reads the file at `path`, relative to the root of a class path, by default.
pub(in crate::package::spring_boot) fn is_configuration(path: &str) -> bool {
    File::at(path).is_some_and(|file| file.is_found_by_name())
}

/// Whether a configuration may import the file at `path`.
pub(in crate::package::spring_boot) fn may_be_imported(path: &str) -> bool {
    Format::of(path).is_some()
}

fn documents(format: Format, content: &[u8], separators: Separators) -> Result<Vec<Document>, Unreadable> {
    if content.len() > LONGEST_FILE {
        return Err(Unreadable { at: LONGEST_FILE, fault: document::TOO_LONG.english.to_owned() });
    }
    if format == Format::Properties {
        return Ok(properties::read(content, separators));
    }
    // `OriginTrackedYamlLoader` reads UTF-8 and fails at anything else: GBK for one.
    let text = std::str::from_utf8(content)
        .map_err(|error| Unreadable { at: error.valid_up_to(), fault: document::NOT_UTF_8.english.to_owned() })?;
    match format {
        Format::Xml => Ok(vec![xml::read(text)]),
        _ => yaml::read(text),
    }
}

/// Bound on the size of one file: many times a real one, and little to read.
const LONGEST_FILE: usize = 1 << 20;
