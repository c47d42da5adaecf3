#![allow(clippy::print_stdout, reason = "how many were tried is the proof")]

use cloudapp::app::{AppEntry, DomainName, EnvironmentKind, Framework, NginxVersion, Policy, Tier, TlsEnd};
use cloudapp::diagnostic::{Findings, Language, Levels};
use cloudapp::nginx::{BodyLimit, Check, Config, Directive, Disposition, Generated, Profile, Site, Target, generate};
use proptest::prelude::*;
use proptest::test_runner::{TestRng, TestRunner};

use super::real::{Sandbox, nginx};

#[test]
fn the_documented_spring_boot_test_default_is_the_guides() {
    let config = generate(&Site::test(Framework::SpringBoot), Profile::Documented);
    let expected = "
        worker_processes 1;
        error_log /home/admin/logs/nginx-error.log warn;
        pid /var/run/nginx.pid;
        events {
          worker_connections 1024;
        }
        http {
          include /etc/nginx/mime.types;
          default_type application/octet-stream;
          sendfile on;
          keepalive_timeout 65;
          server {
            listen 80;
            server_name 127.0.0.1:8080;
            location / {
              proxy_pass http://127.0.0.1:8080;
            }
          }
        }";
    assert_eq!(directives(config.as_str()), directives(expected));
}

#[test]
fn the_documented_spring_boot_production_default_is_the_guides() {
    let config = generate(&production(Framework::SpringBoot, TlsEnd::Nginx), Profile::Documented);
    let expected = "
        worker_processes 1;
        error_log /home/admin/logs/nginx-error.log warn;
        pid /var/run/nginx.pid;
        events {
          worker_connections 1024;
        }
        http {
          include /etc/nginx/mime.types;
          default_type application/octet-stream;
          sendfile on;
          keepalive_timeout 65;
          server {
            listen 443;
            server_name 127.0.0.1:8080;
            ssl on;
            ssl_certificate /home/admin/sslcert/cert.pem;
            ssl_certificate_key /home/admin/sslcert/cert.key;
            ssl_session_timeout 5m;
            ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256:ECDHE:ECDH:AES:HIGH:!NULL:!ANULL:!MD5:!ADH:!RC4;
            ssl_protocols TLSv1 TLSv1.1 TLSv1.2;
            ssl_prefer_server_ciphers on;
            location / {
              proxy_pass http://127.0.0.1:8080;
            }
          }
          server {
            listen 80;
            server_name 127.0.0.1:8080;
            rewrite ^(.*)$ https://$host$1 permanent;
          }
        }";
    assert_eq!(directives(config.as_str()), directives(expected));
}

#[test]
fn the_documented_node_js_test_default_is_the_guides() {
    let config = generate(&Site::test(Framework::NodeJs), Profile::Documented);
    let expected = "
        user admin;
        worker_rlimit_nofile 100000;
        events {
          use epoll;
          worker_connections 20480;
        }
        error_log /home/admin/logs/nginx-error.log;
        http {
          default_type application/octet-stream;
          index index.html index.htm;
          access_log /home/admin/logs/nginx-access.log;
          upstream nodejs {
            server 127.0.0.1:7001;
            keepalive 10;
          }
          server {
            listen 80 default_server;
            server_name _;
            location / {
              proxy_pass http://nodejs;
            }
          }
        }";
    assert_eq!(directives(config.as_str()), directives(expected));
}

#[test]
fn the_documented_node_js_production_default_is_the_guides() {
    let config = generate(&production(Framework::NodeJs, TlsEnd::Nginx), Profile::Documented);
    let expected = "
        user admin;
        worker_rlimit_nofile 100000;
        events {
          use epoll;
          worker_connections 20480;
        }
        error_log /home/admin/logs/nginx-error.log;
        http {
          default_type application/octet-stream;
          index index.html index.htm;
          access_log /home/admin/logs/nginx-access.log;
          upstream nodejs {
            server 127.0.0.1:7001;
            keepalive 10;
          }
          server {
            listen 80;
            rewrite ^(.*)$ https://$host$1 permanent;
          }
          server {
            listen 443 ssl default_server;
            ssl_certificate /home/admin/sslcert/cert.pem;
            ssl_certificate_key /home/admin/sslcert/cert.key;
            ssl_session_timeout 5m;
            ssl_protocols TLSv1 TLSv1.1 TLSv1.2;
            ssl_prefer_server_ciphers on;
            ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256:ECDHE:ECDH:AES:HIGH:!NULL:!ANULL:!MD5:!ADH:!RC4;
            location / {
              proxy_pass http://nodejs;
            }
          }
        }";
    assert_eq!(directives(config.as_str()), directives(expected));
}

