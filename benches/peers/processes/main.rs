//! Whole processes on the same files: CPU time, time and peak memory of each, as a table in Markdown.
//!
//! `benches/peers/run` installs the tools and runs this; `cargo bench --bench processes` compares those that are there.
//! Every program's answer is looked at before it is timed. All then run in turn, several times; medians count.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark"
)]

mod inputs;
mod readers;

use std::env;
use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use inputs::Scale;
use readers::READERS;
use wait4::Wait4;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--bench"] => compare(Scale::FULL, 7),
        // By `cargo test --benches` too: once, to see whether all still do the work.
        [] | ["--small", ..] => compare(Scale::SMALL, 1),
        ["make", directory] => inputs::make(Path::new(directory), Scale::FULL).unwrap(),
        ["measure", command @ ..] => measure(command),
        ["read", name, path] => {
            let (_, read) = READERS.iter().find(|(reader, _)| reader == name).expect("a reader");
            read(path).unwrap();
        }
        _ => panic!("usage: cargo bench --bench processes [-- --small]"),
    }
}

/// What a program must print for its time to count.
enum Answer {
    /// So many lines that end so.
    Lines(&'static str, u32),
    /// This as the last line.
    Text(String),
    /// Nothing is looked at but that it succeeds.
    Success,
}

/// Programs that do the same work; the first is ours.
struct Work {
    name: String,
    programs: Vec<Program>,
}

struct Program {
    name: &'static str,
    command: Vec<String>,
    answer: Answer,
}

struct Cost {
    cpu: Duration,
    wall: Duration,
    /// Bytes.
    peak: u64,
}

fn compare(scale: Scale, rounds: usize) {
    let directory = tempfile::tempdir().unwrap();
    inputs::make(directory.path(), scale).unwrap();
    let this = env::current_exe().unwrap();
    println!("| work | program | CPU | time | peak memory | CPU, times ours |\n|---|---|--:|--:|--:|--:|");
    for work in works(directory.path(), &this.display().to_string(), scale) {
        let (present, absent): (Vec<_>, Vec<_>) = work.programs.into_iter().partition(Program::answers);
        let mut costs: Vec<Vec<Cost>> = present.iter().map(|_| Vec::new()).collect();
        for _ in 0..rounds {
            for (program, costs) in present.iter().zip(&mut costs) {
                costs.push(program.run());
            }
        }
        let mut ours = None;
        for (program, costs) in present.iter().zip(costs) {
            let cpu = median(costs.iter().map(|cost| cost.cpu));
            let ours = *ours.get_or_insert(cpu);
            println!(
                "| {} | {} | {:.1} ms | {:.1} ms | {:.1} MB | {:.2} |",
                work.name,
                program.name,
                milliseconds(cpu),
                milliseconds(median(costs.iter().map(|cost| cost.wall))),
                median(costs.iter().map(|cost| cost.peak)) as f64 / 1e6,
                cpu.as_secs_f64() / ours.as_secs_f64(),
            );
        }
        for program in absent {
            println!("| {} | {} | not here | | | |", work.name, program.name);
        }
    }
}

fn works(directory: &Path, this: &str, scale: Scale) -> Vec<Work> {
    let file = |name: &str| directory.join(name).display().to_string();
    let python = env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let reader = |name: &'static str, reader: &str, path: &str, answer| Program {
        name,
        command: [this, "read", reader, path].map(str::to_owned).to_vec(),
        answer,
    };
    let tool = |name: &'static str, command: &[&str], answer| Program {
        name,
        command: command.iter().map(|&word| word.to_owned()).collect(),
        answer,
    };
    let mut works = Vec::new();
    for (name, path, classes) in [
        (format!("list a JAR of {} classes", scale.classes), file("classes.jar"), scale.classes),
        (format!("list a JAR of {} classes, zip64", scale.wide_classes), file("zip64.jar"), scale.wide_classes),
        (format!("list a JAR of {} libraries", scale.libraries), file("fat.jar"), 61),
    ] {
        let lines = || Answer::Lines(".class", classes);
        works.push(Work {
            name,
            programs: vec![
                reader("cloudapp", "list-jar", &path, lines()),
                reader("crate rawzip", "rawzip-list", &path, lines()),
                reader("crate rc-zip", "rc-zip-list", &path, lines()),
                reader("crate zip", "zip-list", &path, lines()),
                tool("unzip -l", &["unzip", "-l", &path], lines()),
                tool("bsdtar -tf", &["bsdtar", "-tf", &path], lines()),
                tool("jar tf", &["jar", "tf", &path], lines()),
                tool("Python zipfile", &[&python, "-c", LIST_ZIP, &path], lines()),
            ],
        });
    }
    let path = file("classes.jar");
    let sum = || Answer::Text((scale.classes * 52).to_string());
    works.push(Work {
        name: format!("versions of {} classes", scale.classes),
        programs: vec![
            reader("cloudapp", "majors", &path, sum()),
            reader("crate rawzip", "rawzip-majors", &path, sum()),
            reader("crate zip", "zip-majors", &path, sum()),
            tool("Python zipfile", &[&python, "-c", MAJORS, &path], sum()),
        ],
    });
    for (name, path) in [
        (format!("inspect a JAR of {} classes", scale.classes), file("classes.jar")),
        (format!("inspect a JAR of {} libraries", scale.libraries), file("fat.jar")),
        (format!("inspect a tgz of {} files", scale.many_files), file("many.tgz")),
    ] {
        let programs = vec![reader("cloudapp", "inspect", &path, Answer::Text("accepted".to_owned()))];
        works.push(Work { name, programs });
    }
    for (path, files) in [(file("few.tgz"), scale.few_files), (file("many.tgz"), scale.many_files)] {
        let lines = || Answer::Lines(".js", files + 2);
        let pipe = format!("igzip -dc '{path}' | tar -t");
        let inflate = format!("igzip -dc '{path}'");
        works.push(Work {
            name: format!("list a tgz of {files} files"),
            programs: vec![
                reader("cloudapp", "list-tgz", &path, lines()),
                reader("crate tar", "tar-list", &path, lines()),
                tool("igzip, nothing read", &["sh", "-c", &inflate], Answer::Success),
                tool("igzip, GNU tar", &["bash", "-o", "pipefail", "-c", &pipe], lines()),
                tool("GNU tar", &["tar", "-tzf", &path], lines()),
                tool("bsdtar", &["bsdtar", "-tf", &path], lines()),
                tool("Python tarfile", &[&python, "-c", LIST_TGZ, &path], lines()),
            ],
        });
    }
    let path = file("nginx.conf");
    let prefix = directory.display().to_string();
    works.push(Work {
        name: format!("check an nginx file of {} servers", scale.servers),
        programs: vec![
            reader("cloudapp", "nginx", &path, Answer::Success),
            tool("nginx -t", &["nginx", "-t", "-p", &prefix, "-c", &path], Answer::Success),
            tool("crossplane", &[&python, "-c", CROSSPLANE, &path], Answer::Success),
        ],
    });
    works
}

