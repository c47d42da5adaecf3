//! Holds everything that is stored against the logs: what must be true at any moment.

use std::path::Path;

use cloudapp::app::EnvironmentKind;
use cloudapp::release::{Action, App, AppNumber, Effect, Event, History, Lists, OrderStatus};
use serde::Serialize;
use sqlx::AnyConnection;

use crate::database::{Database, DatabaseError, column, number, read};
use crate::{projection, store};

/// What an audit counts.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Audit {
    pub(crate) apps: u64,
    pub(crate) events: u64,
    pub(crate) orders: Orders,
    /// Effects that wait in the outbox.
    pub(crate) waiting: u64,
    pub(crate) deeds: Deeds,
    /// Effects that are owed and wait in no outbox, or wait and are not owed.
    pub(crate) lost: u64,
    /// Effects that were carried out more than once at one place.
    pub(crate) doubled: u64,
    /// Effects that were carried out after a newer one had been that touches the same place.
    pub(crate) stale: u64,
    /// Hosts on which another version was installed last than the state believes.
    pub(crate) mistaken: u64,
    /// Everything that is not as the log says.
    pub(crate) faults: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Orders {
    pub(crate) total: u64,
    pub(crate) open: u64,
    pub(crate) succeeded: u64,
    pub(crate) restored: u64,
    pub(crate) failed: u64,
    pub(crate) interrupted: u64,
}

/// What places of the simulated platform did.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Deeds {
    pub(crate) done: u64,
    pub(crate) failed: u64,
    /// Asked for again and answered from memory.
    pub(crate) remembered: u64,
    /// Older than what was asked for since.
    pub(crate) refused: u64,
}

impl Audit {
    /// Looks at everything as it is at one moment, and at the files in `packages`.
    pub(crate) async fn of(database: &Database, packages: Option<&Path>) -> Result<Self, DatabaseError> {
        let mut transaction = database.begin_reading().await?;
        let mut audit = Self::default();
        let apps: Vec<(i64, i64, String)> =
            sqlx::query_as("SELECT number, revision, snapshot FROM apps ORDER BY number")
                .fetch_all(&mut *transaction)
                .await?;
        for (key, revision, snapshot) in apps {
            audit.apps += 1;
            audit.app(&mut transaction, AppNumber::new(number(key)), revision, &snapshot).await?;
        }
        audit.count_deeds(&mut transaction).await?;
        if let Some(packages) = packages {
            audit.packages(&mut transaction, packages).await?;
        }
        transaction.rollback().await?;
        Ok(audit)
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_sound(&self) -> bool {
        [self.lost, self.doubled, self.stale, self.mistaken] == [0; 4] && self.faults.is_empty()
    }

    async fn app(
        &mut self,
        connection: &mut AnyConnection,
        app: AppNumber,
        revision: i64,
        snapshot: &str,
    ) -> Result<(), DatabaseError> {
        let log = store::log(connection, app, 0, i64::MAX).await?;
        self.events += u64::try_from(log.len()).unwrap_or_default();
        if log.iter().map(|(revision, _)| *revision).ne(1..=revision) {
            self.faults.push(format!("app {app}: the log does not go from 1 to {revision}"));
        }
        let events: Vec<Event> = log.into_iter().map(|(_, event)| event).collect();
        let replayed = App::replay(&events).map_err(|error| DatabaseError::content("events", error))?;
        match App::from_snapshot(snapshot) {
            Ok(stored) if stored == replayed => {}
            Ok(_) => self.faults.push(format!("app {app}: the log makes another state than the stored one")),
            Err(unreadable) => self.faults.push(format!("app {app}: {unreadable}")),
        }
        let mut history = History::default();
        for event in &events {
            history.record(event);
        }
        for environment in EnvironmentKind::ALL {
            self.lists(connection, (app, *environment), history.of(*environment)).await?;
            self.outbox(connection, &replayed, *environment).await?;
            self.hosts(connection, &replayed, *environment).await?;
        }
        Ok(())
    }

    async fn lists(
        &mut self,
        connection: &mut AnyConnection,
        (app, environment): (AppNumber, EnvironmentKind),
        expected: &Lists,
    ) -> Result<(), DatabaseError> {
        let key = column(app.get());
        if projection::orders(connection, key, environment, u16::MAX).await? != expected.orders {
            self.faults.push(format!("app {app}, {environment}: the log makes other orders than the listed ones"));
        }
        if projection::versions(connection, key, environment, u16::MAX).await? != expected.versions {
            self.faults.push(format!("app {app}, {environment}: the log makes other versions than the listed ones"));
        }
        for order in &expected.orders {
            self.orders.total += 1;
            *match order.status {
                OrderStatus::Active | OrderStatus::Compensating => &mut self.orders.open,
                OrderStatus::Succeeded => &mut self.orders.succeeded,
                OrderStatus::Restored => &mut self.orders.restored,
                OrderStatus::Failed => &mut self.orders.failed,
                OrderStatus::Interrupted => &mut self.orders.interrupted,
                other => {
                    self.faults.push(format!("app {app}, {environment}: an order is {other}, which is new"));
                    continue;
                }
            } += 1;
        }
        Ok(())
    }

    /// What waits has to be what the state owes.
    async fn outbox(
        &mut self,
        connection: &mut AnyConnection,
        app: &App,
        environment: EnvironmentKind,
    ) -> Result<(), DatabaseError> {
        let row: Option<(String,)> = sqlx::query_as("SELECT payload FROM outbox WHERE app = $1 AND environment = $2")
            .bind(column(app.number().get()))
            .bind(environment.as_str())
            .fetch_optional(connection)
            .await?;
        let waiting: Option<Effect> = row.map(|(payload,)| read("outbox", &payload)).transpose()?;
        self.waiting += u64::from(waiting.is_some());
        if waiting != app.environment(environment).outstanding() {
            self.lost += 1;
            self.faults.push(format!("app {}, {environment}: the outbox is not what the state owes", app.number()));
        }
        Ok(())
    }

    /// On a host that the state believes healthy, its version must be what was installed last.
    async fn hosts(
        &mut self,
        connection: &mut AnyConnection,
        app: &App,
        environment: EnvironmentKind,
    ) -> Result<(), DatabaseError> {
        let Some(machine) = app.environment(environment).machine() else { return Ok(()) };
        for (host_number, host) in machine.numbered().filter(|(_, host)| host.healthy) {
            let last: Option<(String,)> = sqlx::query_as(
                "SELECT action FROM deeds WHERE app = $1 AND environment = $2 AND place = $3 AND effect = (
                     SELECT max(effect) FROM deeds WHERE app = $1 AND environment = $2 AND place = $3
                         AND deed = 'done' AND action LIKE '{\"install\"%'
                 ) AND deed = 'done'",
            )
            .bind(column(app.number().get()))
            .bind(environment.as_str())
            .bind(format!("host {host_number}"))
            .fetch_optional(&mut *connection)
            .await?;
            let installed = match last.map(|(action,)| read("deeds", &action)).transpose()? {
                Some(Action::Install { deployment, .. }) => Some(deployment),
                _ => None,
            };
            if installed != host.installed {
                self.mistaken += 1;
                self.faults.push(format!("app {}, {environment}: host {host_number} runs {installed:?}", app.number()));
            }
        }
        Ok(())
    }

