use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
use cloudapp::diagnostic::Language;
use cloudapp::plan::{self, Catalogue, Range, ReadError, Sweep, Workload};

const SMALL: &str = r#"{"peak_rps": 20, "average_rps": 2, "cpu_us_per_request": 5000, "memory_mib": 1024,
    "peak_connections": 100, "new_connections_per_second": 10, "db_connections_per_instance": 20, "db_iops": 100,
    "db_size_gb": 10}"#;

fn sweep(field: &str, from: u64, to: u64, steps: u16) -> Result<Sweep, ReadError> {
    let workload = Workload::from_json(SMALL).unwrap();
    let (catalogue, policy) = (Catalogue::documented(), Policy::default().offering(Tier::ALL));
    let range = Range { field, from, to, steps };
    let at = "2026-12-01".parse().unwrap();
    plan::sweep(&workload, range, EnvironmentKind::Production, Billing::PayAsYouGo, &catalogue, &policy, at)
}

fn changes(sweep: &Sweep) -> Vec<String> {
    sweep.changes().map(|point| format!("{} {}", point.value, point.plan.headline(Language::English))).collect()
}

#[test]
fn a_growing_peak_names_the_next_host_and_tier() {
    // With a fifth more, 5 ms each: one vCPU ends at 166, four at 666, six at 1000.
    assert_eq!(
        changes(&sweep("peak_requests_per_second", 100, 1_000, 10).unwrap()),
        ["100 starter, 1 host", "200 standard, 2 hosts, slb.lcu.elastic", "700 standard, 3 hosts, slb.lcu.elastic",]
    );
}

#[test]
fn both_ends_and_a_falling_range_are_in_it() {
    let values = |from, to, steps| -> Vec<u64> {
        sweep("memory_mib", from, to, steps).unwrap().points.iter().map(|point| point.value).collect()
    };
    assert_eq!(values(0, 10, 3), [0, 5, 10]);
    assert_eq!(values(10, 0, 3), [10, 5, 0]);
    assert_eq!(values(7, 7, 0), [7, 7]);
    assert_eq!(values(0, u64::MAX, 2), [0, u64::MAX]);
    assert_eq!(values(0, u64::MAX, u16::MAX).len(), usize::from(Sweep::MOST_STEPS));
}

#[test]
fn a_field_that_no_workload_has_is_refused() {
    let error = sweep("peak_rsp", 1, 2, 2).unwrap_err();
    assert!(error.to_string().ends_with("did you mean `peak_requests_per_second`?"), "{error}");
    assert!(sweep("headroom_permille", 1, 9_999, 2).is_err());
}

#[test]
fn the_picture_has_a_line_for_each_plan_and_dimension() {
    let sweep = sweep("peak_requests_per_second", 100, 1_000, 10).unwrap();
    let picture = sweep.svg(Language::English);
    assert_eq!(picture.matches("stroke-dasharray").count(), 3);
    assert!(picture.contains(">200: standard, 2 hosts, slb.lcu.elastic</text>"), "{picture}");
    // Half way from 100 to 1000, and 450 × 5 ms × 1.0 of four vCPUs are 56 %.
    assert!(picture.contains("CPU in the peak</text>") && picture.ends_with("</svg>\n"));
    assert!(sweep.svg(Language::Chinese).contains("标准版，2 台主机"));
}
