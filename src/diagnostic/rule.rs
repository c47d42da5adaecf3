//! Rules, and the table in which a topic declares its own.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::compiled;
use super::language::Language;
use super::phrase::Sentence;

/// A condition that makes a deployment fail or misbehave, known by a stable id.
///
/// The macro [`rule_table!`](crate::rule_table) declares them.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Rule {
    /// `group/fault` in kebab case. Never renamed and never reused.
    pub id: &'static str,
    /// Severity unless [`Levels`](super::Levels) or the finding's circumstances say otherwise.
    pub severity: Severity,
    /// Where the fact comes from.
    pub source: &'static str,
    /// A short input that trips the rule, as text: of a package one entry a line, `path: content`, and `# words` before all
    /// else where it matters what the input is for. What text cannot show, like one damaged byte, is in parentheses.
    pub example: &'static str,
    /// The page in English.
    pub english: Page,
    /// The page in Simplified Chinese.
    pub chinese: Page,
    /// Names of the values that its findings have.
    #[serde(skip)]
    pub fields: &'static [&'static str],
    #[serde(skip)]
    pub(super) message: Sentence,
    #[serde(skip)]
    pub(super) help: Sentence,
}

impl Rule {
    /// The page in `language`.
    #[must_use]
    pub const fn page(&self, language: Language) -> &Page {
        match language {
            Language::English => &self.english,
            Language::Chinese => &self.chinese,
        }
    }

    /// A rule from what [`rule_table!`](crate::rule_table) was given.
    #[doc(hidden)]
    #[must_use]
    pub const fn declare(
        (id, severity): (&'static str, Severity),
        (source, example): (&'static str, &'static str),
        [what, why, fix]: [Sentence; 3],
        fields: &'static [&'static str],
        [message, help]: [Sentence; 2],
    ) -> Self {
        let english = Page { what: what.english, why: why.english, fix: fix.english };
        let chinese = Page { what: what.chinese, why: why.chinese, fix: fix.chinese };
        Self { id, severity, source, example, english, chinese, fields, message, help }
    }

    /// Panics unless the values of a finding are those of the rule: in a constant, the program does not compile.
    #[doc(hidden)]
    pub const fn assert_fields(&self, given: &[&str]) {
        compiled::assert_same(self.fields, given);
    }
}

/// What a rule says to people, the same for each of its findings.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Page {
    /// The fault in one sentence.
    pub what: &'static str,
    /// What would happen at run time.
    pub why: &'static str,
    /// How to fix it.
    pub fix: &'static str,
}

/// The severity of a finding, from the least.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Likely not what was meant.
    Warning,
    /// The deployment would fail or be unsafe.
    Error,
}

