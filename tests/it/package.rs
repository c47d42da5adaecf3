//! Packages.

mod archive;
