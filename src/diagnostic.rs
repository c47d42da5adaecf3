//! What was found, where, why it matters and how to fix it.
//!
//! Takes the findings of the other modules' checks, and makes a [`Report`] of them: text, JSON, JSON Lines or SARIF.
//!
//! A [`Rule`] is a fact about deployments: a stable id, a default severity and a page for people. A [`Finding`] is one
//! typed observation of a rule, and a [`Diagnostic`] is a finding at a [`Location`]. [`Findings`] collects them under
//! the embedder's [`Levels`] into a [`Report`], whose order depends only on what was found. A [`Fix`] is edits that fix a
//! finding, and [`apply`] makes them. [`Accepted`] marks a value
//! whose report holds no error.
//!
//! The data is independent of its presentation: [`render`] turns a report into text, JSON or SARIF.
//!
//! # Examples
//!
//! Most programs only read reports. This one is about a plan that cannot be bought:
//!
//! ```
//! use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
//! use cloudapp::diagnostic::{Language, render};
//! use cloudapp::plan::{self, Plan};
//!
//! let plan = Plan::new(EnvironmentKind::Test, Tier::Standard, Billing::Prepaid);
//! let rejected = plan::check(plan, &Policy::default()).unwrap_err();
//! let report = rejected.report();
//! assert!(report.has_errors());
//! for diagnostic in report.diagnostics() {
//!     println!("{}: {}", diagnostic.rule().id, diagnostic.message(Language::English));
//! }
//! print!("{}", render::text(report, "plan", Language::English));
//! println!("{}", render::json(report, Language::English));
//! println!("{}", render::sarif([("plan", report)], Language::English));
//! ```

mod compiled;
mod escape;
mod finding;
mod fix;
mod json;
mod language;
mod levels;
mod location;
mod phrase;
pub mod render;
mod report;
mod rule;
mod secret;
mod shell;
mod shorten;
mod similar;
mod stored;
mod translation;

pub use escape::Escaped;
pub use finding::{Diagnostic, Finding};
pub use fix::{Edit, Fix, apply};
pub use json::Json;
pub use language::Language;
pub(crate) use levels::{Catalogue, Known};
pub use levels::{Level, Levels};
pub use location::{Location, Snippet, Source};
pub use report::{Accepted, Findings, Rejected, Report};
pub use rule::{Page, Rule, Severity};
#[allow(unused_imports, reason = "only nginx and packages have rules in several tables")]
pub(crate) use rule::{joined, length};
#[allow(unused_imports, reason = "a build without packages has no such text")]
pub(crate) use secret::{has_password, is_secret_name, masked};
#[allow(unused_imports, reason = "only certificates have commands that are put together")]
pub(crate) use shell::shell_word;
#[allow(unused_imports, reason = "a build without packages has no such text")]
pub(crate) use shorten::{shortened, shortened_text};
pub use similar::UnknownName;
#[allow(unused_imports, reason = "only nginx and packages guess what was meant")]
pub(crate) use similar::{edit_distance, nearest, within_one_edit};

pub use phrase::{Phrase, Sentence, Value};
#[allow(unused_imports, reason = "a build without features has no terms")]
pub(crate) use phrase::{sentences, shown, speaks, terms};
pub(crate) use translation::translated;
