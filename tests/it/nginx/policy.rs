//! Each rule of the policy with a file that trips it, and the nearest file that does not.

mod cases;

use std::collections::BTreeSet;

use cloudapp::app::{Framework, NginxVersion, TlsEnd};
use cloudapp::diagnostic::{Findings, Levels, Location, Severity};
use cloudapp::nginx::policy::{Answer, Contract, Origin, RULES, explain};
use cloudapp::nginx::{Check, Config, Included, Profile, Target, generate};

use super::generate::{production, sites};
use crate::chinese::assert_chinese;

#[test]
fn the_base_of_the_cases_breaks_no_rule() {
    for base in [node_test(), php_test(), node_production(), node_balanced()] {
        assert_eq!(broken(&base), [""; 0], "{}", base.text);
    }
}

#[test]
fn every_rule_is_tripped_and_let_through_by_its_near_case() {
    let mut seen = BTreeSet::new();
    for (rule, case, from, bad, good) in cases::cases() {
        let base = case.text.clone();
        assert!(base.contains(from), "{rule}: no {from:?} in\n{base}");
        let with = |to: &str| Case { text: base.replacen(from, to, 1), ..case.clone() };
        let tripped = broken(&with(bad));
        assert!(tripped.contains(&rule), "{rule} is not tripped by {bad}: {tripped:?}");
        let near = broken(&with(good));
        assert!(!near.contains(&rule), "{rule} is tripped by {good}: {near:?}");
        seen.insert(rule);
    }
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(seen, rules);
}

#[test]
fn hardened_defaults_break_no_rule() {
    for site in sites() {
        let text = generate(&site, Profile::Hardened).to_string();
        let case = Case { contract: Contract::of(&site), text };
        assert_eq!(broken(&case), [""; 0], "{}", case.text);
    }
}

