//! Plans through their public API.

mod check;
