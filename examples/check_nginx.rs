//! What `nginx -t` would say about a configuration and a file that it includes, without nginx.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "an example shows what it found")]

use cloudapp::app::NginxVersion;
use cloudapp::diagnostic::{Findings, Language, Levels, render};
use cloudapp::nginx::{Check, Config, Included, Target};

const NGINX_CONF: &str = "\
events {}
http {
    include upstreams.conf;
    server {
        listen 80;
        location / {
            proxy_pass http://app;
            proxy_read_timeout 1h30;
        }
    }
}
";

fn main() {
    let target = Target::of(NginxVersion::new(1, 22, 1));
    let package = |path: &str| match path {
        "upstreams.conf" => {
            Included::Files(vec![(path.to_owned(), b"upstream app { server 127.0.0.1:8080 wieght=2; }".to_vec())])
        }
        _ => Included::Missing,
    };
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);

    let first = Check::new(&target).including(package).run(&Config::parse(NGINX_CONF), &mut findings);

    // nginx stops at its first error, which here is one of the included file.
    let first = first.expect("nginx does not start with a misspelt parameter");
    assert_eq!(first.location().line(), Some(1));
    assert_eq!(first.location().entries(), ["upstreams.conf"]);
    println!("{}", render::text(&findings.finish(), "nginx.conf", Language::English));
}
