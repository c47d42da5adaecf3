//! All names of an archive, and what pairs of them do to each other.

mod disk;

use disk::Disk;
use unicode_normalization::UnicodeNormalization;

use super::options::Options;
use super::path::EntryPath;
use super::rules::name::{NAME_CASE_COLLISION, NAME_DUPLICATE, NAME_FILE_DIR_CONFLICT, NAME_UNICODE_COLLISION};
use super::rules::tar::{LinkFault, TAR_LINK_ESCAPE};
use crate::diagnostic::{Findings, Location, Severity};
use crate::finding;

/// The names of an archive in its order.
///
/// Pairs are found by sorting hashes of folded names: the work is n·log n whatever the names are, and memory is one
/// copy of each name.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    text: String,
    rows: Vec<Row>,
    disk: Disk,
}

/// What a name belongs to.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Holder {
    Directory,
    File,
    HardLink,
    Symlink,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    start: u32,
    length: u32,
    /// Of the target, directly after the name; zero unless it is a link.
    target: u32,
    holder: Holder,
    offset: u64,
}

impl Ledger {
    /// Adds a name and numbers it; `target` is where a link leads, below the root.
    pub(super) fn add(&mut self, path: &str, holder: Holder, target: &str, offset: u64) -> u32 {
        // The limit on names keeps the text far below 4 GiB.
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let row = Row {
            start: number(self.text.len()),
            length: number(path.len()),
            target: number(target.len()),
            holder,
            offset,
        };
        self.text.push_str(path);
        self.text.push_str(target);
        self.rows.push(row);
        number(self.rows.len() - 1)
    }

    /// Says that what was added last, as number `number`, has another name on disk.
    pub(super) fn rename(&mut self, number: u32, on_disk: &[u8]) {
        self.disk.rename(number, on_disk);
    }

    /// The path that was added as number `number`.
    pub(super) fn path_of(&self, number: u32) -> &str {
        self.row(number).map_or("", |row| self.path(row))
    }

    /// Reports duplicates, conflicts, collisions and links that lead astray.
    pub(super) fn judge(&self, options: &Options, findings: &mut Findings<'_>) {
        let index = Index::new(self);
        index.report_equal(options, findings);
        index.report_ancestors(findings);
        self.disk.judge(&index, options, findings);
        if self.rows.iter().any(|row| matches!(row.holder, Holder::HardLink | Holder::Symlink)) {
            index.report_links(findings);
        }
    }

    fn path(&self, row: &Row) -> &str {
        self.slice(row.start, row.length)
    }

    fn target(&self, row: &Row) -> &str {
        self.slice(row.start.saturating_add(row.length), row.target)
    }

    fn slice(&self, start: u32, length: u32) -> &str {
        let start = usize::try_from(start).unwrap_or_default();
        let length = usize::try_from(length).unwrap_or_default();
        self.text.get(start..start.saturating_add(length)).unwrap_or_default()
    }

    fn holder(&self, number: u32) -> Option<Holder> {
        self.row(number).map(|row| row.holder)
    }

    fn row(&self, number: u32) -> Option<&Row> {
        self.rows.get(usize::try_from(number).ok()?)
    }

    /// What rows with one hash are sorted by.
    fn order(&self, number: u32) -> (&str, bool, u32) {
        let directory = self.row(number).is_some_and(|row| row.holder == Holder::Directory);
        (self.path_of(number), directory, number)
    }

    fn place(&self, row: &Row) -> Location {
        Location::entry(self.path(row)).at_bytes(row.offset..row.offset)
    }
}

/// Rows found by their folded name.
struct Index<'a> {
    ledger: &'a Ledger,
    /// Hash of the folded name, and the row; sorted.
    keys: Vec<(u64, u32)>,
    /// Where the keys with a given top part start.
    buckets: Vec<u32>,
    shift: u32,
}

