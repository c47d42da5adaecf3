//! Apps: their logs, snapshots and outbox, changed together or not at all.

use std::sync::Arc;
use std::time::Duration;

use cloudapp::app::{AppName, Description, EnvironmentKind, Framework, Policy};
use cloudapp::release::{
    App, AppNumber, Change, Command, Decision, Event, Ignored, Input, Rejection, Reply, Revision, UnreadableSnapshot,
};
use sqlx::AnyConnection;
use tokio::sync::Notify;

use crate::database::{Database, DatabaseError, Instant, column, is_taken, number, read, write};
use crate::{outbox, projection};

/// The apps in a database, decided about under one policy.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub(crate) database: Database,
    pub(crate) policy: Arc<Policy>,
    /// Rung when this process has put something into the outbox.
    pub(crate) bell: Arc<Notify>,
}

/// What an input led to.
#[derive(Debug)]
pub(crate) struct Applied {
    /// The app afterwards.
    pub(crate) app: App,
    /// Why nothing happened, when nothing did.
    pub(crate) ignored: Option<Ignored>,
}

/// What belongs to a command and is no part of its events. It has no `Debug`: there is a private key in it.
#[derive(Clone)]
pub(crate) enum Attachment {
    /// The file of an uploaded package.
    Package(String),
    /// A certificate and its key.
    Certificate { chain: String, key: String },
}

impl Store {
    pub(crate) fn new(database: Database, policy: Policy) -> Self {
        Self { database, policy: Arc::new(policy), bell: Arc::default() }
    }

    /// A new app.
    pub(crate) async fn create(
        &self,
        name: &AppName,
        framework: Framework,
        description: Option<&Description>,
    ) -> Result<App, StoreError> {
        for attempt in 0..ATTEMPTS {
            let mut transaction = self.database.begin().await?;
            let now = self.database.now(&mut transaction).await?;
            let taken: Option<(i64,)> = sqlx::query_as("SELECT number FROM apps WHERE name = $1 AND deleted = 0")
                .bind(name.as_str())
                .fetch_optional(&mut *transaction)
                .await?;
            if taken.is_some() {
                return Err(StoreError::NameTaken(name.clone()));
            }
            let (next,): (i64,) = sqlx::query_as("SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM apps")
                .fetch_one(&mut *transaction)
                .await?;
            let (app, created) =
                App::create(AppNumber::new(number(next)), name.clone(), framework, description.cloned());
            let inserted =
                sqlx::query("INSERT INTO apps (number, name, revision, deleted, snapshot) VALUES ($1, $2, $3, 0, $4)")
                    .bind(next)
                    .bind(name.as_str())
                    .bind(column(app.revision().get()))
                    .bind(app.to_snapshot())
                    .execute(&mut *transaction)
                    .await;
            match inserted {
                // Another process took the number or the name.
                Err(error) if is_taken(&error) => pause(attempt).await,
                Err(error) => return Err(error.into()),
                Ok(_) => {
                    append(&mut transaction, &app, std::slice::from_ref(&created), now).await?;
                    transaction.commit().await?;
                    return Ok(app);
                }
            }
        }
        Err(StoreError::Contended)
    }

    /// An app as it is now, and what time it is.
    pub(crate) async fn load(&self, app: AppNumber) -> Result<(App, Instant), StoreError> {
        let mut connection = self.database.pool.acquire().await?;
        let row: Option<(String,)> = sqlx::query_as("SELECT snapshot FROM apps WHERE number = $1")
            .bind(column(app.get()))
            .fetch_optional(&mut *connection)
            .await?;
        let (snapshot,) = row.ok_or(StoreError::NoApp(app))?;
        let now = self.database.now(&mut connection).await?;
        match App::from_snapshot(&snapshot) {
            Ok(app) => Ok((app, now)),
            // A snapshot is only a shortcut.
            Err(UnreadableSnapshot::Schema { .. }) => Ok((replay(&mut connection, app).await?, now)),
            Err(unreadable) => Err(DatabaseError::content("apps", unreadable).into()),
        }
    }

    /// Gives a user's command.
    pub(crate) async fn command(
        &self,
        (app, environment): (AppNumber, EnvironmentKind),
        seen: Revision,
        command: Command,
        attachment: Option<&Attachment>,
    ) -> Result<Applied, StoreError> {
        self.apply(app, Input::Command { environment, seen, command }, attachment).await
    }

    /// Decides about `input` and keeps what follows. When another process was faster, it decides again.
    pub(crate) async fn apply(
        &self,
        app: AppNumber,
        input: Input,
        attachment: Option<&Attachment>,
    ) -> Result<Applied, StoreError> {
        for attempt in 0..ATTEMPTS {
            let (mut app, now) = self.load(app).await?;
            let expected = app.revision();
            match app.apply(&self.policy, now.timestamp(), input.clone())? {
                Reply::Ignored(ignored) => return Ok(Applied { app, ignored: Some(ignored) }),
                Reply::Accepted(decision) => {
                    if self.keep(&app, expected, &decision, now, attachment).await? == Kept::Yes {
                        if !decision.effects.is_empty() {
                            self.bell.notify_one();
                        }
                        return Ok(Applied { app, ignored: None });
                    }
                    pause(attempt).await;
                }
            }
        }
        Err(StoreError::Contended)
    }

