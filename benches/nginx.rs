//! Reading and checking configurations: a default one, and ones of many servers to show that time grows with size.
//!
//! `cargo bench --bench nginx`; `benches/peers/run` has nginx and crossplane do the same.

use std::fmt::Write;

use cloudapp::app::NginxVersion;
use cloudapp::diagnostic::{Findings, Levels};
use cloudapp::nginx::{Check, Config, Target, format};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

const DEFAULT: &str = include_str!("../tests/corpus/nginx/blog.conf");

/// A file of so many servers; 10,000 are 3.6 MB. None does TLS, so that nginx opens no certificates.
fn servers(count: usize) -> String {
    let mut text = String::from("events {}\nhttp {\n");
    for number in 0..count {
        let _ = writeln!(
            text,
            "    server {{\n        listen 80;\n        server_name shop{number}.example.com www.shop{number}.example.com;\n        \
             root /home/admin/app-run/shop{number};\n        location / {{\n            \
             proxy_pass http://127.0.0.1:8080;\n            proxy_set_header Host $host;\n        }}\n        \
             location ~ \\.(css|js)$ {{\n            expires 30d;\n            access_log off;\n        }}\n    }}"
        );
    }
    text + "}\n"
}

fn check(text: &str) {
    let target = Target::of(NginxVersion::new(1, 22, 1));
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);
    let first = Check::new(&target).run(&Config::parse(divan::black_box(text)), &mut findings);
    assert_eq!(first, None);
}

#[divan::bench]
fn default_file(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::of_str(DEFAULT)).bench(|| check(DEFAULT));
}

#[divan::bench(args = [100, 1000, 10_000], sample_count = 10)]
fn many_servers(bencher: Bencher<'_, '_>, count: usize) {
    let text = servers(count);
    bencher.counter(BytesCount::of_str(&text)).bench(|| check(&text));
}

#[divan::bench]
fn default_file_formatted(bencher: Bencher<'_, '_>) {
    bencher.bench(|| assert!(format(&Config::parse(divan::black_box(DEFAULT))).is_ok()));
}
