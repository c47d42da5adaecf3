//! Configurations of Terraform and `OpenTofu`.

use serde_json::{Map, Value, json};

use super::blueprint::{
    ACCOUNT, Blueprint, CHARACTER_SET, HEALTHY, Kind, NETWORK, OUTBOUND, PORTS, PRIVILEGE, Parameter, RECORD_HOST,
    RECORD_LINE, RECORD_TTL, STANDBY_SUBNET, SUBNET, TLS_POLICY, WEIGHT,
};
use super::set;
use crate::plan::catalogue::DatabaseService;
use crate::plan::choice::LoadBalancerSpec;

pub(super) fn configuration(blueprint: &Blueprint<'_>) -> Value {
    let mut resources = Resources::default();
    network(blueprint, &mut resources);
    hosts(blueprint, &mut resources);
    match blueprint.plan.load_balancer {
        None => address(blueprint, &mut resources),
        Some(specification) => load_balancer(blueprint, specification, &mut resources),
    }
    if let Some(service) = blueprint.database {
        database(blueprint, service, &mut resources);
    }
    if blueprint.production() {
        let record = json!({
            "domain_name": variable("domain_name"),
            "rr": RECORD_HOST,
            "type": "A",
            "value": public_address(blueprint),
            "line": RECORD_LINE,
            "ttl": RECORD_TTL,
        });
        resources.add("alicloud_alidns_record", "record", record);
    }
    let mut configuration = json!({
        "//": blueprint.title(),
        // data_base_name of alicloud_db_database is there since 1.266.0.
        "terraform": {
            "required_providers": { "alicloud": { "source": "aliyun/alicloud", "version": ">= 1.266.0" } }
        },
        "provider": { "alicloud": { "region": variable("region") } },
    });
    // `json!` would copy what is put into it.
    set(&mut configuration, "variable", Value::Object(variables(&blueprint.parameters())));
    set(&mut configuration, "resource", Value::Object(resources.0));
    set(&mut configuration, "output", outputs(blueprint));
    configuration
}

fn network(blueprint: &Blueprint<'_>, resources: &mut Resources) {
    let vpc = json!({ "vpc_name": blueprint.name("vpc"), "cidr_block": NETWORK, "tags": tags(blueprint) });
    resources.add("alicloud_vpc", "vpc", vpc);
    let mut vswitch = |label: &str, role: &str, zone: &str, addresses: &str| {
        let vswitch = json!({
            "vswitch_name": blueprint.name(role),
            "vpc_id": attribute("alicloud_vpc.vpc", "id"),
            "zone_id": variable(zone),
            "cidr_block": addresses,
            "tags": tags(blueprint),
        });
        resources.add("alicloud_vswitch", label, vswitch);
    };
    vswitch("vswitch", "vswitch", "zone_id", SUBNET);
    if blueprint.has_standby_zone() {
        vswitch("standby_vswitch", "vswitch-2", "standby_zone_id", STANDBY_SUBNET);
    }
    let group = json!({
        "security_group_name": blueprint.name("hosts"),
        "vpc_id": attribute("alicloud_vpc.vpc", "id"),
        "tags": tags(blueprint),
    });
    resources.add("alicloud_security_group", "security_group", group);
    // No rule for SSH: in the starter tier it would stand open to everybody.
    for (port, name) in PORTS {
        let rule = json!({
            "security_group_id": attribute("alicloud_security_group.security_group", "id"),
            "type": "ingress",
            "ip_protocol": "tcp",
            "port_range": format!("{port}/{port}"),
            "cidr_ip": blueprint.source(),
            "policy": "accept",
            "priority": 1,
        });
        resources.add("alicloud_security_group_rule", name, rule);
    }
}

fn hosts(blueprint: &Blueprint<'_>, resources: &mut Resources) {
    let host = blueprint.host;
    let outbound = blueprint.outbound_bandwidth();
    for number in blueprint.hosts() {
        let (zone, vswitch) = if blueprint.is_in_standby_zone(number) {
            ("standby_zone_id", "alicloud_vswitch.standby_vswitch")
        } else {
            ("zone_id", "alicloud_vswitch.vswitch")
        };
        let mut arguments = json!({
            "instance_name": blueprint.name(&format!("host-{number}")),
            "instance_type": host.instance.code,
            "image_id": variable("image_id"),
            "system_disk_category": host.disk.category,
            "system_disk_size": host.disk.size.value(),
            "availability_zone": variable(zone),
            "vswitch_id": attribute(vswitch, "id"),
            "security_groups": [attribute("alicloud_security_group.security_group", "id")],
            // Requests come in through the elastic address or the load balancer. Behind a load balancer a host needs an
            // address of its own, which a bandwidth above 0 adds, for what it calls: package repositories, npm, open
            // platforms.
            "internet_max_bandwidth_out": outbound,
            "instance_charge_type": if blueprint.prepaid() { "PrePaid" } else { "PostPaid" },
            "tags": tags(blueprint),
        });
        if outbound > 0 {
            set(&mut arguments, "internet_charge_type", json!("PayByTraffic"));
        }
        if host.instance.burst.is_some() {
            // The other mode sells credits beyond the earned ones, without a limit.
            set(&mut arguments, "credit_specification", json!("Standard"));
        }
        if blueprint.prepaid() {
            set(&mut arguments, "period", variable("prepaid_months"));
            set(&mut arguments, "period_unit", json!("Month"));
        }
        resources.add("alicloud_instance", &host_label(number), arguments);
    }
}

