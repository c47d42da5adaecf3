//! What screens list, as rows that follow the log.

use cloudapp::app::EnvironmentKind;
use cloudapp::release::{App, Change, Lists, OrderRecord, UploadedVersion};
use sqlx::AnyConnection;

use crate::database::{DatabaseError, column, read, write};

/// Brings the rows of one environment up to `changes`. `package` is the file of the version that is uploaded by them.
pub(crate) async fn record(
    connection: &mut AnyConnection,
    (app, environment): (&App, EnvironmentKind),
    changes: &[&Change],
    package: Option<&str>,
) -> Result<(), DatabaseError> {
    let key = column(app.number().get());
    let before = open(connection, key, environment, changes).await?;
    let mut after = before.clone();
    for change in changes {
        after.record(change);
        if matches!(change, Change::BuildRequested { .. }) {
            sqlx::query("DELETE FROM versions WHERE app = $1 AND environment = $2")
                .bind(key)
                .bind(environment.as_str())
                .execute(&mut *connection)
                .await?;
        }
    }
    for order in after.orders.iter().filter(|order| !before.orders.contains(order)) {
        sqlx::query(
            "INSERT INTO orders (app, environment, id, revision, is_open, record) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (app, environment, id) DO UPDATE SET is_open = excluded.is_open, record = excluded.record",
        )
        .bind(key)
        .bind(environment.as_str())
        .bind(order.id.to_string())
        .bind(column(app.revision().get()))
        .bind(i64::from(order.status.is_open()))
        .bind(write("orders", order)?)
        .execute(&mut *connection)
        .await?;
    }
    for version in after.versions.iter().filter(|version| !before.versions.contains(version)) {
        sqlx::query("INSERT INTO versions (app, environment, number, record, package) VALUES ($1, $2, $3, $4, $5)")
            .bind(key)
            .bind(environment.as_str())
            .bind(i64::from(version.number.get()))
            .bind(write("versions", version)?)
            .bind(package.unwrap_or_default())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Release orders of an environment, newest first, at most `limit`.
pub(crate) async fn orders(
    connection: &mut AnyConnection,
    app: i64,
    environment: EnvironmentKind,
    limit: u16,
) -> Result<Vec<OrderRecord>, DatabaseError> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT record FROM orders WHERE app = $1 AND environment = $2 ORDER BY revision DESC LIMIT $3")
            .bind(app)
            .bind(environment.as_str())
            .bind(i64::from(limit))
            .fetch_all(connection)
            .await?;
    rows.iter().map(|(record,)| read("orders", record)).collect()
}

/// Uploaded versions of an environment, newest first, at most `limit`.
pub(crate) async fn versions(
    connection: &mut AnyConnection,
    app: i64,
    environment: EnvironmentKind,
    limit: u16,
) -> Result<Vec<UploadedVersion>, DatabaseError> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT record FROM versions WHERE app = $1 AND environment = $2 ORDER BY number DESC LIMIT $3")
            .bind(app)
            .bind(environment.as_str())
            .bind(i64::from(limit))
            .fetch_all(connection)
            .await?;
    rows.iter().map(|(record,)| read("versions", record)).collect()
}

/// The rows that `changes` look at: the open order, and the version that a new order asks for.
async fn open(
    connection: &mut AnyConnection,
    app: i64,
    environment: EnvironmentKind,
    changes: &[&Change],
) -> Result<Lists, DatabaseError> {
    let mut lists = Lists::default();
    let open: Option<(String,)> =
        sqlx::query_as("SELECT record FROM orders WHERE app = $1 AND environment = $2 AND is_open = 1")
            .bind(app)
            .bind(environment.as_str())
            .fetch_optional(&mut *connection)
            .await?;
    if let Some((record,)) = open {
        lists.orders.push(read("orders", &record)?);
    }
    for change in changes {
        let Change::OrderAccepted { goal, .. } = change else { continue };
        let version: Option<(String,)> =
            sqlx::query_as("SELECT record FROM versions WHERE app = $1 AND environment = $2 AND number = $3")
                .bind(app)
                .bind(environment.as_str())
                .bind(i64::from(goal.version.get()))
                .fetch_optional(&mut *connection)
                .await?;
        if let Some((record,)) = version {
            lists.versions.push(read("versions", &record)?);
        }
    }
    Ok(lists)
}
