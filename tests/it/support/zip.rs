//! Writes ZIP files of every kind, lies included.
//!
//! Both headers of an entry and the end records start out right and can be changed field by field before the bytes are
//! laid out. What a changed field would move (offsets, sizes of the directory) follows unless it is set as well.

use std::io::Write;

/// A ZIP in the making.
#[derive(Clone, Default)]
pub struct Zip {
    pub prefix: Vec<u8>,
    /// Added to every stated offset.
    pub offset_shift: i64,
    pub entries: Vec<ZipEntry>,
    /// Bytes between the last entry and the directory, and after the last directory header.
    pub before_directory: Vec<u8>,
    pub after_directory: Vec<u8>,
    pub comment: Vec<u8>,
    pub suffix: Vec<u8>,
    pub zip64: bool,
    pub end_edit: Option<End>,
}

/// Fields of the end records; `None` is the right value.
#[derive(Clone, Default)]
pub struct End {
    pub disk: Option<u16>,
    pub directory_disk: Option<u16>,
    pub here: Option<u16>,
    pub count: Option<u16>,
    pub size: Option<u32>,
    pub offset: Option<u32>,
    pub comment_length: Option<u16>,
    pub record_size: Option<u64>,
    pub count64: Option<u64>,
    pub here64: Option<u64>,
    pub size64: Option<u64>,
    pub offset64: Option<u64>,
    pub disk64: Option<u32>,
    pub locator: Option<u64>,
    pub disks: Option<u32>,
    /// Bytes between the zip64 record and its locator.
    pub gap64: Vec<u8>,
}

/// One of an entry's headers.
#[derive(Clone, Default)]
pub struct Header {
    pub signature: Option<[u8; 4]>,
    pub made_by: u16,
    pub version: u16,
    pub flags: u16,
    pub method: u16,
    pub time: u32,
    pub crc: u32,
    pub packed: u64,
    pub size: u64,
    pub disk: u16,
    pub attributes: u32,
    pub name: Vec<u8>,
    pub extra: Vec<u8>,
    pub comment: Vec<u8>,
}

/// An entry of a ZIP.
#[derive(Clone, Default)]
pub struct ZipEntry {
    pub local: Header,
    pub central: Header,
    pub data: Vec<u8>,
    pub descriptor: Vec<u8>,
    /// Bytes before the local header and after the descriptor.
    pub before: Vec<u8>,
    pub after: Vec<u8>,
    /// Whether the directory lists it.
    pub listed: bool,
    /// Whether its bytes are written; otherwise it points to the entry before it.
    pub written: bool,
    /// The stated offset instead of the right one.
    pub offset: Option<u64>,
}

impl Zip {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a deflated file.
    pub fn file(self, name: impl AsRef<[u8]>, content: impl AsRef<[u8]>) -> Self {
        self.entry(ZipEntry::deflated(name, content))
    }

    /// Adds a stored file.
    pub fn stored(self, name: impl AsRef<[u8]>, content: impl AsRef<[u8]>) -> Self {
        self.entry(ZipEntry::stored(name, content))
    }

    /// Adds a directory; `name` ends with `/`.
    pub fn directory(self, name: impl AsRef<[u8]>) -> Self {
        self.entry(ZipEntry::stored(name, ""))
    }

    pub fn entry(mut self, entry: ZipEntry) -> Self {
        self.entries.push(entry);
        self
    }

    /// Changes the last entry.
    pub fn but(mut self, change: impl FnOnce(&mut ZipEntry)) -> Self {
        change(self.entries.last_mut().expect("an entry"));
        self
    }

    /// Changes the archive.
    pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// Changes the end records.
    pub fn end(mut self, change: impl FnOnce(&mut End)) -> Self {
        change(self.end_edit.get_or_insert_default());
        self
    }

    pub fn build(&self) -> Vec<u8> {
        let mut out = self.prefix.clone();
        let mut offsets = Vec::new();
        let mut last = 0;
        for entry in &self.entries {
            if entry.written {
                out.extend(&entry.before);
                last = out.len() as u64;
                entry.local.write_local(&mut out);
                out.extend(&entry.data);
                out.extend(&entry.descriptor);
                out.extend(&entry.after);
            }
            offsets.push(entry.offset.unwrap_or_else(|| last.wrapping_add_signed(self.offset_shift)));
        }
        out.extend(&self.before_directory);
        let directory = out.len() as u64;
        let mut count = 0_u64;
        for (entry, offset) in self.entries.iter().zip(offsets) {
            if entry.listed {
                entry.central.write_central(offset, &mut out);
                count += 1;
            }
        }
        out.extend(&self.after_directory);
        let size = out.len() as u64 - directory;
        let offset = directory.wrapping_add_signed(self.offset_shift);
        let end = self.end_edit.clone().unwrap_or_default();
        if self.zip64 {
            let record = out.len() as u64;
            out.extend(b"PK\x06\x06");
            out.extend(end.record_size.unwrap_or(44).to_le_bytes());
            out.extend([45, 0, 45, 0]);
            out.extend(end.disk64.unwrap_or(0).to_le_bytes());
            out.extend(0_u32.to_le_bytes());
            out.extend(end.here64.or(end.count64).unwrap_or(count).to_le_bytes());
            out.extend(end.count64.unwrap_or(count).to_le_bytes());
            out.extend(end.size64.unwrap_or(size).to_le_bytes());
            out.extend(end.offset64.unwrap_or(offset).to_le_bytes());
            out.extend(&end.gap64);
            out.extend(b"PK\x06\x07");
            out.extend(0_u32.to_le_bytes());
            out.extend(end.locator.unwrap_or(record.wrapping_add_signed(self.offset_shift)).to_le_bytes());
            out.extend(end.disks.unwrap_or(1).to_le_bytes());
        }
        let short = |value: u64| u16::try_from(value).unwrap_or(u16::MAX);
        let long = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        out.extend(b"PK\x05\x06");
        out.extend(end.disk.unwrap_or(0).to_le_bytes());
        out.extend(end.directory_disk.unwrap_or(0).to_le_bytes());
        out.extend(end.here.or(end.count).unwrap_or(short(count)).to_le_bytes());
        out.extend(end.count.unwrap_or(short(count)).to_le_bytes());
        out.extend(end.size.unwrap_or(long(size)).to_le_bytes());
        out.extend(end.offset.unwrap_or(long(offset)).to_le_bytes());
        out.extend(end.comment_length.unwrap_or(short(self.comment.len() as u64)).to_le_bytes());
        out.extend(&self.comment);
        out.extend(&self.suffix);
        out
    }
}

