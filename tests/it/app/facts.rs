//! The guide's tables, once more, as they are printed there.

use cloudapp::app::{
    Billing, Container, DomainSource, EnvironmentKind, Framework, Glibc, NginxVersion, NodeModules, Policy, Tier,
    TlsEnd, test_domain,
};

#[test]
fn the_environments_are_those_of_the_guide() {
    let test = EnvironmentKind::Test;
    assert_eq!((test.billings(), test.tiers()), (&[Billing::Prepaid][..], &[Tier::Starter][..]));
    assert_eq!((test.domain_source(), test.needs_certificate()), (DomainSource::Assigned, false));
    let production = EnvironmentKind::Production;
    assert_eq!(production.billings(), [Billing::Prepaid, Billing::PayAsYouGo]);
    assert_eq!(production.tiers(), [Tier::Starter, Tier::Standard]);
    assert_eq!((production.domain_source(), production.needs_certificate()), (DomainSource::Configured, true));
}

#[test]
fn tls_ends_at_the_load_balancer_where_there_is_one() {
    assert_eq!((Tier::Starter.tls_end(), Tier::Standard.tls_end()), (TlsEnd::Nginx, TlsEnd::LoadBalancer));
}

#[test]
fn the_frameworks_are_those_of_the_guide() {
    let row = |framework: Framework| {
        let runtime = framework.runtime();
        let file = |environment| runtime.nginx_file(environment);
        (runtime.container, runtime.port, file(EnvironmentKind::Test), file(EnvironmentKind::Production))
    };
    assert_eq!(
        row(Framework::SpringBoot),
        (Container::Jar, 8080, "BOOT-INF/classes/nginx/nginx-test.conf", "BOOT-INF/classes/nginx/nginx-prod.conf")
    );
    assert_eq!(row(Framework::NodeJs), (Container::Tgz, 7001, "conf/nginx.test.conf", "conf/nginx.prod.conf"));
    assert_eq!(row(Framework::Php), (Container::Zip, 9000, "nginx/nginx-test.conf", "nginx/nginx-prod.conf"));
}

#[test]
fn the_default_policy_is_the_documented_platform() {
    let policy = Policy::default();
    assert_eq!(policy.java_limit, 8);
    assert_eq!(policy.glibc, Glibc { major: 2, minor: 12 });
    assert_eq!(policy.node_modules, NodeModules::Installed);
    assert!(
        ["node", "npm", "npx", "sh", "env", "tail", "nohup"].iter().all(|name| policy.host_commands.contains(*name))
    );
    assert!(["pm2", "yarn", "git", "java"].iter().all(|name| !policy.host_commands.contains(*name)));
    assert_eq!(policy.offered.iter().copied().collect::<Vec<_>>(), [Tier::Starter]);
    assert_eq!(policy.nginx_version, NginxVersion::new(1, 22, 1));
    assert_eq!(policy.test_domain_suffix.as_str(), "mapp-test.xyz");
}

#[test]
fn the_guides_test_domain_is_made_from_its_number() {
    let suffix = Policy::default().test_domain_suffix;
    assert_eq!(test_domain(2_143_434_635, &suffix).unwrap().as_str(), "app2143434635test.mapp-test.xyz");
}

#[test]
fn hosts_of_today_have_the_versions_of_their_repositories() {
    let versions = |name: &str| {
        let policy = Policy::for_hosts(name.parse().unwrap());
        let node = policy.node.map(|node| node.to_string()).unwrap_or_default();
        format!("{} {} {node} {} {}", policy.glibc, policy.java_limit, policy.php, policy.nginx_version)
    };
    assert_eq!(versions("centos-6"), "2.12 8  7.2 1.22.1");
    assert_eq!(versions("alibaba-cloud-linux-3"), "2.32 8  7.2 1.24.0");
    assert_eq!(versions("debian-12"), "2.36 17 18.20 8.2 1.22.1");
    assert_eq!(versions("ubuntu-22.04"), "2.35 11 12.22 8.1 1.18.0");
    assert_eq!(versions("ubuntu-24.04"), "2.39 21 18.19 8.3 1.24.0");
}

#[test]
fn only_the_default_hosts_are_the_documented_ones() {
    use cloudapp::app::HostProfile;

    for profile in HostProfile::ALL {
        let is_default = Policy::for_hosts(*profile) == Policy::default();
        assert_eq!(is_default, *profile == HostProfile::CentOs6, "{profile}");
    }
}
