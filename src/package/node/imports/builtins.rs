//! Modules that Node.js has of itself, and since which version.

use super::super::super::words::holds;
use crate::app::NodeVersion;

/// What Node.js makes of a name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Builtin {
    /// Every line of Node.js since 12 has it.
    Always,
    /// It came with these versions, one for each line that was alive.
    Since(&'static [NodeVersion]),
    /// No Node.js has it.
    Unknown,
}

/// The builtin that `specifier` names, with or without `node:`; `None` when it is a package's name.
pub(super) fn builtin(specifier: &str) -> Option<Builtin> {
    let plain = specifier.strip_prefix("node:");
    let name = plain.unwrap_or(specifier);
    if let Some((_, needs_prefix, since)) = NEWER.iter().find(|(newer, ..)| *newer == name) {
        return (plain.is_some() || !needs_prefix).then_some(Builtin::Since(since));
    }
    if holds(ALWAYS, name) {
        // `require('node:fs')` came with 14.18 and 16.0 (docs "Modules: CommonJS modules", Built-in modules).
        return Some(if plain.is_some() { Builtin::Since(PREFIX) } else { Builtin::Always });
    }
    plain.map(|_| Builtin::Unknown)
}

impl Builtin {
    /// The first versions that have it, when `node` does not.
    pub(super) fn missing_in(self, node: NodeVersion) -> Option<&'static [NodeVersion]> {
        match self {
            Self::Since(since) if !has(since, node) => Some(since),
            _ => None,
        }
    }
}

/// Whether `node` has what came with the versions `since`: the last of them and all after it, and of an older line what
/// is not older than its own.
pub(super) fn has(since: &[NodeVersion], node: NodeVersion) -> bool {
    since.last().is_some_and(|last| node >= *last)
        || since.iter().any(|version| version.major == node.major && node >= *version)
}

const fn v(major: u16, minor: u16) -> NodeVersion {
    NodeVersion { major, minor }
}

/// `require` of an ES module without a flag (release notes of 20.19.0 and 22.12.0).
pub(super) const REQUIRE_OF_ES_MODULES: &[NodeVersion] = &[v(20, 19), v(22, 12)];

/// Files without a `type` are read again as ES modules (release notes of 20.19.0 and 22.7.0).
pub(super) const DETECTION: &[NodeVersion] = &[v(20, 19), v(22, 7)];

/// The condition `module-sync` of `exports` (release notes of 20.19.0 and 22.10.0; measured with 22.12).
pub(super) const MODULE_SYNC: &[NodeVersion] = &[v(20, 19), v(22, 12)];

const PREFIX: &[NodeVersion] = &[v(14, 18), v(16, 0)];

/// Builtins that came after 12, whether they need `node:`, and when they came (`is-core-module` 2.18.0, run on 16.20,
/// 18.20, 20.20, 22.22 and 24.13).
const NEWER: &[(&str, bool, &[NodeVersion])] = &[
    ("assert/strict", false, &[v(15, 0)]),
    ("diagnostics_channel", false, &[v(14, 17), v(15, 1)]),
    ("dns/promises", false, &[v(15, 0)]),
    ("fs/promises", false, &[v(14, 0)]),
    ("inspector/promises", false, &[v(19, 0)]),
    ("path/posix", false, &[v(15, 3)]),
    ("path/win32", false, &[v(15, 3)]),
    ("readline/promises", false, &[v(17, 0)]),
    ("sea", true, &[v(20, 12), v(21, 7)]),
    ("sqlite", true, &[v(22, 13), v(23, 4)]),
    ("stream/consumers", false, &[v(16, 7)]),
    ("stream/promises", false, &[v(15, 0)]),
    ("stream/web", false, &[v(16, 5)]),
    ("test", true, &[v(16, 17), v(18, 0)]),
    ("test/reporters", true, &[v(18, 17), v(19, 9)]),
    ("timers/promises", false, &[v(15, 0)]),
    ("util/types", false, &[v(15, 3)]),
    ("wasi", false, &[v(18, 17), v(20, 0)]),
];

/// Builtins since 12 and before.
const ALWAYS: &str = "
    _http_agent _http_client _http_common _http_incoming _http_outgoing _http_server _stream_duplex
    _stream_passthrough _stream_readable _stream_transform _stream_wrap _stream_writable _tls_common _tls_wrap
    assert async_hooks buffer child_process cluster console constants crypto dgram dns domain events fs http http2
    https inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder
    sys timers tls trace_events tty url util v8 vm worker_threads zlib
";
