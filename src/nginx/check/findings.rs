//! From faults in nginx's words to findings at their places.

use std::ops::Range;

use super::fault::{CLOSE, Fault, Kind, text};
use super::found::Found;
use super::rules;
use crate::diagnostic::{Diagnostic, Finding, Findings, Severity, edits};
use crate::finding;
use crate::nginx::config::Directive;
use crate::nginx::context::Context;
use crate::nginx::directives::{Arguments, DEFINITIONS, Definition, Reader, named};
use crate::nginx::files::{Files, Place, Sources};
use crate::nginx::syntax_error::{SyntaxError, SyntaxErrorKind};
use crate::nginx::target::Target;

/// Adds all faults, and returns the first in nginx's order.
pub(super) fn report(
    files: &Files<'_>,
    found: &Found,
    target: &Target,
    sources: &Sources<'_>,
    findings: &mut Findings<'_>,
) -> Option<Diagnostic> {
    let mut reporter = Reporter { sources, target, findings, first: None, severity: Severity::Error };
    for (place, fault) in &found.faults {
        reporter.fault(files, *place, fault);
    }
    for (file, error) in &found.syntax_errors {
        reporter.syntax_error(*file, error);
    }
    if found.misses_events {
        let words = "no \"events\" section in configuration".to_owned();
        reporter.add(0, None, finding!(rules::MISSING_EVENTS { words }));
    }
    let first = reporter.first.take();
    reporter.severity = Severity::Warning;
    for (place, fault) in &found.warnings {
        reporter.fault(files, *place, fault);
    }
    for (place, pattern) in &found.unread_includes {
        if let Some(directive) = files.directive(*place) {
            let words = format!("the file \"{}\" is not read", text(pattern));
            let span = word_span(directive, 1);
            let finding = finding!(rules::UNREAD_INCLUDE { directive: "include".to_owned(), words });
            reporter.findings.add(reporter.sources.at(place.file, Some(span)), finding);
        }
    }
    first
}

struct Reporter<'s, 'a, 'f, 'l> {
    sources: &'s Sources<'a>,
    target: &'s Target,
    findings: &'f mut Findings<'l>,
    first: Option<Diagnostic>,
    severity: Severity,
}

impl Reporter<'_, '_, '_, '_> {
    fn add(&mut self, file: usize, span: Option<Range<usize>>, finding: Finding) {
        let location = self.sources.at(file, span);
        if self.first.is_none() {
            self.first = Some(Diagnostic::new(Severity::Error, location.clone(), finding.clone()));
        }
        self.findings.add_as(self.severity, location, finding);
    }

    fn fault(&mut self, files: &Files<'_>, place: Place, fault: &Fault) {
        let Some(directive) = files.directive(place) else { return };
        let definition = named(directive.name()).iter().find(|definition| self.target.has(definition));
        let span = word_span(directive, fault.word);
        let file = place.file;
        let words = fault.words.clone();
        let name = text(directive.name()).into_owned();
        macro_rules! add {
            ($rule:ident) => {
                self.add(file, Some(span), finding!(rules::$rule { directive: name, words }))
            };
        }
        match fault.kind {
            Kind::Address => add!(INVALID_ADDRESS),
            Kind::ArgumentCount => {
                let usage = usage(definition, &name);
                self.add(file, Some(span), finding!(rules::ARGUMENT_COUNT { directive: name, words, usage }));
            }
            Kind::Condition => add!(INVALID_CONDITION),
            Kind::Conflict => add!(CONFLICTING_DIRECTIVES),
            Kind::DuplicateDirective => add!(DUPLICATE_DIRECTIVE),
            Kind::DuplicateListen => add!(DUPLICATE_LISTEN),
            Kind::DuplicateLocation => add!(DUPLICATE_LOCATION),
            Kind::DuplicateName => add!(DUPLICATE_NAME),
            Kind::EmptyUpstream => add!(EMPTY_UPSTREAM),
            Kind::Entry => add!(INVALID_ENTRY),
            Kind::Location => add!(INVALID_LOCATION),
            Kind::Misplaced => {
                let places = places(directive.name(), self.target);
                self.add(file, Some(span), finding!(rules::MISPLACED_DIRECTIVE { directive: name, words, places }));
            }
            Kind::MissingBlock => add!(MISSING_BLOCK),
            Kind::MissingCertificate => add!(MISSING_CERTIFICATE),
            Kind::Parameter => add!(INVALID_PARAMETER),
            Kind::Regex => add!(INVALID_REGEX),
            Kind::UnexpectedBlock => add!(UNEXPECTED_BLOCK),
            Kind::UnexpectedToken => self.add(file, Some(span), finding!(rules::UNEXPECTED_TOKEN { words })),
            Kind::UnknownDirective => {
                let hint = hint(&name, self.target);
                self.add(file, Some(span), finding!(rules::UNKNOWN_DIRECTIVE { directive: name, words, hint }));
            }
            Kind::UnknownLogFormat => add!(UNKNOWN_LOG_FORMAT),
            Kind::UnknownVariable => add!(UNKNOWN_VARIABLE),
            Kind::UnknownZone => add!(UNKNOWN_ZONE),
            Kind::Value => {
                let usage = usage(definition, &name);
                self.add(file, Some(span), finding!(rules::INVALID_VALUE { directive: name, words, usage }));
            }
        }
    }

