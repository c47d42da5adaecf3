//! What a package is judged for.

use super::archive::Summary;
use crate::app::{EnvironmentKind, Policy};

/// What a framework's judgement needs to know beside the files.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'a> {
    pub(super) policy: &'a Policy,
    pub(super) environment: Option<EnvironmentKind>,
    /// What the archive holds.
    pub(super) archive: Option<&'a Summary>,
}

impl Context<'_> {
    /// The environments that are judged.
    pub(super) fn environments(&self) -> impl Iterator<Item = EnvironmentKind> {
        EnvironmentKind::ALL.iter().copied().filter(|kind| self.environment.is_none_or(|only| only == *kind))
    }
}
