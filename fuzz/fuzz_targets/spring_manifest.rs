//! No bytes make the manifest reader panic.
#![no_main]

use cloudapp::package::spring_boot::Manifest;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let first = Manifest::parse(text);
    assert_eq!(first.is_ok(), Manifest::parse(text).is_ok());
});
