//! Hand-computed sizings, and what holds for all of them.

mod properties;

use cloudapp::app::{Billing, EnvironmentKind, Tier};
use cloudapp::diagnostic::Language;
use cloudapp::plan::{self, Catalogue, Dimension, Fit, LoadBalancerSpec, Plan, Sizing, Workload};

fn documented(tier: Tier) -> Plan {
    Plan::new(EnvironmentKind::Production, tier, Billing::Prepaid)
}

fn size(workload: &str, plan: Plan) -> Sizing {
    plan::size(&Workload::from_json(workload).unwrap(), plan, &Catalogue::documented())
}

/// A sizing on a few lines: the whole with its binding dimension and needs, then each dimension.
fn summary(sizing: &Sizing) -> String {
    let word = |word: Option<String>| word.unwrap_or_else(|| "-".to_owned());
    let mut lines = vec![format!(
        "{} by {}; needs {} hosts, {}",
        sizing.verdict,
        word(sizing.binding.map(|binding| binding.to_string())),
        word(sizing.needed.hosts.map(|hosts| hosts.to_string())),
        word(sizing.needed.load_balancer.map(|specification| specification.to_string())),
    )];
    for constraint in &sizing.constraints {
        let number = |number: Option<u64>| number.map_or("?".to_owned(), |number| number.to_string());
        lines.push(format!(
            "{} {}/{} {} {}",
            constraint.dimension,
            number(constraint.demand),
            number(constraint.limit.as_ref().map(|limit| *limit.value())),
            constraint.unit,
            constraint.verdict
        ));
    }
    lines.join("\n")
}

const REST: &str = r#""memory_mib": 1024, "peak_connections": 100, "new_connections_per_second": 10,
    "db_connections_per_instance": 20, "db_iops": 100, "db_size_gb": 10"#;

fn workload(compute: &str) -> String {
    format!("{{{compute}, {REST}}}")
}

