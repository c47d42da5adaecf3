//! Rules that keep the host the platform's.

use super::{Case, Found, absolute, is_below};
use crate::app::{HOST_USER, LOG_DIRECTORY};
use crate::nginx::directives::{Effect, name};
use crate::nginx::tree::Statement;
use crate::{finding, rule_table};

pub(super) fn judge(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    for statement in case.tree.statements() {
        let name = statement.name();
        match statement.name() {
            "load_module" => found.add(&statement, finding!(FOREIGN_MODULE { path: statement.argument(0) })),
            "user" => user(&statement, found),
            "env" => environment(&statement, found),
            "ssl_engine" => {
                found.add(&statement, finding!(CRYPTO_ENGINE { directive: name, engine: statement.argument(0) }));
            }
            "ssl_certificate_key" | "proxy_ssl_certificate_key" if statement.argument(0).starts_with("engine:") => {
                found.add(&statement, finding!(CRYPTO_ENGINE { directive: name, engine: statement.argument(0) }));
            }
            "include" => include(case, &statement, &statement.argument(0), found),
            "daemon" | "master_process" if statement.argument(0) == "off" => process(&statement, found),
            "worker_rlimit_core" if statement.argument(0) == "0" => {}
            "debug_points" | "worker_rlimit_core" => process(&statement, found),
            _ if statement.effect() == Some(Effect::Code) => {
                found.add(&statement, finding!(EMBEDDED_CODE { directive: name }));
            }
            _ => written(case, &statement, found),
        }
        // The lines of a table may come from a file too.
        for line in case.tree.lines(&statement).filter(|line| line.directive.name() == b"include") {
            let path = String::from_utf8_lossy(line.directive.argument(0).unwrap_or_default());
            include(case, &statement, &path, found);
        }
    }
}

fn user(statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    if statement.arguments().any(|word| word != HOST_USER) {
        found.add(statement, finding!(FOREIGN_USER { user: statement.joined() }));
    }
}

/// `env NAME` hands the variable of the environment on, `env NAME=value` sets it.
fn environment(statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let argument = statement.argument(0);
    let variable = argument.split('=').next().unwrap_or_default();
    if variable.starts_with("LD_") || LOADERS.contains(&variable) {
        found.add(statement, finding!(LOADER_ENVIRONMENT { variable }));
    }
}

fn include(case: &Case<'_, '_>, statement: &Statement<'_>, path: &str, found: &mut Found<'_, '_>) {
    let whole = absolute(path, "/etc/nginx");
    if !case.contract.includes.contains(&whole) && !case.contract.includes.contains(path) {
        found.add(statement, finding!(FOREIGN_INCLUDE { path }));
    }
}

fn process(statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let directive = format!("{} {}", statement.name(), statement.joined());
    found.add(statement, finding!(UNMANAGED_PROCESS { directive }));
}

