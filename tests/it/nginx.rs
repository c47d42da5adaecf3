mod config;
mod generate;
mod policy;
mod real;
mod table;
