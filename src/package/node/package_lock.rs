//! The parts of `package-lock.json` that decide what is installed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use super::super::files::Files;

/// What `package-lock.json` knows of modules.
#[derive(Debug, Default)]
pub(super) struct Lock {
    development: BTreeSet<String>,
    commands: BTreeSet<String>,
    /// Modules at the top that an installation for production brings.
    production: BTreeSet<String>,
}

impl Lock {
    pub(super) fn read(files: &Files) -> Self {
        // npm prefers the shrinkwrap where both are there.
        let content = ["npm-shrinkwrap.json", "package-lock.json"].iter().find_map(|name| files.content(name));
        let file: Option<File> = content.and_then(|content| serde_json::from_slice(content).ok());
        let mut lock = Self::default();
        for (path, module) in file.and_then(|file| file.packages).unwrap_or_default() {
            // Only the commands of hoisted modules are linked into the app's own `.bin`.
            let Some(name) = path.strip_prefix("node_modules/").filter(|name| !name.contains("node_modules/")) else {
                continue;
            };
            // `devOptional`: also an optional dependency of another module (docs "package-lock.json", packages).
            if module.dev || module.dev_optional {
                lock.development.insert(name.to_owned());
            } else {
                lock.commands.extend(module.bin.into_iter().map(|(command, _)| command));
                lock.production.insert(name.to_owned());
            }
        }
        lock
    }

    /// Whether a module is installed only for development.
    pub(super) fn is_development(&self, module: &str) -> bool {
        self.development.contains(module)
    }

    /// Whether it says what an installation brings.
    pub(super) fn is_read(&self) -> bool {
        !self.production.is_empty() || !self.development.is_empty()
    }

    /// Whether an installation for production brings a module to the top.
    pub(super) fn installs(&self, module: &str) -> bool {
        self.production.contains(module)
    }

    /// Whether an installation for production brings a command.
    pub(super) fn brings(&self, command: &str) -> bool {
        self.commands.contains(command)
    }
}

#[derive(Deserialize)]
struct File {
    packages: Option<BTreeMap<String, Module>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Module {
    dev: bool,
    dev_optional: bool,
    bin: serde_json::Map<String, Value>,
}
