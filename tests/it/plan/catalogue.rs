use cloudapp::plan::{Catalogue, Fact, FactError, LadderError, LoadBalancers, Mib, ProductCode};
use serde_json::{Value, json};

/// The built-in catalogue with one entry changed.
fn changed(pointer: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut catalogue = serde_json::to_value(Catalogue::documented()).unwrap();
    change(catalogue.pointer_mut(pointer).unwrap());
    catalogue.to_string()
}

fn refusal(pointer: &str, change: impl FnOnce(&mut Value)) -> (String, String) {
    let error = Catalogue::from_json(&changed(pointer, change)).unwrap_err();
    let text = error.to_string();
    let reason = text.split_once(": line ").unwrap().1.split_once(": ").unwrap().1.to_owned();
    (error.path().to_owned(), reason)
}

#[test]
fn the_built_in_catalogue_passes_its_own_check() {
    let text = serde_json::to_string(&Catalogue::documented()).unwrap();
    assert_eq!(Catalogue::from_json(&text).unwrap(), Catalogue::documented());
}

#[test]
fn the_documented_resources_are_the_guide_s() {
    let catalogue = Catalogue::documented();
    let (starter, standard) = (&catalogue.starter.host, &catalogue.standard.host);
    assert_eq!(
        [starter, standard].map(|host| format!(
            "{} {} {} {} {} {}",
            host.instance.code,
            host.instance.vcpus.value(),
            host.instance.memory.value(),
            host.image.system,
            host.disk.category,
            host.disk.size.value()
        )),
        [
            "ecs.t5-lc1m2.small 1000 mvCPU 2048 MiB CentOS-6.5-64bit cloud_efficiency 40 GiB",
            "ecs.c5.large 2000 mvCPU 4096 MiB CentOS-6.5-64bit cloud_efficiency 40 GiB",
        ]
    );
    let database = &catalogue.standard.database;
    assert_eq!(
        format!("{} {} {} {}", database.class.value(), database.engine, database.version, database.storage),
        "rds.mysql.s2.large MySQL 5.6 250 GB (product guide §1.2, 2021-11-25, documented)"
    );
    let ladder = catalogue.standard.load_balancers.as_slice();
    let last = ladder.iter().find(|rung| rung.specification.as_str() == "slb.s3.large").unwrap();
    assert_eq!(ladder.len(), 7);
    assert_eq!(
        (last.connections.value().0, last.new_connections.value().0, last.requests.value().0),
        (1_000_000, 100_000, 50_000)
    );
}

#[test]
fn a_fact_without_a_source_is_refused_at_its_place() {
    let (path, reason) = refusal("/starter/host/instance/memory", |fact| {
        fact.as_object_mut().unwrap().remove("source");
    });
    assert_eq!(path, "starter.host.instance.memory");
    assert_eq!(reason, "missing field `source`");
    let (path, reason) = refusal("/standard/load_balancers/2/requests/source", |source| *source = json!("  "));
    assert_eq!(path, "standard.load_balancers[2].requests");
    assert_eq!(reason, "an empty source, expected where the value comes from");
}

#[test]
fn a_negative_or_absurd_number_is_refused_at_its_place() {
    for (pointer, value, path, reason) in [
        (
            "/starter/host/instance/vcpus/value",
            json!(-1),
            "starter.host.instance.vcpus.value",
            "invalid value: integer `-1`, expected a whole number from 0 to 2^64-1",
        ),
        (
            "/starter/host/instance/vcpus/value",
            json!(0),
            "starter.host.instance.vcpus",
            "0 mvCPU, expected 1 to 1000000",
        ),
        (
            "/standard/host/instance/memory/value",
            json!(u64::MAX),
            "standard.host.instance.memory",
            "18446744073709551615 MiB, expected 1 to 100000000",
        ),
        (
            "/starter/host/instance/burst/baseline/value",
            json!(1001),
            "starter.host.instance.burst.baseline",
            "1001 ‰, expected 1 to 1000",
        ),
        (
            "/standard/database/storage/value",
            json!(2.5),
            "standard.database.storage.value",
            "invalid type: floating point `2.5`, expected a whole number from 0 to 2^64-1",
        ),
        (
            "/standard/database/end_of_life/value",
            json!("2021-02-30"),
            "standard.database.end_of_life.value",
            "date: no day of any calendar at byte 0, expected a day YYYY-MM-DD from 1970 to 9999",
        ),
    ] {
        assert_eq!(refusal(pointer, |entry| *entry = value), (path.to_owned(), reason.to_owned()));
    }
}

