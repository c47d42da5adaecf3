//! Any bytes as the tar inside a tgz: no panic, and every way of reading sees the same.
#![no_main]

use cloudapp::app::Container;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = cloudapp_fuzz::read(&cloudapp_fuzz::gzip(bytes), Container::Tgz);
});
