//! Rules against serving private files.

use super::{Case, Found, absolute, is_below};
use crate::app::{CERTIFICATE_FILE, CERTIFICATE_KEY_FILE, RUN_DIRECTORY};
use crate::diagnostic::Severity;
use crate::nginx::context::Context;
use crate::nginx::directives::{Effect, name};
use crate::nginx::policy::variables::first_variable;
use crate::nginx::route::{Found as Present, Modifier, Outcome, Protocol, Server};
use crate::nginx::tree::Statement;
use crate::{finding, phrase, rule_table};

pub(super) fn judge(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    for statement in case.tree.statements() {
        let first = || statement.argument(0);
        match statement.name() {
            "root" => root(case, &statement, found),
            "alias" => {
                loose(case, &statement, found);
                root(case, &statement, found);
            }
            "fastcgi_param" if SCRIPT.contains(&&*first()) => {
                script(&statement, found);
                climbing(case, &statement, &statement.argument(1), found);
            }
            "error_page" => climbing(case, &statement, &statement.arguments().next_back().unwrap_or_default(), found),
            "rewrite" if !matches!(&*statement.argument(2), "redirect" | "permanent") => {
                climbing(case, &statement, &statement.argument(1), found);
            }
            "dav_methods" if first() != "off" => {
                found.add(&statement, finding!(FILE_UPLOAD { methods: statement.joined() }));
            }
            _ => by_effect(case, &statement, found),
        }
    }
    for server in case.model.servers() {
        exposed(case, server, found);
    }
}

fn by_effect(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let (name, first) = (statement.name(), statement.argument(0));
    match statement.effect() {
        Some(Effect::Certificate) => certificate(statement, name, CERTIFICATE_FILE, &first, found),
        Some(Effect::CertificateKey) => certificate(statement, name, CERTIFICATE_KEY_FILE, &first, found),
        Some(Effect::LooksUp) => statement.arguments().for_each(|path| climbing(case, statement, &path, found)),
        Some(Effect::Reads) => read(statement, name, &first, false, found),
        Some(Effect::ReadsAuthorities) => read(statement, name, &first, true, found),
        Some(Effect::TlsCommand) => command(statement, found),
        _ => {}
    }
}

/// A directory that is served, whatever its variables may stand for.
fn root(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let path = statement.argument(0);
    // An alias with captures is either in order or loose, which is said.
    if statement.is(name!("alias")) && path.contains('$') && in_pattern(case, statement) {
        return;
    }
    let known = case.variables.resolve(case.tree, statement, &path);
    let fits = |path: &String| {
        let whole = absolute(path, "/usr/share/nginx");
        is_below(&whole, RUN_DIRECTORY) || STOCK.contains(&whole.as_str())
    };
    if !known.is_some_and(|known| known.iter().all(fits)) {
        found.add(statement, finding!(ROOT_ELSEWHERE { directive: statement.name(), path }));
    }
}

/// A fixed path that PHP is to run or to take for the root.
fn script(statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let path = statement.argument(1);
    let fixed = path.split('$').next().unwrap_or_default();
    if fixed.starts_with('/') && fixed.len() > 1 && !is_below(&absolute(fixed, "/"), RUN_DIRECTORY) {
        found.add(
            statement,
            finding!(ROOT_ELSEWHERE { directive: format!("fastcgi_param {}", statement.argument(0)), path }),
        );
    }
}

fn in_pattern(case: &Case<'_, '_>, statement: &Statement<'_>) -> bool {
    let location = case.tree.around(statement.scope, Context::Location).and_then(|scope| case.tree.opener(scope));
    let modifier = location.map(|opener| Modifier::of(&opener).0);
    matches!(modifier, Some(Modifier::Regex | Modifier::RegexIgnoringCase))
}

/// An alias whose end does not go with the end of its location.
fn loose(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let Some(location) = case.tree.around(statement.scope, Context::Location) else { return };
    let Some(opener) = case.tree.opener(location) else { return };
    let (modifier, place) = Modifier::of(&opener);
    let path = statement.argument(0);
    let loose = match modifier {
        Modifier::Regex | Modifier::RegexIgnoringCase => path.contains('$') && !stays_below(statement, case),
        Modifier::Prefix | Modifier::NoRegex => {
            let names_a_file = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
            place.ends_with('/') != path.ends_with('/') || !place.ends_with('/') && !names_a_file
        }
        Modifier::Exact | Modifier::Named => false,
    };
    if loose {
        let tidy = format!("{}/", place.trim_end_matches('/'));
        found.add(statement, finding!(LOOSE_ALIAS { location: opener.joined(), path, tidy }));
    }
}

