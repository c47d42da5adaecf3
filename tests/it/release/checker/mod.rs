//! Explores every state that an environment can get into together with a hostile world, and holds the invariants
//! against each.
//!
//! The machine under test is the shipped one. The world and the invariants are written from the specification, not from
//! the code: executors with a fence and a memory, messages that are delayed, lost, repeated and reordered, effects that
//! fail cleanly or half done, hosts that crash, users who do whatever they like, and resources that are taken back.
//!
//! Two states are the same when they differ only in how their ids, versions and certificates are called: see [`key`].
#![allow(
    clippy::cast_possible_truncation,
    clippy::collapsible_match,
    clippy::struct_excessive_bools,
    clippy::too_many_lines,
    reason = "a model of small numbers and many switches, and one long list of invariants"
)]

pub mod explore;
pub mod invariants;
pub mod key;
pub mod world;
