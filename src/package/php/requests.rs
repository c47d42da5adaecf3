//! The extensions that `_buildpack` asks for.

use super::buildpack::Buildpack;
use super::extensions::{Request, request};
use super::rules::{EXTENSION_BUNDLED, EXTENSION_NAME_INVALID, EXTENSION_UNKNOWN};
use crate::diagnostic::{Findings, Source, shortened};
use crate::finding;

/// The packages to install, each once, in the order of the file.
pub(super) fn judge(buildpack: &Buildpack<'_>, source: &Source<'_>, findings: &mut Findings<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let Some(setting) = buildpack.setting(Buildpack::PHP_EXTENSIONS) else { return names };
    for (start, name) in setting.words() {
        let place = source.at(start..start + name.len());
        if let Some(character) = stranger(name) {
            let name = shortened(name);
            findings
                .add(place, finding!(EXTENSION_NAME_INVALID { name, character, write: plain_names(setting.value) }));
            continue;
        }
        match request(name) {
            Request::Bundled => findings.add(place, finding!(EXTENSION_BUNDLED { name: name.to_owned() })),
            Request::Known => {}
            Request::Unknown { write } => {
                let write = write.unwrap_or_else(|| "php-EXTENSION".to_owned());
                findings.add(place, finding!(EXTENSION_UNKNOWN { name: name.to_owned(), write }));
            }
        }
        if names.len() < MAX_NAMES && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The first character that is not allowed where it is in the name of an RPM: `[A-Za-z0-9_][A-Za-z0-9._+-]*`.
fn stranger(name: &str) -> Option<char> {
    let starts = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let goes_on = |character: char| starts(character) || matches!(character, '.' | '+' | '-');
    // `-y` would be an option of yum, `@group` a group of packages.
    let first = name.chars().next().filter(|first| !starts(*first));
    first.or_else(|| name.chars().find(|character| !goes_on(*character)))
}

/// The value with everything between names that is not part of one turned into a blank.
fn plain_names(value: &str) -> String {
    let apart = |character: char| !(character.is_ascii_alphanumeric() || "._+-".contains(character));
    let names = value.split(apart).map(|name| name.trim_start_matches(['.', '+', '-'])).filter(|name| !name.is_empty());
    names.take(MAX_SUGGESTED).collect::<Vec<_>>().join(" ")
}

const MAX_SUGGESTED: usize = 20;
/// More extensions than PHP has.
const MAX_NAMES: usize = 256;
