//! Reports as text.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::diagnostic::{Diagnostic, Escaped, Language, Location, Report, Sentence};
use crate::phrase;

/// A report for people: each diagnostic with its place, the source line with the fault underlined, why it fails at run
/// time and how to fix it.
///
/// `name` is what the user calls the input, a path for example. A report without diagnostics is an empty text.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
/// use cloudapp::diagnostic::{Language, render};
/// use cloudapp::plan::{self, Plan};
///
/// let plan = Plan::new(EnvironmentKind::Test, Tier::Standard, Billing::Prepaid);
/// let rejected = plan::check(plan, &Policy::default()).unwrap_err();
/// let text = render::text(rejected.report(), "plan", Language::English);
/// assert!(text.starts_with("error[plan/tier-not-allowed]: "));
/// ```
#[must_use]
pub fn text(report: &Report, name: &str, language: Language) -> String {
    let mut out = String::new();
    for diagnostic in report.diagnostics() {
        // Writing to a String cannot fail.
        let _ = write_diagnostic(&mut out, diagnostic, name, language);
    }
    for (rule, count) in report.omitted() {
        let more = phrase!("{rule}: and {count} more\n" / "{rule}：另有 {count} 处\n", rule, count);
        out.push_str(&more.text(language));
    }
    out
}

fn write_diagnostic(
    out: &mut String,
    diagnostic: &Diagnostic,
    name: &str,
    language: Language,
) -> Result<(), std::fmt::Error> {
    let severity = diagnostic.severity().sentence().template(language);
    writeln!(out, "{severity}[{}]: {}", diagnostic.rule().id, diagnostic.message(language))?;
    let margin = " ".repeat(diagnostic.location().line().map_or(1, |line| line.to_string().len()));
    writeln!(out, "{margin}--> {}", place(diagnostic.location(), name))?;
    if let (Some(line), Some(snippet)) = (diagnostic.location().line(), diagnostic.location().snippet()) {
        // A tab is as wide as the terminal makes it, and would move the marks below.
        let show = |text: &str| Escaped(&text.replace('\t', "    ")).to_string();
        let before = format!("{}{}", if snippet.cut_before { "…" } else { "" }, show(&snippet.before));
        let (fault, after) = (show(&snippet.fault), show(&snippet.after));
        let end = if snippet.cut_after { "…" } else { "" };
        writeln!(out, "{margin} |")?;
        writeln!(out, "{}", format!("{line} | {before}{fault}{after}{end}").trim_end())?;
        // In columns of the terminal, of which a Chinese character takes two.
        let mark = "^".repeat(fault.width().max(1));
        writeln!(out, "{margin} | {}{mark}", " ".repeat(before.width()))?;
    }
    let why = Sentence::plain("why", "原因").template(language);
    writeln!(out, "{margin} = {why}: {}", diagnostic.rule().page(language).why)?;
    let help = Sentence::plain("help", "解决").template(language);
    writeln!(out, "{margin} = {help}: {}", diagnostic.help(language))
}

fn place(location: &Location, name: &str) -> String {
    let mut place = Escaped(name).to_string();
    if let Some(entry) = location.entry_name() {
        if !place.is_empty() {
            place.push_str("!/");
        }
        place.push_str(&entry);
    }
    match (location.line(), location.column(), location.span()) {
        (Some(line), Some(column), _) => place + &format!(":{line}:{column}"),
        (_, _, Some(span)) => place + &format!("@{}", span.start),
        _ => place,
    }
}
