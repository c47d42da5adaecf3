use cloudapp::app::{Billing, EnvironmentKind, Framework, Tier};
use cloudapp::plan::{Catalogue, CertificatePlace, LoadBalancerSpec, Plan};

const fn plan(environment: EnvironmentKind, tier: Tier) -> Plan {
    Plan::new(environment, tier, Billing::Prepaid)
}

fn rows(plan: Plan) -> Vec<String> {
    let rows = plan.resources(&Catalogue::documented());
    rows.iter().map(|row| format!("{} × {} {}", row.count, row.kind, row.specification)).collect()
}

#[test]
fn the_starter_tier_is_one_host_with_its_database() {
    assert_eq!(
        rows(plan(EnvironmentKind::Test, Tier::Starter)),
        [
            "1 × host ecs.t5-lc1m2.small, 1000 mvCPU, 2048 MiB, CentOS-6.5-64bit, cloud_efficiency 40 GiB",
            "1 × database MySQL on the host",
            "1 × public-address elastic public address",
        ]
    );
}

#[test]
fn the_standard_tier_is_hosts_a_database_and_a_load_balancer() {
    let scaled = plan(EnvironmentKind::Production, Tier::Standard).with_hosts(4);
    assert_eq!(
        rows(scaled.with_load_balancer(LoadBalancerSpec::S2Small)),
        [
            "4 × host ecs.c5.large, 2000 mvCPU, 4096 MiB, CentOS-6.5-64bit, cloud_efficiency 40 GiB",
            "1 × database rds.mysql.s2.large, MySQL 5.6, 250 GB",
            "1 × load-balancer slb.s2.small, public",
        ]
    );
}

#[test]
fn only_a_production_environment_needs_a_dns_record() {
    let address = [203, 0, 113, 7].into();
    for tier in [Tier::Starter, Tier::Standard] {
        let record = plan(EnvironmentKind::Production, tier).dns_record(address).unwrap();
        assert_eq!(record.to_string(), "www 600 IN A 203.0.113.7");
    }
    assert_eq!(plan(EnvironmentKind::Test, Tier::Starter).dns_record(address), None);
}

#[test]
fn the_certificate_goes_where_tls_ends() {
    assert_eq!(plan(EnvironmentKind::Test, Tier::Starter).certificate_place(), None);
    let host = plan(EnvironmentKind::Production, Tier::Starter).certificate_place().unwrap();
    assert_eq!(
        serde_json::to_string(&host).unwrap(),
        r#"{"place":"host","chain":"/home/admin/sslcert/cert.pem","key":"/home/admin/sslcert/cert.key"}"#
    );
    let standard = plan(EnvironmentKind::Production, Tier::Standard).certificate_place();
    assert_eq!(standard, Some(CertificatePlace::LoadBalancer));
}

#[test]
fn ports_lead_from_the_public_address_to_the_application() {
    let ports = |environment, tier, framework| {
        let ports = plan(environment, tier).ports(framework);
        (ports.public, ports.nginx, ports.application)
    };
    assert_eq!(ports(EnvironmentKind::Test, Tier::Starter, Framework::SpringBoot), (&[80][..], &[80][..], 8080));
    assert_eq!(
        ports(EnvironmentKind::Production, Tier::Starter, Framework::NodeJs),
        (&[80, 443][..], &[80, 443][..], 7001)
    );
    assert_eq!(ports(EnvironmentKind::Production, Tier::Standard, Framework::Php), (&[443][..], &[80][..], 9000));
}

#[test]
fn logs_are_under_the_documented_directory() {
    let logs = |framework| -> Vec<String> {
        plan(EnvironmentKind::Test, Tier::Starter).logs(framework).map(|(path, _)| path).collect()
    };
    assert_eq!(
        logs(Framework::NodeJs),
        [
            "/home/admin/logs/stdout.log",
            "/home/admin/logs/stderr.log",
            "/home/admin/logs/xdeploy/",
            "/home/admin/logs/nginx-error.log",
        ]
    );
    assert_eq!(logs(Framework::Php).len(), 6);
}
