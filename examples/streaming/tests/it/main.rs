//! Both programs against real servers on this machine, with packages that are built here.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::string_slice,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "tests stop at the first surprise"
)]

mod client;
mod files;
mod packages;
mod programs;
mod ranges;
mod server;
mod uploads;
