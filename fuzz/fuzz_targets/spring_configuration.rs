//! No files make the evaluation of a Spring Boot configuration panic. The first byte chooses the files' names.
#![no_main]

use cloudapp::package::spring_boot::Configuration;
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 7] = [
    "application.properties",
    "application.yml",
    "application.xml",
    "config/application.yaml",
    "application-prod.properties",
    "bootstrap.yml",
    "a.yml",
];

fuzz_target!(|input: &[u8]| {
    let Some((choice, text)) = input.split_first() else { return };
    let (one, other) = text.split_at(text.iter().position(|byte| *byte == 0xff).unwrap_or(text.len()));
    let names = [NAMES[usize::from(*choice) % 7], NAMES[usize::from(*choice) / 7 % 7]];
    for version in [None, "2.2.0".parse().ok(), "2.4.0".parse().ok()] {
        let configuration = Configuration::read([(names[0], one), (names[1], other)], version.as_ref());
        for profiles in [&[][..], &["prod".to_owned()][..]] {
            let environment = configuration.environment(profiles);
            let _ = (environment.get("server.port"), environment.below("server.ssl"));
            let _ = (environment.imported_above("server.port"), environment.refused());
        }
    }
});
