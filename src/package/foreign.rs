//! What is in a package and is not the app's own.

use super::words::holds;

/// Whether an entry is metadata of macOS's Finder, which no run time reads.
pub(super) fn is_system_metadata(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.starts_with("__MACOSX/") || path == "__MACOSX" || name.starts_with("._") || name == ".DS_Store"
}

/// Whether a path leads through a directory of published code, tests or documentation.
pub(super) fn is_foreign(path: &str) -> bool {
    path.split('/').any(|name| holds(DIRECTORIES, &name.to_ascii_lowercase()))
}

/// Directories of other people's published code, and of tests and documentation, whose keys open nothing.
const DIRECTORIES: &str = "
    node_modules vendor bower_components test tests testing __tests__ spec fixtures testdata doc docs example
    examples sample samples
";
