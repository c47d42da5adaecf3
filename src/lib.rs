//! Domain logic of a cloud-app deployment platform.

pub mod app;
pub mod diagnostic;
#[cfg(feature = "nginx")]
pub mod nginx;
pub mod plan;

use diagnostic::Rule;

/// Every rule of the crate's enabled features, sorted by id: the catalogue.
#[must_use]
pub fn rules() -> Vec<&'static Rule> {
    let modules: &[&[&'static Rule]] = &[plan::RULES];
    let mut rules: Vec<&'static Rule> = modules.iter().copied().flatten().copied().collect();
    rules.sort_by_key(|rule| rule.id);
    rules
}
