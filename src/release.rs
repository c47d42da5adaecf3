//! Releases: what an app's environments are, what may happen to them, and what has to be done next.
//!
//! One pure aggregate, [`App`], has two slots, test and production. An [`Input`] – a user's command, an executor's
//! report, a passed deadline, an observation – is *decided* about with a policy and a time, and either refused with
//! everything that is in its way, ignored with a reason, or turned into [`Event`]s. Events alone change the state, and
//! need no policy for it, so that a replay never decides again. [`Effect`]s say what the outside world has to do; there
//! is at most one outstanding in each environment, and its id is the fencing token.
//!
//! The embedder persists in one transaction: the events, with the revision that it expects; the snapshot; the effects,
//! as rows of an outbox. It dispatches after the commit. After a crash [`App::outstanding`] says what was owed.
//!
//! # Examples
//!
//! A test environment is built: a command goes in, an event and an effect come out, a report closes it.
//!
//! ```
//! use cloudapp::app::{Billing, EnvironmentKind, Framework, Policy, Tier, Timestamp};
//! use cloudapp::plan::{self, Plan};
//! use cloudapp::release::{App, AppNumber, Command, Input, Outcome, Status};
//!
//! let (policy, environment, now) = (Policy::default(), EnvironmentKind::Test, Timestamp::UNIX_EPOCH);
//! let (mut app, _created) = App::create(AppNumber::new(1), "todoapp".parse()?, Framework::NodeJs, None);
//! let plan = plan::check(Plan::new(environment, Tier::Starter, Billing::Prepaid), &policy)?;
//! let command = Input::Command { environment, seen: app.revision(), command: Command::Build(plan) };
//! app.apply(&policy, now, command)?;
//!
//! let effect = app.outstanding().next().expect("the resources are to be created").id;
//! app.apply(&policy, now, Input::Report { environment, effect, outcome: Outcome::Done })?;
//! assert_eq!(app.environment(environment).status(), Status::Ready);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod app;
mod breakage;
mod database;
mod decide;
mod deployment;
mod effect;
mod environment;
mod event;
mod history;
mod host;
mod id;
mod input;
mod machine;
mod obstacle;
mod planner;
mod proof;
mod status;
mod store;
mod transitions;
mod warning;

pub use app::{App, NoCreation};
#[cfg(feature = "__breakages")]
#[doc(hidden)]
pub use breakage::{Breakage, with_breakage};
pub use database::{DatabaseChange, DatabaseName, Privilege};
pub use decide::{Decision, Ignored, Reply};
pub use deployment::{Deployment, Traffic};
pub use effect::{Action, Effect, Installation, Step};
pub use environment::{Built, Environment, Resources, Stage, Version};
pub use event::{Cause, Change, Event, OrderKind, Reason, Standing};
pub use history::{History, Lists, OrderRecord, OrderStatus, UploadedVersion};
pub use host::{Balancer, Host, HostProgress};
pub use id::{AppNumber, CertificateRevision, DomainRevision, EffectId, HostNumber, Revision, VersionNumber};
pub use input::{Command, Input, Notice, Outcome, Upload};
pub use machine::{Direction, Machine, Operation, Order, Run};
pub use obstacle::{Activity, Obstacle, Rejection};
pub use proof::{Admission, CertificateProof, Checked, Configuration, PackageProof};
pub use status::{HostStatus, Status};
pub use store::{EVENT_SCHEMA, EventFault, SNAPSHOT_SCHEMA, StoredEvent, UnreadableEvent, UnreadableSnapshot};
pub use transitions::Transitions;
pub use warning::Warning;
