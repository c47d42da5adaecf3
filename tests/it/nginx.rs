mod generate;
mod real;
mod table;