#[test]
fn a_showcase_site_fits_both_tiers() {
    // 20 × 5000 µs = 100 mvCPU, 2 × 5000 µs = 10 mvCPU.
    let workload = workload(r#""peak_rps": 20, "average_rps": 2, "cpu_us_per_request": 5000"#);
    assert_eq!(
        summary(&size(&workload, documented(Tier::Starter))),
        "fits by memory; needs 1 hosts, -\n\
         cpu 100/1000 mvCPU fits\n\
         cpu-credits 10/200 mvCPU fits\n\
         memory 1024/2048 MiB fits\n\
         nginx-connections 200/1024 connections fits\n\
         database-connections 20/151 connections fits\n\
         database-iops 100/2120 IOPS fits\n\
         database-storage 10/42 GB fits"
    );
    assert_eq!(
        summary(&size(&workload, documented(Tier::Standard))),
        "fits by memory; needs 2 hosts, slb.s1.small\n\
         cpu 100/4000 mvCPU fits\n\
         memory 1024/4096 MiB fits\n\
         nginx-connections 200/2048 connections fits\n\
         database-connections 40/1200 connections fits\n\
         database-iops 100/2000 IOPS fits\n\
         database-storage 10/250 GB fits\n\
         load-balancer-connections 100/5000 connections fits\n\
         load-balancer-new-connections 10/3000 connections/s fits\n\
         load-balancer-requests 20/1000 requests/s fits"
    );
}

#[test]
fn a_peak_that_leaves_no_headroom_is_tight() {
    // 180 × 5000 µs = 900 mvCPU, with a fifth more 1080 of 1000; 33 × 5000 µs = 165, with a fifth more 198 of 200.
    let workload = workload(r#""peak_rps": 180, "average_rps": 33, "cpu_us_per_request": 5000"#);
    assert_eq!(
        summary(&size(&workload, documented(Tier::Starter))),
        "tight by cpu; needs 2 hosts, -\n\
         cpu 900/1000 mvCPU tight\n\
         cpu-credits 165/200 mvCPU fits\n\
         memory 1024/2048 MiB fits\n\
         nginx-connections 200/1024 connections fits\n\
         database-connections 20/151 connections fits\n\
         database-iops 100/2120 IOPS fits\n\
         database-storage 10/42 GB fits"
    );
    let standard = size(&workload, documented(Tier::Standard));
    assert_eq!((standard.verdict, standard.binding), (Fit::Fits, Some(Dimension::Memory)));
    assert_eq!(standard.constraint(Dimension::Cpu).unwrap().demand, Some(900));
}

#[test]
fn demands_are_rounded_up() {
    // 250 × 3332 µs = 833 mvCPU, × 1.2 = 999.6; 250 × 3333 µs = 833.25, rounded up 834, × 1.2 = 1000.8.
    for (micros, demand, verdict) in [(3332, 833, Fit::Fits), (3333, 834, Fit::Tight)] {
        let workload = workload(&format!(r#""peak_rps": 250, "average_rps": 1, "cpu_us_per_request": {micros}"#));
        let starter = size(&workload, documented(Tier::Starter));
        let cpu = starter.constraint(Dimension::Cpu).unwrap();
        assert_eq!((cpu.demand, cpu.verdict, starter.verdict), (Some(demand), verdict, verdict), "{micros} µs");
        // 834 of 4000 are 208.5 ‰, rounded up.
        let standard = size(&workload, documented(Tier::Standard));
        assert_eq!(standard.constraint(Dimension::Cpu).unwrap().utilisation.unwrap().0, 209, "{micros} µs");
        assert_eq!(standard.verdict, Fit::Fits);
    }
}

#[test]
fn an_average_over_the_baseline_exceeds_though_the_peak_fits() {
    // 60 × 5000 µs = 300 of the 200 mvCPU that the burstable host may always use.
    let workload = workload(r#""peak_rps": 100, "average_rps": 60, "cpu_us_per_request": 5000"#);
    let starter = size(&workload, documented(Tier::Starter));
    assert_eq!((starter.verdict, starter.binding), (Fit::Exceeds, Some(Dimension::CpuCredits)));
    let credits = starter.constraint(Dimension::CpuCredits).unwrap();
    assert_eq!((credits.demand, credits.limit.as_ref().map(|limit| *limit.value())), (Some(300), Some(200)));
    // 500 mvCPU are 300 over the baseline: 30 credits last 100 minutes, 288 credits 960.
    let burst = starter.burst.unwrap();
    assert_eq!((burst.minutes_from_initial, burst.minutes_from_full), (100, 960));
    // 300 × 1.2 = 360 of 200 mvCPU each.
    assert_eq!(starter.needed.hosts, Some(2));
    let standard = size(&workload, documented(Tier::Standard));
    assert_eq!((standard.verdict, standard.burst), (Fit::Fits, None));
    assert_eq!(standard.constraint(Dimension::CpuCredits), None);
}

#[test]
fn a_full_peak_lasts_as_long_as_the_documents_say() {
    // 800 mvCPU over the baseline: 30 credits last 37.5 minutes, 288 credits 360. More than one vCPU cannot be used.
    for peak in [200, 1_000_000] {
        let workload = workload(&format!(r#""peak_rps": {peak}, "average_rps": 1, "cpu_us_per_request": 5000"#));
        let burst = size(&workload, documented(Tier::Starter)).burst.unwrap();
        assert_eq!((burst.minutes_from_initial, burst.minutes_from_full), (37, 360), "{peak} requests/s");
    }
    let within = workload(r#""peak_rps": 40, "average_rps": 1, "cpu_us_per_request": 5000"#);
    assert_eq!(size(&within, documented(Tier::Starter)).burst, None);
}

#[test]
fn a_host_may_be_lost_only_where_the_others_carry_the_peak() {
    // 500 × 5000 µs = 2500 mvCPU; × 1.2 = 3000: two hosts of 2000 carry it, a third may be lost.
    let workload =
        workload(r#""peak_rps": 500, "average_rps": 30, "cpu_us_per_request": 5000, "survive_instance_loss": true"#);
    assert_eq!(
        summary(&size(&workload, documented(Tier::Starter))),
        "exceeds by instance-loss; needs 4 hosts, -\n\
         instance-loss 2/1 hosts exceeds\n\
         cpu 2500/0 mvCPU exceeds\n\
         cpu-credits 150/0 mvCPU exceeds\n\
         memory 1024/2048 MiB fits\n\
         nginx-connections 200/0 connections exceeds\n\
         database-connections 20/151 connections fits\n\
         database-iops 100/2120 IOPS fits\n\
         database-storage 10/42 GB fits"
    );
    assert_eq!(
        summary(&size(&workload, documented(Tier::Standard))),
        "exceeds by cpu; needs 3 hosts, slb.s1.small\n\
         instance-loss 2/2 hosts fits\n\
         cpu 2500/2000 mvCPU exceeds\n\
         memory 1024/4096 MiB fits\n\
         nginx-connections 200/1024 connections fits\n\
         database-connections 40/1200 connections fits\n\
         database-iops 100/2000 IOPS fits\n\
         database-storage 10/250 GB fits\n\
         load-balancer-connections 100/5000 connections fits\n\
         load-balancer-new-connections 10/3000 connections/s fits\n\
         load-balancer-requests 500/1000 requests/s fits"
    );
    let starter = size(&workload, documented(Tier::Starter));
    let loss = starter.constraint(Dimension::InstanceLoss).unwrap();
    assert_eq!(loss.why(Language::English), "hosts: 1, of which none may be lost");
    let scaled = size(&workload, documented(Tier::Standard).with_hosts(3));
    assert_eq!((scaled.verdict, scaled.binding), (Fit::Fits, Some(Dimension::Cpu)));
}

#[test]
fn a_busy_database_is_better_off_on_the_disk_than_in_the_service() {
    // 2050 IOPS: with a fifth more 2460 of 2120 on the disk; over the 2000 of the service. 36 GB: 43.2 of 42.
    let workload = r#"{"peak_rps": 20, "average_rps": 2, "cpu_us_per_request": 5000, "memory_mib": 1024,
        "peak_connections": 100, "new_connections_per_second": 10, "db_connections_per_instance": 20,
        "db_iops": 2050, "db_size_gb": 36}"#;
    assert_eq!(
        summary(&size(workload, documented(Tier::Starter))),
        "tight by database-iops; needs 1 hosts, -\n\
         cpu 100/1000 mvCPU fits\n\
         cpu-credits 10/200 mvCPU fits\n\
         memory 1024/2048 MiB fits\n\
         nginx-connections 200/1024 connections fits\n\
         database-connections 20/151 connections fits\n\
         database-iops 2050/2120 IOPS tight\n\
         database-storage 36/42 GB tight"
    );
    let standard = size(workload, documented(Tier::Standard));
    assert_eq!((standard.verdict, standard.binding), (Fit::Exceeds, Some(Dimension::DatabaseIops)));
    assert_eq!(standard.constraint(Dimension::DatabaseStorage).unwrap().verdict, Fit::Fits);
}

#[test]
fn many_small_requests_need_a_larger_load_balancer() {
    // 4500 × 200 µs = 900 mvCPU; 4500 × 1.2 = 5400 requests/s: over s2.small's 5000, within s2.medium's 10000.
    let workload = workload(r#""peak_rps": 4500, "average_rps": 100, "cpu_us_per_request": 200"#);
    let standard = size(&workload, documented(Tier::Standard));
    assert_eq!((standard.verdict, standard.binding), (Fit::Exceeds, Some(Dimension::LoadBalancerRequests)));
    assert_eq!(standard.needed.load_balancer, Some(LoadBalancerSpec::S2Medium));
    let larger = documented(Tier::Standard).with_load_balancer(LoadBalancerSpec::S2Small);
    assert_eq!(size(&workload, larger).verdict, Fit::Tight);
    let larger = larger.with_load_balancer(LoadBalancerSpec::S2Medium);
    assert_eq!(size(&workload, larger).verdict, Fit::Fits);
    assert_eq!(size(&workload, documented(Tier::Starter)).verdict, Fit::Tight);
}

#[test]
fn connections_to_the_database_grow_with_the_hosts() {
    let workload = r#"{"db_connections_per_instance": 350}"#;
    for (hosts, demand, verdict) in [(2, 700, Fit::Fits), (3, 1050, Fit::Tight), (4, 1400, Fit::Exceeds)] {
        let standard = size(workload, documented(Tier::Standard).with_hosts(hosts));
        let connections = standard.constraint(Dimension::DatabaseConnections).unwrap();
        assert_eq!((connections.demand, connections.verdict), (Some(demand), verdict), "{hosts} hosts");
    }
    // The owner of the starter tier's database can raise its limit, so more than the default is a question.
    let starter = size(workload, documented(Tier::Starter));
    let connections = starter.constraint(Dimension::DatabaseConnections).unwrap();
    assert_eq!(connections.verdict, Fit::Unknown);
    assert_eq!(
        connections.why(Language::English),
        "connections to the database: 350 connections, over the default of 151, which its owner can raise"
    );
    let fields: Vec<&str> = starter.unknown.iter().map(|question| question.field).collect();
    assert!(fields.contains(&"starter.database.default_connections"), "{fields:?}");
}

#[test]
fn nothing_stated_is_nothing_guessed() {
    let standard = size("{}", documented(Tier::Standard));
    assert_eq!(standard.verdict, Fit::Unknown);
    assert!(standard.constraints.iter().all(|constraint| constraint.verdict == Fit::Unknown));
    let questions: Vec<String> = standard.unknown.iter().map(|question| question.text(Language::English)).collect();
    assert_eq!(
        questions,
        [
            "CPU in the peak: state \"peak_requests_per_second\" in the workload",
            "CPU in the peak: state \"cpu_microseconds_per_request\" in the workload",
            "memory of a host: state \"memory_mib_per_instance\" in the workload",
            "connections to the database: state \"database_connections_per_instance\" in the workload",
            "reads and writes of the database: state \"database_iops\" in the workload",
            "storage of the database: state \"database_size_gb\" in the workload",
            "connections to the load balancer: state \"peak_connections\" in the workload",
            "new connections to the load balancer: state \"new_connections_per_second\" in the workload",
            "requests to the load balancer: state \"peak_requests_per_second\" in the workload",
        ]
    );
    assert_eq!(standard.needed.hosts, None);
    assert_eq!(standard.needed.load_balancer, None);
}

#[test]
fn bandwidth_is_sized_only_when_asked_for_and_what_is_to_be_bought_is_a_need() {
    let bandwidth = |workload: &str, tier| {
        let sizing = size(workload, documented(tier));
        let constraint = sizing.constraint(Dimension::Bandwidth)?;
        Some((constraint.demand, constraint.verdict, sizing.needed.public_mbit_per_second))
    };
    assert_eq!(bandwidth(r#"{"peak_rps": 100}"#, Tier::Starter), None);
    // 100 × 50000 B × 8 = 40 Mbit/s of an interface of 200; with a fifth more 48 are to be bought.
    let modest = r#"{"peak_rps": 100, "response_bytes": 50000}"#;
    assert_eq!(bandwidth(modest, Tier::Starter), Some((Some(40), Fit::Fits, Some(48))));
    // 1000 × 50000 B × 8 = 400 Mbit/s: over one interface of 200, not over two of 1000.
    let heavy = r#"{"peak_rps": 1000, "response_bytes": 50000}"#;
    assert_eq!(bandwidth(heavy, Tier::Starter), Some((Some(400), Fit::Exceeds, Some(480))));
    assert_eq!(bandwidth(heavy, Tier::Standard), Some((Some(400), Fit::Fits, Some(480))));
}

#[test]
fn a_stated_public_bandwidth_decides() {
    let mut json = serde_json::to_value(Catalogue::documented()).unwrap();
    json["starter"]["public_bandwidth"] =
        serde_json::json!({"value": 50, "source": "contract 7", "as_of": "2026-01-05"});
    let catalogue = Catalogue::from_json(&json.to_string()).unwrap();
    for (rate, verdict) in [(100, Fit::Fits), (110, Fit::Tight), (126, Fit::Exceeds)] {
        let workload = Workload::from_json(&format!(r#"{{"peak_rps": {rate}, "response_bytes": 50000}}"#)).unwrap();
        let sizing = plan::size(&workload, documented(Tier::Starter), &catalogue);
        let bandwidth = sizing.constraint(Dimension::Bandwidth).unwrap();
        assert_eq!(bandwidth.verdict, verdict, "{rate} requests/s");
        assert_eq!(bandwidth.limit.as_ref().unwrap().source(), "contract 7");
    }
}

/// Demand, limit and verdict of a dimension.
fn judged(workload: &str, plan: Plan, dimension: Dimension) -> Option<(u64, u64, Fit)> {
    let sizing = size(workload, plan);
    let constraint = sizing.constraint(dimension)?;
    Some((constraint.demand?, *constraint.limit.as_ref()?.value(), constraint.verdict))
}

#[test]
fn a_proxied_client_takes_two_connections_of_nginx() {
    let clients = |clients: u64, tier| {
        judged(&format!(r#"{{"peak_connections": {clients}}}"#), documented(tier), Dimension::NginxConnections)
    };
    // The documented nginx has one worker of 1024.
    assert_eq!(clients(426, Tier::Starter), Some((852, 1_024, Fit::Fits)));
    assert_eq!(clients(512, Tier::Starter), Some((1_024, 1_024, Fit::Tight)));
    assert_eq!(clients(513, Tier::Starter), Some((1_026, 1_024, Fit::Unknown)));
    // The generated one has 10240 for each vCPU, of which the standard tier has four.
    assert_eq!(clients(5_121, Tier::Starter), Some((10_242, 10_240, Fit::Exceeds)));
    assert_eq!(clients(8_000, Tier::Standard), Some((16_000, 2_048, Fit::Unknown)));
    assert_eq!(clients(20_481, Tier::Standard), Some((40_962, 40_960, Fit::Exceeds)));
    assert_eq!(judged(r#"{"peak_rps": 5}"#, documented(Tier::Starter), Dimension::NginxConnections), None);
}

#[test]
fn the_nginx_that_runs_decides_where_it_is_stated() {
    let stated = |each: u64| {
        let workload = format!(r#"{{"peak_connections": 8000, "nginx_connections": {each}}}"#);
        judged(&workload, documented(Tier::Standard), Dimension::NginxConnections)
    };
    assert_eq!(stated(20_480), Some((16_000, 40_960, Fit::Fits)));
    assert_eq!(stated(8_000), Some((16_000, 16_000, Fit::Tight)));
    assert_eq!(stated(4_000), Some((16_000, 8_000, Fit::Exceeds)));
}

#[test]
fn the_generated_nginx_has_what_sizing_counts_on() {
    let template = include_str!("../../../src/nginx/templates/hardened.j2");
    assert!(template.contains("worker_processes auto;") && template.contains("worker_connections 10240;"));
}

#[test]
fn packets_follow_from_responses_unless_they_are_measured() {
    let packets = |workload: &str, tier| judged(workload, documented(tier), Dimension::Packets);
    // 30000 bytes are 21 segments of 1460, with 11 acknowledgements and the request 33 packets.
    let responses = r#"{"peak_rps": 1000, "response_bytes": 30000}"#;
    assert_eq!(packets(responses, Tier::Starter), Some((33_000, 60_000, Fit::Fits)));
    let measured = r#"{"peak_rps": 1000, "response_bytes": 30000, "packets_per_second": 55000}"#;
    assert_eq!(packets(measured, Tier::Starter), Some((55_000, 60_000, Fit::Tight)));
    assert_eq!(packets(r#"{"packets_per_second": 700000}"#, Tier::Standard), Some((700_000, 600_000, Fit::Exceeds)));
    assert_eq!(packets(r#"{"peak_rps": 1000}"#, Tier::Standard), None);
}

#[test]
fn the_database_of_the_starter_tier_works_on_the_host() {
    let workload = r#"{"peak_rps": 100, "average_rps": 10, "cpu_us_per_request": 4000, "db_cpu_us_per_request": 3000,
        "memory_mib": 900, "db_memory_mib": 900}"#;
    let (starter, standard) = (documented(Tier::Starter), documented(Tier::Standard));
    assert_eq!(judged(workload, starter, Dimension::Cpu), Some((700, 1_000, Fit::Fits)));
    assert_eq!(judged(workload, starter, Dimension::CpuCredits), Some((70, 200, Fit::Fits)));
    assert_eq!(judged(workload, starter, Dimension::Memory), Some((1_800, 2_048, Fit::Tight)));
    assert_eq!(judged(workload, starter, Dimension::DatabaseCpu), None);
    assert_eq!(judged(workload, standard, Dimension::Cpu), Some((400, 4_000, Fit::Fits)));
    assert_eq!(judged(workload, standard, Dimension::DatabaseCpu), Some((300, 2_000, Fit::Fits)));
    assert_eq!(judged(workload, standard, Dimension::DatabaseMemory), Some((900, 4_096, Fit::Fits)));
}

#[test]
fn a_peak_may_last_as_long_as_a_full_balance_pays_for_it() {
    // 800 mvCPU over the baseline: 288 credits last 360 minutes.
    let peak = |minutes: u64| {
        let workload =
            format!(r#"{{"peak_rps": 200, "average_rps": 5, "cpu_us_per_request": 5000, "peak_minutes": {minutes}}}"#);
        judged(&workload, documented(Tier::Starter), Dimension::Burst)
    };
    assert_eq!(peak(300), Some((300, 360, Fit::Fits)));
    assert_eq!(peak(301), Some((301, 360, Fit::Tight)));
    assert_eq!(peak(361), Some((361, 360, Fit::Exceeds)));
    let within = r#"{"peak_rps": 20, "cpu_us_per_request": 5000, "peak_minutes": 600}"#;
    assert_eq!(judged(within, documented(Tier::Starter), Dimension::Burst), None);
}

#[test]
fn peaks_alone_can_be_more_than_a_burstable_host_earns() {
    // 4 × 90 minutes of 1000 mvCPU are 250 mvCPU over the day, of the 200 that are earned.
    let peaks = r#"{"peak_rps": 200, "cpu_us_per_request": 5000, "peak_minutes": 90, "peaks_per_day": 4}"#;
    assert_eq!(judged(peaks, documented(Tier::Starter), Dimension::CpuCredits), Some((250, 200, Fit::Exceeds)));
    // Three of them are 187: whether the rest of the day fits is still to be asked.
    let fewer = peaks.replace("\"peaks_per_day\": 4", "\"peaks_per_day\": 3");
    let starter = size(&fewer, documented(Tier::Starter));
    assert_eq!(starter.constraint(Dimension::CpuCredits).unwrap().verdict, Fit::Unknown);
}

#[test]
fn the_disk_has_a_throughput_and_the_load_balancer_a_bandwidth() {
    let disk = r#"{"disk_mb_per_second": 90}"#;
    assert_eq!(judged(disk, documented(Tier::Starter), Dimension::DiskThroughput), Some((90, 106, Fit::Tight)));
    let by_use = documented(Tier::Standard).with_hosts(10).with_load_balancer(LoadBalancerSpec::ByUse);
    let downloads = r#"{"peak_rps": 1500, "response_bytes": 500000}"#;
    assert_eq!(judged(downloads, by_use, Dimension::LoadBalancerBandwidth), Some((6_000, 5_000, Fit::Exceeds)));
    assert_eq!(judged(downloads, documented(Tier::Standard), Dimension::LoadBalancerBandwidth), None);
}

#[test]
fn a_remedy_says_how_much_would_fit() {
    let starter =
        size(r#"{"memory_mib": 1900, "peak_rps": 300, "cpu_us_per_request": 4000}"#, documented(Tier::Starter));
    let remedy = |dimension| starter.constraint(dimension).unwrap().remedy(Language::English);
    assert_eq!(
        remedy(Dimension::Cpu).unwrap(),
        "at most 833 mvCPU would fit: use less CPU for each request, or more hosts, which the standard tier can have"
    );
    assert!(remedy(Dimension::Memory).unwrap().starts_with("at most 1706 MiB would fit: "));
    assert_eq!(remedy(Dimension::DatabaseIops), None);
}

#[test]
fn another_headroom_moves_the_line_between_fits_and_tight() {
    for (headroom, verdict) in [(0, Fit::Fits), (111, Fit::Fits), (112, Fit::Tight), (1000, Fit::Tight)] {
        let workload = workload(&format!(
            r#""peak_rps": 180, "average_rps": 1, "cpu_us_per_request": 5000, "headroom_permille": {headroom}"#
        ));
        let starter = size(&workload, documented(Tier::Starter));
        assert_eq!(starter.constraint(Dimension::Cpu).unwrap().verdict, verdict, "{headroom} ‰");
    }
}

#[test]
fn the_largest_numbers_exceed_and_do_not_overflow() {
    let most = u64::MAX;
    let workload = format!(
        r#"{{"peak_rps": {most}, "average_rps": {most}, "cpu_us_per_request": {most}, "memory_mib": {most},
            "peak_connections": {most}, "new_connections_per_second": {most}, "db_connections_per_instance": {most},
            "db_iops": {most}, "db_size_gb": {most}, "response_bytes": {most}, "headroom_permille": 3000}}"#
    );
    for (tier, known) in [(Tier::Starter, 8), (Tier::Standard, 11)] {
        let sizing = size(&workload, documented(tier));
        let exceeding = sizing.constraints.iter().filter(|found| found.verdict == Fit::Exceeds).count();
        assert_eq!(exceeding, known, "{}", summary(&sizing));
        assert!(sizing.needed.hosts > Some(1_000_000));
    }
}

#[test]
fn the_json_of_a_constraint_is_flat_and_names_its_source() {
    let sizing = size(r#"{"peak_rps": 20, "cpu_us_per_request": 5000}"#, documented(Tier::Starter));
    assert_eq!(
        serde_json::to_string(&sizing.constraints[0]).unwrap(),
        r#"{"dimension":"cpu","unit":"mvCPU","demand":100,"limit":1000,"utilisation_permille":100,"verdict":"fits","source":"product guide §1.2","as_of":"2021-11-25","basis":"documented"}"#
    );
    assert_eq!(
        serde_json::to_string(&sizing.unknown[0]).unwrap(),
        r#"{"dimension":"cpu-credits","of":"workload","field":"average_requests_per_second"}"#
    );
}

#[test]
fn reasons_are_given_in_both_languages() {
    let sizing = size(r#"{"peak_rps": 300, "cpu_us_per_request": 4000}"#, documented(Tier::Starter));
    let cpu = sizing.constraint(Dimension::Cpu).unwrap();
    assert_eq!(cpu.why(Language::English), "CPU in the peak: 1200 of 1000 mvCPU (120.0 %), 200 mvCPU too much");
    assert_eq!(cpu.why(Language::Chinese), "峰值 CPU：1200 / 1000 mvCPU (120.0 %)，超出 200 mvCPU");
    let memory = sizing.constraint(Dimension::Memory).unwrap();
    assert_eq!(memory.why(Language::English), "memory of a host: the workload does not state it");
    assert_eq!(memory.why(Language::Chinese), "单台主机内存：负载未说明");
}
