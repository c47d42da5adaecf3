//! Checks an uploaded certificate before it is accepted, and prints what is wrong with it.
#![allow(clippy::print_stdout, reason = "an example shows its result")]

use cloudapp::app::Policy;
use cloudapp::certificate::{File, Use, inspect};
use cloudapp::diagnostic::{Language, render};

fn main() {
    let chain = File { name: "cert.pem", bytes: b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n" };
    let key = File { name: "cert.key", bytes: b"" };
    let inspection = inspect(chain, key, &Use::default(), &Policy::default());
    print!("{}", render::text(inspection.report(), "upload", Language::English));
}
