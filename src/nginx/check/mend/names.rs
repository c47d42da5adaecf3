//! Names that nothing has, and the ones that were meant.

use super::{Case, Mend};
use crate::diagnostic::{edit_distance, nearest};
use crate::nginx::check::edits::Edits;
use crate::nginx::check::fault::{said, text};
use crate::nginx::check::hints::{self, LONGEST_NAME, MOST_EDITS};
use crate::nginx::check::trial::english;
use crate::nginx::context::Context;
use crate::nginx::directives::{DEFINITIONS, foreign_module, name, named};
use crate::nginx::variables::{Family, names};

/// Another name, or none.
pub(super) fn directive(case: &Case<'_, '_>) -> Vec<Mend> {
    let Some((span, name)) = case.word(0) else { return Vec::new() };
    let given = text(name).into_owned();
    let known = |name: &str| named(name.as_bytes()).iter().any(|definition| case.target.has(definition));
    if !named(name).is_empty() || foreign_module(&given).is_some() {
        let help = hints::unknown(&given, case.target);
        return vec![Mend::guess(case.deleted()).told(help)];
    }
    let mut mends = Vec::new();
    // `if($a`, `listen:80`, `root=/srv`
    if let Some(at) = given.find(['(', ':', '=']) {
        let head = given.get(..at).unwrap_or_default();
        if known(head) {
            let cut = if given.get(at..).is_some_and(|rest| rest.starts_with('(')) { at } else { at + 1 };
            mends.push(Mend::sure(Edits::one(span.start + at..span.start + cut, " ")));
        }
    }
    let lower = given.to_ascii_lowercase().replace('-', "_");
    if lower != given && known(&lower) {
        mends.push(Mend::sure(Edits::one(span.clone(), lower)));
    }
    if let Some((distance, near)) = nearest_directive(&given, case) {
        let mend = if distance == 1 { Mend::sure } else { Mend::guess };
        mends.push(mend(Edits::one(span, near)));
    }
    mends
}

/// The directive that is fewest edits away and, of several, allowed where this one stands.
fn nearest_directive(given: &str, case: &Case<'_, '_>) -> Option<(usize, &'static str)> {
    if !(4..=LONGEST_NAME).contains(&given.len()) {
        return None;
    }
    let context = case.statement().map_or(Context::Main, |own| case.tree.context(own.scope));
    let fits = DEFINITIONS.iter().filter(|definition| {
        case.target.has(definition)
            && definition.contexts.contain(context)
            && definition.name.len().abs_diff(given.len()) <= MOST_EDITS
    });
    let distances = fits.filter_map(|definition| {
        Some((edit_distance(given.as_bytes(), definition.name.as_bytes(), MOST_EDITS)?, definition.name))
    });
    distances.min().filter(|(distance, _)| *distance > 0)
}

/// A word that the directive knows.
pub(super) fn parameter(case: &Case<'_, '_>) -> Vec<Mend> {
    let index = case.fault.word;
    let Some((_, given)) = case.word(index).filter(|_| index > 0) else { return Vec::new() };
    let given = text(given).into_owned();
    let (key, value) = given.split_once('=').map_or((given.as_str(), None), |(key, value)| (key, Some(value)));
    let Some((_, words)) = WORDS.iter().find(|(name, _)| name.as_bytes() == case.directive.name()) else {
        return Vec::new();
    };
    let candidates = words.iter().filter(|word| word.ends_with('=') == value.is_some());
    let near = nearest(key, candidates.map(|word| word.trim_end_matches('=')));
    let Some(near) = near.filter(|near| *near != key) else { return Vec::new() };
    let new = value.map_or_else(|| near.to_owned(), |value| format!("{near}={value}"));
    case.replaced(index, new).map(Mend::guess).into_iter().collect()
}

