//! Class files: the version in their header, and their entries.

use serde::Serialize;

/// Version of the class-file format, from the first eight bytes of a class.
///
/// # Examples
///
/// ```
/// use cloudapp::package::spring_boot::ClassVersion;
///
/// let version = ClassVersion::of(b"\xca\xfe\xba\xbe\x00\x00\x00\x3d").unwrap();
/// assert_eq!((version.major, version.java()), (61, Some(17)));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[non_exhaustive]
pub struct ClassVersion {
    /// Major version: 52 of Java 8.
    pub major: u16,
    /// Minor version: 0 since Java 12, 65535 of a class that uses preview features.
    pub minor: u16,
}

impl ClassVersion {
    /// The version of the class that starts with `head`; `None` when that is no class (encrypted ones are not).
    #[must_use]
    pub fn of(head: &[u8]) -> Option<Self> {
        let [minor_high, minor_low, major_high, major_low] = *head.strip_prefix(MAGIC)?.first_chunk::<4>()?;
        let (major, minor) = (u16::from_be_bytes([major_high, major_low]), u16::from_be_bytes([minor_high, minor_low]));
        Some(Self { major, minor })
    }

    /// The first Java that loads it: major − 44 (`45` is Java 1.1); `None` before that. JVM specification, table 4.1-A.
    #[must_use]
    pub const fn java(self) -> Option<u16> {
        match self.major {
            0..45 => None,
            major => Some(major - 44),
        }
    }

    /// Whether only that one Java loads it, with `--enable-preview` (JVM specification §4.1).
    #[must_use]
    pub const fn is_preview(self) -> bool {
        self.major >= 56 && self.minor == 65535
    }
}

/// Whether `path` is a class that some Java loads for the application: not one of a newer Java's variants of a
/// multi-release JAR, and not a module's description, which older ones ignore.
pub(super) fn is_class(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let inside = path.strip_prefix(BOOT_CLASSES).unwrap_or(path);
    // Java 8 reads neither `META-INF/versions/` nor modules; later ones take from them what fits.
    extension(path) == Some("class") && name != "module-info.class" && !inside.starts_with("META-INF/")
}

/// What follows the last dot of an entry's name.
pub(super) fn extension(path: &str) -> Option<&str> {
    path.rsplit_once('.').map(|(_, extension)| extension)
}

/// Entry of a class below the root of a class path.
pub(super) fn class_entry(class: &str) -> String {
    format!("{}.class", class.replace('.', "/"))
}

/// Bytes of a class file that tell its version.
pub(super) const HEADER: usize = 8;
const MAGIC: &[u8] = b"\xca\xfe\xba\xbe";
/// Where Spring Boot keeps the classes of the application since 1.4.
pub(super) const BOOT_CLASSES: &str = "BOOT-INF/classes/";
