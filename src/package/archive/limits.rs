//! How much an archive may cost.

use std::fmt;

use crate::diagnostic::{Phrase, Value, shown, speaks};
use crate::phrase;
use serde::{Deserialize, Serialize};

/// A number of bytes.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Bytes(pub u64);

impl Bytes {
    /// So many times 1024 bytes.
    #[must_use]
    pub const fn kib(count: u64) -> Self {
        Self(count.saturating_mul(1 << 10))
    }

    /// So many times 1024² bytes.
    #[must_use]
    pub const fn mib(count: u64) -> Self {
        Self(count.saturating_mul(1 << 20))
    }

    /// So many times 1024³ bytes.
    #[must_use]
    pub const fn gib(count: u64) -> Self {
        Self(count.saturating_mul(1 << 30))
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
        match units.into_iter().find(|(bits, _)| self.0 > 0 && self.0.trailing_zeros() >= *bits) {
            Some((bits, unit)) => write!(f, "{} {unit}", self.0 >> bits),
            None if self.0 == 1 => f.write_str("1 byte"),
            None => write!(f, "{} bytes", self.0),
        }
    }
}

impl From<Bytes> for Value {
    fn from(bytes: Bytes) -> Self {
        let words = match bytes.to_string() {
            shown if shown.ends_with('B') => phrase!("{shown}" / "{shown}", shown),
            shown => phrase!("{shown}" / "{count} 字节", shown, count = bytes.0),
        };
        words.standing_for(bytes).into()
    }
}

/// A number of things.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Count(pub u64);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Unpacked bytes for each packed byte.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Ratio(pub u64);

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:1", self.0)
    }
}

/// A number of components of a path.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Depth(pub u64);

