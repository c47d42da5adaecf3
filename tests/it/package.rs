//! Packages.

mod archive;
mod php;
