//! Packages.

mod archive;
mod inspector;
mod judged;
mod php;
mod spring_boot;
