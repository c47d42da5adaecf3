//! Words of the platform: what is accepted, and that a refusal's reason is true.

mod facts;
mod grammar;
mod text;
mod time;
