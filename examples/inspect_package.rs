//! Inspects a package that is in memory and prints what would go wrong, with how to fix it.
#![allow(clippy::print_stdout, reason = "an example shows its result")]

use std::io::{self, Write};

use cloudapp::app::{Framework, Policy};
use cloudapp::diagnostic::{Language, render};
use cloudapp::package::Inspector;
use flate2::{Compression, write::GzEncoder};

fn main() -> io::Result<()> {
    let upload = packed(&[("app/package.json", "{\"name\": \"shop\"}"), ("app/server.js", "")])?;
    let policy = Policy::default();
    let inspector = Inspector::new(&policy).framework(Framework::NodeJs).file_name("shop.tgz");
    match inspector.inspect_bytes(&upload) {
        Ok(accepted) => println!("accepted: {:?}", accepted.value().facts),
        Err(rejected) => print!("{}", render::text(rejected.report(), "shop.tgz", Language::English)),
    }
    Ok(())
}

fn packed(files: &[(&str, &str)]) -> io::Result<Vec<u8>> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
    for (path, content) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(u64::try_from(content.len()).map_err(io::Error::other)?);
        header.set_mode(0o644);
        archive.append_data(&mut header, path, content.as_bytes())?;
    }
    let mut gzip = archive.into_inner()?;
    gzip.flush()?;
    gzip.finish()
}
