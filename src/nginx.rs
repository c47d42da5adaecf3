//! nginx in front of an app: its configuration generated.

mod generate;
mod site;

pub use generate::{Generated, Profile, generate};
pub use site::{BodyLimit, Disposition, Site};
