//! Statements that end too late, have too many or too few words, or stand twice; and what stops the reader.

use std::ops::Range;

use super::{Case, Mend, Proved, indent, line_of, shown, whole_line, write};
use crate::diagnostic::{Language, Phrase};
use crate::nginx::check::edits::Edits;
use crate::nginx::check::fault::{said, text};
use crate::nginx::check::trial::{Key, Keys, Trial, adds_nothing, is_fixed};
use crate::nginx::config::Config;
use crate::nginx::directives::named;
use crate::nginx::files::Files;
use crate::nginx::syntax_error::{SyntaxError, SyntaxErrorKind};

/// A `;` where the next line starts with the name of a directive.
pub(super) fn forgotten_semicolon(case: &Case<'_, '_>) -> Vec<Mend> {
    let words: Vec<(Range<usize>, &[u8])> = case.directive.words().map(|word| (word.span(), word.value())).collect();
    let joined = |pair: &&[(Range<usize>, &[u8])]| match pair {
        [(before, _), (next, name)] => {
            case.directive.spans_lines(before.end, next.start)
                && named(name).iter().any(|definition| case.target.has(definition))
        }
        _ => false,
    };
    let Some([(before, _), _]) = words.windows(2).find(joined) else { return Vec::new() };
    let edits = Edits::one(before.end..before.end, ";");
    let line = shown(&edits.apply_within(case.text, case.span().start..before.end));
    let help = said!("end the line before with `;`: write `{line}`" / "上一行以 `;` 结尾：写成 `{line}`"; line);
    vec![Mend::sure(edits).told(help)]
}

/// Words that belong into quotes, and the value that a header lacks.
pub(super) fn arguments(case: &Case<'_, '_>) -> Vec<Mend> {
    let words: Vec<(Range<usize>, &[u8])> = case.directive.words().map(|word| (word.span(), word.value())).collect();
    let mut mends = Vec::new();
    match words.as_slice() {
        [(_, b"proxy_set_header" | b"grpc_set_header"), (header, name)] => {
            let usual = HEADERS.iter().find(|(header, _)| header.as_bytes().eq_ignore_ascii_case(name));
            if let Some((_, value)) = usual {
                mends.push(Mend::guess(Edits::one(header.end..header.end, format!(" {value}"))));
            }
        }
        [(_, b"proxy_set_header" | b"grpc_set_header" | b"add_header"), _, (from, _), .., (to, _)] => {
            let rest = case.text.get(from.start..to.end).unwrap_or_default();
            if !rest.contains(&b'"') && !rest.contains(&b'\n') {
                let quoted = vec![(from.start..from.start, "\"".to_owned()), (to.end..to.end, "\"".to_owned())];
                mends.push(Mend::guess(Edits::of(quoted)));
            }
        }
        [_, (value, _), (unit, word)] if word.iter().all(u8::is_ascii_alphabetic) && word.len() < 8 => {
            mends.push(Mend::guess(Edits::one(value.end..unit.start, "")));
        }
        _ => {}
    }
    // Another directive on the same line.
    let named_words = words.iter().skip(2).filter(|(_, name)| !named(name).is_empty());
    let before = |word: &Range<usize>| words.iter().map(|(span, _)| span.end).rfind(|end| *end <= word.start);
    let ends = named_words.filter_map(|(span, _)| before(span));
    mends.extend(ends.take(1).map(|end| Mend::guess(Edits::one(end..end, ";"))));
    mends
}

/// What people set these headers to.
const HEADERS: &[(&str, &str)] = &[
    ("Connection", "\"upgrade\""),
    ("Host", "$host"),
    ("Upgrade", "$http_upgrade"),
    ("X-Forwarded-For", "$proxy_add_x_forwarded_for"),
    ("X-Forwarded-Host", "$host"),
    ("X-Forwarded-Port", "$server_port"),
    ("X-Forwarded-Proto", "$scheme"),
    ("X-Real-IP", "$remote_addr"),
    ("X-Request-ID", "$request_id"),
];

