//! What a visitor is given, in every format alike.

use std::io::Cursor;

use cloudapp::app::Container;
use cloudapp::diagnostic::{Findings, Levels};
use cloudapp::package::archive::{
    self, Bytes, Entry, EntryPath, Integrity, Limits, Options, ReadOutcome, Visitor, Want,
};

use crate::support::tar::Tar;
use crate::support::zip::Zip;

/// Wants the same of every file and writes down what comes.
struct Log {
    want: Want,
    lines: Vec<String>,
}

impl Visitor for Log {
    fn entry(&mut self, entry: &Entry) -> Want {
        self.lines.push(format!("{} {}", entry.path, entry.size));
        self.want
    }

    fn content(&mut self, _: &Entry, bytes: &[u8]) {
        self.lines.push(format!("  {}", String::from_utf8_lossy(bytes)));
    }

    fn end(&mut self, _: &Entry) {
        self.lines.push("  end".to_owned());
    }
}

fn log(bytes: &[u8], container: Container, integrity: Integrity, want: Want) -> (Vec<String>, Vec<String>) {
    let levels = Levels::default();
    let limits = Limits::builder().small_file(Bytes(8)).build().unwrap();
    let options = Options::new(container).with_integrity(integrity).with_limits(limits);
    let mut findings = Findings::new(&levels);
    let mut log = Log { want, lines: Vec::new() };
    let outcome = archive::read(Cursor::new(bytes), &options, &mut log, &mut findings).unwrap();
    assert!(matches!(outcome, ReadOutcome::Readable(_)));
    let rules = findings.finish().diagnostics().iter().map(|found| found.rule().id.to_owned()).collect();
    (log.lines, rules)
}

fn archives() -> [(Container, Vec<u8>); 3] {
    let zip = Zip::new().directory("d/").stored("d/a", "0123456789").file("b", "01234567").file("c", "").build();
    let tgz = Tar::new().directory("d").file("d/a", "0123456789").file("b", "01234567").file("c", "").tgz();
    [(Container::Jar, zip.clone()), (Container::Zip, zip), (Container::Tgz, tgz)]
}

#[test]
fn the_same_comes_of_every_format() {
    for (container, bytes) in archives() {
        for integrity in [Integrity::Directory, Integrity::Full] {
            let lines = |want| log(&bytes, container, integrity, want).0.join("\n");
            assert_eq!(lines(Want::Nothing), "d 0 bytes\nd/a 10 bytes\nb 8 bytes\nc 0 bytes");
            assert_eq!(
                lines(Want::Head(4)),
                "d 0 bytes\nd/a 10 bytes\n  0123\n  end\nb 8 bytes\n  0123\n  end\nc 0 bytes\n  \n  end"
            );
            assert_eq!(
                lines(Want::Head(100)),
                "d 0 bytes\nd/a 10 bytes\n  01234567\n  end\nb 8 bytes\n  01234567\n  end\nc 0 bytes\n  \n  end",
                "a head is no longer than a small file"
            );
            assert_eq!(
                lines(Want::Everything),
                "d 0 bytes\nd/a 10 bytes\n  0123456789\n  end\nb 8 bytes\n  01234567\n  end\nc 0 bytes\n  end"
            );
            let (lines, rules) = log(&bytes, container, integrity, Want::Whole);
            assert_eq!(lines.join("\n"), "d 0 bytes\nd/a 10 bytes\nb 8 bytes\n  01234567\n  end\nc 0 bytes\n  \n  end");
            assert_eq!(rules, ["archive/limit-small-file"]);
        }
    }
}

#[test]
fn damaged_content_does_not_end() {
    let zip = Zip::new().stored("a", "01234567").but(|entry| entry.data[0] = b'x').build();
    let (lines, rules) = log(&zip, Container::Zip, Integrity::Full, Want::Whole);
    assert_eq!((lines, rules), (vec!["a 8 bytes".to_owned()], vec!["archive/zip-crc-mismatch".to_owned()]));
}

#[test]
fn the_directory_level_checks_only_what_is_wanted_in_full() {
    let zip = Zip::new().stored("a", "01234567").but(|entry| entry.data[7] = b'x').build();
    for (want, found) in [(Want::Nothing, 0), (Want::Head(4), 0), (Want::Whole, 1), (Want::Everything, 1)] {
        assert_eq!(log(&zip, Container::Zip, Integrity::Directory, want).1.len(), found, "{want:?}");
        assert_eq!(log(&zip, Container::Zip, Integrity::Full, want).1.len(), 1, "{want:?}");
    }
}

#[test]
fn only_canonical_relative_texts_are_paths() {
    for text in ["a", "a/b", "a b/.c/d..e", "\u{4e2d}/\u{6587}"] {
        let path: EntryPath = text.parse().unwrap();
        assert_eq!(path.as_str(), text);
        assert_eq!(path.components().collect::<Vec<_>>().join("/"), text);
    }
    for text in
        ["", "/", "/a", "a/", "a//b", "./a", "a/.", "..", "a/../b", "C:", "c:/x", "a\\b", "a\tb", "a\u{202e}", "..."]
    {
        assert!(text.parse::<EntryPath>().is_err(), "{text:?}");
    }
    let path: EntryPath = "a\u{200b}b".parse().unwrap();
    assert_eq!(path.to_string(), r"a\u{200b}b", "what cannot be seen is escaped");
}
