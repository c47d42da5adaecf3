//! A simulated platform: hosts, load balancers and databases that remember what they were asked.
//!
//! A real control plane calls a provider's interface here and keeps no table of its own. What a provider has to do is
//! the same: refuse an effect older than the newest it knows, and answer a known one from memory.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use cloudapp::app::{ParseError, Remark};
use cloudapp::release::{Action, AppNumber, Effect, EffectId, Outcome};
use sqlx::AnyConnection;

use crate::database::{Database, DatabaseError, column, number, write};

/// The platform as workers reach it.
#[derive(Clone, Debug)]
pub(crate) struct Platform {
    pub(crate) database: Database,
    /// How long a call takes on the way there, and again on the way back.
    pub(crate) distance: Duration,
    /// How many of a thousand installations and verifications fail.
    pub(crate) failures: u16,
    /// How many of a thousand calls are never answered.
    pub(crate) losses: u16,
    /// Whether places remember what they were asked.
    pub(crate) memory: Memory,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Memory {
    Kept,
    /// They do everything that they are asked, as often as they are asked: only to see what that leads to.
    Lost,
}

/// What the platform says to a worker.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Answer {
    /// The effect was carried out, now or when it was asked for before.
    Outcome(Outcome),
    /// A newer effect was asked for since.
    Refused,
}

impl Platform {
    /// Has an effect carried out.
    pub(crate) async fn carry_out(&self, app: AppNumber, effect: &Effect) -> Result<Answer, PlatformError> {
        let asked = (app, effect.environment, effect.id, effect.attempt);
        self.travel((asked, "there")).await;
        let answer = self.arrive(app, effect).await?;
        self.travel((asked, "back")).await;
        Ok(answer)
    }

    /// The way there or back, on which a message may be lost.
    async fn travel(&self, message: impl Hash) {
        if strikes(message, self.losses) {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(self.distance).await;
    }

    async fn arrive(&self, app: AppNumber, effect: &Effect) -> Result<Answer, PlatformError> {
        let site = Site { app, effect, place: place(&effect.action) };
        let mut transaction = self.database.begin().await?;
        let known = self.known(&mut transaction, &site).await?;
        let answer = match newest(&known, &site.place) {
            Some((newest, _)) if newest > effect.id && self.memory == Memory::Kept => {
                site.note(&mut transaction, &self.database, Deed::Refused).await?;
                Answer::Refused
            }
            Some((newest, outcome)) if newest == effect.id && self.memory == Memory::Kept => {
                site.note(&mut transaction, &self.database, Deed::Remembered).await?;
                Answer::Outcome(outcome)
            }
            _ => {
                let failure = self.failure(&site)?;
                site.note(&mut transaction, &self.database, if failure.is_some() { Deed::Failed } else { Deed::Done })
                    .await?;
                site.remember(&mut transaction, failure.as_ref()).await?;
                Answer::Outcome(failure.map_or(Outcome::Done, |reason| Outcome::Failed { reason }))
            }
        };
        transaction.commit().await?;
        Ok(answer)
    }

    /// What the places of an environment know. Until the transaction ends, nobody else asks them.
    async fn known(&self, connection: &mut AnyConnection, site: &Site<'_>) -> Result<Vec<Known>, PlatformError> {
        // A row that is written, even unchanged, is locked. What others wrote until then is seen by the next statement.
        sqlx::query(
            "INSERT INTO fences (app, environment, place, effect, outcome) VALUES ($1, $2, $3, 0, '')
             ON CONFLICT (app, environment, place) DO UPDATE SET effect = fences.effect",
        )
        .bind(column(site.app.get()))
        .bind(site.effect.environment.as_str())
        .bind(PLATFORM)
        .execute(&mut *connection)
        .await?;
        let rows: Vec<(String, i64, String)> =
            sqlx::query_as("SELECT place, effect, outcome FROM fences WHERE app = $1 AND environment = $2")
                .bind(column(site.app.get()))
                .bind(site.effect.environment.as_str())
                .fetch_all(connection)
                .await?;
        let read = |(place, effect, outcome): (String, i64, String)| {
            let outcome = if outcome.is_empty() { Outcome::Done } else { Outcome::Failed { reason: outcome.parse()? } };
            Ok(Known { place, effect: EffectId::new(number(effect)), outcome })
        };
        rows.into_iter().map(read).collect()
    }

    /// Whether an effect fails, and why.
    fn failure(&self, site: &Site<'_>) -> Result<Option<Remark>, ParseError> {
        let words = match site.effect.action {
            Action::Install { .. } => "no space left on device",
            Action::Verify { .. } => "the port answers nothing",
            _ => return Ok(None),
        };
        let strikes = strikes((site.app, site.effect.environment, site.effect.id), self.failures);
        strikes.then(|| words.parse()).transpose()
    }
}

/// Misfortune that is the same for the same thing.
fn strikes(thing: impl Hash, of_a_thousand: u16) -> bool {
    let mut hasher = DefaultHasher::new();
    thing.hash(&mut hasher);
    hasher.finish() % 1000 < u64::from(of_a_thousand)
}

/// What a place knows of the newest effect that it was asked for.
struct Known {
    place: String,
    effect: EffectId,
    outcome: Outcome,
}

/// The newest effect that was asked of anyone whom an effect of `place` touches: what the platform does touches all.
fn newest(known: &[Known], place: &str) -> Option<(EffectId, Outcome)> {
    let touches = |known: &&Known| known.place == place || known.place == PLATFORM || place == PLATFORM;
    let newest = known.iter().filter(touches).max_by_key(|known| known.effect)?;
    Some((newest.effect, newest.outcome.clone()))
}

/// Who carries an action out.
fn place(action: &Action) -> String {
    match action {
        Action::Balance { .. } => "balancer".to_owned(),
        Action::Database { .. } => "database".to_owned(),
        action => action.host().map_or_else(|| PLATFORM.to_owned(), |host| format!("host {host}")),
    }
}

/// An effect where it is to be carried out.
struct Site<'a> {
    app: AppNumber,
    effect: &'a Effect,
    place: String,
}

impl Site<'_> {
    async fn note(&self, connection: &mut AnyConnection, database: &Database, deed: Deed) -> Result<(), PlatformError> {
        let now = database.now(connection).await?;
        sqlx::query(
            "INSERT INTO deeds (app, environment, place, effect, deed, action, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(column(self.app.get()))
        .bind(self.effect.environment.as_str())
        .bind(self.place.as_str())
        .bind(column(self.effect.id.get()))
        .bind(deed.as_str())
        .bind(write("deeds", &self.effect.action)?)
        .bind(now.0)
        .execute(connection)
        .await?;
        Ok(())
    }

    async fn remember(&self, connection: &mut AnyConnection, failure: Option<&Remark>) -> Result<(), PlatformError> {
        sqlx::query(
            "INSERT INTO fences (app, environment, place, effect, outcome) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (app, environment, place) DO UPDATE SET effect = excluded.effect, outcome = excluded.outcome",
        )
        .bind(column(self.app.get()))
        .bind(self.effect.environment.as_str())
        .bind(self.place.as_str())
        .bind(column(self.effect.id.get()))
        .bind(failure.map_or("", Remark::as_str))
        .execute(connection)
        .await?;
        Ok(())
    }
}

/// What a place did when it was asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Deed {
    Done,
    Failed,
    Refused,
    Remembered,
}

impl Deed {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Remembered => "remembered",
        }
    }
}

/// Why the platform gave no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PlatformError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Remark(#[from] ParseError),
}

impl From<sqlx::Error> for PlatformError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

const PLATFORM: &str = "platform";
