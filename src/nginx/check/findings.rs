//! From faults in nginx's words to findings at their places.

use std::cell::Cell;
use std::ops::Range;

use super::edits::Edits;
use super::fault::{CLOSE, Fault, Kind, said, text};
use super::found::Found;
use super::hints::{places, unknown, usage};
use super::mend::{Case, Proved, of_syntax, proved};
use super::repair::{Cause, Repair, repair};
use super::rules;
use super::trial::{Key, Keys, Trial, adds_nothing, budget, is_fixed, keys};
use super::walk::walk;
use crate::diagnostic::{Diagnostic, Edit, Finding, Findings, Fix, Location, Sentence, Severity};
use crate::finding;
use crate::nginx::config::{Config, Directive};
use crate::nginx::directives::named;
use crate::nginx::files::{Place, Sources};
use crate::nginx::syntax_error::{SyntaxError, SyntaxErrorKind};
use crate::nginx::target::Target;
use crate::nginx::tree::Tree;

/// Adds all faults, and returns the first in nginx's order.
pub(super) fn report(
    tree: &Tree<'_>,
    found: &Found,
    target: &Target,
    sources: &Sources<'_>,
    findings: &mut Findings<'_>,
) -> Option<Diagnostic> {
    let length = tree.files.config(0).map_or(0, |config| config.as_bytes().len());
    let left = Cell::new(budget(length));
    let trial = Trial::new(target, &left);
    let mut first = First { stop: stop(tree, found, sources), told: None };
    let mut repaired = Edits::default();
    let mut text = None;
    // A cause may hide another one.
    for _ in 0..MOST_CAUSES {
        let next = match &text {
            None => step(tree, found, &repaired, sources, &trial, findings, &mut first),
            Some(text) => {
                let config = Config::parse(Vec::clone(text));
                let files = tree.files.with_main(&config);
                let tree = Tree::of(&files);
                step(&tree, &walk(&tree, target), &repaired, sources, &trial, findings, &mut first)
            }
        };
        let Some(edits) = next else { return first.told };
        let original = tree.files.config(0).map(Config::as_bytes).unwrap_or_default();
        text = Some(edits.apply(original));
        repaired = edits;
    }
    first.told
}

/// What nginx stops at: what is told of its place or, when that follows from something else, what is told first.
struct First {
    stop: Option<Location>,
    told: Option<Diagnostic>,
}

/// The place at which nginx stops.
fn stop(tree: &Tree<'_>, found: &Found, sources: &Sources<'_>) -> Option<Location> {
    let fault = found
        .faults
        .first()
        .and_then(|(place, fault)| Some((place.file, word_span(tree.files.directive(*place)?, fault.word))));
    let error = || found.syntax_errors.first().map(|(file, error)| (*file, error.span.clone()));
    let (file, span) = fault.or_else(error)?;
    Some(sources.at(file, Some(span)))
}

/// Tells the next cause, and returns all repairs so far; without one it tells everything that is left.
fn step(
    tree: &Tree<'_>,
    found: &Found,
    repaired: &Edits,
    sources: &Sources<'_>,
    trial: &Trial<'_>,
    findings: &mut Findings<'_>,
    first: &mut First,
) -> Option<Edits> {
    let own = Sources::new(tree.files, sources.entry());
    let before = keys(found);
    let mut reporter =
        Reporter { tree, sources, own: &own, repaired, trial, before, findings, first, severity: Severity::Error };
    if let Some(repair) = (!found.is_clean()).then(|| repair(tree, found, trial)).flatten()
        && let Some(moved) = repaired.moved(&repair.edits)
    {
        reporter.cause(found, &repair, &moved);
        return Some(repaired.with(&moved));
    }
    reporter.everything(found);
    None
}

