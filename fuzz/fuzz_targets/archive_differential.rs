//! What we accept, the `zip` and `tar` crates list with exactly the same names and contents.
//!
//! The first byte says what the rest is: `z` a ZIP, `t` a tar (its checksums are mended, so that changes of headers are
//! seen at all).
#![no_main]

use cloudapp::app::Container;
use cloudapp_fuzz::{accepted, gzip, read, tar_crate, zip_crate};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match bytes.split_first() {
        Some((b'z', zip)) => {
            for container in [Container::Jar, Container::Zip] {
                let ours = read(zip, container);
                if accepted(&ours) && ours.0.contents.keys().all(|path| path.is_ascii()) {
                    assert_eq!(ours.0.contents, zip_crate(zip));
                }
            }
        }
        Some((b't', tar)) => {
            let tgz = gzip(&with_checksums(tar));
            let ours = read(&tgz, Container::Tgz);
            if accepted(&ours) {
                assert_eq!(ours.0.contents, tar_crate(&tgz));
            }
        }
        _ => {}
    }
});

/// The tar with the right checksum in every block that looks like a header.
fn with_checksums(tar: &[u8]) -> Vec<u8> {
    let mut tar = tar.to_vec();
    for block in tar.chunks_exact_mut(512) {
        if block[257..262] == *b"ustar" || block[148..156] == *b"checksum" {
            block[148..156].fill(b' ');
            let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
            block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        }
    }
    tar
}
