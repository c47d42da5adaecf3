//! What a Spring Boot package says of itself.

use serde::Serialize;

use super::boot::BootVersion;
use super::layout::Layout;

/// What a Spring Boot package says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SpringBootFacts {
    /// Version of Spring Boot, from the manifest or else from the name of its library.
    pub boot_version: Option<BootVersion>,
    /// Class that `java -jar` starts.
    pub main_class: Option<String>,
    /// Class that Spring Boot's launcher starts.
    pub start_class: Option<String>,
    /// Where the classes and libraries are.
    pub layout: Layout,
    /// The first Java that runs it: what Spring Boot and the application's newest class need. Java 1.4 and before count
    /// as 1 to 4.
    pub java: Option<u16>,
    /// Java that built it, as the manifest says.
    pub build_jdk: Option<String>,
    /// Number of the application's classes.
    pub classes: usize,
    /// Number of nested libraries.
    pub libraries: usize,
    /// Port on which it listens in the requested environment, or else in production; `None` when the package
    /// does not show it.
    pub port: Option<ServerPort>,
    /// Path below which it answers there, when that is not `/`.
    pub context_path: Option<String>,
    /// Profiles that are active there, the strongest last; empty when only Spring's default one is.
    pub profiles: Vec<String>,
}

/// A port and the setting that it comes from.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ServerPort {
    /// The port.
    pub port: u16,
    /// Entry that sets it; `None` for Spring Boot's default.
    pub entry: Option<String>,
    /// Line of it, from 1.
    pub line: Option<u32>,
}