struct Reporter<'s, 'a, 'o, 'r, 'f, 'l> {
    tree: &'s Tree<'a>,
    /// The files as they are, whose places are told.
    sources: &'s Sources<'o>,
    /// The files after the repairs so far.
    own: &'s Sources<'r>,
    repaired: &'s Edits,
    trial: &'s Trial<'s>,
    before: Keys,
    findings: &'f mut Findings<'l>,
    first: &'f mut First,
    severity: Severity,
}

impl Reporter<'_, '_, '_, '_, '_, '_> {
    /// Tells a cause; what follows from it is not told.
    fn cause(&mut self, found: &Found, repair: &Repair, moved: &Edits) {
        let fix = self.fix(moved, repair.safe);
        match &repair.cause {
            Cause::Characters(lines) => {
                for line in lines {
                    let characters = line.characters.clone();
                    let finding = finding!(rules::LOOK_ALIKE { characters }).mended_by(line.help.clone());
                    self.add(0, Some(line.span.clone()), finding.fixed_by(fix.clone()));
                }
            }
            Cause::Structure(help) => {
                let gone = |key: &Key| is_fixed(key, &self.before, &repair.after);
                let fault = found.faults.iter().find(|(_, fault)| gone(&Key::of(fault.kind, &fault.words)));
                let told = match (fault, found.syntax_errors.first()) {
                    (Some((place, fault)), _) => {
                        self.finding(*place, fault).map(|(span, told)| (place.file, span, told))
                    }
                    (None, Some((file, error))) => Some((*file, error.span.clone(), self.stop(*file, error))),
                    (None, None) => None,
                };
                if let Some((file, span, told)) = told {
                    self.add(file, Some(span), told.mended_by(help.clone()).fixed_by(fix));
                }
            }
        }
    }

    fn everything(&mut self, found: &Found) {
        for (place, fault) in &found.faults {
            if let Some((span, finding)) = self.finding(*place, fault) {
                let finding = self.mended(*place, fault, finding);
                self.add(place.file, Some(span), finding);
            }
        }
        for (file, error) in &found.syntax_errors {
            let mut finding = self.stop(*file, error);
            let config = self.tree.files.config(*file).filter(|_| *file == 0);
            let mend = config.and_then(|config| of_syntax(error, (config, self.tree.files), self.trial, &self.before));
            if let Some(Proved { edits, safe, help }) = mend {
                finding = self.fixed(finding.mended_by(help), &edits, safe);
            }
            self.add(*file, Some(error.span.clone()), finding);
        }
        if found.misses_events {
            let words = Sentence::plain("no \"events\" section in configuration", "配置中没有“events”块");
            let finding = finding!(rules::MISSING_EVENTS { words });
            let finding = self.tried(finding, &Edits::one(0..0, "events {}\n"), &Key::events());
            self.add(0, None, finding);
        }
        self.severity = Severity::Warning;
        for (place, fault) in &found.warnings {
            if let Some((span, finding)) = self.finding(*place, fault) {
                let finding = self.mended(*place, fault, finding);
                self.findings.add_as(Severity::Warning, self.place(place.file, Some(span)), finding);
            }
        }
        for (place, pattern) in &found.unread_includes {
            if let Some(directive) = self.tree.files.directive(*place) {
                let words = said!("the file \"{path}\" is not read" / "没有读取文件“{path}”"; path = text(pattern));
                let span = word_span(directive, 1);
                let finding = finding!(rules::UNREAD_INCLUDE { directive: "include", words });
                self.findings.add(self.place(place.file, Some(span)), finding);
            }
        }
    }

    fn add(&mut self, file: usize, span: Option<Range<usize>>, finding: Finding) {
        let location = self.place(file, span);
        if self.first.told.is_none() || self.first.stop.as_ref() == Some(&location) {
            // Of several findings at one place nginx comes to the first.
            self.first.stop.take_if(|stop| *stop == location);
            self.first.told = Some(Diagnostic::new(Severity::Error, location.clone(), finding.clone()));
        }
        self.findings.add_as(self.severity, location, finding);
    }

