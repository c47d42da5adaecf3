//! Rules of TLS strength.

use std::collections::BTreeSet;

use super::{Case, Found};
use crate::app::NginxVersion;
use crate::diagnostic::Severity;
use crate::nginx::policy::ciphers::admitted;
use crate::nginx::policy::rules::{SslDirective, WeakCipher, WeakProtocol};
use crate::nginx::policy::view::Statement;

pub(super) fn judge(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    for statement in case.view.statements().filter(|statement| statement.is("ssl") && statement.argument(0) == "on") {
        found.add(&statement, SslDirective {});
    }
    let mut judged = BTreeSet::new();
    for server in case.router.servers().iter().filter(|server| server.has_tls()) {
        let protocols = case.view.effective(server.scope, "ssl_protocols");
        if protocols.is_empty()
            && case.contract.nginx_version < WEAK_BY_DEFAULT_UNTIL
            && let Some(opener) = case.view.opener(server.scope)
        {
            let protocols = "by default TLSv1 and TLSv1.1".to_owned();
            found.add_as(Severity::Warning, &opener, WeakProtocol { protocols });
        }
        for statement in protocols.iter().filter(|statement| judged.insert(statement.index)) {
            let weak: Vec<String> =
                statement.arguments().into_iter().filter(|word| WEAK.contains(&word.as_str())).collect();
            if !weak.is_empty() {
                found.add(statement, WeakProtocol { protocols: weak.join(", ") });
            }
        }
        for statement in case.view.effective(server.scope, "ssl_ciphers") {
            if judged.insert(statement.index) {
                ciphers(&statement, &statement.argument(0), found);
            }
        }
        for statement in case.view.effective(server.scope, "ssl_conf_command") {
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
    } else if name.eq_ignore_ascii_case("MinProtocol") && (WEAK.contains(&value.as_str()) || value == "None")
        || name.eq_ignore_ascii_case("MaxProtocol") && WEAK.contains(&value.as_str())
    {
        found.add(statement, WeakProtocol { protocols: value });
    } else if name.eq_ignore_ascii_case("Protocol") {
        let words = value.split(',').map(|word| word.trim_start_matches('+'));
        let weak: Vec<&str> = words.filter(|word| WEAK.contains(word) || *word == "ALL").collect();
        if !weak.is_empty() {
            found.add(statement, WeakProtocol { protocols: weak.join(", ") });
        }
    }
}

fn ciphers(statement: &Statement<'_>, string: &str, found: &mut Found<'_, '_>) {
    let admitted = admitted(string);
    if admitted.suites.is_empty() {
        return;
    }
    let shown = admitted.suites.iter().take(SHOWN).map(|(suite, weakness)| format!("{suite} ({})", weakness.as_str()));
    let mut suites = shown.collect::<Vec<_>>().join(", ");
    if admitted.suites.len() > SHOWN {
        suites = format!("{suites} and {} more", admitted.suites.len() - SHOWN);
    }
    let note = match admitted.miscased.as_slice() {
        [] => String::new(),
        words => format!("; OpenSSL does not know {}", words.join(", ")),
    };
    found.add(statement, WeakCipher { suites, note });
}

const WEAK: &[&str] = &["SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1"];
/// nginx changes 1.27.3.
const WEAK_BY_DEFAULT_UNTIL: NginxVersion = NginxVersion::new(1, 27, 3);
const SHOWN: usize = 6;
