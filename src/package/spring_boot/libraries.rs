//! What nested libraries hold: read in a second pass, when the first one asks for it.

use std::collections::{BTreeMap, BTreeSet};

use super::class_file::{self, ClassVersion};
use super::class_file::{class_entry, is_class};
use super::launcher::Launcher;
use super::layout::Layout;
use super::manifest::Manifest;
use crate::app::{Container, NestedLibraries, Policy};
use crate::diagnostic::{Findings, Levels};
use crate::package::archive::{self, Bytes, Entry, Integrity, Options, ReadOutcome, Visitor, Want};
use crate::package::files::Files;

/// What was seen in the nested libraries.
#[derive(Debug, Default)]
pub(super) struct Libraries {
    /// Entries of classes that were looked for and found.
    found: BTreeSet<String>,
    /// Whether every library could be read.
    complete: bool,
    /// Of each library, the versions of its classes: the first class, and how many there are.
    pub(super) classes: BTreeMap<String, BTreeMap<ClassVersion, (String, usize)>>,
}

impl Libraries {
    /// Whether no library holds the class at `entry`; `false` when that is not known.
    pub(super) fn lack(&self, entry: &str) -> bool {
        self.complete && !self.found.contains(entry)
    }
}

/// Reads nested libraries, one at a time in memory.
#[derive(Debug)]
pub(in crate::package) struct Scan {
    directory: &'static str,
    look_for: Option<String>,
    versions: NestedLibraries,
    library: Vec<u8>,
    libraries: Libraries,
}

impl Scan {
    /// The scan that these files need: when the policy requires the versions of all classes, or when the class to start
    /// is not among the application's own.
    pub(super) fn needed(files: &Files, policy: &Policy) -> Option<Self> {
        let (layout, start_class) = start_class_entry(files)?;
        let directory = layout.libraries()?;
        // The class to start may be in a library: a module that several applications share.
        let look_for = start_class.filter(|entry| !files.is_file(&format!("{}{entry}", layout.classes())));
        if policy.nested_libraries == NestedLibraries::Skipped && look_for.is_none() {
            return None;
        }
        let libraries = Libraries { complete: true, ..Libraries::default() };
        Some(Self { directory, look_for, versions: policy.nested_libraries, library: Vec::new(), libraries })
    }

    /// Options for the second reading of the archive: only what is needed of it.
    pub(super) fn options(options: Options) -> Options {
        options.with_integrity(Integrity::Directory)
    }

    pub(super) fn finish(self) -> Libraries {
        self.libraries
    }
}

/// The layout of a JAR that Spring Boot's launcher starts, and the entry of the class to start below a class path.
fn start_class_entry(files: &Files) -> Option<(Layout, Option<String>)> {
    let manifest = Manifest::parse(files.content(Manifest::ENTRY)?).ok()?;
    // `LauncherHelper` of the JDK trims the name and replaces slashes.
    let main_class = manifest.get("Main-Class")?.value().trim().replace('/', ".");
    Launcher::of(&main_class)?;
    let start_class = manifest.get("Start-Class").map(|attribute| class_entry(attribute.value()));
    Some((Layout::of(files, Some(&main_class)), start_class))
}

impl Visitor for Scan {
    fn entry(&mut self, entry: &Entry) -> Want {
        self.library.clear();
        if entry.path.below(self.directory).is_none() || !entry.is_file() {
            return Want::Nothing;
        }
        if entry.size > LARGEST_LIBRARY {
            self.libraries.complete = false;
            return Want::Nothing;
        }
        Want::Everything
    }

    fn content(&mut self, _: &Entry, bytes: &[u8]) {
        self.library.extend_from_slice(bytes);
    }

    fn end(&mut self, entry: &Entry) {
        let levels = Levels::default();
        let mut findings = Findings::new(&levels);
        // A library's own faults are not the package's: Java reads it as leniently as it always did.
        let options = Scan::options(Options::new(Container::Jar));
        let look_for = self.look_for.as_deref();
        let mut inside = Inside { look_for, versions: self.versions, is_found: false, classes: BTreeMap::new() };
        match archive::read_bytes(&self.library, &options, &mut inside, &mut findings) {
            ReadOutcome::Readable(_) => {}
            ReadOutcome::Unreadable => self.libraries.complete = false,
        }
        if inside.is_found {
            self.libraries.found.extend(self.look_for.clone());
        }
        if !inside.classes.is_empty() {
            self.libraries.classes.insert(entry.path.to_string(), inside.classes);
        }
        self.library.clear();
    }
}

/// The entries of one library.
struct Inside<'a> {
    look_for: Option<&'a str>,
    versions: NestedLibraries,
    is_found: bool,
    classes: BTreeMap<ClassVersion, (String, usize)>,
}

impl Visitor for Inside<'_> {
    fn entry(&mut self, entry: &Entry) -> Want {
        let path = entry.path.as_str();
        self.is_found |= self.look_for == Some(path);
        match self.versions {
            NestedLibraries::Scanned if is_class(path) => Want::Head(class_file::HEADER),
            NestedLibraries::Scanned | NestedLibraries::Skipped => Want::Nothing,
        }
    }

    fn content(&mut self, entry: &Entry, bytes: &[u8]) {
        if let Some(version) = ClassVersion::of(bytes) {
            self.classes.entry(version).or_insert_with(|| (entry.path.to_string(), 0)).1 += 1;
        }
    }
}

/// Libraries above this size are not scanned. Those of real applications stay below 50 MiB.
const LARGEST_LIBRARY: Bytes = Bytes::mib(256);