    /// Where it stands in the files as they are.
    fn place(&self, file: usize, span: Option<Range<usize>>) -> Location {
        if file > 0 {
            return self.own.at(file, span);
        }
        let before = |span: Range<usize>| {
            let start = self.repaired.before(span.start);
            start..self.repaired.before(span.end).max(start)
        };
        self.sources.at(0, span.map(before))
    }

    /// Edits of the text as it is.
    fn fix(&self, edits: &Edits, safe: bool) -> Fix {
        let edits = edits.iter().map(|(span, text)| Edit::new(self.sources.at(0, Some(span.clone())), text.clone()));
        if safe { Fix::safe(edits.collect()) } else { Fix::to_review(edits.collect()) }
    }

    /// `finding` with a fix of the repaired text, unless it touches a repair.
    fn fixed(&self, finding: Finding, edits: &Edits, safe: bool) -> Finding {
        match self.repaired.moved(edits) {
            Some(moved) => finding.fixed_by(self.fix(&moved, safe)),
            None => finding,
        }
    }

    /// The same, when the edits are found to fix it.
    fn tried(&self, finding: Finding, edits: &Edits, key: &Key) -> Finding {
        let text = self.tree.files.config(0).map(Config::as_bytes).unwrap_or_default();
        match self.trial.keys(self.tree.files, edits.apply(text)) {
            Some(after) if is_fixed(key, &self.before, &after) => {
                self.fixed(finding, edits, adds_nothing(&self.before, &after))
            }
            _ => finding,
        }
    }

    /// `finding` with what fixes `fault`.
    fn mended(&self, place: Place, fault: &Fault, finding: Finding) -> Finding {
        let Some(config) = self.tree.files.config(0).filter(|_| place.file == 0) else { return finding };
        let Some(directive) = self.tree.files.directive(place) else { return finding };
        let target = self.trial.target();
        let definition = named(directive.name()).iter().find(|definition| target.has(definition));
        let case = Case { text: config.as_bytes(), tree: self.tree, place, directive, definition, fault, target };
        let proved = proved(&case, self.trial, &self.before);
        let help = proved.first().map(|first| first.help.clone());
        let finding =
            proved.iter().fold(finding, |finding, Proved { edits, safe, .. }| self.fixed(finding, edits, *safe));
        match help {
            Some(help) => finding.mended_by(help),
            None => finding,
        }
    }

