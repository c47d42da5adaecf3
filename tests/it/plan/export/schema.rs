//! Templates against the schemas in `tests/corpus/plan`: a reader of its own, which knows nothing of the exporters.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use cloudapp::app::{Billing, Tier};
use cloudapp::plan::{DocumentFormat, Plan};
use serde_json::{Map, Value, json};

use super::{export, names, plans, production};

/// What is wrong with a template, in words; empty when nothing is.
pub fn faults(target: DocumentFormat, document: &Value) -> Vec<String> {
    let mut reader = Reader { schema: Schema::of(target), document, used: BTreeSet::new(), faults: Vec::new() };
    match target {
        DocumentFormat::Ros => reader.ros(),
        DocumentFormat::Terraform => reader.terraform(),
        other => panic!("{other} has no schema"),
    }
    reader.faults
}

struct Schema {
    target: DocumentFormat,
    /// Resource type, then path, to the row.
    rows: BTreeMap<String, BTreeMap<String, Row>>,
}

#[derive(Debug)]
struct Row {
    need: String,
    kind: String,
    bounds: String,
    relations: String,
}

impl Schema {
    fn of(target: DocumentFormat) -> &'static Self {
        static ROS: OnceLock<Schema> = OnceLock::new();
        static TERRAFORM: OnceLock<Schema> = OnceLock::new();
        let read = if target == DocumentFormat::Ros { &ROS } else { &TERRAFORM };
        read.get_or_init(|| Self::read(target))
    }

    fn read(target: DocumentFormat) -> Self {
        let text = match target {
            DocumentFormat::Ros => include_str!("../../../corpus/plan/ros.tsv"),
            _ => include_str!("../../../corpus/plan/terraform.tsv"),
        };
        let mut rows: BTreeMap<String, BTreeMap<String, Row>> = BTreeMap::new();
        for line in text.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            let cell = |index: usize| cells.get(index).copied().unwrap_or_default().to_owned();
            let row = Row { need: cell(2), kind: cell(3), bounds: cell(4), relations: cell(5) };
            rows.entry(cell(0)).or_default().insert(cell(1), row);
        }
        assert!(rows.len() >= 15, "an emptied schema accepts everything");
        Self { target, rows }
    }

    /// Rows right below `prefix`, which is empty or ends with a separator.
    fn level(&'static self, kind: &str, prefix: &str) -> impl Iterator<Item = (&'static str, &'static Row)> {
        let rows = self.rows.get(kind).into_iter().flatten();
        rows.filter_map(move |(path, row)| {
            let name = path.strip_prefix(prefix)?;
            (!name.is_empty() && !name.contains(['.', '[', '@'])).then_some((name, row))
        })
    }
}

struct Reader<'a> {
    schema: &'static Schema,
    document: &'a Value,
    used: BTreeSet<String>,
    faults: Vec<String>,
}

