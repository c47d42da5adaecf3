"""What the crate costs a program that embeds it, as the table in docs/embedding.md has it.

    python3 .ci/embedding.py            holds the number of crates, and that nothing of ours runs at build time, to the table
    python3 .ci/embedding.py measure    builds a small program with each feature set and prints the table anew;
                                        with names behind it, only their rows

The program of a feature set calls what the features bring, so that the linker cannot leave it out.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "embedding.md"
WORK = ROOT / "target" / "embedding"
SETS = ["", "idn", "package", "nginx", "certificate", "package,nginx,certificate", "package,nginx,certificate,idn"]

CALLS = {
    "": """
    use cloudapp::app::{Billing, EnvironmentKind, Tier};
    let policy = cloudapp::app::Policy::default();
    let name: Result<cloudapp::app::AppName, _> = argument.parse();
    println!("{name:?}");
    let events: Vec<cloudapp::release::Event> = serde_json::from_str(&argument).unwrap();
    let mut app = cloudapp::release::App::replay(&events).unwrap();
    let plan = cloudapp::plan::Plan::new(EnvironmentKind::Test, Tier::Starter, Billing::Prepaid);
    let plan = cloudapp::plan::check(plan, &policy).unwrap();
    let (seen, command) = (app.revision(), cloudapp::release::Command::Build(plan));
    let input = cloudapp::release::Input::Command { environment: EnvironmentKind::Test, seen, command };
    println!("{:?}", app.apply(&policy, cloudapp::app::Timestamp::UNIX_EPOCH, input));
    let workload = cloudapp::plan::Workload::from_json(&argument).unwrap();
    let catalogue = cloudapp::plan::Catalogue::documented();
    let (kind, billing, today) = (EnvironmentKind::Production, Billing::PayAsYouGo, "2026-11-24".parse().unwrap());
    let advice = cloudapp::plan::recommend(&workload, kind, billing, &catalogue, &policy, today);
    println!("{}", advice.why(cloudapp::diagnostic::Language::English));
""",
    "idn": """
    let domain: Result<cloudapp::app::DomainName, _> = argument.parse();
    println!("{:?}", domain.map(|domain| domain.to_unicode()));
""",
    "package": """
    let policy = cloudapp::app::Policy::default();
    let inspected = cloudapp::package::Inspector::new(&policy).inspect(std::fs::File::open(&argument).unwrap()).unwrap();
    if let Err(rejected) = inspected {
        print!("{}", cloudapp::diagnostic::render::text(
            rejected.report(), &argument, cloudapp::diagnostic::Language::English));
    }
""",
    "nginx": """
    let levels = cloudapp::diagnostic::Levels::default();
    let mut findings = cloudapp::diagnostic::Findings::new(&levels);
    let target = cloudapp::nginx::Target::of(cloudapp::app::NginxVersion::new(1, 22, 1));
    let config = cloudapp::nginx::Config::parse(argument.as_str());
    let _ = cloudapp::nginx::Check::new(&target).run(&config, &mut findings);
    print!("{}", cloudapp::diagnostic::render::text(
        &findings.finish(), &argument, cloudapp::diagnostic::Language::English));
    let site = cloudapp::nginx::Site::test(cloudapp::app::Framework::Php);
    println!("{}", cloudapp::nginx::generate(&site, cloudapp::nginx::Profile::Hardened));
""",
    "certificate": """
    let file = cloudapp::certificate::File { name: "cert.pem", bytes: argument.as_bytes() };
    let key = cloudapp::certificate::File { name: "cert.key", bytes: argument.as_bytes() };
    let policy = cloudapp::app::Policy::default();
    let inspection = cloudapp::certificate::inspect(file, key, &Default::default(), &policy);
    print!("{}", cloudapp::diagnostic::render::text(
        inspection.report(), &argument, cloudapp::diagnostic::Language::English));
""",
}
ZIP_AND_TAR = """
    let file = || std::fs::File::open(&argument).unwrap();
    let mut zip = zip::ZipArchive::new(file()).unwrap();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).unwrap();
        println!("{:?}", entry.name());
        std::io::copy(&mut entry, &mut std::io::sink()).unwrap();
    }
    for entry in tar::Archive::new(flate2::read::MultiGzDecoder::new(file())).entries().unwrap() {
        println!("{:?}", entry.unwrap().path());
    }
