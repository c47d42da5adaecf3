//! What the readers of the three file formats agree on.

use std::ops::Range;

use crate::diagnostic::sentences;

/// A part of a configuration file that is active or not as a whole.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Document {
    pub(super) properties: Vec<Property>,
}

impl Document {
    /// The property that Spring binds to this name, in canonical and in documented form: the one that is written so, or
    /// else the first that differs in what does not matter. Of equal names the last value counts, as in a map.
    pub(super) fn get(&self, name: &Name, naming: Naming) -> Option<&Property> {
        self.exact(&name.documented).or_else(|| {
            // The map keeps the place of a key's first setting and the value of its last.
            let first = self.properties.iter().find(|property| property.is(&name.canonical, naming))?;
            self.exact(&first.name)
        })
    }

    /// Whether it may import another file.
    pub(super) fn imports(&self) -> bool {
        self.properties.iter().any(|property| property.canonical.starts_with("spring.config.import"))
    }

    /// The property of exactly this name.
    pub(super) fn exact(&self, name: &str) -> Option<&Property> {
        self.properties.iter().rfind(|property| property.name == name)
    }
}

/// A name with its value, flattened: `server.port`, `list[0].name`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Property {
    pub(super) name: String,
    pub(super) canonical: String,
    pub(super) value: String,
    /// Bytes of the value in the file.
    pub(super) span: Range<usize>,
}

impl Property {
    pub(super) fn new(name: String, value: String, span: Range<usize>) -> Self {
        Self { canonical: canonical(&name), name, value, span }
    }

    /// Whether it is the property with the canonical name `wanted`.
    fn is(&self, wanted: &str, naming: Naming) -> bool {
        self.canonical == wanted
            || naming == Naming::Underscores
                && self.name.contains('_')
                && canonical(&self.name.replace('_', ".")) == wanted
    }
}

/// Why a configuration file cannot be read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Unreadable {
    pub(super) at: usize,
    pub(super) fault: String,
}

/// The name of a property to look up.
#[derive(Clone, Debug)]
pub(super) struct Name {
    documented: String,
    canonical: String,
}

impl Name {
    /// `documented` is the form of Spring Boot's reference: `server.servlet.context-path`.
    pub(super) fn new(documented: &str) -> Self {
        Self { documented: documented.to_owned(), canonical: canonical(documented) }
    }
}

/// How names in files are matched with the ones that Spring Boot asks for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Naming {
    /// Since 2.0: letter case, `-` and `_` do not matter within an element.
    Elements,
    /// Before 2.0: `_` separates elements too, so that `SERVER_PORT` in a file is `server.port`.
    Underscores,
}

/// A name without what does not matter in it: `Server.context_Path` is `server.contextpath`. Nor does what is not ASCII,
/// a byte order mark for one.
pub(super) fn canonical(name: &str) -> String {
    // Names are equal when the letters and digits of their elements are (`ConfigurationPropertyName`, form UNIFORM).
    let matters = |character: &char| character.is_ascii_alphanumeric() || matches!(character, '.' | '[' | ']');
    name.chars().map(|character| character.to_ascii_lowercase()).filter(matters).collect()
}

sentences! {
    /// What files are found unreadable for, when no parser of YAML says it.
    pub(super) SENTENCES
    NOT_UTF_8 = "a byte that is not UTF-8" / "有不是 UTF-8 的字节",
    NO_ANCHOR = "an alias without its anchor" / "别名没有对应的锚点",
    TOO_DEEP = "more than 50 levels" / "嵌套超过 50 层",
    TOO_LARGE = "more than 100,000 nodes" / "节点超过 100,000 个",
    TOO_LONG = "more than 1 MiB" / "超过 1 MiB",
    TWICE = "a key that appears twice" / "同一个键出现两次",
}