impl<'a> Index<'a> {
    fn new(ledger: &'a Ledger) -> Self {
        let mut folded = Hashes::default();
        let mut previous = "";
        let hashed = ledger.rows.iter().map(|row| {
            let path = ledger.path(row);
            let hash = folded.of(path, previous);
            previous = path;
            hash
        });
        let hashed: Vec<u64> = hashed.collect();
        let bits = (usize::BITS - hashed.len().leading_zeros()).clamp(1, 20);
        let shift = 64 - bits;
        // Counted, added up, and dealt out from the back: each key goes to its bucket in one pass.
        let mut buckets = vec![0_u32; (1 << bits) + 1];
        for hash in &hashed {
            if let Some(count) = buckets.get_mut(bucket(*hash, shift)) {
                *count += 1;
            }
        }
        let mut total = 0;
        for end in &mut buckets {
            total += *end;
            *end = total;
        }
        let mut keys = vec![(0, 0); hashed.len()];
        for (number, hash) in (0..).zip(&hashed) {
            let Some(end) = buckets.get_mut(bucket(*hash, shift)) else { continue };
            *end -= 1;
            if let Some(key) = usize::try_from(*end).ok().and_then(|at| keys.get_mut(at)) {
                *key = (*hash, number);
            }
        }
        // Many rows may have one hash, on purpose: within it they are sorted by path, and what is not a directory first.
        for bounds in buckets.windows(2) {
            let &[start, end] = bounds else { continue };
            if end - start < 2 {
                continue;
            }
            let range = usize::try_from(start).unwrap_or_default()..usize::try_from(end).unwrap_or_default();
            keys.get_mut(range).unwrap_or_default().sort_unstable_by(|(one_hash, one), (other_hash, other)| {
                one_hash.cmp(other_hash).then_with(|| ledger.order(*one).cmp(&ledger.order(*other)))
            });
        }
        Self { ledger, keys, buckets, shift }
    }

    /// The first row with exactly this path, one that is not a directory before others.
    fn find(&self, path: &str) -> Option<(u32, &'a Row)> {
        self.find_hashed(path, Hashes::default().of(path, ""))
    }

    fn find_hashed(&self, path: &str, hash: u64) -> Option<(u32, &'a Row)> {
        let at = bucket(hash, self.shift);
        let bound =
            |index: usize| self.buckets.get(index).map_or(0, |bound| usize::try_from(*bound).unwrap_or_default());
        let keys = self.keys.get(bound(at)..bound(at + 1)).unwrap_or_default();
        let before = |(key, number): &(u64, u32)| (*key, self.ledger.path_of(*number)) < (hash, path);
        let (_, number) = keys.get(keys.partition_point(before))?;
        let row = self.ledger.row(*number)?;
        if self.ledger.path(row) == path { Some((*number, row)) } else { None }
    }

    fn report_equal(&self, options: &Options, findings: &mut Findings<'_>) {
        let groups = self.keys.chunk_by(|(one, _), (other, _)| one == other).filter(|group| group.len() > 1);
        for group in groups {
            let rows: Vec<&Row> = group.iter().filter_map(|(_, number)| self.ledger.row(*number)).collect();
            for pair in rows.windows(2) {
                if let [one, other] = pair {
                    self.report_pair(one, other, options, findings);
                }
            }
        }
    }

    fn report_pair(&self, one: &Row, other: &Row, options: &Options, findings: &mut Findings<'_>) {
        let (path, second) = (self.ledger.path(one), self.ledger.path(other));
        let directories = [one, other].into_iter().filter(|row| row.holder == Holder::Directory).count();
        let name = second.to_owned();
        if path == second {
            match directories {
                0 => findings.add(
                    self.ledger.place(other),
                    finding!(NAME_DUPLICATE { name, first: one.offset, second: other.offset }),
                ),
                1 => findings.add(
                    self.ledger.place(other),
                    finding!(NAME_FILE_DIR_CONFLICT { other: format!("{path}/"), name }),
                ),
                _ => {}
            }
        } else if path.to_lowercase() == second.to_lowercase() {
            // The JVM takes `meta-inf/manifest.mf` for the manifest too. Other names stay two on the hosts, and are one on
            // the author's macOS or Windows.
            let pair = if options.is_deciding(second) { (other, one) } else { (one, other) };
            let severity =
                if options.is_deciding(self.ledger.path(pair.0)) { Severity::Error } else { Severity::Warning };
            let [other, name] = [pair.0, pair.1].map(|row| self.ledger.path(row).to_owned());
            findings.add_as(severity, self.ledger.place(pair.1), finding!(NAME_CASE_COLLISION { name, other }));
        } else if fold(path) == fold(second) {
            findings.add(self.ledger.place(other), finding!(NAME_UNICODE_COLLISION { name, other: path.to_owned() }));
        }
    }

    fn report_ancestors(&self, findings: &mut Findings<'_>) {
        let mut hashes = Hashes::default();
        let mut previous = "";
        for row in &self.ledger.rows {
            let path = self.ledger.path(row);
            hashes.ancestors(path, previous, |ancestor, hash| {
                let Some((_, file)) = self.find_hashed(ancestor, hash) else { return };
                if file.holder == Holder::Directory {
                    return;
                }
                let place = self.ledger.place(row);
                if file.holder == Holder::Symlink {
                    let (name, target, fault) = (path.to_owned(), ancestor.to_owned(), LinkFault::ThroughLink);
                    findings.add(place, finding!(TAR_LINK_ESCAPE { name, target, fault }));
                } else {
                    findings.add(
                        place,
                        finding!(NAME_FILE_DIR_CONFLICT { name: ancestor.to_owned(), other: path.to_owned() }),
                    );
                }
            });
            previous = path;
        }
    }

