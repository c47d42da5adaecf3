//! Names that are others on disk than in the archive.

use std::borrow::Cow;

use super::{Hashes, Holder, Index, Ledger, Row, hash_component};
use crate::diagnostic::{Findings, Phrase, Severity};
use crate::package::archive::name;
use crate::package::archive::options::Options;
use crate::package::archive::path::escape_bytes;
use crate::package::archive::rules::unzip::{UNZIP_COLLISION, UNZIP_NAME};
use crate::{finding, phrase};

/// The rows of a ledger that have another name on disk.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    bytes: Vec<u8>,
    /// By number of the ledger's row.
    renamed: Vec<Renamed>,
}

#[derive(Clone, Copy, Debug)]
struct Renamed {
    row: u32,
    start: u32,
    length: u32,
}

impl Disk {
    /// Takes down that a row is called `name` on disk; rows come in their order.
    pub(super) fn rename(&mut self, row: u32, name: &[u8]) {
        // The limit on names keeps the bytes far below 4 GiB.
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        self.renamed.push(Renamed { row, start: number(self.bytes.len()), length: number(name.len()) });
        self.bytes.extend_from_slice(name);
    }

    /// Reports rows that are one file on disk, that become a deciding file, and that are called something else.
    pub(super) fn judge(&self, index: &Index<'_>, options: &Options, findings: &mut Findings<'_>) {
        if self.renamed.is_empty() {
            return;
        }
        let ledger = index.ledger;
        let mut sorted = self.renamed.clone();
        sorted.sort_unstable_by(|one, other| {
            let key = |renamed: &Renamed| (self.name(*renamed), ledger.holder(renamed.row), renamed.row);
            key(one).cmp(&key(other))
        });
        let mut table: Option<(Renamed, usize)> = None;
        for (at, renamed) in sorted.iter().enumerate() {
            let Some(row) = ledger.row(renamed.row) else { continue };
            let on_disk = text(self.name(*renamed));
            let before = at.checked_sub(1).and_then(|before| sorted.get(before));
            let same = before.filter(|before| self.name(**before) == self.name(*renamed));
            let other = same.and_then(|same| ledger.row(same.row)).or_else(|| self.met(index, &on_disk));
            let other = other.filter(|other| [row.holder, other.holder] != [Holder::Directory; 2]);
            if let Some(other) = other {
                let [name, other] = [row, other].map(|row| shown(ledger.path(row)));
                let finding = finding!(UNZIP_COLLISION { name, other, disk: shown(&on_disk) });
                findings.add(ledger.place(row), finding);
            } else if row.holder == Holder::Directory {
                // Its files say it.
            } else if options.is_deciding(&on_disk) {
                self.report(ledger, *renamed, 0, Severity::Error, findings);
            } else if is_escaped(ledger.path(row)) {
                // Each of them is warned of as no UTF-8 already.
                let (first, count) = table.get_or_insert((*renamed, 0));
                *count += 1;
                if renamed.row < first.row {
                    *first = *renamed;
                }
            } else {
                self.report(ledger, *renamed, 0, Severity::Warning, findings);
            }
        }
        if let Some((first, count)) = table {
            self.report(ledger, first, count - 1, Severity::Warning, findings);
        }
        self.report_below(index, findings);
    }

    fn report(&self, ledger: &Ledger, renamed: Renamed, more: usize, severity: Severity, findings: &mut Findings<'_>) {
        let Some(row) = ledger.row(renamed.row) else { return };
        let name = shown(ledger.path(row));
        let disk = shown(&text(self.name(renamed)));
        findings.add_as(severity, ledger.place(row), finding!(UNZIP_NAME { name, disk, others: others(more) }));
    }

    /// A row that keeps its name, and that something is called on disk too, or a file where that needs a directory.
    fn met<'a>(&self, index: &Index<'a>, on_disk: &str) -> Option<&'a Row> {
        let kept = |path: &str, hash| {
            index.find_hashed(path, hash).filter(|(number, _)| !self.is_renamed(*number)).map(|(_, row)| row)
        };
        let mut above = None;
        let (hash, last) = Hashes::default().ancestors(on_disk, "", |ancestor, hash| {
            above = above.or_else(|| kept(ancestor, hash).filter(|row| row.holder != Holder::Directory));
        });
        kept(on_disk, hash_component(hash, last)).or(above)
    }

    /// Reports rows below what on disk is a file.
    fn report_below(&self, index: &Index<'_>, findings: &mut Findings<'_>) {
        let ledger = index.ledger;
        let is_file = |renamed: &&Renamed| ledger.holder(renamed.row) != Some(Holder::Directory);
        let hashed = |renamed: &Renamed| (Hashes::default().of(&text(self.name(*renamed)), ""), *renamed);
        let mut files: Vec<(u64, Renamed)> = self.renamed.iter().filter(is_file).map(hashed).collect();
        files.sort_unstable_by_key(|(hash, renamed)| (*hash, renamed.row));
        let file = |path: &str, hash: u64| {
            let start = files.partition_point(|(other, _)| *other < hash);
            let same = files.get(start..).unwrap_or_default().iter().take_while(|(other, _)| *other == hash);
            let mut found = same.take(MOST_ALIKE).filter(|(_, renamed)| text(self.name(*renamed)) == path);
            found.next().and_then(|(_, renamed)| ledger.row(renamed.row))
        };
        let mut below = |row: &Row, path: &str, hashes: &mut Hashes, previous: &str| {
            let mut above = None;
            hashes.ancestors(path, previous, |ancestor, hash| above = above.or_else(|| file(ancestor, hash)));
            if let Some(other) = above {
                let [name, other] = [row, other].map(|row| shown(ledger.path(row)));
                findings.add(ledger.place(row), finding!(UNZIP_COLLISION { disk: shown(path), name, other }));
            }
        };
        let mut shared = Hashes::default();
        let mut previous = "";
        let rows = (0..).zip(&ledger.rows).filter(|(number, _)| !self.is_renamed(*number));
        for (_, row) in rows {
            let path = ledger.path(row);
            below(row, path, &mut shared, previous);
            previous = path;
        }
        for renamed in &self.renamed {
            if let Some(row) = ledger.row(renamed.row) {
                below(row, &text(self.name(*renamed)), &mut Hashes::default(), "");
            }
        }
    }

    fn is_renamed(&self, row: u32) -> bool {
        self.renamed.binary_search_by_key(&row, |renamed| renamed.row).is_ok()
    }

    fn name(&self, renamed: Renamed) -> &[u8] {
        let [start, length] = [renamed.start, renamed.length].map(|value| usize::try_from(value).unwrap_or_default());
        self.bytes.get(start..start.saturating_add(length)).unwrap_or_default()
    }
}

/// A name on disk as paths are written.
fn text(name: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(name).map_or_else(|_| Cow::Owned(escape_bytes(name)), Cow::Borrowed)
}

fn shown(path: &str) -> String {
    name::shown(path.as_bytes())
}

/// Whether the path has bytes that are no UTF-8.
fn is_escaped(path: &str) -> bool {
    path.contains('\\')
}

/// How many other entries have the same fault, as the end of a sentence.
fn others(count: usize) -> Phrase {
    let words = match count {
        0 => phrase!("" / " "),
        _ => phrase!("; {count} more such entries" / "；另有 {count} 个此类条目", count),
    };
    words.standing_for(count)
}

/// Names with one hash that are compared: those that differ in letter case only.
const MOST_ALIKE: usize = 16;
