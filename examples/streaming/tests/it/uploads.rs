//! Packages are inspected while they arrive.

use std::io::{Cursor, Write};
use std::net::SocketAddr;
use std::time::Duration;

use streaming::upload::{Settings, router};

use crate::client::{Answer, Upload};
use crate::packages::{bomb, node, spring_boot};
use crate::server::serve;

#[test]
fn an_acceptable_package_is_answered_with_its_facts() {
    let answer = put(server(), "/packages/chat.tgz?framework=node-js", &node(Vec::new(), 1000));
    assert_eq!((answer.status, &answer.body["verdict"]), (200, &"accepted".into()), "{answer:?}");
    assert_eq!(answer.body["inspection"]["node"]["start"][0], "node server.js");
    assert!(answer.body["inspection"]["digest"].is_string(), "{answer:?}");
}

#[test]
fn a_package_that_may_not_be_released_is_answered_with_its_report() {
    let answer = put(server(), "/packages/chat.tgz?framework=spring-boot", &node(Vec::new(), 1000));
    assert_eq!((answer.status, &answer.body["verdict"]), (422, &"rejected".into()));
    assert_eq!(answer.rules(), ["package/framework-mismatch"]);
}

#[test]
fn what_is_no_gzip_is_answered_before_much_of_it_was_sent() {
    let (answer, sent) = flood(b"no archive".to_vec(), 0x55);
    assert_eq!((answer.status, &answer.body["verdict"]), (422, &"unreadable".into()));
    assert_eq!(answer.rules(), ["package/wrong-container"]);
    assert!(sent < LENGTH / 8, "{sent} bytes were sent");
}

#[test]
fn a_client_that_sends_all_of_it_first_gets_its_answer_too() {
    let mut upload = Upload::begin(server(), "/packages/chat.tgz");
    for _ in 0..256 {
        upload.write_all(&vec![0x55; 1 << 16]).unwrap();
    }
    assert_eq!(upload.end().status, 422);
}

#[test]
fn a_bomb_is_answered_before_much_of_it_was_sent() {
    let (answer, sent) = flood(bomb(160 << 20), 0);
    assert_eq!((answer.status, answer.rules()), (422, vec!["archive/limit-ratio"]));
    assert!(sent < LENGTH / 8, "{sent} bytes were sent");
}

#[test]
fn damage_is_answered_where_it_is() {
    let mut package = node(Vec::new(), 4 << 20);
    package.truncate(2 << 20);
    // Where the next block of deflate begins, it can be none.
    let (answer, sent) = flood(package, 0xff);
    assert_eq!((answer.status, &answer.body["verdict"]), (422, &"unreadable".into()));
    assert_eq!(answer.rules(), ["archive/gzip-bad"]);
    assert!((2 << 20..LENGTH / 4).contains(&sent), "{sent} bytes were sent");
}

#[test]
fn a_jar_is_judged_when_all_of_it_is_there() {
    let jar = spring_boot(Cursor::new(Vec::new()), (0, 0), 3).into_inner();
    let server = server();
    let answer = put(server, "/packages/shop.jar", &jar);
    assert_eq!((answer.status, &answer.body["inspection"]["framework"]), (200, &"spring-boot".into()), "{answer:?}");
    let answer = put(server, "/packages/shop.jar", &jar[..jar.len() - 1]);
    assert_eq!((answer.status, answer.rules()), (422, vec!["archive/zip-truncated"]));
}

#[test]
fn a_length_over_the_limit_is_refused_before_anything_is_sent() {
    let server = small();
    let answer = Upload::with_header(server, "/packages/chat.tgz", "Content-Length: 1048577").answer();
    assert_eq!((answer.status, &answer.body["error"]), (413, &"a package may have at most 1048576 bytes".into()));
}

#[test]
fn a_length_that_was_not_announced_is_counted() {
    let pieces = node(Vec::new(), 8 << 20);
    let (answer, sent) = Upload::begin(small(), "/packages/chat.tgz").flood(pieces.chunks(1 << 16).map(<[u8]>::to_vec));
    assert_eq!(answer.status, 413);
    assert!((1 << 20..4 << 20).contains(&sent), "{sent} bytes were sent");
}

#[test]
fn silence_ends_an_upload() {
    let mut upload = Upload::begin(small(), "/packages/chat.tgz");
    upload.write_all(&node(Vec::new(), 0)[..20]).unwrap();
    let answer = upload.answer();
    assert_eq!((answer.status, &answer.body["error"]), (408, &"nothing came for 300ms".into()));
}

#[test]
fn a_byte_now_and_then_does_not_keep_a_place() {
    let settings = Settings { deadline: Duration::from_millis(400), ..Settings::default() };
    let package = node(Vec::new(), 0);
    let bytes = package.iter().map(|byte| {
        std::thread::sleep(Duration::from_millis(20));
        vec![*byte]
    });
    let (answer, sent) = Upload::begin(serve(router(settings)), "/packages/chat.tgz").flood(bytes);
    assert_eq!((answer.status, &answer.body["error"]), (408, &"the package has not come within 400ms".into()));
    assert!((2..40).contains(&sent), "{sent} bytes were sent");
}

#[test]
fn an_upload_that_breaks_off_gives_its_place_to_the_next() {
    let server = serve(router(Settings { at_once: 1, ..Settings::default() }));
    let package = node(Vec::new(), 0);
    let until = |status| {
        let answers = std::iter::repeat_with(|| put(server, "/packages/chat.tgz", &package));
        answers.take(1000).find(|answer| answer.status == status).expect("an answer of this status")
    };
    let mut broken = Upload::begin(server, "/packages/chat.tgz");
    broken.write_all(&package[..20]).unwrap();
    assert_eq!(until(503).body["error"], "no room for more than 1 at once: try again later");
    drop(broken);
    until(200);
}

#[test]
fn the_first_bytes_say_what_a_package_is() {
    let package = node(Vec::new(), 0);
    assert_eq!(put(server(), "/packages/chat", &package).status, 200);
    assert_eq!(put(server(), "/packages/chat.zip", &package).body["verdict"], "accepted");
    assert_eq!(put(server(), "/packages/chat", b"").status, 422);
}

fn put(address: SocketAddr, path: &str, package: &[u8]) -> Answer {
    Upload::begin(address, path).flood(package.chunks(1 << 16).map(<[u8]>::to_vec)).0
}

/// A long upload that begins with `start` and goes on with one byte: the answer, and how much was sent until then.
fn flood(start: Vec<u8>, rest: u8) -> (Answer, usize) {
    let rest = std::iter::repeat_with(|| vec![rest; 1 << 16]).take(LENGTH >> 16);
    Upload::begin(server(), "/packages/chat.tgz?framework=node-js").flood(std::iter::once(start).chain(rest))
}

fn server() -> SocketAddr {
    serve(router(Settings::default()))
}

/// A server with little room, patience and places.
fn small() -> SocketAddr {
    let settings =
        Settings { longest: 1 << 20, patience: Duration::from_millis(300), at_once: 1, ..Settings::default() };
    serve(router(settings))
}

const LENGTH: usize = 64 << 20;
