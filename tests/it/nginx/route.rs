//! What the model predicts, beside what nginx answered.

use std::collections::BTreeSet;

use cloudapp::app::{Framework, TlsEnd};
use cloudapp::nginx::route::{Found, Outcome, Prediction, Protocol, Question, Reason, Request, Router, Text, Way};
use cloudapp::nginx::{Config, Included, Site};
use serde_json::Value;

/// Configurations put together at random out of what people write, and what nginx 1.22.1-9+deb12u11 answered before
/// programs that send back what they were asked.
const RECORDED: &str = include_str!("../../corpus/nginx/routes.jsonl");

#[test]
fn predictions_are_what_nginx_answered() {
    let mut lines = RECORDED.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let host = lines.next().unwrap();
    let paths = |key: &str| host[key].as_array().unwrap().iter().map(text).collect::<BTreeSet<String>>();
    let (files, directories) = (paths("files"), paths("dirs"));
    let disk = |path: &str| {
        let path = plain(path);
        Some(match (files.contains(&path), directories.contains(&path)) {
            (true, _) => Found::File,
            (_, true) => Found::Directory,
            _ => Found::Nothing,
        })
    };
    let parameters = text(&host["fcp"]);
    let includes = |_: &str| Included::Files(vec![("fcp".to_owned(), parameters.clone().into_bytes())]);
    let site = Site::test(Framework::Php);
    let router = Router::new(&site).including(includes).with_disk(disk);
    let mut count = 0;
    for case in lines {
        let config = Config::parse(text(&case["config"]));
        for asked in case["requests"].as_array().unwrap() {
            let mut request = Request::get(text(&asked["target"]));
            request.method = text(&asked["method"]);
            request.port = 8000;
            request.client = text(&asked["client"]).parse().unwrap();
            for (name, value) in fields(&asked["headers"]) {
                request = request.with_header(name, value);
            }
            let prediction = router.predict(&config, &request.with_header("Connection", "close"));
            let [way] = &*prediction.ways else { panic!("{prediction:?}") };
            let seen = &asked["observed"];
            assert!(
                agrees(way, seen, text(&asked["method"]) == "HEAD"),
                "{asked}\n{way:#?}\n{}",
                text(&case["config"])
            );
            count += 1;
        }
    }
    assert!(count >= 180, "only {count} answers were recorded");
}

fn agrees(way: &Way, seen: &Value, head: bool) -> bool {
    let kind = text(&seen["kind"]);
    let status = |code: u16| seen["status"] == code;
    let same_text = |mine: &Text, key: &str| same(mine, &text(&seen[key]));
    let same_fields = |mine: &[(String, Text)], key: &str| {
        let mut left = fields(&seen[key]);
        let mine: Vec<_> = mine.iter().filter(|(name, _)| name != "REMOTE_PORT").collect();
        mine.len() == left.len()
            && mine.into_iter().all(|(name, value)| {
                let place = left.iter().position(|(known, seen)| known.eq_ignore_ascii_case(name) && same(value, seen));
                place.map(|place| left.remove(place)).is_some()
            })
    };
    // The answer to HEAD shows no body, and so not who answered.
    let right = match &way.outcome {
        Outcome::Closed => return kind == "closed",
        Outcome::File { path, status: code } => {
            status(*code) && (head || kind == "file" && plain(&path.to_string()) == text(&seen["path"]))
        }
        Outcome::Listing { .. } => head || kind == "listing",
        Outcome::Passed(passed) => {
            let as_asked = match passed.protocol {
                Protocol::FastCgi => kind == "fastcgi",
                _ => kind == "proxy" && same_text(&passed.method, "method") && same_text(&passed.uri, "uri"),
            };
            status(passed.status.unwrap_or(200)) && (head || as_asked && same_fields(&passed.fields, "fields"))
        }
        Outcome::Redirect { status: code, location } => {
            status(*code) && kind == "redirect" && same_text(location, "location")
        }
        Outcome::Status { code, body } => {
            let same = body.as_ref().is_none_or(|body| same(body, seen["body"].as_str().unwrap_or_default()));
            status(*code) && (head || kind == "status" && same)
        }
        _ => false,
    };
    let ours: Vec<_> = way.headers.iter().filter(|(name, _)| name.starts_with("X-")).cloned().collect();
    right && same_fields(&ours, "headers")
}

