//! Reading archives, beside the crates that read them too: same inputs, results asserted.
//!
//! `cargo bench --bench archive`
#![allow(
    clippy::as_conversions,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::cast_possible_truncation,
    clippy::disallowed_types,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::wildcard_imports,
    missing_docs,
    unreachable_pub,
    reason = "a benchmark"
)]

use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::sync::LazyLock;

use cloudapp::app::Container;
use cloudapp::diagnostic::{Findings, Levels};
use cloudapp::package::archive::{self, Entry, Integrity, Options, Summary, Visitor, Want};
use divan::{Bencher, counter::BytesCount, counter::ItemsCount};
use flate2::{Decompress, FlushDecompress};

#[path = "../tests/it/support/tar.rs"]
#[allow(dead_code, reason = "a builder can more")]
mod tar_builder;
#[path = "support/words.rs"]
mod text;
#[path = "../tests/it/support/zip.rs"]
#[allow(dead_code, reason = "a builder can more")]
mod zip_builder;

use tar_builder::TarHeader;
use text::words;
use zip_builder::{Zip, ZipEntry};

fn main() {
    divan::main();
}

/// A JAR of 60,000 classes and their directories.
static JAR: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut zip = Zip::new().file("META-INF/MANIFEST.MF", "Main-Class: a.B\n");
    for number in 0..CLASSES {
        if number % 100 == 0 {
            zip = zip.directory(format!("com/example/module{:03}/", number / 100));
        }
        let name = format!("com/example/module{:03}/Class{number:05}.class", number / 100);
        let mut content = vec![0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52];
        content.extend(words(number as u32, 900));
        zip.entries.push(ZipEntry::deflated(name, content));
    }
    zip.build()
});

/// A fat JAR of 165 MB: 300 stored libraries.
static FAT_JAR: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let library = vec![0x55; 550_000];
    let mut zip = Zip::new().file("META-INF/MANIFEST.MF", "Main-Class: a.B\n").directory("BOOT-INF/classes/");
    for number in 0..300 {
        zip.entries.push(ZipEntry::stored(format!("BOOT-INF/lib/library-{number}.jar"), &library));
        let class = words(number, 3_000);
        zip.entries.push(ZipEntry::deflated(format!("BOOT-INF/classes/Class{number}.class"), class));
    }
    zip.build()
});

/// A tgz of 48,000 files, 360 MB unpacked.
static TGZ: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(4));
    for number in 0..FILES {
        let name = format!("./node_modules/package-{}/lib/file-{number}.js", number / 40);
        let content = words(number as u32, 6_800);
        let header = TarHeader::new(b'0', name.as_bytes(), content.len() as u64);
        io::copy(&mut &header.bytes()[..], &mut encoder).unwrap();
        io::copy(&mut &content[..], &mut encoder).unwrap();
        let padding = content.len().next_multiple_of(512) - content.len();
        io::copy(&mut &[0; 512][..padding], &mut encoder).unwrap();
    }
    io::copy(&mut &[0; 1024][..], &mut encoder).unwrap();
    encoder.finish().unwrap()
});

const CLASSES: usize = 60_000;
const FILES: usize = 48_000;
/// Classes, their directories and the manifest.
const ENTRIES: u64 = CLASSES as u64 + CLASSES as u64 / 100 + 1;

/// Counts entries and what it sees of them.
struct Count {
    want: Want,
    majors: u64,
}

impl Visitor for Count {
    fn entry(&mut self, entry: &Entry) -> Want {
        if self.want == Want::Head(8) && !entry.path.as_str().ends_with(".class") { Want::Nothing } else { self.want }
    }

    fn content(&mut self, _: &Entry, bytes: &[u8]) {
        self.majors += bytes.get(7).copied().map_or(0, u64::from);
    }
}

fn ours<R: Read + Seek>(source: R, container: Container, integrity: Integrity, want: Want) -> (Summary, u64) {
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);
    let mut count = Count { want, majors: 0 };
    let options = Options::new(container).with_integrity(integrity);
    let outcome = archive::read(source, &options, &mut count, &mut findings).unwrap();
    assert!(findings.finish().is_empty());
    (outcome.summary().unwrap().clone(), count.majors)
}

