//! The archive layer.

mod legal;
mod limits;
mod peers;
mod readers;
mod table;
mod tgz;
mod unzip;
mod visit;
mod zip;

use std::collections::BTreeMap;
use std::io::Cursor;

use cloudapp::app::Container;
use cloudapp::diagnostic::{Findings, Language, Levels, Report, Severity};
use cloudapp::package::archive::{self, Entry, Integrity, Kind, Options, ReadOutcome, Tgz, Visitor, Want};

use crate::chinese::assert_chinese;

/// Everything that a reader gives of an archive.
#[derive(Debug)]
pub struct Read {
    pub outcome: ReadOutcome,
    pub report: Report,
    /// Content of files, target of links, nothing for directories, by path.
    pub entries: BTreeMap<String, Vec<u8>>,
    /// Paths in the archive's order.
    pub order: Vec<String>,
}

impl Read {
    /// `error archive/zip-overlap`, in the report's order, each kind once.
    pub fn rules(&self) -> Vec<String> {
        let mut rules = Vec::new();
        for diagnostic in self.report.diagnostics() {
            let rule = format!("{} {}", diagnostic.severity(), diagnostic.rule().id);
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        rules
    }

    /// The first message.
    pub fn message(&self) -> String {
        self.report.diagnostics().first().map(|first| first.message(Language::English)).unwrap_or_default()
    }
}

#[derive(Default)]
struct Everything {
    entries: BTreeMap<String, Vec<u8>>,
    order: Vec<String>,
}

impl Visitor for Everything {
    fn entry(&mut self, entry: &Entry) -> Want {
        self.order.push(entry.path.as_str().to_owned());
        let content = match &entry.kind {
            Kind::HardLink(path) => path.as_str().as_bytes().to_vec(),
            Kind::Symlink(link) => link.target.as_bytes().to_vec(),
            _ => Vec::new(),
        };
        self.entries.insert(entry.path.as_str().to_owned(), content);
        Want::Everything
    }

    fn content(&mut self, entry: &Entry, bytes: &[u8]) {
        self.entries.get_mut(entry.path.as_str()).expect("an entry begins before its content").extend(bytes);
    }
}

pub fn options(container: Container) -> Options {
    Options::new(container).deciding(match container {
        Container::Jar => ["META-INF/MANIFEST.MF"],
        Container::Tgz => ["package.json"],
        _ => ["_buildpack"],
    })
}

/// Reads by every way there is and asserts that all of them see the same.
pub fn read(bytes: &[u8], container: Container) -> Read {
    read_with(bytes, &options(container))
}

pub fn read_with(bytes: &[u8], options: &Options) -> Read {
    let levels = Levels::default();
    let from_memory = collect(&levels, |visitor, findings| archive::read_bytes(bytes, options, visitor, findings));
    let from_file = collect(&levels, |visitor, findings| {
        archive::read(Cursor::new(bytes), options, visitor, findings).expect("memory")
    });
    assert_same(&from_memory, &from_file);
    if options.container() == Container::Tgz {
        let pushed = collect(&levels, |visitor, findings| {
            let mut tgz = Tgz::new(options);
            for piece in bytes.chunks(bytes.len().div_ceil(500).max(7)) {
                tgz.feed(piece, visitor, findings);
            }
            tgz.finish(findings)
        });
        assert_same(&from_memory, &pushed);
    } else if options.integrity() == Integrity::Full {
        let options = options.clone().with_integrity(Integrity::Directory);
        let directory = collect(&levels, |visitor, findings| archive::read_bytes(bytes, &options, visitor, findings));
        assert_eq!(directory.rules(), from_memory.rules(), "all content was wanted, so both levels check the same");
    }
    from_memory
}

/// Reads from memory only.
pub fn read_once(bytes: &[u8], container: Container) -> Read {
    let levels = Levels::default();
    collect(&levels, |visitor, findings| archive::read_bytes(bytes, &options(container), visitor, findings))
}

fn collect(levels: &Levels, read: impl FnOnce(&mut dyn Visitor, &mut Findings<'_>) -> ReadOutcome) -> Read {
    let mut findings = Findings::new(levels);
    let mut everything = Everything::default();
    let outcome = read(&mut everything, &mut findings);
    let report = findings.finish();
    assert!(outcome.summary().is_some() || report.has_errors(), "an archive is unreadable and nobody says why");
    assert_chinese(&report);
    for diagnostic in report.diagnostics() {
        let english = diagnostic.message(Language::English);
        assert!(!english.is_empty() && !english.contains('\n'), "{english}");
        assert!(matches!(diagnostic.severity(), Severity::Error | Severity::Warning));
    }
    Read { outcome, report, entries: everything.entries, order: everything.order }
}

fn assert_same(one: &Read, other: &Read) {
    assert_eq!(one.outcome, other.outcome);
    assert_eq!(one.report, other.report);
    assert_eq!(one.order, other.order);
    assert_eq!(one.entries, other.entries);
}
