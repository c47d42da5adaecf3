//! What PHP has to be told to run a script.

use super::{Case, Found, absolute, is_source};
use crate::app::Framework;
use crate::nginx::directives::name;
use crate::nginx::files::Resolved;
use crate::nginx::policy::INCLUDES;
use crate::nginx::route::{Found as Present, Modifier, Outcome, Protocol, Server};
use crate::nginx::tree::Statement;
use crate::{finding, phrase, rule_table};

pub(super) fn judge(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    if case.contract.framework() != Framework::Php {
        return;
    }
    let port = case.contract.serving_port();
    for server in case.model.servers() {
        if server.listens_on(port) && !case.model.is_shadowed(server, port) {
            script(case, server, found);
        }
    }
}

/// What becomes of a request for a script that is there.
fn script(case: &Case<'_, '_>, server: &Server, found: &mut Found<'_, '_>) {
    let everything = |_: &str| Some(Present::File);
    for course in case.courses(server, "/index.php", &everything) {
        if is_source(&course.outcome) {
            if let Some(opener) = case.tree.opener(course.location) {
                as_text(case, server, &opener, found);
            }
            return;
        }
        let Outcome::Passed(passed) = &course.outcome else { continue };
        let (Some(pass), Protocol::FastCgi) = (course.last, passed.protocol) else { continue };
        let stock = stock(case, pass.scope);
        if stock == Stock::Unknown {
            return;
        }
        let field = |name: &str| passed.fields.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value);
        let file = field("SCRIPT_FILENAME").filter(|file| !file.is_empty());
        if file.is_none() && stock != Stock::Whole {
            found.add(&pass, finding!(MISSING_SCRIPT {}));
        }
        if field("REQUEST_METHOD").is_none() && stock == Stock::Nothing {
            found.add(&pass, finding!(MISSING_PARAMETERS {}));
        }
        // A root that is set to something else is judged where it stands.
        let is_set =
            [name!("root"), name!("alias")].into_iter().any(|name| case.tree.setting(pass.scope, name).is_some());
        let rooted = file.is_none_or(|file| file.head().starts_with(b"/usr/share/nginx/html"));
        if !is_set
            && rooted
            && let Some(opener) = case.tree.opener(course.location)
        {
            let location = opener.joined();
            found.add(&opener, finding!(MISSING_ROOT { location, path: "/usr/share/nginx/html/index.php" }));
        }
    }
}

/// PHP that is sent as text instead of being run.
fn as_text(case: &Case<'_, '_>, server: &Server, opener: &Statement<'_>, found: &mut Found<'_, '_>) {
    let hides = opener.is(name!("location"))
        && Modifier::of(opener).0 == Modifier::NoRegex
        && case.model.pattern_for(server.scope, b"/index.php").is_some();
    let remedy = if hides {
        let path = Modifier::of(opener).1;
        phrase!(
            "write `location {path} {{` without `^~`, which keeps nginx from the location for PHP"
                / "请写不带 `^~` 的 `location {path} {{`：`^~` 会让 nginx 跳过 PHP 的 location",
            path
        )
    } else {
        phrase!(
            "add `location ~ \\.php$ {{ try_files $uri =404; include fastcgi_params; \
             fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; fastcgi_pass 127.0.0.1:9000; }}` to the server"
                / "请在 server 中加入 `location ~ \\.php$ {{ try_files $uri =404; include fastcgi_params; \
                   fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; fastcgi_pass 127.0.0.1:9000; }}`"
        )
    };
    found.add(opener, finding!(SOURCES_AS_TEXT { remedy }));
}

/// Parameters that files of nginx hold, where these files are not read.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Stock {
    Nothing,
    /// `fastcgi_params`, which names no script.
    Common,
    /// `fastcgi.conf`, which does.
    Whole,
    /// Whatever is in a file of somebody else.
    Unknown,
}

/// What is included in the block that the parameters of `scope` come from: the nearest that has any.
fn stock(case: &Case<'_, '_>, scope: usize) -> Stock {
    let mut at = Some(scope);
    while let Some(scope) = at {
        let mut stock = Stock::Nothing;
        for include in case.tree.own(scope, name!("include")) {
            let path = include.argument(0);
            let read = matches!(case.tree.files.included(include.place()), Some(Resolved::Files(_)));
            stock = match absolute(&path, "/etc/nginx").as_str() {
                "/etc/nginx/fastcgi.conf" => Stock::Whole,
                "/etc/nginx/fastcgi_params" if stock == Stock::Nothing => Stock::Common,
                // What else comes with nginx holds no parameters of FastCGI.
                stock_file if INCLUDES.contains(&stock_file) => stock,
                _ if read => stock,
                _ => return Stock::Unknown,
            };
        }
        if stock != Stock::Nothing || case.tree.own(scope, name!("fastcgi_param")).next().is_some() {
            return stock;
        }
        at = case.tree.parent(scope);
    }
    Stock::Nothing
}

