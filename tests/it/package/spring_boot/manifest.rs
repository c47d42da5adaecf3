use super::jar::Jar;
use cloudapp::package::spring_boot::{Manifest, ManifestFault};
use proptest::prelude::*;

/// One manifest a line, with the escapes of a Java string.
const MANIFESTS: &str = include_str!("../../../corpus/spring_boot/manifests.txt");
/// What JDK 17 makes of each; `Manifests.java` beside it records them.
const ANSWERS: &str = include_str!("../../../corpus/spring_boot/manifests.jdk17.txt");

fn unescape(line: &str) -> String {
    let mut text = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        text.push(match character {
            '\\' => match characters.next().unwrap() {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                other => panic!("\\{other} is no escape of the corpus"),
            },
            other => other,
        });
    }
    text
}

fn fault(text: &str) -> (usize, ManifestFault) {
    let error = Manifest::parse(text.as_bytes()).unwrap_err();
    (error.line, error.fault)
}

#[test]
fn manifests_read_as_the_jdk_reads_them() {
    let mut compared = 0;
    for (line, answer) in MANIFESTS.split_terminator('\n').zip(ANSWERS.split_terminator('\n')) {
        let ours = match Manifest::parse(unescape(line).as_bytes()) {
            Ok(manifest) => match manifest.get("Main-Class") {
                Some(attribute) => format!("value {}", attribute.value()),
                None => "none".to_owned(),
            },
            Err(_) => "refused".to_owned(),
        };
        assert_eq!(ours, answer, "{line}");
        compared += 1;
    }
    assert_eq!(compared, 103, "the baseline is cut");
}

#[test]
fn a_fault_says_where_and_what_it_is() {
    assert_eq!(fault("\u{feff}Main-Class: a\n"), (1, ManifestFault::ByteOrderMark));
    assert_eq!(fault("A: 1\nMain-Class:a\n"), (2, ManifestFault::NoSeparator));
    assert_eq!(fault(" a: 1\n"), (1, ManifestFault::Continuation));
    assert_eq!(fault("A: 1\nB c: 1\n"), (2, ManifestFault::Name));
    assert_eq!(fault("A: 1\n\nB: 1\n"), (3, ManifestFault::Section));
    assert_eq!(fault(&format!("A: 1\n\nName: b\nC: {}\n", "x".repeat(600))), (4, ManifestFault::Length));
}

#[test]
fn the_span_of_a_value_reaches_over_its_continuation_lines() {
    let text = b"A: 1\r\nMain-Class: org.exam\r\n ple.App\r\nB: 2\r\n";
    let manifest = Manifest::parse(text).unwrap();
    let attribute = manifest.get("main-class").unwrap();
    assert_eq!(attribute.value(), "org.example.App");
    assert_eq!(&text[attribute.span()], b"org.exam\r\n ple.App");
}

#[test]
fn a_last_line_without_a_line_end_is_known_to_be_dropped() {
    let text = b"A: 1\nMain-Class: a";
    let manifest = Manifest::parse(text).unwrap();
    assert_eq!(manifest.get("Main-Class"), None);
    assert_eq!(&text[manifest.dropped().unwrap()], b"Main-Class: a");
}

#[test]
fn a_last_continuation_of_a_main_attribute_needs_its_line_end_for_java_jar() {
    let rules = |text: &str| Jar::boot("2.7.18").manifest(&format!("{MAIN}{text}")).rules();
    assert_eq!(rules("X: a\n b\n"), Vec::<&str>::new());
    assert_eq!(rules("X: a\n b"), ["spring-boot/manifest-invalid"]);
    // `java -jar` reads no sections, and `java.util.jar.Manifest` drops the line.
    assert_eq!(rules("\nName: a\nX: a\n b"), Vec::<&str>::new());
}

const MAIN: &str = "Main-Class: org.springframework.boot.loader.JarLauncher\nStart-Class: com.example.App\n";

proptest! {
    #[test]
    fn no_bytes_panic_and_spans_stay_inside(text in proptest::collection::vec(prop_oneof![
        Just(b"\n".to_vec()), Just(b"\r\n".to_vec()), Just(b" ".to_vec()), Just(b"Name: ".to_vec()),
        Just(b"Main-Class: ".to_vec()), Just(b"a".to_vec()), any::<[u8; 3]>().prop_map(|bytes| bytes.to_vec()),
        Just(vec![b'x'; 500]),
    ], 0..40)) {
        let text = text.concat();
        match Manifest::parse(&text) {
            Ok(manifest) => {
                for attribute in manifest.attributes() {
                    prop_assert!(text.get(attribute.span()).is_some());
                }
            }
            Err(error) => prop_assert!(text.get(error.span).is_some()),
        }
    }

    #[test]
    fn a_value_written_in_lines_of_72_bytes_reads_back(value in "[ -~]{1,300}") {
        let line = format!("Main-Class: {value}");
        let mut text = String::new();
        for (index, character) in line.chars().enumerate() {
            if index > 0 && index % 71 == 0 && index > 12 {
                text.push_str("\r\n ");
            }
            text.push(character);
        }
        let manifest = Manifest::parse(format!("{text}\r\n").as_bytes()).unwrap();
        prop_assert_eq!(manifest.get("Main-Class").unwrap().value(), value);
    }
}
