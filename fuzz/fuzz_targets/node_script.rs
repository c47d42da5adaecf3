//! No text makes the script grammar panic, and every word stands inside the text.
#![no_main]

use cloudapp::package::node::Script;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for command in Script::parse(text).commands() {
        for word in command.words.iter() {
            assert!(word.span().end <= text.len());
        }
    }
});
