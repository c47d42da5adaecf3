//! What the documents say.

use cloudapp::app::{Billing, EnvironmentKind, Tier};
use cloudapp::diagnostic::Language;
use cloudapp::plan::{self, Catalogue, DocumentFormat, LoadBalancerSpec, NotExpressed, Plan};
use serde_json::json;

use super::{accepted, export, names, plans, production};

fn not_expressed(plan: Plan, target: DocumentFormat) -> Vec<&'static str> {
    let export = plan::export(&accepted(plan), &names()[0], &Catalogue::documented(), target);
    export.not_expressed.iter().map(|part| part.as_str()).collect()
}

#[test]
fn a_starter_host_is_the_documented_one() {
    let plan = production(Tier::Starter, Billing::PayAsYouGo);
    let document = export(plan, &"todoApp".parse().unwrap(), DocumentFormat::Ros);
    assert_eq!(
        document["Resources"]["Host1"],
        json!({
            "Type": "ALIYUN::ECS::Instance",
            "Properties": {
                "InstanceName": "app-todoApp-production-host-1",
                "InstanceType": "ecs.t5-lc1m2.small",
                "ImageId": {"Ref": "ImageId"},
                "SystemDiskCategory": "cloud_efficiency",
                "SystemDiskSize": 40,
                "ZoneId": {"Ref": "ZoneId"},
                "VpcId": {"Fn::GetAtt": ["Vpc", "VpcId"]},
                "VSwitchId": {"Fn::GetAtt": ["VSwitch", "VSwitchId"]},
                "SecurityGroupId": {"Fn::GetAtt": ["SecurityGroup", "SecurityGroupId"]},
                "AllocatePublicIP": false,
                "InternetMaxBandwidthOut": 0,
                "InstanceChargeType": "PostPaid",
                "CreditSpecification": "Standard",
                "Tags": [
                    {"Key": "app", "Value": "todoApp"},
                    {"Key": "environment", "Value": "production"},
                    {"Key": "tier", "Value": "starter"},
                ],
            },
        })
    );
    assert_eq!(document["Parameters"]["ImageId"]["Description"], "Image with CentOS-6.5-64bit in that region");
}

#[test]
fn a_scaled_out_standard_tier_has_every_host_behind_the_load_balancer() {
    let document = export(
        production(Tier::Standard, Billing::Prepaid).with_hosts(3),
        &"a".parse().unwrap(),
        DocumentFormat::Terraform,
    );
    let resources = &document["resource"];
    assert_eq!(resources["alicloud_instance"].as_object().unwrap().len(), 3);
    assert_eq!(
        resources["alicloud_slb_backend_server"]["backends"]["backend_servers"],
        json!([
            {"server_id": "${alicloud_instance.host_1.id}", "weight": 100},
            {"server_id": "${alicloud_instance.host_2.id}", "weight": 100},
            {"server_id": "${alicloud_instance.host_3.id}", "weight": 100},
        ])
    );
    assert_eq!(resources["alicloud_slb_listener"]["listener"]["tls_cipher_policy"], "tls_cipher_policy_1_2");
    assert_eq!(resources["alicloud_slb_load_balancer"]["load_balancer"]["payment_type"], "Subscription");
    assert_eq!(resources["alicloud_alidns_record"]["record"]["ttl"], 600);
    assert_eq!(resources["alicloud_db_instance"]["database"]["instance_storage"], 250);
}

#[test]
fn a_load_balancer_paid_by_use_has_no_specification() {
    let plan = production(Tier::Standard, Billing::PayAsYouGo).with_load_balancer(LoadBalancerSpec::ByUse);
    let name = "a".parse().unwrap();
    let balancer = &export(plan, &name, DocumentFormat::Ros)["Resources"]["LoadBalancer"]["Properties"];
    assert_eq!((&balancer["InstanceChargeType"], &balancer["LoadBalancerSpec"]), (&json!("PayByCLCU"), &json!(null)));
    let document = export(plan, &name, DocumentFormat::Terraform);
    let balancer = &document["resource"]["alicloud_slb_load_balancer"]["load_balancer"];
    assert_eq!(
        (&balancer["instance_charge_type"], &balancer["load_balancer_spec"]),
        (&json!("PayByCLCU"), &json!(null))
    );
}

#[test]
fn a_year_can_be_paid_in_advance() {
    let plan = production(Tier::Starter, Billing::Prepaid);
    let months = json!([1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36]);
    let ros = export(plan, &names()[0], DocumentFormat::Ros);
    assert_eq!(ros["Parameters"]["PrepaidMonths"]["AllowedValues"], months);
    let terraform = export(plan, &names()[0], DocumentFormat::Terraform);
    assert_eq!(
        terraform["variable"]["prepaid_months"]["validation"][0]["condition"],
        "${contains([1,2,3,4,5,6,7,8,9,12,24,36], var.prepaid_months)}"
    );
    // Each resource type takes every one of these terms.
    for term in months.as_array().unwrap() {
        let mut fixed = ros.clone();
        for (resource, property) in [("Host1", "Period"), ("Eip", "Period")] {
            fixed["Resources"][resource]["Properties"][property] = term.clone();
        }
        let found = super::schema::faults(DocumentFormat::Ros, &fixed);
        assert!(found.iter().all(|fault| fault == "PrepaidMonths: declared and never used"), "{found:?}");
    }
}