impl Reader<'_> {
    fn fault(&mut self, place: &str, what: impl std::fmt::Display) {
        self.faults.push(format!("{place}: {what}"));
    }

    fn ros(&mut self) {
        let document = self.document;
        for key in document.as_object().unwrap().keys() {
            if !["ROSTemplateFormatVersion", "Description", "Parameters", "Resources", "Outputs"]
                .contains(&key.as_str())
            {
                self.fault(key, "unknown section");
            }
        }
        if document["ROSTemplateFormatVersion"] != "2015-09-01" {
            self.fault("ROSTemplateFormatVersion", "not 2015-09-01");
        }
        if document.to_string().len() > 512 * 1024 || document["Resources"].as_object().unwrap().len() > 200 {
            self.fault("Resources", "more than a template may have");
        }
        for (name, parameter) in document["Parameters"].as_object().unwrap() {
            if !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                self.fault(name, "a parameter's name has letters and digits only");
            }
            if parameter["NoEcho"] == true && !parameter["Default"].is_null() {
                self.fault(name, "a secret with a default");
            }
            if !["String", "Number"].contains(&parameter["Type"].as_str().unwrap_or_default()) {
                self.fault(name, "type");
            }
        }
        for (name, resource) in document["Resources"].as_object().unwrap() {
            let kind = resource["Type"].as_str().unwrap_or_default();
            let properties = resource["Properties"].as_object().unwrap();
            self.resource(name, kind, properties);
        }
        self.references("Outputs", &document["Outputs"]);
        self.unused(&document["Parameters"]);
    }

    fn terraform(&mut self) {
        let document = self.document;
        for key in document.as_object().unwrap().keys() {
            if !["//", "terraform", "provider", "variable", "resource", "output"].contains(&key.as_str()) {
                self.fault(key, "unknown block");
            }
        }
        for (name, variable) in document["variable"].as_object().unwrap() {
            if variable["sensitive"] == true && !variable["default"].is_null() {
                self.fault(name, "a secret with a default");
            }
        }
        for (kind, resources) in document["resource"].as_object().unwrap() {
            for (label, arguments) in resources.as_object().unwrap() {
                self.resource(&format!("{kind}.{label}"), kind, arguments.as_object().unwrap());
            }
        }
        self.references("output", &document["output"]);
        self.references("provider", &document["provider"]);
        self.unused(&document["variable"]);
    }

    fn unused(&mut self, declared: &Value) {
        for name in declared.as_object().unwrap().keys() {
            if !self.used.contains(name) {
                self.fault(name, "declared and never used");
            }
        }
    }

    fn resource(&mut self, name: &str, kind: &str, properties: &Map<String, Value>) {
        if !self.schema.rows.contains_key(kind) {
            return self.fault(name, format!("unknown type {kind}"));
        }
        self.properties(name, kind, "", properties);
    }

    fn properties(&mut self, place: &str, kind: &str, prefix: &str, properties: &Map<String, Value>) {
        let rows: BTreeMap<&str, &Row> = self.schema.level(kind, prefix).collect();
        for (name, row) in &rows {
            let place = format!("{place}.{name}");
            if row.need == "required" && !properties.contains_key(*name) {
                self.fault(&place, "missing");
            }
            for relation in row.relations.split("; ") {
                if let Some(names) = relation.strip_prefix("one-of ") {
                    if names.split('|').filter(|name| properties.contains_key(*name)).count() != 1 {
                        self.fault(&place, format!("not exactly one of {names}"));
                    }
                } else if let Some(names) = relation.strip_prefix("conflicts ") {
                    let both = names.split('|').any(|other| properties.contains_key(other));
                    if both && properties.contains_key(*name) {
                        self.fault(&place, format!("conflicts with {names}"));
                    }
                }
            }
        }
        for (name, value) in properties {
            let place = format!("{place}.{name}");
            match rows.get(name.as_str()) {
                None => self.fault(&place, "unknown"),
                Some(row) if ["computed", "removed", "deprecated"].contains(&row.need.as_str()) => {
                    self.fault(&place, &row.need);
                }
                Some(row) => self.value(&place, kind, &format!("{prefix}{name}"), row, value),
            }
        }
    }

    fn value(&mut self, place: &str, kind: &str, path: &str, row: &Row, value: &Value) {
        self.references(place, value);
        let name = path.rsplit(['.', ']']).next().unwrap();
        let secret = ["AccountPassword", "PrivateKey", "account_password", "private_key"].contains(&name);
        if secret && !self.is_hidden(value) {
            self.fault(place, "a secret that is not a hidden parameter");
        }
        if self.is_expression(value) {
            return;
        }
        let fits = match row.kind.as_str() {
            "string" => value.is_string(),
            "number" | "float" => value.is_number(),
            "int" => value.is_i64(),
            "boolean" | "bool" => value.is_boolean(),
            "list" | "set" | "block" => value.is_array(),
            "map" | "object" => value.is_object(),
            _ => false,
        };
        if !fits {
            return self.fault(place, format!("{value} is no {}", row.kind));
        }
        if !row.bounds.is_empty() && !row.bounds.split(" or ").any(|bounds| within(bounds, value)) {
            self.fault(place, format!("{value} is not {}", row.bounds));
        }
        let most = row.relations.split("; ").find_map(|relation| relation.strip_prefix("at-most "));
        if most.is_some_and(|most| value.as_array().is_some_and(|array| array.len() > most.parse().unwrap())) {
            self.fault(place, "too many");
        }
        if let Some(elements) = value.as_array() {
            let below = format!("{path}[]");
            let element = self.schema.rows[kind].get(&below);
            for (index, item) in elements.iter().enumerate() {
                let place = format!("{place}[{index}]");
                match (element, item.as_object()) {
                    (Some(row), _) => self.value(&place, kind, &below, row, item),
                    (None, Some(object)) => self.properties(&place, kind, &format!("{below}."), object),
                    (None, None) => self.fault(&place, "neither a value nor an object"),
                }
            }
        } else if let (Some(object), "object") = (value.as_object(), row.kind.as_str()) {
            self.properties(place, kind, &format!("{path}."), object);
        }
    }

    fn is_expression(&self, value: &Value) -> bool {
        match self.schema.target {
            DocumentFormat::Ros => {
                ["Ref", "Fn::GetAtt", "Fn::Join"].iter().any(|function| value.get(*function).is_some())
            }
            _ => value.as_str().is_some_and(|text| text.starts_with("${")),
        }
    }

    fn is_hidden(&self, value: &Value) -> bool {
        match self.schema.target {
            DocumentFormat::Ros => {
                value["Ref"].as_str().is_some_and(|name| self.document["Parameters"][name]["NoEcho"] == true)
            }
            _ => value
                .as_str()
                .and_then(|text| text.strip_prefix("${var.")?.strip_suffix('}'))
                .is_some_and(|name| self.document["variable"][name]["sensitive"] == true),
        }
    }

    /// Everything that `value` refers to must be there.
    fn references(&mut self, place: &str, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.references(place, item)),
            Value::Object(object) => {
                if let Some(name) = object.get("Ref") {
                    let name = name.as_str().unwrap();
                    self.used.insert(name.to_owned());
                    if self.document["Parameters"][name].is_null() {
                        self.fault(place, format!("unknown parameter {name}"));
                    }
                } else if let Some(target) = object.get("Fn::GetAtt") {
                    let (name, attribute) = (target[0].as_str().unwrap(), target[1].as_str().unwrap());
                    let kind = self.document["Resources"][name]["Type"].as_str().unwrap_or_default();
                    let rows = self.schema.rows.get(kind);
                    if rows.is_none_or(|rows| !rows.contains_key(&format!("@{attribute}"))) {
                        self.fault(place, format!("nothing has {name}.{attribute}"));
                    }
                } else {
                    object.values().for_each(|item| self.references(place, item));
                }
            }
            Value::String(text) if self.schema.target == DocumentFormat::Terraform && text.contains("${") => {
                let inside = text.strip_prefix("${").and_then(|text| text.strip_suffix('}')).unwrap();
                if let Some(joined) = inside.strip_prefix("join(\",\", [").and_then(|rest| rest.strip_suffix("])")) {
                    for part in joined.split(", ") {
                        self.references(place, &json!(format!("${{{part}}}")));
                    }
                    return;
                }
                let parts: Vec<&str> = inside.split('.').collect();
                match parts.as_slice() {
                    ["var", name] => {
                        self.used.insert((*name).to_owned());
                        if self.document["variable"][*name].is_null() {
                            self.fault(place, format!("unknown variable {name}"));
                        }
                    }
                    [kind, label, attribute] => {
                        let there = !self.document["resource"][*kind][*label].is_null();
                        let known = *attribute == "id" || self.schema.rows[*kind].contains_key(*attribute);
                        if !there || !known {
                            self.fault(place, format!("nothing has {inside}"));
                        }
                    }
                    _ => self.fault(place, format!("unread expression {inside}")),
                }
            }
            _ => {}
        }
    }
}

