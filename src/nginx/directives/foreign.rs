//! Directives of third-party and commercial modules whose effect the policy knows.
//!
//! An nginx without the module refuses them. What they would do to the host is said all the same.

use super::Effect::{self, Code, Defines, Passes, WritesLog, WritesStore, WritesTemporary};

/// What a directive that the table does not have does.
pub(in crate::nginx) fn foreign(name: &str) -> Option<Effect> {
    let fits = |form: &Form| match form {
        Form::Is(whole) => name == *whole,
        Form::Starts(start) => name.starts_with(start),
        Form::Holds(part) => name.contains(part),
        Form::Ends(end) => name.ends_with(end),
    };
    FOREIGN.iter().find(|(form, ..)| fits(form)).map(|(_, effect, _)| *effect)
}

/// How a name is known.
enum Form {
    Is(&'static str),
    Starts(&'static str),
    Holds(&'static str),
    Ends(&'static str),
}

/// Names, what they do, and the module or edition that has them.
const FOREIGN: &[(Form, Effect, &str)] = &[
    (Form::Is("keyval"), Defines, "NGINX Plus"),
    (Form::Starts("js_"), Code, "njs"),
    (Form::Starts("lua_"), Code, "lua-nginx-module"),
    (Form::Holds("_by_lua"), Code, "lua-nginx-module"),
    (Form::Starts("perl_"), Code, "third-party Perl modules"),
    (Form::Ends("ssl_key_log"), WritesLog, "NGINX Plus"),
    (Form::Is("state"), WritesTemporary, "NGINX Plus"),
    (Form::Is("state_path"), WritesTemporary, "nginx-acme"),
    (Form::Ends("_cache_path"), WritesTemporary, "third-party cache modules"),
    (Form::Ends("_temp_path"), WritesTemporary, "third-party cache modules"),
    (Form::Ends("_store"), WritesStore, "third-party cache modules"),
    (Form::Ends("_pass"), Passes, "third-party upstream modules"),
    (Form::Ends("_set"), Defines, "third-party modules"),
];
