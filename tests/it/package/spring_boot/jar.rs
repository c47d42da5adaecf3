//! JARs built from a list of what they hold.

use std::io::{Cursor, Write};

use cloudapp::app::Policy;
use cloudapp::diagnostic::{Diagnostic, Language, Report};
use cloudapp::package::{Inspected, Inspector};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::chinese::assert_chinese;

pub const SPRING_APPLICATION: &str = "org/springframework/boot/SpringApplication";

/// Entries of a JAR in their order.
#[derive(Clone)]
pub struct Jar {
    pub entries: Vec<(String, Vec<u8>, CompressionMethod)>,
    /// Whether it has a zip64 end record, though it needs none.
    pub zip64: bool,
}

impl Jar {
    pub fn empty() -> Self {
        Self { entries: Vec::new(), zip64: false }
    }

    /// What `bootJar` writes for a small application of this version of Spring Boot, which is to be accepted.
    pub fn boot(version: &str) -> Self {
        let new = matches!(version.split_once('.'), Some((major, _)) if major.parse::<u32>().unwrap() > 2);
        let launcher = if new { "org.springframework.boot.loader.launch" } else { "org.springframework.boot.loader" };
        let directory = launcher.replace('.', "/");
        Self::empty()
            .directory("META-INF/")
            .file(
                "META-INF/MANIFEST.MF",
                format!(
                    "Manifest-Version: 1.0\r\nMain-Class: {launcher}.JarLauncher\r\nStart-Class: com.example.App\r\n\
                     Spring-Boot-Version: {version}\r\nSpring-Boot-Classes: BOOT-INF/classes/\r\n\
                     Spring-Boot-Lib: BOOT-INF/lib/\r\nBuild-Jdk-Spec: 1.8\r\n\r\n"
                ),
            )
            .class(&format!("{directory}/JarLauncher.class"), if new { 61 } else { 52 })
            .directory("BOOT-INF/")
            .directory("BOOT-INF/classes/")
            .class("BOOT-INF/classes/com/example/App.class", 52)
            .directory("BOOT-INF/lib/")
            .stored(&format!("BOOT-INF/lib/spring-boot-{version}.jar"), Self::empty().file("a", "b").bytes())
    }

    pub fn file(mut self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.entries.push((path.to_owned(), content.as_ref().to_vec(), CompressionMethod::Deflated));
        self
    }

    pub fn stored(mut self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.entries.push((path.to_owned(), content.as_ref().to_vec(), CompressionMethod::Stored));
        self
    }

    pub fn directory(self, path: &str) -> Self {
        assert!(path.ends_with('/'));
        self.stored(path, "")
    }

    pub fn class(self, path: &str, major: u16) -> Self {
        self.preview_class(path, major, 0)
    }

    pub fn preview_class(self, path: &str, major: u16, minor: u16) -> Self {
        self.file(path, [&[0xca, 0xfe, 0xba, 0xbe][..], &minor.to_be_bytes(), &major.to_be_bytes(), b"rest"].concat())
    }

    /// A class of Java 8 that refers to other classes: `org/example/B`.
    pub fn naming(self, path: &str, classes: &[&str]) -> Self {
        let mut class = b"\xca\xfe\xba\xbe\0\0\0\x34".to_vec();
        // Each takes two constants, after one of eight bytes, which takes two itself.
        class.extend((1 + 2 + 2 * u16::try_from(classes.len()).unwrap()).to_be_bytes());
        class.extend(b"\x05\0\0\0\0\0\0\0\x01");
        for (name, index) in classes.iter().zip((3_u16..).step_by(2)) {
            class.push(1);
            class.extend(u16::try_from(name.len()).unwrap().to_be_bytes());
            class.extend(name.as_bytes());
            class.push(if name.contains('.') { 8 } else { 7 });
            class.extend(index.to_be_bytes());
        }
        self.file(path, class)
    }

    /// What a shading plug-in makes of an application that calls `SpringApplication`, to be accepted.
    pub fn shaded() -> Self {
        Self::empty()
            .manifest("Main-Class: com.example.App\n")
            .naming("com/example/App.class", &["java/lang/Object", SPRING_APPLICATION])
            .class(&format!("{SPRING_APPLICATION}.class"), 52)
            .class("org/springframework/boot/autoconfigure/EnableAutoConfiguration.class", 52)
            .class("org/springframework/boot/autoconfigure/web/WebAutoConfiguration.class", 52)
            .file(
                "META-INF/spring.factories",
                "a.B=c.D\norg.springframework.boot.autoconfigure.EnableAutoConfiguration=\\\n\
                 org.springframework.boot.autoconfigure.web.WebAutoConfiguration,\\\nx.Y\n",
            )
    }

    pub fn manifest(self, text: &str) -> Self {
        self.without("META-INF/MANIFEST.MF").file("META-INF/MANIFEST.MF", text)
    }

    /// The manifest with `from` replaced.
    pub fn manifest_with(self, from: &str, to: &str) -> Self {
        let text = self.entries.iter().find(|(path, ..)| path == "META-INF/MANIFEST.MF").unwrap().1.clone();
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains(from), "{from}");
        self.manifest(&text.replace(from, to))
    }

    pub fn without(mut self, path: &str) -> Self {
        self.entries.retain(|(other, ..)| other != path);
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, content, method) in &self.entries {
            let options = SimpleFileOptions::default().compression_method(*method);
            if path.ends_with('/') {
                writer.add_directory(path.as_str(), options).unwrap();
            } else {
                writer.start_file(path.as_str(), options).unwrap();
                writer.write_all(content).unwrap();
            }
        }
        let bytes = writer.finish().unwrap().into_inner();
        if self.zip64 { with_zip64(bytes) } else { bytes }
    }

    pub fn zip64(self) -> Self {
        Self { zip64: true, ..self }
    }

    pub fn inspect(&self) -> Inspected {
        self.inspect_under(&Policy::default())
    }

    pub fn inspect_under(&self, policy: &Policy) -> Inspected {
        Inspector::new(policy).inspect_bytes(&self.bytes())
    }

    /// Ids of the rules that find something.
    pub fn rules(&self) -> Vec<&'static str> {
        report(&self.inspect()).diagnostics().iter().map(|diagnostic| diagnostic.rule().id).collect()
    }
}

/// An archive with a zip64 record and its locator before the end record.
fn with_zip64(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.split_off(bytes.len() - 22);
    let number = |at: usize| u64::from(u32::from_le_bytes(*end[at..].first_chunk().unwrap()));
    let count = number(8) & 0xffff;
    let start = bytes.len() as u64;
    bytes.extend(b"PK\x06\x06");
    bytes.extend(44_u64.to_le_bytes());
    bytes.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for value in [count, count, number(12), number(16)] {
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend(b"PK\x06\x07\0\0\0\0");
    bytes.extend(start.to_le_bytes());
    bytes.extend(1_u32.to_le_bytes());
    [bytes, end].concat()
}

#[track_caller]
pub fn report(inspected: &Inspected) -> &Report {
    assert_chinese(Report::of(inspected));
    Report::of(inspected)
}

pub fn lines(inspected: &Inspected) -> Vec<String> {
    report(inspected).diagnostics().iter().map(line).collect()
}

fn line(diagnostic: &Diagnostic) -> String {
    let location = diagnostic.location();
    let place = location.line().map(|line| format!(":{line}:{}", location.column().unwrap())).unwrap_or_default();
    format!(
        "{} {} {}{place}: {}",
        diagnostic.severity(),
        diagnostic.rule().id,
        location.entry_name().unwrap_or_default(),
        diagnostic.message(Language::English)
    )
}
