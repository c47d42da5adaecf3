//! Generated configurations at work: a real nginx on loopback, before a small back end.
#![allow(clippy::print_stdout, reason = "the table of what was tried is the proof")]

use std::fs;

use cloudapp::app::{Framework, TlsEnd};
use cloudapp::nginx::{Profile, Site, generate};

use super::backend::{Answer, Backend};
use super::generate::{production, real_version};
use super::real::{Running, Sandbox, nginx, php_fpm};

#[test]
fn a_proxied_test_environment_serves_every_host() {
    let mut table = Table::new("test");
    for framework in [Framework::NodeJs, Framework::SpringBoot] {
        let Some(nginx) = start(&Site::test(framework), Profile::Hardened) else { return };
        table.of(framework);
        proxying(&nginx, nginx.http, "any.example", "http", &mut table);
        let answer = nginx.get("/", "Host: any.example");
        table.row("kept from search engines", answer.contains("X-Robots-Tag: noindex"), &answer);
        table.row("the version of nginx is not told", answer.contains("Server: nginx\r\n"), &answer);
        let long = format!(
            "POST /u HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3000000\r\n\r\n{}",
            "b".repeat(3_000_000)
        );
        let answer = nginx.send(&long);
        table.row("a body of 3 MB passes", answer.contains(" 200 OK") && answer.contains("\nbody 3000000\n"), &answer);
    }
    table.finish(22);
}

#[test]
fn a_proxied_production_environment_ends_tls() {
    let mut table = Table::new("production, TLS at nginx");
    for framework in [Framework::NodeJs, Framework::SpringBoot] {
        let Some(nginx) = start(&production(framework, TlsEnd::Nginx), Profile::Hardened) else { return };
        table.of(framework);
        tls(&nginx, &mut table);
        let answer = nginx.tls_get("/", "Host: www.example.com\r\nX-Forwarded-Proto: http\r\nX-Forwarded-For: 6.6.6.6");
        table.row("the app learns https", answer.contains("\nX-Forwarded-Proto: https\n"), &answer);
        table.row("a claimed address is replaced", answer.contains("\nX-Forwarded-For: 127.0.0.1\n"), &answer);
        let answer = nginx.tls_send_and_say(&upgrade("www.example.com"), "ping");
        table.row("WebSocket opens inside TLS", answer.contains(" 101 Switching Protocols"), &answer);
        table.row("WebSocket carries both ways", answer.ends_with("echo ping"), &answer);
    }
    table.finish(34);
}

#[test]
fn behind_a_load_balancer_nothing_loops() {
    let mut table = Table::new("production, TLS at the load balancer");
    for framework in Framework::ALL {
        let Some(nginx) = start(&production(*framework, TlsEnd::LoadBalancer), Profile::Hardened) else { return };
        table.of(*framework);
        fs::write(nginx.home().join("app-run/public/index.php"), "<?php").unwrap();
        let get = |headers: &str| nginx.get("/a%2Fb?c=%0d", &format!("Host: www.example.com\r\n{headers}"));
        let answer = get("X-Forwarded-Proto: https\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9");
        table.row("https is served", answer.contains(" 200 OK"), &answer);
        let learns = |answer: &str, name: &str, value: &str| {
            let as_header = format!("\n{name}: {value}\n");
            let as_parameter = format!("\nHTTP_{}: {value}\n", name.to_uppercase().replace('-', "_"));
            answer.contains(&as_header) || answer.contains(&as_parameter)
        };
        table.row("the app learns https", learns(&answer, "X-Forwarded-Proto", "https"), &answer);
        table.row("the app learns 443", learns(&answer, "X-Forwarded-Port", "443"), &answer);
        table.row("the app learns the client", learns(&answer, "X-Forwarded-For", "203.0.113.9"), &answer);
        let answer = get("X-Forwarded-Proto: http");
        let location = "\r\nLocation: https://www.example.com/a%2Fb?c=%0d\r\n";
        table.row("http is redirected, byte for byte", answer.contains(" 301 ") && answer.contains(location), &answer);
        let answer = get("X-Other: 1");
        table.row("without the header it is served", answer.contains(" 200 OK"), &answer);
        let answer = nginx.get("/", "Host: other.example\r\nX-Forwarded-Proto: https");
        table.row("an unknown host is closed", answer.is_empty(), &answer);
        let answer = nginx.get("/", "Host: 192.168.0.7");
        table.row("a probe by address is answered", answer.contains(" 204 "), &answer);
        let answer = nginx.send("HEAD / HTTP/1.0\r\n\r\n");
        table.row("a probe without host is answered", answer.contains(" 204 "), &answer);
    }
    table.finish(27);
}