/// The elastic public address of the starter tier.
fn address(blueprint: &Blueprint<'_>, resources: &mut Resources) {
    let mut eip = json!({
        "address_name": blueprint.name("eip"),
        "bandwidth": variable("public_bandwidth"),
        "internet_charge_type": if blueprint.pays_bandwidth() { "PayByBandwidth" } else { "PayByTraffic" },
        "payment_type": if blueprint.prepaid() { "Subscription" } else { "PayAsYouGo" },
        "tags": tags(blueprint),
    });
    if blueprint.prepaid() {
        set(&mut eip, "period", variable("prepaid_months"));
        set(&mut eip, "pricing_cycle", json!("Month"));
    }
    resources.add("alicloud_eip_address", "eip", eip);
    let association = json!({
        "allocation_id": attribute("alicloud_eip_address.eip", "id"),
        "instance_id": host_id(1),
    });
    resources.add("alicloud_eip_association", "eip", association);
}

fn load_balancer(blueprint: &Blueprint<'_>, specification: LoadBalancerSpec, resources: &mut Resources) {
    let by_use = specification == LoadBalancerSpec::ByUse;
    // What is billed by use cannot be paid in advance.
    let subscribed = blueprint.prepaid() && !by_use;
    let mut balancer = json!({
        "load_balancer_name": blueprint.name("load-balancer"),
        "address_type": "internet",
        "internet_charge_type": if blueprint.pays_bandwidth() { "PayByBandwidth" } else { "PayByTraffic" },
        "instance_charge_type": if by_use { "PayByCLCU" } else { "PayBySpec" },
        "payment_type": if subscribed { "Subscription" } else { "PayAsYouGo" },
        "tags": tags(blueprint),
    });
    if !by_use {
        set(&mut balancer, "load_balancer_spec", json!(specification));
    }
    if blueprint.pays_bandwidth() {
        set(&mut balancer, "bandwidth", variable("public_bandwidth"));
    }
    if subscribed {
        set(&mut balancer, "period", variable("prepaid_months"));
    }
    resources.add("alicloud_slb_load_balancer", "load_balancer", balancer);
    let id = || attribute("alicloud_slb_load_balancer.load_balancer", "id");
    let servers: Vec<Value> =
        blueprint.hosts().map(|number| json!({ "server_id": host_id(number), "weight": WEIGHT })).collect();
    let backends = json!({ "load_balancer_id": id(), "backend_servers": servers });
    resources.add("alicloud_slb_backend_server", "backends", backends);
    let certificate = json!({
        "name": blueprint.name("certificate"),
        "server_certificate": variable("certificate_chain"),
        "private_key": variable("certificate_key"),
    });
    resources.add("alicloud_slb_server_certificate", "certificate", certificate);
    let listener = json!({
        "load_balancer_id": id(),
        "protocol": "https",
        "frontend_port": 443,
        "backend_port": 80,
        // Paid by bandwidth, the listener shares in what is paid for; otherwise nothing bounds it.
        "bandwidth": if blueprint.pays_bandwidth() { variable("public_bandwidth") } else { json!(-1) },
        "scheduler": "wrr",
        "server_certificate_id": attribute("alicloud_slb_server_certificate.certificate", "id"),
        "tls_cipher_policy": TLS_POLICY,
        "health_check": "on",
        "health_check_uri": "/",
        "health_check_connect_port": 80,
        "health_check_http_code": HEALTHY,
        "sticky_session": "off",
        // The hosts only see HTTP: this header is how they know better.
        "x_forwarded_for": [{ "retrive_slb_proto": true }],
    });
    resources.add("alicloud_slb_listener", "listener", listener);
}

