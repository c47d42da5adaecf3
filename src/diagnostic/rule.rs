//! Rules and the one declaration from which a rule's type, text and page come.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A condition that makes a deployment fail or misbehave, known by a stable id.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Rule {
    /// `group/fault` in kebab case. Never renamed and never reused.
    pub id: &'static str,
    /// Severity unless [`Levels`](super::Levels) or the finding's circumstances say otherwise.
    pub severity: Severity,
    /// Where the fact comes from.
    pub source: &'static str,
    /// The shortest input that trips the rule.
    pub example: &'static str,
    /// The page in English.
    pub english: Page,
    /// The page in Simplified Chinese.
    pub chinese: Page,
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
}

/// What a rule says to people, the same for each of its findings.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Page {
    /// The fault in one sentence.
    pub what: &'static str,
    /// What would happen at run time.
    pub why: &'static str,
    /// How it is mended.
    pub fix: &'static str,
}

impl Page {
    /// A page from its three sentences.
    #[must_use]
    pub const fn new(what: &'static str, why: &'static str, fix: &'static str) -> Self {
        Self { what, why, fix }
    }
}

/// How much a finding weighs, lightest first.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
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
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A language that every rule speaks.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Language {
    /// `en`
    #[default]
    #[serde(rename = "en")]
    English,
    /// `zh-CN`, Simplified Chinese.
    #[serde(rename = "zh-CN")]
    Chinese,
}

/// Declares a rule: the struct of its finding, the page, and the two sentences of each finding.
///
/// The sentences are format strings over the struct's fields, so that a placeholder without a field does not compile.
#[allow(unused_macros, reason = "a build without features declares no rule")]
macro_rules! rule {
    (
        $(#[$meta:meta])*
        pub struct $name:ident { $( $(#[$field_meta:meta])* pub $field:ident : $type:ty ),* $(,)? }
        id: $id:literal,
        severity: $severity:ident,
        source: $source:literal,
        example: $example:literal,
        english: {
            what: $what:literal,
            why: $why:literal,
            fix: $fix:literal,
            message: $message:literal,
            help: $help:literal $(,)?
        },
        chinese: {
            what: $zh_what:literal,
            why: $zh_why:literal,
            fix: $zh_fix:literal,
            message: $zh_message:literal,
            help: $zh_help:literal $(,)?
        } $(,)?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        #[non_exhaustive]
        pub struct $name { $( $(#[$field_meta])* pub $field: $type, )* }

        impl $crate::diagnostic::Finding for $name {
            const RULE: &'static $crate::diagnostic::Rule = &$crate::diagnostic::Rule::declare(
                $id,
                $crate::diagnostic::Severity::$severity,
                $source,
                $example,
                $crate::diagnostic::Page::new($what, $why, $fix),
                $crate::diagnostic::Page::new($zh_what, $zh_why, $zh_fix),
            );

            #[allow(unused_variables, reason = "a sentence need not name every field")]
            fn message(&self, language: $crate::diagnostic::Language) -> String {
                let Self { $( $field, )* } = self;
                match language {
                    $crate::diagnostic::Language::English => format!($message),
                    $crate::diagnostic::Language::Chinese => format!($zh_message),
                }
            }

            #[allow(unused_variables, reason = "a sentence need not name every field")]
            fn help(&self, language: $crate::diagnostic::Language) -> String {
                let Self { $( $field, )* } = self;
                match language {
                    $crate::diagnostic::Language::English => format!($help),
                    $crate::diagnostic::Language::Chinese => format!($zh_help),
                }
            }
        }
    };
}
#[allow(unused_imports, reason = "a build without features declares no rule")]
pub(crate) use rule;

impl Rule {
    /// A rule from its columns; the `rule!` declaration and embedders' own rules use it.
    #[must_use]
    pub const fn declare(
        id: &'static str,
        severity: Severity,
        source: &'static str,
        example: &'static str,
        english: Page,
        chinese: Page,
    ) -> Self {
        Self { id, severity, source, example, english, chinese }
    }
}
