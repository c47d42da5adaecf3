//! Packages for the tests to upload.

use flate2::Compression;
use flate2::write::GzEncoder;

/// A Node.js package that may be released.
pub fn node() -> Vec<u8> {
    tgz(&[
        (
            "package.json",
            r#"{"name":"chat","version":"1.0.0","scripts":{"start":"node server.js","stop":"node stop.js"}}"#,
        ),
        ("server.js", "require('http').createServer((request, response) => response.end('hello')).listen(7001)"),
        ("stop.js", "process.exit()"),
    ])
}

pub fn tgz(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
    for (path, content) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(u64::try_from(content.len()).unwrap());
        header.set_mode(0o644);
        archive.append_data(&mut header, path, content.as_bytes()).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap()
}