fn certificate(
    statement: &Statement<'_>,
    directive: &str,
    expected: &'static str,
    path: &str,
    found: &mut Found<'_, '_>,
) {
    // An engine has a rule of its own.
    if !path.starts_with("engine:") && absolute(path, "/etc/nginx") != expected {
        found.add(statement, finding!(FOREIGN_CERTIFICATE { directive, path, expected }));
    }
}

/// A setting of OpenSSL that names a file.
fn command(statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let (setting, path) = (statement.argument(0), statement.argument(1));
    let directive = &format!("{} {setting}", statement.name());
    match setting.to_ascii_lowercase().as_str() {
        "certificate" => certificate(statement, directive, CERTIFICATE_FILE, &path, found),
        "privatekey" => certificate(statement, directive, CERTIFICATE_KEY_FILE, &path, found),
        lower if lower.ends_with("file") || lower.ends_with("path") => {
            read(statement, directive, &path, setting == "VerifyCAFile", found);
        }
        _ => {}
    }
}

/// A file whose content clients see or try, or, with `authorities`, a list of passwords or certificates of others.
fn read(statement: &Statement<'_>, directive: &str, path: &str, authorities: bool, found: &mut Found<'_, '_>) {
    let whole = absolute(path, "/etc/nginx");
    let fits = !path.contains('$')
        && (is_below(&whole, RUN_DIRECTORY)
            || is_below(&whole, "/home/admin/sslcert")
            || authorities && AUTHORITIES.iter().any(|place| is_below(&whole, place)));
    if !fits {
        found.add(statement, finding!(HOST_FILE { directive, path }));
    }
}

/// A path of the configuration that is looked up below a root unchanged.
fn climbing(case: &Case<'_, '_>, statement: &Statement<'_>, path: &str, found: &mut Found<'_, '_>) {
    if path.starts_with(['=', '@']) || path.contains("://") {
        return;
    }
    let end = ["?", "$is_args", "${is_args}"].iter().filter_map(|start| path.find(start)).min();
    let place = path.get(..end.unwrap_or(path.len())).unwrap_or_default();
    let by = if place.split('/').any(|segment| segment == "..") {
        Some("`..`".to_owned())
    } else {
        // Inside of a name `/../` only leads on where a directory of that name is.
        let starts = place
            .match_indices('$')
            .filter(|(at, _)| place.get(..*at).is_some_and(|head| head.is_empty() || head.ends_with('/')));
        let mut names =
            starts.filter_map(|(at, _)| first_variable(place.get(at..)?).map(|(_, name, _)| format!("${name}")));
        let client = names.find_map(|name| case.variables.client_variable(case.tree, statement, &name));
        client.map(|variable| format!("${variable}"))
    };
    if let Some(by) = by {
        found.add(statement, finding!(CLIMBING_PATH { directive: statement.name(), path, by }));
    }
}

/// Requests that would be answered with a file of the app that is not meant for the web.
fn exposed(case: &Case<'_, '_>, server: &Server, found: &mut Found<'_, '_>) {
    let tree = case.tree;
    let mut places = vec![(server.scope, "/".to_owned())];
    if serves_files(case, server) {
        for scope in case.locations_of(server).iter().take(MOST_PLACES) {
            let Some(opener) = tree.opener(*scope) else { continue };
            match Modifier::of(&opener) {
                (Modifier::Prefix | Modifier::NoRegex, path) => {
                    places.push((*scope, format!("{}/", path.trim_end_matches('/'))));
                }
                (Modifier::Regex | Modifier::RegexIgnoringCase, pattern) => {
                    places.extend(literal_directory(&pattern).map(|path| (*scope, path)));
                }
                (Modifier::Exact | Modifier::Named, _) => {}
            }
        }
    }
    let php = case.contract.framework() == crate::app::Framework::Php;
    let mut said = [false; 3];
    for (scope, place) in places {
        let Some(statement) = tree.opener(scope) else { continue };
        let exposes = |name: &str| {
            let uri = format!("{place}{name}");
            file_of_app(case, server, &uri).map(|path| (uri, path))
        };
        let [hidden, sources, scripts] = &mut said;
        // What is below /.well-known/ is put there to be seen.
        if !*hidden
            && !place.starts_with("/.well-known/")
            && let Some((uri, path)) = exposes(".git/config").or_else(|| exposes(".env"))
        {
            *hidden = true;
            hidden_files(case, server, (&statement, &place), &uri, &path, found);
        }
        if php
            && !*sources
            && let Some((uri, _)) = exposes("composer.json").or_else(|| exposes("config.php.bak"))
        {
            *sources = true;
            found.add(&statement, finding!(SERVED_SOURCES { uri }));
        }
        let uri = format!("{place}uploads/shell.php");
        if php && !*scripts && case.courses(server, &uri, &EVERYTHING).iter().any(|course| runs(&course.outcome)) {
            *scripts = true;
            found.add(&statement, finding!(UPLOADED_SCRIPTS { uri }));
        }
    }
}

