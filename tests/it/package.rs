//! Packages.

mod archive;
mod arrival;
mod facts;
mod inspector;
mod judged;
mod nginx_file;
pub mod node;
mod php;
mod secrets;
pub mod spring_boot;
mod table;
