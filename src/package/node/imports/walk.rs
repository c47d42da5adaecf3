//! From the file that is started to all that it loads.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::super::words::holds;
use super::super::app::App;
use super::builtins::{DETECTION, has};
use super::reader::{Certainty, How, Reading, Reference, read};
use super::resolve::{FileKind, Resolution, Resolver, System};

/// What was found on the way.
#[derive(Debug)]
pub(super) struct Sight {
    pub(super) file: String,
    pub(super) at: Range<usize>,
    pub(super) certainty: Certainty,
    pub(super) what: What,
}

/// What was seen at a place.
#[derive(Debug)]
pub(super) enum What {
    /// `import` or `export` in a file that is read as `CommonJS`.
    ImportInCommonJs,
    /// A module's name, what it stands for, and how it is loaded.
    Module { system: System, how: How, to: Resolution },
    /// A name of `CommonJS` in an ES module.
    RequireInEsModule,
}

/// Everything that the files which `starts` lead to load; nothing when one of them changes how modules are found.
pub(super) fn walk<'a>(app: &App<'a>, resolver: &Resolver<'a>, starts: &[(String, Certainty)]) -> Vec<Sight> {
    let mut walk = Walk { app, resolver, waiting: BTreeMap::new(), seen: BTreeSet::new(), sights: Vec::new() };
    for (file, certainty) in starts {
        walk.wait(file, *certainty);
    }
    // The surest first: a file is read once, as sure as it is loaded anywhere.
    while let Some(mut entry) = walk.waiting.last_entry() {
        let certainty = *entry.key();
        match entry.get_mut().pop_first() {
            None => drop(entry.remove()),
            Some(file) => {
                if walk.seen.len() >= MOST_FILES || !walk.file(&file, certainty) {
                    return Vec::new();
                }
            }
        }
    }
    walk.sights
}

struct Walk<'a, 'b> {
    app: &'a App<'b>,
    resolver: &'a Resolver<'b>,
    waiting: BTreeMap<Certainty, BTreeSet<String>>,
    seen: BTreeSet<String>,
    sights: Vec<Sight>,
}

impl Walk<'_, '_> {
    fn wait(&mut self, file: &str, certainty: Certainty) {
        // Modules are taken as their makers tested them.
        let is_own = !file.split('/').any(|part| part == "node_modules");
        if is_own && !self.seen.contains(file) {
            self.waiting.entry(certainty).or_default().insert(file.to_owned());
        }
    }

    /// Reads one file; whether what is known of modules still holds after it.
    fn file(&mut self, file: &str, certainty: Certainty) -> bool {
        if !self.seen.insert(file.to_owned()) {
            return true;
        }
        let kind = self.resolver.kind(file);
        if kind == FileKind::Other {
            return true;
        }
        let content = self.app.files.whole(file).and_then(|content| std::str::from_utf8(content).ok());
        let Some(text) = content else { return true };
        let Ok(reading) = read(text) else { return true };
        let names = reading.references.iter().filter_map(|reference| text.get(reference.name.clone()));
        if reading.changes_resolution || names.into_iter().any(changes_resolution) {
            return false;
        }
        let Some((system, certainty)) = self.system(file, kind, &reading, certainty) else { return true };
        if system == System::EsModule
            && let Some(at) = reading.commonjs.clone()
        {
            self.see(file, at, certainty, What::RequireInEsModule);
        }
        for reference in &reading.references {
            self.reference(file, text, reference, (system, certainty), reading.creates_require);
        }
        true
    }

    /// How a file is read, and how sure the rest of it is; `None` when it is not run at all.
    fn system(
        &mut self,
        file: &str,
        kind: FileKind,
        reading: &Reading,
        certainty: Certainty,
    ) -> Option<(System, Certainty)> {
        let Some(syntax) = reading.module_syntax.clone() else {
            let is_module = kind == FileKind::EsModule;
            return Some((if is_module { System::EsModule } else { System::CommonJs }, certainty));
        };
        match kind {
            FileKind::EsModule => Some((System::EsModule, certainty)),
            FileKind::Untyped => match self.app.policy.node {
                Some(node) if has(DETECTION, node) => Some((System::EsModule, certainty)),
                Some(_) => {
                    self.see(file, syntax, certainty, What::ImportInCommonJs);
                    None
                }
                None => {
                    self.see(file, syntax, certainty.min(Certainty::Later), What::ImportInCommonJs);
                    Some((System::EsModule, certainty.min(Certainty::Later)))
                }
            },
            FileKind::CommonJs | FileKind::Other => {
                self.see(file, syntax, certainty, What::ImportInCommonJs);
                None
            }
        }
    }

    fn reference(
        &mut self,
        file: &str,
        text: &str,
        reference: &Reference,
        (system, certainty): (System, Certainty),
        creates_require: bool,
    ) {
        let Some(name) = text.get(reference.name.clone()) else { return };
        let by = match reference.how {
            How::Require | How::Resolve if system == System::EsModule && !creates_require => return,
            How::Require | How::Resolve => System::CommonJs,
            How::Dynamic | How::Import => System::EsModule,
        };
        let certainty = certainty.min(reference.certainty);
        if certainty == Certainty::Handled {
            return;
        }
        let to = self.resolver.resolve(file, name, by);
        if let Resolution::File(path) = &to
            && reference.how != How::Resolve
        {
            self.wait(path, certainty);
        }
        let how = reference.how;
        self.see(file, reference.name.clone(), certainty, What::Module { system: by, how, to });
    }

    fn see(&mut self, file: &str, at: Range<usize>, certainty: Certainty, what: What) {
        self.sights.push(Sight { file: file.to_owned(), at, certainty, what });
    }
}

/// Whether a package, or a part of one, makes Node.js find other modules than it would: aliases, other extensions,
/// compilers, modules in memory.
fn changes_resolution(name: &str) -> bool {
    let package = super::resolve::split(name).map_or(name, |(package, _)| package);
    holds(CHANGERS, package) || name.contains("register")
}

/// Files that are read; more than real apps have of their own.
const MOST_FILES: usize = 20_000;

/// Packages that change how modules are found.
const CHANGERS: &str = "
    @adonisjs/require-ts @babel/core @babel/register @swc-node/register @swc/register app-module-path asar-require
    app-root-path better-module-alias babel-core babel-node babel-polyfill babel-register coffee-script coffeescript
    css-modules-require-hook esbuild-register esm ignore-styles jiti link-module-alias livescript marko
    mock-require module-alias module-from-string node-hook node-jsx node-require-alias override-require pirates
    proxyquire reify require-again require-all-hook require-extension-hooks require-hook require-in-the-middle
    require-self-ref require-yml rewire root-require sucrase ts-node tsconfig-paths tsx typescript-require
    v8-compile-cache-require yaml-hook
";
