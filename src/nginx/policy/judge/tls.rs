//! Rules of TLS strength.

use std::collections::BTreeSet;

use super::{Case, Found, listed};
use crate::app::NginxVersion;
use crate::diagnostic::{Severity, Value};
use crate::nginx::directives::name;
use crate::nginx::policy::ciphers::admitted;
use crate::nginx::tree::Statement;
use crate::{finding, phrase, rule_table};

pub(super) fn judge(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    for statement in
        case.tree.statements().filter(|statement| statement.is(name!("ssl")) && statement.argument(0) == "on")
    {
        found.add(&statement, finding!(SSL_DIRECTIVE {}));
    }
    let mut judged = BTreeSet::new();
    for server in case.model.servers().iter().filter(|server| server.has_tls()) {
        let protocols: Vec<_> = case.tree.effective(server.scope, name!("ssl_protocols")).collect();
        if protocols.is_empty()
            && case.contract.nginx_version < WEAK_BY_DEFAULT_UNTIL
            && let Some(opener) = case.tree.opener(server.scope)
        {
            let protocols = phrase!("by default TLSv1 and TLSv1.1" / "默认的 TLSv1 和 TLSv1.1");
            found.add_as(Severity::Warning, &opener, finding!(WEAK_PROTOCOL { protocols }));
        }
        for statement in protocols.iter().filter(|statement| judged.insert(statement.index)) {
            let has = |version: &str| statement.arguments().any(|word| word == version);
            if has("TLSv1.3") && !has("TLSv1.2") && !WEAK.iter().any(|weak| has(weak)) {
                found.add(statement, finding!(ONLY_NEWEST_PROTOCOL {}));
            }
            let weak: Vec<_> = statement.arguments().filter(|word| WEAK.contains(&&**word)).collect();
            if !weak.is_empty() {
                found.add(statement, finding!(WEAK_PROTOCOL { protocols: listed(weak) }));
            }
        }
        for statement in case.tree.effective(server.scope, name!("ssl_ciphers")) {
            if judged.insert(statement.index) {
                ciphers(&statement, &statement.argument(0), found);
            }
        }
        for statement in case.tree.effective(server.scope, name!("ssl_conf_command")) {
            if judged.insert(statement.index) {
                command(&statement, found);
            }
        }
    }
}

/// Settings handed to OpenSSL, which override the directives.
fn command(statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let (name, value) = (statement.argument(0), statement.argument(1));
    if name.eq_ignore_ascii_case("CipherString") {
        ciphers(statement, &value, found);
    } else if name.eq_ignore_ascii_case("MinProtocol") && (WEAK.contains(&&*value) || value == "None")
        || name.eq_ignore_ascii_case("MaxProtocol") && WEAK.contains(&&*value)
    {
        found.add(statement, finding!(WEAK_PROTOCOL { protocols: value }));
    } else if name.eq_ignore_ascii_case("Protocol") {
        let words = value.split(',').map(|word| word.trim_start_matches('+'));
        let weak: Vec<&str> = words.filter(|word| WEAK.contains(word) || *word == "ALL").collect();
        if !weak.is_empty() {
            found.add(statement, finding!(WEAK_PROTOCOL { protocols: listed(weak) }));
        }
    }
}

fn ciphers(statement: &Statement<'_>, string: &str, found: &mut Found<'_, '_>) {
    let admitted = admitted(string);
    if admitted.suites.is_empty() {
        return;
    }
    let shown = admitted.suites.iter().take(SHOWN);
    let mut suites = listed(shown.map(|(suite, weakness)| {
        phrase!("{suite} ({weakness})" / "{suite}（{weakness}）", suite = *suite, weakness = *weakness)
    }));
    let more = admitted.suites.len().saturating_sub(SHOWN);
    if more > 0 {
        suites = phrase!("{suites} and {more} more" / "{suites}，以及另外 {more} 种", suites, more);
    }
    let note = if admitted.miscased.is_empty() {
        Value::from("")
    } else {
        let unknown = listed(admitted.miscased);
        phrase!("; OpenSSL does not know {unknown}" / "；OpenSSL 不认识 {unknown}", unknown).into()
    };
    found.add(statement, finding!(WEAK_CIPHER { suites, note }));
}

