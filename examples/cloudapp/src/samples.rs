//! Sample packages, built in memory: one of each framework, small and whole.

use std::io::{self, Cursor, Write};

use cloudapp::app::Framework;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A package and the name of its file.
pub(crate) struct Sample {
    pub(crate) framework: Framework,
    pub(crate) file: &'static str,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) fn all() -> io::Result<Vec<Sample>> {
    Ok(vec![
        Sample { framework: Framework::SpringBoot, file: "todo.jar", bytes: spring_boot()? },
        Sample { framework: Framework::NodeJs, file: "chat.tgz", bytes: node_js()? },
        Sample { framework: Framework::Php, file: "shop.zip", bytes: php()? },
    ])
}

/// A JAR as Spring Boot's Maven plugin packs it: launcher, application, one nested library, stored.
fn spring_boot() -> io::Result<Vec<u8>> {
    let mut library = ZipWriter::new(Cursor::new(Vec::new()));
    library.start_file("org/springframework/boot/SpringApplication.class", deflated())?;
    library.write_all(&class_file("org/springframework/boot/SpringApplication"))?;
    let library = library.finish()?.into_inner();

    let mut jar = ZipWriter::new(Cursor::new(Vec::new()));
    for directory in ["META-INF/", "org/", "BOOT-INF/", "BOOT-INF/classes/", "BOOT-INF/lib/"] {
        jar.add_directory(directory, stored())?;
    }
    jar.start_file("META-INF/MANIFEST.MF", deflated())?;
    jar.write_all(MANIFEST.as_bytes())?;
    for class in ["org/springframework/boot/loader/JarLauncher", "BOOT-INF/classes/com/example/todo/TodoApplication"] {
        jar.start_file(format!("{class}.class"), deflated())?;
        jar.write_all(&class_file(class.trim_start_matches("BOOT-INF/classes/")))?;
    }
    jar.start_file("BOOT-INF/classes/application.properties", deflated())?;
    jar.write_all(b"server.port=8080\nspring.application.name=todo\n")?;
    jar.start_file("BOOT-INF/lib/spring-boot-2.7.18.jar", stored())?;
    jar.write_all(&library)?;
    Ok(jar.finish()?.into_inner())
}

fn node_js() -> io::Result<Vec<u8>> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), flate2::Compression::default()));
    for (path, content) in [("package.json", PACKAGE_JSON), ("server.js", SERVER_JS), ("stop.js", STOP_JS)] {
        let mut header = tar::Header::new_ustar();
        header.set_size(u64::try_from(content.len()).map_err(io::Error::other)?);
        header.set_mode(0o644);
        archive.append_data(&mut header, path, content.as_bytes())?;
    }
    archive.into_inner()?.finish()
}

fn php() -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in [("_buildpack", BUILDPACK), ("public/index.php", INDEX_PHP)] {
        zip.start_file(path, deflated())?;
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The smallest class file of Java 8 (JVMS §4.1): a class that extends `java.lang.Object` and has no members.
fn class_file(name: &str) -> Vec<u8> {
    let mut class = vec![0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52, 0, 5];
    for (index, text) in [(2, name), (4, "java/lang/Object")] {
        class.extend([7, 0, index, 1]);
        class.extend(u16::try_from(text.len()).unwrap_or_default().to_be_bytes());
        class.extend(text.bytes());
    }
    // Public, itself, its parent; no interfaces, fields, methods, attributes.
    class.extend([0, 0x21, 0, 1, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0]);
    class
}

fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored)
}

fn deflated() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

const MANIFEST: &str = "Manifest-Version: 1.0\r
Main-Class: org.springframework.boot.loader.JarLauncher\r
Start-Class: com.example.todo.TodoApplication\r
Spring-Boot-Version: 2.7.18\r
Spring-Boot-Classes: BOOT-INF/classes/\r
Spring-Boot-Lib: BOOT-INF/lib/\r
Build-Jdk-Spec: 1.8\r
\r
";
const PACKAGE_JSON: &str = r#"{
  "name": "chat",
  "version": "1.0.0",
  "private": true,
  "scripts": {
    "start": "node server.js",
    "stop": "node stop.js"
  }
}
"#;
const SERVER_JS: &str = "\
const fs = require('fs');
const http = require('http');
fs.writeFileSync('server.pid', String(process.pid));
http.createServer((request, response) => response.end('hello')).listen(7001, '127.0.0.1');
";
const STOP_JS: &str = "\
const fs = require('fs');
process.kill(Number(fs.readFileSync('server.pid', 'utf8')));
";
const BUILDPACK: &str = "# directory that nginx serves\napp_entry=public\n";
const INDEX_PHP: &str = "<?php\necho 'hello';\n";