    /// The finding of `fault`, and the words at fault.
    fn finding(&self, place: Place, fault: &Fault) -> Option<(Range<usize>, Finding)> {
        let directive = self.tree.files.directive(place)?;
        let target = self.trial.target();
        let definition = named(directive.name()).iter().find(|definition| target.has(definition));
        let span = word_span(directive, fault.word);
        let words = fault.words.clone();
        let name = text(directive.name()).into_owned();
        macro_rules! found {
            ($rule:ident) => {
                finding!(rules::$rule { directive: name, words })
            };
        }
        let finding = match fault.kind {
            Kind::Address => {
                let example = usage(definition, &name);
                found!(INVALID_ADDRESS).mended_by(said!("write an address like {example}"
                    / "地址写成 {example} 这样"; example))
            }
            Kind::ArgumentCount => {
                let usage = usage(definition, &name);
                finding!(rules::ARGUMENT_COUNT { directive: name, words, usage })
            }
            Kind::Condition => found!(INVALID_CONDITION),
            Kind::Conflict => found!(CONFLICTING_DIRECTIVES),
            Kind::ConflictingName => found!(CONFLICTING_SERVER_NAME),
            Kind::Deprecated => found!(SUPERSEDED_DIRECTIVE),
            Kind::Doubtful => found!(DOUBTFUL_VALUE),
            Kind::DuplicateDirective => found!(DUPLICATE_DIRECTIVE),
            Kind::DuplicateListen => found!(DUPLICATE_LISTEN),
            Kind::DuplicateLocation => found!(DUPLICATE_LOCATION),
            Kind::DuplicateName => found!(DUPLICATE_NAME),
            Kind::DuplicateValue => found!(DUPLICATE_VALUE),
            Kind::EmptyUpstream => found!(EMPTY_UPSTREAM),
            Kind::Entry => found!(INVALID_ENTRY),
            Kind::Location => found!(INVALID_LOCATION),
            Kind::LowBits => found!(LOW_ADDRESS_BITS),
            Kind::Misplaced => {
                let places = places(directive.name(), target);
                finding!(rules::MISPLACED_DIRECTIVE { directive: name, words, places })
            }
            Kind::MissingBlock => found!(MISSING_BLOCK),
            Kind::MissingCertificate => found!(MISSING_CERTIFICATE),
            Kind::Parameter => found!(INVALID_PARAMETER),
            Kind::Redefined => found!(REDEFINED_SETTING),
            Kind::Regex => found!(INVALID_REGEX),
            Kind::UnexpectedBlock => found!(UNEXPECTED_BLOCK),
            Kind::UnexpectedToken => finding!(rules::UNEXPECTED_TOKEN { words }),
            Kind::UnknownDirective => {
                let hint = unknown(&name, target);
                finding!(rules::UNKNOWN_DIRECTIVE { directive: name, words, hint })
            }
            Kind::UnknownLogFormat => found!(UNKNOWN_LOG_FORMAT),
            Kind::UnknownVariable => found!(UNKNOWN_VARIABLE),
            Kind::UnknownZone => found!(UNKNOWN_ZONE),
            Kind::Value => {
                let usage = usage(definition, &name);
                finding!(rules::INVALID_VALUE { directive: name, words, usage })
            }
        };
        Some((span, finding))
    }

    /// The finding of what stops the reader.
    fn stop(&self, file: usize, error: &SyntaxError) -> Finding {
        let words = error.phrase();
        let open = |what: Sentence, opened: Option<usize>| {
            let line = opened.and_then(|at| self.place(file, Some(at..at + 1)).line());
            let line = line.or_else(|| self.sources.last_line(file)).unwrap_or(1);
            finding!(rules::UNEXPECTED_END { words: error.phrase(), what, line })
        };
        match error.kind {
            SyntaxErrorKind::EndInBlock { opened } => open(Sentence::plain("block", "块"), Some(opened)),
            SyntaxErrorKind::EndInStatement => open(Sentence::plain("statement", "语句"), None),
            SyntaxErrorKind::OpenQuote { opened, .. } => open(Sentence::plain("quote", "引号"), Some(opened)),
            SyntaxErrorKind::MissingQuote { .. } | SyntaxErrorKind::TooLong { .. } => {
                finding!(rules::TOO_LONG_WORD { words })
            }
            SyntaxErrorKind::TooDeep { .. } | SyntaxErrorKind::TooLarge { .. } => {
                finding!(rules::OUT_OF_BOUNDS { words })
            }
            SyntaxErrorKind::Unexpected { .. } => finding!(rules::UNEXPECTED_TOKEN { words }),
        }
    }
}

/// The word `word`, or, when it is not on the line of the terminator, what does.
///
/// nginx knows a statement only once it has read its `;` or `{`, and names that line. A forgotten `;` makes the next
/// line part of the statement, so that this is where people have to look as well.
fn word_span(directive: Directive<'_>, word: usize) -> Range<usize> {
    if let (CLOSE, Some(close)) = (word, directive.close()) {
        return close..close + 1;
    }
    let end = directive.terminator();
    let stands_on_last_line = |span: &Range<usize>| !directive.spans_lines(span.start, end);
    let words = || directive.words().map(super::super::config::Word::span);
    words().nth(word).filter(stands_on_last_line).or_else(|| words().find(stands_on_last_line)).unwrap_or(end..end + 1)
}

/// Causes that are told of one text.
const MOST_CAUSES: usize = 6;
