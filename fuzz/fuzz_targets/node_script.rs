//! No text makes the script grammar panic, every word stands inside the text, and every subshell that begins ends.
#![no_main]

use cloudapp::package::node::{Item, Script};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let script = Script::parse(text);
    for command in script.commands() {
        assert!(command.span.start <= command.span.end && command.span.end <= text.len());
        for word in command.words.iter() {
            assert!(word.span().end <= text.len());
        }
    }
    let mut open = vec![&script];
    while let Some(script) = open.pop() {
        let mut depth = 0_usize;
        for item in script.items() {
            match item {
                Item::Open => depth += 1,
                Item::Close => depth = depth.checked_sub(1).expect("no end without a beginning"),
                Item::Function(function) => open.push(function.body()),
                Item::Choice(_) | Item::Command(_) => {}
            }
        }
        assert_eq!(depth, 0);
    }
});
