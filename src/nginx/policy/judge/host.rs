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
            "include" => include(case, &statement, found),
            "daemon" | "master_process" if statement.argument(0) == "off" => process(&statement, found),
            "debug_points" | "worker_rlimit_core" | "worker_aio_requests_debug" => process(&statement, found),
            _ if is_code(&name) => found.add(&statement, EmbeddedCode { directive: name }),
            _ => written(&statement, &name, found),
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

fn include(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let path = statement.argument(0);
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
fn written(statement: &Statement<'_>, name: &str, found: &mut Found<'_, '_>) {
    let path = statement.argument(0);
    let is_log = matches!(name, "access_log" | "error_log");
    let is_written = is_log
        || matches!(name, "pid" | "lock_file" | "working_directory" | "google_perftools_profiles" | "ssl_key_log")
        || ["_temp_path", "_cache_path"].iter().any(|end| name.ends_with(end));
    // `on` stores below the root, which is not a place for what an answer holds either.
    let stores = name.ends_with("_store") && path != "off";
    let keeps_state = matches!(name, "state" | "state_path");
    if !(is_written || stores || keeps_state) || path.is_empty() {
        return;
    }
    if is_log && (path == "off" || ["stderr", "syslog:", "memory:"].iter().any(|start| path.starts_with(start))) {
        return;
    }
    if path.contains('$') {
        found.add(statement, VariableLogPath { directive: name.to_owned(), path });
        return;
    }
    let whole = absolute(&path, "/usr/share/nginx");
    let fits = is_below(&whole, LOG_DIRECTORY) && whole != LOG_DIRECTORY
        || DEVICES.contains(&whole.as_str())
        || name == "pid" && PID_FILES.contains(&whole.as_str())
        || name == "lock_file" && is_below(&whole, "/var/lock")
        || !is_log
            && name != "pid"
            && TEMPORARY.iter().any(|directory| is_below(&whole, directory) && whole != *directory);
    if !fits {
        found.add(statement, FileElsewhere { directive: name.to_owned(), path });
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
const DEVICES: &[&str] = &["/dev/null", "/dev/stderr", "/dev/stdout"];
/// Where the platform looks for the process (§1.3).
const PID_FILES: &[&str] = &["/run/nginx.pid", "/var/run/nginx.pid"];
/// Directories that nginx's packages make for temporary files and caches.
const TEMPORARY: &[&str] = &["/var/cache/nginx", "/var/lib/nginx", "/var/tmp/nginx"];
