//! Packages of every framework, as small or as large as a test asks for.

use std::io::{self, Cursor, Read, Seek, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A Node.js package that may be released, with `noise` bytes of noise in it, stored.
pub fn node<W: Write>(output: W, noise: u64) -> W {
    let mut archive = tar::Builder::new(GzEncoder::new(output, Compression::none()));
    for (path, content) in [("package.json", PACKAGE_JSON), ("server.js", "listen(7001)"), ("stop.js", "exit()")] {
        append(&mut archive, path, content.len().try_into().unwrap(), content.as_bytes());
    }
    append(&mut archive, "public/noise.bin", noise, Noise(1).take(noise));
    archive.into_inner().unwrap().finish().unwrap()
}

fn append<W: Write>(archive: &mut tar::Builder<W>, path: &str, size: u64, content: impl Read) {
    let mut header = tar::Header::new_ustar();
    header.set_size(size);
    header.set_mode(0o644);
    archive.append_data(&mut header, path, content).unwrap();
}

/// Bytes that look like chance: the generator `SplitMix64`.
pub struct Noise(pub u64);

impl Read for Noise {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        for bytes in buffer.chunks_mut(8) {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            bytes.copy_from_slice(&(mixed ^ (mixed >> 27)).to_le_bytes()[..bytes.len()]);
        }
        Ok(buffer.len())
    }
}

/// A tgz whose one file is `size` bytes of zeros.
pub fn bomb(size: u64) -> Vec<u8> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::best()));
    append(&mut archive, "zeros", size, io::repeat(0).take(size));
    archive.into_inner().unwrap().finish().unwrap()
}

/// A JAR as Spring Boot packs it, with `libraries` stored libraries of `size` bytes each, and `classes` small ones of its
/// own.
pub fn spring_boot<W: Write + Seek>(output: W, libraries: (usize, usize), classes: usize) -> W {
    spring_boot_with(output, libraries, (classes, 0))
}

/// The same with `noise` bytes in each of its own classes.
pub fn spring_boot_with<W: Write + Seek>(
    output: W,
    (libraries, size): (usize, usize),
    (classes, noise): (usize, u64),
) -> W {
    let mut jar = ZipWriter::new(output);
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let deflated = stored.compression_method(CompressionMethod::Deflated);
    for directory in ["META-INF/", "org/", "BOOT-INF/", "BOOT-INF/classes/", "BOOT-INF/lib/"] {
        jar.add_directory(directory, stored).unwrap();
    }
    let mut file = |name: &str, options, content: &[u8]| {
        jar.start_file(name, options).unwrap();
        jar.write_all(content).unwrap();
    };
    file("META-INF/MANIFEST.MF", deflated, MANIFEST.as_bytes());
    file(
        "org/springframework/boot/loader/JarLauncher.class",
        deflated,
        &class("org/springframework/boot/loader/JarLauncher"),
    );
    file("BOOT-INF/classes/application.properties", deflated, b"server.port=8080\n");
    file("BOOT-INF/classes/shop/Shop.class", deflated, &class("shop/Shop"));
    for number in 0..classes {
        let mut content = class(&format!("shop/Part{number}"));
        Noise(number.try_into().unwrap()).take(noise).read_to_end(&mut content).unwrap();
        file(&format!("BOOT-INF/classes/shop/Part{number}.class"), deflated, &content);
    }
    let library = library(size);
    for number in 0..libraries {
        file(&format!("BOOT-INF/lib/library{number}-1.0.jar"), stored, &library);
    }
    jar.finish().unwrap()
}

/// A JAR with `size` bytes in it.
fn library(size: usize) -> Vec<u8> {
    let mut jar = ZipWriter::new(Cursor::new(Vec::new()));
    jar.start_file("data.bin", SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).unwrap();
    jar.write_all(&vec![0x55; size]).unwrap();
    jar.finish().unwrap().into_inner()
}

/// The smallest class file of Java 8 (JVMS §4.1): a class that extends `java.lang.Object` and has no members.
fn class(name: &str) -> Vec<u8> {
    let mut class = vec![0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52, 0, 5];
    for (index, text) in [(2, name), (4, "java/lang/Object")] {
        class.extend([7, 0, index, 1]);
        class.extend(u16::try_from(text.len()).unwrap().to_be_bytes());
        class.extend(text.bytes());
    }
    class.extend([0, 0x21, 0, 1, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0]);
    class
}

const PACKAGE_JSON: &str =
    r#"{"name":"chat","version":"1.0.0","scripts":{"start":"node server.js","stop":"node stop.js"}}"#;
const MANIFEST: &str = "Manifest-Version: 1.0\r
Main-Class: org.springframework.boot.loader.JarLauncher\r
Start-Class: shop.Shop\r
Spring-Boot-Version: 2.7.18\r
Spring-Boot-Classes: BOOT-INF/classes/\r
Spring-Boot-Lib: BOOT-INF/lib/\r
Build-Jdk-Spec: 1.8\r
\r
";