/// A dotfile that is served. Below the root of the site it is one of the app for certain; in another folder somebody would
/// have to put it there.
fn hidden_files(
    case: &Case<'_, '_>,
    server: &Server,
    (statement, place): (&Statement<'_>, &str),
    uri: &str,
    path: &str,
    found: &mut Found<'_, '_>,
) {
    let whole =
        place == "/" || path == format!("{RUN_DIRECTORY}/.git/config") || path == format!("{RUN_DIRECTORY}/.env");
    let severity = if whole { HIDDEN_FILES.severity } else { Severity::Warning };
    let root = path.strip_suffix("/.git/config").or(path.strip_suffix("/.env")).unwrap_or(path);
    let skipped = Modifier::of(statement).0 == Modifier::NoRegex
        && case.model.pattern_for(server.scope, uri.as_bytes()).is_some();
    let remedy = if skipped {
        let location = Modifier::of(statement).1;
        phrase!(
            "write `location {location} {{` without `^~`, which keeps nginx from the rule for hidden files"
                / "请写不带 `^~` 的 `location {location} {{`：`^~` 会让 nginx 跳过隐藏文件的规则",
            location
        )
    } else {
        phrase!(
            "add `location ~ /\\.(?!well-known/) {{ return 404; }}` to the server"
                / "请在 server 中加入 `location ~ /\\.(?!well-known/) {{ return 404; }}`"
        )
    };
    found.add_as(severity, statement, finding!(HIDDEN_FILES { uri: uri.to_owned(), root: root.to_owned(), remedy }));
}

fn runs(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Passed(passed) if passed.protocol == Protocol::FastCgi)
}

/// Every path is a file.
const EVERYTHING: fn(&str) -> Option<Present> = |_| Some(Present::File);

/// The directory of all paths that `pattern` matches, when it starts with one in plain characters.
fn literal_directory(pattern: &str) -> Option<String> {
    let plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '/' | '-' | '_');
    let rest = pattern.strip_prefix('^')?;
    let end = rest.find(|character| !plain(character)).unwrap_or(rest.len());
    let (directory, _) = rest.get(..end)?.rsplit_once('/')?;
    Some(format!("{directory}/"))
}

/// Whether anything in the server sets a directory of the app.
fn serves_files(case: &Case<'_, '_>, server: &Server) -> bool {
    case.tree.setting(server.scope, name!("root")).is_some()
        || case.locations_of(server).iter().any(|scope| {
            [name!("root"), name!("alias")].into_iter().any(|name| case.tree.own(*scope, name).next().is_some())
        })
}

/// The file of the app that `uri` is answered with.
fn file_of_app(case: &Case<'_, '_>, server: &Server, uri: &str) -> Option<String> {
    let name = uri.rsplit('/').next()?;
    case.courses(server, uri, &EVERYTHING).into_iter().find_map(|course| {
        let Outcome::File { path, .. } = course.outcome else { return None };
        let path = String::from_utf8(path.known()?.to_vec()).ok()?;
        (path.ends_with(name) && is_below(&absolute(&path, "/usr/share/nginx"), RUN_DIRECTORY)).then_some(path)
    })
}

/// Whether each variable of an alias is a capture that begins after a slash of a path, which nginx has normalised: then
/// no `..` comes out of it, and the path stays below what is written before it.
fn stays_below(statement: &Statement<'_>, case: &Case<'_, '_>) -> bool {
    let location = case.tree.around(statement.scope, Context::Location).and_then(|scope| case.tree.opener(scope));
    let Some((Modifier::Regex | Modifier::RegexIgnoringCase, pattern)) = location.map(|opener| Modifier::of(&opener))
    else {
        return false;
    };
    let path = statement.argument(0);
    let fixed = path.split('$').next().unwrap_or_default();
    let mut rest = &*path;
    while let Some((_, name, end)) = first_variable(rest) {
        if !begins_segment(&pattern, name) {
            return false;
        }
        rest = rest.get(end..).unwrap_or_default();
    }
    fixed.ends_with('/') && !path.contains("..") && is_below(&absolute(fixed, "/"), RUN_DIRECTORY)
}

