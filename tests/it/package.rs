//! Packages.

mod archive;
mod php;
mod spring_boot;
