//! `cloudapp::release`

mod store;
mod support;

mod chaos;
mod flow;

#[path = "../../examples/cloudapp/executor.rs"]
mod executor;
