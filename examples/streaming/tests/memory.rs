//! What a package on its way costs in memory: a binary of its own, because every allocation of the process is counted.
#![allow(
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::string_slice,
    clippy::panic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "tests stop at the first surprise"
)]

#[path = "it/client.rs"]
#[allow(dead_code, reason = "a client can do more than this test asks for")]
mod client;
#[path = "it/packages.rs"]
#[allow(dead_code, reason = "of the packages only one is needed")]
mod packages;
#[path = "it/server.rs"]
mod server;

use std::alloc::System;
use std::io::{self, Write};
use std::time::Instant;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use streaming::upload::{Settings, router};

use client::Upload;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

#[test]
fn memory_does_not_follow_the_size_of_a_package() {
    let address = server::serve(router(Settings::default()));
    let mut most = Vec::new();
    for megabytes in [2, 20, 200] {
        let begun = Instant::now();
        let upload = Upload::begin(address, "/packages/chat.tgz?framework=node-js");
        let watched = packages::node(Watched { upload, before: held(), most: 0 }, megabytes << 20);
        most.push(watched.most);
        let sent = watched.upload.sent;
        let answer = watched.upload.end();
        assert_eq!((answer.status, &answer.body["verdict"]), (200, &"accepted".into()), "{answer:?}");
        eprintln!("{sent} bytes in {:?}: at most {} held at once", begun.elapsed(), watched.most);
        assert!(u64::try_from(sent).unwrap() > megabytes << 20);
    }
    assert!(most[2] < 8 << 20 && most[2] < most[1] + (2 << 20), "{most:?}");
}

/// Looks at the memory that server and client hold whenever a piece was sent. The server is never far behind: between them
/// there is only what the sockets hold.
struct Watched {
    upload: Upload,
    before: usize,
    most: usize,
}

impl Write for Watched {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let sent = self.upload.write(piece);
        self.most = self.most.max(held().saturating_sub(self.before));
        sent
    }

    fn flush(&mut self) -> io::Result<()> {
        self.upload.flush()
    }
}

/// Bytes that are allocated and not given back.
fn held() -> usize {
    let stats = ALLOCATOR.stats();
    stats.bytes_allocated.wrapping_sub(stats.bytes_deallocated)
}
