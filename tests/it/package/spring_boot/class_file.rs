use cloudapp::package::spring_boot::{BootVersion, ClassVersion};

/// Major version and Java, as the JVM specification pairs them.
const MAJORS: [(u16, u16); 14] = [
    (45, 1),
    (48, 4),
    (49, 5),
    (50, 6),
    (51, 7),
    (52, 8),
    (53, 9),
    (55, 11),
    (61, 17),
    (65, 21),
    (66, 22),
    (69, 25),
    (70, 26),
    (71, 27),
];

fn header(major: u16, minor: u16) -> Vec<u8> {
    [&[0xca, 0xfe, 0xba, 0xbe][..], &minor.to_be_bytes(), &major.to_be_bytes()].concat()
}

#[test]
fn the_major_version_tells_the_java() {
    for (major, java) in MAJORS {
        let version = ClassVersion::of(&header(major, 0)).unwrap();
        assert_eq!((version.major, version.java(), version.is_preview()), (major, Some(java), false));
    }
}

#[test]
fn a_minor_version_of_65535_is_a_preview_since_java_12() {
    assert!(ClassVersion::of(&header(61, 65535)).unwrap().is_preview());
    assert!(!ClassVersion::of(&header(45, 65535)).unwrap().is_preview());
}

#[test]
fn what_is_no_class_has_no_version() {
    for head in [&b""[..], b"\xca\xfe\xba\xbe\x00\x00\x00", b"PK\x03\x04\x00\x00\x00\x34"] {
        assert_eq!(ClassVersion::of(head), None);
    }
}

#[test]
fn each_line_of_spring_boot_asks_for_its_java() {
    for (version, java) in [
        ("1.0.0.RELEASE", (6, None)),
        ("1.5.22.RELEASE", (7, None)),
        ("2.0.0.M1", (8, Some(9))),
        ("2.7.18", (8, Some(21))),
        ("3.0.0", (17, Some(21))),
        ("3.5.7", (17, Some(25))),
        ("4.1.0", (17, Some(26))),
        ("4.2.0-SNAPSHOT", (17, None)),
        ("9.0.0", (17, None)),
    ] {
        assert_eq!(version.parse::<BootVersion>().unwrap().java(), java, "{version}");
    }
    for text in ["", "2", "a.b", "${spring.boot.version}", "-1.0", "2.x"] {
        assert!(text.parse::<BootVersion>().is_err(), "{text}");
    }
}
