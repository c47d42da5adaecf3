//! Each rule of the check: what trips it, and the nearest that does not.

use cloudapp::app::NginxVersion;
use cloudapp::diagnostic::{Diagnostic, Findings, Language, Levels, Severity};
use cloudapp::nginx::{Check, Config, Included, RULES, Target};

use crate::chinese::assert_chinese;

fn found(text: &str, version: NginxVersion) -> Vec<Diagnostic> {
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);
    Check::new(&Target::of(version)).run(&Config::parse(text), &mut findings);
    let report = findings.finish();
    assert_chinese(&report);
    report.diagnostics().to_vec()
}

/// `rule: words` of the first error, and its line.
fn first(text: &str) -> Option<(String, Option<u32>)> {
    let found = found(text, NginxVersion::new(1, 22, 1));
    let error = found.iter().find(|diagnostic| diagnostic.severity() == Severity::Error)?;
    Some((format!("{}: {}", error.rule().id, error.message(Language::English)), error.location().line()))
}

#[test]
fn what_a_forgotten_semicolon_breaks_is_mended_by_one() {
    for (text, rule) in [
        ("events {}\nhttp { server { listen 80\n server_name a.example.com; } }", "nginx/invalid-parameter"),
        ("events {}\nhttp { server { gzip on\n location / {} } }", "nginx/unexpected-block"),
        ("events {}\nhttp { server { root /srv\n index index.html; } }", "nginx/argument-count"),
    ] {
        let found = found(text, NginxVersion::new(1, 22, 1));
        assert_eq!(found[0].rule().id, rule);
        for language in [Language::English, Language::Chinese] {
            let help = found[0].help(language);
            assert!(help.contains("`;`"), "{help}");
        }
    }
}

