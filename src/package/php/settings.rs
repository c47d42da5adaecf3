//! Whether `_buildpack` can be read, and whether the platform knows what it sets.

use super::buildpack::{Buildpack, FaultKind};
use super::rules::{BUILDPACK_BOM, BUILDPACK_INVALID, BUILDPACK_NEAR_MISS, BUILDPACK_UNKNOWN_KEY};
use crate::diagnostic::{Findings, Location, Source, nearest, shortened, within_one_edit};
use crate::finding;
use crate::package::files::Files;
use crate::package::foreign::is_system_metadata;
use crate::package::paths::file_name;

pub(super) fn judge(buildpack: &Buildpack<'_>, source: &Source<'_>, findings: &mut Findings<'_>) {
    if buildpack.has_bom() {
        findings.add(source.at(0..3), finding!(BUILDPACK_BOM {}));
    }
    for fault in buildpack.faults() {
        let write = right_line(&fault.kind).unwrap_or_else(|| EXAMPLE.to_owned());
        findings.add(source.at(fault.span.clone()), finding!(BUILDPACK_INVALID { fault: fault.kind.clone(), write }));
    }
    for setting in buildpack.settings().iter().filter(|setting| !Buildpack::KEYS.contains(&setting.key)) {
        let expected = nearest(setting.key, Buildpack::KEYS);
        let expected = expected.map_or_else(|| Buildpack::KEYS.join(", "), ToOwned::to_owned);
        let key = shortened(setting.key);
        findings.add(source.at(setting.key_span()), finding!(BUILDPACK_UNKNOWN_KEY { key, expected }));
    }
}

/// Finds the file that was meant to be `_buildpack`, when there is none.
pub(super) fn near_miss(files: &Files, findings: &mut Findings<'_>) {
    if files.is_file(Buildpack::FILE) {
        return;
    }
    let mut paths = files.iter().filter(|(_, file)| file.is_file()).map(|(path, _)| path);
    if let Some(found) = paths.find(|path| is_nearly_buildpack(path)) {
        findings.add(Location::entry(found), finding!(BUILDPACK_NEAR_MISS { found: found.to_owned() }));
    }
}

/// Whether a file at the root or in a directory there is called like `_buildpack`.
fn is_nearly_buildpack(path: &str) -> bool {
    let name = file_name(path).to_ascii_lowercase();
    let stem = EXTENSIONS.iter().find_map(|extension| name.strip_suffix(extension)).unwrap_or(&name);
    let letters: String = stem.chars().filter(char::is_ascii_alphanumeric).collect();
    path.matches('/').count() <= 1 && within_one_edit(&letters, "buildpack") && !is_system_metadata(path)
}

/// The line as it was likely meant, when it is written like YAML or like a command.
fn right_line(fault: &FaultKind) -> Option<String> {
    let FaultKind::NoEquals { line } = fault else { return None };
    // With the signs of a Chinese keyboard among them.
    let (key, value) = line.split_once([':', ' ', '\t', '：', '＝'])?;
    let key = nearest(key, Buildpack::KEYS)?;
    let value = value.trim_matches(|character: char| character.is_whitespace() || "\"':：".contains(character));
    Some(format!("{key}={value}"))
}

/// What editors add to a name without an extension.
const EXTENSIONS: [&str; 5] = [".txt", ".conf", ".ini", ".properties", ".cfg"];
const EXAMPLE: &str = "app_entry=public";
