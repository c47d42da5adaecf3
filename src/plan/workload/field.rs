//! Names of a workload's fields, and which one an unknown name means.

use std::collections::BTreeSet;

use crate::diagnostic::{Phrase, nearest, shortened};
use crate::phrase;

/// Every field, with its short name.
pub(super) const FIELDS: &[(&str, Option<&str>)] = &[
    ("peak_requests_per_second", Some("peak_rps")),
    ("average_requests_per_second", Some("average_rps")),
    ("cpu_microseconds_per_request", Some("cpu_us_per_request")),
    ("memory_mib_per_instance", Some("memory_mib")),
    ("peak_connections", None),
    ("new_connections_per_second", None),
    ("database_connections_per_instance", Some("db_connections_per_instance")),
    ("database_cpu_microseconds_per_request", Some("db_cpu_us_per_request")),
    ("database_memory_mib", Some("db_memory_mib")),
    ("database_iops", Some("db_iops")),
    ("database_size_gb", Some("db_size_gb")),
    ("response_bytes", None),
    ("packets_per_second", None),
    ("disk_megabytes_per_second", Some("disk_mb_per_second")),
    ("nginx_connections_per_instance", Some("nginx_connections")),
    ("peak_minutes", None),
    ("peaks_per_day", None),
    ("headroom_permille", None),
    ("survive_instance_loss", Some("survive_one_loss")),
];

/// The refusal of a field that no workload has: with the one that is meant, or else with all.
pub(super) fn unknown(name: &str) -> Phrase {
    let field = shortened(name);
    if let Some(meant) = meant(name) {
        return phrase!(
            "unknown field `{field}`, did you mean `{meant}`?" / "未知字段 `{field}`，您要的是 `{meant}` 吗？",
            field,
            meant
        );
    }
    let fields = FIELDS.iter().map(|(field, _)| *field).collect::<Vec<_>>().join(", ");
    phrase!(
        "unknown field `{field}`, expected one of {fields}" / "未知字段 `{field}`，应为 {fields} 之一",
        field,
        fields
    )
}

/// The field whose name is a few edits away, or else the one that has the most words of `name`.
fn meant(name: &str) -> Option<&'static str> {
    let names =
        || FIELDS.iter().flat_map(|(field, short)| [Some((*field, *field)), short.map(|short| (short, *field))]);
    let names = || names().flatten();
    if let Some(near) = nearest(name, names().map(|(name, _)| name)) {
        return names().find(|(name, _)| *name == near).map(|(_, field)| field);
    }
    let words = words(name);
    let shared = |other: &str| self::words(other).intersection(&words).count();
    let best = names().map(|(name, field)| (shared(name), field));
    // The first of the best: `max_by_key` would take the last.
    best.rev().max_by_key(|(shared, _)| *shared).filter(|(shared, _)| *shared > 0).map(|(_, field)| field)
}

/// Words that say what is meant, in one spelling.
fn words(name: &str) -> BTreeSet<String> {
    let name: String = name.chars().take(64).collect();
    let words = name.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase);
    let spelled = words.map(|word| match word.as_str() {
        "avg" | "mean" => "average".to_owned(),
        "conn" | "conns" | "connection" => "connections".to_owned(),
        "database" | "mysql" => "db".to_owned(),
        "max" => "peak".to_owned(),
        "mem" | "ram" => "memory".to_owned(),
        "qps" | "request" | "requests" => "rps".to_owned(),
        _ => word,
    });
    spelled.filter(|word| !["", "per", "second", "instance", "request"].contains(&word.as_str())).collect()
}
