//! Plans through their public API.

mod advise;
mod catalogue;
mod check;
mod export;
mod outline;
mod recommend;
mod rules;
mod size;
mod sweep;
mod workload;
mod workloads;
