//! Node's resolution over the names in the package: which file a module's name stands for.
//!
//! Rebuilt from `cjs/loader.js` and `esm/resolve.js` of 16.20, 18.20, 20.20, 22.22 and 24.13, and compared with them on
//! generated trees.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::super::files::Files;
use super::super::super::paths::{extension, file_name};
use super::super::tree::{Found, below, join, locate};
use super::builtins::{Builtin, MODULE_SYNC, builtin, has};
use super::exports::{self, Target};
use super::manifest::{Manifest, PackageType};
use crate::app::NodeVersion;

/// Finds modules in a package.
pub(super) struct Resolver<'a> {
    files: &'a Files,
    node: Option<NodeVersion>,
    manifests: RefCell<BTreeMap<String, Rc<PackageFile>>>,
}

/// What a directory's `package.json` is.
enum PackageFile {
    Missing,
    Read(Manifest),
    Unreadable,
}

/// Which algorithm finds a module.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum System {
    CommonJs,
    EsModule,
}

/// What a name stands for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Resolution {
    Builtin(Builtin),
    /// A file, by its own path, links followed.
    File(String),
    Missing(Missing),
    /// What only the host knows, or what is not kept of the package.
    Unknown,
}

/// What is not there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Missing {
    /// A file of a package that is there.
    InPackage { package: String },
    /// A name that a package does not export.
    NotExported { package: String },
    /// A package.
    Package(String),
    /// A path.
    Path(String),
}

