//! Rules that keep files from being served that are nobody's business.

use super::{Case, Found, absolute, is_below};
use crate::app::{CERTIFICATE_FILE, CERTIFICATE_KEY_FILE, RUN_DIRECTORY};
use crate::nginx::context::Context;
use crate::nginx::policy::route::{End, Modifier, Server};
use crate::nginx::policy::rules::{
    ClimbingPath, FileUpload, ForeignCertificate, HiddenFiles, HostFile, LooseAlias, RootElsewhere, ServedSources,
    UploadedScripts,
};
use crate::nginx::policy::variables::first_variable;
use crate::nginx::policy::view::Statement;

pub(super) fn judge(case: &Case<'_, '_>, found: &mut Found<'_, '_>) {
    for statement in case.view.statements() {
        let name = statement.name();
        match name.as_str() {
            "root" => root(case, &statement, name, found),
            "alias" => {
                loose(case, &statement, found);
                root(case, &statement, name, found);
            }
            "fastcgi_param" if SCRIPT.contains(&statement.argument(0).as_str()) => {
                script(&statement, found);
                climbing(case, &statement, &name, statement.argument(1), found);
            }
            "try_files" | "index" | "mirror" | "auth_request" | "add_before_body" | "add_after_body" => {
                for path in statement.arguments() {
                    climbing(case, &statement, &name, path, found);
                }
            }
            "error_page" => climbing(case, &statement, &name, statement.arguments().pop().unwrap_or_default(), found),
            "rewrite" if !matches!(statement.argument(2).as_str(), "redirect" | "permanent") => {
                climbing(case, &statement, &name, statement.argument(1), found);
            }
            "dav_methods" if statement.argument(0) != "off" => {
                found.add(&statement, FileUpload { methods: statement.arguments().join(" ") });
            }
            "ssl_certificate" => certificate(&statement, name, CERTIFICATE_FILE, &statement.argument(0), found),
            "ssl_certificate_key" => certificate(&statement, name, CERTIFICATE_KEY_FILE, &statement.argument(0), found),
            _ if name.ends_with("ssl_conf_command") => command(&statement, &name, found),
            _ if READ.iter().any(|read| name == *read) || LISTS.iter().any(|list| name.ends_with(list)) => {
                read(&statement, name, statement.argument(0), found);
            }
            _ if name.ends_with("_ssl_certificate") => {
                certificate(&statement, name, CERTIFICATE_FILE, &statement.argument(0), found);
            }
            _ if name.ends_with("_ssl_certificate_key") => {
                certificate(&statement, name, CERTIFICATE_KEY_FILE, &statement.argument(0), found);
            }
            _ => {}
        }
    }
    for server in case.router.servers() {
        exposed(case, server, found);
    }
}

/// A directory that is served, whatever its variables may stand for.
fn root(case: &Case<'_, '_>, statement: &Statement<'_>, directive: String, found: &mut Found<'_, '_>) {
    let path = statement.argument(0);
    let known = case.variables.resolve(case.view, statement, &path);
    let fits = |path: &String| {
        let whole = absolute(path, "/usr/share/nginx");
        is_below(&whole, RUN_DIRECTORY) || STOCK.contains(&whole.as_str())
    };
    if !known.is_some_and(|known| known.iter().all(fits)) {
        found.add(statement, RootElsewhere { directive, path });
    }
}

/// A fixed path that PHP is told to run or to take for the root.
fn script(statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let path = statement.argument(1);
    let fixed = path.split('$').next().unwrap_or_default();
    if fixed.starts_with('/') && fixed.len() > 1 && !is_below(&absolute(fixed, "/"), RUN_DIRECTORY) {
        found.add(statement, RootElsewhere { directive: format!("fastcgi_param {}", statement.argument(0)), path });
    }
}

/// An alias whose end does not go with the end of its location.
fn loose(case: &Case<'_, '_>, statement: &Statement<'_>, found: &mut Found<'_, '_>) {
    let Some(location) = case.view.around(statement.scope, Context::Location) else { return };
    let Some(opener) = case.view.opener(location) else { return };
    let (modifier, place) = Modifier::of(&opener);
    let path = statement.argument(0);
    let loose = match modifier {
        Modifier::Regex | Modifier::RegexIgnoringCase => path.contains('$'),
        Modifier::Prefix | Modifier::NoRegex => {
            let names_a_file = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
            place.ends_with('/') != path.ends_with('/') || !place.ends_with('/') && !names_a_file
        }
        Modifier::Exact | Modifier::Named => false,
    };
    if loose {
        let tidy = format!("{}/", place.trim_end_matches('/'));
        found.add(statement, LooseAlias { location: opener.arguments().join(" "), path, tidy });
    }
}

fn certificate(
    statement: &Statement<'_>,
    directive: String,
    expected: &'static str,
    path: &str,
    found: &mut Found<'_, '_>,
) {
    // An engine has a rule of its own.
    if !path.starts_with("engine:") && absolute(path, "/etc/nginx") != expected {
        found.add(statement, ForeignCertificate { directive, path: path.to_owned(), expected });
    }
}

/// A setting of OpenSSL that names a file.
fn command(statement: &Statement<'_>, name: &str, found: &mut Found<'_, '_>) {
    let (setting, path) = (statement.argument(0), statement.argument(1));
    let directive = format!("{name} {setting}");
    match setting.to_ascii_lowercase().as_str() {
        "certificate" => certificate(statement, directive, CERTIFICATE_FILE, &path, found),
        "privatekey" => certificate(statement, directive, CERTIFICATE_KEY_FILE, &path, found),
        setting if setting.ends_with("file") || setting.ends_with("path") => read(statement, directive, path, found),
        _ => {}
    }
}

