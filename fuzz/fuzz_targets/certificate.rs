//! No two files make the inspection of a certificate panic. The input is cut at the first byte 0xff.
#![no_main]

use cloudapp::app::Policy;
use cloudapp::certificate::{File, Use, inspect};
use cloudapp::diagnostic::{Language, render};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let (certificate, key) = input.split_at(input.iter().position(|byte| *byte == 0xff).unwrap_or(input.len()));
    let purpose = Use { domains: vec!["www.example.com".parse().unwrap()], at: "2026-01-01".parse().ok() };
    let chain = File { name: "chain.pem", bytes: certificate };
    let inspection = inspect(chain, File { name: "a.key", bytes: key }, &purpose, &Policy::default());
    assert_eq!(render::text(inspection.report(), "", Language::Chinese).is_empty(), inspection.report().is_empty());
});