fn within(bounds: &str, value: &Value) -> bool {
    let (word, rest) = bounds.split_once(' ').unwrap();
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let number = match word {
        "in" => return rest.split('|').any(|allowed| allowed == text),
        "length" => value.as_str().map_or_else(|| value.as_array().unwrap().len(), |text| text.chars().count()),
        "range" if value.is_i64() => {
            let number = value.as_i64().unwrap();
            let (least, most) = rest.split_once("..").unwrap();
            return least.parse().is_ok_and(|least: i64| number >= least || least.to_string().is_empty())
                && (most.is_empty() || number <= most.parse().unwrap());
        }
        _ => panic!("unread bounds {bounds}"),
    };
    let (least, most) = rest.split_once("..").unwrap();
    (least.is_empty() || number >= least.parse().unwrap()) && (most.is_empty() || number <= most.parse().unwrap())
}

#[test]
fn every_export_is_what_the_schemas_ask_for() {
    let mut read = 0;
    for plan in plans() {
        for name in names() {
            for target in [DocumentFormat::Ros, DocumentFormat::Terraform] {
                let document = export(plan, &name, target);
                assert_eq!(faults(target, &document), [""; 0], "{plan:?} {name} {target}");
                read += 1;
            }
        }
    }
    assert_eq!(read, 88);
}

#[test]
fn the_most_hosts_fit_into_a_template() {
    let plan = production(Tier::Standard, Billing::Prepaid).with_hosts(Plan::MAX_HOSTS);
    for target in [DocumentFormat::Ros, DocumentFormat::Terraform] {
        assert_eq!(faults(target, &export(plan, &names()[3], target)), [""; 0]);
    }
}

