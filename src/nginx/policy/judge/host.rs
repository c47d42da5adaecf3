//! Rules that keep the host the platform's.

use super::{Case, Found, absolute, is_below};
use crate::app::{HOST_USER, LOG_DIRECTORY};
use crate::nginx::policy::rules::{
    CryptoEngine, EmbeddedCode, FileElsewhere, ForeignInclude, ForeignModule, ForeignUser, LoaderEnvironment,
    UnmanagedProcess, VariableLogPath,
};
use crate::nginx::policy::view::Statement;

pub(super) fn judge(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    for statement in case.view.statements() {
        let name = statement.name();
        match name.as_str() {
            "load_module" => found.add(&statement, ForeignModule { path: statement.argument(0) }),
            "user" => user(&statement, found),
            "env" => environment(&statement, found),
            "ssl_engine" => found.add(&statement, CryptoEngine { directive: name, engine: statement.argument(0) }),
            "ssl_certificate_key" | "proxy_ssl_certificate_key" if statement.argument(0).starts_with("engine:") => {
                found.add(&statement, CryptoEngine { directive: name, engine: statement.argument(0) });
            }
            "include" => include(case, &statement, statement.argument(0), found),
            "daemon" | "master_process" if statement.argument(0) == "off" => process(&statement, found),
            "worker_rlimit_core" if statement.argument(0) == "0" => {}
            "debug_points" | "worker_rlimit_core" | "worker_aio_requests_debug" => process(&statement, found),
            _ if is_code(&name) => found.add(&statement, EmbeddedCode { directive: name }),
            _ => written(case, &statement, &name, found),
        }
        // The lines of a table may come from a file too.
        for (_, files) in statement.rows_of_table().into_iter().filter(|(key, _)| key == "include") {
            include(case, &statement, files.into_iter().next().unwrap_or_default(), found);
        }
    }
}

fn user(statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let arguments = statement.arguments();
    if arguments.iter().any(|word| word != HOST_USER) {
        found.add(statement, ForeignUser { user: arguments.join(" ") });
    }
}

/// `env NAME` hands the variable of the environment on, `env NAME=value` sets it.
fn environment(statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let argument = statement.argument(0);
    let variable = argument.split('=').next().unwrap_or_default();
    if variable.starts_with("LD_") || LOADERS.contains(&variable) {
        found.add(statement, LoaderEnvironment { variable: variable.to_owned() });
    }
}

fn include(case: &Case<'_, '_>, statement: &Statement<'_>, path: String, found: &mut Found<'_, '_>) {
    let whole = absolute(&path, "/etc/nginx");
    if !case.contract.includes.contains(&whole) && !case.contract.includes.contains(&path) {
        found.add(statement, ForeignInclude { path });
    }
}

fn process(statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let directive = format!("{} {}", statement.name(), statement.arguments().join(" "));
    found.add(statement, UnmanagedProcess { directive });
}

/// Directives of the Perl, Lua and `JavaScript` modules.
fn is_code(name: &str) -> bool {
    let starts = ["perl", "js_", "lua_", "init_by_", "init_worker_by_", "ssl_certificate_by_"];
    starts.iter().any(|start| name.starts_with(start)) || name.contains("_by_lua") || name.contains("_by_njs")
}

/// A path that nginx, as root or as its user, creates or writes.
fn written(case: &Case<'_, '_>, statement: &Statement<'_>, name: &str, found: &mut Found<'_, '_>) {
    let mut path = statement.argument(0);
    let Some(kind) = Written::of(name) else { return };
    match kind {
        Written::Log if path == "off" || ["stderr", "syslog:", "memory:"].iter().any(|to| path.starts_with(to)) => {
            return;
        }
        Written::Store if path == "off" => return,
        // `on` stores below the root, which is not a place for what an answer holds either.
        Written::Store if path == "on" => {
            let root = ["alias", "root"].iter().find_map(|name| case.view.setting(statement.scope, name));
            path = root.unwrap_or_else(|| "html".to_owned());
        }
        _ if path.is_empty() => return,
        _ => {}
    }
    let directive = name.to_owned();
    if path.contains('$') {
        found.add(statement, VariableLogPath { directive, path });
        return;
    }
    let whole = absolute(&path, "/usr/share/nginx");
    let is_inside = |directory: &str| is_below(&whole, directory) && whole != directory;
    let (places, expected): (&[&str], _) = match kind {
        Written::Log => (&[], LOG_DIRECTORY),
        Written::Pid => (PID_FILES, "/var/run/nginx.pid"),
        Written::Lock => (&["/var/lock", "/run/lock"], "/var/lock"),
        Written::Directory | Written::Store | Written::Temporary => (TEMPORARY, "/var/cache/nginx"),
    };
    let fits = is_inside(LOG_DIRECTORY)
        || kind == Written::Directory && whole == LOG_DIRECTORY
        || DEVICES.contains(&whole.as_str())
        || places.iter().any(|place| is_below(&whole, place));
    if !fits {
        found.add(statement, FileElsewhere { directive, path, expected });
    }
}

/// What a directive has nginx write.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Written {
    /// Files with names of nginx's own, such as core dumps.
    Directory,
    Lock,
    Log,
    Pid,
    /// Answers of the app, below a path that requests choose.
    Store,
    Temporary,
}

impl Written {
    fn of(directive: &str) -> Option<Self> {
        Some(match directive {
            "access_log" | "error_log" | "google_perftools_profiles" | "ssl_key_log" => Self::Log,
            "lock_file" => Self::Lock,
            "pid" => Self::Pid,
            "working_directory" => Self::Directory,
            "state" | "state_path" => Self::Temporary,
            _ if directive.ends_with("_temp_path") || directive.ends_with("_cache_path") => Self::Temporary,
            _ if directive.ends_with("_store") => Self::Store,
            _ if directive.ends_with("_ssl_key_log") => Self::Log,
            _ => return None,
        })
    }
}

/// Variables with which programs and OpenSSL find code to load.
const LOADERS: &[&str] = &[
    "BASH_ENV",
    "GCONV_PATH",
    "GLIBC_TUNABLES",
    "OPENSSL_CONF",
    "OPENSSL_ENGINES",
    "OPENSSL_MODULES",
    "PERL5LIB",
    "PERL5OPT",
    "PYTHONPATH",
];
/// Places that hold nothing afterwards.
const DEVICES: &[&str] =
    &["/dev/fd/1", "/dev/fd/2", "/dev/null", "/dev/stderr", "/dev/stdout", "/proc/self/fd/1", "/proc/self/fd/2"];
/// Where the platform looks for the process (§1.3).
const PID_FILES: &[&str] = &["/run/nginx.pid", "/var/run/nginx.pid"];
/// Directories that nginx's packages make for temporary files and caches, and hand to its user.
const TEMPORARY: &[&str] = &["/var/cache/nginx", "/var/lib/nginx", "/var/tmp/nginx"];