/// Rule and words, a text that trips it, and the nearest that does not.
pub const CASES: &[(&str, &str, &str)] = &[
    (
        "nginx/argument-count: invalid number of arguments in \"gzip\" directive",
        "events {} http { gzip on off; }",
        "events {} http { gzip on; }",
    ),
    (
        "nginx/conflicting-directives: \"proxy_busy_buffers_size\" must be equal to or greater than the maximum of the \
         value of \"proxy_buffer_size\" and one of the \"proxy_buffers\"",
        "events {} http { server { proxy_buffer_size 16k; proxy_busy_buffers_size 8k; } }",
        "events {} http { server { proxy_buffer_size 16k; proxy_busy_buffers_size 16k; } }",
    ),
    (
        "nginx/invalid-parameter: conflicting parameter \"a.example.com\"",
        "events {} http { server { valid_referers server_names a.example.com; server_name a.example.com; } }",
        "events {} http { server { valid_referers server_names b.example.com; server_name a.example.com; } }",
    ),
    (
        "nginx/duplicate-directive: \"root\" directive is duplicate",
        "events {} http { root /a; root /b; }",
        "events {} http { root /a; server { root /b; } }",
    ),
    (
        "nginx/duplicate-listen: a duplicate listen 0.0.0.0:80",
        "events {} http { server { listen 80; listen *:80; } }",
        "events {} http { server { listen 80; listen [::]:80; } server { listen 80; } }",
    ),
    (
        "nginx/duplicate-location: duplicate location \"/\"",
        "events {} http { server { location / {} location / {} } }",
        "events {} http { server { location / {} location = / {} } server { location / {} } }",
    ),
    (
        "nginx/duplicate-name: duplicate upstream \"A\"",
        "events {} http { upstream a { server b; } upstream A { server c; } }",
        "events {} http { upstream a { server b; } upstream b { server c; } }",
    ),
    (
        "nginx/empty-upstream: no servers are inside upstream",
        "events {} http { upstream a { keepalive 2; } }",
        "events {} http { upstream a { server 127.0.0.1; keepalive 2; } }",
    ),
    (
        "nginx/invalid-address: invalid port in \"70000\" of the \"listen\" directive",
        "events {} http { server { listen 70000; } }",
        "events {} http { server { listen 65535; } }",
    ),
    (
        "nginx/invalid-condition: unexpected \"==\" in condition",
        "events {} http { server { if ($host == a) { return 404; } } }",
        "events {} http { server { if ($host = a) { return 404; } } }",
    ),
    (
        "nginx/invalid-entry: invalid number of the map parameters",
        "events {} http { map $host $a { x; } }",
        "events {} http { map $host $a { x y; hostnames; } }",
    ),
    (
        "nginx/invalid-location: location \"/b\" is outside location \"/a\"",
        "events {} http { server { location /a { location /b {} } } }",
        "events {} http { server { location /a { location /ab {} location ~ b {} } } }",
    ),
    (
        "nginx/invalid-parameter: invalid parameter \"fast\"",
        "events {} http { server { listen 80 fast; } }",
        "events {} http { server { listen 80 deferred; } }",
    ),
    (
        "nginx/invalid-regex: pcre2_compile() failed: missing closing parenthesis in \"(a\"",
        "events {} http { server { location ~ (a {} } }",
        "events {} http { server { location ~ (a) {} } }",
    ),
    (
        "nginx/invalid-value: invalid value \"yes\" in \"gzip\" directive, it must be \"on\" or \"off\"",
        "events {} http { gzip yes; }",
        "events {} http { gzip ON; }",
    ),
    (
        "nginx/look-alike-character: a full-width `；` (U+FF1B) in place of `;`",
        "events {} http { server { listen 80； server_name a; } }",
        "events {} http { server { listen 80; server_name a; add_header X \"；“”\"; } } # ；",
    ),
    (
        "nginx/misplaced-directive: \"listen\" directive is not allowed here",
        "events {} http { listen 80; }",
        "events {} http { server { listen 80; } }",
    ),
    ("nginx/missing-block: directive \"http\" has no opening \"{\"", "events {} http;", "events {} http {}"),
    (
        "nginx/missing-certificate: no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive",
        "events {} http { server { listen 443 ssl; } }",
        "events {} http { server { listen 443 ssl; ssl_reject_handshake on; } }",
    ),
    ("nginx/missing-events: no \"events\" section in configuration", "http {}", "http {} events {}"),
    (
        "nginx/unexpected-block: directive \"gzip\" is not terminated by \";\"",
        "events {} http { gzip on {} }",
        "events {} http { gzip on; }",
    ),
    ("nginx/unexpected-end: unexpected end of file, expecting \"}\"", "events {} http {", "events {} http {}"),
    ("nginx/unexpected-token: unexpected \"}\"", "events {} } ", "events {}"),
    (
        "nginx/unknown-directive: unknown directive \"max_ranges_\"",
        "events {} http { max_ranges_ 1; }",
        "events {} http { max_ranges 1; }",
    ),
    (
        "nginx/unknown-log-format: unknown log format \"main\"",
        "events {} http { access_log a main; log_format main b; }",
        "events {} http { log_format main b; access_log a main; }",
    ),
    (
        "nginx/unknown-variable: unknown \"nobody\" variable",
        "events {} http { server { return 200 $nobody; } }",
        "events {} http { server { set $nobody 1; return 200 $NOBODY$http_any$arg_any; } }",
    ),
    (
        "nginx/unknown-zone: zero size shared memory zone \"api\"",
        "events {} http { limit_req zone=api; }",
        "events {} http { limit_req zone=api; limit_req_zone $host zone=api:1m rate=1r/s; }",
    ),
];

#[test]
fn each_rule_is_found_and_its_nearest_good_case_passes() {
    for (expected, bad, good) in CASES {
        assert_eq!(first(bad).map(|(words, _)| words).as_deref(), Some(*expected), "{bad}");
        assert_eq!(first(good), None, "{good}");
    }
}

