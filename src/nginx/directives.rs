//! Every directive of the open-source modules of nginx 1.10.0 to 1.31.5.
//!
//! `directives/table.tsv` is the source and `directives/table.rs` what is compiled; the test
//! `the_table_is_what_its_source_says` writes the second from the first.

mod foreign;
mod table;

use std::cmp::Ordering;

use super::context::{Context, Contexts};
use crate::app::NginxVersion;

pub(super) use foreign::{foreign, foreign_module};
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
    /// The kind of its block; `None` for a statement, and for a table, whose lines are no directives.
    pub(super) opens: Option<Context>,
    pub(super) reader: Reader,
    /// What an enum or bitmask takes, with the version that brought the word when it was not there from the start.
    pub(super) words: &'static [(&'static str, Option<NginxVersion>)],
    /// The least and the greatest number that it takes.
    pub(super) bounds: Option<(i64, i64)>,
    /// Where its value is stored: two directives that store in one place of one block are duplicates.
    pub(super) slot: Option<(Level, u16)>,
    /// What it does to the host and to requests; the same in every row of a name.
    pub(super) effect: Option<Effect>,
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
    Name::find(name).rows()
}

/// A name of the table, as the number of its first row; past the last for a name that the table does not have.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Name(usize);

impl Name {
    /// The number of a name that the table does not have.
    pub(super) const UNKNOWN: Self = Self(usize::MAX);

    /// A name written in code: in a constant, one that the table does not have does not compile.
    pub(super) const fn of(name: &str) -> Self {
        let found = Self::find(name.as_bytes());
        assert!(found.0 != Self::UNKNOWN.0, "the table has no directive of this name");
        found
    }

    pub(super) const fn find(name: &[u8]) -> Self {
        let (mut start, mut rest): (usize, &[Definition]) = (0, &DEFINITIONS);
        let mut found = Self::UNKNOWN;
        while let (before, [middle, after @ ..]) = rest.split_at(rest.len() / 2) {
            match order(middle.name.as_bytes(), name) {
                Ordering::Less => {
                    start += before.len() + 1;
                    rest = after;
                }
                Ordering::Equal => {
                    found = Self(start + before.len());
                    rest = before;
                }
                Ordering::Greater => rest = before,
            }
        }
        found
    }

    pub(super) fn rows(self) -> &'static [Definition] {
        let rest = DEFINITIONS.get(self.0..).unwrap_or_default();
        let count = rest.iter().take_while(|row| Some(row.name) == rest.first().map(|first| first.name)).count();
        rest.get(..count).unwrap_or_default()
    }

    /// What directives of the name do.
    pub(super) fn effect(self) -> Option<Effect> {
        DEFINITIONS.get(self.0).and_then(|row| row.effect)
    }
}

const fn order(mut one: &[u8], mut other: &[u8]) -> Ordering {
    loop {
        match (one, other) {
            ([], []) => return Ordering::Equal,
            ([], _) => return Ordering::Less,
            (_, []) => return Ordering::Greater,
            ([first, ..], [second, ..]) if *first < *second => return Ordering::Less,
            ([first, ..], [second, ..]) if *first > *second => return Ordering::Greater,
            ([_, others @ ..], [_, rest @ ..]) => (one, other) = (others, rest),
        }
    }
}

/// A [`Name`] of the table, written in the code.
macro_rules! name {
    ($name:literal) => {
        const { $crate::nginx::directives::Name::of($name) }
    };
}
pub(super) use name;

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

/// What a directive does, as the policy sees it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Effect {
    /// nginx itself sends requests to the address.
    Asks,
    /// The size of a buffer.
    Buffer,
    /// The number and size of the buffers that one request may fill.
    Buffers,
    /// Reads a certificate that nginx shows.
    Certificate,
    CertificateKey,
    /// Carries code that runs in nginx.
    Code,
    /// Gives its first argument, a variable, what another server says.
    Defines,
    /// Looks paths up below a root as they stand.
    LooksUp,
    /// Hands requests or connections on to an address.
    Passes,
    /// Reads a file whose content clients see or try.
    Reads,
    /// Reads passwords, or certificates of others.
    ReadsAuthorities,
    /// Hands a setting to OpenSSL.
    TlsCommand,
    /// Writes files with names of nginx's own, such as core dumps.
    WritesDirectory,
    WritesLock,
    WritesLog,
    WritesPid,
    /// Writes answers of the app below a path that requests choose.
    WritesStore,
    WritesTemporary,
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
    ConfCommand,
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
    LateString,
    LateStringList,
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