/// The second of two that are alike, or either of two that are not.
pub(super) fn duplicate(case: &Case<'_, '_>) -> Vec<Mend> {
    let Some(own) = case.statement().filter(|own| own.opens.is_none()) else { return Vec::new() };
    let named_alike = case.tree.inside(own.scope).take_while(|other| other.index < own.index);
    let earlier = named_alike.filter(|other| other.name() == own.name() && other.file == own.file).last();
    let statement = shown(case.text.get(case.span()).unwrap_or_default());
    let Some(earlier) = earlier else {
        let help = said!("delete `{statement}`" / "删除 `{statement}`"; statement);
        return vec![Mend::guess(case.deleted()).told(help)];
    };
    let alike = earlier.arguments().eq(own.arguments());
    let line = line_of(case.text, earlier.span().start);
    let help = if alike {
        said!("delete `{statement}`, which line {line} says already" / "删除 `{statement}`，第 {line} 行已有"; statement, line)
    } else {
        said!("delete this `{statement}` or the one in line {line}"
            / "删除这个 `{statement}`，或第 {line} 行的那个"; statement, line)
    };
    let mend = if alike { Mend::sure(case.deleted()) } else { Mend::guess(case.deleted()) };
    vec![mend.told(help)]
}

/// What fixes the place at which reading stops.
pub(in crate::nginx::check) fn of_syntax(
    error: &SyntaxError,
    (config, files): (&Config, &Files<'_>),
    trial: &Trial<'_>,
    before: &Keys,
) -> Option<Proved> {
    let text = config.as_bytes();
    let key = Key::of_syntax(&error.phrase().text(Language::English));
    for mend in stops(error, config) {
        let after = trial.keys(files, mend.edits.apply(text))?;
        if is_fixed(&key, before, &after) {
            let start = config.statement_before(error.span.start);
            let help = mend.help.unwrap_or_else(|| write(text, &mend.edits, start..error.span.start));
            return Some(Proved { edits: mend.edits, safe: mend.sure && adds_nothing(before, &after), help });
        }
    }
    None
}

fn stops(error: &SyntaxError, config: &Config) -> Vec<Mend> {
    let text = config.as_bytes();
    let at = error.span.clone();
    let start = config.statement_before(at.start);
    let word = config.last_word().filter(|word| word.start >= start);
    let ended = |word: Range<usize>| {
        let edits = Edits::one(word.end..word.end, ";");
        let line = shown(&edits.apply_within(text, start..word.end));
        let help = said!("end the statement with `;`: write `{line}`" / "语句以 `;` 结尾：写成 `{line}`"; line);
        Mend::sure(edits).told(help)
    };
    match error.kind {
        SyntaxErrorKind::EndInStatement => word.map(ended).into_iter().collect(),
        SyntaxErrorKind::Unexpected { byte: b'}' } if word.is_some() => word.map(ended).into_iter().collect(),
        SyntaxErrorKind::Unexpected { byte: byte @ (b';' | b'}') } => {
            let token = text_of(byte);
            let help = said!("delete this `{token}`" / "删除这个 `{token}`"; token);
            let mend = if byte == b';' { Mend::sure } else { Mend::guess };
            vec![mend(Edits::one(whole_line(text, at), "")).told(help)]
        }
        SyntaxErrorKind::Unexpected { byte: b'{' } => Vec::new(),
        SyntaxErrorKind::Unexpected { .. } => {
            vec![Mend::guess(Edits::one(at.start..at.start, " ")), Mend::guess(Edits::one(at, ""))]
        }
        _ => Vec::new(),
    }
}

fn text_of(byte: u8) -> String {
    text(&[byte]).into_owned()
}

/// A `}` for each of the blocks `opened`, of which the last is the innermost, after what ends at byte `at`.
pub(in crate::nginx::check) fn closed(config: &[u8], at: usize, opened: usize) -> Edits {
    let blanks = String::from_utf8_lossy(indent(config, opened)).into_owned();
    Edits::one(at..at, format!("\n{blanks}}}"))
}

/// How a block starts.
pub(in crate::nginx::check) fn head(config: &Config, opened: usize) -> String {
    let block = config.all_directives().find(|directive| directive.is_block() && directive.terminator() == opened);
    let words = block.map(|block| block.words().map(|word| text(word.raw()).into_owned()).collect::<Vec<_>>());
    shown(words.unwrap_or_default().join(" ").as_bytes())
}

/// How the line of a quote is written once the quote is closed on it.
pub(in crate::nginx::check) fn quoted(config: &[u8], open: usize, edits: &Edits) -> Phrase {
    let line = config.get(..open).unwrap_or_default().iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let rest = config.get(line..).unwrap_or_default();
    let end = line + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    let shown = shown(&edits.apply_within(config, line..end));
    said!("write `{shown}`" / "应写成 `{shown}`"; shown)
}
