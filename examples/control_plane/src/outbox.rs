//! Effects that wait for a worker.

use std::time::Duration;

use cloudapp::app::{EnvironmentKind, ParseError};
use cloudapp::release::{App, AppNumber, Effect, EffectId};
use sqlx::AnyConnection;

use crate::database::{Database, DatabaseError, Dialect, Instant, column, number, read, write};

/// An effect that a worker may carry out for the time of its lease.
#[derive(Clone, Debug)]
pub(crate) struct Lease {
    pub(crate) app: AppNumber,
    pub(crate) effect: Effect,
    /// How often the effect was claimed, this time included, or asked for again: it tells this lease of it from every other
    /// one.
    pub(crate) claims: i64,
}

/// Brings the row of an environment up to the state that the app now has.
pub(crate) async fn follow(
    connection: &mut AnyConnection,
    (app, environment): (&App, EnvironmentKind),
    effect: Option<&Effect>,
    now: Instant,
) -> Result<(), DatabaseError> {
    let key = column(app.number().get());
    if let Some(effect) = effect {
        // An effect that is asked for again is free at once, whoever has it. Its claims go on counting, so that they
        // tell every lease of it from the others, and whoever has it cannot renew a lease any more.
        sqlx::query(
            "INSERT INTO outbox (app, environment, effect, due, payload, free_from, claims)
             VALUES ($1, $2, $3, $4, $5, $6, 0)
             ON CONFLICT (app, environment) DO UPDATE SET effect = excluded.effect, due = excluded.due,
                 payload = excluded.payload, free_from = excluded.free_from,
                 claims = CASE WHEN outbox.effect = excluded.effect THEN outbox.claims + 1 ELSE 0 END",
        )
        .bind(key)
        .bind(environment.as_str())
        .bind(column(effect.id.get()))
        .bind(Instant::of(effect.due).0)
        .bind(write("outbox", effect)?)
        .bind(now.0)
        .execute(connection)
        .await?;
    } else if app.environment(environment).outstanding().is_none() {
        sqlx::query("DELETE FROM outbox WHERE app = $1 AND environment = $2")
            .bind(key)
            .bind(environment.as_str())
            .execute(connection)
            .await?;
    }
    Ok(())
}

impl Database {
    /// Takes the effect that has waited longest, so that nobody else does for the time `lease`.
    pub(crate) async fn claim(&self, lease: Duration) -> Result<Option<Lease>, DatabaseError> {
        let statement = match self.dialect {
            // Rows that others are just claiming are passed over instead of waited for.
            Dialect::Postgres => {
                "UPDATE outbox SET free_from = $1, claims = claims + 1 WHERE (app, environment) = (
                     SELECT app, environment FROM outbox WHERE free_from <= $2 ORDER BY free_from LIMIT 1
                     FOR UPDATE SKIP LOCKED
                 ) RETURNING app, payload, claims"
            }
            // Writers come one after the other, so the statement as a whole is a claim.
            Dialect::Sqlite => {
                "UPDATE outbox SET free_from = $1, claims = claims + 1 WHERE (app, environment) = (
                     SELECT app, environment FROM outbox WHERE free_from <= $2 ORDER BY free_from LIMIT 1
                 ) RETURNING app, payload, claims"
            }
        };
        let mut connection = self.pool.acquire().await?;
        let now = self.now(&mut connection).await?;
        let row: Option<(i64, String, i64)> =
            sqlx::query_as(statement).bind(now.after(lease).0).bind(now.0).fetch_optional(&mut *connection).await?;
        let Some((app, payload, claims)) = row else { return Ok(None) };
        Ok(Some(Lease { app: AppNumber::new(number(app)), effect: read("outbox", &payload)?, claims }))
    }

    /// Keeps a lease for the time `lease` from now on; false when it was lost.
    pub(crate) async fn renew(&self, held: &Lease, lease: Duration) -> Result<bool, DatabaseError> {
        let mut connection = self.pool.acquire().await?;
        let now = self.now(&mut connection).await?;
        let renewed = sqlx::query(
            "UPDATE outbox SET free_from = $1 WHERE app = $2 AND environment = $3 AND effect = $4 AND claims = $5",
        )
        .bind(now.after(lease).0)
        .bind(column(held.app.get()))
        .bind(held.effect.environment.as_str())
        .bind(column(held.effect.id.get()))
        .bind(held.claims)
        .execute(&mut *connection)
        .await?;
        Ok(renewed.rows_affected() > 0)
    }

    /// Effects whose deadline has passed, at most `limit`.
    pub(crate) async fn overdue(
        &self,
        limit: i64,
    ) -> Result<Vec<(AppNumber, EnvironmentKind, EffectId)>, DatabaseError> {
        let mut connection = self.pool.acquire().await?;
        let now = self.now(&mut connection).await?;
        let rows: Vec<(i64, String, i64)> =
            sqlx::query_as("SELECT app, environment, effect FROM outbox WHERE due <= $1 ORDER BY due LIMIT $2")
                .bind(now.0)
                .bind(limit)
                .fetch_all(&mut *connection)
                .await?;
        let read = |(app, environment, effect): &(i64, String, i64)| {
            let environment =
                environment.parse().map_err(|error: ParseError| DatabaseError::content("outbox", error))?;
            Ok((AppNumber::new(number(*app)), environment, EffectId::new(number(*effect))))
        };
        rows.iter().map(read).collect()
    }
}
