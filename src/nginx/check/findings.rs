//! From faults in nginx's words to findings at their places.

use std::ops::Range;

use super::fault::{CLOSE, Fault, Kind, said, text};
use super::found::Found;
use super::rules;
use crate::diagnostic::{Diagnostic, Finding, Findings, Phrase, Sentence, Severity, edit_distance};
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
        let words = Sentence::plain("no \"events\" section in configuration", "配置中没有“events”块");
        reporter.add(0, None, finding!(rules::MISSING_EVENTS { words }));
    }
    let first = reporter.first.take();
    reporter.severity = Severity::Warning;
    for (place, fault) in &found.warnings {
        reporter.fault(files, *place, fault);
    }
    for (place, pattern) in &found.unread_includes {
        if let Some(directive) = files.directive(*place) {
            let words = said!("the file \"{path}\" is not read" / "没有读取文件“{path}”"; path = text(pattern));
            let span = word_span(directive, 1);
            let finding = finding!(rules::UNREAD_INCLUDE { directive: "include", words });
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
        let words = error.phrase();
        let span = Some(error.span.clone());
        let open = |what: Sentence, opened: Option<usize>| {
            let line = opened.and_then(|at| self.sources.at(file, Some(at..at + 1)).line());
            let line = line.or_else(|| self.sources.last_line(file)).unwrap_or(1);
            finding!(rules::UNEXPECTED_END { words: error.phrase(), what, line })
        };
        match error.kind {
            SyntaxErrorKind::EndInBlock { opened } => {
                let finding = open(Sentence::plain("block", "块"), Some(opened));
                self.add(file, span, finding);
            }
            SyntaxErrorKind::EndInStatement => {
                let finding = open(Sentence::plain("statement", "语句"), None);
                self.add(file, span, finding);
            }
            SyntaxErrorKind::OpenQuote { opened, .. } => {
                let finding = open(Sentence::plain("quote", "引号"), Some(opened));
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

/// How a directive is written, as its documentation would say it.
fn usage(definition: Option<&Definition>, name: &str) -> Phrase {
    let [english, chinese] = [("name", "value"), ("名称", "值")].map(|words| usage_in(words, definition, name));
    said!("{english}" / "{chinese}"; english, chinese)
}

fn usage_in((key, word): (&str, &str), definition: Option<&Definition>, name: &str) -> String {
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
        Reader::ConfCommand | Reader::KeyValue => format!("{key} {word}"),
        Reader::Return => "301 https://$host$request_uri".to_owned(),
        Reader::Enum | Reader::Bitmask => {
            let words: Vec<&str> = definition.words.iter().map(|(word, _)| *word).collect();
            words.join(if definition.reader == Reader::Enum { " | " } else { " " })
        }
        _ => match definition.arguments {
            Arguments::AtLeast(least) => [word].repeat(least).join(" ") + " …",
            Arguments::Counts(counts) => {
                let allowed: Vec<usize> = (0..8).filter(|count| counts & (1 << count) != 0).collect();
                let least = allowed.first().copied().unwrap_or_default();
                let most = allowed.last().copied().unwrap_or_default();
                let optional = format!("[{word}]");
                let mut words = vec![word; least];
                words.extend(vec![optional.as_str(); most - least]);
                words.join(" ")
            }
        },
    };
    let space = if value.is_empty() { "" } else { " " };
    let end = if definition.block { " { … }" } else { ";" };
    format!("`{name}{space}{value}{end}`")
}

/// The blocks that take a directive, for a sentence.
fn places(name: &[u8], target: &Target) -> Phrase {
    let mut places: Vec<Sentence> = Vec::new();
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
    said!("{places}" / "{places}"; places)
}

/// What may have been meant by an unknown name.
fn hint(name: &str, target: &Target) -> Phrase {
    if let Some(definition) = named(name.as_bytes()).first() {
        let version = target.version();
        return match (definition.since, definition.until) {
            (Some(since), _) if version < since => {
                said!("delete it, or use nginx {since} or newer"
                    / "删除它，或使用 nginx {since} 及更新版本"; since)
            }
            (_, Some(until)) if until < version => {
                said!("delete it: nginx has it up to {until} only"
                    / "删除它：nginx 只在 {until} 及更早版本中有它"; until)
            }
            _ => said!("delete it, or use an nginx with the module {module}"
                / "删除它，或使用带模块 {module} 的 nginx"; module = definition.module()),
        };
    }
    let nearest = DEFINITIONS
        .iter()
        .filter(|definition| target.has(definition) && definition.name.len().abs_diff(name.len()) <= MOST_EDITS)
        .filter_map(|definition| {
            Some((edit_distance(name.as_bytes(), definition.name.as_bytes(), MOST_EDITS)?, definition.name))
        })
        .min();
    match nearest {
        Some((1.., near)) if (4..=LONGEST_NAME).contains(&name.len()) => {
            said!("write `{near}`" / "应写成 `{near}`"; near)
        }
        _ => said!("correct the name, or delete the directive" / "改正名称，或删除该指令"),
    }
}

const CONTEXTS: &[(Context, Sentence)] = &[
    (Context::Main, Sentence::plain("the top of the file", "文件顶层")),
    (Context::Events, Sentence::plain("`events`", "`events`")),
    (Context::Http, Sentence::plain("`http`", "`http`")),
    (Context::Server, Sentence::plain("`server`", "`server`")),
    (Context::Location, Sentence::plain("`location`", "`location`")),
    (Context::ServerIf, Sentence::plain("`if`", "`if`")),
    (Context::LocationIf, Sentence::plain("`if`", "`if`")),
    (Context::LimitExcept, Sentence::plain("`limit_except`", "`limit_except`")),
    (Context::Upstream, Sentence::plain("`upstream`", "`upstream`")),
    (Context::Stream, Sentence::plain("`stream`", "`stream`")),
    (Context::StreamServer, Sentence::plain("`server` of `stream`", "`stream` 的 `server`")),
    (Context::StreamUpstream, Sentence::plain("`upstream` of `stream`", "`stream` 的 `upstream`")),
    (Context::Mail, Sentence::plain("`mail`", "`mail`")),
    (Context::MailServer, Sentence::plain("`server` of `mail`", "`mail` 的 `server`")),
];

/// Edits between a misspelt name and what may have been meant.
const MOST_EDITS: usize = 2;
/// Longer names are not compared with all others.
const LONGEST_NAME: usize = 64;
