//! What the fuzz targets share: an archive read in every way, and what the reference crates see of it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use cloudapp::app::Container;
use cloudapp::diagnostic::{Findings, Levels, Report};
use cloudapp::package::archive::{self, Bytes, Entry, Integrity, Limits, Options, ReadOutcome, Tgz, Visitor, Want};

/// Content of files, `None` for other entries, by path as bytes.
pub type Contents = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// Everything that a visitor sees.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct Seen {
    pub contents: Contents,
    pub ended: u64,
    open: Option<(Vec<u8>, u64)>,
}

impl Visitor for Seen {
    fn entry(&mut self, entry: &Entry) -> Want {
        let path = entry.path.bytes().into_owned();
        let content = entry.is_file().then(Vec::new);
        self.open = entry.is_file().then(|| (path.clone(), entry.size.0));
        self.contents.insert(path, content);
        Want::Everything
    }

    fn content(&mut self, entry: &Entry, bytes: &[u8]) {
        assert!(!bytes.is_empty());
        let (path, _) = self.open.as_ref().expect("content belongs to the entry that began last");
        assert_eq!(&entry.path.bytes()[..], path);
        self.contents.get_mut(path).unwrap().as_mut().expect("only files have content").extend(bytes);
    }

    fn end(&mut self, _: &Entry) {
        let (path, size) = self.open.take().expect("an entry ends once");
        assert_eq!(self.contents[&path].as_ref().unwrap().len() as u64, size);
        self.ended += 1;
    }
}

/// Heads of files only.
#[derive(Default)]
struct Heads(u64);

impl Visitor for Heads {
    fn entry(&mut self, _: &Entry) -> Want {
        Want::Head(8)
    }

    fn content(&mut self, entry: &Entry, bytes: &[u8]) {
        assert_eq!(bytes.len() as u64, entry.size.0.min(8));
        self.0 += 1;
    }
}

pub fn options(container: Container) -> Options {
    let limits = Limits::builder().unpacked(Bytes::mib(64)).entry(Bytes::mib(32)).build().unwrap();
    Options::new(container).with_limits(limits).deciding(["META-INF/MANIFEST.MF", "package.json", "_buildpack"])
}

/// Reads from memory, from a file and (a tgz) in small pieces, and asserts that all agree.
pub fn read(bytes: &[u8], container: Container) -> (Seen, ReadOutcome, Report) {
    let options = options(container);
    let levels = Levels::default();
    let one = with(&levels, |seen, findings| archive::read_bytes(bytes, &options, seen, findings));
    let other = with(&levels, |seen, findings| archive::read(Cursor::new(bytes), &options, seen, findings).unwrap());
    assert!(one == other, "{one:?}\n{other:?}");
    if container == Container::Tgz {
        let pieces = with(&levels, |seen, findings| {
            let mut tgz = Tgz::new(&options);
            let size = bytes.len() / 5 + 1;
            for piece in bytes.chunks(size) {
                tgz.feed(piece, seen, findings);
            }
            tgz.finish(findings)
        });
        assert!(one == pieces, "{one:?}\n{pieces:?}");
    } else {
        let options = options.with_integrity(Integrity::Directory);
        let mut findings = Findings::new(&levels);
        let mut heads = Heads::default();
        let outcome = archive::read(Cursor::new(bytes), &options, &mut heads, &mut findings).unwrap();
        if accepted(&one) {
            assert!(matches!(outcome, ReadOutcome::Readable(_)));
            assert_eq!(heads.0, one.0.ended);
        }
    }
    one
}

fn with(levels: &Levels, read: impl FnOnce(&mut dyn Visitor, &mut Findings<'_>) -> ReadOutcome) -> (Seen, ReadOutcome, Report) {
    let mut findings = Findings::new(levels);
    let mut seen = Seen::default();
    let outcome = read(&mut seen, &mut findings);
    let report = findings.finish();
    assert!(matches!(outcome, ReadOutcome::Readable(_)) || report.has_errors());
    seen.open = None;
    (seen, outcome, report)
}

/// Whether nothing keeps the archive from being released.
pub fn accepted((_, outcome, report): &(Seen, ReadOutcome, Report)) -> bool {
    matches!(outcome, ReadOutcome::Readable(_)) && !report.has_errors()
}

/// What the `zip` crate sees.
pub fn zip_crate(bytes: &[u8]) -> Contents {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("we accepted it");
    let mut contents = Contents::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("we accepted it");
        let name = file.name_raw().to_vec();
        let path = name.strip_prefix(b"./").unwrap_or(&name);
        let path = path.strip_suffix(b"/").unwrap_or(path).to_vec();
        if path.is_empty() {
            continue;
        }
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("we accepted it");
        contents.insert(path, (!name.ends_with(b"/")).then_some(content));
    }
    contents
}

/// What the `tar` crate sees.
pub fn tar_crate(bytes: &[u8]) -> Contents {
    let mut archive = tar::Archive::new(flate2::read::MultiGzDecoder::new(bytes));
    archive.set_ignore_zeros(false);
    let mut contents = Contents::new();
    for entry in archive.entries().expect("we accepted it") {
        let mut entry = entry.expect("we accepted it");
        let kind = entry.header().entry_type();
        if kind.is_pax_global_extensions() {
            continue;
        }
        let name = entry.path_bytes().into_owned();
        let parts: Vec<&[u8]> = name.split(|byte| *byte == b'/').filter(|part| !matches!(*part, b"" | b".")).collect();
        let path = parts.join(&b'/');
        if path.is_empty() {
            continue;
        }
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("we accepted it");
        let file = (kind.is_file() || kind.is_contiguous()) && !name.ends_with(b"/");
        contents.insert(path, file.then_some(content));
    }
    contents
}

/// `tar` as a gzip file without compression.
pub fn gzip(tar: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    encoder.write_all(tar).unwrap();
    encoder.finish().unwrap()
}
