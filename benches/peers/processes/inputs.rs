//! The files that all programs are given.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use flate2::{Compression, write::GzEncoder};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

#[path = "../../support/words.rs"]
mod text;

use text::words;

/// How many files the inputs hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Classes of the JAR of many classes.
    pub classes: u32,
    /// Classes of the JAR that needs the fields of zip64: more than 65,535, and 16 bytes each.
    pub wide_classes: u32,
    /// Libraries of the fat JAR.
    pub libraries: usize,
    /// Bytes of a library.
    pub library: usize,
    /// Files of the smaller package of Node.js.
    pub few_files: u32,
    /// Files of the bigger one.
    pub many_files: u32,
    /// Servers of the nginx file.
    pub servers: usize,
}

impl Scale {
    pub const FULL: Self = Self {
        classes: 60_000,
        wide_classes: 70_000,
        libraries: 300,
        library: 550_000,
        few_files: 7_000,
        many_files: 48_000,
        servers: 10_000,
    };
    /// For a look at whether all programs still do what the comparison asks.
    pub const SMALL: Self = Self {
        classes: 600,
        wide_classes: 66_000,
        libraries: 20,
        library: 10_000,
        few_files: 70,
        many_files: 480,
        servers: 100,
    };
}

/// Writes all files into `directory`.
pub fn make(directory: &Path, scale: Scale) -> io::Result<()> {
    classes(&directory.join("classes.jar"), scale.classes, 900)?;
    classes(&directory.join("zip64.jar"), scale.wide_classes, 16)?;
    fat(&directory.join("fat.jar"), scale)?;
    node(&directory.join("few.tgz"), scale.few_files)?;
    node(&directory.join("many.tgz"), scale.many_files)?;
    std::fs::write(directory.join("nginx.conf"), nginx(scale.servers))?;
    std::fs::create_dir_all(directory.join("logs"))
}

/// An executable JAR of Spring Boot with so many classes of Java 8.
fn classes(path: &Path, count: u32, size: usize) -> io::Result<()> {
    let mut jar = ZipWriter::new(BufWriter::new(File::create(path)?));
    start(&mut jar, "META-INF/MANIFEST.MF", CompressionMethod::Deflated)?;
    jar.write_all(
        b"Manifest-Version: 1.0\r\nMain-Class: org.springframework.boot.loader.JarLauncher\r\n\
          Start-Class: com.example.module000.Class00001\r\nSpring-Boot-Version: 2.7.18\r\n\
          Spring-Boot-Classes: BOOT-INF/classes/\r\nSpring-Boot-Lib: BOOT-INF/lib/\r\n\r\n",
    )?;
    for directory in ["BOOT-INF/", "BOOT-INF/classes/", "BOOT-INF/lib/"] {
        jar.add_directory(directory, SimpleFileOptions::default())?;
    }
    start(&mut jar, "org/springframework/boot/loader/JarLauncher.class", CompressionMethod::Deflated)?;
    jar.write_all(&class(0, size))?;
    for number in 1..count {
        start(
            &mut jar,
            &format!("BOOT-INF/classes/com/example/module{:03}/Class{number:05}.class", number / 100),
            CompressionMethod::Deflated,
        )?;
        jar.write_all(&class(number, size))?;
    }
    jar.finish()?.flush()
}

/// An executable JAR of Spring Boot: stored libraries, and 60 classes.
fn fat(path: &Path, scale: Scale) -> io::Result<()> {
    let mut jar = ZipWriter::new(BufWriter::new(File::create(path)?));
    start(&mut jar, "META-INF/MANIFEST.MF", CompressionMethod::Deflated)?;
    jar.write_all(
        b"Manifest-Version: 1.0\r\nMain-Class: org.springframework.boot.loader.JarLauncher\r\n\
          Start-Class: com.example.Class00000\r\nSpring-Boot-Version: 2.7.18\r\n\
          Spring-Boot-Classes: BOOT-INF/classes/\r\nSpring-Boot-Lib: BOOT-INF/lib/\r\n\r\n",
    )?;
    for directory in ["BOOT-INF/", "BOOT-INF/classes/", "BOOT-INF/lib/"] {
        jar.add_directory(directory, SimpleFileOptions::default())?;
    }
    start(&mut jar, "org/springframework/boot/loader/JarLauncher.class", CompressionMethod::Deflated)?;
    jar.write_all(&class(0, 3_000))?;
    start(&mut jar, "BOOT-INF/classes/application.properties", CompressionMethod::Deflated)?;
    jar.write_all(b"server.port=8080\n")?;
    for number in 0..60 {
        start(&mut jar, &format!("BOOT-INF/classes/com/example/Class{number:05}.class"), CompressionMethod::Deflated)?;
        jar.write_all(&class(number, 3_000))?;
    }
    let library = library(scale.library)?;
    for number in 0..scale.libraries {
        start(&mut jar, &format!("BOOT-INF/lib/library-{number}.jar"), CompressionMethod::Stored)?;
        jar.write_all(&library)?;
    }
    jar.finish()?.flush()
}

/// A nested JAR of about `size` bytes.
fn library(size: usize) -> io::Result<Vec<u8>> {
    let mut jar = ZipWriter::new(io::Cursor::new(Vec::new()));
    start(&mut jar, "library/data.bin", CompressionMethod::Stored)?;
    jar.write_all(&vec![0x55; size])?;
    Ok(jar.finish()?.into_inner())
}

fn start<W: Write + io::Seek>(jar: &mut ZipWriter<W>, path: &str, method: CompressionMethod) -> io::Result<()> {
    Ok(jar.start_file(path, SimpleFileOptions::default().compression_method(method))?)
}

/// The head of a class file of Java 8, and text.
fn class(number: u32, size: usize) -> Vec<u8> {
    let mut class = vec![0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52];
    class.extend(words(number, size.saturating_sub(class.len())));
    class
}

/// A package of Node.js with so many files, 7.5 KB each.
fn node(path: &Path, count: u32) -> io::Result<()> {
    let gzip = GzEncoder::new(BufWriter::new(File::create(path)?), Compression::new(6));
    let mut tar = tar::Builder::new(gzip);
    let mut add = |path: &str, content: &[u8]| {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, path, content)
    };
    add("package.json", br#"{"name": "shop", "scripts": {"start": "node server.js", "stop": "node stop.js"}}"#)?;
    add("server.js", b"require('http').createServer((q, s) => s.end()).listen(7001, '127.0.0.1');\n")?;
    add("stop.js", b"process.exit(0);\n")?;
    for number in 0..count {
        add(&format!("node_modules/package-{}/lib/file-{number}.js", number / 40), &words(number, 7_500))?;
    }
    tar.into_inner()?.finish()?.flush()
}

/// An nginx file of so many servers; none does TLS, so that nginx opens no certificates.
fn nginx(count: usize) -> String {
    let mut text = String::from("events {}\nhttp {\n");
    for number in 0..count {
        text += &format!(
            "    server {{\n        listen 80;\n        server_name shop{number}.example.com www.shop{number}.example.com;\n        \
             root /home/admin/app-run/shop{number};\n        location / {{\n            \
             proxy_pass http://127.0.0.1:8080;\n            proxy_set_header Host $host;\n        }}\n        \
             location ~ \\.(css|js)$ {{\n            expires 30d;\n            access_log off;\n        }}\n    }}\n"
        );
    }
    text + "}\n"
}
