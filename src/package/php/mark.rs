//! Byte order marks that keep PHP files from being loaded.

use super::rules::BOM_BEFORE_NAMESPACE;
use crate::diagnostic::{Findings, Location, Source, shell_word};
use crate::finding;
use crate::package::files::{BYTE_ORDER_MARK, Files};
use crate::package::paths::extension;

pub(super) fn judge(files: &Files, findings: &mut Findings<'_>) {
    for (path, file) in files.iter().filter(|(path, _)| is_php(path)) {
        let Some(code) = file.content.as_deref().filter(|code| code.starts_with(BYTE_ORDER_MARK)) else { continue };
        // PHP takes the mark for output, and these two must come before any.
        let Some(statement) = first_statement(code.get(BYTE_ORDER_MARK.len()..).unwrap_or_default()) else { continue };
        let command = format!("sed -i '1s/^\\xEF\\xBB\\xBF//' {}", shell_word(path));
        let place = Source::new(Location::entry(path), code).at(0..BYTE_ORDER_MARK.len());
        findings.add(place, finding!(BOM_BEFORE_NAMESPACE { statement, command }));
    }
}

pub(super) fn is_php(path: &str) -> bool {
    extension(path).is_some_and(|extension| extension.eq_ignore_ascii_case("php"))
}

/// The statement that must come first, when it is the first one after `<?php`, comments left out.
fn first_statement(code: &[u8]) -> Option<&'static str> {
    let open = code.get(..OPEN.len())?;
    if !open.eq_ignore_ascii_case(OPEN) {
        return None;
    }
    let code = after_comments(code.get(OPEN.len()..)?);
    let statement = |word: &[u8]| code.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let ends = |length: usize| code.get(length).is_some_and(|next| !next.is_ascii_alphanumeric() && *next != b'_');
    if statement(b"namespace") && ends(9) {
        return Some("namespace");
    }
    let declares = statement(b"declare") && ends(7);
    let parenthesis = code.get(7..)?.trim_ascii_start().strip_prefix(b"(").map(<[u8]>::trim_ascii_start);
    let strict = b"strict_types";
    let is_strict = |inside: &[u8]| inside.get(..strict.len()).is_some_and(|word| word.eq_ignore_ascii_case(strict));
    (declares && parenthesis.is_some_and(is_strict)).then_some("declare(strict_types=1)")
}

fn after_comments(mut code: &[u8]) -> &[u8] {
    loop {
        code = code.trim_ascii_start();
        let end = if code.starts_with(b"/*") {
            code.windows(2).skip(2).position(|pair| pair == b"*/").map(|at| at + 4)
        } else if code.starts_with(b"//") || (code.starts_with(b"#") && !code.starts_with(b"#[")) {
            // `#[` begins an attribute since PHP 8.0.
            code.iter().position(|byte| matches!(byte, b'\n' | b'\r')).map(|at| at + 1)
        } else {
            return code;
        };
        code = end.and_then(|end| code.get(end..)).unwrap_or_default();
    }
}

const OPEN: &[u8] = b"<?php";