/// What is known at run time only counts as the same.
fn same(mine: &Text, seen: &str) -> bool {
    mine.known().is_none_or(|known| known.iter().map(|byte| char::from(*byte)).eq(seen.chars()))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn fields(value: &Value) -> Vec<(String, String)> {
    value.as_array().unwrap().iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect()
}

/// A path as the system resolves it.
fn plain(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    format!("/{}", parts.join("/"))
}

/// What a request to one server gets.
fn ask(server: &str, request: &Request) -> Prediction {
    Router::new(&Site::test(Framework::NodeJs)).predict(&Config::parse(format!("http {{ {server} }}")), request)
}

fn only(prediction: &Prediction) -> &Outcome {
    let [way] = &*prediction.ways else { panic!("{prediction:?}") };
    &way.outcome
}

fn code(server: &str, target: &str) -> u16 {
    match only(&ask(server, &Request::get(target).with_header("Host", "a.example"))) {
        Outcome::Status { code, .. } => *code,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_that_may_be_there_splits_the_prediction() {
    let server = "server { root /srv; location / { try_files $uri @app; } location @app { return 418; } }";
    let prediction = ask(server, &Request::get("/a"));
    let [there, gone] = &*prediction.ways else { panic!("{prediction:?}") };
    assert_eq!(there.assumptions[0].what, Question::File("/srv/a".into()));
    assert_eq!((there.assumptions[0].holds, gone.assumptions[0].holds), (true, false));
    assert_eq!(there.outcome, Outcome::File { path: "/srv/a".into(), status: 200 });
    assert_eq!(gone.outcome, Outcome::Status { code: 418, body: None });
}

#[test]
fn an_if_on_what_is_known_at_run_time_splits_the_prediction() {
    let prediction = ask("server { if ($msec = 1) { return 204; } return 404; }", &Request::get("/"));
    assert_eq!(prediction.ways.len(), 2);
    assert_eq!(prediction.ways[1].assumptions[0].what, Question::Condition("if ($msec = 1)".to_owned()));
}

#[test]
fn a_path_that_is_known_at_run_time_only_is_unknown() {
    let prediction = ask("server { location / { rewrite ^ /$request_id; } }", &Request::get("/"));
    assert_eq!(*only(&prediction), Outcome::Unknown { reason: Reason::Variable("request_id".to_owned()) });
}

#[test]
fn ten_changes_of_the_path_are_followed_and_no_more() {
    let chain = |length: usize| {
        let steps = (0..length).map(|step| format!("location = /{step} {{ rewrite ^ /{}; }}", step + 1));
        format!("server {{ {} location = /{length} {{ return 410; }} }}", steps.collect::<String>())
    };
    assert_eq!(code(&chain(10), "/0"), 410);
    assert_eq!(code(&chain(11), "/0"), 500);
    assert_eq!(code("server { location / { rewrite ^ /x; } }", "/"), 500);
}

#[test]
fn assertions_that_look_around_are_kept() {
    let server = "server { location ~ /\\.(?!well-known/) { return 404; } location / { return 418; } }";
    assert_eq!(code(server, "/.git/config"), 404);
    assert_eq!(code(server, "/.well-known/x"), 418);
    let behind = "server { location ~ (?<!min)\\.js$ { return 410; } location / { return 418; } }";
    assert_eq!((code(behind, "/a.js"), code(behind, "/a.min.js")), (410, 418));
}

#[test]
fn a_pattern_that_takes_too_long_is_not_known() {
    let server = "server { location ~ ^(a+)+$ { return 410; } location / { return 418; } }";
    let prediction = ask(server, &Request::get(format!("/{}b", "a".repeat(40))));
    assert_eq!(only(&prediction), &Outcome::Status { code: 418, body: None });
    let slow = "server { location ~ ^/(a+)+$ { return 410; } location / { return 418; } }";
    let prediction = ask(slow, &Request::get(format!("/{}b", "a".repeat(40))));
    assert_eq!(prediction.ways[0].assumptions[0].what, Question::Match("^/(a+)+$".to_owned()));
}

#[test]
fn a_table_that_asks_itself_ends() {
    let text = "http { map $a $b { default $a; } map $b $a { default $b; } server { return 200 $a; } }";
    let site = Site::test(Framework::NodeJs);
    let prediction = Router::new(&site).predict(&Config::parse(text), &Request::get("/"));
    assert!(matches!(only(&prediction), Outcome::Status { code: 200, body: Some(body) } if body.known().is_none()));
}

#[test]
fn growing_text_comes_to_a_limit() {
    let doubling = "set $v $v$v$v$v$v$v$v$v;".repeat(12);
    let prediction = ask(&format!("server {{ set $v abc; {doubling} return 200 $v; }}"), &Request::get("/"));
    assert_eq!(*only(&prediction), Outcome::Unknown { reason: Reason::Limit });
}

#[test]
fn behind_a_load_balancer_a_request_arrives_over_http() {
    let site = Site::production(Framework::NodeJs, TlsEnd::LoadBalancer, "www.example.com".parse().unwrap());
    let outside: Request = "GET https://www.example.com/x".parse().unwrap();
    let arrived = Router::new(&site).arrival(&outside.with_header("x-forwarded-proto", "claimed"));
    assert_eq!((arrived.tls, arrived.port), (false, 80));
    assert_eq!(arrived.header("X-Forwarded-Proto"), Some("https"));
    assert_eq!(arrived.header("X-Forwarded-For"), Some("203.0.113.7"));
}

#[test]
fn a_redirect_of_a_path_names_the_scheme_and_port_of_the_socket() {
    let server = "server { listen 80; location /a/ { proxy_pass http://127.0.0.1:7001; } }";
    let prediction = ask(server, &Request::get("/a?b=c").with_header("Host", "A.example:81"));
    let Outcome::Redirect { status: 301, location } = only(&prediction) else { panic!("{prediction:?}") };
    assert_eq!(location.to_string(), "http://a.example/a/?b=c");
}

#[test]
fn what_is_no_request_is_refused_with_an_example() {
    for text in ["", "GET", "get /", "GET x", "GET ftp://a/", "GET http://:x/", "GET http:///x"] {
        let refused = text.parse::<Request>().unwrap_err();
        assert!(refused.to_string().contains("expected one like `GET /api/x`"), "{text}: {refused}");
    }
}
