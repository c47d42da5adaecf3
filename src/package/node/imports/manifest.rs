//! The fields of a `package.json` that say how its modules are found.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

/// What Node.js takes from a `package.json` (`package_json_reader.js`).
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) name: Option<String>,
    pub(super) main: Option<String>,
    pub(super) kind: PackageType,
    pub(super) exports: Option<Mapping>,
    pub(super) imports: Option<Mapping>,
}

/// `type`, which counts only as exactly one of its two values.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum PackageType {
    CommonJs,
    Module,
    #[default]
    None,
}

/// A value of `exports` or `imports`. Conditions keep their order, since the first that holds counts.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Mapping {
    Conditions(Vec<(String, Mapping)>),
    List(Vec<Mapping>),
    Null,
    /// A number or the like.
    Other,
    Text(String),
}

impl Manifest {
    /// Reads a `package.json`; `None` when it is no JSON object.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Fields {
            #[serde(default)]
            name: serde_json::Value,
            #[serde(default)]
            main: serde_json::Value,
            #[serde(default, rename = "type")]
            kind: serde_json::Value,
            exports: Option<Mapping>,
            imports: Option<Mapping>,
        }
        let text = String::from_utf8_lossy(bytes);
        let fields: Fields = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
        let text = |value: serde_json::Value| match value {
            serde_json::Value::String(text) if !text.is_empty() => Some(text),
            _ => None,
        };
        let kind = match text(fields.kind).as_deref() {
            Some("commonjs") => PackageType::CommonJs,
            Some("module") => PackageType::Module,
            _ => PackageType::None,
        };
        let set = |mapping: Option<Mapping>| mapping.filter(|mapping| *mapping != Mapping::Null);
        Some(Self {
            name: text(fields.name),
            main: text(fields.main),
            kind,
            exports: set(fields.exports),
            imports: set(fields.imports),
        })
    }
}

impl<'de> Deserialize<'de> for Mapping {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Nested no deeper than the reader of JSON goes, 128 levels.
        deserializer.deserialize_any(MappingVisitor)
    }
}

struct MappingVisitor;

impl<'de> Visitor<'de> for MappingVisitor {
    type Value = Mapping;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of exports")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Mapping, E> {
        Ok(Mapping::Text(text.to_owned()))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Mapping, E> {
        Ok(Mapping::Null)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Mapping, E> {
        Ok(Mapping::Other)
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Mapping, E> {
        Ok(Mapping::Other)
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Mapping, E> {
        Ok(Mapping::Other)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Mapping, E> {
        Ok(Mapping::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Mapping, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = values.next_element()? {
            list.push(value);
        }
        Ok(Mapping::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Mapping, A::Error> {
        let mut conditions: Vec<(String, Mapping)> = Vec::new();
        while let Some((key, value)) = entries.next_entry()? {
            conditions.push((key, value));
        }
        Ok(Mapping::Conditions(conditions))
    }
}
