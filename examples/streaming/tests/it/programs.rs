//! The programs as their users start them.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::client::Upload;
use crate::files::{Files, Manners};
use crate::packages::{node, spring_boot};

#[test]
fn upload_answers_with_a_report() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_upload"));
    let mut program = Ended(program.arg("127.0.0.1:0").stdout(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(program.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.strip_prefix("PUT packages to http://").unwrap().split('/').next().unwrap();
    let answer = Upload::begin(address.parse().unwrap(), "/packages/chat.tgz");
    let (answer, _) = answer.flood(std::iter::once(node(Vec::new(), 0)));
    assert_eq!((answer.status, &answer.body["verdict"]), (200, &"accepted".into()), "{answer:?}");
}

#[test]
fn range_prints_report_and_cost() {
    let jar = || spring_boot(tempfile::tempfile().unwrap(), (3, 300_000), 0);
    let (text, code) = range(&Files::serve(jar(), Manners::Good).url());
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("accepted: 5 requests, "), "{text}");
    let cut = jar();
    cut.set_len(900_000).unwrap();
    let (text, code) = range(&Files::serve(cut, Manners::Good).url());
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("archive/zip-") && text.contains("unreadable: "), "{text}");
    let (text, code) = range(&Files::serve(jar(), Manners::Changing(3)).url());
    assert_eq!((text.as_str(), code), ("the file has changed since its first part was read\n", Some(2)));
    assert_eq!(range("http://127.0.0.1:1/shop.jar").1, Some(2));
}

/// What the program prints, and its exit code.
fn range(url: &str) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_range")).arg(url).output().unwrap();
    (String::from_utf8([output.stdout, output.stderr].concat()).unwrap(), output.status.code())
}

struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
