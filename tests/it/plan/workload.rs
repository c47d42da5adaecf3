use cloudapp::plan::{Gb, Iops, Micros, PerSecond, Permille, Workload};

#[test]
fn short_names_mean_the_same() {
    let long = r#"{"peak_requests_per_second": 1, "average_requests_per_second": 2, "cpu_microseconds_per_request": 3,
        "memory_mib_per_instance": 4, "database_connections_per_instance": 5, "database_iops": 6,
        "database_size_gb": 7, "survive_instance_loss": true}"#;
    let short = r#"{"peak_rps": 1, "average_rps": 2, "cpu_us_per_request": 3, "memory_mib": 4,
        "db_connections_per_instance": 5, "db_iops": 6, "db_size_gb": 7, "survive_one_loss": true}"#;
    let workload = Workload::from_json(long).unwrap();
    assert_eq!(workload, Workload::from_json(short).unwrap());
    assert_eq!(workload.peak_requests_per_second, Some(PerSecond(1)));
    assert_eq!(workload.cpu_microseconds_per_request, Some(Micros(3)));
    assert_eq!((workload.database_iops, workload.database_size_gb), (Some(Iops(6)), Some(Gb(7))));
    let json = serde_json::to_string(&workload).unwrap();
    assert_eq!(Workload::from_json(&json).unwrap(), workload);
}

#[test]
fn what_is_left_out_or_null_is_not_stated() {
    assert_eq!(Workload::from_json("{}").unwrap(), Workload::default());
    assert_eq!(Workload::from_json(r#"{"peak_rps": null}"#).unwrap(), Workload::default());
    assert_eq!(Workload::default().headroom(), Permille(200));
}

#[test]
fn refusals_name_the_field_and_the_line() {
    for (text, expected) in [
        (
            "{\n  \"peak_rps\": -5\n}",
            "peak_rps: line 2 column 16: invalid value: integer `-5`, expected a whole number from 0 to 2^64-1",
        ),
        (
            "{\"peak_rps\": 1.5}",
            "peak_rps: line 1 column 16: invalid type: floating point `1.5`, expected a whole number from 0 to 2^64-1",
        ),
        (
            "{\"peak_rps\": \"9\"}",
            "peak_rps: line 1 column 16: invalid type: string \"9\", expected a whole number from 0 to 2^64-1",
        ),
        (
            "{\"survive_one_loss\": 1}",
            "survive_one_loss: line 1 column 22: invalid type: integer `1`, expected a boolean",
        ),
        (
            "{\"peak_rps\": 18446744073709551616}",
            "peak_rps: line 1 column 33: invalid type: floating point `1.8446744073709552e+19`, expected a whole number from 0 to 2^64-1",
        ),
        ("[1]", "line 1 column 1: expected a JSON object, which starts with {"),
        ("", "line 1 column 1: expected a JSON object, which starts with {"),
        ("{", "line 1 column 1: EOF while parsing an object"),
        ("{} x", "line 1 column 4: trailing characters"),
        ("{\"peak_rps\": 1, \"peak_requests_per_second\": 2}", "duplicate field `peak_requests_per_second`"),
    ] {
        let error = Workload::from_json(text).unwrap_err().to_string();
        assert!(error.contains(expected) || error == expected, "{text}: {error}");
    }
}

#[test]
fn an_unknown_field_is_refused_with_the_known_ones() {
    let error = Workload::from_json("{\n\"peak_rps\": 5,\n\"cpu_ms\": 3}").unwrap_err();
    assert_eq!((error.path(), error.line()), ("cpu_ms", 3));
    let text = error.to_string();
    for field in ["peak_requests_per_second", "memory_mib_per_instance", "survive_instance_loss", "headroom_permille"] {
        assert!(text.contains(&format!("`{field}`")), "{text}");
    }
}

#[test]
fn control_characters_of_a_name_are_escaped_in_a_refusal() {
    let error = Workload::from_json("{\"a\\u001b[2J\\u202e\": 5}").unwrap_err().to_string();
    assert!(error.contains(r"a\u{1b}[2J\u{202e}"), "{error}");
    assert!(!error.contains('\u{1b}') && !error.contains('\u{202e}'), "{error}");
}
