//! From the unpacked stream to entries: one header, its extensions and its content after the other.

mod extensions;

use std::borrow::Cow;

use extensions::Extensions;

use super::header::{self, BLOCK, Header};
use crate::diagnostic::{Findings, Location, Severity, Value};
use crate::package::archive::delivery::Delivery;
use crate::package::archive::entry::{Entry, Kind, Symlink};
use crate::package::archive::ledger::{self, Holder, Ledger};
use crate::package::archive::limits::{Bytes, Count};
use crate::package::archive::name::{self, Encoding, Name, Names};
use crate::package::archive::options::{Integrity, Options};
use crate::package::archive::path::EntryPath;
use crate::package::archive::rules::limit::{LIMIT_ENTRY_COUNT, LIMIT_ENTRY_SIZE, LIMIT_METADATA, MetadataKind};
use crate::package::archive::rules::name::NAME_FILE_DIR_CONFLICT;
use crate::package::archive::rules::path::PATH_NONCANONICAL;
use crate::package::archive::rules::tar::{
    LinkFault, SizeFault, TAR_CHECKSUM, TAR_EMPTY, TAR_END_MISSING, TAR_HEADER_BAD, TAR_LINK_ESCAPE, TAR_NOT_TAR,
    TAR_SIZE_MISMATCH, TAR_SPARSE, TAR_TRAILING_DATA, TAR_TRUNCATED, TAR_TYPE_UNSUPPORTED, TarField, TrailFault,
};
use crate::package::archive::size::{to_u64, to_usize};
use crate::package::archive::stop::Stop;
use crate::package::archive::visit::{Summary, Visitor};
use crate::{finding, phrase};

/// The state between two pushes.
#[derive(Debug)]
pub(super) struct Walk {
    options: Options,
    state: State,
    block: [u8; BLOCK],
    /// Bytes of `block` that have arrived.
    filled: usize,
    /// Bytes of the stream that were taken.
    position: u64,
    /// Offset of the header that is being read or was read last.
    offset: u64,
    extensions: Extensions,
    entry: Option<Entry>,
    delivery: Delivery,
    /// What the last header calls its entry, for messages.
    last_name: Vec<u8>,
    ledger: Ledger,
    name_bytes: u64,
    names: Names,
    refused: bool,
    summary: Summary,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    Header,
    /// Data of an extension header, then padding.
    Extension {
        kind: u8,
        left: u64,
        padding: u64,
    },
    Content {
        left: u64,
        padding: u64,
    },
    /// After the first zero block: so many bytes of zeros.
    End(u64),
}

