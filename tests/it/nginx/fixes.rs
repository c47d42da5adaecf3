//! Fixes: what each makes of a text, and that they fix what they are told for.

#![allow(clippy::print_stdout, reason = "a test says what it measured, and why it could not run")]

use std::collections::BTreeMap;

use cloudapp::app::NginxVersion;
use cloudapp::diagnostic::{Findings, Fix, Language, Levels, Location, Report, apply};
use cloudapp::nginx::{Check, Config, Included, Target};

use super::mutants::{self, Oracle, bases};
use crate::chinese::assert_chinese;

fn report(text: &str, version: NginxVersion) -> Report {
    let levels = Levels::default().keep_per_rule(1000);
    let mut findings = Findings::new(&levels);
    let mut target = Target::of(version);
    for module in ["stream", "mail", "http_geoip", "http_image_filter", "http_perl", "http_xslt_filter"] {
        target = target.without_module(module).unwrap();
    }
    let mime_types = |path: &str| match path {
        "/etc/nginx/mime.types" => Included::Files(vec![(path.to_owned(), b"types {}".to_vec())]),
        _ => Included::Unread,
    };
    Check::new(&target).including(mime_types).run(&Config::parse(text), &mut findings);
    let report = findings.finish();
    assert_chinese(&report);
    report
}

fn applied(text: &str, fixes: &[Fix]) -> String {
    String::from_utf8(apply(text.as_bytes(), &Location::input(), fixes)).unwrap()
}

/// The text with the first fix of its only error, whether that is safe, and the help.
fn fixed(text: &str, version: NginxVersion) -> (String, bool, String) {
    let report = report(text, version);
    let [found, ..] = report.diagnostics() else { panic!("nothing is found in {text}") };
    let Some(fix) = found.fixes().first() else { panic!("no fix of {found:?}\n{}", found.help(Language::English)) };
    (applied(text, std::slice::from_ref(fix)), fix.is_safe(), found.help(Language::English))
}

const OLD: NginxVersion = NginxVersion::new(1, 22, 1);
const NEW: NginxVersion = NginxVersion::new(1, 26, 0);

/// In `http { server { … } }`: what is written, what it becomes, and whether that is safe.
const SLIPS: &[(&str, &str, bool)] = &[
    ("tcp_nopush yes;", "tcp_nopush on;", true),
    ("gzip False;", "gzip off;", true),
    ("gzip_comp_level 12;", "gzip_comp_level 9;", false),
    ("client_max_body_size 20MB;", "client_max_body_size 20m;", true),
    ("client_max_body_size 1.5gb;", "client_max_body_size 1536m;", true),
    ("client_body_buffer_size 1g;", "client_body_buffer_size 1024m;", true),
    ("gzip_buffers 16 8kb;", "gzip_buffers 16 8k;", false),
    ("client_max_body_size 20 m;", "client_max_body_size 20m;", false),
    ("proxy_read_timeout 60sec;", "proxy_read_timeout 60s;", true),
    ("proxy_read_timeout 1.5h;", "proxy_read_timeout 90m;", true),
    ("keepalive_timeout 2minutes;", "keepalive_timeout 2m;", true),
    ("ssl_protocols TLS1.2;", "ssl_protocols TLSv1.2;", false),
    ("proxy_set_header X-Real-IP;", "proxy_set_header X-Real-IP $remote_addr;", false),
    ("proxy_set_header Connection;", "proxy_set_header Connection \"upgrade\";", false),
    ("add_header X a b c;", "add_header X \"a b c\";", false),
    ("location / { proxy_pass 127.0.0.1:8080; }", "location / { proxy_pass http://127.0.0.1:8080; }", true),
    ("location / { proxy_pass http:/127.0.0.1:8080; }", "location / { proxy_pass http://127.0.0.1:8080; }", true),
    ("location / { fastcgi_pass http://127.0.0.1:9000; }", "location / { fastcgi_pass 127.0.0.1:9000; }", false),
    ("listen http://0.0.0.0:80;", "listen 0.0.0.0:80;", false),
    ("listen 80 defualt_server;", "listen 80 default_server;", false),
    ("sever_tokens off;", "server_tokens off;", true),
    ("Server_Tokens off;", "server_tokens off;", true),
    ("server-tokens off;", "server_tokens off;", true),
    ("if($host = a) { return 404; }", "if ($host = a) { return 404; }", true),
    ("if ($host == a) { return 404; }", "if ($host = a) { return 404; }", true),
    ("root=/srv;", "root /srv;", true),
    ("listen 80; listen 80;", "listen 80;", true),
    ("gzip on; gzip off;", "gzip on;", false),
    ("return 200 $remote_adr;", "return 200 $remote_addr;", true),
    ("location / { return 200; };", "location / { return 200; }", true),
    ("location / { return 200 }", "location / { return 200; }", true),
    ("root /a\n index b;", "root /a;\n index b;", true),
    ("listen 80\n server_name b;", "listen 80;\n server_name b;", true),
    ("gzip on\n location / {}", "gzip on;\n location / {}", true),
    ("listen　80;", "listen 80;", true),
    ("listen\u{a0}80；", "listen 80;", true),
    ("listen ８０;", "listen 80;", true),
    ("listen\u{200b} 80;", "listen 80;", true),
    ("add_header X “a b” always;", "add_header X \"a b\" always;", true),
    ("add_header X ‘a； b’ always;", "add_header X 'a； b' always;", true),
    ("location / ｛ return 200； ｝", "location / { return 200; }", true),
    ("if （$host = a） { return 404; }", "if ($host = a) { return 404; }", true),
    ("location / { proxy_pass http：//127.0.0.1:8080; }", "location / { proxy_pass http://127.0.0.1:8080; }", true),
    ("return 200 ￥host；", "return 200 $host;", true),
    ("add_header X \"a;\n add_header Y \"b\";", "add_header X \"a\";\n add_header Y \"b\";", true),
    (
        "listen 443 ssl;",
        "listen 443 ssl;\nssl_certificate /home/admin/sslcert/cert.pem;\nssl_certificate_key /home/admin/sslcert/cert.key;",
        false,
    ),
];

