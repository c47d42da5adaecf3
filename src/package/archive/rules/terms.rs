//! Technical words in findings, the same in every language.

use std::fmt;

use serde::{Serialize, Serializer};

/// Declares an enum of words: `Display` and serde print the word.
macro_rules! terms {
    ($( $(#[$meta:meta])* $name:ident { $( $variant:ident = $word:literal, )+ } )+) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum $name { $( #[doc = $word] $variant, )+ }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $( Self::$variant => $word, )+ })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )+ };
}

terms! {
    /// A field of a ZIP's end records.
    EndField {
        Count = "the number of entries",
        DirectoryOffset = "the offset of the directory",
        DirectorySize = "the size of the directory",
        Locator = "the place of the zip64 record",
        RecordSize = "the size of the zip64 record",
    }

    /// A part of a ZIP's entry.
    HeaderPart {
        Data = "the data",
        DirectoryHeader = "the directory header",
        LocalHeader = "the local header",
    }

    /// A field that both headers of a ZIP's entry have.
    HeaderField {
        Crc = "CRC-32",
        Flags = "flags",
        Method = "method",
        Name = "name",
        PackedSize = "compressed size",
        Size = "size",
        Time = "time",
        Utf8Flag = "UTF-8 flag",
        Version = "version needed",
    }

    /// What is wrong with a ZIP's extra field.
    ExtraFault {
        Overrun = "a record longer than the field",
        Repeated = "a record twice",
        Tail = "bytes after the last record",
        UnicodePath = "a malformed Unicode path",
        Zip64Missing = "no zip64 values where the header asks for them",
        Zip64Size = "zip64 values that the header does not ask for",
    }

    /// What is wrong with a data descriptor.
    DescriptorFault {
        Differs = "the data descriptor differs from the directory",
        Hidden = "the stored data holds what looks like its end",
        Missing = "the data descriptor is missing",
    }

    /// What is wrong with compressed data.
    DeflateFault {
        Invalid = "invalid compressed data",
        Short = "the compressed data ends early",
        Trailing = "bytes follow the compressed data",
    }

    /// How a ZIP's entry contradicts its name.
    TypeFault {
        DirectoryAttribute = "the attributes of a directory on a name without a final /",
        DirectoryWithData = "a directory with content",
    }

    /// What is wrong with a gzip stream.
    GzipFault {
        Checksum = "the checksum of the content is wrong",
        Data = "invalid compressed data",
        Flags = "reserved flags are set",
        Header = "a header field is too long",
        HeaderChecksum = "the checksum of the header is wrong",
        Length = "the length of the content is wrong",
        Method = "the compression method is not deflate",
        Truncated = "the stream ends early",
    }

    /// A field of a tar header.
    TarField {
        DeviceMajor = "device major",
        DeviceMinor = "device minor",
        Extension = "extension header without magic",
        Gid = "gid",
        GroupName = "group name",
        LinkName = "link name",
        Magic = "magic",
        Mode = "mode",
        Mtime = "mtime",
        Name = "name",
        Prefix = "prefix",
        Size = "size",
        Times = "atime and ctime",
        Uid = "uid",
        UserName = "user name",
        Version = "version",
    }

    /// What contradicts what about the size of a tar's entry.
    SizeFault {
        Directory = "a directory with content",
        Pax = "the pax size differs from the header's",
        PaxTwice = "the pax size stands twice",
        TrailingSlash = "a file whose name ends with /",
    }

    /// What is wrong with a pax header.
    PaxFault {
        BothNames = "pax and GNU name for one entry",
        Charset = "a character set other than UTF-8",
        Dangling = "no entry follows",
        EmptyValue = "an empty value",
        Key = "a malformed key",
        Length = "a malformed length",
        Newline = "a line end in a value",
        Repeated = "a key twice",
        Twice = "two headers for one entry",
        Value = "a malformed value",
    }

    /// What is wrong with a GNU long name.
    GnuFault {
        Dangling = "no entry follows",
        Empty = "an empty name",
        Nul = "a NUL inside the name",
        Twice = "two for one entry",
    }

    /// Why a link is refused.
    LinkFault {
        Absolute = "absolute",
        Content = "it has content",
        Deciding = "this file must not be a link",
        Empty = "empty",
        Encoding = "not plain text",
        HardTarget = "no earlier file has that name",
        Loop = "it leads back to itself",
        Outside = "it leaves the archive",
        Root = "it leads to the archive's root",
        ThroughLink = "it leads through another link",
        Turns = "a .. after a name",
    }

    /// What follows the end of a tar.
    TrailFault {
        Data = "data",
        PartialBlock = "a part of a block",
        Zeros = "too many zeros",
    }

    /// What there is too much of.
    MetadataKind {
        Extension = "bytes of one extension header",
        Names = "bytes of all names",
        Records = "records of one pax header",
    }
}

/// A number shown in hexadecimal.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Hex(pub u32);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

/// A Unix mode, shown in octal.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Octal(pub u32);

impl fmt::Display for Octal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:o}", self.0)
    }
}
