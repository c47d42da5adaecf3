//! Uploaded packages, read and judged.
//!
//! [`archive`] turns hostile bytes into bounded, checked entries.

pub mod archive;
