//! Packages are inspected while they arrive.

use std::io::Write;
use std::net::SocketAddr;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::client::{Response, get, post, upload};
use crate::packages::{node, tgz};
use crate::process::{Place, Process};

#[test]
fn an_acceptable_package_becomes_a_version() {
    let (place, process) = ready("accepted");
    let response = post(process.address, "/apps/1/test/versions?label=v1", &node()).unwrap();
    assert_eq!(response.status, 201, "{response:?}");
    assert_eq!(response.body["version"], "v1");
    assert_eq!(response.body["inspection"]["node"]["start"][0], "node server.js");
    let versions = get(process.address, "/apps/1/test/versions").unwrap().body;
    assert_eq!(versions["versions"][0]["label"], "v1");
    assert_eq!(versions["versions"][0]["proof"]["checked"], "inspected");
    assert_eq!(files(&place), 1);
}

#[test]
fn an_unacceptable_package_is_explained_and_not_kept() {
    let (place, process) = ready("unacceptable");
    let package = tgz(&[("chat/package.json", r#"{"name":"chat","version":"1.0.0"}"#), ("chat/server.js", "")]);
    let response = post(process.address, "/apps/1/test/versions?label=v1&file=chat.tgz", &package).unwrap();
    assert_eq!((response.status, response.error()), (422, "unacceptable"));
    let found = &response.body["error"]["diagnostics"][0];
    assert_eq!(found["rule"], "package/wrapper-directory");
    assert_eq!(found["help"], "pack the directory's content: tar czf chat.tgz -C chat .");
    assert_eq!(files(&place), 0);
}

#[test]
fn what_is_no_archive_ends_the_upload_early() {
    let (place, process) = ready("noise");
    let (response, sent) = flood(process.address, &vec![b'x'; 1 << 16]);
    assert_eq!((response.status, response.error()), (422, "unreadable"));
    assert_eq!(response.body["error"]["diagnostics"][0]["rule"], "package/wrong-container");
    assert!(sent < LENGTH / 8, "{sent} bytes were sent");
    assert_eq!(files(&place), 0);
}

#[test]
fn a_client_that_sends_all_of_it_first_gets_its_answer_too() {
    let (_place, process) = ready("deaf");
    let response = post(process.address, "/apps/1/test/versions?label=v1", &vec![0x55; 16 << 20]).unwrap();
    assert_eq!((response.status, response.error()), (422, "unreadable"));
}

#[test]
fn a_bomb_ends_the_upload_early() {
    let (place, process) = ready("bomb");
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    let mut header = tar::Header::new_ustar();
    header.set_path("zeros").unwrap();
    header.set_size(1 << 30);
    header.set_mode(0o644);
    header.set_cksum();
    bomb.write_all(header.as_bytes()).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..160 {
        bomb.write_all(&zeros).unwrap();
    }
    let bomb = bomb.finish().unwrap();
    let (response, sent) = flood(process.address, &bomb);
    assert_eq!((response.status, response.error()), (422, "unreadable"));
    assert_eq!(response.body["error"]["diagnostics"][0]["rule"], "archive/limit-ratio");
    assert!(sent < LENGTH / 8, "{sent} bytes were sent");
    assert_eq!(files(&place), 0);
}

#[test]
fn an_upload_that_breaks_off_leaves_nothing() {
    let (place, process) = ready("broken");
    let package = node();
    let half = vec![package[..package.len() / 2].to_vec()];
    let _ = upload(process.address, "/apps/1/test/versions?label=v1", package.len(), half.into_iter());
    for _ in 0..100 {
        if files(&place) == 0 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(files(&place), 0);
    assert_eq!(get(process.address, "/apps/1/test/versions").unwrap().body["versions"], serde_json::json!([]));
}

#[test]
fn an_upload_that_is_silent_or_slow_is_ended() {
    let (place, process) = ready_with("patience", &["--silence", "300", "--upload", "1000"]);
    let package = node();
    let path = "/apps/1/test/versions?label=v1";
    let start = std::iter::once(package[..20].to_vec());
    let (silent, _) = upload(process.address, path, package.len(), start).unwrap();
    assert_eq!((silent.status, silent.error()), (408, "broken-off"));
    assert_eq!(silent.body["error"]["message"], "nothing came for 300ms");
    let bytes = package.iter().map(|byte| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        vec![*byte]
    });
    let (slow, sent) = upload(process.address, path, package.len(), bytes).unwrap();
    assert_eq!((slow.status, slow.error()), (408, "broken-off"));
    assert_eq!(slow.body["error"]["message"], "the package has not come within 1s");
    assert!(sent < package.len(), "{sent} bytes were sent");
    assert_eq!(files(&place), 0);
}

#[test]
fn a_label_that_is_taken_is_refused_and_its_package_not_kept() {
    let (place, process) = ready("taken");
    post(process.address, "/apps/1/test/versions?label=v1", &node()).unwrap();
    let response = post(process.address, "/apps/1/test/versions?label=v1", &node()).unwrap();
    assert_eq!((response.status, response.error()), (409, "rejected"));
    assert_eq!(response.body["error"]["obstacles"][0]["kind"], "label-taken");
    assert_eq!(files(&place), 1);
}

#[test]
fn what_cannot_become_a_version_is_refused_before_it_arrives() {
    let (place, process) = ready("early");
    post(process.address, "/apps/1/test/versions?label=v1", &node()).unwrap();
    let (taken, sent) = flood(process.address, &node());
    assert_eq!((taken.status, taken.body["error"]["obstacles"][0]["kind"].as_str()), (409, Some("label-taken")));
    assert!(sent < LENGTH / 8, "{sent} bytes were sent");
    let pieces = std::iter::repeat_with(|| vec![0x55; 1 << 16]).take(LENGTH >> 16);
    let (unbuilt, sent) = upload(process.address, "/apps/1/production/versions?label=v1", LENGTH, pieces).unwrap();
    assert_eq!((unbuilt.status, unbuilt.body["error"]["obstacles"][0]["kind"].as_str()), (409, Some("not-built")));
    assert!(sent < LENGTH / 8, "{sent} bytes were sent");
    assert_eq!(files(&place), 1);
}

#[test]
fn a_package_is_kept_when_it_is_unknown_whether_its_version_is() {
    let (place, process) = ready("unknown");
    // The database will be at fault while the version is stored.
    place.tamper("INSERT INTO versions (app, environment, number, record, package) VALUES (1, 'test', 1, '{}', '')");
    let response = post(process.address, "/apps/1/test/versions?label=v1", &node()).unwrap();
    assert_eq!((response.status, response.error()), (500, "internal"));
    assert_eq!(files(&place), 1);
}

/// A process with an app whose test environment is built.
fn ready(name: &str) -> (Place, Process) {
    ready_with(name, &[])
}

fn ready_with(name: &str, arguments: &[&str]) -> (Place, Process) {
    let place = Place::sqlite(name);
    let process = place.serve(&[&["--distance", "1", "--poll", "10"], arguments].concat());
    post(process.address, "/apps", br#"{"name":"chat","framework":"node-js"}"#).unwrap();
    let build = br#"{"command":"build","tier":"starter","billing":"prepaid"}"#;
    assert_eq!(post(process.address, "/apps/1/test/commands?seen=1", build).unwrap().status, 200);
    for _ in 0..200 {
        if get(process.address, "/apps/1").unwrap().body["environments"]["test"]["status"] == "ready" {
            return (place, process);
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("the environment is not built: {}", place.log());
}

/// Announces a long upload that begins with `start` and goes on with noise.
fn flood(address: SocketAddr, start: &[u8]) -> (Response, usize) {
    let noise = std::iter::repeat_with(|| vec![0x55; 1 << 16]).take((LENGTH - start.len()) >> 16);
    let pieces = std::iter::once(start.to_vec()).chain(noise);
    upload(address, "/apps/1/test/versions?label=v1&file=chat.tgz", LENGTH, pieces).unwrap()
}

fn files(place: &Place) -> usize {
    std::fs::read_dir(place.packages()).unwrap().count()
}

const LENGTH: usize = 64 << 20;
