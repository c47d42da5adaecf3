//! Paths of a package as a process that runs in it sees them.

use std::borrow::Cow;

use super::super::archive::Kind;
use super::super::files::{self, Files};

/// What is at a path, links followed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Found {
    /// A link whose target is not in the package, or links in a circle.
    Dangling {
        /// The link.
        link: String,
    },
    /// A directory, by its own path.
    Directory(String),
    /// A regular file, by its own path.
    File(String),
    /// Nothing.
    Missing,
}

/// What is at `path`; the empty path is the root.
pub(super) fn locate(files: &Files, path: &str) -> Found {
    let mut rest: Vec<String> = path.rsplit('/').filter(|part| !part.is_empty()).map(ToOwned::to_owned).collect();
    let mut place = String::new();
    let mut links = 0;
    while let Some(part) = rest.pop() {
        let next = below(&place, &part).into_owned();
        match files.get(&next).map(|file| &file.kind) {
            Some(Kind::Symlink(link)) => {
                links += 1;
                // The kernel says ELOOP.
                if links > MOST_LINKS {
                    return Found::Dangling { link: next };
                }
                let target = link.leads_to.as_str();
                // A target below another link has no entry of that path; the loop follows it there.
                if files.get(target).is_none() && !files.is_directory(target) && !passes_a_link(files, target) {
                    return Found::Dangling { link: next };
                }
                rest.extend(target.rsplit('/').map(ToOwned::to_owned));
                place.clear();
            }
            Some(Kind::File | Kind::HardLink(_)) if rest.is_empty() => return Found::File(next),
            kind if kind == Some(&Kind::Directory) || files.is_directory(&next) => place = next,
            _ => return Found::Missing,
        }
    }
    Found::Directory(place)
}

/// What Node.js runs for `node path`: the file, or with an extension it adds, or what a directory names.
pub(super) fn locate_module(files: &Files, path: &str, main_of: impl Fn(&str) -> Option<String>) -> Found {
    let mut place = locate(files, path);
    // `Module._findPath` tries a file, then the extensions, and a directory of the name only after them.
    if !path.is_empty() && !matches!(place, Found::File(_) | Found::Dangling { .. }) {
        for extension in EXTENSIONS {
            if let found @ Found::File(_) = locate(files, &format!("{path}{extension}")) {
                return found;
            }
        }
    }
    if let Found::Directory(directory) = &place {
        let main = main_of(&below(directory, "package.json"));
        let main = main.and_then(|main| join(directory, &main));
        let mut candidates: Vec<String> = Vec::new();
        if let Some(main) = main {
            // `tryPackage`: `main` as a file, with an extension, as a directory with an index; then the directory's own
            // index.
            candidates.push(main.clone());
            candidates.extend(EXTENSIONS.iter().map(|extension| format!("{main}{extension}")));
            candidates
                .extend(EXTENSIONS.iter().map(|extension| below(&main, &format!("index{extension}")).into_owned()));
        }
        candidates
            .extend(EXTENSIONS.iter().map(|extension| below(directory, &format!("index{extension}")).into_owned()));
        let found = candidates.iter().map(|candidate| locate(files, candidate));
        place = found.into_iter().find(|found| matches!(found, Found::File(_))).unwrap_or(Found::Missing);
    }
    place
}

/// `path` as seen from `directory`; `None` when it leaves the package, as a path of the host does.
pub(super) fn join(directory: &str, path: &str) -> Option<String> {
    // A shell puts the home directory in the place of `~`, which is the host's.
    if path.starts_with(['/', '~']) { None } else { files::join(directory, path) }
}

/// The path of `name` in `directory`.
pub(super) fn below<'a>(directory: &str, name: &'a str) -> Cow<'a, str> {
    if directory.is_empty() { Cow::Borrowed(name) } else { Cow::Owned(format!("{directory}/{name}")) }
}

/// Whether a directory on the way to `path` is a link.
fn passes_a_link(files: &Files, path: &str) -> bool {
    let ends = path.match_indices('/').map(|(at, _)| at);
    ends.filter_map(|end| path.get(..end))
        .any(|directory| matches!(files.get(directory).map(|file| &file.kind), Some(Kind::Symlink(_))))
}

/// Links that the kernel follows in one path.
const MOST_LINKS: usize = 40;

/// Extensions that Node.js tries in turn.
const EXTENSIONS: [&str; 3] = [".js", ".json", ".node"];
