//! What this program does when it is one of those compared: our library and the crates beside it, each in a process of
//! its own. Names are printed as the tools print them, sums as one line.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Stdout, Write};

use cloudapp::app::{Container, NginxVersion, Policy};
use cloudapp::diagnostic::{Findings, Language, Levels, render};
use cloudapp::nginx::{Check, Config, Target};
use cloudapp::package::Inspector;
use cloudapp::package::archive::{self, Entry, Integrity, Options, ReadOutcome, Visitor, Want};
use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use rawzip::{RECOMMENDED_BUFFER_SIZE, ZipArchive};
use rc_zip_sync::ReadZip;

type Done = Result<(), Box<dyn Error>>;
type Reader = fn(&str) -> Done;

/// The readers by name.
pub const READERS: &[(&str, Reader)] = &[
    ("list-jar", |path| list(path, Container::Jar)),
    ("list-tgz", |path| list(path, Container::Tgz)),
    ("majors", majors),
    ("inspect", inspect),
    ("nginx", nginx),
    ("rawzip-list", rawzip_list),
    ("rawzip-majors", rawzip_majors),
    ("rc-zip-list", rc_zip_list),
    ("zip-list", zip_list),
    ("zip-majors", zip_majors),
    ("tar-list", tar_list),
];

/// A name a line.
struct Names(BufWriter<Stdout>);

impl Names {
    fn new() -> Self {
        Self(BufWriter::with_capacity(1 << 16, io::stdout()))
    }

    fn line(&mut self, name: &[u8]) {
        // What fails here fails again at the end.
        let _ = self.0.write_all(name).and_then(|()| self.0.write_all(b"\n"));
    }

    fn end(mut self) -> Done {
        Ok(self.0.flush()?)
    }
}

struct List(Names);

impl Visitor for List {
    fn entry(&mut self, entry: &Entry) -> Want {
        self.0.line(entry.path.as_str().as_bytes());
        Want::Nothing
    }
}

struct Majors(u64);

impl Visitor for Majors {
    fn entry(&mut self, entry: &Entry) -> Want {
        if entry.path.as_str().ends_with(".class") { Want::Head(8) } else { Want::Nothing }
    }

    fn content(&mut self, _: &Entry, bytes: &[u8]) {
        self.0 += bytes.get(7).copied().map_or(0, u64::from);
    }
}

/// Reads an archive with all checks, which find nothing.
fn read(path: &str, container: Container, visitor: &mut dyn Visitor) -> Done {
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);
    let options = Options::new(container).with_integrity(Integrity::Directory);
    let outcome = archive::read(File::open(path)?, &options, visitor, &mut findings)?;
    assert!(findings.finish().is_empty() && matches!(outcome, ReadOutcome::Readable(_)));
    Ok(())
}

fn list(path: &str, container: Container) -> Done {
    let mut list = List(Names::new());
    read(path, container, &mut list)?;
    list.0.end()
}

fn majors(path: &str) -> Done {
    let mut majors = Majors(0);
    read(path, Container::Jar, &mut majors)?;
    println!("{}", majors.0);
    Ok(())
}

/// What a platform does with an upload: every rule, and the report as text.
fn inspect(path: &str) -> Done {
    let policy = Policy::default();
    match Inspector::new(&policy).file_name(path).inspect(File::open(path)?)? {
        Ok(_) => println!("accepted"),
        Err(rejected) => print!("{}", render::text(rejected.report(), path, Language::English)),
    }
    Ok(())
}

fn nginx(path: &str) -> Done {
    let text = std::fs::read_to_string(path)?;
    let target = Target::of(NginxVersion::new(1, 22, 1));
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);
    assert!(Check::new(&target).run(&Config::parse(text), &mut findings).is_none());
    Ok(())
}

fn rawzip_list(path: &str) -> Done {
    let mut out = Names::new();
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let archive = ZipArchive::from_file(File::open(path)?, &mut buffer)?;
    let mut entries = archive.entries(&mut buffer);
    while let Some(entry) = entries.next_entry()? {
        out.line(entry.file_path().try_normalize()?.as_ref().as_bytes());
    }
    out.end()
}

fn rawzip_majors(path: &str) -> Done {
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let archive = ZipArchive::from_file(File::open(path)?, &mut buffer)?;
    let mut entries = archive.entries(&mut buffer);
    let mut sum = 0;
    while let Some(entry) = entries.next_entry()? {
        if entry.file_path().as_ref().ends_with(b".class") {
            let local = archive.get_entry(entry.wayfinder())?;
            let mut head = [0; 8];
            DeflateDecoder::new(BufReader::with_capacity(256, local.reader())).read_exact(&mut head)?;
            sum += u64::from(head[7]);
        }
    }
    println!("{sum}");
    Ok(())
}

fn rc_zip_list(path: &str) -> Done {
    let mut out = Names::new();
    for entry in File::open(path)?.read_zip()?.entries() {
        out.line(entry.name.as_bytes());
    }
    out.end()
}

fn zip_list(path: &str) -> Done {
    let mut out = Names::new();
    let mut archive = zip::ZipArchive::new(BufReader::new(File::open(path)?))?;
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index)?;
        out.line(file.name()?.as_bytes());
    }
    out.end()
}

fn zip_majors(path: &str) -> Done {
    let mut archive = zip::ZipArchive::new(BufReader::new(File::open(path)?))?;
    let mut sum = 0;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        if file.name()?.ends_with(".class") {
            let mut head = [0; 8];
            file.read_exact(&mut head)?;
            sum += u64::from(head[7]);
        }
    }
    println!("{sum}");
    Ok(())
}

fn tar_list(path: &str) -> Done {
    let mut out = Names::new();
    let mut archive = tar::Archive::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, File::open(path)?)));
    for entry in archive.entries()? {
        out.line(&entry?.path_bytes());
    }
    out.end()
}
