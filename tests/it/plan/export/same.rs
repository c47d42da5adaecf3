//! One plan says the same in both languages, property by property.

use std::collections::{BTreeMap, BTreeSet};

use cloudapp::app::{Billing, Tier};
use cloudapp::plan::DocumentFormat;
use serde_json::{Value, json};

use super::{export, names, plans};

type Pairs = &'static [(&'static str, &'static str)];

/// Which resource of Terraform is which of ROS, and which argument which property. A property on one side only stands
/// alone, with the reason why.
const PAIRS: &[(&str, &str, Pairs)] = &[
    ("ALIYUN::ECS::VPC", "alicloud_vpc", &[("VpcName", "vpc_name"), ("CidrBlock", "cidr_block"), ("Tags", "tags")]),
    (
        "ALIYUN::ECS::VSwitch",
        "alicloud_vswitch",
        &[
            ("VSwitchName", "vswitch_name"),
            ("VpcId", "vpc_id"),
            ("ZoneId", "zone_id"),
            ("CidrBlock", "cidr_block"),
            ("Tags", "tags"),
        ],
    ),
    (
        "ALIYUN::ECS::SecurityGroup",
        "alicloud_security_group",
        &[
            ("SecurityGroupName", "security_group_name"),
            ("VpcId", "vpc_id"),
            ("Tags", "tags"),
            // Rules are resources of their own in Terraform: `rules_of_the_security_group_are_the_same`.
            ("SecurityGroupIngress", ""),
        ],
    ),
    (
        "ALIYUN::ECS::Instance",
        "alicloud_instance",
        &[
            ("InstanceName", "instance_name"),
            ("InstanceType", "instance_type"),
            ("ImageId", "image_id"),
            ("SystemDiskCategory", "system_disk_category"),
            ("SystemDiskSize", "system_disk_size"),
            ("ZoneId", "availability_zone"),
            ("VSwitchId", "vswitch_id"),
            ("SecurityGroupId", "security_groups"),
            ("InternetMaxBandwidthOut", "internet_max_bandwidth_out"),
            ("InternetChargeType", "internet_charge_type"),
            ("InstanceChargeType", "instance_charge_type"),
            ("Tags", "tags"),
            ("CreditSpecification", "credit_specification"),
            ("Period", "period"),
            ("PeriodUnit", "period_unit"),
            // Terraform takes the network from the vswitch, and gives a public address only for a bandwidth above 0.
            ("VpcId", ""),
            ("AllocatePublicIP", ""),
        ],
    ),
    (
        "ALIYUN::VPC::EIP",
        "alicloud_eip_address",
        &[
            ("Name", "address_name"),
            ("Bandwidth", "bandwidth"),
            ("InternetChargeType", "internet_charge_type"),
            ("InstanceChargeType", "payment_type"),
            ("Tags", "tags"),
            ("Period", "period"),
            ("PricingCycle", "pricing_cycle"),
        ],
    ),
    (
        "ALIYUN::VPC::EIPAssociation",
        "alicloud_eip_association",
        &[("AllocationId", "allocation_id"), ("InstanceId", "instance_id")],
    ),
    (
        "ALIYUN::SLB::LoadBalancer",
        "alicloud_slb_load_balancer",
        &[
            ("LoadBalancerName", "load_balancer_name"),
            ("AddressType", "address_type"),
            ("InternetChargeType", "internet_charge_type"),
            ("InstanceChargeType", "instance_charge_type"),
            ("LoadBalancerSpec", "load_balancer_spec"),
            ("Bandwidth", "bandwidth"),
            ("Tags", "tags"),
            // ROS cannot order it prepaid: the export says so.
            ("", "payment_type"),
            ("", "period"),
        ],
    ),
    (
        "ALIYUN::SLB::BackendServerAttachment",
        "alicloud_slb_backend_server",
        &[("LoadBalancerId", "load_balancer_id"), ("BackendServers", "backend_servers")],
    ),
    (
        "ALIYUN::SLB::Certificate",
        "alicloud_slb_server_certificate",
        &[
            ("CertificateName", "name"),
            ("Certificate", "server_certificate"),
            ("PrivateKey", "private_key"),
            // The type of resource says it in Terraform.
            ("CertificateType", ""),
        ],
    ),
    (
        "ALIYUN::SLB::Listener",
        "alicloud_slb_listener",
        &[
            ("LoadBalancerId", "load_balancer_id"),
            ("Protocol", "protocol"),
            ("ListenerPort", "frontend_port"),
            ("BackendServerPort", "backend_port"),
            ("Bandwidth", "bandwidth"),
            ("Scheduler", "scheduler"),
            ("ServerCertificateId", "server_certificate_id"),
            ("TLSCipherPolicy", "tls_cipher_policy"),
            ("HealthCheck.Switch", "health_check"),
            ("HealthCheck.URI", "health_check_uri"),
            ("HealthCheck.Port", "health_check_connect_port"),
            ("HealthCheck.HttpCode", "health_check_http_code"),
            ("Persistence.StickySession", "sticky_session"),
            ("Persistence.XForwardedFor_proto", "x_forwarded_for"),
        ],
    ),
    (
        "ALIYUN::RDS::DBInstance",
        "alicloud_db_instance",
        &[
            ("DBInstanceDescription", "instance_name"),
            ("Engine", "engine"),
            ("EngineVersion", "engine_version"),
            ("DBInstanceClass", "instance_type"),
            ("DBInstanceStorage", "instance_storage"),
            ("ZoneId", "zone_id"),
            ("VpcId", "vpc_id"),
            ("VSwitchId", "vswitch_id"),
            ("SecurityIPList", "security_ips"),
            ("SlaveZoneIds", "zone_id_slave_a"),
            ("AutoUpgradeMinorVersion", "auto_upgrade_minor_version"),
            // The words differ: `the_database_is_guarded_alike`.
            ("SSLSetting", ""),
            ("", "ssl_action"),
            ("SQLCollectorStatus", ""),
            ("", "sql_collector_status"),
            // ROS has no field for how long the audit is kept.
            ("", "sql_collector_config_value"),
            // The policy of backups is a resource of its own in Terraform: the export says so.
            ("BackupPolicyMode", ""),
            ("BackupRetentionPeriod", ""),
            ("PreferredBackupPeriod", ""),
            ("PreferredBackupTime", ""),
            ("PayType", "instance_charge_type"),
            ("Tags", "tags"),
            ("Period", "period"),
            // Terraform counts in months, and takes the kind of network from the vswitch.
            ("PeriodType", ""),
            ("InstanceNetworkType", ""),
        ],
    ),
    (
        "ALIYUN::RDS::Database",
        "alicloud_db_database",
        &[("DBInstanceId", "instance_id"), ("DBName", "data_base_name"), ("CharacterSetName", "character_set")],
    ),
    (
        "ALIYUN::RDS::Account",
        "alicloud_rds_account",
        &[
            ("DBInstanceId", "db_instance_id"),
            ("AccountName", "account_name"),
            ("AccountPassword", "account_password"),
            ("AccountType", "account_type"),
        ],
    ),
    (
        "ALIYUN::RDS::AccountPrivilege",
        "alicloud_db_account_privilege",
        &[
            ("DBInstanceId", "instance_id"),
            ("AccountName", "account_name"),
            ("DBName", "db_names"),
            ("AccountPrivilege", "privilege"),
        ],
    ),
    (
        "ALIYUN::DNS::DomainRecord",
        "alicloud_alidns_record",
        &[
            ("DomainName", "domain_name"),
            ("RR", "rr"),
            ("Type", "type"),
            ("Value", "value"),
            ("Line", "line"),
            ("TTL", "ttl"),
        ],
    ),
];

