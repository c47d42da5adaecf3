//! `cloudapp::release`

mod pictures;
mod random;
mod states;
mod store;
mod support;

mod checker;
mod commands;
mod flow;
mod history;
