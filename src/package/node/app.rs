//! The package as its rules look at it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::super::archive::Entry;
use super::super::files::{File, Files};
use super::super::foreign::is_system_metadata;
use super::super::secrets;
use super::commands::{self, Host};
use super::package_json::PackageJson;
use super::package_lock::Lock;
use super::steps::Step;
use super::tree::{Found, locate};
use crate::app::{NodeModules, Policy};
use crate::diagnostic::{Location, Source, within_one_edit};
use crate::package::paths::file_name;

/// A package whose `package.json` could be read.
pub(super) struct App<'a> {
    pub(super) files: &'a Files,
    pub(super) policy: &'a Policy,
    pub(super) package: PackageJson<'a>,
    source: Source<'a>,
    /// Bytes before the JSON text: a byte order mark.
    skipped: usize,
    pub(super) dependencies: BTreeMap<String, String>,
    pub(super) dev_dependencies: BTreeMap<String, String>,
    pub(super) has_modules: bool,
    pub(super) lock: Lock,
    names: OnceCell<Names<'a>>,
}

/// The app's own files by what people get wrong of a path.
#[derive(Default)]
struct Names<'a> {
    lower_case: BTreeMap<String, &'a str>,
    files: BTreeMap<&'a str, &'a str>,
    stems: BTreeMap<&'a str, &'a str>,
}

/// Where a command comes from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Origin {
    /// The hosts have it, or may have.
    Host(Host),
    /// `node_modules/.bin` has it; what is there.
    Bundled(Found),
    /// A dependency brings it.
    Dependency(String),
    /// Only a development dependency brings it.
    DevDependency(String),
    /// A dependency may bring it: their names have something in common.
    Maybe(String),
    /// Nothing is known to bring it.
    Nowhere,
}

impl<'a> App<'a> {
    pub(super) fn new(
        files: &'a Files,
        policy: &'a Policy,
        package: PackageJson<'a>,
        source: Source<'a>,
        skipped: usize,
    ) -> Self {
        let mut dependencies = package.map("dependencies");
        // npm 7 and later installs these too.
        for key in ["optionalDependencies", "peerDependencies"] {
            dependencies.extend(package.map(key));
        }
        let dev_dependencies = package.map("devDependencies");
        let has_modules = files.below("node_modules").any(|(path, _)| !is_system_metadata(path));
        let lock = Lock::read(files);
        Self {
            files,
            policy,
            package,
            source,
            skipped,
            dependencies,
            dev_dependencies,
            has_modules,
            lock,
            names: OnceCell::new(),
        }
    }

    pub(super) fn is_installed(&self) -> bool {
        self.policy.node_modules == NodeModules::Installed
    }

    /// A place in `package.json`.
    pub(super) fn at(&self, span: std::ops::Range<usize>) -> Location {
        secrets::place(&self.source, span.start + self.skipped..span.end + self.skipped)
    }

    /// The value of a key of `package.json`, or the file when there is none.
    pub(super) fn at_key(&self, key: &str) -> Location {
        match self.package.span(key) {
            Some(span) => self.at(span.start..span.start + 1),
            None => Location::entry("package.json"),
        }
    }

    /// The place of a step.
    pub(super) fn at_step(&self, step: &Step) -> Location {
        if let Some(file) = &step.file {
            let content = self.files.content(file).unwrap_or_default();
            return secrets::place(&Source::new(Location::entry(&**file), content), step.span.clone());
        }
        match self.package.script(&step.script) {
            Some(text) => self.at(text.span(&step.span)),
            None => Location::entry("package.json"),
        }
    }

    /// The text that a step is in.
    pub(super) fn text_of(&self, step: &Step) -> Option<&str> {
        match &step.file {
            Some(file) => std::str::from_utf8(self.files.content(file)?).ok(),
            None => self.package.script(&step.script).map(|script| script.text.as_str()),
        }
    }

    /// Where the command `name` of a script comes from.
    pub(super) fn origin(&self, name: &str) -> Origin {
        match locate(self.files, &format!("node_modules/.bin/{name}")) {
            Found::Missing | Found::Directory(_) => {}
            found => return Origin::Bundled(found),
        }
        let host = commands::host(name, &self.policy.host_commands);
        if host == Host::Has {
            return Origin::Host(host);
        }
        // A dependency goes before what an operating system may have: its command is the first on npm's `PATH`.
        if let Some(package) = brings(&self.dependencies, name) {
            return Origin::Dependency(package);
        }
        if let Some(package) = brings(&self.dev_dependencies, name) {
            return Origin::DevDependency(package);
        }
        // A dependency's dependency: npm hoists it to the top, and links its commands into `.bin` as well.
        if self.lock.brings(name) {
            return Origin::Dependency(name.to_owned());
        }
        if host == Host::May {
            return Origin::Host(host);
        }
        // `@acme/deploy-tools` may well bring `acme-deploy`: only its package.json, which is not in the package, tells.
        if !commands::is_known_tool(name)
            && let Some(package) =
                self.dependencies.keys().take(MOST_COMPARED).find(|package| have_a_word_in_common(package, name))
        {
            return Origin::Maybe(package.clone());
        }
        Origin::Nowhere
    }