#[test]
fn slips_become_what_was_meant() {
    let whole = |part: &str| format!("events {{}}\nhttp {{ server {{\n{part}\n}} }}\n");
    for (slip, meant, safe) in SLIPS {
        let (text, is_safe, help) = fixed(&whole(slip), OLD);
        let expected = whole(meant);
        let alike = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!((alike(&text), is_safe), (alike(&expected), *safe), "{slip}: {help}");
        assert!(report(&text, OLD).is_empty(), "{text}: {:?}", report(&text, OLD));
    }
}

#[test]
fn what_moved_into_listen_or_out_of_it_goes_along() {
    let whole = |part: &str| {
        format!("events {{}}\nhttp {{ server {{\n{part}\nssl_certificate a; ssl_certificate_key b;\n}} }}\n")
    };
    for (version, old, new) in [
        (NEW, "listen 443;\nssl on;", "listen 443 ssl;"),
        (NEW, "listen 80;\nlisten 443 default_server;\nssl on;", "listen 80;\nlisten 443 default_server ssl;"),
        (NEW, "listen 443 ssl;\nssl off;", "listen 443 ssl;"),
        (OLD, "listen 443 ssl;\nhttp2 on;", "listen 443 ssl http2;"),
    ] {
        let (text, safe, help) = fixed(&whole(old), version);
        assert_eq!((text, safe), (whole(new), true), "{help}");
    }
    let (_, _, help) = fixed(&whole("listen 443;\nssl on;"), NEW);
    assert_eq!(help, "write `listen 443 ssl;` and delete `ssl on;`");
}

#[test]
fn a_missing_brace_is_placed_by_indentation() {
    let text = "events {}\nhttp {\n  server {\n    location / {\n      return 200; # all\n\n    location /b {\n    }\n  }\n}\n";
    let (fixed, safe, help) = fixed(text, OLD);
    assert_eq!(fixed, text.replace("# all\n", "# all\n    }\n"));
    assert_eq!(help, "add `}` after line 5: by the indentation it closes `location /` of line 4");
    assert!(!safe);
}

#[test]
fn a_part_of_a_file_is_told_that_it_stands_for_the_whole() {
    let (text, _, help) = fixed("server {\n  listen 80;\n}\n", OLD);
    assert_eq!(text, "events {}\nhttp {\nserver {\n  listen 80;\n}\n}\n");
    assert!(help.starts_with("this file replaces the whole nginx.conf"), "{help}");
    assert!(report(&text, OLD).is_empty());
}

#[test]
fn a_directive_of_a_third_party_module_is_told_its_module() {
    let (text, safe, help) = fixed("events {}\nhttp {\n  brotli on;\n}\n", OLD);
    assert_eq!((text.as_str(), safe), ("events {}\nhttp {\n}\n", false));
    assert_eq!(
        help,
        "delete it: it belongs to ngx_brotli, a third-party module that the nginx of the hosts does not have"
    );
}