#[test]
fn the_documented_php_test_default_is_the_guides() {
    let site = Site::test(Framework::Php).with_app_entry("public_html".parse().unwrap());
    let config = generate(&site, Profile::Documented);
    let expected = r#"
        worker_processes 1;
        error_log /home/admin/logs/nginx-error.log warn;
        pid /var/run/nginx.pid;
        events {
          worker_connections 1024;
        }
        http {
          include /etc/nginx/mime.types;
          default_type application/octet-stream;
          log_format main '$remote_addr - $remote_user [$time_local] "$request" '
                          '$status $body_bytes_sent "$http_referer" '
                          "$http_user_agent" "$http_x_forwarded_for";
          sendfile on;
          keepalive_timeout 65;
          server {
            listen 80;
            server_name localhost;
            set $root_path /home/admin/app-run/public_html;
            root $root_path;
            index index.php index.html;
            location / {
              if (!-e $request_filename) {
                rewrite ^(.*)$ /index.php?s=/$1 last;
                break;
              }
            }
            location ~ \.php$ {
              try_files $uri =404;
              fastcgi_pass 127.0.0.1:9000;
              fastcgi_index index.php;
              fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
              include fastcgi_params;
            }
          }
        }"#;
    assert_eq!(directives(config.as_str()), directives(expected));
}

#[test]
fn the_documented_php_production_default_is_the_guides() {
    let config = generate(&production(Framework::Php, TlsEnd::Nginx), Profile::Documented);
    let expected = r#"
        worker_processes 1;
        error_log /home/admin/logs/nginx-error.log warn;
        pid /var/run/nginx.pid;
        events {
          worker_connections 1024;
        }
        http {
          include /etc/nginx/mime.types;
          default_type application/octet-stream;
          log_format main '$remote_addr - $remote_user [$time_local] "$request" '
                          '$status $body_bytes_sent "$http_referer" '
                          '"$http_user_agent" "$http_x_forwarded_for"';
          sendfile on;
          keepalive_timeout 65;
          server {
            listen 443;
            server_name localhost;
            set $root_path /home/admin/app-run/public;
            root $root_path;
            index index.php index.html;
            ssl on;
            ssl_certificate /home/admin/sslcert/cert.pem;
            ssl_certificate_key /home/admin/sslcert/cert.key;
            ssl_session_timeout 5m;
            ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256:ECDHE:ECDH:AES:HIGH:!NULL:!ANULL:!MD5:!ADH:!RC4;
            ssl_protocols TLSv1 TLSv1.1 TLSv1.2;
            ssl_prefer_server_ciphers on;
            location / {
              if (!-e $request_filename) {
                rewrite ^(.*)$ /index.php?s=/$1 last;
                break;
              }
            }
            location ~ \.php$ {
              try_files $uri =404;
              fastcgi_pass 127.0.0.1:9000;
              fastcgi_index index.php;
              fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
              include fastcgi_params;
            }
          }
          server {
            listen 80;
            server_name 127.0.0.1:8080;
            rewrite ^(.*)$ https://$host$1 permanent;
          }
        }"#;
    assert_eq!(directives(config.as_str()), directives(expected));
}

