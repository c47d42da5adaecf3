//! Numbers that name things inside an app.

use std::fmt;
use std::num::NonZeroU16;

use serde::{Deserialize, Serialize};

/// Declares a number that names one kind of thing.
macro_rules! number {
    ($(#[$meta:meta])* $name:ident($inner:ty)) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(transparent)]
        pub struct $name($inner);

        impl $name {
            /// The name from its number.
            #[must_use]
            pub const fn new(number: $inner) -> Self {
                Self(number)
            }

            /// The number.
            #[must_use]
            pub const fn get(self) -> $inner {
                self.0
            }

            /// The number after this one; the last one stays.
            #[must_use]
            pub const fn next(self) -> Self {
                Self(self.0.saturating_add(1))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number! {
    /// An app among all apps of the platform; the domain of its test environment carries it (§1.2).
    AppNumber(u64)
}

number! {
    /// A certificate that was set in an environment: the first is 1. The embedder keeps the files under this number.
    CertificateRevision(u32)
}

number! {
    /// A domain that an environment has had: the first is 1.
    DomainRevision(u32)
}

number! {
    /// An effect of an environment and its fencing token: greater than that of every effect before it, and the same in
    /// each retry. It is not reset when the environment is built again.
    EffectId(u64)
}

number! {
    /// How many events an app has recorded.
    Revision(u64)
}

number! {
    /// An uploaded version: the first since the environment was built is 1.
    VersionNumber(u32)
}

impl DomainRevision {
    /// The domain's index in the list of domains.
    pub(super) fn index(self) -> Option<usize> {
        usize::try_from(self.0.checked_sub(1)?).ok()
    }

    /// The domain at `index` in the list of domains.
    pub(super) fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1))
    }
}

impl VersionNumber {
    /// The version's index in the list of uploads.
    pub(super) fn index(self) -> Option<usize> {
        usize::try_from(self.0.checked_sub(1)?).ok()
    }

    /// The version at `index` in the list of uploads.
    pub(super) fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1))
    }
}

/// A host of an environment: the first is 1.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct HostNumber(NonZeroU16);

impl HostNumber {
    /// The host of this number; there is no host 0.
    #[must_use]
    pub fn new(number: u16) -> Option<Self> {
        NonZeroU16::new(number).map(Self)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0.get()
    }

    /// The host's index in the list of hosts.
    pub(super) fn index(self) -> usize {
        usize::from(self.0.get() - 1)
    }

    /// The host at `index` in the list of hosts.
    pub(super) fn at(index: usize) -> Self {
        let index = u16::try_from(index).unwrap_or(u16::MAX);
        Self(NonZeroU16::MIN.saturating_add(index))
    }
}

impl fmt::Display for HostNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whether a snapshot may leave a field out.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