"""


def programs():
    """Name, dependencies and calls of each program."""
    yield "hello, world", "", ""
    for features in SETS:
        listed = ", ".join(f'"{feature}"' for feature in features.split(",") if feature)
        dependency = f'cloudapp = {{ path = "{ROOT}", default-features = false, features = [{listed}] }}\n'
        calls = "".join("{" + CALLS[feature] + "}" for feature in dict.fromkeys(["", *features.split(",")]))
        yield features or "none", dependency + 'serde_json = "1"\n', calls
    yield (
        "crates `zip` and `tar`",
        'zip = { version = "9.8.1", default-features = false, features = ["deflate-flate2"] }\ntar = "0.4.46"\n'
        'flate2 = { version = "1.1.11", default-features = false, features = ["runtime_detection", "zlib-rs"] }\n',
        ZIP_AND_TAR,
    )


def crates(directory, *arguments):
    """How many crates a build takes, those that run at build time included and the program itself not."""
    tree = ["cargo", "tree", "--prefix", "none", "--edges", "normal,build", "--format", "{p}", *arguments]
    lines = subprocess.run(tree, cwd=directory, check=True, capture_output=True, text=True).stdout.splitlines()
    return len({" ".join(line.split()[:2]) for line in lines if line.strip()})


def measure(wanted):
    shutil.rmtree(WORK, ignore_errors=True)
    rows, floor = [], None
    for number, (name, dependencies, calls) in enumerate(programs()):
        if wanted and number and name not in wanted:
            continue
        directory = WORK / f"program{number}"
        (directory / "src").mkdir(parents=True)
        (directory / "Cargo.toml").write_text(
            f'[package]\nname = "program"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n'
            f"[dependencies]\n{dependencies}[profile.release]\nstrip = true\n"
        )
        argument = "let argument = std::env::args().nth(1).unwrap_or_default();" if calls else ""
        (directory / "src" / "main.rs").write_text(f'fn main() {{\n{argument}{calls}\nprintln!("hello, world");\n}}\n')
        # The versions that are tested are those that are measured.
        if "cloudapp" in dependencies:
            shutil.copy(ROOT / "Cargo.lock", directory / "Cargo.lock")
        environment = {**os.environ, "CARGO_TARGET_DIR": str(directory / "target")}
        subprocess.run(["cargo", "fetch", "--quiet"], cwd=directory, check=True, env=environment)
        start, before = time.monotonic(), os.times()
        subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=directory, check=True, env=environment)
        seconds, after = time.monotonic() - start, os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        size = (directory / "target" / "release" / "program").stat().st_size
        floor = floor or size
        rows.append((name, crates(directory) - 1, seconds, cpu, size - floor))
        print(f"{name}: {rows[-1]}", file=sys.stderr)
        shutil.rmtree(directory / "target")
    print("| features | crates | clean build | CPU of it | added to the program |\n|---|--:|--:|--:|--:|")
    for name, count, seconds, cpu, size in rows:
        print(f"| {name} | {count} | {seconds:.0f} s | {cpu:.0f} s | {size / 1e6:.2f} MB |")


def hold():
    """Fails when a feature set takes more crates than the table says, or the crate itself runs something at build time."""
    metadata = ["cargo", "metadata", "--locked", "--no-deps", "--format-version", "1"]
    packages = json.loads(subprocess.run(metadata, cwd=ROOT, check=True, capture_output=True, text=True).stdout)["packages"]
    package = next(package for package in packages if package["name"] == "cloudapp")
    faults = []
    if package["links"] or any("custom-build" in target["kind"] for target in package["targets"]):
        faults.append("the crate has a build script or links a native library")
    table = TABLE.read_text()
    for features in SETS:
        row = re.search(rf"^\| {re.escape(features or 'none')} \| (\d+) \|", table, re.MULTILINE)
        if not row:
            faults.append(f"{TABLE.name} has no row for {features or 'none'}")
            continue
        count = crates(ROOT, "--locked", "--package", "cloudapp", "--no-default-features", "--features", features)
        print(f"{features or 'none'}: {count} crates, {row[1]} allowed")
        if count != int(row[1]):
            faults.append(f"{features or 'none'} takes {count} crates, {TABLE.name} says {row[1]}")
    sys.exit("\n".join(faults) or None)


measure(sys.argv[2:]) if sys.argv[1:2] == ["measure"] else hold()
