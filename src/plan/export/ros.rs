//! Templates of the Resource Orchestration Service.

use serde_json::{Map, Value, json};

use super::blueprint::{
    ACCOUNT, BACKUP_DAYS, BACKUP_TIME, BACKUP_WEEKDAYS, Blueprint, CHARACTER_SET, HEALTHY, Kind, NETWORK, OUTBOUND,
    PORTS, PRIVILEGE, Parameter, RECORD_HOST, RECORD_LINE, RECORD_TTL, STANDBY_SUBNET, SUBNET, TLS_POLICY, WEIGHT,
};
use super::set;
use crate::plan::catalogue::DatabaseService;
use crate::plan::choice::LoadBalancerSpec;

pub(super) fn template(blueprint: &Blueprint<'_>) -> Value {
    let mut resources = Map::new();
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
            "DomainName": reference("DomainName"),
            "RR": RECORD_HOST,
            "Type": "A",
            "Value": public_address(blueprint),
            "Line": RECORD_LINE,
            "TTL": RECORD_TTL,
        });
        add(&mut resources, "Record", "ALIYUN::DNS::DomainRecord", record);
    }
    let mut template = json!({ "ROSTemplateFormatVersion": "2015-09-01", "Description": blueprint.title() });
    // `json!` would copy what is put into it.
    set(&mut template, "Parameters", Value::Object(parameters(&blueprint.parameters())));
    set(&mut template, "Resources", Value::Object(resources));
    set(&mut template, "Outputs", outputs(blueprint));
    template
}

fn network(blueprint: &Blueprint<'_>, resources: &mut Map<String, Value>) {
    let vpc = json!({ "VpcName": blueprint.name("vpc"), "CidrBlock": NETWORK, "Tags": tags(blueprint) });
    add(resources, "Vpc", "ALIYUN::ECS::VPC", vpc);
    let mut vswitch = |id: &str, role: &str, zone: &str, addresses: &str| {
        let vswitch = json!({
            "VSwitchName": blueprint.name(role),
            "VpcId": attribute("Vpc", "VpcId"),
            "ZoneId": reference(zone),
            "CidrBlock": addresses,
            "Tags": tags(blueprint),
        });
        add(resources, id, "ALIYUN::ECS::VSwitch", vswitch);
    };
    vswitch("VSwitch", "vswitch", "ZoneId", SUBNET);
    if blueprint.has_standby_zone() {
        vswitch("StandbyVSwitch", "vswitch-2", "StandbyZoneId", STANDBY_SUBNET);
    }
    // No rule for SSH: in the starter tier it would stand open to everybody.
    let ingress = PORTS.map(|(port, _)| {
        json!({
            "IpProtocol": "tcp",
            "PortRange": format!("{port}/{port}"),
            "SourceCidrIp": blueprint.source(),
            "Policy": "accept",
            "Priority": 1,
        })
    });
    let group = json!({
        "SecurityGroupName": blueprint.name("hosts"),
        "VpcId": attribute("Vpc", "VpcId"),
        "SecurityGroupIngress": ingress,
        "Tags": tags(blueprint),
    });
    add(resources, "SecurityGroup", "ALIYUN::ECS::SecurityGroup", group);
}

fn hosts(blueprint: &Blueprint<'_>, resources: &mut Map<String, Value>) {
    let host = blueprint.host;
    // A resource for each host and no InstanceGroup: so a price can be estimated, and each host has a weight.
    let outbound = blueprint.outbound_bandwidth();
    for number in blueprint.hosts() {
        let (zone, vswitch) = if blueprint.is_in_standby_zone(number) {
            ("StandbyZoneId", "StandbyVSwitch")
        } else {
            ("ZoneId", "VSwitch")
        };
        let mut properties = json!({
            "InstanceName": blueprint.name(&format!("host-{number}")),
            "InstanceType": host.instance.code,
            "ImageId": reference("ImageId"),
            "SystemDiskCategory": host.disk.category,
            "SystemDiskSize": host.disk.size.value(),
            "ZoneId": reference(zone),
            "VpcId": attribute("Vpc", "VpcId"),
            "VSwitchId": attribute(vswitch, "VSwitchId"),
            "SecurityGroupId": attribute("SecurityGroup", "SecurityGroupId"),
            // Requests come in through the elastic address or the load balancer. Behind a load balancer a host needs an
            // address of its own for what it calls: package repositories, npm, open platforms.
            "AllocatePublicIP": outbound > 0,
            "InternetMaxBandwidthOut": outbound,
            "InstanceChargeType": if blueprint.prepaid() { "PrePaid" } else { "PostPaid" },
            "Tags": tags(blueprint),
        });
        if outbound > 0 {
            set(&mut properties, "InternetChargeType", json!("PayByTraffic"));
        }
        if host.instance.burst.is_some() {
            // The other mode sells credits beyond the earned ones, without a limit.
            set(&mut properties, "CreditSpecification", json!("Standard"));
        }
        if blueprint.prepaid() {
            set(&mut properties, "Period", reference("PrepaidMonths"));
            set(&mut properties, "PeriodUnit", json!("Month"));
        }
        add(resources, &host_id(number), "ALIYUN::ECS::Instance", properties);
    }
}