    fn report_links(&self, findings: &mut Findings<'_>) {
        // How many links follow one after another from each row; 0 is not known yet.
        let mut steps = vec![0_u32; self.ledger.rows.len()];
        for (number, row) in (0..).zip(&self.ledger.rows) {
            let target = self.ledger.target(row);
            let fault = match row.holder {
                Holder::HardLink => self.hard_link_fault(number, target),
                Holder::Symlink => self.symlink_fault(number, target, &mut steps),
                Holder::Directory | Holder::File => None,
            };
            if let Some(fault) = fault {
                let name = self.ledger.path(row).to_owned();
                findings
                    .add(self.ledger.place(row), finding!(TAR_LINK_ESCAPE { name, target: target.to_owned(), fault }));
            }
        }
    }

    fn hard_link_fault(&self, number: u32, target: &str) -> Option<LinkFault> {
        let file = self.find(target);
        // Extraction makes the link at once, to a file that must be there by then.
        let earlier =
            file.is_some_and(|(other, row)| other < number && matches!(row.holder, Holder::File | Holder::HardLink));
        if earlier { None } else { Some(LinkFault::HardTarget) }
    }

    /// The first directory on the way to `path` that is a link, and what follows it.
    fn first_link<'p>(&self, path: &'p str) -> Option<(&'p Row, &'p str)>
    where
        'a: 'p,
    {
        let mut ends = path.match_indices('/').map(|(at, _)| at);
        ends.find_map(|end| {
            let (_, row) = self.find(path.get(..end)?).filter(|(_, row)| row.holder == Holder::Symlink)?;
            Some((row, path.get(end + 1..)?))
        })
    }

    /// Where `link` leads when it is a module in a `node_modules` directory: the one place where a link through another is
    /// no trick, since `npm install` with workspaces makes `node_modules/.bin/x -> ../pkg/cli.js` through
    /// `node_modules/pkg -> ../packages/pkg`. Every tool extracts both as they are, and only the kernel follows them.
    fn workspace(&self, link: &Row) -> Option<&'a str> {
        let (parent, _) = self.ledger.path(link).rsplit_once('/')?;
        let scope = parent.rsplit_once('/').filter(|(_, scope)| scope.starts_with('@'));
        let modules = scope.map_or(parent, |(directory, _)| directory);
        let is_module = modules == MODULES || modules.strip_suffix(MODULES).is_some_and(|above| above.ends_with('/'));
        is_module.then(|| self.ledger.target(link))
    }

    fn symlink_fault(&self, number: u32, target: &str, steps: &mut [u32]) -> Option<LinkFault> {
        if let Some((directory, rest)) = self.first_link(target) {
            let leads_to_file = self.workspace(directory).is_some_and(|workspace| {
                let file = format!("{workspace}/{rest}");
                self.first_link(&file).is_none()
                    && self.find(&file).is_some_and(|(_, row)| matches!(row.holder, Holder::File | Holder::HardLink))
            });
            return if leads_to_file { None } else { Some(LinkFault::ThroughLink) };
        }
        // Follow the chain to its end or to a row that is known, then count back.
        let mut chain = vec![number];
        let mut next = self.find(target);
        let mut known = 0;
        while let Some((other, row)) = next.filter(|(_, row)| row.holder == Holder::Symlink) {
            let index = usize::try_from(other).unwrap_or_default();
            known = steps.get(index).copied().unwrap_or_default();
            if known > 0 || chain.len() > MAX_STEPS {
                break;
            }
            chain.push(other);
            next = self.find(self.ledger.target(row));
        }
        let endless = chain.len() > MAX_STEPS;
        let mut count = if endless { ENDLESS } else { known };
        for link in chain.iter().rev() {
            count = count.saturating_add(1);
            if let Some(step) = usize::try_from(*link).ok().and_then(|index| steps.get_mut(index)) {
                *step = count;
            }
        }
        if usize::try_from(count).is_ok_and(|count| count > MAX_STEPS) { Some(LinkFault::Loop) } else { None }
    }
}

/// Hashes of folded paths, one after another: what a path shares with the one before it is hashed once.
#[derive(Default)]
struct Hashes {
    /// End of a component in the path before, and the hash up to there.
    ends: Vec<(usize, u64)>,
}

impl Hashes {
    /// The hash of `path`, which comes after `previous`.
    fn of(&mut self, path: &str, previous: &str) -> u64 {
        let (hash, last) = self.ancestors(path, previous, |_, _| ());
        hash_component(hash, last)
    }

