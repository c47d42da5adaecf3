//! Reports as text for people, JSON for programs and SARIF for code-scanning tools.

mod json;
mod sarif;
mod text;

pub use json::{json, json_line};
pub use sarif::sarif;
pub use text::text;