#[test]
fn a_php_app_runs_its_front_controller_and_hides_its_files() {
    let mut table = Table::new("php");
    for (kind, site) in
        [("test", Site::test(Framework::Php)), ("production", production(Framework::Php, TlsEnd::Nginx))]
    {
        let Some(nginx) = start(&site, Profile::Hardened) else { return };
        table.name = kind.to_owned();
        let root = nginx.home().join("app-run/public");
        for (file, text) in [
            ("index.php", "<?php"),
            ("style.css", "css"),
            (".env", "secret"),
            (".git/config", "secret"),
            ("uploads/x.php", "evil"),
            ("composer.json", "secret"),
            ("_buildpack", "secret"),
            ("config.php.bak", "secret"),
            ("config.php~", "secret"),
            (".well-known/x", "open"),
            ("info.phtml", "evil"),
        ] {
            fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
            fs::write(root.join(file), text).unwrap();
        }
        let get = |path: &str| {
            let headers = "Host: www.example.com\r\nX-Forwarded-For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nProxy: evil";
            if kind == "test" { nginx.get(path, headers) } else { nginx.tls_get(path, headers) }
        };
        let answer = get("/");
        let script = format!("\nSCRIPT_FILENAME: {}/index.php\n", root.canonicalize().unwrap().display());
        table.row("/ runs index.php", answer.contains(&script), &answer);
        table.row("a claimed address is replaced", answer.contains("\nHTTP_X_FORWARDED_FOR: 127.0.0.1\n"), &answer);
        table.row(
            "Proxy and Forwarded are dropped",
            !answer.contains("evil") && !answer.contains("for=6.6.6.6"),
            &answer,
        );
        let https = answer.contains("\nHTTPS: on\n");
        table.row("the app learns its scheme", https == (kind == "production"), &answer);
        let answer = get("/shop/list?page=2");
        table.row("other paths run index.php", answer.contains(&script), &answer);
        let query = answer.contains("\nQUERY_STRING: s=/shop/list&page=2\n");
        table.row("with the path and the query", query, &answer);
        let answer = get("/style.css");
        table.row("files are served", answer.ends_with("\r\n\r\ncss"), &answer);
        let answer = get("/.well-known/x");
        table.row("/.well-known/ is served", answer.ends_with("open"), &answer);
        for path in [
            "/.env",
            "/.git/config",
            "/%2eenv",
            "/uploads/x.php",
            "/composer.json",
            "/_buildpack",
            "/config.php.bak",
            "/config.php~",
            "/info.phtml",
            "/missing.php",
            "/style.css/x.php",
        ] {
            let answer = get(path);
            table.row(&format!("{path} is 404"), answer.contains(" 404 Not Found"), &answer);
        }
        if kind == "production" {
            tls(&nginx, &mut table);
        }
    }
    table.finish(51);
}

