//! The domain logic of a cloud-app deployment platform, without I/O.
//!
//! A user uploads a package; the platform checks it, puts nginx in front, orders resources and releases version after
//! version, in a test and a production environment. This crate makes every decision in that story. It reads no file,
//! clock or environment: bytes, times and the answers of executors are arguments, and verdicts, configurations, plans,
//! events and effects are results.
//!
//! ```text
//! upload ────────── package ─────▶ inspection ───┐
//! its own file ──── nginx ───────▶ configuration ┼─ gate ─▶ proofs ─┐
//! chain and key ─── certificate ─▶ examination ──┘                  ├─▶ release ─▶ events, effects
//! workload ──────── plan ────────▶ Accepted<Plan> ──────────────────┘
//! ```
//!
//! # Examples
//!
//! A package that may be released comes with a proof, which an upload takes; one that may not with a report that explains
//! it.
//!
//! ```
//! # #[cfg(all(feature = "package", feature = "nginx"))] {
//! # use std::io::{Cursor, Write};
//! use cloudapp::app::{EnvironmentKind, Framework, Policy, Tier, Timestamp};
//! use cloudapp::diagnostic::{Language, render};
//! use cloudapp::gate::Gate;
//! use cloudapp::package::Inspector;
//! use cloudapp::release::{Command, Upload};
//!
//! # let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
//! # zip.start_file("public/index.php", zip::write::SimpleFileOptions::default()).unwrap();
//! # zip.write_all(b"<?php").unwrap();
//! # let good = zip.finish().unwrap().into_inner();
//! # let mut commands = Vec::new();
//! let policy = Policy::default();
//! let inspector = Inspector::new(&policy).framework(Framework::Php).file_name("shop.zip");
//! let gate = Gate::new(inspector, Timestamp::UNIX_EPOCH).releasing_to(EnvironmentKind::Test, Tier::Starter);
//! for bytes in [good.as_slice(), b"not a package"] {
//!     match gate.inspect_bytes(bytes) {
//!         Ok(admitted) => commands.push(Command::Upload(Upload::new(admitted.into_value().proof))),
//!         Err(rejected) => print!("{}", render::text(rejected.report(), "shop.zip", Language::English)),
//!     }
//! }
//! # assert_eq!(commands.len(), 1);
//! # }
//! ```
//!
//! The guide, `docs/guide.md` in the repository, walks through all of it step by step.
//!
//! # Errors and diagnostics
//!
//! An `Err` means that there is no answer: a text that is no name, a source that cannot be read. A
//! [`Diagnostic`](diagnostic::Diagnostic) is the answer: a rule that the input breaks, where, why it fails at run time
//! and how to fix it. What passed its check is an [`Accepted`](diagnostic::Accepted) value. Only what passed the gate may be
//! released: a proof of its check is what a release asks for, and one that was made for something else is refused.

pub mod app;
#[cfg(feature = "certificate")]
pub mod certificate;
pub mod diagnostic;
#[cfg(all(feature = "package", feature = "nginx"))]
pub mod gate;
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
    #[cfg(all(feature = "package", feature = "nginx"))]
    rules.extend_from_slice(gate::RULES);
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
