//! Uploaded packages, read and judged as the platform's run time would.
//!
//! [`archive`] turns hostile bytes into bounded, checked entries; an [`Inspector`] collects from them what decides
//! whether the package runs, in one pass, and judges it by the rules of its framework. Every fault is a diagnostic.
//! An [`Arrival`] is the same for a tgz that is still on its way.
//!
//! In go a [`Policy`](crate::app::Policy) and bytes: in memory, `Read + Seek`, or in chunks. Out comes an `Accepted`
//! or a `Rejected` [`Inspection`], each with its report; [`Verdict`] puts the three outcomes into a word.
//!
//! ```text
//! bytes ─ archive ─▶ entries ─ files ─▶ spring_boot | node | php ─▶ Inspection, Report
//! ```
//!
//! # Examples
//!
//! ```
//! use cloudapp::app::Policy;
//! use cloudapp::package::{Inspector, Verdict};
//!
//! let policy = Policy::default();
//! let inspected = Inspector::new(&policy).inspect_bytes(b"not an archive");
//! assert_eq!(Verdict::of(&inspected), Verdict::Unreadable);
//! let report = match &inspected {
//!     Ok(accepted) => accepted.report(),
//!     Err(rejected) => rejected.report(),
//! };
//! assert_eq!(report.diagnostics()[0].rule().id, "package/wrong-container");
//! ```

pub mod archive;
mod arrival;
mod collector;
mod context;
mod digest;
mod exposure;
mod files;
mod folders;
mod foreign;
mod forwarding;
mod inspection;
mod inspector;
mod nginx_file;
pub mod node;
mod packaging;
mod paths;
pub mod php;
mod rules;
mod secrets;
pub mod spring_boot;
mod words;

pub use arrival::Arrival;
#[cfg(feature = "nginx")]
pub(crate) use digest::digest;
pub use folders::Folder;
pub use inspection::{Facts, Inspected, Inspection, NginxFile, Verdict};
pub use inspector::Inspector;
pub use rules::RULES;
pub use secrets::SecretKind;
