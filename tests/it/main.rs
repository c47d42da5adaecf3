//! All integration tests, one binary: modules mirror `src/`.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    reason = "tests read files, start the reference tools, and say in their names what they show"
)]

mod app;
mod catalogue;
#[cfg(feature = "certificate")]
mod certificate;
mod chinese;
mod diagnostic;
#[cfg(all(feature = "certificate", feature = "nginx", feature = "package"))]
mod examples;
#[cfg(all(feature = "nginx", feature = "package"))]
mod gate;
mod layers;
#[cfg(feature = "nginx")]
mod nginx;
#[cfg(feature = "package")]
mod package;
mod plan;
mod release;
#[cfg(all(feature = "certificate", feature = "nginx", feature = "package"))]
mod secrecy;
mod support;