/// Whether the group of a pattern that has a number or a name stands right behind a `/`.
fn begins_segment(pattern: &str, variable: &str) -> bool {
    let mut number = 0_usize;
    for (at, _) in pattern.match_indices('(') {
        let (head, group) = (pattern.get(..at).unwrap_or_default(), pattern.get(at + 1..).unwrap_or_default());
        let name =
            group.strip_prefix("?P<").or_else(|| group.strip_prefix("?<")).filter(|name| !name.starts_with(['=', '!']));
        if head.ends_with('\\') || group.starts_with('?') && name.is_none() {
            continue;
        }
        number += 1;
        let named = name.and_then(|name| name.split('>').next()).is_some_and(|name| name == variable);
        if named || variable.parse() == Ok(number) {
            return head.ends_with('/');
        }
    }
    false
}

/// The page directory that comes with nginx.
const STOCK: &[&str] = &["/usr/share/nginx/html", "/var/www/html"];
/// Parameters by which PHP finds files.
const SCRIPT: &[&str] = &["DOCUMENT_ROOT", "PATH_TRANSLATED", "SCRIPT_FILENAME"];
/// Where distributions keep the certificates of authorities.
const AUTHORITIES: &[&str] = &["/etc/pki/ca-trust/extracted", "/etc/pki/tls/certs", "/etc/ssl/certs"];
/// Locations of a server that are tried.
const MOST_PLACES: usize = 50;

