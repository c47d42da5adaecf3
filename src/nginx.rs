//! nginx in front of an app: its configuration generated, or read and checked without nginx.

mod check;
mod ciphers;
mod config;
mod context;
mod directives;
mod format;
mod generate;
mod includes;
mod lex;
pub mod policy;
pub mod rules;
mod site;
mod syntax_error;
mod target;
mod variables;

pub use check::Check;
pub use config::{Config, Directive, Directives, Word};
pub use format::format;
pub use generate::{Generated, Profile, generate};
pub use includes::{Included, Includes, NoIncludes};
pub use rules::RULES;
pub use site::{BodyLimit, Disposition, Site};
pub use syntax_error::{SyntaxError, SyntaxErrorKind};
pub use target::Target;