    /// Tells `ancestor` each directory of `path` that is not one of `previous`, the path before; the hash up to the last
    /// component, and that component.
    fn ancestors<'p>(&mut self, path: &'p str, previous: &str, mut ancestor: impl FnMut(&str, u64)) -> (u64, &'p str) {
        let shared = shared_bytes(path.as_bytes(), previous.as_bytes());
        // A component counts as shared when its end, a `/`, is.
        while self.ends.last().is_some_and(|(end, _)| *end >= shared) {
            self.ends.pop();
        }
        let (mut start, mut hash) = self.ends.last().map_or((0, SEED), |(end, hash)| (end + 1, *hash));
        let mut last = path.get(start..).unwrap_or_default();
        while let Some(length) = last.bytes().position(|byte| byte == b'/') {
            hash = hash_component(hash, last.get(..length).unwrap_or_default());
            let end = start + length;
            ancestor(path.get(..end).unwrap_or_default(), hash);
            self.ends.push((end, hash));
            start = end + 1;
            last = path.get(start..).unwrap_or_default();
        }
        (hash, last)
    }
}

fn shared_bytes(one: &[u8], other: &[u8]) -> usize {
    let words = one.chunks_exact(8).zip(other.chunks_exact(8)).take_while(|(one, other)| one == other).count();
    let done = words * 8;
    let rest = one.iter().skip(done).zip(other.iter().skip(done));
    done + rest.take_while(|(one, other)| one == other).count()
}

fn hash_component(hash: u64, component: &str) -> u64 {
    if component.is_ascii() {
        hash_bytes(hash, component.as_bytes())
    } else {
        hash_bytes(hash, fold(component).as_bytes())
    }
}

/// Mixes lower-cased ASCII, eight bytes at a time. Collisions cost time within n·log n and are compared, so the
/// function need not withstand attacks.
fn hash_bytes(hash: u64, bytes: &[u8]) -> u64 {
    let mut hash = hash ^ u64::try_from(bytes.len()).unwrap_or_default();
    let (words, rest) = bytes.as_chunks();
    for word in words {
        hash = mix(hash, lower_case(u64::from_le_bytes(*word)));
    }
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    mix(hash, lower_case(u64::from_le_bytes(last)))
}

/// Eight bytes with the capitals of ASCII among them made small, all at once.
const fn lower_case(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    let low = word & !HIGH;
    // The high bit of a byte is set from `A` on, and from the byte after `Z` on.
    let from_a = low + (0x80 - 0x41) * EACH;
    let after_z = low + (0x80 - 0x5b) * EACH;
    word | ((from_a & !after_z & !word & HIGH) >> 2)
}

fn mix(hash: u64, word: u64) -> u64 {
    let product = u128::from(hash ^ word ^ SEED) * u128::from(MULTIPLIER);
    let [low, high] =
        [product & u128::from(u64::MAX), product >> 64].map(|half| u64::try_from(half).unwrap_or_default());
    low ^ high
}

/// The text that two names share when people or file systems take them for the same.
fn fold(text: &str) -> String {
    text.nfc().collect::<String>().to_lowercase()
}

fn bucket(hash: u64, shift: u32) -> usize {
    usize::try_from(hash >> shift).unwrap_or_default()
}

/// A path of the archive that a link's `target` leads to from the directory of `link`.
pub(super) fn resolve(link: &str, target: &[u8]) -> Result<(String, EntryPath), LinkFault> {
    let text = std::str::from_utf8(target).map_err(|_| LinkFault::Encoding)?;
    if text.is_empty() {
        return Err(LinkFault::Empty);
    }
    // The kernel takes it from the host's root, wherever the package is unpacked.
    if text.starts_with('/') {
        return Err(LinkFault::Absolute);
    }
    if text.len() > MAX_TARGET || text.contains('\\') || text.chars().any(char::is_control) {
        return Err(LinkFault::Encoding);
    }
    let mut components: Vec<&str> = link.split('/').collect();
    components.pop();
    let mut down = false;
    for component in text.split('/') {
        match component {
            "" | "." => {}
            // What `a/..` is depends on whether `a` is a link: only leading `..` mean the same to all.
            ".." if down => return Err(LinkFault::Turns),
            ".." => {
                components.pop().ok_or(LinkFault::Outside)?;
            }
            _ => {
                down = true;
                components.push(component);
            }
        }
    }
    if components.is_empty() {
        return Err(LinkFault::Root);
    }
    let drive = text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && text.get(1..2) == Some(":");
    if drive {
        return Err(LinkFault::Absolute);
    }
    let path = components.join("/").parse().map_err(|_| LinkFault::Encoding)?;
    Ok((text.to_owned(), path))
}

const MODULES: &str = "node_modules";
const SEED: u64 = 0x243f_6a88_85a3_08d3;
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
/// Links that Linux follows one after another.
const MAX_STEPS: usize = 40;
const ENDLESS: u32 = 1 << 20;
/// `PATH_MAX` of Linux.
const MAX_TARGET: usize = 4096;
