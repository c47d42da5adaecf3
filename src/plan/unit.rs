//! Amounts, one type per unit.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// Declares units: a type over `u64`, its symbol, and the smallest and largest amount that a catalogue may state.
macro_rules! units {
    ($( $(#[$meta:meta])* $name:ident = $symbol:literal, $least:literal ..= $most:literal; )+) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!("{} ", $symbol), self.0)
            }
        }

        crate::diagnostic::shown!($name);

        impl Plausible for $name {
            type Stored = u64;

            fn of(amount: u64) -> Self {
                Self(amount)
            }

            fn check(&self) -> Result<(), String> {
                let (least, most): (u64, u64) = ($least, $most);
                if (least..=most).contains(&self.0) {
                    return Ok(());
                }
                Err(format!("{self}, expected {least} to {most}"))
            }
        }
    )+ };
}

/// A value of a catalogue with a check that some product could have it.
pub trait Plausible {
    /// What it is read as: the same for all amounts, so that they are read by the same code.
    type Stored;

    /// The value that is stored so.
    fn of(stored: Self::Stored) -> Self;

    /// Refuses a value that no product could have.
    ///
    /// # Errors
    ///
    /// What was found and what would be accepted.
    fn check(&self) -> Result<(), String>;
}

units! {
    /// Bytes.
    TransferBytes = "B", 1..=1_000_000_000_000;
    /// Connections open at one time.
    Connections = "connections", 1..=100_000_000;
    /// Decimal gigabytes, 10⁹ bytes: the unit of the database service.
    Gb = "GB", 1..=1_000_000;
    /// Binary gigabytes, 2³⁰ bytes: the unit of disks.
    Gib = "GiB", 1..=1_000_000;
    /// Reads and writes of a disk or database per second.
    Iops = "IOPS", 1..=10_000_000;
    /// Megabits (10⁶ bits) per second.
    MbitPerSecond = "Mbit/s", 1..=10_000_000;
    /// Decimal megabytes (10⁶ bytes) a second: the unit of disks.
    MbytePerSecond = "MB/s", 1..=1_000_000;
    /// Binary megabytes, 2²⁰ bytes: the unit of memory.
    Mib = "MiB", 1..=100_000_000;
    /// Microseconds (10⁻⁶ s).
    Micros = "µs", 1..=1_000_000_000_000;
    /// Minutes.
    Minutes = "min", 1..=1_000_000;
    /// Thousandths of a CPU credit; one credit is one vCPU at full load for one minute.
    MilliCredits = "mcredits", 0..=1_000_000_000;
    /// Thousandths of a virtual CPU.
    MilliVcpu = "mvCPU", 1..=1_000_000;
    /// Events per second: requests, new connections.
    PerSecond = "/s", 1..=1_000_000_000;
    /// Thousandths.
    Permille = "‰", 1..=1_000;
    /// Seconds.
    Seconds = "s", 1..=1_000_000_000;
}

/// Events a second, in thousandths: a site of 10,000 views a day has 0.1 of them.
///
/// In JSON a number, with a fraction where there is one.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Rate(pub u64);

impl Rate {
    /// A whole number of events a second.
    #[must_use]
    pub const fn per_second(events: u64) -> Self {
        Self(events.saturating_mul(1_000))
    }

    /// Whole events a second, rounded up.
    pub(super) const fn rounded_up(self) -> u64 {
        self.0.div_ceil(1_000)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, thousandths) = (self.0 / 1_000, self.0 % 1_000);
        match thousandths {
            0 => write!(f, "{whole}"),
            _ => f.write_str(format!("{whole}.{thousandths:03}").trim_end_matches('0')),
        }
    }
}

crate::diagnostic::shown!(Rate);

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(1_000) {
            return serializer.serialize_u64(self.0 / 1_000);
        }
        serializer.serialize_f64(self.to_string().parse().unwrap_or_default())
    }
}

impl Gib {
    /// The same size in decimal gigabytes, rounded down.
    pub(super) fn in_gb(self) -> Gb {
        Gb(saturated(u128::from(self.0) * (1 << 30) / 1_000_000_000))
    }
}

/// `number` as `u64`, or `u64::MAX` when it is greater.
pub(super) fn saturated(number: u128) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
