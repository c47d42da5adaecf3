//! Plans: which resources an environment is built from, and whether it may have them.
//!
//! A [`Plan`] is a choice of tier and billing for an environment, with the number of hosts. [`check`] holds it against
//! the platform's rules and the tiers on sale, and answers with an [`Accepted`](crate::diagnostic::Accepted) plan or
//! with everything that is wrong.

mod check;
mod choice;
pub mod rules;

pub use check::check;
pub use choice::{LoadBalancerSpec, Plan};
pub use rules::RULES;
