//! No text makes the check panic, for an old and a new nginx; the first error is among those that are reported.
#![no_main]

use cloudapp::app::NginxVersion;
use cloudapp::diagnostic::{Findings, Levels};
use cloudapp::nginx::{Check, Config, Target};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let config = Config::parse(text);
    for version in [NginxVersion::new(1, 22, 1), NginxVersion::new(1, 31, 5)] {
        let levels = Levels::default();
        let mut findings = Findings::new(&levels);
        let first = Check::new(&Target::of(version)).run(&config, &mut findings);
        assert_eq!(first.is_some(), findings.finish().has_errors());
    }
});
