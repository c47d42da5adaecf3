//! Files that replace nginx's configuration: where they must be called what.

use super::context::Context;
use super::files::{BYTE_ORDER_MARK, Files};
use super::foreign::{is_foreign, is_system_metadata};
use super::inspection::NginxFile;
use super::packaging::Packaging;
use super::paths::file_name;
use super::rules::{NEAR_MISS, NOT_WHOLE_FILE};
use super::words::holds;
use crate::app::EnvironmentKind;
use crate::diagnostic::{Findings, Location, Source, within_one_edit};
use crate::{finding, phrase};
use serde_json::json;

/// The files of a package that replace nginx's configuration, after their names and their outermost shape are judged.
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
                if is_judged {
                    whole_file(entry, text, findings);
                }
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

fn whole_file(entry: &str, text: &[u8], findings: &mut Findings<'_>) {
    let source = Source::new(Location::entry(entry), text);
    match top_level(text) {
        Shape::Whole => {}
        Shape::Empty => {
            let found = phrase!("found nothing" / "空的").standing_for("nothing");
            findings.add(source.at(0..0), finding!(NOT_WHOLE_FILE { found }));
        }
        Shape::Part(start, name) => {
            let place = source.at(start..start + name.len());
            let found = phrase!("found {name}" / "{name}", name = &name).standing_for(json!({ "directive": name }));
            findings.add(place, finding!(NOT_WHOLE_FILE { found }));
        }
    }
}

enum Shape {
    Empty,
    /// A directive that belongs into another block: where it starts, and its name.
    Part(usize, String),
    Whole,
}

/// Directives outside all blocks: a whole file has `http` there, or `events`, or another thing that is not for blocks.
fn top_level(text: &[u8]) -> Shape {
    let mut depth = 0_usize;
    let mut is_first = true;
    let mut shape = Shape::Empty;
    let mut at = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    while let Some(byte) = text.get(at) {
        match byte {
            b'{' => (depth, is_first) = (depth + 1, true),
            b'}' => (depth, is_first) = (depth.saturating_sub(1), true),
            b';' => is_first = true,
            // `ngx_conf_read_token`: a comment goes to the line's end.
            b'#' => {
                at = end_of(text, at, |byte| byte == b'\n');
                continue;
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => {
                let end = word_end(text, at);
                let word = text.get(at..end).unwrap_or_default();
                if depth == 0 && is_first {
                    // Either shows that a whole file was meant; what it lacks is nginx's to say.
                    if word == b"http" || word == b"events" {
                        return Shape::Whole;
                    }
                    let is_inner = std::str::from_utf8(word).is_ok_and(|word| holds(INNER, word));
                    shape = match shape {
                        Shape::Part(..) => shape,
                        _ if is_inner => Shape::Part(at, String::from_utf8_lossy(word).into_owned()),
                        _ => Shape::Whole,
                    };
                }
                is_first = false;
                at = end;
                continue;
            }
        }
        at += 1;
    }
    shape
}

/// Where a word ends: a quoted one at its quote, another before a blank, `;`, `{` or `}`.
fn word_end(text: &[u8], start: usize) -> usize {
    let quote = text.get(start).copied().filter(|byte| matches!(byte, b'"' | b'\''));
    let mut escaped = false;
    let mut at = if quote.is_some() { start + 1 } else { start };
    while let Some(byte) = text.get(at).copied() {
        let ends = match quote {
            Some(quote) => byte == quote,
            None => byte.is_ascii_whitespace() || matches!(byte, b';' | b'{' | b'}'),
        };
        if ends && !escaped {
            return if quote.is_some() { at + 1 } else { at };
        }
        escaped = byte == b'\\' && !escaped;
        at += 1;
    }
    at
}

fn end_of(text: &[u8], start: usize, ends: impl Fn(u8) -> bool) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    rest.iter().position(|byte| ends(*byte)).map_or(text.len(), |length| start + length)
}

/// What people write for an environment.
const WORDS: [(EnvironmentKind, &[&str]); 2] = [
    (EnvironmentKind::Test, &["test", "testing"]),
    (EnvironmentKind::Production, &["prod", "production", "product", "prd"]),
];

const EXTENSIONS: [&str; 4] = [".conf", ".conf.txt", ".config", ".cfg"];

/// Directives for `http` or deeper, which are outermost only in a part of a file.
const INNER: &str = "
    add_header fastcgi_pass gzip index listen location map proxy_pass root server server_name upstream
";
