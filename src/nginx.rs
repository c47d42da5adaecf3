//! nginx in front of an app: its configuration generated, or read and checked without nginx.
//!
//! In goes a [`Site`], or the text of a user's file. Out comes a configuration, or what nginx and the platform would
//! refuse, every fault at once, with its line. Nothing is opened, resolved or run.
//!
//! ```text
//! Site ── generate ──▶ Generated ─ as_str ─┐
//! user's file ─────────────────────────────┴─▶ Config::parse ─▶ Check ─▶ Contract ─▶ Accepted<Config> or a Report
//! ```
//!
//! - [`generate`] writes the file for a [`Site`], in one of two [`Profile`]s.
//! - [`Config::parse`] reads a text. It never fails: what cannot be read is reported by the check.
//! - [`Check`] says what `nginx -t` of a version, the [`Target`], would say. [`Includes`] hands over included files.
//! - [`policy::Contract`] says what the platform does not allow, although nginx would.
//! - [`route::Router`] says what a request gets: a file, a redirect, a status, or which program is asked for what.
//! - [`format`](fn@format) lays a text out and keeps its words and comments.
//!
//! # Examples
//!
//! ```
//! use cloudapp::app::NginxVersion;
//! use cloudapp::diagnostic::{Language, Levels, render};
//! use cloudapp::nginx::{Check, Config, Target};
//!
//! let target = Target::of(NginxVersion::new(1, 22, 1));
//! let config = Config::parse("events {}\nhttp { server { listen 80; gzip maybe; } }\n");
//! let rejected = Check::new(&target).accept(config, &Levels::default()).unwrap_err();
//! let text = render::text(rejected.report(), "nginx.conf", Language::English);
//! assert!(text.contains("error[nginx/invalid-value]"), "{text}");
//! ```

mod check;
mod ciphers;
mod config;
mod context;
mod directives;
mod files;
mod format;
mod generate;
mod includes;
mod lex;
pub mod policy;
pub mod route;
mod site;
mod stock;
mod syntax_error;
mod target;
mod tree;
mod variables;

pub use check::Check;
pub use check::RULES;
pub use config::{Config, Directive, Directives, Word};
pub use format::format;
pub use generate::{Generated, Profile, generate};
pub use includes::{Included, Includes, NoIncludes};
pub use site::{BodyLimit, Disposition, Site};
pub use stock::stock;
pub use syntax_error::{SyntaxError, SyntaxErrorKind};
pub use target::Target;
