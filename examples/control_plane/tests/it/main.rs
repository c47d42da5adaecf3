//! The control plane as its users meet it: real processes of the program, asked over HTTP.
//!
//! With `CONTROL_PLANE_POSTGRES`, the URL of an empty PostgreSQL database, what holds on SQLite is shown there too.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "tests block, and stop at the first surprise"
)]

mod audit;
mod client;
mod commands;
mod kills;
mod packages;
mod process;
mod readme;
mod restart;
mod silence;
mod uploads;
