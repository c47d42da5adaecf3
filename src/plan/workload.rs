//! What an app asks of its environment.

use serde::{Deserialize, Serialize};

use super::reading::{self, ReadError};
use super::unit::{Connections, Gb, Iops, Mib, Micros, PerSecond, Permille, TransferBytes};

/// Measured or estimated demands of an app. What is not stated is not guessed: its dimension stays unknown.
///
/// As JSON, an object with any of these fields, all whole numbers but the last (short names in brackets are taken too):
/// - `peak_requests_per_second` (`peak_rps`), `average_requests_per_second` (`average_rps`): of the whole app
/// - `cpu_microseconds_per_request` (`cpu_us_per_request`): CPU time of one request on one host
/// - `memory_mib_per_instance` (`memory_mib`): memory of everything that runs on a host, in the starter tier with the
///   database
/// - `peak_connections`, `new_connections_per_second`: of clients, to the whole app
/// - `database_connections_per_instance` (`db_connections_per_instance`), `database_iops` (`db_iops`),
///   `database_size_gb` (`db_size_gb`, in 10⁹ bytes)
/// - `response_bytes`: average size of a response; when it is stated, bandwidth is sized too
/// - `headroom_permille`: what must stay free, in thousandths of the demand; 200 unless stated
/// - `survive_instance_loss` (`survive_one_loss`): `true` when the app must carry its peak with one host less
///
/// # Examples
///
/// ```
/// use cloudapp::plan::{PerSecond, Workload};
///
/// let workload = Workload::from_json(r#"{"peak_requests_per_second": 150, "cpu_microseconds_per_request": 4000}"#)?;
/// assert_eq!(workload.peak_requests_per_second, Some(PerSecond(150)));
/// let error = Workload::from_json(r#"{"peak_requests": 150}"#).unwrap_err();
/// assert!(error.to_string().contains("unknown field `peak_requests`, expected one of"));
/// # Ok::<(), cloudapp::plan::ReadError>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Workload {
    /// Requests a second in the busiest time.
    #[serde(alias = "peak_rps")]
    pub peak_requests_per_second: Option<PerSecond>,
    /// Requests a second over a day.
    #[serde(alias = "average_rps")]
    pub average_requests_per_second: Option<PerSecond>,
    /// CPU time that a request takes on its host.
    #[serde(alias = "cpu_us_per_request")]
    pub cpu_microseconds_per_request: Option<Micros>,
    /// Memory that everything on a host takes together.
    #[serde(alias = "memory_mib")]
    pub memory_mib_per_instance: Option<Mib>,
    /// Connections of clients at one time.
    pub peak_connections: Option<Connections>,
    /// New connections of clients a second.
    pub new_connections_per_second: Option<PerSecond>,
    /// Connections that each host holds to the database.
    #[serde(alias = "db_connections_per_instance")]
    pub database_connections_per_instance: Option<Connections>,
    /// Reads and writes of the database a second.
    #[serde(alias = "db_iops")]
    pub database_iops: Option<Iops>,
    /// Storage of the database.
    #[serde(alias = "db_size_gb")]
    pub database_size_gb: Option<Gb>,
    /// Average size of a response.
    pub response_bytes: Option<TransferBytes>,
    /// What must stay free, in thousandths of the demand; [`DEFAULT_HEADROOM`](Self::DEFAULT_HEADROOM) unless stated.
    pub headroom_permille: Option<Permille>,
    /// Whether the app must carry its peak with one host less; not, unless stated.
    #[serde(alias = "survive_one_loss")]
    pub survive_instance_loss: Option<bool>,
}

impl Workload {
    /// Headroom of a workload that states none: a fifth of the demand. Decided.
    pub const DEFAULT_HEADROOM: Permille = Permille(200);

    /// Reads a workload from JSON.
    ///
    /// # Errors
    ///
    /// Text that is no JSON object, an unknown field (with the list of the known ones), and a value that is not a whole
    /// number from 0 to 2⁶⁴ − 1: with the field and its line.
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        reading::from_json(text, &[])
    }

    /// The requested headroom.
    #[must_use]
    pub fn headroom(&self) -> Permille {
        self.headroom_permille.unwrap_or(Self::DEFAULT_HEADROOM)
    }
}
