//! Any text prints back as it was read; a layout keeps words and comments, and laying it out again changes nothing.
#![no_main]

use cloudapp::nginx::{Config, format};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let config = Config::parse(text);
    assert_eq!(config.as_bytes(), text);
    let Ok(once) = format(&config) else { return };
    let laid_out = Config::parse(once.clone());
    assert_eq!(tokens(&config), tokens(&laid_out));
    assert_eq!(format(&laid_out).as_deref(), Ok(once.as_slice()));
});

/// Words with what ends each statement, and comments.
fn tokens(config: &Config) -> (Vec<&[u8]>, Vec<&[u8]>) {
    let words = config.all_directives().flat_map(|directive| {
        let end: &[u8] = if directive.is_block() { b"{" } else { b";" };
        directive.words().map(|word| word.raw()).chain([end]).collect::<Vec<_>>()
    });
    let comments = config.comments().map(|span| config.as_bytes()[span].trim_ascii_end());
    (words.collect(), comments.collect())
}
