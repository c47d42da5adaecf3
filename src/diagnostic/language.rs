//! The languages of what is said.

use serde::{Deserialize, Serialize};

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
