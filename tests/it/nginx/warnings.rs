//! What nginx only warns of: our words against those of the installed nginx.

use cloudapp::app::NginxVersion;
use cloudapp::diagnostic::{Findings, Language, Levels, Severity};
use cloudapp::nginx::{Check, Config, Target};

use super::mutants::Oracle;
use crate::chinese::assert_chinese;

const OLD: NginxVersion = NginxVersion::new(1, 22, 1);
const NEW: NginxVersion = NginxVersion::new(1, 31, 5);

fn warnings(text: &str, version: NginxVersion) -> Vec<String> {
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);
    Check::new(&Target::of(version)).run(&Config::parse(text), &mut findings);
    let report = findings.finish();
    assert_chinese(&report);
    assert!(!report.has_errors(), "{text}: {report:?}");
    let warnings = report.diagnostics().iter().filter(|found| found.severity() == Severity::Warning);
    warnings.map(|found| found.message(Language::English)).collect()
}

/// Files in which nginx 1.22.1 warns, or is near to it and does not, and how often.
const CASES: &[(&str, usize)] = &[
    ("server { server_name a; } server { server_name a; }", 1),
    ("server { server_name a A; }", 0),
    ("server { server_name a A; } server { server_name b; }", 1),
    ("server { server_name .a; } server { server_name *.a; }", 1),
    ("server { } server { }", 1),
    ("server { listen 80; server_name a; } server { listen 81; server_name a; }", 0),
    ("server { server_name ~a; } server { server_name ~a; }", 0),
    ("server { server_name a/b; }", 1),
    ("gzip_types text/html text/css;", 1),
    ("gzip_types text/css; gzip_types TEXT/CSS text/plain;", 1),
    ("gzip_types text/css; server { gzip_types text/css; }", 0),
    ("gzip_types * text/css text/css;", 0),
    ("types { text/a a b; text/b B; }", 1),
    ("types { text/a a; } server { types { text/a a; } }", 0),
    ("server { proxy_next_upstream error timeout error; }", 1),
    ("gzip_proxied any; gzip_proxied any;", 1),
    ("server { allow 10.1.2.3/8; deny 10.0.0.0/8; allow 10.1.2.3; }", 1),
    ("server { set_real_ip_from 192.168.0.1/24; set_real_ip_from fe80::1/10; }", 2),
    ("geo $a { 10.0.0.1/8 1; default 0; }", 1),
    ("geo $a { 10.0.0.0/8 1; 10.0.0.0/8 2; delete 11.0.0.0/8; }", 2),
    ("geo $a { default 0; default 1; }", 2),
    ("geo $a { ranges; default 0; default 1; }", 1),
    ("index /a.html b.html;", 1),
    ("index b.html /a.html;", 0),
    ("upstream b { ip_hash; least_conn; server 127.0.0.1; }", 1),
    ("upstream b { keepalive 2; least_conn; server 127.0.0.1; }", 1),
    ("upstream b { least_conn; server 127.0.0.1; keepalive 2; }", 0),
    ("server { ssl off; }", 1),
    ("http2_idle_timeout 3m; http2_max_requests 10; http2_recv_timeout 3m; http2_max_field_size 4k;", 4),
    ("fastcgi_cache_path /tmp/c keys_zone=c:1m; server { fastcgi_cache c; }", 1),
    ("fastcgi_cache_path /tmp/c keys_zone=c:1m; fastcgi_cache_key $uri; server { fastcgi_cache c; }", 0),
];

#[test]
fn each_is_warned_of_as_nginx_does() {
    let oracle = Oracle::new();
    for (part, count) in CASES {
        let text = format!("events {{}} http {{ {part} }}");
        let mut ours = warnings(&text, OLD);
        assert_eq!(ours.len(), *count, "{part}: {ours:?}");
        let Some(oracle) = &oracle else { continue };
        let (verdict, _, mut theirs) = oracle.says(&text);
        // The process and the place are said apart from the words.
        for words in &mut theirs {
            if let Some((process, rest)) = words.split_once(": ")
                && process.contains('#')
            {
                *words = rest.to_owned();
            }
            let end = words.rfind(':').filter(|end| words[end + 1..].trim().parse::<u32>().is_ok());
            words.truncate(end.unwrap_or(words.len()));
        }
        theirs.retain(|words| !words.starts_with("the \"user\" directive"));
        ours.sort();
        theirs.sort();
        assert_eq!((verdict, theirs), ("ok", ours), "{part}");
    }
}

#[test]
fn versions_differ_in_what_they_warn_of() {
    for (part, old, new) in [
        ("server { listen 443 http2; }", 0, 1),
        ("http2_push_preload on;", 0, 1),
        ("upstream b { keepalive 2; least_conn; server 127.0.0.1; }", 1, 0),
        (
            "server { listen 80 proxy_protocol; } server { listen 80; server_name a; } server { listen 80 proxy_protocol; server_name b; }",
            0,
            1,
        ),
    ] {
        let text = format!("events {{}} http {{ {part} }}");
        assert_eq!((warnings(&text, OLD).len(), warnings(&text, NEW).len()), (old, new), "{part}");
    }
}

#[test]
fn masks_of_processors_are_counted() {
    let text = |line: &str| format!("{line} events {{}}");
    assert_eq!(warnings(&text("worker_processes 3; worker_cpu_affinity 01 10;"), OLD).len(), 1);
    assert_eq!(warnings(&text("worker_processes 2; worker_cpu_affinity 01 10;"), OLD).len(), 0);
}
