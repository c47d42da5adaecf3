//! Writes tar and gzip files of every kind, lies included.

use std::io::Write;

/// A tar in the making.
#[derive(Clone, Default)]
pub struct Tar {
    bytes: Vec<u8>,
}

/// A header block with a right checksum whatever was changed.
#[derive(Clone)]
pub struct TarHeader {
    pub block: [u8; 512],
    /// Stated instead of the right checksum.
    pub checksum: Option<[u8; 8]>,
}

impl Tar {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file in the POSIX dialect.
    pub fn file(self, name: impl AsRef<[u8]>, content: impl AsRef<[u8]>) -> Self {
        let size = content.as_ref().len() as u64;
        self.raw(&TarHeader::new(b'0', name.as_ref(), size), content)
    }

    /// Adds a directory.
    pub fn directory(self, name: impl AsRef<[u8]>) -> Self {
        self.raw(&TarHeader::new(b'5', name.as_ref(), 0), "")
    }

    /// Adds a symbolic link.
    pub fn symlink(self, name: impl AsRef<[u8]>, target: impl AsRef<[u8]>) -> Self {
        self.raw(&TarHeader::new(b'2', name.as_ref(), 0).set(157, target), "")
    }

    /// Adds a hard link.
    pub fn hardlink(self, name: impl AsRef<[u8]>, target: impl AsRef<[u8]>) -> Self {
        self.raw(&TarHeader::new(b'1', name.as_ref(), 0).set(157, target), "")
    }

    /// Adds a pax header for the next entry; each record is `key=value`.
    pub fn pax(self, records: &[&str]) -> Self {
        self.extension(b'x', records.iter().flat_map(|text| record(text)).collect::<Vec<u8>>())
    }

    /// Adds a global pax header.
    pub fn pax_global(self, records: &[&str]) -> Self {
        self.extension(b'g', records.iter().flat_map(|text| record(text)).collect::<Vec<u8>>())
    }

    /// Adds an extension header of any kind with any data.
    pub fn extension(self, kind: u8, data: impl AsRef<[u8]>) -> Self {
        let header = TarHeader::new(kind, b"././@Extension", data.as_ref().len() as u64);
        self.raw(&header, data)
    }

    /// Adds a header and content, padded.
    pub fn raw(mut self, header: &TarHeader, content: impl AsRef<[u8]>) -> Self {
        self.bytes.extend(header.bytes());
        self.bytes.extend(content.as_ref());
        self.bytes.resize(self.bytes.len().next_multiple_of(512), 0);
        self
    }

    /// Adds any bytes.
    pub fn bytes(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.bytes.extend(bytes.as_ref());
        self
    }

    /// The tar with its two zero blocks.
    pub fn build(mut self) -> Vec<u8> {
        self.bytes.extend([0; 1024]);
        self.bytes
    }

    /// The tar without an end.
    pub fn build_open(self) -> Vec<u8> {
        self.bytes
    }

    /// The tar compressed.
    pub fn tgz(self) -> Vec<u8> {
        gzip(self.build())
    }
}

impl TarHeader {
    /// POSIX dialect.
    pub fn new(kind: u8, name: &[u8], size: u64) -> Self {
        let mut header = Self { block: [0; 512], checksum: None };
        header.block[156] = kind;
        let mode: &[u8] = if kind == b'5' { b"0000755\0" } else { b"0000644\0" };
        header
            .set(0, name)
            .set(100, mode)
            .set(108, b"0001750\0")
            .set(116, b"0001750\0")
            .set(124, format!("{size:011o}\0"))
            .set(136, b"14717302000\0")
            .set(257, b"ustar\x0000")
    }

    /// GNU dialect.
    pub fn gnu(self) -> Self {
        self.set(257, b"ustar  \0")
    }

    /// Dialect of the seventh edition.
    pub fn v7(self) -> Self {
        self.set(257, [0; 8])
    }

    /// Changes bytes from `at` on.
    pub fn set(mut self, at: usize, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        self.block[at..at + bytes.len()].copy_from_slice(bytes);
        self
    }

    pub fn bytes(&self) -> [u8; 512] {
        let mut block = self.block;
        block[148..156].copy_from_slice(b"        ");
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        let right = format!("{sum:06o}\0 ");
        block[148..156].copy_from_slice(&self.checksum.unwrap_or_else(|| right.as_bytes().try_into().expect("eight")));
        block
    }
}

/// A pax record with its length.
pub fn record(text: &str) -> Vec<u8> {
    let rest = text.len() + 2;
    let mut length = rest;
    while length != rest + length.to_string().len() {
        length = rest + length.to_string().len();
    }
    format!("{length} {text}\n").into_bytes()
}

/// One gzip member without name and time.
pub fn gzip(content: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(content.as_ref()).expect("memory");
    encoder.finish().expect("memory")
}
