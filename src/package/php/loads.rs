//! What the start page loads by a literal path: whether it is there.

use std::ops::Range;

use super::composer::Composer;
use super::rules::{REQUIRE_CASE_MISMATCH, REQUIRE_TARGET_MISSING};
use super::tokens::{Kind, Token, tokens};
use crate::app::AppEntry;
use crate::diagnostic::{Findings, Location, Severity, Source, shortened_text};
use crate::finding;
use crate::package::files::Files;
use crate::package::paths::join;

/// Judges the start page of the web root.
pub(super) fn judge(files: &Files, entry: &AppEntry, composer: Option<&Composer>, findings: &mut Findings<'_>) {
    let page = format!("{entry}/index.php");
    // Of a page that is longer than what is kept of it nothing is said.
    let Some(content) = files.whole(&page) else { return };
    let Ok(text) = std::str::from_utf8(content) else { return };
    for load in loads(text) {
        let Some(path) = load.path(text, entry.as_str()) else { continue };
        if files.is_file(&path) || is_composers(composer, &path) {
            continue;
        }
        let place = Source::new(Location::entry(page.clone()), content).at(load.literal.clone());
        let severity = if load.is_sure { Severity::Error } else { Severity::Warning };
        let written = shortened_text(&path);
        match files.other_case(&path).filter(|other| files.is_file(other)) {
            Some(actual) => {
                let finding = finding!(REQUIRE_CASE_MISMATCH { written, actual: shortened_text(actual) });
                findings.add_as(severity, place, finding);
            }
            None => findings.add_as(severity, place, finding!(REQUIRE_TARGET_MISSING { target: written })),
        }
    }
}

/// Whether a path is that of composer's loader, whose absence is the rule of the libraries that are not there.
fn is_composers(composer: Option<&Composer>, path: &str) -> bool {
    composer.is_some_and(|composer| {
        !composer.packages.is_empty() && path.strip_prefix(composer.vendor.as_str()) == Some("/autoload.php")
    })
}

/// A statement `require` or `include` with a literal path.
struct Load {
    literal: Range<usize>,
    /// Directories above that of the page.
    up: usize,
    /// Whether the page cannot go on without it.
    is_sure: bool,
}

impl Load {
    /// The path in the package; `None` when it leaves it.
    fn path(&self, text: &str, entry: &str) -> Option<String> {
        let literal = text.get(self.literal.clone())?;
        let above = "../".repeat(self.up);
        join(entry, &format!("{above}{}", literal.trim_start_matches('/')))
    }
}

/// The loads that run whenever the page does.
fn loads(text: &str) -> Vec<Load> {
    let tokens = tokens(text);
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text(text));
    let mut loads = Vec::new();
    let (mut braces, mut has_left, mut starts) = (0_usize, false, true);
    for (at, token) in tokens.iter().enumerate() {
        let is_start = std::mem::replace(&mut starts, matches!(token.text(text), ";" | "{" | "}" | "<?php"));
        match token.text(text) {
            "{" => braces += 1,
            "}" => braces = braces.saturating_sub(1),
            // What comes after may not be reached: an installer, a file that the built-in server serves.
            "die" | "exit" | "return" => has_left = true,
            // The other way to write blocks: `if (…): … endif;`.
            "endif" | "endforeach" | "endwhile" | "endfor" | "endswitch" | "__halt_compiler" => return Vec::new(),
            keyword @ ("require" | "require_once" | "include" | "include_once") if token.kind == Kind::Name => {
                let is_assigned = word(at.wrapping_sub(1)) == "=" && word(at.wrapping_sub(2)).starts_with('$');
                if braces > 0 || !(is_start || is_assigned) {
                    continue;
                }
                if let Some((literal, up)) = expression(&tokens, at + 1, text) {
                    // `include` warns and goes on.
                    let is_sure = keyword.starts_with("require") && !has_left;
                    loads.push(Load { literal, up, is_sure });
                }
            }
            _ => {}
        }
        if loads.len() >= MOST_LOADS {
            break;
        }
    }
    loads
}

/// The literal in `__DIR__ . '/x'`, `dirname(__DIR__) . '/x'` or `'../x'`, and the directories above the page's.
fn expression(tokens: &[Token], mut at: usize, text: &str) -> Option<(Range<usize>, usize)> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text(text));
    let in_brackets = word(at) == "(";
    at += usize::from(in_brackets);
    let mut up = 0;
    let mut is_from_here = true;
    match word(at) {
        "__DIR__" => at += 1,
        "dirname" => {
            let mut depth = 0;
            while word(at) == "dirname" && word(at + 1) == "(" && depth < MOST_UP {
                at += 2;
                depth += 1;
            }
            up = match word(at) {
                // `dirname(__FILE__)` is the page's own directory.
                "__FILE__" => depth.checked_sub(1)?,
                "__DIR__" => depth,
                _ => return None,
            };
            at += 1;
            for _ in 0..depth {
                if word(at) != ")" {
                    return None;
                }
                at += 1;
            }
        }
        _ => is_from_here = false,
    }
    if is_from_here {
        if word(at) != "." {
            return None;
        }
        at += 1;
    }
    let literal = tokens.get(at).filter(|token| token.kind == Kind::Text)?;
    let range = literal.start + 1..literal.end.checked_sub(1)?;
    let path = text.get(range.clone()).filter(|path| !path.contains(['\\', '$', '{', ':']))?;
    // A path of the host, or one that is looked up in the include path.
    let is_from_page =
        if is_from_here { path.starts_with('/') } else { path.starts_with("./") || path.starts_with("../") };
    if !is_from_page {
        return None;
    }
    at += 1;
    at += usize::from(in_brackets && word(at) == ")");
    matches!(word(at), ";" | "?>").then_some((range, up))
}

/// Loads of one page that are judged.
const MOST_LOADS: usize = 100;

/// Calls of `dirname` inside each other.
const MOST_UP: usize = 8;