#[test]
fn the_documented_production_default_behind_a_load_balancer_has_neither_tls_nor_a_redirect() {
    for framework in Framework::ALL {
        let config = generate(&production(*framework, TlsEnd::LoadBalancer), Profile::Documented);
        let lines = directives(config.as_str());
        assert!(lines.iter().any(|line| line.starts_with("listen 80")), "{config}");
        assert!(!config.as_str().contains("ssl") && !config.as_str().contains("https:"), "{config}");
    }
    let balanced = generate(&production(Framework::SpringBoot, TlsEnd::LoadBalancer), Profile::Documented);
    assert_eq!(balanced.as_str(), generate(&Site::test(Framework::SpringBoot), Profile::Documented).as_str());
}

#[test]
fn the_documented_production_default_for_a_newer_nginx_says_ssl_with_listen() {
    for framework in [Framework::Php, Framework::SpringBoot] {
        let site = production(framework, TlsEnd::Nginx).on_nginx(NginxVersion::new(1, 25, 1));
        let config = generate(&site, Profile::Documented);
        let lines = directives(config.as_str());
        assert!(lines.contains(&"listen 443 ssl;".to_owned()) && !lines.contains(&"ssl on;".to_owned()), "{config}");
    }
}

#[test]
fn http_2_is_a_parameter_before_1_25_1_and_a_directive_from_then_on() {
    let site = production(Framework::NodeJs, TlsEnd::Nginx);
    let of = |version| directives(generate(&site.clone().on_nginx(version), Profile::Hardened).as_str());
    let before = of(NginxVersion::new(1, 25, 0));
    assert!(before.contains(&"listen 443 ssl http2;".to_owned()) && !before.contains(&"http2 on;".to_owned()));
    let after = of(NginxVersion::new(1, 25, 1));
    assert!(after.contains(&"listen 443 ssl;".to_owned()) && after.contains(&"http2 on;".to_owned()));
}

#[test]
fn handshakes_for_unknown_names_are_rejected_where_nginx_can() {
    let site = production(Framework::NodeJs, TlsEnd::Nginx);
    let of = |version| directives(generate(&site.clone().on_nginx(version), Profile::Hardened).as_str());
    assert!(of(NginxVersion::new(1, 19, 4)).contains(&"ssl_reject_handshake on;".to_owned()));
    assert!(!of(NginxVersion::new(1, 19, 3)).contains(&"ssl_reject_handshake on;".to_owned()));
}

#[test]
fn every_domain_is_served_and_redirected() {
    let site = production(Framework::NodeJs, TlsEnd::Nginx).and_domain("example.com".parse().unwrap());
    let lines = directives(generate(&site, Profile::Hardened).as_str());
    let names = lines.iter().filter(|line| *line == "server_name example.com www.example.com;");
    assert_eq!(names.count(), 2);
}

#[test]
fn a_body_limit_is_written_as_nginx_writes_sizes() {
    let site = Site::test(Framework::NodeJs).with_body_limit(BodyLimit::try_from(8).unwrap());
    let lines = directives(generate(&site, Profile::Hardened).as_str());
    assert!(lines.contains(&"client_max_body_size 8m;".to_owned()));
}

#[test]
fn a_site_on_the_platforms_test_domain_is_for_download_only() {
    let of = |domain: &str| Site::test(Framework::NodeJs).and_domain(domain.parse().unwrap()).under(&Policy::default());
    let shared = of("app2143434635test.mapp-test.xyz");
    assert_eq!(shared.disposition(), Disposition::Attachment);
    let lines = directives(generate(&shared, Profile::Hardened).as_str());
    assert!(lines.contains(&"add_header Content-Disposition attachment always;".to_owned()));
    assert_eq!(of("mapp-test.xyz.example.com").disposition(), Disposition::Inline);
    assert_eq!(of("notmapp-test.xyz").disposition(), Disposition::Inline);
}

