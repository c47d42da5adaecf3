mod backend;
mod config;
mod generate;
mod policy;
mod real;
mod runtime;
mod table;
