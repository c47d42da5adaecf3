//! Packages of Spring Boot apps.

mod class_file;
mod jar;
mod launch;
mod manifest;