/// The elastic public address of the starter tier.
fn address(blueprint: &Blueprint<'_>, resources: &mut Map<String, Value>) {
    let mut eip = json!({
        "Name": blueprint.name("eip"),
        "Bandwidth": reference("PublicBandwidth"),
        "InternetChargeType": if blueprint.pays_bandwidth() { "PayByBandwidth" } else { "PayByTraffic" },
        "InstanceChargeType": if blueprint.prepaid() { "Subscription" } else { "PayAsYouGo" },
        "Tags": tags(blueprint),
    });
    if blueprint.prepaid() {
        set(&mut eip, "Period", reference("PrepaidMonths"));
        set(&mut eip, "PricingCycle", json!("Month"));
    }
    add(resources, "Eip", "ALIYUN::VPC::EIP", eip);
    let association = json!({
        "AllocationId": attribute("Eip", "AllocationId"),
        "InstanceId": attribute(&host_id(1), "InstanceId"),
    });
    add(resources, "EipAssociation", "ALIYUN::VPC::EIPAssociation", association);
}

fn load_balancer(blueprint: &Blueprint<'_>, specification: LoadBalancerSpec, resources: &mut Map<String, Value>) {
    // ROS has no field for a prepaid one: `not_expressed` says so.
    let mut balancer = json!({
        "LoadBalancerName": blueprint.name("load-balancer"),
        "AddressType": "internet",
        "InternetChargeType": if blueprint.pays_bandwidth() { "PayByBandwidth" } else { "PayByTraffic" },
        "Tags": tags(blueprint),
    });
    if specification == LoadBalancerSpec::ByUse {
        set(&mut balancer, "InstanceChargeType", json!("PayByCLCU"));
    } else {
        set(&mut balancer, "InstanceChargeType", json!("PayBySpec"));
        set(&mut balancer, "LoadBalancerSpec", json!(specification));
    }
    if blueprint.pays_bandwidth() {
        set(&mut balancer, "Bandwidth", reference("PublicBandwidth"));
    }
    add(resources, "LoadBalancer", "ALIYUN::SLB::LoadBalancer", balancer);
    let servers: Vec<Value> = blueprint
        .hosts()
        .map(|number| json!({ "ServerId": attribute(&host_id(number), "InstanceId"), "Weight": WEIGHT }))
        .collect();
    let backends = json!({ "LoadBalancerId": attribute("LoadBalancer", "LoadBalancerId"), "BackendServers": servers });
    add(resources, "Backends", "ALIYUN::SLB::BackendServerAttachment", backends);
    let certificate = json!({
        "CertificateName": blueprint.name("certificate"),
        "CertificateType": "Server",
        "Certificate": reference("CertificateChain"),
        "PrivateKey": reference("CertificateKey"),
    });
    add(resources, "Certificate", "ALIYUN::SLB::Certificate", certificate);
    let listener = json!({
        "LoadBalancerId": attribute("LoadBalancer", "LoadBalancerId"),
        "Protocol": "https",
        "ListenerPort": 443,
        "BackendServerPort": 80,
        // Paid by bandwidth, the listener shares in what is paid for; otherwise nothing bounds it.
        "Bandwidth": if blueprint.pays_bandwidth() { reference("PublicBandwidth") } else { json!(-1) },
        // Weighted: plain round robin would not look at the weights of hosts.
        "Scheduler": "wrr",
        "ServerCertificateId": attribute("Certificate", "CertificateId"),
        "TLSCipherPolicy": TLS_POLICY,
        "HealthCheck": { "Switch": "on", "URI": "/", "Port": 80, "HttpCode": HEALTHY },
        // The hosts only see HTTP: this header is how they know better.
        "Persistence": { "StickySession": "off", "XForwardedFor_proto": "on" },
    });
    add(resources, "Listener", "ALIYUN::SLB::Listener", listener);
}

