//! Changes of an environment's database (§4.6).

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::app::parse::{LETTER, text_value};
use crate::app::{Fault, ParseError, Tier};
use crate::diagnostic::sentences;

/// Name of a database or of an account in it.
///
/// - starts with a lowercase letter
/// - continues with lowercase letters, digits and `_`
/// - 2 to 32 characters
///
/// The guide shows `sample`, `miniapp` and `admin`; the grammar is this crate's choice, so that a name
/// needs no quoting anywhere.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct DatabaseName(String);

text_value!(DatabaseName);

impl FromStr for DatabaseName {
    type Err = ParseError;

    /// # Errors
    ///
    /// What the grammar does not allow.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let refuse = |fault| Err(ParseError::new(NOUN, fault));
        for (at, found) in text.char_indices() {
            if at == 0 && !found.is_ascii_lowercase() {
                return refuse(Fault::Character { found, at, expected: LETTER });
            }
            if !(found.is_ascii_lowercase() || found.is_ascii_digit() || found == '_') {
                return refuse(Fault::Character { found, at, expected: NEXT });
            }
        }
        match text.len() {
            0 => refuse(Fault::Empty { expected: LIKE }),
            1 => refuse(Fault::End { at: 1, expected: TWO }),
            length if length > 32 => refuse(Fault::Length { at: 0, length, most: 32 }),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

/// What an account may do with a database; the app's own account has `READWRITE` (§4.6).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Privilege {
    /// Read.
    ReadOnly,
    /// Read and write: `READWRITE`.
    ReadWrite,
}

/// A change of the database. Passwords are never part of it.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum DatabaseChange {
    /// Starter: another password for an account (the default account is `admin`).
    ChangePassword {
        /// Whose.
        account: DatabaseName,
    },
    /// Starter: switch the web console on.
    OpenConsole,
    /// Starter: switch the web console off.
    CloseConsole,
    /// Standard: add a database with the charset `utf8`.
    AddDatabase {
        /// Its name.
        database: DatabaseName,
    },
    /// Standard: delete a database.
    DeleteDatabase {
        /// Its name.
        database: DatabaseName,
    },
    /// Standard: add an account; its password is the embedder's to hand over.
    AddAccount {
        /// Its name.
        account: DatabaseName,
    },
    /// Standard: let an account use a database.
    Grant {
        /// The account.
        account: DatabaseName,
        /// The database.
        database: DatabaseName,
        /// What it may do.
        privilege: Privilege,
    },
}

impl DatabaseChange {
    /// The tier in which the console offers it.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::Tier;
    /// use cloudapp::release::DatabaseChange;
    ///
    /// assert_eq!(DatabaseChange::OpenConsole.tier(), Tier::Starter);
    /// assert_eq!(DatabaseChange::AddDatabase { database: "sample".parse()? }.tier(), Tier::Standard);
    /// # Ok::<(), cloudapp::app::ParseError>(())
    /// ```
    #[must_use]
    pub const fn tier(&self) -> Tier {
        match self {
            Self::ChangePassword { .. } | Self::OpenConsole | Self::CloseConsole => Tier::Starter,
            Self::AddDatabase { .. } | Self::DeleteDatabase { .. } | Self::AddAccount { .. } | Self::Grant { .. } => {
                Tier::Standard
            }
        }
    }
}

sentences! {
    /// What names of databases are refused with.
    pub(super) SENTENCES
    NOUN = "database name" / "数据库名称",
    NEXT = "a lowercase letter, a digit or '_'" / "小写字母、数字或 '_'",
    LIKE = "a name like miniapp" / "名称，例如 miniapp",
    TWO = "at least 2 characters" / "至少 2 个字符",
}
