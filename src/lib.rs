//! Domain logic of a cloud-app deployment platform.

pub mod app;
pub mod diagnostic;
#[cfg(feature = "nginx")]
pub mod nginx;
#[cfg(feature = "package")]
pub mod package;
pub mod plan;
pub mod release;

use diagnostic::Rule;

/// Every rule of the crate's enabled features, sorted by id: the catalogue.
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    let mut rules = Vec::new();
    #[cfg(feature = "package")]
    rules.extend_from_slice(package::RULES);
    rules.extend_from_slice(plan::RULES);
    rules.sort_by_key(|rule| rule.id);
    rules
}