#[test]
fn documented_defaults_show_exactly_their_known_flaws_and_are_not_refused_for_them() {
    let flaws = |framework, environment: &str| {
        let site = match environment {
            "test" => cloudapp::nginx::Site::test(framework),
            _ => production(framework, TlsEnd::Nginx),
        };
        let text = generate(&site, Profile::Documented).to_string();
        let found = |origin| {
            let report = report(&Case { contract: Contract::of(&site).from(origin), text: text.clone() });
            let diagnostics = report.diagnostics().iter();
            let mut found: Vec<_> =
                diagnostics.map(|found| (found.rule().id.replace("nginx/", ""), found.severity())).collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        let generated = found(Origin::Platform);
        assert!(generated.iter().all(|(_, severity)| *severity < Severity::Error), "{generated:?}");
        // In a user's file the same text is held to everything.
        let users: Vec<String> = found(Origin::User).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(users, generated.iter().map(|(rule, _)| rule.clone()).collect::<Vec<_>>());
        let told = generated.into_iter().filter(|(_, severity)| *severity > Severity::Info);
        told.map(|(rule, _)| rule).collect::<Vec<_>>().join(" ")
    };
    let proxying = "missing-body-limit missing-forwarded-headers";
    assert_eq!(flaws(Framework::SpringBoot, "test"), format!("missing-access-log {proxying} no-websocket"));
    assert_eq!(flaws(Framework::NodeJs, "test"), format!("idle-keepalive {proxying} no-websocket"));
    assert_eq!(
        flaws(Framework::Php, "test"),
        "dead-directive hidden-files missing-access-log missing-body-limit missing-user served-sources \
         unused-log-format uploaded-scripts"
    );
    assert_eq!(
        flaws(Framework::SpringBoot, "production"),
        "host-redirect missing-access-log missing-body-limit missing-forwarded-headers no-websocket \
         ssl-directive weak-cipher weak-protocol"
    );
    assert_eq!(
        flaws(Framework::NodeJs, "production"),
        "host-redirect idle-keepalive missing-body-limit missing-forwarded-headers no-websocket \
         weak-cipher weak-protocol"
    );
    assert_eq!(
        flaws(Framework::Php, "production"),
        "dead-directive hidden-files host-redirect missing-access-log missing-body-limit missing-user \
         served-sources ssl-directive unused-log-format uploaded-scripts weak-cipher weak-protocol"
    );
}

#[test]
fn the_documented_redirect_behind_a_load_balancer_is_a_loop() {
    let text = generate(&production(Framework::NodeJs, TlsEnd::Nginx), Profile::Documented).to_string();
    let contract = Contract::production(Framework::NodeJs, TlsEnd::LoadBalancer);
    assert!(broken(&Case { contract, text }).contains(&"nginx/redirect-loop"));
}

#[test]
fn every_form_of_an_address_is_seen_through() {
    let metadata = [
        "http://100.100.100.200",
        "http://100.100.100.200/latest/",
        "http://1684301000",
        "http://0x646464c8",
        "http://0144.0144.0144.0310",
        "http://100.6579400",
        "http://0x64.100.25800",
        "http://[::ffff:100.100.100.200]",
        "http://[::ffff:6464:64c8]:80",
        "http://[64:ff9b::6464:64c8]",
        "http://[2002:6464:64c8::]",
        "http://[::100.100.100.200]",
        "http://169.254.169.254",
        "http://127.0.0.1@100.100.100.200/",
        "http://user:pass@127.0.0.1/",
        "https://10.0.0.1:8443",
        "http://127.0.0.1.nip.io",
        "http://metadata.example.com",
        "http://[fd00:ec2::254]",
        "http://192.168.1.1",
        "http://[fe80::1]",
        "http://localhost.evil.example",
    ];
    for target in metadata {
        let rules = broken(&node_with_pass(target));
        assert!(rules.contains(&"nginx/foreign-upstream"), "{target}: {rules:?}");
    }
    let loopback = [
        "http://127.0.0.1:7001",
        "http://localhost:7001",
        "http://127.1:7001",
        "http://[::1]:7001",
        "http://2130706433:7001",
        "http://0x7f.0.0.1:7001",
        "http://[::ffff:127.0.0.1]:7001",
        "http://127.0.0.1:7001$request_uri",
        "http://127.0.0.1:7001/$1",
        "http://app",
    ];
    for target in loopback {
        let rules = broken(&node_with_pass(target));
        let forged = rules.iter().any(|rule| ["nginx/foreign-upstream", "nginx/variable-upstream"].contains(rule));
        assert!(!forged, "{target}: {rules:?}");
    }
    for target in [
        "http://$host",
        "http://127.0.0.1:7001$1",
        "http://127.0.0.1:$arg_port",
        "$scheme://127.0.0.1$http_x",
        "http://app$arg_x",
    ] {
        let rules = broken(&node_with_pass(target));
        assert!(rules.contains(&"nginx/variable-upstream"), "{target}: {rules:?}");
    }
}

#[test]
fn a_variable_with_known_values_counts_as_its_values() {
    let with = |set: &str| {
        let case = node_with_pass("http://$backend");
        Case { text: case.text.replacen("location / {", &format!("{set} location / {{"), 1), ..case }
    };
    assert!(!broken(&with("set $backend 127.0.0.1:7001;")).contains(&"nginx/variable-upstream"));
    assert!(!broken(&with("set $backend 127.0.0.1:7001;")).contains(&"nginx/wrong-upstream"));
    assert!(broken(&with("set $backend 100.100.100.200;")).contains(&"nginx/foreign-upstream"));
    assert!(broken(&with("set $backend $arg_b;")).contains(&"nginx/variable-upstream"));
    assert!(
        !broken(&with("set $backend ''; if ($uri) { set $backend 127.0.0.1:7001; }"))
            .contains(&"nginx/foreign-upstream")
    );
    assert!(broken(&with("set $half 100.100; set $backend $half.100.200;")).contains(&"nginx/foreign-upstream"));
}

#[test]
fn a_table_counts_as_its_values() {
    let with = |table: &str| {
        let case = node_with_pass("http://$backend");
        Case { text: case.text.replacen("upstream app {", &format!("{table} upstream app {{"), 1), ..case }
    };
    for (good, bad) in [
        (
            "map $arg_x $backend { default app; a 127.0.0.1:7001; }",
            "map $arg_x $backend { default app; a 100.100.100.200; }",
        ),
        (
            "split_clients $remote_addr $backend { 50% app; * 127.0.0.1:7001; }",
            "split_clients $remote_addr $backend { 50% app; * 10.0.0.1; }",
        ),
        ("geo $backend { default app; 10.0.0.0/8 app; }", "geo $backend { default app; 10.0.0.0/8 10.0.0.1; }"),
    ] {
        assert!(
            !broken(&with(good)).iter().any(|rule| rule.ends_with("-upstream")),
            "{good}: {:?}",
            broken(&with(good))
        );
        assert!(broken(&with(bad)).contains(&"nginx/foreign-upstream"), "{bad}: {:?}", broken(&with(bad)));
    }
    assert!(broken(&with("map $arg_x $backend { default app; a $arg_x; }")).contains(&"nginx/variable-upstream"));
}

#[test]
fn a_variable_that_something_else_may_set_is_not_known() {
    let with = |before: &str, location: &str| {
        let case = node_with_pass("http://$backend");
        let text = case.text.replacen("upstream app {", &format!("{before} upstream app {{"), 1);
        Case { text: text.replacen("location / {", &format!("{location} {{"), 1), ..case }
    };
    let decided = |case: &Case| broken(case).contains(&"nginx/variable-upstream");
    let set = "set $backend 127.0.0.1:7001;";
    assert!(!decided(&with("", &format!("{set} location /"))));
    // A capture, a lookup of the app's and a file may overwrite it; names have no case.
    assert!(decided(&with("", &format!("{set} location ~ ^/(?<backend>.+)"))));
    assert!(decided(&with("", &format!("{set} location ~ ^/(?P<Backend>.+)"))));
    assert!(decided(&with("", &format!("{set} auth_request_set $backend $upstream_http_x; location /"))));
    assert!(decided(&with("map $uri $backend { default 127.0.0.1:7001; include x; }", "location /")));
    let upper = with("", &format!("{set} set $BACKEND 100.100.100.200; location /"));
    assert!(broken(&upper).contains(&"nginx/foreign-upstream"));
    // Of another server they are not.
    let other = "server { listen 80; server_name ~^(?<backend>[0-9]+)x; return 404; }";
    assert!(!decided(&with(other, &format!("{set} location /"))));
    assert!(decided(&with("", &format!("{set} server_name ~^(?<backend>[0-9]+)x; location /"))));
    // A table is asked where no directive has set it.
    let both = with("map $uri $backend { default 10.0.0.1; }", &format!("if ($arg_x) {{ {set} }} location /"));
    assert!(broken(&both).contains(&"nginx/foreign-upstream"));
    // What may be unset is empty.
    let empty = node_with_pass("http://${backend}100.100.100.200/");
    let set = "if ($arg_x) { set $backend 127.0.0.1/; } location / {";
    let empty = Case { text: empty.text.replacen("location / {", set, 1), ..empty };
    assert!(broken(&empty).contains(&"nginx/foreign-upstream"));
    // nginx's own variables keep their meaning.
    let own = node_with_pass("http://$args");
    let own = Case { text: own.text.replacen("location / {", "set $args 127.0.0.1; location / {", 1), ..own };
    assert!(broken(&own).contains(&"nginx/variable-upstream"));
}

#[test]
fn a_host_that_no_request_decides_is_not_said_to_be_decided() {
    for (target, set) in [
        ("http://127.0.0.1:$server_port/x", ""),
        ("$scheme://127.0.0.1:7001", ""),
        ("http://app$suffix", "set $suffix ''; if ($uri = /index.php) { set $suffix ?$query_string; }"),
        ("$a://$b:$c", "set $a http; set $b 127.0.0.1; set $c 7001;"),
        ("http://app/$arg_x", ""),
        ("http://$server_addr:7001", ""),
    ] {
        let case = node_with_pass(target);
        let case = Case { text: case.text.replacen("location / {", &format!("{set} location / {{"), 1), ..case };
        let rules = broken(&case);
        assert!(!rules.contains(&"nginx/variable-upstream"), "{target}: {rules:?}");
        assert!(!rules.contains(&"nginx/foreign-upstream"), "{target}: {rules:?}");
    }
    for (target, before) in [
        ("http:/$uri", ""),
        ("$http_x_scheme://127.0.0.1/x", ""),
        ("http://127.0.0.1$uri", "rewrite ^/x/(.*) $1 break;"),
        ("http://127.0.0.1$suffix", "set $suffix $arg_x;"),
    ] {
        let case = node_with_pass(target);
        let case = Case { text: case.text.replacen("location / {", &format!("{before} location / {{"), 1), ..case };
        let rules = broken(&case);
        assert!(rules.contains(&"nginx/variable-upstream"), "{target}: {rules:?}");
    }
}

#[test]
fn tls_is_a_property_of_the_socket() {
    let case = node_production();
    let text = case.text.replacen("listen 443 ssl http2;", "listen 443; ssl_protocols TLSv1;", 1);
    let rules = broken(&Case { text, ..case });
    assert!(rules.contains(&"nginx/weak-protocol") && !rules.contains(&"nginx/plain-https"), "{rules:?}");
}

#[test]
fn an_inner_setting_hides_the_outer_one() {
    let case = node_test();
    let inner = case.text.replacen("location / {", "location / { server_tokens on;", 1);
    assert!(broken(&Case { text: inner, ..case.clone() }).contains(&"nginx/server-version"));
    let root =
        "root /home/admin/app-run/public; location ~ /\\. { return 404; } location /etc/ { root /; } location / {";
    let outer = case.text.replacen("location / {", root, 1);
    assert!(broken(&Case { text: outer, ..case }).contains(&"nginx/root-elsewhere"));
}

#[test]
fn a_request_is_followed_to_what_answers_it() {
    let text = "http { upstream app { server 127.0.0.1:7001; }
        server { listen 80; server_name a.example; location / { try_files $uri @app; } location @app { proxy_pass http://app; } }
        server { listen 80; server_name b.example; location = / { return 204; } location / { proxy_pass http://127.0.0.1:1; } }
        server { listen 80; server_name c.example; location / { root /srv; } location ~ ^/$ { deny all; } }
        server { listen 80; server_name d.example; rewrite ^/$ /home last; location /home { rewrite ^ /home last; } }
        server { listen 80; server_name e.example; location ^~ / { root /srv; } location ~ / { return 500; } }
    }";
    let config = Config::parse(text);
    let answers: Vec<Answer> = explain(&config, None).into_iter().map(|explained| explained.answer).collect();
    let expected = [
        Answer::Program { target: "http://app".to_owned(), servers: vec!["127.0.0.1:7001".to_owned()] },
        Answer::Status("204".to_owned()),
        Answer::Denied,
        Answer::Endless,
        Answer::Files("/srv".to_owned()),
    ];
    assert_eq!(answers, expected);
    let one = explain(&config, Some(&"b.example.com".parse().unwrap()));
    assert_eq!((one.len(), one[0].default, &one[0].names[..]), (1, true, &["a.example".to_owned()][..]));
    assert_eq!(one[0].steps[0].line, 2);
}

/// Each file that trips a rule, and what it is held to.
pub fn bad_cases() -> Vec<(Contract, String)> {
    let bad =
        |(_, case, from, bad, _): (&str, Case, &str, &str, &str)| (case.contract, case.text.replacen(from, bad, 1));
    cases::cases().into_iter().map(bad).collect()
}

/// A file and what it is held to.
#[derive(Clone)]
struct Case {
    contract: Contract,
    text: String,
}

fn broken(case: &Case) -> Vec<&'static str> {
    let mut rules: Vec<&str> = report(case).diagnostics().iter().map(|found| found.rule().id).collect();
    rules.dedup();
    rules
}

fn report(case: &Case) -> cloudapp::diagnostic::Report {
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);
    case.contract.run(&Config::parse(case.text.as_str()), &Location::input(), &mut findings);
    let report = findings.finish();
    assert_chinese(&report);
    report
}

#[test]
fn an_embedder_s_own_hosts_and_includes_are_let_through() {
    let mut case = node_with_pass("http://Legacy.internal:8080");
    case.text = case.text.replacen("events {", "include /srv/limits.conf; events {", 1);
    assert_eq!(broken(&case), ["nginx/foreign-include", "nginx/foreign-upstream"]);
    case.contract = case.contract.allowing_host("legacy.INTERNAL").allowing_include("/srv/limits.conf");
    assert_eq!(broken(&case), [""; 0]);
}

fn node_test() -> Case {
    let site = cloudapp::nginx::Site::test(Framework::NodeJs);
    Case { contract: Contract::of(&site), text: generate(&site, Profile::Hardened).to_string() }
}

fn php_test() -> Case {
    let site = cloudapp::nginx::Site::test(Framework::Php);
    Case { contract: Contract::of(&site), text: generate(&site, Profile::Hardened).to_string() }
}

fn node_production() -> Case {
    let site = production(Framework::NodeJs, TlsEnd::Nginx);
    Case { contract: Contract::of(&site), text: generate(&site, Profile::Hardened).to_string() }
}

fn node_balanced() -> Case {
    let site = production(Framework::NodeJs, TlsEnd::LoadBalancer);
    Case { contract: Contract::of(&site), text: generate(&site, Profile::Hardened).to_string() }
}

fn node_with_pass(target: &str) -> Case {
    let case = node_test();
    Case { text: case.text.replacen("proxy_pass http://app;", &format!("proxy_pass {target};"), 1), ..case }
}

#[test]
fn an_accepted_configuration_passed_both_the_check_and_the_contract() {
    let target = Target::of(NginxVersion::new(1, 22, 1));
    let check = Check::new(&target);
    let accept = |case: &Case| {
        case.contract.accept(Config::parse(case.text.as_str()), &check, &Location::input(), &Levels::default())
    };
    assert!(accept(&node_test()).is_ok());
    let misspelt = Case { text: node_test().text.replace("worker_processes", "worker_proceses"), ..node_test() };
    let rejected = accept(&misspelt).unwrap_err();
    assert_eq!(rejected.report().diagnostics()[0].rule().id, "nginx/unknown-directive");
    let foreign = accept(&node_with_pass("http://10.0.0.1")).unwrap_err();
    assert!(foreign.report().diagnostics().iter().any(|found| found.rule().id == "nginx/foreign-upstream"));
}

#[test]
fn what_an_included_file_does_is_found_in_it() {
    let target = Target::of(NginxVersion::new(1, 22, 1));
    let files = |pattern: &str| match pattern {
        "/srv/app.conf" => {
            let text = b"# the app\nlocation /x { proxy_pass http://10.0.0.1; }\ninclude /srv/more.conf;\n";
            Included::Files(vec![("app.conf".to_owned(), text.to_vec())])
        }
        "/srv/more.conf" => Included::Files(vec![("more.conf".to_owned(), b"autoindex on;".to_vec())]),
        "/srv/map.conf" => Included::Files(vec![("map.conf".to_owned(), b"default 10.0.0.2;".to_vec())]),
        _ => Included::Unread,
    };
    let check = Check::new(&target).including(files);
    let Case { contract, text } = node_test();
    let contract = ["app", "more", "map"]
        .iter()
        .fold(contract, |contract, name| contract.allowing_include(format!("/srv/{name}.conf")));
    let text = text.replacen("http {", "http { map $uri $to { include /srv/map.conf; }", 1);
    let text =
        text.replacen("location / {", "include /srv/app.conf; location /y { proxy_pass http://$to; } location / {", 1);
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);
    let first = contract.check(&Config::parse(text), &check, &Location::entry("nginx.conf"), &mut findings);
    assert_eq!(first, None);
    let report = findings.finish();
    let places = report.diagnostics().iter().filter(|found| found.rule().id != "nginx/unread-include").map(|found| {
        let location = found.location();
        (found.rule().id, location.entry_name().unwrap(), location.snippet().unwrap().fault.as_str())
    });
    assert_eq!(
        places.collect::<Vec<_>>(),
        [
            ("nginx/foreign-upstream", "app.conf".to_owned(), "proxy_pass http://10.0.0.1"),
            ("nginx/directory-listing", "more.conf".to_owned(), "autoindex on"),
            ("nginx/foreign-upstream", "nginx.conf".to_owned(), "proxy_pass http://$to"),
        ]
    );
}

#[test]
fn an_attack_is_told_beside_what_nginx_would_refuse() {
    let target = Target::of(NginxVersion::new(1, 22, 1));
    let case = node_test();
    let text = case.text.replacen("location / {", "location /x { content_by_lua_block { x; } } location / {", 1);
    let text = text.replacen("user admin;", "user root;", 1).replacen("listen 80 default_server;", "listen 81;", 1);
    let config = Config::parse(text);
    let rejected =
        case.contract.accept(config, &Check::new(&target), &Location::input(), &Levels::default()).unwrap_err();
    let errors = rejected.report().diagnostics().iter().filter(|found| found.severity() == Severity::Error);
    let rules: Vec<&str> = errors.map(|found| found.rule().id).collect();
    // Nothing of port 81: what the contract asks for is judged in a file that nginx takes.
    assert_eq!(rules, ["nginx/foreign-user", "nginx/embedded-code", "nginx/unknown-directive"]);
}

#[test]
fn patterns_that_can_share_a_text_in_many_ways_are_slow() {
    let slow = |pattern: &str| {
        let case = node_test();
        let location = format!("location ~ \"{}\" {{ return 404; }} location / {{", pattern.replace('\\', "\\\\"));
        broken(&Case { text: case.text.replacen("location / {", &location, 1), ..case }).contains(&"nginx/slow-regex")
    };
    for pattern in [
        "^(a+)+$",
        "^(a*)*$",
        "^(.*)*$",
        "(.*,)*x",
        "^(.*a){20}$",
        "(\\w+\\s?)*$",
        "(\\w|\\d)+$",
        "(a|aa)+$",
        "([a-zA-Z]+)*$",
        "((a+))+$",
        "((a+)?)*$",
        "(a{1,3})+$",
        "(?:x+x+)+y",
        "(?<n>[^/]+)+$",
        "^(([a-z])+.)+[A-Z]$",
        "(.|[a-z])*$",
        "(?i)(a+)+$",
        "((?!x).*)+$",
        "(\\w*\\.?)*$",
    ] {
        assert!(slow(pattern), "{pattern}");
    }
    for pattern in [
        "^/(.*)$",
        "^/(.+)/(.+)$",
        "^(/[^/]+)+$",
        "^([a-z0-9-]+\\.)+example\\.com$",
        "\\.(?:jpe?g|png|gif|css|js)$",
        "^/([0-9]{1,3}\\.){3}[0-9]{1,3}$",
        "^/(a|b|cd|ce)+$",
        "^/([0-9]{4})+$",
        "(\\d+-)*x",
        "^/(?!(?:a|b)/).*$",
        "^/([^/]*/)*[^/]+$",
        "^/(%[0-9a-f]{2}|[a-z])+$",
        "^/((?s:.*))$",
        "~$",
    ] {
        assert!(!slow(pattern), "{pattern}");
    }
}
