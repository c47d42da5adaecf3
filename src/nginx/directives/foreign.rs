//! Directives of third-party and commercial modules whose effect the policy knows.
//!
//! An nginx without the module refuses them. What they would do to the host is said all the same.

use super::Effect::{self, Code, Defines, Passes, WritesLog, WritesStore, WritesTemporary};

/// What a directive that the table does not have does.
pub(in crate::nginx) fn foreign(name: &str) -> Option<Effect> {
    FOREIGN.iter().find(|(form, ..)| form.fits(name)).map(|(_, effect, _)| *effect)
}

/// The third-party module or the edition that a directive belongs to which the table does not have.
pub(in crate::nginx) fn foreign_module(name: &str) -> Option<&'static str> {
    FOREIGN_MODULES.iter().find(|(form, _)| form.fits(name)).map(|(_, module)| *module)
}

/// How a name is known.
enum Form {
    Is(&'static str),
    Starts(&'static str),
    Holds(&'static str),
    Ends(&'static str),
}

impl Form {
    fn fits(&self, name: &str) -> bool {
        match self {
            Self::Is(whole) => name == *whole,
            Self::Starts(start) => name.starts_with(start),
            Self::Holds(part) => name.contains(part),
            Self::Ends(end) => name.ends_with(end),
        }
    }
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

/// Directives of modules that are built separately, from the documentation of each, and those of NGINX's paid edition.
const FOREIGN_MODULES: &[(Form, &str)] = &[
    (Form::Is("brotli"), "ngx_brotli"),
    (Form::Starts("brotli_"), "ngx_brotli"),
    (Form::Is("zstd"), "zstd-nginx-module"),
    (Form::Starts("zstd_"), "zstd-nginx-module"),
    (Form::Starts("more_set_"), "headers-more-nginx-module"),
    (Form::Starts("more_clear_"), "headers-more-nginx-module"),
    (Form::Holds("_by_lua"), "lua-nginx-module"),
    (Form::Starts("lua_"), "lua-nginx-module"),
    (Form::Starts("js_"), "njs"),
    (Form::Is("echo"), "echo-nginx-module"),
    (Form::Starts("echo_"), "echo-nginx-module"),
    (Form::Starts("set_md5"), "set-misc-nginx-module"),
    (Form::Starts("set_sha1"), "set-misc-nginx-module"),
    (Form::Starts("set_random"), "set-misc-nginx-module"),
    (Form::Starts("set_escape_"), "set-misc-nginx-module"),
    (Form::Starts("set_unescape_"), "set-misc-nginx-module"),
    (Form::Starts("set_quote_"), "set-misc-nginx-module"),
    (Form::Starts("set_encode_"), "set-misc-nginx-module"),
    (Form::Starts("set_decode_"), "set-misc-nginx-module"),
    (Form::Is("set_if_empty"), "set-misc-nginx-module"),
    (Form::Starts("vhost_traffic_status"), "nginx-module-vts"),
    (Form::Starts("modsecurity"), "ModSecurity-nginx"),
    (Form::Starts("pagespeed"), "ngx_pagespeed"),
    (Form::Starts("geoip2"), "ngx_http_geoip2_module"),
    (Form::Starts("redis2_"), "redis2-nginx-module"),
    (Form::Is("redis_pass"), "ngx_http_redis"),
    (Form::Starts("memc_"), "memc-nginx-module"),
    (Form::Starts("srcache_"), "srcache-nginx-module"),
    (Form::Starts("drizzle_"), "drizzle-nginx-module"),
    (Form::Starts("postgres_"), "ngx_postgres"),
    (Form::Starts("upload_"), "nginx-upload-module"),
    (Form::Starts("fancyindex"), "ngx-fancyindex"),
    (Form::Is("rtmp"), "nginx-rtmp-module"),
    (Form::Starts("vod"), "nginx-vod-module"),
    (Form::Is("concat"), "nginx-http-concat"),
    (Form::Starts("concat_"), "nginx-http-concat"),
    (Form::Is("check"), "nginx_upstream_check_module"),
    (Form::Starts("check_"), "nginx_upstream_check_module"),
    (Form::Is("session_sticky"), "Tengine"),
    (Form::Starts("dyups_"), "ngx_http_dyups_module"),
    (Form::Starts("passenger_"), "Phusion Passenger"),
    (Form::Starts("auth_ldap"), "nginx-auth-ldap"),
    (Form::Starts("auth_pam"), "ngx_http_auth_pam_module"),
    (Form::Ends("_cache_purge"), "ngx_cache_purge"),
    (Form::Starts("subs_filter"), "ngx_http_substitutions_filter_module"),
    (Form::Starts("nchan_"), "nchan"),
    (Form::Starts("push_stream_"), "nginx-push-stream-module"),
    (Form::Starts("testcookie"), "testcookie-nginx-module"),
    (Form::Is("BasicRule"), "naxsi"),
    (Form::Is("MainRule"), "naxsi"),
    (Form::Is("SecRulesEnabled"), "naxsi"),
    (Form::Starts("opentracing"), "nginx-opentracing"),
    (Form::Starts("opentelemetry"), "nginx-otel"),
    (Form::Starts("otel_"), "nginx-otel"),
    (Form::Is("proxy_connect"), "ngx_http_proxy_connect_module"),
    (Form::Starts("proxy_connect_a"), "ngx_http_proxy_connect_module"),
    (Form::Starts("encrypted_session_"), "encrypted-session-nginx-module"),
    (Form::Starts("acme_"), "nginx-acme"),
    (Form::Starts("auth_jwt"), PLUS),
    (Form::Starts("keyval"), PLUS),
    (Form::Starts("health_check"), PLUS),
    (Form::Starts("status_"), PLUS),
    (Form::Starts("zone_sync"), PLUS),
    (Form::Is("api"), PLUS),
    (Form::Starts("f4f"), PLUS),
    (Form::Starts("hls"), PLUS),
    (Form::Starts("session_log"), PLUS),
    (Form::Is("queue"), PLUS),
    (Form::Is("ntlm"), PLUS),
    (Form::Is("match"), PLUS),
    (Form::Starts("internal_redirect"), PLUS),
];

const PLUS: &str = "NGINX Plus";
