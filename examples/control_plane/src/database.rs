//! SQLite or PostgreSQL, and the few things in which they differ.

use std::fmt::Display;
use std::time::Duration;

use cloudapp::app::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{Any, AnyConnection, AnyPool, Connection, Executor, Transaction};

/// A pool of connections to one database.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    pub(crate) pool: AnyPool,
    pub(crate) dialect: Dialect,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Dialect {
    Postgres,
    Sqlite,
}

impl Dialect {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Postgres => "postgresql",
            Self::Sqlite => "sqlite",
        }
    }

    fn of(url: &str) -> Result<Self, DatabaseError> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("postgres" | "postgresql") => Ok(Self::Postgres),
            Some("sqlite") => Ok(Self::Sqlite),
            _ => Err(DatabaseError::Url),
        }
    }

    /// What every new connection is told.
    const fn greeting(self) -> &'static str {
        match self {
            // A process that hangs inside a transaction must not keep its locks.
            Self::Postgres => "SET client_min_messages = warning; SET idle_in_transaction_session_timeout = '30s'",
            // Effects are dispatched after the commit, so that a commit has to be on the disk: synchronous = FULL.
            Self::Sqlite => {
                "PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                 PRAGMA foreign_keys = ON"
            }
        }
    }

    /// How a transaction begins that writes. In SQLite one that only becomes a writer later could not wait for others.
    const fn begin_writing(self) -> &'static str {
        match self {
            Self::Postgres => "BEGIN",
            Self::Sqlite => "BEGIN IMMEDIATE",
        }
    }

    /// How a transaction begins that sees one moment.
    const fn begin_reading(self) -> &'static str {
        match self {
            Self::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
            Self::Sqlite => "BEGIN DEFERRED",
        }
    }

    const fn clock(self) -> &'static str {
        match self {
            Self::Postgres => "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)",
            Self::Sqlite => "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)",
        }
    }
}

/// What becomes of a database or of tables that are not there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Missing {
    Create,
    Refuse,
}

impl Database {
    /// Connects, and creates what is missing if it may.
    pub(crate) async fn open(url: &str, connections: u32, missing: Missing) -> Result<Self, DatabaseError> {
        sqlx::any::install_default_drivers();
        let dialect = Dialect::of(url)?;
        let mut url = url.to_owned();
        if dialect == Dialect::Sqlite && !url.contains("mode=") {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(match missing {
                Missing::Create => "mode=rwc",
                Missing::Refuse => "mode=rw",
            });
        }
        let options: AnyConnectOptions = url.parse()?;
        let pool = AnyPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(30))
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    connection.execute(sqlx::raw_sql(dialect.greeting())).await?;
                    Ok(())
                })
            })
            .connect_with(options)
            .await?;
        let database = Self { pool, dialect };
        if missing == Missing::Create {
            database.create_tables().await?;
        }
        Ok(database)
    }

    async fn create_tables(&self) -> Result<(), DatabaseError> {
        let mut transaction = self.begin().await?;
        if self.dialect == Dialect::Postgres {
            // Two processes that create one table at once would disturb each other.
            sqlx::query("SELECT count(pg_advisory_xact_lock(7362415))").fetch_one(&mut *transaction).await?;
        }
        transaction.execute(sqlx::raw_sql(include_str!("schema.sql"))).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// A transaction that writes.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Any>, DatabaseError> {
        Ok(self.pool.begin_with(self.dialect.begin_writing()).await?)
    }

    /// A transaction that sees one moment.
    pub(crate) async fn begin_reading(&self) -> Result<Transaction<'static, Any>, DatabaseError> {
        Ok(self.pool.begin_with(self.dialect.begin_reading()).await?)
    }

    /// The time. It is the database's, so that processes on several machines go by one clock.
    pub(crate) async fn now(&self, connection: &mut AnyConnection) -> Result<Instant, DatabaseError> {
        let (milliseconds,) = sqlx::query_as(self.dialect.clock()).fetch_one(connection).await?;
        Ok(Instant(milliseconds))
    }

    /// Whether the database answers.
    pub(crate) async fn ping(&self) -> Result<(), DatabaseError> {
        Ok(self.pool.acquire().await?.ping().await?)
    }
}