#[test]
fn one_plan_says_the_same_in_both_languages() {
    let mut compared = 0;
    for plan in plans() {
        for name in names() {
            let (ros, terraform) =
                (export(plan, &name, DocumentFormat::Ros), export(plan, &name, DocumentFormat::Terraform));
            for (ros_kind, terraform_kind, pairs) in PAIRS {
                let ros: Vec<BTreeMap<String, String>> = ros["Resources"]
                    .as_object()
                    .unwrap()
                    .values()
                    .filter(|resource| resource["Type"] == *ros_kind)
                    .map(|resource| flat(&resource["Properties"], ros_word))
                    .collect();
                let terraform: Vec<BTreeMap<String, String>> = terraform["resource"][terraform_kind]
                    .as_object()
                    .map(|labelled| labelled.values().map(|resource| flat(resource, terraform_word)).collect())
                    .unwrap_or_default();
                assert_eq!(ros.len(), terraform.len(), "{plan:?}: number of {ros_kind}");
                let said = |resource: &BTreeMap<String, String>, side: usize| -> BTreeSet<(String, String)> {
                    let mut said = BTreeSet::new();
                    for (key, value) in resource {
                        let pair = pairs.iter().find(|pair| [pair.0, pair.1][side] == key);
                        let (left, right) = pair.unwrap_or_else(|| panic!("{ros_kind}: {key} is in no pair"));
                        if !left.is_empty() && !right.is_empty() {
                            said.insert(((*left).to_owned(), value.clone()));
                        }
                    }
                    said
                };
                let left: BTreeSet<_> = ros.iter().map(|resource| said(resource, 0)).collect();
                let right: BTreeSet<_> = terraform.iter().map(|resource| said(resource, 1)).collect();
                assert_eq!(left, right, "{plan:?} {name}: {ros_kind}");
                compared += left.iter().map(BTreeSet::len).sum::<usize>();
            }
        }
    }
    assert!(compared > 3_000, "only {compared} properties were compared");
}

