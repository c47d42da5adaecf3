//! What composer's files say the code needs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::version::PhpFloor;
use crate::diagnostic::sentences;
use crate::package::files::BYTE_ORDER_MARK;

/// What `composer.json` and `composer.lock` ask for, without what only development needs.
///
/// The lock file's closure counts when there is one, since it is what was installed; fields of another type than
/// composer's are as absent.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Composer {
    /// Packages that `composer.json` asks for, without PHP, extensions and the like.
    pub(super) packages: BTreeSet<String>,
    /// Extensions by name in lower case, each with the package that asks for it first and the file that says so.
    pub(super) extensions: BTreeMap<String, Need>,
    /// The greatest floor of PHP's version.
    pub(super) php: Option<(PhpFloor, Need)>,
    /// The constraint on PHP of `composer.json`.
    pub(super) php_constraint: Option<String>,
    /// Libraries that `composer.lock` lists, without what only development needs.
    pub(super) locked: BTreeSet<String>,
    /// Directory of the installed packages.
    pub(super) vendor: String,
}

/// Who asks, and where it is written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Need {
    pub(super) by: String,
    pub(super) file: &'static str,
    /// What is required, as written.
    pub(super) name: String,
}

impl Composer {
    pub(super) const JSON: &'static str = "composer.json";
    pub(super) const LOCK: &'static str = "composer.lock";

    /// Reads both files; `None` when there is no `composer.json` that is a JSON object.
    pub(super) fn read(json: Option<&[u8]>, lock: Option<&[u8]>) -> Option<Self> {
        let json = object(json?)?;
        let mut composer = Self { vendor: vendor_directory(&json), ..Self::default() };
        let require = field(&json, "require");
        // What has no vendor before a slash is the platform: PHP, extensions, libraries (`PlatformRepository`).
        composer.packages = require.keys().filter(|name| name.contains('/')).cloned().collect();
        composer.php_constraint = require.get("php").and_then(Value::as_str).map(ToOwned::to_owned);
        composer.add(&require, APPLICATION.english, Self::JSON);
        let mut provided = BTreeSet::new();
        provide(&json, &mut provided);
        if let Some(lock) = lock.and_then(object) {
            let packages = lock.get("packages").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            for package in packages.iter().filter_map(Value::as_object) {
                let name = package.get("name").and_then(Value::as_str).unwrap_or(PACKAGE.english);
                composer.add(&field(package, "require"), name, Self::LOCK);
                // A metapackage has no files, and installers put other types elsewhere.
                let kind = package.get("type").and_then(Value::as_str).unwrap_or("library");
                if kind == "library" && name.contains('/') {
                    composer.locked.insert(name.to_ascii_lowercase());
                }
                provide(package, &mut provided);
            }
        }
        composer.extensions.retain(|extension, _| !provided.contains(extension));
        Some(composer)
    }

    fn add(&mut self, require: &Map<String, Value>, by: &str, file: &'static str) {
        for (name, constraint) in require {
            let need = || Need { by: by.to_owned(), file, name: name.clone() };
            let name = name.to_ascii_lowercase();
            if let Some(extension) = name.strip_prefix("ext-") {
                self.extensions.entry(extension_name(extension)).or_insert_with(need);
            } else if name == "php" || name == "php-64bit" {
                let floor = constraint.as_str().and_then(PhpFloor::of_constraint);
                if let Some(floor) = floor.filter(|floor| self.php.as_ref().is_none_or(|(most, _)| floor > most)) {
                    self.php = Some((floor, need()));
                }
            }
        }
    }
}

/// The names in `vendor/composer/installed.json`: a list in Composer 1, an object with one in Composer 2.
pub(super) fn installed(text: &[u8]) -> Option<BTreeSet<String>> {
    let value: Value = serde_json::from_slice(text).ok()?;
    let packages = value.get("packages").unwrap_or(&value).as_array()?;
    let names = packages.iter().filter_map(|package| package.get("name")?.as_str());
    Some(names.map(str::to_ascii_lowercase).collect())
}

/// Extensions that a package replaces.
fn provide(package: &Map<String, Value>, provided: &mut BTreeSet<String>) {
    // `symfony/polyfill-mbstring` provides `ext-mbstring` in PHP itself.
    for key in ["provide", "replace"] {
        let names = field(package, key);
        provided.extend(names.keys().filter_map(|name| name.strip_prefix("ext-")).map(extension_name));
    }
}

/// The name in `php -m` in lower case; composer writes the blank in `Zend OPcache` as `-`.
fn extension_name(composer: &str) -> String {
    match composer.to_ascii_lowercase().as_str() {
        "zend-opcache" => "opcache".to_owned(),
        other => other.to_owned(),
    }
}

fn vendor_directory(json: &Map<String, Value>) -> String {
    let configured = field(json, "config").get("vendor-dir").and_then(Value::as_str).map(ToOwned::to_owned);
    let configured = configured.unwrap_or_else(|| "vendor".to_owned());
    let segments: Vec<_> = configured.split('/').filter(|segment| !segment.is_empty() && *segment != ".").collect();
    segments.join("/")
}

/// The object at `key`. PHP writes an empty object as `[]`.
fn field(object: &Map<String, Value>, key: &str) -> Map<String, Value> {
    object.get(key).and_then(Value::as_object).cloned().unwrap_or_default()
}

fn object(text: &[u8]) -> Option<Map<String, Value>> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    match serde_json::from_slice(text) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    }
}

sentences! {
    /// Who needs something, when it is no library by its name.
    pub(super) WHO
    APPLICATION = "the application" / "应用",
    PACKAGE = "a package" / "某个依赖库",
    PLATFORM_CHECK = "composer's platform check" / "composer 的平台检查",
}
