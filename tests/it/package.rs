//! Packages.

mod archive;
mod judged;
mod php;
mod spring_boot;