const LIST_ZIP: &str = "import sys, zipfile
for entry in zipfile.ZipFile(sys.argv[1]).infolist():
    print(entry.filename)";
const MAJORS: &str = "import sys, zipfile
jar = zipfile.ZipFile(sys.argv[1])
print(sum(jar.open(entry).read(8)[7] for entry in jar.infolist() if entry.filename.endswith('.class')))";
const LIST_TGZ: &str = "import sys, tarfile
for entry in tarfile.open(sys.argv[1]):
    print(entry.name)";
const CROSSPLANE: &str = "import crossplane, sys
assert crossplane.parse(sys.argv[1], single=True)['status'] == 'ok'";

impl Program {
    /// Whether the program is there. One that answers wrongly ends the comparison.
    fn answers(&self) -> bool {
        let Ok(mut child) = program(&self.command).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn() else {
            return false;
        };
        let (mut last, mut count) = (String::new(), 0_u32);
        for line in BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap) {
            if let Answer::Lines(end, _) = self.answer {
                count += u32::from(line.ends_with(end));
            }
            last = line;
        }
        let failure = io::read_to_string(child.stderr.take().unwrap()).unwrap();
        let succeeded = child.wait().unwrap().success();
        if failure.contains("No module named") || failure.contains("not found") {
            return false;
        }
        assert!(succeeded, "{}: {failure}", self.name);
        match &self.answer {
            Answer::Lines(_, expected) => assert_eq!(count, *expected, "{}", self.name),
            Answer::Text(text) => assert_eq!(last, *text, "{}", self.name),
            Answer::Success => {}
        }
        true
    }

    fn run(&self) -> Cost {
        let measured = Command::new(env::current_exe().unwrap()).arg("measure").args(&self.command).output().unwrap();
        let said = String::from_utf8(measured.stdout).unwrap();
        let numbers: Vec<u64> = said.split_whitespace().map(|number| number.parse().unwrap()).collect();
        let [cpu, wall, peak] = numbers[..] else { panic!("{} failed", self.name) };
        Cost { cpu: Duration::from_micros(cpu), wall: Duration::from_micros(wall), peak }
    }
}

/// Runs a program and prints its cost, in microseconds and bytes.
///
/// This takes a process of its own because a child's peak starts with what its parent held.
fn measure(command: &[&str]) {
    let start = Instant::now();
    let child = program(command).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let used = child.wait4().unwrap();
    let wall = start.elapsed();
    assert!(used.status.success());
    println!("{} {} {}", (used.rusage.utime + used.rusage.stime).as_micros(), wall.as_micros(), used.rusage.maxrss);
}

fn program<S: AsRef<OsStr>>(command: &[S]) -> Command {
    let mut program = Command::new(&command[0]);
    program.args(&command[1..]).env("PATH", format!("{}:/usr/sbin", env::var("PATH").unwrap_or_default()));
    program
}

fn median<T: Ord>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    let middle = values.len() / 2;
    values.swap_remove(middle)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