impl Severity {
    /// `error`, `warning` or `info`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The word in both languages.
    #[must_use]
    pub const fn sentence(self) -> Sentence {
        match self {
            Self::Info => Sentence::plain("info", "提示"),
            Self::Warning => Sentence::plain("warning", "警告"),
            Self::Error => Sentence::plain("error", "错误"),
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How many rules some tables have.
#[allow(dead_code, reason = "only nginx and packages have rules in several tables")]
#[expect(clippy::indexing_slicing, reason = "of constants only: an index out of bounds does not compile")]
pub(crate) const fn length(tables: &[&[&'static Rule]]) -> usize {
    let (mut sum, mut table) = (0, 0);
    while table < tables.len() {
        sum += tables[table].len();
        table += 1;
    }
    sum
}

/// The rules of some tables as one, sorted by id. `N` is their [`length`].
#[allow(dead_code, reason = "only nginx and packages have rules in several tables")]
#[expect(clippy::indexing_slicing, reason = "of constants only: an index out of bounds does not compile")]
pub(crate) const fn joined<const N: usize>(tables: &[&[&'static Rule]]) -> [&'static Rule; N] {
    let mut all = [tables[0][0]; N];
    let (mut count, mut table) = (0, 0);
    while table < tables.len() {
        let mut row = 0;
        while row < tables[table].len() {
            // Insertion keeps the rows in order: a table has some dozens.
            let mut at = count;
            while at > 0 && is_before(tables[table][row].id, all[at - 1].id) {
                all[at] = all[at - 1];
                at -= 1;
            }
            all[at] = tables[table][row];
            count += 1;
            row += 1;
        }
        table += 1;
    }
    all
}

#[expect(clippy::indexing_slicing, reason = "of constants only: an index out of bounds does not compile")]
const fn is_before(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() {
        if one[at] != other[at] {
            return one[at] < other[at];
        }
        at += 1;
    }
    one.len() < other.len()
}

/// Declares the rules of a topic, as a static of each and as a table of all.
///
/// A row gives a rule's name in code, its severity and id, the names of its findings' values, and its sentences in English
/// and Chinese. `help` is left out where it is the same as `fix`. What a sentence names must be a value, or the row does not
/// compile.
///
/// # Examples
///
/// An embedder's own rule appears in one report with ours:
///
/// ```
/// use cloudapp::diagnostic::{Findings, Language, Levels, Location};
///
/// cloudapp::rule_table! {
///     /// Rules of the house.
///     pub HOUSE_RULES
///
///     UNLICENSED: Warning "acme/unlicensed" { team }
///         source "house rule 7"
///         example "README.md:"
///         what "no licence" / "没有许可证"
///         why "legal stops the release" / "法务会叫停发布"
///         fix "add LICENSE" / "添加 LICENSE"
///         message "team {team} ships no licence" / "团队 {team} 没有提供许可证"
/// }
///
/// let levels = Levels::default();
/// let mut findings = Findings::new(&levels);
/// findings.add(Location::input(), cloudapp::finding!(UNLICENSED { team: "shop" }));
/// let report = findings.finish();
/// assert_eq!(report.diagnostics()[0].message(Language::English), "team shop ships no licence");
/// assert_eq!(report.diagnostics()[0].help(Language::English), HOUSE_RULES[0].english.fix);
/// ```
#[macro_export]
macro_rules! rule_table {
    (
        $(#[$meta:meta])*
        $vis:vis $table:ident
        $(
            $(#[$rule_meta:meta])*
            $name:ident : $severity:ident $id:literal { $($field:ident),* $(,)? }
                source $source:literal
                example $example:literal
                what $what:literal / $zh_what:literal
                why $why:literal / $zh_why:literal
                fix $fix:literal / $zh_fix:literal
                $(help $help:literal / $zh_help:literal)?
                message $message:literal / $zh_message:literal
        )+
    ) => {
        $(
            $(#[$rule_meta])*
            pub(crate) static $name: $crate::diagnostic::Rule = $crate::diagnostic::Rule::declare(
                ($id, $crate::diagnostic::Severity::$severity),
                ($source, $example),
                [
                    $crate::diagnostic::Sentence::plain($what, $zh_what),
                    $crate::diagnostic::Sentence::plain($why, $zh_why),
                    $crate::diagnostic::Sentence::plain($fix, $zh_fix),
                ],
                &[$(stringify!($field)),*],
                [
                    $crate::diagnostic::Sentence::over(&[$(stringify!($field)),*], $message, $zh_message),
                    $crate::rule_table!(@ ($fix / $zh_fix) ($($field)*) $($help / $zh_help)?),
                ],
            );
        )+

        $(#[$meta])*
        $vis const $table: &[&$crate::diagnostic::Rule] = &[$(&$name),+];
    };
    (@ ($fix:literal / $zh_fix:literal) ($($field:ident)*)) => {
        $crate::diagnostic::Sentence::over(&[], $fix, $zh_fix)
    };
    (@ ($fix:literal / $zh_fix:literal) ($($field:ident)*) $help:literal / $zh_help:literal) => {
        $crate::diagnostic::Sentence::over(&[$(stringify!($field)),*], $help, $zh_help)
    };
}