#[test]
fn a_php_app_works_under_php_fpm() {
    let Some(php_fpm) = php_fpm() else { return };
    let mut table = Table::new("php-fpm");
    for (kind, site) in
        [("test", Site::test(Framework::Php)), ("production", production(Framework::Php, TlsEnd::Nginx))]
    {
        let Some(nginx) = start_before(Backend::php_fpm(php_fpm), &site, Profile::Hardened) else { return };
        table.name = kind.to_owned();
        let root = nginx.home().join("app-run/public");
        let front = "<?php header('X-App: front'); echo $_GET['s'] ?? 'none', '|', $_GET['page'] ?? 'none', '|', \
             $_SERVER['HTTPS'] ?? 'off', '|', $_SERVER['HTTP_X_FORWARDED_FOR'], '|', file_get_contents('php://input');";
        let other = "<?php echo 'ran ', $_SERVER['SCRIPT_NAME'], ' in ', basename(__DIR__);";
        for (file, text) in [
            ("index.php", front),
            ("tools/info.php", other),
            ("uploads/shell.php", other),
            (".hidden.php", other),
            ("picture.png", other),
        ] {
            fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
            fs::write(root.join(file), text).unwrap();
        }
        let ask = |request: &str| {
            if kind == "test" { nginx.send(request) } else { nginx.tls_send_and_say(request, "") }
        };
        let headers = "Host: www.example.com\r\nX-Forwarded-For: 6.6.6.6\r\nConnection: close";
        let get = |path: &str| ask(&format!("GET {path} HTTP/1.1\r\n{headers}\r\n\r\n"));
        let https = if kind == "test" { "off" } else { "on" };
        let answer = get("/");
        let whole = format!("none|none|{https}|127.0.0.1|");
        table.row("/ runs index.php", answer.contains("\r\nX-App: front\r\n") && answer.contains(&whole), &answer);
        let answer = get("/shop/a%2Bb?page=2");
        table.row("other paths run index.php", answer.contains(&format!("/shop/a+b|2|{https}")), &answer);
        let answer = ask(&format!("POST /form HTTP/1.1\r\n{headers}\r\nContent-Length: 7\r\n\r\na=b&c=d"));
        table.row("a body arrives", answer.contains("|127.0.0.1|a=b&c=d"), &answer);
        let answer = get("/tools/info.php");
        table.row("other scripts run", answer.contains("ran /tools/info.php in tools"), &answer);
        let answer = get("/picture.png");
        table.row("only .php runs", answer.ends_with(other), &answer);
        for path in ["/uploads/shell.php", "/.hidden.php", "/picture.png/x.php", "/picture.png%00.php", "/missing.php"]
        {
            let answer = get(path);
            let refused = answer.contains(" 404 Not Found") || answer.contains(" 400 Bad Request");
            table.row(&format!("{path} does not run"), refused && !answer.contains("ran "), &answer);
        }
    }
    table.finish(20);
}

#[test]
fn documented_test_defaults_reach_the_app() {
    let mut table = Table::new("documented");
    for framework in Framework::ALL {
        let Some(nginx) = start(&Site::test(*framework), Profile::Documented) else { return };
        table.of(*framework);
        fs::write(nginx.home().join("app-run/public/index.php"), "<?php").unwrap();
        let answer = nginx.get("/", "Host: any.example");
        table.row("/ reaches the app", answer.contains(" 200 OK"), &answer);
    }
    table.finish(3);
}

/// What holds of each configuration that ends TLS.
fn tls(nginx: &Running, table: &mut Table) {
    let redirect = nginx.get("/a%2Fb/%3F//x+y?c=%0d&d", "Host: www.example.com");
    let location = "\r\nLocation: https://www.example.com/a%2Fb/%3F//x+y?c=%0d&d\r\n";
    table.row(
        "http is redirected, byte for byte",
        redirect.contains(" 301 ") && redirect.contains(location),
        &redirect,
    );
    let unknown = nginx.get("/", "Host: other.example");
    table.row("an unknown host is closed", unknown.is_empty(), &unknown);
    let answer = nginx.tls_get("/", "Host: www.example.com");
    table.row("https is served", answer.contains(" 200 OK"), &answer);
    table.row("HSTS is sent", answer.contains("Strict-Transport-Security: max-age=31536000"), &answer);
    let hello = |options: &str| nginx.handshake("www.example.com", options);
    for (options, protocol) in [("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")] {
        let answer = hello(options);
        table.row(&format!("{protocol} is spoken"), answer.contains(&format!("New, {protocol}")), &answer);
    }
    for (options, what) in [
        ("-tls1 -cipher ALL:@SECLEVEL=0", "TLS 1.0"),
        ("-tls1_1 -cipher ALL:@SECLEVEL=0", "TLS 1.1"),
        ("-tls1_2 -cipher AES128-SHA:AES256-SHA256", "a suite without forward secrecy"),
        ("-tls1_2 -cipher aNULL:@SECLEVEL=0", "an anonymous suite"),
    ] {
        let answer = hello(options);
        table.row(&format!("{what} is refused"), answer.contains("(NONE)"), &answer);
    }
    let answer = nginx.handshake("other.example", "-tls1_2");
    table.row("an unknown name is refused", answer.contains("(NONE)"), &answer);
    let answer = hello("-alpn h2");
    table.row("HTTP/2 is offered", answer.contains("ALPN protocol: h2"), &answer);
    let answer = nginx.tls_get("/", "Host: other.example");
    table.row("an unknown host inside TLS is closed", answer.is_empty(), &answer);
}

