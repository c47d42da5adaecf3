//! What the platform does not allow, or advises against: one fault a file.

mod climbing_path;
mod crypto_engine;
mod dead_directive;
mod deprecated_directive;
mod directory_listing;
mod dropped_header;
mod embedded_code;
mod excessive_size;
mod file_elsewhere;
mod file_upload;
mod foreign_certificate;
mod foreign_include;
mod foreign_log_server;
mod foreign_module;
mod foreign_resolver;
mod foreign_upstream;
mod foreign_user;
mod header_injection;
mod hidden_files;
mod host_file;
mod host_redirect;
mod idle_keepalive;
mod listen_elsewhere;
mod loader_environment;
mod loose_alias;
mod missing_access_log;
mod missing_body_limit;
mod missing_forwarded_headers;
mod missing_hsts;
mod missing_listen;
mod missing_user;
mod no_websocket;
mod open_redirect;
mod other_protocol;
mod plain_https;
mod proxy_loop;
mod public_status;
mod raw_host;
mod redirect_loop;
mod rewrite_overflow;
mod root_elsewhere;
mod served_sources;
mod server_side_includes;
mod server_version;
mod slow_regex;
mod ssl_directive;
mod trusted_everyone;
mod unanchored_php;
mod unchecked_php;
mod unix_socket;
mod unmanaged_process;
mod unmerged_slashes;
mod unused_log_format;
mod uploaded_scripts;
mod variable_log_path;
mod variable_upstream;
mod weak_cipher;
mod weak_protocol;
mod wrong_upstream;

use crate::diagnostic::{Finding, Rule};

pub use climbing_path::ClimbingPath;
pub use crypto_engine::CryptoEngine;
pub use dead_directive::DeadDirective;
pub use deprecated_directive::DeprecatedDirective;
pub use directory_listing::DirectoryListing;
pub use dropped_header::DroppedHeader;
pub use embedded_code::EmbeddedCode;
pub use excessive_size::ExcessiveSize;
pub use file_elsewhere::FileElsewhere;
pub use file_upload::FileUpload;
pub use foreign_certificate::ForeignCertificate;
pub use foreign_include::ForeignInclude;
pub use foreign_log_server::ForeignLogServer;
pub use foreign_module::ForeignModule;
pub use foreign_resolver::ForeignResolver;
pub use foreign_upstream::ForeignUpstream;
pub use foreign_user::ForeignUser;
pub use header_injection::HeaderInjection;
pub use hidden_files::HiddenFiles;
pub use host_file::HostFile;
pub use host_redirect::HostRedirect;
pub use idle_keepalive::IdleKeepalive;
pub use listen_elsewhere::ListenElsewhere;
pub use loader_environment::LoaderEnvironment;
pub use loose_alias::LooseAlias;
pub use missing_access_log::MissingAccessLog;
pub use missing_body_limit::MissingBodyLimit;
pub use missing_forwarded_headers::MissingForwardedHeaders;
pub use missing_hsts::MissingHsts;
pub use missing_listen::MissingListen;
pub use missing_user::MissingUser;
pub use no_websocket::NoWebsocket;
pub use open_redirect::OpenRedirect;
pub use other_protocol::OtherProtocol;
pub use plain_https::PlainHttps;
pub use proxy_loop::ProxyLoop;
pub use public_status::PublicStatus;
pub use raw_host::RawHost;
pub use redirect_loop::RedirectLoop;
pub use rewrite_overflow::RewriteOverflow;
pub use root_elsewhere::RootElsewhere;
pub use served_sources::ServedSources;
pub use server_side_includes::ServerSideIncludes;
pub use server_version::ServerVersion;
pub use slow_regex::SlowRegex;
pub use ssl_directive::SslDirective;
pub use trusted_everyone::TrustedEveryone;
pub use unanchored_php::UnanchoredPhp;
pub use unchecked_php::UncheckedPhp;
pub use unix_socket::UnixSocket;
pub use unmanaged_process::UnmanagedProcess;
pub use unmerged_slashes::UnmergedSlashes;
pub use unused_log_format::UnusedLogFormat;
pub use uploaded_scripts::UploadedScripts;
pub use variable_log_path::VariableLogPath;
pub use variable_upstream::VariableUpstream;
pub use weak_cipher::WeakCipher;
pub use weak_protocol::WeakProtocol;
pub use wrong_upstream::WrongUpstream;

/// Every rule of the policy, sorted by id.
pub const RULES: &[&Rule] = &[
    ClimbingPath::RULE,
    CryptoEngine::RULE,
    DeadDirective::RULE,
    DeprecatedDirective::RULE,
    DirectoryListing::RULE,
    DroppedHeader::RULE,
    EmbeddedCode::RULE,
    ExcessiveSize::RULE,
    FileElsewhere::RULE,
    FileUpload::RULE,
    ForeignCertificate::RULE,
    ForeignInclude::RULE,
    ForeignLogServer::RULE,
    ForeignModule::RULE,
    ForeignResolver::RULE,
    ForeignUpstream::RULE,
    ForeignUser::RULE,
    HeaderInjection::RULE,
    HiddenFiles::RULE,
    HostFile::RULE,
    HostRedirect::RULE,
    IdleKeepalive::RULE,
    ListenElsewhere::RULE,
    LoaderEnvironment::RULE,
    LooseAlias::RULE,
    MissingAccessLog::RULE,
    MissingBodyLimit::RULE,
    MissingForwardedHeaders::RULE,
    MissingHsts::RULE,
    MissingListen::RULE,
    MissingUser::RULE,
    NoWebsocket::RULE,
    OpenRedirect::RULE,
    OtherProtocol::RULE,
    PlainHttps::RULE,
    ProxyLoop::RULE,
    PublicStatus::RULE,
    RawHost::RULE,
    RedirectLoop::RULE,
    RewriteOverflow::RULE,
    RootElsewhere::RULE,
    ServedSources::RULE,
    ServerSideIncludes::RULE,
    ServerVersion::RULE,
    SlowRegex::RULE,
    SslDirective::RULE,
    TrustedEveryone::RULE,
    UnanchoredPhp::RULE,
    UncheckedPhp::RULE,
    UnixSocket::RULE,
    UnmanagedProcess::RULE,
    UnmergedSlashes::RULE,
    UnusedLogFormat::RULE,
    UploadedScripts::RULE,
    VariableLogPath::RULE,
    VariableUpstream::RULE,
    WeakCipher::RULE,
    WeakProtocol::RULE,
    WrongUpstream::RULE,
];
