//! Pictures of topologies.

use super::blueprint::{Blueprint, RECORD_HOST, RECORD_TTL, WEIGHT};

/// A flowchart from the clients to the database. Names in it are checked ones, so nothing needs escaping.
pub(super) fn picture(blueprint: &Blueprint<'_>) -> String {
    let host = &blueprint.host.instance;
    let engine = blueprint.local_engine;
    let mut lines = vec![
        "flowchart LR".to_owned(),
        format!("    %% {} {} {}", blueprint.app, blueprint.plan.environment, blueprint.plan.tier),
        "    clients([\"clients\"])".to_owned(),
    ];
    let record = if blueprint.production() {
        format!("{RECORD_HOST}, A, {RECORD_TTL} s")
    } else {
        "domain of the platform".to_owned()
    };
    match blueprint.plan.load_balancer {
        None => {
            let tls = if blueprint.production() { ", TLS ends here" } else { "" };
            lines.push("    entrance[\"EIP\"]".to_owned());
            lines.push("    subgraph network [\"VPC\"]".to_owned());
            lines.push(format!("        host1[\"{}<br/>nginx{tls}, app, {engine}\"]", host.code));
            lines.push("    end".to_owned());
            lines.push(format!("    clients -->|\"{record}\"| entrance --> host1"));
        }
        Some(specification) => {
            lines.push(format!("    entrance[\"SLB {specification}<br/>HTTPS 443, TLS ends here\"]"));
            lines.push("    subgraph network [\"VPC\"]".to_owned());
            for number in blueprint.hosts() {
                let zone = 1 + u8::from(blueprint.is_in_standby_zone(number));
                lines.push(format!("        host{number}[\"{}, zone {zone}<br/>nginx, app\"]", host.code));
            }
            if let Some(service) = blueprint.database {
                let (class, storage) = (service.class.value(), service.storage.value());
                let zones = if service.standby { "zone 1, standby in zone 2" } else { "zone 1" };
                lines.push(format!(
                    "        database[(\"{} {}, {zones}<br/>{class}, {storage}\")]",
                    service.engine, service.version
                ));
            }
            lines.push("    end".to_owned());
            lines.push(format!("    clients -->|\"{record}\"| entrance"));
            for number in blueprint.hosts() {
                lines.push(format!("    entrance -->|\"HTTP 80, weight {WEIGHT}\"| host{number} --> database"));
            }
        }
    }
    lines.join("\n") + "\n"
}