/// A point in time, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Instant(pub(crate) i64);

impl Instant {
    pub(crate) fn after(self, time: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(time.as_millis()).unwrap_or(i64::MAX)))
    }

    pub(crate) fn of(timestamp: Timestamp) -> Self {
        Self(timestamp.unix_seconds().saturating_mul(1000))
    }

    /// The second that it lies in. A clock outside of the library's range stands still at the start of Unix time.
    pub(crate) fn timestamp(self) -> Timestamp {
        Timestamp::from_unix_seconds(self.0.div_euclid(1000)).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// A number of the library as a column holds it. One that is too great for a column names nothing that is there.
pub(crate) fn column(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The number that a column holds.
pub(crate) fn number(column: i64) -> u64 {
    u64::try_from(column).unwrap_or_default()
}

/// What a column of `table` holds as JSON.
pub(crate) fn read<T: DeserializeOwned>(table: &'static str, text: &str) -> Result<T, DatabaseError> {
    serde_json::from_str(text).map_err(|error| DatabaseError::content(table, error))
}

/// A value as a column of `table` holds it.
pub(crate) fn write<T: Serialize>(table: &'static str, value: &T) -> Result<String, DatabaseError> {
    serde_json::to_string(value).map_err(|error| DatabaseError::content(table, error))
}

/// Whether `error` says that a row of the same key is there.
pub(crate) fn is_taken(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

/// What goes wrong with a database.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DatabaseError {
    #[error("expected a database like sqlite:control_plane.db or postgres://user@host/name")]
    Url,
    #[error("the database: {0}")]
    Sql(#[from] sqlx::Error),
    /// Something in a table cannot be read.
    #[error("table {table}: {fault}")]
    Content { table: &'static str, fault: String },
}

impl DatabaseError {
    /// Whether it may go well the next time: the database restarts, is busy, or had to choose between two.
    pub(crate) fn is_passing(&self) -> bool {
        match self {
            Self::Sql(sqlx::Error::Database(error)) => error.code().is_some_and(|code| is_passing_code(&code)),
            Self::Sql(error) => matches!(
                error,
                sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::BeginFailed | sqlx::Error::WorkerCrashed
            ),
            Self::Url | Self::Content { .. } => false,
        }
    }

    pub(crate) fn content(table: &'static str, fault: impl Display) -> Self {
        Self::Content { table, fault: fault.to_string() }
    }
}

/// A code of five characters is PostgreSQL's. SQLite's are numbers, whose lowest byte is the error without its details.
fn is_passing_code(code: &str) -> bool {
    if code.len() == 5 {
        PASSING_CLASSES.iter().any(|class| code.starts_with(class)) || PASSING.contains(&code)
    } else {
        code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, SQLITE_BUSY | SQLITE_LOCKED))
    }
}

/// Classes of PostgreSQL's error codes: connection, rollback, resources, intervention.
const PASSING_CLASSES: [&str; 4] = ["08", "40", "53", "57"];
/// A transaction that was idle too long, and a lock that was not to be had.
const PASSING: [&str; 2] = ["25P03", "55P03"];
const SQLITE_BUSY: u32 = 5;
const SQLITE_LOCKED: u32 = 6;

#[cfg(test)]
mod tests {
    use super::is_passing_code;

    #[test]
    fn a_database_that_is_busy_or_restarts_is_asked_again() {
        // SQLITE_BUSY, SQLITE_LOCKED, SQLITE_BUSY_RECOVERY, SQLITE_BUSY_SNAPSHOT; PostgreSQL's appendix A.
        for code in ["5", "6", "261", "517", "08006", "40001", "40P01", "53300", "57P01", "25P03", "55P03"] {
            assert!(is_passing_code(code), "{code}");
        }
    }

    #[test]
    fn a_fault_that_stays_is_not() {
        // SQLITE_ERROR, SQLITE_FULL, SQLITE_CONSTRAINT_UNIQUE; an undefined table, a unique violation, a read-only one.
        for code in ["1", "13", "2067", "42P01", "23505", "25006", "", "40"] {
            assert!(!is_passing_code(code), "{code}");
        }
    }
}
