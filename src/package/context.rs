//! What a package is judged for.

use crate::app::{EnvironmentKind, Policy};

/// What a framework's judgement needs to know beside the files.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'a> {
    pub(super) policy: &'a Policy,
    pub(super) environment: Option<EnvironmentKind>,
}