rule_table! {
    /// What this file judges, by id.
    pub(in crate::nginx::policy) RULES

    CLIMBING_PATH: Error "nginx/climbing-path" { directive, path, by }
        source "checked on nginx 1.22.1: paths of a configuration are not normalised"
        example "try_files /../../etc/passwd =404;"
        what "a path leaves the directory it is looked up in" / "路径离开了查找它的目录"
        why "nginx normalises the paths of requests and not those of a configuration: `..` in one, or in a variable that a client sets, reaches any file of the host"
          / "nginx 只规范化请求的路径，不规范化配置中的路径：其中的 `..` 或由客户端设置的变量可到达主机上的任何文件"
        fix "write paths without `..`, and `$uri` where the path of the request is meant"
          / "请写不含 `..` 的路径；需要请求路径时请用 `$uri`"
        help "write a path without `..`; of a request take `$uri`, which nginx has normalised"
           / "请写不含 `..` 的路径；取请求路径时请用已规范化的 `$uri`"
        message "{path} of `{directive}` may lead out of the root through {by}"
              / "`{directive}` 的 {path} 可通过 {by} 离开根目录"

    FILE_UPLOAD: Error "nginx/file-upload" { methods }
        source "nginx documentation; checked on nginx 1.22.1"
        example "dav_methods PUT DELETE;"
        what "clients may create and delete files" / "客户端可创建和删除文件"
        why "whoever reaches the location changes the app" / "能访问该 location 的人都能改变应用"
        fix "delete `dav_methods`, and let the app take uploads" / "请删除 `dav_methods`，由应用处理上传"
        help "delete the line" / "请删除该行"
        message "`dav_methods {methods}` lets clients change files" / "`dav_methods {methods}` 允许客户端改变文件"

    FOREIGN_CERTIFICATE: Error "nginx/foreign-certificate" { directive, path, expected }
        source "guide §1.3"
        example "ssl_certificate_key /root/.ssh/id_rsa;"
        what "a certificate or key is not the one that the platform installs" / "证书或私钥不是平台安装的文件"
        why "the platform renews its own files only; nginx stops when the file is missing, and reads as root what it finds"
          / "平台只更新自己的文件；文件不存在时 nginx 会停止，且会以 root 读取它"
        fix "use /home/admin/sslcert/cert.pem and /home/admin/sslcert/cert.key"
          / "请使用 /home/admin/sslcert/cert.pem 和 /home/admin/sslcert/cert.key"
        help "write `{directive} {expected};`" / "请写 `{directive} {expected};`"
        message "`{directive}` is {path}, expected {expected}" / "`{directive}` 为 {path}，应为 {expected}"

    HIDDEN_FILES: Error "nginx/hidden-files" { uri, root, remedy }
        source "nginx documentation; checked on nginx 1.22.1"
        example "# php\nserver { listen 80; root /home/admin/app-run/public; }"
        what "dotfiles of the app are served" / "应用的点文件可被下载"
        why "`/.git/config` and `/.env` hand out the source code and passwords"
          / "`/.git/config` 和 `/.env` 会泄露源代码与口令"
        fix "deny dotfiles" / "请禁止访问点文件"
        help "{remedy}" / "{remedy}"
        message "{uri} is served as a file of {root}" / "{uri} 会作为 {root} 中的文件提供"

    HOST_FILE: Error "nginx/host-file" { directive, path }
        source "nginx documentation; checked on nginx 1.22.1"
        example "auth_basic_user_file /etc/shadow;"
        what "nginx reads a file that came neither with the app nor with the platform"
           / "nginx 读取了既不属于应用也不属于平台的文件"
        why "nginx opens it as root and shows clients what it holds, or lets them try it: passwords, keys, documents"
          / "nginx 以 root 打开该文件，并向客户端展示其内容或供其试探：口令、密钥、文档"
        fix "put the file into the package and name it below /home/admin/app-run"
          / "请把文件放入发布包，并写 /home/admin/app-run 下的路径"
        help "put the file into the package and write its path below /home/admin/app-run"
           / "请把文件放入发布包，并写它在 /home/admin/app-run 下的路径"
        message "`{directive}` reads {path}, expected a path below /home/admin/app-run"
              / "`{directive}` 读取 {path}，应位于 /home/admin/app-run 下"

    LOOSE_ALIAS: Error "nginx/loose-alias" { location, path, tidy }
        source "nginx documentation; checked on nginx 1.22.1"
        example "location /files { alias /home/admin/app-run/files/; }"
        what "an alias does not end where its location ends" / "alias 与 location 的结尾不一致"
        why "`/files../x` leads to the parent of the directory, and `/filesx` to its neighbour"
          / "`/files../x` 会到达目录的上一级，`/filesx` 会到达相邻目录"
        fix "end the location and the alias with `/`, and use no captures"
          / "请让 location 和 alias 都以 `/` 结尾，且不使用捕获"
        help "write `location {tidy}` with `alias` and a path that ends with `/`"
           / "请写 `location {tidy}`，`alias` 路径以 `/` 结尾"
        message "the alias {path} of location {location} leads out of its directory"
              / "location {location} 的 alias {path} 会越出其目录"

    ROOT_ELSEWHERE: Error "nginx/root-elsewhere" { directive, path }
        source "guide §1.3.3: root is below /home/admin/app-run"
        example "root /etc;"
        what "files outside the app are served" / "提供了应用之外的文件"
        why "everybody may download what nginx can read there: keys, logs, passwords"
          / "任何人都可下载 nginx 能读取的文件：密钥、日志、口令"
        fix "serve a directory below /home/admin/app-run" / "请提供 /home/admin/app-run 下的目录"
        help "write `{directive} /home/admin/app-run/public;`" / "请写 `{directive} /home/admin/app-run/public;`"
        message "`{directive}` serves {path}, expected a path below /home/admin/app-run"
              / "`{directive}` 提供 {path}，应位于 /home/admin/app-run 下"

    SERVED_SOURCES: Warning "nginx/served-sources" { uri }
        source "nginx documentation; checked on nginx 1.22.1"
        example "# php\nserver { listen 80; root /home/admin/app-run; }"
        what "files that build the app are served" / "构建应用的文件可被下载"
        why "`/composer.json`, `/_buildpack` and `/config.php.bak` tell how the app is made, passwords included"
          / "`/composer.json`、`/_buildpack`、`/config.php.bak` 会暴露应用结构乃至口令"
        fix "deny them" / "请禁止访问"
        help "add `location ~* (?:^/(?:_buildpack|composer\\.(?:json|lock))$|\\.(?:bak|sql|ini|log)$) {{ return 404; }}`"
           / "请加入 `location ~* (?:^/(?:_buildpack|composer\\.(?:json|lock))$|\\.(?:bak|sql|ini|log)$) {{ return 404; }}`"
        message "{uri} is served as text" / "{uri} 会作为文本提供"

    UPLOADED_SCRIPTS: Warning "nginx/uploaded-scripts" { uri }
        source "nginx documentation; checked on nginx 1.22.1"
        example "# php\nserver { listen 80; root /home/admin/app-run/public; location ~ \\.php$ { fastcgi_pass 127.0.0.1:9000; } }"
        what "PHP runs in upload directories" / "上传目录中的 PHP 会被执行"
        why "who can upload a file runs code on the host" / "能上传文件的人即可在主机上执行代码"
        fix "refuse PHP there" / "请禁止"
        help "add `location ~* ^/(?:uploads?|files|images|static)/.*\\.php {{ return 404; }}` before the location for PHP"
           / "请在 PHP 的 location 之前加入 `location ~* ^/(?:uploads?|files|images|static)/.*\\.php {{ return 404; }}`"
        message "{uri} is run by PHP" / "{uri} 会由 PHP 执行"
}
