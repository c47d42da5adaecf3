//! Quotes and blocks that are closed too late or never, and a part of a file that stands for the whole.

use std::ops::Range;

use super::{Cause, Repair, key_of};
use crate::diagnostic::Phrase;
use crate::nginx::check::edits::Edits;
use crate::nginx::check::fault::{Kind, said, text as lossy};
use crate::nginx::check::found::Found;
use crate::nginx::check::mend::{closed, head, line_of, quoted, shown};
use crate::nginx::check::trial::{Key, Keys, Trial, adds_nothing, is_fixed};
use crate::nginx::config::Config;
use crate::nginx::context::Context;
use crate::nginx::directives::{Definition, named};
use crate::nginx::syntax_error::{SyntaxError, SyntaxErrorKind};
use crate::nginx::tree::Tree;

pub(super) fn repair(tree: &Tree<'_>, found: &Found, trial: &Trial<'_>, before: &Keys) -> Option<Repair> {
    let config = tree.files.config(0)?;
    let error = found.syntax_errors.iter().find(|(file, _)| *file == 0).map(|(_, error)| error);
    let (edits, help, key) = match error {
        Some(error) => {
            let (edits, help) = quote(config, error).or_else(|| block(config, error))?;
            (edits, help, key_of(error))
        }
        None => fragment(tree, found)?,
    };
    let after = trial.keys(tree.files, edits.apply(config.as_bytes()))?;
    if !is_fixed(&key, before, &after) {
        return None;
    }
    // Where a block or a quote was meant to end is a guess, however good it is.
    let safe = error.is_some_and(|error| matches!(error.kind, SyntaxErrorKind::Unexpected { .. }))
        && adds_nothing(before, &after);
    Some(Repair { cause: Cause::Structure(help), edits, safe, after })
}

/// A quote that was meant to end on its line.
fn quote(config: &Config, error: &SyntaxError) -> Option<(Edits, Phrase)> {
    let text = config.as_bytes();
    let open = match error.kind {
        SyntaxErrorKind::OpenQuote { opened, .. } => opened,
        SyntaxErrorKind::MissingQuote { .. } => error.span.start,
        SyntaxErrorKind::Unexpected { .. } => {
            let word = config.last_word().filter(|word| word.end == error.span.start)?;
            let raw = text.get(word.clone())?;
            (matches!(raw, [b'"' | b'\'', ..]) && raw.contains(&b'\n')).then_some(word.start)?
        }
        _ => return None,
    };
    let quote = char::from(*text.get(open)?);
    let rest = text.get(open..)?;
    let end = open + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    let content = text.get(open..end)?.trim_ascii_end();
    let content = content.strip_suffix(b"{").map_or(content, <[u8]>::trim_ascii_end);
    let content = content.strip_suffix(b";").unwrap_or(content);
    let at = open + content.len();
    let edits = Edits::one(at..at, quote);
    let line = line_of(text, open);
    let written = quoted(text, open, &edits);
    let help = said!("close the quote that opens in line {line}: {written}"
        / "补上第 {line} 行开始的引号：{written}"; line, written);
    Some((edits, help))
}

/// A block that the indentation says is over.
fn block(config: &Config, error: &SyntaxError) -> Option<(Edits, Phrase)> {
    if !matches!(error.kind, SyntaxErrorKind::EndInBlock { .. }) {
        return None;
    }
    let text = config.as_bytes();
    let mut open: Vec<Open> = Vec::new();
    let mut end = 0;
    for event in events(config) {
        let indent = own_line(text, event.at());
        if let (Some(inner), Some(indent)) = (open.last(), indent) {
            let over = match event {
                Event::Close { .. } => inner.indent.is_some_and(|outer| outer > indent),
                Event::Start { .. } => inner.indent.is_some_and(|outer| outer >= indent),
            };
            if over {
                return Some(missing(config, inner.opened, end));
            }
        }
        match event {
            Event::Start { opened: Some(opened), .. } => {
                open.push(Open { indent, opened });
                end = opened + 1;
            }
            Event::Start { end: last, .. } => end = last,
            Event::Close { at } => {
                open.pop();
                end = at + 1;
            }
        }
    }
    // Everything is where it belongs, and the end of the file is missing.
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let at = text.trim_ascii_end().len();
    let closes: Vec<String> = open
        .iter()
        .rev()
        .flat_map(|block| closed(text, at, block.opened).iter().map(|(_, text)| text.clone()).collect::<Vec<_>>())
        .collect();
    edits.push((at..at, closes.concat()));
    let innermost = open.last()?;
    let (line, block) = (line_of(text, innermost.opened), head(config, innermost.opened));
    let help = match closes.len() {
        1 => said!("add `}}` at the end: it closes `{block}` of line {line}"
            / "在末尾添加 `}}`，以结束第 {line} 行的 `{block}`"; line, block),
        count => said!("add {count} times `}}` at the end: the innermost block is `{block}` of line {line}"
            / "在末尾添加 {count} 个 `}}`，最内层的块是第 {line} 行的 `{block}`"; count, line, block),
    };
    Some((Edits::of(edits), help))
}

