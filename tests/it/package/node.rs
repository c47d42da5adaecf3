//! Packages of Node.js apps.

mod egg;
mod imports;
mod links;
mod lock;
pub mod modules;
mod npm;
mod package_json;
mod port;
mod scripts;
mod shell;
mod start_script;
pub mod support;
mod table;
mod trees;