fn ours_bytes(bytes: &[u8], want: Want) -> (Summary, u64) {
    let levels = Levels::default();
    let mut findings = Findings::new(&levels);
    let mut count = Count { want, majors: 0 };
    let options = Options::new(Container::Jar).with_integrity(Integrity::Directory);
    let outcome = archive::read_bytes(bytes, &options, &mut count, &mut findings);
    assert!(findings.finish().is_empty());
    (outcome.summary().unwrap().clone(), count.majors)
}

mod list_60k {
    use super::*;

    #[divan::bench(name = "ours, all checks")]
    fn ours(bencher: Bencher<'_, '_>) {
        let jar = &*JAR;
        bencher.counter(ItemsCount::new(ENTRIES)).bench(|| {
            assert_eq!(ours_bytes(jar, Want::Nothing).0.entries, ENTRIES);
        });
    }

    #[divan::bench]
    fn rawzip(bencher: Bencher<'_, '_>) {
        let jar = &*JAR;
        bencher.counter(ItemsCount::new(ENTRIES)).bench(|| {
            let archive = rawzip::ZipArchive::from_slice(jar).unwrap();
            let mut entries = archive.entries();
            let (mut count, mut size) = (0, 0);
            while let Some(entry) = entries.next_entry().unwrap() {
                count += 1;
                size += entry.uncompressed_size_hint() + entry.file_path().as_ref().len() as u64;
            }
            assert!(count == ENTRIES && size > 0);
        });
    }

    /// What a careful caller adds: every name normalised and kept, every local header looked at.
    #[divan::bench(name = "rawzip, names kept and local headers read")]
    fn rawzip_careful(bencher: Bencher<'_, '_>) {
        let jar = &*JAR;
        bencher.counter(ItemsCount::new(ENTRIES)).bench(|| {
            let archive = rawzip::ZipArchive::from_slice(jar).unwrap();
            let mut entries = archive.entries();
            let mut names = Vec::new();
            while let Some(entry) = entries.next_entry().unwrap() {
                names.push(entry.file_path().try_normalize().unwrap().as_ref().to_owned());
                assert!(archive.get_entry(entry.wayfinder()).is_ok());
            }
            assert_eq!(names.len() as u64, ENTRIES);
        });
    }

    #[divan::bench]
    fn rc_zip(bencher: Bencher<'_, '_>) {
        use rc_zip_sync::ReadZip;
        let jar = &JAR[..];
        bencher.counter(ItemsCount::new(ENTRIES)).bench(|| {
            assert_eq!(jar.read_zip().unwrap().entries().count() as u64, ENTRIES);
        });
    }

    #[divan::bench]
    fn zip(bencher: Bencher<'_, '_>) {
        let jar = &JAR[..];
        bencher.counter(ItemsCount::new(ENTRIES)).bench(|| {
            assert_eq!(::zip::ZipArchive::new(Cursor::new(jar)).unwrap().len() as u64, ENTRIES);
        });
    }
}

mod majors_60k {
    use super::*;

    const SUM: u64 = CLASSES as u64 * 52;

    #[divan::bench(name = "ours, all checks")]
    fn ours(bencher: Bencher<'_, '_>) {
        let jar = &*JAR;
        bencher.counter(ItemsCount::new(CLASSES)).bench(|| {
            assert_eq!(ours_bytes(jar, Want::Head(8)).1, SUM);
        });
    }

    #[divan::bench(name = "rawzip and one inflater")]
    fn rawzip(bencher: Bencher<'_, '_>) {
        let jar = &*JAR;
        bencher.counter(ItemsCount::new(CLASSES)).bench(|| {
            let archive = rawzip::ZipArchive::from_slice(jar).unwrap();
            let mut entries = archive.entries();
            let mut inflate = Decompress::new(false);
            let mut sum = 0;
            while let Some(entry) = entries.next_entry().unwrap() {
                if entry.file_path().as_ref().ends_with(b".class") {
                    let local = archive.get_entry(entry.wayfinder()).unwrap();
                    let mut head = [0; 8];
                    inflate.reset(false);
                    inflate.decompress(local.data(), &mut head, FlushDecompress::None).unwrap();
                    sum += u64::from(head[7]);
                }
            }
            assert_eq!(sum, SUM);
        });
    }

