//! Plans through their public API.

mod advise;
mod catalogue;
mod check;
#[cfg(all(feature = "certificate", feature = "nginx", feature = "package"))]
mod cli;
mod export;
mod outline;
mod recommend;
mod rules;
mod size;
mod workload;
