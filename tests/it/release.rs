//! `cloudapp::release`

mod pictures;
mod random;
mod states;
mod store;
mod support;

mod chaos;
mod checker;
#[cfg(all(feature = "certificate", feature = "nginx", feature = "package"))]
mod cli;
mod commands;
mod flow;
mod history;

#[path = "../../examples/cloudapp/executor.rs"]
mod executor;
