//! The words of the platform: names, kinds, versions, times and what the embedder may set.
//!
//! Each type with a rule is parsed once, through [`FromStr`](std::str::FromStr), [`TryFrom`] or serde, all of which run
//! the same check, and prints as what it was parsed from. A refusal is a [`ParseError`], which says which character at
//! which byte does not belong and what would be accepted.
//!
//! Sources written `§n` are sections of the platform's product guide, document version 20211125. "Decided" marks what
//! the guide leaves open.
//!
//! # Examples
//!
//! ```
//! use cloudapp::app::{AppName, Policy};
//!
//! let name: AppName = "todoApp1".parse()?;
//! let refused = "1app".parse::<AppName>().unwrap_err();
//! assert_eq!(refused.to_string(), "app name: '1' at byte 0, expected a lowercase letter a-z");
//! println!("{name} runs behind nginx {}", Policy::default().nginx_version);
//! # Ok::<(), cloudapp::app::ParseError>(())
//! ```

mod date;
mod digest;
mod dns;
mod domain;
mod entry;
mod framework;
mod host_commands;
mod hosts;
mod kind;
mod label;
mod name;
mod nginx_version;
mod order;
pub(crate) mod parse;
mod policy;
mod release_policy;
mod text;
mod timestamp;
mod weight;

use crate::diagnostic::Sentence;

pub use date::Date;
pub use digest::Digest;
pub use dns::{DnsRecord, RecordKind};
pub use domain::{DomainName, DomainPattern, test_domain};
pub use entry::AppEntry;
pub use framework::{Container, Framework, Runtime};
pub use hosts::HostProfile;
pub use kind::{Billing, DomainSource, EnvironmentKind, Tier, TlsEnd};
pub use label::PackageVersion;
pub use name::AppName;
pub use nginx_version::NginxVersion;
pub use order::{ReleaseOrderId, SiteCode};
pub use parse::{Fault, ParseError};
pub use policy::{Glibc, NestedLibraries, NodeModules, NodeVersion, PhpVersion, Policy};
pub use release_policy::{Deadlines, ReleasePolicy, Strategy};
pub use text::{Description, Remark};
pub use timestamp::Timestamp;
pub use weight::Weight;

/// What the refusals of this module say.
pub(crate) const SENTENCES: &[&[Sentence]] = &[
    parse::SENTENCES,
    date::SENTENCES,
    digest::SENTENCES,
    domain::SENTENCES,
    entry::SENTENCES,
    label::SENTENCES,
    name::SENTENCES,
    nginx_version::SENTENCES,
    order::SENTENCES,
    text::SENTENCES,
    timestamp::SENTENCES,
    weight::SENTENCES,
    &[
        Billing::NOUN,
        Container::NOUN,
        DomainSource::NOUN,
        EnvironmentKind::NOUN,
        Framework::NOUN,
        NestedLibraries::NOUN,
        NodeModules::NOUN,
        RecordKind::NOUN,
        Strategy::NOUN,
        Tier::NOUN,
        TlsEnd::NOUN,
    ],
];

/// Directory of the application's, the deployment's and nginx's logs on a host (§3.6).
pub const LOG_DIRECTORY: &str = "/home/admin/logs";
/// Directory from which a release runs on a host (§1.3.3).
pub const RUN_DIRECTORY: &str = "/home/admin/app-run";
/// Certificate chain that nginx reads on a host (§1.3).
pub const CERTIFICATE_FILE: &str = "/home/admin/sslcert/cert.pem";
/// Private key that nginx reads on a host (§1.3).
pub const CERTIFICATE_KEY_FILE: &str = "/home/admin/sslcert/cert.key";
/// User that runs nginx and the application on a host (§1.3.2).
pub const HOST_USER: &str = "admin";
/// Logs of a host: a name under [`LOG_DIRECTORY`] and what it holds (§1.3.3, §3.6).
pub const LOGS: [(&str, Sentence); 6] = [
    ("stdout.log", Sentence::plain("standard output of the application", "应用的标准输出")),
    ("stderr.log", Sentence::plain("standard error of the application", "应用的标准错误输出")),
    ("xdeploy/", Sentence::plain("deployment", "部署")),
    ("nginx-error.log", Sentence::plain("errors of nginx", "nginx 的错误")),
    ("ext-install-info.log", Sentence::plain("installation of PHP extensions", "PHP 扩展的安装")),
    ("ext-installerr.log", Sentence::plain("failures of installing PHP extensions", "PHP 扩展的安装失败")),
];
