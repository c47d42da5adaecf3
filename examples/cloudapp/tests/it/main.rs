//! The contract of the tool, and the platform that it simulates.
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
    reason = "tests read files, start the tool, and say in their names what they show"
)]

mod chaos;
mod chinese;
mod cli;
mod plan;
mod release;

#[path = "../../../../tests/it/support/english.rs"]
#[allow(dead_code, reason = "how the list of names is tested")]
mod english;
#[path = "../../src/executor.rs"]
mod executor;
#[path = "../../../../tests/it/release/support.rs"]
#[allow(dead_code, reason = "an app can be tried in more ways than these tests do")]
mod support;