/// Parameters of the directives in which people slip.
const WORDS: &[(&str, &[&str])] = &[
    (
        "listen",
        &["default_server", "ssl", "http2", "quic", "proxy_protocol", "deferred", "reuseport", "backlog=", "ipv6only="],
    ),
    ("server", &["weight=", "max_fails=", "fail_timeout=", "max_conns=", "backup", "down"]),
    ("limit_req", &["zone=", "burst=", "delay=", "nodelay"]),
    ("limit_req_zone", &["zone=", "rate="]),
    ("limit_conn_zone", &["zone="]),
    ("proxy_cache_path", &["levels=", "keys_zone=", "inactive=", "max_size=", "min_free=", "use_temp_path="]),
    ("access_log", &["buffer=", "flush=", "gzip", "if="]),
    ("resolver", &["valid=", "ipv6=", "ipv4=", "status_zone="]),
];

/// A variable that nginx has, or the map that guides write beside its use.
pub(super) fn variable(case: &Case<'_, '_>) -> Vec<Mend> {
    let words = english(&case.fault.words);
    let Some(name) = words.split('"').nth(1) else { return Vec::new() };
    if name == "connection_upgrade" {
        return upgrade_map(case).into_iter().collect();
    }
    let context = case.statement().map_or(Context::Main, |own| case.tree.context(own.scope));
    let family = if context.is_stream() { Family::Stream } else { Family::Http };
    let builtin: Vec<&str> = names(family, case.target).collect();
    let Some(near) = nearest(name, builtin) else { return Vec::new() };
    let single = edit_distance(name.as_bytes(), near.as_bytes(), 1).is_some() && name.len() > 4;
    let mut edits = Vec::new();
    for word in case.directive.words() {
        let (span, raw) = (word.span(), word.raw());
        for form in [format!("${name}"), format!("${{{name}}}")] {
            let starts =
                (0..raw.len()).filter(|at| raw.get(*at..).is_some_and(|rest| rest.starts_with(form.as_bytes())));
            for at in starts.take(MOST_USES) {
                let end = raw.get(at + form.len());
                if form.ends_with('}') || !end.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') {
                    let start = span.start + at + form.find(name).unwrap_or(1);
                    edits.push((start..start + name.len(), near.to_owned()));
                }
            }
        }
    }
    if edits.is_empty() {
        return Vec::new();
    }
    vec![if single { Mend::sure(Edits::of(edits)) } else { Mend::guess(Edits::of(edits)) }]
}

/// `$connection_upgrade`, as the manual of nginx defines it.
fn upgrade_map(case: &Case<'_, '_>) -> Option<Mend> {
    let http = case.tree.scopes(Context::Http).next().and_then(|scope| case.tree.opener(scope))?;
    let at = (http.file == 0).then_some(http.directive.terminator() + 1)?;
    let help = said!("add `{map}` to the `http` block" / "在 `http` 块中添加 `{map}`"; map = UPGRADE_MAP);
    Some(Mend::sure(Edits::one(at..at, format!("\n    {UPGRADE_MAP}"))).told(help))
}

const UPGRADE_MAP: &str = "map $http_upgrade $connection_upgrade { default upgrade; '' close; }";

/// The format that the nginx.conf of nginx's own packages defines.
pub(super) fn log_format(case: &Case<'_, '_>) -> Vec<Mend> {
    let words = english(&case.fault.words);
    let Some(format) = words.split('"').nth(1).filter(|format| !format.is_empty()) else { return Vec::new() };
    let http = case.tree.scopes(Context::Http).next().and_then(|scope| case.tree.opener(scope));
    let Some(http) = http.filter(|http| http.file == 0 && format == "main") else { return Vec::new() };
    let defined = case.tree.scopes(Context::Http).next().map(|scope| case.tree.own(scope, name!("log_format")).count());
    if defined.is_some_and(|count| count > 0) {
        return Vec::new();
    }
    let at = http.directive.terminator() + 1;
    let help = said!("define it above: add `{line}` at the start of `http`, or use `combined`"
        / "先定义它：在 `http` 开头添加 `{line}`，或使用 `combined`"; line = MAIN_FORMAT);
    vec![Mend::guess(Edits::one(at..at, format!("\n    {MAIN_FORMAT}"))).told(help)]
}

const MAIN_FORMAT: &str = "log_format main '$remote_addr - $remote_user [$time_local] \"$request\" $status \
                           $body_bytes_sent \"$http_referer\" \"$http_user_agent\" \"$http_x_forwarded_for\"';";

/// Uses of a variable in one word.
const MOST_USES: usize = 20;