/// A file whose content clients see or try.
fn read(statement: &Statement<'_>, directive: String, path: String, found: &mut Found<'_, '_>) {
    let whole = absolute(&path, "/etc/nginx");
    let lists = LISTS.iter().any(|list| directive.ends_with(list));
    let fits = !path.contains('$')
        && (is_below(&whole, RUN_DIRECTORY)
            || is_below(&whole, "/home/admin/sslcert")
            || lists && AUTHORITIES.iter().any(|place| is_below(&whole, place)));
    if !fits {
        found.add(statement, HostFile { directive, path });
    }
}

/// A path of the configuration that is looked up below a root as it stands.
fn climbing(case: &Case<'_, '_>, statement: &Statement<'_>, name: &str, path: String, found: &mut Found<'_, '_>) {
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
        let client = names.find_map(|name| case.variables.client_variable(case.view, statement, &name));
        client.map(|variable| format!("${variable}"))
    };
    if let Some(by) = by {
        found.add(statement, ClimbingPath { directive: name.to_owned(), path, by });
    }
}

/// Requests that would be answered with a file of the app that is not meant for the web.
fn exposed(case: &Case<'_, '_>, server: &Server, found: &mut Found<'_, '_>) {
    let view = case.view;
    let mut places = vec![(server.scope, "/".to_owned())];
    if serves_files(case, server) {
        for scope in case.locations_of(server).iter().take(MOST_PLACES) {
            let Some(opener) = view.opener(*scope) else { continue };
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
    let mut said = [false; 3];
    for (scope, place) in places {
        let Some(statement) = view.opener(scope) else { continue };
        let exposes = |name: &str| {
            let uri = format!("{place}{name}");
            file_of_app(case, server, &uri).map(|root| (uri, root))
        };
        let [hidden, sources, scripts] = &mut said;
        if !*hidden && let Some((uri, root)) = exposes(".git/config").or_else(|| exposes(".env")) {
            *hidden = true;
            found.add(&statement, HiddenFiles { uri, root });
        }
        let php = case.contract.framework() == crate::app::Framework::Php;
        if php
            && !*sources
            && let Some((uri, _)) = exposes("composer.json").or_else(|| exposes("config.php.bak"))
        {
            *sources = true;
            found.add(&statement, ServedSources { uri });
        }
        let uri = format!("{place}uploads/shell.php");
        if php
            && !*scripts
            && let End::Pass(pass) = case.router.route(server, &uri).end
            && pass.is("fastcgi_pass")
        {
            *scripts = true;
            found.add(&statement, UploadedScripts { uri });
        }
    }
}

/// The directory that every path starts with which a pattern matches, when it says so in plain characters.
fn literal_directory(pattern: &str) -> Option<String> {
    let plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '/' | '-' | '_');
    let rest = pattern.strip_prefix('^')?;
    let end = rest.find(|character| !plain(character)).unwrap_or(rest.len());
    let (directory, _) = rest.get(..end)?.rsplit_once('/')?;
    Some(format!("{directory}/"))
}

/// Whether anything in the server sets a directory of the app.
fn serves_files(case: &Case<'_, '_>, server: &Server) -> bool {
    case.view.setting(server.scope, "root").is_some()
        || case
            .locations_of(server)
            .iter()
            .any(|scope| ["root", "alias"].iter().any(|name| case.view.own(*scope, name).next().is_some()))
}

/// The directory of the app out of which `uri` is answered with a file.
fn file_of_app(case: &Case<'_, '_>, server: &Server, uri: &str) -> Option<String> {
    let location = case.router.locate(server.scope, uri).unwrap_or(server.scope);
    let words = case.view.own(location, "try_files").last().map(|statement| statement.arguments());
    let tries = words.is_some_and(|words| words.iter().any(|word| word == "$uri"));
    let handled = case
        .view
        .inside(location)
        .any(|statement| statement.name().ends_with("_pass") || statement.is("return") || statement.is("internal"));
    let route = case.router.route(server, uri);
    let is_file = match route.end {
        End::Static => !handled || tries,
        End::Pass(_) | End::Handler(_) => tries && !handled,
        End::Denied(_) | End::Return(..) | End::Redirect(..) | End::Endless => false,
    };
    if !is_file {
        return None;
    }
    let set = ["alias", "root"].iter().find_map(|name| case.view.effective(location, name).last().copied())?;
    let paths = case.variables.resolve(case.view, &set, &set.argument(0))?;
    paths.into_iter().find(|path| is_below(&absolute(path, "/usr/share/nginx"), RUN_DIRECTORY))
}

/// The page directory that comes with nginx.
const STOCK: &[&str] = &["/usr/share/nginx/html", "/var/www/html"];
/// Parameters by which PHP finds files.
const SCRIPT: &[&str] = &["DOCUMENT_ROOT", "PATH_TRANSLATED", "SCRIPT_FILENAME"];
/// Directives that read a file whose content is told to clients or tried against what they say.
const READ: &[&str] =
    &["auth_basic_user_file", "ssl_session_ticket_key", "ssl_stapling_file", "xml_entities", "xslt_stylesheet"];
/// Ends of directives that read passwords or certificates of others.
const LISTS: &[&str] =
    &["ssl_client_certificate", "ssl_crl", "ssl_password_file", "ssl_trusted_certificate", "VerifyCAFile"];
/// Where distributions keep the certificates of authorities.
const AUTHORITIES: &[&str] = &["/etc/pki/ca-trust/extracted", "/etc/pki/tls/certs", "/etc/ssl/certs"];
/// Locations of a server that are tried.
const MOST_PLACES: usize = 50;
