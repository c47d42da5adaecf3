//! Packages made of files that decide: no panic in judging or telling, and neither the order of the files nor the pieces in
//! which a tgz arrives change anything.
//!
//! The input is cut at bytes 0xff; the first byte of each piece chooses a path, the rest is the content.
#![no_main]

use std::io::{Cursor, Write};

use cloudapp::app::{Container, EnvironmentKind, Framework, Policy};
use cloudapp::diagnostic::{Language, Report, render};
use cloudapp::package::{Inspector, Verdict};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((choice, rest)) = input.split_first() else { return };
    let framework = Framework::ALL[usize::from(*choice) % Framework::ALL.len()];
    let paths = paths(framework);
    let mut files: Vec<(&str, &[u8])> = Vec::new();
    for piece in rest.split(|byte| *byte == 0xff) {
        let Some((choice, content)) = piece.split_first() else { continue };
        let path = paths[usize::from(*choice) % paths.len()];
        if files.iter().all(|(known, _)| *known != path) {
            files.push((path, content));
        }
    }
    let one = judged(framework, &files);
    files.reverse();
    assert_eq!(one, judged(framework, &files));
});

/// Everything that is said of a package, in words, less the places that depend on the order by their nature.
fn judged(framework: Framework, files: &[(&str, &[u8])]) -> (Verdict, Vec<String>) {
    let container = framework.runtime().container;
    let bytes = if container == Container::Tgz { tgz(files) } else { zip(files) };
    let policy = Policy::default();
    let inspector = Inspector::new(&policy).framework(framework).environment(EnvironmentKind::Production);
    let inspected = inspector.inspect_bytes(&bytes);
    if container == Container::Tgz {
        let mut arrival = inspector.arrival();
        for piece in bytes.chunks(bytes.len() / 5 + 1) {
            arrival.feed(piece);
        }
        assert_eq!(arrival.finish(), inspected);
    }
    let report = Report::of(&inspected);
    for language in [Language::English, Language::Chinese] {
        assert_eq!(render::text(report, "package", language).is_empty(), report.is_empty());
        assert_eq!(render::json(report, language).to_string() == "[]", report.is_empty());
    }
    let words =
        report.diagnostics().iter().map(|found| format!("{} {}", found.rule().id, found.message(Language::English)));
    let mut words: Vec<String> = words.filter(|words| !words.starts_with("archive/")).collect();
    words.sort();
    (Verdict::of(&inspected), words)
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (path, content) in files {
        zip.start_file(*path, stored).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tgz(files: &[(&str, &[u8])]) -> Vec<u8> {
    let gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    let mut archive = tar::Builder::new(gzip);
    for (path, content) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, path, *content).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap()
}

fn paths(framework: Framework) -> &'static [&'static str] {
    match framework {
        Framework::NodeJs => &[
            "package.json",
            "server.js",
            "stop.js",
            "start.sh",
            "package-lock.json",
            "yarn.lock",
            ".npmrc",
            "config/config.default.js",
            "config/config.prod.js",
            "conf/nginx.prod.conf",
            "conf/nginx-prod.conf",
            "node_modules/.bin/egg-scripts",
            "node_modules/a/package.json",
            "node_modules/a/build/a.node",
            ".env",
        ],
        Framework::Php => &[
            "_buildpack",
            "composer.json",
            "composer.lock",
            "public/index.php",
            "index.php",
            "vendor/autoload.php",
            "vendor/composer/platform_check.php",
            "public/.user.ini",
            "think",
            "artisan",
            "nginx/nginx-prod.conf",
            "nginx/nginx.prod.conf",
            "public/.env",
            "web/index.php",
            ".DS_Store",
        ],
        _ => &[
            "META-INF/MANIFEST.MF",
            "BOOT-INF/classes/application.properties",
            "BOOT-INF/classes/application.yml",
            "BOOT-INF/classes/config/application.yaml",
            "BOOT-INF/classes/application.xml",
            "BOOT-INF/classes/application-prod.properties",
            "BOOT-INF/classes/bootstrap.yml",
            "BOOT-INF/classes/com/example/App.class",
            "org/springframework/boot/loader/JarLauncher.class",
            "BOOT-INF/lib/spring-boot-2.7.18.jar",
            "BOOT-INF/classes/nginx/nginx-prod.conf",
            "BOOT-INF/classes/nginx/nginx.prod.conf",
            "WEB-INF/web.xml",
        ],
    }
}
