//! No bytes make the `_buildpack` parser panic, and a file without faults is its settings.
#![no_main]

use cloudapp::package::php::Buildpack;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let buildpack = Buildpack::parse(text);
    for setting in buildpack.settings() {
        assert!(setting.words().all(|(at, word)| at + word.len() <= text.len()));
    }
});
