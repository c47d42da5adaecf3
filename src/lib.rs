//! Domain logic of a cloud-app deployment platform.

pub mod app;
pub mod diagnostic;