#[test]
fn characters_are_told_line_by_line_and_share_their_fix() {
    let text = "\u{feff}events {}\nhttp {\n server {\n listen 80；\n server_name　a；\n}\n}\n";
    let report = report(text, OLD);
    let told: Vec<_> = report
        .diagnostics()
        .iter()
        .map(|found| (found.location().line().unwrap(), found.message(Language::English)))
        .collect();
    let expected = [
        (1, "a byte order mark (U+FEFF, BOM)"),
        (4, "a full-width `；` (U+FF1B) in place of `;`"),
        (5, "an ideographic space (U+3000) in place of a space, a full-width `；` (U+FF1B) in place of `;`"),
    ];
    assert_eq!(told, expected.map(|(line, words)| (line, words.to_owned())));
    let fixes: Vec<Fix> = report.diagnostics().iter().flat_map(|found| found.fixes().to_vec()).collect();
    assert_eq!(applied(text, &fixes), "events {}\nhttp {\n server {\n listen 80;\n server_name a;\n}\n}\n");
}

#[test]
fn characters_that_nginx_takes_are_left_alone() {
    let text = "events {} http { server { return 200 你好，世界； extra more; } }";
    let report = report(text, OLD);
    assert_eq!(report.diagnostics()[0].rule().id, "nginx/argument-count");
}

/// Rule and words of all findings, and how often.
fn words(report: &Report) -> BTreeMap<(&'static str, String), usize> {
    let mut words = BTreeMap::new();
    for found in report.diagnostics() {
        *words.entry((found.rule().id, found.message(Language::English))).or_default() += 1;
    }
    words
}

/// Slips in our configurations: each of some changes wherever it can be made.
fn slips() -> Vec<String> {
    let changes: &[(&str, &str)] = &[
        (";\n", "；\n"),
        (";\n", "\n"),
        (" on;", " yes;"),
        (" off;", " false;"),
        (" {\n", " ｛\n"),
        ("\n}", "\n"),
        ("    }\n", "\n"),
        ("http://", ""),
        ("http://", "http：//"),
        ("$host", "$hots"),
        ("$remote_addr", "$remote_adr"),
        ("proxy_", "porxy_"),
        ("server_", "sever_"),
        ("m;\n", "MB;\n"),
        ("s;\n", "sec;\n"),
        (" \"", " “"),
        ("\";", ";"),
        ("location ", "location　"),
        ("listen ", "listen\u{a0}"),
        ("};", "};;"),
        ("    gzip", "    gzip on;\n    gzip"),
        ("listen 443 ssl", "ssl on; listen 443"),
    ];
    let mut slips = Vec::new();
    for (_, text) in bases() {
        for (from, to) in changes {
            let places: Vec<usize> = text.match_indices(from).map(|(at, _)| at).collect();
            for at in places.iter().step_by(places.len().div_ceil(3).max(1)) {
                slips.push(format!("{}{to}{}", &text[..*at], &text[at + from.len()..]));
            }
        }
    }
    slips
}

#[test]
fn a_safe_fix_removes_its_finding_and_adds_none_and_nginx_takes_the_result() {
    let oracle = Oracle::new();
    let (mut findings, mut fixes, mut safe, mut taken) = (0, 0, 0, 0);
    for text in slips().into_iter().chain(mutants::some(100)) {
        let report = report(&text, OLD);
        let before = words(&report);
        let errors = report.diagnostics().iter().filter(|found| found.rule().id != "nginx/unread-include").count();
        for found in report.diagnostics() {
            findings += usize::from(found.rule().id != "nginx/unread-include");
            for fix in found.fixes() {
                fixes += 1;
                let mended = applied(&text, std::slice::from_ref(fix));
                let after = words(&self::report(&mended, OLD));
                let key = (found.rule().id, found.message(Language::English));
                let count = |words: &BTreeMap<_, usize>| words.get(&key).copied().unwrap_or_default();
                assert!(count(&after) < count(&before), "{key:?} is found again in\n{mended}");
                if !fix.is_safe() {
                    continue;
                }
                safe += 1;
                for (key, count) in &after {
                    assert!(
                        before.get(key).is_some_and(|known| count <= known),
                        "{key:?} is new in\n{mended}\nof\n{text}"
                    );
                }
                if let Some(oracle) = oracle.as_ref().filter(|_| errors == 1) {
                    let (verdict, _) = oracle.verdict(&mended);
                    assert_ne!(verdict, "fail", "nginx refuses\n{mended}");
                    taken += 1;
                }
            }
        }
    }
    println!("{findings} findings, {fixes} fixes, {safe} of them safe, {taken} taken by nginx");
    assert!(fixes > 200 && safe > 120, "only {fixes} fixes, {safe} of them safe");
}
