//! Rules of the archive layer, a table a topic.

pub(crate) mod gzip;
pub(crate) mod limit;
pub(crate) mod name;
pub(crate) mod path;
pub(crate) mod tar;
pub(crate) mod unzip;
pub(crate) mod zip;

use crate::diagnostic::{Rule, joined, length};

/// Every rule of the archive layer, topic by topic.
pub const RULES: &[&Rule] = &joined::<{ LENGTH }>(TABLES);

const TABLES: &[&[&Rule]] =
    &[path::RULES, name::RULES, limit::RULES, gzip::RULES, tar::RULES, unzip::RULES, zip::RULES];
const LENGTH: usize = length(TABLES);
