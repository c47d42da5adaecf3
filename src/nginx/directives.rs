//! Every directive of the open-source modules of nginx 1.10.0 to 1.31.5.
//!
//! `directives/table.tsv` is the source and `directives/table.rs` what is compiled; the test
//! `the_table_is_what_its_source_says` writes the second from the first.

mod table;

use super::context::Contexts;
use crate::app::NginxVersion;

pub(super) use table::{DEFINITIONS, MODULES, SLOTS};

/// One row: what a directive takes where, in a range of versions.
#[derive(Debug)]
pub(super) struct Definition {
    pub(super) name: &'static str,
    /// Index into [`MODULES`].
    pub(super) module: u8,
    pub(super) contexts: Contexts,
    pub(super) arguments: Arguments,
    pub(super) block: bool,
    pub(super) reader: Reader,
    /// What an enum or bitmask takes, with the version that brought the word when it was not there from the start.
    pub(super) words: &'static [(&'static str, Option<NginxVersion>)],
    /// Where its value is stored: two directives that store in one place of one block are duplicates.
    pub(super) slot: Option<(Level, u16)>,
    pub(super) since: Option<NginxVersion>,
    pub(super) until: Option<NginxVersion>,
    /// Versions between `since` and `until` without it.
    pub(super) holes: &'static [NginxVersion],
}

impl Definition {
    /// Whether an unmodified nginx of `version` has it.
    pub(super) fn is_in(&self, version: NginxVersion) -> bool {
        self.since.is_none_or(|since| since <= version)
            && self.until.is_none_or(|until| version <= until)
            && !self.holes.contains(&version)
    }

    pub(super) fn module(&self) -> &'static str {
        MODULES.get(usize::from(self.module)).copied().unwrap_or_default()
    }
}

/// The rows of a name, in the order in which nginx asks its modules.
pub(super) fn named(name: &[u8]) -> &'static [Definition] {
    let start = DEFINITIONS.partition_point(|definition| definition.name.as_bytes() < name);
    let rest = DEFINITIONS.get(start..).unwrap_or_default();
    let count = rest.iter().take_while(|definition| definition.name.as_bytes() == name).count();
    rest.get(..count).unwrap_or_default()
}

/// How many arguments a directive takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Arguments {
    /// At least so many.
    AtLeast(usize),
    /// One of these counts: bit n stands for n arguments.
    Counts(u8),
}

impl Arguments {
    pub(super) fn allow(self, count: usize) -> bool {
        match self {
            Self::AtLeast(least) => count >= least,
            Self::Counts(counts) => count < 8 && counts & (1 << count) != 0,
        }
    }
}

/// Which configuration object a directive stores into; the wider ones belong to an outer block.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Level {
    /// Of `http`, `stream`, `mail`, `events` or the whole file.
    Main,
    /// Of a `server` or `upstream`.
    Server,
    /// Of a `location`, and of an `if` or `limit_except` in one.
    Location,
}

/// What reads a directive's arguments.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Reader {
    Access,
    AccessLog,
    Aio,
    Alpn,
    AuthRequest,
    AuthRequestSet,
    Balancer,
    Bind,
    Bitmask,
    Break,
    Browser,
    BrowserValue,
    Buffers,
    CacheKey,
    CachePath,
    CacheValid,
    CacheZone,
    Capabilities,
    CertificateCache,
    Charset,
    CharsetMap,
    Complex,
    ComplexList,
    ComplexSize,
    Connections,
    CpuAffinity,
    DebugConnection,
    Degradation,
    Directio,
    DisableSymlinks,
    Enum,
    Env,
    ErrorLog,
    ErrorPage,
    EventMethod,
    Expires,
    File,
    Flag,
    Geo,
    Geoip,
    GeoipProxy,
    GzipDisable,
    Handler,
    Header,
    If,
    ImageFilter,
    ImageQuality,
    Include,
    Index,
    Internal,
    Keepalive,
    KeepaliveTimeout,
    KeyValue,
    LimitConn,
    LimitConnZone,
    LimitExcept,
    LimitReq,
    LimitReqZone,
    Listen,
    LoadModule,
    Location,
    LogFormat,
    MailAuthHttp,
    MailHeader,
    MailProtocol,
    Map,
    Milliseconds,
    MimeTypes,
    Mirror,
    NetworkRule,
    Number,
    Obsolete,
    OcspCache,
    Offset,
    OpenFileCache,
    OpenLogFileCache,
    Pass,
    PasswordFile,
    Path,
    Perl,
    Predicates,
    Priority,
    Processes,
    ProxyCookieDomain,
    ProxyCookieFlags,
    ProxyCookiePath,
    ProxyRedirect,
    RealIpFrom,
    RealIpHeader,
    Resolver,
    Return,
    Rewrite,
    Root,
    Seconds,
    Section,
    ServerName,
    SessionCache,
    Set,
    Size,
    SplitClients,
    SplitPathInfo,
    SslEngine,
    Sticky,
    Store,
    StreamPass,
    String,
    StringList,
    StubStatus,
    SubFilter,
    ThreadPool,
    TryFiles,
    Types,
    Upstream,
    UpstreamHash,
    UpstreamParam,
    UpstreamServer,
    User,
    UseridExpires,
    UseridMark,
    ValidReferers,
    XsltParam,
    XsltStylesheet,
    Zone,
}