#[test]
fn nobody_may_log_in_from_the_world() {
    for plan in plans() {
        for target in [DocumentFormat::Ros, DocumentFormat::Terraform] {
            let text = export(plan, &names()[0], target).to_string();
            assert!(!text.contains("22/22") && !text.contains("-1/-1"), "{plan:?}");
            let open = text.matches("0.0.0.0/0").count();
            assert_eq!(open, if plan.tier == Tier::Starter { 2 } else { 0 }, "{plan:?}");
        }
    }
}

#[test]
fn names_are_safe_for_every_app() {
    for plan in plans() {
        for name in names() {
            let document = export(plan, &name, DocumentFormat::Terraform);
            for resources in document["resource"].as_object().unwrap().values() {
                for resource in resources.as_object().unwrap().values() {
                    for (argument, value) in resource.as_object().unwrap() {
                        if argument.ends_with("_name") || argument == "name" {
                            let value = value.as_str().unwrap();
                            let expression = value.starts_with("${");
                            assert!(expression || (2..=80).contains(&value.len()), "{argument} {value}");
                        }
                    }
                }
            }
            if plan.tier == Tier::Standard {
                let database = &document["resource"]["alicloud_db_database"]["database"]["data_base_name"];
                let database = database.as_str().unwrap();
                assert_eq!(database, format!("app_{}", name.as_str().to_ascii_lowercase()));
                assert!(database.len() <= 64);
            }
        }
    }
}

#[test]
fn equal_plans_give_equal_bytes() {
    for plan in plans() {
        for target in DocumentFormat::ALL {
            let once = export(plan, &names()[3], *target).to_string();
            assert_eq!(once, export(plan, &names()[3], *target).to_string());
        }
    }
}

#[test]
fn what_is_left_to_others_is_listed() {
    let test = Plan::new(EnvironmentKind::Test, Tier::Starter, Billing::Prepaid);
    for target in [DocumentFormat::Ros, DocumentFormat::Terraform] {
        assert_eq!(
            not_expressed(test, target),
            ["allow-lists", "host-database", "host-login", "software", "test-domain"]
        );
        assert_eq!(
            not_expressed(production(Tier::Starter, Billing::PayAsYouGo), target),
            ["allow-lists", "host-certificate", "host-database", "host-login", "software"]
        );
    }
    let as_you_go = production(Tier::Standard, Billing::PayAsYouGo);
    assert_eq!(not_expressed(as_you_go, DocumentFormat::Ros), STANDARD);
    assert_eq!(without("backup-schedule", not_expressed(as_you_go, DocumentFormat::Terraform)), STANDARD);
    let prepaid = production(Tier::Standard, Billing::Prepaid);
    let by_use = prepaid.with_load_balancer(LoadBalancerSpec::ByUse);
    assert_eq!(without("prepaid-load-balancer", not_expressed(prepaid, DocumentFormat::Ros)), STANDARD);
    assert_eq!(without("backup-schedule", not_expressed(prepaid, DocumentFormat::Terraform)), STANDARD);
    let parts = without("backup-schedule", not_expressed(by_use, DocumentFormat::Terraform));
    assert_eq!(without("prepaid-load-balancer", parts), STANDARD);
    assert!(not_expressed(prepaid, DocumentFormat::Mermaid).is_empty());
    for part in NotExpressed::ALL {
        let [english, chinese] = [Language::English, Language::Chinese].map(|language| part.explanation(language));
        assert!(!english.is_empty() && !chinese.is_empty() && english != chinese);
    }
}

