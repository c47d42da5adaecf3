//! What the readers of a format agree on: one row for each.

use crate::app::Container;
use crate::diagnostic::Severity;

/// What those who read an archive of one format make of what those of another would not.
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of its own")]
pub(super) struct Readers {
    /// Whether they take names in any encoding, as bytes.
    pub(super) take_any_bytes: bool,
    /// Whether they take a second name (extra record 0x7075) for one that is not UTF-8.
    pub(super) take_second_names: bool,
    /// Whether a comment of an entry that is marked as UTF-8 may have control characters.
    pub(super) take_control_in_comments: bool,
    /// Whether zeros may follow the archive.
    pub(super) take_zeros_after_end: bool,
    /// Whether `unzip` writes them to disk.
    pub(super) are_unzipped: bool,
    /// Whether a script may precede the archive.
    pub(super) take_launch_script: bool,
    /// Whether `/` alone is the root.
    pub(super) take_slash_for_root: bool,
    /// Whether the root may have an entry.
    pub(super) take_root_entry: bool,
    /// Severity of a name that starts with `./`; not reported when `Info`.
    pub(super) leading_dot: Severity,
    /// Severity of the name `.`.
    pub(super) lone_dot: Severity,
    /// Severity of a name with `//` or `/./` inside.
    pub(super) inner_dot: Severity,
}

impl Readers {
    pub(super) const fn of(container: Container) -> &'static Self {
        match container {
            Container::Jar => &JAR,
            Container::Tgz => &TGZ,
            Container::Zip => &ZIP,
        }
    }
}

/// The JVM: it throws at a name that is not UTF-8, and looks names up letter by letter.
const JAR: Readers = Readers {
    take_any_bytes: false,
    take_second_names: false,
    take_control_in_comments: true,
    // `find_end` of the launcher's `parse_manifest.c` wants the end record's comment to end with the file: "Invalid or
    // corrupt jarfile" for 1 … 65,536 zeros.
    take_zeros_after_end: false,
    are_unzipped: false,
    // Spring Boot up to 3.5 makes a JAR executable with one.
    take_launch_script: true,
    take_slash_for_root: false,
    take_root_entry: false,
    leading_dot: Severity::Error,
    lone_dot: Severity::Error,
    inner_dot: Severity::Error,
};

/// `tar`, in its GNU and BSD forms, and node-tar.
const TGZ: Readers = Readers {
    take_any_bytes: true,
    take_second_names: false,
    take_control_in_comments: true,
    take_zeros_after_end: true,
    are_unzipped: false,
    take_launch_script: false,
    // Python writes the root directory so when given an empty name.
    take_slash_for_root: true,
    take_root_entry: true,
    // What `tar czf app.tgz -C app .` writes.
    leading_dot: Severity::Info,
    lone_dot: Severity::Info,
    inner_dot: Severity::Warning,
};

/// `unzip` and PHP: they write a name's bytes, or escape them.
const ZIP: Readers = Readers {
    take_any_bytes: true,
    take_second_names: true,
    // `_zip_guess_encoding` of libzip, which PHP uses, takes such a text for CP437 and the flag for a lie.
    take_control_in_comments: false,
    take_zeros_after_end: true,
    are_unzipped: true,
    take_launch_script: false,
    take_slash_for_root: false,
    take_root_entry: true,
    leading_dot: Severity::Warning,
    lone_dot: Severity::Error,
    inner_dot: Severity::Error,
};
