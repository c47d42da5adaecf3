use cloudapp::diagnostic::Language;
use cloudapp::plan::{Gb, Iops, Micros, Permille, Rate, Workload};

#[test]
fn short_names_mean_the_same() {
    let long = r#"{"peak_requests_per_second": 1, "average_requests_per_second": 2, "cpu_microseconds_per_request": 3,
        "memory_mib_per_instance": 4, "database_connections_per_instance": 5, "database_iops": 6,
        "database_size_gb": 7, "survive_instance_loss": true}"#;
    let short = r#"{"peak_rps": 1, "average_rps": 2, "cpu_us_per_request": 3, "memory_mib": 4,
        "db_connections_per_instance": 5, "db_iops": 6, "db_size_gb": 7, "survive_one_loss": true}"#;
    let workload = Workload::from_json(long).unwrap();
    assert_eq!(workload, Workload::from_json(short).unwrap());
    assert_eq!(workload.peak_requests_per_second, Some(Rate::per_second(1)));
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
        ("{\n  \"peak_rps\": -5\n}", "peak_rps: line 2 column 16: -5 is below 0, expected a number from 0 up"),
        ("{\"peak_rps\": -0.5}", "peak_rps: line 1 column 17: -0.5 is below 0, expected a number from 0 up"),
        ("{\"peak_rps\": \"9\"}", "peak_rps: line 1 column 16: \"9\" is text; write 9 without quotes, as a number"),
        (
            "{\"survive_one_loss\": 1}",
            "survive_one_loss: line 1 column 22: 1 is neither true nor false; write either, without quotes",
        ),
        (
            "{\"peak_rps\": 18446744073709551616}",
            "peak_rps: line 1 column 33: 18446744073709552000 is too large for a demand, expected a number up to 2^64-1",
        ),
        ("{\"db_iops\": \"many\"}", "\"many\" is no number, expected one such as 20 or 0.5"),
        ("{\"db_iops\": [1]}", "a list is no number, expected one such as 20 or 0.5"),
        ("{\"db_iops\": {}}", "an object is no number, expected one such as 20 or 0.5"),
        ("{\"db_iops\": true}", "true is no number, expected one such as 20 or 0.5"),
        (
            "{\"headroom_permille\": 3001}",
            "3001 thousandths are more headroom than any plan leaves; 200 is a fifth of the demand, and 3000 the most",
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
fn a_fraction_is_rounded_up_to_a_thousandth_or_to_a_whole() {
    let read = |rate: &str| {
        let workload = Workload::from_json(&format!(r#"{{"average_rps": {rate}, "db_size_gb": {rate}}}"#)).unwrap();
        (workload.average_requests_per_second.unwrap().0, workload.database_size_gb.unwrap().0)
    };
    for (rate, thousandths, whole) in [
        ("0.1", 100, 1),
        ("0", 0, 0),
        ("-0.0", 0, 0),
        ("2.0", 2_000, 2),
        ("0.0001", 1, 1),
        ("0.9999", 1_000, 1),
        ("1e2", 100_000, 100),
    ] {
        assert_eq!(read(rate), (thousandths, whole), "{rate}");
    }
}

#[test]
fn a_rate_is_written_as_it_was_read() {
    let text = r#"{"peak_requests_per_second":5,"average_requests_per_second":0.125}"#;
    let workload = Workload::from_json(text).unwrap();
    let json = serde_json::to_value(&workload).unwrap();
    assert_eq!(json["peak_requests_per_second"].to_string(), "5");
    assert_eq!(json["average_requests_per_second"].to_string(), "0.125");
    assert_eq!(Workload::from_json(&json.to_string()).unwrap(), workload);
}

#[test]
fn a_byte_order_mark_is_skipped() {
    assert!(Workload::from_json("\u{feff}{\"peak_rps\": 5}").is_ok());
}

#[test]
fn an_unknown_field_is_refused_with_the_one_that_is_meant() {
    for (field, meant) in [
        ("peak_rsp", "peak_requests_per_second"),
        ("qps", "peak_requests_per_second"),
        ("avg_rps", "average_requests_per_second"),
        ("cpu_ms", "cpu_microseconds_per_request"),
        ("ram_mb", "memory_mib_per_instance"),
        ("db_size", "database_size_gb"),
        ("headroom", "headroom_permille"),
    ] {
        let error = Workload::from_json(&format!("{{\n\"peak_rps\": 5,\n\"{field}\": 3}}")).unwrap_err();
        assert_eq!((error.path(), error.line()), (field, 3));
        let text = error.to_string();
        assert!(text.ends_with(&format!("unknown field `{field}`, did you mean `{meant}`?")), "{text}");
    }
}

#[test]
fn a_field_like_no_other_is_refused_with_all_of_them() {
    let error = Workload::from_json("{\"colour\": 5}").unwrap_err().to_string();
    for field in Workload::fields() {
        assert!(error.contains(field), "{error}");
    }
}

#[test]
fn the_fields_are_those_that_are_written() {
    let json = serde_json::to_value(Workload::default()).unwrap();
    let mut written: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    let mut named: Vec<&str> = Workload::fields().collect();
    written.sort_unstable();
    named.sort_unstable();
    assert_eq!(named, written);
}

#[test]
fn refusals_are_chinese_in_chinese() {
    for (text, expected) in [
        ("{\"peak_rps\": \"5\"}", "peak_rps：第 1 行第 16 列：\"5\" 是文本，应为数字；请写成 5，不加引号"),
        (
            "{\"headroom_permille\": 9999}",
            "headroom_permille：第 1 行第 27 列：余量 9999‰ 过大；200 表示需求的五分之一，最大为 3000",
        ),
        (
            "{\"survive_one_loss\": \"yes\"}",
            "survive_one_loss：第 1 行第 26 列：\"yes\" 不是 true 或 false；请填写其一，不加引号",
        ),
        ("{\"qps\": 5}", "qps：第 1 行第 6 列：未知字段 `qps`，您要的是 `peak_requests_per_second` 吗？"),
    ] {
        assert_eq!(Workload::from_json(text).unwrap_err().message(Language::Chinese), expected);
    }
}

#[test]
fn control_characters_of_a_name_are_escaped_in_a_refusal() {
    let error = Workload::from_json("{\"a\\u001b[2J\\u202e\": 5}").unwrap_err().to_string();
    assert!(error.contains(r"a\u{1b}[2J\u{202e}"), "{error}");
    assert!(!error.contains('\u{1b}') && !error.contains('\u{202e}'), "{error}");
}
