//! Refusals of text, and the two ways in which a type takes text.

use crate::diagnostic::{Phrase, Sentence, Value, sentences, speaks};
use crate::phrase;

/// Why a text is not a value of a type.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ParseError {
    noun: Sentence,
    fault: Fault,
}

impl ParseError {
    pub(crate) const fn new(noun: Sentence, fault: Fault) -> Self {
        Self { noun, fault }
    }

    /// What the text should have been: `app name`.
    #[must_use]
    pub const fn noun(&self) -> Sentence {
        self.noun
    }

    /// What is wrong with it.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::{AppName, Fault};
    /// use cloudapp::diagnostic::Language;
    ///
    /// let refused = "todo app".parse::<AppName>().unwrap_err();
    /// assert!(matches!(refused.fault(), Fault::Character { found: ' ', at: 4, .. }));
    /// assert_eq!(refused.message(Language::Chinese), "应用名称：第 4 字节处为 ' '，应为字母 a-z、A-Z 或数字 0-9");
    /// ```
    #[must_use]
    pub const fn fault(&self) -> &Fault {
        &self.fault
    }

    fn phrase(&self) -> Phrase {
        phrase!(REFUSAL, noun = self.noun, fault = self.fault.phrase())
    }
}

/// What is wrong with a text.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// There is nothing.
    Empty {
        /// What would be accepted.
        expected: Sentence,
    },
    /// A character does not belong.
    Character {
        /// The first character that does not belong.
        found: char,
        /// Its offset in bytes.
        at: usize,
        /// What would be accepted there.
        expected: Sentence,
    },
    /// The text ends too early.
    End {
        /// Length of the text in bytes.
        at: usize,
        /// What would be accepted there.
        expected: Sentence,
    },
    /// The text, or a part of it, is too long.
    Length {
        /// Where the part starts, in bytes.
        at: usize,
        /// Its length in characters.
        length: usize,
        /// The greatest accepted length.
        most: usize,
    },
    /// The characters are right and their meaning is not.
    Meaning {
        /// Where the part starts, in bytes.
        at: usize,
        /// What the part is.
        found: Sentence,
        /// What would be accepted there.
        expected: Sentence,
    },
    /// Another word than the accepted ones.
    Word {
        /// The word, cut when it is long.
        found: String,
        /// The accepted words.
        expected: &'static [&'static str],
    },
}

impl Fault {
    fn phrase(&self) -> Phrase {
        match self {
            Self::Empty { expected } => phrase!(EMPTY, expected = *expected),
            Self::Character { found, at, expected } => {
                phrase!(CHARACTER, found = format!("{found:?}"), at = *at, expected = *expected)
            }
            Self::End { at, expected } => phrase!(END, at = *at, expected = *expected),
            Self::Length { at, length, most } => phrase!(LENGTH, length = *length, at = *at, most = *most),
            Self::Meaning { at, found, expected } => phrase!(CHARACTER, found = *found, at = *at, expected = *expected),
            Self::Word { found, expected } => {
                phrase!(WORD, found = format!("{found:?}"), expected = Value::from(*expected))
            }
        }
    }
}

speaks!(ParseError, Fault);

impl std::error::Error for ParseError {}

impl std::error::Error for Fault {}

sentences! {
    /// What every refusal of a text says.
    pub(super) SENTENCES
    REFUSAL { noun, fault } = "{noun}: {fault}" / "{noun}：{fault}",
    EMPTY { expected } = "empty, expected {expected}" / "为空，应为{expected}",
    END { at, expected } = "ends at byte {at}, expected {expected}" / "在第 {at} 字节处结束，应为{expected}",
    LENGTH { length, at, most } = "{length} characters from byte {at}, expected at most {most}"
        / "从第 {at} 字节起有 {length} 个字符，最多 {most} 个",
    CHARACTER { found, at, expected } = "{found} at byte {at}, expected {expected}"
        / "第 {at} 字节处为 {found}，应为{expected}",
    WORD { found, expected } = "{found}, expected one of {expected}" / "{found}，应为 {expected} 之一",
    LETTER = "a lowercase letter a-z" / "小写字母 a-z",
    LETTER_OR_DIGIT = "a letter a-z or A-Z or a digit 0-9" / "字母 a-z、A-Z 或数字 0-9",
}

/// Gives a type over a checked `String` field its conversions: `FromStr` (written by the type), `TryFrom`, serde,
/// `as_str`, `AsRef<str>` and `Display`.
macro_rules! text_value {
    ($type:ident) => {
        impl $type {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        $crate::app::parse::through_text!($type);

        impl From<$type> for $crate::diagnostic::Value {
            fn from(text: $type) -> Self {
                text.as_str().into()
            }
        }
    };
}
pub(crate) use text_value;

/// Gives a type with `FromStr` and `Display` its `TryFrom` and serde, both through the text.
macro_rules! through_text {
    ($type:ident) => {
        impl TryFrom<&str> for $type {
            type Error = <Self as std::str::FromStr>::Err;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl TryFrom<String> for $type {
            type Error = <Self as std::str::FromStr>::Err;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use through_text;

/// Declares an enum whose variants are words, with labels in Chinese or without: `ALL`, `as_str`, `Display`, `FromStr`, `TryFrom` and serde.
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $name:ident : $noun:literal / $chinese_noun:literal {
            $( $(#[$variant_meta:meta])* $variant:ident = $word:literal, )+
        }
    ) => {
        $crate::app::parse::words!(@ $(#[$meta])* $name $noun $chinese_noun $( $(#[$variant_meta])* $variant $word )+);

        impl From<$name> for $crate::diagnostic::Value {
            fn from(word: $name) -> Self {
                word.as_str().into()
            }
        }
    };
    (
        $(#[$meta:meta])*
        pub enum $name:ident : $noun:literal / $chinese_noun:literal {
            $( $(#[$variant_meta:meta])* $variant:ident = $word:literal / $label:literal, )+
        }
    ) => {
        $crate::app::parse::words!(@ $(#[$meta])* $name $noun $chinese_noun $( $(#[$variant_meta])* $variant $word )+);

        impl $name {
            /// Label in the platform's console.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $( Self::$variant => $label, )+ }
            }
        }

        impl From<$name> for $crate::diagnostic::Value {
            fn from(word: $name) -> Self {
                let sentence = match word {
                    $( $name::$variant => const { $crate::diagnostic::Sentence::over(&[], $word, $label) }, )+
                };
                sentence.into()
            }
        }
    };
    (@ $(#[$meta:meta])* $name:ident $noun:literal $chinese_noun:literal $( $(#[$variant_meta:meta])* $variant:ident $word:literal )+) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum $name { $( $(#[$variant_meta])* $variant, )+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];
            pub(crate) const NOUN: $crate::diagnostic::Sentence =
                $crate::diagnostic::Sentence::plain($noun, $chinese_noun);

            /// The word in text and JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::app::ParseError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $( $word => Ok(Self::$variant), )+
                    _ => Err($crate::app::ParseError::new(Self::NOUN, $crate::app::Fault::Word {
                        found: $crate::diagnostic::shortened(text),
                        expected: &[ $( $word, )+ ],
                    })),
                }
            }
        }

        $crate::app::parse::through_text!($name);
    };
}
pub(crate) use words;