impl Walk {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            options: options.clone(),
            state: State::Header,
            block: [0; BLOCK],
            filled: 0,
            position: 0,
            offset: 0,
            extensions: Extensions::default(),
            entry: None,
            delivery: Delivery::default(),
            last_name: Vec::new(),
            ledger: Ledger::default(),
            name_bytes: 0,
            names: Names::default(),
            refused: false,
            summary: Summary {
                entries: 0,
                files: 0,
                directories: 0,
                links: 0,
                archive: Bytes(0),
                unpacked: Bytes(0),
                zip64: false,
                integrity: Integrity::Full,
            },
        }
    }

    /// The next bytes of the stream.
    pub(super) fn push(
        &mut self,
        mut bytes: &[u8],
        visitor: &mut dyn Visitor,
        findings: &mut Findings<'_>,
    ) -> Result<(), Stop> {
        while !bytes.is_empty() {
            match self.state {
                State::Header => {
                    let part = take(&mut bytes, BLOCK - self.filled);
                    if let Some(place) = self.block.get_mut(self.filled..self.filled + part.len()) {
                        place.copy_from_slice(part);
                    }
                    self.advance(part);
                    self.filled += part.len();
                    if self.filled == BLOCK {
                        self.filled = 0;
                        self.offset = self.position - to_u64(BLOCK);
                        let block = self.block;
                        self.header(&block, visitor, findings)?;
                    }
                }
                State::Extension { kind, left: 0, padding: 0 } => {
                    self.state = State::Header;
                    self.extension(kind, findings)?;
                }
                State::Extension { kind, left: 0, padding } => {
                    let part = take(&mut bytes, to_usize(padding));
                    self.advance(part);
                    self.state = State::Extension { kind, left: 0, padding: padding - to_u64(part.len()) };
                }
                State::Extension { kind, left, padding } => {
                    let part = take(&mut bytes, to_usize(left));
                    self.advance(part);
                    self.extensions.data.extend_from_slice(part);
                    self.state = State::Extension { kind, left: left - to_u64(part.len()), padding };
                }
                State::Content { left: 0, padding: 0 } => self.state = State::Header,
                State::Content { left: 0, padding } => {
                    let part = take(&mut bytes, to_usize(padding));
                    self.advance(part);
                    self.state = State::Content { left: 0, padding: padding - to_u64(part.len()) };
                }
                State::Content { left, padding } => {
                    let part = take(&mut bytes, to_usize(left));
                    self.advance(part);
                    let left = left - to_u64(part.len());
                    self.state = State::Content { left, padding };
                    self.content(part, left, visitor);
                }
                State::End(zeros) => {
                    let part = take(&mut bytes, usize::MAX);
                    self.advance(part);
                    self.end(part, zeros, findings)?;
                }
            }
        }
        Ok(())
    }

    /// The stream has ended, after `packed` bytes of the archive.
    pub(super) fn finish(mut self, packed: u64, findings: &mut Findings<'_>) -> Result<Summary, Stop> {
        if let State::Extension { kind, left: 0, padding: 0 } = self.state {
            self.state = State::Header;
            self.extension(kind, findings)?;
        }
        let zero_blocks = match self.state {
            State::Header if self.position == 0 => {
                findings.add(Location::input(), finding!(TAR_NOT_TAR {}));
                return Err(Stop);
            }
            State::Header | State::Content { left: 0, padding: 0 } if self.filled == 0 => 0,
            State::Header if self.position < to_u64(BLOCK) => {
                findings.add(Location::input(), finding!(TAR_NOT_TAR {}));
                return Err(Stop);
            }
            // Writers fill the last record, of 20 blocks by default, with zeros.
            State::End(zeros) if zeros % to_u64(BLOCK) == 0 => zeros / to_u64(BLOCK),
            State::End(_) => {
                findings.add(self.here(), finding!(TAR_TRAILING_DATA { found: TrailFault::PartialBlock }));
                return Err(Stop);
            }
            State::Content { .. } | State::Extension { .. } | State::Header => {
                let name = name::shown(&self.last_name);
                findings.add(self.here(), finding!(TAR_TRUNCATED { name }));
                return Err(Stop);
            }
        };
        self.check_dangling(findings)?;
        // `tar` warns of "A lone zero block" or says nothing; all read the same.
        if zero_blocks < 2 {
            findings.add(self.here(), finding!(TAR_END_MISSING { blocks: zero_blocks }));
        }
        if self.summary.files + self.summary.directories + self.summary.links == 0 && !self.refused {
            findings.add(Location::input(), finding!(TAR_EMPTY {}));
            return Err(Stop);
        }
        self.ledger.judge(&self.options, findings);
        self.summary.archive = Bytes(packed);
        Ok(self.summary)
    }

    fn header(
        &mut self,
        block: &[u8; BLOCK],
        visitor: &mut dyn Visitor,
        findings: &mut Findings<'_>,
    ) -> Result<(), Stop> {
        // POSIX ends an archive with two zero blocks; GNU tar stops at the first and warns when it is lone.
        if block.iter().all(|byte| *byte == 0) {
            self.check_dangling(findings)?;
            self.state = State::End(to_u64(BLOCK));
            return Ok(());
        }
        let (found, stated) = header::checksum(block);
        // Old writers summed signed bytes; a reader that allows both takes two sums for right.
        if stated != Some(found) {
            if self.offset == 0 {
                findings.add(Location::input(), finding!(TAR_NOT_TAR {}));
            } else {
                let none = || phrase!("no number" / "数字").into();
                let expected: Value = stated.map_or_else(none, |stated| stated.to_string().into());
                findings.add(self.header_place(Location::input()), finding!(TAR_CHECKSUM { found, expected }));
            }
            return Err(Stop);
        }
        self.last_name.clear();
        self.last_name.extend(header::bytes_of(block, TarField::Name).iter().take_while(|byte| **byte != 0));
        let header = Header::read(block).map_err(|field| {
            let found = header::shown(block, field);
            let finding = finding!(TAR_HEADER_BAD { name: name::shown(&self.last_name), field, found });
            findings.add(self.header_place(self.last_location()), finding);
            Stop
        })?;
        let padding = header.size.wrapping_neg() % to_u64(BLOCK);
        match header.kind {
            // GNU's long link and name, and POSIX's extensions for all and for the next entry.
            b'K' | b'L' | b'g' | b'x' => {
                if Bytes(header.size) > self.options.limits().extension() {
                    let allowed = self.options.limits().extension().0;
                    return Err(self.too_much(MetadataKind::Extension, header.size, allowed, findings));
                }
                self.extensions.data.clear();
                self.state = State::Extension { kind: header.kind, left: header.size, padding };
                Ok(())
            }
            _ => {
                let size = header.size;
                self.begin(&header, visitor, findings)?;
                self.state = State::Content { left: size, padding };
                Ok(())
            }
        }
    }

    /// An entry that is not an extension.
    fn begin(
        &mut self,
        header: &Header<'_>,
        visitor: &mut dyn Visitor,
        findings: &mut Findings<'_>,
    ) -> Result<(), Stop> {
        self.entry = None;
        self.summary.entries += 1;
        let limits = *self.options.limits();
        if Count(self.summary.entries) > limits.entries() {
            let finding = finding!(LIMIT_ENTRY_COUNT { found: Count(self.summary.entries), allowed: limits.entries() });
            findings.add(Location::input(), finding);
            return Err(Stop);
        }
        let extensions = std::mem::take(&mut self.extensions);
        let pax = extensions.pax.unwrap_or_default();
        let (raw, encoding) = match (pax.path, extensions.long_name) {
            // A pax path is UTF-8 and replaces name and prefix (POSIX, pax Extended Header).
            (Some(path), _) => (Cow::Owned(path), Encoding::Utf8),
            (None, Some(name)) => (Cow::Owned(name), Encoding::Unstated),
            (None, None) if header.prefix.is_empty() => (Cow::Borrowed(header.name), Encoding::Unstated),
            (None, None) => (Cow::Owned([header.prefix, b"/", header.name].concat()), Encoding::Unstated),
        };
        self.extensions.data = extensions.data;
        self.last_name.clear();
        self.last_name.extend_from_slice(&raw);
        // Readers that do not know pax go on at the header's size, and find other entries there.
        if pax.size.is_some_and(|size| size != header.size) {
            return Err(self.bad_size(SizeFault::Pax, findings));
        }
        if Bytes(header.size) > limits.entry() {
            let name = name::shown(&raw);
            let finding = finding!(LIMIT_ENTRY_SIZE { name, found: Bytes(header.size), allowed: limits.entry() });
            findings.add(self.header_place(self.last_location()), finding);
            return Err(Stop);
        }
        let link = pax.link.or(extensions.long_link).unwrap_or_else(|| header.link.to_vec());
        self.name_bytes += to_u64(raw.len()) + to_u64(link.len());
        if Bytes(self.name_bytes) > limits.names() {
            return Err(self.too_much(MetadataKind::Names, self.name_bytes, limits.names().0, findings));
        }
        let slash = raw.ends_with(b"/");
        let holder = match header.kind {
            b'5' => Holder::Directory,
            // Before POSIX a directory was a file whose name ends with `/`.
            0 if slash => Holder::Directory,
            b'1' => Holder::HardLink,
            b'2' => Holder::Symlink,
            0 | b'0' => Holder::File,
            kind => {
                let name = name::shown(&raw);
                let place = self.header_place(self.last_location());
                if kind == b'S' {
                    findings.add(place, finding!(TAR_SPARSE { name }));
                    return Err(Stop);
                }
                self.refused = true;
                findings.add(place, finding!(TAR_TYPE_UNSUPPORTED { name, kind: kind.escape_ascii().to_string() }));
                // Readers disagree about whether data follows such a header.
                return if header.size == 0 { Ok(()) } else { Err(Stop) };
            }
        };
        if header.size != 0 && holder == Holder::Directory {
            return Err(self.bad_size(SizeFault::Directory, findings));
        }
        if slash && holder == Holder::File {
            return Err(self.bad_size(SizeFault::TrailingSlash, findings));
        }
        let links = matches!(holder, Holder::HardLink | Holder::Symlink);
        // POSIX lets a hard link carry data, which some readers skip and others take for headers.
        if header.size != 0 && links {
            self.bad_link(&link, LinkFault::Content, findings);
            return Err(Stop);
        }
        let span = (self.offset, self.position);
        let Some(name) = self.names.read(&raw, encoding, &self.options, span, findings) else {
            self.refused = true;
            return Ok(());
        };
        if let Some(entry) = self.entry_of(header, holder, name, &link, findings) {
            self.show(entry, visitor, findings);
        }
        Ok(())
    }

    fn entry_of(
        &mut self,
        header: &Header<'_>,
        holder: Holder,
        name: Name<'_>,
        link: &[u8],
        findings: &mut Findings<'_>,
    ) -> Option<Entry> {
        if name.path.is_empty() {
            if holder == Holder::Directory {
                self.summary.directories += 1;
            } else {
                self.refused = true;
                let name = name::shown(&self.last_name);
                let place = self.header_place(Location::input());
                findings.add_as(Severity::Error, place, finding!(PATH_NONCANONICAL { name }));
            }
            return None;
        }
        let kind = match holder {
            Holder::Directory => Kind::Directory,
            Holder::File => Kind::File,
            Holder::HardLink => {
                // A hard link names its file from the archive's root, not from its own directory.
                let text = std::str::from_utf8(link).ok().map(|text| text.strip_prefix("./").unwrap_or(text));
                let Some(path) = text.and_then(|text| text.parse().ok()) else {
                    let fault = if link.is_empty() { LinkFault::Empty } else { LinkFault::HardTarget };
                    self.bad_link(link, fault, findings);
                    return None;
                };
                Kind::HardLink(path)
            }
            Holder::Symlink => match ledger::resolve(&name.path, link) {
                Ok((target, leads_to)) => Kind::Symlink(Symlink { target, leads_to }),
                Err(fault) => {
                    self.bad_link(link, fault, findings);
                    return None;
                }
            },
        };
        if holder != Holder::File && self.options.is_deciding(&name.path) {
            if holder == Holder::Directory {
                let name = name.path.into_owned();
                let finding = finding!(NAME_FILE_DIR_CONFLICT { other: format!("{name}/"), name });
                findings.add(self.header_place(self.last_location()), finding);
            } else {
                self.bad_link(link, LinkFault::Deciding, findings);
            }
            return None;
        }
        Some(Entry {
            path: EntryPath::from_checked(name.path.into_owned()),
            kind,
            size: Bytes(header.size),
            packed: None,
            compression: None,
            mode: header.mode,
            offset: self.offset,
        })
    }

    fn show(&mut self, entry: Entry, visitor: &mut dyn Visitor, findings: &mut Findings<'_>) {
        let (holder, target) = match &entry.kind {
            Kind::Directory => (Holder::Directory, ""),
            Kind::File => (Holder::File, ""),
            Kind::HardLink(path) => (Holder::HardLink, path.as_str()),
            Kind::Symlink(link) => (Holder::Symlink, link.leads_to.as_str()),
        };
        self.ledger.add(entry.path.as_str(), holder, target, entry.offset);
        match holder {
            Holder::Directory => self.summary.directories += 1,
            Holder::File => self.summary.files += 1,
            Holder::HardLink | Holder::Symlink => self.summary.links += 1,
        }
        let want = visitor.entry(&entry);
        if holder != Holder::File {
            return;
        }
        self.summary.unpacked.0 += entry.size.0;
        self.delivery.begin(want, &entry, self.options.limits(), findings);
        if entry.size.0 == 0 {
            self.delivery.end(&entry, visitor);
        } else {
            self.entry = Some(entry);
        }
    }

    fn content(&mut self, part: &[u8], left: u64, visitor: &mut dyn Visitor) {
        if let Some(entry) = &self.entry {
            self.delivery.push(part, entry, visitor);
            if left == 0 {
                self.delivery.end(entry, visitor);
            }
        }
    }

    fn end(&mut self, part: &[u8], zeros: u64, findings: &mut Findings<'_>) -> Result<(), Stop> {
        let data = part.iter().position(|byte| *byte != 0);
        let after = zeros + to_u64(data.unwrap_or(part.len()));
        let allowed = self.options.limits().tar_padding();
        let (found, at) = match data {
            _ if Bytes(after) > allowed => (TrailFault::Zeros, allowed.0),
            Some(_) => (TrailFault::Data, after),
            None => {
                self.state = State::End(after);
                return Ok(());
            }
        };
        let at = self.position - to_u64(part.len()) - zeros + at;
        findings.add(Location::input().at_bytes(at..at), finding!(TAR_TRAILING_DATA { found }));
        Err(Stop)
    }

    fn bad_size(&self, fault: SizeFault, findings: &mut Findings<'_>) -> Stop {
        let finding = finding!(TAR_SIZE_MISMATCH { name: name::shown(&self.last_name), fault });
        findings.add(self.header_place(self.last_location()), finding);
        Stop
    }

    fn bad_link(&mut self, target: &[u8], fault: LinkFault, findings: &mut Findings<'_>) {
        self.refused = true;
        let finding =
            finding!(TAR_LINK_ESCAPE { name: name::shown(&self.last_name), target: name::shown(target), fault });
        findings.add(self.header_place(self.last_location()), finding);
    }

    fn too_much(&self, what: MetadataKind, found: u64, allowed: u64, findings: &mut Findings<'_>) -> Stop {
        findings.add(self.header_place(Location::input()), finding!(LIMIT_METADATA { what, found, allowed }));
        Stop
    }

    fn advance(&mut self, part: &[u8]) {
        self.position += to_u64(part.len());
    }

    fn last_location(&self) -> Location {
        Location::entry(name::shown(&self.last_name))
    }

    fn header_place(&self, location: Location) -> Location {
        location.at_bytes(self.offset..self.offset + to_u64(BLOCK))
    }

    fn here(&self) -> Location {
        Location::input().at_bytes(self.position..self.position)
    }
}

/// At most `most` bytes off the front of `bytes`.
fn take<'a>(bytes: &mut &'a [u8], most: usize) -> &'a [u8] {
    let (part, rest) = bytes.split_at_checked(most).unwrap_or((bytes, &[]));
    *bytes = rest;
    part
}

/// What the buffer of extension headers keeps for the next one.
const KEPT_BYTES: usize = 1 << 14;