#[test]
fn nothing_but_plain_path_segments_is_an_app_entry() {
    for text in ["public", "public_html", "web/dist-1.0", "0", "_x", "a.b"] {
        assert_eq!(text.parse::<AppEntry>().unwrap().as_str(), text);
    }
    let hostile = [
        "",
        "/",
        ".",
        "..",
        "../x",
        "a/..",
        "a/../b",
        "a//b",
        "/public",
        "public/",
        "./public",
        ".git",
        "a/.git",
        "-x",
        "public; autoindex on",
        "$arg_x",
        "a$b",
        "a b",
        "a\tb",
        "a\nb",
        "a\0b",
        "a{",
        "a}",
        "a'",
        "a\"",
        "a\\b",
        "a#",
        "~",
        "ａ",
        "公开",
        "a%2f",
        "a*",
        "a:b",
        "a;",
        "a\u{202e}b",
    ];
    for text in hostile {
        assert!(text.parse::<AppEntry>().is_err(), "{text:?}");
    }
    assert!("a".repeat(200).parse::<AppEntry>().is_ok());
    assert!("a".repeat(201).parse::<AppEntry>().is_err());
}

#[test]
fn the_real_nginx_accepts_every_default_for_its_version() {
    let Some(binary) = nginx() else { return };
    let version = real_version(binary);
    let mut tried = 0;
    for site in sites() {
        for profile in Profile::ALL {
            let config = generate(&site.clone().on_nginx(version), *profile);
            if let Err(complaint) = Sandbox::new(config.as_str()).test(binary) {
                panic!("nginx {version}: {complaint}\n{config}");
            }
            tried += 1;
        }
    }
    assert_eq!(tried, 60);
}

#[test]
fn the_real_nginx_accepts_the_longest_names() {
    let Some(binary) = nginx() else { return };
    let label = "a".repeat(63);
    let longest: DomainName = format!("{label}.{label}.{label}.{}", "b".repeat(61)).parse().unwrap();
    assert_eq!(longest.as_str().len(), DomainName::MAX_LENGTH);
    let mut site = Site::production(Framework::Php, TlsEnd::Nginx, longest)
        .with_app_entry("e".repeat(AppEntry::MAX_LENGTH).parse().unwrap())
        .on_nginx(real_version(binary));
    for number in 0..100 {
        site = site.and_domain(format!("name{number}.example.com").parse().unwrap());
    }
    assert_eq!(Sandbox::new(generate(&site, Profile::Hardened).as_str()).test(binary), Ok(()));
}

#[test]
fn the_real_nginx_accepts_a_sample_of_all_accepted_values() {
    let Some(binary) = nginx() else { return };
    let version = real_version(binary);
    let values = (
        prop::collection::vec("[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,30}", 1..5),
        prop::collection::vec("([a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?\\.){1,4}[a-z]{2,6}", 0..4),
        1..=4096_u16,
        prop::sample::select(sites()),
        prop::sample::select(Profile::ALL),
    );
    let config = ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let tried = std::cell::Cell::new([0, 0]);
    let result = TestRunner::new_with_rng(config, rng).run(&values, |(entry, domains, limit, site, profile)| {
        let mut site = site.on_nginx(version).with_body_limit(BodyLimit::try_from(limit).unwrap());
        if let Ok(entry) = entry.join("/").parse() {
            site = site.with_app_entry(entry);
        }
        for domain in domains.iter().filter_map(|domain| domain.parse().ok()) {
            site = site.and_domain(domain);
        }
        let config = generate(&site, profile);
        let mut counts = tried.get();
        counts[usize::from(profile == Profile::Hardened)] += 1;
        tried.set(counts);
        prop_assert_eq!(Sandbox::new(config.as_str()).test(binary), Ok(()), "{}", config);
        Ok(())
    });
    result.unwrap();
    let [documented, hardened] = tried.get();
    println!("nginx {version} accepts {documented} documented and {hardened} hardened renderings");
    assert_eq!(documented + hardened, 200);
}

#[test]
fn every_default_passes_our_check_from_1_18_to_the_newest() {
    let versions = [(18, 0), (19, 3), (19, 4), (20, 2), (22, 1), (25, 0), (25, 1), (28, 0), (29, 7), (31, 5)];
    for (minor, patch) in versions {
        let version = NginxVersion::new(1, minor, patch);
        let target = Target::of(version);
        for site in sites() {
            for profile in Profile::ALL {
                let config = generate(&site.clone().on_nginx(version), *profile);
                assert_eq!(stops(&config, &target), None, "nginx {version}\n{config}");
            }
        }
    }
}

