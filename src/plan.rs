//! Plans: which resources an environment is built from, whether it may have them, and whether an app fits into them.
//!
//! A [`Plan`] is a choice of tier and billing for an environment, with the number of hosts. [`check`] holds it against
//! the platform's rules and the tiers on sale, and answers with an [`Accepted`](crate::diagnostic::Accepted) plan or
//! with everything that is wrong. [`size`] holds the demands of a [`Workload`] against the dated limits of a
//! [`Catalogue`], [`recommend`] names the tier that a workload needs, and [`advise`] says what a buyer should know.
//! [`export`](fn@export) writes an accepted plan for engines that provision.
//!
//! No number is guessed: each limit is a [`Fact`] with its source, and what nobody states comes back as a question.
//!
//! # Examples
//!
//! ```
//! use cloudapp::app::{Billing, EnvironmentKind, Policy, Tier};
//! use cloudapp::plan::{self, Catalogue, Plan, DocumentFormat};
//!
//! let policy = Policy::default();
//! let plan = Plan::new(EnvironmentKind::Test, Tier::Starter, Billing::Prepaid);
//! let plan = plan::check(plan, &policy)?;
//! let export = plan::export(&plan, &"todoapp".parse()?, &Catalogue::documented(), DocumentFormat::Terraform);
//! println!("{}", export.document);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod advise;
mod catalogue;
mod check;
mod choice;
mod export;
mod fact;
mod outline;
mod reading;
mod recommend;
mod rules;
mod size;
mod sweep;
mod unit;
mod workload;

pub use advise::{SOON_DAYS, advise};
pub use catalogue::{
    Burst, Catalogue, DatabaseService, Disk, HostSpec, Image, Instance, LadderError, LoadBalancer, LoadBalancers,
    LocalDatabase, ProductCode, Standard, Starter,
};
pub use check::check;
pub use choice::{LoadBalancerSpec, Plan};
pub use export::{DocumentFormat, Export, NotExpressed, export};
pub use fact::{Basis, Fact, FactError};
pub use outline::{CertificatePlace, Ports, Resource, ResourceKind};
pub use reading::ReadError;
pub use recommend::{Candidate, Recommendation, Shortfall, Standing, recommend};
pub use rules::RULES;
pub use size::{Asked, BurstTime, Constraint, Dimension, Fit, Needed, Question, Sizing, Unit, size};
pub use sweep::{Point, Range, Sweep, sweep};
pub use unit::{
    Connections, Gb, Gib, Iops, MbitPerSecond, MbytePerSecond, Mib, Micros, MilliCredits, MilliVcpu, Minutes,
    PerSecond, Permille, Plausible, Rate, Seconds, TransferBytes,
};
pub use workload::Workload;
