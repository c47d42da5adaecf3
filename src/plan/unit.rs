//! Amounts, one type a unit.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Declares amounts: a type over `u64`, its symbol, and the least and greatest amount that a catalogue may state.
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

/// A value that a catalogue may state only when it can be true of some product.
pub trait Plausible {
    /// What it is read as: the same for all amounts, so that they are read by the same code.
    type Stored;

    /// The value that is stored so.
    fn of(stored: Self::Stored) -> Self;

    /// # Errors
    ///
    /// What was found and what would be accepted, for a value that no product has.
    fn check(&self) -> Result<(), String>;
}

units! {
    /// Bytes.
    TransferBytes = "B", 1..=1_000_000_000_000;
    /// Connections open at one time.
    Connections = "connections", 1..=100_000_000;
    /// Decimal gigabytes, 10⁹ bytes: what the database service sells.
    Gb = "GB", 1..=1_000_000;
    /// Binary gigabytes, 2³⁰ bytes: what disks are sold in.
    Gib = "GiB", 1..=1_000_000;
    /// Reads and writes of a disk or database a second.
    Iops = "IOPS", 1..=10_000_000;
    /// Megabits (10⁶ bits) a second.
    MbitPerSecond = "Mbit/s", 1..=10_000_000;
    /// Binary megabytes, 2²⁰ bytes: what memory is sold in.
    Mib = "MiB", 1..=100_000_000;
    /// Microseconds (10⁻⁶ s).
    Micros = "µs", 1..=1_000_000_000_000;
    /// Thousandths of a CPU credit; one credit is one vCPU for one minute.
    MilliCredits = "mcredits", 0..=1_000_000_000;
    /// Thousandths of a virtual CPU.
    MilliVcpu = "mvCPU", 1..=1_000_000;
    /// Events a second: requests, new connections.
    PerSecond = "/s", 1..=1_000_000_000;
    /// Thousandths.
    Permille = "‰", 1..=1_000;
    /// Seconds.
    Seconds = "s", 1..=1_000_000_000;
}

impl Gib {
    /// The same storage in whole decimal gigabytes; what is left over is dropped.
    pub(super) fn in_gb(self) -> Gb {
        Gb(narrow(u128::from(self.0) * (1 << 30) / 1_000_000_000))
    }
}

/// A number in `u64`, or the greatest one.
pub(super) fn narrow(number: u128) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