proptest! {
    #[test]
    fn no_accepted_value_changes_the_shape_of_a_configuration(
        entry in "[a-zA-Z0-9_.$;{}/ -]{1,20}",
        domain in "[a-zA-Z0-9.$;{} -]{1,20}",
        limit in any::<u16>(),
        site in prop::sample::select(sites()),
        profile in prop::sample::select(Profile::ALL),
    ) {
        let plain = generate(&site, profile);
        let mut changed = site.clone();
        if let Ok(entry) = entry.parse() {
            changed = changed.with_app_entry(entry);
        }
        if let (Ok(domain), true) = (domain.parse(), site.domains().count() > 0) {
            changed = changed.and_domain(domain);
        }
        if let Ok(limit) = BodyLimit::try_from(limit) {
            changed = changed.with_body_limit(limit);
        }
        let changed = generate(&changed, profile);
        prop_assert_eq!(shape(&changed), shape(&plain));
        prop_assert_eq!(stops(&changed, &Target::of(site.nginx_version())), None);
        if profile == Profile::Hardened {
            let levels = Levels::default();
            let mut findings = Findings::new(&levels);
            let contract = cloudapp::nginx::policy::Contract::of(&site);
            contract.run(&Config::parse(changed.as_str()), &cloudapp::diagnostic::Location::input(), &mut findings);
            prop_assert_eq!(findings.finish().diagnostics().len(), 0);
        }
    }
}

/// Every kind of site, with and without a test domain.
pub fn sites() -> Vec<Site> {
    let domain: DomainName = "www.example.com".parse().unwrap();
    let mut sites = Vec::new();
    for framework in Framework::ALL {
        for environment in EnvironmentKind::ALL {
            match environment {
                EnvironmentKind::Test => {
                    sites.push(Site::test(*framework));
                    sites.push(Site::test(*framework).and_domain(domain.clone()));
                }
                EnvironmentKind::Production => sites.extend(
                    environment
                        .tiers()
                        .iter()
                        .map(|tier: &Tier| Site::production(*framework, tier.tls_end(), domain.clone())),
                ),
            }
        }
    }
    let downloads = sites.iter().map(|site| site.clone().with_disposition(Disposition::Attachment));
    let several = sites.iter().filter(|site| site.tls_end().is_some());
    let several = several.map(|site| site.clone().and_domain("example.com".parse().unwrap()));
    [downloads.collect::<Vec<_>>(), several.collect()].concat().into_iter().chain(sites).collect()
}

pub fn production(framework: Framework, tls_end: TlsEnd) -> Site {
    Site::production(framework, tls_end, "www.example.com".parse().unwrap())
}

/// The directives without comments and layout. Neither occurs inside quotes here, but for single spaces.
fn directives(config: &str) -> Vec<String> {
    let mut directives = vec![String::new()];
    for word in config.lines().filter(|line| !line.trim_start().starts_with('#')).flat_map(str::split_whitespace) {
        let last = directives.last_mut().unwrap();
        if !last.is_empty() {
            last.push(' ');
        }
        last.push_str(word);
        if word.ends_with([';', '{', '}']) {
            directives.push(String::new());
        }
    }
    directives.pop();
    directives
}

/// The name of each directive and how many stand in its block, in order.
fn shape(config: &Generated) -> Vec<(String, usize)> {
    let config = Config::parse(config.as_str());
    let children = |directive: &Directive<'_>| directive.children().count();
    let name = |directive: &Directive<'_>| String::from_utf8_lossy(directive.name()).into_owned();
    config.all_directives().map(|directive| (name(&directive), children(&directive))).collect()
}

/// What nginx would stop at, if anything.
fn stops(config: &Generated, target: &Target) -> Option<String> {
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);
    let stop = Check::new(target).run(&Config::parse(config.as_str()), &mut findings);
    stop.map(|stop| stop.message(Language::English))
}

pub fn real_version(binary: &std::path::Path) -> NginxVersion {
    let output = std::process::Command::new(binary).arg("-v").output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    let version = text.split("nginx/").nth(1).expect("a version");
    version.split_whitespace().next().unwrap().parse().unwrap()
}
