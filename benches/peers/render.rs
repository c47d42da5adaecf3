//! A report of 1,000 findings, each with its line of source: written as text beside annotate-snippets, which is given the
//! same titles, places and notes; and as JSON and SARIF.
//!
//! `cargo bench --bench render` in `benches/peers`.
#![allow(clippy::unwrap_used, missing_docs, reason = "a program that measures")]

use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use cloudapp::app::NginxVersion;
use cloudapp::diagnostic::{Findings, Language, Levels, Report, render};
use cloudapp::nginx::{Check, Config, Target};
use divan::Bencher;
use divan::counter::ItemsCount;

const FINDINGS: usize = 1_000;

fn main() {
    divan::main();
}

/// An nginx file with so many unknown directives, and what the check says of it.
fn report() -> (String, Report) {
    let text = (0..FINDINGS).fold(String::new(), |mut text, number| {
        writeln!(text, "    unheard_of_{number:04} on; # never").unwrap();
        text
    });
    let levels = Levels::default().keep_per_rule(FINDINGS);
    let mut findings = Findings::new(&levels);
    Check::new(&Target::of(NginxVersion::new(1, 22, 1))).run(&Config::parse(text.as_str()), &mut findings);
    let report = findings.finish();
    assert_eq!(report.diagnostics().len(), FINDINGS);
    (text, report)
}

#[divan::bench]
fn text(bencher: Bencher) {
    let (_, report) = report();
    bencher.counter(ItemsCount::new(FINDINGS)).bench(|| {
        let text = render::text(&report, "nginx.conf", Language::English);
        assert_eq!(text.matches("^^^").count() / 5, FINDINGS);
        text
    });
}

#[divan::bench]
fn text_by_annotate_snippets(bencher: Bencher) {
    let (source, report) = report();
    bencher.counter(ItemsCount::new(FINDINGS)).bench(|| {
        let lines: Vec<&str> = source.lines().collect();
        let mut text = String::new();
        for diagnostic in report.diagnostics() {
            let (place, rule) = (diagnostic.location(), diagnostic.rule());
            let (message, help) = (diagnostic.message(Language::English), diagnostic.help(Language::English));
            let line = place.line().unwrap() as usize;
            let fault = Snippet::source(lines[line - 1])
                .path("nginx.conf")
                .line_start(line)
                .annotation(AnnotationKind::Primary.span(4..19));
            let group = Group::with_title(Level::ERROR.primary_title(&message).id(rule.id))
                .element(fault)
                .element(Level::NOTE.message(rule.page(Language::English).why))
                .element(Level::HELP.message(&help));
            text += &Renderer::plain().render(&[group]);
            text.push('\n');
        }
        assert_eq!(text.matches("^^^").count() / 5, FINDINGS);
        text
    });
}

#[divan::bench]
fn json_lines(bencher: Bencher) {
    let (_, report) = report();
    bencher.counter(ItemsCount::new(FINDINGS)).bench(|| {
        let diagnostics = report.diagnostics().iter();
        let lines = diagnostics.map(|diagnostic| render::json_line(diagnostic, Language::English) + "\n");
        let lines: String = lines.collect();
        assert_eq!(lines.lines().count(), FINDINGS);
        lines
    });
}

#[divan::bench]
fn sarif(bencher: Bencher) {
    let (_, report) = report();
    bencher.counter(ItemsCount::new(FINDINGS)).bench(|| {
        let log = render::sarif([("nginx.conf", &report)], Language::English);
        let text = log.to_string();
        assert_eq!(text.matches(r#""ruleIndex":"#).count(), FINDINGS);
        text
    });
}
