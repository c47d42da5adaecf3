//! Whether the main class of a JAR without Spring Boot's launcher leads to `SpringApplication`.

use std::collections::BTreeSet;

use super::constant_pool;
use crate::package::archive::{Bytes, Entry, Visitor, Want};

/// A search from the main class through the classes that it names, level by level: each reading of the JAR follows one.
#[derive(Debug)]
pub(in crate::package) struct Search {
    /// Entries to be read now, and afterwards.
    now: BTreeSet<String>,
    next: BTreeSet<String>,
    seen: BTreeSet<String>,
    level: usize,
    class: Vec<u8>,
    reach: Reach,
}

/// What a search came to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Reach {
    /// No class that was read leads there, and there are more.
    Unknown,
    /// A class names it.
    Reached,
    /// All classes were read.
    Unreached,
}

impl Search {
    /// From the class at this entry.
    pub(super) fn from(entry: String) -> Self {
        Self {
            now: BTreeSet::from([entry.clone()]),
            next: BTreeSet::new(),
            seen: BTreeSet::from([entry]),
            level: 1,
            class: Vec::new(),
            reach: Reach::Unreached,
        }
    }

    /// Goes to the next level after a reading; `false` when the search is over.
    pub(super) fn goes_on(&mut self) -> bool {
        self.now = std::mem::take(&mut self.next);
        if self.reach == Reach::Reached || self.now.is_empty() {
            return false;
        }
        self.level += 1;
        if self.level > MOST_LEVELS {
            self.reach = Reach::Unknown;
        }
        self.level <= MOST_LEVELS
    }

    pub(super) const fn reach(&self) -> Reach {
        self.reach
    }

    fn follow(&mut self, name: &str) {
        if ENTRY_POINTS.contains(&name) {
            self.reach = Reach::Reached;
            return;
        }
        let entry = format!("{name}.class");
        if FOREIGN.iter().any(|package| name.starts_with(package)) || self.seen.contains(&entry) {
            return;
        }
        if self.seen.len() >= MOST_CLASSES {
            if self.reach == Reach::Unreached {
                self.reach = Reach::Unknown;
            }
            return;
        }
        self.seen.insert(entry.clone());
        self.next.insert(entry);
    }
}

impl Visitor for Search {
    fn entry(&mut self, entry: &Entry) -> Want {
        self.class.clear();
        let is_wanted = entry.size <= LARGEST_CLASS && self.now.contains(entry.path.as_str());
        if is_wanted { Want::Everything } else { Want::Nothing }
    }

    fn content(&mut self, _: &Entry, bytes: &[u8]) {
        self.class.extend_from_slice(bytes);
    }

    fn end(&mut self, _: &Entry) {
        for name in constant_pool::names(&self.class) {
            self.follow(&name);
        }
        self.class.clear();
    }
}

/// What starts Spring Boot; of the last, the place since 2.0, in 1.4 and 1.5, and before.
const ENTRY_POINTS: [&str; 5] = [
    "org/springframework/boot/SpringApplication",
    "org/springframework/boot/builder/SpringApplicationBuilder",
    "org/springframework/boot/web/servlet/support/SpringBootServletInitializer",
    "org/springframework/boot/web/support/SpringBootServletInitializer",
    "org/springframework/boot/context/web/SpringBootServletInitializer",
];
/// Packages that lead to no application.
const FOREIGN: [&str; 9] =
    ["com/sun/", "groovy/", "java/", "javax/", "jdk/", "kotlin/", "org/springframework/", "scala/", "sun/"];
/// A main class mostly names it itself; launchers and language run times stand between in a few.
const MOST_LEVELS: usize = 4;
const MOST_CLASSES: usize = 20_000;
const LARGEST_CLASS: Bytes = Bytes::mib(1);
