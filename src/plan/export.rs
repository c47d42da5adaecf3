//! Plans as documents for engines that provision.

mod blueprint;
mod mermaid;
mod not_expressed;
mod ros;
mod terraform;

use serde::Serialize;
use serde_json::Value;

pub use not_expressed::NotExpressed;

use super::catalogue::Catalogue;
use super::choice::Plan;
use crate::app::AppName;
use crate::app::parse::words;
use crate::diagnostic::{Accepted, Json};
use blueprint::Blueprint;

/// Writes `plan` for the app `app` in the language of `target`, from the resources that `catalogue` states.
///
/// Nothing is provisioned here: an existing engine does that. No secret can come in or out; secrets are parameters that
/// the engine asks for and hides. Equal inputs give equal documents, and the documents of one plan for different targets
/// say the same.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
/// use cloudapp::plan::{self, Catalogue, DocumentFormat, NotExpressed, Plan};
///
/// let plan = Plan::new(EnvironmentKind::Production, Tier::Starter, Billing::PayAsYouGo);
/// let plan = plan::check(plan, &Policy::default())?;
/// let export = plan::export(&plan, &"todoApp".parse()?, &Catalogue::documented(), DocumentFormat::Ros);
/// let document = serde_json::to_value(&export.document)?;
/// assert_eq!(document["Resources"]["Host1"]["Properties"]["InstanceType"], "ecs.t5-lc1m2.small");
/// assert!(export.not_expressed.contains(&NotExpressed::HostDatabase));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn export(plan: &Accepted<Plan>, app: &AppName, catalogue: &Catalogue, target: DocumentFormat) -> Export {
    let blueprint = Blueprint::new(*plan.value(), app, catalogue);
    let document = match target {
        DocumentFormat::Mermaid => Value::String(mermaid::picture(&blueprint)),
        DocumentFormat::Ros => ros::template(&blueprint),
        DocumentFormat::Terraform => terraform::configuration(&blueprint),
    };
    Export { document: Json::new(document), not_expressed: not_expressed::of(&blueprint, target) }
}

words! {
    /// A language for plans.
    #[non_exhaustive]
    pub enum DocumentFormat: "target" / "导出格式" {
        /// A picture of the topology in Mermaid's flowchart language.
        Mermaid = "mermaid",
        /// A template of the Resource Orchestration Service, format version 2015-09-01, in JSON.
        Ros = "ros",
        /// A configuration of Terraform or `OpenTofu` in JSON (`main.tf.json`), for the provider `aliyun/alicloud`.
        Terraform = "terraform",
    }
}

/// A document, and what had to stay out of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Export {
    /// The document: an object, for a picture its text.
    pub document: Json,
    /// What the target, or any engine that provisions, cannot do of the plan, in the order of [`NotExpressed`].
    pub not_expressed: Vec<NotExpressed>,
}

fn set(object: &mut Value, key: &str, value: Value) {
    if let Value::Object(object) = object {
        object.insert(key.to_owned(), value);
    }
}
