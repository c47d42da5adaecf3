//! Characters of a Chinese keyboard, a word processor or a Windows editor that look like those nginx reads.

use std::ops::Range;

use super::{Cause, Repair, key_of};
use crate::diagnostic::Phrase;
use crate::nginx::check::edits::Edits;
use crate::nginx::check::fault::said;
use crate::nginx::check::found::Found;
use crate::nginx::check::mend::one_line;
use crate::nginx::check::trial::{Key, Keys, Trial, adds_nonsense, adds_nothing, is_fixed};
use crate::nginx::tree::Tree;

/// The look-alikes of one line.
pub(in crate::nginx::check) struct Line {
    /// The first of them.
    pub(in crate::nginx::check) span: Range<usize>,
    /// Each kind of them once.
    pub(in crate::nginx::check) characters: Vec<Phrase>,
    /// What the line is to be.
    pub(in crate::nginx::check) help: Phrase,
}

/// What is found in a statement, and the look-alikes in it.
type Region = (Key, Vec<(Range<usize>, char)>);

/// Repairs the statements in which nginx finds a fault and that hold look-alikes.
pub(super) fn repair(tree: &Tree<'_>, found: &Found, trial: &Trial<'_>, before: &Keys) -> Option<Repair> {
    let config = tree.files.config(0)?;
    let text = config.as_bytes();
    if text.is_ascii() {
        return None;
    }
    let faults = found.faults.iter().filter(|(place, _)| place.file == 0).filter_map(|(place, fault)| {
        let directive = tree.files.directive(*place)?;
        Some((Key::of(fault.kind, &fault.words), directive.span().start..directive.terminator() + 1))
    });
    let errors = found.syntax_errors.iter().filter(|(file, _)| *file == 0).map(|(_, error)| {
        let start = config.statement_before(error.span.start);
        (key_of(error), start..error.span.end)
    });
    let mut regions: Vec<Region> = faults
        .chain(errors)
        .take(MOST_REGIONS)
        .map(|(key, span)| (key, look_alikes(text, span)))
        .filter(|(_, characters)| !characters.is_empty())
        .collect();
    let edits = |regions: &[Region]| {
        let characters = regions.iter().flat_map(|(_, characters)| characters);
        Edits::of(
            characters.filter_map(|(span, character)| Some((span.clone(), meant(*character)?.to_owned()))).collect(),
        )
    };
    // What is wrong for another reason keeps its characters.
    for _ in 0..2 {
        if regions.is_empty() {
            return None;
        }
        let tried = edits(&regions);
        let after = trial.keys(tree.files, tried.apply(text))?;
        let count = regions.len();
        regions.retain(|(key, _)| is_fixed(key, before, &after));
        if regions.len() == count {
            if adds_nonsense(before, &after) {
                return None;
            }
            let safe = adds_nothing(before, &after);
            return Some(Repair { cause: Cause::Characters(lines(text, &tried)), edits: tried, safe, after });
        }
    }
    None
}

/// Look-alikes in the bytes `span`, outside of quotes and comments.
fn look_alikes(text: &[u8], span: Range<usize>) -> Vec<(Range<usize>, char)> {
    let Ok(rest) = std::str::from_utf8(text.get(span.clone()).unwrap_or_default()) else { return Vec::new() };
    let mut found = Vec::new();
    let mut letters = rest.char_indices().peekable();
    let mut starts_word = true;
    while let Some((at, letter)) = letters.next() {
        let replaced = meant(letter);
        match letter {
            '#' if starts_word => while letters.next_if(|(_, letter)| *letter != '\n').is_some() {},
            '\\' => {
                letters.next();
            }
            '"' | '\'' if starts_word => {
                while let Some((_, inner)) = letters.next_if(|(_, inner)| *inner != letter) {
                    if inner == '\\' {
                        letters.next();
                    }
                }
                letters.next();
            }
            _ => {}
        }
        starts_word = letter.is_ascii_whitespace() || matches!(replaced, Some(" " | "" | ";" | "{" | "}"));
        let Some(ascii) = replaced else { continue };
        let start = span.start + at;
        found.push((start..start + letter.len_utf8(), letter));
        // What stands between two curly quotes is as quoted as between straight ones.
        if let ("\"" | "'", Some(line)) =
            (ascii, rest.get(at + letter.len_utf8()..).and_then(|rest| rest.lines().next()))
            && let Some((length, close)) = line.char_indices().find(|(_, close)| meant(*close) == Some(ascii))
        {
            let close_at = at + letter.len_utf8() + length;
            while letters.next_if(|(at, _)| *at <= close_at).is_some() {}
            let start = span.start + close_at;
            found.push((start..start + close.len_utf8(), close));
        }
    }
    found
}