rule_table! {
    /// What this file judges, by id.
    pub(in crate::nginx::policy) RULES

    MISSING_PARAMETERS: Error "nginx/missing-parameters" {}
        source "checked on nginx 1.22.1 with PHP-FPM 8.2"
        example "# php\nserver { listen 80; root /home/admin/app-run/public; location ~ \\.php$ { try_files $uri =404; fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; fastcgi_pass 127.0.0.1:9000; } }"
        what "PHP does not learn the method of a request" / "PHP 不知道请求的方法"
        why "nginx sends no parameters of its own: without REQUEST_METHOD PHP runs nothing and answers 200 with an empty page"
          / "nginx 不会自动发送参数：没有 REQUEST_METHOD，PHP 不执行任何脚本，返回 200 和空白页"
        fix "add `include fastcgi_params;` beside `fastcgi_pass`" / "请在 `fastcgi_pass` 旁加入 `include fastcgi_params;`"
        message "`fastcgi_pass` sends no REQUEST_METHOD: `include fastcgi_params;` is missing"
              / "`fastcgi_pass` 没有发送 REQUEST_METHOD：缺少 `include fastcgi_params;`"

    MISSING_ROOT: Error "nginx/missing-root" { location, path }
        source "checked on nginx 1.22.1 with PHP-FPM 8.2"
        example "# php\nserver { listen 80; location / { root /home/admin/app-run/public; try_files $uri /index.php; } location ~ \\.php$ { try_files $uri =404; include fastcgi_params; fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; fastcgi_pass 127.0.0.1:9000; } }"
        what "the location for PHP has no root" / "PHP 的 location 没有 root"
        why "a `root` in another location does not hold here: PHP looks in the directory that nginx was built with, and every page is 404"
          / "其他 location 中的 `root` 在此无效：PHP 会在 nginx 编译时的默认目录中查找，所有页面都是 404"
        fix "write `root` in the server, outside of any location" / "请在 server 中、location 之外写 `root`"
        help "move `root /home/admin/app-run/public;` out of its location into the server"
           / "请把 `root /home/admin/app-run/public;` 从其 location 移到 server 中"
        message "location {location} has no root: PHP is asked for {path}"
              / "location {location} 没有 root：PHP 会去找 {path}"

    MISSING_SCRIPT: Error "nginx/missing-script" {}
        source "checked on nginx 1.22.1 with PHP-FPM 8.2"
        example "# php\nserver { listen 80; root /home/admin/app-run/public; location ~ \\.php$ { try_files $uri =404; include fastcgi_params; fastcgi_pass 127.0.0.1:9000; } }"
        what "PHP does not learn which file to run" / "PHP 不知道要执行哪个文件"
        why "the fastcgi_params that comes with nginx has no SCRIPT_FILENAME: PHP answers 404 \"File not found.\" to every page"
          / "nginx 自带的 fastcgi_params 不含 SCRIPT_FILENAME：PHP 对所有页面返回 404“File not found.”"
        fix "add `fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;`"
          / "请加入 `fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;`"
        message "`fastcgi_pass` sends no SCRIPT_FILENAME" / "`fastcgi_pass` 没有发送 SCRIPT_FILENAME"

    SOURCES_AS_TEXT: Error "nginx/sources-as-text" { remedy }
        source "checked on nginx 1.22.1 with PHP-FPM 8.2"
        example "# php\nserver { listen 80; root /home/admin/app-run/public; location / { try_files $uri /index.php; } }"
        what "PHP files are sent as text" / "PHP 文件作为文本发送"
        why "the page does not run, and everybody reads the source code with its passwords"
          / "页面不会执行，且任何人都能看到源代码和其中的口令"
        fix "hand .php to PHP with a location that nginx comes to" / "请用 nginx 能匹配到的 location 将 .php 交给 PHP"
        help "{remedy}" / "{remedy}"
        message "/index.php is sent as text: its source code is not run but downloaded"
              / "/index.php 会作为文本发送：源代码不会执行，而会被下载"
}
