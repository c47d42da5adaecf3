//! What the app's code loads: whether it is there, and whether the hosts' Node.js loads it so.

mod builtins;
mod exports;
mod judge;
mod lexer;
mod manifest;
mod reader;
mod resolve;
pub(super) mod rules;
mod scan;
mod walk;

pub(super) use judge::judge;

/// Whether a file's name is that of JavaScript.
pub(super) fn is_code(path: &str) -> bool {
    [".js", ".cjs", ".mjs"].iter().any(|extension| path.ends_with(extension))
}

/// Whether a file that is not the app's start may load others.
pub(super) fn loads(content: &[u8]) -> bool {
    let holds = |word: &[u8]| content.windows(word.len()).any(|window| window == word);
    holds(b"require") || holds(b"import") || holds(b"export") || holds(b"__dirname") || holds(b"__filename")
}

/// Bytes of a file that is read: longer ones are bundles and data.
pub(super) const CODE_BYTES: usize = 1 << 20;