    /// The `main` of a `package.json` of the package.
    pub(super) fn main_of(&self, manifest: &str) -> Option<String> {
        if manifest == "package.json" {
            return self.package.string(&["main"]);
        }
        let text = std::str::from_utf8(self.files.content(manifest)?).ok()?;
        PackageJson::parse(text.trim_start_matches('\u{feff}')).ok()?.string(&["main"])
    }

    /// The app's own files: what is not a module.
    pub(super) fn own_files(&self) -> impl Iterator<Item = (&'a str, &'a File)> {
        let own = |path: &str| !path.starts_with("node_modules/") && !path.contains("/node_modules/");
        self.files.iter().filter(move |(path, _)| own(path) && !is_system_metadata(path))
    }

    /// A file of the package that may be meant by a path that is not there.
    pub(super) fn similar(&self, path: &str) -> Option<String> {
        let name = file_name(path);
        let names = self.names();
        if let Some(found) = names.files.get(name).or_else(|| names.stems.get(stem(name))) {
            return Some((*found).to_owned());
        }
        let siblings = self.siblings(parent(path)).take(MOST_SIBLINGS);
        let mut near = siblings.filter(|sibling| within_one_edit(name, file_name(sibling)));
        near.find(|sibling| self.files.is_file(sibling)).map(ToOwned::to_owned)
    }

    /// The path in the package that is `path` but for letter case.
    pub(super) fn other_case(&self, path: &str) -> Option<&'a str> {
        let lower = path.to_ascii_lowercase();
        let names = &self.names().lower_case;
        let inside = format!("{lower}/");
        let below =
            || names.range(inside.clone()..).next().filter(|(key, _)| key.starts_with(&inside)).map(|(_, path)| path);
        let found = names.get(&lower).or_else(below)?;
        found.get(..path.len()).filter(|found| *found != path)
    }

    fn siblings(&self, directory: &str) -> impl Iterator<Item = &'a str> {
        let depth = if directory.is_empty() { 0 } else { directory.matches('/').count() + 1 };
        let all = (directory.is_empty()).then(|| self.own_files().map(|(path, _)| path));
        let below = (!directory.is_empty()).then(|| self.files.below(directory).map(|(path, _)| path));
        let paths = all.into_iter().flatten().chain(below.into_iter().flatten());
        paths.filter(move |path| path.matches('/').count() == depth)
    }

    fn names(&self) -> &Names<'a> {
        self.names.get_or_init(|| {
            let mut names = Names::default();
            for (path, _) in self.own_files() {
                names.lower_case.insert(path.to_ascii_lowercase(), path);
                if !self.files.is_file(path) {
                    continue;
                }
                let name = file_name(path);
                nearest(&mut names.files, name, path);
                if CODE.iter().any(|extension| name.ends_with(extension)) {
                    nearest(&mut names.stems, stem(name), path);
                }
            }
            names
        })
    }
}

/// Keeps the path that is nearest to the root.
fn nearest<'a>(paths: &mut BTreeMap<&'a str, &'a str>, key: &'a str, path: &'a str) {
    let depth = |path: &str| path.matches('/').count();
    let kept = paths.entry(key).or_insert(path);
    if depth(path) < depth(kept) {
        *kept = path;
    }
}

/// The package among `packages` that brings the command `name`.
fn brings(packages: &BTreeMap<String, String>, name: &str) -> Option<String> {
    let known = commands::providers(name).find(|package| packages.contains_key(*package));
    known.map(ToOwned::to_owned).or_else(|| {
        // A package with one command may leave its name out: it is then that of the package without its scope (docs
        // "package.json", bin).
        let own = |package: &&String| {
            package.as_str() == name || package.rsplit_once('/').is_some_and(|(_, own)| own == name)
        };
        packages.keys().take(MOST_COMPARED).find(own).cloned()
    })
}

/// Whether a package's name and a command share a word, so that the one may bring the other.
fn have_a_word_in_common(package: &str, command: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        words.filter(|word| word.len() > 2 && !COMMON_WORDS.contains(&word.as_str())).collect()
    };
    let (package, command) = (words(package), words(command));
    package
        .iter()
        .any(|word| command.iter().any(|other| word.starts_with(other.as_str()) || other.starts_with(word.as_str())))
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Whether an entry belongs to a module.
pub(super) fn is_module_file(entry: &Entry) -> bool {
    entry.path.components().any(|part| part == "node_modules")
}

/// Words that do not tell where a command comes from.
const COMMON_WORDS: &[&str] = &[
    "cli", "app", "bin", "core", "node", "run", "start", "stop", "serve", "server", "script", "scripts", "tool",
    "tools",
];

/// Extensions of files that a script runs.
const CODE: &[&str] = &[".js", ".cjs", ".mjs", ".ts", ".sh"];

/// Dependencies that are compared with a command by their names' parts; real apps have a few hundred.
const MOST_COMPARED: usize = 2000;

/// Files of one directory that are compared with a name.
const MOST_SIBLINGS: usize = 1000;
