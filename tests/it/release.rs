//! `cloudapp::release`

mod support;

mod flow;
