//! What a file is, from its first bytes.

use crate::diagnostic::terms;

terms! {
    /// Format of a file, guessed from its start. Only for telling people what they uploaded: nothing is accepted for it. In
    /// Chinese its words begin with the space that sets names in Latin script apart.
    pub Format {
        /// bzip2
        Bzip2 = "bzip2" / " bzip2",
        /// A Linux executable.
        Elf = "ELF" / " ELF 可执行文件",
        /// A file of no bytes.
        Empty = "empty" / "空文件",
        /// gzip
        Gzip = "gzip" / " gzip",
        /// A web page: often what a failed download left.
        Html = "HTML" / "网页（HTML）",
        /// A file that Git LFS or the like left in place of the real one.
        LfsPointer = "a Git LFS pointer" / " Git LFS 指针文件",
        /// RAR
        Rar = "RAR" / " RAR",
        /// A script with a `#!` line.
        Script = "a script" / "脚本",
        /// 7z
        SevenZip = "7z" / " 7z",
        /// tar without compression
        Tar = "tar" / " tar",
        /// Some other text.
        Text = "plain text" / "纯文本",
        /// None of these.
        Unknown = "no known format" / "未知格式",
        /// A Windows executable.
        WindowsExecutable = "a Windows executable" / " Windows 可执行文件",
        /// xz
        Xz = "xz" / " xz",
        /// ZIP
        Zip = "ZIP" / " ZIP",
        /// Zstandard
        Zstd = "Zstandard" / " Zstandard",
    }
}

impl Format {
    /// The format of a file that starts with `head`; 512 bytes are enough.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::package::archive::Format;
    ///
    /// assert_eq!(Format::of(b"PK\x03\x04\x14\x00"), Format::Zip);
    /// assert_eq!(Format::of(b"<!DOCTYPE html>"), Format::Html);
    /// ```
    #[must_use]
    pub fn of(head: &[u8]) -> Self {
        let magic = MAGICS.iter().find(|(magic, _)| head.starts_with(magic));
        if let Some((_, format)) = magic {
            return *format;
        }
        if head.is_empty() {
            return Self::Empty;
        }
        // The magic of tar comes after other fields of its first header.
        if head.get(257..262) == Some(b"ustar") {
            return Self::Tar;
        }
        let text = head.utf8_chunks().next().is_some_and(|chunk| {
            let rest = head.len() - chunk.valid().len();
            // The head may end within a character.
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
