//! The aggregate: an app with its two environments.

use serde::{Deserialize, Serialize};

use super::effect::Effect;
use super::environment::Environment;
use super::event::{Change, Event};
use super::id::{AppNumber, Revision, is_default};
use crate::app::{AppName, Description, EnvironmentKind, Framework};
use crate::diagnostic::{Phrase, speaks};
use crate::phrase;

/// An app and its two environments (§2.2): everything that decisions about it depend on.
///
/// Its state is what its events make of it: [`decide`](Self::decide) looks and changes nothing,
/// [`evolve`](Self::evolve) changes and judges nothing.
///
/// # Examples
///
/// ```
/// use cloudapp::app::{EnvironmentKind, Framework, Policy, Timestamp};
/// use cloudapp::release::{App, AppNumber, Command, Input, Reply, Status};
/// use cloudapp::{app, plan};
///
/// let (mut app, _created) = App::create(AppNumber::new(7), "todoapp".parse()?, Framework::NodeJs, None);
/// let policy = Policy::default();
/// let plan = plan::Plan::new(EnvironmentKind::Test, app::Tier::Starter, app::Billing::Prepaid);
/// let command = Command::Build(plan::check(plan, &policy)?);
/// let input = Input::Command { environment: EnvironmentKind::Test, seen: app.revision(), command };
/// let Reply::Accepted(decision) = app.apply(&policy, Timestamp::UNIX_EPOCH, input)? else { unreachable!() };
/// assert_eq!(decision.effects[0].action.as_str(), "provision");
/// assert_eq!(app.environment(EnvironmentKind::Test).status(), Status::Building);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct App {
    pub(super) number: AppNumber,
    pub(super) name: AppName,
    pub(super) framework: Framework,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<Description>,
    pub(super) revision: Revision,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) orders: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) deleted: bool,
    #[serde(default = "Environment::test", skip_serializing_if = "Environment::is_untouched")]
    pub(super) test: Environment,
    #[serde(default = "Environment::production", skip_serializing_if = "Environment::is_untouched")]
    pub(super) production: Environment,
}

impl App {
    /// A new app, and the event that says so: the first of its log.
    #[must_use]
    pub fn create(
        number: AppNumber,
        name: AppName,
        framework: Framework,
        description: Option<Description>,
    ) -> (Self, Event) {
        let app = Self {
            number,
            name: name.clone(),
            framework,
            description: description.clone(),
            revision: Revision::new(1),
            orders: 0,
            deleted: false,
            test: Environment::test(),
            production: Environment::production(),
        };
        (app, Event::AppCreated { number, name, framework, description })
    }

    /// The app that `events`, in their order, make.
    ///
    /// # Errors
    ///
    /// Events that do not begin with the creation of an app.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::app::Framework;
    /// use cloudapp::release::{App, AppNumber, NoCreation};
    ///
    /// let (app, created) = App::create(AppNumber::new(7), "todoapp".parse()?, Framework::NodeJs, None);
    /// assert_eq!(App::replay([&created]), Ok(app));
    /// assert_eq!(App::replay([]), Err(NoCreation));
    /// # Ok::<(), cloudapp::app::ParseError>(())
    /// ```
    #[allow(single_use_lifetimes, reason = "an elided lifetime in `impl Trait` is not stable")]
    pub fn replay<'event>(events: impl IntoIterator<Item = &'event Event>) -> Result<Self, NoCreation> {
        let mut events = events.into_iter();
        let Some(Event::AppCreated { number, name, framework, description }) = events.next() else {
            return Err(NoCreation);
        };
        let (mut app, _) = Self::create(*number, name.clone(), *framework, description.clone());
        events.for_each(|event| app.evolve(event));
        Ok(app)
    }

    /// Its number among all apps.
    #[must_use]
    pub const fn number(&self) -> AppNumber {
        self.number
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &AppName {
        &self.name
    }

    /// Its framework.
    #[must_use]
    pub const fn framework(&self) -> Framework {
        self.framework
    }

    /// What its user wrote about it.
    #[must_use]
    pub const fn description(&self) -> Option<&Description> {
        self.description.as_ref()
    }

    /// How many events made it: what an append to its log has to expect, and what users' commands carry.
    #[must_use]
    pub const fn revision(&self) -> Revision {
        self.revision
    }

    /// Whether it was deleted.
    #[must_use]
    pub const fn is_deleted(&self) -> bool {
        self.deleted
    }

    /// One of its environments.
    #[must_use]
    pub const fn environment(&self, kind: EnvironmentKind) -> &Environment {
        match kind {
            EnvironmentKind::Test => &self.test,
            EnvironmentKind::Production => &self.production,
        }
    }

    /// What its environments wait for: the outbox, rebuilt from the state.
    ///
    /// # Examples
    ///
    /// ```
    /// # use cloudapp::app::{Billing, EnvironmentKind, Framework, Policy, Tier, Timestamp};
    /// # use cloudapp::plan::{self, Plan};
    /// # use cloudapp::release::{App, AppNumber, Command, Effect, Input};
    /// # let (policy, environment, now) = (Policy::default(), EnvironmentKind::Test, Timestamp::UNIX_EPOCH);
    /// # let (mut app, _) = App::create(AppNumber::new(1), "todoapp".parse()?, Framework::NodeJs, None);
    /// # let plan = plan::check(Plan::new(environment, Tier::Starter, Billing::Prepaid), &policy)?;
    /// # let build = Input::Command { environment, seen: app.revision(), command: Command::Build(plan) };
    /// app.apply(&policy, now, build)?;
    /// let owed: Vec<Effect> = app.outstanding().collect();
    /// assert_eq!(owed[0].action.as_str(), "provision");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn outstanding(&self) -> impl Iterator<Item = Effect> {
        [&self.test, &self.production].into_iter().filter_map(Environment::outstanding)
    }

    /// Records `event`. It asks for no policy and cannot fail: an event that does not fit changes nothing but the
    /// revision.
    ///
    /// # Examples
    ///
    /// ```
    /// # use cloudapp::app::Framework;
    /// # use cloudapp::release::{App, AppNumber, Event};
    /// # let (mut app, _created) = App::create(AppNumber::new(7), "todoapp".parse()?, Framework::NodeJs, None);
    /// app.evolve(&Event::AppDeleted);
    /// assert!(app.is_deleted());
    /// assert_eq!(app.revision().get(), 2);
    /// # Ok::<(), cloudapp::app::ParseError>(())
    /// ```
    pub fn evolve(&mut self, event: &Event) {
        // A revision is a place in the log: an event counts even where it changes nothing.
        self.revision = self.revision.next();
        match event {
            Event::AppCreated { .. } => {}
            Event::AppDeleted => self.deleted = true,
            Event::Changed { environment, change } => {
                if matches!(change, Change::OrderAccepted { .. }) {
                    // Only its last four digits reach an id, so that it may wrap.
                    self.orders = self.orders.wrapping_add(1);
                }
                let revision = self.revision;
                match environment {
                    EnvironmentKind::Test => self.test.evolve(change, revision),
                    EnvironmentKind::Production => self.production.evolve(change, revision),
                }
            }
        }
    }
}

/// A log that does not begin with the creation of an app.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NoCreation;

impl NoCreation {
    #[expect(clippy::unused_self, reason = "what `speaks!` asks for")]
    fn phrase(self) -> Phrase {
        phrase!("the log does not begin with the creation of an app" / "日志不是以创建应用开头")
    }
}

speaks!(NoCreation);

impl std::error::Error for NoCreation {}
