mod generate;
mod real;
