mod backend;
mod config;
mod format;
mod generate;
mod policy;
mod real;
mod runtime;
mod table;