    #[divan::bench]
    fn zip(bencher: Bencher<'_, '_>) {
        let jar = &JAR[..];
        bencher.counter(ItemsCount::new(CLASSES)).bench(|| {
            let mut archive = ::zip::ZipArchive::new(Cursor::new(jar)).unwrap();
            let mut sum = 0;
            for index in 0..archive.len() {
                let mut file = archive.by_index(index).unwrap();
                if file.name().unwrap().ends_with(".class") {
                    let mut head = [0; 8];
                    file.read_exact(&mut head).unwrap();
                    sum += u64::from(head[7]);
                }
            }
            assert_eq!(sum, SUM);
        });
    }
}

mod fat_jar_165_mb {
    use super::*;

    struct Counting(Cursor<&'static [u8]>, u64);

    impl Read for Counting {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.0.read(buffer)?;
            self.1 += length as u64;
            Ok(length)
        }
    }

    impl Seek for Counting {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.0.seek(to)
        }
    }

    #[divan::bench(name = "ours, directory level, heads")]
    fn directory(bencher: Bencher<'_, '_>) {
        let jar = &FAT_JAR[..];
        bencher.bench(|| {
            let mut source = Counting(Cursor::new(jar), 0);
            assert_eq!(ours(&mut source, Container::Jar, Integrity::Directory, Want::Head(8)).0.entries, 602);
            assert!(source.1 * 50 < jar.len() as u64, "read {} of {}", source.1, jar.len());
        });
    }

    #[divan::bench(name = "ours, full level")]
    fn full(bencher: Bencher<'_, '_>) {
        let jar = &FAT_JAR[..];
        bencher.counter(BytesCount::new(jar.len())).bench(|| {
            ours(Cursor::new(jar), Container::Jar, Integrity::Full, Want::Nothing);
        });
    }
}

mod tgz_360_mb {
    use super::*;

    #[divan::bench(name = "ours, all checks")]
    fn ours(bencher: Bencher<'_, '_>) {
        let tgz = &TGZ[..];
        bencher.counter(ItemsCount::new(FILES)).bench(|| {
            let (summary, _) = super::ours(Cursor::new(tgz), Container::Tgz, Integrity::Full, Want::Nothing);
            assert_eq!(summary.files, FILES as u64);
        });
    }

    #[divan::bench(name = "flate2 and a bare header skip")]
    fn floor(bencher: Bencher<'_, '_>) {
        let tgz = &TGZ[..];
        bencher.counter(ItemsCount::new(FILES)).bench(|| {
            let mut tar = flate2::bufread::MultiGzDecoder::new(tgz);
            let mut buffer = vec![0; 1 << 16];
            let mut block = [0; 512];
            let mut files = 0;
            loop {
                tar.read_exact(&mut block).unwrap();
                if block[0] == 0 {
                    break;
                }
                files += 1;
                let octal = std::str::from_utf8(&block[124..135]).unwrap();
                let mut left = usize::from_str_radix(octal, 8).unwrap().next_multiple_of(512);
                while left > 0 {
                    let length = left.min(buffer.len());
                    tar.read_exact(&mut buffer[..length]).unwrap();
                    left -= length;
                }
            }
            io::copy(&mut tar, &mut io::sink()).unwrap();
            assert_eq!(files, FILES);
        });
    }

    #[divan::bench]
    fn tar(bencher: Bencher<'_, '_>) {
        let tgz = &TGZ[..];
        bencher.counter(ItemsCount::new(FILES)).bench(|| {
            let mut archive = ::tar::Archive::new(flate2::bufread::MultiGzDecoder::new(tgz));
            assert_eq!(archive.entries().unwrap().map(Result::unwrap).count(), FILES);
        });
    }
}