#[test]
fn every_rule_has_a_case() {
    let bounds = ["nginx/out-of-bounds", "nginx/too-long-word", "nginx/unread-include"];
    let errors = RULES.iter().filter(|rule| rule.severity == Severity::Error);
    for rule in errors.filter(|rule| !bounds.contains(&rule.id)) {
        let prefix = format!("{}: ", rule.id);
        assert!(
            rule.id == "nginx/duplicate-directive" || CASES.iter().any(|(words, ..)| words.starts_with(&prefix)),
            "{}",
            rule.id
        );
    }
}

#[test]
fn bounds_are_told() {
    let deep = "a {".repeat(300);
    let words = first(&deep).unwrap().0;
    assert_eq!(words, "nginx/unknown-directive: unknown directive \"a\"");
    let report = found(&deep, NginxVersion::new(1, 22, 1));
    assert!(report.iter().any(|diagnostic| diagnostic.rule().id == "nginx/out-of-bounds"));
    let long = format!("events {{}} http {{ root {}; }}", "x".repeat(5000));
    assert_eq!(first(&long).unwrap().0, "nginx/too-long-word: too long parameter \"xxxxxxxxxx...\" started");
}

#[test]
fn all_errors_are_reported_and_the_first_is_the_one_nginx_stops_at() {
    let text = "events {}\nhttp {\n  gzip maybe;\n  listen 80;\n  nonsense;\n}\n";
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);
    let target = Target::of(NginxVersion::new(1, 22, 1));
    let first = Check::new(&target).run(&Config::parse(text), &mut findings).unwrap();
    assert_eq!((first.rule().id, first.location().line()), ("nginx/invalid-value", Some(3)));
    let lines: Vec<_> = findings.finish().diagnostics().iter().map(|found| found.location().line()).collect();
    assert_eq!(lines, [Some(3), Some(4), Some(5)]);
}

#[test]
fn an_error_after_a_forgotten_semicolon_is_on_the_line_nginx_names() {
    let text = "events {}\nhttp {\n  root /a\n  gzip on;\n}\n";
    let words = "nginx/argument-count: invalid number of arguments in \"root\" directive".to_owned();
    assert_eq!(first(text), Some((words, Some(4))));
}

#[test]
fn a_module_that_a_build_adds_brings_its_directives() {
    let found = |target: &Target| {
        let levels = Levels::default();
        let mut findings = Findings::new(&levels);
        let first = Check::new(target).run(&Config::parse("events {} http { degradation sbrk=500m; }"), &mut findings);
        first.map(|first| first.rule().id)
    };
    let usual = Target::of(NginxVersion::new(1, 22, 1));
    assert_eq!(found(&usual), Some("nginx/unknown-directive"));
    assert_eq!(found(&usual.with_module("http_degradation").unwrap()), None);
}

#[test]
fn a_module_that_there_is_not_is_refused_with_the_nearest() {
    let usual = Target::of(NginxVersion::new(1, 22, 1));
    let without = |name: &str| usual.clone().without_module(name).map_err(|error| error.to_string());
    assert!(!without("stream").unwrap().knows("js_access") && !without("http").unwrap().knows("gzip"));
    assert_eq!(without("http_geoipp").unwrap_err(), "no module `http_geoipp`, did you mean `http_geoip`?");
    assert_eq!(without("strem").unwrap_err(), "no module `strem`, did you mean `stream`?");
    assert_eq!(without("").unwrap_err(), "no module ``");
    assert_eq!(usual.clone().with_module("degradation").unwrap_err().nearest(), None);
    let chinese = usual.with_module("http_perll").unwrap_err().message(Language::Chinese);
    assert_eq!(chinese, "没有模块 `http_perll`，您要的是 `http_perl` 吗？");
}

