//! The one way to say things: sentences in both languages, with names as placeholders for values.

use std::borrow::Cow;
use std::fmt::Write;

use serde::Serialize;
use serde_json::Value as Data;

use super::compiled;
use super::language::Language;
use super::secret::{masked, masked_json};
use super::shell::shell_word;

/// A sentence in English and in Simplified Chinese. `{name}` stands for a value, `{name:?}` for a quoted one,
/// `{name:code}` for its word in JSON, `{name:sh}` for it as a word of a shell command, `{{` and `}}` for braces.
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
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::diagnostic::{Phrase, Sentence, Language};
    ///
    /// const FILES: Sentence = Sentence::over(&["count"], "{count} files", "{count} 个文件");
    /// assert_eq!(Phrase::new(FILES, vec![("count", 3_u64.into())]).text(Language::English), "3 files");
    /// ```
    #[must_use]
    pub const fn over(names: &[&str], english: &'static str, chinese: &'static str) -> Self {
        compiled::check(english.as_bytes(), names);
        compiled::check(chinese.as_bytes(), names);
        assert!(!chinese.is_empty(), "a sentence has no Chinese text");
        Self { english, chinese }
    }

    /// A sentence without values, whose braces are what they are.
    ///
    /// # Panics
    ///
    /// Without a Chinese text: in a constant, the program does not compile.
    #[must_use]
    pub const fn plain(english: &'static str, chinese: &'static str) -> Self {
        assert!(!chinese.is_empty(), "a sentence has no Chinese text");
        Self { english, chinese }
    }

    /// The sentence in `language`, its placeholders unfilled.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::diagnostic::{Language, Sentence};
    ///
    /// let sentence = Sentence::plain("wait until it ends", "等待其结束");
    /// assert_eq!(sentence.template(Language::Chinese), "等待其结束");
    /// ```
    #[must_use]
    pub const fn template(self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Chinese => self.chinese,
        }
    }

    /// The sentence in `language` with `values` for its placeholders.
    pub(super) fn text(self, language: Language, values: &[(&'static str, Value)]) -> String {
        let mut text = String::new();
        self.fill(language, values, &mut text);
        text
    }

    /// Writes the sentence in `language` with `values` for its placeholders.
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
                    let (name, form) = place.split_once(':').unwrap_or((place, ""));
                    if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
                        let mut text = String::new();
                        value.write(language, &mut text);
                        match form {
                            "code" => out.push_str(value.data().as_str().unwrap_or_default()),
                            "sh" => out.push_str(&shell_word(&text)),
                            // Writing to a String cannot fail.
                            "?" => drop(write!(out, "{text:?}")),
                            _ => out.push_str(&text),
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

/// A named part of a finding.
///
/// Texts and numbers are what they are in JSON. A [`Phrase`] has words of its own in each language, and in JSON it is
/// the data it was made of.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Nothing: `null`, and no words.
    Nothing,
    /// Yes or no.
    Flag(bool),
    /// A whole number, of `u64` or `i64`.
    Number(i128),
    /// A text of the input, or a word that is the same in every language.
    Text(String),
    /// Several, separated by commas; `none` when there are none.
    List(Vec<Value>),
    /// Words in both languages.
    Phrase(Box<Phrase>),
}

impl Value {
    /// The text, when it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Puts `***` in place of what may be secret.
    pub(super) fn mask(&mut self) {
        match self {
            Self::Text(text) => {
                if let Cow::Owned(shown) = masked(text) {
                    *text = shown;
                }
            }
            Self::List(values) => values.iter_mut().for_each(Self::mask),
            Self::Phrase(phrase) => phrase.mask(),
            Self::Nothing | Self::Flag(_) | Self::Number(_) => {}
        }
    }

    /// The value, which is `data` in JSON.
    pub(super) fn of_data(data: Data) -> Self {
        match data {
            Data::Null => Self::Nothing,
            Data::Bool(flag) => Self::Flag(flag),
            Data::String(text) => Self::Text(text),
            Data::Array(items) => Self::List(items.into_iter().map(Self::of_data).collect()),
            data => match data.as_i64().map(i128::from).or_else(|| data.as_u64().map(i128::from)) {
                Some(number) => Self::Number(number),
                // Fractions and objects have no words but their JSON.
                None => Self::shown(&data, &data),
            },
        }
    }

    /// The value as JSON.
    pub(super) fn data(&self) -> Data {
        match self {
            Self::Nothing => Data::Null,
            Self::Flag(flag) => Data::Bool(*flag),
            Self::Number(number) => match u64::try_from(*number) {
                Ok(number) => Data::from(number),
                Err(_) => i64::try_from(*number).map_or(Data::Null, Data::from),
            },
            Self::Text(text) => Data::String(text.clone()),
            Self::List(values) => Data::Array(values.iter().map(Self::data).collect()),
            Self::Phrase(phrase) => phrase.data(),
        }
    }

    /// The value's words, at the end of `out`.
    pub(super) fn write(&self, language: Language, out: &mut String) {
        match self {
            Self::Nothing => {}
            Self::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::Text(text) => out.push_str(text),
            Self::List(values) if values.is_empty() => out.push_str(match language {
                Language::English => "none",
                Language::Chinese => "无",
            }),
            Self::List(values) => {
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        out.push_str(match language {
                            Language::English => ", ",
                            Language::Chinese => "、",
                        });
                    }
                    value.write(language, out);
                }
            }
            Self::Phrase(phrase) => phrase.sentence.fill(language, &phrase.values, out),
        }
    }
}