/// Every place in `value` where an object has a key, outermost first.
fn keys(value: &Value, path: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                found.push((path.to_owned(), key.clone()));
                keys(value, &format!("{path}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                keys(item, &format!("{path}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn leaving_out_any_required_property_is_seen() {
    let mut seen = 0;
    for target in [DocumentFormat::Ros, DocumentFormat::Terraform] {
        let schema = Schema::of(target);
        for plan in plans().into_iter().filter(|plan| plan.hosts < 3) {
            let document = export(plan, &names()[1], target);
            let resources: Vec<(String, String)> = match target {
                DocumentFormat::Ros => document["Resources"]
                    .as_object()
                    .unwrap()
                    .iter()
                    .map(|(name, resource)| {
                        (format!("/Resources/{name}/Properties"), resource["Type"].as_str().unwrap().to_owned())
                    })
                    .collect(),
                _ => document["resource"]
                    .as_object()
                    .unwrap()
                    .iter()
                    .flat_map(|(kind, labels)| {
                        labels
                            .as_object()
                            .unwrap()
                            .keys()
                            .map(move |label| (format!("/resource/{kind}/{label}"), kind.clone()))
                    })
                    .collect(),
            };
            for (pointer, kind) in resources {
                for (name, _) in schema.level(&kind, "").filter(|(_, row)| row.need == "required") {
                    let mut broken = document.clone();
                    broken.pointer_mut(&pointer).unwrap().as_object_mut().unwrap().remove(name).unwrap();
                    let found = faults(target, &broken);
                    assert!(
                        found.iter().any(|fault| fault.ends_with(&format!(".{name}: missing"))),
                        "{pointer} {name}"
                    );
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 250, "only {seen} properties were left out");
}

#[test]
fn a_property_of_another_type_or_name_is_seen() {
    let mut seen = 0;
    for target in [DocumentFormat::Ros, DocumentFormat::Terraform] {
        let document = export(plans()[3], &names()[1], target);
        let root = if target == DocumentFormat::Ros { "Resources" } else { "resource" };
        let mut places = Vec::new();
        keys(&document[root], &format!("/{root}"), &mut places);
        for (path, key) in places {
            let properties =
                path.contains("/Properties") || path.split('/').count() == 4 && target == DocumentFormat::Terraform;
            if !properties || path.contains("/Tags") || path.contains("/tags") || path.contains("Fn::") {
                continue;
            }
            if ["Ref", "Fn::GetAtt", "Fn::Join"].contains(&key.as_str()) {
                continue;
            }
            let mut broken = document.clone();
            let object = broken.pointer_mut(&path).unwrap().as_object_mut().unwrap();
            let value = object.remove(&key).unwrap();
            object.insert(format!("{key}x"), value);
            assert!(!faults(target, &broken).is_empty(), "{path}/{key} renamed");
            broken.pointer_mut(&path).unwrap().as_object_mut().unwrap().remove(&format!("{key}x"));
            broken.pointer_mut(&path).unwrap()[&key] = Value::Null;
            assert!(!faults(target, &broken).is_empty(), "{path}/{key} null");
            seen += 1;
        }
    }
    assert!(seen > 150, "only {seen} properties were broken");
}

#[test]
fn a_secret_in_the_open_and_a_dangling_reference_are_seen() {
    let ros = export(plans()[3], &names()[1], DocumentFormat::Ros);
    for (pointer, value, fault) in [
        (
            "/Resources/Account/Properties/AccountPassword",
            json!("hunter2hunter2"),
            "Account.AccountPassword: a secret that is not a hidden parameter",
        ),
        (
            "/Resources/Certificate/Properties/PrivateKey",
            json!({"Ref": "CertificateChain"}),
            "Certificate.PrivateKey: a secret that is not a hidden parameter",
        ),
        (
            "/Resources/Host1/Properties/VSwitchId",
            json!({"Fn::GetAtt": ["Vpc", "VSwitchId"]}),
            "Host1.VSwitchId: nothing has Vpc.VSwitchId",
        ),
        ("/Resources/Host1/Properties/ImageId", json!({"Ref": "Image"}), "Host1.ImageId: unknown parameter Image"),
        ("/Resources/Host1/Properties/SystemDiskSize", json!(1), "Host1.SystemDiskSize: 1 is not range 2.."),
        (
            "/Resources/Listener/Properties/Protocol",
            json!("quic"),
            "Listener.Protocol: \"quic\" is not in http|https|tcp|udp",
        ),
    ] {
        let mut broken = ros.clone();
        *broken.pointer_mut(pointer).unwrap() = value;
        assert!(
            faults(DocumentFormat::Ros, &broken).contains(&fault.to_owned()),
            "{:?}",
            faults(DocumentFormat::Ros, &broken)
        );
    }
}