fn without(part: &str, mut parts: Vec<&'static str>) -> Vec<&'static str> {
    let at = parts.iter().position(|other| *other == part).unwrap();
    parts.remove(at);
    parts
}

/// What every document of a standard tier leaves to others.
const STANDARD: [&str; 6] =
    ["access-logs", "allow-lists", "database-encryption", "database-log-parameters", "host-login", "software"];

#[test]
fn every_tier_has_a_way_out_to_the_internet() {
    let starter = export(production(Tier::Starter, Billing::Prepaid), &names()[0], DocumentFormat::Ros);
    assert_eq!(starter["Outputs"]["OutboundAddresses"]["Value"], json!([{"Fn::GetAtt": ["Eip", "EipAddress"]}]));
    let plan = production(Tier::Standard, Billing::Prepaid);
    let standard = export(plan, &names()[0], DocumentFormat::Ros);
    for host in ["Host1", "Host2"] {
        let host = &standard["Resources"][host]["Properties"];
        assert_eq!(
            [&host["AllocatePublicIP"], &host["InternetMaxBandwidthOut"], &host["InternetChargeType"]],
            [&json!(true), &json!(10), &json!("PayByTraffic")]
        );
    }
    let terraform = export(plan, &names()[0], DocumentFormat::Terraform);
    assert_eq!(
        terraform["output"]["outbound_addresses"]["value"],
        json!(["${alicloud_instance.host_1.public_ip}", "${alicloud_instance.host_2.public_ip}"])
    );
}

#[test]
fn the_standard_tier_stands_in_two_zones() {
    let document =
        export(production(Tier::Standard, Billing::PayAsYouGo).with_hosts(3), &names()[0], DocumentFormat::Terraform);
    let resources = &document["resource"];
    let zone = |host: &str| resources["alicloud_instance"][host]["availability_zone"].as_str().unwrap();
    assert_eq!(
        ["host_1", "host_2", "host_3"].map(zone),
        ["${var.zone_id}", "${var.standby_zone_id}", "${var.zone_id}"]
    );
    let database = &resources["alicloud_db_instance"]["database"];
    assert_eq!(
        [&database["zone_id"], &database["zone_id_slave_a"], &database["vswitch_id"]],
        [
            "${var.zone_id}",
            "${var.standby_zone_id}",
            "${join(\",\", [alicloud_vswitch.vswitch.id, alicloud_vswitch.standby_vswitch.id])}"
        ]
    );
    assert_eq!(database["security_ips"], json!(["192.168.0.0/24", "192.168.1.0/24"]));
}

#[test]
fn a_database_of_one_node_has_no_standby() {
    let mut catalogue = serde_json::to_value(Catalogue::documented()).unwrap();
    catalogue["standard"]["database"]["standby"] = json!(false);
    let catalogue = Catalogue::from_json(&catalogue.to_string()).unwrap();
    let plan = accepted(production(Tier::Standard, Billing::PayAsYouGo));
    let document = json!(plan::export(&plan, &names()[0], &catalogue, DocumentFormat::Terraform).document);
    let database = &document["resource"]["alicloud_db_instance"]["database"];
    assert_eq!(
        (&database["zone_id_slave_a"], &database["vswitch_id"]),
        (&json!(null), &json!("${alicloud_vswitch.vswitch.id}"))
    );
}

#[test]
fn the_picture_shows_the_topology() {
    let picture = |plan| {
        let app = "shop".parse().unwrap();
        plan::export(&accepted(plan), &app, &Catalogue::documented(), DocumentFormat::Mermaid).document
    };
    assert_eq!(
        picture(production(Tier::Standard, Billing::Prepaid)).as_str().unwrap(),
        r#"flowchart LR
    %% shop production standard
    clients(["clients"])
    entrance["SLB slb.s1.small<br/>HTTPS 443, TLS ends here"]
    subgraph network ["VPC"]
        host1["ecs.c5.large, zone 1<br/>nginx, app"]
        host2["ecs.c5.large, zone 2<br/>nginx, app"]
        database[("MySQL 5.6, zone 1, standby in zone 2<br/>rds.mysql.s2.large, 250 GB")]
    end
    clients -->|"www, A, 600 s"| entrance
    entrance -->|"HTTP 80, weight 100"| host1 --> database
    entrance -->|"HTTP 80, weight 100"| host2 --> database
"#
    );
    let test = Plan::new(EnvironmentKind::Test, Tier::Starter, Billing::Prepaid);
    assert_eq!(
        picture(test).as_str().unwrap(),
        r#"flowchart LR
    %% shop test starter
    clients(["clients"])
    entrance["EIP"]
    subgraph network ["VPC"]
        host1["ecs.t5-lc1m2.small<br/>nginx, app, MySQL"]
    end
    clients -->|"domain of the platform"| entrance --> host1
"#
    );
}

#[test]
fn an_embedder_s_products_are_what_is_exported() {
    let mut catalogue = serde_json::to_value(Catalogue::documented()).unwrap();
    catalogue["standard"]["host"]["instance"]["code"] = json!("ecs.g7.xlarge");
    catalogue["standard"]["database"]["class"] =
        json!({"value": "mysql.n4.large.2c", "source": "console", "as_of": "2026-01-05"});
    catalogue["standard"]["database"]["version"] = json!("8.0");
    let catalogue = Catalogue::from_json(&catalogue.to_string()).unwrap();
    let plan = accepted(production(Tier::Standard, Billing::PayAsYouGo));
    let document = json!(plan::export(&plan, &"a".parse().unwrap(), &catalogue, DocumentFormat::Ros).document);
    assert_eq!(document["Resources"]["Host2"]["Properties"]["InstanceType"], "ecs.g7.xlarge");
    let database = &document["Resources"]["DatabaseInstance"]["Properties"];
    assert_eq!(
        (&database["DBInstanceClass"], &database["EngineVersion"]),
        (&json!("mysql.n4.large.2c"), &json!("8.0"))
    );
}