/// A sentence with its values: what a person reads in either language.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    sentence: Sentence,
    values: Vec<(&'static str, Value)>,
    data: Option<Data>,
}

impl Phrase {
    /// `sentence` with `values` for its placeholders. The macro [`phrase!`](crate::phrase) checks the names at compile
    /// time.
    #[must_use]
    pub const fn new(sentence: Sentence, values: Vec<(&'static str, Value)>) -> Self {
        Self { sentence, values, data: None }
    }

    /// The same phrase, which is `data` in JSON instead of its English words.
    #[must_use]
    pub fn standing_for(self, data: impl Serialize) -> Self {
        Self { data: serde_json::to_value(data).ok(), ..self }
    }

    /// Puts `***` in place of what may be secret, in words and in data.
    pub(super) fn mask(&mut self) {
        self.values.iter_mut().for_each(|(_, value)| value.mask());
        self.data = self.data.take().map(masked_json);
    }

    /// The words in `language`.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        self.sentence.text(language, &self.values)
    }

    fn data(&self) -> Data {
        self.data.clone().unwrap_or_else(|| Data::String(self.text(Language::English)))
    }
}

impl From<Phrase> for Value {
    fn from(phrase: Phrase) -> Self {
        Self::Phrase(Box::new(phrase))
    }
}

impl From<Sentence> for Value {
    fn from(sentence: Sentence) -> Self {
        Phrase::new(sentence, Vec::new()).into()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Cow<'_, str>> for Value {
    fn from(text: Cow<'_, str>) -> Self {
        Self::Text(text.into_owned())
    }
}

impl From<char> for Value {
    fn from(character: char) -> Self {
        Self::Text(character.to_string())
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}

impl<T: Copy + Into<Value>> From<&[T]> for Value {
    fn from(values: &[T]) -> Self {
        values.iter().copied().collect()
    }
}

impl<T: Into<Value>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        values.into_iter().collect()
    }
}

macro_rules! numbers {
    ($($type:ty)+) => { $(
        impl From<$type> for Value {
            fn from(number: $type) -> Self {
                Self::Number(i128::from(number))
            }
        }
    )+ };
}
numbers! { u8 u16 u32 u64 i32 i64 }

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        u64::try_from(number).unwrap_or(u64::MAX).into()
    }
}

/// A phrase in both languages: `phrase!("found {name}" / "找到 {name}", name)`. A value may be given as `name = value`.
///
/// # Examples
///
/// ```
/// use cloudapp::diagnostic::Language;
///
/// let phrase = cloudapp::phrase!("{count} files" / "{count} 个文件", count = 3_u64);
/// assert_eq!(phrase.text(Language::English), "3 files");
/// assert_eq!(phrase.text(Language::Chinese), "3 个文件");
/// ```
///
/// A placeholder without a value does not compile:
///
/// ```compile_fail
/// let phrase = cloudapp::phrase!("{count} files" / "{count} 个文件");
/// ```
#[macro_export]
macro_rules! phrase {
    ($english:literal / $chinese:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::diagnostic::Phrase::new(
            const { $crate::diagnostic::Sentence::over(&[$(stringify!($name)),*], $english, $chinese) },
            vec![$((stringify!($name), $crate::phrase!(@ $name $($value)?))),*],
        )
    };
    ($sentence:path $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::diagnostic::Phrase::new($sentence, vec![$((stringify!($name), $crate::phrase!(@ $name $($value)?))),*])
    };
    (@ $name:ident) => { $crate::diagnostic::Value::from($name) };
    (@ $name:ident $value:expr) => { $crate::diagnostic::Value::from($value) };
}

