mod config;
mod generate;
mod real;
mod table;
