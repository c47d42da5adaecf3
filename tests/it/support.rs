//! What tests share.
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "a field holds what fits it")]
#![allow(dead_code, reason = "a builder can more than the tests of one feature set ask for")]

pub mod english;
#[cfg(feature = "package")]
pub mod tar;
#[cfg(feature = "package")]
pub mod zip;
