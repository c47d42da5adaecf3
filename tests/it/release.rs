//! `cloudapp::release`

mod states;
mod store;
mod support;

mod chaos;
mod checker;
mod flow;

#[path = "../../examples/cloudapp/executor.rs"]
mod executor;
