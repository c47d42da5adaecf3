//! Files that replace nginx's configuration: where they must be called what.

use super::context::Context;
use super::files::Files;
use super::foreign::{is_foreign, is_system_metadata};
use super::inspection::NginxFile;
use super::packaging::Packaging;
use super::paths::file_name;
use super::rules::NEAR_MISS;
use crate::app::EnvironmentKind;
use crate::diagnostic::{Findings, Location, within_one_edit};
use crate::finding;

/// The files of a package that replace nginx's configuration, after their names are judged; the gate judges their text.
pub(super) fn judge(
    files: &Files,
    packaging: &Packaging,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Vec<NginxFile> {
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for environment in EnvironmentKind::ALL {
        let entry = packaging.nginx_name(files, *environment);
        let is_judged = context.environment.is_none_or(|only| only == *environment);
        match files.content(entry) {
            Some(text) => {
                found.push(NginxFile { environment: *environment, entry: entry.to_owned(), content: text.to_vec() });
            }
            None if is_judged && !files.is_file(entry) => missing.push((*environment, entry)),
            None => {}
        }
    }
    if !missing.is_empty() {
        near_misses(files, packaging, &missing, &found, findings);
    }
    found
}

fn near_misses(
    files: &Files,
    packaging: &Packaging,
    missing: &[(EnvironmentKind, &'static str)],
    found: &[NginxFile],
    findings: &mut Findings<'_>,
) {
    for (path, _) in files.iter().filter(|(path, file)| file.is_file() && !is_system_metadata(path)) {
        if packaging.nginx_names().contains(&path) || is_elsewhere(path) {
            continue;
        }
        let expected: Vec<&str> = match meant(path) {
            Some(Meant::One(environment)) => {
                missing.iter().filter(|(kind, _)| *kind == environment).map(|(_, name)| *name).collect()
            }
            // In the right folder, but for no environment. A file for another environment shows that it is known how.
            Some(Meant::Either) if found.is_empty() => missing
                .iter()
                .map(|(_, name)| *name)
                .filter(|name| folder(name).is_some_and(|folder| self::folder(path) == Some(folder)))
                .collect(),
            _ => continue,
        };
        if !expected.is_empty() {
            let finding = finding!(NEAR_MISS { found: path.to_owned(), expected: expected.join(", ") });
            findings.add(Location::entry(path), finding);
        }
    }
}

enum Meant {
    One(EnvironmentKind),
    Either,
}

/// What a name was meant to replace, when it names nginx and perhaps an environment and nothing else.
fn meant(path: &str) -> Option<Meant> {
    let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
    let lower = name.to_ascii_lowercase();
    let stem = EXTENSIONS.iter().find_map(|extension| lower.strip_suffix(extension))?;
    let letters: String = stem.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let parent = file_name(parent).to_ascii_lowercase();
    for (environment, words) in WORDS {
        for word in words {
            let in_folder = letters == *word && parent == "nginx";
            let by_folder = letters == "nginx" && parent == *word;
            let named = within_one_edit(&letters, &format!("nginx{word}"))
                || within_one_edit(&letters, &format!("{word}nginx"));
            if in_folder || by_folder || named {
                return Some(Meant::One(environment));
            }
        }
    }
    (letters == "nginx").then_some(Meant::Either)
}

/// Whether a path leads through other people's folders. Here `test` is the environment's.
fn is_elsewhere(path: &str) -> bool {
    let is_environment = |name: &str| WORDS.iter().any(|(_, words)| words.contains(&name));
    path.split('/').any(|name| is_foreign(name) && !is_environment(name))
}

fn folder(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| folder)
}

/// What people write for an environment.
const WORDS: [(EnvironmentKind, &[&str]); 2] = [
    (EnvironmentKind::Test, &["test", "testing"]),
    (EnvironmentKind::Production, &["prod", "production", "product", "prd"]),
];

const EXTENSIONS: [&str; 4] = [".conf", ".conf.txt", ".config", ".cfg"];