/// Declares sentences of errors, each a constant with the names of its values, and the table of all of them, by which
/// [`translated`](crate::diagnostic::translated) finds an error that passed through serde.
macro_rules! sentences {
    (
        $(#[$meta:meta])*
        $vis:vis $table:ident
        $( $name:ident $({ $($value:ident),+ })? = $english:literal / $chinese:literal, )+
    ) => {
        $(
            pub(crate) const $name: $crate::diagnostic::Sentence =
                $crate::diagnostic::Sentence::over(&[$($(stringify!($value)),+)?], $english, $chinese);
        )+

        $(#[$meta])*
        $vis const $table: &[$crate::diagnostic::Sentence] = &[$($name),+];
    };
}
pub(crate) use sentences;

/// Gives types with a `phrase` their `message` in either language, `Display` in English, and a conversion to [`Value`].
macro_rules! speaks {
    ($($type:ty),+ $(,)?) => { $(
        impl $type {
            /// What it says in `language`: one line without a full stop.
            #[must_use]
            pub fn message(&self, language: $crate::diagnostic::Language) -> String {
                self.phrase().text(language)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.message($crate::diagnostic::Language::English))
            }
        }

        impl From<$type> for $crate::diagnostic::Value {
            fn from(said: $type) -> Self {
                said.phrase().into()
            }
        }
    )+ };
}
pub(crate) use speaks;

/// Gives types that serialize as data and print the same words in every language a conversion to [`Value`].
macro_rules! shown {
    ($($type:ty),+ $(,)?) => { $(
        impl From<$type> for $crate::diagnostic::Value {
            fn from(value: $type) -> Self {
                $crate::diagnostic::Value::shown(&value, &value)
            }
        }
    )+ };
}
pub(crate) use shown;

impl Value {
    /// A value that is `data` in JSON and prints as `words` in every language.
    pub(crate) fn shown(data: &impl Serialize, words: &impl ToString) -> Self {
        Self::of_words(words.to_string(), serde_json::to_value(data).ok())
    }

    fn of_words(words: String, data: Option<Data>) -> Self {
        if data.as_ref().and_then(Data::as_str) == Some(&words) {
            return Self::Text(words);
        }
        let sentence = const { Sentence::over(&["words"], "{words}", "{words}") };
        Phrase { data, ..Phrase::new(sentence, vec![("words", Self::Text(words))]) }.into()
    }
}

/// Declares enums of terms that people read: each has its words in English and Chinese, and a code for JSON, which is its
/// English words where none is given.
macro_rules! terms {
    ($(
        $(#[$meta:meta])*
        $vis:vis $name:ident { $( $(#[$variant_meta:meta])* $variant:ident $($code:literal)? = $english:literal / $chinese:literal, )+ }
    )+) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        $vis enum $name { $( $(#[$variant_meta])* #[doc = $english] $variant, )+ }

        impl $name {
            /// Its words in both languages.
            #[must_use]
            $vis const fn sentence(self) -> $crate::diagnostic::Sentence {
                match self {
                    $( Self::$variant => const { $crate::diagnostic::Sentence::over(&[], $english, $chinese) }, )+
                }
            }

            /// Its word in JSON.
            #[must_use]
            $vis const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $crate::diagnostic::terms!(@ $english $($code)?), )+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.sentence().english)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl From<$name> for $crate::diagnostic::Value {
            fn from(term: $name) -> Self {
                $crate::diagnostic::Phrase::new(term.sentence(), Vec::new()).standing_for(term.as_str()).into()
            }
        }
    )+ };
    (@ $english:literal) => { $english };
    (@ $english:literal $code:literal) => { $code };
}
pub(crate) use terms;
