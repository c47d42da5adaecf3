//! Packages of Spring Boot apps.

mod application;
mod class_file;
mod configuration;
pub mod jar;
mod launch;
mod manifest;
mod serving;
mod signatures;
mod table;