fn database(blueprint: &Blueprint<'_>, service: &DatabaseService, resources: &mut Map<String, Value>) {
    let mut instance = json!({
        "DBInstanceDescription": blueprint.name("database"),
        "Engine": service.engine,
        "EngineVersion": service.version,
        "DBInstanceClass": service.class.value(),
        "DBInstanceStorage": service.storage.value(),
        "ZoneId": reference("ZoneId"),
        "InstanceNetworkType": "VPC",
        "VpcId": attribute("Vpc", "VpcId"),
        // Without a list the database answers 127.0.0.1 only.
        "SecurityIPList": format!("{SUBNET},{STANDBY_SUBNET}"),
        // The hosts may connect over TLS; that they must is the app's to say.
        "SSLSetting": "EnabledForInnerConnection",
        "AutoUpgradeMinorVersion": "Auto",
        "SQLCollectorStatus": "Enable",
        "BackupPolicyMode": "DataBackupPolicy",
        "BackupRetentionPeriod": BACKUP_DAYS,
        "PreferredBackupPeriod": BACKUP_WEEKDAYS,
        "PreferredBackupTime": BACKUP_TIME,
        "PayType": if blueprint.prepaid() { "Prepaid" } else { "Postpaid" },
        "Tags": tag_map(blueprint),
    });
    if service.standby {
        // One vswitch for each zone, in the order of the zones.
        let vswitches = ["VSwitch", "StandbyVSwitch"].map(|vswitch| attribute(vswitch, "VSwitchId"));
        set(&mut instance, "SlaveZoneIds", json!([reference("StandbyZoneId")]));
        set(&mut instance, "VSwitchId", json!({ "Fn::Join": [",", vswitches] }));
    } else {
        set(&mut instance, "VSwitchId", attribute("VSwitch", "VSwitchId"));
    }
    if blueprint.prepaid() {
        set(&mut instance, "Period", reference("PrepaidMonths"));
        set(&mut instance, "PeriodType", json!("Month"));
    }
    add(resources, "DatabaseInstance", "ALIYUN::RDS::DBInstance", instance);
    let id = || attribute("DatabaseInstance", "DBInstanceId");
    let database = json!({
        "DBInstanceId": id(),
        "DBName": blueprint.database_name(),
        "CharacterSetName": CHARACTER_SET,
    });
    add(resources, "Database", "ALIYUN::RDS::Database", database);
    let account = json!({
        "DBInstanceId": id(),
        "AccountName": ACCOUNT,
        "AccountPassword": reference("DatabasePassword"),
        // The other type, `Super`, may do everything to every database; the guide grants one (§4.6).
        "AccountType": "Normal",
    });
    add(resources, "Account", "ALIYUN::RDS::Account", account);
    let privilege = json!({
        "DBInstanceId": id(),
        "AccountName": attribute("Account", "AccountName"),
        "DBName": attribute("Database", "DBName"),
        "AccountPrivilege": PRIVILEGE,
    });
    add(resources, "Privilege", "ALIYUN::RDS::AccountPrivilege", privilege);
}

fn parameters(parameters: &[Parameter]) -> Map<String, Value> {
    let declare = |parameter: &Parameter| {
        let description = &parameter.description;
        let declared = match parameter.kind {
            Kind::Text => json!({ "Type": "String", "Description": description, "MinLength": 1 }),
            Kind::Count { least, most } => {
                json!({ "Type": "Number", "Description": description, "MinValue": least, "MaxValue": most })
            }
            Kind::Choice { allowed, default } => json!({
                "Type": "Number",
                "Description": description,
                "AllowedValues": allowed,
                "Default": default,
            }),
            // `NoEcho` keeps the value out of the console and of what describes the stack.
            Kind::Secret { least, most } => json!({
                "Type": "String",
                "Description": description,
                "NoEcho": true,
                "MinLength": least,
                "MaxLength": most,
            }),
        };
        (parameter.words.concat(), declared)
    };
    parameters.iter().map(declare).collect()
}

fn outputs(blueprint: &Blueprint<'_>) -> Value {
    let hosts: Vec<Value> = blueprint.hosts().map(|number| attribute(&host_id(number), "InstanceId")).collect();
    let mut outputs = json!({
        "PublicAddress": { "Description": "Value of the DNS record", "Value": public_address(blueprint) },
        "HostIds": { "Description": "Hosts, in the order of their numbers", "Value": hosts },
    });
    let addresses: Vec<Value> = match blueprint.outbound_bandwidth() {
        0 => vec![public_address(blueprint)],
        _ => blueprint.hosts().map(|number| attribute(&host_id(number), "PublicIp")).collect(),
    };
    set(&mut outputs, "OutboundAddresses", json!({ "Description": OUTBOUND, "Value": addresses }));
    if blueprint.database.is_some() {
        let address = attribute("DatabaseInstance", "InnerConnectionString");
        set(
            &mut outputs,
            "DatabaseAddress",
            json!({ "Description": "Address of the database inside the network", "Value": address }),
        );
    }
    outputs
}

fn public_address(blueprint: &Blueprint<'_>) -> Value {
    match blueprint.plan.load_balancer {
        None => attribute("Eip", "EipAddress"),
        Some(_) => attribute("LoadBalancer", "IpAddress"),
    }
}

fn host_id(number: u8) -> String {
    format!("Host{number}")
}

fn tags(blueprint: &Blueprint<'_>) -> Vec<Value> {
    blueprint.tags().iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect()
}

fn tag_map(blueprint: &Blueprint<'_>) -> Map<String, Value> {
    blueprint.tags().iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect()
}

fn reference(parameter: &str) -> Value {
    json!({ "Ref": parameter })
}

fn attribute(resource: &str, attribute: &str) -> Value {
    json!({ "Fn::GetAtt": [resource, attribute] })
}

fn add(resources: &mut Map<String, Value>, id: &str, kind: &str, properties: Value) {
    let mut resource = json!({ "Type": kind });
    set(&mut resource, "Properties", properties);
    resources.insert(id.to_owned(), resource);
}