    fn syntax_error(&mut self, file: usize, error: &SyntaxError) {
        let words = error.to_string();
        let span = Some(error.span.clone());
        let open = |what: &'static str, opened: Option<usize>| {
            let line = opened.and_then(|at| self.sources.at(file, Some(at..at + 1)).line());
            let line = line.or_else(|| self.sources.last_line(file)).unwrap_or(1);
            finding!(rules::UNEXPECTED_END { words: error.to_string(), what, line })
        };
        match error.kind {
            SyntaxErrorKind::EndInBlock { opened } => {
                let finding = open("block", Some(opened));
                self.add(file, span, finding);
            }
            SyntaxErrorKind::EndInStatement => {
                let finding = open("statement", None);
                self.add(file, span, finding);
            }
            SyntaxErrorKind::OpenQuote { opened, .. } => {
                let finding = open("quote", Some(opened));
                self.add(file, span, finding);
            }
            SyntaxErrorKind::MissingQuote { .. } | SyntaxErrorKind::TooLong { .. } => {
                self.add(file, span, finding!(rules::TOO_LONG_WORD { words }));
            }
            SyntaxErrorKind::TooDeep { .. } | SyntaxErrorKind::TooLarge { .. } => {
                self.add(file, span, finding!(rules::OUT_OF_BOUNDS { words }));
            }
            SyntaxErrorKind::Unexpected { .. } => self.add(file, span, finding!(rules::UNEXPECTED_TOKEN { words })),
        }
    }
}

/// The word `word`, or, when it does not stand on the line of the terminator, what does.
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

/// How a directive is written, as its documentation would say it.
fn usage(definition: Option<&Definition>, name: &str) -> String {
    let Some(definition) = definition else { return format!("`{name} …;`") };
    let value = match definition.reader {
        Reader::Flag => "on | off".to_owned(),
        Reader::Milliseconds => "60s".to_owned(),
        Reader::Seconds => "1d".to_owned(),
        Reader::Size => "8k".to_owned(),
        Reader::Offset => "10m".to_owned(),
        Reader::Number => "16".to_owned(),
        Reader::Buffers => "8 16k".to_owned(),
        Reader::Access => "user:rw group:r all:r".to_owned(),
        Reader::ConfCommand | Reader::KeyValue => "name value".to_owned(),
        Reader::Return => "301 https://$host$request_uri".to_owned(),
        Reader::Enum | Reader::Bitmask => {
            let words: Vec<&str> = definition.words.iter().map(|(word, _)| *word).collect();
            words.join(if definition.reader == Reader::Enum { " | " } else { " " })
        }
        _ => match definition.arguments {
            Arguments::AtLeast(least) => ["value"].repeat(least).join(" ") + " …",
            Arguments::Counts(counts) => {
                let allowed: Vec<usize> = (0..8).filter(|count| counts & (1 << count) != 0).collect();
                let least = allowed.first().copied().unwrap_or_default();
                let most = allowed.last().copied().unwrap_or_default();
                let mut words = vec!["value"; least];
                words.extend(vec!["[value]"; most - least]);
                words.join(" ")
            }
        },
    };
    let space = if value.is_empty() { "" } else { " " };
    let end = if definition.block { " { … }" } else { ";" };
    format!("`{name}{space}{value}{end}`")
}

/// The blocks that take a directive, for a sentence.
fn places(name: &[u8], target: &Target) -> String {
    let mut places: Vec<&str> = Vec::new();
    for definition in named(name).iter().filter(|definition| target.has(definition)) {
        places.extend(
            CONTEXTS
                .iter()
                .filter(|(context, _)| definition.contexts.contain(*context))
                .map(|(_, name)| *name)
                .filter(|name| !places.contains(name))
                .collect::<Vec<_>>(),
        );
    }
    places.join(", ")
}

/// What may have been meant by an unknown name.
fn hint(name: &str, target: &Target) -> String {
    if let Some(definition) = named(name.as_bytes()).first() {
        let version = target.version();
        return match (definition.since, definition.until) {
            (Some(since), _) if version < since => format!("delete it, or use nginx {since} or newer"),
            (_, Some(until)) if until < version => format!("delete it: nginx has it up to {until} only"),
            _ => format!("delete it, or use an nginx with the module {}", definition.module()),
        };
    }
    let nearest = DEFINITIONS
        .iter()
        .filter(|definition| target.has(definition) && definition.name.len().abs_diff(name.len()) <= MOST_EDITS)
        .filter_map(|definition| {
            Some((edits(name.as_bytes(), definition.name.as_bytes(), MOST_EDITS)?, definition.name))
        })
        .min();
    match nearest {
        Some((1.., near)) if (4..=LONGEST_NAME).contains(&name.len()) => format!("write `{near}`"),
        _ => "correct the name, or delete the directive".to_owned(),
    }
}

const CONTEXTS: &[(Context, &str)] = &[
    (Context::Main, "the top of the file"),
    (Context::Events, "`events`"),
    (Context::Http, "`http`"),
    (Context::Server, "`server`"),
    (Context::Location, "`location`"),
    (Context::ServerIf, "`if`"),
    (Context::LocationIf, "`if`"),
    (Context::LimitExcept, "`limit_except`"),
    (Context::Upstream, "`upstream`"),
    (Context::Stream, "`stream`"),
    (Context::StreamServer, "`server` of `stream`"),
    (Context::StreamUpstream, "`upstream` of `stream`"),
    (Context::Mail, "`mail`"),
    (Context::MailServer, "`server` of `mail`"),
];

/// Edits between a misspelt name and what may have been meant.
const MOST_EDITS: usize = 2;
/// Longer names are not compared with all others.
const LONGEST_NAME: usize = 64;