impl ZipEntry {
    pub fn deflated(name: impl AsRef<[u8]>, content: impl AsRef<[u8]>) -> Self {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(content.as_ref()).expect("memory");
        let data = encoder.finish().expect("memory");
        Self::new(name.as_ref(), content.as_ref(), 8, data)
    }

    pub fn stored(name: impl AsRef<[u8]>, content: impl AsRef<[u8]>) -> Self {
        Self::new(name.as_ref(), content.as_ref(), 0, content.as_ref().to_vec())
    }

    /// Both headers changed alike.
    pub fn both(&mut self, change: impl Fn(&mut Header)) {
        change(&mut self.local);
        change(&mut self.central);
    }

    /// Sizes and checksum move into a descriptor; `wide` for zip64.
    pub fn stream(&mut self, signature: bool, wide: bool) {
        self.both(|header| header.flags |= 8);
        self.descriptor = if signature { b"PK\x07\x08".to_vec() } else { Vec::new() };
        self.descriptor.extend(self.central.crc.to_le_bytes());
        for size in [self.central.packed, self.central.size] {
            let bytes = size.to_le_bytes();
            self.descriptor.extend(if wide { &bytes[..] } else { &bytes[..4] });
        }
        (self.local.crc, self.local.packed, self.local.size) = (0, 0, 0);
        if wide {
            (self.local.packed, self.local.size) = (0xffff_ffff, 0xffff_ffff);
            self.local.extra.extend(extra(1, [0; 16]));
        }
    }

    fn new(name: &[u8], content: &[u8], method: u16, data: Vec<u8>) -> Self {
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let directory = name.ends_with(b"/");
        let header = Header {
            signature: None,
            made_by: 0x031e,
            version: 20,
            flags: if name.is_ascii() { 0 } else { 1 << 11 },
            method,
            time: 0x5a21_6000,
            crc: crc.sum(),
            packed: data.len() as u64,
            size: content.len() as u64,
            disk: 0,
            attributes: if directory { 0o040_755 << 16 | 0x10 } else { 0o100_644 << 16 },
            name: name.to_vec(),
            extra: Vec::new(),
            comment: Vec::new(),
        };
        Self { local: header.clone(), central: header, data, listed: true, written: true, ..Self::default() }
    }
}

impl Header {
    fn write_local(&self, out: &mut Vec<u8>) {
        out.extend(self.signature.unwrap_or(*b"PK\x03\x04"));
        self.write_common(out);
        out.extend(&self.name);
        out.extend(&self.extra);
    }

    fn write_central(&self, offset: u64, out: &mut Vec<u8>) {
        out.extend(self.signature.unwrap_or(*b"PK\x01\x02"));
        out.extend(self.made_by.to_le_bytes());
        self.write_common(out);
        out.extend((self.comment.len() as u16).to_le_bytes());
        out.extend(self.disk.to_le_bytes());
        out.extend([0, 0]);
        out.extend(self.attributes.to_le_bytes());
        out.extend((offset as u32).to_le_bytes());
        out.extend(&self.name);
        out.extend(&self.extra);
        out.extend(&self.comment);
    }

    fn write_common(&self, out: &mut Vec<u8>) {
        for value in [self.version, self.flags, self.method] {
            out.extend(value.to_le_bytes());
        }
        for value in [self.time, self.crc, self.packed as u32, self.size as u32] {
            out.extend(value.to_le_bytes());
        }
        out.extend((self.name.len() as u16).to_le_bytes());
        out.extend((self.extra.len() as u16).to_le_bytes());
    }
}

/// A record of an extra field.
pub fn extra(id: u16, data: impl AsRef<[u8]>) -> Vec<u8> {
    let data = data.as_ref();
    let mut out = id.to_le_bytes().to_vec();
    out.extend((data.len() as u16).to_le_bytes());
    out.extend(data);
    out
}

/// The extra record with a second name.
pub fn unicode_path(name: &[u8], second: &str) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(name);
    let mut data = vec![1];
    data.extend(crc.sum().to_le_bytes());
    data.extend(second.as_bytes());
    extra(0x7075, data)
}
