//! What a file is, from its first bytes.

use std::fmt;

use serde::{Serialize, Serializer};

/// Format of a file, guessed from its start. Only for telling people what they uploaded: nothing is accepted for it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Format {
    /// bzip2
    Bzip2,
    /// A file of no bytes.
    Empty,
    /// A Linux executable.
    Elf,
    /// gzip
    Gzip,
    /// A file that Git LFS or the like left in place of the real one.
    LfsPointer,
    /// A web page: often what a failed download left.
    Html,
    /// RAR
    Rar,
    /// A script with a `#!` line.
    Script,
    /// 7z
    SevenZip,
    /// tar without compression
    Tar,
    /// Some other text.
    Text,
    /// None of these.
    Unknown,
    /// A Windows executable.
    WindowsExecutable,
    /// xz
    Xz,
    /// ZIP
    Zip,
    /// Zstandard
    Zstd,
}

impl Format {
    /// The format of a file that starts with `head`; 512 bytes are enough.
    #[must_use]
    pub fn of(head: &[u8]) -> Self {
        let magic = MAGICS.iter().find(|(magic, _)| head.starts_with(magic));
        if let Some((_, format)) = magic {
            return *format;
        }
        if head.is_empty() {
            return Self::Empty;
        }
        if head.get(257..262) == Some(b"ustar") {
            return Self::Tar;
        }
        let text = head.utf8_chunks().next().is_some_and(|chunk| {
            let rest = head.len() - chunk.valid().len();
            rest < 4
                && !chunk.valid().is_empty()
                && chunk.valid().bytes().all(|byte| byte >= 0x20 || byte.is_ascii_whitespace())
        });
        if !text {
            return Self::Unknown;
        }
        let start = head.trim_ascii_start();
        let html = [&b"<!doctype html"[..], b"<html"];
        if html.iter().any(|tag| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))) {
            return Self::Html;
        }
        if start.starts_with(b"version https://git-lfs") { Self::LfsPointer } else { Self::Text }
    }

    /// What people call it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bzip2 => "bzip2",
            Self::Elf => "ELF",
            Self::Empty => "empty",
            Self::Gzip => "gzip",
            Self::Html => "HTML",
            Self::LfsPointer => "a Git LFS pointer",
            Self::Rar => "RAR",
            Self::Script => "a script",
            Self::SevenZip => "7z",
            Self::Tar => "tar",
            Self::Text => "plain text",
            Self::Unknown => "no known format",
            Self::WindowsExecutable => "a Windows executable",
            Self::Xz => "xz",
            Self::Zip => "ZIP",
            Self::Zstd => "Zstandard",
        }
    }

    /// What people call it in a Chinese sentence, with the space that sets names in Latin script apart.
    pub(super) const fn chinese(self) -> &'static str {
        match self {
            Self::Bzip2 => " bzip2",
            Self::Elf => " ELF 可执行文件",
            Self::Empty => "空文件",
            Self::Gzip => " gzip",
            Self::Html => "网页（HTML）",
            Self::LfsPointer => " Git LFS 指针文件",
            Self::Rar => " RAR",
            Self::Script => "脚本",
            Self::SevenZip => " 7z",
            Self::Tar => " tar",
            Self::Text => "纯文本",
            Self::Unknown => "未知格式",
            Self::WindowsExecutable => " Windows 可执行文件",
            Self::Xz => " xz",
            Self::Zip => " ZIP",
            Self::Zstd => " Zstandard",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

const MAGICS: [(&[u8], Format); 12] = [
    (b"BZh", Format::Bzip2),
    (b"\x7fELF", Format::Elf),
    (b"\x1f\x8b", Format::Gzip),
    (b"Rar!\x1a\x07", Format::Rar),
    (b"#!", Format::Script),
    (b"7z\xbc\xaf\x27\x1c", Format::SevenZip),
    (b"MZ", Format::WindowsExecutable),
    (b"\xfd7zXZ\0", Format::Xz),
    (b"PK\x03\x04", Format::Zip),
    (b"PK\x05\x06", Format::Zip),
    (b"PK\x07\x08", Format::Zip),
    (b"\x28\xb5\x2f\xfd", Format::Zstd),
];
