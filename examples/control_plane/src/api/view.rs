//! Apps as screens show them.

use cloudapp::app::EnvironmentKind;
use cloudapp::release::{App, Environment};
use serde_json::{Value, json};

/// An app and its environments.
pub(super) fn app(app: &App) -> Value {
    let environments = EnvironmentKind::ALL.iter().map(|kind| {
        let environment = app.environment(*kind);
        (kind.as_str().to_owned(), view(environment))
    });
    json!({
        "number": app.number(),
        "name": app.name(),
        "framework": app.framework(),
        "description": app.description(),
        "revision": app.revision(),
        "deleted": app.is_deleted(),
        "environments": environments.collect::<serde_json::Map<_, _>>(),
    })
}

fn view(environment: &Environment) -> Value {
    let status = environment.status();
    let built = environment.built();
    let hosts = built.into_iter().flat_map(|built| {
        built.machine.numbered().map(|(number, host)| {
            let status = built.machine.host_status(host);
            let version = host.installed.and_then(|deployment| built.version(deployment.version));
            json!({
                "number": number,
                "status": status,
                "label": status.label(),
                "weight": host.weight,
                "in_rotation": host.in_rotation,
                "healthy": host.healthy,
                "version": version.map(|version| &version.label),
                "epoch": host.epoch,
            })
        })
    });
    json!({
        "status": status,
        "label": status.label(),
        "busy": status.is_busy(),
        "version": environment.current_version().map(|version| &version.label),
        "domain": built.and_then(|built| built.domain_name()),
        "certificate": built.and_then(|built| built.certificate),
        "order": built.and_then(|built| built.machine.order()).map(|order| &order.id),
        "hosts": hosts.collect::<Vec<_>>(),
        "waits_for": environment.outstanding(),
    })
}