/// How a file is read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum FileKind {
    CommonJs,
    EsModule,
    /// JSON, an add-on, or what Node.js would not read as JavaScript.
    Other,
    /// JavaScript without a `type`.
    Untyped,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(files: &'a Files, node: Option<NodeVersion>) -> Self {
        Self { files, node, manifests: RefCell::default() }
    }

    /// What `name` stands for in the file `from`.
    pub(super) fn resolve(&self, from: &str, name: &str, system: System) -> Resolution {
        let directory = parent(from);
        if let Some(builtin) = builtin(name) {
            // A version without it looks for a package.
            return Resolution::Builtin(builtin);
        }
        let is_path = name.starts_with("./") || name.starts_with("../") || matches!(name, "." | "..");
        match system {
            // `..x` is looked up in the file's directory.
            System::CommonJs if is_path || name.starts_with("..") => self.required_path(directory, name),
            System::EsModule if is_path => self.imported_path(directory, name),
            _ if name.starts_with('/') || name.is_empty() => Resolution::Unknown,
            _ if name.starts_with('#') => self.internal(directory, name, system),
            _ => self.package(directory, name, system),
        }
    }

    /// How Node.js reads a file.
    pub(super) fn kind(&self, path: &str) -> FileKind {
        match extension(file_name(path)) {
            Some("mjs") => FileKind::EsModule,
            Some("cjs") => FileKind::CommonJs,
            Some("js") => self.typed(path),
            None if !file_name(path).contains('.') => match self.typed(path) {
                // An error in 16, an ES module from 18.20 on.
                FileKind::EsModule => FileKind::Other,
                // Measured: 20.20 and 24.13 look for ES syntax all the same.
                FileKind::CommonJs => FileKind::Untyped,
                kind => kind,
            },
            _ => FileKind::Other,
        }
    }

    fn typed(&self, path: &str) -> FileKind {
        match self.scope(parent(path)).as_deref() {
            Some((_, kind)) => match kind {
                Some(PackageType::CommonJs) => FileKind::CommonJs,
                Some(PackageType::Module) => FileKind::EsModule,
                Some(PackageType::None) => FileKind::Untyped,
                None => FileKind::Other,
            },
            None => FileKind::Untyped,
        }
    }

    /// The directory of the nearest `package.json`, and its `type`; `None` for one that is not readable.
    fn scope(&self, directory: &str) -> Option<Box<(String, Option<PackageType>)>> {
        for directory in ancestors(directory) {
            // `package.json` of a parent of `node_modules` is not a module's.
            if file_name(directory) == "node_modules" {
                return None;
            }
            match &*self.manifest(directory) {
                PackageFile::Missing => {}
                PackageFile::Read(manifest) => return Some(Box::new((directory.to_owned(), Some(manifest.kind)))),
                PackageFile::Unreadable => return Some(Box::new((directory.to_owned(), None))),
            }
        }
        None
    }

    fn manifest(&self, directory: &str) -> Rc<PackageFile> {
        if let Some(known) = self.manifests.borrow().get(directory) {
            return Rc::clone(known);
        }
        let path = below(directory, "package.json");
        let found = match locate(self.files, &path) {
            Found::File(path) => {
                let content = self.files.whole(&path);
                content.and_then(Manifest::parse).map_or(PackageFile::Unreadable, PackageFile::Read)
            }
            Found::Missing | Found::Directory(_) => PackageFile::Missing,
            Found::Dangling { .. } => PackageFile::Unreadable,
        };
        let found = Rc::new(found);
        self.manifests.borrow_mut().insert(directory.to_owned(), Rc::clone(&found));
        found
    }

    fn required_path(&self, directory: &str, name: &str) -> Resolution {
        let Some(path) = join(directory, name) else { return Resolution::Unknown };
        let is_directory = name.ends_with('/') || matches!(file_name(name), "." | "..");
        self.loaded(&path, is_directory).unwrap_or(Resolution::Missing(Missing::Path(path)))
    }

    fn imported_path(&self, directory: &str, name: &str) -> Resolution {
        // An address: escapes, a query, a fragment.
        if name.contains(['%', '?', '#', '\\']) {
            return Resolution::Unknown;
        }
        let Some(path) = join(directory, name) else { return Resolution::Unknown };
        match locate(self.files, &path) {
            // `./a.js/` is no file (ENOTDIR).
            Found::File(file) if !name.ends_with('/') => Resolution::File(file),
            Found::Dangling { .. } => Resolution::Unknown,
            _ => Resolution::Missing(Missing::Path(path)),
        }
    }

    /// `Module._findPath` for one path; `None` when nothing is there.
    fn loaded(&self, path: &str, is_directory: bool) -> Option<Resolution> {
        if !is_directory && !path.is_empty() {
            if let Some(found) = self.file(path) {
                return Some(found);
            }
            if let Some(found) = self.extended(path) {
                return Some(found);
            }
        }
        let directory = match locate(self.files, path) {
            Found::Directory(directory) => directory,
            Found::Dangling { .. } => return Some(Resolution::Unknown),
            Found::File(_) | Found::Missing => return None,
        };
        match &*self.manifest(&directory) {
            PackageFile::Unreadable => Some(Resolution::Unknown),
            PackageFile::Read(Manifest { main: Some(main), .. }) => {
                let Some(main) = join(&directory, main) else { return Some(Resolution::Unknown) };
                self.main(&main).or_else(|| self.extended(&below(&directory, "index")))
            }
            PackageFile::Missing | PackageFile::Read(_) => self.extended(&below(&directory, "index")),
        }
    }

    /// `tryPackage`
    fn main(&self, main: &str) -> Option<Resolution> {
        let file = self.file(main).or_else(|| self.extended(main));
        file.or_else(|| self.extended(&below(main, "index")))
    }

    fn extended(&self, path: &str) -> Option<Resolution> {
        EXTENSIONS.iter().find_map(|extension| self.file(&format!("{path}{extension}")))
    }

    fn file(&self, path: &str) -> Option<Resolution> {
        match locate(self.files, path) {
            Found::File(file) => Some(Resolution::File(file)),
            Found::Dangling { .. } => Some(Resolution::Unknown),
            Found::Directory(_) | Found::Missing => None,
        }
    }

    /// A name of the package's own `imports`.
    fn internal(&self, directory: &str, name: &str, system: System) -> Resolution {
        let Some(scope) = self.scope(directory) else { return Resolution::Unknown };
        let manifest = self.manifest(&scope.0);
        let PackageFile::Read(Manifest { imports: Some(imports), .. }) = &*manifest else { return Resolution::Unknown };
        // `#/x` is refused before 24.14.
        if name.starts_with("#/") || name == "#" {
            return Resolution::Unknown;
        }
        self.mapped(&scope.0, system, |conditions| exports::target(imports, name, conditions), name)
    }

    fn package(&self, directory: &str, specifier: &str, system: System) -> Resolution {
        let Some((name, rest)) = split(specifier) else { return Resolution::Unknown };
        if let Some(scope) = self.scope(directory)
            && let PackageFile::Read(Manifest { name: Some(own), exports: Some(exports), .. }) =
                &*self.manifest(&scope.0)
            && own == name
        {
            let key = format!(".{rest}");
            return self.mapped(&scope.0, system, |conditions| exports::target(exports, &key, conditions), name);
        }
        let mut is_there = false;
        for directory in ancestors(directory) {
            let is_modules = file_name(directory) == "node_modules";
            if is_modules && system == System::CommonJs {
                continue;
            }
            let modules = below(directory, "node_modules");
            if !self.files.is_directory(&modules) && self.files.get(&modules).is_none() {
                continue;
            }
            let found = locate(self.files, &format!("{modules}/{name}"));
            let package = match &found {
                Found::Directory(package) => Some(package.as_str()),
                Found::Dangling { .. } => return Resolution::Unknown,
                Found::File(_) | Found::Missing => None,
            };
            let manifest = package.map(|package| self.manifest(package));
            if let (Some(package), Some(manifest)) = (package, &manifest) {
                is_there = true;
                match &**manifest {
                    PackageFile::Unreadable => return Resolution::Unknown,
                    PackageFile::Read(Manifest { exports: Some(exports), .. }) => {
                        let key = format!(".{rest}");
                        return self.mapped(package, system, |all| exports::target(exports, &key, all), name);
                    }
                    PackageFile::Read(_) | PackageFile::Missing => {}
                }
            }
            match system {
                System::CommonJs => {
                    let path = join("", &format!("{modules}/{name}{rest}")).unwrap_or_default();
                    if let Some(found) = self.loaded(&path, rest.ends_with('/')) {
                        return found;
                    }
                }
                // The first directory of that name is the package (`PACKAGE_RESOLVE`).
                System::EsModule => {
                    if let (Some(package), Some(manifest)) = (package, &manifest) {
                        return self.legacy(package, manifest, rest, name);
                    }
                }
            }
        }
        let package = name.to_owned();
        Resolution::Missing(if is_there { Missing::InPackage { package } } else { Missing::Package(package) })
    }

    /// A package without `exports`, for `import` (`legacyMainResolve`).
    fn legacy(&self, package: &str, manifest: &PackageFile, rest: &str, name: &str) -> Resolution {
        let missing = || Resolution::Missing(Missing::InPackage { package: name.to_owned() });
        if let Some(path) = rest.strip_prefix('/') {
            if path.contains(['%', '?', '#']) {
                return Resolution::Unknown;
            }
            let path = join(package, path).unwrap_or_default();
            return self.file(&path).unwrap_or_else(missing);
        }
        let main = match manifest {
            PackageFile::Read(manifest) => manifest.main.as_deref().and_then(|main| join(package, main)),
            PackageFile::Missing | PackageFile::Unreadable => None,
        };
        let found = main.and_then(|main| self.main(&main));
        found.or_else(|| self.extended(&below(package, "index"))).unwrap_or_else(missing)
    }

    /// What a mapping gives under the conditions of this system; where the version of Node.js decides and is not known,
    /// what is there.
    fn mapped(
        &self,
        package: &str,
        system: System,
        target: impl Fn(exports::Conditions<'_>) -> Target,
        name: &str,
    ) -> Resolution {
        let own = match system {
            System::CommonJs => "require",
            System::EsModule => "import",
        };
        let conditions = ["node", own, "node-addons", "module-sync"];
        let without = conditions.get(..3).unwrap_or_default();
        let resolve = |target: Target| match target {
            Target::File(path) => {
                let path = join(package, &path).unwrap_or_default();
                let missing = || Resolution::Missing(Missing::InPackage { package: name.to_owned() });
                self.file(&path).unwrap_or_else(missing)
            }
            Target::None => Resolution::Missing(Missing::NotExported { package: name.to_owned() }),
            Target::Other(_) | Target::Unknown => Resolution::Unknown,
        };
        match self.node {
            Some(node) if has(MODULE_SYNC, node) => resolve(target(&conditions)),
            Some(_) => resolve(target(without)),
            None => match (resolve(target(without)), resolve(target(&conditions))) {
                (one, other) if one == other => one,
                _ => Resolution::Unknown,
            },
        }
    }
}

/// The name of a package at the start of a specifier, and the rest with its `/`; `None` for what no package is called.
pub(super) fn split(specifier: &str) -> Option<(&str, &str)> {
    let parts = if specifier.starts_with('@') { 2 } else { 1 };
    let end = specifier.match_indices('/').nth(parts - 1).map_or(specifier.len(), |(at, _)| at);
    let (name, rest) = specifier.split_at_checked(end)?;
    let is_name = !name.starts_with('.') && !name.contains(['%', '\\', ':', '?', '#', '!', ' ', '\0']);
    let is_scoped = parts == 1 || name.contains('/') && !name.ends_with('/');
    (is_name && is_scoped && !rest.contains("//") && rest != "/").then_some((name, rest))
}

/// A directory and those above it, the root last.
fn ancestors(directory: &str) -> impl Iterator<Item = &str> {
    let above = directory.rmatch_indices('/').filter_map(|(at, _)| directory.get(..at));
    let root = (!directory.is_empty()).then_some("");
    std::iter::once(directory).chain(above).chain(root)
}

pub(super) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Extensions that `require` tries in turn.
pub(super) const EXTENSIONS: [&str; 3] = [".js", ".json", ".node"];