#[test]
fn a_directive_belongs_to_versions() {
    let text = "events {} http { server { listen 443 quic reuseport; http2 on; ssl_reject_handshake on; } }";
    assert_eq!(found(text, NginxVersion::new(1, 31, 5)), []);
    let old = found(text, NginxVersion::new(1, 22, 1));
    assert_eq!(old.len(), 2);
    assert_eq!(old[1].help(Language::English), "delete it, or use nginx 1.25.1 or newer");
}

#[test]
fn only_http_and_stream_look_for_variables_in_the_path_of_a_certificate() {
    let first = |block: &str, version| {
        let text = format!("events {{}} {block}");
        found(&text, version).first().map(|found| found.message(Language::English))
    };
    let (old, new) = (NginxVersion::new(1, 15, 8), NginxVersion::new(1, 22, 1));
    let files = "ssl_certificate /a/$nobody.pem; ssl_certificate_key /a.key;";
    let mail = format!("mail {{ server {{ listen 25 ssl; protocol smtp; auth_http a; {files} }} }} http {{}}");
    let stream = format!("stream {{ server {{ listen 5000 ssl; return a; {files} }} }}");
    let http = format!("http {{ server {{ {files} }} }}");
    assert_eq!(first(&mail, new), None);
    for block in [stream, http] {
        assert_eq!(first(&block, old), None, "{block}");
        assert_eq!(first(&block, new).as_deref(), Some("unknown \"nobody\" variable"), "{block}");
    }
}

#[test]
fn the_least_buffer_of_http2_is_halved_in_1_25_3() {
    let accepts = |size: u32, version| {
        let text = format!("events {{}} http {{ http2_recv_buffer_size {size}; }}");
        found(&text, version).is_empty()
    };
    let (old, new) = (NginxVersion::new(1, 25, 2), NginxVersion::new(1, 25, 3));
    assert_eq!([32, 33].map(|size| accepts(size, old)), [false, true]);
    assert_eq!([16, 17].map(|size| accepts(size, new)), [false, true]);
}

#[test]
fn debian_s_release_differs_from_nginx_s_own() {
    let config = Config::parse("events {} http { max_headers 100; }");
    let version = NginxVersion::new(1, 22, 1);
    assert!(Check::new(&Target::of(version)).accept(config.clone(), &Levels::default()).is_ok());
    assert!(Check::new(&Target::upstream(version)).accept(config, &Levels::default()).is_err());
}

#[test]
fn a_value_outside_of_servers_is_compiled_with_the_first_server() {
    let words = |rest: &str| first(&format!("events {{}} http {{ proxy_set_header Host $nobody; {rest} }}"));
    assert_eq!(words(""), None);
    assert_eq!(words("server {}").unwrap().0, "nginx/unknown-variable: unknown \"nobody\" variable");
}

#[test]
fn a_table_without_buckets_cannot_be_built() {
    let words = |rest: &str| first(&format!("events {{}} http {{ {rest} }}")).map(|(words, _)| words);
    let refused = |size: &str| {
        let table = size.split("_hash").next().unwrap();
        Some(format!("nginx/conflicting-directives: could not build {table}_hash, you should increase {size}: 0"))
    };
    for size in ["variables_hash_max_size", "variables_hash_bucket_size"] {
        assert_eq!(words(&format!("{size} 0;")), refused(size));
    }
    for size in ["types_hash_max_size", "proxy_headers_hash_bucket_size"] {
        assert_eq!(words(&format!("{size} 0;")), None, "{size}");
        assert_eq!(words(&format!("{size} 0; server {{}}")), refused(size));
    }
    let servers = "server { server_name a; } server { server_name b; }";
    assert_eq!(words(&format!("server_names_hash_max_size 0; {servers}")), refused("server_names_hash_max_size"));
    assert_eq!(words("map_hash_max_size 0; map $host $a { x y; }"), refused("map_hash_max_size"));
}

