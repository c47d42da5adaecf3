//! The domain logic of a cloud-app deployment platform, without I/O.
//!
//! A user uploads a package; the platform checks it, puts nginx in front, orders resources and releases version after
//! version, in a test and a production environment. This crate makes every decision in that story. It reads no file,
//! clock or environment: bytes, times and the answers of executors are arguments, and verdicts, configurations, plans,
//! events and effects are results.
//!
//! ```text
//! upload ── package ──▶ Accepted<Inspection> ─┐
//! site ──── nginx ────▶ configuration ────────┼─▶ release ──▶ events, effects
//! workload ─ plan ────▶ Accepted<Plan> ───────┘
//! ```
//!
//! # Examples
//!
//! ```
//! # #[cfg(feature = "package")] {
//! use cloudapp::app::{Framework, Policy};
//! use cloudapp::diagnostic::{Language, render};
//! use cloudapp::package::Inspector;
//!
//! let policy = Policy::default();
//! let inspector = Inspector::new(&policy).framework(Framework::NodeJs);
//! if let Err(rejected) = inspector.inspect_bytes(b"not a package") {
//!     print!("{}", render::text(rejected.report(), "shop.tgz", Language::English));
//! }
//! # }
//! ```
//!
//! The guide, `docs/guide.md` in the repository, walks through all of it step by step.
//!
//! # Errors and diagnostics
//!
//! An `Err` means that there is no answer: a text that is no name, a source that cannot be read. A
//! [`Diagnostic`](diagnostic::Diagnostic) is the answer: a rule that the input breaks, where, why it fails at run time
//! and how to fix it. What passed its check is an [`Accepted`](diagnostic::Accepted) value, and only such a value may be
//! released.

pub mod app;
#[cfg(feature = "certificate")]
pub mod certificate;
pub mod diagnostic;
#[cfg(feature = "nginx")]
pub mod nginx;
#[cfg(feature = "package")]
pub mod package;
pub mod plan;
pub mod release;

use diagnostic::Rule;

/// Every rule of the crate's enabled features, sorted by id: the catalogue.
///
/// # Examples
///
/// ```
/// let ids: Vec<&str> = cloudapp::rules().iter().map(|rule| rule.id).collect();
/// assert!(ids.contains(&"plan/billing-not-allowed") && ids.is_sorted());
/// ```
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    let mut rules = Vec::new();
    #[cfg(feature = "certificate")]
    rules.extend_from_slice(certificate::RULES);
    #[cfg(feature = "nginx")]
    rules.extend_from_slice(nginx::RULES);
    #[cfg(feature = "nginx")]
    rules.extend_from_slice(nginx::policy::RULES);
    #[cfg(feature = "package")]
    rules.extend_from_slice(package::RULES);
    #[cfg(feature = "package")]
    rules.extend_from_slice(package::archive::RULES);
    #[cfg(feature = "package")]
    rules.extend_from_slice(package::node::RULES);
    #[cfg(feature = "package")]
    rules.extend_from_slice(package::php::RULES);
    #[cfg(feature = "package")]
    rules.extend_from_slice(package::spring_boot::RULES);
    rules.extend_from_slice(plan::RULES);
    rules.sort_by_key(|rule| rule.id);
    rules
}

impl diagnostic::Known for diagnostic::Catalogue {
    fn rules() -> Vec<&'static Rule> {
        rules()
    }
}

#[cfg(all(doctest, feature = "package"))]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(all(doctest, feature = "package"))]
#[doc = include_str!("../README.zh-CN.md")]
struct ReadmeInChinese;

#[cfg(all(doctest, feature = "certificate", feature = "nginx", feature = "package"))]
#[doc = include_str!("../docs/guide.md")]
struct Guide;
