//! Packages that do not lie on this machine: on their way in ([`upload`]), or on a server ([`remote`]).

pub mod remote;
pub mod upload;
