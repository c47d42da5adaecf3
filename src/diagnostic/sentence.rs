//! The one way to say things: a sentence in both languages, with names where values stand.

use std::fmt::Write;

use serde::Serialize;

use super::compiled;
use super::rule::Language;
use super::value::Value;

/// A sentence in English and in Simplified Chinese. `{name}` stands for a value, `{name:?}` for a quoted one, `{{` and `}}`
/// for braces.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Sentence {
    /// In English.
    pub english: &'static str,
    /// In Simplified Chinese.
    pub chinese: &'static str,
}

impl Sentence {
    /// A sentence over the values that `names` are the names of.
    ///
    /// # Panics
    ///
    /// When a placeholder is none of `names`: in a constant, the program does not compile.
    #[must_use]
    pub const fn over(names: &[&str], english: &'static str, chinese: &'static str) -> Self {
        compiled::check(english.as_bytes(), names);
        compiled::check(chinese.as_bytes(), names);
        assert!(!chinese.is_empty(), "a sentence has no Chinese text");
        Self { english, chinese }
    }

    /// A sentence without values, whose braces are what they are.
    #[doc(hidden)]
    #[must_use]
    pub const fn plain(english: &'static str, chinese: &'static str) -> Self {
        assert!(!chinese.is_empty(), "a sentence has no Chinese text");
        Self { english, chinese }
    }

    /// The sentence in `language`, its placeholders unfilled.
    #[must_use]
    pub const fn template(self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Chinese => self.chinese,
        }
    }

    /// The sentence in `language` with `values` in their places.
    pub(super) fn text(self, language: Language, values: &[(&'static str, Value)]) -> String {
        let mut text = String::new();
        self.fill(language, values, &mut text);
        text
    }

    /// Writes the sentence in `language` with `values` in their places.
    pub(super) fn fill(self, language: Language, values: &[(&'static str, Value)], out: &mut String) {
        let mut rest = self.template(language);
        while let Some(at) = rest.find(['{', '}']) {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            rest = match from.get(1..).unwrap_or_default().split_once('}') {
                _ if from.starts_with("{{") || from.starts_with("}}") => {
                    out.push_str(from.get(..1).unwrap_or_default());
                    from.get(2..).unwrap_or_default()
                }
                Some((place, rest)) => {
                    let (name, quoted) = place.strip_suffix(":?").map_or((place, false), |name| (name, true));
                    if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
                        let start = out.len();
                        value.write(language, out);
                        if quoted {
                            let text = out.split_off(start);
                            // Writing to a String cannot fail.
                            let _ = write!(out, "{text:?}");
                        }
                    }
                    rest
                }
                None => "",
            };
        }
        out.push_str(rest);
    }
}