/// A path that nginx, as root or as its user, creates or writes.
fn written(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let Some(effect) = statement.effect() else { return };
    let (places, expected): (&[&str], _) = match effect {
        Effect::WritesLog => (&[], LOG_DIRECTORY),
        Effect::WritesPid => (PID_FILES, "/var/run/nginx.pid"),
        Effect::WritesLock => (&["/var/lock", "/run/lock"], "/var/lock"),
        Effect::WritesDirectory | Effect::WritesStore | Effect::WritesTemporary => (TEMPORARY, "/var/cache/nginx"),
        _ => return,
    };
    let mut path = statement.argument(0);
    match effect {
        Effect::WritesLog
            if path == "off" || ["stderr", "syslog:", "memory:"].iter().any(|to| path.starts_with(to)) =>
        {
            return;
        }
        Effect::WritesStore if path == "off" => return,
        // `on` stores below the root, which is not a place for what an answer holds either.
        Effect::WritesStore if path == "on" => {
            let root =
                [name!("alias"), name!("root")].into_iter().find_map(|name| case.tree.setting(statement.scope, name));
            path = root.unwrap_or("html".into());
        }
        _ if path.is_empty() => return,
        _ => {}
    }
    let directive = statement.name();
    if path.contains('$') {
        found.add(statement, finding!(VARIABLE_LOG_PATH { directive, path }));
        return;
    }
    let whole = absolute(&path, "/usr/share/nginx");
    let is_inside = |directory: &str| is_below(&whole, directory) && whole != directory;
    let fits = is_inside(LOG_DIRECTORY)
        || effect == Effect::WritesDirectory && whole == LOG_DIRECTORY
        || DEVICES.contains(&whole.as_str())
        || places.iter().any(|place| is_below(&whole, place));
    if !fits {
        found.add(statement, finding!(FILE_ELSEWHERE { directive, path, expected }));
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

rule_table! {
    /// What this file judges, by id.
    pub(in crate::nginx::policy) RULES

    CRYPTO_ENGINE: Error "nginx/crypto-engine" { directive, engine }
        source "nginx documentation; checked on nginx 1.22.1"
        example "ssl_engine /tmp/evil.so;"
        what "an OpenSSL engine is loaded" / "加载 OpenSSL 引擎"
        why "an engine is code in a file, loaded as root" / "引擎是以 root 身份加载的代码文件"
        fix "delete the line" / "请删除该行"
        message "`{directive}` loads the OpenSSL engine {engine}" / "`{directive}` 加载 OpenSSL 引擎 {engine}"

    EMBEDDED_CODE: Error "nginx/embedded-code" { directive }
        source "nginx documentation; checked on nginx 1.22.1"
        example r#"location / { content_by_lua_block { ngx.say("x") } }"#
        what "the configuration carries code" / "配置中带有代码"
        why "the code runs inside nginx with all it may read and connect to"
          / "代码在 nginx 内运行，拥有其全部读取和连接权限"
        fix "move the code into the app" / "请将代码移到应用中"
        help "delete `{directive}`, and do its work in the app" / "请删除 `{directive}`，在应用中完成其工作"
        message "`{directive}` belongs to a module that runs code inside nginx"
              / "`{directive}` 属于在 nginx 内执行代码的模块"

    FILE_ELSEWHERE: Error "nginx/file-elsewhere" { directive, path, expected }
        source "guide §3.6: logs are in /home/admin/logs"
        example "error_log /etc/cron.d/x;"
        what "nginx would write outside the log and temporary directories" / "nginx 会写到日志和临时目录之外"
        why "as root it creates the file or takes over the directory, with contents that requests decide"
          / "nginx 以 root 创建文件或改变目录归属，内容由请求决定"
        fix "write logs below /home/admin/logs; leave other paths to the platform"
          / "请将日志写到 /home/admin/logs 下；其他路径由平台决定"
        help "write such a path, or delete the line" / "请改写路径，或删除该行"
        message "`{directive}` writes to {path}, expected {expected} or a path below it"
              / "`{directive}` 写到 {path}，应为 {expected} 或其下的路径"

    FOREIGN_INCLUDE: Error "nginx/foreign-include" { path }
        source "nginx documentation; checked on nginx 1.22.1"
        example "include /home/admin/app-run/extra.conf;"
        what "a file is included that is no part of the platform" / "包含了不属于平台的文件"
        why "what it holds is not checked, and it may change after the check" / "其内容未经检查，且可能在检查后改变"
        fix "write its directives here; mime.types and the parameter files of nginx may be included"
          / "请将其指令直接写在此处；可包含 nginx 自带的 mime.types 和参数文件"
        help "write the directives of {path} here instead of the `include`" / "请用 {path} 中的指令代替该 `include`"
        message "`include {path}` reads a file that is not checked" / "`include {path}` 读取未经检查的文件"

    FOREIGN_MODULE: Error "nginx/foreign-module" { path }
        source "nginx documentation; checked on nginx 1.22.1"
        example "load_module /tmp/evil.so;"
        what "a module is loaded from a file" / "从文件加载模块"
        why "nginx runs the code of the module as root while it reads the file, even for a test of the configuration"
          / "nginx 读取配置时就会以 root 身份执行模块代码，即使只是测试配置"
        fix "delete `load_module`; the modules of the platform are already there"
          / "请删除 `load_module`；平台已提供所需模块"
        help "delete the line `load_module {path};`" / "请删除 `load_module {path};` 这一行"
        message "`load_module {path}` runs foreign code as root" / "`load_module {path}` 会以 root 身份执行外部代码"

    FOREIGN_USER: Error "nginx/foreign-user" { user }
        source "guide §1.3.2: user admin"
        example "user root;"
        what "the workers run as another user than admin" / "工作进程以 admin 以外的用户运行"
        why "as root, every request handler may read and change the whole host; as another user it cannot read the app"
          / "以 root 运行时，请求处理可读写整个主机；以其他用户运行时无法读取应用"
        fix "write `user admin;`" / "请写 `user admin;`"
        message "the workers run as {user}, expected admin" / "工作进程以 `{user}` 运行，应为 admin"

    LOADER_ENVIRONMENT: Error "nginx/loader-environment" { variable }
        source "nginx documentation; checked on nginx 1.22.1"
        example "env LD_PRELOAD=/tmp/x.so;"
        what "a variable of the loader is set" / "设置了加载器的环境变量"
        why "the next nginx that the running one starts loads the named code"
          / "运行中的 nginx 启动的下一个进程会加载指定代码"
        fix "delete the `env` line" / "请删除该 `env` 行"
        message "`env {variable}` makes nginx load code" / "`env {variable}` 会让 nginx 加载代码"

    UNMANAGED_PROCESS: Error "nginx/unmanaged-process" { directive }
        source "nginx documentation; checked on nginx 1.22.1"
        example "daemon off;"
        what "the way nginx runs is changed" / "改变了 nginx 的运行方式"
        why "the platform starts, reloads and stops nginx as a daemon; core dumps hold private keys"
          / "平台以守护进程方式启动、重载和停止 nginx；核心转储中含有私钥"
        fix "delete the line" / "请删除该行"
        help "delete the line `{directive};`" / "请删除 `{directive};` 这一行"
        message "`{directive}` changes how the platform runs nginx" / "`{directive}` 改变了平台运行 nginx 的方式"

    VARIABLE_LOG_PATH: Error "nginx/variable-log-path" { directive, path }
        source "nginx documentation; checked on nginx 1.22.1"
        example "access_log /home/admin/logs/$host.log;"
        what "a path that nginx writes to holds a variable" / "nginx 写入的路径含有变量"
        why "a client names the file: it fills the disk with files or reaches others through the name"
          / "客户端可决定文件名：可用大量文件占满磁盘，或借文件名写到别处"
        fix "write the path without variables" / "请写不含变量的路径"
        help "write one path without variables, for example /home/admin/logs/nginx-access.log"
           / "请写不含变量的路径，例如 /home/admin/logs/nginx-access.log"
        message "the path of `{directive}` holds a variable: {path}" / "`{directive}` 的路径含有变量：{path}"
}