/// The lines that `edits` change.
fn lines(text: &[u8], edits: &Edits) -> Vec<Line> {
    let mut lines: Vec<(Range<usize>, Range<usize>, Vec<char>)> = Vec::new();
    for (span, _) in edits.iter() {
        let letter =
            std::str::from_utf8(text.get(span.clone()).unwrap_or_default()).ok().and_then(|text| text.chars().next());
        let Some(letter) = letter else { continue };
        let start =
            text.get(..span.start).unwrap_or_default().iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        match lines.last_mut().filter(|(line, ..)| line.contains(&span.start)) {
            Some((_, _, letters)) if letters.contains(&letter) => {}
            Some((_, _, letters)) => letters.push(letter),
            None => {
                let rest = text.get(start..).unwrap_or_default();
                let end = start + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
                lines.push((start..end, span.clone(), vec![letter]));
            }
        }
    }
    let told = |(line, span, letters): (Range<usize>, Range<usize>, Vec<char>)| {
        let written = one_line(&edits.apply_within(text, line));
        let help = match letters.as_slice() {
            ['\u{feff}'] => said!("save the file as UTF-8 without BOM" / "把文件另存为不带 BOM 的 UTF-8";),
            _ => said!("write `{written}`, with the input method switched to English"
                / "切换到英文输入法，写成 `{written}`"; written),
        };
        Line { span, characters: letters.into_iter().map(name).collect(), help }
    };
    lines.into_iter().map(told).collect()
}

/// What a character is called, and what it was taken for.
fn name(letter: char) -> Phrase {
    let code = format!("U+{:04X}", u32::from(letter));
    let ascii = meant(letter).unwrap_or_default();
    match letter {
        '\u{feff}' => said!("a byte order mark ({code}, BOM)" / "字节顺序标记（{code}，BOM）"; code),
        '\u{3000}' => {
            said!("an ideographic space ({code}) in place of a space" / "用全角空格（{code}）代替了空格"; code)
        }
        _ if ascii == " " => {
            said!("a no-break or wide space ({code}) in place of a space" / "用特殊空格（{code}）代替了普通空格"; code)
        }
        _ if ascii.is_empty() => said!("an invisible character ({code})" / "不可见字符（{code}）"; code),
        '‘' | '’' | '‚' | '‛' | '“' | '”' | '„' | '‟' => {
            said!("a curly quote `{letter}` ({code}) in place of `{ascii}`" / "用弯引号 `{letter}`（{code}）代替了 `{ascii}`"; letter, code, ascii)
        }
        '\u{ff01}'..='\u{ff5e}' => {
            said!("a full-width `{letter}` ({code}) in place of `{ascii}`" / "用全角 `{letter}`（{code}）代替了 `{ascii}`"; letter, code, ascii)
        }
        _ => {
            said!("`{letter}` ({code}) in place of the ASCII character `{ascii}`" / "用 `{letter}`（{code}）代替了 `{ascii}`"; letter, code, ascii)
        }
    }
}

/// The ASCII character that a character looks like; empty for one that nobody sees.
pub(in crate::nginx) fn meant(letter: char) -> Option<&'static str> {
    Some(match letter {
        '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}' => "",
        '\u{a0}' | '\u{3000}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => " ",
        '“' | '”' | '„' | '‟' => "\"",
        '‘' | '’' | '‚' | '‛' => "'",
        '。' => ".",
        '￥' | '¥' => "$",
        '【' => "[",
        '】' => "]",
        '–' | '‐' | '‑' | '−' => "-",
        '\u{ff01}'..='\u{ff5e}' => {
            let at = usize::try_from(u32::from(letter) - 0xff01).ok()?;
            ASCII.get(at..=at)?
        }
        _ => return None,
    })
}

/// What U+FF01 to U+FF5E are the full-width forms of.
const ASCII: &str = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

/// Faults whose statements are looked at.
const MOST_REGIONS: usize = 200;
