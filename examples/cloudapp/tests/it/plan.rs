//! The contract of `cloudapp plan`.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::cli::{cloudapp, stdout};

/// A workload file of its own for each test.
struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("cloudapp-{}-{name}.json", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).unwrap();
    }
}

fn json_of(arguments: &[&str]) -> (Value, Option<i32>) {
    let output = cloudapp(arguments);
    (serde_json::from_str(&stdout(&output)).unwrap(), output.status.code())
}

const LARGE: &str = r#"{"peak_rps": 900, "average_rps": 100, "cpu_us_per_request": 5000, "memory_mib": 1024,
    "peak_connections": 100, "new_connections_per_second": 10, "db_connections_per_instance": 20, "db_iops": 100,
    "db_size_gb": 10}"#;

#[test]
fn a_size_names_verdict_tier_and_every_constraint() {
    let file = File::new("size", LARGE);
    let arguments = ["plan", "size", file.path(), "--tier", "starter", "--at", "2021-11-25", "--format", "json"];
    let (object, code) = json_of(&arguments);
    assert_eq!((object["verdict"].as_str(), object["tier"].as_str()), (Some("exceeds"), Some("starter")));
    assert_eq!(
        object["constraints"][0],
        json!({
            "dimension": "cpu", "unit": "mvCPU", "demand": 4500, "limit": 1000, "utilisation_permille": 4500,
            "verdict": "exceeds", "source": "product guide §1.2", "as_of": "2021-11-25", "basis": "documented",
            "why": "CPU in the peak: 4500 of 1000 mvCPU (450.0 %), 3500 mvCPU too much", "fits_up_to": 833,
            "remedy": "at most 833 mvCPU would fit: use less CPU for each request, or more hosts, which the standard tier \
                       can have",
        })
    );
    assert_eq!(object["needed"], json!({"hosts": 6, "load_balancer": null}));
    assert_eq!(object["burst"], json!({"minutes_from_initial": 37, "minutes_from_full": 360}));
    assert_eq!(object["recommendation"]["plan"]["tier"], "standard");
    let rules = object["advisories"].as_array().unwrap();
    assert!(rules.iter().any(|advisory| advisory["rule"] == "plan/os-end-of-life"));
    assert_eq!(code, Some(1));
}

#[test]
fn without_a_tier_the_recommended_one_is_sized() {
    let file = File::new("recommended", LARGE);
    let (object, code) = json_of(&["plan", "size", file.path(), "--at", "2021-11-25", "--format", "json"]);
    assert_eq!(
        (&object["verdict"], &object["tier"], &object["hosts"], &object["load_balancer"]),
        (&json!("fits"), &json!("standard"), &json!(3), &json!("slb.s2.small"))
    );
    assert_eq!(object["unknown"], json!([]));
    assert_eq!(code, Some(0));
}

