//! Reading and checking configurations: a default one, and ones of many servers to show that time grows with size;
//! then the same files beside `nginx -t` and crossplane, as far as they are installed.
//!
//! `cargo bench --bench nginx`; crossplane is looked for in the Python that `PYTHON` names, `python3` without it.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark"
)]

use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use cloudapp::app::NginxVersion;
use cloudapp::diagnostic::{Findings, Levels};
use cloudapp::nginx::{Check, Config, Target, format};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
    beside_peers();
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

/// Prints how long a peer takes as a whole process on a file, and how many times as long as ours takes inside of one.
fn beside_peers() {
    let directory = std::env::temp_dir().join(format!("cloudapp-bench-{}", std::process::id()));
    std::fs::create_dir_all(directory.join("logs")).unwrap();
    let nginx = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/local/nginx/sbin/nginx"];
    let nginx = nginx.into_iter().find(|path| Path::new(path).exists());
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    println!("\nfile                  tool        fastest   times ours");
    for (name, text) in
        [("default", DEFAULT.to_owned()), ("1,000 servers", servers(1000)), ("10,000 servers", servers(10_000))]
    {
        let file = directory.join("nginx.conf");
        std::fs::write(&file, &text).unwrap();
        let ours = fastest(20, || check(&text));
        println!("{name:<20}  ours      {:>9.3} ms        1.0", milliseconds(ours));
        let row = |tool: &str, command: &mut Command| {
            // Without the tool, or with a file that it refuses on this machine, there is nothing to compare.
            if !command.output().is_ok_and(|output| output.status.success()) {
                println!("{name:<20}  {tool:<10} does not run here");
                return;
            }
            let time = fastest(5, || assert!(command.output().unwrap().status.success()));
            let ratio = time.as_secs_f64() / ours.as_secs_f64();
            println!("{name:<20}  {tool:<10}{:>9.3} ms  {ratio:>9.1}", milliseconds(time));
        };
        if let Some(nginx) = nginx {
            row("nginx -t", Command::new(nginx).arg("-t").arg("-p").arg(&directory).arg("-c").arg(&file));
        }
        let parse = "import crossplane, sys; assert crossplane.parse(sys.argv[1], single=True)['status'] == 'ok'";
        row("crossplane", Command::new(&python).args(["-c", parse]).arg(&file));
    }
    std::fs::remove_dir_all(&directory).unwrap();
}

fn fastest(runs: u32, mut run: impl FnMut()) -> Duration {
    let times = (0..runs).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