fn database(blueprint: &Blueprint<'_>, service: &DatabaseService, resources: &mut Resources) {
    let mut instance = json!({
        "instance_name": blueprint.name("database"),
        "engine": service.engine,
        "engine_version": service.version,
        "instance_type": service.class.value(),
        "instance_storage": service.storage.value(),
        "zone_id": variable("zone_id"),
        "vpc_id": attribute("alicloud_vpc.vpc", "id"),
        "security_ips": [SUBNET, STANDBY_SUBNET],
        // The hosts may connect over TLS; that they must is the app's to say.
        "ssl_action": "Open",
        "auto_upgrade_minor_version": "Auto",
        "sql_collector_status": "Enabled",
        // Half a year, the least that policy scanners pass.
        "sql_collector_config_value": 180,
        "instance_charge_type": if blueprint.prepaid() { "Prepaid" } else { "Postpaid" },
        "tags": tags(blueprint),
    });
    if service.standby {
        // One vswitch for each zone, in the order of the zones.
        let vswitches = "${join(\",\", [alicloud_vswitch.vswitch.id, alicloud_vswitch.standby_vswitch.id])}";
        set(&mut instance, "zone_id_slave_a", variable("standby_zone_id"));
        set(&mut instance, "vswitch_id", json!(vswitches));
    } else {
        set(&mut instance, "vswitch_id", json!(attribute("alicloud_vswitch.vswitch", "id")));
    }
    if blueprint.prepaid() {
        set(&mut instance, "period", variable("prepaid_months"));
    }
    resources.add("alicloud_db_instance", "database", instance);
    let id = || attribute("alicloud_db_instance.database", "id");
    let database = json!({
        "instance_id": id(),
        "data_base_name": blueprint.database_name(),
        "character_set": CHARACTER_SET,
    });
    resources.add("alicloud_db_database", "database", database);
    let account = json!({
        "db_instance_id": id(),
        "account_name": ACCOUNT,
        "account_password": variable("database_password"),
        // The other type, `Super`, may do everything to every database; the guide grants one (§4.6).
        "account_type": "Normal",
    });
    resources.add("alicloud_rds_account", "account", account);
    let privilege = json!({
        "instance_id": id(),
        "account_name": attribute("alicloud_rds_account.account", "account_name"),
        "db_names": [attribute("alicloud_db_database.database", "data_base_name")],
        "privilege": PRIVILEGE,
    });
    resources.add("alicloud_db_account_privilege", "privilege", privilege);
}

fn variables(parameters: &[Parameter]) -> Map<String, Value> {
    let region = ("region".to_owned(), json!({ "type": "string", "description": "Region of all resources" }));
    let declare = |parameter: &Parameter| {
        let name = parameter.words.join("_").to_ascii_lowercase();
        let description = &parameter.description;
        let checked = |condition: String, expected: String| json!([{ "condition": format!("${{{condition}}}"), "error_message": format!("Expected {expected}.") }]);
        let declared = match parameter.kind {
            Kind::Text => json!({ "type": "string", "description": description }),
            Kind::Count { least, most } => json!({
                "type": "number",
                "description": description,
                "validation": checked(
                    format!("var.{name} >= {least} && var.{name} <= {most}"),
                    format!("{least} to {most}"),
                ),
            }),
            Kind::Choice { allowed, default } => json!({
                "type": "number",
                "description": description,
                "default": default,
                "validation": checked(
                    format!("contains({}, var.{name})", json!(allowed)),
                    format!("one of {}", json!(allowed)),
                ),
            }),
            Kind::Secret { least, most } => {
                // `sensitive` hides the value in plans and logs; the state file still holds it.
                let condition = format!("length(var.{name}) >= {least} && length(var.{name}) <= {most}");
                json!({
                    "type": "string",
                    "description": description,
                    "sensitive": true,
                    "validation": checked(condition, format!("{least} to {most} characters")),
                })
            }
        };
        (name, declared)
    };
    std::iter::once(region).chain(parameters.iter().map(declare)).collect()
}

fn outputs(blueprint: &Blueprint<'_>) -> Value {
    let hosts: Vec<String> = blueprint.hosts().map(host_id).collect();
    let mut outputs = json!({
        "public_address": { "description": "Value of the DNS record", "value": public_address(blueprint) },
        "host_ids": { "description": "Hosts, in the order of their numbers", "value": hosts },
    });
    let addresses: Vec<String> = match blueprint.outbound_bandwidth() {
        0 => vec![public_address(blueprint)],
        _ => blueprint.hosts().map(|number| instance_attribute(number, "public_ip")).collect(),
    };
    set(&mut outputs, "outbound_addresses", json!({ "description": OUTBOUND, "value": addresses }));
    if blueprint.database.is_some() {
        let address = attribute("alicloud_db_instance.database", "connection_string");
        let output = json!({ "description": "Address of the database inside the network", "value": address });
        set(&mut outputs, "database_address", output);
    }
    outputs
}

fn public_address(blueprint: &Blueprint<'_>) -> String {
    match blueprint.plan.load_balancer {
        None => attribute("alicloud_eip_address.eip", "ip_address"),
        Some(_) => attribute("alicloud_slb_load_balancer.load_balancer", "address"),
    }
}

fn host_label(number: u8) -> String {
    format!("host_{number}")
}

fn host_id(number: u8) -> String {
    instance_attribute(number, "id")
}

fn instance_attribute(number: u8, name: &str) -> String {
    attribute(&format!("alicloud_instance.{}", host_label(number)), name)
}

fn tags(blueprint: &Blueprint<'_>) -> Map<String, Value> {
    blueprint.tags().iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect()
}

fn variable(name: &str) -> Value {
    // In the JSON syntax of Terraform expressions stand inside of strings.
    json!(format!("${{var.{name}}}"))
}

fn attribute(resource: &str, attribute: &str) -> String {
    format!("${{{resource}.{attribute}}}")
}

/// Resources by type and label.
#[derive(Default)]
struct Resources(Map<String, Value>);

impl Resources {
    fn add(&mut self, kind: &str, label: &str, arguments: Value) {
        let labelled = self.0.entry(kind).or_insert_with(|| json!({}));
        set(labelled, label, arguments);
    }
}