impl fmt::Display for Depth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! limits {
    ($( $(#[$meta:meta])* $name:ident : $type:ident = $default:expr, strict $strict:expr; )+) => {
        /// How much an archive may cost. Budgets count bytes and records, never time, so that verdicts do not depend
        /// on the machine.
        ///
        /// # Examples
        ///
        /// ```
        /// use cloudapp::package::archive::{Bytes, Limits};
        ///
        /// let limits = Limits::builder().archive(Bytes::mib(100)).build()?;
        /// assert_eq!(limits.archive(), Bytes::mib(100));
        /// assert_eq!(limits.entries(), Limits::default().entries());
        /// assert!(Limits::builder().component(Bytes(0)).build().is_err());
        /// # Ok::<(), cloudapp::package::archive::LimitsError>(())
        /// ```
        #[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
        #[serde(into = "LimitsBuilder", try_from = "LimitsBuilder")]
        pub struct Limits(LimitsBuilder);

        impl Limits {
            $( $(#[$meta])* #[must_use] pub const fn $name(&self) -> $type { self.0.$name } )+

            /// Limits for packages of unknown origin that need not be big.
            #[must_use]
            pub const fn strict() -> Self {
                Self(LimitsBuilder { $( $name: $strict, )+ })
            }

            /// The default limits, to be changed one by one.
            pub const fn builder() -> LimitsBuilder {
                DEFAULT
            }
        }

        /// [`Limits`] in the making; starts at the defaults.
        #[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
        #[serde(default, deny_unknown_fields)]
        #[must_use]
        pub struct LimitsBuilder { $( $name: $type, )+ }

        impl LimitsBuilder {
            $( $(#[$meta])* pub const fn $name(mut self, most: $type) -> Self { self.$name = most; self } )+

            /// The first limit that is zero.
            fn zero(&self) -> Option<&'static str> {
                $( if self.$name.0 == 0 { return Some(stringify!($name)); } )+
                None
            }
        }

        const DEFAULT: LimitsBuilder = LimitsBuilder { $( $name: $default, )+ };
    };
}

limits! {
    /// Size of the archive: 1 GiB.
    archive: Bytes = Bytes::gib(1), strict Bytes::mib(256);
    /// Entries of all kinds: 200,000.
    entries: Count = Count(200_000), strict Count(65_535);
    /// Size of one file, unpacked: 2 GiB.
    entry: Bytes = Bytes::gib(2), strict Bytes::mib(256);
    /// Size of all files, unpacked: 4 GiB.
    unpacked: Bytes = Bytes::gib(4), strict Bytes::gib(1);
    /// Unpacked bytes for each packed byte, of a file and of the whole: 150. Text hardly reaches 20, deflate 1032.
    ratio: Ratio = Ratio(150), strict Ratio(100);
    /// Unpacked size up to which the ratio does not matter: 64 MiB.
    ratio_floor: Bytes = Bytes::mib(64), strict Bytes::mib(16);
    /// Length of a path: 2,048 bytes.
    name: Bytes = Bytes(2048), strict Bytes(1024);
    /// Length of a component of a path: 255 bytes, the limit of Linux file systems.
    component: Bytes = Bytes(255), strict Bytes(255);
    /// Components of a path: 100.
    depth: Depth = Depth(100), strict Depth(40);
    /// All paths together: 64 MiB.
    names: Bytes = Bytes::mib(64), strict Bytes::mib(8);
    /// Shell script before an executable JAR: 128 KiB.
    launch_script: Bytes = Bytes::kib(128), strict Bytes::kib(32);
    /// One pax or GNU extension header: 1 MiB.
    extension: Bytes = Bytes::mib(1), strict Bytes::kib(64);
    /// Records of one pax header: 4,096.
    records: Count = Count(4096), strict Count(256);
    /// Members of a gzip file: 10,000.
    members: Count = Count(10_000), strict Count(100);
    /// Zeros after the end of a tar: 4 MiB. GNU tar pads to 10 KiB.
    tar_padding: Bytes = Bytes::mib(4), strict Bytes::kib(64);
    /// Zeros after the end of a ZIP or a gzip file: 64 KiB. bsdtar pads a ZIP that it writes to a pipe.
    padding: Bytes = Bytes::kib(64), strict Bytes::kib(64);
    /// A file that is kept whole: manifest, `package.json`, configuration: 4 MiB.
    small_file: Bytes = Bytes::mib(4), strict Bytes::mib(1);
}

impl LimitsBuilder {
    /// The limits.
    ///
    /// # Errors
    ///
    /// A limit of zero, and a part that may be greater than its whole.
    ///
    /// # Examples
    ///
    /// ```
    /// use cloudapp::package::archive::{Bytes, Limits};
    ///
    /// let refused = Limits::builder().entry(Bytes::gib(8)).build().unwrap_err();
    /// assert_eq!(refused.to_string(), "limit entry is 8 GiB, expected at most the 4 GiB of unpacked");
    /// ```
    pub fn build(self) -> Result<Limits, LimitsError> {
        if let Some(limit) = self.zero() {
            return Err(LimitsError::Zero { limit });
        }
        let pairs = [
            (("entry", self.entry), ("unpacked", self.unpacked)),
            (("small_file", self.small_file), ("entry", self.entry)),
            (("component", self.component), ("name", self.name)),
            (("name", self.name), ("names", self.names)),
        ];
        match pairs.into_iter().find(|((_, part), (_, whole))| part > whole) {
            Some(((part, part_limit), (whole, whole_limit))) => {
                Err(LimitsError::Order { part, part_limit, whole, whole_limit })
            }
            None => Ok(Limits(self)),
        }
    }
}

impl Default for LimitsBuilder {
    fn default() -> Self {
        DEFAULT
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self(DEFAULT)
    }
}

impl From<Limits> for LimitsBuilder {
    fn from(limits: Limits) -> Self {
        limits.0
    }
}

impl TryFrom<LimitsBuilder> for Limits {
    type Error = LimitsError;

    fn try_from(builder: LimitsBuilder) -> Result<Self, LimitsError> {
        builder.build()
    }
}

/// Limits that nothing could meet, or that contradict each other.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum LimitsError {
    /// A part may be greater than what holds it.
    Order {
        /// The limit of the part.
        part: &'static str,
        /// Its value.
        part_limit: Bytes,
        /// The limit of what holds it.
        whole: &'static str,
        /// Its value.
        whole_limit: Bytes,
    },
    /// Nothing would be accepted.
    Zero {
        /// The limit.
        limit: &'static str,
    },
}

impl LimitsError {
    fn phrase(&self) -> Phrase {
        match self {
            Self::Order { part, part_limit, whole, whole_limit } => phrase!(
                "limit {part} is {part_limit}, expected at most the {whole_limit} of {whole}"
                    / "限制 {part} 为 {part_limit}，应不超过 {whole} 的 {whole_limit}",
                part = *part,
                part_limit = *part_limit,
                whole = *whole,
                whole_limit = *whole_limit
            ),
            Self::Zero { limit } => {
                phrase!("limit {limit} is 0, expected at least 1" / "限制 {limit} 为 0，应至少为 1", limit = *limit)
            }
        }
    }
}

speaks!(LimitsError);

impl std::error::Error for LimitsError {}

shown!(Count, Depth, Ratio);