#[test]
fn the_database_is_guarded_alike() {
    let plan = super::production(Tier::Standard, Billing::PayAsYouGo);
    let (ros, terraform) =
        (export(plan, &names()[0], DocumentFormat::Ros), export(plan, &names()[0], DocumentFormat::Terraform));
    let instance = &ros["Resources"]["DatabaseInstance"]["Properties"];
    let argument = &terraform["resource"]["alicloud_db_instance"]["database"];
    assert_eq!(
        [
            &instance["SSLSetting"],
            &instance["SQLCollectorStatus"],
            &argument["ssl_action"],
            &argument["sql_collector_status"]
        ],
        ["EnabledForInnerConnection", "Enable", "Open", "Enabled"]
    );
    assert_eq!(argument["sql_collector_config_value"], 180);
    assert_eq!(
        (&instance["BackupRetentionPeriod"], &instance["PreferredBackupTime"]),
        (&json!(7), &json!("18:00Z-19:00Z"))
    );
}

#[test]
fn rules_of_the_security_group_are_the_same() {
    for plan in plans() {
        let (ros, terraform) =
            (export(plan, &names()[0], DocumentFormat::Ros), export(plan, &names()[0], DocumentFormat::Terraform));
        let rules = &ros["Resources"]["SecurityGroup"]["Properties"]["SecurityGroupIngress"];
        let left: BTreeSet<String> = rules
            .as_array()
            .unwrap()
            .iter()
            .map(|rule| {
                let [protocol, ports, source] = ["IpProtocol", "PortRange", "SourceCidrIp"].map(|key| &rule[key]);
                format!("{protocol} {ports} {source} {} {}", rule["Policy"], rule["Priority"])
            })
            .collect();
        let rules = terraform["resource"]["alicloud_security_group_rule"].as_object().unwrap();
        let right: BTreeSet<String> = rules
            .values()
            .map(|rule| {
                assert_eq!(rule["type"], "ingress");
                let [protocol, ports, source] = ["ip_protocol", "port_range", "cidr_ip"].map(|key| &rule[key]);
                format!("{protocol} {ports} {source} {} {}", rule["policy"], rule["priority"])
            })
            .collect();
        assert_eq!(left, right);
        assert_eq!(left.len(), 2);
    }
}

#[test]
fn both_languages_ask_for_the_same() {
    for plan in plans() {
        let (ros, terraform) =
            (export(plan, &names()[0], DocumentFormat::Ros), export(plan, &names()[0], DocumentFormat::Terraform));
        let asked = |declared: &Value, description: &str, secret: &str, default: &str| -> BTreeSet<String> {
            let declared = declared.as_object().unwrap();
            let word = |(name, parameter): (&String, &Value)| {
                let name = name.replace('_', "").to_ascii_lowercase();
                let hidden = parameter[secret] == true;
                format!("{name} {hidden} {} {}", parameter[default], parameter[description])
            };
            declared.iter().map(word).filter(|word| !word.starts_with("region ")).collect()
        };
        assert_eq!(
            asked(&ros["Parameters"], "Description", "NoEcho", "Default"),
            asked(&terraform["variable"], "description", "sensitive", "default")
        );
    }
}

/// Properties by dotted path. Lists and nested blocks that say one thing become that thing.
fn flat(value: &Value, word: fn(&Value) -> Option<String>) -> BTreeMap<String, String> {
    fn walk(value: &Value, path: &str, word: fn(&Value) -> Option<String>, found: &mut BTreeMap<String, String>) {
        let leaf = word(value);
        match (leaf, value) {
            (Some(leaf), _) => {
                found.insert(path.to_owned(), leaf);
            }
            (None, Value::Object(object)) => {
                for (key, value) in object {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    walk(value, &path, word, found);
                }
            }
            (None, _) => panic!("{path}: {value}"),
        }
    }
    let mut found = BTreeMap::new();
    walk(value, "", word, &mut found);
    found
}

