//! What we accept, others list with exactly the same names and contents.

use std::collections::BTreeMap;
use std::io::{Cursor, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use cloudapp::app::Container;

use super::read;
use crate::support::tar::{Tar, gzip};
use crate::support::zip::Zip;

/// Content of files, `None` for other entries, by path.
type Contents = BTreeMap<String, Option<Vec<u8>>>;

#[test]
fn archives_of_many_writers_are_accepted_and_read_as_the_crates_do() {
    let files = corpus();
    assert!(files.len() >= 18, "only {} archives are left", files.len());
    for file in files {
        let bytes = fs::read(&file).unwrap();
        let container = container_of(&file);
        let ours = read(&bytes, container);
        assert_eq!(ours.rules(), Vec::<String>::new(), "{}", file.display());
        assert_same_as_crate(&ours, &bytes, container);
        if container == Container::Jar {
            assert_eq!(read(&bytes, Container::Zip).entries, ours.entries);
        }
    }
}

#[test]
fn archives_of_installed_tools_are_listed_as_unzip_and_tar_do() {
    let directory = env::temp_dir().join(format!("archives-{}", std::process::id()));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/archives/make.sh");
    let Some(made) = run("sh", &[script.as_os_str().to_str().unwrap(), directory.to_str().unwrap()]) else { return };
    assert!(!made.is_empty(), "no archiver is installed");
    for file in files_of(&directory) {
        let (bytes, container) = (fs::read(&file).unwrap(), container_of(&file));
        let ours = read(&bytes, container);
        assert_eq!(ours.rules(), Vec::<String>::new(), "{}", file.display());
        assert_same_as_crate(&ours, &bytes, container);
        let path = file.to_str().unwrap();
        let listed =
            if container == Container::Tgz { run("tar", &["tzf", path]) } else { run("unzip", &["-Z1", path]) };
        let Some(listed) = listed else { continue };
        let name = |line: &str| line.trim_start_matches("./").trim_matches('/').to_owned();
        let listed: Vec<String> = listed.lines().map(name).filter(|name| !name.is_empty()).collect();
        assert_eq!(listed, ours.order, "{path}");
    }
    fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn a_changed_byte_is_found_or_changes_nothing_that_others_see() {
    let zip = Zip::new().directory("d/").file("d/a", "0123456789").stored("b", "01234").but(|entry| {
        entry.stream(true, false);
        entry.central.comment = b"c".to_vec();
    });
    let mut accepted = 0;
    let archives = [(Container::Jar, zip.build()), (Container::Zip, zip.with(|zip| zip.zip64 = true).build())];
    for (container, bytes) in archives {
        let original = read(&bytes, container);
        assert_eq!(original.rules(), Vec::<String>::new());
        for at in 0..bytes.len() {
            for change in [1, 2, 4, 8, 16, 32, 64, 128, 255] {
                let mut changed = bytes.clone();
                changed[at] ^= change;
                let ours = read(&changed, container);
                if ours.outcome.summary().is_some() && !ours.report.has_errors() {
                    accepted += 1;
                    assert_same_as_crate(&ours, &changed, container);
                }
            }
        }
    }
    assert!(accepted > 100, "times, attributes and comments may change: {accepted}");
}

#[test]
fn a_changed_byte_of_a_tar_is_found_or_seen_by_others_alike() {
    let tar =
        Tar::new().pax(&["path=long", "mtime=1.5"]).file("short", "01").symlink("l", "long").directory("d/").build();
    for at in 0..tar.len() - 1024 {
        let mut changed = tar.clone();
        changed[at] ^= 1 << (at % 8);
        if &changed[at / 512 * 512..][257..262] == b"ustar" {
            mend_checksum(&mut changed, at / 512 * 512);
        }
        let bytes = gzip(&changed);
        let ours = super::read_once(&bytes, Container::Tgz);
        let utf8 = !ours.order.iter().any(|path| path.contains('\\'));
        if utf8 && ours.outcome.summary().is_some() && !ours.report.has_errors() {
            assert_same_as_crate(&ours, &bytes, Container::Tgz);
        }
    }
}

#[test]
fn a_changed_byte_of_a_gzip_file_is_found_or_changes_nothing() {
    let bytes = Tar::new().file("a", "0123456789").tgz();
    let original = read(&bytes, Container::Tgz);
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            let ours = super::read_once(&changed, Container::Tgz);
            let rules = ours.rules();
            assert!(
                rules.iter().any(|rule| rule.starts_with("error")) || ours.entries == original.entries,
                "{at} {bit}"
            );
        }
    }
}

fn mend_checksum(tar: &mut [u8], at: usize) {
    let block = &mut tar[at..at + 512];
    block[148..156].fill(b' ');
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
}

#[track_caller]
fn assert_same_as_crate(ours: &super::Read, bytes: &[u8], container: Container) {
    let theirs = if container == Container::Tgz { tar_crate(bytes) } else { zip_crate(bytes) };
    let names: Vec<&String> = ours.entries.keys().collect();
    assert_eq!(names, theirs.keys().collect::<Vec<_>>());
    for (path, content) in theirs {
        if let Some(content) = content {
            assert_eq!(ours.entries[&path], content, "{path}");
        }
    }
}

fn zip_crate(bytes: &[u8]) -> Contents {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut contents = Contents::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        contents.insert(name.trim_end_matches('/').to_owned(), (!name.ends_with('/')).then_some(content));
    }
    contents
}

fn tar_crate(bytes: &[u8]) -> Contents {
    let mut archive = tar::Archive::new(flate2::read::MultiGzDecoder::new(bytes));
    let mut contents = Contents::new();
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let kind = entry.header().entry_type();
        let name = String::from_utf8(entry.path_bytes().into_owned()).unwrap();
        let path = name.split('/').filter(|part| !matches!(*part, "" | ".")).collect::<Vec<_>>().join("/");
        if kind.is_pax_global_extensions() || path.is_empty() {
            continue;
        }
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        contents.insert(path, (kind.is_file() && !name.ends_with('/')).then_some(content));
    }
    contents
}

fn corpus() -> Vec<PathBuf> {
    files_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/archives"))
}

/// The archives of a directory, sorted.
fn files_of(directory: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(directory).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|file| !matches!(extension(file), "sh" | "md")).collect();
    files.sort();
    files
}

fn container_of(file: &Path) -> Container {
    match extension(file) {
        "tgz" => Container::Tgz,
        "jar" | "zip" => Container::Jar,
        other => panic!("what is a .{other}?"),
    }
}

fn extension(file: &Path) -> &str {
    file.extension().unwrap().to_str().unwrap()
}

/// What a tool prints; `None`, with a note, when it is not installed. In CI every tool is.
fn run(tool: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(tool).args(arguments).output() {
        Ok(output) => {
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{tool} {arguments:?}: {errors}");
            Some(String::from_utf8(output.stdout).unwrap())
        }
        Err(error) if error.kind() == ErrorKind::NotFound && env::var("CI").as_deref() != Ok("true") => {
            #[expect(clippy::print_stderr, reason = "a skipped test says so")]
            {
                eprintln!("skipped: {tool} is not installed");
            }
            None
        }
        Err(error) => panic!("{tool}: {error}"),
    }
}