/// A block that is open where its indentation ends.
struct Open {
    indent: Option<usize>,
    opened: usize,
}

/// What a text goes through.
#[derive(Clone, Copy)]
enum Event {
    /// A statement, and the `{` when it opens a block.
    Start {
        at: usize,
        opened: Option<usize>,
        end: usize,
    },
    Close {
        at: usize,
    },
}

impl Event {
    const fn at(self) -> usize {
        match self {
            Self::Start { at, .. } | Self::Close { at } => at,
        }
    }
}

fn events(config: &Config) -> Vec<Event> {
    let mut events = Vec::new();
    for directive in config.all_directives() {
        let (at, end) = (directive.span().start, directive.terminator() + 1);
        events.push(Event::Start { at, opened: directive.is_block().then_some(directive.terminator()), end });
        events.extend(directive.close().map(|at| Event::Close { at }));
    }
    events.sort_by_key(|event| event.at());
    events
}

/// The indentation of what starts its line.
fn own_line(text: &[u8], at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let blanks = before.get(start..)?;
    let width = |byte: &u8| match byte {
        b' ' => Some(1),
        b'\t' => Some(4),
        _ => None,
    };
    blanks.iter().map(width).sum()
}

fn missing(config: &Config, opened: usize, end: usize) -> (Edits, Phrase) {
    let text = config.as_bytes();
    // A comment behind the statement stays on its line.
    let rest = text.get(end..).unwrap_or_default();
    let tail = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    let at = end + rest.get(..tail).unwrap_or_default().trim_ascii_end().len();
    let (line, block, after) = (line_of(text, opened), head(config, opened), line_of(text, end));
    let help = said!("add `}}` after line {after}: by the indentation it closes `{block}` of line {line}"
        / "在第 {after} 行之后添加 `}}`：按缩进，它结束第 {line} 行的 `{block}`"; after, block, line);
    (closed(text, at, opened), help)
}

/// Blocks of `http` without `http`, or locations without a server.
fn fragment(tree: &Tree<'_>, found: &Found) -> Option<(Edits, Phrase, Key)> {
    let config = tree.files.config(0)?;
    let top = |name: &[u8]| config.directives().any(|directive| directive.name() == name);
    if top(b"http") || top(b"stream") || top(b"mail") {
        return None;
    }
    let (place, fault) = found.faults.iter().find(|(place, fault)| place.file == 0 && fault.kind == Kind::Misplaced)?;
    let directive = tree.files.directive(*place)?;
    config.directives().find(|top| top.index() == directive.index())?;
    let takes = |context: Context| {
        named(directive.name()).iter().any(|definition: &Definition| definition.contexts.contain(context))
    };
    let wrap = if takes(Context::Http) {
        ["http {\n", "}\n"]
    } else if takes(Context::Server) {
        ["http {\nserver {\nlisten 80;\n", "}\n}\n"]
    } else {
        return None;
    };
    let text = config.as_bytes();
    let start = directive.span().start;
    let line = text.get(..start)?.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let events = if top(b"events") { "" } else { "events {}\n" };
    let [open, close] = wrap;
    let newline = if text.ends_with(b"\n") { "" } else { "\n" };
    let edits = vec![(line..line, format!("{events}{open}")), (text.len()..text.len(), format!("{newline}{close}"))];
    let block = shown(lossy(directive.name()).as_bytes());
    let help = if takes(Context::Http) {
        said!("this file replaces the whole nginx.conf: put `{block}` into `http {{ … }}`, and `events {{}}` before it"
            / "这个文件会替换整个 nginx.conf：把 `{block}` 放进 `http {{ … }}`，并在它之前写 `events {{}}`"; block)
    } else {
        said!("this file replaces the whole nginx.conf: put `{block}` into `http {{ server {{ … }} }}`, and `events {{}}` before it"
            / "这个文件会替换整个 nginx.conf：把 `{block}` 放进 `http {{ server {{ … }} }}`，并在它之前写 `events {{}}`"; block)
    };
    Some((Edits::of(edits), help, Key::of(fault.kind, &fault.words)))
}