    /// Log, snapshot, lists and outbox in one transaction, provided that the app is still at `expected`.
    async fn keep(
        &self,
        app: &App,
        expected: Revision,
        decision: &Decision,
        now: Instant,
        attachment: Option<&Attachment>,
    ) -> Result<Kept, StoreError> {
        let mut transaction = self.database.begin().await?;
        let updated = sqlx::query(
            "UPDATE apps SET revision = $1, deleted = $2, snapshot = $3 WHERE number = $4 AND revision = $5",
        )
        .bind(column(app.revision().get()))
        .bind(i64::from(app.is_deleted()))
        .bind(app.to_snapshot())
        .bind(column(app.number().get()))
        .bind(column(expected.get()))
        .execute(&mut *transaction)
        .await?;
        if updated.rows_affected() == 0 {
            return Ok(Kept::Outrun);
        }
        append(&mut transaction, app, &decision.events, now).await?;
        for environment in EnvironmentKind::ALL {
            let changes: Vec<&Change> = changes(&decision.events, *environment).collect();
            if changes.is_empty() {
                continue;
            }
            let package = match attachment {
                Some(Attachment::Package(file)) => Some(file.as_str()),
                _ => None,
            };
            projection::record(&mut transaction, (app, *environment), &changes, package).await?;
            keep_certificate(&mut transaction, (app, *environment), &changes, attachment).await?;
            let effect = decision.effects.iter().find(|effect| effect.environment == *environment);
            outbox::follow(&mut transaction, (app, *environment), effect, now).await?;
        }
        transaction.commit().await?;
        Ok(Kept::Yes)
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kept {
    Yes,
    /// The app has changed meanwhile.
    Outrun,
}

/// The app that its log makes.
async fn replay(connection: &mut AnyConnection, app: AppNumber) -> Result<App, DatabaseError> {
    let events: Vec<Event> = log(connection, app, 0, i64::MAX).await?.into_iter().map(|(_, event)| event).collect();
    App::replay(&events).map_err(|error| DatabaseError::content("events", error))
}

/// Events of an app after a revision, with their revisions.
pub(crate) async fn log(
    connection: &mut AnyConnection,
    app: AppNumber,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, Event)>, DatabaseError> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT revision, event FROM events WHERE app = $1 AND revision > $2 ORDER BY revision LIMIT $3",
    )
    .bind(column(app.get()))
    .bind(after)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|(revision, text)| Ok((*revision, read("events", text)?))).collect()
}

/// The changes that events of one decision make to an environment.
fn changes(events: &[Event], kind: EnvironmentKind) -> impl Iterator<Item = &Change> {
    events.iter().filter_map(move |event| match event {
        Event::Changed { environment, change } if *environment == kind => Some(change),
        _ => None,
    })
}

/// Appends the events that led to `app`.
async fn append(
    connection: &mut AnyConnection,
    app: &App,
    events: &[Event],
    now: Instant,
) -> Result<(), DatabaseError> {
    let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
    let before = column(app.revision().get()).saturating_sub(count);
    for (revision, event) in (before.saturating_add(1)..).zip(events) {
        sqlx::query("INSERT INTO events (app, revision, at, event) VALUES ($1, $2, $3, $4)")
            .bind(column(app.number().get()))
            .bind(revision)
            .bind(now.0)
            .bind(write("events", event)?)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Keeps a certificate under the number that its event names.
async fn keep_certificate(
    connection: &mut AnyConnection,
    (app, environment): (&App, EnvironmentKind),
    changes: &[&Change],
    attachment: Option<&Attachment>,
) -> Result<(), DatabaseError> {
    let set = changes.iter().find_map(|change| match change {
        Change::CertificateSet { certificate, .. } => Some(*certificate),
        _ => None,
    });
    if let (Some(revision), Some(Attachment::Certificate { chain, key })) = (set, attachment) {
        sqlx::query(
            "INSERT INTO certificates (app, environment, revision, chain, private_key) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (app, environment, revision)
             DO UPDATE SET chain = excluded.chain, private_key = excluded.private_key",
        )
        .bind(column(app.number().get()))
        .bind(environment.as_str())
        .bind(i64::from(revision.get()))
        .bind(chain.as_str())
        .bind(key.as_str())
        .execute(connection)
        .await?;
    }
    Ok(())
}

/// Lets the process go first that was faster.
async fn pause(attempt: u32) {
    tokio::time::sleep(Duration::from_millis(5).saturating_mul(1 << attempt.min(6))).await;
}

/// Why an input is not carried out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    #[error("there is no app {0}")]
    NoApp(AppNumber),
    #[error("there is an app named {0}")]
    NameTaken(AppName),
    #[error(transparent)]
    Rejected(#[from] Rejection),
    #[error("other processes were faster {ATTEMPTS} times")]
    Contended,
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

const ATTEMPTS: u32 = 10;
