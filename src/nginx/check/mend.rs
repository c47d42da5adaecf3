//! Fixes of single faults: edits that were tried before they are told.

mod names;
mod shape;
mod tls;
mod values;

use std::ops::Range;

use super::edits::Edits;
use super::fault::{Fault, Kind, said};
use super::trial::{Key, Keys, Trial, adds_nothing, is_fixed};
use crate::diagnostic::{Location, Phrase, Source};
use crate::nginx::config::Directive;
use crate::nginx::directives::Definition;
use crate::nginx::files::Place;
use crate::nginx::target::Target;
use crate::nginx::tree::{Statement, Tree};

pub(super) use shape::{closed, head, of_syntax, quoted};

/// A fault and all that a fix of it may need.
#[derive(Clone, Copy)]
pub(super) struct Case<'a, 't> {
    /// The text of the configuration itself, in which the fault is.
    pub(super) text: &'a [u8],
    pub(super) tree: &'t Tree<'a>,
    pub(super) place: Place,
    pub(super) directive: Directive<'a>,
    pub(super) definition: Option<&'static Definition>,
    pub(super) fault: &'t Fault,
    pub(super) target: &'t Target,
}

/// Edits that may fix a fault.
pub(super) struct Mend {
    edits: Edits,
    /// Whether it is certain that they are what was meant.
    sure: bool,
    /// What is said of them, unless it is how the directive is written then.
    help: Option<Phrase>,
}

/// Edits that fix a fault.
pub(super) struct Proved {
    pub(super) edits: Edits,
    /// Whether they may be made unseen: they are what was meant, and nothing else is found after them.
    pub(super) safe: bool,
    pub(super) help: Phrase,
}

impl Mend {
    pub(super) const fn sure(edits: Edits) -> Self {
        Self { edits, sure: true, help: None }
    }

    pub(super) const fn guess(edits: Edits) -> Self {
        Self { edits, sure: false, help: None }
    }

    pub(super) fn told(self, help: Phrase) -> Self {
        Self { help: Some(help), ..self }
    }
}

impl<'a> Case<'a, '_> {
    /// The word `index` as written, with its place.
    fn word(&self, index: usize) -> Option<(Range<usize>, &'a [u8])> {
        self.directive.words().nth(index).map(|word| (word.span(), word.value()))
    }

    /// `text` in the place of the word `index`.
    fn replaced(&self, index: usize, text: impl Into<String>) -> Option<Edits> {
        self.word(index).map(|(span, _)| Edits::one(span, text))
    }

    /// The statement up to its `;` or `{`.
    fn span(&self) -> Range<usize> {
        self.directive.span().start..self.directive.terminator() + 1
    }

    fn statement(&self) -> Option<Statement<'a>> {
        self.tree.statements().find(|statement| statement.place() == self.place)
    }

    /// The statement, and the line that it has to itself.
    fn deleted(&self) -> Edits {
        Edits::one(whole_line(self.text, self.directive.span()), "")
    }
}

/// What fixes the fault of `case`, the likeliest first; `before` is what is found in the text as it is.
pub(super) fn proved(case: &Case<'_, '_>, trial: &Trial<'_>, before: &Keys) -> Vec<Proved> {
    let key = Key::of(case.fault.kind, &case.fault.words);
    let candidates = candidates(case).into_iter().take(MOST_CANDIDATES);
    let proved = candidates.filter_map(|mend| {
        let after = trial.keys(case.tree.files, mend.edits.apply(case.text))?;
        let help = mend.help.unwrap_or_else(|| write(case.text, &mend.edits, case.span()));
        let safe = mend.sure && adds_nothing(before, &after);
        is_fixed(&key, before, &after).then_some(Proved { edits: mend.edits, safe, help })
    });
    proved.take(MOST_FIXES).collect()
}

fn candidates(case: &Case<'_, '_>) -> Vec<Mend> {
    let mut mends = shape::forgotten_semicolon(case);
    mends.extend(match case.fault.kind {
        Kind::Address => values::address_of(case),
        Kind::ArgumentCount => shape::arguments(case),
        Kind::Condition => values::condition(case),
        Kind::Deprecated => tls::deprecated(case),
        Kind::DuplicateDirective | Kind::DuplicateListen => shape::duplicate(case),
        Kind::DuplicateValue => values::repeated(case),
        Kind::LowBits => values::network(case),
        Kind::MissingCertificate => tls::certificate(case),
        Kind::Parameter => names::parameter(case),
        Kind::UnknownDirective => {
            let mut mends = tls::moved_word(case);
            mends.extend(names::directive(case));
            mends
        }
        Kind::UnknownLogFormat => names::log_format(case),
        Kind::UnknownVariable => names::variable(case),
        Kind::Value => values::value(case),
        _ => Vec::new(),
    });
    mends
}

/// How the statement in the bytes `span` is written after `edits`.
pub(super) fn write(text: &[u8], edits: &Edits, span: Range<usize>) -> Phrase {
    let line = shown(&edits.apply_within(text, span));
    said!("write `{line}`" / "应写成 `{line}`"; line)
}

/// A statement on one line, cut when it is long.
pub(super) fn shown(statement: &[u8]) -> String {
    let mut line = one_line(statement);
    if line.ends_with('{') {
        line.push_str(" … }");
    }
    line
}

/// A text with its white space as single blanks, cut when it is long; of one that may hold a secret the first word.
pub(super) fn one_line(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut line = words.join(" ");
    // What may not be quoted has no snippet.
    if Source::new(Location::input(), line.as_bytes()).at(0..0).snippet().is_none() {
        return format!("{} …", words.first().copied().unwrap_or_default());
    }
    if let Some((cut, _)) = line.char_indices().nth(MOST_SHOWN) {
        line.truncate(cut);
        line.push('…');
    }
    line
}

/// The bytes `span`, with the line around them when nothing else is on it.
pub(super) fn whole_line(text: &[u8], span: Range<usize>) -> Range<usize> {
    let before = text.get(..span.start).unwrap_or_default();
    let blank = before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let start = span.start - blank;
    let starts_line = start == 0 || before.get(start - 1) == Some(&b'\n');
    let after = text.get(span.end..).unwrap_or_default();
    let rest = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
    match after.get(rest) {
        Some(b'\n') if starts_line => start..span.end + rest + 1,
        None if starts_line => start..text.len(),
        _ => start..span.end,
    }
}

/// The number of the line of byte `at`, from 1.
pub(super) fn line_of(text: &[u8], at: usize) -> usize {
    text.get(..at).unwrap_or_default().split(|byte| *byte == b'\n').count()
}

/// The blanks that the line of byte `at` starts with.
pub(super) fn indent(text: &[u8], at: usize) -> &[u8] {
    let before = text.get(..at).unwrap_or_default();
    let line = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let rest = text.get(line..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    rest.get(..blank).unwrap_or_default()
}

/// Edits that are tried for one fault.
const MOST_CANDIDATES: usize = 6;
/// Edits that are told of one fault.
const MOST_FIXES: usize = 2;
/// Characters of a statement that are shown.
const MOST_SHOWN: usize = 120;