/// What holds of each proxying server.
fn proxying(nginx: &Running, port: u16, host: &str, scheme: &str, table: &mut Table) {
    let claims = "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: gopher\r\nX-Forwarded-Host: evil.example\r\nForwarded: for=6.6.6.6\r\nProxy: evil";
    let answer = nginx.get("/a%2Fb?c=d", &format!("Host: {host}\r\n{claims}"));
    assert_eq!(port, nginx.http);
    table.row("the request arrives as sent", answer.contains("\nGET /a%2Fb?c=d HTTP/1.1\n"), &answer);
    table.row("Host is the client's", answer.contains(&format!("\nHost: {host}\n")), &answer);
    table.row("a claimed address is replaced", answer.contains("\nX-Forwarded-For: 127.0.0.1\n"), &answer);
    table.row("a claimed scheme is replaced", answer.contains(&format!("\nX-Forwarded-Proto: {scheme}\n")), &answer);
    table.row("a claimed host is replaced", answer.contains(&format!("\nX-Forwarded-Host: {host}\n")), &answer);
    table.row(
        "Proxy and Forwarded are dropped",
        !answer.contains("\nProxy:") && !answer.contains("\nForwarded:"),
        &answer,
    );
    let answer = nginx.send_and_say(&upgrade(host), "ping");
    table.row("WebSocket opens", answer.contains(" 101 Switching Protocols"), &answer);
    table.row("WebSocket carries both ways", answer.ends_with("echo ping"), &answer);
}

fn upgrade(host: &str) -> String {
    format!(
        "GET /ws HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
}

/// nginx on a configuration for `site`, before a back end of the framework's kind.
fn start(site: &Site, profile: Profile) -> Option<Running> {
    let answer = if site.framework() == Framework::Php { Answer::FastCgi } else { Answer::Http };
    start_before(Backend::start(answer), site, profile)
}

/// nginx on a configuration for `site`, before `backend`. The load balancer is this host.
fn start_before(backend: Backend, site: &Site, profile: Profile) -> Option<Running> {
    let binary = nginx()?;
    let framework = site.framework();
    let config = generate(&site.clone().on_nginx(real_version(binary)), profile).to_string();
    let app = format!("127.0.0.1:{}", framework.runtime().port);
    let config = config
        .replace(&format!("server {app}"), &format!("server 127.0.0.1:{}", backend.port))
        .replace(&format!("_pass {app}"), &format!("_pass 127.0.0.1:{}", backend.port))
        .replace(&format!("proxy_pass http://{app}"), &format!("proxy_pass http://127.0.0.1:{}", backend.port))
        .replace("set_real_ip_from 100.64.0.0/10", "set_real_ip_from 127.0.0.1");
    Some(Sandbox::new(&config).start(binary, backend))
}

/// What was tried, and whether it held.
struct Table {
    title: &'static str,
    name: String,
    rows: Vec<(String, bool)>,
    failures: Vec<String>,
}

impl Table {
    fn new(title: &'static str) -> Self {
        Self { title, name: String::new(), rows: Vec::new(), failures: Vec::new() }
    }

    fn of(&mut self, framework: Framework) {
        self.name = framework.to_string();
    }

    fn row(&mut self, what: &str, holds: bool, answer: &str) {
        if !holds {
            self.failures.push(format!("{}: {what}: {answer:.1200}", self.name));
        }
        self.rows.push((format!("{:<40}{:<14}{what}", self.title, self.name), holds));
    }

    /// Prints the table; it must have held throughout and have `count` rows.
    fn finish(self, count: usize) {
        for (row, holds) in &self.rows {
            println!("{} {row}", if *holds { "ok  " } else { "FAIL" });
        }
        assert!(self.failures.is_empty(), "{}", self.failures.join("\n---\n"));
        assert_eq!(self.rows.len(), count);
    }
}