#[test]
fn a_character_that_starts_no_cipher_is_an_invalid_command() {
    let ciphers = |list: &str| {
        first(&format!(
            "events {{}} http {{ server {{ listen 443 ssl; ssl_certificate a; ssl_certificate_key b; ssl_ciphers '{list}'; }} }}"
        ))
    };
    for list in ["AES256-SHA:!E # X", "AES256-SHA#", "AES256-SHA:!", "#AES256-SHA", "AES256-SHA:?"] {
        assert!(ciphers(list).is_some(), "{list}");
    }
    for list in ["AES256-SHA:E#X", "AES256-SHA:!E", "AES256-SHA, AES128-SHA", "ECDHE+AESGCM:@STRENGTH", "E#:AES256-SHA"]
    {
        assert_eq!(ciphers(list), None, "{list}");
    }
}

#[test]
fn what_newer_versions_take_and_refuse() {
    let words = |text: &str, minor, patch| {
        let found = found(&format!("events {{}} {text}"), NginxVersion::new(1, minor, patch));
        found.first().map(|found| found.message(Language::English))
    };
    let geo = "http { geo $a { volatile; default 0; } }";
    assert_eq!(words(geo, 29, 2).as_deref(), Some("invalid number of the geo parameters"));
    assert_eq!(words(geo, 29, 3), None);
    let upstream = |zone: &str, resolver: &str| {
        format!("http {{ {resolver} upstream b {{ {zone} server a.example.com resolve; }} server {{}} }}")
    };
    let without_zone = words(&upstream("", "resolver 127.0.0.1;"), 31, 5).unwrap();
    assert_eq!(without_zone, "resolving names at run time requires upstream \"b\" to be in shared memory");
    let without_resolver = words(&upstream("zone z 64k;", ""), 31, 5).unwrap();
    assert_eq!(without_resolver, "no resolver defined to resolve names at run time in upstream \"b\"");
    assert_eq!(words(&upstream("zone z 64k;", "resolver 127.0.0.1;"), 31, 5), None);
    assert_eq!(words(&upstream("zone z 64k; resolver 127.0.0.1;", ""), 31, 5), None);
    let stream = |first: &str| {
        format!(
            "stream {{ server {{ listen 8443 ssl; {first} return a; }} server {{ listen 8443 ssl; server_name b; return b; }} }}"
        )
    };
    assert_eq!(words(&stream("ssl_certificate a; ssl_certificate_key b;"), 31, 5), None);
    let missing = "no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive";
    assert_eq!(words(&stream(""), 31, 5).as_deref(), Some(missing));
}

#[test]
fn included_files_are_read_where_they_stand() {
    let target = Target::of(NginxVersion::new(1, 22, 1));
    let files = |name: &str| match name {
        "a.conf" => {
            Included::Files(vec![("a.conf".to_owned(), b"server { listen 80; }\nserver { lisen 81; }".to_vec())])
        }
        _ => Included::Missing,
    };
    let run = |text: &str| {
        let levels = Levels::default();
        let mut findings = Findings::new(&levels);
        Check::new(&target).including(files).run(&Config::parse(text), &mut findings)
    };
    let error = run("events {} http { include a.conf; }").unwrap();
    assert_eq!(error.message(Language::English), "unknown directive \"lisen\"");
    assert_eq!(error.help(Language::English), "write `listen`");
    assert_eq!((error.location().entry_name().as_deref(), error.location().line()), (Some("a.conf"), Some(2)));
    assert_eq!(run("events {} http { include none/*; }"), None);
    let missing = run("events {} http { include b.conf; }").unwrap().message(Language::English);
    assert_eq!(missing, "open() \"b.conf\" failed (2: No such file or directory)");
}

#[test]
fn a_file_that_includes_itself_ends() {
    let target = Target::of(NginxVersion::new(1, 22, 1));
    let itself = |name: &str| Included::Files(vec![(name.to_owned(), b"include again.conf;".to_vec())]);
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);
    let config = Config::parse("events {} http { include again.conf; }");
    assert_eq!(Check::new(&target).including(itself).run(&config, &mut findings), None);
}