/// A value of ROS in words that both languages share.
fn ros_word(value: &Value) -> Option<String> {
    if let Some(parameter) = value["Ref"].as_str() {
        return Some(format!("parameter {}", parameter.to_ascii_lowercase()));
    }
    if let Some(joined) = value["Fn::Join"].as_array() {
        return Some(
            joined[1].as_array().unwrap().iter().map(|part| ros_word(part).unwrap()).collect::<Vec<_>>().join(","),
        );
    }
    if let Some(target) = value["Fn::GetAtt"].as_array() {
        return Some(format!("from {}", thing(target[0].as_str().unwrap(), target[1].as_str().unwrap())));
    }
    match value {
        Value::Array(items) if items.iter().all(|item| item["Key"].is_string()) => {
            let tag = |item: &Value| format!("{}={}", item["Key"].as_str().unwrap(), item["Value"].as_str().unwrap());
            Some(items.iter().map(tag).collect::<Vec<_>>().join(","))
        }
        Value::Array(items) if items.iter().all(|item| item["ServerId"].is_object()) => {
            let server = |item: &Value| format!("{} {}", ros_word(&item["ServerId"]).unwrap(), item["Weight"]);
            Some(items.iter().map(server).collect::<Vec<_>>().join(","))
        }
        Value::Array(items) if items.len() == 1 && items[0]["Ref"].is_string() => ros_word(&items[0]),
        Value::Array(_) => Some("rules".to_owned()),
        Value::Object(object) if object.contains_key("tier") => {
            let tag = |(key, value): (&String, &Value)| format!("{key}={}", value.as_str().unwrap());
            Some(object.iter().map(tag).collect::<Vec<_>>().join(","))
        }
        Value::Object(_) => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// A value of Terraform in words that both languages share.
fn terraform_word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => match text.strip_prefix("${").and_then(|text| text.strip_suffix('}')) {
            None => Some(text.clone()),
            Some(inside) if inside.starts_with("join(\",\", [") => {
                let parts = inside.trim_start_matches("join(\",\", [").trim_end_matches("])").split(", ");
                let word = |part| terraform_word(&json!(format!("${{{part}}}"))).unwrap();
                Some(parts.map(word).collect::<Vec<_>>().join(","))
            }
            Some(inside) => {
                let parts: Vec<&str> = inside.split('.').collect();
                match parts.as_slice() {
                    ["var", name] => Some(format!("parameter {}", name.replace('_', ""))),
                    [_, label, attribute] => Some(format!("from {}", thing(label, attribute))),
                    _ => panic!("{inside}"),
                }
            }
        },
        Value::Array(items) if items.iter().all(Value::is_string) => {
            Some(items.iter().map(|item| terraform_word(item).unwrap()).collect::<Vec<_>>().join(","))
        }
        Value::Array(items) if items[0]["retrive_slb_proto"] == true => Some("on".to_owned()),
        Value::Array(items) => {
            let server = |item: &Value| format!("{} {}", terraform_word(&item["server_id"]).unwrap(), item["weight"]);
            Some(items.iter().map(server).collect::<Vec<_>>().join(","))
        }
        Value::Object(object) if object.contains_key("tier") => {
            let tag = |(key, value): (&String, &Value)| format!("{key}={}", value.as_str().unwrap());
            Some(object.iter().map(tag).collect::<Vec<_>>().join(","))
        }
        Value::Object(_) => None,
        other => Some(other.to_string()),
    }
}

/// A resource and what is read of it: its id, its name or its address.
fn thing(resource: &str, attribute: &str) -> String {
    let resource = resource.replace('_', "").to_ascii_lowercase();
    // The database service is `DatabaseInstance` beside the `Database` inside it; in Terraform types tell them apart.
    let resource = if resource == "databaseinstance" { "database".to_owned() } else { resource };
    let attribute = attribute.to_ascii_lowercase();
    let read = if attribute.ends_with("id") {
        "id"
    } else if attribute.ends_with("name") {
        "name"
    } else if attribute.contains("address") {
        "address"
    } else {
        panic!("{attribute}")
    };
    format!("{resource} {read}")
}