    /// Every version needs its package.
    async fn packages(&mut self, connection: &mut AnyConnection, directory: &Path) -> Result<(), DatabaseError> {
        let versions: Vec<(i64, String, i64, String)> =
            sqlx::query_as("SELECT app, environment, number, package FROM versions ORDER BY app, environment, number")
                .fetch_all(connection)
                .await?;
        for (app, environment, version, package) in versions {
            let file = tokio::fs::metadata(directory.join(package)).await;
            if !file.is_ok_and(|file| file.is_file()) {
                self.faults.push(format!("app {app}, {environment}: version {version} has no package"));
            }
        }
        Ok(())
    }

    async fn count_deeds(&mut self, connection: &mut AnyConnection) -> Result<(), DatabaseError> {
        let rows: Vec<(String, i64)> =
            sqlx::query_as("SELECT deed, count(*) FROM deeds GROUP BY deed").fetch_all(&mut *connection).await?;
        for (deed, count) in rows {
            match deed.as_str() {
                "done" => self.deeds.done = number(count),
                "failed" => self.deeds.failed = number(count),
                "refused" => self.deeds.refused = number(count),
                "remembered" => self.deeds.remembered = number(count),
                _ => self.faults.push(format!("an unknown deed: {deed}")),
            }
        }
        let (doubled,): (i64,) = sqlx::query_as(
            "SELECT count(*) FROM (
                 SELECT app FROM deeds WHERE deed IN ('done', 'failed')
                 GROUP BY app, environment, place, effect HAVING count(*) > 1
             ) AS doubled",
        )
        .fetch_one(&mut *connection)
        .await?;
        self.doubled = number(doubled);
        // What the platform does touches all places of an environment.
        let (stale,): (i64,) = sqlx::query_as(
            "SELECT count(*) FROM deeds AS late WHERE late.deed IN ('done', 'failed') AND EXISTS (
                 SELECT 1 FROM deeds AS newer
                 WHERE newer.app = late.app AND newer.environment = late.environment
                     AND (newer.place = late.place OR 'platform' IN (newer.place, late.place))
                     AND newer.deed IN ('done', 'failed') AND newer.effect > late.effect AND newer.at < late.at
             )",
        )
        .fetch_one(connection)
        .await?;
        self.stale = number(stale);
        Ok(())
    }
}
