//! Takes a name from a user and says what is wrong with it.
#![allow(clippy::print_stdout, reason = "an example shows its result")]

use cloudapp::app::{AppName, Fault};

fn main() {
    for text in ["todoApp1", "Todo", "to-do"] {
        match text.parse::<AppName>() {
            Ok(name) => println!("{name} is a name"),
            Err(error) => match error.fault() {
                Fault::Character { found, at, expected } => {
                    println!("{text}: replace {found:?} (byte {at}) by {}", expected.english);
                }
                other => println!("{text}: {other}"),
            },
        }
    }
}
