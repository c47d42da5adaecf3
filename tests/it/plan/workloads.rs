//! Twelve workloads, what an engineer would plan for them and why, and what we say.

use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
use cloudapp::diagnostic::Language;
use cloudapp::plan::{self, Catalogue, Workload};

struct Case {
    name: &'static str,
    workload: &'static str,
    /// The engineer's reasoning with its numbers.
    because: &'static str,
    /// Plan and verdict, as the first words of the best candidate.
    plan: &'static str,
    /// What has to be said besides: rules, or the start of a sentence of a candidate.
    said: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        name: "a company page",
        workload: r#"{"peak_rps": 2, "average_rps": 0.1, "cpu_us_per_request": 30000, "memory_mib": 900, "peak_connections": 40,
            "new_connections_per_second": 4, "db_connections_per_instance": 10, "db_iops": 20, "db_size_gb": 1,
            "response_bytes": 30000}"#,
        because: "60 mvCPU, half a Mbit/s: everything idles on the smallest host; 2 Mbit/s are enough to buy",
        plan: "starter, 1 host: fits;",
        said: &[],
    },
    Case {
        name: "coupons of a mini program",
        workload: r#"{"peak_rps": 60, "average_rps": 8, "cpu_us_per_request": 8000, "memory_mib": 1400, "peak_connections": 300,
            "new_connections_per_second": 30, "db_connections_per_instance": 20, "db_iops": 200, "db_size_gb": 8,
            "response_bytes": 4000}"#,
        because: "64 of 200 mvCPU on average; 480 in the peak; 600 connections of nginx of 1024",
        plan: "starter, 1 host: fits;",
        said: &["plan/single-instance"],
    },
    Case {
        name: "bookings in Java, the database on the same host",
        workload: r#"{"peak_rps": 30, "average_rps": 3, "cpu_us_per_request": 6000, "memory_mib": 1100, "db_memory_mib": 900,
            "peak_connections": 150, "new_connections_per_second": 15, "db_connections_per_instance": 20, "db_iops": 150,
            "db_size_gb": 5}"#,
        because: "1100 and 900 MiB are 2000 of 2048: the first burst of garbage ends in the kernel's killer",
        plan: "standard, 2 hosts, slb.lcu.elastic: fits;",
        said: &["memory of a host: 2000 of 2048 MiB"],
    },
    Case {
        name: "a spring sale",
        workload: r#"{"peak_rps": 900, "average_rps": 300, "cpu_us_per_request": 1000, "memory_mib": 1500,
            "peak_connections": 4800, "new_connections_per_second": 500, "db_connections_per_instance": 50, "db_iops": 500,
            "db_size_gb": 10}"#,
        because: "900 × 1.2 requests/s are over slb.s1.small; 300 mvCPU on average are over a burstable host; 9600 \
                  connections of nginx are over two workers of 1024",
        plan: "standard, 2 hosts, slb.lcu.elastic: fits once a setting is raised;",
        said: &["plan/nginx-connections", "average CPU against the baseline of a burstable host: 300 of 200 mvCPU"],
    },
    Case {
        name: "a chat over 8000 WebSockets",
        workload: r#"{"peak_rps": 100, "average_rps": 50, "cpu_us_per_request": 2000, "memory_mib": 1500,
            "peak_connections": 8000, "new_connections_per_second": 50, "db_connections_per_instance": 20, "db_iops": 100,
            "db_size_gb": 20}"#,
        because: "8000 clients take 16000 connections of nginx: over one host of 10240, 9600 each on two with headroom",
        plan: "standard, 2 hosts, slb.lcu.elastic: fits once a setting is raised;",
        said: &["plan/nginx-connections", "connections of nginx, two for each client: 16000 of 10240"],
    },
    Case {
        name: "a wall of photos",
        workload: r#"{"peak_rps": 120, "average_rps": 20, "cpu_us_per_request": 1500, "memory_mib": 900,
            "peak_connections": 400, "new_connections_per_second": 60, "db_connections_per_instance": 20, "db_iops": 80,
            "db_size_gb": 6, "response_bytes": 400000}"#,
        because: "384 Mbit/s of files: over one interface of 200; nobody buys 461 Mbit/s for photos, they belong behind a CDN",
        plan: "standard, 2 hosts, slb.lcu.elastic: fits;",
        said: &["plan/large-responses", "responses in the peak: 384 of 200 Mbit/s"],
    },
    Case {
        name: "orders at lunch and in the evening",
        workload: r#"{"peak_rps": 180, "average_rps": 24, "cpu_us_per_request": 4000, "memory_mib": 1500,
            "peak_connections": 350, "new_connections_per_second": 60, "db_connections_per_instance": 30, "db_iops": 400,
            "db_size_gb": 12, "peak_minutes": 90, "peaks_per_day": 2}"#,
        because: "720 mvCPU for 90 minutes cost 520 × 90 of 288000 credits, 554 minutes' worth; 96 of 200 on average",
        plan: "starter, 1 host: fits;",
        said: &["plan/single-instance"],
    },
    Case {
        name: "reports all night",
        workload: r#"{"peak_rps": 150, "average_rps": 52, "cpu_us_per_request": 6000, "memory_mib": 1300,
            "peak_connections": 100, "new_connections_per_second": 10, "db_connections_per_instance": 20, "db_iops": 300,
            "db_size_gb": 20, "peak_minutes": 480}"#,
        because: "900 mvCPU for eight hours: credits end after 411 minutes, and 312 mvCPU on average are never earned back",
        plan: "standard, 2 hosts, slb.lcu.elastic: fits;",
        said: &["length of a peak against the CPU credits: 480 of 411 min"],
    },
    Case {
        name: "a shop with heavy queries",
        workload: r#"{"peak_rps": 400, "average_rps": 120, "cpu_us_per_request": 3000, "memory_mib": 2500,
            "peak_connections": 800, "new_connections_per_second": 200, "db_connections_per_instance": 100, "db_iops": 1500,
            "db_size_gb": 120, "db_cpu_us_per_request": 6000, "db_memory_mib": 3000}"#,
        because: "2400 mvCPU of queries for a database of 2000: more hosts only wait for it; a larger class, or indexes",
        plan: "standard, 2 hosts, slb.lcu.elastic: too small;",
        said: &["plan/limit-exceeded", "CPU of the database in the peak: 2400 of 2000 mvCPU"],
    },
    Case {
        name: "payments that may not stop",
        workload: r#"{"peak_rps": 500, "average_rps": 60, "cpu_us_per_request": 5000, "memory_mib": 2800,
            "peak_connections": 800, "new_connections_per_second": 150, "db_connections_per_instance": 100, "db_iops": 900,
            "db_size_gb": 60, "survive_one_loss": true}"#,
        because: "2500 × 1.2 mvCPU need two hosts of 2000, and a third so that one may be lost",
        plan: "standard, 3 hosts, slb.lcu.elastic: fits;",
        said: &[],
    },
    Case {
        name: "a tracking pixel",
        workload: r#"{"peak_rps": 9000, "average_rps": 4000, "cpu_us_per_request": 150, "memory_mib": 600,
            "peak_connections": 800, "new_connections_per_second": 800, "db_connections_per_instance": 20, "db_iops": 300,
            "db_size_gb": 40, "packets_per_second": 90000}"#,
        because: "90,000 packets/s are over the 60,000 of the small host though CPU is cheap; 9000 requests/s over s2.medium",
        plan: "standard, 2 hosts, slb.lcu.elastic: fits;",
        said: &["packets of the hosts: 90000 of 60000 packets/s"],
    },
    Case {
        name: "an archive with uploads",
        workload: r#"{"peak_rps": 40, "average_rps": 5, "cpu_us_per_request": 10000, "memory_mib": 1200,
            "peak_connections": 120, "new_connections_per_second": 20, "db_connections_per_instance": 20, "db_iops": 200,
            "db_size_gb": 180, "disk_mb_per_second": 60}"#,
        because: "180 GB do not fit on a disk of 40 GiB; 216 of 250 GB with headroom do in the service",
        plan: "standard, 2 hosts, slb.lcu.elastic: fits;",
        said: &["storage of the database: 180 of 42 GB"],
    },
];

