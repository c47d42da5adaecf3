//! No bytes make the reader of native modules panic.
#![no_main]

use cloudapp::package::node::Native;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let whole = Native::read(bytes);
    assert_eq!(whole, Native::read(bytes));
});