const WEAK: &[&str] = &["SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1"];
/// nginx changes 1.27.3.
const WEAK_BY_DEFAULT_UNTIL: NginxVersion = NginxVersion::new(1, 27, 3);
const SHOWN: usize = 6;

rule_table! {
    /// What this file judges, by id.
    pub(in crate::nginx::policy) RULES

    ONLY_NEWEST_PROTOCOL: Warning "nginx/only-newest-protocol" {}
        source "RFC 8446; checked on nginx 1.22.1 with OpenSSL 3.0"
        example "# production\nserver { listen 443 ssl; ssl_protocols TLSv1.3; }"
        what "TLS 1.3 is the only version that is offered" / "只启用了 TLS 1.3"
        why "older phones and the clients of mini programs speak TLS 1.2 at most: they cannot connect"
          / "较旧的手机和小程序客户端最高只支持 TLS 1.2：无法连接"
        fix "offer TLS 1.2 as well" / "请同时启用 TLS 1.2"
        help "write `ssl_protocols TLSv1.2 TLSv1.3;`" / "请写 `ssl_protocols TLSv1.2 TLSv1.3;`"
        message "only TLSv1.3 is offered, expected TLSv1.2 as well" / "只启用了 TLSv1.3，还应启用 TLSv1.2"

    SSL_DIRECTIVE: Error "nginx/ssl-directive" {}
        source "nginx changes 1.25.1"
        example "ssl on;"
        what "`ssl on` switches TLS on" / "使用 `ssl on` 启用 TLS"
        why "nginx 1.25.1 and newer do not start with it, and it turns plain ports of the server into TLS too"
          / "nginx 1.25.1 及更新版本无法启动，且会让该 server 的明文端口也启用 TLS"
        fix "write `ssl` in the `listen`" / "请在 `listen` 中写 `ssl`"
        help "delete the line and write `listen 443 ssl;`" / "请删除该行，并写 `listen 443 ssl;`"
        message "`ssl on` was removed in nginx 1.25.1" / "`ssl on` 在 nginx 1.25.1 中已移除"

    WEAK_CIPHER: Error "nginx/weak-cipher" { suites, note }
        source "RFC 9325 §4.2"
        example "# production\nserver { listen 443 ssl; ssl_ciphers ALL:!ADH; }"
        what "the cipher string admits suites that protect nothing" / "加密套件字符串包含无保护作用的套件"
        why "an attacker between client and server reads or changes what is sent" / "中间人可读取或篡改传输内容"
        fix "name suites that are known to be good" / "请写明安全的套件"
        help "write `ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;`{note}"
           / "请写 `ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;`{note}"
        message "the cipher string admits {suites}" / "加密套件字符串包含 {suites}"

    WEAK_PROTOCOL: Error "nginx/weak-protocol" { protocols }
        source "RFC 8996"
        example "# production\nserver { listen 443 ssl; ssl_protocols TLSv1 TLSv1.2; }"
        what "a TLS version below 1.2 is offered" / "启用了低于 1.2 的 TLS 版本"
        why "its ciphers are broken, and app stores and payment rules forbid it"
          / "其加密已被攻破，应用市场与支付规范均禁止使用"
        fix "offer TLS 1.2 and 1.3" / "请启用 TLS 1.2 和 1.3"
        help "write `ssl_protocols TLSv1.2 TLSv1.3;`" / "请写 `ssl_protocols TLSv1.2 TLSv1.3;`"
        message "{protocols} is offered, expected TLSv1.2 and TLSv1.3" / "启用了 {protocols}，应为 TLSv1.2 和 TLSv1.3"
}