#[test]
fn our_plans_are_the_engineer_s() {
    let (catalogue, policy) = (Catalogue::documented(), Policy::default().offering(Tier::ALL));
    let (environment, billing) = (EnvironmentKind::Production, Billing::PayAsYouGo);
    let at = "2026-12-01".parse().unwrap();
    assert_eq!(CASES.len(), 12);
    for Case { name, workload, because, plan: expected, said } in CASES {
        let workload = Workload::from_json(workload).unwrap();
        let advice = plan::recommend(&workload, environment, billing, &catalogue, &policy, at);
        let best = &advice.candidates[0];
        let why = best.why(Language::English);
        assert!(why.starts_with(expected), "{name}: {why}\nthe engineer: {because}");
        let report = plan::advise(best.plan, Some(&workload), &catalogue, &policy, at);
        let rules: Vec<&str> = report.diagnostics().iter().map(|found| found.rule().id).collect();
        let words = advice.why(Language::English);
        for part in *said {
            assert!(rules.contains(part) || words.contains(part), "{name}: nothing says {part}: {rules:?}\n{words}");
        }
        for quiet in
            ["plan/nginx-connections", "plan/large-responses", "plan/limit-exceeded", "plan/average-below-peaks"]
        {
            assert_eq!(rules.contains(&quiet), said.contains(&quiet), "{name}: {quiet}");
        }
    }
}
