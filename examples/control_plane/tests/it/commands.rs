//! Commands, and how they are refused.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::json;

use crate::client::{get, post, send};
use crate::process::Place;

#[test]
fn an_app_goes_from_its_creation_to_its_deletion() {
    let place = Place::sqlite("life");
    let process = place.serve(QUICK);
    let created = post(process.address, "/apps", br#"{"name":"chat","framework":"node-js","description":"talk"}"#);
    let created = created.unwrap();
    assert_eq!((created.status, &created.body["number"]), (201, &json!(1)));
    assert_eq!(created.body["environments"]["production"]["label"], "未构建");
    let deleted = send(process.address, "DELETE", "/apps/1?seen=1", b"", &[]).unwrap();
    assert_eq!((deleted.status, &deleted.body["deleted"]), (200, &json!(true)));
    // Its name is free again, its number is not.
    let again = post(process.address, "/apps", br#"{"name":"chat","framework":"php"}"#).unwrap();
    assert_eq!((again.status, &again.body["number"]), (201, &json!(2)));
    let list = get(process.address, "/apps").unwrap().body;
    assert_eq!(list, json!({ "apps": [{ "number": 2, "name": "chat" }] }));
}

#[test]
fn a_command_given_twice_is_carried_out_once() {
    let place = Place::sqlite("twice");
    let process = place.serve(QUICK);
    post(process.address, "/apps", br#"{"name":"chat","framework":"node-js"}"#).unwrap();
    let build = br#"{"command":"build","tier":"starter","billing":"prepaid"}"#;
    assert_eq!(post(process.address, "/apps/1/test/commands?seen=1", build).unwrap().status, 200);
    let again = post(process.address, "/apps/1/test/commands?seen=1", build).unwrap();
    assert_eq!((again.status, again.error()), (409, "rejected"));
    assert_eq!(again.body["error"]["obstacles"][0]["kind"], "outdated");
}

#[test]
fn a_refusal_says_what_is_in_the_way_in_the_users_language() {
    let place = Place::sqlite("refusal");
    let process = place.serve(QUICK);
    post(process.address, "/apps", br#"{"name":"chat","framework":"node-js"}"#).unwrap();
    let (path, release) = ("/apps/1/test/commands?seen=1", br#"{"command":"release","version":"v1"}"#);
    let english = post(process.address, path, release).unwrap().body;
    assert_eq!(
        english["error"]["obstacles"][0],
        json!({
            "kind": "not-built",
            "message": "the environment is not-built",
            "help": "build the environment first, or wait until it is built",
        })
    );
    let chinese = send(process.address, "POST", path, release, &[("Accept-Language", "zh-CN,zh;q=0.9")]).unwrap().body;
    assert_eq!(chinese["error"]["message"], "环境状态为“未构建”");
    assert_eq!(chinese["error"]["obstacles"][0]["message"], "环境状态为“未构建”");
}

#[test]
fn a_plan_that_cannot_be_had_is_explained() {
    let place = Place::sqlite("plan");
    let process = place.serve(QUICK);
    post(process.address, "/apps", br#"{"name":"chat","framework":"node-js"}"#).unwrap();
    let build = br#"{"command":"build","tier":"standard","billing":"prepaid"}"#;
    let refused = post(process.address, "/apps/1/test/commands?seen=1", build).unwrap();
    assert_eq!((refused.status, refused.error()), (422, "unacceptable"));
    assert_eq!(refused.body["error"]["diagnostics"][0]["rule"], "plan/tier-not-allowed");
}

#[test]
fn errors_of_every_layer_are_json() {
    let place = Place::sqlite("errors");
    let process = place.serve(QUICK);
    let name = post(process.address, "/apps", br#"{"name":"9chat","framework":"node-js"}"#).unwrap();
    assert_eq!((name.status, name.error()), (400, "bad-request"));
    post(process.address, "/apps", br#"{"name":"chat","framework":"node-js"}"#).unwrap();
    let expected = [
        ("POST", "/apps", r#"{"name":"chat","framework":"php"}"#, 409, "name-taken"),
        ("POST", "/apps", "{", 400, "bad-request"),
        ("POST", "/apps/1/test/commands?seen=1", r#"{"command":"fly"}"#, 400, "bad-request"),
        ("POST", "/apps/1/test/commands", r#"{"command":"abort"}"#, 400, "bad-request"),
        ("POST", "/apps/1/moon/commands?seen=1", r#"{"command":"abort"}"#, 400, "bad-request"),
        ("GET", "/apps/1/test/orders?after=1", "", 400, "bad-request"),
        ("GET", "/apps/1/test/versions?after=1", "", 400, "bad-request"),
        ("GET", "/apps/2", "", 404, "no-app"),
        ("GET", "/apps/18446744073709551615", "", 404, "no-app"),
        ("GET", "/nothing", "", 404, "no-route"),
        ("PUT", "/apps", "", 405, "no-method"),
    ];
    for (method, path, body, status, kind) in expected {
        let answer = send(process.address, method, path, body.as_bytes(), &[]).unwrap();
        assert_eq!((answer.status, answer.error()), (status, kind), "{method} {path}");
        assert!(answer.body["error"]["message"].is_string(), "{method} {path}");
    }
}

#[test]
fn a_connection_survives_an_error() {
    let place = Place::sqlite("connection");
    let process = place.serve(QUICK);
    let mut stream = TcpStream::connect(process.address).unwrap();
    stream.write_all(b"GET /apps/1 HTTP/1.1\r\nHost: test\r\n\r\n").unwrap();
    let mut answers = vec![0; 4096];
    let length = stream.read(&mut answers).unwrap();
    assert!(answers[..length].starts_with(b"HTTP/1.1 404 "));
    stream.write_all(b"GET /health HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n").unwrap();
    let length = stream.read(&mut answers).unwrap();
    assert!(answers[..length].starts_with(b"HTTP/1.1 200 "));
}

#[test]
fn the_help_does_not_show_the_database_of_the_environment() {
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_control_plane"));
    program.args(["serve", "--help"]).env("DATABASE_URL", "postgres://control_plane:secret@database/control_plane");
    let help = String::from_utf8(program.output().unwrap().stdout).unwrap();
    assert!(help.contains("DATABASE_URL") && !help.contains("secret"), "{help}");
}

#[test]
fn an_observation_of_what_is_known_is_ignored_with_a_reason() {
    let place = Place::sqlite("observation");
    let process = place.serve(QUICK);
    post(process.address, "/apps", br#"{"name":"chat","framework":"node-js"}"#).unwrap();
    let answer = post(process.address, "/apps/1/test/observations", br#"{"observation":"reclaimed"}"#).unwrap();
    assert_eq!((answer.status, &answer.body["ignored"]), (200, &json!("it is known")));
}

const QUICK: &[&str] = &["--distance", "1", "--poll", "10"];
