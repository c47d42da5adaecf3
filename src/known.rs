//! The rules of this build, and reports that are read back by their ids.

use serde::{Deserialize, Deserializer};

use crate::diagnostic::{Report, Rule, StoredReport};

/// Every rule of the crate's enabled features, sorted by id: the catalogue.
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    let mut rules = Vec::new();
    #[cfg(feature = "certificate")]
    rules.extend_from_slice(crate::certificate::RULES);
    #[cfg(feature = "nginx")]
    rules.extend_from_slice(crate::nginx::RULES);
    #[cfg(feature = "nginx")]
    rules.extend_from_slice(crate::nginx::policy::RULES);
    #[cfg(feature = "package")]
    rules.extend_from_slice(crate::package::RULES);
    #[cfg(feature = "package")]
    rules.extend_from_slice(crate::package::archive::RULES);
    #[cfg(feature = "package")]
    rules.extend_from_slice(crate::package::node::RULES);
    #[cfg(feature = "package")]
    rules.extend_from_slice(crate::package::php::RULES);
    #[cfg(feature = "package")]
    rules.extend_from_slice(crate::package::spring_boot::RULES);
    rules.extend_from_slice(crate::plan::RULES);
    rules.sort_by_key(|rule| rule.id);
    rules
}

impl<'de> Deserialize<'de> for Report {
    /// Reads a report whose rules this build has.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        StoredReport::deserialize(deserializer)?.read(&rules()).map_err(serde::de::Error::custom)
    }
}
