//! What an app asks of its environment.

mod field;
mod number;

use serde::{Deserialize, Serialize};

use super::reading::{self, ReadError};
use super::unit::{
    Connections, Gb, Iops, MbytePerSecond, Mib, Micros, Minutes, PerSecond, Permille, Rate, TransferBytes,
};

/// Measured or estimated demands of an app. What is not stated is not guessed: its dimension stays unknown, and one that
/// few workloads need is left out.
///
/// As JSON, an object with any of these fields, all numbers but the last (short names in brackets are taken too); a
/// fraction is rounded up, of requests to a thousandth, of anything else to a whole one:
/// - `peak_requests_per_second` (`peak_rps`), `average_requests_per_second` (`average_rps`): of the whole app
/// - `cpu_microseconds_per_request` (`cpu_us_per_request`): CPU time of one request on one host
/// - `memory_mib_per_instance` (`memory_mib`): memory of everything that runs on a host, in the starter tier with the
///   database, unless the database's is stated apart
/// - `peak_connections`, `new_connections_per_second`: of clients, to the whole app
/// - `database_connections_per_instance` (`db_connections_per_instance`), `database_iops` (`db_iops`),
///   `database_size_gb` (`db_size_gb`, in 10⁹ bytes)
/// - `database_cpu_microseconds_per_request` (`db_cpu_us_per_request`), `database_memory_mib` (`db_memory_mib`): of the
///   database; in the starter tier they are added to those of the host
/// - `response_bytes`: average size of a response; when it is stated, bandwidth and packets are sized too
/// - `packets_per_second`: of the whole app in the peak, in both directions; measured, it is better than what follows
///   from `response_bytes`
/// - `disk_megabytes_per_second` (`disk_mb_per_second`): reads and writes of the busiest host, in 10⁶ bytes
/// - `nginx_connections_per_instance` (`nginx_connections`): `worker_processes` times `worker_connections` of the nginx
///   that runs
/// - `peak_minutes`, `peaks_per_day`: how long a peak lasts, and how many there are; one unless stated
/// - `headroom_permille`: what must stay free, in thousandths of the demand, at most 3000; 200 unless stated
/// - `survive_instance_loss` (`survive_one_loss`): `true` when the app must carry its peak with one host less
///
/// # Examples
///
/// ```
/// use cloudapp::plan::{Rate, Workload};
///
/// let workload = Workload::from_json(r#"{"peak_requests_per_second": 150, "average_requests_per_second": 0.1}"#)?;
/// assert_eq!(workload.peak_requests_per_second, Some(Rate::per_second(150)));
/// assert_eq!(workload.average_requests_per_second, Some(Rate(100)));
/// let error = Workload::from_json(r#"{"peak_requests": 150}"#).unwrap_err();
/// assert!(error.to_string().ends_with("unknown field `peak_requests`, did you mean `peak_requests_per_second`?"));
/// # Ok::<(), cloudapp::plan::ReadError>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Workload {
    /// Requests a second in the busiest time.
    #[serde(alias = "peak_rps", deserialize_with = "number::rate")]
    pub peak_requests_per_second: Option<Rate>,
    /// Requests a second over a day.
    #[serde(alias = "average_rps", deserialize_with = "number::rate")]
    pub average_requests_per_second: Option<Rate>,
    /// CPU time that a request takes on its host.
    #[serde(alias = "cpu_us_per_request", deserialize_with = "number::whole")]
    pub cpu_microseconds_per_request: Option<Micros>,
    /// Memory that everything on a host takes together.
    #[serde(alias = "memory_mib", deserialize_with = "number::whole")]
    pub memory_mib_per_instance: Option<Mib>,
    /// Connections of clients at one time.
    #[serde(deserialize_with = "number::whole")]
    pub peak_connections: Option<Connections>,
    /// New connections of clients a second.
    #[serde(deserialize_with = "number::whole")]
    pub new_connections_per_second: Option<PerSecond>,
    /// Connections that each host holds to the database.
    #[serde(alias = "db_connections_per_instance", deserialize_with = "number::whole")]
    pub database_connections_per_instance: Option<Connections>,
    /// CPU time that a request takes in the database.
    #[serde(alias = "db_cpu_us_per_request", deserialize_with = "number::whole")]
    pub database_cpu_microseconds_per_request: Option<Micros>,
    /// Memory that the database takes.
    #[serde(alias = "db_memory_mib", deserialize_with = "number::whole")]
    pub database_memory_mib: Option<Mib>,
    /// Reads and writes of the database a second.
    #[serde(alias = "db_iops", deserialize_with = "number::whole")]
    pub database_iops: Option<Iops>,
    /// Storage of the database.
    #[serde(alias = "db_size_gb", deserialize_with = "number::whole")]
    pub database_size_gb: Option<Gb>,
    /// Average size of a response.
    #[serde(deserialize_with = "number::whole")]
    pub response_bytes: Option<TransferBytes>,
    /// Packets in the peak, in both directions.
    #[serde(deserialize_with = "number::whole")]
    pub packets_per_second: Option<PerSecond>,
    /// Reads and writes of the busiest host.
    #[serde(alias = "disk_mb_per_second", deserialize_with = "number::whole")]
    pub disk_megabytes_per_second: Option<MbytePerSecond>,
    /// Connections that the nginx of a host may hold, those to the app behind it too.
    #[serde(alias = "nginx_connections", deserialize_with = "number::whole")]
    pub nginx_connections_per_instance: Option<Connections>,
    /// How long a peak lasts.
    #[serde(deserialize_with = "number::whole")]
    pub peak_minutes: Option<Minutes>,
    /// Peaks in a day.
    #[serde(deserialize_with = "number::rate")]
    pub peaks_per_day: Option<Rate>,
    /// What must stay free, in thousandths of the demand; [`DEFAULT_HEADROOM`](Self::DEFAULT_HEADROOM) unless stated.
    #[serde(deserialize_with = "number::headroom")]
    pub headroom_permille: Option<Permille>,
    /// Whether the app must carry its peak with one host less; not, unless stated.
    #[serde(alias = "survive_one_loss", deserialize_with = "number::flag")]
    pub survive_instance_loss: Option<bool>,
}

impl Workload {
    /// Headroom of a workload that states none: a fifth of the demand. Decided.
    pub const DEFAULT_HEADROOM: Permille = Permille(200);
    /// Greatest headroom: three times the demand. More is a slip of the pen. Decided.
    pub const GREATEST_HEADROOM: Permille = Permille(3_000);

    /// Reads a workload from JSON. A byte order mark before it is skipped.
    ///
    /// # Errors
    ///
    /// Text that is no JSON object, an unknown field (with the one that is meant), a value that is no number, a negative
    /// one, one over 2⁶⁴ − 1, and a headroom that no plan leaves: with the field and its line.
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        reading::from_json(text, &[number::SENTENCES], Some(field::unknown))
    }

    /// Names of the fields that a workload can state, in order; short names are not among them.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::plan::Workload;
    ///
    /// assert_eq!(Workload::fields().next(), Some("peak_requests_per_second"));
    /// ```
    pub fn fields() -> impl Iterator<Item = &'static str> {
        field::FIELDS.iter().map(|(field, _)| *field)
    }

    /// The full name of a field that is given by its short one; any other name is kept.
    pub(super) fn full_name(name: &str) -> &str {
        field::FIELDS.iter().find(|(_, short)| *short == Some(name)).map_or(name, |(field, _)| field)
    }

    /// The requested headroom.
    #[must_use]
    pub fn headroom(&self) -> Permille {
        self.headroom_permille.unwrap_or(Self::DEFAULT_HEADROOM)
    }
}
