//! What a workload asks of a tier, in the units of its limits.

use crate::app::Tier;
use crate::plan::unit::{Micros, Rate, saturated};
use crate::plan::workload::Workload;

/// Demands that follow from several fields; none where one of them is not stated. All are rounded up.
pub(super) struct Demand {
    /// CPU of the hosts in the peak and over the day, in thousandths of a vCPU.
    pub(super) peak: Option<u64>,
    pub(super) average: Option<u64>,
    /// What the peaks alone come to over the day, rounded down.
    pub(super) least_average: Option<u64>,
    /// CPU of a database of its own in the peak.
    pub(super) database_cpu: Option<u64>,
    /// Memory of a host in MiB.
    pub(super) memory: Option<u64>,
    /// Responses in the peak in Mbit/s.
    pub(super) traffic: Option<u64>,
    /// Packets of the hosts in the peak, in both directions.
    pub(super) packets: Option<u64>,
    /// Connections of nginx: two for each client.
    pub(super) nginx_connections: Option<u64>,
}

impl Demand {
    pub(super) fn of(workload: &Workload, tier: Tier) -> Self {
        let (peak, average) = (workload.peak_requests_per_second, workload.average_requests_per_second);
        let database_time = workload.database_cpu_microseconds_per_request.map(|Micros(micros)| micros);
        // In the starter tier the database works on the host.
        let shared = tier == Tier::Starter;
        let on_host = |own: Option<u64>, database: Option<u64>| {
            own.map(|own| own.saturating_add(database.filter(|_| shared).unwrap_or(0)))
        };
        let time = on_host(workload.cpu_microseconds_per_request.map(|Micros(micros)| micros), database_time);
        let bytes = workload.response_bytes.map(|bytes| bytes.0);
        let stated = workload.packets_per_second.map(|rate| rate.0);
        let minutes = workload.peak_minutes.map(|minutes| minutes.0);
        Self {
            peak: cpu(peak, time),
            average: cpu(average, time),
            least_average: minutes.zip(cpu(peak, time)).map(|(minutes, peak)| {
                let Rate(peaks) = workload.peaks_per_day.unwrap_or(Rate::per_second(1));
                let minutes = (u128::from(minutes) * u128::from(peaks) / 1_000).min(MINUTES_A_DAY);
                saturated(u128::from(peak) * minutes / MINUTES_A_DAY)
            }),
            database_cpu: cpu(peak, database_time),
            memory: on_host(
                workload.memory_mib_per_instance.map(|memory| memory.0),
                workload.database_memory_mib.map(|memory| memory.0),
            ),
            // Thousandths of responses a second times bytes times 8 bits are thousandths of bits a second.
            traffic: product(peak, bytes.map(|bytes| u128::from(bytes) * 8), 1_000_000_000),
            packets: stated.or_else(|| product(peak, bytes.map(packets), 1_000)),
            nginx_connections: workload.peak_connections.map(|connections| connections.0.saturating_mul(2)),
        }
    }
}

/// Thousandths of requests a second times microseconds are 10⁻⁹ vCPU.
fn cpu(rate: Option<Rate>, time: Option<u64>) -> Option<u64> {
    product(rate, time.map(u128::from), 1_000_000)
}

/// Fewest packets of a request and its response on a connection that is open already: the request, full segments back, and
/// an acknowledgement for every second of them (RFC 9293).
fn packets(bytes: u64) -> u128 {
    let segments = u128::from(bytes.div_ceil(SEGMENT_BYTES).max(1));
    1 + segments + segments.div_ceil(2)
}

fn product(rate: Option<Rate>, amount: Option<u128>, divisor: u128) -> Option<u64> {
    let (Rate(rate), amount) = (rate?, amount?);
    Some(saturated(u128::from(rate).saturating_mul(amount).div_ceil(divisor)))
}

/// An Ethernet frame of 1500 bytes without the headers of IP and TCP.
const SEGMENT_BYTES: u64 = 1_460;
const MINUTES_A_DAY: u128 = 1_440;
