//! Any bytes as JAR and as ZIP: no panic, and every way of reading sees the same.
#![no_main]

use cloudapp::app::Container;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let jar = cloudapp_fuzz::read(bytes, Container::Jar);
    let zip = cloudapp_fuzz::read(bytes, Container::Zip);
    // A launch script and nothing else is for JARs only.
    if cloudapp_fuzz::accepted(&jar) && !bytes.starts_with(b"#!") {
        assert!(cloudapp_fuzz::accepted(&zip));
        assert_eq!(jar.0.contents, zip.0.contents);
    }
});