#[test]
fn a_ladder_that_falls_is_refused_with_the_entry() {
    let (path, reason) = refusal("/standard/load_balancers/3/new_connections/value", |value| *value = json!(9_999));
    assert_eq!(path, "standard.load_balancers");
    assert_eq!(reason, "entry 3 has new_connections 9999, expected at least 10000, the number of the entry before");
    let (_, reason) = refusal("/standard/load_balancers", |ladder| ladder.as_array_mut().unwrap().swap(0, 1));
    assert_eq!(reason, "entry 1 is slb.s1.small after slb.s2.small, expected each specification once, smallest first");
    let (_, reason) = refusal("/standard/load_balancers", |ladder| *ladder = json!([]));
    assert_eq!(reason, "no load balancer, expected at least one");
    assert_eq!(LoadBalancers::try_from(Vec::new()), Err(LadderError::Empty));
}

#[test]
fn equal_neighbours_of_a_ladder_are_accepted() {
    let text = changed("/standard/load_balancers/1/requests/value", |value| *value = json!(1_000));
    assert!(Catalogue::from_json(&text).is_ok());
}

#[test]
fn more_initial_credits_than_the_balance_holds_are_refused() {
    let (path, reason) =
        refusal("/starter/host/instance/burst/initial_per_vcpu/value", |value| *value = json!(288_001));
    assert_eq!(path, "starter.host.instance.burst");
    assert_eq!(reason, "initial_per_vcpu 288001 mcredits, expected at most greatest_balance, 288000 mcredits");
}

#[test]
fn an_unknown_or_missing_entry_is_refused_at_its_place() {
    let (path, reason) = refusal("/standard/host", |host| host["gpu"] = json!(1));
    assert_eq!(
        (path.as_str(), reason.as_str()),
        ("standard.host.gpu", "unknown field `gpu`, expected one of `instance`, `image`, `disk`, `nginx_connections`")
    );
    let (path, reason) = refusal("/standard", |standard| {
        standard.as_object_mut().unwrap().remove("database");
    });
    assert_eq!((path.as_str(), reason.as_str()), ("standard", "missing field `database`"));
}

#[test]
fn a_product_code_cannot_be_an_expression_of_a_template() {
    for code in ["${var.x}", "", "-a", "a b", "a\"", "{{x}}"] {
        assert!(code.parse::<ProductCode>().is_err(), "{code}");
    }
    let (path, reason) = refusal("/standard/host/instance/code", |code| *code = json!("${file(\"/etc/passwd\")}"));
    assert_eq!(path, "standard.host.instance.code");
    assert_eq!(reason, "product code: '$' at byte 0, expected a letter or a digit, and after it also '.', '_' and '-'");
}

#[test]
fn a_fact_may_have_a_link_and_say_what_others_say() {
    let catalogue = Catalogue::documented();
    let support = catalogue.standard.database.end_of_support.as_ref().unwrap();
    assert!(support.link().unwrap().starts_with("https://www.alibabacloud.com/help/en/rds/"));
    assert!(support.conflict().unwrap().contains("2025-04-21"));
    let json = r#"{"value":1,"source":"a","as_of":"2026-01-05","link":"https://example.com","conflict":"b"}"#;
    let fact: Fact<Mib> = serde_json::from_str(json).unwrap();
    assert_eq!((fact.link(), fact.conflict()), (Some("https://example.com"), Some("b")));
}

#[test]
fn a_supplied_fact_needs_a_source_and_a_plausible_value() {
    let day = "2026-01-05".parse().unwrap();
    assert_eq!(Fact::supplied(Mib(1), " ", day), Err(FactError::SourceMissing));
    let error = Fact::supplied(Mib(0), "price list 7", day).unwrap_err();
    assert_eq!(error.to_string(), "0 MiB, expected 1 to 100000000");
    let fact = Fact::supplied(Mib(1), "price list 7", day).unwrap();
    assert_eq!((fact.source(), fact.basis().as_str()), ("price list 7", "supplied"));
}
