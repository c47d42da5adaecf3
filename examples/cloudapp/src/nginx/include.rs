//! Files that a configuration includes, from a directory that stands for /etc/nginx.

use std::io::ErrorKind;
use std::path::{Component, Path};

use cloudapp::nginx::Included;
use glob::{MatchOptions, Pattern};

/// The files below `root` that the pattern of an `include` names, in the order in which nginx reads them.
///
/// A path outside of /etc/nginx is not read.
pub(crate) fn open(root: &Path, pattern: &str) -> Included {
    let Some(below) = below(pattern) else { return Included::Unread };
    if !pattern.contains(['*', '?', '[']) {
        return match std::fs::read(root.join(below)) {
            Ok(text) => Included::Files(vec![(pattern.to_owned(), text)]),
            Err(error) if error.kind() == ErrorKind::NotFound => Included::Missing,
            Err(_) => Included::Unread,
        };
    }
    let whole = format!("{}/{below}", Pattern::escape(&root.display().to_string()));
    let options =
        MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };
    let Ok(paths) = glob::glob_with(&whole, options) else { return Included::Unread };
    let mut files = Vec::new();
    for path in paths.flatten() {
        let Ok(text) = std::fs::read(&path) else { return Included::Unread };
        let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        files.push((name, text));
    }
    Included::Files(files)
}

/// The pattern below /etc/nginx; `None` when it leads out of it.
fn below(pattern: &str) -> Option<&str> {
    let relative = if pattern.starts_with('/') { pattern.strip_prefix("/etc/nginx/")? } else { pattern };
    let inside = Path::new(relative).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    inside.then_some(relative)
}