#[test]
fn an_unknown_demand_is_asked_for_and_no_rejection() {
    let file = File::new("unknown", r#"{"peak_rps": 20, "cpu_us_per_request": 5000}"#);
    let (object, code) = json_of(&["plan", "size", file.path(), "--tier", "standard", "--format", "json"]);
    assert_eq!(object["verdict"], "unknown");
    assert_eq!(
        object["unknown"][0],
        json!({
            "dimension": "memory", "of": "workload", "field": "memory_mib_per_instance",
            "why": "memory of a host: state \"memory_mib_per_instance\" in the workload",
        })
    );
    assert_eq!(code, Some(0));
}

#[test]
fn a_workload_that_cannot_be_read_is_an_error_with_its_place() {
    let file = File::new("unreadable", "{\n  \"peak\": 20\n}");
    let output = cloudapp(&["plan", "size", file.path()]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    let expected = "peak: line 2 column 8: unknown field `peak`, did you mean `peak_requests_per_second`?";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn another_catalogue_sizes_by_its_own_numbers() {
    let catalogue = stdout(&cloudapp(&["plan", "catalogue"]));
    let mut catalogue: Value = serde_json::from_str(&catalogue).unwrap();
    catalogue["starter"]["host"]["instance"]["vcpus"] =
        json!({"value": 8000, "source": "price list 7", "as_of": "2026-01-05"});
    let (workload, catalogue) = (File::new("own-workload", LARGE), File::new("own", &catalogue.to_string()));
    let arguments =
        ["plan", "size", workload.path(), "--tier", "starter", "--catalogue", catalogue.path(), "--format", "json"];
    let (object, _) = json_of(&arguments);
    let cpu = &object["constraints"][0];
    assert_eq!(
        (&cpu["limit"], &cpu["source"], &cpu["verdict"]),
        (&json!(8000), &json!("price list 7"), &json!("fits"))
    );
}

#[test]
fn an_export_prints_document_and_what_it_leaves_out() {
    let arguments = |to| {
        [
            "plan",
            "export",
            "--tier",
            "standard",
            "--environment",
            "production",
            "--billing",
            "prepaid",
            "--name",
            "a",
            "--to",
            to,
        ]
    };
    let (object, code) = json_of(&arguments("ros"));
    assert_eq!(object["document"]["ROSTemplateFormatVersion"], "2015-09-01");
    let parts = object["not_expressed"].as_array().unwrap();
    assert!(parts.iter().any(|part| part["part"] == "prepaid-load-balancer"));
    assert_eq!(code, Some(0));
    let (object, _) = json_of(&arguments("terraform"));
    assert!(object["document"]["resource"]["alicloud_instance"]["host_2"].is_object());
    let (object, _) = json_of(&arguments("mermaid"));
    assert!(object["document"].as_str().unwrap().starts_with("flowchart LR\n"));
}

fn rules(object: &Value, part: &str) -> Vec<String> {
    object[part].as_array().unwrap().iter().map(|found| found["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_sizing_is_an_input_of_the_export() {
    let file = File::new("sized", LARGE);
    let (sizing, _) = json_of(&["plan", "size", file.path(), "--at", "2026-12-01", "--format", "json"]);
    let sizing_file = File::new("sizing", &sizing.to_string());
    let (object, code) =
        json_of(&["plan", "export", sizing_file.path(), "--name", "shop", "--to", "terraform", "--format", "json"]);
    let resources = &object["document"]["resource"];
    assert_eq!(resources["alicloud_instance"].as_object().unwrap().len(), 3);
    assert_eq!(resources["alicloud_slb_load_balancer"]["load_balancer"]["instance_charge_type"], "PayByCLCU");
    assert!(rules(&object, "diagnostics").contains(&"plan/os-end-of-life".to_owned()));
    assert_eq!(code, Some(0));
}

#[test]
fn what_is_no_sizing_is_no_input_of_the_export() {
    let file = File::new("no-sizing", LARGE);
    let output = cloudapp(&["plan", "export", file.path(), "--name", "shop", "--to", "ros"]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("expected what `cloudapp plan size WORKLOAD.json --format json` prints"), "{text}");
}

#[test]
fn an_export_says_what_cannot_be_bought_on_its_day() {
    let found = |at| {
        let (object, _) = json_of(&[
            "plan",
            "export",
            "--tier",
            "standard",
            "--environment",
            "production",
            "--billing",
            "pay-as-you-go",
            "--name",
            "a",
            "--to",
            "ros",
            "--at",
            at,
            "--format",
            "json",
        ]);
        rules(&object, "diagnostics").contains(&"plan/load-balancer-spec-withdrawn".to_owned())
    };
    assert!(!found("2025-05-31"));
    assert!(found("2025-06-01"));
}

#[test]
fn the_text_of_a_sizing_names_what_it_recommends() {
    let file = File::new("text", LARGE);
    let text = stdout(&cloudapp(&["plan", "size", file.path(), "--at", "2026-12-01", "--offered", "starter,standard"]));
    assert!(text.starts_with("standard, 3 hosts, slb.lcu.elastic: fits\n"), "{text}");
    assert!(text.contains("recommended: standard, 3 hosts, slb.lcu.elastic\n1. standard, 3 hosts"), "{text}");
}

#[test]
fn what_the_environment_cannot_have_is_not_exported() {
    let (object, code) = json_of(&[
        "plan",
        "export",
        "--tier",
        "standard",
        "--environment",
        "test",
        "--billing",
        "pay-as-you-go",
        "--name",
        "a",
        "--to",
        "ros",
    ]);
    assert_eq!((code, &object["document"]), (Some(1), &json!(null)));
    let rules: Vec<&str> =
        object["diagnostics"].as_array().unwrap().iter().map(|found| found["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["plan/billing-not-allowed", "plan/tier-not-allowed"]);
}

#[test]
fn a_description_says_what_to_set_up() {
    let (object, code) = json_of(&[
        "plan",
        "describe",
        "--tier",
        "starter",
        "--environment",
        "production",
        "--billing",
        "prepaid",
        "--framework",
        "php",
        "--address",
        "203.0.113.7",
        "--format",
        "json",
    ]);
    assert_eq!(
        object["dns_record"],
        json!({"kind": "A", "host": "www", "line": "default", "value": "203.0.113.7", "ttl_seconds": 600})
    );
    assert_eq!(object["certificate"]["chain"], "/home/admin/sslcert/cert.pem");
    assert_eq!(object["ports"], json!({"public": [80, 443], "nginx": [80, 443], "application": 9000}));
    assert_eq!(object["logs"].as_array().unwrap().len(), 6);
    assert_eq!(object["resources"].as_array().unwrap().len(), 3);
    assert_eq!(code, Some(0));
}
